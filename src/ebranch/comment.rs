//! What a member says under a material. It is theirs: they put it in other words or withdraw it, and
//! then it is gone. A secretary can hide it with a reason, which its author reads.

use super::Material;
use crate::{
    people::Member,
    rulebook::{self, keys},
};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Comment {
    pub id: Id,
    pub path: String,
    pub material: Id,
    pub author: Id,
    pub name: String,
    pub body: String,
    pub via: String,
    pub made_at: String,
    pub edited_at: Option<String>,
    pub withdrawn_at: Option<String>,
    pub hidden_at: Option<String>,
    pub hidden_by: String,
    /// Why it was hidden.
    pub reason: String,
}
impl Noun for Comment {
    const TABLE: &'static str = "comments";
}

impl Comment {
    /// Those under a material that the caller may read: a hidden one is read by its author, and by who hides.
    pub fn under(cx: &Reader, material: Id) -> Result<Vec<Comment>> {
        let all: Vec<Comment> = cx.all(
            "select c.* from {comments} c where c.material = $1 and c.withdrawn_at is null order by c.made_at, c.id limit 500",
            args![material],
        )?;
        let (edits, me) = (cx.may("ebranch.edit"), cx.actor().person);
        Ok(all.into_iter().filter(|c| c.hidden_at.is_none() || edits || Some(c.author) == me).collect())
    }

    /// All that the caller may read, made since a moment, the newest first.
    pub fn since(cx: &Reader, moment: &str) -> Result<Vec<Comment>> {
        cx.all(
            "select c.* from {comments} c join {materials} m on m.tenant = c.tenant and m.id = c.material \
             where c.made_at >= $1 and c.withdrawn_at is null and c.hidden_at is null and m.removed_at is null order by c.made_at desc, c.id desc limit 10",
            args![moment],
        )
    }

    pub fn make(cx: &Writer, material: &Material, author: &Member, text: &str, via: &str) -> Result<Id> {
        let (id, text) = (cx.new_id(), few_words(cx, "comment", text)?);
        cx.run(
            "insert into {comments} (id, path, material, author, name, body, via, made_at, hidden_by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, '', '')",
            args![id, &material.path, material.id, author.id, &author.name, text, via, cx.now()],
        )?;
        cx.note(material.id, format!("comment of {}", author.id));
        Ok(id)
    }

    pub fn reword(&self, cx: &Writer, author: Id, text: &str) -> Result<()> {
        self.must_be_of(author)?;
        let text = few_words(cx, "comment", text)?;
        cx.run_one(
            "update {comments} set body = $1, edited_at = $2 where id = $3 and withdrawn_at is null",
            args![text, cx.now(), self.id],
        )?;
        cx.note(self.id, "comment reworded");
        Ok(())
    }

    pub fn withdraw(&self, cx: &Writer, author: Id) -> Result<()> {
        self.must_be_of(author)?;
        cx.run_one("update {comments} set body = '', withdrawn_at = $1 where id = $2 and withdrawn_at is null", args![cx.now(), self.id])?;
        cx.note(self.id, "comment withdrawn");
        Ok(())
    }

    pub fn hide(&self, cx: &Writer, reason: &str) -> Result<()> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", "请写明为什么隐藏，作者会看到。", "Say why it is hidden; its author will read it."));
        }
        cx.run_one(
            "update {comments} set hidden_at = $1, hidden_by = $2, reason = $3 where id = $4 and withdrawn_at is null",
            args![cx.now(), &cx.actor().name, reason, self.id],
        )?;
        cx.note_reason(self.id, "comment hidden", reason);
        Ok(())
    }

    /// Somebody else's comment is not there to be changed.
    fn must_be_of(&self, author: Id) -> Result<()> {
        if self.author == author { Ok(()) } else { Err(Error::NotFound) }
    }
    pub fn day(&self) -> String {
        crate::ui::day_of(&self.made_at)
    }
}

/// What somebody says in a few words: not nothing, and no longer than the rule has it.
pub fn few_words<'a>(cx: &Reader, field: &str, text: &'a str) -> Result<&'a str> {
    let text = text.trim();
    let most = rulebook::book(cx)?.at(cx.today()).get(keys::WORDS_MAX);
    match text.chars().count() as i64 {
        0 => Err(Error::field(field, "请写几句。", "Write a few words.")),
        n if n > most => {
            Err(Error::field(field, format!("最多 {most} 个字，现在有 {n} 个。"), format!("At most {most} characters; there are {n}.")))
        }
        _ => Ok(text),
    }
}

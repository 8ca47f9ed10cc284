//! A member's own word on what should be put right. Somebody decides, and says why.

use super::{Entry, Member};
use kernel::{Error, Id, Noun, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Open,
    Accepted,
    Declined,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Correction {
    pub id: Id,
    pub member: Id,
    /// The name of the fact; another word or none where the wish says it in plain words.
    pub field: String,
    wish: Vec<u8>,
    pub state: Verdict,
    pub asked_at: String,
    pub decided_at: Option<String>,
    pub decided_by: String,
    pub answer: String,
}
impl Noun for Correction {
    const TABLE: &'static str = "corrections";
}

/// What a member may ask to have put right.
pub const FIELDS: [&str; 12] =
    ["name", "sex", "birth", "id_no", "phone", "education", "joined", "became_full", "employment", "unit", "home", "lives_at"];

impl Correction {
    /// What waits, the oldest first.
    pub fn open(cx: &Reader, most: i64) -> Result<Vec<Correction>> {
        cx.all("select * from {corrections} c where c.state = 'open' order by c.asked_at, c.id limit $1", args![most])
    }

    pub fn of_member(cx: &Reader, member: Id, most: i64) -> Result<Vec<Correction>> {
        cx.all("select * from {corrections} c where c.member = $1 order by c.asked_at desc, c.id desc limit $2", args![member, most])
    }

    /// The member asks. `field` is the name of a fact, or `other`.
    pub fn ask(cx: &Writer, member: &Member, field: &str, wish: &str) -> Result<Id> {
        let wish = wish.trim();
        if wish.is_empty() {
            return Err(Error::field("wish", "请写明哪里不对、应该是什么。", "Say what is wrong and what it should be."));
        }
        let field = FIELDS.into_iter().find(|f| *f == field).unwrap_or("other");
        let id = cx.new_id();
        cx.run(
            "insert into {corrections} (id, member, path, field, wish, state, asked_at, decided_by, answer) values ($1, $2, $3, $4, $5, 'open', $6, '', '')",
            args![id, member.id, &member.path, field, cx.seal(spot(id), wish)?, cx.now()],
        )?;
        cx.note(member.id, format!("asked to correct {field}"));
        Ok(id)
    }

    /// Whether it is about one fact, and not in plain words.
    pub fn names_a_fact(&self) -> bool {
        FIELDS.contains(&self.field.as_str())
    }

    /// What the member wrote; it may hold a number that is hidden elsewhere.
    pub fn wish(&self, cx: &Reader) -> Result<String> {
        cx.unseal(spot(self.id), &self.wish)
    }

    /// The member is right. With a `value` the fact is put right here and now, the one that the
    /// member named or, of a wish in plain words, the `field` it means; without a value somebody
    /// has done it, or does it by hand.
    pub fn accept(&self, cx: &Writer, field: &str, value: &str, answer: &str) -> Result<()> {
        let member: Member = cx.find(self.member)?;
        if !value.trim().is_empty() {
            let field = if self.names_a_fact() { &self.field } else { field };
            let field = FIELDS
                .iter()
                .find(|f| **f == field)
                .ok_or_else(|| Error::field("field", "请选择改哪一项。", "Choose which fact it is."))?;
            let typed = serde_json::from_value::<Entry>(serde_json::json!({ (*field): value }))?;
            let old = member.facts(cx)?;
            let new = typed.onto(cx, &old, Some(member.id)).map_err(beside_value)?;
            member.change(cx, &new, "correction", None)?;
        }
        self.decide(cx, Verdict::Accepted, answer)
    }

    /// It stays as it is; the answer says why.
    pub fn decline(&self, cx: &Writer, answer: &str) -> Result<()> {
        if answer.trim().is_empty() {
            return Err(Error::field("answer", "请写明为什么不改，本人会看到。", "Say why it stays; the member reads it."));
        }
        self.decide(cx, Verdict::Declined, answer)
    }

    fn decide(&self, cx: &Writer, verdict: Verdict, answer: &str) -> Result<()> {
        if self.state != Verdict::Open {
            return Err(Error::rule("correction_decided", "这条请求已经处理过了。", "This has been decided already."));
        }
        let state = if verdict == Verdict::Accepted { "accepted" } else { "declined" };
        cx.run_one(
            "update {corrections} set state = $1, decided_at = $2, decided_by = $3, answer = $4 where id = $5",
            args![state, cx.now(), &cx.actor().name, answer.trim(), self.id],
        )?;
        cx.note(self.member, format!("correction of {} {state}", self.field));
        Ok(())
    }
}

/// The form of a decision has one field for the value, whatever fact it is for.
pub(super) fn beside_value(error: Error) -> Error {
    match error {
        Error::Invalid(mut fields) => {
            for f in &mut fields {
                f.field = "value".into();
            }
            Error::Invalid(fields)
        }
        other => other,
    }
}

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "corrections", column: "wish", row }
}

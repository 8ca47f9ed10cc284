//! Minutes of an activity: a draft that is worked on, put down once, and corrected by a version after
//! it; what was put down stays as it was. Decisions, and things to do with who and until when.

use super::Kept;
use crate::activities::Activity;
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Minutes {
    pub id: Id,
    pub path: String,
    pub activity: Id,
    /// From 1.
    pub version: i64,
    pub body: String,
    /// One a line.
    pub decisions: String,
    pub file_name: String,
    #[serde(skip_serializing)]
    content: String,
    file_kind: String,
    pub made_at: String,
    pub made_by: String,
    pub put_down_at: Option<String>,
    pub put_down_by: String,
}
impl Noun for Minutes {
    const TABLE: &'static str = "minutes";
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Todo {
    pub what: String,
    pub who: String,
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
}

/// `record`, `decisions`, and `what.<n>`, `who.<n>`, `due.<n>` of each thing to do.
pub type Typed = BTreeMap<String, String>;

impl Minutes {
    /// Every version, the newest first; members read those that were put down.
    pub fn of_activity(cx: &Reader, activity: Id) -> Result<Vec<Minutes>> {
        let all: Vec<Minutes> = cx.all("select m.* from {minutes} m where m.activity = $1 order by m.version desc", args![activity])?;
        let drafts = cx.may("ebranch.edit");
        Ok(all.into_iter().filter(|m| drafts || !m.is_draft()).collect())
    }

    pub fn read(cx: &Reader, id: Id) -> Result<Minutes> {
        let minutes: Minutes = cx.find(id)?;
        if minutes.is_draft() && !cx.may("ebranch.edit") { Err(Error::NotFound) } else { Ok(minutes) }
    }

    /// Put down since a moment, the newest first, with the activity's title.
    pub fn since(cx: &Reader, moment: &str) -> Result<Vec<(Id, String, String)>> {
        cx.all(
            "select m.id, a.title, m.put_down_at from {minutes} m join {activities} a on a.tenant = m.tenant and a.id = m.activity \
             where m.put_down_at >= $1 order by m.put_down_at desc, m.id desc limit 30",
            args![moment],
        )
    }

    /// Works on the draft; where the last version was put down, begins the one that corrects it. A
    /// file that is not given again stays.
    pub fn write(cx: &Writer, activity: &Activity, typed: &Typed, kept: Kept) -> Result<Minutes> {
        let said = |name: &str| typed.get(name).map_or("", |text| text.trim());
        let todos = todos(typed)?;
        let last = Minutes::of_activity(cx, activity.id)?.into_iter().next();
        let draft = last.as_ref().filter(|m| m.is_draft());
        let kept = if kept.is_some() { kept } else { draft.map(Minutes::file).unwrap_or_default() };
        if said("record").is_empty() && !kept.is_some() {
            return Err(Error::field("record", "请写记录，或放一个文件。", "Write the minutes, or put a file in."));
        }
        let (id, version) = match (draft, &last) {
            (Some(draft), _) => (draft.id, draft.version),
            (None, last) => (cx.new_id(), last.as_ref().map_or(1, |m| m.version + 1)),
        };
        cx.run(
            "insert into {minutes} (id, path, activity, version, body, decisions, file_name, content, file_kind, made_at, made_by, put_down_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '') on conflict (id) do update set body = excluded.body, decisions = excluded.decisions, \
             file_name = excluded.file_name, content = excluded.content, file_kind = excluded.file_kind, made_at = excluded.made_at, made_by = excluded.made_by",
            args![id, &activity.path, activity.id, version, said("record"), said("decisions"), &kept.file_name, &kept.content, &kept.file_kind, cx.now(), &cx.actor().name],
        )?;
        cx.run("delete from {todos} where minutes = $1", args![id])?;
        for (position, todo) in todos.iter().enumerate() {
            let one = "insert into {todos} (id, path, minutes, position, what, who, due_on) values ($1, $2, $3, $4, $5, $6, $7)";
            cx.run(one, args![cx.new_id(), &activity.path, id, position as i64, &todo.what, &todo.who, todo.due_on])?;
        }
        cx.note(activity.id, format!("minutes {version} drafted"));
        cx.find(id)
    }

    /// From now on it is read by the branch, and stays as it is.
    pub fn put_down(&self, cx: &Writer) -> Result<()> {
        if !self.is_draft() {
            return Err(Error::rule(
                "minutes_put_down",
                "这份记录已经定稿。要更正，请另写一版。",
                "These minutes are put down. Correct them by a new version.",
            ));
        }
        cx.run_one("update {minutes} set put_down_at = $1, put_down_by = $2 where id = $3", args![cx.now(), &cx.actor().name, self.id])?;
        cx.note(self.activity, format!("minutes {} put down", self.version));
        Ok(())
    }

    pub fn todos(&self, cx: &Reader) -> Result<Vec<Todo>> {
        cx.all("select t.what, t.who, t.due_on from {todos} t where t.minutes = $1 order by t.position", args![self.id])
    }

    pub fn is_draft(&self) -> bool {
        self.put_down_at.is_none()
    }
    pub fn file(&self) -> Kept {
        Kept { file_name: self.file_name.clone(), content: self.content.clone(), file_kind: self.file_kind.clone(), bytes: 0 }
    }
    pub fn words(&self) -> String {
        let at = self.put_down_at.as_deref().unwrap_or(&self.made_at);
        let by = if self.is_draft() { &self.made_by } else { &self.put_down_by };
        kernel::say!("第 {} 版 · {} · {by}", "Version {} · {} · {by}", self.version, crate::ui::day_of(at))
    }
}

impl Todo {
    /// The last day as people write it.
    pub fn due_words(&self) -> Option<String> {
        self.due_on.map(crate::ui::day)
    }
}

/// The things to do that were typed; each has somebody who does it.
fn todos(typed: &Typed) -> Result<Vec<Todo>> {
    let mut numbers: Vec<u32> = typed.keys().filter_map(|key| key.strip_prefix("what.")?.parse().ok()).collect();
    numbers.sort_unstable();
    let said = |name: &str, n: u32| typed.get(&format!("{name}.{n}")).map_or("", |text| text.trim());
    let mut todos = vec![];
    for n in numbers {
        let (what, who, due) = (said("what", n), said("who", n), said("due", n));
        match (what, who) {
            ("", "") => continue,
            ("", _) => return Err(Error::field(&format!("what.{n}"), "请写要办什么。", "Say what is to be done.")),
            (_, "") => return Err(Error::field(&format!("who.{n}"), "请写谁来办。", "Say who does it.")),
            _ => {}
        }
        let due_on = if due.is_empty() {
            None
        } else {
            Some(due.parse().map_err(|_| Error::field(&format!("due.{n}"), "请填写日期。", "Give the day."))?)
        };
        todos.push(Todo { what: what.into(), who: who.into(), due_on });
    }
    Ok(todos)
}

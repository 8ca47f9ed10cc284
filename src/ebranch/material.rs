//! A material: a title, and a text, a link or a file, or several of them; of a branch as a whole or of
//! one activity. It can be taken away with a reason; nobody counts who has read it.

use super::Kept;
use crate::{activities::Activity, orgs::Org};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Material {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub activity: Option<Id>,
    pub title: String,
    pub body: String,
    pub url: String,
    pub file_name: String,
    #[serde(skip_serializing)]
    content: String,
    file_kind: String,
    bytes: i64,
    pub made_at: String,
    pub made_by: String,
    pub removed_at: Option<String>,
    pub reason: String,
}
impl Noun for Material {
    const TABLE: &'static str = "materials";
}

/// What a secretary types.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewMaterial {
    pub title: String,
    pub text: String,
    /// https or http
    pub link: String,
    /// The activity it is for; empty for the branch as a whole.
    pub activity: String,
}

const STANDS: &str = "select m.* from {materials} m where m.removed_at is null";

impl NewMaterial {
    pub fn checked(&self, has_file: bool) -> Result<()> {
        if self.title.trim().is_empty() {
            return Err(Error::field("title", "请写标题。", "Give it a title."));
        }
        if !self.link.trim().is_empty() {
            is_link("link", self.link.trim(), &["https://", "http://"])?;
        }
        if self.text.trim().is_empty() && self.link.trim().is_empty() && !has_file {
            return Err(Error::field("text", "请写文字、放链接或文件，至少一样。", "Write a text, or give a link or a file."));
        }
        Ok(())
    }
}

/// A link that can be followed: one of the beginnings, a host, no blanks and no sign-in in it.
pub fn is_link(field: &str, url: &str, begins: &[&str]) -> Result<()> {
    let host = begins.iter().find_map(|b| url.strip_prefix(b)).map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    match host {
        Some(host) if !host.is_empty() && !host.contains('@') && !url.contains(char::is_whitespace) && !url.contains(['"', '<', '>']) => {
            Ok(())
        }
        _ => Err(Error::field(field, format!("链接要以 {} 开头。", begins[0]), format!("A link begins with {}.", begins[0]))),
    }
}

/// The activity that a form names; it must be this organisation's.
pub fn activity_of(cx: &Reader, org: &Org, typed: &str) -> Result<Option<Activity>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let activity: Activity = cx.find(typed.trim().parse().map_err(|_| Error::NotFound)?)?;
    if activity.org == org.id { Ok(Some(activity)) } else { Err(Error::NotFound) }
}

impl Material {
    pub fn put(cx: &Writer, org: &Org, new: &NewMaterial, kept: &Kept) -> Result<Material> {
        new.checked(kept.is_some())?;
        let activity = activity_of(cx, org, &new.activity)?;
        let id = cx.new_id();
        cx.run(
            "insert into {materials} (id, path, org, activity, title, body, url, file_name, content, file_kind, bytes, made_at, made_by, removed_by, reason) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '')",
            args![
                id, &org.path, org.id, activity.map(|a| a.id), new.title.trim(), new.text.trim(), new.link.trim(), &kept.file_name, &kept.content, &kept.file_kind,
                kept.bytes, cx.now(), &cx.actor().name
            ],
        )?;
        cx.note(id, format!("material of {}", org.name));
        cx.find(id)
    }

    /// One that was not taken away.
    pub fn read(cx: &Reader, id: Id) -> Result<Material> {
        let material: Material = cx.find(id)?;
        if material.removed_at.is_some() && !cx.may("ebranch.edit") { Err(Error::NotFound) } else { Ok(material) }
    }

    /// The newest of an organisation, without those of its activities.
    pub fn of_org(cx: &Reader, org: &Org) -> Result<Vec<Material>> {
        cx.all(&format!("{STANDS} and m.path = $1 and m.activity is null order by m.made_at desc, m.id desc limit 100"), args![&org.path])
    }

    pub fn of_activity(cx: &Reader, activity: Id) -> Result<Vec<Material>> {
        cx.all(&format!("{STANDS} and m.activity = $1 order by m.made_at, m.id"), args![activity])
    }

    /// All that the caller may read, put in since a moment, the newest first.
    pub fn since(cx: &Reader, moment: &str) -> Result<Vec<Material>> {
        cx.all(&format!("{STANDS} and m.made_at >= $1 order by m.made_at desc, m.id desc limit 50"), args![moment])
    }

    pub fn remove(&self, cx: &Writer, reason: &str) -> Result<()> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", "请写明为什么撤下。", "Say why it is taken away."));
        }
        cx.run_one(
            "update {materials} set removed_at = $1, removed_by = $2, reason = $3 where id = $4 and removed_at is null",
            args![cx.now(), &cx.actor().name, reason, self.id],
        )?;
        cx.note_reason(self.id, "material taken away", reason);
        Ok(())
    }

    pub fn file(&self) -> Kept {
        Kept { file_name: self.file_name.clone(), content: self.content.clone(), file_kind: self.file_kind.clone(), bytes: self.bytes }
    }
    pub fn day(&self) -> String {
        crate::ui::day_of(&self.made_at)
    }
}

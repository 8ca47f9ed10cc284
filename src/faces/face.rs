//! The face itself: whether it is switched on, the words at its top, and its short address.

use super::news::is_without_numbers;
use crate::orgs::Org;
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Face {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// `/b/{slug}`; without one the id of the organisation stands there.
    pub slug: Option<String>,
    /// What the organisation does, in its own words.
    pub about: String,
    pub switched_on_at: Option<String>,
    pub changed_at: String,
    pub changed_by: String,
}
impl Noun for Face {
    const TABLE: &'static str = "faces";
}

/// What a secretary sets.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Setting {
    pub about: String,
    pub slug: String,
    /// `yes` switches it on.
    pub on: String,
}

impl Face {
    pub fn of(cx: &Reader, org: Id) -> Result<Option<Face>> {
        cx.maybe("select f.* from {faces} f where f.org = $1", args![org])
    }

    /// The face behind an address, if it is switched on.
    pub fn shown(cx: &Reader, address: &str) -> Result<Face> {
        let on = "select f.* from {faces} f where f.switched_on_at is not null and";
        match address.parse::<Id>() {
            Ok(org) => cx.one(&format!("{on} f.org = $1"), args![org]),
            Err(_) => cx.one(&format!("{on} f.slug = $1"), args![address]),
        }
    }

    pub fn all_shown(cx: &Reader) -> Result<Vec<(Face, Org)>> {
        let faces: Vec<Face> = cx.all("select f.* from {faces} f where f.switched_on_at is not null order by f.path", args![])?;
        let with_org = |face: Face| Ok(cx.find::<Org>(face.org)?).map(|org| (face, org));
        Ok(faces.into_iter().map(with_org).collect::<Result<Vec<_>>>()?.into_iter().filter(|f| f.1.closed_at.is_none()).collect())
    }

    pub fn set(cx: &Writer, org: &Org, new: &Setting) -> Result<()> {
        is_without_numbers("about", &new.about)?;
        let slug = slug(new.slug.trim())?;
        if let Some(slug) = &slug {
            let all = cx.beyond_scope("an address belongs to one organisation in the whole house");
            let taken: Option<Id> = all.maybe("select f.org from {faces} f where f.slug = $1", args![slug.as_str()])?;
            if taken.is_some_and(|t| t != org.id) {
                return Err(Error::field("slug", "这个地址已经有别的组织用了。", "Another organisation has this address."));
            }
        }
        let before = Face::of(cx, org.id)?.and_then(|f| f.switched_on_at);
        let on = if new.on == "yes" { before.or_else(|| Some(cx.now())) } else { None };
        cx.run(
            "insert into {faces} (id, path, org, slug, about, switched_on_at, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (org) do update set slug = excluded.slug, about = excluded.about, switched_on_at = excluded.switched_on_at, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
            args![cx.new_id(), &org.path, org.id, slug, new.about.trim(), &on, cx.now(), &cx.actor().name],
        )?;
        cx.note(org.id, if on.is_some() { "public face on" } else { "public face off" });
        Ok(())
    }

    pub fn url(&self) -> String {
        format!("/b/{}", self.slug.clone().unwrap_or_else(|| self.org.to_string()))
    }
}

/// A short address: small letters, figures and hyphens, and nothing that could be an id.
fn slug(typed: &str) -> Result<Option<String>> {
    let fits = typed.len() <= 40
        && typed.parse::<Id>().is_err()
        && typed.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    match (typed.is_empty(), fits) {
        (true, _) => Ok(None),
        (_, true) => Ok(Some(typed.into())),
        _ => {
            Err(Error::field("slug", "只能用小写字母、数字和短横线，最多 40 个。", "Small letters, figures and hyphens only, 40 at most."))
        }
    }
}

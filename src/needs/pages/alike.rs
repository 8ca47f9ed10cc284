//! While a need is being typed: what may be the same. It warns and stops nothing.

use crate::{
    needs::{
        Entry, View,
        alike::{Alike, Described, alike},
    },
    orgs::Org,
    skills::{Skills, parted},
};
use askama::Template;
use kernel::{Cx, Id, Page, Query, Reader, Reply, Result, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "needs/alike.html")]
pub struct AlikeNeeds {
    pub alike: Vec<Alike>,
    /// The need itself, where it stands already and can be closed as the same.
    pub of: Option<Id>,
}
impl Page for AlikeNeeds {
    fn title(&self) -> String {
        t("可能是同一件", "May be the same").into()
    }
}

pub fn show(cx: &Cx<View>, Query(typed): Query<Entry>) -> Result<Reply<AlikeNeeds>> {
    let found = if typed.what.trim().is_empty() { vec![] } else { alike(cx, community(cx, typed.org)?, &described(cx, &typed)?)? };
    Reply::show(AlikeNeeds { alike: found, of: None })
}

fn community(cx: &Reader, org: Option<Id>) -> Result<Id> {
    org.map_or_else(|| Ok(Org::top(cx)?.id), Ok)
}

fn described(cx: &Reader, typed: &Entry) -> Result<Described> {
    Ok(Described {
        what: typed.what.clone(),
        place: typed.place.clone(),
        building: typed.building.parse().ok(),
        skills: Skills::of(cx)?.sorted(&parted(&typed.skills)),
        on: cx.today(),
    })
}

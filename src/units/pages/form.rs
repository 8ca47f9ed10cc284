//! Entering a unit, and changing its facts.

use crate::{
    orgs::Org,
    people::mask_phone,
    units::{Edit, Entry, Facts, KINDS, Unit, View},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "units/form.html")]
pub struct UnitForm {
    pub unit: Unit,
    /// Masked.
    pub phone: String,
    /// Heads of columns that no rule knows.
    pub extra: Vec<String>,
}
impl Page for UnitForm {
    fn title(&self) -> String {
        say!("修改：{}", "Edit: {}", self.unit.name)
    }
}

pub fn edit(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<UnitForm>> {
    let unit: Unit = cx.find(id)?;
    let facts = unit.facts(cx)?;
    let phone = facts.phone.as_deref().map(mask_phone).unwrap_or_default();
    Reply::show(UnitForm { phone, extra: facts.extra.into_keys().collect(), unit })
}

pub fn enter(cx: &Cx<Edit>, Input(entry): Input<Entry>) -> Acted {
    let org: Org = cx.find(entry.org.ok_or_else(|| Error::field("org", "请选择所在组织。", "Choose where it belongs."))?)?;
    let facts = entry.onto(cx, &Facts::default(), None)?;
    let id = Unit::enter(cx, &org, &facts, None)?;
    said(format!("/units/{id}"), say!("“{}”记下了。", "“{}” is entered.", facts.name))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let unit: Unit = cx.find(id)?;
    let old = unit.facts(cx)?;
    let new = entry.onto(cx, &old, Some(id))?;
    unit.change(cx, &new, None)?;
    cx.note(id, format!("edited {}", old.differences(&new).join(" ")));
    said(format!("/units/{id}"), t("记下了。", "Recorded."))
}

//! The link by which a unit's people report in: for whoever looks after the unit, and for its contact.

use crate::{
    report_in::ReportLink,
    units::{Edit, Follows, Own, Unit, View},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Origin, Page, Path, Reader, Reply, Result, Writer, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "units/link.html")]
pub struct UnitLink {
    pub unit: String,
    /// None while there is no link that is good.
    pub url: Option<String>,
    /// The same as an SVG.
    #[serde(skip)]
    qr: String,
    pub until: String,
    /// Where the acts on it are.
    #[serde(skip)]
    here: String,
    #[serde(skip)]
    back: String,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for UnitLink {
    fn title(&self) -> String {
        t("报到链接", "Link to report in").into()
    }
}

impl UnitLink {
    fn of(cx: &Reader, unit: Unit, base: &str, (here, back): (String, String), may_edit: bool) -> Result<UnitLink> {
        let link = ReportLink::of(cx, unit.id)?;
        let url = link.as_ref().map(|link| link.url(cx, base));
        let qr = url.as_deref().map(documents::qr_svg).transpose().map_err(|e| Error::Internal(e.into()))?;
        let until = link.map(|link| crate::ui::day_of(&link.good_until)).unwrap_or_default();
        Ok(UnitLink { unit: unit.name, url, qr: qr.unwrap_or_default(), until, here, back, may_edit })
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, from: Origin) -> Result<Reply<UnitLink>> {
    let pages = (format!("/units/{id}/link"), format!("/units/{id}"));
    Reply::show(UnitLink::of(cx, cx.find(id)?, &from.base, pages, cx.may("units.edit"))?)
}

pub fn own(cx: &Cx<Own>, from: Origin) -> Result<Reply<UnitLink>> {
    let pages = ("/unit/link".to_owned(), "/unit/people".to_owned());
    Reply::show(UnitLink::of(cx, Unit::own(cx)?, &from.base, pages, true)?)
}

pub fn make(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    made(cx, cx.find(id)?, format!("/units/{id}/link"))
}

pub fn make_own(cx: &Cx<Follows>) -> Acted {
    made(cx, Unit::own(cx)?, "/unit/link".into())
}

pub fn revoke(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    revoked(cx, cx.find(id)?, format!("/units/{id}/link"))
}

pub fn revoke_own(cx: &Cx<Follows>) -> Acted {
    revoked(cx, Unit::own(cx)?, "/unit/link".into())
}

fn made(cx: &Writer, unit: Unit, here: String) -> Acted {
    ReportLink::make(cx, &unit)?;
    said(here, t("链接做好了，以前的打不开了。", "The link is made; an older one opens nothing any more."))
}

fn revoked(cx: &Writer, unit: Unit, here: String) -> Acted {
    ReportLink::revoke(cx, &unit)?;
    said(here, t("作废了，这个链接打不开了。", "Revoked: the link opens nothing any more."))
}

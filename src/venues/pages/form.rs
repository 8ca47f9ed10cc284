//! Entering a venue, changing it, ending it, and showing it in public.

use crate::{
    orgs::Org,
    publicity::{Decides, Kind as Public, Publicity, Until},
    venues::{Counts, Edit, Enters, Entry, Hours, Kind, Venue},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, args, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "venues/form.html")]
pub struct VenueForm {
    pub venue: Option<Id>,
    pub org: Id,
    pub unit: String,
    pub name: String,
    pub kind: Kind,
    pub address: String,
    pub rules: String,
    pub capacity: i64,
    pub counts: Counts,
    pub hours: Hours,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    units: Vec<String>,
}
impl Page for VenueForm {
    fn title(&self) -> String {
        if self.venue.is_some() { t("修改场地", "Change a venue") } else { t("登记场地", "Enter a venue") }.into()
    }
}

impl VenueForm {
    fn of(cx: &Reader, venue: Option<&Venue>) -> Result<VenueForm> {
        let top = Org::top(cx)?.id;
        let text = |of: fn(&Venue) -> &String| venue.map(of).cloned().unwrap_or_default();
        Ok(VenueForm {
            venue: venue.map(|v| v.id),
            org: venue.map_or(top, |v| v.org),
            unit: text(|v| &v.unit_name),
            name: text(|v| &v.name),
            kind: venue.map(|v| v.kind).unwrap_or_default(),
            address: text(|v| &v.address),
            rules: text(|v| &v.rules),
            capacity: venue.map_or(1, |v| v.capacity),
            counts: venue.map(|v| v.counts).unwrap_or_default(),
            hours: venue.map(|v| v.hours.clone()).unwrap_or_default(),
            orgs: Org::tree(cx)?,
            units: cx.all("select u.name from {units} u order by u.path, u.name", args![])?,
        })
    }
    fn url(&self) -> String {
        self.venue.map_or_else(|| "/venues".into(), url)
    }
}

pub fn url(id: Id) -> String {
    format!("/venues/{id}")
}

pub fn new(cx: &Cx<Enters>) -> Result<Reply<VenueForm>> {
    Reply::show(VenueForm::of(cx, None)?)
}

pub fn edit(cx: &Cx<Enters>, Path(id): Path<Id>) -> Result<Reply<VenueForm>> {
    Reply::show(VenueForm::of(cx, Some(&cx.find(id)?))?)
}

pub fn enter(cx: &Cx<Edit>, Input(entry): Input<Entry>) -> Acted {
    let id = Venue::enter(cx, &entry.checked(cx)?)?;
    said(url(id), t("登记好了，可以预订了。", "Entered; it can be booked now."))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let venue: Venue = cx.find(id)?;
    venue.change(cx, &Entry { org: entry.org.or(Some(venue.org)), ..entry }.checked(cx)?)?;
    said(url(id), t("记下了。", "Recorded."))
}

pub fn end(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    cx.find::<Venue>(id)?.close(cx)?;
    said("/venues", t("停用了。", "It is not in use any more."))
}

/// Its name, hours, rules and open days; nobody is named.
pub fn open(cx: &Cx<Decides>, Path(id): Path<Id>, Input(until): Input<Until>) -> Acted {
    let venue: Venue = cx.find(id)?;
    venue.must_be_in_use()?;
    Publicity::put(cx, &venue.path, Public::Venue, id, &venue.name, until.checked(cx)?, &[])?;
    said(url(id), t("公开了，组织的公开页上看得到。", "Public: it stands on the organisation’s public face."))
}

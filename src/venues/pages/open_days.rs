//! The open days ahead: proposed in turn, with why it is whose turn; changed, set, called off.

use crate::{
    activities::{Choice, choices, chosen_org},
    orgs::Org,
    rulebook::{self, calendar::Calendar},
    venues::{Changed, Edit, OpenDay, Proposal, Rota, Stage, Venue, View},
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "venues/open_days.html")]
pub struct OpenDays {
    pub org: Id,
    pub org_name: String,
    pub orgs: Vec<Choice>,
    pub days: Vec<Line>,
    pub proposed: usize,
    /// Venues of units that the organisation looks after.
    pub venues: Vec<Venue>,
    /// The book has the holidays of every year that is shown.
    pub holidays_known: bool,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    today: String,
}
impl Page for OpenDays {
    fn title(&self) -> String {
        say!("单位开放日 · {}", "Open days: {}", self.org_name)
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    pub open_day: OpenDay,
    pub venue: String,
    pub unit: String,
    /// Why it is their turn.
    pub reason: String,
    /// The holiday that it falls on.
    pub holiday: Option<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    pub org: Option<String>,
}

pub fn list(cx: &Cx<View>, Query(of): Query<Of>) -> Result<Reply<OpenDays>> {
    let (org, book) = (chosen_org(cx, of.org.as_deref())?, rulebook::book(cx)?);
    let calendar = Calendar::of(book.at(cx.today()));
    let days: Vec<Line> = OpenDay::ahead(cx, &org.path, cx.today())?.into_iter().map(|d| line(cx, &calendar, d)).collect::<Result<_>>()?;
    Reply::show(OpenDays {
        orgs: choices(cx, org.id)?,
        proposed: days.iter().filter(|d| d.open_day.state == Stage::Proposed).count(),
        venues: Venue::of_org(cx, &org)?.into_iter().filter(|v| v.unit.is_some()).collect(),
        holidays_known: days.iter().map(|d| d.open_day.day.year()).chain([cx.today().year()]).all(|year| calendar.knows(year)),
        may_edit: cx.may("venues.edit"),
        today: cx.today().to_string(),
        org: org.id,
        org_name: org.name,
        days,
    })
}

fn line(cx: &Reader, calendar: &Calendar, open_day: OpenDay) -> Result<Line> {
    let reason = match open_day.before(cx)? {
        Some(day) => say!("这个单位上一次是 {}", "the unit’s last was {}", crate::ui::short_day(day)),
        None => t("这个单位还没有开放过", "the unit has had none yet").to_owned(),
    };
    let venue: Venue = cx.find(open_day.venue)?;
    Ok(Line {
        venue: venue.name,
        unit: venue.unit_name,
        holiday: calendar.holiday(open_day.day).map(|h| t(&h.zh, &h.en).to_owned()),
        reason,
        open_day,
    })
}

fn url(org: Id) -> String {
    format!("/open-days?org={org}")
}

pub fn propose(cx: &Cx<Edit>, Input(rota): Input<Rota>) -> Acted {
    let proposal = OpenDay::propose(cx, &rota)?;
    said(url(rota.org.ok_or(Error::NotFound)?), proposal.words())
}

/// All that is proposed, or one.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Setting {
    pub org: Id,
    #[serde(default)]
    pub open_day: Option<Id>,
}

pub fn set(cx: &Cx<Edit>, Input(setting): Input<Setting>) -> Acted {
    let org: Org = cx.find(setting.org)?;
    let set = OpenDay::set(cx, &org, setting.open_day)?;
    said(url(org.id), say!("定了 {set} 个开放日。", "{set} open days are set."))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(new): Input<Changed>) -> Acted {
    let open_day: OpenDay = cx.find(id)?;
    open_day.change(cx, &new)?;
    said(url(open_day.org), t("改好了。", "Changed."))
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reason {
    pub reason: String,
}

pub fn call_off(cx: &Cx<Edit>, Path(id): Path<Id>, Input(typed): Input<Reason>) -> Acted {
    let open_day: OpenDay = cx.find(id)?;
    open_day.call_off(cx, &typed.reason)?;
    said(url(open_day.org), t("取消了。", "Called off."))
}

impl Proposal {
    fn words(&self) -> String {
        let join = |days: Vec<String>| days.join(t("、", ", "));
        let off = join(self.holidays.iter().map(|(day, name)| format!("{} {name}", crate::ui::short_day(*day))).collect());
        let shut = join(self.nobody.iter().map(|day: &Date| crate::ui::short_day(*day)).collect());
        let parts = [
            (true, say!("轮流排了 {} 个，请看一看再定。", "Proposed {} in turn; look and set them.", self.made)),
            (!self.holidays.is_empty(), say!("放假不排：{off}。", "Holidays left out: {off}.")),
            (!self.nobody.is_empty(), say!("这些天没有单位的场地开门：{shut}。", "No venue is open on {shut}.")),
        ];
        parts.into_iter().filter(|p| p.0).map(|p| p.1).collect::<Vec<_>>().join(t("", " "))
    }
}

//! What a unit's contact opens: the published plan of the month, and the notices to the unit.

use super::{Follow, Notice, Opens, PlanPrint};
use crate::{
    activities::{Activity, month_code, month_words, read_month},
    bulletins::{PDF, typeset},
    orgs::Org,
    rulebook,
};
use askama::Template;
use documents::{Column, Paper, Table};
use jiff::{ToSpan, civil::Date};
use kernel::{Acted, Cx, Download, Error, Id, Lang, Page, Path, Query, Reader, Reply, Result, args, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The published plan of the subtree, to be read by a unit's contact.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/unit.html")]
pub struct UnitPlan {
    pub org_name: String,
    pub month_words: String,
    /// As `2026-11`.
    pub month: String,
    pub before: String,
    pub after: String,
    pub activities: Vec<Planned>,
    pub notices: Vec<ToUnit>,
    /// Letters to the unit that nobody there has read.
    pub letters: i64,
    /// Meetings it is invited to and has not said who comes.
    pub meetings: i64,
}
impl Page for UnitPlan {
    fn title(&self) -> String {
        self.month_words.clone()
    }
}

/// What is held, and by whom.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Planned {
    #[serde(flatten)]
    pub activity: Activity,
    pub organisation: String,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct When {
    pub month: String,
}

pub fn follow(cx: &Cx<Follow>, Query(when): Query<When>) -> Result<Reply<UnitPlan>> {
    Reply::show(UnitPlan::of(cx, &when)?)
}

pub fn plan_pdf(cx: &Cx<PlanPrint>, Query(when): Query<When>) -> Result<Download> {
    let plan = UnitPlan::of(cx, &when)?;
    let title = format!("{} {}", plan.org_name, plan.month_words);
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let heads = [t("活动", "Activity"), t("组织", "Organisation"), t("日期", "Day"), t("地点", "Place")];
    let rows = plan.activities.into_iter().fold(Table::new(heads.map(Column::left)), |table, Planned { activity: a, organisation }| {
        table.row([a.title, organisation, format!("{} {}", crate::ui::day(a.day), a.starts), a.place])
    });
    let paper = Paper::new(lang, &title, cx.today()).table(rows);
    Ok(Download { name: format!("{title}.pdf"), mime: PDF, bytes: typeset(&paper)?, inline: true })
}

impl UnitPlan {
    fn of(cx: &Reader, when: &When) -> Result<UnitPlan> {
        let month = if when.month.is_empty() { cx.today().first_of_month() } else { read_month(&when.month)? };
        let org = Org::top(cx)?;
        let activities = planned(cx, (month, month.last_of_month()))?;
        let (before, after) = (month_code(month - 1.month()), month_code(month + 1.month()));
        let notices = to_units(cx)?;
        let (month, words) = (month_code(month), month_words(month));
        Ok(UnitPlan {
            letters: crate::letters::unread(cx)?,
            meetings: crate::joint_meetings::unanswered(cx)?,
            notices,
            org_name: org.name,
            month_words: words,
            month,
            before,
            after,
            activities,
        })
    }
}

/// What is published of these days where the unit's people reported in, and above; of everything that the contact
/// may see where nobody reported in yet.
fn planned(cx: &Reader, days: (Date, Date)) -> Result<Vec<Planned>> {
    let (top, orgs) = (Org::top(cx)?, Org::tree(cx)?);
    let near: Vec<String> = cx.all(
        "select distinct r.path from {report_ins} r where r.unit = $1 and r.state = 'accepted' order by r.path",
        args![cx.actor().person],
    )?;
    let concerns = |path: &str| near.is_empty() || near.iter().any(|n| path.starts_with(n.as_str()) || n.starts_with(path));
    let published = Activity::between(cx, &top.path, days, "'planned', 'held'")?;
    let rules = rulebook::book(cx)?;
    let ours = published.into_iter().filter(|a| a.is_for_units(rules.at(cx.today())) && concerns(&a.path));
    let name = |a: &Activity| orgs.iter().find(|o| o.id == a.org).map_or(String::new(), |o| o.name.clone());
    Ok(ours.map(|activity| Planned { organisation: name(&activity), activity }).collect())
}

/// A notice to the contact's unit.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ToUnit {
    pub id: Id,
    pub title: String,
    pub sent_at: String,
    pub unit: Id,
    pub state: String,
}

/// The units whose contact this is: the one the account was made for, or those that name the person.
fn to_units(cx: &Reader) -> Result<Vec<ToUnit>> {
    let me = cx.actor();
    cx.all(
        "select n.id, n.title, n.sent_at, u.id as unit, d.state from {units} u join {unit_deliveries} d on d.tenant = u.tenant and d.unit = u.id \
         join {notices} n on n.tenant = d.tenant and n.id = d.notice where d.state <> 'withdrawn' and (u.id = $1 or u.contact_person = $2) order by n.sent_at desc, n.id desc, u.id limit 30",
        args![me.person, &me.name],
    )
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/unit_notice.html")]
pub struct UnitNotice {
    pub notice: Notice,
}
impl Page for UnitNotice {
    fn title(&self) -> String {
        self.notice.title.clone()
    }
}

pub fn notice(cx: &Cx<Follow>, Path(id): Path<Id>) -> Result<Reply<UnitNotice>> {
    to_units(cx)?.iter().find(|n| n.id == id).ok_or(Error::NotFound)?;
    Reply::show(UnitNotice { notice: cx.find(id)? })
}

/// Opening it is an act of its own, so that looking at a page changes nothing.
pub fn read(cx: &Cx<Opens>, Path(id): Path<Id>) -> Acted {
    let mine: Vec<ToUnit> = to_units(cx)?.into_iter().filter(|n| n.id == id).collect();
    if mine.is_empty() {
        return Err(Error::NotFound);
    }
    for unread in mine.iter().filter(|n| n.state == "sent") {
        let seen = "update {unit_deliveries} set state = 'seen', reached_at = $1 where notice = $2 and unit = $3";
        cx.run(seen, args![cx.now(), id, unread.unit])?;
        cx.note(id, "opened by a unit's contact");
    }
    see(format!("/unit/notices/{id}"))
}

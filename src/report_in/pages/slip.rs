//! What the county's kit prints: the slip with its receipt for the unit (报到单、回执), the entry in the
//! register (报到登记表), and the roster of a community by unit (一览表).

use super::mine::mine;
use crate::{
    bulletins::{PDF, typeset},
    orgs::Org,
    report_in::{Filter, Line, Own, OwnPrint, Print, ReportIn, State, View},
    skills::{listed, name},
};
use askama::Template;
use documents::{Column, Lang, Paper, Table};
use kernel::{Cx, Download, Id, Page, Path, Query, Reader, Reply, Result, Shell, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// Nothing hidden stands on it: it is carried about and handed to the unit.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "report_in/slip.html")]
pub struct ReportSlip {
    pub name: String,
    pub sex: String,
    pub unit: String,
    pub community: String,
    pub estate: String,
    pub skills: String,
    pub available: String,
    pub post_wish: String,
    pub reported_on: String,
    pub state: State,
    /// The day of the community's answer, and what it said besides.
    pub answered_on: String,
    pub reason: String,
    #[serde(skip)]
    back: String,
}
impl Page for ReportSlip {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("报到单 · {}", "Slip: {}", self.name)
    }
}

impl ReportSlip {
    fn of(cx: &Reader, who: ReportIn, back: String) -> Result<ReportSlip> {
        let all = cx.beyond_scope("the answer to one's own report-in, wherever that was");
        let answer: Option<(String, String)> = all.maybe(
            "select a.occurred_on, a.reason from {report_in_acts} a where a.report_in = $1 and a.act in ('accepted', 'returned', 'left') order by a.occurred_on desc, a.id desc limit 1",
            args![who.id],
        )?;
        let (answered_on, reason) = answer.filter(|_| who.state != State::Reported).unwrap_or_default();
        Ok(ReportSlip {
            community: who.community(cx)?.name,
            skills: listed(&who.skills).iter().map(|s| name(s)).collect::<Vec<_>>().join(t("、", ", ")),
            name: who.name,
            sex: who.sex,
            unit: who.unit_name,
            estate: who.estate,
            available: who.available,
            post_wish: who.post_wish,
            reported_on: who.reported_on,
            state: who.state,
            answered_on,
            reason,
            back,
        })
    }

    fn facts(&self) -> Vec<(&'static str, &str)> {
        let all = [
            (t("姓名", "Name"), self.name.as_str()),
            (t("性别", "Sex"), crate::people::words::word(&self.sex)),
            (t("单位", "Unit"), &self.unit),
            (t("报到社区", "Community"), &self.community),
            (t("居住小区", "Estate"), &self.estate),
            (t("特长", "Skills"), &self.skills),
            (t("可服务时间", "Free"), &self.available),
            (t("想做的岗位", "Post wished for"), &self.post_wish),
            (t("报到日期", "Reported in on"), &self.reported_on),
        ];
        all.into_iter().filter(|f| !f.1.is_empty()).collect()
    }

    /// What the unit is told.
    fn receipt(&self) -> String {
        let (unit, name, community) = (&self.unit, &self.name, &self.community);
        let on = if self.answered_on.is_empty() { String::new() } else { crate::ui::day_of(&self.answered_on) };
        match self.state {
            State::Reported => say!(
                "{unit}党组织：{name}同志已到我社区报到，正在办理接收。",
                "To the Party organisation of {unit}: {name} has reported in at {community}; the answer follows."
            ),
            State::Accepted => say!(
                "{unit}党组织：{name}同志已于{on}由{community}接收。",
                "To the Party organisation of {unit}: {name} was accepted by {community} on {on}."
            ),
            State::Returned => say!(
                "{unit}党组织：{name}同志的报到已于{on}退回。理由：{}",
                "To the Party organisation of {unit}: {name} was sent back on {on}: {}",
                self.reason
            ),
            State::Left => say!(
                "{unit}党组织：{name}同志自{on}起不再在{community}报到。",
                "To the Party organisation of {unit}: {name} reports in at {community} no longer since {on}."
            ),
        }
    }

    fn download(&self, cx: &Reader) -> Result<Download> {
        let own = |facts: Paper| facts.facts(self.facts());
        let seal = [say!("{}（盖章）", "{} (seal)", self.community), t("年　　月　　日", "Date").to_owned()];
        let paper = own(Paper::new(lang(), t("在职党员报到单", "Slip of a member in service"), cx.today()))
            .sign_off([t("本人签名：　　　　　　", "Signature:").to_owned()])
            .heading(t("回执", "Receipt"))
            .paragraph(self.receipt())
            .sign_off(seal)
            .page_break()
            .heading(t("报到登记表", "Entry in the register"));
        let paper = own(paper).facts([(t("状态", "State"), self.state.name().here())]).table(blank_record());
        Ok(Download { name: format!("{}.pdf", self.title()), mime: PDF, bytes: typeset(&paper)?, inline: true })
    }
}

/// Lines for the pen: what was done, when, for how long (服务活动记录卡).
fn blank_record() -> Table {
    let heads = [t("日期", "Day"), t("服务内容", "Service"), t("时长", "Time"), t("社区签名", "Signed")];
    (0..8).fold(Table::new(heads.map(Column::left)).to_fill_in(), |table, _| table.row([""; 4]))
}

fn lang() -> Lang {
    if kernel::Lang::here() == kernel::Lang::Zh { Lang::Zh } else { Lang::En }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ReportSlip>> {
    Reply::show(ReportSlip::of(cx, cx.find(id)?, format!("/report-ins/{id}"))?)
}

pub fn pdf(cx: &Cx<Print>, Path(id): Path<Id>) -> Result<Download> {
    ReportSlip::of(cx, cx.find(id)?, String::new())?.download(cx)
}

fn mine_of(cx: &Reader) -> Result<ReportSlip> {
    ReportSlip::of(cx, mine(cx)?, "/me/report-in".into())
}

pub fn my_slip(cx: &Cx<Own>) -> Result<Reply<ReportSlip>> {
    Reply::show(mine_of(cx)?)
}

pub fn my_pdf(cx: &Cx<OwnPrint>) -> Result<Download> {
    mine_of(cx)?.download(cx)
}

/// Who reported in, by unit; of a community, or of all below.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "report_in/roster.html")]
pub struct ReportRoster {
    pub org: String,
    pub filter: Filter,
    pub units: Vec<OfUnit>,
    pub today: String,
}
impl Page for ReportRoster {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("{} 在职党员报到一览表", "Members who reported in, {}", self.org)
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OfUnit {
    /// Empty for those who named none.
    pub unit: String,
    pub people: Vec<Line>,
}

/// Lines read at once.
const BATCH: usize = 1000;

impl ReportRoster {
    fn of(cx: &Reader, filter: Filter) -> Result<ReportRoster> {
        let org = match filter.org.parse::<Id>() {
            Ok(id) => cx.find::<Org>(id)?,
            Err(_) => Org::top(cx)?,
        };
        let (mut all, mut from) = (vec![], filter.starting(""));
        loop {
            let (lines, next) = from.read(cx, BATCH)?;
            all.extend(lines);
            let Some(next) = next else { break };
            from.after = next;
        }
        all.sort_by(|a, b| (&a.unit_name, &a.path, &a.name).cmp(&(&b.unit_name, &b.path, &b.name)));
        let mut units: Vec<OfUnit> = vec![];
        for line in all {
            match units.last_mut() {
                Some(last) if last.unit == line.unit_name => last.people.push(line),
                _ => units.push(OfUnit { unit: line.unit_name.clone(), people: vec![line] }),
            }
        }
        Ok(ReportRoster { org: org.name, filter, units, today: crate::ui::day(cx.today()) })
    }

    fn count(&self) -> usize {
        self.units.iter().map(|u| u.people.len()).sum()
    }

    fn pdf_url(&self) -> String {
        self.filter.starting("").url("/report-ins/roster.pdf")
    }
}

pub fn roster(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Reply<ReportRoster>> {
    Reply::show(ReportRoster::of(cx, filter)?)
}

pub fn roster_pdf(cx: &Cx<Print>, Query(filter): Query<Filter>) -> Result<Download> {
    let roster = ReportRoster::of(cx, filter)?;
    let heads = [
        t("姓名", "Name"),
        t("报到社区", "Community"),
        t("特长", "Skills"),
        t("可服务时间", "Free"),
        t("报到日期", "Reported in"),
        t("状态", "State"),
    ];
    let row = |p: &Line| {
        [p.name.clone(), p.organisation.clone(), p.skill_names(), p.free_names(), p.reported_on.clone(), p.state.name().here().to_owned()]
    };
    let paper = Paper::new(lang(), roster.title(), cx.today()).landscape().subtitle(say!("共 {} 人", "{} people", roster.count()));
    let paper = roster.units.iter().fold(paper, |paper, unit| {
        let rows = unit.people.iter().fold(Table::new(heads.map(Column::left)), |table, p| table.row(row(p)));
        paper.heading(if unit.unit.is_empty() { t("没有写单位", "No unit named") } else { &unit.unit }).table(rows)
    });
    Ok(Download { name: format!("{}.pdf", roster.title()), mime: PDF, bytes: typeset(&paper)?, inline: true })
}

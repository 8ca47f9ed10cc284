//! The content of a bulletin: sentences, a table in the order of the tree, bars. It is drawn from
//! frozen figures alone, so that it says the same whenever it is asked.

use super::Bulletin;
use crate::{
    closing::{ClosedMember, ClosedOrg, Closing, Figures, Month},
    orgs::Org,
    points,
    rulebook::{self, keys},
};
use documents::{Bar, Column, Lang, Paper, Table};
use jiff::civil::Date;
use kernel::{Error, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// An organisation's bulletin.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    pub month: Month,
    pub org: ClosedOrg,
    /// The organisation above, to which it reports.
    pub above: Option<String>,
    /// In the order of the tree.
    pub branches: Vec<ClosedOrg>,
    /// Members of the organisation itself.
    pub members: Vec<ClosedMember>,
    /// Branches by rate of taking part: only where the organisation has switched it on.
    pub ranking: Option<Vec<ClosedOrg>>,
    pub bulletin: Bulletin,
    pub closed_on: String,
    pub hour: i64,
}

impl Report {
    pub fn of(cx: &Reader, org: &Org, month: Month) -> Result<Report> {
        let closing = Closing::of(cx, org.id, month)?.ok_or(Error::NotFound)?;
        let frozen = ClosedOrg::at(cx, month, &org.path)?.ok_or(Error::NotFound)?;
        let mut branches = ClosedOrg::branches(cx, month, &org.path)?;
        branches.retain(|branch| branch.path != org.path);
        let ranking = ranks(cx, month)?.then(|| by_rate(&branches));
        Ok(Report {
            month,
            above: cx.maybe("select o.name from {orgs} o where o.id = $1", args![org.parent])?,
            members: if org.kind.is_branch() { ClosedMember::of_org(cx, month, &org.path)? } else { vec![] },
            bulletin: Bulletin::of(cx, org.id, month)?,
            closed_on: closing.closed_at.get(..10).unwrap_or_default().to_owned(),
            hour: points::hour(cx, month)?,
            org: frozen,
            branches,
            ranking,
        })
    }

    pub fn title(&self) -> String {
        say!("{} {}工作通报", "{}: bulletin of {}", self.org.name, self.month.name())
    }

    /// One content for the screen, the printer and the archive.
    pub fn paper(&self) -> Paper {
        let f = &self.org.figures;
        let mut paper = Paper::new(lang(), self.title(), date(&self.closed_on, self.month)).subtitle(self.subtitle());
        let mut chapters = Chapters::default();
        paper = paper.heading(chapters.next(t("做了什么", "What was done")));
        paper = self.done().into_iter().fold(paper, Paper::paragraph);
        if self.branches.len() > 1 {
            paper = paper.heading(chapters.next(t("各支部", "The branches"))).table(self.table(&self.branches));
        }
        if let Some(ranking) = self.ranking.as_ref().filter(|r| r.len() > 1) {
            paper = paper.heading(chapters.next(t("支部按参加率排列", "Branches by rate of taking part"))).table(self.table(ranking));
        }
        paper = paper.heading(chapters.next(t("指标", "Measures"))).bars(measures(f));
        paper = paper.heading(chapters.next(t("下月请留意", "To look at next month")));
        paper = self.ahead().into_iter().fold(paper, Paper::paragraph);
        if !self.bulletin.remark.is_empty() {
            paper = paper.heading(chapters.next(t("说明", "Remark"))).paragraph(&self.bulletin.remark);
        }
        match &self.above {
            Some(above) => paper.foot(say!("报：{above}", "To: {above}")),
            None => paper,
        }
    }

    fn subtitle(&self) -> String {
        let f = &self.org.figures;
        let records = f.present() + f.excused + f.exempt + f.absent + f.contacts;
        let checked = match &self.bulletin.sent_at {
            Some(_) => say!("，经{}核对", ", checked by {}", self.bulletin.sent_by),
            None => String::new(),
        };
        let (org, day) = (&self.org.name, &self.closed_on);
        say!("{org} · {day} · 依据 {records} 条记录自动生成{checked}", "{org} · {day} · drawn from {records} records{checked}")
    }

    fn done(&self) -> Vec<String> {
        let f = &self.org.figures;
        let mut sentences = vec![say!(
            "本月计划活动 {} 项，开展 {} 项{}{}。共 {} 名党员。",
            "{} activities were planned, {} held{}{}. There are {} members.",
            f.planned,
            f.held,
            also(f.postponed, say!("，延期 {} 项", ", {} postponed", f.postponed)),
            also(f.cancelled, say!("，取消 {} 项", ", {} cancelled", f.cancelled)),
            f.members
        )];
        sentences.push(say!(
            "应参加 {} 人次，参加 {} 人次（{}），其中会场 {}、就近 {}、上门 {}、网络 {}、补学 {}；请假或免予参加 {}，未到 {}{}。",
            "{} were due, {} took part ({}): {} in the room, {} nearby, {} at home, {} online, {} made up later; {} excused or exempt, {} absent{}.",
            f.due,
            f.present(),
            percent(f.present(), f.due),
            f.in_room,
            f.nearby,
            f.at_home,
            f.online,
            f.made_up,
            f.excused + f.exempt,
            f.absent,
            also(f.unmarked, say!("，没有登记 {}", ", {} not marked", f.unmarked))
        ));
        let average = points::hours(f.minutes_year.checked_div(f.members).unwrap_or(0), self.hour);
        sentences.push(say!(
            "本月计学时 {}，今年人均 {average}；登记联系 {} 次{}。",
            "{} study hours were earned this month, {average} a member this year; {} contacts were noted{}.",
            points::hours(f.minutes_month, self.hour),
            f.contacts,
            also(f.corrections, say!("；更正以前月份的记录 {} 笔", "; {} entries correct months before", f.corrections))
        ));
        sentences
    }

    /// Counts of what is left; names only where the branch reads of its own members.
    fn ahead(&self) -> Vec<String> {
        let f = &self.org.figures;
        let names = |who: fn(&ClosedMember) -> bool| {
            let names: Vec<&str> = self.members.iter().filter(|m| who(m)).map(|m| m.name.as_str()).collect();
            if names.is_empty() { String::new() } else { say!("：{}", ": {}", names.join(t("、", ", "))) }
        };
        let mut sentences = vec![];
        if f.uncontacted > 0 {
            let names = names(|m| m.contacts + m.present() == 0);
            sentences.push(say!(
                "{} 名党员本月没有参加活动，也没有联系记录{names}。",
                "{} members took part in nothing and were in no contact this month{names}.",
                f.uncontacted
            ));
        }
        if f.unmarked > 0 {
            let names = names(|m| m.unmarked > 0);
            sentences.push(say!(
                "{} 人次应到而没有登记{names}。补记的会记入下个月。",
                "{} were due and nobody marked them{names}. What is marked later counts in the next month.",
                f.unmarked
            ));
        }
        let left = f.planned - f.held - f.postponed - f.cancelled;
        if left > 0 {
            sentences.push(say!("{left} 项计划的活动没有开展，也没有延期。", "{left} planned activities were neither held nor postponed."));
        }
        if sentences.is_empty() {
            sentences.push(t("没有遗留事项。", "Nothing is left over.").into());
        }
        sentences
    }

    fn table(&self, branches: &[ClosedOrg]) -> Table {
        let heads = [
            t("支部", "Branch"),
            t("党员", "Members"),
            t("应到", "Due"),
            t("参加", "Took part"),
            t("参加率", "Rate"),
            t("学时（年累计均值）", "Hours a member this year"),
            t("联系", "Contacts"),
        ];
        let columns = heads.iter().enumerate().map(|(n, head)| if n == 0 { Column::left(*head) } else { Column::right(*head) });
        branches.iter().fold(Table::new(columns), |table, branch| table.row(self.row(branch)))
    }

    pub(super) fn row(&self, org: &ClosedOrg) -> [String; 7] {
        let f = &org.figures;
        let average = points::hours(f.minutes_year.checked_div(f.members).unwrap_or(0), self.hour);
        [
            org.name.clone(),
            f.members.to_string(),
            f.due.to_string(),
            f.present().to_string(),
            percent(f.present(), f.due),
            average,
            f.contacts.to_string(),
        ]
    }
}

/// Those of the eight difficulties that follow from this month's facts.
fn measures(f: &Figures) -> Vec<Bar> {
    let bar = |label: &str, part: i64, whole: i64| {
        Bar::new(label, part as f64, whole as f64, format!("{} ({part}/{whole})", percent(part, whole)))
    };
    vec![
        bar(t("参加组织生活（人）", "Taking part (persons)"), f.members_took, f.members_due),
        bar(t("集中座谈（人次）", "Sitting together"), f.in_room, f.present()),
        bar(t("开展活动（项）", "Holding activities"), f.held, f.planned),
    ]
}

/// The switch of the organisation's settings, or the rule; off where neither says otherwise.
fn ranks(cx: &Reader, month: Month) -> Result<bool> {
    let setting: Option<String> = cx.maybe("select s.value from {settings} s where s.key = $1", args!["ranking.branches"])?;
    Ok(setting.is_some_and(|value| value == "on") || rulebook::book(cx)?.at(month.last()).get(keys::POINTS_RANKING_BRANCHES))
}

fn by_rate(branches: &[ClosedOrg]) -> Vec<ClosedOrg> {
    let mut ranked = branches.to_vec();
    // a/b before c/d where a·d is more than c·b; whole numbers, no rounding.
    ranked.sort_by_key(|b| std::cmp::Reverse(b.figures.present() * 10_000 / b.figures.due.max(1)));
    ranked
}

pub(super) fn percent(part: i64, whole: i64) -> String {
    match (part * 100).checked_div(whole) {
        Some(percent) => format!("{percent}%"),
        None => "—".into(),
    }
}

fn also(count: i64, text: String) -> String {
    if count > 0 { text } else { String::new() }
}

pub(super) fn lang() -> Lang {
    match kernel::Lang::here() {
        kernel::Lang::Zh => Lang::Zh,
        kernel::Lang::En => Lang::En,
    }
}

/// The day of the closing, so that the same month gives the same paper.
pub(super) fn date(closed_on: &str, month: Month) -> Date {
    closed_on.parse().unwrap_or(month.last())
}

/// Numbers the chapters that a bulletin really has: 一、 or 1.
#[derive(Default)]
struct Chapters(usize);

impl Chapters {
    fn next(&mut self, title: &str) -> String {
        const ZH: [&str; 6] = ["一", "二", "三", "四", "五", "六"];
        let (zh, en) = (ZH[self.0.min(ZH.len() - 1)], self.0 + 1);
        self.0 += 1;
        match kernel::Lang::here() {
            kernel::Lang::Zh => format!("{zh}、{title}"),
            kernel::Lang::En => format!("{en}. {title}"),
        }
    }
}

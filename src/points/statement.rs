//! The statement of a person's study hours of a year: each activity held that counted, how much of it
//! and why not all, what was corrected, and the sum against the target of their role with the rule it
//! stands on. From activities held, never from time in front of a screen.

use super::{
    follows::{Reason, Scale},
    standing::{hours, leads, target},
};
use crate::{
    activities::Mode,
    closing::Month,
    orgs::Org,
    people::Member,
    rulebook::{self, Entry, Rules, keys},
};
use documents::{Column, Paper, Table};
use jiff::civil::Date;
use kernel::{Id, Lang, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Statement {
    pub member: Id,
    pub name: String,
    pub org: String,
    pub year: i16,
    pub lines: Vec<Counted>,
    /// All lines summed up, in minutes.
    pub minutes: i64,
    pub minutes_target: i64,
    /// How many minutes are one study hour.
    pub hour: i64,
    /// The target is that of secretaries and committee members.
    pub leads: bool,
    /// The rules that it is counted by; that of the target first.
    pub rules: Vec<Ground>,
}

/// One entry of the ledger of hours.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Counted {
    #[schemars(with = "String")]
    pub day: Date,
    /// The month that it counts in, where the day's own was closed already.
    pub late: Option<String>,
    pub title: String,
    pub kind: String,
    pub mode: Option<Mode>,
    /// How long the activity was, where it is known.
    pub length: Option<i64>,
    /// What counts of it; below zero where an entry before is taken back.
    pub minutes: i64,
    /// Why it is not the whole length, or why it is taken back.
    pub why: String,
    pub reverses: bool,
    pub taken_back: bool,
    pub activity: Option<Id>,
}

/// A rule with what it stands on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ground {
    pub rule: String,
    pub name: String,
    pub value: String,
    pub source: String,
    pub article: String,
    /// The number was found in the source, or is the organisation's own decision.
    pub verified: bool,
}

/// A row of the ledger with the activity behind it.
#[derive(Debug, Deserialize)]
struct Row {
    day: Date,
    month: Month,
    minutes: i64,
    reason: Reason,
    reverses: bool,
    taken_back: bool,
    mode: Option<Mode>,
    activity: Option<Id>,
    title: Option<String>,
    kind: Option<String>,
    starts: Option<String>,
    length: Option<i64>,
}

const ROWS: &str = "select h.occurred_on as day, h.month, h.minutes, h.reason, case when h.reverses is null then 0 else 1 end as reverses, \
     case when exists (select 1 from {hours} r where r.tenant = h.tenant and r.occurred_on = h.occurred_on and r.member = h.member and r.reverses = h.id) then 1 else 0 end as taken_back, \
     t.mode, a.id as activity, a.title, a.kind, a.starts, a.minutes as length \
     from {hours} h left join {attendance} t on t.tenant = h.tenant and t.occurred_on = h.occurred_on and t.id = h.fact and t.member = h.member \
     left join {activities} a on a.tenant = t.tenant and a.id = t.activity \
     where h.member = $1 and h.month >= $2 and h.month <= $3 order by h.occurred_on, h.made_at, h.id";

impl Statement {
    pub fn of(cx: &Reader, member: &Member, year: i16) -> Result<Statement> {
        let last: Month = format!("{year:04}-12").parse()?;
        let book = rulebook::book(cx)?;
        let rules = book.at(last.last());
        let rows: Vec<Row> = cx.all(ROWS, args![member.id, last.january(), last])?;
        let lines: Vec<Counted> = rows.into_iter().map(|row| (row.day, row)).map(|(day, row)| row.counted(book.at(day))).collect();
        // Who leads is asked as of today in the year that runs, and of its end in one that is over.
        let leads = leads(cx, member, last.min(Month::of(cx.today())))?;
        let keys = [
            if leads { keys::HOURS_LEADER.name } else { keys::HOURS_MEMBER.name },
            keys::HOUR_MINUTES.name,
            keys::STEP_MINUTES.name,
            keys::DAY_HOURS_MAX.name,
        ];
        let entries = rules.entries();
        Ok(Statement {
            member: member.id,
            name: member.name.clone(),
            org: cx.find::<Org>(member.org)?.name,
            year,
            minutes: lines.iter().map(|l| l.minutes).sum(),
            lines,
            minutes_target: target(rules, leads),
            hour: rules.get(keys::HOUR_MINUTES),
            leads,
            rules: keys.into_iter().filter_map(|key| entries.iter().find(|e| e.key == key).map(Ground::of)).collect(),
        })
    }

    /// Study hours with one decimal where there is one, as `26` or `−1.5`.
    pub fn hours(&self, minutes: i64) -> String {
        if minutes < 0 { format!("−{}", hours(-minutes, self.hour)) } else { hours(minutes, self.hour) }
    }

    /// `26 / 32`
    pub fn sum(&self) -> String {
        format!("{} / {}", self.hours(self.minutes), self.hours(self.minutes_target))
    }

    pub fn role(&self) -> &'static str {
        if self.leads { t("书记和班子成员", "secretaries and committee members") } else { t("党员", "members") }
    }

    pub fn title(&self) -> String {
        say!("{} {}年学时证明", "{}: study hours of {}", self.name, self.year)
    }

    /// The statement as an office prints it.
    pub fn paper(&self, today: Date) -> Paper {
        let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
        let columns = [
            Column::left(t("日期", "Day")).share(1.5),
            Column::left(t("活动", "Activity")).share(3.0),
            Column::left(t("方式", "How")).share(1.0),
            Column::right(t("时长（分钟）", "Minutes")).share(1.2),
            Column::right(t("计学时", "Hours")).share(1.0),
            Column::left(t("说明", "Note")).share(3.0),
        ];
        let table = self.lines.iter().fold(Table::new(columns), |table, l| {
            let length = l.length.map(|n| n.to_string()).unwrap_or_default();
            table.row([l.day.to_string(), l.name(), l.mode_name(), length, self.hours(l.minutes), l.note()])
        });
        let table = table.total([t("合计", "Sum").to_owned(), String::new(), String::new(), String::new(), self.sum(), String::new()]);
        let paper = Paper::new(lang, self.title(), today)
            .subtitle(self.org.clone())
            .facts([(t("合计学时 / 目标", "Hours / target"), self.sum()), (t("目标适用于", "Target of"), self.role().to_owned())])
            .table(table);
        let paper = self.rules.iter().fold(paper.heading(t("计算依据", "Counted by")), |paper, g| paper.paragraph(g.words()));
        paper
            .note(t(
                "学时由实际开展的活动推算，不来自看屏幕的时间。",
                "Hours follow from activities held, never from time in front of a screen.",
            ))
            .sign_off([self.org.clone(), crate::ui::day(today)])
            .foot(self.org.clone())
    }
}

impl Row {
    fn counted(self, rules: Rules<'_>) -> Counted {
        let name = |code: &String| rules.name(keys::ACTIVITY_KINDS, code).map_or_else(|| code.clone(), |n| t(&n.zh, &n.en).to_owned());
        let whole = self.starts.as_deref().zip(self.length).map(|(starts, minutes)| Scale::of(rules).length(starts, minutes));
        let title = match (self.title, self.mode) {
            (Some(title), _) => title,
            (None, Some(_)) => t("其他组织的活动", "An activity of another organisation").into(),
            (None, None) => t("记录已撤回", "The fact was withdrawn").into(),
        };
        Counted {
            why: why(rules, self.reason, whole, self.length, self.minutes),
            day: self.day,
            late: (self.month != Month::of(self.day)).then(|| self.month.name()),
            title,
            kind: self.kind.as_ref().map(name).unwrap_or_default(),
            mode: self.mode,
            length: self.length,
            minutes: self.minutes,
            reverses: self.reverses,
            taken_back: self.taken_back,
            activity: self.activity,
        }
    }
}

/// Why not all of its length counts; empty where all does.
fn why(rules: Rules<'_>, reason: Reason, whole: Option<i64>, length: Option<i64>, minutes: i64) -> String {
    let (Some(whole), Some(length)) = (whole, length) else { return reason_alone(reason) };
    match reason {
        Reason::DayFull => {
            let most: i64 = rules.get(keys::DAY_HOURS_MAX);
            say!("当天最多计 {most} 学时，有 {} 分钟不计", "a day holds at most {most} hours: {} minutes do not count", whole - minutes)
        }
        Reason::Corrected => reason_alone(reason),
        _ if whole < length => {
            let step: i64 = rules.get(keys::STEP_MINUTES);
            say!("不足 {step} 分钟的零头不计", "a rest below {step} minutes does not count")
        }
        _ => String::new(),
    }
}

fn reason_alone(reason: Reason) -> String {
    if reason == Reason::TookPart { String::new() } else { reason.name().here().into() }
}

impl Counted {
    /// The title, and the kind where the title does not say it.
    pub fn name(&self) -> String {
        if self.kind == self.title { self.title.clone() } else { format!("{} {}", self.title, self.kind) }
    }
    pub fn mode_name(&self) -> String {
        self.mode.map(|m| m.name().here().to_owned()).unwrap_or_default()
    }
    /// What is to be said beside it.
    pub fn note(&self) -> String {
        let late = self.late.as_ref().map(|m| say!("当月已结，记入{m}", "its month was closed: counts in {m}"));
        let back = self.taken_back.then(|| t("已冲回", "taken back").to_owned());
        let why = Some(self.why.clone()).filter(|w| !w.is_empty());
        [why, late, back].into_iter().flatten().collect::<Vec<_>>().join(t("；", "; "))
    }
}

impl Ground {
    fn of(e: &Entry) -> Ground {
        Ground {
            rule: e.key.clone(),
            name: t(&e.name.zh, &e.name.en).into(),
            value: format!("{} {}", e.value, t(&e.unit.zh, &e.unit.en)),
            source: t(&e.source.zh, &e.source.en).into(),
            article: e.place(),
            verified: e.is_verified(),
        }
    }
    pub fn words(&self) -> String {
        let doubt =
            if self.verified { "" } else { t("（数字尚未核实，请本组织确认）", " (not verified: please confirm it)") };
        say!("{}：{}。依据：{} {}{doubt}", "{}: {}. Source: {} {}{doubt}", self.name, self.value, self.source, self.article)
    }
}

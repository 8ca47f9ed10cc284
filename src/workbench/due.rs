//! What is due: each line a fact, the people it is about, and the one button that does it.

use super::{outside, service, venues};
use crate::{
    contacts::Promise,
    dues,
    notices::Notice,
    orgs::Org,
    people::six::WISHES,
    rulebook::{self, keys},
};
use jiff::ToSpan;
use kernel::{Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Due {
    pub fact: String,
    pub people: String,
    pub button: String,
    pub url: String,
    /// `hot` is overdue, `calm` can wait; empty is today's work.
    pub urgency: String,
}

/// How many days ahead a promise stands among what is to be done today. A grain of looking, not a rule.
const PROMISED_AHEAD: i64 = 3;

fn due(urgency: &str, fact: String, people: String, button: &str, url: String) -> Due {
    Due { fact, people, button: button.into(), url, urgency: urgency.into() }
}

/// Members whose facts wait for somebody's decision.
pub fn open_decisions(cx: &Reader) -> Result<i64> {
    cx.one("select count(*) from {members} m where m.flags <> ''", args![])
}

pub fn list(cx: &Reader, org: &Org) -> Result<Vec<Due>> {
    let mut all = vec![];
    if org.members_below == 0 {
        all.push(due(
            "",
            say!("台账还是空的", "The ledger is empty"),
            t("把手里的花名册放进来，不用改格式", "Bring the workbooks you have, as they are").into(),
            t("导入台账", "Import"),
            "/imports".into(),
        ));
    } else {
        of_members(cx, &mut all)?;
    }
    all.extend(needs(cx)?);
    all.extend(service::unmatched(cx)?);
    all.extend(service::uninsured(cx)?);
    all.extend(service::said(cx)?);
    all.extend(service::unanswered(cx)?);
    all.extend(service::words(cx)?);
    all.extend(service::appeals(cx)?);
    all.extend(service::reported(cx)?);
    all.extend(service::agreements(cx)?);
    all.extend(service::letters(cx)?);
    all.extend(service::rosters(cx)?);
    all.extend(venues::moved_up(cx)?);
    all.extend(venues::open_days(cx)?);
    if org.members_below > 0 {
        all.extend(coming(cx)?);
        all.extend(unplanned(cx)?);
    }
    // What is overdue first, what can wait last, each in the order of the month.
    all.sort_by_key(|line| ["hot", "", "calm"].iter().position(|u| *u == line.urgency));
    Ok(all)
}

fn of_members(cx: &Reader, all: &mut Vec<Due>) -> Result<()> {
    all.extend(lost_contact(cx)?);
    all.extend(without_roll_call(cx)?);
    all.extend(promised(cx)?);
    all.extend(talks_wished(cx)?);
    all.extend(notices(cx)?);
    all.extend(outside::answers(cx)?);
    all.extend(outside::visits(cx)?);
    all.extend(dues_unpaid(cx)?);
    all.extend(decisions(cx)?);
    all.extend(corrections(cx)?);
    all.extend(forms(cx)?);
    Ok(())
}

/// Nobody has heard of them for the months of the rule book; the names are one click away.
fn lost_contact(cx: &Reader) -> Result<Option<Due>> {
    let rules = rulebook::book(cx)?;
    let today = cx.today();
    let since = today - rules.at(today).get(keys::LOST_WARN_AFTER);
    let days = (today - since).get_days();
    let names: Vec<String> =
        cx.all("select m.name from {members} m where m.last_contact < $1 order by m.last_contact limit 4", args![since])?;
    let count: i64 = cx.one("select count(*) from {members} m where m.last_contact < $1", args![since])?;
    Ok((count > 0).then(|| {
        due(
            "hot",
            say!(
                "{count} 名党员超过 {0} 个月没有任何联系记录",
                "{count} members without any contact for {0} months",
                rules.at(today).get(keys::LOST_WARN_AFTER).get_months()
            ),
            some_names(&names, count),
            t("安排联系", "Call them"),
            format!("/members?uncontacted={days}"),
        )
    }))
}

/// What was wished or promised and is due within days.
fn promised(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("people.edit") {
        return Ok(None);
    }
    let today = cx.today();
    let (count, names) = Promise::due(cx, today + PROMISED_AHEAD.days())?;
    let (late, _) = Promise::due(cx, today - 1.day())?;
    Ok((count > 0).then(|| {
        let late_words = if late > 0 { say!("，{late} 件过期", ", {late} overdue") } else { String::new() };
        due(
            if late > 0 { "hot" } else { "" },
            say!("{count} 件答应党员的事要办{late_words}", "{count} wishes and promises are to be done{late_words}"),
            some_names(&names, count),
            t("去办", "Do them"),
            "/promises".into(),
        )
    }))
}

/// Members who said that they wish a talk; the branch's secretary talks with them.
fn talks_wished(cx: &Reader) -> Result<Option<Due>> {
    if !["secretary", "worker"].contains(&cx.actor().role.as_str()) {
        return Ok(None);
    }
    let count: i64 = cx.one(&format!("select count(*) {WISHES}"), args![])?;
    let wished: Vec<(kernel::Id, String)> = cx.all(
        &format!("select m.id, m.name from {{members}} m where m.id in (select w.member {WISHES}) order by m.path, m.name, m.id limit 4"),
        args![],
    )?;
    let names: Vec<String> = wished.iter().map(|w| w.1.clone()).collect();
    let url = wished.first().map_or_else(String::new, |w| format!("/members/{}", w.0));
    Ok((count > 0).then(|| {
        due("", say!("{count} 名党员想谈一谈", "{count} members wish a talk"), some_names(&names, count), t("约个时间", "Arrange it"), url)
    }))
}

fn without_roll_call(cx: &Reader) -> Result<Vec<Due>> {
    let past: Vec<(kernel::Id, String, String)> = cx.all(
        "select a.id, a.title, a.day from {activities} a where a.state = 'planned' and a.day < $1 order by a.day limit 3",
        args![cx.today()],
    )?;
    Ok(past
        .into_iter()
        .map(|(id, title, day)| {
            due(
                "hot",
                say!("“{title}”还没有点名", "“{title}” has no roll-call yet"),
                day,
                t("点名", "Roll-call"),
                format!("/activities/{id}/roll-call"),
            )
        })
        .collect())
}

/// Unpaid for the months of the rule book: somebody asks why before the term of the Constitution ends.
fn dues_unpaid(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("dues.view") {
        return Ok(None);
    }
    let (count, names) = dues::warned(cx, 4)?;
    let months = rulebook::book(cx)?.at(cx.today()).get(keys::DUES_WARN);
    Ok((count > 0).then(|| {
        due(
            "hot",
            say!("{count} 名党员连续 {months} 个月没有交党费", "{count} members have paid no dues for {months} months on end"),
            some_names(&names, count),
            t("问问原因", "Ask why"),
            "/dues?only=warned".into(),
        )
    }))
}

fn decisions(cx: &Reader) -> Result<Option<Due>> {
    let count = open_decisions(cx)?;
    let names: Vec<String> = cx.all("select m.name from {members} m where m.flags <> '' order by m.path, m.name limit 4", args![])?;
    Ok((count > 0).then(|| {
        due(
            "",
            say!("{count} 名党员的信息待核实", "The facts of {count} members are to be confirmed"),
            some_names(&names, count),
            t("逐个核实", "Confirm"),
            "/members?is=undecided".into(),
        )
    }))
}

/// Needs that nobody has reviewed yet.
fn needs(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("needs.edit") {
        return Ok(None);
    }
    let count: i64 = cx.one("select count(*) from {needs} n where n.state = 'asked'", args![])?;
    Ok((count > 0).then(|| {
        due(
            "",
            say!("{count} 条需求等着审核", "{count} needs wait for review"),
            String::new(),
            t("去审核", "Review"),
            "/needs?state=asked".into(),
        )
    }))
}

fn corrections(cx: &Reader) -> Result<Option<Due>> {
    let count: i64 = cx.one("select count(*) from {corrections} c where c.state = 'open'", args![])?;
    Ok((count > 0).then(|| {
        due(
            "",
            say!("{count} 条本人提出的更正", "{count} corrections asked for by members"),
            String::new(),
            t("去处理", "Decide"),
            "/corrections".into(),
        )
    }))
}

/// Forms that somebody above wants within a week.
fn forms(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("forms.fill") {
        return Ok(None);
    }
    let week = cx.today() + 7.days();
    let wanted: Vec<(String, String, i64)> = cx.all(
        "select f.title, f.due_on, f.unanswered from {forms} f where f.put_away_at is null and f.filled_at is null and f.due_on <= $1 order by f.due_on, f.title",
        args![week],
    )?;
    let late = wanted.iter().any(|(_, due, _)| *due < cx.today().to_string());
    let mut titles: Vec<String> = wanted.iter().map(|(title, ..)| title.clone()).collect();
    titles.dedup();
    titles.truncate(3);
    let (count, ready) = (wanted.len() as i64, wanted.iter().filter(|(.., unanswered)| *unanswered == 0).count());
    Ok((count > 0).then(|| {
        due(
            if late { "hot" } else { "" },
            say!("{count} 张表一周内要交，{ready} 张答案已齐", "{count} forms are due within a week, {ready} ready"),
            some_names(&titles, count),
            t("去填表", "Fill them"),
            "/forms".into(),
        )
    }))
}

/// Notices whose day comes with people who were not reached.
fn notices(cx: &Reader) -> Result<Vec<Due>> {
    if !cx.may("notices.call") {
        return Ok(vec![]);
    }
    let today = cx.today().to_string();
    let line = |(notice, left): (Notice, i64)| {
        due(
            if notice.is_late(&today) { "hot" } else { "" },
            say!("“{}”还有 {left} 人没有告知", "“{}” has not reached {left} people", notice.title),
            say!("{}截止", "until {}", notice.due_words()),
            t("打电话", "Call them"),
            format!("/notices/{}/calls", notice.id),
        )
    };
    Ok(Notice::due(cx)?.into_iter().map(line).collect())
}

/// Activities of the coming days and who has not answered.
fn coming(cx: &Reader) -> Result<Vec<Due>> {
    let today = cx.today();
    let soon: Vec<(kernel::Id, String, String, String)> = cx.all(
        "select a.id, a.title, a.day, a.starts from {activities} a where a.state = 'planned' and a.day >= $1 and a.day <= $2 order by a.day, a.starts limit 4",
        args![today, today + 3.days()],
    )?;
    Ok(soon
        .into_iter()
        .map(|(id, title, day, starts)| {
            due(
                "calm",
                say!("“{title}”即将开始", "“{title}” is coming"),
                format!("{day} {starts}"),
                t("看一看", "Open"),
                format!("/activities/{id}"),
            )
        })
        .collect())
}

/// In the last week of a month the next one wants a plan.
fn unplanned(cx: &Reader) -> Result<Option<Due>> {
    let next = cx.today().last_of_month() + 1.day();
    let month = super::month::month_of(next);
    let planned: i64 =
        cx.one("select count(*) from {activities} a where a.day >= $1 and a.day < $2", args![&month, format!("{month}~")])?;
    let days = (next - cx.today()).get_days();
    Ok((planned == 0 && days <= 10).then(|| {
        due(
            "calm",
            say!("{month} 还没有计划", "{month} has no plan yet"),
            t("按规则生成，可以改", "Proposed from the rules, yours to change").into(),
            t("做计划", "Plan"),
            format!("/plan?month={month}"),
        )
    }))
}

pub(super) fn some_names(names: &[String], count: i64) -> String {
    let shown = names.join(t("、", ", "));
    if count > names.len() as i64 { say!("{shown} 等", "{shown} and others") } else { shown }
}

//! Settles the synthetic street in a house: organisations, members, the registers, and a year of
//! activities with who took part and what follows from it. One transaction a branch.

use super::{
    chance::Chance,
    person::{self, Post, Sex},
    street::{Branch, Organisation, OrganisationKind, Street},
    year::{Activity, Mode, State},
};
use crate::{
    activities::{Falls, FixedDay, due_code},
    categories::{DeclaredFact, NewDeclared},
    closing::{self, Month},
    difficulties,
    dues::{Class, Declaration, Fen, How, NewDeclaration, Row, Scales, append},
    orgs::{Kind, NewOrg, Org},
    people::{Facts, Intake},
    points::{self, Whose},
    rulebook::{self, Declared, calendar::Calendar, keys},
};
use jiff::{ToSpan, civil::Weekday};
use kernel::{House, Id, Result, Scope, Spot, Writer, args};
use std::{collections::HashMap, sync::Arc};

/// Who did what the stories tell, as their pages name it.
const REASON: &str = "演示数据";

/// Fills an empty house; `step(done, of)` is told after each branch.
pub fn settle(house: &Arc<House>, street: &Street, step: &mut dyn FnMut(u64, u64)) -> Result<()> {
    let above: Vec<Organisation> = street.organisations().collect();
    let paths = house.write_as_system(REASON, Scope::ALL, move |cx| {
        let mut founded: HashMap<String, Org> = HashMap::new();
        for organisation in &above {
            let org = found(cx, organisation, &founded)?;
            founded.insert(organisation.code.clone(), org);
        }
        Ok(founded)
    })?;
    let paths = Arc::new(paths);
    let today = house.clock.today();
    let calendar = Arc::new(house.read_as_system(REASON, Scope::ALL, move |cx| Ok(Calendar::of(rulebook::book(cx)?.at(today))))?);
    for (n, branch) in street.branches().enumerate() {
        let (paths, calendar) = (paths.clone(), calendar.clone());
        house.write_as_system(REASON, Scope::ALL, move |cx| branch_in(cx, &branch, &paths, &calendar))?;
        step(n as u64 + 1, street.branch_count());
    }
    let community = paths.values().filter(|o| o.kind == Kind::GeneralBranch).min_by(|a, b| a.path.cmp(&b.path)).cloned();
    if let Some(org) = community {
        // One community keeps its own theme day: the first Friday.
        house.write_as_system(REASON, Scope::ALL, move |cx| FixedDay::set(cx, &org, "theme_day", Falls::Weekday(1, Weekday::Friday)))?;
    }
    let (service, venues) = (street.clone(), street.clone());
    house.write_as_system(REASON, Scope::ALL, move |cx| super::service::settle(cx, &service))?;
    house.write_as_system(REASON, Scope::ALL, move |cx| super::venues::settle(cx, &venues))?;
    let street = street.clone();
    house.write_as_system(REASON, Scope::ALL, move |cx| super::rounds::settle(cx, &street))?;
    house.write_as_system(REASON, Scope::ALL, super::ebranch::settle)?;
    house.write_as_system(REASON, Scope::ALL, super::commitments::settle)?;
    house.write_as_system(REASON, Scope::ALL, super::changes::settle)?;
    close_months(house)?;
    difficulties::count_a_year(house)
}

fn found(cx: &Writer, organisation: &Organisation, founded: &HashMap<String, Org>) -> Result<Org> {
    let kind = match organisation.kind {
        OrganisationKind::Committee => Kind::Committee,
        OrganisationKind::WorkingCommittee => Kind::WorkingCommittee,
        OrganisationKind::GeneralBranch => Kind::GeneralBranch,
        OrganisationKind::Branch => Kind::Branch,
        OrganisationKind::Group => Kind::Group,
        OrganisationKind::TransitionGroup => Kind::TransitionGroup,
    };
    let parent = organisation.parent.as_ref().and_then(|code| founded.get(code));
    let new = NewOrg {
        name: organisation.name.clone(),
        kind: Some(kind),
        setting: setting(&organisation.name, kind).into(),
        elected: organisation.elected_on.map(|d| d.to_string()),
        valid_until: organisation.valid_until.map(|d| d.to_string()),
        ..NewOrg::default()
    };
    Org::found(cx, parent, new)
}

/// What sort of community an organisation is of, by its name; of a branch below one the community says it.
fn setting(name: &str, kind: Kind) -> &'static str {
    let place = name.trim_end_matches("党总支").trim_end_matches("党支部");
    match kind {
        Kind::GeneralBranch | Kind::Branch if name.contains('第') => "",
        Kind::GeneralBranch | Kind::Branch if place.ends_with("苑社区") => "settled",
        Kind::GeneralBranch | Kind::Branch if place.ends_with("社区") => "urban",
        Kind::GeneralBranch | Kind::Branch if place.ends_with('村') => "moving",
        _ => "",
    }
}

fn branch_in(cx: &Writer, branch: &Branch, above: &HashMap<String, Org>, calendar: &Calendar) -> Result<()> {
    let org = found(cx, &branch.organisation, above)?;
    if let Some(secretary) = branch.secretary() {
        cx.run("update {orgs} set secretary = $1 where id = $2", args![&secretary.name, org.id])?;
        if let Some(parent) = org.parent.filter(|_| branch.leads_community) {
            cx.run("update {orgs} set secretary = $1 where id = $2", args![&secretary.name, parent])?;
        }
    }
    let mut ids = HashMap::new();
    let mut intake = Intake::new(cx, None);
    for member in &branch.members {
        let id = intake.take(&org, &facts(member))?;
        ids.insert(member.number, (id, member.name.as_str()));
        registers(cx, id, &org, member)?;
        dues(cx, id, member)?;
        contacts(cx, id, &org, member, branch.secretary().map_or("", |s| &s.name))?;
        care(cx, id, &org, member, branch.secretary().map_or("", |s| &s.name))?;
    }
    intake.finish()?;
    for activity in branch.year(calendar).iter().filter(|a| a.held_by == branch.organisation.code) {
        activity_in(cx, &org, activity, &ids)?;
    }
    let today = cx.today();
    points::settle(cx, Whose::Below(&org.path), today.saturating_sub(2.years()), today.tomorrow()?)?;
    Ok(())
}

/// The months behind are closed, all but the last: that one is for whoever tries it.
fn close_months(house: &Arc<House>) -> Result<()> {
    house.write_as_system(REASON, Scope::ALL, |cx| {
        let (top, last) = (Org::top(cx)?, Month::of(cx.today()).before());
        let mut month = Month::of(cx.today().saturating_sub(1.year()));
        while month < last {
            closing::close(cx, &top, month, false)?;
            month = month.next();
        }
        Ok(())
    })
}

fn facts(m: &person::Member) -> Facts {
    let flag = m.flaw.map(|f| match f {
        person::Flaw::Checksum => "id_checksum",
        person::Flaw::PrecisionLost => "id_precision_lost",
        person::Flaw::Missing => "id_missing",
    });
    Facts {
        name: m.name.clone(),
        sex: if m.sex == Sex::Male { "男" } else { "女" }.into(),
        birth: Some(m.birth.to_string()),
        id_no: m.id_no.clone(),
        phone: Some(m.phone.clone()),
        education: m.education.into(),
        joined: Some(m.joined.to_string()),
        became_full: m.became_full.map(|d| d.to_string()),
        probationary: m.became_full.is_none(),
        employment: m.employment.zh().into(),
        unit: m.unit.clone().unwrap_or_default(),
        home: Some(m.home.clone()),
        lives_at: Some(m.lives_at.clone()),
        last_contact: Some(m.last_contact.to_string()),
        flags: flag.into_iter().map(str::to_owned).collect(),
        ..Facts::default()
    }
}

/// The floating register, the contact cards, the posts held.
fn registers(cx: &Writer, id: Id, org: &Org, m: &person::Member) -> Result<()> {
    if let Some(f) = &m.floating {
        cx.run(
            "insert into {floating} (member, path, destination, reason, since, certificate, contact_person, last_contact) values ($1, $2, $3, '', $4, $5, '', $6)",
            args![id, &org.path, f.destination, f.since, &f.certificate, m.last_contact],
        )?;
    }
    // Of a few nobody has a card yet.
    if m.transition.is_some() || m.number % 9 != 4 {
        card(cx, id, org, m)?;
    }
    if let Some(post) = m.post {
        let title = match post {
            Post::Secretary => "书记",
            Post::DeputySecretary => "副书记",
            Post::Organisation => "组织委员",
            Post::Publicity => "宣传委员",
            Post::Discipline => "纪检委员",
            Post::GroupLeader => "党小组长",
        };
        let since = org.elected.clone().unwrap_or_else(|| m.joined.to_string());
        cx.run(
            "insert into {duties} (id, member, path, title, from_day) values ($1, $2, $3, $4, $5)",
            args![cx.new_id(), id, &org.path, title, since],
        )?;
    }
    Ok(())
}

fn card(cx: &Writer, id: Id, org: &Org, m: &person::Member) -> Result<()> {
    const FAMILY: [&str; 5] = ["夫妻二人", "子女同住", "独居，女儿每周来", "夫妻二人，子女在外地", "三代同住"];
    let number = m.number as usize;
    let seal = |column, text: &str| cx.seal(Spot { table: "cards", column, row: id }, text);
    // Where somebody lives meanwhile stands on the cards of those whose home is rebuilt.
    let meanwhile = |column, text: &str| m.transition.is_some().then(|| seal(column, text)).transpose();
    let (former_home, lives_at, contact) =
        (meanwhile("former_home", &m.home)?, meanwhile("lives_at", &m.lives_at)?, meanwhile("contact", &m.phone)?);
    let housing = if m.transition.is_some() {
        ["租住", "投亲"][number % 2]
    } else {
        ["自有住房", "自有住房，无电梯", "租住", "与子女同住"][number % 4]
    };
    cx.run(
        "insert into {cards} (member, path, householder, former_home, lives_at, housing, contact, family, work, studies_at_home, confirmed_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10)",
        args![id, &org.path, &m.name, former_home, lives_at, housing, contact, seal("family", FAMILY[number % FAMILY.len()])?, m.employment.zh(), m.confirmed[0]],
    )?;
    Ok(())
}

/// A base since January, and the months that were paid since. A few are behind, one in a hundred for long.
fn dues(cx: &Writer, id: Id, m: &person::Member) -> Result<()> {
    let mut chance = Chance::new(super::SEED, "dues", m.number);
    let (member, now) = (cx.find(id)?, Month::of(cx.today()));
    let rules = rulebook::printed()?.at(cx.today());
    let class = Class::proposed(rules, m.employment.zh()).unwrap_or_else(|| "wage".into());
    let base = Class::all(rules).iter().any(|c| c.code == class && c.by_base).then(|| Fen(chance.between(20, 110) * 10_000));
    let since = now.january().max(Month::of(m.joined));
    Declaration::record(cx, &member, since, &NewDeclaration { class: class.clone(), base, ..NewDeclaration::default() }, None)?;
    let behind = if chance.in_parts(1, 100) {
        chance.between(5, 7)
    } else if chance.in_parts(1, 12) {
        chance.between(1, 3)
    } else {
        0
    };
    let due = Scales::of(rulebook::printed()?).in_month(now).due(&class, base).map(|d| d.0);
    // Who is out of reach pays nothing either.
    let silent_since = if m.is_silent(cx.today()) { Month::of(m.last_contact) } else { now };
    for month in since.through(now.plus(-1 - behind).min(silent_since)) {
        let on = month.last().min(cx.today());
        let on = if m.is_silent(cx.today()) { on.min(m.last_contact) } else { on };
        append(cx, &member, &Row { receipt: cx.new_id(), month, fen: due, on, how: chance.pick(&How::ALL), reverses: None, source: None })?;
    }
    Ok(())
}

fn contacts(cx: &Writer, id: Id, org: &Org, m: &person::Member, by: &str) -> Result<()> {
    for (on, way) in m.contacts() {
        cx.run(
            "insert into {contacts} (occurred_on, id, member, path, kind, two_way, made_by, made_at) values ($1, $2, $3, $4, $5, 1, $6, $7)",
            args![on, cx.new_id(), id, &org.path, way.code(), by, format!("{on}T18:00:00.000+08:00")],
        )?;
    }
    Ok(())
}

/// When the fields of a card were confirmed, for those who live elsewhere; here and there a wish to talk,
/// something promised, and hardship that was entered.
fn care(cx: &Writer, id: Id, org: &Org, m: &person::Member, by: &str) -> Result<()> {
    const PROMISED: [&str; 5] = ["帮助联系康复科门诊", "把学习材料送到家", "问清返迁选房的时间", "请志愿者修好楼道灯", "带去办老年公交卡"];
    let member = cx.find(id)?;
    let day = |on| format!("{on}T18:00:00.000+08:00");
    let confirm = |field: &str, on: jiff::civil::Date, how: &str, value: &str| {
        cx.run(
            "insert into {confirmations} (occurred_on, id, member, path, field, how, value, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![on, cx.new_id(), id, &org.path, field, how, value, day(on), by],
        )
    };
    if m.transition.is_some() || m.floating.is_some() {
        for (field, on) in ["whereabouts", "contact", "work"].into_iter().zip(m.confirmed) {
            confirm(field, on, ["call", "door", "own"][m.number as usize % 3], "")?;
        }
    }
    let wishes = m.last_contact < cx.today() && m.number % 173 == 7;
    if wishes {
        confirm("talk", m.last_contact, "call", "yes")?;
    }
    if m.number % 61 == 3 {
        let (contact, what) = (cx.new_id(), cx.new_id());
        let on = m.last_contact;
        cx.run(
            "insert into {contacts} (occurred_on, id, member, path, kind, two_way, made_by, made_at) values ($1, $2, $3, $4, 'visit', 1, $5, $6)",
            args![on, contact, id, &org.path, by, day(on)],
        )?;
        let due = cx.today().saturating_add((m.number as i64 % 25 - 8).days());
        let said = cx.seal(Spot { table: "promises", column: "what", row: what }, PROMISED[m.number as usize % PROMISED.len()])?;
        cx.run(
            "insert into {promises} (id, member, path, contact, kind, what, doer, due_on, state, ended_by, made_at, made_by) values ($1, $2, $3, $4, 'promise', $5, $6, $7, 'open', '', $8, $9)",
            args![what, id, &org.path, contact, said, by, due, day(on), by],
        )?;
    }
    if m.number % 97 == 11 {
        let what = if person::age(m.birth, cx.today()) >= 75 { Declared::PoorHealth } else { Declared::Hardship };
        let from = cx.today().saturating_sub((m.number as i64 % 300).days());
        let new = NewDeclared { what, from, to: None, reason: "支部走访了解".into(), decided_by: "支部委员会".into() };
        DeclaredFact::enter(cx, &member, &new)?;
    }
    Ok(())
}

fn activity_in(cx: &Writer, org: &Org, a: &Activity, members: &HashMap<u64, (Id, &str)>) -> Result<()> {
    let id = cx.new_id();
    let state = match a.state {
        State::Held => "held",
        State::Planned => "planned",
        State::NotHeld => "cancelled",
    };
    let reason = a.postponed.map_or(String::new(), |p| format!("{} → {}：{}", p.from, a.on, p.because));
    let due = rulebook::printed()?.at(a.on).one(keys::ACTIVITY_KINDS, a.kind).map_or("open", |kind| due_code(kind.due));
    let host = a.host.and_then(|n| members.get(&n)).map_or("", |m| m.1);
    cx.run(
        "insert into {activities} (id, path, org, kind, title, day, starts, minutes, place, host, due, state, reason, basis, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14)",
        args![id, &org.path, org.id, a.kind, &a.title, a.on, a.start.strftime("%H:%M").to_string(), a.minutes, &a.place, host, due, state, reason, cx.now()],
    )?;
    for mark in &a.marks {
        let Some((member, _)) = members.get(&mark.member) else { continue };
        let (entry, mode) = (cx.new_id(), word(mark.mode));
        cx.run(
            "insert into {attendance} (occurred_on, id, activity, member, path, mode, via, recorded_at, recorded_by, note) values ($1, $2, $3, $4, $5, $6, 'list', $7, $8, '')",
            args![a.on, entry, id, *member, &org.path, mode, format!("{}T18:00:00.000+08:00", mark.recorded_on), host],
        )?;
        cx.run(
            "insert into {marks} (activity, member, path, mode, entry, occurred_on) values ($1, $2, $3, $4, $5, $6)",
            args![id, *member, &org.path, mode, entry, a.on],
        )?;
    }
    Ok(())
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::InRoom => "in_room",
        Mode::Nearby => "nearby",
        Mode::Home => "home",
        Mode::Online => "online",
        Mode::MadeUp => "made_up",
        Mode::Excused => "excused",
        Mode::Absent => "absent",
        Mode::Exempt => "exempt",
    }
}

//! A row of a register of dues: whose it is, what base and dues it tells, which months it says are
//! paid, and what of that the ledger does not know yet. A month that is paid in the ledger stays as
//! it stands unless somebody says that the sheet is right.

use super::{
    draft::{Draft, Person, Says},
    judge::{Bench, Changed, Verdict},
    lines,
    tree::Place,
    why::Why,
};
use crate::{
    closing::Month,
    dues::{Class, Declaration, Due, Dues, Fen, NewDeclaration, Scales, Whose, enter, joined, replace},
    people::Member,
    rulebook::{self, keys},
};
use kernel::{Id, Reader, Result, Writer, t};
use serde::{Deserialize, Serialize};
use sheets::{Field, Paid, Reading, Record, Value};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DuesSaid {
    pub base: Option<Fen>,
    pub due: Option<Fen>,
    /// In all, where no column is a month's.
    pub paid: Option<Fen>,
    pub until: Option<Month>,
    pub months: Vec<(Month, Told)>,
    /// The first month that the sheet has a column for.
    pub first: Option<Month>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Told {
    Amount(Fen),
    /// A tick.
    Paid,
    Unpaid,
}

/// A month that the sheet and the ledger tell differently. None is not paid, none within an amount
/// that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub month: Month,
    pub ledger: Option<Fen>,
    pub sheet: Option<Fen>,
}

/// What of a row is news.
#[derive(Default)]
struct News {
    declared: Option<(Month, NewDeclaration)>,
    /// What was declared before, where the sheet tells something else.
    before: Option<Declaration>,
    paid: Vec<(Month, Option<Fen>)>,
    /// Months whose amount nobody knew.
    told_now: Vec<(Month, Fen)>,
    other: Vec<Other>,
    /// An amount that no month can be named for, and whether the sheet says up to which month.
    unclear: Option<bool>,
}

impl DuesSaid {
    pub fn of(record: &Record<'_>) -> DuesSaid {
        let money = |field| match record.get(field) {
            Some(Value::Number(yuan)) => Fen::of_yuan(*yuan).filter(|fen| fen.0 > 0),
            _ => None,
        };
        let told = |paid: &Paid| match paid {
            Paid::Amount(yuan) => Fen::of_yuan(*yuan).map(|fen| if fen.0 > 0 { Told::Amount(fen) } else { Told::Unpaid }),
            Paid::Yes => Some(Told::Paid),
            Paid::No => Some(Told::Unpaid),
        };
        let month = |date: sheets::values::PartialDate| date.to_string().get(..7).and_then(|m| m.parse().ok());
        DuesSaid {
            base: money(Field::DuesBase),
            due: money(Field::DuesDue),
            paid: money(Field::DuesPaid),
            until: record.date(Field::DuesUntil).and_then(month),
            months: record.dues.iter().filter_map(|(head, paid)| Some((month(head.date)?, told(paid)?))).collect(),
            first: None,
        }
    }

    /// Since when the row speaks of the member's dues.
    fn since(&self, now: Month) -> Month {
        let first = self.first.or(self.months.iter().map(|m| m.0).min());
        first.or(self.until.map(Month::january)).unwrap_or(now)
    }
}

/// A row knows its own months; the sheet knows which it could have told.
pub fn within(mut draft: Draft, reading: &Reading) -> Draft {
    let months = reading.columns.iter().filter(|c| c.is_month_of_dues()).filter_map(|c| c.meeting.as_ref());
    if let Says::Dues(_, said) = &mut draft.says {
        said.first = months.filter_map(|m| m.date.to_string().get(..7)?.parse().ok()).min();
    }
    draft
}

impl Bench<'_> {
    pub fn dues(&self, draft: &Draft, person: &Person, said: &DuesSaid, choice: &str) -> Result<Verdict> {
        let member = match self.payer(person, choice)? {
            Ok(member) => member,
            Err(verdict) => return Ok(verdict),
        };
        let unread: Vec<String> = draft.doubts.iter().filter(|d| d.fact.starts_with("dues")).map(|d| d.cell.clone()).collect();
        if !unread.is_empty() && choice.is_empty() {
            return Ok(Verdict::Decide(Why::MarksUnread(unread), Some(member)));
        }
        let news = News::of(self.cx, &self.cx.find(member)?, said, choice == "ticks")?;
        if let Some(until) = news.unclear.filter(|_| !matches!(choice, "rest" | "same")) {
            return Ok(Verdict::Decide(Why::DuesUnclear(until), Some(member)));
        }
        if !news.other.is_empty() && !matches!(choice, "sheet" | "stay" | "same") {
            return Ok(Verdict::Decide(Why::OtherAmount(news.other), Some(member)));
        }
        Ok(news.verdict(member, choice == "sheet"))
    }

    /// Who tells nothing but a name is whoever stands in that branch under it; all others are known as
    /// on every paper.
    fn payer(&self, person: &Person, choice: &str) -> Result<std::result::Result<Id, Verdict>> {
        let f = &person.facts;
        if f.id_no.is_some() || f.birth.is_some() || f.phone.is_some() {
            return self.of_whom(person, choice);
        }
        let org = match person.branch.as_deref().map(|name| self.tree.find(name)) {
            Some(Place::Stands(org)) => Some(org),
            Some(Place::Left) => return Ok(Err(Verdict::Left)),
            Some(_) => return Ok(Err(Verdict::Decide(Why::BranchUnknown(person.branch.clone().unwrap_or_default()), None))),
            None => self.tree.top.clone(),
        };
        let meant = org.map(|org| self.meant(person, &org)).transpose()?.unwrap_or_default();
        let chosen = choice.strip_prefix("member:").and_then(|id| id.parse::<Id>().ok());
        Ok(match (chosen, &meant[..]) {
            (Some(id), all) if all.iter().any(|m| m.id == id) => Ok(id),
            (_, []) if self.people.brings(person) => Err(Verdict::New(None)),
            (_, []) => Err(Verdict::Decide(Why::NoMember, None)),
            (_, [one]) => Ok(one.id),
            (_, all) => Err(Verdict::Decide(Why::Namesakes(all.iter().map(|m| m.id).collect()), None)),
        })
    }
}

impl News {
    /// `ticks`: months up to the one that the sheet names are paid, by amounts that nobody knows.
    fn of(cx: &Reader, member: &Member, said: &DuesSaid, ticks: bool) -> Result<News> {
        let (book, now) = (rulebook::book(cx)?, Month::of(cx.today()));
        let (scales, dues) = (Scales::of(&book), Dues::of(cx, Whose::Member(member.id))?);
        let since = said.since(now).max(member.joined.as_deref().and_then(joined).unwrap_or(Month::EARLIEST));
        let held = dues.declared(since);
        let due = |month: Month| dues.due(month, &scales).as_ref().map(Due::fen);
        let stands = |new: &NewDeclaration| {
            let told =
                |d: &Declaration| said.base.is_none_or(|base| d.base == Some(base)) && said.due.is_none_or(|told| due(since) == Some(told));
            held.is_some_and(|d| d.says(new) || told(d))
        };
        let new = declared(&scales, since, member, said, book.at(cx.today())).filter(|new| !stands(new));
        let costs = |month: Month| {
            let told = new.as_ref().and_then(|new| new.due.or_else(|| Some(scales.in_month(month).due(&new.class, new.base)?.0)));
            said.due.or(told).or_else(|| due(month)).filter(|fen| fen.0 > 0)
        };
        let mut told = News { before: held.filter(|_| new.is_some()).cloned(), ..News::default() };
        let months = months(said, &dues, costs(since), ticks).unwrap_or_else(|until| {
            told.unclear = Some(until);
            vec![]
        });
        for (month, what) in months {
            let sheet = match what {
                Told::Amount(fen) => Some(Some(fen)),
                Told::Paid => Some(costs(month).filter(|_| !ticks)),
                Told::Unpaid => None,
            };
            match (dues.paid(month), sheet) {
                (None, None) => {}
                (None, Some(fen)) => told.paid.push((month, fen)),
                // A tick says that it is paid, not how much.
                (Some(_), Some(_)) if what == Told::Paid => {}
                (Some(None), Some(Some(fen))) => told.told_now.push((month, fen)),
                (Some(ledger), Some(fen)) if ledger == fen => {}
                (Some(ledger), sheet) => told.other.push(Other { month, ledger, sheet: sheet.flatten() }),
            }
        }
        told.declared = new.map(|new| (since, new));
        Ok(told)
    }

    fn verdict(self, member: Id, sheet: bool) -> Verdict {
        let mut fields: Vec<String> = self.changes().into_iter().map(|c| c.0).collect();
        if sheet {
            fields.extend(self.other.iter().map(|o| o.month.to_string()));
        }
        if !fields.is_empty() {
            return Verdict::Changed(Box::new(Changed { subject: member, fields, facts: None, to: None }));
        }
        let nothing = self.declared.is_none() && self.paid.is_empty();
        if nothing { Verdict::Same(Some(member)) } else { Verdict::New(Some(member)) }
    }

    /// What becomes other than it stands: the name of the fact, old, new.
    fn changes(&self) -> Vec<(String, String, String)> {
        let text = |fen: Option<Fen>| fen.map_or(String::new(), |f| f.to_string());
        let mut changes = vec![];
        if let (Some((_, new)), Some(old)) = (&self.declared, &self.before) {
            if new.base != old.base {
                changes.push(("dues_base".into(), text(old.base), text(new.base)));
            } else {
                changes.push(("dues_due".into(), text(old.due), text(new.due)));
            }
        }
        changes.extend(self.told_now.iter().map(|(month, fen)| (month.to_string(), t("已交", "paid").into(), fen.to_string())));
        changes
    }
}

/// What the row declares: the class by the ledger's word for the member, or the one whose brackets
/// give the dues that the row tells; where none does, the dues are set as the register says.
fn declared(scales: &Scales, since: Month, member: &Member, said: &DuesSaid, rules: rulebook::Rules) -> Option<NewDeclaration> {
    let (scale, proposed) = (scales.in_month(since), Class::proposed(rules, &member.employment));
    let by_base = rules.all(keys::DUES_BY_BASE).into_iter().map(|(code, _)| code.to_owned());
    let gives = |class: &String| scale.due(class, said.base).is_some_and(|(fen, _)| said.due.is_none_or(|due| due == fen));
    let class = proposed.clone().into_iter().chain(by_base.filter(|_| said.base.is_some())).find(gives);
    match (class, said.due) {
        _ if said.base.is_none() && said.due.is_none() => None,
        (Some(class), _) => {
            let base = said.base.filter(|_| scale.due(&class, None).is_none());
            Some(NewDeclaration { class, base, ..NewDeclaration::default() })
        }
        (None, Some(due)) => {
            let why = t("导入的党费表", "an imported register").into();
            Some(NewDeclaration { class: proposed.unwrap_or_default(), base: said.base, due: Some(due), why })
        }
        (None, None) => None,
    }
}

/// The months that a row says something of. Where no column is a month's, those up to the month it
/// names: as many as the amount pays for, or all since the last that is paid. `Err` where an amount
/// goes with no months.
fn months(said: &DuesSaid, dues: &Dues, cost: Option<Fen>, ticks: bool) -> std::result::Result<Vec<(Month, Told)>, bool> {
    if !said.months.is_empty() {
        return Ok(said.months.clone());
    }
    let (until, paid) = match (said.until, said.paid) {
        (None, None) => return Ok(vec![]),
        (None, Some(_)) => return Err(false),
        (Some(until), paid) => (until, paid.filter(|_| !ticks)),
    };
    let Some(paid) = paid else {
        let open = |month: &Month| dues.paid(*month).is_none();
        return Ok(until.january().through(until).filter(open).map(|month| (month, Told::Paid)).collect());
    };
    let cost = cost.filter(|cost| paid.0 % cost.0 == 0).ok_or(true)?;
    let first = until.plus(1 - paid.0 / cost.0);
    if first.year() + 1 < until.year() {
        return Err(true);
    }
    Ok(first.through(until).map(|month| (month, Told::Amount(cost))).collect())
}

/// Enters what is news of a row.
pub fn take(cx: &Writer, member: &Member, said: &DuesSaid, choice: &str, import: Id) -> Result<()> {
    let news = News::of(cx, member, said, choice == "ticks")?;
    if let Some((since, new)) = &news.declared {
        Declaration::record(cx, member, *since, new, Some(import))?;
    }
    for (month, fen) in &news.paid {
        enter(cx, member, *month, *fen, import)?;
    }
    for (month, fen) in &news.told_now {
        replace(cx, member, *month, Some(*fen), import)?;
    }
    for other in news.other.iter().filter(|_| choice == "sheet") {
        replace(cx, member, other.month, other.sheet, import)?;
    }
    Ok(())
}

/// Old and new of what a row changes, for the page.
pub fn changes(cx: &Reader, member: Id, said: &DuesSaid) -> Result<Vec<lines::Changed>> {
    let news = News::of(cx, &cx.find(member)?, said, false)?;
    Ok(news
        .changes()
        .into_iter()
        .map(|(fact, old, new)| lines::Changed { fact: super::why::fact_name(&fact).to_owned(), old, new })
        .collect())
}

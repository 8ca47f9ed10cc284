//! A member's dues: where they stand, the year month by month, and all entries.

use super::{Names, short};
use crate::{
    closing::Month,
    dues::{
        Class, Declaration, Dues, Fen, How, NewDeclaration, Payment, Record, Relief, Relieve, Scales, Standing, View, Whose,
        declaration::month, entries, payment::NewPayment, register::InMonth, relief::NewRelief, standing::Terms,
    },
    orgs::Org,
    people::Member,
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Payments that are not folded away.
const LATELY: usize = 12;

#[derive(Deserialize, JsonSchema)]
pub struct Year {
    /// The year to show; this one where it is left out.
    year: Option<i16>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "dues/member.html")]
pub struct DuesOfMember {
    pub id: Id,
    pub name: String,
    pub organisation: Org,
    #[serde(flatten)]
    pub of: OfMember,
    pub reliefs: Vec<Relief>,
    #[serde(skip)]
    may_record: bool,
    #[serde(skip)]
    may_relieve: bool,
    #[serde(skip)]
    may_reveal: bool,
}

/// What both the desk and the member see of the member's dues.
#[derive(Serialize, JsonSchema)]
pub struct OfMember {
    pub year: i16,
    pub standing: Standing,
    /// January first.
    pub months: Vec<InMonth>,
    pub declarations: Vec<Declaration>,
    pub payments: Vec<Payment>,
    /// What can be declared.
    pub classes: Vec<Class>,
    /// The class that the ledger's facts or the last declaration propose.
    pub class: String,
    /// The first month that is not paid.
    pub next: Month,
    pub now: Month,
    #[schemars(with = "String")]
    pub today: jiff::civil::Date,
    pub months_max: i64,
    #[serde(skip)]
    pub(super) names: Names,
}

impl OfMember {
    pub fn read(cx: &Reader, member: &Member, year: Option<i16>) -> Result<OfMember> {
        let (book, now, today) = (rulebook::book(cx)?, Month::of(cx.today()), cx.today());
        let (scales, rules) = (Scales::of(&book), book.at(today));
        let january: Month = year.map_or(Ok(now.january()), |year| format!("{year:04}-01").parse())?;
        let dues = Dues::of(cx, Whose::Member(member.id))?;
        let standing = dues.standing(now, &scales, &Terms::of(rules));
        let declared = dues.declared(now).map(|d| d.class.clone()).filter(|c| !c.is_empty());
        Ok(OfMember {
            year: january.year(),
            months: InMonth::of_year(&dues, january, now, &scales),
            declarations: Declaration::of_member(cx, member.id)?,
            payments: Payment::of_member(cx, member.id)?,
            classes: Class::all(rules),
            class: declared.or_else(|| Class::proposed(rules, &member.employment)).unwrap_or_default(),
            next: standing.owed.first().copied().or(standing.paid_until.map(Month::next)).unwrap_or(now),
            months_max: rules.get(keys::DUES_MONTHS_MAX),
            names: Names(book.clone(), today),
            standing,
            now,
            today,
        })
    }

    /// The payments of about a year; those before are folded away.
    pub fn lately(&self) -> &[Payment] {
        &self.payments[..self.payments.len().min(LATELY)]
    }
    pub fn earlier(&self) -> &[Payment] {
        &self.payments[self.payments.len().min(LATELY)..]
    }

    /// What this month costs, and why.
    pub fn due(&self) -> String {
        match &self.standing.due {
            Some(due) => say!("{} 元", "{} yuan", due.fen()),
            None => t("还不知道", "Not known yet").into(),
        }
    }
    pub fn because(&self) -> String {
        match &self.standing.due {
            Some(due) => due.because(self.names.rules()),
            None => t("基数没有申报", "No base is declared").into(),
        }
    }
    pub fn declared(&self, declaration: &Declaration) -> String {
        declaration.words(self.names.rules())
    }
    pub fn owed(&self) -> String {
        match self.standing.owed[..] {
            [] => "0".into(),
            _ => say!("{} 个月", "{} months", self.standing.owed.len()),
        }
    }
    /// Which months are owed, in short.
    pub fn owed_months(&self) -> String {
        self.standing
            .owed
            .iter()
            .map(|m| if m.year() == self.now.year() { short(*m) } else { m.to_string() })
            .collect::<Vec<_>>()
            .join(t("、", ", "))
    }
    /// How many months a payment can cover, in the words of those who pay by the quarter.
    pub fn spans(&self) -> Vec<(i64, String)> {
        let name = |n: i64| match n {
            1 => t("一个月", "One month").into(),
            3 => t("一个季度（3 个月）", "A quarter (3 months)").into(),
            6 => t("半年（6 个月）", "Half a year (6 months)").into(),
            12 => t("一年（12 个月）", "A year (12 months)").into(),
            n => say!("{n} 个月", "{n} months"),
        };
        (1..=self.months_max).map(|n| (n, name(n))).collect()
    }
}

impl Page for DuesOfMember {
    fn title(&self) -> String {
        say!("{} 的党费", "Dues of {}", self.name)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(asked): Query<Year>) -> Result<Reply<DuesOfMember>> {
    let member: Member = cx.find(id)?;
    let (may_record, may_relieve, may_reveal) = (cx.may("dues.record"), cx.may("dues.relieve"), cx.may("people.reveal"));
    let (of, reliefs, organisation) = (OfMember::read(cx, &member, asked.year)?, Relief::of_member(cx, id)?, cx.find(member.org)?);
    Reply::show(DuesOfMember { id, name: member.name, organisation, of, reliefs, may_record, may_relieve, may_reveal })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Declared {
    /// A code of the rule book: wage, retired, farmer …
    pub class: String,
    /// In yuan, as 4500 or 4500.50; left out where the class has no base.
    pub base: String,
    /// The month it holds from, as 2026-10.
    pub from: String,
    /// Dues of a month that the organisation sets instead of the rule, in yuan.
    pub due: String,
    /// What they stand on.
    pub why: String,
}

impl Declared {
    pub fn record(self, cx: &kernel::Writer, member: &Member) -> Result<()> {
        let from = month(cx, member, "from", &self.from)?;
        let new =
            NewDeclaration { class: self.class, base: Fen::typed("base", &self.base)?, due: Fen::typed("due", &self.due)?, why: self.why };
        Declaration::record(cx, member, from, &new.checked(cx, from)?, None)
    }
}

pub fn declare(cx: &Cx<Record>, Path(id): Path<Id>, Input(declared): Input<Declared>) -> Acted {
    let member: Member = cx.find(id)?;
    declared.record(cx, &member)?;
    said(page(id), say!("记下了{}申报的基数。", "The base of {} is recorded.", member.name))
}

pub fn undeclare(cx: &Cx<Record>, Path((id, entry)): Path<(Id, Id)>) -> Acted {
    let member: Member = cx.find(id)?;
    Declaration::take_back(cx, &member, entry)?;
    said(page(id), t("申报已撤回。", "The declaration is taken back."))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Paying {
    /// The first month that is paid, as 2026-10.
    pub first: String,
    /// How many months: one, a quarter, several.
    #[serde(default = "one")]
    pub months: i64,
    /// In all, in yuan; what is due where left out.
    #[serde(default)]
    pub yuan: String,
    /// Today where left out.
    #[serde(default)]
    pub paid_on: String,
    pub how: How,
}

fn one() -> i64 {
    1
}

pub fn pay(cx: &Cx<Record>, Path(id): Path<Id>, Input(p): Input<Paying>) -> Acted {
    let member: Member = cx.find(id)?;
    let first = month(cx, &member, "first", &p.first)?;
    let day = || p.paid_on.trim().parse().map_err(|_| Error::field("paid_on", "请填写日期。", "Give the day."));
    let on = if p.paid_on.trim().is_empty() { cx.today() } else { day()? };
    Payment::enter(cx, &member, &NewPayment { first, months: p.months, fen: Fen::typed("yuan", &p.yuan)?, on, how: p.how })?;
    said(page(id), say!("记下了{}交的党费。", "The dues of {} are entered.", member.name))
}

pub fn unpay(cx: &Cx<Record>, Path((id, receipt)): Path<(Id, Id)>) -> Acted {
    let member: Member = cx.find(id)?;
    entries::unpay(cx, &member, receipt)?;
    said(page(id), t("这笔登记已撤回。", "The entry is taken back."))
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Relieving {
    /// The first month, as 2026-10.
    pub since: String,
    /// The last; left out where nothing is said.
    pub until: String,
    /// What is still due for a month, in yuan; nothing where the member is exempt.
    pub reduced_to: String,
    /// Sealed.
    pub reason: String,
    pub decided_by: String,
}

pub fn relieve(cx: &Cx<Relieve>, Path(id): Path<Id>, Input(r): Input<Relieving>) -> Acted {
    let member: Member = cx.find(id)?;
    let to = Some(r.until.as_str()).filter(|u| !u.trim().is_empty()).map(|u| month(cx, &member, "until", u)).transpose()?;
    let (from, due) = (month(cx, &member, "since", &r.since)?, Fen::typed("reduced_to", &r.reduced_to)?.unwrap_or_default());
    Relief::decide(cx, &member, &NewRelief { from, to, due, reason: r.reason, decided_by: r.decided_by })?;
    said(page(id), say!("记下了{}的减免。", "The relief of {} is recorded.", member.name))
}

pub fn unrelieve(cx: &Cx<Relieve>, Path((id, entry)): Path<(Id, Id)>) -> Acted {
    let member: Member = cx.find(id)?;
    Relief::take_back(cx, &member, entry)?;
    said(page(id), t("减免已撤回。", "The relief is taken back."))
}

fn page(id: Id) -> String {
    format!("/members/{id}/dues")
}

//! The register of an organisation for a year: a row a member, in the order of the ledger.

use super::{Due, Dues, Fen, Scales, Standing, Whose, entries::stands, standing::Terms};
use crate::{closing::Month, orgs::Org, rulebook};
use kernel::{Error, Id, Reader, Result, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Members on one page.
pub const PAGE: usize = 50;

/// Whom somebody wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    #[default]
    #[serde(alias = "")]
    Everybody,
    /// A month of the year is over and not paid.
    Owed,
    /// Unpaid for so many months on end that the rule book warns.
    Warned,
    /// Nobody has declared a base.
    Undeclared,
}

impl Only {
    pub const ALL: [Only; 4] = [Only::Everybody, Only::Owed, Only::Warned, Only::Undeclared];

    pub fn code(self) -> &'static str {
        match self {
            Only::Everybody => "everybody",
            Only::Owed => "owed",
            Only::Warned => "warned",
            Only::Undeclared => "undeclared",
        }
    }
}

/// A member's year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub name: String,
    pub organisation: String,
    pub base: Option<Fen>,
    /// January first.
    pub months: Vec<InMonth>,
    /// In this year.
    pub paid: Fen,
    pub standing: Standing,
}

/// A month of a member.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InMonth {
    pub month: Month,
    pub state: State,
    pub due: Option<Fen>,
    /// What was paid, where it is known.
    pub paid: Option<Fen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Paid,
    /// Over and not paid.
    Owed,
    /// It runs or lies ahead.
    Open,
    /// Nothing is due, by decision.
    Spared,
    /// Before the member's time, or nothing is known.
    Outside,
}

impl InMonth {
    pub fn of(dues: &Dues, month: Month, now: Month, scales: &Scales) -> InMonth {
        let (due, paid) = (dues.due(month, scales).as_ref().map(Due::fen), dues.paid(month));
        let state = match paid {
            Some(_) => State::Paid,
            None if !dues.expects(month) => State::Outside,
            None if dues.relief(month).is_some_and(|r| r.due == Fen(0)) => State::Spared,
            None if dues.owes(month, now) => State::Owed,
            None => State::Open,
        };
        InMonth { month, state, due, paid: paid.flatten() }
    }

    pub fn of_year(dues: &Dues, january: Month, now: Month, scales: &Scales) -> Vec<InMonth> {
        january.through(december(january)).map(|month| InMonth::of(dues, month, now, scales)).collect()
    }
}

pub fn december(january: Month) -> Month {
    Month::of(january.first().last_of_year())
}

/// One page, and where the next begins.
pub struct Leaf {
    pub lines: Vec<Line>,
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    path: String,
    name: String,
    organisation: String,
}

/// The members of an organisation and below it, from `after` on, with their year.
pub fn read(cx: &Reader, org: &Org, january: Month, only: Only, after: &str, most: usize) -> Result<Leaf> {
    let cx = &cx.within(&org.path)?;
    let (book, now) = (rulebook::book(cx)?, Month::of(cx.today()));
    let (scales, terms) = (Scales::of(&book), Terms::of(book.at(cx.today())));
    let (path, id, name) = cursor(org, after)?;
    let which = match only {
        Only::Everybody => "1 = 1".to_owned(),
        Only::Owed => format!("{} > 0", owed(january.through(december(january).min(now.before())))),
        Only::Warned => warned_by(now, &terms),
        Only::Undeclared => format!("not {}", of("dues_declarations", "1 = 1")),
    };
    let sql = format!(
        "select m.id, m.path, m.name, o.name as organisation from {{members from $1, $2, $3}} m join {{orgs}} o on o.tenant = m.tenant and o.id = m.org \
         where {which} order by m.path, m.name, m.id limit {}",
        most + 1
    );
    let mut rows: Vec<Row> = cx.all(&sql, args![path, name, id])?;
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more).map(|r| format!("{}.{}.{}", r.path, r.id, r.name));
    let ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
    let mut dues = Dues::all(cx, Whose::These(&ids))?;
    let line = |row: Row| {
        let dues = dues.remove(&row.id).unwrap_or_default();
        Line {
            base: dues.declared(now).and_then(|d| d.base),
            months: InMonth::of_year(&dues, january, now, &scales),
            paid: dues.paid_between(january, december(january)),
            standing: dues.standing(now, &scales, &terms),
            id: row.id,
            name: row.name,
            organisation: row.organisation,
        }
    };
    Ok(Leaf { lines: rows.into_iter().map(line).collect(), next })
}

/// How many members the rule book warns of, and the first few names.
pub fn warned(cx: &Reader, most: usize) -> Result<(i64, Vec<String>)> {
    // Where no dues are kept nobody is looked at.
    let anywhere = cx.beyond_scope("whether dues are kept at all; nothing of it is shown");
    let kept = |table: &str| anywhere.maybe::<Id>(&format!("select e.id from {{{table}}} e limit 1"), args![]);
    if kept("dues_declarations")?.is_none() && kept("dues_payments")?.is_none() {
        return Ok((0, vec![]));
    }
    let terms = Terms::of(rulebook::book(cx)?.at(cx.today()));
    let which = warned_by(Month::of(cx.today()), &terms);
    let names: Vec<String> = cx.all(&format!("select m.name from {{members}} m where {which} order by m.path, m.name, m.id"), args![])?;
    Ok((names.len() as i64, names.into_iter().take(most).collect()))
}

/// Where the page before ended: path, id and name.
fn cursor(org: &Org, after: &str) -> Result<(String, Id, String)> {
    if after.is_empty() {
        return Ok((org.path.clone(), Id::NIL, String::new()));
    }
    let mut parts = after.splitn(3, '.');
    match (parts.next(), parts.next().and_then(|id| id.parse().ok()), parts.next()) {
        (Some(path), Some(id), Some(name)) => Ok((path.into(), id, name.into())),
        _ => Err(Error::NotFound),
    }
}

/// The members `m` who have paid none of the last months and should have: the same as
/// `Standing::warned`, for a whole ledger. Most people are seen to have paid with one look.
fn warned_by(now: Month, terms: &Terms) -> String {
    let (first, last) = (now.plus(-terms.warn), now.before());
    let paid = of("dues_payments", &format!("e.month >= '{first}' and e.month <= '{last}'"));
    let known = known(&format!("'{first}'"));
    format!("not {paid} and {known} and {} = {}", owed(first.through(last)), terms.warn)
}

/// How many of these months, which are over, a member `m` owes: the same as `Dues::owes`.
fn owed(months: impl Iterator<Item = Month>) -> String {
    let months: Vec<String> = months.map(|month| format!("select '{month}' as month")).collect();
    if months.is_empty() {
        return "0".into();
    }
    let known = known("y.month");
    let spared = of("dues_reliefs", "e.due = 0 and e.from_month <= y.month and (e.to_month is null or e.to_month >= y.month)");
    format!(
        "(select count(*) from ({}) y where (m.joined is null or m.joined = '' or substr(m.joined, 1, 7) <= y.month) and not {} and {known} and not {spared})",
        months.join(" union all "),
        of("dues_payments", "e.month = y.month"),
    )
}

/// Whether anything is known of the dues of a member `m` up to a month.
fn known(month: &str) -> String {
    let (declared, paid) = (format!("e.from_month <= {month}"), format!("e.month <= {month}"));
    format!("({} or {})", of("dues_declarations", &declared), of("dues_payments", &paid))
}

/// Whether an entry of a table stands for a member `m`.
fn of(table: &str, which: &str) -> String {
    format!("exists (select 1 from {{{table}}} e where e.tenant = m.tenant and e.member = m.id and {which} and {})", stands(table))
}

/// An address of the register.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asked {
    /// The organisation; the top of what one looks after where left out.
    #[serde(deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub org: Option<Id>,
    /// This year where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    pub only: Only,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

fn blank_is_none<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Option<Id>, D::Error> {
    let text = Option::<String>::deserialize(from)?.filter(|t| !t.is_empty());
    text.map(|t| t.parse().map_err(serde::de::Error::custom)).transpose()
}

impl Asked {
    pub fn january(&self, cx: &Reader) -> Result<Month> {
        match self.year {
            Some(year) => format!("{year:04}-01").parse(),
            None => Ok(Month::of(cx.today()).january()),
        }
    }

    pub fn url(&self, page: &str) -> String {
        format!("{page}?{}", serde_html_form::to_string(self).unwrap_or_default())
    }
}

//! What a member declares: the class of their dues and the base, from a month on. A change is a new
//! entry; each holds until the next.

use super::{Class, Fen, Scales, entries::stands};
use crate::{
    closing::Month,
    people::Member,
    rulebook::{self, keys},
};
use kernel::{Error, Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Declaration {
    pub id: Id,
    pub member: Id,
    pub from_month: Month,
    /// A code of the rule book; empty where a register named only the dues.
    pub class: String,
    pub base: Option<Fen>,
    /// Dues that the organisation has set itself, which go before the rule's.
    pub due: Option<Fen>,
    /// What that stands on.
    pub why: String,
    /// The import it came with.
    pub source: Option<Id>,
    pub made_at: String,
    pub made_by: String,
    pub taken_back: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewDeclaration {
    pub class: String,
    pub base: Option<Fen>,
    pub due: Option<Fen>,
    pub why: String,
}

impl Declaration {
    /// All entries of a member, the newest first.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Declaration>> {
        let sql = format!(
            "select {COLUMNS} from {{dues_declarations}} e where e.member = $1 and e.reverses is null order by e.from_month desc, e.id desc"
        );
        cx.all(&sql, args![member])
    }

    /// Those that stand, for the members that a condition over `e` names, the oldest month first.
    pub fn standing(cx: &Reader, whose: &str, args: &[kernel::Value]) -> Result<Vec<Declaration>> {
        let stands = stands("dues_declarations");
        cx.all(&format!("select {COLUMNS} from {{dues_declarations}} e where {stands} and {whose} order by e.from_month, e.id"), args)
    }

    /// Appends what holds from a month on; nothing where it is what holds already.
    pub fn record(cx: &Writer, member: &Member, from: Month, new: &NewDeclaration, source: Option<Id>) -> Result<()> {
        let held = Declaration::standing(cx, "e.member = $1", args![member.id])?;
        if held.iter().rev().find(|d| d.from_month <= from).is_some_and(|d| d.says(new)) {
            return Ok(());
        }
        let id = cx.new_id();
        cx.run(
            "insert into {dues_declarations} (id, member, path, from_month, class, base, due, why, source, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![id, member.id, &member.path, from, &new.class, new.base.map(|b| b.0), new.due.map(|d| d.0), &new.why, source, cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, format!("dues declared from {from}: {}", new.class));
        Ok(())
    }

    pub fn says(&self, new: &NewDeclaration) -> bool {
        (&self.class, self.base, self.due) == (&new.class, new.base, new.due)
    }
}

impl NewDeclaration {
    /// Refuses what the rule book cannot count with.
    pub fn checked(self, cx: &Reader, from: Month) -> Result<NewDeclaration> {
        let book = rulebook::book(cx)?;
        let class = Class::all(book.at(from.first())).into_iter().find(|c| c.code == self.class);
        let class = class.ok_or_else(|| Error::field("class", "请选择类别。", "Choose the class."))?;
        let base = self.base.filter(|_| class.by_base);
        if self.due.is_some() && self.why.trim().is_empty() {
            return Err(Error::field("why", "另定月应交，请写明依据。", "Say what the set dues stand on."));
        }
        if self.due.is_none() && Scales::of(&book).in_month(from).due(&class.code, base).is_none() {
            return Err(Error::field("base", "请填写每月的基数，大于 0。", "Give the monthly base, more than 0."));
        }
        Ok(NewDeclaration { base, ..self })
    }
}

/// The first month that dues of a member can be about: nobody pays before joining, nor for longer
/// than people live; and nobody is asked about a time far ahead.
pub fn month(cx: &Reader, member: &Member, field: &str, typed: &str) -> Result<Month> {
    let month: Month = typed.trim().parse().map_err(|_| Error::field(field, "月份请写成 2026-10。", "Write the month as 2026-10."))?;
    let (now, book) = (Month::of(cx.today()), rulebook::book(cx)?);
    let rules = book.at(cx.today());
    let earliest = member.joined.as_deref().and_then(joined).unwrap_or(now.plus(-12 * rules.get(keys::AGE_MAX)));
    if month < earliest {
        return Err(Error::field(field, "早于入党的月份。", "This is before the month of joining."));
    }
    if month > now.plus(rules.get(keys::DUES_MONTHS_MAX)) {
        return Err(Error::field(field, "这个月份太远了。", "This month is too far ahead."));
    }
    Ok(month)
}

/// The month of joining, from which dues are paid; the first of a year of which no month is known.
pub fn joined(day: &str) -> Option<Month> {
    day.get(..7).map(str::to_owned).or_else(|| day.get(..4).map(|year| format!("{year}-01")))?.parse().ok()
}

const COLUMNS: &str = "e.id, e.member, e.from_month, e.class, e.base, e.due, e.why, e.source, e.made_at, e.made_by, \
    case when exists (select 1 from {dues_declarations} r where r.tenant = e.tenant and r.member = e.member and r.reverses = e.id) then 1 else 0 end as taken_back";

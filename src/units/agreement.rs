//! What a unit and the community have agreed on: from when until when, signed on which day, the duties
//! of both sides in words.

use super::Unit;
use crate::rulebook::{self, keys};
use jiff::civil::Date;
use kernel::{Error, FieldError, Id, Noun, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    pub id: Id,
    pub path: String,
    pub unit: Id,
    #[schemars(with = "String")]
    pub from_day: Date,
    #[schemars(with = "String")]
    pub to_day: Date,
    #[schemars(with = "String")]
    pub signed_on: Date,
    /// What the community does.
    pub ours: String,
    /// What the unit does.
    pub theirs: String,
    /// Ended before its day.
    #[schemars(with = "Option<String>")]
    pub ended_on: Option<Date>,
}
impl Noun for Agreement {
    const TABLE: &'static str = "unit_agreements";
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewAgreement {
    pub from_day: String,
    pub to_day: String,
    pub signed_on: String,
    pub ours: String,
    pub theirs: String,
}

impl Agreement {
    pub fn sign(cx: &Writer, unit: &Unit, new: &NewAgreement) -> Result<Id> {
        let mut wrong = vec![];
        let from = day(&new.from_day, "from_day", None, &mut wrong);
        let to = day(&new.to_day, "to_day", None, &mut wrong);
        let signed = day(&new.signed_on, "signed_on", from, &mut wrong);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            wrong.push(FieldError { field: "to_day".into(), text: Text::new("到期日早于开始日。", "It ends before it begins.") });
        }
        for (field, text) in [("ours", &new.ours), ("theirs", &new.theirs)] {
            if text.trim().is_empty() {
                wrong.push(FieldError { field: field.into(), text: Text::new("请写这一方做什么。", "Say what this side does.") });
            }
        }
        let (Some(from), Some(to), Some(signed), true) = (from, to, signed, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
        let id = cx.new_id();
        cx.run(
            "insert into {unit_agreements} (id, path, unit, from_day, to_day, signed_on, ours, theirs, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![id, &unit.path, unit.id, from, to, signed, new.ours.trim(), new.theirs.trim(), cx.now(), &cx.actor().name],
        )?;
        cx.note(unit.id, format!("agreement with {} until {to}", unit.name));
        Ok(id)
    }

    /// The latest end first.
    pub fn of(cx: &Reader, unit: Id) -> Result<Vec<Agreement>> {
        cx.all("select * from {unit_agreements} a where a.unit = $1 order by a.to_day desc, a.id", args![unit])
    }

    pub fn of_unit(cx: &Reader, unit: Id, id: Id) -> Result<Agreement> {
        let agreement: Agreement = cx.find(id)?;
        if agreement.unit == unit { Ok(agreement) } else { Err(Error::NotFound) }
    }

    pub fn end(&self, cx: &Writer) -> Result<()> {
        if self.ended_on.is_some() {
            return Err(Error::rule("agreement_ended", "协议已经结束。", "The agreement has ended."));
        }
        cx.run_one("update {unit_agreements} set ended_on = $1 where id = $2", args![cx.today(), self.id])?;
        cx.note(self.unit, "agreement ended");
        Ok(())
    }

    pub fn holds(&self, today: Date) -> bool {
        self.ended_on.is_none() && self.to_day >= today
    }

    /// Units whose agreement ends within the days of the rule book with none after it: how many, and the
    /// first of them.
    pub fn ending(cx: &Reader) -> Result<Vec<(Id, String, String)>> {
        let today = cx.today();
        let until = today.checked_add(rulebook::book(cx)?.at(today).get(keys::AGREEMENT_WARN))?;
        cx.all(
            "select u.id, u.name, max(a.to_day) as ends from {unit_agreements} a join {units} u on u.tenant = a.tenant and u.id = a.unit \
             where a.ended_on is null and a.to_day >= $1 group by u.id, u.name having max(a.to_day) <= $2 order by ends, u.name",
            args![today, until],
        )
    }
}

/// A day that was typed, or the one that holds where nothing was.
pub(super) fn day(typed: &str, field: &str, or: Option<Date>, wrong: &mut Vec<FieldError>) -> Option<Date> {
    let day = match typed.trim() {
        "" => or,
        text => text.parse().ok(),
    };
    if day.is_none() {
        let text = Text::new("请填日期，如 2026-11-22。", "Give a day, such as 2026-11-22.");
        wrong.push(FieldError { field: field.into(), text });
    }
    day
}

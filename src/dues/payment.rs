//! What was paid, as somebody told it: a row a month, the months of one payment under one receipt.

use super::{Due, Dues, Fen, Scales, Whose};
use crate::{
    closing::Month,
    people::Member,
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How it was paid, or from where it is known. All count the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Cash,
    Transfer,
    Online,
    /// By a relative or another member.
    ByAnother,
    /// As a register says that was imported.
    Workbook,
}

impl How {
    /// What somebody can enter by hand.
    pub const ALL: [How; 4] = [How::Cash, How::Transfer, How::Online, How::ByAnother];

    pub fn code(self) -> &'static str {
        match self {
            How::Cash => "cash",
            How::Transfer => "transfer",
            How::Online => "online",
            How::ByAnother => "by_another",
            How::Workbook => "workbook",
        }
    }
    pub fn name(self) -> Text {
        match self {
            How::Cash => Text::fixed("现金", "Cash"),
            How::Transfer => Text::fixed("转账或代扣", "Transfer"),
            How::Online => Text::fixed("线上缴费", "Online"),
            How::ByAnother => Text::fixed("他人代交", "By somebody else"),
            How::Workbook => Text::fixed("导入的党费表", "An imported register"),
        }
    }
}

/// A payment as people remember it: its months together.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Payment {
    pub receipt: Id,
    pub first: Month,
    pub last: Month,
    /// Unknown where a register has a tick and no amount.
    pub fen: Option<Fen>,
    pub paid_on: String,
    pub how: How,
    pub made_by: String,
    pub source: Option<Id>,
    pub taken_back: bool,
}

pub struct NewPayment {
    pub first: Month,
    pub months: i64,
    /// What was paid in all; what is due for these months where left out.
    pub fen: Option<Fen>,
    pub on: Date,
    pub how: How,
}

impl Payment {
    /// A member's payments, the newest first.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Payment>> {
        cx.all(
            "select e.receipt, min(e.month) as first, max(e.month) as last, cast(sum(e.fen) as bigint) as fen, e.occurred_on as paid_on, e.how, e.made_by, e.source, \
             cast(max(case when exists (select 1 from {dues_payments} r where r.tenant = e.tenant and r.member = e.member and r.month = e.month and r.reverses = e.id) then 1 else 0 end) as bigint) as taken_back \
             from {dues_payments} e where e.member = $1 and e.reverses is null group by e.receipt, e.occurred_on, e.how, e.made_by, e.source \
             order by max(e.month) desc, e.occurred_on desc, e.receipt desc",
            args![member],
        )
    }

    /// Enters what a member paid. Each month gets what is due for it; whoever pays more pays it with
    /// the last.
    pub fn enter(cx: &Writer, member: &Member, new: &NewPayment) -> Result<()> {
        let (book, now) = (rulebook::book(cx)?, Month::of(cx.today()));
        let rules = book.at(cx.today());
        if !(1..=rules.get(keys::DUES_MONTHS_MAX)).contains(&new.months) {
            return Err(Error::field("months", "月数不对。", "This number of months cannot be."));
        }
        if new.on > cx.today() {
            return Err(Error::field("paid_on", "日期在将来。", "The date lies in the future."));
        }
        let last = new.first.plus(new.months - 1);
        if last > now && !rules.get(keys::DUES_QUARTERLY) {
            return Err(Error::field(
                "months",
                "规则里没有允许按季度交，不能预交还没到的月份。",
                "By the rule book no month is paid ahead.",
            ));
        }
        let dues = Dues::of(cx, Whose::Member(member.id))?;
        let scales = Scales::of(&book);
        let asked = || new.first.through(last).map(|m| (m, dues.due(m, &scales)));
        if let Some((paid, _)) = asked().find(|(m, _)| dues.paid(*m).is_some()) {
            return Err(Error::field("first", format!("{paid} 已经交过。"), format!("{paid} is paid already.")));
        }
        // Where nothing is due nothing is paid.
        let months: Vec<(Month, Option<Fen>)> =
            asked().map(|(m, due)| (m, due.as_ref().map(Due::fen))).filter(|(_, due)| *due != Some(Fen(0))).collect();
        let receipt = cx.new_id();
        for (month, fen) in shares(&months, new.fen)? {
            append(cx, member, &Row { receipt, month, fen: Some(fen), on: new.on, how: new.how, reverses: None, source: None })?;
        }
        cx.note(member.id, format!("dues paid {} to {last}", new.first));
        Ok(())
    }
}

/// What of a payment belongs to each month.
fn shares(months: &[(Month, Option<Fen>)], paid: Option<Fen>) -> Result<Vec<(Month, Fen)>> {
    let Some((last, _)) = months.last() else {
        return Err(Error::field("first", "这些月份不用交。", "Nothing is due for these months."));
    };
    let due: Option<Vec<(Month, Fen)>> = months.iter().map(|(m, due)| Some((*m, (*due)?))).collect();
    let (mut parts, paid) = match (due, paid) {
        (Some(due), None) => return Ok(due),
        (Some(due), Some(paid)) => (due, paid),
        (None, None) => return Err(Error::field("yuan", "还没有申报基数，请填写金额。", "No base is declared yet: give the amount.")),
        (None, Some(paid)) => (months.iter().map(|(m, _)| (*m, Fen(paid.0 / months.len() as i64))).collect(), paid),
    };
    let more = paid.0 - parts.iter().map(|(_, fen)| *fen).sum::<Fen>().0;
    if paid.0 <= 0 || more < 0 {
        let due = Fen(paid.0 - more);
        return Err(Error::field(
            "yuan",
            format!("这几个月应交 {due} 元；少交要先有减免决定。"),
            format!("{due} yuan are due for these months; to pay less wants a decision first."),
        ));
    }
    parts.iter_mut().filter(|(m, _)| m == last).for_each(|(_, fen)| fen.0 += more);
    Ok(parts)
}

/// A row of the register of payments.
pub struct Row {
    pub receipt: Id,
    pub month: Month,
    pub fen: Option<Fen>,
    pub on: Date,
    pub how: How,
    pub reverses: Option<Id>,
    pub source: Option<Id>,
}

pub fn append(cx: &Writer, member: &Member, row: &Row) -> Result<()> {
    cx.run(
        "insert into {dues_payments} (occurred_on, id, receipt, member, path, month, fen, how, reverses, source, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![row.on, cx.new_id(), row.receipt, member.id, &member.path, row.month, row.fen.map(|f| f.0), row.how.code(), row.reverses, row.source, cx.now(), &cx.actor().name],
    )?;
    Ok(())
}

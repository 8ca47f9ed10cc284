//! The pages of dues: the register of an organisation, a member's dues, my own.

pub mod member;
pub mod own;
pub mod register;

use super::{
    Declaration, Due, Fen, How, Payment, Relief, Standing,
    register::{InMonth, State},
};
use crate::{
    closing::Month,
    rulebook::{self, Rules},
};
use kernel::{Lang, say, t};

impl Due {
    /// From what it follows: `4500 元的 1%（按月领取工资）`.
    pub fn because(&self, rules: Rules) -> String {
        let class = |code: &str| super::Class::name(rules, code);
        match self {
            Due::Share { class: code, base, per_10000, .. } => {
                let (share, name) = (percent(*per_10000), class(code));
                say!("基数 {base} 元的 {share}%（{name}）", "{share}% of {base} yuan ({name})")
            }
            Due::Fixed { class: code, .. } => say!("{}，每月同额", "{}: the same each month", class(code)),
            Due::Set { why, .. } => say!("本组织核定（{why}）", "set by the organisation ({why})"),
            Due::Relief { fen: Fen(0), decided_by } => say!("免交，{decided_by}决定", "exempt, decided by {decided_by}"),
            Due::Relief { decided_by, .. } => say!("少交，{decided_by}决定", "less, decided by {decided_by}"),
        }
    }
}

/// `0.5`, `1`, `1.5` of a share in ten-thousandths.
fn percent(per_10000: i64) -> String {
    let text = format!("{}.{:02}", per_10000 / 100, per_10000 % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl InMonth {
    /// What stands in the month's cell.
    pub fn cell(&self) -> String {
        match (self.state, self.paid) {
            (State::Paid, Some(fen)) => fen.to_string(),
            (State::Paid, None) => t("已交", "paid").into(),
            (State::Owed, _) => t("未交", "owed").into(),
            (State::Spared, _) => t("免", "exempt").into(),
            (State::Open | State::Outside, _) => String::new(),
        }
    }
    pub fn is_owed(&self) -> bool {
        self.state == State::Owed
    }
    /// `1月`, or `Jan`.
    pub fn short(&self) -> String {
        short(self.month)
    }
}

pub fn short(month: Month) -> String {
    let day = month.first();
    match Lang::here() {
        Lang::Zh => format!("{}月", day.month()),
        Lang::En => day.strftime("%b").to_string(),
    }
}

impl Standing {
    /// `交到 2026年10月，没有欠交`.
    pub fn words(&self) -> String {
        let until = match self.paid_until {
            Some(month) => say!("交到{}", "paid up to {}", month.name()),
            None => t("还没有交过", "nothing paid yet").into(),
        };
        match (self.owed.len(), self.in_a_row) {
            (0, _) => until,
            (owed, 0 | 1) => say!("{until}，欠 {owed} 个月", "{until}, {owed} months owed"),
            (owed, row) => say!("{until}，欠 {owed} 个月，其中最近连续 {row} 个月", "{until}, {owed} months owed, the last {row} on end"),
        }
    }
}

impl Payment {
    pub fn months(&self) -> String {
        if self.first == self.last { self.first.name() } else { say!("{} 至 {}", "{} to {}", self.first.name(), self.last.name()) }
    }
    pub fn amount(&self) -> String {
        self.fen.map_or_else(|| t("金额没有写", "amount not told").into(), |fen| say!("{fen} 元", "{fen} yuan"))
    }
    pub fn by(&self) -> String {
        let how: How = self.how;
        format!("{} · {}", how.name(), self.made_by)
    }
}

impl Relief {
    pub fn months(&self) -> String {
        match self.to_month {
            Some(to) => say!("{} 至 {}", "{} to {}", self.from_month.name(), to.name()),
            None => say!("自 {} 起", "from {} on", self.from_month.name()),
        }
    }
    pub fn amount(&self) -> String {
        if self.due == Fen(0) { t("免交", "Exempt").into() } else { say!("每月 {} 元", "{} yuan a month", self.due) }
    }
}

impl Declaration {
    /// `离退休，基数 4200 元`.
    pub fn words(&self, rules: Rules) -> String {
        let class = super::Class::name(rules, &self.class);
        let base = self.base.map(|b| say!("，基数 {b} 元", ", base {b} yuan")).unwrap_or_default();
        let set = self.due.map(|d| say!("，核定月应交 {d} 元（{}）", ", dues set to {d} yuan ({})", self.why)).unwrap_or_default();
        format!("{class}{base}{set}")
    }
}

/// The rules of today, which the pages name classes by.
struct Names(std::sync::Arc<rulebook::Book>, jiff::civil::Date);

impl Names {
    fn rules(&self) -> Rules<'_> {
        self.0.at(self.1)
    }
}

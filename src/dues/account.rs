//! Who is paid up to a month, for a whole subtree in a few statements: months are counted and no sums.

use super::{Dues, Whose, entries::stands};
use crate::closing::Month;
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args, schema::past};
use std::collections::HashMap;

/// The members' accounts between two months, as far as anything is known of their dues.
pub struct Accounts {
    first: Month,
    last: Month,
    by_member: HashMap<Id, Entries>,
}

struct Entries {
    /// Since when anything is known.
    since: Month,
    /// How many of the months are paid.
    paid: i64,
    /// All that stands of them, where months are asked of nobody: those may be paid as well.
    relieved: Option<Dues>,
}

/// A member's account.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    all: &'a Accounts,
    entries: &'a Entries,
}

impl Accounts {
    /// By what was entered until a day.
    pub fn of(cx: &Reader, path: &str, first: Month, last: Month, until: Date) -> Result<Accounts> {
        // An entry and what reverses it are of one month: together they are none.
        const STANDS: &str = "sum(case when e.reverses is null then 1 else -1 end)";
        let sql = format!(
            "select m.id, (select min(e.month) from {{dues_payments}} e where e.tenant = m.tenant and e.member = m.id and e.reverses is null) as first_paid, \
             (select min(d.month) from (select e.from_month as month from {{dues_declarations}} e where e.tenant = m.tenant and e.member = m.id and e.from_month <= $3 \
              group by e.from_month having {STANDS} > 0) d) as declared, \
             (select cast({STANDS} as bigint) from {{dues_payments}} e where e.tenant = m.tenant and e.member = m.id and e.month >= $4 and e.month <= $3 and e.occurred_on <= $5) as paid \
             from {{members}} m where m.path >= $1 and m.path < $2"
        );
        let mut by_member: HashMap<Id, Entries> = HashMap::new();
        type Row = (Id, Option<Month>, Option<Month>, Option<i64>);
        cx.each(&sql, args![path, past(path), last, first, until], |(member, first_paid, declared, paid): Row| {
            if let Some(since) = [first_paid.filter(|_| paid.is_some()), declared].into_iter().flatten().min() {
                by_member.insert(member, Entries { since, paid: paid.unwrap_or(0), relieved: None });
            }
            Ok(())
        })?;
        let relieved = format!(
            "select e.member from {{dues_reliefs}} e where {} and e.due = 0 and e.from_month <= $3 and e.path >= $1 and e.path < $2",
            stands("dues_reliefs")
        );
        for member in cx.all::<Id>(&relieved, args![path, past(path), last])? {
            if let Some(entries) = by_member.get_mut(&member) {
                entries.relieved = Some(Dues::of(cx, Whose::Member(member))?);
            }
        }
        Ok(Accounts { first, last, by_member })
    }

    pub fn of_member(&self, member: Id) -> Option<Account<'_>> {
        self.by_member.get(&member).map(|entries| Account { all: self, entries })
    }
}

impl Account<'_> {
    /// The months that are the member's to pay; none before joining.
    fn months(&self, joined: Option<Month>) -> impl Iterator<Item = Month> {
        self.entries.since.max(self.all.first).max(joined.unwrap_or(self.all.first)).through(self.all.last)
    }

    /// Anything was asked of them.
    pub fn owes(&self, joined: Option<Month>) -> bool {
        let nobody = |month: Month| self.entries.relieved.as_ref().is_some_and(|dues| dues.is_relieved(month));
        self.months(joined).any(|month| !nobody(month))
    }

    /// All of it is paid.
    pub fn is_settled(&self, joined: Option<Month>) -> bool {
        match &self.entries.relieved {
            Some(dues) => self.months(joined).all(|month| dues.is_settled(month)),
            None => self.entries.paid >= self.months(joined).count() as i64,
        }
    }
}

//! The six clears: what somebody who looks after a member should know. A talk is counted, never
//! what was thought or said.

use super::days;
use crate::rulebook::{Rules, keys};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Clear,
    /// Known, and not confirmed for so long that it should be asked again.
    Old,
    Unknown,
}

impl State {
    pub fn class(self) -> &'static str {
        match self {
            State::Clear => "",
            State::Old => "old",
            State::Unknown => "none",
        }
    }
}

/// The dates before which a clear is old.
#[derive(Clone, Debug, Default)]
pub struct Freshness {
    facts: String,
    talk: String,
}

impl Freshness {
    pub fn of(rules: Rules<'_>, today: Date) -> Freshness {
        Freshness { facts: days::before(today, rules.get(keys::CLEARS_FRESH)), talk: days::before(today, rules.get(keys::TALK_WITHIN)) }
    }
}

/// What is known of a member, and since when.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The sum of what is known: 1 whereabouts, 2 phone, 4 housing, 8 work, 16 family; 32 and 64 where
    /// the card itself says where somebody lives and what they live on.
    pub facts: i64,
    /// The day on which the contact card was true.
    pub card_on: Option<&'a str>,
    /// The day on which the ledger's facts came; a change since is a confirmation of what it changed.
    pub ledger_on: &'a str,
    pub last_contact: Option<&'a str>,
    pub talked_on: Option<&'a str>,
    /// The confirmations of each field that stand, as `field=day` between blanks.
    pub confirmed: Option<&'a str>,
}

macro_rules! facts {
    () => {
        "case when m.lives_at is null and m.home is null and f.member is null then 0 else 1 end + case when m.phone is null then 0 else 2 end \
         + case when coalesce(c.housing, '') = '' then 0 else 4 end + case when m.employment = '' and coalesce(c.work, '') = '' then 0 else 8 end + case when c.family is null then 0 else 16 end \
         + case when c.lives_at is null and c.former_home is null then 0 else 32 end + case when coalesce(c.work, '') = '' then 0 else 64 end as known, \
         c.confirmed_on as card_on, m.taken_in_on as ledger_on"
    };
}

macro_rules! told {
    ($by:literal) => {
        concat!(
            ", (select string_agg(z.said, ' ') from (select w.field || '=' || w.occurred_on as said from {confirmations} w where w.tenant = m.tenant and w.member = m.id",
            $by,
            " group by w.field, w.occurred_on having sum(case when w.reverses is null then 1 else -1 end) > 0) z) as confirmed, \
             (select max(w.occurred_on) from {contacts} w where w.tenant = m.tenant and w.member = m.id and w.kind = 'talk'",
            $by,
            ") as talked_on"
        )
    };
}

/// The columns that `Known` needs, for a query over `m` (members), `f` (floating) and `c` (cards).
pub const KNOWN: &str = concat!(facts!(), told!(""));

/// The same of what was told by a day, which is the first argument.
pub const KNOWN_BY: &str = concat!(facts!(), told!(" and w.occurred_on <= $1"));

pub const COUNT: usize = 6;

/// What the database tells of one member, to be looked at as [`Known`].
#[derive(Debug, Deserialize)]
pub struct Told {
    known: i64,
    card_on: Option<String>,
    ledger_on: String,
    talked_on: Option<String>,
    confirmed: Option<String>,
}

impl Told {
    pub fn of(cx: &Reader, member: Id) -> Result<Told> {
        let sql = format!(
            "select {KNOWN} from {{members}} m left join {{floating}} f on f.tenant = m.tenant and f.member = m.id left join {{cards}} c on c.tenant = m.tenant and c.member = m.id where m.id = $1"
        );
        cx.one(&sql, args![member])
    }

    pub fn known<'a>(&'a self, last_contact: Option<&'a str>) -> Known<'a> {
        Known {
            facts: self.known,
            card_on: self.card_on.as_deref(),
            ledger_on: &self.ledger_on,
            last_contact,
            talked_on: self.talked_on.as_deref(),
            confirmed: self.confirmed.as_deref(),
        }
    }
}

impl Known<'_> {
    /// Whereabouts, contact, housing, talk, work, family. A talk is due less often than the facts
    /// are to be confirmed.
    pub fn states(&self, fresh: &Freshness) -> [State; COUNT] {
        let limits = [&fresh.facts, &fresh.facts, &fresh.facts, &fresh.talk, &fresh.facts, &fresh.facts];
        let since = self.since();
        std::array::from_fn(|n| match since[n] {
            (false, _) => State::Unknown,
            (true, Some(day)) if day >= limits[n].as_str() => State::Clear,
            _ => State::Old,
        })
    }

    /// Whether each is known, and the day on which it was.
    pub fn since(&self) -> [(bool, Option<&str>); COUNT] {
        let has = |bit| self.facts & bit != 0;
        let by_card = |bit| if has(bit) { self.card_on } else { Some(self.ledger_on) };
        [
            (has(1), by_card(32).max(self.confirmed("whereabouts"))),
            (has(2), self.last_contact.max(self.confirmed("contact"))),
            (has(4), self.card_on.max(self.confirmed("housing"))),
            (self.talked_on.is_some(), self.talked_on),
            (has(8), by_card(64).max(self.confirmed("work"))),
            (has(16), self.card_on.max(self.confirmed("family"))),
        ]
    }

    /// The day on which somebody last said that this is so.
    fn confirmed(&self, field: &str) -> Option<&str> {
        let all = self.confirmed?;
        all.split(' ').filter_map(|one| one.strip_prefix(field)?.strip_prefix('=')).max()
    }
}

pub fn names() -> [&'static str; COUNT] {
    [
        t("流向", "Whereabouts"),
        t("联系方式", "Contact"),
        t("居住条件", "Housing"),
        t("谈心谈话", "Talk"),
        t("就业", "Work"),
        t("家庭", "Family"),
    ]
}

/// The squares in one sentence, for those who listen.
pub fn sentence(states: &[State; COUNT]) -> String {
    let clear = states.iter().filter(|s| **s == State::Clear).count();
    let mut text = say!("六个清：{clear} 项清", "Six clears: {clear} clear");
    for (name, state) in names().into_iter().zip(states) {
        match state {
            State::Clear => {}
            State::Old => text.push_str(&say!("，{name}需核对", ", {name} to be confirmed")),
            State::Unknown => text.push_str(&say!("，{name}不清", ", {name} unknown")),
        }
    }
    text
}

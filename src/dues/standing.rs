//! What follows for a member from what was declared, decided and paid: what a month costs and why,
//! up to which month it is paid, what is owed. A function of the entries, the rule book and the day.

use super::{Declaration, Fen, Relief, Scales, declaration::joined, entries::Paid};
use crate::{
    closing::Month,
    rulebook::{self, keys},
};
use kernel::{Id, Reader, Result, Value, any_of, args};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Why a month costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Due {
    /// A share of the whole base, in ten-thousandths.
    Share {
        fen: Fen,
        class: String,
        base: Fen,
        per_10000: i64,
    },
    /// The same for everybody of the class.
    Fixed {
        fen: Fen,
        class: String,
    },
    /// The organisation has set it, and says why.
    Set {
        fen: Fen,
        why: String,
    },
    Relief {
        fen: Fen,
        decided_by: String,
    },
}

impl Due {
    pub fn fen(&self) -> Fen {
        match self {
            Due::Share { fen, .. } | Due::Fixed { fen, .. } | Due::Set { fen, .. } | Due::Relief { fen, .. } => *fen,
        }
    }
}

/// Whose dues are read.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    Member(Id),
    These(&'a [Id]),
    /// Everybody of the caller's scope.
    All,
}

/// All that stands of a member's dues.
#[derive(Clone, Debug, Default)]
pub struct Dues {
    joined: Option<Month>,
    /// The oldest first.
    declared: Vec<Declaration>,
    reliefs: Vec<Relief>,
    paid: BTreeMap<Month, Option<Fen>>,
}

/// Where a member stands on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Standing {
    /// What this month costs; nothing where nobody has declared a base.
    pub due: Option<Due>,
    /// The last month up to which all is paid, which may lie ahead.
    pub paid_until: Option<Month>,
    /// Months that are over and not paid.
    pub owed: Vec<Month>,
    /// What they cost, as far as it is known.
    pub owed_fen: Fen,
    /// How many of them on end, up to the last month.
    pub in_a_row: i64,
    /// So many that somebody should ask why.
    pub warned: bool,
    /// So many that, without cause, people have to act.
    pub to_be_handled: bool,
}

impl Dues {
    pub fn of(cx: &Reader, whose: Whose) -> Result<Dues> {
        Ok(Dues::all(cx, whose)?.into_values().next().unwrap_or_default())
    }

    /// By member; of somebody of whom nothing stands there is at least the month of joining.
    pub fn all(cx: &Reader, whose: Whose) -> Result<HashMap<Id, Dues>> {
        let (of, members, values): (_, _, Vec<Value>) = match whose {
            Whose::Member(id) => ("e.member = $1".to_owned(), "m.id = $1".to_owned(), args![id].to_vec()),
            Whose::These([]) => return Ok(HashMap::new()),
            Whose::These(ids) => {
                let (these, values) = any_of(ids.iter().copied(), 1);
                (format!("e.member in ({these})"), format!("m.id in ({these})"), values)
            }
            Whose::All => ("e.member in (select m.id from {members} m)".to_owned(), "1 = 1".to_owned(), vec![]),
        };
        let mut all: HashMap<Id, Dues> = HashMap::new();
        for (id, day) in cx.all::<(Id, Option<String>)>(&format!("select m.id, m.joined from {{members}} m where {members}"), &values)? {
            all.insert(id, Dues { joined: day.as_deref().and_then(joined), ..Dues::default() });
        }
        let mut each = |id: Id, with: &mut dyn FnMut(&mut Dues)| all.get_mut(&id).into_iter().for_each(with);
        for d in Declaration::standing(cx, &of, &values)? {
            each(d.member, &mut |dues| dues.declared.push(d.clone()));
        }
        for r in Relief::standing(cx, &of, &values)? {
            each(r.member, &mut |dues| dues.reliefs.push(r.clone()));
        }
        for p in Paid::standing(cx, &of, &values)? {
            each(p.member, &mut |dues| {
                let month = dues.paid.entry(p.month).or_default();
                *month = (*month).into_iter().chain(p.fen).reduce(|a, b| Fen(a.0 + b.0));
            });
        }
        Ok(all)
    }

    /// What a month costs, by the rules in force in it.
    pub fn due(&self, month: Month, scales: &Scales) -> Option<Due> {
        if let Some(relief) = self.relief(month) {
            return Some(Due::Relief { fen: relief.due, decided_by: relief.decided_by.clone() });
        }
        let declared = self.declared(month)?;
        if let Some(fen) = declared.due {
            return Some(Due::Set { fen, why: declared.why.clone() });
        }
        let (fen, share) = scales.in_month(month).due(&declared.class, declared.base)?;
        let class = declared.class.clone();
        Some(match (share, declared.base) {
            (Some(per_10000), Some(base)) => Due::Share { fen, class, base, per_10000 },
            _ => Due::Fixed { fen, class },
        })
    }

    /// What holds in a month of what was declared.
    pub fn declared(&self, month: Month) -> Option<&Declaration> {
        self.declared.iter().rev().find(|d| d.from_month <= month)
    }

    pub fn relief(&self, month: Month) -> Option<&Relief> {
        self.reliefs.iter().find(|r| r.covers(month))
    }

    /// What was paid for a month; an amount that nobody knows is none.
    pub fn paid(&self, month: Month) -> Option<Option<Fen>> {
        self.paid.get(&month).copied()
    }

    pub fn paid_between(&self, first: Month, last: Month) -> Fen {
        self.paid.range(first..=last).filter_map(|(_, fen)| *fen).sum()
    }

    /// Whether a month is the member's to pay: since they joined, and since anything is known of
    /// their dues.
    pub fn expects(&self, month: Month) -> bool {
        self.begin().is_some_and(|begin| begin <= month)
    }

    fn begin(&self) -> Option<Month> {
        let known = self.declared.first().map(|d| d.from_month).into_iter().chain(self.paid.keys().next().copied()).min()?;
        Some(self.joined.map_or(known, |joined| joined.max(known)))
    }

    /// Nothing more is wanted for it: paid, or nobody asks for it.
    pub fn is_settled(&self, month: Month) -> bool {
        self.paid.contains_key(&month) || self.is_relieved(month)
    }

    /// Nothing is asked for it.
    pub fn is_relieved(&self, month: Month) -> bool {
        self.relief(month).is_some_and(|r| r.due == Fen(0))
    }

    /// Whether a month is over in `now` and not paid.
    pub fn owes(&self, month: Month, now: Month) -> bool {
        month < now && self.expects(month) && !self.is_settled(month)
    }

    pub fn standing(&self, now: Month, scales: &Scales, terms: &Terms) -> Standing {
        let last = now.before();
        let owed: Vec<Month> = self.owed(now).collect();
        let in_a_row =
            owed.iter().rev().zip(std::iter::successors(Some(last), |m| Some(m.before()))).take_while(|(o, m)| *o == m).count() as i64;
        Standing {
            due: self.due(now, scales),
            paid_until: self.settled_until(owed.first().copied(), now),
            owed_fen: owed.iter().filter_map(|m| self.due(*m, scales)).map(|d| d.fen()).sum(),
            owed,
            in_a_row,
            warned: in_a_row >= terms.warn,
            to_be_handled: in_a_row >= terms.handle,
        }
    }

    /// Months that are over in `now` and not paid, the oldest first.
    fn owed(&self, now: Month) -> impl Iterator<Item = Month> {
        self.begin().into_iter().flat_map(move |b| b.through(now.before())).filter(move |m| self.owes(*m, now))
    }

    /// The last month up to which all is paid, which may lie ahead of `now`.
    pub fn paid_until(&self, now: Month) -> Option<Month> {
        self.settled_until(self.owed(now).next(), now)
    }

    fn settled_until(&self, owed: Option<Month>, now: Month) -> Option<Month> {
        let begin = self.begin()?;
        let settled = match owed {
            Some(first) => first.before(),
            None => {
                let from = begin.max(now);
                from.through(from.plus(self.paid.len() as i64))
                    .take_while(|m| self.is_settled(*m) && self.paid.contains_key(m))
                    .last()
                    .unwrap_or(from.before())
            }
        };
        (settled >= begin).then_some(settled)
    }
}

/// After how many months unpaid on end something is said.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub warn: i64,
    pub handle: i64,
}

impl Terms {
    pub fn of(rules: rulebook::Rules) -> Terms {
        Terms { warn: rules.get(keys::DUES_WARN), handle: rules.get(keys::DUES_HANDLE) }
    }
}

impl Standing {
    /// Of one member, today.
    pub fn of(cx: &Reader, member: Id) -> Result<Standing> {
        let book = rulebook::book(cx)?;
        let dues = Dues::of(cx, Whose::Member(member))?;
        Ok(dues.standing(Month::of(cx.today()), &Scales::of(&book), &Terms::of(book.at(cx.today()))))
    }
}

//! What of each member's month the difficulties ask, gathered for a whole subtree in a few
//! statements: for the street as for one branch, for this month as for any before it.

use super::{Difficulty, gather::Gather};
use crate::{
    categories::{self, Kinds},
    closing::Month,
    orgs::Org,
    rulebook,
};
use kernel::{Error, Id, Reader, Result};
use std::collections::BTreeMap;

/// Members of a subtree in the month, in the order of the ledger, and what became of its activities.
pub struct Roll {
    pub people: Vec<Person>,
    /// By organisation: activities held, and due.
    pub held: BTreeMap<String, (i64, i64)>,
    pub kinds: Kinds,
}

/// A member's month.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Id,
    /// The organisation they belonged to at the month's end.
    pub path: String,
    pub name: String,
    /// Their places among the kinds.
    pub categories: Vec<usize>,
    pub(super) joined: Option<String>,
    pub(super) due: bool,
    pub(super) took: bool,
    pub(super) present: i64,
    pub(super) in_room: i64,
    pub(super) talked: Option<String>,
    pub(super) in_touch: bool,
    pub(super) recorded: bool,
    pub(super) owes: bool,
    pub(super) paid: bool,
    pub(super) plays: bool,
    pub(super) able: bool,
    pub(super) clear: bool,
}

impl Person {
    pub(super) fn new(id: Id, path: String, name: String, joined: Option<String>) -> Person {
        Person {
            id,
            path,
            name,
            categories: vec![],
            joined,
            due: false,
            took: false,
            present: 0,
            in_room: 0,
            talked: None,
            in_touch: false,
            recorded: false,
            owes: false,
            paid: false,
            plays: false,
            able: true,
            clear: false,
        }
    }

    /// What they count in a difficulty, over what they are counted of; nothing where it does not ask about them.
    pub fn counts(&self, difficulty: Difficulty) -> Option<(i64, i64)> {
        let whether = |met: bool| Some((i64::from(met), 1));
        match difficulty {
            Difficulty::TakingPart => whether(self.took).filter(|_| self.due),
            Difficulty::SittingTogether => Some((self.in_room, self.present)).filter(|_| self.present > 0),
            Difficulty::Talking => whether(self.talked.is_some()),
            Difficulty::PayingDues => whether(self.paid).filter(|_| self.owes),
            Difficulty::KeepingInTouch => whether(self.in_touch),
            Difficulty::HoldingActivities => None,
            Difficulty::PlayingAPart => whether(self.plays).filter(|_| self.able),
            Difficulty::KnowingHowTheyDo => whether(self.clear && self.recorded),
        }
    }

    /// Whether they are behind the missing part.
    pub fn is_missing(&self, difficulty: Difficulty) -> bool {
        self.counts(difficulty).is_some_and(|(met, of)| met < of)
    }
}

impl Roll {
    pub fn of(cx: &Reader, org: &Org, month: Month) -> Result<Roll> {
        let book = rulebook::book(cx)?;
        let all = &cx.beyond_scope("activities of those above are theirs too, and who moved away since was theirs then");
        let mut gather = Gather::new(all, org, month, &book);
        gather.members()?;
        gather.categories(&cx.within(&org.path)?)?;
        gather.activities()?;
        gather.contacts();
        gather.dues()?;
        gather.parts()?;
        gather.clears()?;
        Ok(gather.roll)
    }

    /// The place of a category by its code, for who may see who is of it; none of no code.
    pub fn kind(&self, cx: &Reader, code: &str) -> Result<Option<usize>> {
        if code.is_empty() {
            return Ok(None);
        }
        let at = self.kinds.all.iter().position(|kind| kind.code == code && categories::may_see(cx, kind));
        at.map(Some).ok_or(Error::NotFound)
    }
}

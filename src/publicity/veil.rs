//! What may be shown of those who are named in one public thing, as they have agreed by now.

use super::{
    Mask, Publicity, State,
    mask::{nobody, veiled},
};
use crate::rulebook::{self, keys};
use kernel::{Id, Reader, Result, args};

#[derive(Clone, Debug, Default)]
pub struct Veil {
    named: Vec<Named>,
}

#[derive(Clone, Debug)]
struct Named {
    member: Id,
    name: String,
    shown: String,
    agrees: bool,
}

impl Veil {
    pub fn over(cx: &Reader, publicity: &Publicity) -> Result<Veil> {
        let people: Vec<(Id, String, State)> = cx.all(
            "select c.member, m.name, c.state from {consents} c join {members} m on m.tenant = c.tenant and m.id = c.member where c.publicity = $1 order by m.name, c.member",
            args![publicity.id],
        )?;
        let compound = rulebook::book(cx)?.at(cx.today()).get(keys::COMPOUND_SURNAMES);
        let named = people.into_iter().map(|(member, name, state)| {
            let agrees = state == State::Given;
            let mask = if agrees { publicity.mask } else { Mask::Nameless };
            Named { member, shown: mask.of(&name, &compound), name, agrees }
        });
        Ok(Veil { named: named.collect() })
    }

    /// A text with the names in it as they may be shown. Two members of one name are shown by the
    /// less of both.
    pub fn text(&self, text: &str) -> String {
        let shown = self.named.iter().map(|n| {
            let all_agree = self.named.iter().filter(|o| o.name == n.name).all(|o| o.agrees);
            (n.name.clone(), if all_agree { n.shown.clone() } else { nobody() })
        });
        veiled(text, &shown.collect::<Vec<_>>())
    }

    /// A member's name as it may be shown; none at all where they have not agreed or were not asked.
    pub fn name(&self, member: Id) -> Option<&str> {
        self.named.iter().find(|n| n.member == member && n.agrees).map(|n| n.shown.as_str())
    }

    /// A picture shows those who are named: it is shown while all of them agree.
    pub fn all_agree(&self) -> bool {
        self.named.iter().all(|n| n.agrees)
    }
}

//! What stands once beside a member's facts, such as a line of the floating register or a contact
//! card: how it is entered, changed, taken away and put back, each with a change that remembers it.

use super::{
    Member,
    change::{Change, NewChange, Outcome, differences},
};
use kernel::{Id, Reader, Result, Writer, args};
use serde::{Serialize, de::DeserializeOwned};

pub trait Beside {
    type Facts: Clone + Default + Serialize + DeserializeOwned;
    const TABLE: &'static str;
    /// The kind of its changes.
    const KIND: &'static str;
    /// A fact that is no news by itself.
    const NO_NEWS: &'static str = "";

    /// What it says of this member. The caller masks hidden facts or has a reason that was written down.
    fn of(cx: &Reader, member: Id) -> Result<Option<Self::Facts>>;
    fn write(cx: &Writer, member: &Member, facts: &Self::Facts, source: Option<Id>) -> Result<()>;

    /// The names of the facts that are other than before.
    fn changes(old: &Self::Facts, new: &Self::Facts) -> Result<Vec<String>> {
        let mut fields = differences(old, new)?;
        fields.retain(|f| f != Self::NO_NEWS);
        Ok(fields)
    }

    /// Enters it, or what is other than before.
    fn put(cx: &Writer, member: &Member, facts: Self::Facts, source: Option<Id>) -> Result<Outcome> {
        let old = Self::of(cx, member.id)?;
        let fields = Self::changes(&old.clone().unwrap_or_default(), &facts)?;
        if old.is_some() && fields.is_empty() {
            return Ok(Outcome::Same);
        }
        Self::write(cx, member, &facts, source)?;
        Self::remember(cx, member, old.as_ref(), Some(&facts), source)?;
        Ok(if old.is_some() { Outcome::Changed(fields) } else { Outcome::New })
    }

    /// It is true no more and taken away.
    fn end(cx: &Writer, member: &Member) -> Result<()> {
        let Some(old) = Self::of(cx, member.id)? else { return Ok(()) };
        cx.run(&format!("delete from {{{}}} where member = $1", Self::TABLE), args![member.id])?;
        Self::remember(cx, member, Some(&old), None, None)
    }

    /// Puts back what it said before this change.
    fn restore(cx: &Writer, member: &Member, change: &Change) -> Result<()> {
        match (change.before::<Self::Facts>(cx)?, Self::of(cx, member.id)?) {
            (Some(before), Some(now)) => Self::put(cx, member, change.put_back(&now, &before)?, None).map(drop),
            (Some(before), None) => Self::put(cx, member, before, None).map(drop),
            (None, _) => Self::end(cx, member),
        }
    }

    fn remember(cx: &Writer, member: &Member, before: Option<&Self::Facts>, after: Option<&Self::Facts>, source: Option<Id>) -> Result<()> {
        let fields = differences(&before.cloned().unwrap_or_default(), &after.cloned().unwrap_or_default())?.join(" ");
        NewChange { member: member.id, path: &member.path, kind: Self::KIND, fields, before, after, source }.remember(cx)
    }
}

//! One tap for a field of the card: still so; or what it is now.

use crate::people::{Confirmation, Edit, Field, How, Member};
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Path, Result, said, say};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Confirming {
    pub field: Field,
    /// By a call or at the door; the member's own word comes from their own phone.
    pub how: How,
    /// What it is now; left out where it is still so.
    #[serde(default)]
    pub value: String,
    /// The day; today where left out.
    #[serde(default)]
    pub on: String,
}

pub fn confirm(cx: &Cx<Edit>, Path(id): Path<Id>, Input(c): Input<Confirming>) -> Acted {
    let member: Member = cx.find(id)?;
    let (on, how) = (c.day(cx.today())?, c.by_a_worker()?);
    match c.value.trim() {
        "" => Confirmation::still_so(cx, &member, c.field, how, on)?,
        value => Confirmation::set(cx, &member, c.field, how, on, value)?,
    }
    said(format!("/members/{id}#six"), say!("{}：已核对。", "{}: confirmed.", c.field.name()))
}

impl Confirming {
    fn day(&self, today: Date) -> Result<Date> {
        let typed = self.on.trim();
        if typed.is_empty() { Ok(today) } else { typed.parse().map_err(|_| Error::field("on", "请填写日期。", "Give the day.")) }
    }

    fn by_a_worker(&self) -> Result<How> {
        match self.how {
            How::Call | How::Door => Ok(self.how),
            _ => Err(Error::field("how", "请选择通话或上门。", "Choose by call or at the door.")),
        }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wishing {
    pub yes: bool,
    pub how: How,
}

pub fn wish(cx: &Cx<Edit>, Path(id): Path<Id>, Input(w): Input<Wishing>) -> Acted {
    let member: Member = cx.find(id)?;
    if !matches!(w.how, How::Call | How::Door) {
        return Err(Error::field("how", "请选择通话或上门。", "Choose by call or at the door."));
    }
    Confirmation::wishes_talk(cx, &member, w.yes, w.how)?;
    said(format!("/members/{id}#six"), say!("记下了，{}。", "Noted for {}.", member.name))
}

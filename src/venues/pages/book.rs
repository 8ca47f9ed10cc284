//! Booking a venue, cancelling, and telling whoever moved up.

use super::form::url;
use crate::venues::{Book, Booking, Outcome, Request, Venue};
use kernel::{Acted, Cx, Id, Input, Path, said, say, t};
use schemars::JsonSchema;
use serde::Deserialize;

pub fn book(cx: &Cx<Book>, Path(id): Path<Id>, Input(typed): Input<Request>) -> Acted {
    let venue: Venue = cx.find(id)?;
    let outcome: Outcome = Booking::make(cx, &venue, &typed.checked(cx, &venue)?)?;
    said(format!("{}?look=week&day={}", url(id), typed.day.trim()), outcome.words())
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cancelling {
    pub reason: String,
    /// `yes`: the later days of a repeated booking too.
    pub following: String,
}

pub fn cancel(cx: &Cx<Book>, Path(id): Path<Id>, Input(typed): Input<Cancelling>) -> Acted {
    let booking: Booking = cx.find(id)?;
    let moved = booking.cancel(cx, &typed.reason, typed.following == "yes")?;
    let words = match moved.len() {
        0 => t("取消了。", "Cancelled.").to_owned(),
        n => say!("取消了，{n} 个候补排上了，请告诉他们。", "Cancelled; {n} who waited moved up. Please tell them."),
    };
    said(format!("{}?look=week&day={}", url(booking.venue), booking.day), words)
}

pub fn tell(cx: &Cx<Book>, Path(id): Path<Id>) -> Acted {
    cx.find::<Booking>(id)?.tell(cx)?;
    said("/venues", t("记下了。", "Recorded."))
}

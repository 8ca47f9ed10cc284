//! What is due of venues: who moved up and is to be told, and open days that wait for somebody's yes.

use super::due::Due;
use crate::venues::Booking;
use kernel::{Reader, Result, args, say, t};

/// Who waited for a slot, has it now, and does not know yet.
pub fn moved_up(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("venues.book") {
        return Ok(None);
    }
    let all = Booking::untold(cx)?;
    let first = all.first().map(|b| format!("{} {}", b.day, b.span())).unwrap_or_default();
    Ok((!all.is_empty()).then(|| Due {
        fact: say!("{} 个候补排上了，还没告知", "{} who waited for a venue moved up and were not told", all.len()),
        people: first,
        button: t("告诉他们", "Tell them").into(),
        url: "/venues".into(),
        urgency: String::new(),
    }))
}

/// Open days that were proposed and nobody has set.
pub fn open_days(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("venues.edit") {
        return Ok(None);
    }
    let (count, first): (i64, Option<String>) =
        cx.one("select count(*), min(d.day) from {open_days} d where d.state = 'proposed' and d.day >= $1", args![cx.today()])?;
    Ok((count > 0).then(|| Due {
        fact: say!("{count} 个单位开放日等着定", "{count} open days of units wait to be set"),
        people: first.unwrap_or_default(),
        button: t("看一看", "Look").into(),
        url: "/open-days".into(),
        urgency: "calm".into(),
    }))
}

//! Where an activity is held online: a link, which members see from some time before its beginning
//! until its end. Who took part stands on the roll, like everybody else's.

use super::material::is_link;
use crate::{
    activities::Activity,
    rulebook::{self, keys},
};
use jiff::{
    ToSpan,
    civil::{DateTime, Time},
};
use kernel::{Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    pub activity: Id,
    pub url: String,
    pub set_by: String,
}

impl Meeting {
    pub fn of(cx: &Reader, activity: Id) -> Result<Option<Meeting>> {
        cx.maybe("select m.activity, m.url, m.set_by from {meetings} m where m.activity = $1", args![activity])
    }

    /// Sets the link, or takes it away where nothing is given.
    pub fn set(cx: &Writer, activity: &Activity, url: &str) -> Result<()> {
        activity.must_be_open()?;
        let url = url.trim();
        if url.is_empty() {
            cx.run("delete from {meetings} where activity = $1", args![activity.id])?;
        } else {
            is_link("url", url, &["https://"])?;
            cx.run(
                "insert into {meetings} (id, path, activity, url, set_at, set_by) values ($1, $2, $3, $4, $5, $6) \
                 on conflict (activity) do update set url = excluded.url, set_at = excluded.set_at, set_by = excluded.set_by",
                args![cx.new_id(), &activity.path, activity.id, url, cx.now(), &cx.actor().name],
            )?;
        }
        cx.note(activity.id, if url.is_empty() { "meeting link taken away" } else { "meeting link set" });
        Ok(())
    }

    /// The link, while it is time for it.
    pub fn link_now(cx: &Reader, activity: &Activity) -> Result<Option<String>> {
        let Some(meeting) = Meeting::of(cx, activity.id)? else { return Ok(None) };
        let starts: Time = activity.starts.parse().unwrap_or(Time::midnight());
        let begins = activity.day.to_datetime(starts);
        let ahead = rulebook::book(cx)?.at(cx.today()).get(keys::MEETING_SHOWN_BEFORE);
        let now: DateTime = cx.house().clock.zoned().datetime();
        let shown = activity.is_open() && begins.checked_sub(ahead)? <= now && now <= begins.checked_add(activity.minutes.minutes())?;
        Ok(shown.then_some(meeting.url))
    }
}

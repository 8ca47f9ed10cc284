//! A turn that was signed up for comes up: one message the day before, to who can be reached without
//! anybody's doing. Nobody is reminded twice, and nobody who said that they cannot come.

use super::Service;
use crate::{
    notices::Ladder,
    posts::{Person, Post},
    rulebook::{self, keys},
    sendings::{Sending, To},
};
use kernel::{Result, Writer, say};

impl Service {
    /// Who signs up when that time has come already needs no reminder.
    pub fn remind(&self, cx: &Writer, post: &Post, person: &Person) -> Result<()> {
        let day = self.day.checked_sub(rulebook::book(cx)?.at(cx.today()).get(keys::SERVICE_REMIND))?;
        let due = Ladder::of(cx)?.morning(day)?;
        let Some(to) = To::person(cx, person)?.filter(|_| due > cx.now()) else { return Ok(()) };
        let reminder = Sending {
            about: self.id,
            path: &self.path,
            occasion: "reminder",
            title: say!("提醒：{}", "Reminder: {}", post.title),
            text: say!(
                "您报名了：{}。来不了也没关系，请说一声。",
                "You signed up: {}. If you cannot come, that is all right; please say so.",
                self.when()
            ),
            link: "/me/service".into(),
        };
        reminder.put(cx, &to, &due)
    }
}

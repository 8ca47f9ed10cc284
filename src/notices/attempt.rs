//! A call that nobody answered. It is an attempt and nothing more: nobody was told, and it is no
//! contact. After some of them the next step is another way.

use super::{Call, Notice};
use crate::rulebook::{self, keys};
use kernel::{Acted, Cx, Id, Path, Reader, Result, Writer, args, said, say, t};

impl Notice {
    /// Notes it; a second tap within the same minute is the same attempt. How many there are now.
    pub fn not_answered(&self, cx: &Writer, member: Id) -> Result<i64> {
        self.must_stand()?;
        let delivery = self.delivery(cx, member)?;
        let id = Id::named(&["call attempt", &self.id.to_string(), &member.to_string(), &super::minute(&cx.now())]);
        let made = cx.run(
            "insert into {call_attempts} (id, notice, member, path, made_at, made_by) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
            args![id, self.id, member, &delivery.path, cx.now(), &cx.actor().name],
        )?;
        if made > 0 {
            cx.note(self.id, format!("no reply of {member}"));
        }
        Ok(self.delivery(cx, member)?.attempts)
    }
}

/// So many calls without an answer, and it is time for another way.
pub fn enough(cx: &Reader) -> Result<i64> {
    Ok(rulebook::book(cx)?.at(cx.today()).get(keys::NOTICE_ATTEMPTS))
}

pub fn no_reply(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>) -> Acted {
    let attempts = cx.find::<Notice>(id)?.not_answered(cx, member)?;
    let other = if attempts >= enough(cx)? {
        t("换个办法：上门，或者送纸条。", " Try another way: the door, or a slip.")
    } else {
        ""
    };
    said(
        format!("/notices/{id}/calls"),
        say!("记下了：打了 {attempts} 次没人接。{other}", "Noted: {attempts} calls without an answer.{other}"),
    )
}

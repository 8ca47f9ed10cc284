//! What whoever takes a post is told of danger, and that dangerous work is insured before anybody is asked for it
//! (Volunteer Service Regulations 2017, articles 14 and 17).

use super::Post;
use crate::rulebook::{self, keys};
use jiff::civil::Date;
use kernel::{Error, Reader, Result, args, say};

/// Those of the posts that somebody may be asked for.
pub(super) fn insured(cx: &Reader, posts: Vec<Post>) -> Result<Vec<Post>> {
    let kept = posts.into_iter().map(|post| Ok(post.is_insured(cx, cx.today())?.then_some(post)));
    Ok(kept.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Dangerous, and no insurance is known that covers this day.
pub(super) fn uninsured(day: Date) -> String {
    format!(
        "p.ended_on is null and (p.until_day is null or p.until_day >= '{day}') and p.dangerous <> 0 \
         and (p.insurer = '' or p.policy_no = '' or p.insured_until is null or p.insured_until < '{day}')"
    )
}

impl Post {
    /// What whoever takes it is told of danger, and how they are insured.
    pub fn mind(&self) -> String {
        match self.risk.insurance() {
            _ if !self.risk.dangerous => self.risk.told.clone(),
            none if none.is_empty() => say!("{}（有人身危险）", "{} (dangerous)", self.risk.told),
            insurance => say!("{}（有人身危险，已投保：{insurance}）", "{} (dangerous; insured: {insurance})", self.risk.told),
        }
    }

    /// Whether what may be dangerous is insured on this day.
    pub fn is_insured(&self, cx: &Reader, day: Date) -> Result<bool> {
        match self.risk.must_cover(cx, day) {
            Ok(()) => Ok(true),
            Err(Error::Invalid(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Nobody is asked for dangerous work, takes it or means to come while no insurance covers that day
    /// (Volunteer Service Regulations 2017, article 17).
    pub fn must_be_insured(&self, cx: &Reader, day: Date) -> Result<()> {
        if self.is_insured(cx, day)? {
            return Ok(());
        }
        Err(Error::rule(
            "post_uninsured",
            format!("“{}”有人身危险，{day} 没有保险；先买好保险，再安排人。", self.title),
            format!("“{}” is dangerous and not insured on {day}; buy the insurance first.", self.title),
        ))
    }

    /// How many stand that are dangerous and not insured today.
    pub fn uninsured(cx: &Reader) -> Result<i64> {
        if !rulebook::book(cx)?.at(cx.today()).get(keys::DANGER_INSURANCE) {
            return Ok(0);
        }
        cx.one(&format!("select count(*) from {{posts}} p where {}", uninsured(cx.today())), args![])
    }
}

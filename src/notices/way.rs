//! The ways by which a notice comes to somebody, in the order that each person prefers. Nobody is
//! left out because they have no account, no mail and no phone: the last way is always a person.

use crate::{
    channels,
    rulebook::{self, keys},
};
use jiff::{
    Span, Zoned,
    civil::{Date, Time},
};
use kernel::{Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Account,
    Mail,
    /// The HTTP gateway: SMS or WeCom.
    Webhook,
    /// On the call list.
    Call,
    /// A slip of paper with a code.
    Slip,
    /// Somebody goes there.
    Door,
}

impl Channel {
    pub const ALL: [Channel; 6] = [Channel::Account, Channel::Mail, Channel::Webhook, Channel::Call, Channel::Slip, Channel::Door];

    pub fn code(self) -> &'static str {
        match self {
            Channel::Account => "account",
            Channel::Mail => "mail",
            Channel::Webhook => "webhook",
            Channel::Call => "call",
            Channel::Slip => "slip",
            Channel::Door => "door",
        }
    }
    pub fn read(code: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|c| c.code() == code)
    }
    pub fn name(self) -> Text {
        match self {
            Channel::Account => Text::fixed("账号", "Account"),
            Channel::Mail => Text::fixed("邮件", "Mail"),
            Channel::Webhook => Text::fixed("短信", "Message"),
            Channel::Call => Text::fixed("电话", "Telephone"),
            Channel::Slip => Text::fixed("纸条", "Slip"),
            Channel::Door => Text::fixed("上门", "At the door"),
        }
    }
    /// Goes out through the outbox.
    pub fn is_sent(self) -> bool {
        matches!(self, Channel::Mail | Channel::Webhook)
    }
    /// Somebody has to do it.
    pub fn is_by_hand(self) -> bool {
        matches!(self, Channel::Call | Channel::Slip | Channel::Door)
    }
}

/// The ways as a text of codes, and read back; a code that this version does not know is left out.
pub fn written(ways: &[Channel]) -> String {
    ways.iter().map(|w| w.code()).collect::<Vec<_>>().join(" ")
}
pub fn read(ways: &str) -> Vec<Channel> {
    ways.split_whitespace().filter_map(Channel::read).collect()
}

/// What is known of a person that decides by which ways they can be told.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Known {
    pub account: bool,
    pub email: bool,
    pub phone: bool,
    /// The order they chose; none where they chose none.
    pub ways: Option<String>,
}

/// The rules and settings that decide about ways and times, read once for many people.
pub struct Ladder {
    usual: Vec<Channel>,
    mail: bool,
    webhook: bool,
    pub wait: Span,
    pub merge: Span,
    quiet: (Time, Time),
    now: Zoned,
}

impl Ladder {
    pub fn of(cx: &Reader) -> Result<Ladder> {
        let book = rulebook::book(cx)?;
        let rules = book.at(cx.today());
        let time = |text: &str, or: (i8, i8)| text.parse().unwrap_or_else(|_| jiff::civil::time(or.0, or.1, 0, 0));
        Ok(Ladder {
            usual: rules.get(keys::NOTICE_WAYS).iter().filter_map(|code| Channel::read(code)).collect(),
            mail: channels::known::<channels::Mail>(cx, "mail")?.is_some(),
            webhook: channels::known::<channels::Webhook>(cx, "webhook")?.is_some(),
            wait: rules.get(keys::NOTICE_WAIT),
            merge: rules.get(keys::NOTICE_MERGE),
            quiet: (time(&rules.get(keys::NOTICE_QUIET_FROM), (21, 0)), time(&rules.get(keys::NOTICE_QUIET_TO), (8, 0))),
            now: cx.house().clock.zoned(),
        })
    }

    /// The ways that are open to somebody, in their order; the last is done by a person.
    pub fn ways(&self, known: &Known) -> Vec<Channel> {
        let chosen = known.ways.as_deref().map(read).filter(|ways| !ways.is_empty());
        let mut ways: Vec<Channel> = vec![];
        for way in chosen.unwrap_or_else(|| self.usual.clone()) {
            let open = match way {
                Channel::Account => known.account,
                Channel::Mail => known.email && self.mail,
                Channel::Webhook => known.phone && self.webhook,
                Channel::Call | Channel::Slip | Channel::Door => true,
            };
            if open && !ways.contains(&way) {
                ways.push(way);
            }
        }
        if !ways.iter().any(|w| w.is_by_hand()) {
            ways.push(Channel::Call);
        }
        ways
    }

    /// The stamp so long from now, moved to the morning where it falls into the quiet hours.
    pub fn after(&self, span: Span) -> Result<String> {
        Ok(stamp(&self.awake(self.now.checked_add(span)?)?))
    }

    /// When the quiet hours of this day's night end.
    pub fn morning(&self, day: Date) -> Result<String> {
        Ok(stamp(&self.now.time_zone().to_zoned(day.to_datetime(self.quiet.1)).map_err(anyhow::Error::from)?))
    }

    /// Sees to it that a job runs when this is due, awake hours given, and not more often.
    pub fn wake(&self, cx: &Writer, job: &str, due: String) -> Result<()> {
        let (all, due) = (cx.beyond_scope("the job delivers for everybody"), due.max(self.after(Span::new())?));
        let queued = "select count(*) from {jobs} j where j.kind = $1 and j.state = 'queued' and j.due_at <= $2";
        if all.one::<i64>(queued, args![job, &due])? == 0 {
            cx.enqueue_at(job, &(), &due)?;
        }
        Ok(())
    }

    pub fn is_quiet(&self) -> bool {
        self.awake(self.now.clone()).is_ok_and(|then| then != self.now)
    }

    fn awake(&self, at: Zoned) -> Result<Zoned> {
        let ((from, to), time) = (self.quiet, at.time());
        let over_night = from > to;
        let quiet = if over_night { time >= from || time < to } else { time >= from && time < to };
        if !quiet {
            return Ok(at);
        }
        let day = if over_night && time >= from { at.date().tomorrow().map_err(anyhow::Error::from)? } else { at.date() };
        Ok(at.time_zone().to_zoned(day.to_datetime(to)).map_err(anyhow::Error::from)?)
    }
}

fn stamp(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(now: &str) -> Ladder {
        Ladder {
            usual: read("account mail webhook call"),
            mail: true,
            webhook: true,
            wait: Span::new().days(1),
            merge: Span::new().minutes(10),
            quiet: (jiff::civil::time(21, 0, 0, 0), jiff::civil::time(8, 0, 0, 0)),
            now: format!("{now}[Asia/Shanghai]").parse().expect("a time"),
        }
    }

    #[test]
    fn everybody_has_a_way_and_the_last_one_is_a_person() {
        let ladder = ladder("2026-11-22T10:00:00+08:00");
        let ways = |known: Known| written(&ladder.ways(&known));
        assert_eq!(ways(Known::default()), "call");
        assert_eq!(ways(Known { account: true, phone: true, ..Known::default() }), "account webhook call");
        let chosen = |text: &str| Known { email: true, ways: Some(text.into()), ..Known::default() };
        assert_eq!(ways(chosen("door mail")), "door mail", "a person stands among them");
        assert_eq!(ways(chosen("mail account")), "mail call");
        assert_eq!(ways(chosen("mail mail nonsense")), "mail call");
    }

    #[test]
    fn nobody_is_disturbed_at_night() {
        let after = |now: &str, span: Span| ladder(now).after(span).expect("a time");
        let ten = Span::new().minutes(10);
        assert_eq!(after("2026-11-22T10:00:00+08:00", ten), "2026-11-22T10:10:00.000+08:00");
        assert_eq!(after("2026-11-22T20:55:00+08:00", ten), "2026-11-23T08:00:00.000+08:00");
        assert_eq!(after("2026-11-23T03:00:00+08:00", ten), "2026-11-23T08:00:00.000+08:00");
        assert!(ladder("2026-11-22T21:00:00+08:00").is_quiet() && !ladder("2026-11-23T08:00:00+08:00").is_quiet());
    }
}

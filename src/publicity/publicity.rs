//! One thing that is public: from when until when, and how much of a name is shown.

use super::{Consent, Mask};
use crate::rulebook::{self, keys};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing it is. What comes to be made public later adds its line here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    News,
    /// The name of an organisation's secretary; the thing is the organisation.
    Secretary,
    /// Who holds which duty in an organisation; the thing is the organisation.
    Duties,
    /// An activity that residents may come to.
    Activity,
    /// A venue with its hours, rules and open days.
    Venue,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::News => "news",
            Kind::Secretary => "secretary",
            Kind::Duties => "duties",
            Kind::Activity => "activity",
            Kind::Venue => "venue",
        }
    }
    pub fn named(code: &str) -> Option<Kind> {
        [Kind::News, Kind::Secretary, Kind::Duties, Kind::Activity, Kind::Venue].into_iter().find(|k| k.code() == code)
    }
    pub fn name(self) -> Text {
        match self {
            Kind::News => Text::fixed("支部消息", "News"),
            Kind::Secretary => Text::fixed("书记姓名", "Secretary’s name"),
            Kind::Duties => Text::fixed("岗位和任职", "Posts and duties"),
            Kind::Activity => Text::fixed("向居民开放的活动", "Activities open to residents"),
            Kind::Venue => Text::fixed("向居民开放的场地", "Venues open to residents"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Publicity {
    pub id: Id,
    pub path: String,
    pub kind: Kind,
    pub thing: Id,
    /// What those who are named read when they are asked.
    pub title: String,
    #[schemars(with = "String")]
    pub from_day: Date,
    /// The last day.
    #[schemars(with = "String")]
    pub to_day: Date,
    pub mask: Mask,
    pub made_at: String,
    pub made_by: String,
    pub ended_at: Option<String>,
}
impl Noun for Publicity {
    const TABLE: &'static str = "publicities";
}

/// For how long, and with how much of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    pub from: Date,
    pub to: Date,
    pub mask: Mask,
}

/// The same as it is typed; what is left out is today, the rule's length and the rule's mask.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Until {
    pub from: String,
    pub to: String,
    pub mask: String,
}

impl Until {
    pub fn checked(&self, cx: &Reader) -> Result<Terms> {
        let usual = Terms::usual(cx)?;
        let day = |field: &str, typed: &str, usual: Date| match typed.trim() {
            "" => Ok(usual),
            typed => typed.parse::<Date>().map_err(|_| Error::field(field, "请填写日期。", "Give the day.")),
        };
        let (from, to) = (day("from", &self.from, usual.from)?, day("to", &self.to, usual.to)?);
        if to < from {
            return Err(Error::field("to", "结束日期早于开始日期。", "It ends before it begins."));
        }
        if to < cx.today() {
            return Err(Error::field("to", "结束日期已经过去。", "That day has passed."));
        }
        let mask = if self.mask.is_empty() { Some(usual.mask) } else { Mask::named(&self.mask) };
        let mask = mask.ok_or_else(|| Error::field("mask", "请选择姓名怎样显示。", "Choose how names are shown."))?;
        Ok(Terms { from, to, mask })
    }
}

impl Terms {
    /// What the rule book begins with.
    pub fn usual(cx: &Reader) -> Result<Terms> {
        let (today, book) = (cx.today(), rulebook::book(cx)?);
        let rules = book.at(today);
        let mask = Mask::named(&rules.get(keys::PUBLICITY_MASK)).unwrap_or(Mask::Nameless);
        Ok(Terms { from: today, to: today.checked_add(rules.get(keys::PUBLICITY_LENGTH))?, mask })
    }
}

impl Publicity {
    /// Makes a thing public, or sets other terms for it; who is named and was not asked is asked.
    pub fn put(cx: &Writer, path: &str, kind: Kind, thing: Id, title: &str, terms: Terms, people: &[Id]) -> Result<Publicity> {
        let id = Id::named(&["publicity", kind.code(), &thing.to_string()]);
        cx.run(
            "insert into {publicities} (id, path, kind, thing, title, from_day, to_day, mask, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             on conflict (kind, thing) do update set title = excluded.title, from_day = excluded.from_day, to_day = excluded.to_day, mask = excluded.mask, \
             made_at = excluded.made_at, made_by = excluded.made_by, ended_at = null",
            args![id, path, kind.code(), thing, title, terms.from, terms.to, terms.mask.code(), cx.now(), &cx.actor().name],
        )?;
        cx.note(thing, format!("public from {} to {}, names {}", terms.from, terms.to, terms.mask.code()));
        let publicity: Publicity = cx.find(id)?;
        people.iter().try_for_each(|member| Consent::ask(cx, &publicity, *member))?;
        Ok(publicity)
    }

    pub fn of(cx: &Reader, kind: Kind, thing: Id) -> Result<Option<Publicity>> {
        cx.maybe("select p.* from {publicities} p where p.kind = $1 and p.thing = $2", args![kind.code(), thing])
    }

    /// Nobody outside sees the thing any more.
    pub fn end(&self, cx: &Writer) -> Result<()> {
        cx.run("update {publicities} set ended_at = $1 where id = $2 and ended_at is null", args![cx.now(), self.id])?;
        cx.note(self.thing, "no longer public");
        Ok(())
    }

    pub fn is_shown(&self, today: Date) -> bool {
        self.ended_at.is_none() && self.from_day <= today && today <= self.to_day
    }
    /// It is shown, or will be.
    pub fn stands(&self, today: Date) -> bool {
        self.ended_at.is_none() && today <= self.to_day
    }
    pub fn days(&self) -> String {
        format!("{} – {}", self.from_day, self.to_day)
    }
}

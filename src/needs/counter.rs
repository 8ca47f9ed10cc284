//! The counter without an account: where residents ask by themselves, and read later what became of it.
//! A community's counter is off until it is switched on; each address may ask so often a day, and no
//! more is kept of it than a print that nobody can turn back, until the next day.

use super::{Act, Facts, Need, flood};
use crate::{
    orgs::{Org, telephone},
    rulebook::{self, keys},
    skills::Skills,
};
use kernel::{Error, Id, Noun, Reader, Result, Steps, Ticket, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Counter {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// `/ask/{key}`
    pub key: String,
    /// The community's telephone, public.
    pub phone: String,
    /// What residents read first; may be empty.
    pub words: String,
    pub switched_on_at: Option<String>,
}
impl Noun for Counter {
    const TABLE: &'static str = "counters";
}

/// What the organisation sets.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Setting {
    pub phone: String,
    pub words: String,
    /// `yes` switches it on.
    pub on: String,
}

/// What a resident types.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asked {
    pub what: String,
    pub place: String,
    pub wanted: String,
    pub urgency: String,
    pub name: String,
    pub phone: String,
    /// Nobody sees this field; what fills every field fills it too.
    pub website: String,
}

/// Letters of the key of a counter, and of a code: none that look alike.
const KEY: usize = 8;
const CODE: usize = 12;
const WORDS_MOST: usize = 500;

impl Counter {
    pub fn of(cx: &Reader, org: Id) -> Result<Option<Counter>> {
        cx.maybe("select c.* from {counters} c where c.org = $1", args![org])
    }

    /// The community's telephone where it is public; else nothing.
    pub fn phone_of(cx: &Reader, org: Id) -> Result<String> {
        Ok(Counter::of(cx, org)?.map(|c| c.phone).unwrap_or_default())
    }

    /// The counter behind an address, if it is switched on.
    pub fn open(cx: &Reader, key: &str) -> Result<Counter> {
        cx.one("select c.* from {counters} c where c.key = $1 and c.switched_on_at is not null", args![key])
    }

    pub fn set(cx: &Writer, org: &Org, new: &Setting) -> Result<()> {
        let phone = telephone(&new.phone)?.unwrap_or_default();
        if new.on == "yes" && phone.is_empty() {
            return Err(Error::field(
                "phone",
                "请写社区电话：不用手机的人照样能提。",
                "Give the community’s telephone: who has no phone of that kind asks by it.",
            ));
        }
        let before = Counter::of(cx, org.id)?;
        let key = before.as_ref().map_or_else(|| Ok(vault::secret()?[..KEY].to_owned()), |c| Ok::<_, Error>(c.key.clone()))?;
        let since = before.and_then(|c| c.switched_on_at).or_else(|| Some(cx.now())).filter(|_| new.on == "yes");
        cx.run(
            "insert into {counters} (id, path, org, key, phone, words, switched_on_at, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             on conflict (org) do update set phone = excluded.phone, words = excluded.words, switched_on_at = excluded.switched_on_at, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
            args![cx.new_id(), &org.path, org.id, key, phone, new.words.trim(), &since, cx.now(), &cx.actor().name],
        )?;
        cx.note(org.id, if since.is_some() { "public counter on" } else { "public counter off" });
        Ok(())
    }

    pub fn url(&self) -> String {
        format!("/ask/{}", self.key)
    }

    /// Takes down what a resident asks and answers its code; none where a machine filled the form.
    pub fn take(&self, cx: &Steps, asked: &Asked, from: &str) -> Result<Option<String>> {
        if !asked.website.is_empty() {
            return Ok(None);
        }
        let facts = asked.checked(cx)?;
        let (counter, from) = (self.clone(), from.to_owned());
        cx.write(move |cx| {
            let book = rulebook::book(cx)?;
            let rules = book.at(cx.today());
            flood::let_in(cx, "asked from", &from, counter.id, [rules.get(keys::ASK_PER_ADDRESS), rules.get(keys::ASK_PER_COUNTER)])?;
            let code = vault::secret()?[..CODE].to_uppercase();
            let id = Need::enter(cx, &Skills::of(cx)?, &cx.find(counter.org)?, &facts, None)?;
            cx.run_one("update {needs} set code = $1 where id = $2", args![print(cx, &code), id])?;
            cx.note(id, "asked at the public counter");
            Ok(Some(code))
        })
    }
}

impl Asked {
    fn checked(&self, cx: &Reader) -> Result<Facts> {
        let clean = |text: &str| values::clean(text).to_owned();
        let what = clean(&self.what);
        if what.is_empty() {
            return Err(Error::field("what", "请写明需要什么。", "Say what is needed."));
        }
        if [&self.what, &self.place, &self.wanted, &self.name].iter().any(|text| text.chars().count() > WORDS_MOST) {
            return Err(Error::field("what", "太长了，请写短一些。", "That is too long."));
        }
        let name = values::name(&self.name).into_owned();
        Ok(Facts {
            what,
            place: clean(&self.place),
            wanted: clean(&self.wanted),
            urgency: if self.urgency == "urgent" { "urgent" } else { "ordinary" }.into(),
            from_name: Some(name).filter(|n| !n.is_empty()),
            from_phone: telephone(&self.phone)?,
            channel: "page".into(),
            asked_on: cx.today().to_string(),
            ..Facts::default()
        })
    }
}

fn print(cx: &Reader, code: &str) -> Vec<u8> {
    cx.digest("need code", code)
}

/// What became of the need behind a code, as it is read by whoever asked.
pub fn by_code(cx: &Reader, code: &str) -> Result<(Need, Vec<Act>)> {
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
    let need: Need = cx.one("select * from {needs} n where n.code = $1", args![print(cx, &code)])?;
    // The same need asked twice: what becomes of the other becomes of this one.
    let need = need.twin.map(|twin| cx.find::<Need>(twin)).transpose()?.unwrap_or(need);
    let acts = Act::of(cx, need.id)?;
    Ok((need, acts))
}

/// Needs answered so long ago that nobody is to know any more who asked.
const TO_FORGET: &str = "state not in ('asked', 'open') and changed_at < $1 and (from_name is not null or from_phone is not null)";

/// Takes names and telephones out of them.
pub fn forget(cx: &Steps, _: &Ticket) -> Result<()> {
    let keep = rulebook::book(cx)?.at(cx.today()).get(keys::ASKER_KEPT);
    let before = cx.house().clock.after(keep.negate())?;
    let count: i64 = cx.one(&format!("select count(*) from {{needs}} n where {TO_FORGET}"), args![&before])?;
    if count == 0 {
        return Ok(());
    }
    cx.write(move |cx| {
        let forgotten = cx.run(&format!("update {{needs}} set from_name = null, from_phone = null where {TO_FORGET}"), args![before])?;
        cx.note(Id::NIL, format!("forgot who asked, of {forgotten} needs"));
        Ok(())
    })
}

//! Facts as somebody types them: checked one by one, put onto those that stand.

use super::{Facts, Member, days};
use crate::rulebook::{self, keys};
use kernel::{Error, FieldError, Id, Reader, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values::{self, IdNumber, PartialDate, Phone};

/// What is not there stays as it was; what is there and empty is taken away. A hidden fact is the
/// exception: its field comes up empty, so it changes only when it is typed anew, and goes only
/// when it stands in `drop`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    /// Where a newcomer is taken in.
    pub org: Option<Id>,
    pub name: Option<String>,
    pub sex: Option<String>,
    pub birth: Option<String>,
    pub id_no: Option<String>,
    pub phone: Option<String>,
    pub education: Option<String>,
    pub joined: Option<String>,
    pub became_full: Option<String>,
    pub probationary: Option<bool>,
    pub employment: Option<String>,
    pub unit: Option<String>,
    pub home: Option<String>,
    pub lives_at: Option<String>,
    /// Hidden facts to take away: `id_no`, `phone`, `home`, `lives_at`.
    pub drop: Vec<String>,
    /// Flags that somebody has looked into and found settled.
    pub settled: Vec<String>,
}

/// What a flawed ID number was flagged with; a right one settles all of them.
const ID_FLAGS: [&str; 6] = ["id_checksum", "id_precision_lost", "id_missing", "id_malformed", "id_birth", "id_old"];
const DATE_FLAGS: [&str; 4] = ["date_impossible", "date_unreadable", "date_future", "date_unclear"];

impl Entry {
    /// The facts as they should stand. `member` is whose they are, if they are in the ledger.
    pub fn onto(&self, cx: &Reader, old: &Facts, member: Option<Id>) -> Result<Facts> {
        let mut wrong = Wrong::default();
        let mut new = old.clone();
        self.words(&mut new, &mut wrong);
        self.hidden(&mut new, &mut wrong);
        self.dates(cx, &mut new, &mut wrong)?;
        if !wrong.0.is_empty() {
            return Err(Error::Invalid(wrong.0));
        }
        if new.id_no != old.id_no
            && let Some(id_no) = &new.id_no
        {
            free(cx, id_no, member)?;
        }
        flags(old, &mut new);
        new.flags.retain(|f| !self.settled.contains(f));
        Ok(new)
    }

    /// The facts of somebody who comes in.
    pub fn newcomer(&self, cx: &Reader) -> Result<Facts> {
        let mut facts = self.onto(cx, &Facts::default(), None)?;
        if facts.id_no.is_none() {
            facts.flags.push("id_missing".into());
        }
        Ok(facts)
    }

    fn words(&self, new: &mut Facts, wrong: &mut Wrong) {
        let set = |to: &mut String, typed: &Option<String>| {
            if let Some(typed) = typed {
                *to = values::clean(typed).to_owned();
            }
        };
        if let Some(name) = &self.name {
            new.name = values::name(name).into_owned();
        }
        if new.name.is_empty() {
            wrong.say("name", "请填写姓名。", "Give the name.");
        }
        set(&mut new.sex, &self.sex);
        if !["", "男", "女"].contains(&new.sex.as_str()) {
            wrong.say("sex", "性别只能是男或女。", "The sex is 男 or 女.");
        }
        set(&mut new.education, &self.education);
        set(&mut new.employment, &self.employment);
        set(&mut new.unit, &self.unit);
        if let Some(probationary) = self.probationary {
            new.probationary = probationary;
        }
    }

    fn hidden(&self, new: &mut Facts, wrong: &mut Wrong) {
        let typed = |text: &Option<String>| text.as_deref().map(values::clean).filter(|t| !t.is_empty()).map(str::to_owned);
        let slots = [("id_no", &mut new.id_no), ("phone", &mut new.phone), ("home", &mut new.home), ("lives_at", &mut new.lives_at)];
        for ((name, slot), typed) in
            slots.into_iter().zip([typed(&self.id_no), typed(&self.phone), typed(&self.home), typed(&self.lives_at)])
        {
            match (name, typed) {
                (_, None) if self.drop.iter().any(|d| d == name) => *slot = None,
                (_, None) => {}
                ("id_no", Some(text)) => match IdNumber::parse(&text) {
                    Ok(number) => *slot = Some(number.as_str().to_owned()),
                    Err(fault) => wrong.say("id_no", format!("{}。", fault.zh()), format!("{fault}.")),
                },
                ("phone", Some(text)) => match Phone::parse_all(&text).and_then(|all| all.into_iter().next()) {
                    Some(phone) => *slot = Some(phone.as_str().to_owned()),
                    None => wrong.say("phone", "这不是一个完整的电话号码。", "This is no complete phone number."),
                },
                (_, Some(text)) => *slot = Some(text),
            }
        }
    }

    fn dates(&self, cx: &Reader, new: &mut Facts, wrong: &mut Wrong) -> Result<()> {
        let today = cx.today();
        let latest: PartialDate = today.to_string().parse().map_err(|e| Error::Internal(anyhow::anyhow!("today: {e}")))?;
        let slots = [
            ("birth", &mut new.birth, &self.birth),
            ("joined", &mut new.joined, &self.joined),
            ("became_full", &mut new.became_full, &self.became_full),
        ];
        for (name, slot, typed) in slots {
            let Some(text) = typed.as_deref().map(values::clean) else { continue };
            match PartialDate::parse(text, latest) {
                _ if text.is_empty() => *slot = None,
                Ok(date) if date.is_after(latest) => wrong.say(name, "日期在将来。", "The date lies in the future."),
                Ok(date) => *slot = Some(date.to_string()),
                Err(fault) => wrong.say(name, format!("{}。", fault.zh()), format!("{fault}.")),
            }
        }
        let oldest = rulebook::book(cx)?.at(today).get(keys::AGE_MAX);
        if new.birth.as_deref().and_then(|b| days::years(b, today)).is_some_and(|age| age > oldest) {
            wrong.say("birth", format!("按这个日期已超过 {oldest} 岁。"), format!("This date makes the member older than {oldest}."));
        }
        if new.probationary && new.became_full.is_some() {
            wrong.say("became_full", "预备党员还没有转正日期。", "A probationary member has not become a full member yet.");
        }
        Ok(())
    }
}

/// One person stands in one ledger only. Where else they stand is not said: it may be nobody's
/// business here.
fn free(cx: &Reader, id_no: &str, member: Option<Id>) -> Result<()> {
    let all = cx.beyond_scope("an ID number stands once in all ledgers");
    if Member::with_id_no(&all, id_no)?.iter().any(|other| Some(other.id) != member) {
        return Err(Error::rule(
            "id_no_taken",
            "这个身份证号已经登记在台账里，一个人只登记一次。请先查找；如果不在您的名单里，请联系上级党组织。",
            "This ID number stands in the ledger already, and a person stands there once. Search for it first; if it is not in your list, ask the organisation above.",
        ));
    }
    Ok(())
}

/// Sets and clears the flags of what has changed. What nobody touched keeps its flags: they are
/// somebody's to decide.
fn flags(old: &Facts, new: &mut Facts) {
    if new.id_no != old.id_no
        && let Some(number) = new.id_no.as_deref().and_then(|n| n.parse::<IdNumber>().ok())
    {
        new.birth.get_or_insert_with(|| number.birth().to_string());
        if new.sex.is_empty() {
            new.sex = number.sex().zh().to_owned();
        }
    }
    let changed = |a: bool, flag: &'static str, holds: bool| if a { vec![(flag, holds)] } else { vec![] };
    let number = new.id_no.as_deref().and_then(|n| n.parse::<IdNumber>().ok());
    let date = |text: &Option<String>| text.as_deref().and_then(|t| t.parse::<PartialDate>().ok());
    let id_changed = new.id_no != old.id_no;
    let dates_changed = (&new.birth, &new.joined, &new.became_full) != (&old.birth, &old.joined, &old.became_full);
    let mut now = vec![];
    if id_changed {
        now.extend(ID_FLAGS.map(|f| (f, f == "id_missing" && new.id_no.is_none())));
    }
    if dates_changed {
        now.extend(DATE_FLAGS.map(|f| (f, false)));
    }
    let disagrees = number.is_some_and(|n| !new.sex.is_empty() && n.sex().zh() != new.sex);
    now.extend(changed(id_changed || new.sex != old.sex, "sex_disagrees", disagrees));
    let disagrees = matches!((&number, date(&new.birth)), (Some(n), Some(birth)) if !n.birth().agrees_with(birth));
    now.extend(changed(id_changed || new.birth != old.birth, "birth_disagrees", disagrees));
    let backwards = matches!((date(&new.joined), date(&new.became_full)), (Some(joined), Some(full)) if full < joined);
    now.extend(changed(dates_changed, "date_order", backwards));
    now.extend(changed(new.sex != old.sex, "sex_unreadable", false));
    now.extend(changed(new.name != old.name, "name_unreadable", false));
    now.extend(changed(new.phone != old.phone, "phone_malformed", false));
    for (flag, holds) in now {
        new.flags.retain(|f| f != flag);
        if holds {
            new.flags.push(flag.to_owned());
        }
    }
}

#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn say(&mut self, field: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), text: Text::new(zh, en) });
    }
}

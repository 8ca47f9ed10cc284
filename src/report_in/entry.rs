//! Facts of somebody who reports in, as they are typed: checked one by one, put onto those that stand.

use super::{Facts, ReportIn};
use crate::skills::parted;
use kernel::{Error, FieldError, Id, Reader, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values::{self, IdNumber, PartialDate, Phone};

/// A hidden fact comes up empty: typed anew it changes, named in `drop` it goes.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    /// The community.
    pub org: Option<Id>,
    pub name: String,
    pub sex: String,
    pub id_no: String,
    pub phone: String,
    pub unit_name: String,
    pub lives_at: String,
    /// Separated by commas or blanks.
    pub skills: String,
    pub available: String,
    pub post_wish: String,
    /// Today where nothing is said.
    pub reported_on: String,
    pub drop: Vec<String>,
    /// Flags that somebody has looked into and found settled.
    pub settled: Vec<String>,
}

impl Entry {
    /// The facts as they should stand. `who` is whose they are, if they have reported in before.
    pub fn onto(&self, cx: &Reader, old: &Facts, who: Option<Id>) -> Result<Facts> {
        let new = self.checked(cx, old)?;
        if new.id_no != old.id_no {
            once(cx, new.id_no.as_deref(), who)?;
        }
        Ok(new)
    }

    /// The same, whoever else has this ID number.
    pub fn checked(&self, cx: &Reader, old: &Facts) -> Result<Facts> {
        let mut wrong = Wrong(vec![]);
        let clean = |text: &str| values::clean(text).to_owned();
        let mut new = Facts {
            name: values::name(&self.name).into_owned(),
            sex: clean(&self.sex),
            unit_name: clean(&self.unit_name),
            skills: parted(&self.skills),
            available: clean(&self.available),
            post_wish: clean(&self.post_wish),
            ..old.clone()
        };
        if new.name.is_empty() {
            wrong.say("name", "请填写姓名。", "Give the name.");
        }
        if !["", "男", "女"].contains(&new.sex.as_str()) {
            wrong.say("sex", "性别只能是男或女。", "The sex is 男 or 女.");
        }
        self.hidden(&mut new, &mut wrong);
        self.day(cx, &mut new, &mut wrong)?;
        if !wrong.0.is_empty() {
            return Err(Error::Invalid(wrong.0));
        }
        if new.id_no != old.id_no {
            new.flags.retain(|f| !f.starts_with("id_"));
        }
        if new.phone != old.phone {
            new.flags.retain(|f| !f.starts_with("phone_"));
        }
        new.flags.retain(|f| !self.settled.contains(f));
        Ok(new)
    }

    fn hidden(&self, new: &mut Facts, wrong: &mut Wrong) {
        let dropped = |fact: &str| self.drop.iter().any(|d| d == fact);
        match values::clean(&self.id_no) {
            "" if dropped("id_no") => new.id_no = None,
            "" => {}
            typed => match IdNumber::parse(typed) {
                Ok(number) => {
                    new.id_no = Some(number.as_str().to_owned());
                    if new.sex.is_empty() {
                        new.sex = number.sex().zh().to_owned();
                    }
                }
                Err(fault) => wrong.say("id_no", format!("{}。", fault.zh()), format!("{fault}.")),
            },
        }
        match values::clean(&self.phone) {
            "" if dropped("phone") => new.phone = None,
            "" => {}
            typed => match Phone::parse_all(typed).and_then(|all| all.into_iter().next()) {
                Some(phone) => new.phone = Some(phone.as_str().to_owned()),
                None => wrong.say("phone", "这不是一个完整的电话号码。", "This is no complete phone number."),
            },
        }
        match values::clean(&self.lives_at) {
            "" if dropped("lives_at") => new.lives_at = None,
            "" => {}
            typed => new.lives_at = Some(typed.to_owned()),
        }
        if dropped("extra") {
            new.extra.clear();
        }
    }

    fn day(&self, cx: &Reader, new: &mut Facts, wrong: &mut Wrong) -> Result<()> {
        let today = cx.today().to_string();
        let latest: PartialDate = today.parse().map_err(|e| Error::Internal(anyhow::anyhow!("today: {e}")))?;
        match values::clean(&self.reported_on) {
            "" if new.reported_on.is_empty() => new.reported_on = today,
            "" => {}
            typed => match PartialDate::parse(typed, latest) {
                Ok(day) if day.is_after(latest) => wrong.say("reported_on", "日期在将来。", "The date lies in the future."),
                Ok(day) => new.reported_on = day.to_string(),
                Err(fault) => wrong.say("reported_on", format!("{}。", fault.zh()), format!("{fault}.")),
            },
        }
        Ok(())
    }
}

/// What was checked, with what is wrong besides: field, and why in both languages.
pub fn all_wrong(checked: Result<Facts>, more: &[(&str, &str, &str)]) -> Result<Facts> {
    let mut wrong = Wrong(vec![]);
    let facts = match checked {
        Err(Error::Invalid(all)) => {
            wrong.0 = all;
            None
        }
        other => Some(other?),
    };
    more.iter().for_each(|(field, zh, en)| wrong.say(field, *zh, *en));
    facts.filter(|_| wrong.0.is_empty()).ok_or(Error::Invalid(wrong.0))
}

/// A person reports in once. Where else they did is not said: it may be nobody's business here.
fn once(cx: &Reader, id_no: Option<&str>, who: Option<Id>) -> Result<()> {
    let Some(id_no) = id_no else { return Ok(()) };
    let all = cx.beyond_scope("a person reports in at one community");
    if ReportIn::with_id_no(&all, id_no)?.iter().any(|other| Some(other.id) != who) {
        return Err(Error::rule(
            "reported_in_already",
            "这个身份证号已经报到过，一个人只登记一次。请先查找；如果不在您的名单里，请联系街道。",
            "This ID number has reported in already, and a person does so once. Search for it first; if it is not in your list, ask the street.",
        ));
    }
    Ok(())
}

struct Wrong(Vec<FieldError>);

impl Wrong {
    fn say(&mut self, field: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), text: Text::new(zh, en) });
    }
}

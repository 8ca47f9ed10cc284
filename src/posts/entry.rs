//! The facts of a post as they are typed, checked one by one.

use super::{NewPost, Post, kinds};
use crate::{
    needs::{Risk, RiskSaid, URGENCIES, people_of},
    skills::parted,
};
use jiff::civil::Date;
use kernel::{Error, FieldError, Id, Reader, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    /// The community.
    pub org: Option<Id>,
    pub kind: String,
    pub title: String,
    pub duty: String,
    pub place: String,
    pub wanted: String,
    /// A number; one where nothing is said.
    pub people: String,
    pub skills: String,
    pub urgency: String,
    #[serde(flatten)]
    pub risk: RiskSaid,
    /// Today where nothing is said.
    pub from_day: String,
    /// Open-ended where nothing is said.
    pub until_day: String,
}

const TITLE_MOST: usize = 80;

impl Entry {
    /// What is told of danger follows the need of a post that `stands`, where it has one.
    pub fn checked(&self, cx: &Reader, stands: Option<&Post>) -> Result<NewPost> {
        let mut wrong: Vec<FieldError> = vec![];
        let mut say = |field: &str, zh: &str, en: &str| wrong.push(FieldError { field: field.into(), text: Text::new(zh, en) });
        let clean = |text: &str| values::clean(text).to_owned();
        let title = clean(&self.title);
        if title.is_empty() || title.chars().count() > TITLE_MOST {
            say("title", "请写岗位名称，80 字以内。", "Give the post a name of at most 80 characters.");
        }
        if !kinds(cx)?.iter().any(|k| k.code == self.kind) {
            say("kind", "请选择岗位类别。", "Choose a kind.");
        }
        let urgency = if self.urgency.is_empty() { "ordinary" } else { &self.urgency };
        if !URGENCIES.iter().any(|u| u.0 == urgency) {
            say("urgency", "没有这个选项。", "There is no such choice.");
        }
        let day = |typed: &str| match values::clean(typed) {
            "" => Ok(None),
            typed => typed.parse::<Date>().map(Some),
        };
        let (from, until) = (day(&self.from_day), day(&self.until_day));
        if from.is_err() {
            say("from_day", "请填写日期。", "Give a day.");
        }
        if until.is_err() {
            say("until_day", "请填写日期。", "Give a day.");
        }
        let (from, until) = (from.ok().flatten().unwrap_or(cx.today()), until.ok().flatten());
        if until.is_some_and(|until| until < from) {
            say("until_day", "结束日期早于开始日期。", "It ends before it begins.");
        }
        let people = people_of(&self.people).unwrap_or_else(|_| {
            say("people", "请填写人数，如 2。", "Give a number, such as 2.");
            None
        });
        let risk = match stands.filter(|post| post.need.is_some()) {
            Some(post) => Ok(post.risk.clone()),
            None => self.risk.onto(&Risk::default()).and_then(|risk| risk.must_be_told(cx).map(|()| risk)),
        };
        let risk = match risk {
            Err(Error::Invalid(more)) => {
                wrong.extend(more);
                Risk::default()
            }
            other => other?,
        };
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(NewPost {
            need: None,
            kind: self.kind.clone(),
            duty: clean(&self.duty),
            place: clean(&self.place),
            wanted: clean(&self.wanted),
            people: people.unwrap_or(1),
            urgency: urgency.to_owned(),
            skills: parted(&self.skills),
            from_day: from,
            until_day: until,
            title,
            risk,
        })
    }
}

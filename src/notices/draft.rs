//! A notice while it is written: to whom, in the sentence of the ledger; what it says; the answer it
//! wants and until when. Everything that is wrong with it is said at once, and nothing typed is lost.

use super::{NewNotice, Notice, To, Wanted, wanted::FIELDS, way::Channel};
use crate::{
    activities::Activity,
    categories,
    orgs::Org,
    people::{Filter, Is},
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, FieldError, Id, Reader, Result, Writer, args, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// As it stands in the address and in the form: what is empty asks for nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Draft {
    pub q: String,
    pub org: String,
    pub employment: String,
    pub category: String,
    pub sex: String,
    pub education: String,
    pub age: String,
    pub uncontacted: String,
    pub fact: String,
    pub value: String,
    pub is: Vec<Is>,
    /// Only those whom this notice has not reached.
    pub left_of: String,
    pub title: String,
    pub body: String,
    pub wants: Wanted,
    /// One a line.
    pub options: String,
    pub field: String,
    pub about: String,
    pub due_on: String,
    /// Made with the preview: the same one is sent once.
    pub key: String,
}

/// Whom a draft reaches.
#[derive(Clone, Debug)]
pub struct Audience {
    pub org: Org,
    pub sentence: String,
    pub members: Vec<Id>,
}

/// Members read at a time.
const PIECE: usize = 2000;

impl Draft {
    /// The members it reaches, in the ledger's order, and the sentence that says who they are.
    pub fn audience(&self, cx: &Reader) -> Result<Audience> {
        let mut wrong = vec![];
        let mut number = |field: &str, typed: &str| match typed.trim() {
            "" => None,
            typed => typed
                .parse::<i64>()
                .map_err(|_| wrong.push(FieldError { field: field.into(), text: text!("请填数字。", "Give a number.") }))
                .ok(),
        };
        let (age, uncontacted) = (number("age", &self.age), number("uncontacted", &self.uncontacted));
        let org_id = self.org.parse::<Id>().ok();
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let org = org_id.map_or_else(|| Org::top(cx), |id| cx.find(id))?;
        let mut filter = Filter {
            q: self.q.clone(),
            org: org_id,
            employment: self.employment.clone(),
            category: self.category.clone(),
            sex: self.sex.clone(),
            education: self.education.clone(),
            age,
            uncontacted,
            fact: self.fact.clone(),
            value: self.value.clone(),
            is: self.is.clone(),
            after: String::new(),
        };
        let mut sentence = filter.sentence(&org.name);
        if let Some(kind) = categories::kinds(cx)?.find(&self.category) {
            sentence = format!("{sentence} · {}", kind.name());
        }
        let left = self.left(cx)?;
        if let Some((notice, _)) = &left {
            sentence = kernel::say!("{sentence} · 《{}》还没告知的", "{sentence} · not reached yet by “{}”", notice.title);
        }
        let (mut members, mut seen) = (vec![], BTreeSet::new());
        loop {
            let leaf = filter.read(cx, Some(&org), PIECE)?;
            let ids = leaf.lines.into_iter().map(|l| l.id);
            members.extend(ids.filter(|id| left.as_ref().is_none_or(|l| l.1.contains(id)) && seen.insert(*id)));
            match leaf.next {
                Some(next) => filter.after = next,
                None => return Ok(Audience { org, sentence, members }),
            }
        }
    }

    fn left(&self, cx: &Reader) -> Result<Option<(Notice, BTreeSet<Id>)>> {
        let Ok(id) = self.left_of.parse::<Id>() else { return Ok(None) };
        let left: Vec<Id> = cx.all("select d.member from {deliveries} d where d.notice = $1 and d.state = 'sent'", args![id])?;
        Ok(Some((cx.find(id)?, left.into_iter().collect())))
    }

    /// Whom it reaches, once nothing is wrong with it.
    pub fn check(&self, cx: &Reader) -> Result<Audience> {
        let audience = self.audience(cx)?;
        let mut wrong = vec![];
        let mut say = |field: &str, text| wrong.push(FieldError { field: field.into(), text });
        if audience.members.is_empty() {
            say("audience", text!("没有符合的党员，请放宽范围。", "No member fits; ask for fewer things."));
        }
        if self.title.trim().is_empty() {
            say("title", text!("请写标题。", "Give it a title."));
        }
        if self.body.trim().is_empty() {
            say("body", text!("请写内容。", "Say what it is about."));
        }
        match self.due_on.parse::<Date>() {
            Ok(due) if due >= cx.today() => {}
            Ok(_) => say("due_on", text!("截止日期已经过去了。", "The deadline has passed.")),
            Err(_) => say("due_on", text!("请选截止日期。", "Choose the deadline.")),
        }
        if self.wants == Wanted::Choice && self.lines().len() < 2 {
            say("options", text!("请至少写两项，一行一项。", "Give at least two, one a line."));
        }
        if self.wants == Wanted::Field && !FIELDS.contains(&self.field.as_str()) {
            say("field", text!("请选核对哪一项。", "Choose the fact to check."));
        }
        if let Ok(id) = self.about.parse::<Id>() {
            cx.find::<Activity>(id)?;
        }
        if wrong.is_empty() { Ok(audience) } else { Err(Error::Invalid(wrong)) }
    }

    fn lines(&self) -> Vec<&str> {
        self.options.lines().map(str::trim).filter(|l| !l.is_empty()).collect()
    }

    /// How many are told by which way first.
    pub fn first_ways(cx: &Reader, audience: &Audience) -> Result<Vec<(Channel, i64)>> {
        Notice::first_ways(cx, &audience.org, To::Some(&audience.members))
    }

    /// The notice as its readers will see it.
    pub fn shown(&self, cx: &Reader, audience: &Audience) -> Notice {
        Notice {
            id: Id::NIL,
            path: audience.org.path.clone(),
            org: audience.org.id,
            title: self.title.trim().into(),
            body: self.body.trim().into(),
            about: self.about.parse().ok(),
            wants: self.wants,
            options: self.stored_options(),
            due_on: Some(self.due_on.clone()),
            audience: audience.sentence.clone(),
            sent_at: cx.now(),
            sent_by: cx.actor().name.clone(),
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawn_why: None,
            withdraws: None,
        }
    }

    fn stored_options(&self) -> String {
        match self.wants {
            Wanted::Choice => self.lines().join("\n"),
            Wanted::Field => self.field.clone(),
            Wanted::Seen | Wanted::Come => String::new(),
        }
    }

    /// Sends it; the same preview sent twice is one notice.
    pub fn send(&self, cx: &Writer) -> Result<Notice> {
        let audience = self.check(cx)?;
        let account = cx.actor().account.unwrap_or(Id::NIL).to_string();
        let id = (!self.key.is_empty()).then(|| Id::named(&["notice", &account, &self.key]));
        if let Some(sent) = id.map(|id| cx.maybe::<Notice>("select n.* from {notices} n where n.id = $1", args![id])).transpose()?.flatten()
        {
            return Ok(sent);
        }
        let (n, options) = (self.shown(cx, &audience), self.stored_options());
        let new = NewNotice {
            id,
            title: &n.title,
            body: &n.body,
            about: n.about.filter(|_| self.wants == Wanted::Come),
            wants: self.wants,
            options: &options,
            due_on: n.due_on.clone(),
            audience: &n.audience,
        };
        Notice::post(cx, &audience.org, new, To::Some(&audience.members))
    }

    /// The deadline that the form begins with.
    pub fn usual_deadline(cx: &Reader) -> Result<String> {
        let span = rulebook::book(cx)?.at(cx.today()).get(keys::NOTICE_DEADLINE);
        Ok(cx.today().checked_add(span)?.to_string())
    }
}

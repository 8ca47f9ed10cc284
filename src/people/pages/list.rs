//! The ledger list: what is shown reads like a sentence, and stands in the address.

use crate::{
    categories,
    orgs::Org,
    people::{
        View,
        clears::{self, Freshness, State},
        days,
        ledger::{Filter, Is, Leaf, Line, PAGE},
        words::{self, EDUCATIONS, EMPLOYMENTS, SEXES, word},
    },
    rulebook::{self, Rules, keys},
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Cx, Id, Page, Query, Reply, Result, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/list.html")]
pub struct MemberList {
    /// The organisation whose members are shown.
    pub organisation: Org,
    pub filter: Filter,
    pub members: Vec<Line>,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    #[serde(skip)]
    communities: Vec<Org>,
    /// Code and name of the categories that the reader may look for.
    #[serde(skip)]
    categories: Vec<(String, String)>,
    #[serde(skip)]
    chips: Vec<Chip>,
    #[serde(skip)]
    fresh: Freshness,
    #[serde(skip)]
    today: Date,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_export: bool,
    #[serde(skip)]
    may_send: bool,
}

struct Chip {
    url: String,
    text: String,
    on: bool,
}

impl Page for MemberList {
    fn title(&self) -> String {
        t("党员台账", "Member ledger").into()
    }
}

pub fn list(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Reply<MemberList>> {
    let (today, book) = (cx.today(), rulebook::book(cx)?);
    let top = Org::top(cx)?;
    let org = filter.org.map(|id| cx.find::<Org>(id)).transpose()?;
    let Leaf { lines, next } = filter.read(cx, org.as_ref(), PAGE)?;
    let communities = top.children(cx)?;
    let below = if let Some(org) = &org { org.children(cx)? } else { vec![] };
    let kinds = categories::Kinds::of(book.at(today));
    let categories = categories::choices(cx, &kinds);
    let named = categories.iter().find(|c| c.0 == filter.category).map(|c| c.1.clone());
    let chips = chips(&filter, org.as_ref(), below, named, book.at(today), today);
    let fresh = Freshness::of(book.at(today), today);
    let (may_edit, may_export, may_send) = (cx.may("people.edit"), cx.may("people.export"), cx.may("notices.send"));
    Reply::show(MemberList {
        organisation: org.unwrap_or(top),
        filter,
        members: lines,
        next,
        communities,
        categories,
        chips,
        fresh,
        today,
        may_edit,
        may_export,
        may_send,
    })
}

/// What is on, each with the way to take it off; then what could be asked next.
fn chips(filter: &Filter, org: Option<&Org>, below: Vec<Org>, category: Option<String>, rules: Rules<'_>, today: Date) -> Vec<Chip> {
    let first = Filter { after: String::new(), ..filter.clone() };
    let chip = |on: bool, text: String, changed: Filter| Chip { url: changed.url("/members"), text, on };
    let mut on = vec![];
    let mut more = vec![];
    if let Some(org) = org {
        on.push(chip(true, org.name.clone(), Filter { org: None, ..first.clone() }));
    }
    if let Some(name) = category {
        on.push(chip(true, name, Filter { category: String::new(), ..first.clone() }));
    }
    for (value, without) in [
        (&filter.employment, Filter { employment: String::new(), ..first.clone() }),
        (&filter.sex, Filter { sex: String::new(), ..first.clone() }),
        (&filter.education, Filter { education: String::new(), ..first.clone() }),
    ] {
        if !value.is_empty() {
            on.push(chip(true, word(value).to_owned(), without));
        }
    }
    if !filter.fact.is_empty() {
        let named = if filter.value.is_empty() { filter.fact.clone() } else { say!("{}：{}", "{}: {}", filter.fact, filter.value) };
        on.push(chip(true, named, Filter { fact: String::new(), value: String::new(), ..first.clone() }));
    }
    match filter.age {
        Some(age) => on.push(chip(true, older(age), Filter { age: None, ..first.clone() })),
        None => {
            let age = rules.get(keys::ELDERLY_AGE);
            more.push(chip(false, older(age), Filter { age: Some(age), ..first.clone() }));
        }
    }
    match filter.uncontacted {
        Some(days) => on.push(chip(true, silent(days), Filter { uncontacted: None, ..first.clone() })),
        None => more.extend([keys::TWO_WAY_WITHIN, keys::LOST_WARN_AFTER].map(|key| {
            let days = days::days_in(rules.get(key), today);
            chip(false, silent(days), Filter { uncontacted: Some(days), ..first.clone() })
        })),
    }
    for is in [Is::Undecided, Is::Probationary, Is::Floating, Is::Transition] {
        let mut changed = first.clone();
        changed.is.retain(|i| *i != is);
        match changed.is.len() < first.is.len() {
            true => on.push(chip(true, is.name().into(), changed)),
            false => {
                changed.is.push(is);
                more.push(chip(false, is.name().into(), changed));
            }
        }
    }
    let below = below
        .into_iter()
        .map(|o| chip(false, say!("{}（{}）", "{} ({})", o.name, o.members_below), Filter { org: Some(o.id), ..first.clone() }));
    on.into_iter().chain(below).chain(more).collect()
}

pub(in crate::people) fn older(age: i64) -> String {
    say!("{age} 岁及以上", "{age} or older")
}

pub(in crate::people) fn silent(days: i64) -> String {
    say!("{days} 天未联系", "no contact for {days} days")
}

impl Is {
    pub fn name(self) -> &'static str {
        match self {
            Is::Probationary => t("预备党员", "Probationary"),
            Is::Floating => t("流动党员", "Floating"),
            Is::Transition => t("返迁过渡期", "In relocation"),
            Is::Undecided => t("待核实", "To be decided"),
        }
    }
    pub fn code(self) -> &'static str {
        match self {
            Is::Probationary => "probationary",
            Is::Floating => "floating",
            Is::Transition => "transition",
            Is::Undecided => "undecided",
        }
    }
}

impl MemberList {
    /// The filter as a sentence. Only what the organisations count is counted here.
    fn caption(&self) -> String {
        let mut parts = vec![self.organisation.name.clone()];
        if !self.filter.q.is_empty() {
            parts.push(say!("“{}”", "“{}”", self.filter.q));
        }
        parts.extend(self.chips.iter().filter(|c| c.on).map(|c| c.text.clone()).filter(|c| *c != self.organisation.name));
        if parts.len() == 1 {
            parts.push(say!("共 {} 人", "{} members", self.organisation.members_below));
        }
        parts.join(" · ")
    }
    fn next_url(&self) -> Option<String> {
        self.next.as_ref().map(|after| Filter { after: after.clone(), ..self.filter.clone() }.url("/members"))
    }
    fn first_url(&self) -> String {
        Filter { after: String::new(), ..self.filter.clone() }.url("/members")
    }
    /// A notice to exactly these.
    fn notice_url(&self) -> String {
        Filter { after: String::new(), ..self.filter.clone() }.url("/notices/new")
    }
    fn file_url(&self, ending: &str) -> String {
        Filter { after: String::new(), ..self.filter.clone() }.url(&format!("/members.{ending}"))
    }
    fn is_chosen(&self, id: &Id) -> bool {
        self.filter.org.as_ref() == Some(id)
    }
    /// Whether the organisation chosen is not among those offered.
    fn chosen_deeper(&self) -> bool {
        self.filter.org.is_some_and(|id| self.communities.iter().all(|c| c.id != id))
    }
    fn age(&self, line: &Line) -> String {
        line.birth.as_deref().and_then(|b| days::years(b, self.today)).map_or_else(String::new, |a| a.to_string())
    }
    fn states(&self, line: &Line) -> [State; clears::COUNT] {
        line.states(&self.fresh)
    }
}

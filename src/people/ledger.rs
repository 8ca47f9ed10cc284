//! The ledger, read a page at a time in the order of its organisations, then names; or, when
//! somebody looks for a name, in the order of the words that find it. A page is found by where the
//! one before it ended, so that the last costs what the first does.

use super::{
    clears::{self, Freshness, KNOWN, Known},
    days, find,
    pages::list,
    words,
};
use crate::{categories, orgs::Org};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Value, any_of, say};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Members on one page.
pub const PAGE: usize = 50;
/// Members whose facts are looked at together where a category is asked for.
const AT_ONCE: usize = 400;

/// What somebody wants to see, as it stands in the address of the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// Part of the name, pinyin, initials, or the phone's last digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub org: Option<Id>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub employment: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sex: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub education: String,
    /// At least this old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<i64>,
    /// Without contact for this many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncontacted: Option<i64>,
    /// An extra fact that stands open, and its value; any value where that is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fact: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The code of a category that follows from the member's facts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<Is>,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Is {
    Probationary,
    Floating,
    /// Lives elsewhere while the home is rebuilt: the contact card names a former home.
    Transition,
    /// Something about the member waits for a decision.
    Undecided,
}

fn blank_is_none<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<Id>, D::Error> {
    let text = Option::<String>::deserialize(from)?.filter(|t| !t.is_empty());
    text.map(|t| t.parse().map_err(serde::de::Error::custom)).transpose()
}

/// A member as the list shows them. Nothing in it is hidden.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub name: String,
    pub sex: String,
    pub birth: Option<String>,
    pub organisation: String,
    pub education: String,
    pub joined: Option<String>,
    pub probationary: bool,
    pub employment: String,
    pub unit: String,
    pub last_contact: Option<String>,
    pub flags: String,
    pub floating: bool,
    pub transition: bool,
    /// The place of the row in the order it is read in.
    #[serde(skip_serializing)]
    path: String,
    #[serde(skip_serializing)]
    word: String,
    #[serde(skip_serializing)]
    known: i64,
    #[serde(skip_serializing)]
    card_on: Option<String>,
    #[serde(skip_serializing)]
    ledger_on: String,
    #[serde(skip_serializing)]
    talked_on: Option<String>,
    #[serde(skip_serializing)]
    confirmed: Option<String>,
}

impl Line {
    /// Where the page after this row begins.
    fn mark(&self) -> String {
        format!("{}.{}.{}", self.path, self.id, self.word)
    }

    /// Of these members, in their order.
    pub fn of(cx: &Reader, ids: &[Id]) -> Result<Vec<Line>> {
        let (these, values) = any_of(ids.iter().copied(), 1);
        let sql = format!("select {COLUMNS} {KNOWN}, m.path, m.name as word from {{members}} m {BESIDE} where m.id in ({these})");
        let mut lines: Vec<Line> = cx.all(&sql, &values)?;
        lines.sort_by_key(|line| ids.iter().position(|id| *id == line.id));
        Ok(lines)
    }

    /// How long ago somebody was in touch.
    pub fn last_contact_words(&self, today: Date) -> String {
        self.last_contact.as_deref().map_or_else(|| "—".into(), |day| days::ago(day, today))
    }

    pub fn states(&self, fresh: &Freshness) -> [clears::State; clears::COUNT] {
        let known = Known {
            facts: self.known,
            card_on: self.card_on.as_deref(),
            ledger_on: &self.ledger_on,
            last_contact: self.last_contact.as_deref(),
            talked_on: self.talked_on.as_deref(),
            confirmed: self.confirmed.as_deref(),
        };
        known.states(fresh)
    }
}

/// One page, and where the next begins if there is one.
#[derive(Debug)]
pub struct Leaf {
    pub lines: Vec<Line>,
    pub next: Option<String>,
}

impl Filter {
    /// The address of the list as this filter shows it.
    pub fn url(&self, page: &str) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
    }

    /// What is asked for, as one sentence behind the organisation's name.
    pub fn sentence(&self, organisation: &str) -> String {
        let mut parts = vec![organisation.to_owned()];
        if !self.q.is_empty() {
            parts.push(format!("“{}”", self.q));
        }
        parts.extend(
            [&self.employment, &self.sex, &self.education].into_iter().filter(|v| !v.is_empty()).map(|v| words::word(v).to_owned()),
        );
        if !self.fact.is_empty() {
            parts.push(if self.value.is_empty() { self.fact.clone() } else { say!("{}：{}", "{}: {}", self.fact, self.value) });
        }
        parts.extend(self.age.map(list::older));
        parts.extend(self.uncontacted.map(list::silent));
        parts.extend(self.is.iter().map(|is| is.name().to_owned()));
        parts.join(" · ")
    }

    /// The members this filter shows, at most `most`, from `self.after` on.
    pub fn read(&self, cx: &Reader, org: Option<&Org>, most: usize) -> Result<Leaf> {
        let narrowed;
        let cx = match org {
            Some(org) => {
                narrowed = cx.within(&org.path)?;
                &narrowed
            }
            None => cx,
        };
        if self.category.is_empty() { self.rows(cx, "", most) } else { self.of_category(cx, most) }
    }

    /// Members of a category: the database narrows, what follows from the facts decides.
    fn of_category(&self, cx: &Reader, most: usize) -> Result<Leaf> {
        let kinds = categories::kinds(cx)?;
        let place = kinds.all.iter().position(|k| k.code == self.category && categories::may_see(cx, k)).ok_or(Error::NotFound)?;
        let (mut found, mut filter) = (vec![], self.clone());
        loop {
            let Leaf { lines, next } = filter.rows(cx, &self.category, most.max(AT_ONCE))?;
            let ids: Vec<Id> = lines.iter().map(|l| l.id).collect();
            let held = kinds.of_these(cx, &ids)?;
            found.extend(lines.into_iter().filter(|l| held.get(&l.id).is_some_and(|h| h.iter().any(|h| h.kind == place))));
            match next {
                Some(after) if found.len() <= most => filter.after = after,
                _ => break,
            }
        }
        let more = found.len() > most;
        found.truncate(most);
        let next = found.last().filter(|_| more).map(Line::mark);
        Ok(Leaf { lines: found, next })
    }

    fn rows(&self, cx: &Reader, category: &str, most: usize) -> Result<Leaf> {
        let prefix = find::query(cx, &self.q);
        let mut query = if prefix.is_empty() { self.in_order(cx)? } else { self.by_word(&prefix)? };
        self.conditions(cx, &mut query);
        if !category.is_empty() {
            let kinds = categories::kinds(cx)?;
            let kind = kinds.find(category).ok_or(Error::NotFound)?;
            let narrowed = kinds.narrowed(kind, &mut |value| query.arg(value));
            query.sql.push_str(&format!(" and {narrowed}"));
        }
        let order = if prefix.is_empty() { "m.path, m.name, m.id" } else { "w.token, w.path, w.member" };
        query.sql.push_str(&format!(" order by {order} limit {}", most + 1));
        let mut lines: Vec<Line> = cx.all(&query.sql, &query.args)?;
        let more = lines.len() > most;
        lines.truncate(most);
        let next = lines.last().filter(|_| more).map(Line::mark);
        Ok(Leaf { lines, next })
    }

    /// Where the page before ended: path, id and word.
    fn cursor(&self, from: (&str, &str)) -> Result<(String, Id, String)> {
        if self.after.is_empty() {
            return Ok((from.0.into(), Id::NIL, from.1.into()));
        }
        let mut parts = self.after.splitn(3, '.');
        let (path, id, word) = (parts.next(), parts.next().and_then(|id| id.parse().ok()), parts.next());
        match (path, id, word) {
            (Some(path), Some(id), Some(word)) => Ok((path.into(), id, word.into())),
            _ => Err(Error::NotFound),
        }
    }

    fn in_order(&self, cx: &Reader) -> Result<Query<'_>> {
        let (path, id, name) = self.cursor((cx.actor().scope.top(), ""))?;
        let sql = format!("select {COLUMNS} {KNOWN}, m.path, m.name as word from {{members from $1, $2, $3}} m {BESIDE} where 1 = 1");
        Ok(Query { sql, args: vec![path.into(), name.into(), id.into()] })
    }

    /// Each member once, at the first of their words that begins so.
    fn by_word(&self, prefix: &str) -> Result<Query<'_>> {
        let (path, id, word) = self.cursor(("", prefix))?;
        let sql = format!(
            "select {COLUMNS} {KNOWN}, w.path, w.token as word from {{finds}} w cross join {{members}} m {BESIDE} \
             where m.tenant = w.tenant and m.id = w.member and (w.token, w.path, w.member) > ($1, $2, $3) and w.token < $4 and w.shared < $5",
        );
        Ok(Query { sql, args: vec![word.into(), path.into(), id.into(), find::past(prefix).into(), prefix.len().into()] })
    }

    fn conditions<'a>(&'a self, cx: &Reader, query: &mut Query<'a>) {
        for (column, value) in [("employment", &self.employment), ("sex", &self.sex), ("education", &self.education)] {
            if !value.is_empty() {
                query.and(&format!("m.{column} = ?"), value.as_str());
            }
        }
        if let Some(age) = self.age {
            query.and("m.birth <= ?", days::before(cx.today(), days::of_years(age)));
        }
        if let Some(days) = self.uncontacted {
            query.and("(m.last_contact is null or m.last_contact < ?)", days::before(cx.today(), days::of_days(days)));
        }
        if !self.fact.is_empty() {
            let (name, value) = (query.arg(self.fact.as_str()), query.arg(self.value.as_str()));
            query.sql.push_str(&format!(
                " and m.id in (select x.member from {{extras}} x where x.name = {name} and ({value} = '' or x.value = {value}))"
            ));
        }
        for is in &self.is {
            query.sql.push_str(match is {
                Is::Probationary => " and m.probationary = 1",
                Is::Undecided => " and m.flags <> ''",
                Is::Floating => " and exists (select 1 from {floating} y where y.tenant = m.tenant and y.member = m.id)",
                Is::Transition => {
                    " and exists (select 1 from {cards} z where z.tenant = m.tenant and z.member = m.id and z.former_home is not null)"
                }
            });
        }
    }
}

const COLUMNS: &str = "m.id, m.name, m.sex, m.birth, o.name as organisation, m.education, m.joined, m.probationary, m.employment, m.unit, m.last_contact, m.flags, \
     case when f.member is null then 0 else 1 end as floating, case when c.former_home is null then 0 else 1 end as transition,";

/// What stands beside a member, one row each at most.
const BESIDE: &str = "join {orgs} o on o.tenant = m.tenant and o.id = m.org left join {floating} f on f.tenant = m.tenant and f.member = m.id \
     left join {cards} c on c.tenant = m.tenant and c.member = m.id";

struct Query<'a> {
    sql: String,
    args: Vec<Value<'a>>,
}

impl<'a> Query<'a> {
    /// One value more, as the statement names it.
    fn arg(&mut self, value: impl Into<Value<'a>>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    /// One condition more, with one value where the question mark stands.
    fn and(&mut self, condition: &str, value: impl Into<Value<'a>>) {
        let value = self.arg(value);
        self.sql.push_str(" and ");
        self.sql.push_str(&condition.replace('?', &value));
    }
}

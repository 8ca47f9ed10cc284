//! Needs, the newest first, a page at a time.

use crate::{
    skills::{self, listed},
    ui::leaf::PAGE,
};
use kernel::{Error, Id, Reader, Result, Value, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody wants to see, as it stands in the address of the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// Part of the words or of the place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// asked, open, or one of the ends; `closed` is all of them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub skill: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub urgency: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// A need as the list shows it. Nothing in it is hidden.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub what: String,
    pub place: String,
    pub wanted: String,
    pub people: Option<i64>,
    pub urgency: String,
    pub skills: String,
    pub channel: String,
    pub asked_on: String,
    pub state: String,
    pub risk: String,
    pub dangerous: bool,
    pub organisation: String,
}

/// Later than every day that is written.
const LAST: &str = "9999";

impl Filter {
    pub fn url(&self, page: &str) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
    }

    pub fn starting(&self, after: &str) -> Filter {
        Filter { after: after.into(), ..self.clone() }
    }

    /// One page, and where the next begins.
    pub fn read(&self, cx: &Reader) -> Result<(Vec<Line>, Option<String>)> {
        let (day, id) = self.cursor()?;
        let like = |before: &str, word: &str, behind: &str| {
            Value::from(if word.is_empty() { String::new() } else { format!("{before}{word}{behind}") })
        };
        let mut lines: Vec<Line> = cx.all(
            &format!(
                "select n.id, n.what, n.place, n.wanted, n.people, n.urgency, n.skills, n.channel, n.asked_on, n.state, n.risk, n.dangerous, o.name as organisation \
                 from {{needs}} n join {{orgs}} o on o.tenant = n.tenant and o.id = n.org \
                 where (n.asked_on < $1 or (n.asked_on = $1 and n.id < $2)) and ($3 = '' or n.what like $3 or n.place like $3) and ($4 = '' or n.state = $4 or ($4 = 'closed' and n.state not in ('asked', 'open'))) \
                 and ($5 = '' or n.skills like $5) and ($6 = '' or n.urgency = $6) order by n.asked_on desc, n.id desc limit {}",
                PAGE + 1
            ),
            args![day, id, like("%", self.q.trim(), "%"), &self.state, like("%、", &self.skill, "、%"), &self.urgency],
        )?;
        let next = crate::ui::leaf::cut(&mut lines, PAGE, |l| format!("{}.{}", l.asked_on, l.id));
        Ok((lines, next))
    }

    fn cursor(&self) -> Result<(String, Id)> {
        if self.after.is_empty() {
            return Ok((LAST.into(), Id::NIL));
        }
        let (day, id) = self.after.split_once('.').ok_or(Error::NotFound)?;
        Ok((day.into(), id.parse().map_err(|_| Error::NotFound)?))
    }
}

/// How many needs stand in each state.
pub fn states(cx: &Reader) -> Result<BTreeMap<String, i64>> {
    let counts: Vec<(String, i64)> = cx.all("select n.state, count(*) from {needs} n group by n.state", args![])?;
    Ok(counts.into_iter().collect())
}

impl Line {
    pub fn skill_names(&self) -> String {
        listed(&self.skills).iter().map(|s| skills::name(s)).collect::<Vec<_>>().join(t("、", ", "))
    }
}

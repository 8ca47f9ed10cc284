//! Contacts as a list reads them, the newest first; and members to whom nobody has talked for long.

use crate::{
    people::{Way, days},
    ui::leaf::{self, PAGE},
};
use jiff::{Span, civil::Date};
use kernel::{Error, Id, Reader, Result, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// call, message, visit, talk, meeting; all where it is left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Who recorded it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// From this day on; three months back where it is left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub since: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub occurred_on: String,
    pub kind: Way,
    pub two_way: bool,
    pub made_by: String,
    pub member: Id,
    pub name: String,
    pub organisation: String,
}

/// How far a list reaches back where nothing is said.
const BACK: i64 = 92;

impl Filter {
    pub fn first_day(&self, today: Date) -> Result<Date> {
        match self.since.trim() {
            "" => Ok(today.saturating_sub(Span::new().days(BACK))),
            typed => typed.parse().map_err(|_| Error::field("since", "请填写日期。", "Give the day.")),
        }
    }

    pub fn read(&self, cx: &Reader) -> Result<(Vec<Line>, Option<String>)> {
        let since = self.first_day(cx.today())?;
        let (day, id) = match self.after.split_once('.') {
            Some((day, id)) => (day.to_owned(), id.parse().map_err(|_| Error::NotFound)?),
            None if self.after.is_empty() => ("9999".to_owned(), Id::NIL),
            None => return Err(Error::NotFound),
        };
        let mut lines: Vec<Line> = cx.all(
            &format!(
                "select c.id, c.occurred_on, c.kind, c.two_way, c.made_by, c.member, m.name, o.name as organisation from {{contacts}} c \
                 join {{members}} m on m.tenant = c.tenant and m.id = c.member join {{orgs}} o on o.tenant = m.tenant and o.id = m.org \
                 where c.occurred_on >= $1 and (c.occurred_on, c.id) < ($2, $3) and (cast($4 as text) = '' or c.kind = $5) and (cast($6 as text) = '' or c.made_by = $7) \
                 order by c.occurred_on desc, c.id desc limit {}",
                PAGE + 1
            ),
            args![since, day, id, &self.kind, &self.kind, &self.by, &self.by],
        )?;
        let next = leaf::cut(&mut lines, PAGE, |l| format!("{}.{}", l.occurred_on, l.id));
        Ok((lines, next))
    }

    pub fn url(&self) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { "/contacts".into() } else { format!("/contacts?{query}") }
    }
}

/// Somebody to whom nobody has talked within the rule's time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Untalked {
    pub id: Id,
    pub name: String,
    pub organisation: String,
    pub talked_on: Option<String>,
    pub last_contact: Option<String>,
    #[serde(skip_serializing)]
    path: String,
}

impl Untalked {
    /// In the ledger's order, a page at a time.
    pub fn read(cx: &Reader, within: Span, after: &str) -> Result<(Vec<Untalked>, Option<String>)> {
        let (path, name, id) = leaf::place(after, cx.actor().scope.top())?;
        let mut lines: Vec<Untalked> = cx.all(
            &format!(
                "select m.id, m.name, o.name as organisation, (select max(k.occurred_on) from {{contacts}} k where k.tenant = m.tenant and k.member = m.id and k.kind = 'talk' and k.two_way = 1) as talked_on, \
                 m.last_contact, m.path from {{members from $1, $2, $3}} m join {{orgs}} o on o.tenant = m.tenant and o.id = m.org \
                 where not exists (select 1 from {{contacts}} t where t.tenant = m.tenant and t.member = m.id and t.kind = 'talk' and t.two_way = 1 and t.occurred_on >= $4) \
                 order by m.path, m.name, m.id limit {}",
                PAGE + 1
            ),
            args![path, name, id, days::before(cx.today(), within)],
        )?;
        let next = leaf::cut(&mut lines, PAGE, |l| leaf::mark(&l.path, &l.name, l.id));
        Ok((lines, next))
    }
}

//! The posts as they are looked through: by kind and state, those with empty places, those that somebody may take.

use super::{Post, danger};
use crate::ui::leaf::{self, PAGE};
use kernel::{Error, Id, Reader, Result, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What somebody wants to see, as it stands in the address of the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// Part of the title or of the place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// `empty`, `full`, `uninsured` or `ended`; those that stand where nothing is said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// A post as the list shows it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    #[serde(flatten)]
    pub post: Post,
    pub organisation: String,
    /// How many hold it.
    pub held: i64,
    /// How many were asked and have not answered.
    pub asked: i64,
}

/// Later than every moment that is written.
const LAST: &str = "9999";
const HELD: &str = "(select count(*) from {claims} c where c.tenant = p.tenant and c.post = p.id and c.state = 'held')";
const ASKED: &str = "(select count(*) from {offers} f where f.tenant = p.tenant and f.post = p.id and f.state = 'sent')";

impl Filter {
    pub fn url(&self) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { "/posts".into() } else { format!("/posts?{query}") }
    }

    /// One page, the newest first, and where the next begins.
    pub fn read(&self, cx: &Reader) -> Result<(Vec<Line>, Option<String>)> {
        let (at, id) = match self.after.split_once('/') {
            Some((at, id)) => (at.to_owned(), id.parse().map_err(|_| Error::NotFound)?),
            None => (LAST.to_owned(), Id::NIL),
        };
        let q = if self.q.trim().is_empty() { String::new() } else { format!("%{}%", self.q.trim()) };
        let state = match self.state.as_str() {
            "ended" => "p.ended_on is not null".to_owned(),
            "empty" => format!("p.ended_on is null and {HELD} < p.people"),
            "full" => format!("p.ended_on is null and {HELD} >= p.people"),
            "uninsured" => danger::uninsured(cx.today()),
            _ => "p.ended_on is null".to_owned(),
        };
        let sql = format!(
            "select p.*, o.name as organisation, {HELD} as held, {ASKED} as asked \
             from {{posts}} p join {{orgs}} o on o.tenant = p.tenant and o.id = p.org \
             where (p.made_at < $1 or (p.made_at = $1 and p.id < $2)) and ($3 = '' or p.title like $3 or p.place like $3) and ($4 = '' or p.kind = $4) and {state} \
             order by p.made_at desc, p.id desc limit {}",
            PAGE + 1
        );
        let mut lines: Vec<Line> = cx.all(&sql, args![at, id, q, &self.kind])?;
        let next = leaf::cut(&mut lines, PAGE, |l| format!("{}/{}", l.post.made_at, l.post.id));
        Ok((lines, next))
    }
}

impl Post {
    /// The newest that stand and have empty places, as far as the reader may know of them.
    pub fn open(cx: &Reader, most: i64) -> Result<Vec<Post>> {
        let all = cx.beyond_scope("how many hold a post is counted, whoever they are");
        let full: HashSet<Id> = all
            .all(&format!("select p.id from {{posts}} p where p.ended_on is null and {HELD} >= p.people"), args![])?
            .into_iter()
            .collect();
        let sql = "select p.* from {posts} p where p.ended_on is null and (p.until_day is null or p.until_day >= $1) order by p.made_at desc, p.id limit $2";
        let mut open: Vec<Post> = cx.all(sql, args![cx.today(), most])?;
        open.retain(|post| !full.contains(&post.id));
        danger::insured(cx, open)
    }

    /// How many have places that nobody holds and nobody is asked for, and the titles of the first of them.
    pub fn unmatched(cx: &Reader, most: i64) -> Result<(i64, Vec<String>)> {
        let of = format!(
            "from {{posts}} p where p.ended_on is null and (p.until_day is null or p.until_day >= $1) and {HELD} + {ASKED} < p.people"
        );
        let count = cx.one(&format!("select count(*) {of}"), args![cx.today()])?;
        let first: Vec<(String, Id)> =
            cx.all(&format!("select p.title, p.id {of} order by p.made_at, p.id limit $2"), args![cx.today(), most])?;
        Ok((count, first.into_iter().map(|(title, _)| title).collect()))
    }
}

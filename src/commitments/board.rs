//! What may be shown in public: of who holds the post still, by their own word, in the form that they
//! chose. "Not yet" is nobody's business outside, and what was released is not shown.

use super::{Commitment, Shown, State};
use crate::{
    orgs::Org,
    posts::Tie,
    publicity::veiled,
    rulebook::{self, keys},
};
use kernel::{Error, Reader, Result, args, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The promises of an organisation and of those below it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Board {
    pub lines: Vec<Line>,
    /// How many stand and are not shown, because their makers have not agreed.
    pub left_out: usize,
}

/// One promise as everybody may read it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// As agreed: 王** or 王建国.
    pub name: String,
    pub tie: Tie,
    pub post: String,
    pub duty: String,
    pub place: String,
    pub target: String,
    pub when: String,
    pub quality: String,
    pub kept: bool,
    /// The day of the promise.
    pub since: String,
    pub organisation: String,
    pub url: String,
}

#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    commitment: Commitment,
    title: String,
    duty: String,
    place: String,
    organisation: String,
}

/// `$1` is today, `$2` the first day of those kept that are still shown. Where a resident's need is met is
/// nobody's business outside.
const STANDS: &str = "select c.*, p.title as title, p.duty as duty, case when p.need is null then p.place else '' end as place, o.name as organisation from {commitments} c \
     join {claims} l on l.tenant = c.tenant and l.id = c.claim join {posts} p on p.tenant = c.tenant and p.id = c.post join {orgs} o on o.tenant = c.tenant and o.id = c.org \
     where l.state = 'held' and p.ended_on is null and (p.until_day is null or p.until_day >= $1) and (c.state in ('standing', 'not_yet') or c.state = 'kept' and c.state_on >= $2)";

impl Board {
    /// In the order of organisations and posts; nobody stands higher than another.
    pub fn of(cx: &Reader, org: &Org) -> Result<Board> {
        let sql = format!("{STANDS} and c.path >= $3 and c.path < $4 order by o.name, p.title, c.made_at, c.id");
        let rows: Vec<Row> = cx.all(&sql, args![cx.today(), kept_since(cx)?, &org.path, past(&org.path)])?;
        let all = rows.len();
        let lines: Vec<Line> = rows.into_iter().map(|row| Line::of(cx, row)).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        Ok(Board { left_out: all - lines.len(), lines })
    }

    /// Those of an organisation itself, for its public face.
    pub fn shown_by(cx: &Reader, org: &Org) -> Result<Vec<Line>> {
        let sql = format!("{STANDS} and c.org = $3 and c.shown <> 'hidden' order by p.title, c.made_at, c.id");
        let rows: Vec<Row> = cx.all(&sql, args![cx.today(), kept_since(cx)?, org.id])?;
        Ok(rows.into_iter().map(|row| Line::of(cx, row)).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }
}

fn kept_since(cx: &Reader) -> Result<jiff::civil::Date> {
    Ok(cx.today().checked_sub(rulebook::book(cx)?.at(cx.today()).get(keys::KEPT_SHOWN))?)
}

impl Line {
    /// The one behind an address, while it may be shown.
    pub fn open(cx: &Reader, key: &str) -> Result<(Commitment, Line)> {
        let sql = format!("{STANDS} and c.key = $3 and c.shown <> 'hidden'");
        let row: Row = cx.one(&sql, args![cx.today(), kept_since(cx)?, key])?;
        let commitment = row.commitment.clone();
        Ok((commitment, Line::of(cx, row)?.ok_or(Error::NotFound)?))
    }

    /// Nothing where it may not be shown. Who named themselves in their words stands there as they agreed.
    fn of(cx: &Reader, row: Row) -> Result<Option<Line>> {
        let c = row.commitment;
        let Some(name) = c.shown.name_of(cx, &c.name)? else { return Ok(None) };
        let shown = [(c.name.clone(), name.clone())];
        let text = |words: &str| if c.shown == Shown::Full { words.to_owned() } else { veiled(words, &shown) };
        Ok(Some(Line {
            target: text(&c.target),
            when: text(&c.when()),
            quality: text(&c.quality),
            kept: c.state == State::Kept,
            since: c.made_at.get(..10).unwrap_or_default().to_owned(),
            url: format!("/promise/{}", c.key),
            tie: c.tie,
            post: row.title,
            duty: row.duty,
            place: row.place,
            organisation: row.organisation,
            name,
        }))
    }

    pub fn who(&self) -> &'static str {
        match self.tie {
            Tie::Member => t("党员", "Member of the Party"),
            Tie::ReportIn => t("在职党员", "Member in service"),
        }
    }
    pub fn state(&self) -> &'static str {
        if self.kept { t("做到了", "Kept") } else { t("在做", "Stands") }
    }
}

//! The pages of closing: what is closed and what is to be looked at before; the frozen figures.

use super::{Close, CloseReport, ClosedMember, ClosedOrg, Closing, Month, View, close};
use crate::{orgs::Org, points};
use askama::Template;
use kernel::{Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, args, say, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which month and organisation; the last month that is over, and the top of what one looks after.
#[derive(Deserialize, JsonSchema)]
pub struct Asked {
    month: Option<Month>,
    org: Option<Id>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "closing/list.html")]
pub struct ClosingList {
    pub org: Org,
    pub month: Month,
    /// It is not over; closing it wants a confirmation.
    pub unfinished: bool,
    pub begun: bool,
    pub closed: Option<Closing>,
    /// The organisations directly below, with the last month that is closed.
    pub below: Vec<StateOf>,
    pub to_look_at: Checks,
    /// May the reader close here?
    pub may_close: bool,
}
impl Page for ClosingList {
    fn title(&self) -> String {
        t("月结", "Month close").into()
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct StateOf {
    pub id: Id,
    pub name: String,
    pub members_below: i64,
    /// The last month that is closed; none where no month is.
    pub last: Option<Month>,
    /// Organisations in it whose month is open.
    pub open: i64,
}

/// What to look at before a month is closed. Nothing of it hinders the closing.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Checks {
    pub without_roll_call: Vec<NoRollCall>,
    /// Members about whom something waits for a decision.
    pub decisions: i64,
    /// Corrections that members have asked for.
    pub wishes: i64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NoRollCall {
    pub id: Id,
    pub title: String,
    pub day: String,
    pub org: String,
}

#[derive(Deserialize, JsonSchema)]
pub struct NewClosing {
    month: Month,
    /// Left out: the top of what one looks after.
    org: Option<Id>,
    /// Confirms closing a month that is not over.
    #[serde(default)]
    unfinished: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "closing/closed.html")]
pub struct Closed {
    pub report: CloseReport,
}
impl Page for Closed {
    fn title(&self) -> String {
        t("已月结", "Closed").into()
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "closing/show.html")]
pub struct ShowClosing {
    pub month: Month,
    pub closed_at: String,
    pub closed_by: String,
    pub org: ClosedOrg,
    pub below: Vec<ClosedOrg>,
    pub members: Vec<ClosedMember>,
    /// Minutes of one study hour.
    pub hour: i64,
}
impl Page for ShowClosing {
    fn title(&self) -> String {
        say!("{} {} 月结", "{} {} closed", self.org.name, self.month.name())
    }
}
impl ShowClosing {
    fn hours(&self, minutes: &i64) -> String {
        points::hours(*minutes, self.hour)
    }
}

pub fn list(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<ClosingList>> {
    let org = org_asked(cx, asked.org)?;
    let month = asked.month.unwrap_or(Month::of(cx.today()).before());
    let closed = Closing::of(cx, org.id, month)?;
    let (unfinished, begun) = (month.last() >= cx.today(), month.first() <= cx.today());
    let (below, to_look_at) = (below(cx, &org, month)?, Checks::before(cx, &org, month)?);
    Reply::show(ClosingList { org, month, unfinished, begun, closed, below, to_look_at, may_close: cx.may("closing.close") })
}

pub fn close_month(cx: &Cx<Close>, Input(new): Input<NewClosing>) -> Result<Reply<Closed>> {
    let org = org_asked(cx, new.org)?;
    let report = close(cx, &org, new.month, !new.unfinished.is_empty())?;
    Reply::created(Closed { report }, format!("/closings/{}?org={}", new.month, org.id))
}

pub fn show(cx: &Cx<View>, Path((month,)): Path<(Month,)>, Query(asked): Query<Asked>) -> Result<Reply<ShowClosing>> {
    let org = org_asked(cx, asked.org)?;
    let closing = Closing::of(cx, org.id, month)?.ok_or(Error::NotFound)?;
    let frozen = ClosedOrg::at(cx, month, &org.path)?.ok_or(Error::NotFound)?;
    let (below, members) = (ClosedOrg::below(cx, month, &org.path)?, ClosedMember::of_org(cx, month, &org.path)?);
    let hour = points::hour(cx, month)?;
    Reply::show(ShowClosing { month, closed_at: closing.closed_at, closed_by: closing.closed_by, org: frozen, below, members, hour })
}

pub(crate) fn org_asked(cx: &Reader, id: Option<Id>) -> Result<Org> {
    id.map_or_else(|| Org::top(cx), |id| cx.find(id))
}

fn below(cx: &Reader, org: &Org, month: Month) -> Result<Vec<StateOf>> {
    let sql = "select o.id, o.name, o.members_below, (select max(c.month) from {closings} c where c.tenant = o.tenant and c.org = o.id) as last, \
        (select count(*) from {orgs} q where q.tenant = o.tenant and q.path >= o.path and q.path < o.path || '~' and q.closed_at is null \
          and not exists (select 1 from {closings} c where c.tenant = q.tenant and c.org = q.id and c.month = $1)) as open \
        from {orgs} o where o.parent = $2 and o.path > $3 and o.path < $4 and o.closed_at is null order by o.path";
    cx.all(sql, args![month, org.id, &org.path, past(&org.path)])
}

impl Checks {
    fn before(cx: &Reader, org: &Org, month: Month) -> Result<Checks> {
        let (low, high) = (org.path.as_str(), past(&org.path));
        let without_roll_call = cx.all(
            "select a.id, a.title, a.day, o.name as org from {activities} a join {orgs} o on o.tenant = a.tenant and o.id = a.org \
             where a.path >= $1 and a.path < $2 and a.day >= $3 and a.day <= $4 and a.day <= $5 and a.state in ('held', 'planned') \
             and not exists (select 1 from {marks} k where k.tenant = a.tenant and k.activity = a.id) order by a.day, a.path limit 50",
            args![low, &high, month.first(), month.last(), cx.today()],
        )?;
        let decisions =
            cx.one("select count(*) from {members} m where m.path >= $1 and m.path < $2 and m.flags <> ''", args![low, &high])?;
        let wishes =
            cx.one("select count(*) from {corrections} c where c.path >= $1 and c.path < $2 and c.state = 'open'", args![low, &high])?;
        Ok(Checks { without_roll_call, decisions, wishes })
    }
}

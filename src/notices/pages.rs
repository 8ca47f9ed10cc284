//! The pages of notices: the list with how far each is, and one notice: reached, not yet, explained,
//! by organisation, with who does what next.

use super::{Delivery, Notice, Reach, Send, View, to_units, way::Channel};
use crate::orgs::Org;
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Query, Reader, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/list.html")]
pub struct NoticeList {
    pub notices: Vec<Listed>,
    pub may_send: bool,
    #[serde(skip)]
    today: String,
}
impl Page for NoticeList {
    fn title(&self) -> String {
        t("通知", "Notices").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub notice: Notice,
    pub reach: Reach,
    pub units: i64,
    pub units_left: i64,
    /// The day on which nobody was left any more.
    pub finished_on: Option<String>,
}

pub fn list(cx: &Cx<View>) -> Result<Reply<NoticeList>> {
    let notices = Notice::list(cx)?.into_iter().map(|notice| listed(cx, notice)).collect::<Result<_>>()?;
    Reply::show(NoticeList { notices, may_send: cx.may("notices.send"), today: cx.today().to_string() })
}

fn listed(cx: &Reader, notice: Notice) -> Result<Listed> {
    let (reach, units) = (notice.reach(cx)?, to_units::told(cx, notice.id)?);
    let units_left = units.iter().filter(|u| u.state == "sent").count() as i64;
    let finished_on = finished(&reach, &units);
    Ok(Listed { notice, reach, units: units.len() as i64, units_left, finished_on })
}

/// It ends with the last person: then nobody is left, neither members nor units.
fn finished(reach: &Reach, units: &[Told]) -> Option<String> {
    let open = reach.left > 0 || units.iter().any(|u| u.state == "sent");
    let last = reach.last_at.iter().chain(units.iter().filter_map(|u| u.reached_at.as_ref())).max();
    last.filter(|_| !open).and_then(|at| at.get(..10)).map(str::to_owned)
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/show.html")]
pub struct ShowNotice {
    pub notice: Notice,
    pub reach: Reach,
    pub answers: Vec<Answered>,
    pub groups: Vec<Group>,
    pub units: Vec<Told>,
    pub finished_on: Option<String>,
    pub late: bool,
    pub may_call: bool,
    pub may_send: bool,
    pub may_reveal: bool,
    /// The notice that says that this one is withdrawn.
    pub withdrawal: Option<Id>,
    /// So many calls without an answer, and another way is named.
    pub enough: i64,
    #[serde(skip)]
    choices: Vec<super::Choice>,
}
impl Page for ShowNotice {
    fn title(&self) -> String {
        self.notice.title.clone()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Answered {
    pub text: String,
    pub people: i64,
}

/// The members of one organisation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group {
    pub org: Id,
    pub name: String,
    /// Who calls those that are left: its secretary, or who sent the notice.
    pub who: String,
    pub all: usize,
    pub left: usize,
    pub explained: usize,
    /// Its people, the left ones first; not written out where there are too many to be read.
    pub people: Vec<Delivery>,
}

/// A unit that the notice went to.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    pub id: Id,
    pub name: String,
    pub channel: Channel,
    pub state: String,
    pub reached_at: Option<String>,
}

/// Which organisation's people to write out.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    pub of: Option<Id>,
}

/// So many people stand on one page; of more, one organisation's.
const PEOPLE: usize = 300;

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(of): Query<Of>) -> Result<Reply<ShowNotice>> {
    let notice: Notice = cx.find(id)?;
    let (reach, units) = (notice.reach(cx)?, to_units::told(cx, id)?);
    let answers = notice.answers(cx)?.into_iter().map(|(text, people)| Answered { text, people }).collect();
    Reply::show(ShowNotice {
        groups: groups(cx, &notice, of.of)?,
        finished_on: finished(&reach, &units),
        late: notice.is_late(&cx.today().to_string()),
        may_call: cx.may("notices.call"),
        may_send: cx.may("notices.send"),
        may_reveal: cx.may("people.reveal"),
        choices: notice.choices(),
        withdrawal: cx.maybe("select n.id from {notices} n where n.withdraws = $1", args![id])?,
        enough: super::attempt::enough(cx)?,
        notice,
        reach,
        answers,
        units,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Withdrawal {
    #[serde(default)]
    pub why: String,
}

pub fn withdraw(cx: &Cx<Send>, Path(id): Path<Id>, Input(w): Input<Withdrawal>) -> Acted {
    let told = cx.find::<Notice>(id)?.withdraw(cx, &w.why)?;
    said(
        format!("/notices/{id}"),
        say!(
            "撤回了。可能已经知道的 {told} 家（人）按原来的方式告知。",
            "Withdrawn. The {told} who may know of it are told by the same way."
        ),
    )
}

fn groups(cx: &Reader, notice: &Notice, of: Option<Id>) -> Result<Vec<Group>> {
    let all = notice.deliveries(cx)?;
    let (many, mut groups): (bool, Vec<Group>) = (all.len() > PEOPLE, vec![]);
    let mut by_path: std::collections::BTreeMap<String, Vec<Delivery>> = Default::default();
    for delivery in all {
        by_path.entry(delivery.path.clone()).or_default().push(delivery);
    }
    for (path, people) in by_path {
        let org: Option<Org> = cx.maybe("select o.* from {orgs} o where o.path = $1", args![path])?;
        let Some(org) = org else { continue };
        let count = |state: &str| people.iter().filter(|p| p.state == state).count();
        let (all, left, explained) = (people.len() - count("withdrawn"), count("sent"), count("explained"));
        let who = if org.secretary.is_empty() { notice.sent_by.clone() } else { org.secretary };
        let people = if many && of != Some(org.id) { vec![] } else { people };
        groups.push(Group { org: org.id, name: org.name, who, all, left, explained, people });
    }
    Ok(groups)
}

impl ShowNotice {
    fn units_left(&self) -> i64 {
        self.units.iter().filter(|u| u.state == "sent").count() as i64
    }
    /// Where it stands, as one sentence.
    fn standing(&self) -> String {
        match &self.finished_on {
            _ if self.notice.is_withdrawn() => self.notice.withdrawn_words(),
            Some(day) => say!("{} 办完：每个人都告知或说明了", "Finished on {}: everybody is reached or explained", crate::ui::day_of(day)),
            None => say!("还有 {} 人没有告知", "{} people not reached yet", self.reach.left + self.units_left()),
        }
    }
    fn answered(&self, person: &Delivery) -> String {
        self.notice.answer_words(&person.answer)
    }
}

impl NoticeList {
    fn is_late(&self, listed: &Listed) -> bool {
        listed.finished_on.is_none() && !listed.notice.is_withdrawn() && listed.notice.is_late(&self.today)
    }
}

impl Listed {
    fn left(&self) -> i64 {
        self.reach.left + self.units_left
    }
    fn all(&self) -> i64 {
        self.reach.all + self.units
    }
    fn done(&self) -> i64 {
        self.all() - self.left()
    }
}

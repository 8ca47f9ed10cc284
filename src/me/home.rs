//! What is on, and my word on it.

use super::{Answers, Mine, myself};
use crate::{
    activities::{Activity, Answer, Mode},
    away::Question,
    closing::Month,
    desk::Done,
    ebranch::{self, Meeting},
    notices::{Choice, Given, Notice},
    orgs::Org,
    people::Member,
    points::Standing,
    publicity::Consent,
    report_in::ReportIn,
    rounds::Tour,
    study::{self, Proposal},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, Shell, args, said, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/home.html")]
pub struct Home {
    pub name: String,
    /// From the community down to the branch.
    pub organisations: Vec<String>,
    pub next: Option<Ahead>,
    pub points: i64,
    pub hours: String,
    pub hours_target: String,
    pub duties: Vec<String>,
    /// Shares of visit rounds that I walk.
    pub visits: usize,
    /// Not opened yet, or an answer is still wanted.
    pub unread: Vec<Told>,
    /// Rounds of questions that wait for my answer.
    pub to_answer: usize,
    /// Whether I may be named in public: asked, and not answered.
    pub consents_asked: i64,
    /// Something was done for me.
    pub done_for_me: bool,
    /// I reported in at a community too, and where.
    pub reported_in: Option<String>,
    /// Questions for the reasons of staying away that wait for my tap.
    pub away_asked: usize,
}
impl Page for Home {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的", "Mine").into()
    }
}

/// An activity as it concerns me.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Ahead {
    pub activity: Activity,
    pub when: String,
    pub answer: Option<Answer>,
    pub mode: Option<Mode>,
    /// How it is proposed that I take part, and why; of what lies ahead.
    pub proposal: Option<Proposal>,
    /// Where it is held online, while it is time for that.
    pub link: Option<String>,
}

pub fn show(cx: &Cx<Mine>) -> Result<Reply<Home>> {
    let me = myself(cx)?;
    let next = coming(cx, &me, 1)?.into_iter().next();
    let hours = hours(cx, &me)?;
    Reply::show(Home {
        organisations: line(cx)?.into_iter().rev().take(2).rev().map(|o| o.name).collect(),
        next,
        points: points(cx, &me)?,
        hours: hours.0,
        hours_target: hours.1,
        duties: duties(cx, &me)?,
        visits: Tour::mine(cx)?.len(),
        unread: unread(cx, &me)?,
        to_answer: ebranch::unanswered(cx, &me)?,
        consents_asked: Consent::open_count(cx, me.id)?,
        done_for_me: !Done::of_member(cx, me.id)?.is_empty(),
        reported_in: ReportIn::mine(cx)?.map(|r| r.community(cx)).transpose()?.map(|o| o.name),
        away_asked: Question::waiting(cx)?.len(),
        name: me.name,
    })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/activities.html")]
pub struct MyActivities {
    pub coming: Vec<Ahead>,
    pub past: Vec<Ahead>,
}
impl Page for MyActivities {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("活动", "Activities").into()
    }
}

pub fn activities(cx: &Cx<Mine>) -> Result<Reply<MyActivities>> {
    let me = myself(cx)?;
    let past = "select a.* from {activities} a join {marks} k on k.tenant = a.tenant and k.activity = a.id where k.member = $1 order by a.day desc, a.starts desc, a.id limit 30";
    let past: Vec<Activity> = cx.all(past, args![me.id])?;
    Reply::show(MyActivities {
        coming: coming(cx, &me, COMING)?,
        past: past.into_iter().map(|a| ahead(cx, &me, a)).collect::<Result<_>>()?,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Word {
    pub answer: Answer,
}

pub fn answer(cx: &Cx<Answers>, Path(id): Path<Id>, Input(word): Input<Word>) -> Acted {
    let (me, activity): (Member, Activity) = (myself(cx)?, cx.find(id)?);
    word.answer.give(cx, &activity, me.id, "account")?;
    said(
        "/me",
        match word.answer {
            Answer::Come => t("记下了：您参加。", "Noted: you come."),
            Answer::Visit => t("记下了：会有人跟您约上门的时间。", "Noted: somebody will arrange a visit with you."),
            Answer::Nearby => t("记下了：您就近参学。", "Noted: you study nearby."),
            Answer::Online => t("记下了：您网络共学。", "Noted: you study online."),
            Answer::Cannot => t("记下了：您来不了。", "Noted: you cannot come."),
        },
    )
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/notices.html")]
pub struct MyNotices {
    pub notices: Vec<Told>,
}
impl Page for MyNotices {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("通知", "Notices").into()
    }
}

const TO_ME: &str = "select n.* from {notices} n join {deliveries} d on d.tenant = n.tenant and d.notice = n.id where d.member = $1 and d.state <> 'withdrawn'";

pub fn notices(cx: &Cx<Mine>) -> Result<Reply<MyNotices>> {
    let me = myself(cx)?;
    let notices: Vec<Notice> = cx.all(&format!("{TO_ME} order by n.sent_at desc, n.id desc limit 50"), args![me.id])?;
    Reply::show(MyNotices { notices: notices.into_iter().map(|n| told(cx, &me, n)).collect::<Result<_>>()? })
}

pub fn unread(cx: &Reader, me: &Member) -> Result<Vec<Told>> {
    let open: Vec<Notice> = cx.all(
        &format!("{TO_ME} and n.withdrawn_at is null and (d.state = 'sent' or (n.wants <> 'seen' and d.answer = '' and n.due_on >= $2)) order by n.sent_at desc, n.id desc limit 5"),
        args![me.id, cx.today()],
    )?;
    open.into_iter().map(|n| told(cx, me, n)).collect()
}

/// A notice as it concerns me: what is asked, and what I said.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Told {
    pub notice: Notice,
    pub question: String,
    pub choices: Vec<Choice>,
    /// The fact that is asked about, as it stands.
    pub fact: String,
    pub answer: String,
    /// I was told once more, because the day is near.
    pub reminded: bool,
}

fn told(cx: &Reader, me: &Member, notice: Notice) -> Result<Told> {
    let (answer, reminded): (String, Option<String>) =
        cx.one("select d.answer, d.reminded_at from {deliveries} d where d.notice = $1 and d.member = $2", args![notice.id, me.id])?;
    Ok(Told {
        question: notice.question(),
        choices: notice.choices(),
        fact: notice.fact_of(cx, me)?,
        answer,
        reminded: reminded.is_some(),
        notice,
    })
}

impl Told {
    pub fn said(&self) -> String {
        let words = self.notice.answer_words(&self.answer);
        if words.is_empty() { words } else { say!("您说了：{words}", "You said: {words}") }
    }
    pub fn is_answer(&self, code: &str) -> bool {
        self.answer == code
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/notice.html")]
pub struct MyNotice {
    #[serde(flatten)]
    pub of: Told,
}
impl Page for MyNotice {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        self.of.notice.title.clone()
    }
}

pub fn notice(cx: &Cx<Mine>, Path(id): Path<Id>) -> Result<Reply<MyNotice>> {
    let me = myself(cx)?;
    let notice: Notice = cx.one(&format!("{TO_ME} and n.id = $2"), args![me.id, id])?;
    Reply::show(MyNotice { of: told(cx, &me, notice)? })
}

/// Opening it is an act of its own, so that looking at a page changes nothing.
pub fn read(cx: &Cx<Answers>, Path(id): Path<Id>) -> Acted {
    let (me, notice): (Member, Notice) = (myself(cx)?, cx.find(id)?);
    notice.seen(cx, me.id)?;
    see(format!("/me/notices/{id}"))
}

/// My word on it: one tap.
pub fn reply(cx: &Cx<Answers>, Path(id): Path<Id>, Input(given): Input<Given>) -> Acted {
    let (me, notice): (Member, Notice) = (myself(cx)?, cx.find(id)?);
    notice.answered(cx, &me, &given.answer, &given.note, "account")?;
    said(format!("/me/notices/{id}"), t("收到了您的回复。", "Your answer has arrived."))
}

/// As many activities lie ahead on one page.
pub const COMING: usize = 30;

/// What a member is due at from today on, and open activities that anybody may join; the first of them.
pub fn coming(cx: &Reader, me: &Member, most: usize) -> Result<Vec<Ahead>> {
    let all: Vec<Activity> = cx.all(
        "select * from {activities} a where a.state in ('planned', 'held') and a.day >= $1 and a.path = substr(cast($2 as text), 1, length(a.path)) \
         order by a.day, a.starts, a.id limit 30",
        args![cx.today(), &me.path],
    )?;
    let mut mine = vec![];
    for activity in all {
        if mine.len() < most && activity.is_due(cx, me.id)? {
            mine.push(activity);
        }
    }
    let proposals = study::of_member_at(cx, me, &mine)?;
    let mut all: Vec<Ahead> = mine.into_iter().map(|a| ahead(cx, me, a)).collect::<Result<_>>()?;
    // Of what is over for the member nothing is proposed any more.
    all.iter_mut().zip(proposals).filter(|(a, _)| a.mode.is_none()).for_each(|(a, p)| a.proposal = Some(p));
    Ok(all)
}

fn ahead(cx: &Reader, me: &Member, activity: Activity) -> Result<Ahead> {
    let days = (activity.day - cx.today()).get_days();
    let when = match days {
        0 => t("今天", "Today").to_owned(),
        1 => t("明天", "Tomorrow").to_owned(),
        _ => crate::ui::day(activity.day),
    };
    let mode: Option<Mode> = cx.maybe("select k.mode from {marks} k where k.activity = $1 and k.member = $2", args![activity.id, me.id])?;
    Ok(Ahead {
        when: format!("{when} {}", activity.starts),
        answer: Answer::of(cx, activity.id, me.id)?,
        mode,
        proposal: None,
        link: Meeting::link_now(cx, &activity)?,
        activity,
    })
}

/// My organisations, from the top down.
pub fn line(cx: &Reader) -> Result<Vec<Org>> {
    cx.all("select * from {orgs} o where o.closed_at is null order by o.path", args![])
}

fn duties(cx: &Reader, me: &Member) -> Result<Vec<String>> {
    cx.all("select d.title from {duties} d where d.member = $1 and d.from_day <= $2 and (d.to_day is null or d.to_day >= $2) order by d.from_day, d.id", args![me.id, cx.today()])
}

fn points(cx: &Reader, me: &Member) -> Result<i64> {
    let month = crate::activities::month_code(cx.today());
    cx.one("select coalesce(cast(sum(p.points) as bigint), 0) from {points} p where p.member = $1 and p.month = $2", args![me.id, month])
}

/// Study hours of this year, and how many it should be.
fn hours(cx: &Reader, me: &Member) -> Result<(String, String)> {
    let standing = Standing::of(cx, me, Month::of(cx.today()))?;
    Ok((standing.hours(standing.minutes_year), standing.hours(standing.minutes_target)))
}

impl Ahead {
    /// What was answered, said back.
    pub fn words(&self) -> String {
        match self.answer {
            Some(answer) => say!("您说了：{}", "You said: {}", answer.name()),
            None => String::new(),
        }
    }
    /// Whether this is the answer that stands: what remains is to say something else.
    pub fn said(&self, answer: &str) -> bool {
        self.answer.is_some_and(|a| a.code() == answer)
    }
    pub fn is_open(&self) -> bool {
        self.activity.due == crate::activities::Due::Open
    }
}

//! One person's calendar: where they are due, where they said that they come, and how they took part.

use super::{
    Own, View,
    days::{Entry, KindChoice, Sheet, Stretch, Which, counted, kinds},
    pages::STANDING,
};
use crate::{
    activities::{Activity, Answer, Mode, concerning},
    me::myself,
    orgs::Org,
    people::Member,
    posts::{Person, Tie},
    service,
};
use askama::Template;
use kernel::{Cx, Id, Page, Path, Query, Reader, Reply, Result, Shell, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "calendar/person.html")]
pub struct PersonCalendar {
    pub member: Id,
    pub name: String,
    pub kind: String,
    pub kinds: Vec<KindChoice>,
    pub sheet: Sheet,
}
impl Page for PersonCalendar {
    fn title(&self) -> String {
        say!("{} 的日程 {}", "Calendar of {} {}", self.name, self.sheet.title)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(which): Query<Which>) -> Result<Reply<PersonCalendar>> {
    let (member, stretch): (Member, Stretch) = (cx.find(id)?, which.stretch(cx.today())?);
    let entries = entries(cx, &member, stretch, &which.kind, true)?;
    Reply::show(PersonCalendar {
        member: id,
        kinds: kinds(cx, &which.kind)?,
        sheet: Sheet::of(cx, stretch, entries)?,
        name: member.name,
        kind: which.kind,
    })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "calendar/mine.html")]
pub struct MyCalendar {
    pub sheet: Sheet,
}
impl Page for MyCalendar {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的日程", "My calendar").into()
    }
}

pub fn mine(cx: &Cx<Own>, Query(which): Query<Which>) -> Result<Reply<MyCalendar>> {
    let (me, stretch) = (myself(cx)?, which.stretch(cx.today())?);
    let entries = entries(cx, &me, stretch, &which.kind, false)?;
    Reply::show(MyCalendar { sheet: Sheet::of(cx, stretch, entries)? })
}

/// Members have no page of an activity.
fn entries(cx: &Reader, member: &Member, stretch: Stretch, kind: &str, linked: bool) -> Result<Vec<Entry>> {
    let all = concerning(cx, member, stretch.days(), STANDING)?.into_iter();
    let shown = all.filter(|a| kind.is_empty() || a.kind == kind).filter(|a| linked || a.is_open());
    let entry = |activity: Activity| {
        let (org, url) = (cx.find::<Org>(activity.org)?.name, linked.then(|| format!("/activities/{}", activity.id)));
        Ok(Entry { said: said(cx, &activity, member.id)?, org, clashes: vec![], url, what: activity.into() })
    };
    let mut entries: Vec<Entry> = shown.map(entry).collect::<Result<_>>()?;
    if kind.is_empty() {
        let all = cx.beyond_scope("what somebody signed up for is in their calendar, wherever the post stands");
        let ids = Person { id: member.id, tie: Tie::Member, name: member.name.clone() }.ids(&all)?;
        // Whoever may not look at a post has no page of it either.
        entries.extend(service::calendar::of_person(if linked { cx } else { &all }, &ids, stretch.days(), linked)?);
        entries.sort_by(|a, b| (a.what.day, &a.what.starts).cmp(&(b.what.day, &b.what.starts)));
    }
    Ok(entries)
}

/// How they took part, or else what they answered.
pub fn said(cx: &Reader, activity: &Activity, member: Id) -> Result<String> {
    let mode: Option<Mode> =
        cx.maybe("select k.mode from {marks} k where k.activity = $1 and k.member = $2", args![activity.id, member])?;
    match mode {
        Some(mode) => Ok(mode.name().here().into()),
        None => Ok(Answer::of(cx, activity.id, member)?.map_or_else(String::new, |a| say!("回“{}”", "said “{}”", a.name()))),
    }
}

impl PersonCalendar {
    fn counted(&self) -> String {
        counted(self.sheet.count)
    }
}

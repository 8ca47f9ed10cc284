//! Writing a notice: the form, what it will look like and whom it reaches, and the sending.

use super::{
    Notice, Send, Wanted, Write,
    draft::{Audience, Draft},
    wanted::FIELDS,
    way::Channel,
};
use crate::{
    activities::Activity,
    categories,
    orgs::Org,
    people::{
        Is,
        words::{self, EMPLOYMENTS},
    },
};
use askama::Template;
use kernel::{Acted, Cx, Input, Page, Query, Reader, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/write.html")]
pub struct WriteNotice {
    pub draft: Draft,
    /// The sentence that says who they are, and how many.
    pub audience: String,
    pub people: usize,
    pub by: Vec<First>,
    /// As its readers will see it, once nothing is wrong with it.
    pub preview: Option<Notice>,
    /// Code and name of the categories that the reader may look for.
    #[serde(skip)]
    categories: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    activities: Vec<Activity>,
}
impl Page for WriteNotice {
    fn title(&self) -> String {
        t("写通知", "Write a notice").into()
    }
}

/// So many are told by this way first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct First {
    pub way: Channel,
    pub people: i64,
}

pub fn form(cx: &Cx<Write>, Query(draft): Query<Draft>) -> Result<Reply<WriteNotice>> {
    let due_on = if draft.due_on.is_empty() { Draft::usual_deadline(cx)? } else { draft.due_on.clone() };
    let (draft, audience) = (Draft { due_on, ..draft.clone() }, draft.audience(cx)?);
    page(cx, draft, audience, false)
}

pub fn preview(cx: &Cx<Write>, Input(draft): Input<Draft>) -> Result<Reply<WriteNotice>> {
    let audience = draft.check(cx)?;
    let key = if draft.key.is_empty() { cx.house().new_id().to_string() } else { draft.key.clone() };
    page(cx, Draft { key, ..draft }, audience, true)
}

fn page(cx: &Reader, draft: Draft, audience: Audience, preview: bool) -> Result<Reply<WriteNotice>> {
    let by = Draft::first_ways(cx, &audience)?.into_iter().map(|(way, people)| First { way, people }).collect();
    let coming = "select a.* from {activities} a where a.state = 'planned' and a.day >= $1 order by a.day, a.starts, a.id limit 30";
    Reply::show(WriteNotice {
        preview: preview.then(|| draft.shown(cx, &audience)),
        people: audience.members.len(),
        audience: audience.sentence,
        categories: categories::choices(cx, &categories::kinds(cx)?),
        orgs: Org::tree(cx)?,
        activities: cx.all(coming, args![cx.today()])?,
        by,
        draft,
    })
}

pub fn send(cx: &Cx<Send>, Input(draft): Input<Draft>) -> Acted {
    let notice = draft.send(cx)?;
    let people = notice.reach(cx)?.all;
    said(format!("/notices/{}", notice.id), say!("发出了，共 {people} 人。", "Sent to {people} people."))
}

impl WriteNotice {
    fn is_org(&self, org: &Org) -> bool {
        self.draft.org == org.id.to_string()
    }
    fn is_about(&self, activity: &Activity) -> bool {
        self.draft.about == activity.id.to_string()
    }
    fn indent(&self, org: &Org) -> String {
        "　".repeat(org.depth().saturating_sub(self.orgs.first().map_or(0, Org::depth)))
    }
    /// Drawn as it was asked for, and not again after something was wrong.
    fn fresh(&self) -> bool {
        kernel::chosen("", "", true)
    }
    fn ways(&self) -> String {
        self.by.iter().map(|f| format!("{} {}", f.way.name(), f.people)).collect::<Vec<_>>().join(" · ")
    }
    fn states(&self) -> [Is; 4] {
        [Is::Probationary, Is::Floating, Is::Transition, Is::Undecided]
    }
}

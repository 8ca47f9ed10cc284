//! The pages of the e-branch. Secretaries and members open the same ones: what each may do stands on
//! them, and nothing else.

use super::{Asked, Comment, Material, Meeting, Minutes, Round, Todo, View, material, round};
use crate::{activities::Activity, me::myself, orgs::Org, people::Member};
use askama::Template;
use kernel::{Cx, Download, Error, Id, Page, Path, Query, Reader, Reply, Result, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the caller may do here.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct May {
    pub edit: bool,
    pub say: bool,
}

impl May {
    fn of(cx: &Reader) -> May {
        May { edit: cx.may("ebranch.edit"), say: cx.may("ebranch.say") && cx.actor().person.is_some() }
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/list.html")]
pub struct EBranches {
    pub organisations: Vec<Org>,
}
impl Page for EBranches {
    fn title(&self) -> String {
        t("网上支部", "E-branch").into()
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<EBranches>> {
    let organisations = Org::tree(cx)?.into_iter().filter(|o| o.depth() < LEVELS).collect();
    Reply::show(EBranches { organisations })
}

/// Groups have no e-branch of their own on the list; theirs is the branch's.
const LEVELS: usize = 6;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/show.html")]
pub struct EBranch {
    pub organisation: Org,
    pub materials: Vec<Material>,
    pub rounds: Vec<Round>,
    pub activities: Vec<Activity>,
    pub may: May,
    #[serde(skip)]
    today: jiff::civil::Date,
}
impl Page for EBranch {
    fn title(&self) -> String {
        say!("网上支部 · {}", "E-branch: {}", self.organisation.name)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<EBranch>> {
    let organisation: Org = cx.find(id)?;
    Reply::show(EBranch {
        materials: Material::of_org(cx, &organisation)?,
        rounds: Round::of_org(cx, &organisation)?,
        activities: recent(cx, &organisation)?,
        may: May::of(cx),
        today: cx.today(),
        organisation,
    })
}

/// The activities around today: they have a page of their own here.
fn recent(cx: &Reader, org: &Org) -> Result<Vec<Activity>> {
    cx.all(
        "select a.* from {activities} a where a.org = $1 and a.path = $2 and a.state in ('planned', 'held') order by a.day desc, a.starts desc, a.id limit 12",
        kernel::args![org.id, &org.path],
    )
}

/// An activity as it is studied online: materials, questions, minutes, and the link.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/activity.html")]
pub struct ActivityOnline {
    pub activity: Activity,
    pub day_words: String,
    pub organisation: String,
    pub link: Option<String>,
    pub materials: Vec<Material>,
    pub asked: Vec<Asked>,
    pub minutes: Vec<Minutes>,
    /// What a new or further draft begins with.
    pub draft: Option<Minutes>,
    pub draft_todos: Vec<Todo>,
    /// Answered, and on the roll in no way yet.
    pub proposed: Vec<round::Named>,
    pub may: May,
}
impl Page for ActivityOnline {
    fn title(&self) -> String {
        say!("网上参加 · {}", "Online: {}", self.activity.title)
    }
}

pub fn of_activity(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ActivityOnline>> {
    let (activity, may): (Activity, May) = (cx.find(id)?, May::of(cx));
    if !activity.is_open() && !may.edit {
        return Err(Error::NotFound);
    }
    let minutes = Minutes::of_activity(cx, id)?;
    let draft = minutes.first().cloned().filter(|_| may.edit);
    let link = if may.edit { Meeting::of(cx, id)?.map(|m| m.url) } else { Meeting::link_now(cx, &activity)? };
    Reply::show(ActivityOnline {
        day_words: crate::ui::day(activity.day),
        organisation: activity.organisation(cx)?.name,
        link,
        materials: Material::of_activity(cx, id)?,
        asked: asked(cx, Round::of_activity(cx, id)?)?,
        draft_todos: draft.as_ref().map(|d| d.todos(cx)).transpose()?.unwrap_or_default(),
        draft,
        minutes,
        proposed: if may.edit { round::proposed(cx, id)? } else { vec![] },
        may,
        activity,
    })
}

/// Rounds as they are put to the member who looks, or without answers to whoever works here.
fn asked(cx: &Reader, rounds: Vec<Round>) -> Result<Vec<Asked>> {
    let me: Option<Member> = if cx.actor().person.is_some() { myself(cx).ok() } else { None };
    let one = |round: Round| match &me {
        Some(me) => round.put_to(cx, me),
        None => Ok(Asked { questions: round.questions(cx)?, answers: Default::default(), open: round.is_open(cx.today()), round }),
    };
    rounds.into_iter().map(one).collect()
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/material.html")]
pub struct ShowMaterial {
    pub material: Material,
    pub organisation: String,
    pub file: Option<String>,
    pub is_picture: bool,
    pub asked: Vec<Asked>,
    pub comments: Vec<Comment>,
    pub may: May,
    /// The member who looks.
    pub me: Option<Id>,
}
impl Page for ShowMaterial {
    fn title(&self) -> String {
        self.material.title.clone()
    }
}

pub fn material(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowMaterial>> {
    let material = Material::read(cx, id)?;
    let file = material.file();
    Reply::show(ShowMaterial {
        organisation: cx.find::<Org>(material.org)?.name,
        file: file.is_some().then(|| file.words()),
        is_picture: file.is_picture(),
        asked: asked(cx, Round::of_material(cx, id)?)?,
        comments: Comment::under(cx, id)?,
        may: May::of(cx),
        me: cx.actor().person,
        material,
    })
}

pub fn file(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Download> {
    material::Material::read(cx, id)?.file().download(cx)
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/round.html")]
pub struct ShowRound {
    pub asked: Asked,
    pub organisation: Org,
    /// Of whoever the caller looks after; a member reads their own alone.
    pub answered: Vec<round::Answered>,
    pub q: String,
    pub found: Vec<round::Named>,
    pub may: May,
}
impl Page for ShowRound {
    fn title(&self) -> String {
        say!("问答 · {}", "Questions: {}", self.asked.round.title)
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Look {
    /// A part of the name of the member whose answer is to be written down.
    pub q: String,
}

pub fn round(cx: &Cx<View>, Path(id): Path<Id>, Query(look): Query<Look>) -> Result<Reply<ShowRound>> {
    let (round, may): (Round, May) = (cx.find(id)?, May::of(cx));
    Reply::show(ShowRound {
        organisation: cx.find(round.org)?,
        answered: round.answered(cx)?,
        found: if may.edit { round.found(cx, &look.q)? } else { vec![] },
        q: look.q,
        asked: asked(cx, vec![round])?.remove(0),
        may,
    })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/minutes.html")]
pub struct ShowMinutes {
    pub minutes: Minutes,
    pub activity: Activity,
    pub day_words: String,
    pub organisation: String,
    pub todos: Vec<Todo>,
    /// Other versions that the caller may read, the newest first.
    pub others: Vec<Minutes>,
    pub has_file: bool,
    pub may: May,
}
impl Page for ShowMinutes {
    fn title(&self) -> String {
        say!("记录 · {}", "Minutes: {}", self.activity.title)
    }
}

pub fn minutes(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowMinutes>> {
    let minutes = Minutes::read(cx, id)?;
    let activity: Activity = cx.find(minutes.activity)?;
    Reply::show(ShowMinutes {
        day_words: crate::ui::day(activity.day),
        organisation: activity.organisation(cx)?.name,
        todos: minutes.todos(cx)?,
        others: Minutes::of_activity(cx, activity.id)?.into_iter().filter(|m| m.id != id).collect(),
        has_file: minutes.file().is_some(),
        may: May::of(cx),
        activity,
        minutes,
    })
}

pub fn minutes_file(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Download> {
    Minutes::read(cx, id)?.file().download(cx)
}

impl ShowMaterial {
    pub fn is_mine(&self, comment: &Comment) -> bool {
        self.me == Some(comment.author)
    }
}

impl ShowMinutes {
    /// A later version was put down: this one is kept as it was.
    pub fn corrected_by(&self) -> Option<&Minutes> {
        self.others.iter().find(|m| m.version > self.minutes.version && !m.is_draft())
    }
}

impl ActivityOnline {
    /// The things to do of the draft, and some empty lines.
    pub fn todo_lines(&self) -> Vec<Line> {
        const EMPTY: usize = 3;
        let empty = Todo { what: String::new(), who: String::new(), due_on: None };
        let all = self.draft_todos.iter().cloned().chain(std::iter::repeat_n(empty, EMPTY));
        all.enumerate().map(|(n, todo)| Line { n, due: todo.due_on.map(|d| d.to_string()).unwrap_or_default(), todo }).collect()
    }
    pub fn text_before(&self) -> &str {
        self.draft.as_ref().map_or("", |d| d.body.as_str())
    }
    pub fn decisions_before(&self) -> &str {
        self.draft.as_ref().map_or("", |d| d.decisions.as_str())
    }
    /// What is written next corrects what was put down.
    pub fn corrects(&self) -> bool {
        self.draft.as_ref().is_some_and(|d| !d.is_draft())
    }
}

/// A line of the form for things to do.
#[derive(Debug)]
pub struct Line {
    pub n: usize,
    pub todo: Todo,
    /// Its day as the form writes it.
    pub due: String,
}

impl Line {
    pub fn field(&self, name: &str) -> String {
        format!("{name}.{}", self.n)
    }
}

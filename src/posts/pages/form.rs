//! The form of a post: of one that is set by hand, and of one that stands.

use crate::{
    needs::URGENCIES,
    orgs::Org,
    posts::{Edit, Entry, Kind, Post, View, kinds},
    skills::{SLOTS, Skills, listed},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/form.html")]
pub struct PostForm {
    pub post: Option<Id>,
    pub org: Id,
    pub entry: Entry,
    /// It follows its need: what the need says is changed there.
    pub of_need: Option<Id>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    kinds: Vec<Kind>,
    #[serde(skip)]
    known: Vec<String>,
}
impl Page for PostForm {
    fn title(&self) -> String {
        if self.post.is_some() {
            say!("修改岗位：{}", "Change a post: {}", self.entry.title)
        } else {
            t("设一个岗位", "Set a post").into()
        }
    }
}

impl PostForm {
    fn of(cx: &Reader, post: Option<Post>) -> Result<PostForm> {
        let orgs = Org::tree(cx)?;
        let org = post.as_ref().map(|p| p.org).or(orgs.first().map(|o| o.id)).ok_or(Error::NotFound)?;
        let (id, of_need) = (post.as_ref().map(|p| p.id), post.as_ref().and_then(|p| p.need));
        let known = Skills::of(cx)?.all().into_iter().map(str::to_owned).collect();
        let fresh = || Entry { from_day: cx.today().to_string(), people: "1".into(), ..Entry::default() };
        Ok(PostForm { post: id, org, entry: post.map_or_else(fresh, typed), of_need, orgs, kinds: kinds(cx)?, known })
    }
    fn url(&self) -> String {
        self.post.map_or_else(|| "/posts".into(), |id| format!("/posts/{id}"))
    }
}

fn typed(post: Post) -> Entry {
    Entry {
        org: Some(post.org),
        kind: post.kind,
        title: post.title,
        duty: post.duty,
        place: post.place,
        wanted: post.wanted,
        people: post.people.to_string(),
        skills: listed(&post.skills_said).join("、"),
        urgency: post.urgency,
        risk: post.risk.into(),
        from_day: post.from_day.to_string(),
        until_day: post.until_day.map(|d| d.to_string()).unwrap_or_default(),
    }
}

pub fn new(cx: &Cx<View>) -> Result<Reply<PostForm>> {
    Reply::show(PostForm::of(cx, None)?)
}

pub fn edit(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<PostForm>> {
    Reply::show(PostForm::of(cx, Some(cx.find(id)?))?)
}

pub fn set(cx: &Cx<Edit>, Input(entry): Input<Entry>) -> Acted {
    let org: Org = cx.find(entry.org.ok_or_else(|| Error::field("org", "请选择社区。", "Choose the community."))?)?;
    let post = Post::set(cx, &org, &entry.checked(cx, None)?)?;
    said(format!("/posts/{}", post.id), t("岗位设好了，可以找人了。", "The post is set; now somebody can be found."))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let post: Post = cx.find(id)?;
    let org: Org = cx.find(entry.org.unwrap_or(post.org))?;
    post.change(cx, &org, &entry.checked(cx, Some(&post))?)?;
    said(format!("/posts/{id}"), t("记下了。", "Recorded."))
}

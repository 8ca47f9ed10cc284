//! My posts on the phone: what I hold, and what is open where I belong.

use crate::posts::{Claim, Own, Person, Post, State, Take};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/mine.html")]
pub struct MyPosts {
    pub mine: Vec<Held>,
    /// Posts with empty places in the line of my organisations.
    pub open: Vec<Post>,
    /// Offers that wait for my answer.
    pub asked: usize,
    #[serde(skip)]
    in_ledger: bool,
}
impl Page for MyPosts {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的岗位", "My posts").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Held {
    pub claim: Claim,
    pub post: Post,
}

/// Open posts on a phone's page.
const SHOWN: usize = 30;
/// The newest posts among which they are looked for.
const LOOKED_AT: i64 = 200;

pub fn list(cx: &Cx<Own>) -> Result<Reply<MyPosts>> {
    let (person, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("what somebody has taken is theirs to read, wherever the post stands");
    let mine: Vec<Held> = Claim::of_person(&all, &ids)?.into_iter().map(|(claim, post)| Held { claim, post }).collect();
    let offers = crate::offers::Offer::of_person(&all, &ids)?;
    let asked = offers.iter().filter(|o| o.state == crate::offers::State::Sent).count();
    Reply::show(MyPosts { open: open(cx, &mine)?, mine, asked, in_ledger: person.tie == crate::posts::Tie::Member })
}

fn open(cx: &Reader, mine: &[Held]) -> Result<Vec<Post>> {
    let mut open = Post::open(cx, LOOKED_AT)?;
    open.retain(|post| !mine.iter().any(|m| m.post.id == post.id));
    open.truncate(SHOWN);
    Ok(open)
}

pub fn take(cx: &Cx<Take>, Path(id): Path<Id>) -> Acted {
    let (person, _) = Person::mine(cx)?;
    let post: Post = cx.find(id)?;
    let all = cx.beyond_scope("a person with two ties takes a post as one");
    match Claim::take(&all, &post, &person, None, crate::study::Via::Account)?.state {
        State::Waiting => said("/me/posts", t("位置已满，先替您排着。", "All places are taken; you wait in line.")),
        _ => said("/me/posts", t("谢谢您，岗位是您的了。", "Thank you; the post is yours.")),
    }
}

pub fn give_back(cx: &Cx<Take>, Path(id): Path<Id>, Input(why): Input<crate::ui::Why>) -> Acted {
    let (_, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("what somebody has taken is theirs to give back, wherever the post stands");
    let claim: Claim = all.find(id)?;
    if !ids.contains(&claim.person) {
        return Err(Error::NotFound);
    }
    claim.end(&all, &why.reason)?;
    said("/me/posts", t("退出了，谢谢您做过的。", "Given back; thank you for what you did."))
}

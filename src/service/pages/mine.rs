//! My service on the phone: turns ahead, what I did, what is confirmed, my certificates.

use crate::{
    posts::{Claim, Person, Post, State as Holding},
    service::{Certificate, Does, Hours, Own, Service, State, Turn, certificate::Of, hours, minutes},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, Shell, Writer, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/mine.html")]
pub struct MyService {
    /// Confirmed since the first of January.
    pub year: Hours,
    pub held: Vec<Post>,
    pub turns: Vec<Service>,
    pub certificates: Vec<Certificate>,
    /// Titles of the posts that are named.
    pub posts: HashMap<String, String>,
    #[serde(skip)]
    today: jiff::civil::Date,
}
impl Page for MyService {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的服务", "My service").into()
    }
}

/// Turns on a phone's page.
const SHOWN: i64 = 40;

pub fn list(cx: &Cx<Own>) -> Result<Reply<MyService>> {
    let (_, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("what somebody served is theirs to read, wherever the post stands");
    let today = cx.today();
    let held = Claim::of_person(&all, &ids)?.into_iter().filter(|(c, _)| c.state == Holding::Held).map(|(_, p)| p).collect();
    let turns = Service::of_person(&all, &ids, SHOWN)?;
    let posts = Post::titles(&all, turns.iter().map(|s| s.post))?;
    let year = hours(&Service::confirmed(&all, &ids, today.first_of_year(), today)?);
    Reply::show(MyService { year, held, turns, certificates: Certificate::of_person(&all, &ids)?, posts, today })
}

impl MyService {
    fn title_of(&self, turn: &Service) -> &str {
        self.posts.get(&turn.post.to_string()).map_or("", String::as_str)
    }
    fn may_be_done(&self, turn: &Service) -> bool {
        turn.state == State::SignedUp && turn.day <= self.today
    }
}

pub fn sign_up(cx: &Cx<Does>, Path(id): Path<Id>, Input(turn): Input<Turn>) -> Acted {
    let ((person, _), all) = (Person::mine(cx)?, theirs(cx));
    Service::sign_up(&all, &all.find(id)?, &person, &turn.ahead(cx)?)?;
    said("/me/service", t("报上名了，到时见。", "You are signed up; see you then."))
}

pub fn say(cx: &Cx<Does>, Path(id): Path<Id>, Input(turn): Input<Turn>) -> Acted {
    let ((person, _), all) = (Person::mine(cx)?, theirs(cx));
    Service::say(&all, &all.find(id)?, &person, &turn.served(cx)?)?;
    said("/me/service", t("记下了，等社区或被服务的人确认。", "Noted; the community or whoever was served confirms it."))
}

/// What one writes is about oneself; where the post stands does not matter.
fn theirs(cx: &Writer) -> Writer {
    cx.beyond_scope("what somebody serves is theirs to say, wherever the post stands")
}

fn mine(cx: &Writer, id: Id) -> Result<(Writer, Service)> {
    let ((_, ids), all) = (Person::mine(cx)?, theirs(cx));
    let turn: Service = all.find(id)?;
    if ids.contains(&turn.person) { Ok((all, turn)) } else { Err(Error::NotFound) }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Doing {
    /// What was meant, where it is left out.
    pub minutes: String,
    pub words: String,
}

pub fn done(cx: &Cx<Does>, Path(id): Path<Id>, Input(doing): Input<Doing>) -> Acted {
    let (all, turn) = mine(cx, id)?;
    let length = if doing.minutes.trim().is_empty() { turn.minutes } else { minutes(cx, &doing.minutes)? };
    turn.done(&all, length, &doing.words)?;
    said("/me/service", t("辛苦了，等确认。", "Thank you; it waits to be confirmed."))
}

pub fn cancel(cx: &Cx<Does>, Path(id): Path<Id>, Input(why): Input<crate::ui::Why>) -> Acted {
    let (all, turn) = mine(cx, id)?;
    turn.cancel(&all, &why.reason)?;
    said("/me/service", t("记下了，没关系。", "Noted; that is all right."))
}

pub fn certify(cx: &Cx<Does>, Input(of): Input<Of>) -> Acted {
    let ((person, ids), all) = (Person::mine(cx)?, theirs(cx));
    Certificate::issue(&all, &person, &ids, &of)?;
    said("/me/service", t("证明开好了，在下面。", "The certificate is ready, below."))
}

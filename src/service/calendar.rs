//! Turns of service as a calendar draws them.

use super::{Service, State};
use crate::calendar::{Entry, Standing};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args, say, schema::past};
use serde::Deserialize;

/// A post on a day at an hour, and how many come to it or came.
#[derive(Debug, Deserialize)]
struct Crew {
    post: Id,
    title: String,
    place: String,
    day: Date,
    starts: String,
    minutes: i64,
    people: i64,
    ahead: i64,
}

/// Of an organisation and all below it: who comes stands on the post's page.
pub fn of_org(cx: &Reader, path: &str, (first, last): (Date, Date)) -> Result<Vec<Entry>> {
    let crews: Vec<Crew> = cx.all(
        "select s.post, p.title, p.place, s.day, s.starts, max(s.minutes) as minutes, count(*) as people, count(case when s.state = 'signed_up' then 1 end) as ahead \
         from {services} s join {posts} p on p.tenant = s.tenant and p.id = s.post \
         where s.path >= $1 and s.path < $2 and s.day >= $3 and s.day <= $4 and s.state in ('signed_up', 'done', 'confirmed') \
         group by s.post, p.title, p.place, s.day, s.starts order by s.day, s.starts, p.title, s.post",
        args![path, past(path), first, last],
    )?;
    Ok(crews.into_iter().map(Crew::entry).collect())
}

impl Crew {
    fn entry(self) -> Entry {
        let id = Id::named(&["crew", &self.post.to_string(), &self.day.to_string(), &self.starts]);
        let class = if self.ahead > 0 { "" } else { "held" };
        let what = Standing {
            id,
            day: self.day,
            starts: self.starts,
            minutes: self.minutes,
            title: self.title,
            place: self.place,
            class,
            note: "",
        };
        let said = say!("{} 人", "{} people", self.people);
        Entry { what, org: String::new(), said, clashes: vec![], url: Some(format!("/posts/{}/service", self.post)) }
    }
}

/// A turn with what its post is called and where it is.
#[derive(Debug, Deserialize)]
struct Placed {
    #[serde(flatten)]
    turn: Service,
    title: String,
    place: String,
}

/// Of a person, by any of their ids.
pub fn of_person(cx: &Reader, ids: &[Id], (first, last): (Date, Date), linked: bool) -> Result<Vec<Entry>> {
    let mut all: Vec<Placed> = vec![];
    for id in ids {
        let sql = "select s.*, p.title, p.place from {services} s join {posts} p on p.tenant = s.tenant and p.id = s.post \
            where s.person = $1 and s.day >= $2 and s.day <= $3 and s.state in ('signed_up', 'done', 'confirmed') order by s.day, s.starts, s.id";
        all.extend(cx.all::<Placed>(sql, args![*id, first, last])?);
    }
    Ok(all.into_iter().map(|placed| placed.entry(linked)).collect())
}

impl Placed {
    fn entry(self, linked: bool) -> Entry {
        let Placed { turn, title, place } = self;
        let class = if turn.state == State::SignedUp { "" } else { "held" };
        let (said, url) = (turn.state.name().here().to_owned(), linked.then(|| format!("/service/{}", turn.id)));
        let what = Standing { id: turn.id, day: turn.day, starts: turn.starts, minutes: turn.minutes, title, place, class, note: "" };
        Entry { what, org: String::new(), said, clashes: vec![], url }
    }
}

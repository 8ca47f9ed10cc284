//! Somebody who can take a post: a member of the ledger, or somebody who reported in. One person with
//! both ties is one person: the member.

use crate::{people::Member, report_in::ReportIn, service_points::settle_all};
use kernel::{Error, Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    Member,
    ReportIn,
}

impl Tie {
    pub fn code(self) -> &'static str {
        match self {
            Tie::Member => "member",
            Tie::ReportIn => "report_in",
        }
    }

    /// The page of whoever has this tie.
    pub fn url(self, person: &Id) -> String {
        match self {
            Tie::Member => format!("/members/{person}"),
            Tie::ReportIn => format!("/report-ins/{person}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    pub id: Id,
    pub tie: Tie,
    pub name: String,
}

impl Person {
    /// By either of their ids, as far as the reader looks after them.
    pub fn find(cx: &Reader, id: Id) -> Result<Person> {
        let member: Option<String> = cx.maybe("select m.name from {members} m where m.id = $1", args![id])?;
        if let Some(name) = member {
            return Ok(Person { id, tie: Tie::Member, name });
        }
        let reported: ReportIn = cx.find(id)?;
        Ok(match reported.member(cx)? {
            Some(member) => Person { id: member.id, tie: Tie::Member, name: member.name },
            None => Person { id, tie: Tie::ReportIn, name: reported.name },
        })
    }

    /// The one person of this name below, of the ledger or of those who reported in.
    pub fn named(cx: &Reader, name: &str) -> Result<Person> {
        let mut ids: Vec<Id> = cx.all("select m.id from {members} m where m.name = $1", args![name.trim()])?;
        ids.extend(cx.all::<Id>("select r.id from {report_ins} r where r.name = $1", args![name.trim()])?);
        let mut people: Vec<Person> = ids.into_iter().map(|id| Person::find(cx, id)).collect::<Result<_>>()?;
        people.sort_by_key(|p| p.id);
        people.dedup();
        match people.len() {
            1 => Ok(people.swap_remove(0)),
            0 => Err(Error::field("name", "没有找到这个名字的人。", "There is nobody of this name.")),
            _ => Err(Error::field(
                "name",
                "这个名字不止一个人，请从他的页面上办理。",
                "There is more than one of this name; do it from their own page.",
            )),
        }
    }

    /// Whoever has the account, with the ids of all their ties.
    pub fn mine(cx: &Reader) -> Result<(Person, Vec<Id>)> {
        let own = cx.actor().person.ok_or(Error::NotFound)?;
        let all = cx.beyond_scope("a person with two ties sees what is theirs by either");
        let person = Person::find(&all, own)?;
        let ids = person.ids(&all)?;
        Ok((person, ids))
    }

    /// Two entries of one person became one: what the one holds, was asked and served is the other's.
    pub fn becomes(cx: &Writer, one: Id, other: Id) -> Result<()> {
        let all = cx.beyond_scope("what somebody holds and served goes with them, wherever it stands");
        for table in [
            "claims",
            "offers",
            "services",
            "certificates",
            "commitments",
            "reviews",
            "service_points",
            "service_appeals",
            "service_exchanges",
        ] {
            all.run(&format!("update {{{table}}} set person = $1 where person = $2"), args![other, one])?;
        }
        settle_all(&all, other, Person::find(&all, other)?.tie)
    }

    /// Where they stand: their branch, or the community they reported in at.
    pub fn path(&self, cx: &Reader) -> Result<String> {
        match self.tie {
            Tie::Member => Ok(cx.find::<Member>(self.id)?.path),
            Tie::ReportIn => Ok(cx.find::<ReportIn>(self.id)?.path),
        }
    }

    /// By which rows may name them: their own id first, which new rows name.
    pub fn ids(&self, cx: &Reader) -> Result<Vec<Id>> {
        let mut ids = vec![self.id];
        if let Tie::Member = self.tie {
            let facts = cx.find::<Member>(self.id)?.facts(cx)?;
            let reported = ReportIn::of_member(cx, &self.name, facts.id_no.as_deref(), facts.phone.as_deref())?;
            ids.extend(reported.map(|r| r.id));
        }
        Ok(ids)
    }
}

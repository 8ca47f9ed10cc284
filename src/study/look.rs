//! What is known of members, put together for the proposal: their word, their categories, how far it
//! is from their building to the room and to the study points.

use super::{
    Circumstances, Known, Near, StudyWish, Terms,
    proposed::{Whose, propose},
};
use crate::{
    activities::{Activity, Answer, Person},
    categories::{self, Held, Kinds},
    orgs::Org,
    people::Member,
    places::{self, MeetingPoint, Place},
    rulebook::{self, Study, keys},
};
use kernel::{Id, Reader, Result, args, schema::past};
use matching::Degrees;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// What is proposed for one member, ready to be shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Proposal {
    pub member: Id,
    pub name: String,
    pub mode: Option<Study>,
    pub reason: String,
    /// Whether it is the member's own word.
    pub whose: Whose,
}

impl Proposal {
    pub fn mode_name(&self) -> String {
        self.mode.map_or_else(|| kernel::t("还不知道", "Not known yet").to_owned(), |m| m.name().to_string())
    }
    pub fn is_said(&self) -> bool {
        self.whose == Whose::Member
    }
}

/// A member, and what they answered.
struct Whom<'a> {
    id: Id,
    name: &'a str,
    path: &'a str,
    answer: Option<Answer>,
}

/// Those who are due, in their order.
pub fn of_activity(cx: &Reader, activity: &Activity, people: &[Person]) -> Result<Vec<Proposal>> {
    let whom: Vec<Whom> = people.iter().map(|p| Whom { id: p.id, name: &p.name, path: &p.path, answer: p.answer }).collect();
    of(cx, &activity.path, &whom)
}

/// All members of an organisation, in the order of the ledger.
pub fn of_org(cx: &Reader, org: &Org) -> Result<Vec<Proposal>> {
    let rows: Vec<(Id, String, String)> = cx.all(
        "select m.id, m.name, m.path from {members} m where m.path >= $1 and m.path < $2 order by m.path, m.name, m.id",
        args![&org.path, past(&org.path)],
    )?;
    let whom: Vec<Whom> = rows.iter().map(|(id, name, path)| Whom { id: *id, name, path, answer: None }).collect();
    of(cx, &org.path, &whom)
}

/// One member, for an activity or in general.
pub fn of_member(cx: &Reader, member: &Member, activity: Option<&Activity>) -> Result<Proposal> {
    let answer = activity.map(|a| Answer::of(cx, a.id, member.id)).transpose()?.flatten();
    let known = Gathered::of(cx, &[member.id])?;
    Ok(known.propose(&known.ground(activity.map_or(&member.path, |a| &a.path)), &Whom::of(member, answer)))
}

/// One member, for each of these activities.
pub fn of_member_at(cx: &Reader, member: &Member, activities: &[Activity]) -> Result<Vec<Proposal>> {
    let known = Gathered::of(cx, &[member.id])?;
    let one = |a: &Activity| Ok(known.propose(&known.ground(&a.path), &Whom::of(member, Answer::of(cx, a.id, member.id)?)));
    activities.iter().map(one).collect()
}

/// `held_at`: the path of the organisation that holds it.
fn of(cx: &Reader, held_at: &str, whom: &[Whom<'_>]) -> Result<Vec<Proposal>> {
    let ids: Vec<Id> = whom.iter().map(|w| w.id).collect();
    let known = Gathered::of(cx, &ids)?;
    let ground = known.ground(held_at);
    Ok(whom.iter().map(|w| known.propose(&ground, w)).collect())
}

impl<'a> Whom<'a> {
    fn of(member: &'a Member, answer: Option<Answer>) -> Whom<'a> {
        Whom { id: member.id, name: &member.name, path: &member.path, answer }
    }
}

/// What is known of some members, read once for however many proposals.
struct Gathered {
    kinds: Kinds,
    terms: Terms,
    held: HashMap<Id, Vec<Held>>,
    wishes: HashMap<Id, StudyWish>,
    living: HashMap<Id, Place>,
    points: Vec<MeetingPoint>,
    detour: i64,
    /// Who looks may see what is hidden, or is this member.
    reveals: bool,
    looks: Option<Id>,
}

impl Gathered {
    fn of(cx: &Reader, ids: &[Id]) -> Result<Gathered> {
        let book = rulebook::book(cx)?;
        let rules = book.at(cx.today());
        let kinds = Kinds::of(rules);
        let everywhere = cx.beyond_scope("where organisations meet; nothing of it is about a person");
        Ok(Gathered {
            terms: Terms { first: rules.get(keys::STUDY_FIRST), far: rules.get(keys::STUDY_FAR) },
            held: categories_of(cx, &kinds, ids)?,
            wishes: StudyWish::in_force(cx)?,
            living: places::lives_in(cx)?,
            points: MeetingPoint::all(&everywhere)?,
            detour: rules.get(keys::WALK_DETOUR),
            reveals: cx.may("people.reveal"),
            looks: cx.actor().person,
            kinds,
        })
    }

    fn ground(&self, held_at: &str) -> Ground<'_> {
        Ground::of(&self.points, held_at, self.detour)
    }

    fn propose(&self, ground: &Ground<'_>, w: &Whom<'_>) -> Proposal {
        let wish = self.wishes.get(&w.id).and_then(|wish| Some((wish.study()?, wish.made_at.get(..10)?.to_owned())));
        let at = self.living.get(&w.id).and_then(Place::degrees);
        let circumstances = Circumstances {
            answer: w.answer,
            wish,
            categories: self.held.get(&w.id).map(|h| known(&self.kinds, h)).unwrap_or_default(),
            to_room: ground.to_room(at),
            near: ground.near(w.path, at),
        };
        let proposed = propose(&circumstances, &self.terms);
        let sees = self.reveals || self.looks == Some(w.id);
        let (mode, whose, reason) = (proposed.mode, proposed.whose(), proposed.why.words(sees));
        Proposal { member: w.id, name: w.name.to_owned(), mode, reason, whose }
    }
}

/// Of more than this many, the facts of all the caller looks after are gathered in one go.
const FEW: usize = 300;

fn categories_of(cx: &Reader, kinds: &Kinds, ids: &[Id]) -> Result<HashMap<Id, Vec<Held>>> {
    if ids.len() <= FEW {
        return kinds.of_these(cx, ids);
    }
    Ok(kinds.facts_of_all(cx)?.iter().map(|(member, facts)| (*member, kinds.derive(facts))).collect())
}

fn known(kinds: &Kinds, held: &[Held]) -> Vec<Known> {
    let one = |h: &Held| {
        let kind: &categories::Kind = &kinds.all[h.kind];
        Known {
            code: kind.code.clone(),
            name: kind.name().to_owned(),
            study: kind.rule.study,
            because: h.reason.words(),
            hidden: kind.rule.sensitive,
        }
    };
    held.iter().map(one).collect()
}

/// Where the room is and where the study points are.
struct Ground<'a> {
    room: Option<Degrees>,
    points: Vec<&'a MeetingPoint>,
    detour: i64,
}

impl Ground<'_> {
    /// The room is where the organisation that holds it meets, or the nearest above it.
    fn of<'a>(all: &'a [MeetingPoint], held_at: &str, detour: i64) -> Ground<'a> {
        let room = all.iter().filter(|p| !p.is_nearby() && held_at.starts_with(&p.path)).max_by_key(|p| p.path.len());
        let top = held_at.get(..held_at.len().saturating_sub(crate::orgs::STEP)).unwrap_or_default();
        let points = all.iter().filter(|p| p.is_nearby() && p.path.starts_with(top)).collect();
        Ground { room: room.and_then(MeetingPoint::degrees), points, detour }
    }

    fn walk(&self, from: Degrees, to: Degrees) -> i64 {
        on_foot(from, to, self.detour)
    }

    fn to_room(&self, home: Option<Degrees>) -> Option<i64> {
        home.zip(self.room).map(|(home, room)| self.walk(home, room))
    }

    /// The point of the member's own group, else the nearest one to their building.
    fn near(&self, path: &str, home: Option<Degrees>) -> Option<Near> {
        let metres = |p: &MeetingPoint| home.zip(p.degrees()).map(|(home, at)| self.walk(home, at));
        let own = self.points.iter().copied().filter(|p| path.starts_with(&p.path)).max_by_key(|p| p.path.len());
        let nearest = || self.points.iter().copied().filter_map(|p| Some((metres(p)?, p))).min_by_key(|(m, _)| *m).map(|(_, p)| p);
        let point = own.or_else(nearest)?;
        Some(Near { name: format!("{}（{}）", point.org_name, point.words()), metres: metres(point) })
    }
}

/// Metres on foot: the straight line, longer by the rule's share, in tens.
pub fn on_foot(from: Degrees, to: Degrees, detour_percent: i64) -> i64 {
    const TENS: f64 = 10.0;
    let metres = from.metres_to(to) * detour_percent as f64 / 100.0;
    ((metres / TENS).round() * TENS) as i64
}

//! Two activities that stand in each other's way: at overlapping times in the same room, of the same
//! organisation, or with people who are due at both. It is said, with the other one's name, and never
//! refused: people decide.

use super::{Activity, Due, due, line::Line};
use crate::{
    orgs::{Kind, Org},
    rulebook::{self, keys},
};
use jiff::civil::{Date, date};
use kernel::{Id, Reader, Result, args, say, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What takes time and room: an activity that is planned, or one that is only proposed.
#[derive(Clone, Debug)]
pub struct Slot {
    pub id: Id,
    pub org: Id,
    pub path: String,
    pub title: String,
    pub day: Date,
    /// `14:30`, `full_day`, or `half_day`, of which nobody knows the half.
    pub starts: String,
    pub minutes: i64,
    pub place: String,
    pub due: Due,
    pub org_name: String,
    pub secretary: String,
    /// The path of the community that it is held in: the same name of a room means the same room there.
    pub community: String,
}

/// One side of a clash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    pub id: Id,
    pub title: String,
    pub org: String,
    #[schemars(with = "String")]
    pub day: Date,
    /// `14:30–16:00`
    pub hours: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clash {
    pub one: Side,
    pub other: Side,
    /// The room that both are planned in, else empty.
    pub place: String,
    pub same_org: bool,
    /// How many members are due at both, and the first of them by name.
    pub people: i64,
    pub names: Vec<String>,
}

/// The clashes among what stands in a calendar or a plan.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Clashes {
    pub all: Vec<Clash>,
    /// There were too many overlapping pairs to ask of each who is due at both: of the rest only rooms
    /// and organisations were compared.
    pub people_left_out: bool,
}

const DAY: i64 = 24 * 60;

/// So many pairs are asked of the database on one page.
const PAIRS: usize = 400;

impl Slot {
    /// From when until when, in minutes since an arbitrary midnight; none where the hours are not known.
    pub fn span(&self) -> Option<(i64, i64)> {
        let midnight = i64::from((self.day - date(2000, 1, 1)).get_days()) * DAY;
        match self.starts.as_str() {
            "full_day" => Some((midnight, midnight + DAY)),
            text => minute(text).map(|from| (midnight + from, midnight + from + self.minutes)),
        }
    }

    fn side(&self) -> Side {
        let hours = super::hours(&self.starts, self.minutes);
        Side { id: self.id, title: self.title.clone(), org: self.org_name.clone(), day: self.day, hours }
    }
}

/// `14:30` as the minute of the day.
pub fn minute(text: &str) -> Option<i64> {
    let time: jiff::civil::Time = text.parse().ok()?;
    Some(i64::from(time.hour()) * 60 + i64::from(time.minute()))
}

/// All pairs among these whose times overlap, each once, the earlier first.
pub fn overlapping(slots: &[Slot], among: &[usize]) -> Vec<(usize, usize)> {
    let mut spans: Vec<(i64, i64, usize)> = among.iter().filter_map(|n| slots[*n].span().map(|(from, to)| (from, to, *n))).collect();
    spans.sort_unstable();
    let mut pairs = vec![];
    for (k, (_, to, one)) in spans.iter().enumerate() {
        pairs.extend(spans[k + 1..].iter().take_while(|later| later.0 < *to).map(|later| (*one, later.2)));
    }
    pairs
}

/// The overlapping pairs that can have a room or people in common: of one community, or one of them
/// held by an organisation above the other's community. A city's theme days all fall on one afternoon;
/// to compare each with each would be to compare strangers.
pub fn meeting(slots: &[Slot]) -> Vec<(usize, usize)> {
    let mut communities: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, slot) in slots.iter().enumerate() {
        communities.entry(&slot.community).or_default().push(n);
    }
    let mut pairs: Vec<(usize, usize)> = communities.values().flat_map(|among| overlapping(slots, among)).collect();
    for (path, above) in &communities {
        let below = communities.range(*path..).skip(1).take_while(|(below, _)| below.starts_with(path));
        for (n, m) in below.flat_map(|(_, among)| among).flat_map(|m| above.iter().map(move |n| (*n, *m))) {
            if matches!((slots[n].span(), slots[m].span()), (Some(one), Some(other)) if one.0 < other.1 && other.0 < one.1) {
                pairs.push((n, m));
            }
        }
    }
    pairs.sort_unstable_by_key(|(n, m)| (slots[*n].span().max(slots[*m].span()), *n, *m));
    pairs
}

/// The community of a path: what stands right below the last working committee of its line, or the
/// top of it that is known. `line` goes from the top down.
pub fn community(line: &[(&str, Kind)]) -> String {
    let below = line.iter().rposition(|(_, kind)| *kind == Kind::WorkingCommittee).map_or(0, |n| n + 1);
    line.get(below).or(line.last()).map(|(path, _)| (*path).to_owned()).unwrap_or_default()
}

/// What clashes need to know of the organisations and the book.
pub struct Ground<'a> {
    orgs: BTreeMap<&'a str, &'a Org>,
    /// Names of places that are no one room: each organisation has its own, or many can be there at once.
    no_rooms: BTreeSet<String>,
}

impl<'a> Ground<'a> {
    pub fn of(cx: &Reader, orgs: &'a [Org]) -> Result<Ground<'a>> {
        let book = rulebook::book(cx)?;
        let kinds = book.at(cx.today()).all(keys::ACTIVITY_KINDS);
        let no_rooms = kinds.into_iter().filter(|k| k.1.no_room).flat_map(|k| [k.1.place_zh, k.1.place_en]).collect();
        Ok(Ground { orgs: orgs.iter().map(|o| (o.path.as_str(), o)).collect(), no_rooms })
    }

    /// `None` where the organisation is not known here.
    pub fn slot(&self, a: &Activity) -> Option<Slot> {
        let org = self.orgs.get(a.path.as_str())?;
        Some(self.any(a.id, org, (&a.title, a.day, &a.starts, a.minutes, &a.place), a.due))
    }

    pub fn slot_of_line(&self, line: &Line, org: &Org) -> Slot {
        let d = &line.details;
        self.any(line.id, org, (&d.title, d.day, &d.starts, d.minutes, &d.place), line.due)
    }

    fn any(&self, id: Id, org: &Org, (title, day, starts, minutes, place): (&str, Date, &str, i64, &str), due: Due) -> Slot {
        let line: Vec<(&str, Kind)> =
            due::line(&org.path).into_iter().filter_map(|p| self.orgs.get_key_value(p).map(|(path, o)| (*path, o.kind))).collect();
        Slot {
            id,
            org: org.id,
            path: org.path.clone(),
            title: title.into(),
            day,
            starts: starts.into(),
            minutes,
            place: place.trim().into(),
            due,
            org_name: org.name.clone(),
            secretary: org.secretary.clone(),
            community: community(&line),
        }
    }

    /// The clashes of these slots, in the order of time.
    pub fn clashes(&self, cx: &Reader, slots: &[Slot]) -> Result<Clashes> {
        let (mut clashes, mut asked) = (Clashes::default(), 0);
        for (one, other) in meeting(slots).into_iter().map(|(a, b)| (&slots[a], &slots[b])) {
            let room = !one.place.is_empty() && one.place == other.place && one.community == other.community;
            let place = if room && !self.no_rooms.contains(&one.place) { one.place.clone() } else { String::new() };
            // Only organisations of one line have members in common.
            let one_line = one.path.starts_with(&other.path) || other.path.starts_with(&one.path);
            asked += usize::from(one_line);
            clashes.people_left_out |= one_line && asked > PAIRS;
            let (people, names) = if one_line && asked <= PAIRS { due::torn(cx, one, other)? } else { (0, vec![]) };
            let same_org = one.org == other.org;
            if same_org || people > 0 || !place.is_empty() {
                clashes.all.push(Clash { one: one.side(), other: other.side(), place, same_org, people, names });
            }
        }
        Ok(clashes)
    }
}

impl Activity {
    /// What stands in this activity's way on its day, as the caller may see it.
    pub fn clashes(&self, cx: &Reader) -> Result<Vec<Clash>> {
        if !matches!(self.state, super::State::Draft | super::State::Planned) {
            return Ok(vec![]);
        }
        let above = above(cx, &self.path)?;
        let line: Vec<(&str, Kind)> = above.iter().map(|o| (o.path.as_str(), o.kind)).collect();
        let community = community(&line);
        let below = "select * from {orgs} o where o.path >= $1 and o.path < $2";
        let mut orgs: Vec<Org> = cx.all(below, args![&community, past(&community)])?;
        orgs.extend(above.iter().filter(|o| !o.path.starts_with(&community)).cloned());
        let same_day: Vec<Activity> = cx.all(
            "select * from {activities} a where a.day = $1 and a.state in ('draft', 'planned') order by a.starts, a.id",
            args![self.day],
        )?;
        let ground = Ground::of(cx, &orgs)?;
        let slots: Vec<Slot> = same_day.iter().filter_map(|a| ground.slot(a)).collect();
        let near: Vec<Slot> = near_to(self.id, slots);
        Ok(ground.clashes(cx, &near)?.all.into_iter().filter(|c| c.of(self.id).is_some()).collect())
    }
}

/// The organisations of a line that the caller may know of, from the top down.
fn above(cx: &Reader, path: &str) -> Result<Vec<Org>> {
    let found = due::line(path).into_iter().map(|p| cx.maybe("select * from {orgs} o where o.path = $1", args![p]));
    found.filter_map(Result::transpose).collect()
}

/// The slot of this id, and those whose times overlap with it.
fn near_to(id: Id, slots: Vec<Slot>) -> Vec<Slot> {
    let touched: BTreeSet<usize> =
        meeting(&slots).into_iter().filter(|(a, b)| slots[*a].id == id || slots[*b].id == id).flat_map(|(a, b)| [a, b]).collect();
    slots.into_iter().enumerate().filter(|(n, _)| touched.contains(n)).map(|(_, slot)| slot).collect()
}

impl Clashes {
    /// What is said at each activity.
    pub fn told(&self) -> BTreeMap<Id, Vec<String>> {
        let mut told: BTreeMap<Id, Vec<String>> = BTreeMap::new();
        for clash in &self.all {
            for id in [clash.one.id, clash.other.id] {
                told.entry(id).or_default().push(clash.said_of(id));
            }
        }
        told
    }
}

impl Clash {
    /// The other side, seen from this activity.
    pub fn of(&self, id: Id) -> Option<&Side> {
        match id {
            _ if self.one.id == id => Some(&self.other),
            _ if self.other.id == id => Some(&self.one),
            _ => None,
        }
    }

    /// Why they clash: the room, the organisation, the people.
    pub fn why(&self) -> String {
        let place = (!self.place.is_empty()).then(|| say!("同一地点“{}”", "both in “{}”", self.place));
        let org = self.same_org.then(|| t("同一组织", "of one organisation").to_owned());
        let people = (self.people > 0).then(|| {
            let more = if self.people > self.names.len() as i64 { t("等", " and others") } else { "" };
            let names = format!("{}{more}", self.names.join(t("、", ", ")));
            say!("{} 人两边都应参加（{names}）", "{} people are due at both ({names})", self.people)
        });
        [place, org, people].into_iter().flatten().collect::<Vec<_>>().join(t("；", "; "))
    }

    /// As it is said of one of the two.
    pub fn said_of(&self, id: Id) -> String {
        let side = self.of(id).unwrap_or(&self.other);
        say!("与 {} {}“{}”时间重叠：{}", "It overlaps with {} {} “{}”: {}", side.hours, side.org, side.title, self.why())
    }
}

/// So many are said in one sentence; the page shows all.
const SAID: usize = 2;

/// What was done, and what it now stands in the way of.
pub fn with_clashes(sentence: &str, id: Id, clashes: &[Clash]) -> String {
    let told: Vec<String> = clashes.iter().take(SAID).map(|c| c.said_of(id)).collect();
    match clashes.len() {
        0 => sentence.to_owned(),
        n if n > SAID => say!("{sentence}请注意：{}；还有 {} 处", "{sentence} Mind: {}; and {} more", told.join(t("。", ". ")), n - SAID),
        _ => say!("{sentence}请注意：{}", "{sentence} Mind: {}", told.join(t("。", ". "))),
    }
}

#[cfg(test)]
#[path = "clash_tests.rs"]
mod tests;

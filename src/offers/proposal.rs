//! Who could take which post, for all posts at once: places filled before fit is weighed, nobody given
//! a second before somebody has a first, and where a place stays empty it says why.

use super::{Candidate, Candidates, Fit, Reason, Side, Weights, fit::Unfit};
use crate::{
    posts::{Person, Post, kinds},
    rulebook::{self, keys},
    skills::{is_language, listed},
};
use jiff::{Unit, civil::Date};
use kernel::{Error, Id, Reader, Result, Text, args};
use matching::assignment::{Assignment, Duty, Hand, Method, Pair, assign};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::{Duration, Instant},
};

#[derive(Debug, Serialize, JsonSchema)]
pub struct Proposal {
    /// The posts with empty places, the urgent first.
    pub posts: Vec<ForPost>,
    /// Dangerous and not insured today: nobody is proposed for them (Volunteer Service Regulations 2017, article 17).
    pub uninsured: Vec<Post>,
    /// Everybody who could be thought of.
    pub people: usize,
    /// How many people would hold so many posts, those they hold already among them.
    pub loads: BTreeMap<u32, usize>,
    /// Posts that the exact way placed, where time ran out; none where there is no better way.
    pub cut_short: Option<usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ForPost {
    pub post: Post,
    /// Places that nobody holds and nobody is asked for.
    pub empty: u32,
    pub batch: Batch,
    pub people: Vec<Proposed>,
    /// Why places stay empty.
    pub missing: Option<Missing>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Proposed {
    pub person: Person,
    pub unit: String,
    pub worth: u32,
    pub reasons: Vec<Reason>,
}

/// When it is asked for (分批): by urgency, and by holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Batch {
    Now,
    /// Needed on holidays.
    Holiday,
    Next,
    InTurn,
}

/// Of those who could be thought of, how many fail at what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Missing {
    pub places: u32,
    /// Of the community, with the skill.
    pub able: usize,
    /// Of these, free at the time.
    pub free: usize,
    /// Of these, with room for another post, not asked before and not proposed here.
    pub left: usize,
    /// Of other communities, able and free.
    pub elsewhere: usize,
}

impl Batch {
    pub const ALL: [Batch; 4] = [Batch::Now, Batch::Holiday, Batch::Next, Batch::InTurn];

    pub fn of(urgency: &str, free: &[String]) -> Batch {
        match urgency {
            "urgent" => Batch::Now,
            _ if free == ["holiday"] => Batch::Holiday,
            "soon" => Batch::Next,
            _ => Batch::InTurn,
        }
    }
    pub fn name(self) -> Text {
        match self {
            Batch::Now => Text::fixed("第一批：急的，今天就问", "First: urgent, ask today"),
            Batch::Holiday => Text::fixed("节假日前问", "Before the holidays"),
            Batch::Next => Text::fixed("第二批：这几天问", "Second: within days"),
            Batch::InTurn => Text::fixed("第三批：按部就班", "Third: in turn"),
        }
    }
}

/// The rules by which it is reckoned.
#[derive(Clone, Debug)]
pub struct Terms {
    pub weights: Weights,
    urgency: BTreeMap<String, u32>,
    load: u32,
    most: u32,
    time: Duration,
}

impl Terms {
    pub fn of(cx: &Reader) -> Result<Terms> {
        let book = rulebook::book(cx)?;
        let rules = book.at(cx.today());
        let time = rules.get(keys::MATCH_TIME).total(Unit::Second).map_err(|e| Error::Internal(e.into()))?;
        Ok(Terms {
            weights: Weights { worths: rules.get(keys::MATCH_WORTH), across: rules.get(keys::MATCH_ACROSS) },
            urgency: rules.get(keys::MATCH_URGENCY),
            load: rules.get(keys::MATCH_LOAD),
            most: rules.get(keys::MATCH_MOST),
            time: Duration::from_secs_f64(time),
        })
    }
}

/// A post with what it wants, and how many places are empty.
#[derive(Clone, Debug)]
pub struct Open {
    pub post: Post,
    pub side: Side,
    pub empty: u32,
}

impl Open {
    /// Posts that stand and have empty places, the urgent first, then the oldest.
    pub fn all(cx: &Reader, terms: &Terms, today: Date) -> Result<Vec<Open>> {
        let taken = "select q.post, count(*) from (select c.post from {claims} c where c.state = 'held' union all select f.post from {offers} f where f.state = 'sent') q group by q.post";
        let taken: Vec<(Id, i64)> = cx.all(taken, args![])?;
        let taken: HashMap<Id, i64> = taken.into_iter().collect();
        let names: HashMap<String, String> = kinds(cx)?.into_iter().map(|k| (k.code, k.name.zh.into_owned())).collect();
        let sql =
            "select p.* from {posts} p where p.ended_on is null and (p.until_day is null or p.until_day >= $1) order by p.made_at, p.id";
        let mut open: Vec<Open> = vec![];
        cx.each(sql, args![today], |post: Post| {
            let empty = post.people - taken.get(&post.id).copied().unwrap_or(0);
            if empty > 0 {
                let side = wants(&post, names.get(&post.kind).cloned().unwrap_or_default());
                open.push(Open { post, side, empty: u32::try_from(empty).unwrap_or(u32::MAX) });
            }
            Ok(())
        })?;
        open.sort_by_key(|o| std::cmp::Reverse(terms.urgency.get(&o.post.urgency).copied().unwrap_or(0)));
        Ok(open)
    }
}

/// What a post wants of whoever takes it.
pub fn wants(post: &Post, kind: String) -> Side {
    let (languages, skills) = listed(&post.skills).into_iter().partition(|s| is_language(s));
    Side { skills, languages, free: listed(&post.free), org: post.org, place: post.place.clone(), kind, holds: 0 }
}

impl Proposal {
    pub fn of(cx: &Reader) -> Result<Proposal> {
        let terms = Terms::of(cx)?;
        let (mut open, mut uninsured) = (vec![], vec![]);
        for one in Open::all(cx, &terms, cx.today())? {
            if one.post.is_insured(cx, cx.today())? { open.push(one) } else { uninsured.push(one.post) }
        }
        Ok(Proposal { uninsured, ..Proposal::reckon(open, &Candidates::of(cx)?, &terms) })
    }

    /// Pure but for the clock that stops it.
    pub fn reckon(open: Vec<Open>, candidates: &Candidates, terms: &Terms) -> Proposal {
        let task = Task::of(&open, candidates, terms);
        let Task { hands, pairs, .. } = &task;
        let (until, mut asked) = (Instant::now() + terms.time, 0u32);
        let matched = assign(&task.assignment(), || {
            asked = asked.wrapping_add(1);
            !asked.is_multiple_of(32) || Instant::now() < until
        });
        let mut loads: Vec<u32> = hands.iter().map(|h| h.holds).collect();
        let mut of: Vec<Vec<Proposed>> = open.iter().map(|_| vec![]).collect();
        for pair in matched.pairs.iter().map(|p| &pairs[*p]) {
            loads[pair.hand as usize] += 1;
            let (post, candidate) = (&open[pair.duty as usize], &candidates.all[pair.hand as usize]);
            if let Ok(fit) = Fit::of(&post.side, &candidate.side, &terms.weights) {
                of[pair.duty as usize].push(candidate.proposed(fit));
            }
        }
        let posts = open.into_iter().zip(of).map(|(open, people)| ForPost::of(open, people, candidates, terms)).collect();
        let mut distribution: BTreeMap<u32, usize> = BTreeMap::new();
        loads.into_iter().for_each(|load| *distribution.entry(load).or_default() += 1);
        Proposal {
            posts,
            uninsured: vec![],
            people: candidates.all.len(),
            loads: distribution,
            cut_short: match matched.method {
                Method::Exact => None,
                Method::CutShort { exact } => Some(exact),
            },
        }
    }
}

/// The same in numbers, as `matching` reads it.
#[derive(Debug)]
pub struct Task {
    duties: Vec<Duty>,
    hands: Vec<Hand>,
    pairs: Vec<Pair>,
    load: u32,
}

impl Task {
    pub fn of(open: &[Open], candidates: &Candidates, terms: &Terms) -> Task {
        let urgency = |o: &Open| terms.urgency.get(&o.post.urgency).copied().unwrap_or(0);
        let hand = |c: &Candidate| Hand { room: terms.most.saturating_sub(c.side.holds), holds: c.side.holds };
        Task {
            duties: open.iter().map(|o| Duty { places: o.empty, urgency: urgency(o) }).collect(),
            hands: candidates.all.iter().map(hand).collect(),
            pairs: pairs(open, candidates, &terms.weights),
            load: terms.load,
        }
    }

    pub fn assignment(&self) -> Assignment<'_> {
        Assignment { duties: &self.duties, hands: &self.hands, pairs: &self.pairs, load: self.load }
    }
}

impl Candidate {
    pub fn proposed(&self, fit: Fit) -> Proposed {
        Proposed { person: self.person.clone(), unit: self.unit.clone(), worth: fit.worth, reasons: fit.reasons }
    }
}

impl ForPost {
    fn of(open: Open, mut people: Vec<Proposed>, candidates: &Candidates, terms: &Terms) -> ForPost {
        people.sort_by(|a, b| b.worth.cmp(&a.worth).then_with(|| a.person.id.cmp(&b.person.id)));
        let places = open.empty - people.len() as u32;
        let proposed: HashSet<Id> = people.iter().map(|p| p.person.id).collect();
        let missing = (places > 0).then(|| missing(&open, places, candidates, terms, &proposed));
        ForPost { batch: Batch::of(&open.post.urgency, &open.side.free), empty: open.empty, people, missing, post: open.post }
    }
}

/// Every post with everybody who fits and may be asked.
fn pairs(open: &[Open], candidates: &Candidates, weights: &Weights) -> Vec<Pair> {
    let mut by_skill: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, candidate) in candidates.all.iter().enumerate() {
        candidate.side.skills.iter().for_each(|s| by_skill.entry(s).or_default().push(n));
    }
    let everybody: Vec<usize> = (0..candidates.all.len()).collect();
    let mut pairs = vec![];
    for (duty, open) in open.iter().enumerate() {
        // Who has one of the skills, or the first language; everybody where nothing is wanted.
        let wanted = if open.side.skills.is_empty() { &open.side.languages[..open.side.languages.len().min(1)] } else { &open.side.skills };
        let mut able: Vec<usize> = wanted.iter().filter_map(|s| by_skill.get(s.as_str())).flatten().copied().collect();
        if wanted.is_empty() {
            able.clone_from(&everybody);
        }
        able.sort_unstable();
        able.dedup();
        for hand in able {
            let candidate = &candidates.all[hand];
            if let Ok(fit) = Fit::of(&open.side, &candidate.side, weights)
                && candidates.may_ask(open.post.id, candidate.person.id)
            {
                pairs.push(Pair { duty: duty as u32, hand: hand as u32, worth: fit.worth });
            }
        }
    }
    pairs
}

fn missing(open: &Open, places: u32, candidates: &Candidates, terms: &Terms, proposed: &HashSet<Id>) -> Missing {
    let mut missing = Missing { places, ..Missing::default() };
    let anywhere = Weights { across: true, ..terms.weights };
    for candidate in &candidates.all {
        match Fit::of(&open.side, &candidate.side, &terms.weights) {
            Err(Unfit::Skill) => {}
            Err(Unfit::Community) => missing.elsewhere += usize::from(Fit::of(&open.side, &candidate.side, &anywhere).is_ok()),
            Err(Unfit::Time) => missing.able += 1,
            Ok(_) => {
                missing.able += 1;
                missing.free += 1;
                let person = candidate.person.id;
                let asked = proposed.contains(&person) || !candidates.may_ask(open.post.id, person);
                missing.left += usize::from(candidate.side.holds < terms.most && !asked);
            }
        }
    }
    missing
}

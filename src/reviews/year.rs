//! The facts of a year. A unit's are what its letters said, added up, and nothing else of what its people did:
//! so there is no second sum from which the letters' sums could be taken away (`letters::Served`). A person's
//! are what was confirmed of them.

use crate::{
    commitments::{Commitment, State},
    letters::{Letter, Named, OfKind, Opened, Served},
    posts::{Person, Post, kinds},
    service::{Certificate, Hours, Service},
};
use jiff::civil::{Date, date};
use kernel::{Id, Reader, Result, Text, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the two is there.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    pub of_unit: Option<OfUnit>,
    pub of_person: Option<OfPerson>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct OfUnit {
    /// Its people who reported in and were accepted, by the end of the year.
    pub people: i64,
    /// Letters that were sent to it, and those it answered.
    pub letters: i64,
    pub answered: i64,
    /// What the letters told, added up. Named is who agrees today.
    pub served: Served,
    pub open_days: Vec<Opened>,
    /// From and to which days agreements held.
    pub agreements: Vec<(String, String)>,
    pub least: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct OfPerson {
    pub posts: Vec<OfPost>,
    pub certificates: i64,
    /// What they promised and, by their own word, kept; what is not yet kept is theirs alone.
    #[serde(default)]
    pub kept: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfPost {
    pub title: String,
    pub kind: Text,
    pub turns: i64,
    pub minutes: i64,
}

impl OfPost {
    pub fn hours(&self) -> String {
        Hours { turns: self.turns, minutes: self.minutes }.words()
    }
}

impl OfPerson {
    pub fn all(&self) -> Hours {
        Hours { turns: self.posts.iter().map(|p| p.turns).sum(), minutes: self.posts.iter().map(|p| p.minutes).sum() }
    }

    /// By any of their ids, at posts of an organisation and below.
    pub fn of(cx: &Reader, path: &str, person: &Person, year: i16) -> Result<OfPerson> {
        let ids = person.ids(cx)?;
        let (first, last) = days(year);
        let mut by_post: BTreeMap<Id, Hours> = BTreeMap::new();
        for turn in Service::confirmed(cx, &ids, first, last)?.into_iter().filter(|s| s.path.starts_with(path)) {
            let sum = by_post.entry(turn.post).or_default();
            *sum = Hours { turns: sum.turns + 1, minutes: sum.minutes + turn.minutes };
        }
        let names: BTreeMap<String, Text> = kinds(cx)?.into_iter().map(|k| (k.code, k.name)).collect();
        let of = |(post, sum): (Id, Hours)| {
            let post: Post = cx.find(post)?;
            let kind = names.get(&post.kind).cloned().unwrap_or_default();
            Ok(OfPost { title: post.title, kind, turns: sum.turns, minutes: sum.minutes })
        };
        let mut posts: Vec<OfPost> = by_post.into_iter().map(of).collect::<Result<_>>()?;
        posts.sort_by(|a, b| a.title.cmp(&b.title));
        let certificates = Certificate::of_person(cx, &ids)?;
        let of_year = |c: &&Certificate| c.issued_on.year() == year && c.revoked_on.is_none() && c.path.starts_with(path);
        let kept = Commitment::of_person(cx, &ids)?.into_iter().map(|told| told.commitment);
        let kept = kept.filter(|c| c.state == State::Kept && c.state_on.year() == year && c.path.starts_with(path)).map(|c| c.target);
        Ok(OfPerson { posts, certificates: certificates.iter().filter(of_year).count() as i64, kept: kept.collect() })
    }
}

impl OfUnit {
    /// As an organisation and those below it know it.
    pub fn of(cx: &Reader, path: &str, unit: Id, year: i16) -> Result<OfUnit> {
        let ((first, last), end) = (days(year), past(path));
        let letters: Vec<Letter> = cx.all(
            "select * from {letters} l where l.unit = $1 and l.path >= $2 and l.path < $3 and l.month >= $4 and l.month <= $5 and l.sent_on is not null order by l.month, l.path, l.id",
            args![unit, path, &end, format!("{year}-01"), format!("{year}-12")],
        )?;
        let answered: i64 = cx.one(
            "select count(distinct w.letter) from {letter_words} w join {letters} l on l.tenant = w.tenant and l.id = w.letter \
             where l.unit = $1 and l.path >= $2 and l.path < $3 and l.month >= $4 and l.month <= $5 and w.side = 'unit'",
            args![unit, path, &end, format!("{year}-01"), format!("{year}-12")],
        )?;
        let contents = letters.iter().map(Letter::sent_content).collect::<Result<Vec<_>>>()?;
        let agreeing: Vec<Id> = cx.all("select r.id from {report_ins} r where r.unit = $1 and r.named_on is not null", args![unit])?;
        Ok(OfUnit {
            people: cx.one(
                "select count(*) from {report_ins} r where r.unit = $1 and r.path >= $2 and r.path < $3 and r.state = 'accepted' and r.reported_on <= $4",
                args![unit, path, &end, last],
            )?,
            letters: letters.len() as i64,
            answered,
            least: contents.iter().map(|c| c.least).max().unwrap_or_default(),
            served: added(contents.iter().map(|c| &c.served), &agreeing),
            open_days: cx.all(
                "select d.day, v.name as venue from {open_days} d join {venues} v on v.tenant = d.tenant and v.id = d.venue \
                 where d.unit = $1 and d.path >= $2 and d.path < $3 and d.state = 'set' and d.day >= $4 and d.day <= $5 and d.day <= $6 order by d.day, d.id",
                args![unit, path, &end, first, last, cx.today()],
            )?,
            agreements: cx.all(
                "select a.from_day, coalesce(a.ended_on, a.to_day) from {unit_agreements} a where a.unit = $1 and a.from_day <= $2 and coalesce(a.ended_on, a.to_day) >= $3 order by a.from_day, a.id",
                args![unit, last, first],
            )?,
        })
    }
}

/// What the letters told, added up. Whoever took their word back is not named again, and not put among the
/// others either, whose sums stay as they were told.
fn added<'a>(letters: impl Iterator<Item = &'a Served>, agreeing: &[Id]) -> Served {
    let mut named: BTreeMap<(String, Id), Vec<OfKind>> = BTreeMap::new();
    let mut others: Vec<OfKind> = vec![];
    let mut year = Served::default();
    for letter in letters {
        for one in letter.named.iter().filter(|n| agreeing.contains(&n.person)) {
            add(named.entry((one.name.clone(), one.person)).or_default(), &one.sums);
        }
        add(&mut others, &letter.others);
        year.and_more |= letter.and_more;
        year.needs += letter.needs;
    }
    year.named = named.into_iter().map(|((name, person), sums)| Named { person, name, sums }).collect();
    Served { others, ..year }
}

fn add(sums: &mut Vec<OfKind>, more: &[OfKind]) {
    for line in more {
        match sums.iter_mut().find(|s| s.kind == line.kind) {
            Some(sum) => (sum.turns, sum.minutes) = (sum.turns + line.turns, sum.minutes + line.minutes),
            None => sums.push(line.clone()),
        }
    }
}

fn days(year: i16) -> (Date, Date) {
    let first = date(year, 1, 1);
    (first, first.last_of_year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Id {
        Id::named(&["somebody", &n.to_string()])
    }

    fn letter((person, turns, others): (u8, i64, i64)) -> Served {
        let line = |turns: i64| OfKind { kind: "patrol".into(), name: Text::default(), turns, minutes: turns * 30 };
        Served {
            named: vec![Named { person: id(person), name: format!("某{person}"), sums: vec![line(turns)] }],
            others: vec![line(others)],
            others_people: 5,
            ..Served::default()
        }
    }

    proptest! {
        /// The year is the sum of what the letters said, whoever agrees now: the others' sums never move with
        /// somebody's word, so that taking it back does not put them there.
        #[test]
        fn the_year_says_what_the_letters_said(told in proptest::collection::vec((0u8..6, 1i64..9, 1i64..99), 0..24), agree in proptest::collection::vec(0u8..6, 0..6)) {
            let letters: Vec<Served> = told.iter().copied().map(letter).collect();
            let agreeing: Vec<Id> = agree.iter().map(|n| id(*n)).collect();
            let year = added(letters.iter(), &agreeing);
            prop_assert_eq!(year.others.iter().map(|o| o.turns).sum::<i64>(), told.iter().map(|t| t.2).sum::<i64>());
            let named: i64 = told.iter().filter(|t| agree.contains(&t.0)).map(|t| t.1).sum();
            prop_assert_eq!(year.named.iter().map(|n| n.hours().turns).sum::<i64>(), named);
            prop_assert!(year.named.iter().all(|n| agreeing.contains(&n.person)));
            prop_assert_eq!(year.others, added(letters.iter(), &[]).others);
        }
    }
}

//! Who can be thought of: those who reported in and were accepted, and members of the ledger who said what they can do.
//! One person with both ties stands here once, with what they said at either.

use super::Side;
use crate::{
    posts::{Person, Tie},
    skills::listed,
};
use kernel::{Id, Reader, Result, args};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug)]
pub struct Candidate {
    pub person: Person,
    /// Empty for a member of the ledger.
    pub unit: String,
    pub side: Side,
}

/// Everybody below, with what is not to be asked again.
#[derive(Debug, Default)]
pub struct Candidates {
    pub all: Vec<Candidate>,
    /// Post and person: holds or waits for it, was asked, said no, or “later” and it is not yet later.
    settled: HashSet<(Id, Id)>,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    org: Id,
    name: String,
    unit: String,
    skills: String,
    free: String,
    place: String,
    wish: String,
    /// The member who is the same person.
    member: Option<Id>,
}

/// The same person in the ledger, by ID number, or by name and telephone.
const MEMBER: &str = "coalesce((select m.id from {members} m where m.tenant = r.tenant and m.id_hash = r.id_hash limit 1), \
     (select m.id from {finds} f join {members} m on m.tenant = f.tenant and m.id = f.member where f.tenant = r.tenant and f.token = r.plain and m.name = r.name and m.phone_hash = r.phone_hash limit 1))";

impl Candidates {
    pub fn of(cx: &Reader) -> Result<Candidates> {
        let mut found = Candidates { all: vec![], settled: settled(cx)? };
        let holds = holds(cx)?;
        let mut at: HashMap<Id, usize> = HashMap::new();
        // A member's branch stands below the community that posts belong to.
        let communities = communities(cx)?;
        let members = "select a.member as id, m.org, m.name, '' as unit, a.skills, a.free, '' as place, a.post_wish as wish, null as member \
             from {abilities} a join {members} m on m.tenant = a.tenant and m.id = a.member order by m.path, m.name, m.id";
        cx.each(members, args![], |mut row: Row| {
            row.org = communities.get(&row.org).copied().unwrap_or(row.org);
            at.insert(row.id, found.all.len());
            found.all.push(row.candidate(Tie::Member, &holds));
            Ok(())
        })?;
        let reported = format!(
            "select r.id, r.org, r.name, r.unit_name as unit, r.skills, r.free, r.estate as place, r.post_wish as wish, {MEMBER} as member from {{report_ins}} r where r.state = 'accepted' order by r.path, r.name, r.id"
        );
        cx.each(&reported, args![], |row: Row| {
            match row.member.and_then(|m| at.get(&m).copied()) {
                Some(known) => found.all[known].also(row),
                None => {
                    let tie = if row.member.is_some() { Tie::Member } else { Tie::ReportIn };
                    found.all.push(row.candidate(tie, &holds));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Whether this person may be asked for this post.
    pub fn may_ask(&self, post: Id, person: Id) -> bool {
        !self.settled.contains(&(post, person))
    }
}

impl Row {
    fn candidate(self, tie: Tie, holds: &HashMap<Id, u32>) -> Candidate {
        let id = self.member.unwrap_or(self.id);
        let held = holds.get(&id).copied().unwrap_or(0) + if id == self.id { 0 } else { holds.get(&self.id).copied().unwrap_or(0) };
        Candidate {
            person: Person { id, tie, name: self.name },
            unit: self.unit,
            side: Side {
                skills: listed(&self.skills),
                languages: vec![],
                free: listed(&self.free),
                org: self.org,
                place: self.place,
                kind: self.wish,
                holds: held,
            },
        }
    }
}

impl Candidate {
    /// What the same person said when they reported in.
    fn also(&mut self, row: Row) {
        let add = |mine: &mut Vec<String>, theirs: &str| {
            for word in listed(theirs) {
                if !mine.contains(&word) {
                    mine.push(word);
                }
            }
        };
        add(&mut self.side.skills, &row.skills);
        add(&mut self.side.free, &row.free);
        self.side.place = row.place;
        self.side.org = row.org;
        self.side.kind = [std::mem::take(&mut self.side.kind), row.wish].join(" ").trim().to_owned();
        self.unit = row.unit;
    }
}

/// How many posts somebody holds, waits for or is asked for.
fn holds(cx: &Reader) -> Result<HashMap<Id, u32>> {
    let all = cx.beyond_scope("what somebody holds elsewhere counts, so that nobody is swamped; it is counted, never shown");
    let mut holds: HashMap<Id, u32> = HashMap::new();
    let sql = "select c.person from {claims} c where c.state <> 'ended' union all select f.person from {offers} f where f.state = 'sent'";
    all.each(sql, args![], |person: Id| {
        *holds.entry(person).or_default() += 1;
        Ok(())
    })?;
    Ok(holds)
}

fn settled(cx: &Reader) -> Result<HashSet<(Id, Id)>> {
    let mut settled = HashSet::new();
    let mut add = |sql: &str, args: &[kernel::Value]| {
        cx.each(sql, args, |pair: (Id, Id)| {
            settled.insert(pair);
            Ok(())
        })
    };
    add("select c.post, c.person from {claims} c where c.state <> 'ended'", args![])?;
    add(
        "select f.post, f.person from {offers} f where f.state in ('sent', 'no', 'other') or (f.state = 'later' and f.until_day > $1)",
        args![cx.today()],
    )?;
    Ok(settled)
}

/// The community of each organisation: the nearest above it whose people report in or whose needs
/// stand there, else itself.
fn communities(cx: &Reader) -> Result<HashMap<Id, Id>> {
    let orgs: Vec<(Id, String)> = cx.all("select o.id, o.path from {orgs} o", args![])?;
    let mut hosts: HashMap<String, Id> = HashMap::new();
    let hosting =
        "select o.path, o.id from {orgs} o where o.id in (select p.org from {posts} p) or o.id in (select r.org from {report_ins} r)";
    cx.each(hosting, args![], |(path, id): (String, Id)| {
        hosts.insert(path, id);
        Ok(())
    })?;
    let nearest = |path: &str| (1..=path.len()).rev().find_map(|n| path.get(..n).and_then(|p| hosts.get(p)).copied());
    Ok(orgs.into_iter().map(|(id, path)| (id, nearest(&path).unwrap_or(id))).collect())
}

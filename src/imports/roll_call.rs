//! A row of a roll-call: whose it is, and what its marks come to. A row names a person of a branch
//! by the name alone; who may be meant is who stands in that branch under that name.

use super::{
    draft::{Draft, Person, Says},
    judge::{Bench, Changed, Verdict},
    people::agree,
    tree::Place,
    why::Why,
};
use crate::{
    activities::called::{Called, Outlook, outlook},
    orgs::Org,
    people::Member,
};
use kernel::{Id, Reader, Result, args, schema::past};
use std::collections::HashMap;

/// Two rows of one name in one table contradict each other: a person says who is who.
pub fn twins_marked(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let key = |draft: &Draft| draft.person().map(|p| (p.branch.clone(), p.facts.name.clone()));
    let mut count: HashMap<_, u32> = HashMap::new();
    drafts.iter().for_each(|draft| *count.entry(key(draft)).or_default() += 1);
    for draft in &mut drafts {
        let twin = count[&key(draft)] > 1;
        if let Says::RollCall(_, _, twice) = &mut draft.says {
            *twice = twin;
        }
    }
    drafts
}

impl Bench<'_> {
    pub fn roll_call(&self, draft: &Draft, person: &Person, called: &[Called], twice: bool, choice: &str) -> Result<Verdict> {
        let named = person.branch.clone().unwrap_or_default();
        let org = match self.tree.find(&named) {
            Place::Stands(org) => org,
            Place::Left => return Ok(Verdict::Left),
            Place::Planned | Place::Unknown => return Ok(Verdict::Decide(Why::BranchUnknown(named), None)),
        };
        let meant = self.meant(person, &org)?;
        let chosen = choice.strip_prefix("member:").and_then(|id| id.parse::<Id>().ok());
        let member = match (chosen, &meant[..]) {
            (Some(id), all) if all.iter().any(|m| m.id == id) => id,
            (_, []) => return Ok(Verdict::Decide(Why::NoMember, None)),
            (_, [one]) if !twice || person.id_proved => one.id,
            (_, all) => return Ok(Verdict::Decide(Why::Namesakes(all.iter().map(|m| m.id).collect()), None)),
        };
        if !draft.doubts.is_empty() && choice.is_empty() {
            return Ok(Verdict::Decide(Why::MarksUnread(draft.doubts.iter().map(|d| d.cell.clone()).collect()), Some(member)));
        }
        Ok(match outlook(self.cx, &org, member, called)? {
            Outlook::Ahead(day) => Verdict::Refused(Why::LiesAhead(day)),
            Outlook::New => Verdict::New(Some(member)),
            Outlook::Changed(fields) => Verdict::Changed(Box::new(Changed { subject: member, fields, facts: None, to: None })),
            Outlook::Same => Verdict::Same(Some(member)),
        })
    }

    /// A proved ID number names one person, of whatever branch: guests are called as well.
    pub fn meant(&self, person: &Person, org: &Org) -> Result<Vec<Member>> {
        if let Some(id_no) = person.facts.id_no.as_deref().filter(|_| person.id_proved) {
            return Member::with_id_no(self.cx, id_no);
        }
        let mut named = named(self.cx, &person.facts.name, org)?;
        let birth = person.facts.birth.as_deref();
        if named.len() > 1 && named.iter().any(|m| agree(m.birth.as_deref(), birth)) {
            named.retain(|m| agree(m.birth.as_deref(), birth));
        }
        Ok(named)
    }
}

fn named(cx: &Reader, name: &str, org: &Org) -> Result<Vec<Member>> {
    cx.all(
        "select * from {members} m where m.name = $1 and m.path >= $2 and m.path < $3 order by m.path, m.id",
        args![name, &org.path, past(&org.path)],
    )
}

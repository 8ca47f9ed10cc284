//! Teams (编组): those of like skill who hold posts in a community, under somebody who agreed to lead.
//! Who belongs follows from their claims; only the leader is written down.

use super::{Person, State, Tie};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
    skills::{self, listed},
    study::Via,
};
use kernel::{Error, Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Team {
    pub org: Id,
    pub organisation: String,
    pub skill: String,
    pub people: Vec<Person>,
    pub leader: Option<Leader>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Leader {
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    pub via: Via,
    pub made_at: String,
}

#[derive(Deserialize)]
struct Row {
    org: Id,
    organisation: String,
    skills: String,
    person: Id,
    tie: Tie,
    name: String,
}

#[derive(Deserialize)]
struct Leads {
    org: Id,
    skill: String,
    #[serde(flatten)]
    leader: Leader,
}

impl Team {
    /// Those large enough to be one, by community and skill.
    pub fn all(cx: &Reader) -> Result<Vec<Team>> {
        let least = rulebook::book(cx)?.at(cx.today()).get(keys::TEAM_LEAST);
        let rows: Vec<Row> = cx.all(
            "select p.org, o.name as organisation, p.skills, c.person, c.tie, c.name from {claims} c join {posts} p on p.tenant = c.tenant and p.id = c.post \
             join {orgs} o on o.tenant = p.tenant and o.id = p.org where c.state = $1 and p.ended_on is null order by o.name, c.name, c.person",
            args![State::Held.code()],
        )?;
        let mut teams: BTreeMap<(String, String), Team> = BTreeMap::new();
        for row in rows {
            for skill in listed(&row.skills) {
                let team = teams.entry((row.organisation.clone(), skill.clone())).or_insert_with(|| Team {
                    org: row.org,
                    organisation: row.organisation.clone(),
                    people: vec![],
                    leader: None,
                    skill,
                });
                let person = Person { id: row.person, tie: row.tie, name: row.name.clone() };
                if !team.people.contains(&person) {
                    team.people.push(person);
                }
            }
        }
        let leaders: Vec<Leads> =
            cx.all("select l.org, l.skill, l.person, l.tie, l.name, l.via, l.made_at from {team_leaders} l", args![])?;
        let mut teams: Vec<Team> = teams.into_values().filter(|t| t.people.len() as i64 >= least).collect();
        for team in &mut teams {
            let leads = leaders.iter().find(|l| l.org == team.org && l.skill == team.skill);
            // Who holds no post of the skill any more leads nobody.
            team.leader = leads.filter(|l| team.people.iter().any(|p| p.id == l.leader.person)).map(|l| l.leader.clone());
        }
        Ok(teams)
    }

    /// Somebody of the team agreed to lead it.
    pub fn lead(cx: &Writer, org: Id, skill: &str, person: Id, via: Via) -> Result<()> {
        let org: Org = cx.find(org)?;
        let team = Team::all(cx)?.into_iter().find(|t| t.org == org.id && t.skill == skill).ok_or(Error::NotFound)?;
        let person = team
            .people
            .iter()
            .find(|p| p.id == person)
            .ok_or_else(|| Error::field("person", "组长要从组里的人中推选。", "The leader is one of the team."))?;
        cx.run(
            "insert into {team_leaders} (id, path, org, skill, person, tie, name, via, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             on conflict (org, skill) do update set person = excluded.person, tie = excluded.tie, name = excluded.name, via = excluded.via, made_at = excluded.made_at, made_by = excluded.made_by",
            args![cx.new_id(), &org.path, org.id, skill, person.id, person.tie.code(), &person.name, via.code(), cx.now(), &cx.actor().name],
        )?;
        cx.note(org.id, format!("{} leads {skill}, said via {}", person.id, via.code()));
        Ok(())
    }

    pub fn skill_name(&self) -> &str {
        skills::name(&self.skill)
    }
}

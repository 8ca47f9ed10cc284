//! What a unit's contact sees of the unit's own people: who reported in where, and what the community
//! answered. Never how to reach them or where they live.

use crate::{
    report_in::{Offered, State, Told},
    skills::{Skills, listed, name},
    units::{Follows, Own, Unit},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Reader, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "units/people.html")]
pub struct UnitPeople {
    pub unit: String,
    pub people: Vec<Colleague>,
    #[serde(skip)]
    communities: Vec<(Id, String)>,
    #[serde(skip)]
    known: Vec<String>,
    #[serde(skip)]
    offered: Offered,
}
impl Page for UnitPeople {
    fn title(&self) -> String {
        say!("{} 报到的党员", "{}: members who reported in", self.unit)
    }
}

/// One of the unit's people as its contact knows them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Colleague {
    pub name: String,
    pub community: String,
    pub state: State,
    /// Why they were sent back or left.
    pub reason: String,
    pub skills: String,
    pub reported_on: String,
}

impl Colleague {
    /// Wherever they reported in.
    fn of(cx: &Reader, unit: Id) -> Result<Vec<Colleague>> {
        let all = cx.beyond_scope("a unit's contact knows where its own people reported in and what was answered");
        all.all(
            "select r.name, o.name as community, r.state, r.skills, r.reported_on, coalesce((select a.reason from {report_in_acts} a where a.tenant = r.tenant and a.report_in = r.id \
             and a.act = r.state order by a.occurred_on desc, a.id desc limit 1), '') as reason \
             from {report_ins} r join {orgs} o on o.tenant = r.tenant and o.id = r.org where r.unit = $1 order by r.name, r.id",
            args![unit],
        )
    }

    fn skill_names(&self) -> String {
        listed(&self.skills).iter().map(|s| name(s)).collect::<Vec<_>>().join(t("、", ", "))
    }
}

pub fn people(cx: &Cx<Own>) -> Result<Reply<UnitPeople>> {
    let unit = Unit::own(cx)?;
    let all = cx.beyond_scope("the names of the communities, to choose where somebody reports in");
    Reply::show(UnitPeople {
        people: Colleague::of(cx, unit.id)?,
        communities: crate::report_in::places(&all)?.all().map(|org| (org.id, org.name.clone())).collect(),
        known: Skills::of(cx)?.all().into_iter().map(str::to_owned).collect(),
        offered: Offered::default(),
        unit: unit.name,
    })
}

/// The contact reports somebody who has no phone at hand; the community answers as ever.
pub fn report(cx: &Cx<Follows>, Input(told): Input<Told>) -> Acted {
    let unit = Unit::own(cx)?;
    let (_, community) = told.take_down(&cx.beyond_scope("a unit's people report in where they live"), &unit, &cx.actor().name)?;
    said(
        "/unit/people",
        say!("{}报到在{}，等社区答复。", "{} has reported in at {}; the community will answer.", told.name.trim(), community.name),
    )
}

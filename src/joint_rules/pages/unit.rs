//! The rules for a unit's contact: those of the organisations where it stands or its people reported in.

use crate::{
    joint_rules::{Answer, Answers, JointRules, Matter, Own, rules::Said},
    orgs::Org,
    units::Unit,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, args, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "joint_rules/unit.html")]
pub struct UnitJointRules {
    pub unit: String,
    pub all: Vec<Binding>,
}
impl Page for UnitJointRules {
    fn title(&self) -> String {
        t("双管共管", "Dual management").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Binding {
    pub rules: JointRules,
    pub from: String,
    pub matters: Vec<Matter>,
    /// The unit's newest word.
    pub ours: Option<Answer>,
}

const WHERE: &str = "the rules that hold where a unit stands and where its people reported in";

/// One set for each that holds anywhere for the unit.
fn binding(cx: &Reader) -> Result<Vec<JointRules>> {
    let (unit, all) = (Unit::own(cx)?, cx.beyond_scope(WHERE));
    let mut paths: Vec<String> =
        all.all("select distinct r.path from {report_ins} r where r.unit = $1 and r.state = 'accepted' order by r.path", args![unit.id])?;
    paths.push(unit.path);
    let mut found: Vec<JointRules> = vec![];
    for path in paths {
        found.extend(JointRules::of(cx, &path)?.filter(|j| found.iter().all(|f| f.id != j.id)));
    }
    Ok(found)
}

pub fn show(cx: &Cx<Own>) -> Result<Reply<UnitJointRules>> {
    let (unit, all) = (Unit::own(cx)?, cx.beyond_scope(WHERE));
    let bind = |rules: JointRules| {
        let ours = rules.answers(&all)?.into_iter().find(|a| a.unit == unit.id);
        Ok(Binding { from: all.find::<Org>(rules.org)?.name, matters: rules.matters()?, ours, rules })
    };
    Reply::show(UnitJointRules { all: binding(cx)?.into_iter().map(bind).collect::<Result<_>>()?, unit: unit.name })
}

pub fn answer(cx: &Cx<Answers>, Path(id): Path<Id>, Input(typed): Input<Said>) -> Acted {
    binding(cx)?.into_iter().find(|j| j.id == id).ok_or(Error::NotFound)?.answer_own(cx, &typed)?;
    said("/unit/joint-rules", t("记下了。", "Noted."))
}

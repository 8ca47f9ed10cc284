//! The rules at the community's desk: proposed, changed, adopted, and what each unit says.

use crate::{
    activities::{Choice, choices, chosen_org},
    bulletins::{PDF, typeset},
    joint_rules::{Adopt, Answer, JointRules, Matter, Print, View, rules::Said},
    letters::Party,
    orgs::Org,
};
use askama::Template;
use documents::{Column, Paper, Table};
use kernel::{Acted, Cx, Download, Id, Input, Lang, Page, Path, Query, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "joint_rules/show.html")]
pub struct ShowJointRules {
    pub org: Id,
    pub org_name: String,
    /// What holds; none while nothing was adopted.
    pub rules: Option<JointRules>,
    /// What holds, or what is proposed.
    pub matters: Vec<Matter>,
    pub answers: Vec<Answer>,
    /// Units that have said nothing yet.
    pub silent: Vec<Party>,
    #[serde(skip)]
    orgs: Vec<Choice>,
    #[serde(skip)]
    may_adopt: bool,
}
impl Page for ShowJointRules {
    fn title(&self) -> String {
        t("双管共管", "Dual management").into()
    }
}

impl ShowJointRules {
    fn text(&self) -> String {
        self.matters.iter().map(Matter::line).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub org: Option<String>,
}

pub fn show(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<ShowJointRules>> {
    let org = chosen_org(cx, which.org.as_deref())?;
    let rules = JointRules::of(cx, &org.path)?;
    let matters = rules.as_ref().map_or_else(|| Matter::proposed(cx), JointRules::matters)?;
    let answers = rules.as_ref().map(|r| r.answers(cx)).transpose()?.unwrap_or_default();
    let silent = Party::of(cx, &org.path)?.into_iter().filter(|p| answers.iter().all(|a| a.unit != p.id)).collect();
    let (orgs, may_adopt) = (choices(cx, org.id)?, cx.may("joint_rules.adopt"));
    Reply::show(ShowJointRules { org: org.id, org_name: org.name, rules, matters, answers, silent, orgs, may_adopt })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Adopted {
    pub org: String,
    /// A line a row: matter, unit, community, between bars.
    pub matters: String,
}

pub fn adopt(cx: &Cx<Adopt>, Input(adopted): Input<Adopted>) -> Acted {
    let org = chosen_org(cx, Some(&adopted.org))?;
    JointRules::adopt(cx, &org, &Matter::typed(&adopted.matters)?)?;
    said(format!("/joint-rules?org={}", org.id), t("通过了，请各单位看一看。", "Adopted; the units can read it now."))
}

pub fn note(cx: &Cx<Adopt>, Path(id): Path<Id>, Input(typed): Input<Said>) -> Acted {
    let rules: JointRules = cx.find(id)?;
    rules.note(cx, &typed)?;
    said(format!("/joint-rules?org={}", rules.org), t("记下了。", "Noted."))
}

pub fn pdf(cx: &Cx<Print>, Path(id): Path<Id>) -> Result<Download> {
    let rules: JointRules = cx.find(id)?;
    let (org, title) = (cx.find::<Org>(rules.org)?.name, t("在职党员双管共管办法", "Dual management of members in service"));
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let heads = [t("事项", "Matter"), t("单位", "The unit"), t("社区", "The community")];
    let table = rules
        .matters()?
        .iter()
        .fold(Table::new(heads.map(Column::left)), |table, m| table.row([m.matter.clone(), m.unit.clone(), m.community.clone()]));
    let seals = [org.clone(), crate::ui::day(rules.adopted_on), t("单位党组织（盖章）：　　　　　　", "For the unit:").to_owned()];
    let paper = Paper::new(lang, title, rules.adopted_on).subtitle(org).table(table).sign_off(seals);
    Ok(Download { name: format!("{title}.pdf"), mime: PDF, bytes: typeset(&paper)?, inline: true })
}

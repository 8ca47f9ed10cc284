//! Extra facts by their names: how many have each, which stand open, and the way to those who have one.

use crate::{
    orgs::Org,
    people::{Describe, Edit, Extra, ExtraFact, Member, Openness, View, ledger::Filter},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/extras.html")]
pub struct ExtraFacts {
    pub facts: Vec<ExtraFact>,
    /// Of organisations, those that stand open.
    pub organisations: Vec<OfOrg>,
    #[serde(skip)]
    may_decide: bool,
}
#[derive(Serialize, JsonSchema)]
pub struct OfOrg {
    pub fact: String,
    pub value: String,
    pub org: Id,
    pub name: String,
}

impl OfOrg {
    fn all(cx: &Reader) -> Result<Vec<OfOrg>> {
        let openness = Openness::of(cx)?;
        let of = |(org, name, extra): (Id, String, Extra)| {
            extra.into_iter().map(move |(fact, value)| OfOrg { fact, value, org, name: name.clone() })
        };
        let mut all: Vec<OfOrg> = Org::with_extra(cx)?.into_iter().flat_map(of).filter(|o| openness.is_open(&o.fact, &o.value)).collect();
        all.sort_by(|a, b| (&a.fact, &a.value).cmp(&(&b.fact, &b.value)));
        Ok(all)
    }
}

impl Page for ExtraFacts {
    fn title(&self) -> String {
        t("附加信息", "Extra facts").into()
    }
}

impl ExtraFacts {
    fn members_url(&self, fact: &str, value: &str) -> String {
        Filter { fact: fact.into(), value: value.into(), ..Filter::default() }.url("/members")
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<ExtraFacts>> {
    Reply::show(ExtraFacts { facts: ExtraFact::all(cx)?, organisations: OfOrg::all(cx)?, may_decide: cx.may("people.describe") })
}

/// How an extra fact is to stand.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    pub fact: String,
    pub open: bool,
}

pub fn decide(cx: &Cx<Describe>, Input(wanted): Input<Standing>) -> Acted {
    ExtraFact::decide(cx, &wanted.fact, wanted.open)?;
    let fact = &wanted.fact;
    said(
        "/members/extras",
        if wanted.open {
            say!("“{fact}”直接显示。", "“{fact}” stands open.")
        } else {
            say!("“{fact}”隐藏。", "“{fact}” is hidden.")
        },
    )
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NewExtra {
    pub fact: String,
    /// Empty takes it away.
    #[serde(default)]
    pub value: String,
}

pub fn set(cx: &Cx<Edit>, Path(id): Path<Id>, Input(new): Input<NewExtra>) -> Acted {
    cx.find::<Member>(id)?.set_extra(cx, &new.fact, &new.value)?;
    said(format!("/members/{id}"), t("记下了。", "Noted."))
}

//! The counts of all categories, and what the organisation enters itself.

use super::{Declare, DeclaredFact, Kinds, NewDeclared, View, may_see, shown::Care};
use crate::{
    orgs::Org,
    people::Member,
    rulebook::{self, Declared},
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asked {
    /// The organisation to count in; all that one looks after where it is left out.
    pub org: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "categories/list.html")]
pub struct CategoryList {
    pub organisation: Org,
    pub members: i64,
    /// Of no category at all.
    pub none: i64,
    pub categories: Vec<Line>,
    /// The organisations right below, each to be counted in.
    pub below: Vec<Org>,
    #[serde(skip)]
    may_edit: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Line {
    #[serde(flatten)]
    pub care: Care,
    pub members: i64,
    /// Whether the reader may see who they are.
    pub named: bool,
}

impl Page for CategoryList {
    fn title(&self) -> String {
        t("党员分类", "Categories of members").into()
    }
}

pub fn list(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<CategoryList>> {
    let chosen = Some(asked.org.as_str()).filter(|o| !o.is_empty()).map(|o| o.parse::<Id>().map_err(|_| Error::NotFound)).transpose()?;
    let organisation = match chosen {
        Some(id) => cx.find::<Org>(id)?,
        None => Org::top(cx)?,
    };
    Reply::show(CategoryList::of(&cx.within(&organisation.path)?, organisation)?)
}

impl CategoryList {
    /// `cx` sees the organisation and nothing else.
    fn of(cx: &Reader, organisation: Org) -> Result<CategoryList> {
        let book = rulebook::book(cx)?;
        let kinds = Kinds::of(book.at(cx.today()));
        let (mut counts, mut none, mut members) = (vec![0_i64; kinds.all.len()], 0, 0);
        for (_, facts) in kinds.facts_of_all(cx)? {
            let held = kinds.derive(&facts);
            held.iter().for_each(|h| counts[h.kind] += 1);
            none += i64::from(held.is_empty());
            members += 1;
        }
        let lines = Care::all(&book, &kinds).into_iter().zip(counts).zip(&kinds.all);
        let categories = lines.map(|((care, members), kind)| Line { care, members, named: may_see(cx, kind) }).collect();
        Ok(CategoryList { below: organisation.children(cx)?, organisation, members, none, categories, may_edit: cx.may("rules.edit") })
    }

    fn members_url(&self, line: &Line) -> String {
        format!("/members?category={}&org={}", line.care.code, self.organisation.id)
    }
    fn share(&self, line: &Line) -> i64 {
        (line.members * 100).checked_div(self.members).unwrap_or_default()
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Declaring {
    pub what: Declared,
    /// The day it holds from; today where left out.
    #[serde(default)]
    pub from: String,
    /// The last day; left out where nobody knows.
    #[serde(default)]
    pub until: String,
    /// Sealed.
    #[serde(default)]
    pub declared_reason: String,
    #[serde(default)]
    pub decided_by: String,
}

impl Declaring {
    fn read(self, today: Date) -> Result<NewDeclared> {
        let day = |field: &str, text: &str| text.trim().parse::<Date>().map_err(|_| Error::field(field, "请填写日期。", "Give the day."));
        let from = if self.from.trim().is_empty() { today } else { day("from", &self.from)? };
        let to = if self.until.trim().is_empty() { None } else { Some(day("until", &self.until)?) };
        Ok(NewDeclared { what: self.what, from, to, reason: self.declared_reason, decided_by: self.decided_by })
    }
}

pub fn declare(cx: &Cx<Declare>, Path(id): Path<Id>, Input(typed): Input<Declaring>) -> Acted {
    let member: Member = cx.find(id)?;
    let what = typed.what.name();
    DeclaredFact::enter(cx, &member, &typed.read(cx.today())?)?;
    said(format!("/members/{id}"), say!("记下了{}：{what}。", "Entered for {}: {what}.", member.name))
}

pub fn undeclare(cx: &Cx<Declare>, Path((id, entry)): Path<(Id, Id)>) -> Acted {
    let member: Member = cx.find(id)?;
    DeclaredFact::take_back(cx, &member, entry)?;
    said(format!("/members/{id}"), t("已撤下，原来的登记留存。", "Taken back; the entry stays on record."))
}

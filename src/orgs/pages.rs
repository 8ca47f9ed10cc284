//! The tree, an organisation, and the forms that found, change and close one.

use super::{
    Edit, Kind, NewOrg, Org, View,
    advice::{Advice, Advisor, Census},
};
use crate::{
    people::{Extra, Openness, Reveal, extra, mask_phone},
    rulebook,
};
use askama::Template;
use kernel::{Acted, Cx, Download, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{
    values::{self, PartialDate, Phone},
    write::{Cell, Column, Table, csv},
};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "orgs/tree.html")]
pub struct OrgTree {
    pub organisations: Vec<Node>,
    #[serde(skip)]
    may_edit: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Node {
    #[serde(flatten)]
    pub org: Org,
    /// How deep it stands below the first.
    pub depth: usize,
    pub advice: Vec<Advice>,
    /// The page's nested lists: whether one begins below this line, and whose end behind it.
    #[serde(skip)]
    opens: bool,
    #[serde(skip)]
    closes: Vec<(Id, String)>,
}

impl Page for OrgTree {
    fn title(&self) -> String {
        t("组织树", "Organisations").into()
    }
}

impl OrgTree {
    fn advised(&self) -> impl Iterator<Item = &Node> {
        self.organisations.iter().filter(|n| !n.advice.is_empty())
    }
}

pub fn tree(cx: &Cx<View>) -> Result<Reply<OrgTree>> {
    let (book, census) = (rulebook::book(cx)?, Census::take(cx)?);
    let advisor = Advisor::of(book.at(cx.today()), cx.today());
    let advised = Org::tree(cx)?.into_iter().map(|org| (advisor.advise(&org, &census), org)).collect();
    Reply::show(OrgTree { organisations: nested(advised), may_edit: cx.may("orgs.edit") })
}

fn nested(orgs: Vec<(Vec<Advice>, Org)>) -> Vec<Node> {
    let top = orgs.first().map_or(0, |o| o.1.depth());
    let depths: Vec<usize> = orgs.iter().map(|o| o.1.depth() - top).chain([0]).collect();
    let mut above: Vec<(Id, String)> = vec![];
    let nodes = orgs.into_iter().zip(depths.windows(2)).map(|((advice, org), depth)| {
        let (depth, next) = (depth[0], depth[1]);
        if next > depth {
            above.push((org.id, org.name.clone()));
        }
        let closes = above.split_off(above.len().min(next)).into_iter().rev().collect();
        Node { org, depth, advice, opens: next > depth, closes }
    });
    nodes.collect()
}

pub fn csv_file(cx: &Cx<View>) -> Result<Download> {
    let heads = [
        t("党组织名称", "Organisation"),
        t("党组织类别", "Kind"),
        t("书记", "Secretary"),
        t("成立时间", "Founded"),
        t("最近换届时间", "Elected"),
        t("党员数", "Members"),
        t("下级合计", "Members in all"),
    ];
    let table = Table { title: String::new(), note: String::new(), columns: heads.map(|head| Column::new(head, 16.0)).into() };
    let rows = Org::tree(cx)?.into_iter().map(|o| {
        [
            o.name,
            o.kind.name().here().to_owned(),
            o.secretary,
            o.founded.unwrap_or_default(),
            o.elected.unwrap_or_default(),
            o.members_here.to_string(),
            o.members_below.to_string(),
        ]
        .map(Cell::from)
    });
    let bytes = csv(&table, rows).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: say!("党组织一览表.csv", "Organisations.csv"), mime: "text/csv; charset=utf-8", bytes, inline: false })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "orgs/show.html")]
pub struct ShowOrg {
    pub organisation: Org,
    pub full_members: i64,
    pub committee_required: bool,
    pub term_ends: Option<String>,
    /// Masked.
    pub phone: Option<String>,
    pub parent: Option<Org>,
    pub children: Vec<Org>,
    pub advice: Vec<Advice>,
    /// What a sheet said of it and the tree has no place for; hidden ones masked.
    pub extra: Vec<ExtraShown>,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_reveal: bool,
    #[serde(skip)]
    may_see_members: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct ExtraShown {
    pub fact: String,
    pub value: String,
    pub hidden: bool,
}

impl ExtraShown {
    fn all(cx: &Reader, org: &Org) -> Result<Vec<ExtraShown>> {
        let openness = Openness::of(cx)?;
        let shown = |(fact, value): (String, String)| {
            let hidden = !openness.is_open(&fact, &value);
            ExtraShown { value: if hidden { extra::MASK.into() } else { value }, fact, hidden }
        };
        Ok(org.extra(cx)?.into_iter().map(shown).collect())
    }
}

impl Page for ShowOrg {
    fn title(&self) -> String {
        self.organisation.name.clone()
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowOrg>> {
    Reply::show(ShowOrg::of(cx, cx.find(id)?)?)
}

impl ShowOrg {
    fn of(cx: &Reader, org: Org) -> Result<ShowOrg> {
        let (book, census) = (rulebook::book(cx)?, Census::take(cx)?);
        let advisor = Advisor::of(book.at(cx.today()), cx.today());
        let parent =
            org.parent.map(|p| cx.find::<Org>(p)).transpose().or_else(|e| if matches!(e, Error::NotFound) { Ok(None) } else { Err(e) })?;
        Ok(ShowOrg {
            full_members: census.full_members(&org),
            committee_required: advisor.committee_required(&org, &census),
            term_ends: advisor.term_ends(&org).map(|d| d.to_string()),
            phone: org.phone(cx)?.map(|p| mask_phone(&p)),
            children: org.children(cx)?,
            advice: advisor.advise(&org, &census),
            extra: ExtraShown::all(cx, &org)?,
            parent,
            may_edit: cx.may("orgs.edit"),
            may_reveal: cx.may("people.reveal"),
            may_see_members: cx.may("people.view"),
            organisation: org,
        })
    }
}

/// An organisation's facts as they are typed.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    /// Below which organisation a new one is founded.
    pub parent: Option<String>,
    pub name: String,
    pub kind: Option<Kind>,
    /// urban, moving, settled, or empty.
    pub setting: String,
    pub secretary: String,
    /// Left empty it stays as it is.
    pub phone: String,
    pub founded: String,
    pub elected: String,
    pub valid_until: String,
}

pub const SETTINGS: [(&str, &str, &str); 3] =
    [("urban", "城市社区", "Urban"), ("moving", "拆迁过渡", "In relocation"), ("settled", "安置社区", "Settled")];

impl Facts {
    fn checked(&self, cx: &Reader) -> Result<NewOrg> {
        if !self.setting.is_empty() && SETTINGS.iter().all(|s| s.0 != self.setting) {
            return Err(Error::field("setting", "没有这种社区类型。", "There is no such setting."));
        }
        Ok(NewOrg {
            name: values::clean(&self.name).to_owned(),
            kind: self.kind,
            setting: self.setting.clone(),
            secretary: values::name(&self.secretary).into_owned(),
            phone: telephone(&self.phone)?,
            founded: past_day(cx, "founded", &self.founded)?,
            elected: past_day(cx, "elected", &self.elected)?,
            valid_until: day("valid_until", &self.valid_until)?,
            extra: Extra::new(),
            source: None,
        })
    }
}

/// A number as it was typed, checked; none where nothing was.
pub fn telephone(text: &str) -> Result<Option<String>> {
    if values::clean(text).is_empty() {
        return Ok(None);
    }
    let read = Phone::parse_all(text).and_then(|all| all.into_iter().next());
    read.map(|p| Some(p.as_str().to_owned()))
        .ok_or_else(|| Error::field("phone", "这不是一个完整的电话号码。", "This is no complete phone number."))
}

fn day(field: &str, text: &str) -> Result<Option<String>> {
    let text = values::clean(text);
    if text.is_empty() {
        return Ok(None);
    }
    let latest = PartialDate::from_year(2199).map_err(|e| Error::Internal(e.into()))?;
    let read = PartialDate::parse(text, latest);
    read.map(|d| Some(d.to_string())).map_err(|fault| Error::field(field, format!("{}。", fault.zh()), format!("{fault}.")))
}

fn past_day(cx: &Reader, field: &str, text: &str) -> Result<Option<String>> {
    let read = day(field, text)?;
    match &read {
        Some(d) if *d > cx.today().to_string() => Err(Error::field(field, "日期在将来。", "The date lies in the future.")),
        _ => Ok(read),
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "orgs/form.html")]
pub struct OrgForm {
    pub organisation: Option<Org>,
    pub parent: Option<Org>,
}

impl Page for OrgForm {
    fn title(&self) -> String {
        self.organisation.as_ref().map_or_else(|| t("新建党组织", "Found an organisation").into(), |o| o.name.clone())
    }
}

impl OrgForm {
    fn name(&self) -> &str {
        self.organisation.as_ref().map_or("", |o| &o.name)
    }
    fn setting(&self) -> &str {
        self.organisation.as_ref().map_or("", |o| &o.setting)
    }
    fn secretary(&self) -> &str {
        self.organisation.as_ref().map_or("", |o| &o.secretary)
    }
    fn day(&self, field: &str) -> &str {
        let day = self.organisation.as_ref().and_then(|o| match field {
            "founded" => o.founded.as_deref(),
            "elected" => o.elected.as_deref(),
            _ => o.valid_until.as_deref(),
        });
        day.unwrap_or("")
    }
    fn is(&self, kind: &Kind) -> bool {
        self.organisation.as_ref().map_or(Kind::Branch, |o| o.kind) == *kind
    }
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Below {
    pub parent: Option<String>,
}

fn parent(cx: &Reader, id: Option<&str>) -> Result<Option<Org>> {
    let id = id.filter(|id| !id.is_empty()).map(|id| id.parse::<Id>().map_err(|_| Error::NotFound)).transpose()?;
    id.map(|id| cx.find(id)).transpose()
}

pub fn new(cx: &Cx<View>, Query(below): Query<Below>) -> Result<Reply<OrgForm>> {
    let parent = parent(cx, below.parent.as_deref())?;
    let parent = if parent.is_none() { Org::top(cx).ok() } else { parent };
    Reply::show(OrgForm { organisation: None, parent })
}

pub fn found(cx: &Cx<Edit>, Input(facts): Input<Facts>) -> Acted {
    let parent = parent(cx, facts.parent.as_deref())?
        .ok_or_else(|| Error::field("parent", "请选择上级党组织。", "Choose the organisation above."))?;
    if parent.closed_at.is_some() {
        return Err(Error::field("parent", "上级党组织已经撤销。", "The organisation above is closed."));
    }
    let org = Org::found(cx, Some(&parent), facts.checked(cx)?)?;
    said(format!("/orgs/{}", org.id), say!("“{}”已建立。", "“{}” is founded.", org.name))
}

pub fn edit(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<OrgForm>> {
    Reply::show(OrgForm { organisation: Some(cx.find(id)?), parent: None })
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(facts): Input<Facts>) -> Acted {
    let org: Org = cx.find(id)?;
    org.edit(cx, &facts.checked(cx)?)?;
    said(format!("/orgs/{id}"), t("记下了。", "Recorded."))
}

pub fn close(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    let org: Org = cx.find(id)?;
    org.close(cx)?;
    said("/orgs", say!("“{}”已撤销。", "“{}” is closed.", org.name))
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Why {
    /// The name of an extra fact; the telephone where left out.
    #[serde(default)]
    pub fact: String,
    #[serde(default)]
    pub reason: String,
}

/// What is hidden of an organisation, shown once.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "orgs/phone.html")]
pub struct OrgRevealed {
    pub organisation: Id,
    pub name: String,
    /// Empty for the telephone.
    pub fact: String,
    pub value: String,
}
impl Page for OrgRevealed {
    fn title(&self) -> String {
        self.name.clone()
    }
}

pub fn reveal(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(why): Input<Why>) -> Result<Reply<OrgRevealed>> {
    let org: Org = cx.find(id)?;
    if why.reason.trim().is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    let value = if why.fact.is_empty() { org.phone(cx)? } else { org.extra(cx)?.remove(&why.fact) };
    let what = if why.fact.is_empty() { "phone" } else { why.fact.as_str() };
    cx.note_reason(id, format!("showed {what} of the organisation"), why.reason.trim());
    Reply::show(OrgRevealed { organisation: id, name: org.name, fact: why.fact, value: value.ok_or(Error::NotFound)? })
}

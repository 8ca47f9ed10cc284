//! What is done with a member: shown with a reason, contacted, moved, printed.

use crate::{
    contacts::Promise,
    orgs::Org,
    people::{Contact, Edit, Member, Reveal, View, Way, paper, reveal::reveal, words},
    ui::Why,
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, Shell, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// The name of the hidden fact, as the card gives it; `note`, `wish` and `relief` go with `of`.
    pub field: String,
    #[serde(default)]
    pub of: Option<Id>,
    /// What it is for; the audit log keeps it.
    #[serde(default)]
    pub reason: String,
}

/// A hidden value, shown once.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/revealed.html")]
pub struct Revealed {
    pub member: Id,
    pub name: String,
    pub field: String,
    pub value: String,
}
impl Page for Revealed {
    fn title(&self) -> String {
        say!("{}：{}", "{}: {}", self.name, words::fact(&self.field))
    }
}

impl Revealed {
    /// Where it stands on the page: a fact's name may hold anything.
    fn anchor(&self) -> String {
        format!("shown-{}", self.field.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
    }
}

pub fn show(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(asked): Input<Asking>) -> Result<Reply<Revealed>> {
    let member: Member = cx.find(id)?;
    let value = reveal(cx, &member, &asked.field, asked.of, &asked.reason)?;
    Reply::show(Revealed { member: id, name: member.name, field: asked.field, value })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/contact.html")]
pub struct NewContact {
    pub member: Id,
    pub name: String,
    pub today: String,
}
impl Page for NewContact {
    fn title(&self) -> String {
        say!("记一次联系：{}", "Record a contact: {}", self.name)
    }
}

impl NewContact {
    fn has_promises(&self) -> bool {
        kernel::wrong("due_on").is_some() || !kernel::typed("wishes", "").is_empty() || !kernel::typed("promises", "").is_empty()
    }
}

pub fn contact_form(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<NewContact>> {
    let member: Member = cx.find(id)?;
    Reply::show(NewContact { member: id, name: member.name, today: cx.today().to_string() })
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Contacted {
    pub kind: Way,
    pub on: String,
    /// The member answered.
    #[serde(default)]
    pub two_way: bool,
    /// Sealed.
    #[serde(default)]
    pub note: String,
    /// What the member wishes, a line each; each is something to be done.
    #[serde(default)]
    pub wishes: String,
    /// What was promised, a line each.
    #[serde(default)]
    pub promises: String,
    /// Until when, and who does it; whoever records it where left out.
    #[serde(default)]
    pub due_on: String,
    #[serde(default)]
    pub doer: String,
    /// The list it was recorded from: `due`, or `contacts`.
    #[serde(default)]
    pub back: String,
}

pub fn contact(cx: &Cx<Edit>, Path(id): Path<Id>, Input(c): Input<Contacted>) -> Acted {
    let member: Member = cx.find(id)?;
    let on: Date = c.on.parse().map_err(|_| Error::field("on", "请填写日期。", "Give the day."))?;
    let contact = Contact::record(cx, &member, c.kind, on, c.two_way, &c.note)?;
    Promise::make_all(cx, &member, contact, on, &c)?;
    let back = match c.back.as_str() {
        "due" => "/contacts/due".to_owned(),
        "contacts" => "/contacts".to_owned(),
        _ => format!("/members/{id}"),
    };
    said(back, say!("记下了与{}的联系。", "The contact with {} is recorded.", member.name))
}

/// Where a member can be moved to.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/move.html")]
pub struct MoveMember {
    pub member: Id,
    pub name: String,
    pub organisation: Id,
    pub organisations: Vec<Org>,
}
impl Page for MoveMember {
    fn title(&self) -> String {
        say!("转接组织关系：{}", "Transfer: {}", self.name)
    }
}

pub fn move_form(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<MoveMember>> {
    let member: Member = cx.find(id)?;
    Reply::show(MoveMember { member: id, name: member.name, organisation: member.org, organisations: Org::tree(cx)? })
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Destination {
    pub org: Id,
}

pub fn transfer(cx: &Cx<Edit>, Path(id): Path<Id>, Input(to): Input<Destination>) -> Acted {
    let (member, org): (Member, Org) = (cx.find(id)?, cx.find(to.org)?);
    if org.closed_at.is_some() {
        return Err(Error::field("org", "这个党组织已经撤销。", "This organisation is closed."));
    }
    member.move_to(cx, &org, "moved", None)?;
    cx.note(id, format!("moved to {}", org.name));
    said(format!("/members/{id}"), say!("{}的组织关系已转到{}。", "{} now belongs to {}.", member.name, org.name))
}

/// The contact card on paper.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/paper.html")]
pub struct CardPaper {
    pub member: Id,
    pub name: String,
    /// Hidden facts are printed in full.
    pub open: bool,
    pub facts: Vec<(String, String)>,
    #[serde(skip)]
    html: String,
    #[serde(skip)]
    may_reveal: bool,
}
impl Page for CardPaper {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("{} 联系卡", "Contact card of {}", self.name)
    }
}

pub fn paper(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<CardPaper>> {
    let member: Member = cx.find(id)?;
    let (facts, paper) = paper::contact_card(cx, &member, false)?;
    Reply::show(CardPaper { member: id, name: member.name, open: false, facts, html: paper.html(), may_reveal: cx.may("people.reveal") })
}

pub fn open_paper(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(why): Input<Why>) -> Result<Reply<CardPaper>> {
    let member: Member = cx.find(id)?;
    if why.reason.trim().is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    let (facts, paper) = paper::contact_card(cx, &member, true)?;
    cx.note_reason(id, "printed the contact card with its hidden facts", why.reason.trim());
    Reply::show(CardPaper { member: id, name: member.name, open: true, facts, html: paper.html(), may_reveal: true })
}

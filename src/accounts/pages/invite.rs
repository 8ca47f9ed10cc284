use super::manage::{RoleName, roles_to_give};
use crate::accounts::{
    Look, Manage, Print,
    invitation::{Guest, Handed, Invitation},
};
use crate::{orgs::Org, policy, ui};
use askama::Template;
use documents::{Paper, Slip};
use kernel::{Cx, Download, Error, Id, Input, Lang, Origin, Page, Query, Reply, Result, Shell, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct About {
    /// The member to invite, where the page is opened from their card.
    pub member: Option<Id>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/invite.html")]
pub struct InviteForm {
    pub roles: Vec<RoleName>,
    pub orgs: Vec<Org>,
    pub member: Option<Id>,
    pub name: String,
    pub org: Option<Id>,
    /// The caller may invite members, alone or a whole organisation at once.
    pub members: bool,
}
impl Page for InviteForm {
    fn title(&self) -> String {
        t("邀请", "Invite").into()
    }
}

pub fn form(cx: &Cx<Look>, Query(about): Query<About>) -> Result<Reply<InviteForm>> {
    let member = about.member.filter(|_| cx.may("people.view")).map(|id| cx.find::<crate::people::Member>(id)).transpose()?;
    let roles: Vec<RoleName> = roles_to_give(cx).into_iter().filter(|r| r.role != "in_service").collect();
    let members = roles.iter().any(|r| r.role == "member");
    let (id, org) = (member.as_ref().map(|m| m.id), member.as_ref().map(|m| m.org));
    Reply::show(InviteForm { roles, orgs: Org::tree(cx)?, member: id, name: member.map(|m| m.name).unwrap_or_default(), org, members })
}

#[derive(Deserialize, JsonSchema)]
pub struct Invite {
    pub name: String,
    pub role: String,
    pub org: Id,
    #[serde(default)]
    pub member: String,
}

/// The links just made: they are shown this once, since only their fingerprints are kept.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/invited.html")]
pub struct Invited {
    pub links: Vec<Link>,
    /// Where the list they came from stands.
    #[serde(skip)]
    back: String,
}
impl Page for Invited {
    fn title(&self) -> String {
        t("邀请链接", "Invitation links").into()
    }
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct Link {
    pub guest: Handed,
    pub role: String,
    pub url: String,
    /// An SVG.
    pub qr: String,
}
impl Link {
    fn new(guest: Handed, base: &str) -> Result<Link> {
        let url = format!("{base}/invitation/{}", guest.token);
        let qr = documents::qr_svg(&url).map_err(|e| Error::Internal(e.into()))?;
        Ok(Link { role: policy::role_name(&guest.role).here().into(), url, qr, guest })
    }
}

impl Invited {
    pub fn new(handed: Vec<Handed>, base: &str) -> Result<Invited> {
        let links = handed.into_iter().map(|h| Link::new(h, base)).collect::<Result<_>>()?;
        Ok(Invited { links, back: String::new() })
    }

    /// One, made from the page of whom it is for.
    pub fn from(handed: Handed, base: &str, back: String) -> Result<Invited> {
        Ok(Invited { back, ..Invited::new(vec![handed], base)? })
    }
}

pub fn one(cx: &Cx<Manage>, Input(new): Input<Invite>, from: Origin) -> Result<Reply<Invited>> {
    let org: Org = cx.find(new.org)?;
    let person = match new.member.parse::<Id>() {
        Ok(id) => Some(cx.find::<crate::people::Member>(id)?.id),
        Err(_) if new.role == "member" => Invitation::member_named(cx, &org, &new.name)?,
        Err(_) => None,
    };
    let handed = Invitation::make(cx, Guest { name: new.name, role: new.role, path: org.path, person, account: None })?;
    Reply::show(Invited::new(vec![handed], &from.base)?)
}

#[derive(Deserialize, JsonSchema)]
pub struct Everybody {
    pub org: Id,
}

pub fn members(cx: &Cx<Manage>, Input(all): Input<Everybody>, from: Origin) -> Result<Reply<Invited>> {
    let handed = Invitation::make_for_members(cx, &cx.find(all.org)?)?;
    Reply::show(Invited::new(handed, &from.base)?)
}

/// The tokens of the links to print: who has them was shown them.
#[derive(Deserialize, JsonSchema)]
pub struct Tokens {
    #[serde(default)]
    pub token: Vec<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/slips.html")]
pub struct Slips {
    pub links: Vec<Link>,
}
impl Page for Slips {
    fn title(&self) -> String {
        t("邀请条", "Invitation slips").into()
    }
    const SHELL: Shell = Shell::Paper;
}

pub fn slips(cx: &Cx<Print>, Input(tokens): Input<Tokens>, from: Origin) -> Result<Reply<Slips>> {
    Reply::show(Slips { links: live(cx, &tokens, &from.base)? })
}

pub fn slips_pdf(cx: &Cx<Print>, Input(tokens): Input<Tokens>, from: Origin) -> Result<Download> {
    let slip = |l: Link| {
        Slip::new(&l.guest.name)
            .line(&l.guest.org)
            .line(say!("{}前扫码设置密码，只能用一次。", "Scan before {} to choose a password. Good once.", l.guest.expires_on))
            .qr(&l.url, &l.guest.token)
    };
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let paper = Paper::new(lang, t("邀请条", "Invitation slips"), cx.today()).slips(live(cx, &tokens, &from.base)?.into_iter().map(slip));
    let bytes = paper.pdf(ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: "invitations.pdf".into(), mime: "application/pdf", bytes, inline: true })
}

/// The links whose invitations the caller looks after and that can still be answered.
fn live(cx: &kernel::Reader, tokens: &Tokens, base: &str) -> Result<Vec<Link>> {
    let link = |token: &String| {
        let i = Invitation::of(cx, token)?;
        let guest = Handed {
            name: i.name,
            role: i.role,
            org: Org::at(cx, &i.path)?.name,
            token: token.clone(),
            expires_on: i.expires_at.get(..10).unwrap_or_default().into(),
        };
        Link::new(guest, base)
    };
    tokens.token.iter().map(link).collect()
}

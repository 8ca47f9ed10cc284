use super::{let_in, own_path, with_cookie};
use crate::accounts::{
    account::propose_login,
    invitation::Invitation,
    session::{self, Need, Session},
    setup::{self, First},
    totp,
};
use crate::{orgs::Org, policy};
use askama::Template;
use kernel::{Acted, Anyone, AnyoneActs, Cx, Error, Input, Origin, Page, Path, Query, Reply, Result, Shell, see, t, typed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Next {
    pub next: String,
}

/// The next step of signing in: name and password, the code, or setting up what gives codes.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/sign_in.html")]
pub struct SignIn {
    pub next: String,
    /// What the session still needs; `None`: there is none yet.
    pub needs: Option<Need>,
    pub factor: Option<NewFactor>,
}
impl Page for SignIn {
    fn title(&self) -> String {
        t("登录", "Sign in").into()
    }
    const SHELL: Shell = Shell::Alone;
}

/// A second factor about to be set up.
#[derive(Serialize, JsonSchema)]
pub struct NewFactor {
    pub secret: String,
    /// An SVG.
    pub qr: String,
}
impl NewFactor {
    /// A new one, or the one of the form that comes back.
    pub fn offer(cx: &kernel::Reader, login: &str) -> Result<NewFactor> {
        let secret = typed("secret", &totp::new_secret()?);
        let link = totp::link(cx, login, &secret)?;
        let qr = documents::qr_svg(&link).map_err(|e| Error::Internal(e.into()))?;
        Ok(NewFactor { secret, qr })
    }
}

pub fn show(cx: &Cx<Anyone>, Query(q): Query<Next>, from: Origin) -> Result<Reply<SignIn>> {
    let half = Session::of(cx, from.credential.as_ref())?.filter(|s| s.needs != Need::Nothing);
    let factor = match &half {
        Some(half) if half.needs == Need::Enrol => Some(NewFactor::offer(cx, &half.account(cx)?.login)?),
        _ => None,
    };
    Reply::show(SignIn { next: own_path(&q.next).unwrap_or("/").into(), needs: half.map(|h| h.needs), factor })
}

#[derive(Deserialize, JsonSchema)]
pub struct Credentials {
    pub login: String,
    pub password: String,
    #[serde(default)]
    pub next: String,
}

pub fn sign_in(cx: &Cx<AnyoneActs>, Input(typed): Input<Credentials>, from: Origin) -> Acted {
    let pass = session::sign_in(cx, &typed.login, &typed.password)?;
    let_in(cx.house(), &pass, &from.base, &typed.next)
}

#[derive(Deserialize, JsonSchema)]
pub struct Code {
    /// The new secret, where a second factor is being set up.
    #[serde(default)]
    pub secret: String,
    pub code: String,
    #[serde(default)]
    pub next: String,
}

pub fn give_code(cx: &Cx<AnyoneActs>, Input(typed): Input<Code>, from: Origin) -> Acted {
    let pass = half(cx, &from, Need::Code)?.give_code(cx, &typed.code)?;
    let_in(cx.house(), &pass, &from.base, &typed.next)
}

pub fn enrol(cx: &Cx<AnyoneActs>, Input(typed): Input<Code>, from: Origin) -> Acted {
    let pass = half(cx, &from, Need::Enrol)?.enrol(cx, &typed.secret, &typed.code)?;
    let_in(cx.house(), &pass, &from.base, &typed.next)
}

/// The session that waits for this step.
fn half(cx: &kernel::Reader, from: &Origin, need: Need) -> Result<Session> {
    Session::of(cx, from.credential.as_ref())?.filter(|s| s.needs == need).ok_or(Error::SignIn)
}

pub fn sign_out(cx: &Cx<AnyoneActs>, from: Origin) -> Acted {
    if let Some(session) = Session::of(cx, from.credential.as_ref())? {
        cx.write(move |w| {
            w.note(session.account, "signed out");
            session.end(w)
        })?;
    }
    with_cookie(see("/sign-in"), "linli=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".into())
}

/// How somebody wants to be spoken to: kept in their browser, known to nobody.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Manner {
    /// `zh` or `en`.
    pub lang: String,
    /// `normal` or `large`.
    pub size: String,
    pub back: String,
}

/// Seconds of a year: as long as browsers keep a cookie.
const YEAR: u32 = 31_536_000;

pub fn manner(_: &Cx<AnyoneActs>, Input(m): Input<Manner>) -> Acted {
    let kept = [("lang", &m.lang, ["zh", "en"]), ("size", &m.size, ["normal", "large"])];
    let known = kept.into_iter().filter(|(_, value, known)| known.contains(&value.as_str()));
    known.fold(see(own_path(&m.back).unwrap_or("/")), |acted, (name, value, _)| {
        with_cookie(acted, format!("{name}={value}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax"))
    })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/setup.html")]
pub struct ShowSetup {
    /// The street's organisation, where the ledger has one.
    pub street: Option<String>,
}
impl Page for ShowSetup {
    fn title(&self) -> String {
        t("首次设置", "First set-up").into()
    }
    const SHELL: Shell = Shell::Alone;
}

pub fn show_setup(cx: &Cx<Anyone>, Path(token): Path<String>) -> Result<Reply<ShowSetup>> {
    setup::check(cx, &token)?;
    let street = match Org::top(cx) {
        Ok(top) => Some(top.name),
        Err(Error::NotFound) => None,
        Err(e) => return Err(e),
    };
    Reply::show(ShowSetup { street })
}

pub fn set_up(cx: &Cx<AnyoneActs>, Path(token): Path<String>, Input(first): Input<First>, from: Origin) -> Acted {
    let pass = first.set_up(cx, &token)?;
    let_in(cx.house(), &pass, &from.base, "/")
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/accept.html")]
pub struct ShowInvitation {
    pub name: String,
    pub role: String,
    pub org: String,
    /// The login name: proposed, or the account's own, which stays.
    pub login: String,
    pub again: bool,
}
impl Page for ShowInvitation {
    fn title(&self) -> String {
        t("接受邀请", "Accept the invitation").into()
    }
    const SHELL: Shell = Shell::Alone;
}

pub fn show_invitation(cx: &Cx<Anyone>, Path(token): Path<String>) -> Result<Reply<ShowInvitation>> {
    let i = Invitation::of(cx, &token)?;
    let login = match i.account {
        Some(id) => cx.find::<crate::accounts::Account>(id)?.login,
        None => propose_login(cx, &i.name)?,
    };
    let (role, org) = (policy::role_name(&i.role).here().to_owned(), Org::at(cx, &i.path)?.name);
    Reply::show(ShowInvitation { name: i.name, role, org, login, again: i.account.is_some() })
}

#[derive(Deserialize, JsonSchema)]
pub struct Chosen {
    #[serde(default)]
    pub login: String,
    pub password: String,
}

pub fn accept(cx: &Cx<AnyoneActs>, Path(token): Path<String>, Input(chosen): Input<Chosen>, from: Origin) -> Acted {
    let pass = Invitation::of(cx, &token)?.accept(cx, &chosen.login, &chosen.password)?;
    let_in(cx.house(), &pass, &from.base, "/")
}

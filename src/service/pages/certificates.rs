//! Certificates: issued, printed, checked by their number, revoked.

use crate::{
    orgs::Org,
    posts::Person,
    publicity::Mask,
    rulebook::{self, keys},
    service::{Certificate, OwnPrints, Prints, Record, View, certificate::Of},
};
use askama::Template;
use kernel::{Acted, Anyone, Cx, Download, Error, Id, Input, Origin, Page, Path, Query, Reader, Reply, Result, Shell, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/certificates.html")]
pub struct CertificateList {
    pub certificates: Vec<Certificate>,
    #[serde(skip)]
    may_record: bool,
}
impl Page for CertificateList {
    fn title(&self) -> String {
        t("服务证明", "Certificates").into()
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<CertificateList>> {
    Reply::show(CertificateList { certificates: Certificate::list(cx)?, may_record: cx.may("service.record") })
}

/// For whom, and of which time.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wanted {
    #[serde(default)]
    pub name: String,
    pub person: Option<Id>,
    #[serde(flatten)]
    pub of: Of,
}

pub fn issue(cx: &Cx<Record>, Input(wanted): Input<Wanted>) -> Acted {
    let person = match wanted.person {
        Some(person) => Person::find(cx, person)?,
        None => Person::named(cx, &wanted.name)?,
    };
    let certificate = Certificate::issue(cx, &person, &person.ids(cx)?, &wanted.of)?;
    said("/certificates", say!("开好了：{} {}", "Issued: {} {}", certificate.name, certificate.number))
}

pub fn pdf(cx: &Cx<Prints>, Path(id): Path<Id>, from: Origin) -> Result<Download> {
    printed(cx, &cx.find(id)?, &from.base)
}

pub fn own_pdf(cx: &Cx<OwnPrints>, Path(id): Path<Id>, from: Origin) -> Result<Download> {
    let (_, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("one's own certificate, whoever issued it");
    let certificate: Certificate = all.find(id)?;
    if ids.contains(&certificate.person) { printed(&all, &certificate, &from.base) } else { Err(Error::NotFound) }
}

fn printed(cx: &Reader, certificate: &Certificate, base: &str) -> Result<Download> {
    let bytes = certificate.paper(cx, base)?.pdf(crate::ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{}.pdf", certificate.number), mime: "application/pdf", bytes, inline: true })
}

pub fn revoke(cx: &Cx<Record>, Path(id): Path<Id>, Input(why): Input<crate::ui::Why>) -> Acted {
    cx.find::<Certificate>(id)?.revoke(cx, &why.reason)?;
    said("/certificates", t("作废了，核对时会看到。", "Void; whoever checks it sees so."))
}

/// What whoever holds a certificate may know: that it is true, and of whom by the surname.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/check.html")]
pub struct CheckedCertificate {
    pub number: String,
    /// None where there is no such number.
    pub found: Option<Found>,
}
impl Page for CheckedCertificate {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        t("核对服务证明", "Check a certificate").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Found {
    /// 李某某
    pub name: String,
    pub organisation: String,
    pub days: String,
    pub turns: i64,
    pub hours: String,
    pub issued_on: String,
    pub revoked_on: Option<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Typed {
    pub number: String,
}

pub fn check(cx: &Cx<Anyone>, Query(typed): Query<Typed>) -> Result<Reply<CheckedCertificate>> {
    let number = typed.number.trim().to_owned();
    let certificate = if number.is_empty() { None } else { Certificate::numbered(cx, &number)? };
    let found = certificate.map(|c| Found::of(cx, c)).transpose()?;
    Reply::show(CheckedCertificate { number, found })
}

impl Found {
    fn of(cx: &Reader, c: Certificate) -> Result<Found> {
        let compound = rulebook::book(cx)?.at(cx.today()).get(keys::COMPOUND_SURNAMES);
        Ok(Found {
            name: Mask::Surname.of(&c.name, &compound),
            organisation: cx.find::<Org>(c.org)?.name,
            days: format!("{} – {}", c.from_day, c.until_day),
            turns: c.turns,
            hours: c.hours().words(),
            issued_on: c.issued_on.to_string(),
            revoked_on: c.revoked_on,
        })
    }
}

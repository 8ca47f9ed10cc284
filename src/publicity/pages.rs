//! The desk's page of consents: who was asked, what they said, and writing down what was said.

use super::{Consent, Decides, Looks, Publicity};
use crate::desk::How;
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "publicity/list.html")]
pub struct Consents {
    pub consents: Vec<Consent>,
}
impl Page for Consents {
    fn title(&self) -> String {
        t("公示里的同意", "Consents").into()
    }
}

pub fn list(cx: &Cx<Looks>) -> Result<Reply<Consents>> {
    Reply::show(Consents { consents: Consent::standing(cx)? })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Word {
    pub yes: bool,
    /// desk, call or paper
    pub how: String,
}

pub fn said_so(cx: &Cx<Decides>, Path(id): Path<Id>, Input(word): Input<Word>) -> Acted {
    let consent = Consent::read(cx, id)?;
    consent.say(cx, word.yes, How::read(&word.how)?.via())?;
    said("/consents", say!("记下了{}的话。", "Noted what {} said.", consent.name))
}

pub fn end(cx: &Cx<Decides>, Path(id): Path<Id>) -> Acted {
    let publicity: Publicity = cx.find(id)?;
    publicity.end(cx)?;
    let org = crate::orgs::Org::at(cx, &publicity.path)?;
    said(format!("/orgs/{}/face", org.id), t("不再公开了。", "It is no longer public."))
}

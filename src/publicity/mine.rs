//! Where I am named in public: I agree, or I take it back, and it counts at once.

use super::Consent;
use crate::me::{Answers, Mine, myself};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "publicity/mine.html")]
pub struct MyConsents {
    pub consents: Vec<Consent>,
}
impl Page for MyConsents {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("公开我的姓名", "My name in public").into()
    }
}

pub fn list(cx: &Cx<Mine>) -> Result<Reply<MyConsents>> {
    let me = myself(cx)?;
    Reply::show(MyConsents { consents: Consent::of_member(cx, me.id)? })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Word {
    pub yes: bool,
}

pub fn say(cx: &Cx<Answers>, Path(id): Path<Id>, Input(word): Input<Word>) -> Acted {
    Consent::read(cx, id)?.say(cx, word.yes, "account")?;
    said(
        "/me/consents",
        if word.yes {
            t("记下了：您同意。随时可以收回。", "Noted: you agree. You can take it back at any time.")
        } else {
            t("记下了，公开的页面上不再有您的姓名。", "Noted; your name stands on no public page any more.")
        },
    )
}

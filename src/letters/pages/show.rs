//! One letter at the community's desk: as it would be, as it was sent, and what both sides said.

use super::list::Which;
use crate::{
    closing::Month,
    letters::{Content, Facts, How, Letter, Party, Said, Send, Side, View, Word},
    orgs::Org,
    sendings::Sent,
    units::Contact,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "letters/show.html")]
pub struct ShowLetter {
    pub org: Id,
    pub org_name: String,
    pub unit: Id,
    pub unit_name: String,
    pub month: Month,
    /// None while it is only proposed.
    pub letter: Option<Letter>,
    pub content: Content,
    pub words: Vec<Word>,
    /// What became of it by mail.
    pub mails: Vec<Sent>,
    /// Those who speak for the unit and can open it themselves.
    pub contacts: Vec<String>,
    #[serde(skip)]
    may_send: bool,
}
impl Page for ShowLetter {
    fn title(&self) -> String {
        say!("给{}的函", "Letter to {}", self.unit_name)
    }
}

impl ShowLetter {
    fn of(cx: &Reader, letter: Letter) -> Result<ShowLetter> {
        let org: Org = cx.find(letter.org)?;
        Ok(ShowLetter {
            content: letter.content(cx)?,
            words: Word::of(cx, letter.id)?,
            mails: Sent::of(cx, letter.id)?,
            contacts: speakers(cx, letter.unit)?,
            may_send: cx.may("letters.send"),
            org: org.id,
            org_name: org.name,
            unit: letter.unit,
            unit_name: letter.unit_name.clone(),
            month: letter.month,
            letter: Some(letter),
        })
    }

    fn sent(&self) -> Option<&Letter> {
        self.letter.as_ref().filter(|l| l.sent_on.is_some())
    }
    /// Where its words are kept.
    fn here(&self) -> String {
        self.letter.as_ref().map_or_else(|| format!("/units/{}/letter", self.unit), |l| format!("/letters/{}", l.id))
    }
    fn typed_words(&self) -> &str {
        self.letter.as_ref().map_or("", |l| &l.words)
    }
    fn list(&self) -> String {
        format!("/letters?org={}&month={}", self.org, self.month)
    }
}

fn speakers(cx: &Reader, unit: Id) -> Result<Vec<String>> {
    let all = cx.beyond_scope("the names of those who speak for the unit that is written to");
    Ok(Contact::of(&all, unit)?.into_iter().filter(|c| c.until.is_none()).map(|c| c.name).collect())
}

/// One that belongs to an organisation, or has people there.
fn party(cx: &Reader, org: &Org, unit: Id) -> Result<Party> {
    Party::of(cx, &org.path)?.into_iter().find(|p| p.id == unit).ok_or(Error::NotFound)
}

pub fn proposed(cx: &Cx<View>, Path(unit): Path<Id>, Query(which): Query<Which>) -> Result<Reply<ShowLetter>> {
    let (org, month) = which.read(cx)?;
    if let Some(letter) = Letter::to(cx, org.id, unit, month)? {
        let url = format!("/letters/{}", letter.id);
        return Reply::elsewhere(ShowLetter::of(cx, letter)?, url);
    }
    let unit = party(cx, &org, unit)?;
    let content = Facts::of(cx, &org, month)?.content(unit.id);
    let (contacts, may_send) = (speakers(cx, unit.id)?, cx.may("letters.send"));
    let (org, org_name, unit, unit_name) = (org.id, org.name, unit.id, unit.name);
    Reply::show(ShowLetter {
        org,
        org_name,
        unit,
        unit_name,
        month,
        letter: None,
        content,
        words: vec![],
        mails: vec![],
        contacts,
        may_send,
    })
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowLetter>> {
    Reply::show(ShowLetter::of(cx, cx.find(id)?)?)
}

/// Words of a letter, and of which month by whom where it is new.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Written {
    pub org: String,
    pub month: String,
    pub words: String,
    /// Sent with it.
    pub send: bool,
}

pub fn begin(cx: &Cx<Send>, Path(unit): Path<Id>, Input(written): Input<Written>) -> Acted {
    let (org, month) = Which { org: Some(written.org.clone()), month: written.month.clone() }.read(cx)?;
    let letter = Letter::begin(cx, &org, &party(cx, &org, unit)?, month)?;
    write(cx, letter, &written)
}

pub fn keep(cx: &Cx<Send>, Path(id): Path<Id>, Input(written): Input<Written>) -> Acted {
    write(cx, cx.find(id)?, &written)
}

fn write(cx: &Cx<Send>, mut letter: Letter, written: &Written) -> Acted {
    letter.keep(cx, &written.words)?;
    if written.send {
        return go(cx, &letter);
    }
    said(format!("/letters/{}", letter.id), t("记下了，还没有发。", "Kept; it is not sent yet."))
}

pub fn send(cx: &Cx<Send>, Path(id): Path<Id>) -> Acted {
    go(cx, &cx.find(id)?)
}

fn go(cx: &Cx<Send>, letter: &Letter) -> Acted {
    letter.send(cx, &Facts::of(cx, &cx.find(letter.org)?, letter.month)?)?;
    said(format!("/letters/{}", letter.id), say!("发给了{}。", "Sent to {}.", letter.unit_name))
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Handed {
    pub via: String,
}

pub fn hand(cx: &Cx<Send>, Path(id): Path<Id>, Input(handed): Input<Handed>) -> Acted {
    cx.find::<Letter>(id)?.hand_over(cx, How::read(&handed.via)?)?;
    said(format!("/letters/{id}"), t("记下了：单位收到了。", "Noted: the unit has it."))
}

/// The unit's word as it was heard or handed in, or the community's answer.
pub fn say(cx: &Cx<Send>, Path(id): Path<Id>, Input(said_): Input<Said>) -> Acted {
    let letter: Letter = cx.find(id)?;
    let (side, via) = match said_.side.as_str() {
        "community" => (Side::Community, How::Page),
        _ => (Side::Unit, How::read(&said_.via)?),
    };
    Word::say(cx, &letter, side, via, &said_)?;
    said(format!("/letters/{id}"), t("记下了。", "Noted."))
}

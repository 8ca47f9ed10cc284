//! The roll on paper: a numbered sheet to sign, and its codes typed back in one keyboard pass.

use super::{Activity, Hold, Mode, Person, Prints, Via, View, roll_call::record};
use askama::Template;
use documents::{Column, Lang as PaperLang, Paper, Table};
use kernel::{Acted, Cx, Download, Error, FieldError, Id, Input, Lang, Page, Path, Reader, Reply, Result, Shell, said, say, t, text};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The sheet for the wall or the table, printed by the browser.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/sheet.html")]
pub struct Sheet {
    pub activity: Activity,
    pub org_name: String,
    pub day_words: String,
    pub people: Vec<Person>,
    pub codes: String,
}
impl Page for Sheet {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("签到表 · {}", "Roll: {}", self.activity.title)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<Sheet>> {
    Reply::show(sheet(cx, id)?)
}

fn sheet(cx: &Reader, id: Id) -> Result<Sheet> {
    let activity: Activity = cx.find(id)?;
    let org_name = activity.organisation(cx)?.name;
    Ok(Sheet { org_name, day_words: crate::ui::day(activity.day), people: activity.people(cx)?, codes: codes(), activity })
}

pub fn pdf(cx: &Cx<Prints>, Path(id): Path<Id>) -> Result<Download> {
    let sheet = sheet(cx, id)?;
    let bytes = sheet.paper().pdf(crate::ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    let name = format!("{} {}.pdf", sheet.activity.day, sheet.title());
    Ok(Download { name, mime: "application/pdf", bytes, inline: true })
}

impl Sheet {
    fn paper(&self) -> Paper {
        let a = &self.activity;
        let lang = if Lang::here() == Lang::Zh { PaperLang::Zh } else { PaperLang::En };
        let columns = [
            Column::center(t("号", "No.")).share(1.0),
            Column::left(t("姓名", "Name")).share(3.0),
            Column::center(t("代码", "Code")).share(1.5),
            Column::left(t("签名", "Signature")).share(5.0),
        ];
        let table = self.people.iter().enumerate().fold(Table::new(columns).to_fill_in(), |table, (n, p)| {
            table.row([(n + 1).to_string(), p.name.clone(), String::new(), String::new()])
        });
        Paper::new(lang, self.title(), a.day)
            .subtitle(format!("{} · {} {} · {}", self.org_name, self.day_words, a.starts, a.place))
            .table(table)
            .note(say!("代码：{}", "Codes: {}", self.codes))
            .foot(self.org_name.clone())
    }
}

fn codes() -> String {
    Mode::ALL.map(|m| format!("{} {}", m.digit(), m.name())).join("  ")
}

/// One narrow box a row, in the order of the sheet.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/typing.html")]
pub struct Typing {
    pub activity: Activity,
    pub people: Vec<Person>,
    pub digits: String,
    pub modes: Vec<Mode>,
}
impl Page for Typing {
    fn title(&self) -> String {
        say!("录纸质签到表 · {}", "Type the sheet: {}", self.activity.title)
    }
}

pub fn typing(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<Typing>> {
    let activity: Activity = cx.find(id)?;
    let digits = Mode::ALL.map(Mode::digit).join(" ");
    Reply::show(Typing { people: activity.people(cx)?, digits, modes: Mode::ALL.to_vec(), activity })
}

/// Fields `code.<member>`; an empty box says nothing.
pub type Codes = BTreeMap<String, String>;

pub fn typed(cx: &Cx<Hold>, Path(id): Path<Id>, Input(codes): Input<Codes>) -> Acted {
    let activity: Activity = cx.find(id)?;
    activity.must_be_open()?;
    let mut new = 0;
    for (member, mode) in read(&codes)? {
        new += usize::from(record(cx, &activity, member, mode, Via::Sheet, "")?);
    }
    said(super::pages::url(id), say!("记下了 {new} 人，其余没有变。", "{new} recorded, the rest is as it was."))
}

/// All codes, or everything that is wrong with them: a sheet is not half taken in.
fn read(codes: &Codes) -> Result<Vec<(Id, Mode)>> {
    let (mut read, mut wrong) = (vec![], vec![]);
    for (field, code) in codes.iter().filter(|c| c.0.starts_with("code.") && !c.1.trim().is_empty()) {
        match (field["code.".len()..].parse(), Mode::of_digit(code.trim())) {
            (Ok(member), Some(mode)) => read.push((member, mode)),
            _ => wrong
                .push(FieldError { field: field.clone(), text: text!("没有代码“{}”", "There is no code “{}”", code.trim()) }),
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(Error::Invalid(wrong)) }
}

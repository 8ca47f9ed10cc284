//! The page 填表: drop a blank form, see what it asks and how it is answered, take it back filled.

use super::{
    Choices, Fill, Form, Report,
    choices::Rows,
    report::{BlankReport, TableReport},
    since::Since,
    words::Ledger,
};
use crate::orgs::Org;
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Download, Error, Id, Input, Nothing, Page, Path, Reply, Result, Upload, said, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Forms on one page; older ones are put away.
const RECENT: i64 = 100;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "forms/list.html")]
pub struct FormList {
    pub forms: Vec<Form>,
    #[serde(skip)]
    today: Option<Date>,
}
impl Page for FormList {
    fn title(&self) -> String {
        t("填表", "Forms").into()
    }
}

pub fn list(cx: &Cx<Fill>) -> Result<Reply<FormList>> {
    Reply::show(FormList { forms: Form::recent(cx, RECENT)?, today: Some(cx.today()) })
}

pub fn upload(cx: &Cx<Fill>, upload: Upload<Nothing>) -> Acted {
    let mut files = upload.files.into_iter();
    let (Some(file), None) = (files.next(), files.next()) else {
        return Err(Error::field("files", "请选择一张空表，一次一张。", "Choose one blank form at a time."));
    };
    let form = Form::take_in(cx, file)?;
    see(format!("/forms/{}", form.id))
}

/// A standard ledger is a form like any other.
pub fn ledger(cx: &Cx<Fill>, Path(code): Path<String>) -> Acted {
    let form = Form::take_in(cx, Ledger::with_code(&code)?.blank()?)?;
    see(format!("/forms/{}", form.id))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "forms/show.html")]
pub struct FormPage {
    pub form: Form,
    pub choices: Choices,
    pub report: Report,
    /// Compared with the last form of this layout.
    pub since: Option<Since>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    may_open: bool,
    #[serde(skip)]
    may_enter: bool,
}
impl Page for FormPage {
    fn title(&self) -> String {
        say!("填表 · {}", "Form: {}", self.form.title)
    }
}

pub fn show(cx: &Cx<Fill>, Path(id): Path<Id>) -> Result<Reply<FormPage>> {
    let form: Form = cx.find(id)?;
    let choices = form.choices(cx)?;
    let (report, since) = form.look_now(cx, &choices)?;
    Reply::show(FormPage {
        form,
        report,
        since,
        choices,
        orgs: Org::tree(cx)?,
        may_open: cx.may("people.reveal"),
        may_enter: cx.may("people.edit"),
    })
}

/// What somebody decides about a form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Decided {
    pub org: Option<String>,
    pub on: Option<String>,
    pub rows: Rows,
    pub member: String,
    pub sender: String,
    pub due_on: Option<String>,
    /// `left.LABEL`: what stays blank on purpose. `whom.0` and so on: whom each list names, in words. `answer.1!B5` and so on: what the ledger
    /// does not know, by its place in the form.
    #[serde(flatten)]
    pub rest: BTreeMap<String, String>,
}

pub fn decide(cx: &Cx<Fill>, Path(id): Path<Id>, Input(decided): Input<Decided>) -> Acted {
    let form: Form = cx.find(id)?;
    let (choices, due_on) = (decided.choices()?, day("due_on", decided.due_on.as_deref())?);
    form.decide(cx, choices, decided.sender, due_on)?;
    said(format!("/forms/{id}"), t("记下了，表已按此重算。", "Noted; the form follows it now."))
}

impl Decided {
    fn choices(&self) -> Result<Choices> {
        let mut choices = Choices {
            org: self.org.as_deref().filter(|o| !o.is_empty()).map(|o| o.parse().map_err(|_| Error::NotFound)).transpose()?,
            on: day("on", self.on.as_deref())?,
            rows: self.rows,
            member: Some(self.member.trim().to_owned()).filter(|m| !m.is_empty()),
            ..Choices::default()
        };
        for (name, text) in self.rest.iter().filter(|(_, text)| !text.trim().is_empty()) {
            if let Some(table) = name.strip_prefix("whom.").and_then(|n| n.parse().ok()) {
                choices.whom.insert(table, text.trim().to_owned());
            } else if let Some(at) = name.strip_prefix("answer.") {
                choices.answers.insert(at.to_owned(), text.trim().to_owned());
            } else if let Some(label) = name.strip_prefix("left.") {
                choices.left.insert(label.to_owned());
            }
        }
        Ok(choices)
    }
}

fn day(field: &str, typed: Option<&str>) -> Result<Option<Date>> {
    let typed = typed.map(str::trim).filter(|t| !t.is_empty());
    typed.map(|t| t.parse().map_err(|_| Error::field(field, "这不是一个日期。", "This is no date."))).transpose()
}

/// How a form is wanted.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    /// Hidden facts in full; then a reason is needed.
    pub unmask: bool,
    pub reason: String,
}

pub fn file(cx: &Cx<Fill>, Path(id): Path<Id>, Input(wanted): Input<Wanted>) -> Result<Download> {
    if wanted.unmask && !cx.may("people.reveal") {
        return Err(Error::Forbidden("people.reveal"));
    }
    cx.find::<Form>(id)?.fill(cx, wanted.unmask.then_some(wanted.reason.as_str()))
}

/// How the copies of a form are wanted.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ManyWanted {
    /// For whom, in the words of forms; for all members where left out.
    pub whom: String,
    pub unmask: bool,
    pub reason: String,
}

pub fn files(cx: &Cx<Fill>, Path(id): Path<Id>, Input(wanted): Input<ManyWanted>) -> Result<Download> {
    if wanted.unmask && !cx.may("people.reveal") {
        return Err(Error::Forbidden("people.reveal"));
    }
    cx.find::<Form>(id)?.fill_each(cx, &wanted.whom, wanted.unmask.then_some(wanted.reason.as_str()))
}

pub fn put_away(cx: &Cx<Fill>, Path(id): Path<Id>) -> Acted {
    let form: Form = cx.find(id)?;
    cx.write(move |w| form.put_away(w))?;
    said("/forms", t("已收起。", "Put away."))
}

impl FormList {
    fn due(&self, day: &Date) -> String {
        crate::ui::day(*day)
    }
}

impl FormPage {
    fn day(&self) -> String {
        crate::ui::day(self.report.on)
    }
    fn rows_are(&self, rows: &Rows) -> bool {
        *rows == self.choices.rows
    }
    fn whom(&self, table: &usize) -> &str {
        self.choices.whom.get(table).map_or("", String::as_str)
    }
    fn answer(&self, blank: &BlankReport) -> &str {
        self.choices.answers.get(&blank.at).map_or("", String::as_str)
    }
    fn is_chosen(&self, org: &Org) -> bool {
        self.choices.org.unwrap_or(self.form.org) == org.id
    }
    fn due(&self) -> String {
        self.form.due_on.map_or(String::new(), |day| day.to_string())
    }
    fn indent(&self, org: &Org) -> String {
        "　".repeat(org.depth().saturating_sub(self.orgs.first().map_or(0, Org::depth)))
    }
    fn lists_orgs(&self) -> bool {
        self.report.tables.iter().any(|t| !t.of_people && !t.whom.is_empty())
    }
    /// Some of the names, so that a long list stays one line.
    fn some(&self, names: &[String]) -> String {
        const SHOWN: usize = 8;
        let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(t("、", ", "));
        if names.len() > SHOWN { say!("{shown} 等 {} 个", "{shown} and more, {} in all", names.len()) } else { shown }
    }
    /// How sure a column's answers are, in one word.
    fn left(&self, table: &TableReport, blank: &usize) -> String {
        match *blank {
            0 => t("全", "all").into(),
            n if n == table.rows => t("空", "none").into(),
            n => say!("缺 {n}", "{n} lack it"),
        }
    }
}

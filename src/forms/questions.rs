//! What a form asks of each and the ledger does not know: asked once, on a small page, and kept as an
//! extra fact under the form's own label, so that no form asks it again.

use super::{Fill, Form, filling::Filling};
use crate::{orgs::Org, people::Member};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of one page.
const LINES: usize = 50;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "forms/questions.html")]
pub struct Questions {
    pub form: Id,
    pub title: String,
    pub table: usize,
    pub column: usize,
    /// What is asked, in the form's words.
    pub label: String,
    /// The words that the form allows; any where it names none.
    pub options: Vec<String>,
    /// Those of whom nothing is known yet, at most fifty.
    pub lines: Vec<Line>,
    pub open: usize,
    pub of_people: bool,
    /// Those before this place were passed over.
    pub after: usize,
}
impl Page for Questions {
    fn title(&self) -> String {
        say!("{}：{}", "{}: {}", self.title, self.label)
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub name: String,
    pub organisation: String,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct From {
    /// How many of those without an answer to pass over.
    pub after: usize,
}

pub fn show(cx: &Cx<Fill>, Path((id, table, column)): Path<(Id, usize, usize)>, Query(from): Query<From>) -> Result<Reply<Questions>> {
    Reply::show(Questions::of(cx, &cx.find(id)?, table, column, from.after)?)
}

impl Questions {
    fn of(cx: &Reader, form: &Form, table: usize, column: usize, after: usize) -> Result<Questions> {
        let (_, read) = form.open(cx)?;
        let choices = form.choices(cx)?;
        let filling = Filling::new(cx, &read, &choices, false)?;
        let asked = read.tables.get(table).ok_or(Error::NotFound)?;
        let list = filling.table(table, asked)?;
        let (told, head) = (list.told.columns.get(column).ok_or(Error::NotFound)?, &asked.columns[column]);
        if told.asked != super::ask::Asked::Unknown {
            return Err(Error::NotFound);
        }
        let blank = list.rows.iter().zip(&list.subjects).filter(|(row, _)| row[column].is_blank());
        let open: Vec<&(Id, String)> = blank.filter_map(|(_, subject)| subject.as_ref()).collect();
        Ok(Questions {
            form: form.id,
            title: form.title.clone(),
            label: head.label().to_owned(),
            options: head.options.clone(),
            open: open.len(),
            lines: open.into_iter().skip(after).take(LINES).map(|(id, name)| filling.line(*id, name)).collect(),
            of_people: list.told.of_people,
            table,
            column,
            after,
        })
    }

    fn next(&self) -> Option<String> {
        let url = |after: usize| format!("/forms/{}/questions/{}/{}?after={after}", self.form, self.table, self.column);
        (self.after + self.lines.len() < self.open).then(|| url(self.after + self.lines.len()))
    }
}

impl Filling<'_> {
    fn line(&self, id: Id, name: &str) -> Line {
        let organisation = self.people.iter().find(|p| p.id == id).map_or(String::new(), |p| p.organisation.clone());
        Line { id, name: name.into(), organisation }
    }
}

/// Answers by the id of whom they are about.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Answers {
    #[serde(flatten)]
    pub answers: BTreeMap<String, String>,
}

pub fn answer(cx: &Cx<Fill>, Path((id, table, column)): Path<(Id, usize, usize)>, Input(typed): Input<Answers>) -> Acted {
    let form: Form = cx.find(id)?;
    may_enter(cx)?;
    let asked = Questions::of(cx, &form, table, column, 0)?;
    let count = form.keep_answers(cx, asked.label, asked.of_people, typed.answers)?;
    said(format!("/forms/{id}"), say!("记下了 {count} 条，以后的表都会用。", "{count} noted; every later form uses them."))
}

/// Answers are facts of the ledger: who enters facts may give them.
fn may_enter(cx: &Cx<Fill>) -> Result<()> {
    if cx.may("people.edit") { Ok(()) } else { Err(Error::Forbidden("people.edit")) }
}

impl Form {
    fn keep_answers(&self, cx: &kernel::Steps, label: String, of_people: bool, answers: BTreeMap<String, String>) -> Result<usize> {
        let id = self.id;
        let given: Vec<(Id, String)> = answers
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(id, text)| Ok((id.parse().map_err(|_| Error::NotFound)?, text)))
            .collect::<Result<_>>()?;
        let count = given.len();
        cx.write(move |w| {
            for (subject, text) in &given {
                if of_people {
                    w.find::<Member>(*subject)?.set_extra(w, &label, text)?;
                } else {
                    let org: Org = w.find(*subject)?;
                    let mut extra = org.extra(w)?;
                    extra.insert(label.clone(), text.trim().to_owned());
                    org.set_extra(w, &extra)?;
                }
            }
            w.note(id, format!("form's question “{label}” answered for {count}"));
            Ok(())
        })?;
        self.look_again(cx)?;
        Ok(count)
    }
}

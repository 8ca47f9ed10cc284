//! Roll-call workbooks: put in, shown as they were read, confirmed. The files themselves are kept.

use super::{
    Reads, Taken, View,
    matrix::{self, Matrix},
    planning::{Choice, choices, chosen_org},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Reader, Reply, Result, Upload, Uploaded, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/matrix.html")]
pub struct Uploads {
    pub orgs: Vec<Choice>,
}
impl Page for Uploads {
    fn title(&self) -> String {
        t("导入签到表", "Roll-call workbooks").into()
    }
}

pub fn new(cx: &Cx<View>) -> Result<Reply<Uploads>> {
    let top = chosen_org(cx, None)?;
    Reply::show(Uploads { orgs: choices(cx, top.id)? })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Whose {
    /// The organisation of a table that names none.
    pub org: String,
}

/// How the workbooks were read; nothing is taken in yet.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/matrix_preview.html")]
pub struct Preview {
    pub org: String,
    pub files: Vec<Kept>,
    pub marks: usize,
    pub doubtful: usize,
}
impl Page for Preview {
    fn title(&self) -> String {
        t("核对签到表", "Check the roll-call").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Kept {
    pub name: String,
    /// By which the file is found again.
    pub content: String,
    pub tables: Vec<Matrix>,
    pub problem: Option<String>,
}

pub fn read(cx: &Cx<Reads>, upload: Upload<Whose>) -> Result<Reply<Preview>> {
    if upload.files.is_empty() {
        return Err(Error::field("files", "请放入签到表。", "Put a workbook in."));
    }
    let mut files = vec![];
    for file in upload.files {
        let bytes = file.bytes.clone();
        let content = cx.write(move |w| w.keep_file(&bytes))?;
        files.push(kept(cx, file, content, &upload.fields.org)?);
    }
    let tables = || files.iter().flat_map(|f| &f.tables);
    let (marks, doubtful) = (tables().map(Matrix::mark_count).sum(), tables().map(|t| t.doubtful().count()).sum());
    Reply::show(Preview { org: upload.fields.org, files, marks, doubtful })
}

fn kept(cx: &Reader, file: Uploaded, content: String, org: &str) -> Result<Kept> {
    match tables(cx, &file.name, &file.bytes, org) {
        Ok(tables) => Ok(Kept { name: file.name, content, tables, problem: None }),
        Err(e @ (Error::Rule { .. } | Error::Invalid(_))) => {
            Ok(Kept { name: file.name, content, tables: vec![], problem: Some(e.sentence()) })
        }
        Err(other) => Err(other),
    }
}

fn tables(cx: &Reader, name: &str, bytes: &[u8], org: &str) -> Result<Vec<Matrix>> {
    let fallback = if org.is_empty() { None } else { Some(chosen_org(cx, Some(org))?) };
    matrix::read(cx, name, bytes, fallback.as_ref())
}

/// Fields `file.<n>` (its content), `name.<n>`, `org`, and `who.<n>.<table>.<row>` for doubtful rows.
pub type Confirmed = BTreeMap<String, String>;

pub fn confirm(cx: &Cx<Reads>, Input(confirmed): Input<Confirmed>) -> Acted {
    let mut all = Taken::default();
    let org = confirmed.get("org").map_or("", String::as_str);
    for (key, content) in confirmed.iter().filter(|c| c.0.starts_with("file.")) {
        let n = &key["file.".len()..];
        let name = confirmed.get(&format!("name.{n}")).map_or("", String::as_str);
        let tables = tables(cx, name, &cx.file(content)?, org)?;
        let tables: Vec<_> = tables.into_iter().enumerate().map(|(place, table)| (table, choices_of(&confirmed, n, place))).collect();
        let source = Id::named(&["roll-call", content]);
        all.add(cx.write(move |w| super::take(w, &tables, source))?);
    }
    said("/activities/matrix", all.sentence())
}

fn choices_of(confirmed: &Confirmed, file: &str, table: usize) -> BTreeMap<u32, Id> {
    let start = format!("who.{file}.{table}.");
    confirmed.iter().filter_map(|(key, id)| Some((key.strip_prefix(&start)?.parse().ok()?, id.parse().ok()?))).collect()
}

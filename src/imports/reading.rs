//! How a file is read, and reading it another way: kind, branch and what each column means.

use super::{Import, Run, View, file::File, show::meaning_name};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, Steps, args, said, say, t, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{BranchFrom, Field, Kind, Meaning, Reading};
use std::collections::BTreeMap;

#[derive(Serialize, JsonSchema, Template)]
#[template(path = "imports/reading.html")]
pub struct FileReading {
    pub import: Id,
    pub file: Id,
    pub name: String,
    pub tables: Vec<TableReading>,
    pub kinds: Vec<(String, String)>,
    pub meanings: Vec<(String, String)>,
}
impl Page for FileReading {
    fn title(&self) -> String {
        say!("怎样读“{}”", "How “{}” is read", self.name)
    }
}

#[derive(Serialize, JsonSchema)]
pub struct TableReading {
    pub number: usize,
    pub sheet: String,
    pub kind: String,
    pub branch: String,
    pub branch_by_column: bool,
    pub columns: Vec<ColumnChoice>,
}

#[derive(Serialize, JsonSchema)]
pub struct ColumnChoice {
    pub index: u16,
    pub letter: String,
    pub header: String,
    pub meaning: String,
    /// What is left out on purpose cannot be taken in.
    pub left_out: bool,
}

pub fn show(cx: &Cx<View>, Path((id, file)): Path<(Id, Id)>) -> Result<Reply<FileReading>> {
    let import: Import = cx.find(id)?;
    let file = File::of_import(cx, import.id, file)?;
    let tables = file.readings()?.iter().enumerate().map(|(n, r)| TableReading::of(n, r)).collect();
    let kinds = Kind::ALL.iter().map(|k| (k.code().to_owned(), super::file::kind_name(k.code()))).collect();
    Reply::show(FileReading { import: id, file: file.id, name: file.name, tables, kinds, meanings: meanings() })
}

fn meanings() -> Vec<(String, String)> {
    let fields = Field::ALL.iter().filter(|f| **f != Field::Probationary).map(|f| Meaning::Field(*f));
    fields.chain([Meaning::Extra, Meaning::Ignored]).map(|m| (m.code().to_owned(), meaning_name(m))).collect()
}

impl TableReading {
    fn of(number: usize, reading: &Reading) -> TableReading {
        let columns = reading.columns.iter().filter(|c| c.meeting.is_none());
        TableReading {
            number,
            sheet: reading.sheet_name.clone(),
            kind: reading.kind.code().into(),
            branch: reading.branch.name.clone().unwrap_or_default(),
            branch_by_column: reading.branch.from == BranchFrom::Column,
            columns: columns
                .map(|c| ColumnChoice {
                    index: c.index,
                    letter: sheets::column_name(c.index),
                    header: c.header.clone(),
                    meaning: c.meaning.code().into(),
                    left_out: c.meaning == Meaning::LeftOut,
                })
                .collect(),
        }
    }
}

#[derive(Deserialize, JsonSchema)]
pub struct AnotherReading {
    /// Which table of the file, from 0.
    pub table: String,
    pub kind: String,
    #[serde(default)]
    pub branch: String,
    /// `column.0` and so on: what each column means.
    #[serde(flatten)]
    pub columns: BTreeMap<String, String>,
}

pub fn change(cx: &Cx<Run>, Path((id, file)): Path<(Id, Id)>, Input(another): Input<AnotherReading>) -> Acted {
    let import: Import = cx.find(id)?;
    import.in_state(&["read"])?;
    let file = File::of_import(cx, import.id, file)?;
    let mut readings = file.readings()?;
    let number: usize = another.table.parse().map_err(|_| Error::NotFound)?;
    another.apply(readings.get_mut(number).ok_or(Error::NotFound)?)?;
    import.read_otherwise(cx, &file, readings, number)?;
    said(
        format!("/imports/{id}?file={}", file.id),
        t("已按新的读法重读。下次同样的表照此读。", "Read again this way. Tables of this layout are read so from now on."),
    )
}

impl AnotherReading {
    fn apply(&self, reading: &mut Reading) -> Result<()> {
        let unknown = |field: &str| Error::field(field, "没有这个选项。", "There is no such choice.");
        reading.kind = self.kind.parse().map_err(|_| unknown("kind"))?;
        for column in reading.columns.iter_mut().filter(|c| c.meaning != Meaning::LeftOut) {
            let name = format!("column.{}", column.index);
            let Some(meaning) = self.columns.get(&name) else { continue };
            let meaning: Meaning = meaning.parse().map_err(|_| unknown(&name))?;
            if meaning != column.meaning {
                column.meaning = meaning;
                column.sure = true;
                (column.reason.zh, column.reason.en) = ("由人指定".into(), "said by a person".into());
            }
        }
        let by_column = reading.columns.iter().any(|c| c.meaning == Meaning::Field(Field::Branch));
        let branch = self.branch.trim();
        if by_column {
            reading.branch.from = BranchFrom::Column;
            reading.branch.name = None;
        } else if Some(branch) != reading.branch.name.as_deref() {
            reading.branch.from = if branch.is_empty() { BranchFrom::Unknown } else { BranchFrom::Given };
            reading.branch.name = (!branch.is_empty()).then(|| branch.to_owned());
            (reading.branch.reason.zh, reading.branch.reason.en) = ("由人指定".into(), "said by a person".into());
        }
        Ok(())
    }
}

impl Import {
    /// Reads a file another way, remembers it for tables of the same layout, and compares again.
    fn read_otherwise(&self, cx: &Steps, file: &File, readings: Vec<Reading>, number: usize) -> Result<()> {
        let (id, import, text) = (file.id, self.id, serde_json::to_string(&readings)?);
        let shape = vault::hex(&vault::fingerprint(&readings[number].layout()));
        let reading = serde_json::to_string(&readings[number])?;
        cx.write(move |w| {
            w.run_one("update {import_files} set readings = $1 where id = $2", args![text, id])?;
            w.run(
                "insert into {known_readings} (shape, reading, confirmed_by, confirmed_at) values ($1, $2, $3, $4) \
                 on conflict (shape) do update set reading = excluded.reading, confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at",
                args![shape, reading, &w.actor().name, w.now()],
            )?;
            w.note(import, "read another way");
            Ok(())
        })?;
        self.look_again(cx)
    }
}

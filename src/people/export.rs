//! The ledger as a file: one line a member. Lines are read a thousand at a time and written as
//! they come, so that a million of them take no more memory than a thousand. What is hidden is
//! masked, unless somebody gives a reason; the reason and the number of members are in the audit
//! log before the first line leaves.

use super::shown;
use kernel::{Error, House, Id, Reader, Result, Scope, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::write::{Cell, Column, Table, xlsx};
use std::{io::Write, sync::Arc};

/// Lines read at once.
const BATCH: usize = 1000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Jsonl,
    Csv,
    #[default]
    Xlsx,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Xlsx, Format::Csv, Format::Jsonl];

    pub fn ending(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }
    pub fn mime(self) -> &'static str {
        match self {
            Format::Jsonl => "application/jsonl",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}
impl std::str::FromStr for Format {
    type Err = Error;
    fn from_str(text: &str) -> Result<Format> {
        let known = Format::ALL.into_iter().find(|f| f.ending() == text);
        known.ok_or_else(|| Error::field("format", "格式只能是 jsonl、csv 或 xlsx。", "The format is jsonl, csv or xlsx."))
    }
}

/// The columns, in their order. Programs rely on the names.
pub const FIELDS: [&str; 16] = [
    "name",
    "sex",
    "birth",
    "id_no",
    "phone",
    "education",
    "organisation",
    "joined",
    "became_full",
    "probationary",
    "employment",
    "unit",
    "home_address",
    "lives_at",
    "last_contact",
    "flags",
];

/// One member of the file.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    sex: String,
    birth: Option<String>,
    id_no: Option<String>,
    phone: Option<String>,
    education: String,
    organisation: String,
    joined: Option<String>,
    became_full: Option<String>,
    probationary: bool,
    employment: String,
    unit: String,
    home_address: Option<String>,
    lives_at: Option<String>,
    last_contact: Option<String>,
    flags: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    path: String,
    name: String,
    sex: String,
    birth: Option<String>,
    id_no: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    education: String,
    organisation: String,
    joined: Option<String>,
    became_full: Option<String>,
    probationary: bool,
    employment: String,
    unit: String,
    home: Option<Vec<u8>>,
    lives_at: Option<Vec<u8>>,
    last_contact: Option<String>,
    flags: String,
}

/// Where a batch ended.
type Place = (String, String, Id);

/// Writes the members of this scope to `out` and says how many. `unmask` is the reason for which
/// hidden facts leave in full.
pub fn write(house: &Arc<House>, scope: Scope, unmask: Option<&str>, format: Format, out: &mut dyn Write) -> Result<u64> {
    let reason = reason(unmask)?;
    let (open, told) = (reason.is_some(), reason.map(str::to_owned));
    house.write_as_system("export members", scope.clone(), move |cx| note(cx, told.as_deref()))?;
    let start = (scope.top().to_owned(), String::new(), Id::NIL);
    let read = |after: Place| house.read_as_system("export members", scope.clone(), move |cx| batch(cx, &after, open));
    all(start, read, format, out)
}

/// The same for somebody who is signed in: their own part of the ledger, under their own name.
pub fn for_actor(cx: &kernel::Steps, unmask: Option<&str>, format: Format, out: &mut dyn Write) -> Result<u64> {
    let reason = reason(unmask)?;
    let (open, told) = (reason.is_some(), reason.map(str::to_owned));
    cx.write(move |w| note(w, told.as_deref()))?;
    let start = (cx.actor().scope.top().to_owned(), String::new(), Id::NIL);
    all(start, |after| batch(cx, &after, open), format, out)
}

fn reason(unmask: Option<&str>) -> Result<Option<&str>> {
    match unmask.map(str::trim) {
        Some("") => Err(Error::field("reason", "导出完整信息要说明用途。", "To export in full, say what it is for.")),
        reason => Ok(reason),
    }
}

fn note(cx: &Writer, reason: Option<&str>) -> Result<()> {
    let count: i64 = cx.one("select count(*) from {members} m", args![])?;
    match reason {
        Some(reason) => cx.note_reason(Id::NIL, format!("exported {count} members in full"), reason),
        None => cx.note(Id::NIL, format!("exported {count} members, hidden facts masked")),
    }
    Ok(())
}

fn batch(cx: &Reader, (path, name, id): &Place, open: bool) -> Result<(Vec<Line>, Option<Place>)> {
    let rows: Vec<Row> = cx.all(
        &format!(
            "select m.id, m.path, m.name, m.sex, m.birth, m.id_no, m.phone, m.education, o.name as organisation, m.joined, m.became_full, m.probationary, m.employment, m.unit, m.home, m.lives_at, m.last_contact, m.flags \
             from {{members from $1, $2, $3}} m join {{orgs}} o on o.tenant = m.tenant and o.id = m.org order by m.path, m.name, m.id limit {BATCH}"
        ),
        args![path, name, id],
    )?;
    let next = rows.last().filter(|_| rows.len() == BATCH).map(|r| (r.path.clone(), r.name.clone(), r.id));
    Ok((rows.into_iter().map(|row| row.line(cx, open)).collect::<Result<_>>()?, next))
}

impl Row {
    fn line(self, cx: &Reader, open: bool) -> Result<Line> {
        let show = |column: &'static str, sealed: Option<Vec<u8>>| shown(cx, self.id, column, sealed.as_deref(), open);
        Ok(Line {
            id_no: show("id_no", self.id_no)?,
            phone: show("phone", self.phone)?,
            home_address: show("home", self.home)?,
            lives_at: show("lives_at", self.lives_at)?,
            name: self.name,
            sex: self.sex,
            birth: self.birth,
            education: self.education,
            organisation: self.organisation,
            joined: self.joined,
            became_full: self.became_full,
            probationary: self.probationary,
            employment: self.employment,
            unit: self.unit,
            last_contact: self.last_contact,
            flags: self.flags.split_whitespace().map(str::to_owned).collect(),
        })
    }
}

impl Line {
    fn cells(self) -> [String; FIELDS.len()] {
        let text = |t: Option<String>| t.unwrap_or_default();
        [
            self.name,
            self.sex,
            text(self.birth),
            text(self.id_no),
            text(self.phone),
            self.education,
            self.organisation,
            text(self.joined),
            text(self.became_full),
            self.probationary.to_string(),
            self.employment,
            self.unit,
            text(self.home_address),
            text(self.lives_at),
            text(self.last_contact),
            self.flags.join(" "),
        ]
    }
}

fn all(
    start: Place,
    mut read: impl FnMut(Place) -> Result<(Vec<Line>, Option<Place>)>,
    format: Format,
    out: &mut dyn Write,
) -> Result<u64> {
    let mut count = 0;
    let mut failed = None;
    let mut place = Some(start);
    let batches = std::iter::from_fn(|| {
        let read = read(place.take()?);
        let (lines, next) = read.map_err(|e| failed = Some(e)).ok()?;
        (place, count) = (next, count + lines.len() as u64);
        Some(lines)
    });
    let written = match format {
        Format::Jsonl => batches.flatten().try_for_each(|line| -> Result<()> {
            serde_json::to_writer(&mut *out, &line)?;
            Ok(out.write_all(b"\n")?)
        }),
        Format::Csv => csv(batches, out),
        Format::Xlsx => xlsx(&table(), batches.flatten().map(|line| line.cells().map(Cell::from)))
            .map_err(|e| Error::Internal(e.into()))
            .and_then(|bytes| Ok(out.write_all(&bytes)?)),
    };
    match failed {
        Some(error) => Err(error),
        None => written.map(|()| count),
    }
}

fn table() -> Table {
    Table { title: String::new(), note: String::new(), columns: FIELDS.map(|head| Column::new(head, 16.0)).into() }
}

/// A batch at a time; the head stands once, at the beginning.
fn csv(batches: impl Iterator<Item = Vec<Line>>, out: &mut dyn Write) -> Result<()> {
    let mut head = 0;
    for lines in batches {
        let bytes = sheets::write::csv(&table(), lines.into_iter().map(|line| line.cells().map(Cell::from)))
            .map_err(|e| Error::Internal(e.into()))?;
        out.write_all(&bytes[head..])?;
        head = bytes.iter().position(|b| *b == b'\n').map_or(0, |n| n + 1);
    }
    Ok(())
}

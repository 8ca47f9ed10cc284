//! A file of an import: kept as it came, read as it is understood.

use super::{notes::Notes, row::Row, walk::Walked};
use crate::rulebook::{self, Rules, keys};
use kernel::{Id, Noun, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{Hints, Kind, Limits, Reading, Workbook};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct File {
    pub id: Id,
    pub import: Id,
    pub position: i64,
    pub name: String,
    /// Its fingerprint: under this name the original is kept, sealed.
    pub content: String,
    pub kind: String,
    #[serde(skip_serializing)]
    pub readings: String,
    pub row_count: i64,
    pub new_count: i64,
    pub changed_count: i64,
    pub same_count: i64,
    pub decision_count: i64,
    pub refused_count: i64,
    #[serde(skip_serializing)]
    notes: String,
    /// Why it was not taken in; both languages.
    pub problem: String,
}
impl Noun for File {
    const TABLE: &'static str = "import_files";
}

impl File {
    pub fn of(cx: &Reader, import: Id) -> Result<Vec<File>> {
        cx.all("select * from {import_files} f where f.import = $1 order by f.position", args![import])
    }

    pub fn of_import(cx: &Reader, import: Id, file: Id) -> Result<File> {
        cx.one("select * from {import_files} f where f.import = $1 and f.id = $2", args![import, file])
    }

    pub fn readings(&self) -> Result<Vec<Reading>> {
        Ok(serde_json::from_str(&self.readings)?)
    }

    /// What of it was read otherwise than it stands.
    pub fn notes(&self) -> Result<Notes> {
        Ok(serde_json::from_str(&self.notes)?)
    }

    pub fn problem(&self) -> Option<String> {
        serde_json::from_str::<Text>(&self.problem).ok().map(|t| t.here().to_owned())
    }

    /// What the kind is called.
    pub fn kind_name(&self) -> String {
        kind_name(&self.kind)
    }
}

pub fn kind_name(kind: &str) -> String {
    let Ok(kind) = kind.parse::<Kind>() else { return kernel::t("没有收", "Not taken in").into() };
    let label = rulebook::columns().kind_label(kind);
    kernel::t(&label.zh, &label.en).to_owned()
}

/// A file in memory, opened and understood.
pub struct Opened {
    pub id: Id,
    pub name: String,
    pub content: String,
    pub book: Option<Workbook>,
    pub readings: Vec<Reading>,
    pub problem: Option<Text>,
}

/// What all files of one import may take together.
pub struct Room {
    limits: Limits,
    upload: usize,
    /// The branches of the tree: a column full of their names is the branch, whatever its head.
    branches: Vec<String>,
    /// The year of a date that says none.
    year: u32,
}

impl Room {
    pub fn new(cx: &Reader, rules: &Rules<'_>) -> Result<Room> {
        let limits = Limits {
            part: rules.get(keys::SHEET_BYTES_MAX) as u64,
            whole: (rules.get(keys::IMPORT_MEMORY_MAX) as u64).min(Limits::default().whole),
            rows: rules.get(keys::SHEET_ROWS_MAX) as usize,
            ..Limits::default()
        };
        let branches = cx.all("select o.name from {orgs} o where o.closed_at is null order by o.path", args![])?;
        Ok(Room { limits, upload: rules.get(keys::UPLOAD_BYTES_MAX) as usize, branches, year: cx.today().year() as u32 })
    }

    /// Opens a file; what cannot be read says why.
    pub fn open(&mut self, id: Id, name: &str, content: &str, bytes: &[u8]) -> Opened {
        let mut opened = Opened { id, name: name.into(), content: content.into(), book: None, readings: vec![], problem: None };
        if bytes.len() > self.upload {
            let most = self.upload >> 20;
            opened.problem = Some(kernel::text!("文件超过 {most} MiB。请拆成几个文件。", "The file has more than {most} MiB. Split it."));
            return opened;
        }
        match sheets::open_within(name, bytes, &self.limits) {
            Ok(book) => {
                // Each book leaves less room for the next: the bounds hold for all together.
                let cells: usize = book.sheets.iter().map(|s| s.cell_count()).sum();
                self.limits.cells = self.limits.cells.saturating_sub(cells);
                let branches: Vec<&str> = self.branches.iter().map(String::as_str).collect();
                opened.readings = sheets::read_with(&book, rulebook::columns(), &Hints { year: Some(self.year), ..Hints::of(&branches) });
                opened.book = Some(book);
            }
            Err(refused) => opened.problem = Some(Text::new(refused.zh(), refused.en())),
        }
        opened
    }
}

impl Opened {
    /// The kind of most of its rows; `unreadable` where it could not be opened.
    pub fn kind(&self) -> &'static str {
        let rows = |r: &&Reading| r.body.last.saturating_sub(r.body.first);
        let known = self.readings.iter().filter(|r| r.kind != Kind::Unknown).max_by_key(rows);
        match (&self.book, known) {
            (None, _) => "unreadable",
            (_, Some(reading)) => reading.kind.code(),
            (_, None) => Kind::Unknown.code(),
        }
    }

    /// What is to be said of a file whose rows are not taken here.
    pub fn remark(&self) -> Option<Text> {
        if self.problem.is_some() {
            return self.problem.clone();
        }
        if self.readings.iter().any(|r| is_taken(r.kind)) {
            return None;
        }
        Some(match self.kind() {
            "unknown" => Text::fixed(
                "看不出这是什么表。请在“换一种读法”里指明。",
                "Nothing says what this is. Name its kind under “Read it another way”.",
            ),
            _ => Text::fixed(
                "认得这类表，但台账里还没有它的位置，没有收。原件已保存。",
                "This kind is known, but the ledger has no place for it yet; nothing was taken in. The original is kept.",
            ),
        })
    }

    /// Writes the file with the counts of its rows.
    pub fn keep(&self, cx: &Writer, import: Id, position: usize, walked: &Walked) -> Result<()> {
        let rows = &walked.rows;
        let count = |outcome: &str| rows.iter().filter(|r| r.outcome == outcome).count();
        let problem = self.remark().map(|t| serde_json::to_string(&t)).transpose()?.unwrap_or_default();
        cx.run(
            "insert into {import_files} (id, import, position, name, content, kind, readings, row_count, new_count, changed_count, same_count, decision_count, refused_count, notes, problem) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (id) do update set kind = excluded.kind, readings = excluded.readings, \
             row_count = excluded.row_count, new_count = excluded.new_count, changed_count = excluded.changed_count, same_count = excluded.same_count, \
             decision_count = excluded.decision_count, refused_count = excluded.refused_count, notes = excluded.notes, problem = excluded.problem",
            args![
                self.id,
                import,
                position,
                &self.name,
                &self.content,
                self.kind(),
                serde_json::to_string(&self.readings)?,
                rows.len(),
                count("new"),
                count("changed"),
                count("same"),
                count("decision"),
                count("refused"),
                serde_json::to_string(&walked.notes)?,
                problem
            ],
        )?;
        Row::write_all(cx, self.id, rows)
    }
}

/// The kinds whose rows come into the ledger, in the order in which they do.
pub const ORDER: [Kind; 10] = [
    Kind::Organisations,
    Kind::Roster,
    Kind::FloatingRegister,
    Kind::ContactCards,
    Kind::Households,
    Kind::Dues,
    Kind::RollCall,
    Kind::Units,
    Kind::InService,
    Kind::Needs,
];

pub fn is_taken(kind: Kind) -> bool {
    ORDER.contains(&kind)
}

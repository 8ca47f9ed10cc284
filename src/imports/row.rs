//! A row of a file and what became of it.

use super::{draft::Draft, why::Why};
use kernel::{Id, Reader, Result, Spot, Writer, args};
use serde::{Deserialize, Serialize};

/// Its place in the import: the file, the sheet and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RowAt {
    pub file: Id,
    pub sheet: i64,
    pub line: i64,
}

#[derive(Debug)]
pub struct Row {
    pub sheet: usize,
    pub line: u32,
    pub name: String,
    /// new, changed, same, decision, refused.
    pub outcome: &'static str,
    pub subject: Option<Id>,
    /// Why it waits, or the facts that change.
    pub why: String,
    /// What was decided; empty while it waits.
    pub choice: String,
    /// What it says, where it changes something or waits.
    pub kept: Option<Box<Kept>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub draft: Draft,
    /// What an organisation's facts were before, for the way back.
    #[serde(default)]
    pub before: Option<super::draft::OrgSaid>,
    /// What stood before in another register.
    #[serde(default)]
    pub was: Option<super::take::Was>,
}

/// A row as it stands in the database.
#[derive(Clone, Debug, Deserialize)]
pub struct Stored {
    pub file: Id,
    pub sheet: i64,
    pub line: i64,
    pub name: String,
    pub outcome: String,
    pub subject: Option<Id>,
    pub why: String,
    pub choice: String,
    pub record: Option<Vec<u8>>,
}

/// Several people can stand in one row of a sheet, side by side: the first has its line, those behind
/// it this much more each.
pub const BESIDE: u32 = 1 << 24;

/// The line as people number it.
pub fn line_of(place: i64) -> i64 {
    place % i64::from(BESIDE)
}

impl RowAt {
    fn spot(&self) -> Spot<'static> {
        Spot {
            table: "import_rows",
            column: "record",
            row: Id::named(&[&self.file.to_string(), &self.sheet.to_string(), &self.line.to_string()]),
        }
    }
}

impl Row {
    /// Writes the rows of a file, those of before replaced.
    pub fn write_all<'r>(cx: &Writer, file: Id, rows: &'r [Row]) -> Result<()> {
        cx.run("delete from {import_rows} where file = $1", args![file])?;
        let row = |row: &'r Row| {
            let at = RowAt { file, sheet: row.sheet as i64, line: i64::from(row.line) };
            let record = row.kept.as_ref().map(|kept| seal(cx, at, kept)).transpose()?;
            let (file, sheet, line, name) = (file.into(), at.sheet.into(), at.line.into(), (&row.name).into());
            let (outcome, subject, why, choice) = (row.outcome.into(), row.subject.into(), (&row.why).into(), (&row.choice).into());
            Ok([file, sheet, line, name, outcome, subject, why, choice, record.into()])
        };
        cx.put("insert into {import_rows} (file, sheet, line, name, outcome, subject, why, choice, record)", rows.iter().map(row))
    }

    /// Writes one row anew.
    pub fn rewrite(&self, cx: &Writer, file: Id) -> Result<()> {
        let at = RowAt { file, sheet: self.sheet as i64, line: i64::from(self.line) };
        let record = self.kept.as_ref().map(|kept| seal(cx, at, kept)).transpose()?;
        cx.run_one(
            "update {import_rows} set outcome = $1, subject = $2, why = $3, choice = $4, record = $5 where file = $6 and sheet = $7 and line = $8",
            args![self.outcome, self.subject, &self.why, &self.choice, record, at.file, at.sheet, at.line],
        )
    }
}

fn seal(cx: &Writer, at: RowAt, kept: &Kept) -> Result<Vec<u8>> {
    cx.seal(at.spot(), &serde_json::to_string(kept)?)
}

impl Stored {
    pub fn at(&self) -> RowAt {
        RowAt { file: self.file, sheet: self.sheet, line: self.line }
    }

    pub fn find(cx: &Reader, at: RowAt) -> Result<Stored> {
        cx.one("select * from {import_rows} r where r.file = $1 and r.sheet = $2 and r.line = $3", args![at.file, at.sheet, at.line])
    }

    /// What it says. The caller masks hidden facts.
    pub fn kept(&self, cx: &Reader) -> Result<Option<Kept>> {
        let Some(record) = &self.record else { return Ok(None) };
        Ok(Some(serde_json::from_str(&cx.unseal(self.at().spot(), record)?)?))
    }

    pub fn why(&self) -> Option<Why> {
        self.why.parse().ok().filter(|_| matches!(self.outcome.as_str(), "decision" | "refused"))
    }

    /// It was taken in as a change of somebody who stood in the ledger, as far as the row tells.
    pub fn changed_somebody(&self) -> bool {
        self.subject.is_some() && (self.outcome == "changed" || self.outcome == "decision" && self.choice == "same")
    }

    /// Somebody has to decide about it.
    pub fn waits(&self) -> bool {
        self.outcome == "decision" && self.choice.is_empty()
    }
}

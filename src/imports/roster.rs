//! A workbook that a unit's contact hands in for its people. It changes nothing by itself: it lies there until
//! somebody of the community reads it in as an import, which is checked and taken in like any other, or gives
//! it back. The unit is fixed: a row that names another one is not taken.

use super::{
    Import,
    draft::{Draft, Says},
    file::File,
    why::Why,
};
use crate::{orgs::Org, units::Unit};
use kernel::{Error, Id, Noun, Reader, Result, Steps, Uploaded, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Roster {
    pub id: Id,
    pub path: String,
    /// To whom it was handed in.
    pub org: Id,
    pub unit: Id,
    pub unit_name: String,
    /// The file's name.
    pub file: String,
    /// Under this name the original is kept, sealed.
    #[serde(skip_serializing)]
    pub content: String,
    pub made_at: String,
    pub made_by: String,
    pub import: Option<Id>,
    pub returned_on: Option<String>,
    /// Why it was given back.
    pub reason: String,
}
impl Noun for Roster {
    const TABLE: &'static str = "unit_rosters";
}

/// What became of the rows, in numbers: nothing of anybody stands in them.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Became {
    /// The state of the import; empty while nobody has read it.
    pub state: String,
    pub rows: i64,
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    /// The community has a question about them.
    pub questions: i64,
    pub refused: i64,
    /// Lines of the sheet that name another unit.
    pub others_lines: Vec<i64>,
}

const OWN: &str = "a unit sees its own rosters, wherever they were handed in, and how many rows became what";

/// The row says what this unit may say, with the unit put in where it names none; or why not.
pub fn foreign(draft: &mut Draft, unit: &str) -> Option<Why> {
    match &mut draft.says {
        Says::InService(who, _) if who.facts.unit.is_empty() => {
            who.facts.unit = unit.to_owned();
            None
        }
        Says::InService(who, _) if who.facts.unit == unit => None,
        Says::InService(who, _) => Some(Why::OtherUnit(who.facts.unit.clone())),
        _ => Some(Why::OtherUnit(String::new())),
    }
}

impl Roster {
    pub fn hand_in(cx: &Writer, org: Id, uploaded: &Uploaded) -> Result<Id> {
        let unit = Unit::own(cx)?;
        let all = cx.beyond_scope("a unit's roster goes to the community where its people live");
        let (org, id): (Org, Id) = (all.find(org)?, cx.new_id());
        if uploaded.bytes.is_empty() {
            return Err(Error::field("files", "请选择文件。", "Choose a file."));
        }
        let content = cx.keep_file(&uploaded.bytes)?;
        all.run(
            "insert into {unit_rosters} (id, path, org, unit, unit_name, file, content, made_at, made_by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')",
            args![id, &org.path, org.id, unit.id, &unit.name, &uploaded.name, content, cx.now(), &cx.actor().name],
        )?;
        cx.note(id, format!("roster of {} handed in", unit.name));
        Ok(id)
    }

    /// Those that nobody has read or given back.
    pub fn waiting(cx: &Reader) -> Result<Vec<Roster>> {
        cx.all("select * from {unit_rosters} r where r.import is null and r.returned_on is null order by r.made_at, r.id", args![])
    }

    /// Of the contact's own unit, the newest first.
    pub fn own(cx: &Reader) -> Result<Vec<Roster>> {
        let unit = Unit::own(cx)?;
        cx.beyond_scope(OWN).all("select * from {unit_rosters} r where r.unit = $1 order by r.made_at desc, r.id desc", args![unit.id])
    }

    fn must_wait(&self) -> Result<()> {
        if self.import.is_none() && self.returned_on.is_none() {
            return Ok(());
        }
        Err(Error::rule("roster_moved_on", "这份名册已经读过或退回了。", "This roster was read in or given back already."))
    }

    /// As an import of whoever reads it: compared with what stands, taken in only once it is confirmed.
    pub fn read(&self, cx: &Steps) -> Result<Import> {
        self.must_wait()?;
        let uploaded = Uploaded { name: self.file.clone(), bytes: cx.file(&self.content)?.into() };
        let import = Import::read_of(cx, vec![uploaded], Some((self.unit, self.unit_name.clone())))?;
        let (roster, id) = (self.id, import.id);
        cx.write(move |w| {
            w.run_one("update {unit_rosters} set import = $1 where id = $2", args![id, roster])?;
            w.note(roster, "roster of a unit read in");
            Ok(())
        })?;
        Ok(import)
    }

    pub fn give_back(&self, cx: &Writer, reason: &str) -> Result<()> {
        self.must_wait()?;
        if reason.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么退回，单位会看到。", "Say why; the unit reads it."));
        }
        cx.run_one("update {unit_rosters} set returned_on = $1, reason = $2 where id = $3", args![cx.today(), reason.trim(), self.id])?;
        cx.note_reason(self.id, "roster given back to the unit", reason.trim());
        Ok(())
    }

    pub fn became(&self, cx: &Reader) -> Result<Became> {
        let Some(import) = self.import else { return Ok(Became::default()) };
        let all = cx.beyond_scope(OWN);
        let mut became = Became { state: all.find::<Import>(import)?.state, ..Became::default() };
        for file in File::of(&all, import)? {
            became.rows += file.row_count;
            became.new += file.new_count;
            became.changed += file.changed_count;
            became.same += file.same_count;
            became.questions += file.decision_count;
            became.refused += file.refused_count;
            became.others_lines.extend(all.all::<i64>(
                "select r.line from {import_rows} r where r.file = $1 and r.outcome = 'refused' and r.why like 'other_unit%' order by r.sheet, r.line",
                args![file.id],
            )?);
        }
        Ok(became)
    }
}

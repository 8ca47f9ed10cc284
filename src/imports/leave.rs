//! One row alone: left out before the import is taken in, or what it changed taken back afterwards.

use super::{Decide, Import, Run, judge::LEAVE, row::Stored, why::Why};
use crate::people::{Change, Confirmation};
use kernel::{Acted, Cx, Error, Id, Input, Path, Writer, args, said, say};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
pub struct Wanted {
    /// Take the row in after all, or leave it out.
    pub take: bool,
}

pub fn leave(cx: &Cx<Run>, Path((id, file, place)): Path<(Id, Id, String)>, Input(wanted): Input<Wanted>) -> Acted {
    let import: Import = cx.find(id)?;
    let (file, row) = import.row_at(cx, file, &place)?;
    import.leave(cx, &row, wanted.take)?;
    let name = &row.name;
    let told =
        if wanted.take { say!("{name}：会收。", "{name}: will come in.") } else { say!("{name}：不收。", "{name}: left out.") };
    said(format!("/imports/{id}?file={}", file.id), told)
}

pub fn take_back(cx: &Cx<Decide>, Path((id, file, place)): Path<(Id, Id, String)>) -> Acted {
    let import: Import = cx.find(id)?;
    let (file, row) = import.row_at(cx, file, &place)?;
    import.take_back(cx, &row)?;
    let name = &row.name;
    said(format!("/imports/{id}?file={}", file.id), say!("{name}：这行改动的已恢复原样。", "{name}: what this row changed is as it was."))
}

impl Import {
    fn leave(&self, cx: &kernel::Steps, row: &Stored, take: bool) -> kernel::Result<()> {
        self.in_state(&["read"])?;
        let fits = if take { row.why() == Some(Why::LeftOut) } else { matches!(row.outcome.as_str(), "new" | "changed") };
        if !fits {
            return Err(Error::rule(
                "decided",
                "这一行不在这一步，请刷新后再看。",
                "This row is no longer at this step; look at it again.",
            ));
        }
        let (at, choice, import) = (row.at(), if take { "" } else { LEAVE }, self.id);
        cx.write(move |w| {
            w.note(import, if take { "row taken after all" } else { "row left out" });
            w.run_one(
                "update {import_rows} set outcome = 'decision', why = $1, choice = $2 where file = $3 and sheet = $4 and line = $5",
                args![Why::LeftOut.to_string(), choice, at.file, at.sheet, at.line],
            )
        })?;
        self.look_again(cx)
    }

    /// All that this import changed of the row's member is put back; the rows that did it wait for
    /// another decision.
    fn take_back(&self, cx: &Writer, row: &Stored) -> kernel::Result<()> {
        self.in_state(&["taken"])?;
        let subject = row.subject.filter(|_| row.changed_somebody()).ok_or(Error::NotFound)?;
        if self.undo_until(cx)?.is_some_and(|last| cx.today() > last) {
            return Err(Error::rule("undo_too_late", "已过可以撤销的期限。", "The time in which it could be undone is over."));
        }
        let mine: Vec<Change> = Change::of_source(cx, self.id)?.into_iter().filter(|c| c.member == subject).collect();
        let Some(first) = mine.last() else {
            return Err(Error::rule("nothing_to_take_back", "这一行没有改动台账里的党员。", "This row changed no member of the ledger."));
        };
        let later: i64 = cx.one(
            "select count(*) from {changes} c where c.member = $1 and c.id > $2 and (c.source is null or c.source <> $3) and c.kind <> 'undone'",
            args![subject, first.id, self.id],
        )?;
        if later > 0 || self.brought(cx, subject)? {
            return Err(Error::rule(
                "built_on",
                "这名党员的资料之后又有变动，不能单独拿回；请在卡片上更正。",
                "The member's facts were changed since: correct them on the card.",
            ));
        }
        Confirmation::take_back(cx, self.id, Some(subject))?;
        mine.iter().try_for_each(|change| change.undo(cx))?;
        cx.note(self.id, "what a row changed was taken back");
        cx.run(
            "update {import_rows} set outcome = 'decision', why = $1, choice = '' where subject = $2 and outcome in ('changed', 'decision') \
             and file in (select id from {import_files} f where f.import = $3)",
            args![Why::TakenBack.to_string(), subject, self.id],
        )?;
        Ok(())
    }
}

//! Somebody's own sheet given back, with what became of each row beside it and what is wrong at each
//! cell. It holds what they dropped in full, so it leaves for a reason that the audit log keeps.

use super::{
    Import, Run,
    file::File,
    lines::outcome,
    row::{Stored, line_of},
    why::fact_name,
};
use crate::rulebook;
use kernel::{Cx, Download, Error, Id, Input, Lang, Path, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Deserialize;
use sheets::{
    Reading, Reason as Words,
    write::{Answer, Language, Remark, Tone, Verdict, answered},
};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    /// What the sheet is wanted for.
    pub reason: String,
}

pub fn give_back(cx: &Cx<Run>, Path((id, file, sheet)): Path<(Id, Id, usize)>, Input(wanted): Input<Wanted>) -> Result<Download> {
    let import: Import = cx.find(id)?;
    let file = File::of_import(cx, import.id, file)?;
    let reason = wanted.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    let bytes = import.answered(cx, &file, sheet)?;
    let told = format!("gave sheet {} of {} back", sheet + 1, file.name);
    cx.write(move |w| {
        w.note_reason(id, told, &reason);
        Ok(())
    })?;
    let name = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    Ok(Download {
        name: say!("{name} 第{}张 结果.xlsx", "{name} sheet {} results.xlsx", sheet + 1),
        mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
        inline: false,
    })
}

impl Import {
    fn answered(&self, cx: &Reader, file: &File, sheet: usize) -> Result<Vec<u8>> {
        let opened = self.open(cx)?.into_iter().find(|o| o.id == file.id).ok_or(Error::NotFound)?;
        let book = opened.book.as_ref().ok_or(Error::NotFound)?;
        let readings: Vec<&Reading> = opened.readings.iter().filter(|r| r.sheet == sheet).collect();
        let (Some(own), Some(first)) = (book.sheets.get(sheet), readings.first()) else { return Err(Error::NotFound) };
        let today = cx.today().to_string().parse().map_err(|e| Error::Internal(anyhow::anyhow!("today: {e}")))?;
        let mut answer = Answer {
            language: if Lang::here() == Lang::En { Language::English } else { Language::Chinese },
            head: here(t("结果", "Result")),
            header: first.header.last,
            ..Answer::default()
        };
        let rows: Vec<Stored> = cx.all("select * from {import_rows} r where r.file = $1 and r.sheet = $2", args![file.id, sheet])?;
        answer.verdicts = rows.iter().map(|row| (line_of(row.line) as u32, verdict(row))).collect();
        for record in readings.iter().flat_map(|r| r.records(book, rulebook::columns(), today)) {
            let wrong = record.troubles.iter().map(|t| (&t.cell, t.zh(), t.en(), Tone::Bad));
            let noted = record.notes.iter().map(|n| (&n.cell, n.zh(), n.en(), Tone::Watch));
            for (cell, zh, en, tone) in wrong.chain(noted) {
                let Some((row, column)) = sheets::cell_place(cell) else { continue };
                answer.remarks.push(Remark { row: row + 1, column, text: Words { zh, en }, tone });
            }
        }
        answered(own, &answer).map_err(|e| Error::Internal(e.into()))
    }
}

fn verdict(row: &Stored) -> Verdict {
    let (name, _) = outcome(&row.outcome, row.waits());
    let why = match row.why() {
        Some(why) => why.sentence(|(_, _, line)| say!("第 {line} 行", "row {line}")),
        None => row.why.split_whitespace().map(fact_name).collect::<Vec<_>>().join(t("、", ", ")),
    };
    let tone = match row.outcome.as_str() {
        "new" => Tone::Good,
        "changed" | "decision" => Tone::Watch,
        "same" => Tone::Quiet,
        _ => Tone::Bad,
    };
    Verdict { text: here(&if why.is_empty() { name.to_owned() } else { say!("{name}：{why}", "{name}: {why}") }), tone }
}

/// A text that is in the reader's language already.
fn here(text: &str) -> Words {
    Words { zh: text.into(), en: text.into() }
}

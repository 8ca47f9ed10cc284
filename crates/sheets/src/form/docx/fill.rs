//! A docx given back with its answers.

use std::io::Write;
use std::ops::Range;

use super::super::parts::{Parts, rewritten, start, unwritable};
use super::super::splice::{Edit, edits, joined, spliced};
use super::super::xlsx::plan::{Group, Plan, Written, plans};
use super::super::xml::{Scan, What, attribute_place, without_attribute, xml_text};
use super::super::{Answers, FillFault, Form, Value};
use super::story::{Cell, Row, Story, text};
use crate::open::Limits;

pub(in super::super) fn fill(bytes: &[u8], form: &Form, answers: &Answers, limits: &Limits) -> Result<Vec<u8>, FillFault> {
    let mut parts = Parts::open(bytes, limits)?;
    let plans = plans(form, answers)?;
    if plans.is_empty() {
        return Ok(bytes.to_vec());
    }
    let nothing = Plan::default();
    let mut new: Vec<(String, String)> = Vec::new();
    let mut sheet = 0;
    for name in super::stories(&parts) {
        let xml = parts.text(&name)?.unwrap_or_default();
        let story = Story::parse(&xml)?;
        let mut changes = Changes { xml: &xml, edits: Vec::new() };
        changes.loose(&story.loose, plans.get(&sheet).unwrap_or(&nothing))?;
        for (at, table) in story.tables.iter().enumerate() {
            changes.table(table, plans.get(&(sheet + 1 + at)).unwrap_or(&nothing))?;
        }
        sheet += 1 + story.tables.len();
        let filled = apply(&xml, changes.edits);
        if filled != xml {
            new.push((name, filled));
        }
    }
    if sheet != form.sheets.len() {
        return Err(FillFault::OtherForm("it has another number of tables".into()));
    }
    rewritten(bytes, "", |name, out| {
        let Some((_, xml)) = new.iter().find(|(changed, _)| changed == name) else { return Ok(false) };
        start(out, name)?;
        out.write_all(xml.as_bytes()).map_err(unwritable)?;
        Ok(true)
    })
}

struct Changes<'x> {
    xml: &'x str,
    edits: Vec<Edit>,
}

impl Changes<'_> {
    fn loose(&mut self, paragraphs: &[Range<usize>], plan: &Plan<'_>) -> Result<(), FillFault> {
        for (&(row, _), answers) in &plan.gaps {
            let Some(place) = paragraphs.get(row as usize) else { continue };
            let runs = &self.xml[place.clone()];
            let text = spliced(runs, &edits(&joined(runs)?, answers))?;
            self.edits.push(Edit { range: place.clone(), text });
        }
        Ok(())
    }

    fn table(&mut self, table: &[Row], plan: &Plan<'_>) -> Result<(), FillFault> {
        for row in plan.rows() {
            let Some(found) = table.get(row as usize) else { continue };
            for (column, written) in plan.in_row(row) {
                self.edits.extend(found.cells.iter().find(|cell| cell.column == column).and_then(|cell| self.answer(cell, written)));
            }
        }
        for (&(row, column), answers) in &plan.gaps {
            let cell = table.get(row as usize).and_then(|row| row.cells.iter().find(|cell| cell.column == column));
            if let Some(cell) = cell {
                self.gaps(cell, answers)?;
            }
        }
        for group in &plan.groups {
            self.made(table, plan, group)?;
        }
        Ok(())
    }

    /// An answer in an empty cell: a run at the end of its first paragraph, in the look that stands
    /// there. A number that is printed stays.
    fn answer(&self, cell: &Cell, written: Written<'_>) -> Option<Edit> {
        let words = match written {
            Written::Value(value) => value.words(),
            Written::Serial { number, .. } => number.to_string(),
        };
        let place = cell.paragraphs.first()?;
        let paragraph = &self.xml[place.clone()];
        if matches!(written, Written::Serial { .. }) && joined(paragraph).is_ok_and(|text| !text.trim().is_empty()) {
            return None;
        }
        let prefix = paragraph.trim_start_matches('<').split('p').next().unwrap_or("w:");
        let run = run(&words, prefix, look(paragraph));
        Some(match paragraph.strip_suffix("/>") {
            Some(open) => Edit { range: place.clone(), text: format!("{}>{run}</{prefix}p>", open.trim_end()) },
            None => {
                let end = place.start + paragraph.rfind("</").unwrap_or(paragraph.len());
                Edit { range: end..end, text: run }
            }
        })
    }

    /// Answers in the text of a cell. Gaps are counted over its paragraphs; none lies in two.
    fn gaps(&mut self, cell: &Cell, answers: &[(u16, &Value)]) -> Result<(), FillFault> {
        let all = edits(&text(cell, self.xml)?, answers);
        let mut from = 0;
        for place in &cell.paragraphs {
            let runs = &self.xml[place.clone()];
            let end = from + joined(runs)?.len();
            let first = all.partition_point(|edit| edit.range.start < from);
            let own = all[first..].iter().take_while(|edit| edit.range.end <= end);
            let own: Vec<Edit> =
                own.map(|edit| Edit { range: edit.range.start - from..edit.range.end - from, text: edit.text.clone() }).collect();
            if !own.is_empty() {
                self.edits.push(Edit { range: place.clone(), text: spliced(runs, &own)? });
            }
            from = end + 1;
        }
        Ok(())
    }

    /// New rows, each the row they look like with other answers.
    fn made(&mut self, table: &[Row], plan: &Plan<'_>, group: &Group) -> Result<(), FillFault> {
        let at = match table.get(group.at as usize) {
            Some(row) => row.place.start,
            None => table.last().map_or(0, |row| row.place.end),
        };
        let model = group.model.ok_or_else(|| FillFault::OtherForm("its table has no row to repeat".into()))?;
        let mut rows = String::new();
        let mut written = Vec::new();
        for made in 0..group.rows {
            let model =
                table.get((model + made % group.step) as usize).ok_or_else(|| FillFault::OtherForm("its table has fewer rows".into()))?;
            plan.in_made_row(group, made, &mut written);
            let answers = written.iter().filter_map(|(column, written)| {
                let cell = model.cells.iter().find(|cell| cell.column == *column)?;
                self.answer(cell, *written)
            });
            let inside = answers.filter(|edit| model.place.start <= edit.range.start && edit.range.end <= model.place.end);
            let moved = inside
                .map(|edit| Edit { range: edit.range.start - model.place.start..edit.range.end - model.place.start, text: edit.text });
            rows.push_str(&without_names(&apply(&self.xml[model.place.clone()], moved.collect()))?);
        }
        self.edits.push(Edit { range: at..at, text: rows });
        Ok(())
    }
}

/// The properties of the first run, or of the paragraph's end.
fn look(paragraph: &str) -> &str {
    let mut scan = Scan::over(paragraph);
    let mut from = None;
    while let Ok(Some(piece)) = scan.next() {
        match (piece.what, piece.name) {
            (What::Open, "rPr") if from.is_none() => from = Some(piece.start),
            (What::Close, "rPr") => return from.and_then(|from| paragraph.get(from..piece.end())).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

fn run(words: &str, prefix: &str, look: &str) -> String {
    let lines = words.split('\n').map(|line| format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", xml_text(line)));
    format!("<{prefix}r>{look}{}</{prefix}r>", lines.collect::<Vec<_>>().join(&format!("<{prefix}br/>")))
}

/// A copied row without the numbers by which Word tells its paragraphs apart.
fn without_names(row: &str) -> Result<String, FillFault> {
    let (mut out, mut scan) = (String::with_capacity(row.len()), Scan::over(row));
    while let Some(piece) = scan.next()? {
        let named = matches!(piece.what, What::Open | What::Lone) && attribute_place(piece.raw, "paraId").is_some();
        if named { out.push_str(&without_attribute(&without_attribute(piece.raw, "paraId"), "textId")) } else { out.push_str(piece.raw) }
    }
    Ok(out)
}

fn apply(xml: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(xml.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        if edit.range.start < at {
            continue;
        }
        out.push_str(&xml[at..edit.range.start]);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(&xml[at..]);
    out
}

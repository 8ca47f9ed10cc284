//! The rows of a sheet, written anew where something is answered or moves.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::splice::{edits, joined, spliced};
use super::super::xml::{attribute_place, setting, with_attribute, without_attribute};
use super::super::{FillFault, Value};
use super::cells::Cells;
use super::plan::{Group, Plan, Written};
use super::row::{CellXml, RowXml};
use super::shift::{Shifts, copied};
use super::strings::Strings;
use crate::sheet::cell_name;

pub(super) struct Rows<'a> {
    plan: &'a Plan<'a>,
    shifts: &'a Shifts,
    /// The sheet's name.
    sheet: &'a str,
    strings: &'a Strings,
    cells: Cells<'a>,
    shared: HashMap<u32, (u32, u16, String)>,
    models: HashMap<u32, Model>,
}

/// A row that new rows look like.
struct Model {
    open: String,
    cells: Vec<ModelCell>,
}

struct ModelCell {
    column: u16,
    style: String,
    formula: Option<String>,
}

impl<'a> Rows<'a> {
    pub fn new(plan: &'a Plan<'a>, shifts: &'a Shifts, sheet: &'a str, strings: &'a Strings, cells: Cells<'a>) -> Self {
        Rows { plan, shifts, sheet, strings, cells, shared: HashMap::new(), models: HashMap::new() }
    }

    /// A row of the blank form, with its answers, where it is now.
    pub fn old(&mut self, out: &mut String, row: &RowXml<'_>) -> Result<(), FillFault> {
        let to = self.plan.shift.row(row.row);
        let written = self.plan.in_row(row.row);
        let start = out.len();
        let widened = !written.is_empty();
        self.cells.begin_row(row.row);
        let mut written = written.into_iter().peekable();
        for cell in &row.cells {
            while let Some((column, one)) = written.next_if(|(column, _)| *column < cell.column) {
                self.new_cell(out, to, column, one)?;
            }
            let one = written.next_if(|(column, _)| *column == cell.column).map(|(_, one)| one);
            self.old_cell(out, row.row, to, cell, one)?;
        }
        for (column, one) in written {
            self.new_cell(out, to, column, one)?;
        }
        self.end_row(out, start, row.open, to, widened);
        self.remember(row)
    }

    /// The rows made for a group.
    pub fn made(
        &mut self,
        out: &mut String,
        group: &Group,
        mut flush: impl FnMut(&mut String) -> Result<(), FillFault>,
    ) -> Result<(), FillFault> {
        // The first new row stands where the row it comes before stood, moved by what grew above it.
        let first = self.plan.shift.row(group.at).saturating_sub(group.rows);
        let mut written = Vec::new();
        for made in 0..group.rows {
            let to = first + made;
            self.plan.in_made_row(group, made, &mut written);
            let from = group.model.map(|model| model + made % group.step);
            self.made_row(out, to, from, &written)?;
            if out.len() > 1 << 16 {
                flush(out)?;
            }
        }
        Ok(())
    }

    fn made_row(&mut self, out: &mut String, to: u32, from: Option<u32>, written: &[(u16, Written<'_>)]) -> Result<(), FillFault> {
        let model = from.and_then(|from| self.models.remove(&from));
        let start = out.len();
        self.cells.begin_row(from.unwrap_or(to));
        let mut rest = written.iter().peekable();
        for cell in model.iter().flat_map(|model| &model.cells) {
            while let Some((column, one)) = rest.next_if(|(column, _)| *column < cell.column) {
                self.new_cell(out, to, *column, *one)?;
            }
            let one = rest.next_if(|(column, _)| *column == cell.column).map(|(_, one)| *one);
            match (one, &cell.formula, from) {
                (Some(Written::Value(value)), _, _) => self.cells.value(out, to, cell.column, &cell.style, value)?,
                (_, Some(formula), Some(from)) => {
                    let formula = copied(formula, i64::from(to) - i64::from(self.plan.shift.row(from)), 0);
                    self.cells.formula(out, to, cell.column, &cell.style, &formula);
                }
                (Some(Written::Serial { number, .. }), ..) => self.cells.number(out, to, cell.column, &cell.style, f64::from(number)),
                _ => self.cells.blank(out, to, cell.column, &cell.style),
            }
        }
        for (column, one) in rest {
            self.new_cell(out, to, *column, *one)?;
        }
        self.end_row(out, start, model.as_ref().map_or("", |model| model.open.as_str()), to, false);
        if let (Some(from), Some(model)) = (from, model) {
            self.models.insert(from, model);
        }
        Ok(())
    }

    /// Keeps a row that new rows will look like.
    fn remember(&mut self, row: &RowXml<'_>) -> Result<(), FillFault> {
        let wanted = |group: &Group| group.model.is_some_and(|model| (model..model + group.step).contains(&row.row));
        if !self.plan.groups.iter().any(wanted) {
            return Ok(());
        }
        let mut cells = Vec::new();
        for cell in &row.cells {
            let formula = if cell.has_formula() { self.moved_formula(row.row, cell)?.map(|(_, text)| text) } else { None };
            cells.push(ModelCell { column: cell.column, style: cell.style().unwrap_or_default().to_owned(), formula });
        }
        self.models.insert(row.row, Model { open: without_attribute(row.open, "hidden").into_owned(), cells });
        Ok(())
    }

    /// Puts the row's tag before its cells, which tell how high it must be, and closes it.
    fn end_row(&self, out: &mut String, start: usize, open: &str, to: u32, widened: bool) {
        let name = (to + 1).to_string();
        let prefix = self.cells.prefix;
        let blank = format!("<{prefix}row>");
        let open = if open.is_empty() { &blank } else { open };
        let tag = if widened { without_attribute(open, "spans") } else { open.into() };
        let tag = placed(&tag, &name);
        let stated = attribute_place(&tag, "ht").and_then(|place| tag[place].parse().ok());
        let tag = match self.cells.height(stated) {
            Some(height) => setting(&setting(&tag, "ht", &height.to_string()), "customHeight", "1").into_owned(),
            None => tag,
        };
        match tag.strip_suffix("/>") {
            Some(opened) => out.insert_str(start, &format!("{}>", opened.trim_end())),
            None => out.insert_str(start, &tag),
        }
        let _ = write!(out, "</{prefix}row>");
    }

    fn old_cell(&mut self, out: &mut String, row: u32, to: u32, cell: &CellXml<'_>, written: Option<Written<'_>>) -> Result<(), FillFault> {
        let style = cell.style().unwrap_or_default();
        let has_formula = cell.has_formula();
        if has_formula {
            // Also a formula that is written over may be the one that others share.
            let Some((tag, formula)) = self.moved_formula(row, cell)? else { return Ok(()) };
            if let Some(Written::Value(value)) = written {
                return self.cells.value(out, to, cell.column, style, value);
            }
            self.cells.tagged_formula(out, to, cell.column, style, &tag, &formula);
            return Ok(());
        }
        if let Some(answers) = self.plan.gaps.get(&(row, cell.column)) {
            return self.gaps(out, to, cell, answers);
        }
        match written {
            Some(Written::Value(value)) => self.cells.value(out, to, cell.column, style, value)?,
            Some(Written::Serial { number, anew }) if anew || cell.is_empty() => {
                self.cells.number(out, to, cell.column, style, f64::from(number))
            }
            _ => {
                out.push_str(&placed(cell.open, &cell_name(to, cell.column)));
                out.push_str(cell.raw.get(cell.open.len()..).unwrap_or_default());
            }
        }
        Ok(())
    }

    fn new_cell(&mut self, out: &mut String, to: u32, column: u16, written: Written<'_>) -> Result<(), FillFault> {
        match written {
            Written::Value(value) => self.cells.value(out, to, column, "", value),
            Written::Serial { number, .. } => {
                self.cells.number(out, to, column, "", f64::from(number));
                Ok(())
            }
        }
    }

    /// Answers inside the text of a cell, whose runs keep their look.
    fn gaps(&mut self, out: &mut String, to: u32, cell: &CellXml<'_>, answers: &[(u16, &Value)]) -> Result<(), FillFault> {
        let runs = self.strings.runs(cell)?;
        let edits = edits(&joined(&runs)?, answers);
        let runs = spliced(&runs, &edits)?;
        let style = cell.style().unwrap_or_default();
        let fitted = self.cells.fitted(cell.column, style, &joined(&runs)?);
        let (name, style) = (cell_name(to, cell.column), styled(fitted.as_deref().unwrap_or(style)));
        let prefix = self.cells.prefix;
        let _ = write!(out, "<{prefix}c r=\"{name}\"{style} t=\"inlineStr\"><{prefix}is>{runs}</{prefix}is></{prefix}c>");
        Ok(())
    }

    /// The formula of a cell where it stands now, shared ones written out; with its tag if it is of
    /// a kind that must keep it.
    fn moved_formula(&mut self, row: u32, cell: &CellXml<'_>) -> Result<Option<(String, String)>, FillFault> {
        let Some(found) = cell.formula()? else { return Ok(None) };
        let (mut text, mut tag) = (found.text, String::new());
        match (found.kind.as_str(), found.shared) {
            ("shared", Some(shared)) if !text.is_empty() => {
                self.shared.insert(shared, (row, cell.column, text.clone()));
            }
            ("shared", Some(shared)) => {
                if let Some((first, column, formula)) = self.shared.get(&shared) {
                    text = copied(formula, i64::from(row) - i64::from(*first), i64::from(cell.column) - i64::from(*column));
                }
            }
            ("array" | "dataTable", _) => {
                let area = attribute_place(found.open, "ref").map(|place| self.plan.shift.areas(&found.open[place]));
                tag = area.map_or_else(|| found.open.to_owned(), |area| with_attribute(found.open, "ref", &area).into_owned());
            }
            _ => {}
        }
        let text = self.shifts.moved(&text, Some(self.sheet)).unwrap_or(text);
        Ok(Some((tag, text)))
    }
}

/// The tag of a row or cell with its place, whether it had one or not.
fn placed(tag: &str, name: &str) -> String {
    if attribute_place(tag, "r").is_some() {
        return with_attribute(tag, "r", name).into_owned();
    }
    let end = tag.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '>' | '/')).unwrap_or(tag.len());
    format!("{} r=\"{name}\"{}", &tag[..end], &tag[end..])
}

fn styled(style: &str) -> String {
    if style.is_empty() { String::new() } else { format!(" s=\"{style}\"") }
}

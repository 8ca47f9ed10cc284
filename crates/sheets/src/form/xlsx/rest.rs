//! Everything of a sheet beside its rows that names rows: merged areas, formats, validations,
//! links, breaks.

use super::super::xml::{Piece, What, plain_text, with_attribute, xml_text};
use super::plan::Plan;
use super::shift::Shifts;
use crate::sheet::{Merge, area};

/// Rewrites pieces one by one; what names no row is copied.
pub(super) struct Rest<'a> {
    plan: &'a Plan<'a>,
    shifts: &'a Shifts,
    sheet: &'a str,
    /// Views name cells too, but of the screen.
    in_views: bool,
    in_row_breaks: bool,
    merges: Option<Merges>,
    /// The text of an element that holds a formula or areas.
    text: Option<(Holds, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Formula,
    Areas,
}

struct Merges {
    open: String,
    /// Each with its tag.
    areas: Vec<(Merge, String)>,
}

impl<'a> Rest<'a> {
    pub fn new(plan: &'a Plan<'a>, shifts: &'a Shifts, sheet: &'a str) -> Self {
        Rest { plan, shifts, sheet, in_views: false, in_row_breaks: false, merges: None, text: None }
    }

    pub fn take(&mut self, out: &mut String, piece: &Piece<'_>) {
        if self.in_text(out, piece) || self.in_merges(out, piece) {
            return;
        }
        let begins = piece.what == What::Open;
        match piece.name {
            "sheetViews" => self.in_views = begins,
            "rowBreaks" => self.in_row_breaks = begins,
            "formula" | "formula1" | "formula2" | "f" | "calculatedColumnFormula" | "totalsRowFormula" if begins => {
                self.text = Some((Holds::Formula, String::new()))
            }
            "sqref" if begins => self.text = Some((Holds::Areas, String::new())),
            _ => {}
        }
        if matches!(piece.what, What::Open | What::Lone) { out.push_str(&self.tag(piece)) } else { out.push_str(piece.raw) }
    }

    fn in_text(&mut self, out: &mut String, piece: &Piece<'_>) -> bool {
        let Some((_, text)) = &mut self.text else { return false };
        if piece.what != What::Close {
            text.push_str(piece.raw);
            return true;
        }
        if let Some((holds, raw)) = self.text.take() {
            let plain = plain_text(&raw);
            let moved = match holds {
                Holds::Formula => self.shifts.moved(&plain, Some(self.sheet)),
                Holds::Areas => Some(self.plan.shift.areas(&plain)).filter(|moved| *moved != plain),
            };
            out.push_str(&moved.map_or(raw.clone(), |moved| xml_text(&moved).into_owned()));
        }
        out.push_str(piece.raw);
        true
    }

    /// Merged areas are gathered, since their number is stated before them.
    fn in_merges(&mut self, out: &mut String, piece: &Piece<'_>) -> bool {
        if piece.name == "mergeCells" && piece.what == What::Open && !self.plan.shift.is_empty() {
            self.merges = Some(Merges { open: piece.raw.to_owned(), areas: Vec::new() });
            return true;
        }
        let Some(merges) = &mut self.merges else { return false };
        if piece.opens("mergeCell") {
            merges.areas.extend(piece.attribute("ref").and_then(|name| area(&name)).map(|area| (area, piece.raw.to_owned())));
        }
        if piece.closes("mergeCells") {
            let Merges { open, areas } = self.merges.take().unwrap_or(Merges { open: String::new(), areas: Vec::new() });
            let all = self.merged(&areas);
            out.push_str(&with_attribute(&open, "count", &all.len().to_string()));
            out.extend(all.iter().map(|(area, tag)| with_attribute(tag, "ref", &area.name())));
            out.push_str(piece.raw);
        }
        true
    }

    /// The merged areas where they are now, and those of the record that new rows look like again
    /// for each new record.
    fn merged<'m>(&self, areas: &'m [(Merge, String)]) -> Vec<(Merge, &'m str)> {
        let shift = &self.plan.shift;
        let mut all: Vec<(Merge, &str)> = areas.iter().map(|(area, tag)| (shift.area(*area), tag.as_str())).collect();
        for group in &self.plan.groups {
            let Some(model) = group.model else { continue };
            let first = shift.row(group.at).saturating_sub(group.rows);
            let of_model: Vec<_> = areas.iter().filter(|(area, _)| area.first_row >= model && area.last_row < model + group.step).collect();
            for record in (0..group.rows).step_by(group.step as usize) {
                let down = first + record;
                let moved =
                    |area: &Merge| Merge { first_row: area.first_row - model + down, last_row: area.last_row - model + down, ..*area };
                all.extend(of_model.iter().map(|(area, tag)| (moved(area), tag.as_str())));
            }
        }
        all
    }

    fn tag(&self, piece: &Piece<'_>) -> String {
        let mut tag = piece.raw.to_owned();
        if self.in_views {
            return tag;
        }
        if piece.name == "worksheetSource" {
            let shift = piece.attribute("sheet").and_then(|sheet| self.shifts.of(&sheet));
            let moved = shift.zip(piece.attribute("ref")).map(|(shift, areas)| shift.areas(&areas));
            return moved.map_or(tag, |moved| with_attribute(piece.raw, "ref", &moved).into_owned());
        }
        for name in ["ref", "sqref"] {
            if let Some(areas) = piece.attribute(name) {
                let mut moved = self.plan.shift.areas(&areas);
                if piece.name == "dimension" {
                    moved = self.reached(&moved);
                }
                tag = with_attribute(&tag, name, &moved).into_owned();
            }
        }
        if self.in_row_breaks
            && piece.name == "brk"
            && let Some(below) = piece.number("id")
        {
            tag = with_attribute(&tag, "id", &self.plan.shift.row(below).to_string()).into_owned();
        }
        if piece.name == "hyperlink"
            && let Some(moved) = piece.attribute("location").and_then(|place| self.shifts.moved(&place, None))
        {
            tag = with_attribute(&tag, "location", &moved).into_owned();
        }
        tag
    }

    /// The stated extent, made as large as what is written.
    fn reached(&self, stated: &str) -> String {
        let (Some(mut extent), Some((row, column))) = (area(stated), self.plan.reach()) else { return stated.to_owned() };
        extent.last_row = extent.last_row.max(row);
        extent.last_column = extent.last_column.max(column);
        extent.name()
    }
}

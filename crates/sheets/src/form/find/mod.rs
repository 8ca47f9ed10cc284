//! What a form asks: lists, cards, gaps. The same for sheets and for tables of a docx.

mod body;
mod cards;
mod header;
mod words;

use std::collections::HashSet;

use super::gaps::{explains, gaps};
use super::grid::Grid;
use super::{At, Blank, BlankKind, Card, Form, Format, RowOf, Table};
use crate::dictionary::Dictionary;
use crate::meaning::{Field, Meaning};
use words::{is_label, meaning, norm};

/// Reads the asks out of the visible sheets.
pub(super) fn form(format: Format, sheets: Vec<String>, grids: &[Grid], words: &Dictionary) -> Form {
    let mut form = Form { format, title: None, sheets, tables: Vec::new(), cards: Vec::new(), blanks: Vec::new(), notes: Vec::new() };
    for grid in grids {
        let mut sheet = SheetAsks::of(grid, words);
        form.title = form.title.or_else(|| title(grid, &sheet.tables));
        let from = form.tables.len();
        form.tables.append(&mut sheet.tables);
        if sheet.is_card() {
            for table in &mut form.tables[from..] {
                table.card = Some(form.cards.len());
            }
            let (asked_once, own): (Vec<_>, Vec<_>) = sheet.blanks.into_iter().partition(|blank| blank.kind == BlankKind::Field);
            form.cards.push(Card { sheet: grid.sheet, title: title(grid, &[]), blanks: own });
            form.blanks.extend(asked_once);
        } else {
            form.blanks.append(&mut sheet.blanks);
        }
        form.blanks.append(&mut sheet.gaps);
        form.notes.append(&mut sheet.notes);
    }
    form
}

struct SheetAsks {
    tables: Vec<Table>,
    /// What belongs to a card, if the sheet is one.
    blanks: Vec<Blank>,
    /// What is asked once a form.
    gaps: Vec<Blank>,
    notes: Vec<String>,
}

impl SheetAsks {
    fn of(grid: &Grid, words: &Dictionary) -> Self {
        let mut tables = tables(grid, words);
        let mut blanks = cards::pairs(grid, &tables, words, BLANKS);
        if !blanks.is_empty() {
            cards::unfold_single_rows(grid, &mut tables, &mut blanks);
        }
        let (mut gaps, notes) = in_texts(grid, &blanks, words);
        let persons = tables.iter().any(|table| table.row_of == RowOf::Person && table.title.is_none());
        let is_name = |blank: &Blank| blank.meaning == Meaning::Field(Field::Name) && blank.kind != BlankKind::Field;
        if !persons && gaps.iter().any(is_name) {
            let (own, once): (Vec<_>, Vec<_>) =
                gaps.into_iter().partition(|gap| gap.kind != BlankKind::Field && !words::is_of_form(&gap.label));
            blanks.extend(own);
            gaps = once;
        }
        blanks.sort_by_key(|blank| blank.at);
        SheetAsks { tables, blanks, gaps, notes }
    }

    /// One person or one body a form, as against a list with a few cells above it.
    fn is_card(&self) -> bool {
        let named = self.blanks.iter().any(|blank| blank.meaning == Meaning::Field(Field::Name));
        self.blanks.len() >= 3 && (self.tables.is_empty() || named) || self.blanks.len() >= 6
    }
}

/// More lists than this no sheet has, and no more single answers.
const TABLES: usize = 500;
const BLANKS: usize = 20_000;

fn tables(grid: &Grid, words: &Dictionary) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut at = 0;
    while let Some(line) = grid.rows.get(at).filter(|_| tables.len() < TABLES) {
        let mut below = line.row + 1;
        for header in header::at(grid, line.row, words) {
            let lists = body::under(grid, &header, words);
            below = lists.iter().map(body::end).fold(below, u32::max);
            tables.extend(lists);
        }
        at = grid.rows.partition_point(|line| line.row < below);
    }
    tables
}

/// Gaps in texts, and the texts that only explain.
fn in_texts(grid: &Grid, pairs: &[Blank], words: &Dictionary) -> (Vec<Blank>, Vec<String>) {
    let (mut blanks, mut notes) = (Vec::new(), Vec::new());
    let paired: HashSet<At> = pairs.iter().map(|pair| pair.at).collect();
    for line in &grid.rows {
        for square in &line.cells {
            let Some(text) = square.text.as_deref() else { continue };
            let at = At::cell(grid.sheet, line.row, square.column);
            let found = gaps(text);
            if found.is_empty() && (explains(text) || text.chars().count() > 40) {
                notes.push(text.trim().to_owned());
            }
            for (number, gap) in found.into_iter().enumerate().take(BLANKS.saturating_sub(blanks.len())) {
                // "单位：" with an empty cell at its right is asked there.
                let beside = grid.area(line.row, square.column).last_column.saturating_add(1);
                let last = gap.kind == BlankKind::Gap && gap.range.end == text.len();
                if last && paired.contains(&At::cell(grid.sheet, line.row, beside)) {
                    continue;
                }
                let label = if gap.label.is_empty() { cards::label_beside(grid, line.row, square.column) } else { gap.label };
                let (meaning, sure) = meaning(&label, words);
                blanks.push(Blank {
                    at: at.gap(number + 1),
                    meaning,
                    sure,
                    context: (norm(text) != norm(&label)).then(|| text.trim().to_owned()),
                    label,
                    kind: gap.kind,
                    options: gap.boxes.into_iter().map(|(word, _)| word).collect(),
                    note: grid.note(line.row, square.column),
                    date: gap.kind == BlankKind::Day,
                    boxes: Vec::new(),
                });
            }
        }
    }
    (blanks, notes)
}

/// The first text that names the form: above the first list, without gaps.
fn title(grid: &Grid, tables: &[Table]) -> Option<String> {
    let end = tables.first().map_or(u32::MAX, |table| table.header.0);
    let texts = grid.rows.iter().take_while(|line| line.row < end).take(12).flat_map(|line| {
        let mut texts = line.cells.iter().filter_map(|cell| cell.text.as_deref()).map(str::trim).filter(|text| !text.is_empty());
        let first = texts.next();
        first.filter(|_| texts.next().is_none())
    });
    let mut texts = texts.filter(|text| text.chars().count() >= 3 && !explains(text) && (gaps(text).is_empty() || text.contains("表")));
    texts.find(|text| is_label(text) || text.chars().count() <= 60).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

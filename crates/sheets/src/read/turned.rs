//! Sheets turned on their side: people stand beside each other, and what they are asked, or the
//! meetings they came to, stands below each other on the left.

use super::headers::Head;
use super::layout::{Forms, Labels, Place, fits, form, put};
use super::meetings::{looks_dated, month_and_day};
use super::tables::{Above, above_in, text_of, title};
use crate::dictionary::Dictionary;
use crate::meaning::{Field, Meaning};
use crate::reading::Form;
use crate::sheet::{Cell, Sheet};
use crate::values::{clean, looks_like_name};

/// The first row of names is one of so many filled rows.
const START: usize = 20;
/// Fewer people beside each other prove nothing.
const PEOPLE: usize = 2;
/// So many facts of people make a block of them, or one meeting with marks.
const FACTS: usize = 2;
/// More lines than this below a row of names are not its own.
const LINES: usize = 400;
/// Facts may stand in so many rows above the names: numbers, branches.
const ROWS_ABOVE: usize = 3;

pub(super) fn find(sheet: &Sheet, words: &Dictionary) -> Option<Forms> {
    let turned = Turned { sheet, words };
    let first = (0..sheet.row_count().min(START)).find_map(|at| turned.block(at, 0))?;
    let mut blocks = vec![first];
    while let Some(next) = blocks.last().and_then(|last| (last.end..sheet.row_count()).find_map(|at| turned.block(at, last.end))) {
        blocks.push(next);
    }
    let rows: usize = blocks.iter().map(|block| block.lines.len()).sum();
    let start = blocks[0].lines[0].at.min(blocks[0].names);
    if rows * 5 < (sheet.row_count() - start) * 2 {
        return None;
    }
    let above: Vec<Above> = (0..start).flat_map(|at| above_in(sheet, sheet.nth(at))).collect();
    let mut labels = Labels::default();
    let forms = blocks.iter().flat_map(|block| turned.forms(block, &mut labels)).collect();
    Some(Forms { title: title(&above), above, heads: labels.heads, forms })
}

struct Turned<'s> {
    sheet: &'s Sheet,
    words: &'s Dictionary,
}

/// A row of names with the lines that belong to it. Rows are positions among the filled ones.
struct Block {
    names: usize,
    /// Columns of the people.
    people: Vec<u16>,
    lines: Vec<Line>,
    end: usize,
}

/// One line, the names' own among them.
struct Line {
    at: usize,
    head: Head,
}

impl Turned<'_> {
    /// The block whose names stand in this row, if it is one. It begins no higher than `free`.
    fn block(&self, names: usize, free: usize) -> Option<Block> {
        let row = self.sheet.nth(names);
        let told = row.cells().take_while(|(_, cell)| !self.is_name(*cell)).find(|(_, cell)| self.field(*cell) == Some(Field::Name));
        let after = told.map_or(0, |(column, _)| column + 1);
        let people = self.people(names, after)?;
        let mut lines = vec![Line { at: names, head: self.name_head(told.and_then(|(_, cell)| text_of(cell))) }];
        let (mut facts, mut meetings, mut labelled) = (0, 0, 0);
        let above = (free..names).rev().take(ROWS_ABOVE).take_while(|&at| self.says_fact(at, people[0]) && self.fills(at, &people));
        let above: Vec<usize> = above.collect();
        let mut end = names + 1;
        while end < self.sheet.row_count().min(names + LINES) && self.people(end, 0).is_none_or(|next| next != people) {
            end += 1;
        }
        for at in above.into_iter().chain(names + 1..end) {
            let Some(head) = self.head(at, people[0]).filter(|_| self.fills(at, &people)) else { continue };
            let dated = is_dated(&head);
            let known = self.known(&head);
            if dated && self.is_marked(at, &people) {
                meetings += 1;
            } else if dated || known == Some(Meaning::Ignored) {
                continue;
            } else {
                labelled += usize::from(self.holds_labels(at, people[0]));
                facts += usize::from(known.is_some());
            }
            lines.push(Line { at, head });
        }
        lines.sort_by_key(|line| line.at);
        let enough = meetings > 0 && people.len() > PEOPLE || told.is_some() && facts >= FACTS && facts * 2 >= lines.len() - 1;
        // Labels among the values of most lines: these are forms, or a table that stands upright.
        let upright = labelled * 2 > lines.len() - 1;
        (enough && !upright && fits(self.sheet, people.len(), lines.len())).then_some(Block { names, people, lines, end })
    }

    /// The columns of a run of names, of which at least a quarter begin with a surname.
    fn people(&self, at: usize, after: u16) -> Option<Vec<u16>> {
        let cells: Vec<(u16, Cell<'_>)> = self.sheet.nth(at).cells().filter(|(column, _)| *column >= after).collect();
        let sure = cells.iter().position(|(_, cell)| self.is_name(*cell))?;
        // Names of a rarer kind may stand before the first that is surely one.
        let rare = cells[..sure]
            .iter()
            .rev()
            .take_while(|(column, cell)| self.could_be_name(*cell) && (after > 0 || self.may_mark(at + 1, *column)));
        let cells = &cells[sure - rare.count()..];
        let run: Vec<&(u16, Cell<'_>)> = cells.iter().take_while(|(_, cell)| self.could_be_name(*cell)).collect();
        let sure = run.iter().filter(|(_, cell)| self.is_name(*cell)).count();
        let mostly = sure * 4 >= run.len() && (cells.len() - run.len()) * 2 <= run.len();
        (cells[0].0 > 0 && run.len() >= PEOPLE && mostly).then(|| run.into_iter().map(|(column, _)| *column).collect())
    }

    /// Whether nothing but a mark could stand here.
    fn may_mark(&self, at: usize, column: u16) -> bool {
        let cell = if at < self.sheet.row_count() { self.sheet.nth(at).cell(column) } else { Cell::Empty };
        cell.is_empty() || text_of(cell).is_some_and(|text| self.words.mark(&text).is_some())
    }

    fn could_be_name(&self, cell: Cell<'_>) -> bool {
        text_of(cell).is_some_and(|text| {
            looks_like_name(&text)
                && self.words.header(&text).is_none()
                && self.words.mark(&text).is_none()
                && !self.words.totals.iter().any(|total| text.starts_with(total.as_str()))
        })
    }

    fn is_name(&self, cell: Cell<'_>) -> bool {
        self.could_be_name(cell) && text_of(cell).is_some_and(|text| self.words.is_name(&text))
    }

    fn field(&self, cell: Cell<'_>) -> Option<Field> {
        match self.words.header(&text_of(cell)?)?.meaning {
            Meaning::Field(field) => Some(field),
            _ => None,
        }
    }

    fn known(&self, head: &Head) -> Option<Meaning> {
        self.words.header(&head.joined()).or_else(|| self.words.header(head.leaf())).map(|entry| entry.meaning)
    }

    /// The names' own head: what the corner says, if that is a word for names.
    fn name_head(&self, told: Option<String>) -> Head {
        Head { column: 0, parts: vec![told.unwrap_or_else(|| self.words.label(Field::Name).zh)], date: None }
    }

    /// What stands left of the people in this row, merged cells of rows above included.
    fn head(&self, at: usize, people: u16) -> Option<Head> {
        let row = self.sheet.nth(at);
        let mut head = Head { column: 0, parts: Vec::new(), date: None };
        for column in 0..people {
            let cell = match row.cell(column) {
                Cell::Empty => self.merged(row.number, column),
                cell => cell,
            };
            match cell {
                Cell::Date(date) => head.date = Some(date),
                Cell::Number(number) if number.fract() != 0.0 => head.parts.push(cell.text().into_owned()),
                Cell::Text(text) if clean(text).parse::<f64>().is_ok_and(|number| number.fract() == 0.0) => {}
                cell => head.parts.extend(text_of(cell)),
            }
        }
        head.parts.dedup();
        if let (Some(date), true) = (head.date, head.parts.is_empty()) {
            head.parts.push(date.to_string());
        }
        let first = head.parts.first()?;
        let is_none = [&self.words.notes, &self.words.totals].into_iter().flatten().any(|word| first.starts_with(word.as_str()));
        (!is_none).then_some(head)
    }

    fn merged(&self, row: u32, column: u16) -> Cell<'_> {
        let merge = self.sheet.merges.iter().find(|merge| merge.first_column == column && merge.holds(row, column));
        merge.map_or(Cell::Empty, |merge| self.sheet.cell(merge.first_row, column))
    }

    fn says_fact(&self, at: usize, people: u16) -> bool {
        self.head(at, people).is_some_and(|head| self.known(&head).is_some())
    }

    fn fills(&self, at: usize, people: &[u16]) -> bool {
        people.iter().any(|column| !self.sheet.nth(at).cell(*column).is_empty())
    }

    /// Whether a label stands among the values.
    fn holds_labels(&self, at: usize, people: u16) -> bool {
        let values = self.sheet.nth(at).cells().filter(|(column, _)| *column >= people);
        values.filter(|(_, cell)| matches!(self.field(*cell), Some(field) if field != Field::BecameFull)).count() > 0
    }

    /// Whether at least half of what stands below the people in this row are marks.
    fn is_marked(&self, at: usize, people: &[u16]) -> bool {
        let cells = people.iter().map(|column| self.sheet.nth(at).cell(*column)).filter(|cell| !cell.is_empty());
        let (mut marks, mut all) = (0, 0);
        for cell in cells {
            all += 1;
            marks += usize::from(!matches!(cell, Cell::Date(_)) && self.words.mark(&cell.text()).is_some());
        }
        marks * 2 >= all
    }

    fn forms<'b>(&'b self, block: &'b Block, labels: &mut Labels) -> Vec<Form> {
        let names = block.lines.iter().find(|line| line.at == block.names).map(|line| labels.number(line.head.clone(), 0));
        let numbers: Vec<(usize, u32)> = block
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let before = block.lines[..at].iter().filter(|other| other.head.joined() == line.head.joined()).count();
                let number = if line.at == block.names { names.unwrap_or(0) } else { labels.number(line.head.clone(), before) };
                (number, self.sheet.nth(line.at).number + 1)
            })
            .collect();
        let rows = (numbers.iter().map(|(_, row)| *row).min().unwrap_or(1), numbers.iter().map(|(_, row)| *row).max().unwrap_or(1));
        let person = |column: &u16| {
            let mut cells: Vec<Option<Place>> = Vec::new();
            numbers.iter().for_each(|(label, row)| put(&mut cells, *label, Some((*row, *column))));
            form(rows, cells)
        };
        block.people.iter().map(person).collect()
    }
}

fn is_dated(head: &Head) -> bool {
    head.date.is_some()
        || head.parts.iter().any(|part| looks_dated(part) || part.parse().is_ok_and(|number: f64| month_and_day(number).is_some()))
}

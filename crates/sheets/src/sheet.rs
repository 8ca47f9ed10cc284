//! A workbook as it lies in memory: sparse rows over one arena of text, so that one cell in the last
//! corner costs one cell, and a hundred thousand rows cost little more than their letters.

use crate::values::PartialDate;

/// Everything a file held, sheet by sheet, in the order of its tabs.
#[derive(Debug, Clone, Default)]
pub struct Workbook {
    /// The file's name without folders, as the person knows it.
    pub name: String,
    pub sheets: Vec<Sheet>,
}

/// One sheet. Rows and columns are counted from 0 here; people see [`cell_name`].
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    /// Merged areas, as the file declares them.
    pub merges: Vec<Merge>,
    text: String,
    slots: Vec<Slot>,
    rows: Vec<RowStart>,
}

/// A merged area, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub first_row: u32,
    pub first_column: u16,
    pub last_row: u32,
    pub last_column: u16,
}

/// What one cell holds. Empty cells are not stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    /// A cell the workbook itself shows as a date.
    Date(PartialDate),
    Bool(bool),
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    column: u16,
    tag: Tag,
    length: u32,
    bits: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Text,
    Number,
    Date,
    Bool,
}

#[derive(Debug, Clone, Copy)]
struct RowStart {
    row: u32,
    slot: u32,
}

impl Sheet {
    pub(crate) fn named(name: impl Into<String>, hidden: bool) -> Self {
        Sheet { name: name.into(), hidden, ..Sheet::default() }
    }

    /// How many rows hold anything.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// How many cells hold anything.
    pub fn cell_count(&self) -> usize {
        self.slots.len()
    }

    /// The rows that hold anything, from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        (0..self.rows.len()).map(|at| self.nth(at))
    }

    /// The row with this number, if anything stands in it.
    pub fn row(&self, number: u32) -> Option<Row<'_>> {
        self.rows.binary_search_by_key(&number, |start| start.row).ok().map(|at| self.nth(at))
    }

    /// The cell at this place.
    pub fn cell(&self, row: u32, column: u16) -> Cell<'_> {
        self.row(row).map_or(Cell::Empty, |found| found.cell(column))
    }

    /// The n-th row that holds anything.
    pub(crate) fn nth(&self, at: usize) -> Row<'_> {
        let start = self.rows[at];
        let end = self.rows.get(at + 1).map_or(self.slots.len(), |next| next.slot as usize);
        Row { number: start.row, sheet: self, slots: &self.slots[start.slot as usize..end] }
    }

    /// The position among the filled rows of the first one at or below `number`.
    pub(crate) fn position(&self, number: u32) -> usize {
        self.rows.partition_point(|start| start.row < number)
    }

    /// How many bytes of letters this sheet holds.
    pub(crate) fn text_len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn push(&mut self, row: u32, column: u16, cell: Cell<'_>) {
        let (tag, length, bits) = match cell {
            Cell::Empty => return,
            Cell::Text(text) => {
                if text.trim().is_empty() {
                    return;
                }
                let start = self.text.len() as u64;
                self.text.push_str(text);
                (Tag::Text, text.len() as u32, start)
            }
            Cell::Number(number) => (Tag::Number, 0, number.to_bits()),
            Cell::Date(date) => (Tag::Date, 0, u64::from(date.pack())),
            Cell::Bool(yes) => (Tag::Bool, 0, u64::from(yes)),
        };
        if self.rows.last().is_none_or(|last| last.row != row) {
            self.rows.push(RowStart { row, slot: self.slots.len() as u32 });
        }
        self.slots.push(Slot { column, tag, length, bits });
    }

    /// Files may list rows and cells in any order; everything after this point may rely on order.
    pub(crate) fn settle(&mut self) {
        let rows_in_order = self.rows.windows(2).all(|pair| pair[0].row < pair[1].row);
        let cells_in_order = (0..self.rows.len()).all(|at| self.nth(at).slots.windows(2).all(|pair| pair[0].column < pair[1].column));
        if !(rows_in_order && cells_in_order) {
            self.sort();
        }
        self.text.shrink_to_fit();
        self.slots.shrink_to_fit();
    }

    fn sort(&mut self) {
        let mut all: Vec<(u32, Slot)> = (0..self.rows.len())
            .flat_map(|at| {
                let row = self.nth(at);
                row.slots.iter().map(move |slot| (row.number, *slot)).collect::<Vec<_>>()
            })
            .collect();
        all.sort_by_key(|(row, slot)| (*row, slot.column));
        all.dedup_by_key(|(row, slot)| (*row, slot.column));
        self.rows.clear();
        self.slots.clear();
        for (row, slot) in all {
            if self.rows.last().is_none_or(|last| last.row != row) {
                self.rows.push(RowStart { row, slot: self.slots.len() as u32 });
            }
            self.slots.push(slot);
        }
    }
}

/// One row: its number and its filled cells.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub number: u32,
    sheet: &'a Sheet,
    slots: &'a [Slot],
}

impl<'a> Row<'a> {
    /// The filled cells from left to right.
    pub fn cells(self) -> impl DoubleEndedIterator<Item = (u16, Cell<'a>)> + Clone {
        self.slots.iter().map(move |slot| (slot.column, self.read(slot)))
    }

    pub fn cell(self, column: u16) -> Cell<'a> {
        match self.slots.binary_search_by_key(&column, |slot| slot.column) {
            Ok(at) => self.read(&self.slots[at]),
            Err(_) => Cell::Empty,
        }
    }

    /// How many cells are filled.
    pub fn len(self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(self) -> bool {
        self.slots.is_empty()
    }

    fn read(self, slot: &Slot) -> Cell<'a> {
        match slot.tag {
            Tag::Text => {
                let start = slot.bits as usize;
                Cell::Text(&self.sheet.text[start..start + slot.length as usize])
            }
            Tag::Number => Cell::Number(f64::from_bits(slot.bits)),
            Tag::Date => Cell::Date(PartialDate::unpack(slot.bits as u32)),
            Tag::Bool => Cell::Bool(slot.bits != 0),
        }
    }
}

impl<'a> Cell<'a> {
    pub fn is_empty(self) -> bool {
        self == Cell::Empty
    }

    /// The cell as a person reads it.
    pub fn text(self) -> std::borrow::Cow<'a, str> {
        match self {
            Cell::Empty => "".into(),
            Cell::Text(text) => text.into(),
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e20 => format!("{number:.0}").into(),
            Cell::Number(number) => number.to_string().into(),
            Cell::Date(date) => date.to_string().into(),
            Cell::Bool(yes) => if yes { "是" } else { "否" }.into(),
        }
    }
}

impl Merge {
    pub(crate) fn is_cell(&self) -> bool {
        self.first_row == self.last_row && self.first_column == self.last_column
    }

    /// The area as a file names it.
    pub(crate) fn name(&self) -> String {
        let first = cell_name(self.first_row, self.first_column);
        if self.is_cell() { first } else { format!("{first}:{}", cell_name(self.last_row, self.last_column)) }
    }

    pub fn holds(&self, row: u32, column: u16) -> bool {
        (self.first_row..=self.last_row).contains(&row) && (self.first_column..=self.last_column).contains(&column)
    }
}

/// `(0, 27)` is "AB1", the name a person sees in the program they typed it in.
pub fn cell_name(row: u32, column: u16) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// The place that "AB1" or "$AB$1" names, counted from 0.
pub fn place(name: &str) -> Option<(u32, u16)> {
    let name = name.strip_prefix('$').unwrap_or(name);
    let letters = name.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let column = column_number(&name[..letters])?;
    let digits = name[letters..].strip_prefix('$').unwrap_or(&name[letters..]);
    let row: u32 = if digits.starts_with('+') { return None } else { digits.parse().ok()? };
    Some((row.checked_sub(1)?, column))
}

/// "AB" is 27.
pub(crate) fn column_number(letters: &str) -> Option<u16> {
    let add = |all: u32, letter: u8| {
        letter.is_ascii_alphabetic().then(|| all.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1))
    };
    letters.bytes().try_fold(0u32, add).and_then(|column| u16::try_from(column.checked_sub(1)?).ok())
}

/// The area that "A1:B2" or "A1" names.
pub(crate) fn area(name: &str) -> Option<Merge> {
    let (from, to) = name.split_once(':').unwrap_or((name, name));
    let ((first_row, first_column), (last_row, last_column)) = (place(from)?, place(to)?);
    (first_row <= last_row && first_column <= last_column).then_some(Merge { first_row, first_column, last_row, last_column })
}

/// `27` is "AB".
pub fn column_name(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|&letter| letter as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_place_and_named_as_people_name_them() {
        let mut sheet = Sheet::named("名册", false);
        sheet.push(2, 3, Cell::Text("王芳"));
        sheet.push(0, 1, Cell::Number(3.0));
        sheet.push(0, 0, Cell::Text("序号"));
        sheet.settle();
        assert_eq!(sheet.cell(2, 3), Cell::Text("王芳"));
        assert_eq!(sheet.cell(0, 0), Cell::Text("序号"));
        assert_eq!(sheet.cell(1, 0), Cell::Empty);
        assert_eq!(sheet.rows().map(|row| row.number).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(cell_name(0, 27), "AB1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }
}

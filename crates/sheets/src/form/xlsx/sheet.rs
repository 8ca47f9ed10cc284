//! A sheet with its empty cells.

use super::super::grid::{Grid, Line, Square};
use super::super::xml::{Piece, Scan, What};
use super::package::Text;
use super::styles::Styles;
use crate::open::Limits;
use crate::refused::Refused;
use crate::sheet::{area, place};

/// How many more cells and letters the form may have.
pub(in super::super) struct Room {
    rows: usize,
    cells: usize,
    text: usize,
}

impl Room {
    /// A form also names its empty cells, so it may have a quarter of what a workbook may fill.
    pub fn within(limits: &Limits) -> Self {
        Room { rows: limits.rows, cells: limits.cells / 4, text: limits.text }
    }
}

pub(in super::super) fn grid(xml: &str, styles: &Styles, strings: &[Box<str>], room: &mut Room, name: &str) -> Result<Grid, Refused> {
    let mut reading = Reading { grid: Grid::named(name), styles, strings, room, row: 0, column: 0, cell: None };
    let mut merges = Vec::new();
    let mut scan = Scan::over(xml);
    while let Some(piece) = scan.next()? {
        if piece.opens("mergeCell") {
            merges.extend(piece.attribute("ref").and_then(|name| area(&name)).filter(|area| !area.is_cell()));
        } else {
            reading.take(&piece)?;
        }
    }
    let mut grid = reading.grid;
    settle(&mut grid.rows);
    grid.set_merges(merges)?;
    Ok(grid)
}

/// Files may name rows and cells in any order, and a cell twice.
fn settle(rows: &mut Vec<Line>) {
    rows.sort_by_key(|line| line.row);
    rows.dedup_by(|later, line| {
        let same = later.row == line.row;
        if same {
            line.cells.append(&mut later.cells);
        }
        same
    });
    for line in rows {
        line.cells.sort_by_key(|cell| cell.column);
        line.cells.dedup_by_key(|cell| cell.column);
    }
}

struct Reading<'a> {
    grid: Grid,
    styles: &'a Styles,
    strings: &'a [Box<str>],
    room: &'a mut Room,
    row: u32,
    column: u16,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Cell {
    square: Square,
    kind: String,
    styled: bool,
    value: String,
    inline: Text,
    in_value: bool,
}

impl Reading<'_> {
    fn take(&mut self, piece: &Piece<'_>) -> Result<(), Refused> {
        match (piece.what, piece.name) {
            (What::Open | What::Lone, "row") => self.begin_row(piece)?,
            (What::Open, "c") => self.cell = Some(self.begin(piece)),
            (What::Lone, "c") => {
                let cell = self.begin(piece);
                self.finish(cell)?;
            }
            (What::Close, "c") => {
                if let Some(cell) = self.cell.take() {
                    self.finish(cell)?;
                }
            }
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.take(piece);
                }
            }
        }
        Ok(())
    }

    fn begin_row(&mut self, piece: &Piece<'_>) -> Result<(), Refused> {
        let next = self.grid.rows.last().map_or(0, |line| line.row + 1);
        self.row = piece.number("r").and_then(|row| row.checked_sub(1)).unwrap_or(next).min(1_048_575);
        self.column = 0;
        let limit = self.room.rows;
        if self.grid.rows.len() >= limit {
            return Err(Refused::TooManyRows { sheet: self.grid.name.clone(), limit });
        }
        self.grid.rows.push(Line { row: self.row, cells: Vec::new() });
        Ok(())
    }

    fn begin(&mut self, piece: &Piece<'_>) -> Cell {
        let column = piece.attribute("r").and_then(|name| place(&name)).map_or(self.column, |(_, column)| column);
        self.column = column.saturating_add(1);
        let style = piece.number("s").unwrap_or(0);
        let look = self.styles.look(style);
        let square = Square { column, boxed: look.boxed, crossed: look.crossed, date: look.date, ..Square::default() };
        Cell { square, kind: piece.attribute("t").unwrap_or_default().into_owned(), styled: style > 0, ..Cell::default() }
    }

    fn finish(&mut self, cell: Cell) -> Result<(), Refused> {
        let Cell { mut square, kind, styled, value, inline, .. } = cell;
        let text: Box<str> = match kind.as_str() {
            "s" => value.trim().parse().ok().and_then(|at: usize| self.strings.get(at)).cloned().unwrap_or_default(),
            "inlineStr" => inline.all.into(),
            _ if square.formula => "".into(),
            _ => value.into(),
        };
        let sheet = || self.grid.name.clone();
        if self.room.cells == 0 || self.room.text < text.len() {
            return Err(Refused::TooManyCells { sheet: sheet(), limit: Limits::default().cells / 4 });
        }
        if text.trim().is_empty() && !styled && !square.formula {
            return Ok(());
        }
        self.room.cells -= 1;
        self.room.text -= text.len();
        square.text = (!text.trim().is_empty()).then_some(text);
        match self.grid.rows.last_mut() {
            Some(line) => line.cells.push(square),
            None => self.grid.rows.push(Line { row: self.row, cells: vec![square] }),
        }
        Ok(())
    }
}

impl Cell {
    fn take(&mut self, piece: &Piece<'_>) {
        match (piece.what, piece.name) {
            (What::Open | What::Lone, "f") => self.square.formula = true,
            (What::Open, "v") => self.in_value = true,
            (What::Close, "v") => self.in_value = false,
            (What::Text, _) if self.in_value => piece.read_into(&mut self.value),
            _ => self.inline.take(piece),
        }
    }
}

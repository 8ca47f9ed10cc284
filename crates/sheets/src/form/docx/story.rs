//! Where paragraphs, tables, rows and cells stand in the XML of a text.

use std::ops::Range;

use super::super::grid::{Grid, Line, Square};
use super::super::splice::joined;
use super::super::xml::{Piece, Scan, What};
use crate::open::Limits;
use crate::refused::Refused;
use crate::sheet::Merge;

#[derive(Debug, Default)]
pub(super) struct Story {
    /// Paragraphs outside tables.
    pub loose: Vec<Range<usize>>,
    /// Tables in the order in which they begin; a table in a cell is one of its own.
    pub tables: Vec<Vec<Row>>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    pub place: Range<usize>,
    pub cells: Vec<Cell>,
    /// The next cell's column.
    column: u16,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Cell {
    pub column: u16,
    pub columns: u16,
    /// It goes on with the cell above it.
    pub continues: bool,
    pub paragraphs: Vec<Range<usize>>,
}

/// Tables in tables in tables; more no form has.
const DEPTH: usize = 16;
const WIDEST: u16 = 1000;

impl Story {
    pub fn parse(xml: &str) -> Result<Self, Refused> {
        let mut story = Story::default();
        let mut open: Vec<usize> = Vec::new();
        let (mut paragraph, mut boxes) = (None, 0usize);
        let mut scan = Scan::over(xml);
        while let Some(piece) = scan.next()? {
            match (piece.what, piece.name) {
                (What::Open, "txbxContent") => boxes += 1,
                (What::Close, "txbxContent") => boxes = boxes.saturating_sub(1),
                _ if boxes > 0 => {}
                (What::Open, "tbl") if open.len() < DEPTH => {
                    open.push(story.tables.len());
                    story.tables.push(Vec::new());
                }
                (What::Open, "tbl") => return Err(super::super::xml::broken("its tables lie in each other without end")),
                (What::Close, "tbl") => drop(open.pop()),
                (What::Open, "p") => paragraph = Some(piece.start),
                (What::Lone, "p") => story.add(&open, piece.start..piece.end()),
                (What::Close, "p") => {
                    if let Some(start) = paragraph.take() {
                        story.add(&open, start..piece.end());
                    }
                }
                _ => {
                    if let Some(table) = open.last().and_then(|&at| story.tables.get_mut(at)) {
                        take(table, &piece);
                    }
                }
            }
        }
        Ok(story)
    }

    fn add(&mut self, open: &[usize], paragraph: Range<usize>) {
        let Some(&table) = open.last() else { return self.loose.push(paragraph) };
        if let Some(cell) = self.tables[table].last_mut().and_then(|row| row.cells.last_mut()) {
            cell.paragraphs.push(paragraph);
        }
    }

    /// The paragraphs outside tables as one sheet, one a row; then each table as one.
    pub fn grids(&self, xml: &str, grids: &mut Vec<Grid>, limits: &Limits) -> Result<(), Refused> {
        let cells: usize = self.tables.iter().flatten().map(|row| row.cells.len()).sum();
        if cells > limits.cells / 4 {
            return Err(Refused::TooManyCells { sheet: "docx".into(), limit: limits.cells / 4 });
        }
        let mut grid = Grid::named("");
        for (row, place) in self.loose.iter().enumerate() {
            let text = joined(&xml[place.clone()])?;
            let cells = vec![Square { text: (!text.trim().is_empty()).then(|| text.into()), ..Square::default() }];
            grid.rows.push(Line { row: row as u32, cells });
        }
        for grid in [Ok(grid)].into_iter().chain(self.tables.iter().map(|table| table_grid(table, xml))) {
            let mut grid = grid?;
            grid.sheet = u16::try_from(grids.len()).unwrap_or(u16::MAX);
            grids.push(grid);
        }
        Ok(())
    }
}

fn take(table: &mut Vec<Row>, piece: &Piece<'_>) {
    match (piece.what, piece.name) {
        (What::Open, "tr") => table.push(Row { place: piece.start..piece.end(), ..Row::default() }),
        (What::Close, "tr") => {
            if let Some(row) = table.last_mut() {
                row.place.end = piece.end();
            }
        }
        (What::Open | What::Lone, name) => {
            let Some(row) = table.last_mut() else { return };
            let width = || piece.number("val").and_then(|width| u16::try_from(width).ok()).unwrap_or(1).clamp(1, WIDEST);
            match name {
                "gridBefore" => row.column = width(),
                "tc" => {
                    row.cells.push(Cell { column: row.column, columns: 1, ..Cell::default() });
                    row.column = row.column.saturating_add(1);
                }
                "gridSpan" => {
                    if let Some(cell) = row.cells.last_mut() {
                        cell.columns = width();
                        row.column = cell.column.saturating_add(cell.columns);
                    }
                }
                "vMerge" => {
                    if let Some(cell) = row.cells.last_mut() {
                        cell.continues = piece.attribute("val").is_none_or(|value| value != "restart");
                    }
                }
                _ => {}
            }
        }
        _ => {}
    }
}

fn table_grid(table: &[Row], xml: &str) -> Result<Grid, Refused> {
    let mut grid = Grid::named("");
    let mut merges: Vec<Merge> = Vec::new();
    // For each column, the merge that the row above left there.
    let mut above: Vec<Option<usize>> = Vec::new();
    for (number, row) in table.iter().enumerate() {
        let number = number as u32;
        let mut line = Line { row: number, cells: Vec::new() };
        for cell in &row.cells {
            let column = usize::from(cell.column);
            above.resize(above.len().max(column + 1), None);
            let going_on = above[column].filter(|&at| cell.continues && merges[at].last_row + 1 == number);
            match going_on {
                Some(at) => merges[at].last_row = number,
                None => {
                    above[column] = Some(merges.len());
                    let last_column = cell.column.saturating_add(cell.columns - 1);
                    merges.push(Merge { first_row: number, first_column: cell.column, last_row: number, last_column });
                }
            }
            let text = text(cell, xml)?;
            line.cells.push(Square {
                column: cell.column,
                text: (!text.trim().is_empty()).then(|| text.into()),
                boxed: true,
                ..Square::default()
            });
        }
        grid.rows.push(line);
    }
    merges.retain(|merge| !merge.is_cell());
    grid.set_merges(merges)?;
    Ok(grid)
}

/// The text of a cell: its paragraphs, a line each.
pub(super) fn text(cell: &Cell, xml: &str) -> Result<String, Refused> {
    let lines: Vec<String> = cell.paragraphs.iter().map(|place| joined(&xml[place.clone()])).collect::<Result<_, _>>()?;
    Ok(lines.join("\n"))
}

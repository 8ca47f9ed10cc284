//! A sheet, or a table of a docx, as its reader sees it: also the empty cells and their lines.

use std::collections::HashMap;

use crate::refused::Refused;
use crate::sheet::Merge;

#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub sheet: u16,
    pub name: String,
    pub rows: Vec<Line>,
    merges: Vec<Merge>,
    /// For each row, the merges that touch it.
    merged: HashMap<u32, Vec<usize>>,
    pub comments: HashMap<(u32, u16), String>,
    pub lists: Vec<List>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub row: u32,
    pub cells: Vec<Square>,
}

/// One cell that the file names, empty or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Square {
    pub column: u16,
    pub text: Option<Box<str>>,
    pub formula: bool,
    /// It has lines around it.
    pub boxed: bool,
    /// A line across it: nothing is to be written here.
    pub crossed: bool,
    pub date: bool,
}

/// What the cells of some areas may hold, or are told to the person who fills them in.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    pub areas: Vec<Merge>,
    pub options: Vec<String>,
    pub prompt: Option<String>,
}

/// A stretch of a row: a cell or the part of a merged area that lies in this row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seg<'a> {
    pub area: Merge,
    pub square: Option<&'a Square>,
}

/// Rows that merged areas touch, all areas together; more no form has.
const MERGED_ROWS: usize = 400_000;
const MERGES_IN_ROW: usize = 2000;

impl Grid {
    pub fn named(name: &str) -> Self {
        Grid { name: name.to_owned(), ..Grid::default() }
    }

    pub fn set_merges(&mut self, merges: Vec<Merge>) -> Result<(), Refused> {
        let last = self.rows.last().map_or(0, |line| line.row);
        let mut touched = 0;
        for (at, merge) in merges.iter().enumerate() {
            for row in merge.first_row..=merge.last_row.min(last.saturating_add(1)) {
                touched += 1;
                let row = self.merged.entry(row).or_default();
                row.push(at);
                if touched > MERGED_ROWS || row.len() > MERGES_IN_ROW {
                    return Err(Refused::TooManyCells { sheet: self.name.clone(), limit: MERGED_ROWS });
                }
            }
        }
        self.merges = merges;
        Ok(())
    }

    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    pub fn last_row(&self) -> Option<u32> {
        self.rows.last().map(|line| line.row)
    }

    pub fn line(&self, row: u32) -> Option<&Line> {
        self.rows.binary_search_by_key(&row, |line| line.row).ok().map(|at| &self.rows[at])
    }

    /// The last row that the file names above this one.
    pub fn row_above(&self, row: u32) -> Option<u32> {
        self.rows[..self.rows.partition_point(|line| line.row < row)].last().map(|line| line.row)
    }

    pub fn square(&self, row: u32, column: u16) -> Option<&Square> {
        let line = self.line(row)?;
        line.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &line.cells[at])
    }

    /// The merged area over a cell, or the cell alone.
    pub fn area(&self, row: u32, column: u16) -> Merge {
        let over = self.merged.get(&row).into_iter().flatten().map(|&at| self.merges[at]).find(|merge| merge.holds(row, column));
        over.unwrap_or(Merge { first_row: row, first_column: column, last_row: row, last_column: column })
    }

    pub fn seg(&self, row: u32, column: u16) -> Seg<'_> {
        let area = self.area(row, column);
        Seg { area, square: self.square(area.first_row, area.first_column) }
    }

    /// The stretches of a row from one column to another, both included.
    pub fn segs(&self, row: u32, first: u16, last: u16) -> Vec<Seg<'_>> {
        let mut segs = Vec::new();
        let mut column = first;
        while column <= last {
            let seg = self.seg(row, column);
            column = seg.area.last_column.saturating_add(1).max(column + 1);
            segs.push(seg);
        }
        segs
    }

    /// The first and last column that anything stands in, in this row.
    pub fn width(&self, row: u32) -> Option<(u16, u16)> {
        let cells = self.line(row).map(|line| line.cells.as_slice()).unwrap_or_default();
        let merges = self.merged.get(&row).into_iter().flatten().map(|&at| (self.merges[at].first_column, self.merges[at].last_column));
        let own = cells.first().zip(cells.last()).map(|(first, last)| (first.column, last.column));
        merges.chain(own).reduce(|one, two| (one.0.min(two.0), one.1.max(two.1)))
    }

    pub fn options(&self, row: u32, column: u16) -> Vec<String> {
        let mut lists = self.lists.iter().filter(|list| !list.options.is_empty());
        lists.find(|list| list.areas.iter().any(|area| area.holds(row, column))).map(|list| list.options.clone()).unwrap_or_default()
    }

    /// What a comment or an input message says about a cell.
    pub fn note(&self, row: u32, column: u16) -> Option<String> {
        let prompt = || {
            let mut lists = self.lists.iter().filter(|list| list.areas.iter().any(|area| area.holds(row, column)));
            lists.find_map(|list| list.prompt.clone())
        };
        self.comments.get(&(row, column)).cloned().or_else(prompt)
    }
}

impl<'a> Seg<'a> {
    /// What stands here, trimmed; none if nothing does.
    pub fn text(&self) -> Option<&'a str> {
        self.square.and_then(|square| square.text.as_deref()).map(str::trim).filter(|text| !text.is_empty())
    }

    pub fn formula(&self) -> bool {
        self.square.is_some_and(|square| square.formula)
    }

    /// Room for an answer: nothing stands here, and nothing is computed.
    pub fn empty(&self) -> bool {
        self.text().is_none() && !self.formula() && !self.square.is_some_and(|square| square.crossed)
    }

    /// A person sees a box here.
    pub fn boxed(&self) -> bool {
        self.square.is_some_and(|square| square.boxed)
    }

    pub fn starts_at(&self, row: u32) -> bool {
        self.area.first_row == row
    }

    pub fn wide(&self) -> bool {
        self.area.last_column > self.area.first_column
    }

    pub fn height(&self) -> u32 {
        self.area.last_row - self.area.first_row + 1
    }
}

//! Where the head of a list stands: one to three rows of labels, grouped or not.

use super::super::grid::{Grid, Seg};
use super::words::{is_code, is_head, label};
use crate::dictionary::Dictionary;

pub(super) struct Header {
    pub first: u32,
    pub last: u32,
    /// A row that numbers the columns, or an example, below the labels: the body begins behind it.
    pub heads: Vec<Head>,
    /// The label at its side that runs down beside the body.
    pub side: Option<String>,
}

/// One column of it.
pub(super) struct Head {
    pub first: u16,
    pub last: u16,
    pub path: Vec<String>,
}

const HEADER_ROWS: u32 = 3;
const WIDEST: u16 = 400;

/// The headers that begin in this row, from left to right.
pub(super) fn at(grid: &Grid, row: u32, words: &Dictionary) -> Vec<Header> {
    let Some((first, last)) = grid.width(row) else { return Vec::new() };
    if last - first > WIDEST {
        return Vec::new();
    }
    let segs = grid.segs(row, first, last);
    let runs = segs.split(|seg| !(seg.starts_at(row) && seg.text().is_some_and(is_head)));
    runs.filter_map(|run| header(grid, row, run, words)).flat_map(side_by_side).collect()
}

/// "序号 姓名 签名 | 序号 姓名 签名": the same few columns again are as many lists.
fn side_by_side(header: Header) -> Vec<Header> {
    let labels: Vec<&[String]> = header.heads.iter().map(|head| head.path.as_slice()).collect();
    let repeats = |width: &usize| labels.len().is_multiple_of(*width) && labels.chunks(*width).all(|block| block == &labels[..*width]);
    let Some(width) = (2..=labels.len() / 2).find(repeats) else { return vec![header] };
    let Header { first, last, heads, side } = header;
    let mut heads = heads.into_iter().peekable();
    let mut lists = Vec::new();
    while heads.peek().is_some() {
        lists.push(Header { first, last, heads: heads.by_ref().take(width).collect(), side: side.clone() });
    }
    lists
}

fn header(grid: &Grid, row: u32, run: &[Seg<'_>], words: &Dictionary) -> Option<Header> {
    let (run, side) = without_side(grid, run);
    // One label over all columns is the title.
    if run.len() < 2 {
        return None;
    }
    let (left, right) = (run.first()?.area.first_column, run.last()?.area.last_column);
    let last = bottom(grid, row, run)?;
    let heads = heads(grid, (row, last), (left, right));
    let known = heads.iter().filter(|head| head.path.last().is_some_and(|leaf| words.header(leaf).is_some())).count();
    if heads.len() < 2 || heads.len() == 2 && known == 0 {
        return None;
    }
    let numbered = grid.segs(last + 1, left, right);
    let codes = numbered.iter().filter(|seg| seg.text().is_some_and(is_code)).count();
    let last = if codes >= 3 && codes == numbered.len() { last + 1 } else { last };
    Some(Header { first: row, last, heads, side })
}

/// A label that runs down beside the header and the body names the section: where it goes on, the
/// others have empty cells, not labels.
fn without_side<'a, 'g>(grid: &Grid, run: &'a [Seg<'g>]) -> (&'a [Seg<'g>], Option<String>) {
    let Some((first, rest)) = run.split_first() else { return (run, None) };
    let (Some(left), Some(right)) = (rest.first(), rest.last()) else { return (run, None) };
    let below = || grid.segs(left.area.first_row + 1, left.area.first_column, right.area.last_column);
    let aside = first.height() > 1 && rest.iter().all(|seg| seg.height() == 1) && below().iter().all(|seg| seg.text().is_none());
    if first.height() > HEADER_ROWS || aside { (rest, first.text().map(label)) } else { (run, None) }
}

/// The last row of the labels.
fn bottom(grid: &Grid, row: u32, run: &[Seg<'_>]) -> Option<u32> {
    let merged = run.iter().map(|seg| seg.area.last_row).max()?;
    if merged >= row + HEADER_ROWS {
        return None;
    }
    let (left, right) = (run.first()?.area.first_column, run.last()?.area.last_column);
    let mut last = merged;
    while last + 1 < row + HEADER_ROWS && run.iter().any(|seg| seg.wide() || groups(grid, seg)) && continues(grid, last + 1, left, right) {
        last += 1;
    }
    Some(last)
}

/// An unmerged label whose next cell is blank may name a group.
fn groups(grid: &Grid, seg: &Seg<'_>) -> bool {
    grid.merges().is_empty() && grid.seg(seg.area.first_row, seg.area.last_column.saturating_add(1)).empty()
}

/// Whether this row names the parts of the groups above it and nothing else: no empty cell is left.
fn continues(grid: &Grid, row: u32, left: u16, right: u16) -> bool {
    let segs = grid.segs(row, left, right);
    let own: Vec<&Seg<'_>> = segs.iter().filter(|seg| seg.starts_at(row)).collect();
    let labelled = own.iter().filter(|seg| seg.text().is_some_and(is_head)).count();
    labelled >= 2 && labelled == own.len() && own.iter().all(|seg| seg.area.first_column >= left && seg.area.last_column <= right)
}

/// The columns by the last row's cells, each with the labels above it.
fn heads(grid: &Grid, (first, last): (u32, u32), (left, right): (u16, u16)) -> Vec<Head> {
    let leaves = grid.segs(last, left, right);
    let heads = leaves.into_iter().map(|leaf| {
        let (column, end) = (leaf.area.first_column, leaf.area.last_column);
        let mut path: Vec<String> = (first..=last).filter_map(|row| grid.seg(row, column).text()).map(label).collect();
        path.dedup();
        Head { first: column, last: end, path }
    });
    heads.filter(|head| !head.path.is_empty()).collect()
}

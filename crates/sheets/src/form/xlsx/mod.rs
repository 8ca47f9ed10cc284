//! Forms that are xlsx: read with their empty cells, filled by changing only what is answered.

mod anchors;
mod cells;
mod compute;
mod evaluate;
mod fill;
mod fit;
mod formula;
mod lists;
mod package;
pub(super) mod plan;
mod rest;
mod row;
mod rows;
mod sheet;
mod shift;
mod strings;
mod styles;
mod variants;
mod workbook;

pub(super) use fill::fill;
use package::Package;

use super::find;
use super::form::{Form, Format};
use super::grid::Grid;
use crate::dictionary::Dictionary;
use crate::open::Limits;
use crate::refused::Refused;

/// Reads a form from bytes that were surveyed.
pub(super) fn read(bytes: &[u8], format: Format, words: &Dictionary, limits: &Limits) -> Result<Form, Refused> {
    let mut package = Package::open(bytes, limits)?;
    let names: Vec<String> = package.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let grids = grids(&mut package, limits)?;
    Ok(find::form(format, names, &grids, words))
}

/// The visible sheets.
fn grids(package: &mut Package<'_>, limits: &Limits) -> Result<Vec<Grid>, Refused> {
    let styles = styles::Styles::read(package)?;
    let strings = package.strings(limits)?;
    let sheets: Vec<package::SheetPart> = package.sheets.clone();
    let mut grids = Vec::new();
    let mut room = sheet::Room::within(limits);
    for (at, part) in sheets.iter().enumerate().filter(|(_, part)| !part.hidden) {
        let Some(xml) = package.text(&part.path)? else { continue };
        let mut grid = sheet::grid(&xml, &styles, &strings, &mut room, &part.name)?;
        grid.sheet = u16::try_from(at).unwrap_or(u16::MAX);
        lists::resolve(&mut grid, package, &strings, &xml)?;
        grid.comments = package.comments(&part.path)?;
        grids.push(grid);
    }
    Ok(grids)
}

//! The workbook's own part: defined names follow, everything is computed when it is opened, and a
//! list that goes on over several pages has its header on each.

use super::super::xml::{Scan, What, plain_text, setting, xml_text};
use super::package::Package;
use super::shift::Shifts;
use crate::refused::Refused;

pub(super) const PRINT_TITLES: &str = "_xlnm.Print_Titles";

/// Header rows that are printed on each page of a sheet: which sheet, first and last row.
pub(super) type Titles = (usize, (u32, u32));

/// The part with its names moved, recalculation asked for, and these rows repeated on paper.
pub(super) fn workbook(xml: &str, shifts: &Shifts, package: &Package<'_>, titles: &[Titles]) -> Result<String, Refused> {
    let mut out = String::with_capacity(xml.len() + 128);
    let mut scan = Scan::over(xml);
    let mut name: Option<(Option<String>, String)> = None;
    let (mut asked, mut before_calc, mut before_names) = (false, None, None);
    let titled = |prefix: &str| titles.iter().filter_map(|titles| title(prefix, titles, package)).collect::<String>();
    while let Some(piece) = scan.next()? {
        match (piece.what, piece.name) {
            (What::Open, "definedName") => {
                let own = piece.number("localSheetId").and_then(|at| package.sheets.get(at as usize)).map(|sheet| sheet.name.clone());
                name = Some((own, String::new()));
            }
            (What::Close, "definedName") => {
                if let Some((own, raw)) = name.take() {
                    let moved = shifts.moved(&plain_text(&raw), own.as_deref());
                    out.push_str(&moved.map_or(raw, |moved| xml_text(&moved).into_owned()));
                }
            }
            (What::Close, "definedNames") => {
                out.push_str(&titled(&prefix(piece.raw, piece.name)));
                before_names = None;
            }
            (What::Open | What::Lone, "calcPr") => {
                asked = true;
                out.push_str(&setting(piece.raw, "fullCalcOnLoad", "1"));
                continue;
            }
            (What::Text | What::Literal, _) => {
                if let Some((_, raw)) = &mut name {
                    raw.push_str(piece.raw);
                    continue;
                }
            }
            _ => {}
        }
        out.push_str(piece.raw);
        if piece.what != What::Open && ["sheets", "functionGroups", "externalReferences"].contains(&piece.name) {
            before_names = Some((out.len(), prefix(piece.raw, piece.name)));
        }
        if piece.what != What::Open && ["sheets", "functionGroups", "externalReferences", "definedNames"].contains(&piece.name) {
            before_calc = Some((out.len(), prefix(piece.raw, piece.name)));
        }
    }
    if let Some((at, prefix)) = before_calc.filter(|_| !asked) {
        out.insert_str(at, &format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>"));
    }
    if let Some((at, prefix)) = before_names.filter(|_| !titles.is_empty()) {
        out.insert_str(at, &format!("<{prefix}definedNames>{}</{prefix}definedNames>", titled(&prefix)));
    }
    Ok(out)
}

fn title(prefix: &str, (sheet, (first, last)): &Titles, package: &Package<'_>) -> Option<String> {
    let name = package.sheets.get(*sheet)?.name.replace('\'', "''");
    let rows = format!("'{name}'!${}:${}", first + 1, last + 1);
    Some(format!("<{prefix}definedName name=\"{PRINT_TITLES}\" localSheetId=\"{sheet}\">{}</{prefix}definedName>", xml_text(&rows)))
}

fn prefix(tag: &str, name: &str) -> String {
    tag.trim_start_matches(['<', '/']).split(name).next().unwrap_or("").to_owned()
}

/// A list of parts without those that speak of the chain of calculations, which is left out.
pub(super) fn without_chain(xml: &str, element: &str, attribute: &str) -> Result<String, Refused> {
    let mut out = String::with_capacity(xml.len());
    let mut scan = Scan::over(xml);
    while let Some(piece) = scan.next()? {
        let of_chain =
            piece.opens(element) && piece.attribute(attribute).is_some_and(|value| value.to_lowercase().ends_with("calcchain.xml"));
        if !of_chain {
            out.push_str(piece.raw);
        }
    }
    Ok(out)
}

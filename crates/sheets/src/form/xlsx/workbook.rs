//! The workbook's own part: defined names follow, and everything is computed when it is opened.

use super::super::xml::{Scan, What, attribute_place, plain_text, with_attribute, xml_text};
use super::package::Package;
use super::shift::Shifts;
use crate::refused::Refused;

/// The part with its names moved and recalculation asked for.
pub(super) fn workbook(xml: &str, shifts: &Shifts, package: &Package<'_>) -> Result<String, Refused> {
    let mut out = String::with_capacity(xml.len() + 128);
    let mut scan = Scan::over(xml);
    let mut name: Option<(Option<String>, String)> = None;
    let (mut asked, mut before_calc) = (false, None);
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
            (What::Open | What::Lone, "calcPr") => {
                asked = true;
                out.push_str(&recalculating(piece.raw));
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
        if piece.what != What::Open && ["sheets", "functionGroups", "externalReferences", "definedNames"].contains(&piece.name) {
            before_calc = Some((out.len(), prefix(piece.raw, piece.name)));
        }
    }
    if let Some((at, prefix)) = before_calc.filter(|_| !asked) {
        out.insert_str(at, &format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>"));
    }
    Ok(out)
}

fn recalculating(tag: &str) -> String {
    if attribute_place(tag, "fullCalcOnLoad").is_some() {
        return with_attribute(tag, "fullCalcOnLoad", "1").into_owned();
    }
    let (start, end) = tag.strip_suffix("/>").map_or_else(|| (tag.trim_end_matches('>'), ">"), |start| (start, "/>"));
    format!("{} fullCalcOnLoad=\"1\"{end}", start.trim_end())
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

//! Drop-down lists: which words the cells of an area may hold.

use std::collections::HashMap;

use super::super::grid::{Grid, List};
use super::super::xml::{Scan, What};
use super::package::{Package, Text};
use crate::refused::Refused;
use crate::sheet::{Merge, area, place};

/// Words of one list; more no drop-down shows.
const WORDS: usize = 500;
/// Areas of one sheet that have rules, and places their words come from.
const AREAS: usize = 5000;
const SOURCES: usize = 64;

/// Adds the validations of a sheet, old and new form, with their words looked up.
pub(in super::super) fn resolve(grid: &mut Grid, package: &mut Package<'_>, strings: &[Box<str>], xml: &str) -> Result<(), Refused> {
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    let mut areas = 0;
    for rule in rules(xml)? {
        areas += rule.areas.len().max(1);
        if areas > AREAS {
            break;
        }
        let options = match rule.source.as_deref() {
            None => Vec::new(),
            Some(source) => match seen.get(source) {
                Some(options) => options.clone(),
                None if seen.len() >= SOURCES && !source.trim_start().starts_with('"') => Vec::new(),
                None => {
                    let options = words(source, &grid.name, package, strings)?;
                    seen.insert(source.to_owned(), options.clone());
                    options
                }
            },
        };
        if !options.is_empty() || rule.prompt.is_some() {
            grid.lists.push(List { areas: rule.areas, options, prompt: rule.prompt });
        }
    }
    Ok(())
}

#[derive(Default)]
struct Rule {
    areas: Vec<Merge>,
    source: Option<String>,
    prompt: Option<String>,
}

fn rules(xml: &str) -> Result<Vec<Rule>, Refused> {
    let mut rules = Vec::new();
    let Some(from) = xml.find("dataValidation") else { return Ok(rules) };
    let from = xml[..from].rfind('<').unwrap_or(from);
    let mut scan = Scan::over(&xml[from..]);
    let mut rule: Option<Rule> = None;
    let (mut list, mut source, mut areas) = (false, None::<String>, None::<String>);
    // The scan begins inside `<worksheet>`, so it ends at a tag that closes what it never saw open.
    while let Ok(Some(piece)) = scan.next() {
        match (piece.what, piece.name) {
            (What::Open | What::Lone, "dataValidation") => {
                list = piece.attribute("type").is_some_and(|kind| kind == "list");
                let prompt = piece.attribute("prompt").map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
                let named = piece.attribute("sqref").map(|names| names.split_whitespace().filter_map(area).collect());
                let one = Rule { areas: named.unwrap_or_default(), source: None, prompt };
                if piece.what == What::Lone { rules.push(one) } else { rule = Some(one) }
            }
            (What::Open, "formula1") => source = Some(String::new()),
            (What::Close, "formula1") => {
                if let Some(rule) = rule.as_mut().filter(|_| list) {
                    rule.source = source.take();
                }
                source = None;
            }
            (What::Open, "sqref") => areas = Some(String::new()),
            (What::Close, "sqref") => {
                let names = areas.take().unwrap_or_default();
                if let Some(rule) = &mut rule {
                    rule.areas.extend(names.split_whitespace().filter_map(area));
                }
            }
            (What::Close, "dataValidation") => rules.extend(rule.take()),
            _ => {
                if let Some(text) = source.as_mut().or(areas.as_mut()) {
                    piece.read_into(text);
                }
            }
        }
    }
    Ok(rules)
}

/// `"男,女"`, `字典!$A$1:$A$9`, or a name for such an area.
fn words(source: &str, own: &str, package: &mut Package<'_>, strings: &[Box<str>]) -> Result<Vec<String>, Refused> {
    let source = source.trim().trim_start_matches('=');
    if let Some(listed) = source.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Ok(listed.split([',', '，']).map(str::trim).filter(|word| !word.is_empty()).take(WORDS).map(str::to_owned).collect());
    }
    let named = package.names.iter().find(|(name, _, _)| name == source).map(|(_, _, formula)| formula.clone());
    let source = named.as_deref().unwrap_or(source);
    let (sheet, cells) = source.rsplit_once('!').unwrap_or((own, source));
    let sheet =
        sheet.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).map_or_else(|| sheet.to_owned(), |name| name.replace("''", "'"));
    let Some(area) = area(cells) else { return Ok(Vec::new()) };
    let path = package.sheets.iter().find(|part| part.name == sheet).map(|part| part.path.clone());
    let Some(xml) = path.map(|path| package.text(&path)).transpose()?.flatten() else { return Ok(Vec::new()) };
    cells_of(&xml, area, strings)
}

fn cells_of(xml: &str, area: Merge, strings: &[Box<str>]) -> Result<Vec<String>, Refused> {
    let mut scan = Scan::over(xml);
    let mut words = Vec::new();
    let (mut inside, mut shared, mut in_value) = (false, false, false);
    let (mut value, mut inline) = (String::new(), Text::default());
    while let Some(piece) = scan.next()? {
        match (piece.what, piece.name) {
            (What::Open, "c") => {
                inside = piece.attribute("r").and_then(|name| place(&name)).is_some_and(|(row, column)| area.holds(row, column));
                shared = piece.attribute("t").is_some_and(|kind| kind == "s");
                (value, inline) = (String::new(), Text::default());
            }
            (What::Close, "c") if inside => {
                let text =
                    if shared { value.parse().ok().and_then(|at: usize| strings.get(at)).map(|text| text.to_string()) } else { None };
                let text = text.unwrap_or_else(|| if inline.all.is_empty() { value.clone() } else { inline.all.clone() });
                words.extend(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
                inside = false;
            }
            (_, "v") => in_value = piece.what == What::Open,
            (What::Text, _) if inside && in_value => piece.read_into(&mut value),
            (_, "sheetData") if piece.what == What::Close => break,
            _ if words.len() >= WORDS => break,
            _ => inline.take(&piece),
        }
    }
    Ok(words)
}

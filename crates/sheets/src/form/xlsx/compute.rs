//! The values of a filled workbook's formulas, for programs that show a file and compute nothing.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::splice::joined;
use super::super::xml::{Scan, What, plain_text, setting, without_attribute, xml_text};
use super::evaluate::{Sources, Worth, evaluate};
use super::formula::names_cells;
use super::row::CellXml;
use super::shift::copied;
use crate::refused::Refused;
use crate::sheet::place;

/// One sheet as it is written.
pub(super) struct Page {
    pub name: String,
    pub xml: String,
    /// Something is answered in it, or what it points to has moved.
    pub changed: bool,
}

/// Formulas that wait for each other, and cells looked at for one workbook; more is left to others.
const CHAIN: usize = 60;
const LOOKS: usize = 30_000_000;

/// Puts values beside the formulas of each sheet that depends on an answered one, and takes those
/// away that may have become wrong. Sheets that depend on none stay as they are.
pub(super) fn compute(pages: &mut [Page], strings: &[Box<str>]) -> Result<(), Refused> {
    let affected = affected(pages);
    if !affected.iter().any(|&at| has_formulas(&pages[at].xml)) {
        return Ok(());
    }
    let mut book = Book { sheets: Vec::new(), known: HashMap::new(), waiting: HashSet::new(), looks: 0 };
    for page in pages.iter() {
        book.sheets.push(Sheet { name: page.name.to_lowercase(), cells: cells(&page.xml, strings)? });
    }
    for at in affected {
        let xml = valued(&pages[at].xml, &mut book, at)?;
        pages[at].changed |= xml != pages[at].xml;
        pages[at].xml = xml;
    }
    Ok(())
}

fn has_formulas(xml: &str) -> bool {
    xml.contains("<f") || xml.contains(":f")
}

/// The sheets that changed, and those with formulas that name one of them, over any number of steps.
fn affected(pages: &[Page]) -> Vec<usize> {
    let mut affected: Vec<usize> = (0..pages.len()).filter(|&at| pages[at].changed).collect();
    let mut next = 0;
    while let Some(&at) = affected.get(next) {
        let name = &pages[at].name;
        let quoted = name.replace('\'', "''");
        let names = [xml_text(name), xml_text(&quoted)];
        let more = (0..pages.len()).filter(|other| {
            let xml = &pages[*other].xml;
            !affected.contains(other) && has_formulas(xml) && (names.iter().any(|name| xml.contains(&**name)) || xml.contains("&apos;"))
        });
        let more: Vec<usize> = more.collect();
        affected.extend(more);
        next += 1;
    }
    affected
}

type Place = (usize, u32, u16);

struct Book {
    sheets: Vec<Sheet>,
    known: HashMap<Place, Option<Worth>>,
    waiting: HashSet<Place>,
    looks: usize,
}

struct Sheet {
    /// In small letters.
    name: String,
    cells: HashMap<(u32, u16), Content>,
}

enum Content {
    Is(Worth),
    Formula(String),
    /// An error, or a formula that gives more than one value.
    Unknown,
}

impl Book {
    fn worth(&mut self, at: Place) -> Option<Worth> {
        self.looks += 1;
        let formula = match self.sheets[at.0].cells.get(&(at.1, at.2)) {
            None => return Some(Worth::Empty),
            Some(Content::Is(worth)) => return Some(worth.clone()),
            Some(Content::Unknown) => return None,
            Some(Content::Formula(formula)) => formula.clone(),
        };
        if let Some(known) = self.known.get(&at) {
            return known.clone();
        }
        if self.looks > LOOKS || self.waiting.len() >= CHAIN || !self.waiting.insert(at) {
            return None;
        }
        let worth = evaluate(&formula, at.1, &mut On { book: self, sheet: at.0 });
        self.waiting.remove(&at);
        self.known.insert(at, worth.clone());
        worth
    }
}

/// The book as a formula on one of its sheets sees it.
struct On<'b> {
    book: &'b mut Book,
    sheet: usize,
}

impl Sources for On<'_> {
    fn cell(&mut self, sheet: Option<&str>, row: u32, column: u16) -> Option<Worth> {
        let at = match sheet.map(str::to_lowercase) {
            None => self.sheet,
            Some(name) => self.book.sheets.iter().position(|sheet| sheet.name == name)?,
        };
        self.book.worth((at, row, column))
    }
}

/// Where each cell stands.
fn each(xml: &str) -> Result<Vec<(u32, u16, Range<usize>)>, Refused> {
    let mut scan = Scan::over(xml);
    let mut all: Vec<(u32, u16, Range<usize>)> = Vec::new();
    let (mut row, mut next_row, mut column) = (0u32, 0u32, 0u16);
    while let Some(piece) = scan.next()? {
        match (piece.what, piece.name) {
            (What::Open | What::Lone, "row") => {
                row = piece.number("r").and_then(|row| row.checked_sub(1)).unwrap_or(next_row);
                (next_row, column) = (row.saturating_add(1), 0);
            }
            (What::Open | What::Lone, "c") => {
                let at = piece.attribute("r").and_then(|name| place(&name)).map_or(column, |(_, column)| column);
                column = at.saturating_add(1);
                all.push((row, at, piece.start..piece.end()));
            }
            (What::Close, "c") => {
                if let Some((_, _, range)) = all.last_mut() {
                    range.end = piece.end();
                }
            }
            (What::Close, "sheetData") => break,
            _ => {}
        }
    }
    Ok(all)
}

/// A cell cut out of its sheet again.
fn cell<'a>(xml: &'a str, column: u16, range: &Range<usize>) -> CellXml<'a> {
    let raw = &xml[range.clone()];
    let open = raw.find('>').map_or(raw.len(), |end| end + 1);
    let close = raw.rfind("</").filter(|close| *close >= open).unwrap_or(open);
    CellXml { column, open: &raw[..open], body: &raw[open..close], raw }
}

fn cells(xml: &str, strings: &[Box<str>]) -> Result<HashMap<(u32, u16), Content>, Refused> {
    let mut cells = HashMap::new();
    let mut shared: HashMap<u32, (u32, u16, String)> = HashMap::new();
    for (row, column, range) in each(xml)? {
        let cell = cell(xml, column, &range);
        if let Some(formula) = if cell.has_formula() { cell.formula()? } else { None } {
            let text = match (formula.kind.as_str(), formula.shared) {
                ("array" | "dataTable", _) => None,
                ("shared", Some(number)) if !formula.text.is_empty() => {
                    shared.insert(number, (row, column, formula.text.clone()));
                    Some(formula.text)
                }
                ("shared", Some(number)) => shared
                    .get(&number)
                    .map(|(first, left, text)| copied(text, i64::from(row) - i64::from(*first), i64::from(column) - i64::from(*left))),
                _ => Some(formula.text),
            };
            cells.insert((row, column), text.map_or(Content::Unknown, Content::Formula));
        } else if let Some(content) = content(&cell, strings)? {
            cells.insert((row, column), content);
        }
    }
    Ok(cells)
}

/// What stands in a cell without a formula; none if nothing does.
fn content(cell: &CellXml<'_>, strings: &[Box<str>]) -> Result<Option<Content>, Refused> {
    let value = || {
        let from = cell.body.find("v>")? + 2;
        let end = cell.body[from..].find("</")? + from;
        Some(plain_text(&cell.body[from..end]).into_owned())
    };
    let text = match cell.kind() {
        "inlineStr" => Some(joined(cell.body)?),
        "s" => value().and_then(|at| strings.get(at.trim().parse::<usize>().ok()?)).map(|text| text.to_string()),
        "str" => value(),
        "b" => return Ok(value().map(|value| Content::Is(Worth::Truth(value.trim() == "1")))),
        "e" | "d" => return Ok(Some(Content::Unknown)),
        _ => return Ok(value().map(|value| value.trim().parse().map_or(Content::Unknown, |number| Content::Is(Worth::Number(number))))),
    };
    Ok(text.map(|text| Content::Is(Worth::Text(text))))
}

/// A sheet with its formulas' values.
fn valued(xml: &str, book: &mut Book, sheet: usize) -> Result<String, Refused> {
    let mut out = String::with_capacity(xml.len() + 1024);
    let mut copied = 0;
    for (row, column, range) in each(xml)? {
        let cell = cell(xml, column, &range);
        if !cell.has_formula() {
            continue;
        }
        let worth = book.worth((sheet, row, column));
        let own = match book.sheets[sheet].cells.get(&(row, column)) {
            Some(Content::Formula(formula)) => !names_cells(formula),
            _ => false,
        };
        // What depends on no cell is as right as it was.
        if worth.is_none() && own {
            continue;
        }
        out.push_str(&xml[copied..range.start]);
        out.push_str(&with_value(&cell, worth.as_ref()));
        copied = range.end;
    }
    out.push_str(&xml[copied..]);
    Ok(out)
}

fn with_value(cell: &CellXml<'_>, worth: Option<&Worth>) -> String {
    let prefix = cell.open.trim_start_matches('<').split('c').next().unwrap_or("");
    let (kind, value) = match worth {
        None | Some(Worth::Empty) => ("", None),
        Some(Worth::Number(number)) => ("", Some(number.to_string())),
        Some(Worth::Text(text)) => ("str", Some(xml_text(text).into_owned())),
        Some(Worth::Truth(yes)) => ("b", Some(u8::from(*yes).to_string())),
    };
    let open = without_attribute(cell.open, "t");
    let open = if kind.is_empty() { open } else { setting(&open, "t", kind).into_owned().into() };
    let formula = cell.body.find(&format!("<{prefix}v")).map_or(cell.body, |value| &cell.body[..value]);
    let value = value.map_or(String::new(), |value| format!("<{prefix}v>{value}</{prefix}v>"));
    format!("{open}{formula}{value}</{prefix}c>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str, rows: &str, changed: bool) -> Page {
        Page { name: name.into(), xml: format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), changed }
    }

    #[test]
    fn values_follow_over_sheets_and_wrong_ones_go() {
        let filled = "<row r=\"1\"><c r=\"A1\"><v>2</v></c><c r=\"B1\" s=\"1\"><f>A1*3</f></c><c r=\"C1\" t=\"e\"><f>B1+HYPOT(A1)</f><v>#N/A</v></c></row>\
                      <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>男</t></is></c><c r=\"B2\"><f>A2&amp;\"&lt;\"</f></c><c r=\"C2\"><f>TODAY()</f><v>5</v></c></row>";
        let sums = "<row r=\"1\"><c r=\"A1\"><f>SUM('表 1'!A1:B9)</f><v>0</v></c><c r=\"B1\"><f>A1</f><v>0</v></c></row>";
        let shared = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"0\" ref=\"A1:A2\">总!B1+1</f><v>1</v></c></row>\
                      <row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"0\"/><v>1</v></c></row>";
        let other = "<row r=\"1\"><c r=\"A1\"><f>1+B1</f><v>7</v></c></row>";
        let mut pages = [page("表 1", filled, true), page("总", sums, false), page("再", shared, false), page("旁", other, false)];
        compute(&mut pages, &[]).expect("good XML");
        let [filled, sums, shared, other] = &pages;
        for said in [
            "<c r=\"B1\" s=\"1\"><f>A1*3</f><v>6</v></c>",
            "<c r=\"C1\"><f>B1+HYPOT(A1)</f></c>",
            "<c r=\"B2\" t=\"str\"><f>A2&amp;\"&lt;\"</f><v>男&lt;</v></c>",
            "<c r=\"C2\"><f>TODAY()</f><v>5</v></c>",
        ] {
            assert!(filled.xml.contains(said), "{said} in {}", filled.xml);
        }
        assert!(sums.changed && sums.xml.contains("</f><v>8</v></c><c r=\"B1\"><f>A1</f><v>8</v>"), "{}", sums.xml);
        assert!(shared.xml.contains("总!B1+1</f><v>9</v>") && shared.xml.contains("si=\"0\"/><v>1</v>"), "{}", shared.xml);
        assert!(!other.changed);
    }

    #[test]
    fn formulas_that_wait_for_each_other_have_no_value() {
        let mut pages = [page("A", "<row r=\"1\"><c r=\"A1\"><f>B1+1</f></c><c r=\"B1\"><f>A1+1</f></c></row>", true)];
        let before = pages[0].xml.clone();
        compute(&mut pages, &[]).expect("good XML");
        assert_eq!(pages[0].xml, before);
    }
}

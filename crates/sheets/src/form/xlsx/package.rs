//! The parts of an xlsx: which there are, and how they point to each other.

use std::collections::HashMap;

use super::super::parts::{Parts, Relation};
use super::super::xml::{Scan, broken};
use crate::open::Limits;
use crate::refused::Refused;
use crate::sheet::place;

pub(in super::super) struct Package<'b> {
    parts: Parts<'b>,
    pub workbook: String,
    pub sheets: Vec<SheetPart>,
    /// Names defined in the workbook: name, index of the sheet they hold for, formula.
    pub names: Vec<(String, Option<usize>, String)>,
    pub strings_part: Option<String>,
    styles_part: Option<String>,
    /// 1462 if the workbook counts its days from 1904, else 0.
    pub epoch: u32,
}

#[derive(Debug, Clone)]
pub(in super::super) struct SheetPart {
    pub name: String,
    pub path: String,
    pub hidden: bool,
}

const SHEETS: usize = 1024;

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Refused> {
        let mut package = Package {
            parts: Parts::open(bytes, limits)?,
            workbook: String::new(),
            sheets: Vec::new(),
            names: Vec::new(),
            strings_part: None,
            styles_part: None,
            epoch: 0,
        };
        let root = package.relations("")?;
        let workbook = root.iter().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target.clone());
        package.workbook = workbook.unwrap_or_else(|| "xl/workbook.xml".into());
        package.read_workbook()?;
        Ok(package)
    }

    fn read_workbook(&mut self) -> Result<(), Refused> {
        let path = self.workbook.clone();
        let relations = self.relations(&path)?;
        let target = |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
        self.strings_part = target("sharedStrings");
        self.styles_part = target("styles");
        let xml = self.text(&path)?.ok_or_else(|| broken("it has no workbook part"))?;
        let mut scan = Scan::over(&xml);
        let mut name: Option<(String, Option<usize>, String)> = None;
        while let Some(piece) = scan.next()? {
            if piece.opens("sheet") {
                let id = piece.attribute("id").unwrap_or_default();
                let path = relations.iter().find(|relation| relation.id == id);
                self.sheets.push(SheetPart {
                    name: piece.attribute("name").unwrap_or_default().into_owned(),
                    path: path.filter(|relation| relation.kind == "worksheet").map(|relation| relation.target.clone()).unwrap_or_default(),
                    hidden: piece.attribute("state").is_some_and(|state| state != "visible"),
                });
            } else if piece.opens("workbookPr") && piece.says("date1904") {
                self.epoch = 1462;
            } else if piece.opens("definedName") {
                let sheet = piece.number("localSheetId").map(|sheet| sheet as usize);
                name = Some((piece.attribute("name").unwrap_or_default().into_owned(), sheet, String::new()));
            } else if piece.closes("definedName") {
                self.names.extend(name.take());
            } else if let Some((_, _, formula)) = &mut name {
                piece.read_into(formula);
            }
            if self.sheets.len() > SHEETS {
                return Err(broken("it has thousands of sheets"));
            }
        }
        if self.sheets.is_empty() { Err(Refused::NoSheets) } else { Ok(()) }
    }

    /// The text of a part; none if there is no such part.
    pub fn text(&mut self, path: &str) -> Result<Option<String>, Refused> {
        self.parts.text(path)
    }

    pub fn relations(&mut self, path: &str) -> Result<Vec<Relation>, Refused> {
        self.parts.relations(path)
    }

    /// Where the part with the styles is, or would be.
    pub fn styles_path(&self) -> String {
        self.styles_part.clone().unwrap_or_else(|| "xl/styles.xml".into())
    }

    pub fn styles(&mut self) -> Result<Option<String>, Refused> {
        self.text(&self.styles_path())
    }

    /// The shared strings as they are written.
    pub fn raw_strings(&mut self) -> Result<Option<String>, Refused> {
        self.strings_part.clone().map_or(Ok(None), |path| self.text(&path))
    }

    /// The shared strings, plain.
    pub fn strings(&mut self, limits: &Limits) -> Result<Vec<Box<str>>, Refused> {
        let Some(xml) = self.raw_strings()? else { return Ok(Vec::new()) };
        let mut scan = Scan::over(&xml);
        let mut strings = Vec::new();
        let (mut text, mut spent) = (Text::default(), 0);
        while let Some(piece) = scan.next()? {
            if piece.opens("si") {
                text = Text::default();
            }
            text.take(&piece);
            if piece.closes("si") || piece.opens("si") && piece.what == super::super::xml::What::Lone {
                spent += text.all.len();
                if spent > limits.text {
                    return Err(Refused::TooLarge {
                        part: "sharedStrings.xml".into(),
                        megabytes: spent as u64 >> 20,
                        limit: limits.text as u64 >> 20,
                    });
                }
                strings.push(std::mem::take(&mut text.all).into_boxed_str());
            }
        }
        Ok(strings)
    }

    /// The comments on a sheet's cells.
    pub fn comments(&mut self, sheet: &str) -> Result<HashMap<(u32, u16), String>, Refused> {
        let relations = self.relations(sheet)?;
        let mut comments = HashMap::new();
        for relation in relations.iter().filter(|relation| relation.kind == "comments") {
            let Some(xml) = self.text(&relation.target)? else { continue };
            let mut scan = Scan::over(&xml);
            let mut at = None;
            let mut text = Text::default();
            while let Some(piece) = scan.next()? {
                if piece.opens("comment") {
                    at = piece.attribute("ref").and_then(|name| place(&name));
                    text = Text::default();
                }
                text.take(&piece);
                if piece.closes("comment") {
                    let words = text.all.trim().to_owned();
                    comments.extend(at.take().filter(|_| !words.is_empty()).map(|at| (at, words)));
                }
            }
        }
        Ok(comments)
    }
}

/// The text of `<t>` elements, phonetic marks left out.
#[derive(Default)]
pub(in super::super) struct Text {
    pub all: String,
    inside: bool,
    phonetic: bool,
}

impl Text {
    pub fn take(&mut self, piece: &super::super::xml::Piece<'_>) {
        use super::super::xml::What;
        match (piece.what, piece.name) {
            (What::Open, "t") => self.inside = true,
            (What::Close, "t") => self.inside = false,
            (What::Open, "rPh") => self.phonetic = true,
            (What::Close, "rPh") => self.phonetic = false,
            (What::Text | What::Literal, _) if self.inside && !self.phonetic => piece.read_into(&mut self.all),
            _ => {}
        }
    }
}

//! A paper as PDF: the template `paper.typ` set with the paper as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook, is_default_ignorable};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::NO_CHINESE;
use crate::paper::{Block, Paper};
use crate::{Error, Fonts, notice, qr_svg};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static TEMPLATE: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("paper.typ")));

/// How many papers a remembered part of a layout outlives without being used again.
const REMEMBERED_PAPERS: usize = 8;

/// Printed for a character that no font has, as printers always did.
const GETA: char = '〓';

impl Paper {
    /// A tagged PDF/A-2a. The same paper and fonts give the same bytes. Without any font for
    /// Chinese it is one page that says what to install.
    pub fn pdf(&self, fonts: &Fonts) -> Result<Vec<u8>, Error> {
        let Some(family) = &fonts.family else {
            return Ok(notice::pdf(NO_CHINESE.en));
        };
        let desk = Desk { fonts, data: Bytes::new(data(self, fonts, family)?) };
        let set = typst::compile::<PagedDocument>(&desk).output.map_err(typeset);
        let written = set.and_then(|document| typst_pdf::pdf(&document, &archival()?).map_err(typeset));
        typst::comemo::evict(REMEMBERED_PAPERS);
        written
    }
}

/// What the template reads.
#[derive(Serialize)]
struct Manuscript<'a> {
    family: &'a str,
    paper: Value,
    /// SVG by the text of the QR code.
    codes: BTreeMap<String, String>,
    /// The characters that 〓 stands for, as U+2C317.
    unshown: Vec<String>,
}

fn data(paper: &Paper, fonts: &Fonts, family: &str) -> Result<Vec<u8>, Error> {
    let mut case = Case { fonts, known: BTreeMap::new() };
    let mut codes = BTreeMap::new();
    for slip in paper.blocks.iter().flat_map(|block| match block {
        Block::Slips(slips) => slips.as_slice(),
        _ => &[],
    }) {
        if let Some(text) = &slip.qr
            && let Ok(svg) = qr_svg(text)
        {
            codes.insert(case.text(text), svg);
        }
    }
    let paper = case.value(serde_json::to_value(paper)?);
    let manuscript = Manuscript { family, paper, codes, unshown: case.unshown() };
    Ok(serde_json::to_vec(&manuscript)?)
}

/// The type case: which characters can be printed.
struct Case<'a> {
    fonts: &'a Fonts,
    known: BTreeMap<char, Option<char>>,
}

impl Case<'_> {
    fn value(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(values) => values.into_iter().map(|value| self.value(value)).collect(),
            Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, self.value(value))).collect(),
            other => other,
        }
    }

    fn text(&mut self, text: &str) -> String {
        text.chars().filter_map(|character| self.character(character)).collect()
    }

    fn character(&mut self, character: char) -> Option<char> {
        let fonts = self.fonts;
        *self.known.entry(character).or_insert_with(|| printed(character, fonts))
    }

    fn unshown(&self) -> Vec<String> {
        let replaced = self.known.iter().filter(|(character, printed)| **character != GETA && **printed == Some(GETA));
        replaced.map(|(character, _)| format!("U+{:04X}", *character as u32)).collect()
    }
}

/// What stands on paper for a character. PDF/A allows neither a missing glyph nor a private
/// character; a mark that turns the direction of the text could make it say something else.
fn printed(character: char, fonts: &Fonts) -> Option<char> {
    match character {
        '\n' => Some('\n'),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Some(character),
        _ if is_default_ignorable(character) => None,
        _ if character.is_whitespace() && !fonts.show(character) => Some(' '),
        _ if character.is_control() => None,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(GETA),
        _ if fonts.show(character) => Some(character),
        _ => Some(GETA),
    }
}

fn archival() -> Result<PdfOptions, Error> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a]).map_err(|cause| Error::Typeset(cause.message().to_string()))?;
    Ok(PdfOptions { standards, ..PdfOptions::default() })
}

fn typeset(causes: impl IntoIterator<Item = SourceDiagnostic>) -> Error {
    let messages: Vec<String> = causes.into_iter().map(|cause| cause.message.to_string()).collect();
    Error::Typeset(messages.join("; "))
}

/// What Typst sees of the world: the template, one file of data, the fonts. No clock, no disk.
struct Desk<'a> {
    fonts: &'a Fonts,
    data: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id.vpath().file_name() == Some("paper.json") { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index)?.font()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

//! One pass over a zip before it is read: what it is, how far it really unfolds, what it merges.
//!
//! The sizes in a zip's directory are claims. So every part that will be read is unfolded once into
//! nothing, counted, and its checksum compared; only then does a parser see it. The pass also picks
//! up the merged areas, which stand behind the rows and would otherwise cost a second parse.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, broken, merges, too_large};
use crate::refused::{Looks, Refused};
use crate::sheet::Merge;

pub(super) struct Survey {
    pub kind: Kind,
    /// Merged areas by the part's path, such as "xl/worksheets/sheet1.xml".
    merges: HashMap<String, Vec<Merge>>,
    /// The part's path by the sheet's name.
    paths: HashMap<String, String>,
}

impl Survey {
    pub fn merges(&self, sheet: &str) -> Vec<Merge> {
        self.paths.get(sheet).and_then(|path| self.merges.get(path)).cloned().unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    /// No workbook, but a form may come as one.
    Docx,
}

/// More parts than this no workbook has.
const PARTS: usize = 4096;
/// What stands behind the rows of a sheet is read up to this size; merges beyond it are not seen.
const TAIL: usize = 4 << 20;
const CHUNK: usize = 64 << 10;

pub(super) fn zip(bytes: &[u8], limits: &Limits) -> Result<Survey, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > PARTS {
        return Err(broken("it has thousands of parts"));
    }
    let kind = kind(&mut archive)?;
    let mut survey = Survey { kind, merges: HashMap::new(), paths: HashMap::new() };
    let mut whole = 0;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(broken)?;
        let (name, claimed, packed) = (part.name().map_err(broken)?.into_owned(), part.size(), part.compressed_size());
        if part.encrypted() {
            return Err(Refused::Encrypted);
        }
        drop(part);
        let limit = if is_sheet(&name) && packed.saturating_mul(limits.ordinary_ratio) >= claimed {
            limits.ordinary_part.max(limits.part)
        } else {
            limits.part
        };
        whole += claimed;
        if claimed > limit || whole > limits.whole {
            return Err(too_large(name, claimed.max(whole), limit.min(limits.whole)));
        }
        if !is_read(&name) {
            continue;
        }
        let mut watch = Watch::over(&name);
        let mut part = archive.by_index(at).map_err(unreadable)?;
        let unfolded = unfold(&mut part, limit, &mut watch).map_err(broken)?;
        drop(part);
        whole += unfolded.saturating_sub(claimed);
        if unfolded > limit || whole > limits.whole {
            return Err(too_large(name, unfolded.max(whole), limit.min(limits.whole)));
        }
        watch.check(unfolded)?;
        if let Some(merges) = watch.merges() {
            survey.merges.insert(name, merges);
        }
    }
    if kind == Kind::Xlsx {
        survey.paths = paths(&mut archive);
    }
    Ok(survey)
}

fn kind(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Kind, Refused> {
    let has = |start: &str| archive.file_names().flatten().any(|name| name.starts_with(start));
    if has("xl/workbook.bin") {
        return Ok(Kind::Xlsb);
    }
    if has("word/") {
        return Ok(Kind::Docx);
    }
    if has("ppt/") {
        return Err(Refused::WrongType(Looks::Presentation));
    }
    if has("content.xml") && has("mimetype") {
        let mut mime = String::new();
        let part = archive.by_name("mimetype").map_err(unreadable)?;
        part.take(128).read_to_string(&mut mime).map_err(broken)?;
        return match mime.trim() {
            "application/vnd.oasis.opendocument.spreadsheet" | "application/vnd.oasis.opendocument.spreadsheet-template" => Ok(Kind::Ods),
            text if text.contains("text") => Err(Refused::WrongType(Looks::WordDocument)),
            text if text.contains("presentation") => Err(Refused::WrongType(Looks::Presentation)),
            _ => Err(Refused::WrongType(Looks::Binary)),
        };
    }
    if has("[Content_Types].xml") || has("xl/") { Ok(Kind::Xlsx) } else { Err(Refused::WrongType(Looks::Archive)) }
}

/// Which sheet lies in which part. A workbook that hides this from us only loses its merges.
fn paths(archive: &mut ZipArchive<Cursor<&[u8]>>) -> HashMap<String, String> {
    let relations = attributes(archive, "xl/_rels/workbook.xml.rels", "Relationship", ["Id", "Target"]);
    let targets: HashMap<String, String> = relations.into_iter().map(|[id, target]| (id, target)).collect();
    let sheets = attributes(archive, "xl/workbook.xml", "sheet", ["name", "id"]);
    let path = |target: &String| target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    sheets.into_iter().filter_map(|[name, id]| Some((name, path(targets.get(&id)?)))).collect()
}

/// Two attributes of each element of a name, read without their prefixes.
fn attributes(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str, element: &str, names: [&str; 2]) -> Vec<[String; 2]> {
    let mut xml = Vec::new();
    if archive.by_name(part).ok().and_then(|mut part| part.read_to_end(&mut xml).ok()).is_none() {
        return Vec::new();
    }
    let mut reader = quick_xml::Reader::from_reader(xml.as_slice());
    let mut found = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == element => {
                let value = |name: &str| {
                    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
                    attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
                };
                found.extend(value(names[0]).zip(value(names[1])).map(|(first, second)| [first, second]));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn is_read(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["xml", "rels", "bin", "vml"].iter().any(|ending| lower.ends_with(ending)) || lower == "mimetype"
}

fn is_sheet(name: &str) -> bool {
    name.contains("worksheets/") || name == "content.xml"
}

fn unreadable(error: ZipError) -> Refused {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refused::Encrypted,
        other => broken(other),
    }
}

fn unfold(part: &mut impl Read, limit: u64, watch: &mut Watch) -> std::io::Result<u64> {
    let mut chunk = vec![0; CHUNK];
    let mut unfolded = 0;
    loop {
        let read = part.read(&mut chunk)?;
        unfolded += read as u64;
        if read == 0 || unfolded > limit {
            return Ok(unfolded);
        }
        watch.see(&chunk[..read]);
    }
}

/// What is looked for while a part unfolds.
enum Watch {
    Nothing,
    /// The first bytes: a table of strings says there how many it has, and the parser believes it.
    Head(Vec<u8>),
    /// What follows the last mention of the rows' element.
    Tail {
        kept: Vec<u8>,
        found: bool,
    },
    /// Records of an xlsb part: each says its length, and the parser believes it.
    Records(Vec<u8>),
}

const ROWS_END: &[u8] = b"sheetData>";

impl Watch {
    fn over(name: &str) -> Self {
        if name.ends_with(".bin") {
            Watch::Records(Vec::new())
        } else if name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            Watch::Head(Vec::new())
        } else if name.contains("worksheets/") && name.ends_with(".xml") {
            Watch::Tail { kept: Vec::new(), found: false }
        } else {
            Watch::Nothing
        }
    }

    fn see(&mut self, chunk: &[u8]) {
        match self {
            Watch::Nothing => {}
            Watch::Records(all) => all.extend_from_slice(chunk),
            Watch::Head(head) => {
                let room = 4096usize.saturating_sub(head.len());
                head.extend_from_slice(&chunk[..chunk.len().min(room)]);
            }
            Watch::Tail { kept, found } => {
                // The sign may lie across two chunks, so the end of the last one is looked at again.
                let overlap = kept.len().min(ROWS_END.len() - 1);
                let seam = [&kept[kept.len() - overlap..], &chunk[..chunk.len().min(ROWS_END.len() - 1)]].concat();
                if let Some(at) = memchr::memmem::rfind(chunk, ROWS_END) {
                    (*kept, *found) = (chunk[at + ROWS_END.len()..].to_vec(), true);
                } else if let Some(at) = memchr::memmem::rfind(&seam, ROWS_END) {
                    (*kept, *found) = (chunk[(at + ROWS_END.len()).saturating_sub(overlap)..].to_vec(), true);
                } else if *found && kept.len() + chunk.len() <= TAIL {
                    kept.extend_from_slice(chunk);
                } else {
                    *found = false;
                    *kept = chunk[chunk.len() - chunk.len().min(ROWS_END.len() - 1)..].to_vec();
                }
            }
        }
    }

    fn check(&self, unfolded: u64) -> Result<(), Refused> {
        match self {
            Watch::Head(head) => {
                let promised = attribute(head, b"uniqueCount=\"").unwrap_or(0);
                // The shortest string there can be is `<si/>`.
                if promised > unfolded / 5 { Err(broken("its table of strings says it is longer than it is")) } else { Ok(()) }
            }
            Watch::Records(all) => records_fit(all),
            _ => Ok(()),
        }
    }

    fn merges(&self) -> Option<Vec<Merge>> {
        match self {
            Watch::Tail { kept, found: true } => Some(merges::in_tail(kept)),
            _ => None,
        }
    }
}

fn attribute(head: &[u8], sign: &[u8]) -> Option<u64> {
    let at = head.windows(sign.len()).position(|window| window == sign)? + sign.len();
    let digits: String = head[at..].iter().take(20).take_while(|byte| byte.is_ascii_digit()).map(|&byte| byte as char).collect();
    digits.parse().ok().or(Some(u64::MAX))
}

fn records_fit(mut all: &[u8]) -> Result<(), Refused> {
    while let Some(&first) = all.first() {
        let mut at = if first & 0x80 == 0 { 1 } else { 2 };
        let mut length = 0usize;
        for shift in [0, 7, 14, 21] {
            let Some(&byte) = all.get(at) else { return Err(broken("a record is cut off")) };
            length |= usize::from(byte & 0x7f) << shift;
            at += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        all = all.get(at + length..).ok_or_else(|| broken("a record is longer than its part"))?;
    }
    Ok(())
}

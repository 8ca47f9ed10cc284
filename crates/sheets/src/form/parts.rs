//! The parts of a package, read and written.

use std::io::{Cursor, Read};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::FillFault;
use super::xml::{Scan, broken};
use crate::open::Limits;
use crate::refused::Refused;

/// A package whose parts were counted before.
pub(super) struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    limit: u64,
}

/// A package on its way out.
pub(super) type Out = ZipWriter<Cursor<Vec<u8>>>;

/// What one part says of another: the kind is the last word of its type.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub id: String,
    pub kind: String,
    pub target: String,
}

impl<'b> Parts<'b> {
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Refused> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        Ok(Parts { archive, limit: limits.ordinary_part.max(limits.part) })
    }

    /// The paths of all parts, in their order.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    /// The text of a part; none if there is no such part.
    pub fn text(&mut self, path: &str) -> Result<Option<String>, Refused> {
        let Some(at) = (!path.is_empty()).then(|| self.archive.index_for_name(path)).flatten() else { return Ok(None) };
        let part = self.archive.by_index(at).map_err(broken)?;
        let mut xml = Vec::new();
        part.take(self.limit + 1).read_to_end(&mut xml).map_err(broken)?;
        if xml.len() as u64 > self.limit {
            return Err(broken("a part is larger than it says"));
        }
        let mut text = String::from_utf8(xml).map_err(|_| broken("a part is not in UTF-8"))?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Ok(Some(text))
    }

    /// What a part points to, targets as paths in the file. The empty path is the file itself.
    pub fn relations(&mut self, path: &str) -> Result<Vec<Relation>, Refused> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let rels = format!("{folder}{}_rels/{file}.rels", if folder.is_empty() { "" } else { "/" });
        let Some(xml) = self.text(&rels)? else { return Ok(Vec::new()) };
        let mut scan = Scan::over(&xml);
        let mut relations = Vec::new();
        while let Some(piece) = scan.next()? {
            if !piece.opens("Relationship") || piece.attribute("TargetMode").is_some_and(|mode| mode == "External") {
                continue;
            }
            let kind = piece.attribute("Type").unwrap_or_default();
            relations.push(Relation {
                id: piece.attribute("Id").unwrap_or_default().into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: joined(folder, &piece.attribute("Target").unwrap_or_default()),
            });
        }
        Ok(relations)
    }
}

/// The package again, in the same order, but for a part that depends on all others and is written
/// `last`. `change` writes the parts that change and says so; all others are copied as they are
/// packed.
pub(super) fn rewritten(
    bytes: &[u8],
    last: &str,
    mut change: impl FnMut(&str, &mut Out) -> Result<bool, FillFault>,
) -> Result<Vec<u8>, FillFault> {
    let mut source = ZipArchive::new(Cursor::new(bytes)).map_err(unwritable)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + (bytes.len() >> 2))));
    let last = source.index_for_name(last);
    for at in (0..source.len()).filter(|at| Some(*at) != last).chain(last) {
        let part = source.by_index_raw(at).map_err(unwritable)?;
        let name = part.name().map_err(unwritable)?.into_owned();
        if !change(&name, &mut out)? {
            out.raw_copy_file(part).map_err(unwritable)?;
        }
    }
    Ok(out.finish().map_err(unwritable)?.into_inner())
}

/// Begins a part that is written anew. The level is low: rows of a list pack well at any.
pub(super) fn start(out: &mut Out, name: &str) -> Result<(), FillFault> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(3));
    out.start_file(name, options).map_err(unwritable)
}

pub(super) fn unwritable(error: impl std::fmt::Display) -> FillFault {
    FillFault::Write(error.to_string())
}

/// A target as it is written, from the folder of the part that says it.
fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

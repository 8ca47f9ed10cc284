//! A file that somebody gives: its kind is read from its content, whatever its name says, and nothing
//! is taken that could run. It is kept as the kernel keeps files; what people see of a picture is the
//! picture alone, without where and by what it was taken.

use super::picture;
use crate::rulebook::{self, keys};
use kernel::{Download, Error, Reader, Result, Uploaded};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Jpeg,
    Png,
    Mp3,
}

impl FileKind {
    const ALL: [FileKind; 7] =
        [FileKind::Pdf, FileKind::Docx, FileKind::Xlsx, FileKind::Pptx, FileKind::Jpeg, FileKind::Png, FileKind::Mp3];

    /// From the content; nothing for what is not taken.
    pub fn of(bytes: &[u8]) -> Option<FileKind> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(FileKind::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(FileKind::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(FileKind::Png),
            [b'I', b'D', b'3', ..] => Some(FileKind::Mp3),
            // A frame of MPEG audio, layer 3.
            [0xff, second, ..] if second & 0xe6 == 0xe2 => Some(FileKind::Mp3),
            [b'P', b'K', 3, 4, ..] => office(bytes),
            _ => None,
        }
    }
    pub fn code(self) -> &'static str {
        match self {
            FileKind::Pdf => "pdf",
            FileKind::Docx => "docx",
            FileKind::Xlsx => "xlsx",
            FileKind::Pptx => "pptx",
            FileKind::Jpeg => "jpeg",
            FileKind::Png => "png",
            FileKind::Mp3 => "mp3",
        }
    }
    pub fn named(code: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|k| k.code() == code)
    }
    pub fn mime(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Mp3 => "audio/mpeg",
        }
    }
    pub fn is_picture(self) -> bool {
        matches!(self, FileKind::Jpeg | FileKind::Png)
    }
}

/// A document, workbook or presentation by the parts in its container; one with macros is none.
fn office(bytes: &[u8]) -> Option<FileKind> {
    let container = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let names = container.file_names().map(|name| name.ok().map(|n| n.into_owned())).collect::<Option<Vec<_>>>()?;
    let has = |part: &str| names.iter().any(|name| name == part);
    if !has("[Content_Types].xml") || names.iter().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin")) {
        return None;
    }
    let main = [("word/document.xml", FileKind::Docx), ("xl/workbook.xml", FileKind::Xlsx), ("ppt/presentation.xml", FileKind::Pptx)];
    main.into_iter().find(|(part, _)| has(part)).map(|(_, kind)| kind)
}

/// A file as it is kept: under its own name, and the kernel's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    pub file_name: String,
    pub content: String,
    /// A code of [`FileKind`]; empty where there is no file.
    pub file_kind: String,
    pub bytes: i64,
}

/// The one file of an upload, looked at: small enough, and of a kind that is taken.
pub fn looked_at(cx: &Reader, files: Vec<Uploaded>) -> Result<Option<(Uploaded, FileKind)>> {
    let mut files = files.into_iter().filter(|f| !f.bytes.is_empty());
    let Some(file) = files.next() else { return Ok(None) };
    if files.next().is_some() {
        return Err(Error::field("files", "一次放一个文件。", "One file at a time."));
    }
    let most = rulebook::book(cx)?.at(cx.today()).get(keys::MATERIAL_BYTES_MAX);
    if file.bytes.len() as i64 > most {
        let most = most >> 20;
        return Err(Error::field("files", format!("文件超过 {most} MiB，请压缩或拆开。"), format!("The file has more than {most} MiB.")));
    }
    let kind = FileKind::of(&file.bytes).ok_or_else(|| {
        Error::field(
            "files",
            "这个文件不收。可以放 pdf、docx、xlsx、pptx、jpg、png、mp3，不能带宏。",
            "This file is not taken. Put in pdf, docx, xlsx, pptx, jpg, png or mp3, without macros.",
        )
    })?;
    Ok(Some((file, kind)))
}

impl Kept {
    pub fn keep(cx: &kernel::Writer, file: Option<&(Uploaded, FileKind)>) -> Result<Kept> {
        let Some((file, kind)) = file else { return Ok(Kept::default()) };
        Ok(Kept {
            file_name: file.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            content: cx.keep_file(&file.bytes)?,
            file_kind: kind.code().into(),
            bytes: file.bytes.len() as i64,
        })
    }

    /// The file to take along. Only a picture is shown in the page; all else is saved.
    pub fn download(&self, cx: &Reader) -> Result<Download> {
        let kind = FileKind::named(&self.file_kind).ok_or(Error::NotFound)?;
        let bytes = picture::plain(kind, cx.file(&self.content)?);
        Ok(Download { name: self.file_name.clone(), mime: kind.mime(), bytes, inline: kind.is_picture() })
    }

    pub fn is_some(&self) -> bool {
        !self.content.is_empty()
    }
    pub fn is_picture(&self) -> bool {
        FileKind::named(&self.file_kind).is_some_and(FileKind::is_picture)
    }
    /// `docx, 1.2 MiB`, as people weigh files.
    pub fn words(&self) -> String {
        let kib = (self.bytes + 1023) / 1024;
        let size = if kib < 1024 { format!("{kib} KiB") } else { format!("{}.{} MiB", kib / 1024, kib % 1024 * 10 / 1024) };
        format!("{}, {size}", self.file_kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn container(parts: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
        for part in parts {
            zip.start_file(*part, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(b"<x/>").expect("its text");
        }
        zip.finish().expect("a container").into_inner()
    }

    #[test]
    fn a_kind_is_read_from_the_content() {
        assert_eq!(FileKind::of(b"%PDF-1.7 x"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of(&[0xff, 0xfb, 0x90, 0]), Some(FileKind::Mp3));
        assert_eq!(FileKind::of(&container(&["[Content_Types].xml", "ppt/presentation.xml"])), Some(FileKind::Pptx));
        assert_eq!(FileKind::of(&container(&["[Content_Types].xml", "word/document.xml"])), Some(FileKind::Docx));
        for refused in [
            b"MZ\x90\x00".to_vec(),
            b"#!/bin/sh".to_vec(),
            b"<html><script>".to_vec(),
            b"<svg xmlns=".to_vec(),
            container(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
            container(&["evil.exe"]),
            b"PK\x03\x04 nothing behind it".to_vec(),
            vec![],
        ] {
            assert_eq!(FileKind::of(&refused), None, "{:?}", String::from_utf8_lossy(&refused));
        }
    }
}

//! One form for many: a card is filled once for each member that some words mean, and all of them
//! are given back in one archive.

use super::{
    Form,
    choices::Choices,
    filling::{Filling, file_name},
    form::fault,
};
use crate::rulebook::{self, keys};
use kernel::{Download, Error, Id, Result, Steps, t};
use sheets::form as blank;
use std::{
    collections::HashMap,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

impl Form {
    /// The form once for each of `whom`, packed. With a reason hidden facts stand in it in full.
    pub fn fill_each(&self, cx: &Steps, whom: &str, reason: Option<&str>) -> Result<Download> {
        let (bytes, read) = self.open(cx)?;
        let (packed, _) = fill_each(cx, &bytes, &read, &self.choices(cx)?, whom, reason, self.id)?;
        let name = format!("{}.zip", file_name(&read, cx.today()).rsplit_once('.').map_or("", |(stem, _)| stem));
        Ok(Download { name, mime: "application/zip", bytes: packed, inline: false })
    }
}

/// The archive and how many it holds. What leaves is written down before it does.
pub fn fill_each(
    cx: &Steps,
    bytes: &[u8],
    read: &blank::Form,
    choices: &Choices,
    whom: &str,
    reason: Option<&str>,
    form: Id,
) -> Result<(Vec<u8>, usize)> {
    let reason = super::form::reason(reason)?;
    let filling = Filling::new(cx, read, choices, reason.is_some())?;
    let people = filling.copies(whom)?;
    let (count, most) = (people.len(), rulebook::book(cx)?.at(cx.today()).get(keys::FORM_COPIES_MAX));
    if count as i64 > most {
        let (zh, en) = (
            format!("一次最多填 {most} 份，这里是 {count} 份。请分几次。"),
            format!("At most {most} at once; these are {count}. Take fewer."),
        );
        return Err(Error::field("whom", zh, en));
    }
    let (title, ending) = (file_name(read, cx.today()), if read.format == blank::Format::Docx { "docx" } else { "xlsx" });
    let mut archive = Archive::default();
    for person in people {
        let filled = filling.answers_of(Some(person))?;
        archive.add(&person.name, ending, &blank::fill(bytes, read, &filled.answers).map_err(fault)?)?;
    }
    let packed = archive.close()?;
    let reason = reason.map(str::to_owned);
    cx.write(move |w| {
        match &reason {
            Some(reason) => w.note_reason(form, format!("filled “{title}” for {count} members in full"), reason),
            None => w.note(form, format!("filled “{title}” for {count} members, hidden facts masked")),
        }
        Ok(())
    })?;
    Ok((packed, count))
}

struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// How many of each name there are already.
    names: HashMap<String, usize>,
}

impl Default for Archive {
    fn default() -> Archive {
        Archive { zip: ZipWriter::new(Cursor::new(vec![])), names: HashMap::new() }
    }
}

impl Archive {
    /// Namesakes are numbered.
    fn add(&mut self, name: &str, ending: &str, bytes: &[u8]) -> Result<()> {
        let name: String = name.chars().filter(|c| !"/\\:*?\"<>|".contains(*c)).collect();
        let times = self.names.entry(name.clone()).or_default();
        *times += 1;
        let file = if *times == 1 { format!("{name}.{ending}") } else { format!("{name}{}{times}.{ending}", t("之", " ")) };
        // The copies are packed already.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(file, stored).map_err(|e| Error::Internal(e.into()))?;
        Ok(self.zip.write_all(bytes)?)
    }

    fn close(self) -> Result<Vec<u8>> {
        Ok(self.zip.finish().map_err(|e| Error::Internal(e.into()))?.into_inner())
    }
}

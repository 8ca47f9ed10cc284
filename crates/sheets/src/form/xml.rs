//! XML as a run of pieces that know where they lie, so that what is not changed is copied as it is.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{partial_escape, unescape};
use quick_xml::events::Event;

use crate::refused::Refused;

pub(super) struct Scan<'a> {
    xml: &'a str,
    reader: Reader<&'a [u8]>,
}

/// One tag, text or mark, and the letters it is made of.
pub(super) struct Piece<'a> {
    pub what: What,
    /// The name without prefix; of a tag only.
    pub name: &'a str,
    pub raw: &'a str,
    pub start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Open,
    /// `<name/>`
    Lone,
    Close,
    Text,
    /// `<![CDATA[…]]>`
    Literal,
    Other,
}

impl<'a> Scan<'a> {
    pub fn over(xml: &'a str) -> Self {
        Scan { xml, reader: Reader::from_str(xml) }
    }

    /// The next piece; none at the end.
    pub fn next(&mut self) -> Result<Option<Piece<'a>>, Refused> {
        let start = self.reader.buffer_position() as usize;
        let what = match self.reader.read_event().map_err(broken)? {
            Event::Eof => return Ok(None),
            Event::Start(_) => What::Open,
            Event::Empty(_) => What::Lone,
            Event::End(_) => What::Close,
            Event::Text(_) | Event::GeneralRef(_) => What::Text,
            Event::CData(_) => What::Literal,
            _ => What::Other,
        };
        let raw = self.xml.get(start..self.reader.buffer_position() as usize).unwrap_or_default();
        let name = if matches!(what, What::Open | What::Lone | What::Close) { local_name(raw) } else { "" };
        Ok(Some(Piece { what, name, raw, start }))
    }
}

impl<'a> Piece<'a> {
    pub fn end(&self) -> usize {
        self.start + self.raw.len()
    }

    pub fn opens(&self, name: &str) -> bool {
        self.name == name && matches!(self.what, What::Open | What::Lone)
    }

    pub fn closes(&self, name: &str) -> bool {
        self.name == name && self.what == What::Close
    }

    /// An attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        attribute_place(self.raw, name).and_then(|place| self.raw.get(place)).map(plain_text)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }

    pub fn says(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| matches!(&*value, "1" | "true" | "on"))
    }

    /// Adds the text of this piece.
    pub fn read_into(&self, text: &mut String) {
        match self.what {
            What::Text => text.push_str(&plain_text(self.raw)),
            What::Literal => text.push_str(literal(self.raw)),
            _ => {}
        }
    }
}

pub(super) fn literal(raw: &str) -> &str {
    raw.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>")).unwrap_or(raw)
}

/// Text without entities. What is no entity stays as it is.
pub(super) fn plain_text(raw: &str) -> Cow<'_, str> {
    unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// Text as it may stand in XML: entities made, letters that XML cannot hold left out.
pub(super) fn xml_text(text: &str) -> Cow<'_, str> {
    let cannot = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(cannot) { partial_escape(text.replace(cannot, "")) } else { partial_escape(text) }
}

fn local_name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    let name = &tag[..tag.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '>' | '/')).unwrap_or(tag.len())];
    name.rsplit(':').next().unwrap_or(name)
}

/// Where the value of an attribute stands in its tag.
pub(super) fn attribute_place(tag: &str, name: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let mut at = bytes.iter().position(u8::is_ascii_whitespace)?;
    loop {
        at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let equals = at + memchr::memchr(b'=', &bytes[at..])?;
        let key = tag.get(at..equals)?.trim();
        let open = equals + 1 + bytes[equals + 1..].iter().position(|byte| matches!(byte, b'"' | b'\''))?;
        let close = open + 1 + memchr::memchr(bytes[open], &bytes[open + 1..])?;
        if key.rsplit(':').next() == Some(name) && !key.starts_with("xmlns") {
            return Some(open + 1..close);
        }
        at = close + 1;
    }
}

/// The tag with another value of an attribute it has.
pub(super) fn with_attribute<'a>(tag: &'a str, name: &str, value: &str) -> Cow<'a, str> {
    match attribute_place(tag, name) {
        Some(place) if plain_text(&tag[place.clone()]) != value => {
            let value = partial_escape(value);
            let value = if tag[place.end..].starts_with('"') { value.replace('"', "&quot;") } else { value.replace('\'', "&apos;") };
            format!("{}{value}{}", &tag[..place.start], &tag[place.end..]).into()
        }
        _ => tag.into(),
    }
}

/// The tag with an attribute set, whether it had it or not.
pub(super) fn setting<'a>(tag: &'a str, name: &str, value: &str) -> Cow<'a, str> {
    if attribute_place(tag, name).is_some() {
        return with_attribute(tag, name, value);
    }
    let (start, end) = tag.strip_suffix("/>").map_or_else(|| (tag.trim_end_matches('>'), ">"), |start| (start, "/>"));
    format!("{} {name}=\"{value}\"{end}", start.trim_end()).into()
}

/// The tag without an attribute.
pub(super) fn without_attribute<'a>(tag: &'a str, name: &str) -> Cow<'a, str> {
    let Some(place) = attribute_place(tag, name) else { return tag.into() };
    let start = tag[..place.start].rfind(|letter: char| letter.is_ascii_whitespace()).unwrap_or(place.start);
    format!("{}{}", &tag[..start], &tag[place.end + 1..]).into()
}

pub(super) fn broken(reason: impl std::fmt::Display) -> Refused {
    Refused::Broken(reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_changed_and_taken_away() {
        let tag = "<c r=\"A4\" x:s = '3' t=\"n\" />";
        assert_eq!(attribute_place(tag, "s").map(|place| &tag[place]), Some("3"));
        assert_eq!(with_attribute(tag, "r", "B<5"), "<c r=\"B&lt;5\" x:s = '3' t=\"n\" />");
        assert_eq!(with_attribute(tag, "r", "A4"), tag);
        assert_eq!(setting(tag, "t", "s"), "<c r=\"A4\" x:s = '3' t=\"s\" />");
        assert_eq!(setting("<c r=\"A4\" />", "s", "3"), "<c r=\"A4\" s=\"3\"/>");
        assert_eq!(setting("<c>", "s", "3"), "<c s=\"3\">");
        assert_eq!(without_attribute(tag, "t"), "<c r=\"A4\" x:s = '3' />");
        assert_eq!(attribute_place("<c>", "r"), None);
        assert_eq!(attribute_place("<c r=", "r"), None);
        assert_eq!(attribute_place("<c xmlns:r=\"x\"/>", "r"), None);
    }

    #[test]
    fn pieces_joined_are_the_whole() {
        let xml = "<?xml version=\"1.0\"?>\r\n<a b='1'>x &amp; y<!-- c --><d/><![CDATA[<z>]]></a>\n";
        let mut scan = Scan::over(xml);
        let (mut all, mut text) = (String::new(), String::new());
        while let Some(piece) = scan.next().expect("good XML") {
            all.push_str(piece.raw);
            piece.read_into(&mut text);
        }
        assert_eq!(all, xml);
        assert_eq!(text.trim(), "x & y<z>");
    }
}

//! Text inside runs: read as one, changed where it lies, so that every run keeps its look.

use std::ops::Range;

use super::gaps::{filled, gaps};
use super::xml::{Piece, Scan, What, attribute_place, xml_text};
use super::{BlankKind, Value};
use crate::refused::Refused;

/// Bytes of a text that get another text.
pub(super) struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// The edits that put answers into the gaps of a text; gaps are counted from 1.
pub(super) fn edits(text: &str, answers: &[(u16, &Value)]) -> Vec<Edit> {
    let found = gaps(text);
    let mut edits = Vec::new();
    for (number, value) in answers.iter().filter(|(_, value)| !value.is_blank()) {
        let Some(gap) = number.checked_sub(1).and_then(|at| found.get(usize::from(at))) else { continue };
        let words = value.words();
        match gap.kind {
            BlankKind::Tick => {
                let ticked = gap.boxes.iter().filter(|(word, _)| words.split([',', '，', '、']).any(|said| said.trim() == word));
                edits.extend(ticked.map(|(_, range)| Edit { range: range.clone(), text: "☑".into() }));
            }
            BlankKind::Day => {
                let before = text[..gap.range.start].chars().next_back();
                let parted = before.is_none_or(|letter| letter.is_whitespace() || matches!(letter, '：' | ':' | '（' | '('));
                let day = day(value, text[gap.range.clone()].contains('日'));
                edits.push(Edit { range: gap.range.clone(), text: format!("{}{day}", if parted { "" } else { " " }) });
            }
            BlankKind::Gap => edits.push(Edit { range: gap.range.clone(), text: filled(text, &gap.range, &words) }),
            BlankKind::Field | BlankKind::Cell => edits.push(Edit { range: gap.range.clone(), text: words }),
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// A date as the form's words "年 月 日", or "年 月" alone, ask for it.
fn day(value: &Value, to_the_day: bool) -> String {
    let Value::Date { date, .. } = value else { return value.words() };
    match (date.month(), date.day()) {
        (Some(month), Some(day)) if to_the_day => format!("{}年{month}月{day}日", date.year()),
        (Some(month), _) if !to_the_day => format!("{}年{month}月", date.year()),
        _ => value.words(),
    }
}

/// The pieces of runs as one text: tabs and breaks are letters of it, phonetic marks are not.
#[derive(Default)]
pub(super) struct Joined {
    pub text: String,
    inside: bool,
    phonetic: bool,
    properties: usize,
    /// Text boxes have paragraphs of their own inside a run.
    boxes: usize,
}

impl Joined {
    /// Whether this piece gave letters.
    pub fn take(&mut self, piece: &Piece<'_>) -> bool {
        let before = self.text.len();
        match (piece.what, piece.name) {
            (What::Open, "t") => self.inside = true,
            (What::Close, "t") => self.inside = false,
            (What::Open, "rPh") => self.phonetic = true,
            (What::Close, "rPh") => self.phonetic = false,
            // `<w:tab/>` also stands in the properties of a paragraph, where it is a stop.
            (What::Open, "txbxContent") => self.boxes += 1,
            (What::Close, "txbxContent") => self.boxes = self.boxes.saturating_sub(1),
            _ if self.boxes > 0 => {}
            (What::Open, "pPr" | "rPr") => self.properties += 1,
            (What::Close, "pPr" | "rPr") => self.properties = self.properties.saturating_sub(1),
            (What::Lone, "tab") if self.properties == 0 => self.text.push('\t'),
            (What::Lone, "br" | "cr") if self.properties == 0 => self.text.push('\n'),
            (What::Text | What::Literal, _) if self.inside && !self.phonetic => piece.read_into(&mut self.text),
            _ => {}
        }
        self.text.len() > before
    }
}

/// The text of runs.
pub(super) fn joined(xml: &str) -> Result<String, Refused> {
    let (mut scan, mut joined) = (Scan::over(xml), Joined::default());
    while let Some(piece) = scan.next()? {
        joined.take(&piece);
    }
    Ok(joined.text)
}

/// The runs with their text changed. Phonetic marks of a changed text would lie: they go.
pub(super) fn spliced(xml: &str, edits: &[Edit]) -> Result<String, Refused> {
    let (mut scan, mut joined) = (Scan::over(xml), Joined::default());
    let mut out = String::with_capacity(xml.len() + 64);
    let mut next = 0;
    while let Some(piece) = scan.next()? {
        let start = joined.text.len();
        let phonetic = joined.phonetic || piece.name == "rPh" || piece.name == "phoneticPr";
        let letters = joined.take(&piece);
        if phonetic {
            continue;
        }
        if !letters {
            if piece.opens("t") {
                out.push_str(&keeping_room(piece.raw))
            } else {
                out.push_str(piece.raw)
            }
            continue;
        }
        let own = start..joined.text.len();
        let changed = changed(&joined.text, own.clone(), edits, &mut next);
        match changed {
            None => out.push_str(piece.raw),
            Some(text) if piece.what == What::Lone => {
                let prefix = piece.raw.split(piece.name).next().unwrap_or("<").trim_start_matches('<');
                if !text.is_empty() {
                    out.push_str(&format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", xml_text(&text)));
                }
            }
            Some(text) => out.push_str(&xml_text(&text)),
        }
    }
    Ok(out)
}

/// What a stretch of the text becomes; none if nothing in it changes. `next` is the first edit
/// whose new text is not yet written.
fn changed(all: &str, own: Range<usize>, edits: &[Edit], next: &mut usize) -> Option<String> {
    let touches = |edit: &Edit| edit.range.start < own.end && own.start < edit.range.end;
    let written = *next;
    let mut text = String::new();
    let mut at = own.start;
    // Edits are in order: those that end before this stretch are done.
    let from = edits.partition_point(|edit| edit.range.end < own.start);
    for (number, edit) in edits.iter().enumerate().skip(from).take_while(|(_, edit)| edit.range.start <= own.end) {
        // Room that begins where a run ends belongs to the next run, and takes its look.
        let begins = if edit.range.is_empty() { edit.range.start <= own.end } else { edit.range.start < own.end };
        let writes = number >= written && begins && edit.range.start >= own.start;
        if !writes && !touches(edit) {
            continue;
        }
        let cut = edit.range.start.clamp(at, own.end);
        text.push_str(&all[at..cut]);
        if writes {
            text.push_str(&edit.text);
            *next = number + 1;
        }
        at = edit.range.end.clamp(cut, own.end);
    }
    if at == own.start && *next == written {
        return None;
    }
    text.push_str(&all[at..own.end]);
    Some(text)
}

/// A text's tag that keeps the blanks at its ends.
fn keeping_room(tag: &str) -> String {
    if attribute_place(tag, "space").is_some() || tag.ends_with("/>") {
        return tag.to_owned();
    }
    format!("{} xml:space=\"preserve\">", tag.trim_end_matches('>').trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled_in(xml: &str, answers: &[(u16, &str)]) -> String {
        let values: Vec<(u16, Value)> = answers.iter().map(|(gap, text)| (*gap, Value::text(*text))).collect();
        let values: Vec<(u16, &Value)> = values.iter().map(|(gap, value)| (*gap, value)).collect();
        spliced(xml, &edits(&joined(xml).expect("runs"), &values)).expect("runs")
    }

    #[test]
    fn runs_keep_their_look() {
        let xml = "<r><rPr><b/></rPr><t>单位：</t></r><r><rPr><u/></rPr><t xml:space=\"preserve\">      </t></r><r><t>日期：</t></r>";
        assert_eq!(
            filled_in(xml, &[(1, "A & B"), (2, "2026")]),
            "<r><rPr><b/></rPr><t xml:space=\"preserve\">单位：</t></r><r><rPr><u/></rPr><t xml:space=\"preserve\">A &amp; B  </t></r>\
             <r><t xml:space=\"preserve\">日期：2026</t></r>"
        );
    }

    #[test]
    fn a_placeholder_may_be_cut_by_runs() {
        let xml = "<w:r><w:t>兹有{{na</w:t></w:r><w:r><w:t>me}</w:t></w:r><w:r><w:t>}同志</w:t></w:r>";
        let out = filled_in(xml, &[(1, "王芳")]);
        assert_eq!(joined(&out).expect("runs"), "兹有王芳同志");
        assert!(out.contains("<w:t xml:space=\"preserve\">兹有王芳</w:t>"), "{out}");
    }

    #[test]
    fn tabs_are_room_and_boxes_get_ticks() {
        let xml = "<w:r><w:t>姓名：</w:t><w:tab/><w:tab/><w:t>电话：</w:t></w:r>";
        assert_eq!(joined(&filled_in(xml, &[(1, "王芳"), (2, "1")])).expect("runs"), "姓名：王芳  电话：1");
        let xml = "<t>性别：□男 □女</t>";
        assert_eq!(filled_in(xml, &[(1, "女")]), "<t xml:space=\"preserve\">性别：□男 ☑女</t>");
        assert_eq!(
            filled_in("<t>填报日期：  年  月  日</t><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>", &[(1, "明天")]),
            "<t xml:space=\"preserve\">填报日期：明天</t>"
        );
    }
}

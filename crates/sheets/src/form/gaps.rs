//! Room for answers inside a text: "填报单位：      截止日期：", "党员____名", "  年  月  日", `{{name}}`.

use std::ops::Range;

use super::BlankKind;

/// Room in a text. Ranges are of bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gap {
    pub kind: BlankKind,
    pub label: String,
    pub range: Range<usize>,
    /// For boxes to tick: each word and where its box stands.
    pub boxes: Vec<(String, Range<usize>)>,
}

/// A text longer than this explains; it asks for nothing but by a placeholder.
const LONGEST: usize = 400;
const BOXES: [char; 3] = ['□', '☐', '▢'];

/// All gaps of a text, from left to right.
pub(super) fn gaps(text: &str) -> Vec<Gap> {
    let mut found = fields(text);
    if text.chars().count() <= LONGEST && !explains(text) {
        for more in [boxes(text).into_iter().collect(), days(text), colons(text), underscores(text)] {
            let before = found.clone();
            found.extend(more.into_iter().filter_map(|gap| beside(gap, &before)));
        }
    }
    found.sort_by_key(|gap| gap.range.start);
    found
}

/// The gap, ended where another begins; none if it lies in another.
fn beside(mut gap: Gap, others: &[Gap]) -> Option<Gap> {
    let next = others.iter().map(|other| other.range.start).filter(|&start| gap.range.start < start && start < gap.range.end).min();
    gap.range.end = next.unwrap_or(gap.range.end);
    let overlaps =
        |other: &Gap| gap.range.start < other.range.end && other.range.start < gap.range.end || gap.range.start == other.range.start;
    (!others.iter().any(overlaps)).then_some(gap)
}

/// Whether a text is an instruction to whoever fills in the form.
pub(super) fn explains(text: &str) -> bool {
    let text = text.trim_start();
    let starts =
        ["填表说明", "填报说明", "填写说明", "说明", "注：", "注:", "注意", "备注：1", "备注:1", "（注", "填表要求", "附件", "※", "*注"];
    starts.iter().any(|start| text.starts_with(start))
}

fn fields(text: &str) -> Vec<Gap> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|open| at + open) {
        let Some(close) = text[open..].find("}}").map(|close| open + close) else { break };
        let label = text[open + 2..close].trim().to_owned();
        if !label.is_empty() && label.chars().count() <= 60 {
            found.push(Gap { kind: BlankKind::Field, label, range: open..close + 2, boxes: Vec::new() });
        }
        at = close + 2;
    }
    found
}

fn boxes(text: &str) -> Option<Gap> {
    let starts: Vec<(usize, char)> = text.char_indices().filter(|(_, letter)| BOXES.contains(letter)).collect();
    if starts.len() < 2 {
        return None;
    }
    let boxes: Vec<(String, Range<usize>)> = starts
        .iter()
        .map(|&(at, letter)| {
            let rest = &text[at + letter.len_utf8()..];
            let rest = rest.trim_start_matches(is_room);
            let end = rest
                .find(|letter: char| BOXES.contains(&letter) || is_room(letter) || matches!(letter, '，' | '；' | '、'))
                .unwrap_or(rest.len());
            (rest[..end].trim().to_owned(), at..at + letter.len_utf8())
        })
        .collect();
    let label = label_before(text, starts[0].0, 0);
    boxes.iter().all(|(word, _)| !word.is_empty()).then(|| Gap {
        kind: BlankKind::Tick,
        label,
        range: starts[0].0..starts[starts.len() - 1].0 + starts[0].1.len_utf8(),
        boxes,
    })
}

/// "年", room, "月", room, "日", with room or a printed year before it.
fn days(text: &str) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    for (year, _) in text.match_indices('年') {
        let from = found.last().map_or(0, |gap| gap.range.end);
        let after_year = year + '年'.len_utf8();
        let Some(month) = after_room(text, after_year, '月').filter(|_| year >= from) else { continue };
        let day = after_room(text, month.end, '日');
        let start = from + day_start(&text[from..year]);
        let room = [&text[start..year], &text[after_year..month.start]].map(|room| room.chars().filter(|&letter| is_room(letter)).count());
        let roomy = room[1] >= 2 || room[0] >= 2 || text[..start].ends_with(['：', ':']);
        if room[1] == 0 || !roomy || day.is_none() && room[1] < 2 {
            continue;
        }
        let label = Some(label_before(text, start, from)).filter(|label| !label.is_empty() && !signs(label));
        let range = start..day.unwrap_or(month).end;
        found.push(Gap { kind: BlankKind::Day, label: label.unwrap_or_else(|| "日期".into()), range, boxes: Vec::new() });
    }
    found
}

/// Where a date begins that ends at a "年": before its room and what is printed of the year. Of the
/// room for a signature it takes only what a year needs.
fn day_start(before: &str) -> usize {
    let unroomed = before.trim_end_matches(is_room);
    let digits = unroomed.trim_end_matches(|letter: char| letter.is_ascii_digit() || "〇零一二三四五六七八九".contains(letter));
    let printed = unroomed.len() > digits.len()
        && (digits.is_empty() || digits.ends_with(|letter| is_room(letter) || matches!(letter, '：' | ':' | '（' | '(')));
    let start = if printed { digits.trim_end_matches(is_room) } else { unroomed };
    if signs(&label_before(start, start.len(), 0)) && !printed && width(&before[start.len()..]) > 8 {
        return before.char_indices().rev().nth(3).map_or(start.len(), |(at, _)| at.max(start.len()));
    }
    start.len()
}

/// Behind these words stands a hand or a seal, not a date.
fn signs(label: &str) -> bool {
    ["签名", "签字", "签章", "盖章", "（章）", "负责人", "签发人"].iter().any(|word| label.contains(word))
}

/// The next letter behind some room.
fn after_room(text: &str, at: usize, letter: char) -> Option<Range<usize>> {
    let rest = &text[at..];
    let start = at + rest.len() - rest.trim_start_matches(is_room).len();
    text[start..].starts_with(letter).then(|| start..start + letter.len_utf8())
}

fn colons(text: &str) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    for (colon, letter) in text.char_indices().filter(|(_, letter)| matches!(letter, '：' | ':')) {
        let from = found.last().map_or(0, |gap| gap.range.end);
        let start = colon + letter.len_utf8();
        if start < from {
            continue;
        }
        let rest = &text[start..];
        let room = rest.len() - rest.trim_start_matches(is_room).len();
        // "____   电话": the blanks behind the line part it from what follows.
        let room = rest[..room].rfind(['_', '＿']).map_or(room, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
        let ends = rest[room..].is_empty() || rest[room..].starts_with(['\n', '\r']);
        let label = label_before(text, colon, from);
        if label.is_empty() || label.chars().count() > 30 || !(ends || width(&rest[..room]) >= 2) || said_otherwise(&label) {
            continue;
        }
        found.push(Gap { kind: BlankKind::Gap, label, range: start..start + room, boxes: Vec::new() });
    }
    found
}

fn said_otherwise(label: &str) -> bool {
    matches!(label, "注" | "说明" | "备注说明" | "例" | "如" | "例如" | "其中" | "内容如下" | "如下")
}

fn underscores(text: &str) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['_', '＿']).map(|start| at + start) {
        let rest = &text[start..];
        let end = start + rest.len() - rest.trim_start_matches(['_', '＿']).len();
        let from = found.last().map_or(0, |gap| gap.range.end);
        if text[start..end].chars().count() >= 2 {
            let before = label_before(text, start, from);
            let label = if before.is_empty() { word_after(&text[end..]) } else { before };
            found.push(Gap { kind: BlankKind::Gap, label, range: start..end, boxes: Vec::new() });
        }
        at = end;
    }
    found
}

/// The words right before a gap.
fn label_before(text: &str, end: usize, from: usize) -> String {
    let before = text[from.min(end)..end].trim_end_matches(|letter| is_room(letter) || matches!(letter, '：' | ':' | '（' | '('));
    let stop = |letter: char| matches!(letter, '，' | '；' | '。' | ';' | ',' | '\n' | '\r' | '|');
    let start = before.rfind(stop).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let words = &before[start..];
    // Two blanks part a label from what stands before it; single ones stretch its letters.
    let start = words.rfind("  ").map(|at| at + 2).or_else(|| words.rfind("\u{3000}\u{3000}").map(|at| at + 6)).unwrap_or(0);
    words[start..].trim_matches(is_room).to_owned()
}

fn word_after(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric()).take(12).collect()
}

fn is_room(letter: char) -> bool {
    matches!(letter, ' ' | '\u{3000}' | '\u{a0}' | '\t' | '_' | '＿')
}

/// How much room letters take: a Chinese one as much as two Latin ones.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() || letter == '\u{a0}' { 1 } else { 2 }).sum()
}

/// What stands in a gap's place once it is answered: the answer, and so much of the room as keeps
/// what follows where it was.
pub(super) fn filled(text: &str, range: &Range<usize>, answer: &str) -> String {
    let (room, after) = (&text[range.clone()], &text[range.end..]);
    let ruled = room.ends_with(['_', '＿']);
    let ends = after.is_empty() || after.starts_with(['\n', '\r']);
    let left = width(room).saturating_sub(width(answer));
    let left = match (ruled, ends) {
        (true, _) => left,
        (false, true) => 0,
        (false, false) => left.max(2),
    };
    format!("{answer}{}", if ruled { "_" } else { " " }.repeat(left.min(200)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<(String, BlankKind)> {
        gaps(text).into_iter().map(|gap| (gap.label, gap.kind)).collect()
    }

    fn named(list: &[(&str, BlankKind)]) -> Vec<(String, BlankKind)> {
        list.iter().map(|(label, kind)| (label.to_string(), *kind)).collect()
    }

    #[test]
    fn labels_with_room_behind_them_are_asked() {
        use BlankKind::{Day, Field, Gap, Tick};
        assert_eq!(labels("填报单位：                截止日期："), named(&[("填报单位", Gap), ("截止日期", Gap)]));
        assert_eq!(labels("单位（盖章）：　　　填报日期：    年   月   日"), named(&[("单位（盖章）", Gap), ("填报日期", Day)]));
        assert_eq!(
            labels("单位负责人：            填表人：            联系电话："),
            named(&[("单位负责人", Gap), ("填表人", Gap), ("联系电话", Gap)])
        );
        assert_eq!(labels("本支部共有党员____名，其中女党员____名"), named(&[("本支部共有党员", Gap), ("其中女党员", Gap)]));
        assert_eq!(labels("兹有{{name}}同志，{{ joined }}入党"), named(&[("name", Field), ("joined", Field)]));
        assert_eq!(labels("性别：□男 □女"), named(&[("性别", Tick)]));
        assert_eq!(labels("2026年   月   日"), named(&[("日期", Day)]));
        assert_eq!(labels("报出日期：20   年   月   日"), named(&[("报出日期", Day)]));
        assert_eq!(labels("支部书记签名：          年   月   日"), named(&[("支部书记签名", Gap), ("日期", Day)]));
        assert_eq!(labels("党员情况统计表（    年    月）"), named(&[("党员情况统计表", Day)]));
        assert_eq!(labels("填报时间：2026年  月"), named(&[("填报时间", Day)]));
    }

    #[test]
    fn what_is_said_already_is_not_asked() {
        for text in
            ["联系电话：0519-8123", "出生年月", "出 生 年 月", "填表说明：1.姓名：      请用正楷", "时间 12:30", "注：", "{{}}", "{{a"]
        {
            assert_eq!(gaps(text), [], "{text}");
        }
    }

    #[test]
    fn an_answer_takes_its_room_from_the_blanks() {
        let text = "填报单位：                截止日期：";
        let gaps = gaps(text);
        assert_eq!(filled(text, &gaps[0].range, "三里村社区"), "三里村社区      ");
        assert_eq!(filled(text, &gaps[1].range, "2026-11"), "2026-11");
        assert_eq!(filled("党员____名", &(6..10), "12"), "12__");
    }
}

//! Words of forms: what is a label, a total, an end; what a label means.

use super::super::RowOf;
use super::super::gaps::{explains, gaps};
use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Meaning};

/// Letters only, to compare.
pub(super) fn norm(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '：' | ':' | '*' | '＊' | '_')).collect()
}

/// A label as printed, its line breaks and outer colon gone.
pub(super) fn label(text: &str) -> String {
    let joined: String = text.split(['\n', '\r']).map(str::trim).collect();
    let joined = joined.trim().trim_end_matches([':', '：']).trim();
    // "姓 名", "性　　别": blanks that only stretch the word.
    let words: Vec<&str> = joined.split_whitespace().collect();
    let stretched = words.len() > 1 && words.iter().all(|word| word.chars().count() == 1 && !word.is_ascii());
    if stretched { words.concat() } else { joined.to_owned() }
}

/// Short words that can head a column or stand before an empty cell.
pub(super) fn is_label(text: &str) -> bool {
    let count = norm(text).chars().count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=40).contains(&count) && digits <= 6 && digits < count && !explains(text) && !text.contains("{{")
}

/// A label without gaps inside: it can head a column.
pub(super) fn is_head(text: &str) -> bool {
    is_label(text) && !is_code(text) && gaps(text).is_empty() && !text.trim_end().ends_with(['：', ':'])
}

/// "甲", "(1)", "2": the numbering of columns under a header.
pub(super) fn is_code(text: &str) -> bool {
    let inner = text.trim().trim_start_matches(['(', '（']).trim_end_matches([')', '）']).trim();
    let digits = !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|byte| byte.is_ascii_digit());
    digits || ["甲", "乙", "丙", "丁", "戊", "-", "—"].contains(&inner)
}

pub(super) fn is_total(text: &str, words: &Dictionary) -> bool {
    let text = plain(text);
    words.totals.iter().any(|total| plain(total) == text)
        || ["合计", "总计", "小计"].iter().any(|end| text.ends_with(end) && text.chars().count() <= 8)
}

/// A row that shows how to fill in the others.
pub(super) fn is_example(text: &str) -> bool {
    let text = norm(text);
    ["例", "示例", "样例", "范例", "填写示例", "举例"].iter().any(|word| text == *word)
        || ["例：", "例:", "（例）", "(例)", "示例", "样例", "如：", "【例】"]
            .iter()
            .any(|word| text.starts_with(&norm(word)) && norm(word) != "例")
}

/// "以下空白"
pub(super) fn is_end(text: &str) -> bool {
    norm(text).contains("以下空白")
}

/// What is asked of whoever fills in the form, not of the person it is about.
pub(super) fn is_of_form(label: &str) -> bool {
    ["填表", "填报", "制表", "上报", "报送", "审核", "负责人", "盖章", "签字", "签名", "截止", "统计"]
        .iter()
        .any(|word| label.contains(word))
}

pub(super) fn is_serial(text: &str) -> bool {
    matches!(norm(text).to_lowercase().as_str(), "序号" | "序" | "编号" | "号" | "行号" | "no" | "no." | "№")
}

/// What a label means, and whether it is one of our words or only holds one.
pub(super) fn meaning(label: &str, words: &Dictionary) -> (Meaning, bool) {
    if let Some(entry) = words.header(label) {
        return (entry.meaning, true);
    }
    // "女党员" is no name, "大专以上学历" no education: a short word inside another says too little.
    let long = |word: &str, meaning: Meaning| meaning == Meaning::LeftOut || word.chars().count() >= 3;
    let part = words.part_of(label).filter(|(word, entry)| long(word, entry.meaning));
    (part.map_or(Meaning::Extra, |(_, entry)| entry.meaning), false)
}

/// The leaf decides; where it is not known, leaf and group together.
pub(super) fn meaning_of_path(path: &[String], words: &Dictionary) -> (Meaning, bool) {
    let leaf = path.last().map_or("", String::as_str);
    match (words.header(leaf), words.header(&path.concat())) {
        (Some(entry), _) | (None, Some(entry)) => (entry.meaning, true),
        (None, None) => meaning(leaf, words),
    }
}

pub(super) fn row_of<'a>(columns: impl Iterator<Item = (Meaning, &'a str)>) -> RowOf {
    let columns: Vec<(Meaning, &str)> = columns.collect();
    let means = |field: Field| columns.iter().any(|(meaning, _)| *meaning == Meaning::Field(field));
    let organisation = |label: &str| {
        let label = plain(label);
        ["党组织名称", "支部名称", "单位名称", "组织名称", "社区名称"].iter().any(|word| label.contains(word))
    };
    let place = |label: &str| ["社区", "村", "村居", "村社区", "支部", "党支部", "党组织", "街道"].contains(&plain(label).as_str());
    let first =
        columns.first().is_some_and(|(meaning, label)| matches!(meaning, Meaning::Field(Field::Branch | Field::Unit)) || place(label));
    if means(Field::Name) || means(Field::IdNumber) || means(Field::Sex) && means(Field::Birth) {
        RowOf::Person
    } else if means(Field::OrgName) || first || columns.iter().any(|(_, label)| organisation(label)) {
        RowOf::Organisation
    } else {
        RowOf::Unknown
    }
}

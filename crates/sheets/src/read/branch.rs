//! Which branch the people of a table belong to, where no column says so.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::Table;
use crate::dictionary::Dictionary;
use crate::hints::Known;
use crate::meaning::{Field, Meaning, Reason};
use crate::reading::{BranchFrom, BranchSource, Column};
use crate::sheet::{Cell, Sheet};
use crate::values::clean;

/// Where a branch can be named, from the nearest outwards.
const PLACES: [(BranchFrom, &str, &str); 3] = [
    (BranchFrom::Title, "标题里有", "the title says"),
    (BranchFrom::SheetName, "工作表名里有", "the sheet's name says"),
    (BranchFrom::FileName, "文件名里有", "the file's name says"),
];

pub(super) fn find(columns: &[Column], table: &Table, sheet: &str, file: &str, words: &Dictionary, known: &Known<'_>) -> BranchSource {
    let title = table.title.as_deref().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let place = [title, sheet, stem].into_iter().find_map(|text| place(text, words));
    let source = |from, name, reason| BranchSource { from, name, place: place.clone(), known: BTreeMap::new(), reason };
    if columns.iter().any(|column| column.meaning == Meaning::Field(Field::Branch)) {
        return source(BranchFrom::Column, None, Reason::new("每行有支部一列", "a column names it"));
    }
    let above: Vec<&str> = table.above.iter().map(|above| above.text.as_str()).collect();
    for ((from, zh, en), texts) in PLACES.into_iter().zip([above.as_slice(), &[sheet], &[stem]]) {
        if let Some(branch) = texts.iter().find_map(|text| known.branch_in(text)) {
            let reason = Reason::new(format!("{zh}已知的“{branch}”"), format!("{en} \"{branch}\", which is known"));
            return source(from, Some(branch.to_owned()), reason);
        }
        if let Some(name) = texts.iter().find_map(|text| named(text)) {
            let name = completed(&name, place.as_deref(), words);
            let name = known.branch(&name).map_or(name, str::to_owned);
            let reason = Reason::new(format!("{zh}“{name}”"), format!("{en} \"{name}\""));
            return source(from, Some(name), reason);
        }
    }
    source(BranchFrom::Unknown, None, Reason::new("没有写明支部", "no branch is named"))
}

/// What the cells of a branch column mean among the known branches, where that is not what they say.
pub(super) fn meant(sheet: &Sheet, table: &Table, column: u16, known: &Known<'_>) -> BTreeMap<String, String> {
    let rows = if known.no_branches() { 0..0 } else { sheet.position(table.body.0)..sheet.position(table.body.1 + 1) };
    let cells = rows.filter_map(|at| if let Cell::Text(text) = sheet.nth(at).cell(column) { Some(clean(text)) } else { None });
    let said: BTreeSet<&str> = cells.collect();
    let other = said.into_iter().filter_map(|text| Some((text, known.branch(text)?))).filter(|(text, branch)| text != branch);
    other.map(|(text, branch)| (text.to_owned(), branch.to_owned())).collect()
}

/// Rows that hold nothing but a branch's name.
pub(super) fn has_sections(sheet: &Sheet, table: &Table) -> bool {
    let from = sheet.position(table.body.0);
    let to = sheet.position(table.body.1 + 1);
    (from..to).map(|at| sheet.nth(at)).filter(|row| row.len() == 1).any(|row| {
        row.cells().any(|(_, cell)| matches!(cell, Cell::Text(text) if section(clean(text)).is_some_and(|name| !is_group(name))))
    })
}

/// "二、青竹苑社区第三党支部（47人）" names the branch of the rows below it.
pub(crate) fn section(text: &str) -> Option<&str> {
    let end = end_of_name(text, &ENDS)?;
    let rest = clean(&text[end..]);
    let only_a_count = rest.is_empty()
        || rest.starts_with(['（', '(', '：', ':', '共'])
        || rest.ends_with('人') && rest.starts_with(|letter: char| letter.is_ascii_digit());
    let name = without_number(clean(&text[..end]));
    (only_a_count && name.chars().count() > 2 && name.chars().count() <= 30).then_some(name)
}

/// A section can also be a group of the branch.
pub(crate) fn is_group(section: &str) -> bool {
    section.ends_with("小组")
}

const ENDS: [&str; 4] = ["支部", "党总支", "党委", "党小组"];
/// What follows a place's name in titles and file names.
const AFTER_PLACE: [&str; 22] = [
    "党员",
    "花名册",
    "名册",
    "台账",
    "流动",
    "信息",
    "基本",
    "在职",
    "登记",
    "签到",
    "联系卡",
    "党组织",
    "20",
    "汇总",
    "统计",
    "党费",
    "返迁",
    "组织生活",
    "全体",
    "各支部",
    "（",
    "(",
];

/// The branch named in a text: everything up to "支部", without what stands before the place.
fn named(text: &str) -> Option<String> {
    let text = &joined_places(without_number(clean(text)));
    let end = end_of_name(text, &ENDS[..3])?;
    let name = without_front(&text[..end]);
    let own = ENDS.iter().fold(name, |name, end| name.trim_end_matches(end)).trim_end_matches(['党', '总']);
    let generic = own.is_empty() || own.ends_with(['各', '在', '属', '个', '和', '及']) || name.chars().count() > 30;
    (!generic).then(|| name.to_owned())
}

/// "紫金社区 第一党支部" in one word.
fn joined_places(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let parted = letter.is_whitespace() && ["社区", "村", "居委会", "街道"].iter().any(|end| out.ends_with(end));
        if !parted {
            out.push(letter);
        }
    }
    out
}

/// Where the name ends: behind the first of its words, or where "党总支第五党支部" goes on, the last.
fn end_of_name(text: &str, words: &[&str]) -> Option<usize> {
    let next = |from: usize| words.iter().filter_map(|word| text[from..].find(word).map(|at| from + at + word.len())).min();
    let mut end = next(0)?;
    while let Some(further) = next(end) {
        let between = &text[end..further];
        let goes_on = between.chars().count() <= 8
            && !between.contains(['、', '，', '和', '及', '与', '（', '(', '各', ' '])
            && !between.starts_with("党员");
        if !goes_on {
            break;
        }
        end = further;
    }
    Some(end)
}

/// "一、", "（二）", "3." before a name.
fn without_number(text: &str) -> &str {
    let inner = text.trim_start_matches(['（', '(']);
    let number = inner.trim_start_matches(|letter: char| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter));
    let rest = number.trim_start_matches(['）', ')', '、', '.', '．', ' ']);
    if number.len() < inner.len() && rest.len() < number.len() { clean(rest) } else { text }
}

/// Without numbering, year and the words that introduce a branch.
fn without_front(text: &str) -> &str {
    let start = text
        .rfind([' ', '\u{3000}', '：', ':', '_', '-', '—', '（', '(', '《', '"', '“', '】', '〕'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    without_date(&text[start..]).trim_start_matches("中共").trim_start_matches("关于")
}

/// "2026年9月三里村" is 三里村, but 月牙河 keeps its moon.
fn without_date(text: &str) -> &str {
    let signs = ['.', '、', '年', '度'];
    let mut rest = text.trim_start_matches(signs);
    loop {
        let after = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if after.len() == rest.len() {
            return rest;
        }
        rest = after.strip_prefix('月').unwrap_or(after).trim_start_matches(signs);
    }
}

/// "02-三里村党员花名册" is about 三里村.
fn place(text: &str, words: &Dictionary) -> Option<String> {
    let text = without_date(text)
        .trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '_' | '.' | ' ' | '、' | '年' | '度' | '—'));
    let end = AFTER_PLACE.iter().filter_map(|word| text.find(word)).min()?;
    let front = without_front(clean(&text[..end]));
    let place = ENDS.iter().fold(front, |place, end| place.trim_end_matches(end)).trim_end_matches(['党', '总']);
    // A street or a town has many first branches.
    let one_community = !["街道", "镇", "乡", "县", "市"].iter().any(|wide| place.ends_with(wide));
    let fits = (2..=20).contains(&place.chars().count()) && !ENDS.iter().any(|end| place.contains(end));
    let generic = words.no_places.iter().any(|word| word == place);
    (one_community && fits && !generic).then(|| place.to_owned())
}

/// A branch as a cell names it: without what stands in brackets behind it, with its place.
pub(crate) fn in_cell(text: &str, place: Option<&str>, words: &Dictionary) -> Option<String> {
    let plain = text.find(['（', '(']).filter(|at| *at > 0).map_or(text, |at| clean(&text[..at]));
    let whole = completed(plain, place, words);
    (whole != text).then_some(whole)
}

/// "", "第一", "二".
fn is_ordinal(text: &str) -> bool {
    text.chars().all(|letter| "第一二三四五六七八九十".contains(letter) || letter.is_ascii_digit())
}

/// "村第一党支部" of 三里村 is 三里村第一党支部. A name that has its own place stays as it is.
fn completed(name: &str, place: Option<&str>, words: &Dictionary) -> String {
    let own = ENDS.iter().fold(name, |name, end| name.trim_end_matches(end)).trim_end_matches(['党', '总']);
    let begins_bare = name.starts_with(['第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '村', '党'])
        || name.starts_with("社区")
        || name.starts_with("居委会")
        || words.bare_branches.iter().any(|bare| own.strip_prefix(bare.as_str()).is_some_and(is_ordinal));
    let Some(place) = place.filter(|place| begins_bare && !name.contains(*place)) else { return name.to_owned() };
    let overlap = ["社区", "村", "居委会"].into_iter().find(|word| place.ends_with(word) && name.starts_with(word));
    format!("{}{name}", overlap.map_or(place, |word| &place[..place.len() - word.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Dictionary {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml");
        Dictionary::parse(&std::fs::read_to_string(path).expect("rules/columns.toml")).expect("a dictionary")
    }

    #[test]
    fn a_branch_is_found_in_titles_and_completed_from_its_place() {
        let words = words();
        assert_eq!(named("青竹苑社区第三党支部党员花名册").as_deref(), Some("青竹苑社区第三党支部"));
        assert_eq!(named("常青村第一党支部2026年组织生活签到汇总表").as_deref(), Some("常青村第一党支部"));
        assert_eq!(named("2026年度中共和平里社区第二支部委员会名册").as_deref(), Some("和平里社区第二支部"));
        assert_eq!(named("党支部党员花名册"), None);
        assert_eq!(named("各党支部党员花名册"), None);
        assert_eq!(named("三里村党员信息汇总表"), None);
        assert_eq!(place("02-三里村党员花名册", &words).as_deref(), Some("三里村"));
        assert_eq!(place("附件2：桃园社区党委党员名册", &words).as_deref(), Some("桃园社区"));
        assert_eq!(place("青龙街道流动党员登记台账", &words), None);
        assert_eq!(place("2026年9月三里村党员名册", &words).as_deref(), Some("三里村"));
        assert_eq!(named("月牙河社区第一党支部参学明细").as_deref(), Some("月牙河社区第一党支部"));
        assert_eq!(place("工作台账", &words), None);
        assert_eq!(completed("村第一党支部", Some("三里村"), &words), "三里村第一党支部");
        assert_eq!(completed("社区第二党支部", Some("龙城社区"), &words), "龙城社区第二党支部");
        assert_eq!(completed("第二党支部", Some("龙城社区"), &words), "龙城社区第二党支部");
        assert_eq!(section("二、青竹苑社区第三党支部（47人）"), Some("青竹苑社区第三党支部"));
        assert_eq!(section("（一）向阳社区党总支第一党支部"), Some("向阳社区党总支第一党支部"));
        assert_eq!(named("柳林铺社区党总支第五党支部党员登记簿").as_deref(), Some("柳林铺社区党总支第五党支部"));
        assert_eq!(completed("离退休支部", Some("长风社区"), &words), "长风社区离退休支部");
        assert_eq!(completed("东方物业支部", Some("长风社区"), &words), "东方物业支部");
        assert_eq!(named("紫金社区 第一党支部 党员基本情况").as_deref(), Some("紫金社区第一党支部"));
        assert_eq!(section("王支部书记的家人"), None);
        assert_eq!(in_cell("第一支部（书记：王某）", Some("杏林社区"), &words).as_deref(), Some("杏林社区第一支部"));
        assert_eq!(in_cell("杏林社区第一支部", Some("杏林社区"), &words), None);
    }
}

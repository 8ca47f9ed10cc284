//! Which branch the people of a table belong to, where no column says so.

use super::tables::Table;
use crate::meaning::{Field, Meaning, Reason};
use crate::reading::{BranchFrom, BranchSource, Column};
use crate::sheet::{Cell, Sheet};
use crate::values::clean;

pub(super) fn find(columns: &[Column], table: &Table, sheet: &str, file: &str) -> BranchSource {
    let title = table.title.as_deref().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let place = [title, sheet, stem].into_iter().find_map(place);
    if columns.iter().any(|column| column.meaning == Meaning::Field(Field::Branch)) {
        return BranchSource {
            from: BranchFrom::Column, name: None, place, reason: Reason::new("每行有支部一列", "a column names it")
        };
    }
    let found = |from, name: String, zh: &str, en: &str| {
        let reason = Reason::new(format!("{zh}“{name}”"), format!("{en} \"{name}\""));
        BranchSource { from, name: Some(name), place: place.clone(), reason }
    };
    let titles = table.above.iter().find_map(|text| named(text));
    if let Some(name) = titles {
        return found(BranchFrom::Title, completed(&name, place.as_deref()), "标题里有", "the title says");
    }
    if let Some(name) = named(sheet) {
        return found(BranchFrom::SheetName, completed(&name, place.as_deref()), "工作表名里有", "the sheet's name says");
    }
    if let Some(name) = named(stem) {
        return found(BranchFrom::FileName, name, "文件名里有", "the file's name says");
    }
    BranchSource { from: BranchFrom::Unknown, name: None, place, reason: Reason::new("没有写明支部", "no branch is named") }
}

/// Rows that hold nothing but a branch's name.
pub(super) fn has_sections(sheet: &Sheet, table: &Table) -> bool {
    let from = sheet.position(table.body.0);
    let to = sheet.position(table.body.1 + 1);
    (from..to)
        .map(|at| sheet.nth(at))
        .filter(|row| row.len() == 1)
        .any(|row| row.cells().any(|(_, cell)| matches!(cell, Cell::Text(text) if section(clean(text)).is_some())))
}

/// "二、青竹苑社区第三党支部（47人）" names the branch of the rows below it.
pub(crate) fn section(text: &str) -> Option<&str> {
    let end = ENDS.iter().filter_map(|end| text.find(end).map(|at| at + end.len())).min()?;
    let rest = clean(&text[end..]);
    let only_a_count = rest.is_empty()
        || rest.starts_with(['（', '(', '：', ':', '共'])
        || rest.ends_with('人') && rest.starts_with(|letter: char| letter.is_ascii_digit());
    let start = text[..end].find('、').filter(|at| *at <= 9).map_or(0, |at| at + '、'.len_utf8());
    let name = clean(&text[start..end]);
    (only_a_count && name.chars().count() > 2 && name.chars().count() <= 30).then_some(name)
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
    let text = clean(text);
    let end = ENDS.iter().filter(|end| **end != "党小组").filter_map(|end| text.find(end).map(|at| at + end.len())).min()?;
    let name = without_front(&text[..end]);
    let own = ENDS.iter().fold(name, |name, end| name.trim_end_matches(end)).trim_end_matches(['党', '总']);
    let generic = own.is_empty() || own.ends_with(['各', '在', '属', '个', '和', '及']) || name.chars().count() > 30;
    (!generic).then(|| name.to_owned())
}

/// Without numbering, year and the words that introduce a branch.
fn without_front(text: &str) -> &str {
    let start = text
        .rfind([' ', '\u{3000}', '：', ':', '_', '-', '—', '（', '(', '《', '"', '“', '】', '〕'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let text =
        text[start..].trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '、' | '年' | '度' | '月'));
    text.trim_start_matches("中共").trim_start_matches("关于")
}

/// "02-三里村党员花名册" is about 三里村.
fn place(text: &str) -> Option<String> {
    let text = text
        .trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '_' | '.' | ' ' | '、' | '年' | '度' | '—'));
    let end = AFTER_PLACE.iter().filter_map(|word| text.find(word)).min()?;
    let front = without_front(clean(&text[..end]));
    let place = ENDS.iter().fold(front, |place, end| place.trim_end_matches(end)).trim_end_matches(['党', '总']);
    // A street or a town has many first branches.
    let one_community = !["街道", "镇", "乡", "县", "市"].iter().any(|wide| place.ends_with(wide));
    let fits = (2..=20).contains(&place.chars().count()) && !ENDS.iter().any(|end| place.contains(end));
    (one_community && fits).then(|| place.to_owned())
}

/// A branch as a cell names it: without what stands in brackets behind it, with its place.
pub(crate) fn in_cell(text: &str, place: Option<&str>) -> Option<String> {
    let plain = text.find(['（', '(']).filter(|at| *at > 0).map_or(text, |at| clean(&text[..at]));
    let whole = completed(plain, place);
    (whole != text).then_some(whole)
}

/// "村第一党支部" of 三里村 is 三里村第一党支部. A name that has its own place stays as it is.
fn completed(name: &str, place: Option<&str>) -> String {
    let begins_bare = name.starts_with(['第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '村', '党'])
        || name.starts_with("社区")
        || name.starts_with("居委会");
    let Some(place) = place.filter(|place| begins_bare && !name.contains(*place)) else { return name.to_owned() };
    let overlap = ["社区", "村", "居委会"].into_iter().find(|word| place.ends_with(word) && name.starts_with(word));
    format!("{}{name}", overlap.map_or(place, |word| &place[..place.len() - word.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_found_in_titles_and_completed_from_its_place() {
        assert_eq!(named("青竹苑社区第三党支部党员花名册").as_deref(), Some("青竹苑社区第三党支部"));
        assert_eq!(named("常青村第一党支部2026年组织生活签到汇总表").as_deref(), Some("常青村第一党支部"));
        assert_eq!(named("2026年度中共和平里社区第二支部委员会名册").as_deref(), Some("和平里社区第二支部"));
        assert_eq!(named("党支部党员花名册"), None);
        assert_eq!(named("各党支部党员花名册"), None);
        assert_eq!(named("三里村党员信息汇总表"), None);
        assert_eq!(place("02-三里村党员花名册").as_deref(), Some("三里村"));
        assert_eq!(place("附件2：桃园社区党委党员名册").as_deref(), Some("桃园社区"));
        assert_eq!(place("青龙街道流动党员登记台账"), None);
        assert_eq!(completed("村第一党支部", Some("三里村")), "三里村第一党支部");
        assert_eq!(completed("社区第二党支部", Some("龙城社区")), "龙城社区第二党支部");
        assert_eq!(completed("第二党支部", Some("龙城社区")), "龙城社区第二党支部");
        assert_eq!(section("二、青竹苑社区第三党支部（47人）"), Some("青竹苑社区第三党支部"));
        assert_eq!(section("王支部书记的家人"), None);
        assert_eq!(in_cell("第一支部（书记：王某）", Some("杏林社区")).as_deref(), Some("杏林社区第一支部"));
        assert_eq!(in_cell("杏林社区第一支部", Some("杏林社区")), None);
    }
}

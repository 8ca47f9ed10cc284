//! Files that were damaged or made by somebody who means harm: whatever the bytes, the answer is a
//! reading or a refusal, within the limits.

mod common;

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use common::grid::{self, Grid};
use common::markup::{Page, html, spreadsheet_xml};
use common::memory::{Counting, MIB, alone, counted};
use common::{today, words, xls};
use proptest::prelude::*;
use sheets::{Dictionary, Hints, Limits};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static WORDS: LazyLock<Dictionary> = LazyLock::new(words);
static SEEDS: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(seeds);

/// Small ones, so that a file that gets past them is noticed.
const LIMITS: Limits = Limits {
    part: 4 * MIB as u64,
    ordinary_part: 8 * MIB as u64,
    ordinary_ratio: 40,
    whole: 16 * MIB as u64,
    rows: 20_000,
    cells: 100_000,
    text: 2 * MIB,
};
/// A file's parts, its cells and what the parser needs beside them.
const MEMORY: usize = 48 * MIB;

/// One of each format, with a table, a form and a roll-call in it.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let table = Grid::named("名册").lines("三里村第一党支部党员花名册|<|<|<\n序号|姓名|身份证号|入党时间\n#1|王芳|110105194912310021|1971年7月\n#2|李勇|11010519491231002X|同上\n|合计|2|");
    let form =
        Grid::named("登记表").lines("姓名|王芳|性别|女\n身份证号|110105194912310021|<|<\n联系电话|13900000001/0519-88886666|籍贯|常州");
    let call = Grid::named("签到").lines("2026年签到表|<|<\n姓名|#9.5|9月6日党课\n王芳|√|请假（病）\n李勇|△|\n注：√出勤 △补学");
    let dues = Grid::named("党费").lines("姓名|月收入|1月|2月\n王芳|#3000|#15|√");
    let all = [table.clone(), form.clone(), call.clone(), dues];
    let csv = grid::text(&table, b',', "\r\n");
    vec![
        ("a.xlsx", grid::xlsx(&all)),
        ("a.ods", grid::ods(&all)),
        ("a.xls", xls::xls(&call)),
        ("b.xls", xls::xls(&form)),
        ("a.csv", csv.clone().into_bytes()),
        ("b.csv", encoding_rs::GB18030.encode(&csv).0.into_owned()),
        ("web.xls", html(&table, &Page { doctype: true, ..Page::default() }).into_bytes()),
        ("untidy.xls", encoding_rs::GB18030.encode(&html(&call, &Page { untidy: true, ..Page::default() })).0.into_owned()),
        ("xml.xls", spreadsheet_xml(&all).into_bytes()),
        ("c.tsv", csv.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ]
}

/// Opens, reads and takes every record; whatever comes of it, not more memory than this.
fn survives(name: &str, bytes: &[u8]) -> bool {
    let (opened, used) = counted(|| {
        let book = sheets::open_within(name, bytes, &LIMITS).ok()?;
        for reading in sheets::read_with(&book, &WORDS, &Hints::of(&["三里村第一党支部"])) {
            for record in reading.records(&book, &WORDS, today()).take(20_000) {
                record.troubles.iter().for_each(|trouble| drop((trouble.zh(), trouble.en())));
            }
        }
        Some(())
    });
    assert!(used <= MEMORY, "{name}: {} MiB were held", used / MIB);
    opened.is_some()
}

fn changed(mut bytes: Vec<u8>, changes: &[(u16, u8)], cut: Option<u16>) -> Vec<u8> {
    let length = bytes.len();
    for (place, byte) in changes {
        if let Some(old) = bytes.get_mut(usize::from(*place) * length / 65_536) {
            *old = *byte;
        }
    }
    bytes.truncate(cut.map_or(length, |cut| usize::from(cut) * length / 65_536));
    bytes
}

/// The same inside one part of a zip, where no checksum stops the change.
fn changed_inside(bytes: &[u8], part: usize, changes: &[(u16, u8)], cut: Option<u16>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut file = old.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("content");
        if at == part % old_len(bytes) {
            content = changed(content, changes, cut);
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        new.write_all(&content).expect("content");
    }
    new.finish().expect("a zip").into_inner()
}

fn old_len(bytes: &[u8]) -> usize {
    zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip").len()
}

#[test]
fn the_seeds_themselves_are_read() {
    let _alone = alone();
    for (name, bytes) in SEEDS.iter().filter(|(name, _)| *name != "c.tsv") {
        assert!(survives(name, bytes), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_read_or_refused(seed in 0usize..10, changes in prop::collection::vec(any::<(u16, u8)>(), 1..12), cut in prop::option::weighted(0.2, any::<u16>())) {
        let _alone = alone();
        let (name, bytes) = &SEEDS[seed];
        survives(name, &changed(bytes.clone(), &changes, cut));
    }

    #[test]
    fn changed_parts_are_read_or_refused(seed in 0usize..2, part in 0usize..16, changes in prop::collection::vec(any::<(u16, u8)>(), 1..12), cut in prop::option::weighted(0.2, any::<u16>())) {
        let _alone = alone();
        let (name, bytes) = &SEEDS[seed];
        survives(name, &changed_inside(bytes, part, &changes, cut));
    }

    #[test]
    fn any_run_of_tags_is_read_or_refused(tags in prop::collection::vec(0usize..24, 1..40)) {
        const TAGS: [&str; 24] = ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<td rowspan=3>", "<TD COLSPAN=99999999 ROWSPAN='99999999'>", "</td>", "<th", " rowspan=", "\"", ">", "<!--", "-->", "<script>", "</script>", "&#x110000;", "&nbsp", "<br/>", "<p>", "姓名", "王芳", "<", "性别"];
        let _alone = alone();
        let page: String = std::iter::once("<html>").chain(tags.iter().map(|at| TAGS[*at])).collect();
        survives("page.xls", page.as_bytes());
    }

    #[test]
    fn any_grid_of_words_is_read(cells in prop::collection::vec(prop::collection::vec(0usize..30, 1..7), 1..14)) {
        const TEXTS: [&str; 30] = ["姓名", "性别", "身份证号", "联系电话", "入党时间", "户主", "1月", "9.5", "√", "王芳", "女", "13900000001", "110105194912310021", "1971.7", "", "", "", "同上", "合计", "第一党支部", "备注：", "姓名：王芳", "一、三里村党支部", "党课", "李勇", "张伟", "日期", "3月6日", "到会情况", "请假"];
        let _alone = alone();
        let lines: Vec<String> = cells.iter().map(|row| row.iter().map(|at| TEXTS[*at]).collect::<Vec<_>>().join("\t")).collect();
        survives("", lines.join("\n").as_bytes());
    }

    /// Forms that begin in one line beside each other, each with any lines above and below it.
    #[test]
    fn any_forms_beside_each_other_are_read(
        bands in prop::collection::vec(
            (prop::collection::vec(0usize..10, 0..12), 1usize..5, prop::collection::vec(0usize..10, 0..6)), 2..4),
    ) {
        const LINES: [&str; 10] = ["姓名\t王芳", "姓名\t李勇", "性别\t女", "身份证号\t110105194912310021", "说明\t", "一、三里村党支部\t", "姓名：王芳\t", "\t", "\t", "\t"];
        const FORM: [&str; 4] = ["姓名\t王芳", "性别\t女", "联系电话\t13900000001", "入党时间\t1971.7"];
        const BEGIN: usize = 12;
        let _alone = alone();
        let height = BEGIN + FORM.len() + 6;
        let band = |(above, facts, below): &(Vec<usize>, usize, Vec<usize>)| -> Vec<&'static str> {
            let blank = std::iter::repeat_n("\t", BEGIN - above.len());
            let [above, below] = [above, below].map(|lines| lines.iter().map(|at| LINES[*at]).collect::<Vec<_>>());
            blank.chain(above).chain(FORM[..*facts].iter().copied()).chain(below).collect()
        };
        let bands: Vec<Vec<&str>> = bands.iter().map(band).collect();
        let line = |at: usize| bands.iter().map(|band| band.get(at).copied().unwrap_or("\t")).collect::<Vec<_>>().join("\t\t");
        survives("", (0..height).map(line).collect::<Vec<_>>().join("\n").as_bytes());
    }
}

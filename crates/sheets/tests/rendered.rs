//! Filled forms printed by LibreOffice: they look as the blank ones do, but for the answers.

mod common;
#[path = "common/docx.rs"]
#[allow(dead_code, reason = "not every piece of a docx is needed here")]
mod docx;
#[path = "common/forms.rs"]
#[allow(dead_code, reason = "not every form is printed")]
mod made;
#[path = "common/pages.rs"]
mod pages;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use common::words;
use pages::{Page, Word, printed};
use sheets::form::{Answers, BlankKind, Column, Form, Table, Value, fill, read};

/// A form, and where on its first page the answers begin and end.
struct Case {
    name: String,
    bytes: Vec<u8>,
    /// A word in the last line of its header; answers stand below it.
    head: &'static str,
    /// The first word below the body.
    foot: &'static str,
    /// Its page is as wide as the list, so that each page shows the same columns.
    narrow: bool,
}

fn case(name: &str, bytes: Vec<u8>, head: &'static str, foot: &'static str) -> Case {
    Case { name: name.to_owned(), bytes, head, foot, narrow: true }
}

/// What a person would write under a label.
fn typical(label: &str, options: &[String], date: bool, at: usize) -> Value {
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if let Some(option) = options.first() {
        Value::text(option)
    } else if date || says(&["日期", "时间", "年月"]) {
        Value::Date { date: "1953-07-02".parse().expect("a date"), text: "1953.07".into() }
    } else if says(&["身份"]) {
        Value::text("11010519491231002X")
    } else if says(&["电话", "手机"]) {
        Value::text("14000000001")
    } else if says(&["年龄", "党龄", "数", "金额", "时长", "面积", "积分", "以下", "以上", "女党员"]) {
        Value::Number(61.0)
    } else if says(&["支部", "党组织"]) {
        Value::text("第二党支部")
    } else if says(&["姓名"]) {
        Value::text(format!("王芳{at}"))
    } else {
        Value::text("是")
    }
}

/// Three records in each list, or as many more than there is room for; each blank answered.
fn answers(form: &Form, more: usize) -> Answers {
    let record = |columns: &[Column], at: usize| {
        let value = |column: &Column| match column.formula {
            true => Value::Blank,
            false => typical(column.label(), &column.options, column.date, at),
        };
        columns.iter().map(value).collect()
    };
    let count = |table: &Table| if more == 0 { table.room().min(table.given.len() + 3) } else { table.room() + more };
    let lists = form.tables.iter().map(|table| (0..count(table)).map(|at| record(&table.columns, at)).collect());
    let mut answers = Answers { tables: lists.collect(), ..Answers::default() };
    answers.cells.extend(form.all_blanks().map(|blank| {
        let value = match blank.kind {
            BlankKind::Day => Value::Date { date: "2026-11-02".parse().expect("a date"), text: "2026.11.2".into() },
            _ => typical(&blank.label, &blank.options, blank.date, 0),
        };
        (blank.at, value)
    }));
    answers
}

/// Ink of one page that is not on another, outside what may differ: points of both.
fn lost(from: &Page, to: &Page, may_differ: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let all = (0..from.height).flat_map(|y| (0..from.width).map(move |x| (x, y)));
    all.filter(|&(x, y)| from.dark(x, y) && !to.dark_near(x, y, 1) && !may_differ(x, y)).collect()
}

fn within(word: &Word, x: usize, y: usize) -> bool {
    let (x, y) = (x as f64, y as f64);
    word.left - 2.0 <= x && x <= word.right + 2.0 && word.top - 2.0 <= y && y <= word.bottom + 2.0
}

/// What of the blank form's ink may go: a text with room for answers, and a number a formula gave.
fn gives_way(form: &Form, page: &Page) -> Vec<Word> {
    let gap = |text: &str| {
        let labels = form.all_blanks().filter(|blank| blank.at.gap > 0).map(|blank| blank.label.replace(' ', ""));
        text.contains(['□', '{', '_', '（', '年', '月', '日']) || labels.into_iter().any(|label| !label.is_empty() && text.contains(&label))
    };
    let line = |word: &Word| Word { left: 0.0, right: page.width as f64, ..word.clone() };
    let number = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    let words = page.words.iter().filter_map(|word| {
        // Another number may be longer to the left.
        if gap(&word.text) { Some(line(word)) } else { number(&word.text).then(|| Word { left: word.left - 30.0, ..word.clone() }) }
    });
    words.collect()
}

/// No answer is cut by its neighbour, and no number is wider than its cell.
fn assert_whole(name: &str, blank: &[Page], pages: &[Page]) {
    let printed: HashSet<&str> = blank.iter().flat_map(|page| &page.words).map(|word| word.text.as_str()).collect();
    for (number, page) in pages.iter().enumerate() {
        let answers: Vec<&Word> = page.words.iter().filter(|word| !printed.contains(word.text.as_str())).collect();
        for word in &answers {
            assert!(!word.text.contains("##"), "{name}, page {}: a number is wider than its cell: {word:?}", number + 1);
            let cut = answers.iter().find(|other| {
                let line = (word.bottom.min(other.bottom) - word.top.max(other.top)) * 2.0 > word.bottom - word.top;
                line && word.left < other.left && other.left + 2.0 < word.right
            });
            assert!(cut.is_none(), "{name}, page {}: {word:?} reaches over {cut:?}", number + 1);
        }
    }
}

/// The page and height at which the form goes on below its body.
fn foot(case: &Case, pages: &[Page]) -> (usize, f64) {
    let found = pages.iter().enumerate().find_map(|(number, page)| Some((number, page.word(case.foot)?.top)));
    found.unwrap_or_else(|| panic!("{}: no {}", case.name, case.foot))
}

/// Where the body ends on the first page.
fn foot_on_first(case: &Case, pages: &[Page]) -> f64 {
    let (page, top) = foot(case, pages);
    if page == 0 { top } else { pages[0].height as f64 }
}

/// Fills only empty rows: every page is as it was, and what is new stands where answers belong.
fn assert_same_but_for_answers(case: &Case, form: &Form, blank: &[Page], few: &[Page]) {
    let name = &case.name;
    assert_eq!(blank.len(), few.len(), "{name}: pages");
    for (number, (old, new)) in blank.iter().zip(few).enumerate() {
        assert_eq!((old.width, old.height), (new.width, new.height), "{name}: the size of page {}", number + 1);
        let gone = gives_way(form, old);
        let lost = lost(old, new, |x, y| gone.iter().any(|word| within(word, x, y)));
        assert!(lost.is_empty(), "{name}, page {}: {} points of the blank form are lost, first {:?}", number + 1, lost.len(), lost[0]);
    }
    let (old, new) = (&blank[0], &few[0]);
    let head = old.word(case.head).unwrap_or_else(|| panic!("{name}: no {}", case.head));
    let foot = foot_on_first(case, blank);
    let gone = gives_way(form, old);
    let body = |y: usize| head.bottom - 2.0 < y as f64 && (y as f64) < foot + 2.0;
    let strange = self::lost(new, old, |x, y| body(y) || gone.iter().any(|word| within(word, x, y)));
    assert!(strange.is_empty(), "{name}: {} points are new outside the body, first {:?}", strange.len(), strange[0]);
}

/// More records than rows: the first page begins as it did, and what stood below stands below.
fn assert_grown(case: &Case, form: &Form, blank: &[Page], many: &[Page]) {
    let name = &case.name;
    let (old, new) = (&blank[0], &many[0]);
    let head = old.word(case.head).unwrap_or_else(|| panic!("{name}: no {}", case.head));
    let (was, is) = (foot(case, blank), foot(case, many));
    assert!(many.len() >= blank.len(), "{name}: pages");
    let size = |page: &Page| (page.width, page.height);
    assert!(many[..=is.0].iter().all(|page| size(page) == size(old)), "{name}: the size of its pages");
    let gone = gives_way(form, old);
    let above = |limit: f64, y: usize| (y as f64) < limit;
    let upper = head.bottom + (foot_on_first(case, blank) - head.bottom) * 0.6;
    let lost = lost(old, new, |x, y| !above(upper, y) || gone.iter().any(|word| within(word, x, y)));
    assert!(lost.is_empty(), "{name}: {} points of the blank form are lost, first {:?}", lost.len(), lost[0]);
    let strange = self::lost(new, old, |x, y| !above(head.bottom - 2.0, y) || gone.iter().any(|word| within(word, x, y)));
    assert!(strange.is_empty(), "{name}: {} points are new above the body, first {:?}", strange.len(), strange[0]);
    assert!(was < is, "{name}: what stood below the body at {was:?} stands at {is:?}");
    if case.narrow && form.tables.len() == 1 {
        assert!(many[..is.0].iter().all(|page| page.word(case.head).is_some()), "{name}: the header is printed on each page");
    }
}

/// Every record stands on paper, once.
fn assert_all_there(name: &str, answers: &Answers, form: &Form, pages: &[Page]) {
    for (table, records) in form.tables.iter().zip(&answers.tables) {
        let Some(column) = table.columns.iter().position(|column| column.label() == "姓名") else { continue };
        for (at, record) in records.iter().enumerate() {
            let Value::Text(text) = &record[column] else { continue };
            let printed = pages.iter().flat_map(|page| &page.words).filter(|word| word.text == *text).count();
            assert!(printed >= 1, "{name}: record {at}, {text}, is not printed");
        }
    }
}

/// Fills each form with few and with many records and prints all three in one go.
fn compare(folder: &str, ending: &str, cases: &[Case]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut files = Vec::new();
    let mut save = |name: String, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a file");
        files.push(path);
    };
    let read_in: Vec<(Form, [Answers; 2])> = cases
        .iter()
        .map(|case| {
            let form = read(&format!("表.{ending}"), &case.bytes, &words()).unwrap_or_else(|refused| panic!("{}: {refused}", case.name));
            let filled = [0, 25].map(|more| answers(&form, more));
            save(format!("{}-blank.{ending}", case.name), &case.bytes);
            for (answers, how) in filled.iter().zip(["few", "many"]) {
                let bytes = fill(&case.bytes, &form, answers).unwrap_or_else(|fault| panic!("{}: {fault}", case.name));
                save(format!("{}-{how}.{ending}", case.name), &bytes);
            }
            (form, filled)
        })
        .collect();
    let pages = printed(&files);
    for ((case, (form, filled)), pages) in cases.iter().zip(&read_in).zip(pages.chunks(3)) {
        let [blank, few, many] = pages else { panic!("three files each") };
        assert_same_but_for_answers(case, form, blank, few);
        assert_grown(case, form, blank, many);
        for (answers, pages) in filled.iter().zip([few, many]) {
            assert_whole(&case.name, blank, pages);
            assert_all_there(&case.name, answers, form, pages);
        }
    }
}

#[test]
fn the_streets_forms_look_as_before() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = std::env::var_os("LINLI_FIXTURES").map_or(beside, PathBuf::from).join("forms");
    if !folder.is_dir() {
        println!("SKIPPED: no ../shared/fixtures beside this repository; the generated forms are printed below");
        return;
    }
    let forms = [
        ("60岁以上党员花名册", "支部", "单位负责人"),
        ("发展及预备党员名册", "党支部", "单位负责人"),
        ("党组织基本情况统计表", "党员总数", "单位负责人"),
        ("流动党员统计表", "性别", "单位负责人"),
    ];
    let cases = forms.map(|(name, head, foot)| {
        let bytes = std::fs::read(folder.join(format!("{name}.xlsx"))).unwrap_or_else(|error| panic!("{name}: {error}"));
        Case { narrow: false, ..case(name, bytes, head, foot) }
    });
    compare("street", "xlsx", &cases);
}

#[test]
fn forms_of_other_places_look_as_before() {
    let made = |made: made::Made| made.expect("a form");
    compare(
        "places",
        "xlsx",
        &[
            case("register", made(made::register()), "性别", "注"),
            case("two_lists", made(made::two_lists()), "转入时间", "书记签字"),
            case("two_lines", made(made::two_lines()), "(1)", "以下空白"),
            case("table_object", made(made::table_object()), "例", "合计面积"),
            case("sign_in", made(made::sign_in()), "签名", "应到"),
        ],
    );
}

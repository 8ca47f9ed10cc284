//! The paper as PDF, read back with poppler's tools where they are installed.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use documents::{Bar, Column, Fonts, Lang, Paper, Slip, Table};
use jiff::civil::date;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::of_system);

fn paper() -> Paper {
    Paper::new(Lang::Zh, "青竹苑社区 10 月通报", date(2026, 11, 1))
}

fn pdf(paper: &Paper) -> Vec<u8> {
    let pdf = paper.pdf(&FONTS).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    pdf
}

/// The text of each page; nothing, said aloud, where pdftotext or a Chinese font is not installed.
fn pages(pdf: &[u8]) -> Option<Vec<String>> {
    if FONTS.missing().iter().any(|missing| missing.package == "fonts-noto-cjk") {
        eprintln!("skipped: no font for Chinese is installed");
        return None;
    }
    read(pdf)
}

fn read(pdf: &[u8]) -> Option<Vec<String>> {
    let started = Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: pdftotext (package poppler-utils) is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "pdftotext cannot read the PDF");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_string).collect())
}

/// Text without the spaces that the layout puts between words.
fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn all_blocks_can_be_read_in_the_pdf() {
    let paper = paper()
        .subtitle("依据 214 条记录")
        .foot("报：街道党工委")
        .heading("一、做了什么")
        .paragraph("本月开展活动 8 项。")
        .table(Table::new([Column::left("支部"), Column::right("党员")]).row(["第一党支部", "48"]).total(["合计", "142"]))
        .bars([Bar::new("保持联系", 92.0, 100.0, "92%"), Bar::new("坏值", f64::NAN, 1.0, "无").pale()])
        .facts([("走访", "38 户"), ("谈话", "21 人次"), ("单数", "也行")])
        .slips([Slip::new("王秀英 同志").line("周一 14:30").choice("来不了，请上门").qr("https://linli.invalid/i/7", "7KQ2-M4XD")])
        .sign_off(["青竹苑社区党总支"])
        .note("数据截至 10 月 31 日。");
    let Some(pages) = pages(&pdf(&paper)) else {
        return;
    };
    let text = close(&pages.concat());
    let said = "青竹苑社区10月通报 依据214条记录 报：街道党工委 第1页共1页 一、做了什么 本月开展活动8项。 第一党支部48 合计142 \
                保持联系92% 走访38户 也行 王秀英同志 来不了，请上门 7KQ2-M4XD 数据截至10月31日。";
    for part in said.split_whitespace() {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_long_table_has_its_headings_on_each_page() {
    let columns = [Column::right("序号"), Column::left("姓名"), Column::left("签到")];
    let table = (1..=200).fold(Table::new(columns), |table, number| table.row([number.to_string(), "王秀英".into(), String::new()]));
    let Some(pages) = pages(&pdf(&paper().table(table))) else {
        return;
    };
    assert!((5..=12).contains(&pages.len()), "{} pages", pages.len());
    for (index, page) in pages.iter().enumerate() {
        let page = close(page);
        assert!(page.contains("序号姓名签到"), "page {} has no headings: {page}", index + 1);
        assert!(page.contains(&format!("第{}页共{}页", index + 1, pages.len())), "page {}: {page}", index + 1);
        assert!(page.contains("青竹苑社区10月通报"), "page {} does not say what it is: {page}", index + 1);
    }
    assert_eq!(pages.iter().map(|page| page.matches("王秀英").count()).sum::<usize>(), 200);
}

#[test]
fn names_days_and_long_numbers_stay_on_one_line_in_a_wide_table() {
    let headings = ["姓名", "党组织", "电话", "身份证号", "类别", "最近联系", "需要"];
    let cells = ["欧阳晓明", "青竹苑社区第二党支部第三党小组", "13800000001", "320402190001010017", "离退休", "2026年11月23日"];
    let needs = "子女在外地，希望每周有人来坐坐，天冷时帮忙买菜取药".to_string();
    let row = cells.map(str::to_string).into_iter().chain([needs]);
    let Some(pages) = pages(&pdf(&paper().table(Table::new(headings.map(Column::left)).row(row)))) else { return };
    for whole in ["欧阳晓明", "13800000001", "320402190001010017", "2026年11月23日"] {
        assert!(pages[0].lines().any(|line| line.contains(whole)), "{whole} is broken in {}", pages[0]);
    }
    assert!(!pages[0].contains("第二党支部第三党小组"), "a long name of an organisation may wrap: {}", pages[0]);
}

#[test]
fn typst_syntax_in_a_text_comes_out_as_it_stands() {
    let evil = "#panic(\"x\") $a^2$ \\ *b* _c_ `d` @e <f> //g [h] \\u{41} ~ = i\"); #import";
    let paper = Paper::new(Lang::En, evil, date(2026, 11, 1))
        .foot(evil)
        .paragraph(evil)
        .table(Table::new([Column::left(evil)]).row([evil]))
        .bars([Bar::new(evil, 1.0, 2.0, evil)])
        .facts([(evil, evil)])
        .slips([Slip::new(evil).line(evil).choice(evil).qr(evil, "")])
        .note(evil);
    let Some(pages) = pages(&pdf(&paper)) else {
        return;
    };
    let text = close(&pages.concat());
    assert!(text.matches(&close(evil)).count() >= 3, "{text}");
}

#[test]
fn rare_characters_of_names_are_printed_or_said_to_be_lacking() {
    let Some(pages) = pages(&pdf(&paper().paragraph("㛃䶮𬌗"))) else {
        return;
    };
    let text = pages.concat();
    if FONTS.missing().is_empty() {
        assert!(text.contains("㛃䶮𬌗"), "{text}");
    } else {
        assert!(text.contains("〓") && text.contains("U+"), "{text}");
    }
}

#[test]
fn characters_that_cannot_be_printed_leave_a_mark_and_their_number() {
    // A private character, a bell, a mark that turns the direction, a variation selector, a tab.
    let Some(pages) = pages(&pdf(&paper().paragraph("甲\u{e863}乙\u{7}丙\u{202e}丁辻\u{e0100}戊\t己\r\n庚"))) else {
        return;
    };
    let text = close(&pages.concat());
    assert!(text.contains("甲〓乙丙丁辻"), "{text}");
    assert!(text.contains("戊己庚"), "{text}");
    assert!(text.contains("U+E863") && !text.contains("U+0007"), "{text}");
}

#[test]
fn english_papers_have_english_page_numbers_and_landscape_is_wide() {
    let paper = Paper::new(Lang::En, "Bulletin", date(2026, 11, 1)).landscape().paragraph("Eight activities took place.");
    let pdf = pdf(&paper);
    let Some(pages) = pages(&pdf) else { return };
    assert!(pages[0].contains("Page 1 of 1"), "{}", pages[0]);
}

/// The sheet that a reader asks the printer for, as poppler names it.
fn sheet(pdf: &[u8]) -> Option<String> {
    let started = Command::new("pdfinfo").arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: pdfinfo (package poppler-utils) is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let told = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    told.lines().find_map(|line| line.strip_prefix("Page size:")).map(|size| size.trim().to_owned())
}

#[test]
fn a_paper_for_the_board_is_twice_as_large() {
    let columns = || Table::new([Column::left("承诺"), Column::left("做到什么样")]).row(["每周看两次楼道灯", "楼道不黑"]);
    let small = sheet(&pdf(&paper().landscape().table(columns())));
    let large = sheet(&pdf(&paper().for_the_board().table(columns())));
    let (Some(small), Some(large)) = (small, large) else { return };
    assert!(small.contains("A4") && large.contains("A3"), "{small}, {large}");
}

#[test]
fn a_page_break_begins_a_page_and_an_empty_paper_is_one() {
    let Some(broken) = pages(&pdf(&paper().paragraph("甲").page_break().paragraph("乙"))) else {
        return;
    };
    assert_eq!(broken.len(), 2);
    let empty = paper().table(Table::default()).bars([]).slips([]).sign_off::<&str>([]).facts::<&str, &str>([]);
    assert_eq!(pages(&pdf(&empty)).map(|pages| pages.len()), Some(1));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = paper().heading("一").paragraph("本月").table(Table::new([Column::left("支部")]).row(["第一"]));
    assert_eq!(pdf(&paper), pdf(&paper));
}

#[test]
fn without_any_font_a_pdf_says_what_to_install() {
    let fonts = Fonts::none();
    let missing = fonts.missing();
    assert_eq!(missing.len(), 1);
    assert!(missing[0].zh.contains("fonts-noto-cjk") && missing[0].en.contains("fonts-noto-cjk"));
    let pdf = paper().pdf(&fonts).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let Some(pages) = read(&pdf) else { return };
    assert!(close(&pages.concat()).contains("Installthepackagefonts-noto-cjk"), "{pages:?}");
}

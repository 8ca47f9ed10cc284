//! Files and rows that are wrong: each gets a sentence, and nothing is half taken in.

use super::*;

const BRANCH: &str = "青竹苑社区第一党支部";

fn zhou() -> (Town, Asker) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    (town, zhou)
}

fn good() -> Vec<u8> {
    let number = id("19620506", 202);
    roster(
        &format!("{BRANCH}党员花名册"),
        &[["孙桂兰", "女", "1962.05", number.as_str(), "14000002222", "1990.01", "1991.01", "青竹苑新村2幢202室"]],
    )
}

#[test]
fn files_that_cannot_be_read_say_why_and_hold_nobody_up() {
    let (town, zhou) = zhou();
    let whole = good();
    let encrypted = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0u8; 600]].concat();
    let files: [(&str, &[u8]); 6] = [
        ("好.xlsx", &whole),
        ("断.xlsx", &whole[..whole.len() / 2]),
        ("空.xlsx", b""),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n0000"),
        ("页.xls", b"<html><body><p>1</p></body></html>"),
        ("密.xls", &encrypted),
    ];
    let url = drop_files(&zhou, &files);
    let look = page(&zhou, &url);
    for (n, part) in [(1, "损坏"), (2, "空的"), (3, "图片"), (4, "网页")] {
        let problem = look["files"][n]["problem"].as_str().expect("a problem");
        assert!(problem.contains(part), "{n}: {problem}");
    }
    assert_eq!(look["files"][5]["kind"], "unreadable");
    take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 1, "the good file is taken in");
}

#[test]
fn a_bomb_is_refused_before_memory_is_spent() {
    let (_town, zhou) = zhou();
    let bomb = bomb();
    assert!(bomb.len() < 1 << 20);
    let look = page(&zhou, &drop_files(&zhou, &[("炸弹.xlsx", &bomb)]));
    assert_eq!(look["files"][0]["kind"], "unreadable");
    assert!(look["files"][0]["problem"].as_str().is_some_and(|p| p.contains("MiB")), "{}", look["files"][0]["problem"]);
}

/// A workbook whose sheet unfolds to 80 MiB of blanks.
fn bomb() -> Vec<u8> {
    let rows: Vec<Vec<String>> = vec![vec!["姓名".into()], vec![" ".repeat(80 << 20)]];
    let cells = rows
        .iter()
        .map(|r| {
            format!(
                "<row>{}</row>",
                r.iter().map(|c| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{c}</t></is></c>")).collect::<String>()
            )
        })
        .collect::<String>();
    let sheet = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
    );
    let parts = [
        ("[Content_Types].xml", r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#.to_owned()),
        ("xl/workbook.xml", r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#.to_owned()),
        ("xl/_rels/workbook.xml.rels", r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, text) in &parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn dates_that_cannot_be_are_told_at_their_cell() {
    let (town, zhou) = zhou();
    let number = id("19620506", 202);
    let row = |joined: &'static str, full: &'static str| ["孙桂兰", "男", "1962.05", "", "1400000", joined, full, "青竹苑新村2幢202室"];
    let mut rows = [row("1985.13", "2031.01"), row("1990.01", "1989.01")];
    rows[1][0] = "李思远";
    rows[1][3] = &number;
    let url = drop_files(&zhou, &[("名册.xlsx", &roster(&format!("{BRANCH}党员花名册"), &rows))]);
    let look = page(&zhou, &url);
    let ours = look["waiting"][0]["ours"].to_string();
    assert!(ours.contains("F3") && ours.contains("1985.13") && ours.contains("在今天之后") && ours.contains("电话"), "{ours}");
    take_in(&town, &zhou, &url);
    let all = facts(&town);
    let flags = |name: &str| all.iter().find(|f| f.1.name == name).map(|f| f.1.flags.join(" ")).expect("a member");
    assert_eq!(flags("孙桂兰"), "became_full_future id_missing joined_impossible phone_malformed");
    assert_eq!(flags("李思远"), "date_order phone_malformed sex_disagrees");
    let sun = &all.iter().find(|f| f.1.name == "孙桂兰").expect("a member").1;
    assert_eq!(sun.extra.get("入党日期").map(String::as_str), Some("1985.13"), "what was typed is kept");
}

#[test]
fn rows_without_a_name_and_sheets_without_a_meaning_are_told() {
    let (town, zhou) = zhou();
    let number = id("19620506", 202);
    let nameless = roster(&format!("{BRANCH}党员花名册"), &[["", "女", "1962.05", number.as_str(), "", "1990.01", "1991.01", "青竹苑"]]);
    let menu = workbook("食堂菜单", &["菜", "价"], vec![vec!["青菜", "三"], vec!["豆腐", "二"]]);
    let url = drop_files(&zhou, &[("名册.xlsx", &nameless), ("菜单.xlsx", &menu)]);
    let look = page(&zhou, &url);
    assert_eq!(look["sums"]["refused"], 1);
    assert_eq!(look["files"][1]["kind"], "unknown");
    assert_eq!(members(&town), 0);
    assert_eq!(zhou.upload("/imports", &[], &[]).status, 422);
}

#[test]
fn somebody_without_the_duty_is_turned_away() {
    let town = Town::new();
    let leader = town.person("刘洋", "leader", BRANCH);
    assert_eq!(leader.upload("/imports", &[], &[("好.xlsx", &good())]).status, 403);
    assert_eq!(town.visitor().get_json("/imports").status, 401);
}

//! Text files and clipboards; numbers that were damaged; phones in every shape.

use encoding_rs::{GB18030, GBK};
use sheets::Kind;

use crate::common::grid::{Grid, ods, text, xlsx};
use crate::common::people::{Person, month, people, typed, with_check};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![clipboard(), gbk(), rare_letters(), wide_text(), marked_semicolons(), open_document(), damaged_ids(), phones()]
}

fn roster(sheet: Grid, list: &[Person]) -> (Grid, Vec<Facts>) {
    let mut sheet = sheet;
    for p in list {
        sheet.row(&[p.branch, p.name, p.sex, &p.id, &p.phone, &typed("1985.07", &p.joined), &p.full(|day| typed("1985.07", day), "预备")]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex birth id_number phone branch probationary")
            .with("joined", month(&p.joined))
            .with("became_full", p.full(month, ""))
    });
    (sheet, truth.collect())
}

const HEAD: &str = "所属支部|姓名|性别|身份证号|联系电话|入党时间|转正时间";

/// Pasted from a spreadsheet: tabs, no file name, heads and addresses with line breaks in quotes.
fn clipboard() -> Made {
    let list = people(10, 6, &["棋盘山社区第四党支部"]);
    let mut sheet = Grid::default().lines("姓\\n名|联系\\n电话|身份证\\n号码|入党\\n时间|家庭\\n住址|所在\\n支部");
    for p in &list {
        sheet.row(&[p.name, &p.phone, &p.id, &typed("1985/7/1", &p.joined), &format!("{}\n（租住）", p.home), p.branch]);
    }
    let truth =
        list.iter().map(|p| Facts::of(p, "name sex birth id_number phone joined branch").with("home", format!("{}\n（租住）", p.home)));
    Made::new("clipboard", "", text(&sheet, b'\t', "\n").into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

fn gbk() -> Made {
    let list: Vec<Person> = people(13, 6, &["六合社区第一党支部", "六合社区第二党支部"]);
    let (sheet, truth) = roster(Grid::default().lines("六合社区党员花名册||||||\n单位：人||||||").lines(HEAD), &list);
    let bytes = GBK.encode(&text(&sheet, b',', "\r\n")).0.into_owned();
    Made::new("gbk", "六合.csv", bytes, vec![Truth::of(Kind::Roster, truth)])
}

fn rare_letters() -> Made {
    let mut list = people(7, 6, &["𬭩矿新村社区党支部"]);
    for (person, name) in list.iter_mut().zip(["㛃𬌗䶮", "𠮷田", "𬌗䶮", "古丽娜尔·𬱖", "龘㙓", "王㛃"]) {
        person.name = name;
    }
    let (sheet, truth) = roster(Grid::default().lines(HEAD), &list);
    let typed_dots = text(&sheet, b',', "\r\n").replace('·', "•");
    Made::new("rare letters", "名册.csv", GB18030.encode(&typed_dots).0.into_owned(), vec![Truth::of(Kind::Roster, truth)])
}

fn wide_text() -> Made {
    let list = people(19, 6, &["怡海社区党支部"]);
    let (sheet, truth) = roster(Grid::default().lines(HEAD), &list);
    let bytes = [0xff, 0xfe].into_iter().chain(text(&sheet, b'\t', "\r\n").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    Made::new("utf-16", "Unicode文本.txt", bytes, vec![Truth::of(Kind::Roster, truth)])
}

/// Semicolons, and commas inside the cells.
fn marked_semicolons() -> Made {
    let list = people(22, 6, &["滨江社区第一党支部"]);
    let mut sheet = Grid::default().lines("姓名|身份证号|电话|支部|特长,爱好,证书");
    for p in &list {
        sheet.row(&[p.name, &p.id, &p.phone, p.branch, "书法,剪纸,急救"]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name id_number phone branch").with("skills", "书法、剪纸、急救"));
    let bytes = format!("\u{feff}{}", text(&sheet, b';', "\n")).into_bytes();
    Made::new("semicolons", "export.csv", bytes, vec![Truth::of(Kind::Roster, truth)])
}

fn open_document() -> Made {
    let list = people(4, 6, &["青城山社区党支部"]);
    let mut sheet = Grid::named("工作表1").lines("青城山社区党支部党员花名册|<|<|<|<|<\n姓名|性别|证件|<|入党日期|住址\n^|^|种类|号码|^|^");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[p.name, p.sex, "身份证", &p.id, &format!("@{}", p.joined), if at == 0 { "幸福里1号楼" } else { "^" }]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number joined branch").with("home", "幸福里1号楼"));
    Made::new("open document", "花名册.ods", ods(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Old numbers, numbers that became numbers, a wrong digit, nothing.
fn damaged_ids() -> Made {
    let mut list = people(24, 8, &["北大街社区第一党支部"]);
    list[0].id = with_check("37020319510203123");
    let mut sheet = Grid::named("Sheet1").lines("北大街社区第一党支部党员花名册\n姓名|身份证|入党时间");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let wrong = format!("{}{}", &p.id[..17], if p.id.ends_with('3') { '4' } else { '3' });
        let (cell, read, trouble) = match at {
            0 => (p.old_id(), "?", "id_old"),
            1 => (format!("#{}", p.id[..15].parse::<f64>().expect("a number") * 1000.0), "?", "id_precision_lost"),
            2 => (format!("{}.{}E+17", &p.id[..1], &p.id[1..6]), "?", "id_precision_lost"),
            3 => (wrong, "?", "id_checksum"),
            4 => (String::new(), "", "id_missing"),
            5 => (format!("{}　{} {}", &p.id[..6], &p.id[6..14], &p.id[14..]), p.id.as_str(), ""),
            6 => (p.id[..17].into(), "?", "id_malformed"),
            _ => (format!("身份证：{}", p.id), p.id.as_str(), ""),
        };
        sheet.row(&[p.name, &cell, &typed("1985.7.1", &p.joined)]);
        let facts = Facts::of(p, "name joined branch").with("id_number", read).with("troubles", trouble);
        truth.push(if at == 0 { facts.with("proposal", p.id.clone()) } else { facts });
    }
    Made::new("damaged numbers", "党员.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

fn phones() -> Made {
    let list = people(8, 10, &["古城社区第二党支部"]);
    let mut sheet = Grid::named("通讯录").lines("古城社区第二党支部党员通讯录\n序号|姓名|手机、电话|身份证号|备注");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let (phone, second) = (&p.phone, format!("1390000{:04}", at * 7));
        let land = format!("0519-8888{:04}", at * 7);
        let (cell, first, other) = match at {
            0 => (format!("+86 {phone}"), phone.clone(), ""),
            1 => (land.replace("-8888", "-8888 "), land.clone(), ""),
            2 => (format!("{phone}/{second}"), phone.clone(), second.as_str()),
            3 => (format!("{phone}、{land}"), phone.clone(), land.as_str()),
            4 => (format!("{phone}；{second}"), phone.clone(), second.as_str()),
            5 => (format!("{phone} {second}"), phone.clone(), second.as_str()),
            6 => (format!("#{phone}"), phone.clone(), ""),
            7 => (format!("{phone}（儿子）"), phone.clone(), ""),
            8 => (format!("手机：{phone}"), phone.clone(), ""),
            _ => (format!("{land}（家）\n{phone}"), phone.clone(), land.as_str()),
        };
        sheet.row(&[&format!("#{}", at + 1), p.name, &cell, &p.id, ""]);
        truth.push(Facts::of(p, "name id_number branch").with("phone", first).with("other_phone", other));
    }
    Made::new("phones", "通讯录.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

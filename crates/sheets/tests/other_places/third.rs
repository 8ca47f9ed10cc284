//! A third set, written after the reader had been improved on the other two; of habits that are no
//! layout: words beside names, boxes to tick, lines that explain a form, exports of programs.

use sheets::Kind;

use crate::common::grid::{Grid, text, xlsx};
use crate::common::people::{people, typed};
use crate::common::xls;
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        names_with_words(),
        example_rows(),
        program_export(),
        old_program(),
        ticked_form(),
        boxed_digits(),
        words_before_signs(),
        numbered_months(),
        contact_in_one_cell(),
        kinds_as_sections(),
        odd_dates(),
        meeting_heads(),
    ]
}

/// "王芳（女）", "李勇（预备）", stars, phones with a short number.
fn names_with_words() -> Made {
    let list = people(2, 6, &["竹园社区第二党支部"]);
    let mut sheet = Grid::named("Sheet1").lines("竹园社区第二党支部党员名单（共6人）\n序号|党员姓名|联系电话|入党时间");
    for (at, p) in list.iter().enumerate() {
        let mut aside = if p.sex == "女" { "（女）" } else { "" }.to_owned();
        aside += if p.full.is_none() { "（预备）" } else { "" };
        let phone = if at % 2 == 0 { format!("{}（短号66{at}234）", p.phone) } else { p.phone.clone() };
        sheet.row(&[&format!("#{}", at + 1), &format!("{}{aside}", p.name), &phone, &typed("1985.7.1", &p.joined)]);
    }
    let truth =
        list.iter().map(|p| Facts::of(p, "name phone joined branch probationary").with("sex", if p.sex == "女" { "女" } else { "" }));
    Made::new("words beside names", "名单.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// A template with a line of rules, a line of numbers and an example below its head; sex as a code.
fn example_rows() -> Made {
    let list = people(13, 5, &["枫林社区党支部"]);
    let mut sheet = Grid::named("导入").lines("姓名|性别|身份证号|手机号|所在党支部|入党日期\n必填|必填|必填|选填|必填|选填\n1|2|3|4|5|6\n示例：张三|1|110105194912310021|13800000000|某某党支部|1985-07-01");
    for p in &list {
        sheet.row(&[p.name, if p.sex == "男" { "1" } else { "2" }, &p.id, &p.phone, p.branch, &p.joined]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number phone joined branch"));
    Made::new("example rows", "导入模板.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Numbers kept as formulas, a first line that names the sign.
fn program_export() -> Made {
    let list = people(1, 5, &["科技园第一联合党支部"]);
    let mut sheet = Grid::default().lines("姓名|证件号码|手机号码|党支部|入党时间");
    for p in &list {
        sheet.row(&[p.name, &format!("=\"{}\"", p.id), &format!("\t{}", p.phone), p.branch, &typed("1985/7/1", &p.joined)]);
    }
    let bytes = format!("\u{feff}sep=;\r\n{}", text(&sheet, b';', "\r\n").replace("\"=\"\"", "=\"").replace("\"\"\"", "\"")).into_bytes();
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number phone joined branch"));
    Made::new("program's export", "export_20261105.csv", bytes, vec![Truth::of(Kind::Roster, truth)])
}

fn old_program() -> Made {
    let list = people(16, 6, &["西街社区第一党支部", "西街社区第二党支部"]);
    let mut sheet = Grid::named("党员库").lines("西街社区党员信息库\n支部名称|姓名|性别|出生年月|身份证号|入党年月|联系电话");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            if at % 3 == 0 { p.branch } else { "" },
            p.name,
            p.sex,
            &typed("1985.07", &p.birth()),
            &p.id,
            &typed("1985.07", &p.joined),
            &format!("#{}", p.phone),
        ]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number phone branch").with("joined", p.joined[..7].to_owned()));
    Made::new("old workbook", "党员库.xls", xls::xls(&sheet), vec![Truth::of(Kind::Roster, truth)])
}

/// A form with boxes to tick.
fn ticked_form() -> Made {
    let list = people(21, 2, &["梧桐社区第三党支部"]);
    let mut sheet = Grid::named("登记表").lines("在职党员到社区报到登记表|<|<|<");
    for p in &list {
        let sex = if p.sex == "男" { "☑男　□女" } else { "□男　☑女" };
        sheet = sheet.lines(&format!("姓  名|{}|性  别|{sex}\n身份证号|{}|联系方式|{}\n工作单位|{}|职  务|科长\n是否流动党员|□是 ☑否|学  历|□大专 ■本科 □研究生\n特  长|法律咨询、摄影|可服务时间|周末\n报到社区意见|同意|<|<\n", p.name, p.id, p.phone, p.unit));
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex id_number phone unit")
            .with("duty", "科长")
            .with("floating", "no")
            .with("education", "本科")
            .with("skills", "法律咨询、摄影")
            .with("available", "周末")
    });
    Made::new("ticked form", "报到登记表.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::InService, truth)])
}

/// One digit a cell.
fn boxed_digits() -> Made {
    let p = &people(24, 1, &["梅园社区第一党支部"])[0];
    let digits: Vec<String> = p.id.chars().map(String::from).collect();
    let mut sheet = Grid::named("表").lines(&format!("梅园社区第一党支部党员信息卡\n姓名|{}|性别|{}\n", p.name, p.sex));
    sheet.rows.push([vec!["身份证号码".to_owned()], digits].concat());
    let sheet = sheet.lines(&format!("手机|{}|入党时间|{}", p.phone, typed("1985年7月1日", &p.joined)));
    Made::new(
        "boxed digits",
        "信息卡.xlsx",
        xlsx(&[sheet]),
        vec![Truth::of(Kind::Roster, [Facts::of(p, "name sex birth id_number phone joined branch")])],
    )
}

/// A legend that names the word before the sign.
fn words_before_signs() -> Made {
    let list = people(7, 4, &["梨园社区党支部"]);
    let mut sheet = Grid::named("考勤").lines("梨园社区党支部2026年组织生活考勤（到会打“√”，请假打“○”，旷会打“△”，线上：◇）\n姓名|3月5日（周四）党员大会|第2次（4.10）|5/8|6月12日\\n党课");
    let mut truth = Vec::new();
    for p in &list {
        sheet.row(&[p.name, "√", "○", "△", "◇"]);
        truth.push(
            Facts::of(p, "name branch")
                .with("mark:2026-03-05", "present")
                .with("mark:2026-04-10", "leave")
                .with("mark:2026-05-08", "absent")
                .with("mark:2026-06-12", "online"),
        );
    }
    Made::new("words before signs", "考勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Dues with the months as bare numbers under their year.
fn numbered_months() -> Made {
    let list = people(10, 4, &["东渡社区第一党支部"]);
    let mut sheet =
        Grid::named("党费").lines("东渡社区第一党支部党费收缴台账|<|<|<|<|<\n姓名|月缴额|2025年（月份）|<|<|备注\n^|^|#10|#11|#12|^");
    let mut truth = Vec::new();
    for p in &list {
        sheet.row(&[p.name, "#8", "#8", "#8", "欠", ""]);
        truth.push(
            Facts::of(p, "name branch")
                .with("dues_due", "8")
                .with("dues:2025-10", "8")
                .with("dues:2025-11", "8")
                .with("dues:2025-12", "unpaid"),
        );
    }
    Made::new("numbered months", "党费台账.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

/// A person and a phone in one cell.
fn contact_in_one_cell() -> Made {
    let mut sheet = Grid::named("单位").lines("驻区单位基本情况一览表\n单位名称|地址|党员数|联系人及电话");
    let mut truth = Vec::new();
    for (at, unit) in ["市第三中学", "城北派出所", "农业银行城北支行"].into_iter().enumerate() {
        sheet.row(&[unit, "城北路2号", &format!("#{}", at + 9), &format!("周某某 1390000333{at}")]);
        truth.push(
            Facts::default()
                .with("unit", unit)
                .with("home", "城北路2号")
                .with("member_count", (at + 9).to_string())
                .with("contact_person", "周某某")
                .with("phone", format!("1390000333{at}")),
        );
    }
    Made::new("contact in one cell", "驻区单位.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Units, truth)])
}

/// Full members and those on probation under lines of their own.
fn kinds_as_sections() -> Made {
    let mut list = people(12, 8, &["云峰村党支部"]);
    list.sort_by_key(|p| p.full.is_none());
    let full = list.iter().filter(|p| p.full.is_some()).count();
    let mut sheet = Grid::named("名册").lines("云峰村党支部党员名册\n姓名|性别|身份证号|入党时间");
    for (at, p) in list.iter().enumerate() {
        if at == 0 || at == full {
            sheet.row(&[
                &format!("{}党员（{}人）", if at == 0 { "一、正式" } else { "二、预备" }, if at == 0 { full } else { 8 - full }),
                "<",
                "<",
                "<",
            ]);
        }
        sheet.row(&[p.name, p.sex, &p.id, &p.joined]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number joined branch probationary"));
    Made::new("kinds as sections", "名册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Dates with words around them.
fn odd_dates() -> Made {
    let list = people(5, 6, &["古井村第一党支部"]);
    let mut sheet = Grid::named("名册").lines("古井村第一党支部党员名册\n姓名|身份证号|入党时间|学历");
    for (at, p) in list.iter().enumerate() {
        let month = typed("1985.07", &p.joined);
        let cell = [
            format!("{month}入党"),
            format!("{month}（预备）"),
            typed("1985年7月", &p.joined) + "份",
            format!("约{month}"),
            typed("1985年7月1日", &p.joined) + " 星期三",
            typed("1985-07", &p.joined),
        ][at]
            .clone();
        sheet.row(&[p.name, &p.id, &cell, ["大学（本科）", "大专（函授）", "高中", "研究生（硕士）", "初中", "中专"][at]]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        let joined = if at == 4 { p.joined.clone() } else { p.joined[..7].to_owned() };
        Facts::of(p, "name id_number branch")
            .with("joined", joined)
            .with("education", ["本科", "大专", "高中", "硕士研究生", "初中", "中专"][at])
    });
    Made::new("odd dates", "名册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Heads of meetings: a year over months over days, hours among them.
fn meeting_heads() -> Made {
    let list = people(19, 5, &["花园社区第四党支部"]);
    let mut sheet = Grid::named("出勤").lines(
        "花园社区第四党支部党员参加组织生活记录|<|<|<|<\n姓名|2025年12月|<|2026年1月|备注\n^|12.5支部党员大会|12.19党课|1.9主题党日|^",
    );
    let mut truth = Vec::new();
    for p in &list {
        sheet.row(&[p.name, "参加", "未参加", "请假", "年老"]);
        truth.push(
            Facts::of(p, "name branch")
                .with("mark:2025-12-05", "present")
                .with("mark:2025-12-19", "absent")
                .with("mark:2026-01-09", "leave"),
        );
    }
    Made::new("meeting heads", "出勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

//! A sixth set: unusual but plausible sheets, as street and community workers keep them.

use sheets::Kind;

use crate::common::grid::{Grid, text, xlsx};
use crate::common::markup::{Page, html, spreadsheet_xml};
use crate::common::people::{Person, month, people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        below_a_letter(),
        notes_between(),
        three_a_row(),
        two_lines_a_person(),
        family_below(),
        turned(),
        turned_with_blocks(),
        people_across(),
        people_across_with_activity(),
        line_for_each_meeting(),
        meetings_merged(),
        cards_side_by_side(),
        web_table(),
        web_roll_call(),
        old_xml(),
        dues_with_quarters(),
        dues_month_by_month(),
        units_merged(),
        semicolons(),
        short_heads(),
        households_with_gaps(),
        needs_with_side_remarks(),
        roll_call_month_by_month(),
        floating_with_two_sides(),
        payments(),
    ]
}

fn below_a_letter() -> Made {
    let list = people(2, 6, &["临江社区第三党支部"]);
    let mut sheet = Grid::named("附件1").lines("附件1\n关于报送党员基本信息的通知\n各党支部：|<|<|<|<|<|<|<\n    为做好年度党内统计工作，请各支部于11月20日前将下表报社区党群办。|<|<|<|<|<|<|<\n    联系人：钱某某，电话：0519-85550000。|<|<|<|<|<|<|<\n\n临江社区第三党支部党员基本信息采集表|<|<|<|<|<|<|<\n序号|基本信息|<|<|<|党籍信息|<|联系信息\n^|姓名|性别|证件|<|入党|转正|手机\n^|^|^|身份证号|学历|^|^|^");
    for (at, p) in list.iter().enumerate() {
        let full = p.full(|day| typed("1985.7", day), "预备期");
        sheet.row(&[&format!("#{}", at + 1), p.name, p.sex, &p.id, p.education, &typed("1985.7", &p.joined), &full, &p.phone]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex id_number education phone branch probationary")
            .with("joined", month(&p.joined))
            .with("became_full", p.full(month, ""))
    });
    Made::new("below a letter", "附件.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Remarks between the rows, and the header again on what was the second page.
fn notes_between() -> Made {
    let list = people(9, 9, &["港湾社区第一党支部"]);
    let head = "序号|姓名|性别|身份证号码|入党时间|联系电话|备注";
    let mut sheet = Grid::named("Sheet1").lines(&format!("港湾社区第一党支部党员花名册|<|<|<|<|<|<\n{head}"));
    for (at, p) in list.iter().enumerate() {
        match at {
            3 => sheet = sheet.lines("（以下为2026年新转入党员，材料待补）|<|<|<|<|<|<"),
            5 => sheet = sheet.lines(&format!("第1页 共2页\n\n港湾社区第一党支部党员花名册（续表）|<|<|<|<|<|<\n{head}")),
            7 => sheet = sheet.lines("说明：下列同志常年在外|<|<|<|<|<|<"),
            _ => {}
        }
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            p.sex,
            &p.id,
            &format!("@{}", p.joined),
            &p.phone,
            if at == 8 { "住养老院" } else { "" },
        ]);
    }
    let sheet = sheet.lines("制表人：孙某某||审核人：钱某某||2026年11月|");
    let truth = list
        .iter()
        .enumerate()
        .map(|(at, p)| Facts::of(p, "name sex id_number joined phone branch").with("remark", if at == 8 { "住养老院" } else { "" }));
    Made::new("notes between", "花名册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

fn three_a_row() -> Made {
    let list = people(0, 11, &["枫林社区第二党支部"]);
    let mut sheet = Grid::named("通讯录").lines("枫林社区第二党支部党员通讯录|<|<|<|<|<\n姓名|电话|姓名|电话|姓名|电话");
    for three in list.chunks(3) {
        sheet.rows.push(three.iter().flat_map(|p| [p.name.to_owned(), p.phone.clone()]).collect());
    }
    let truth = list.iter().map(|p| Facts::of(p, "name phone branch"));
    Made::new("three a row", "通讯录.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Each person has two lines, the header too.
fn two_lines_a_person() -> Made {
    let list = people(16, 5, &["梧桐社区党支部"]);
    let mut sheet =
        Grid::named("名册").lines("梧桐社区党支部党员登记册|<|<|<|<\n序号|姓名|性别|身份证号|家庭住址\n^|^|学历|入党时间|联系电话");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, p.sex, &p.id, &p.home]);
        sheet.row(&["^", "^", p.education, &typed("1985年7月", &p.joined), &p.phone]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number home education phone branch").with("joined", month(&p.joined)));
    Made::new("two lines a person", "登记册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// A person's cells are merged over the lines of the family.
fn family_below() -> Made {
    let list = people(5, 4, &["兰亭社区第一党支部"]);
    let mut sheet = Grid::named("联系卡").lines(
        "兰亭社区第一党支部返迁过渡期党员联系情况|<|<|<|<|<\n党员姓名|身份证号|现居住地|家庭成员|<|<\n^|^|^|成员称呼|成员名|成员职业",
    );
    for p in &list {
        sheet.row(&[p.name, &p.id, &p.home, "妻子", "钱某某", "教师"]);
        sheet.row(&["^", "^", "^", "儿子", "赵某", "学生"]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name id_number branch").with("lives_now", p.home.clone()));
    Made::new("family below", "过渡期.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::ContactCards, truth)])
}

/// Fields down, people across.
fn turned() -> Made {
    let list = people(11, 5, &["银杏社区第四党支部"]);
    let mut sheet = Grid::named("支委");
    sheet.row(&["银杏社区第四党支部党员信息表", "<", "<", "<", "<", "<"]);
    let mut line = |label: &str, value: &dyn Fn(&Person) -> String| {
        sheet.rows.push(std::iter::once(label.to_owned()).chain(list.iter().map(value)).collect());
    };
    line("姓名", &|p| p.name.into());
    line("性别", &|p| p.sex.into());
    line("身份证号", &|p| p.id.clone());
    line("入党时间", &|p| typed("1985年7月1日", &p.joined));
    line("学历", &|p| p.education.into());
    line("联系电话", &|p| format!("#{}", p.phone));
    line("家庭住址", &|p| p.home.clone());
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number joined education phone home branch"));
    Made::new("turned", "党员信息.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// The same in two blocks below each other, with serial numbers and gaps in the values.
fn turned_with_blocks() -> Made {
    let list = people(20, 6, &["玉带河社区党支部"]);
    let mut sheet = Grid::named("Sheet1").lines("玉带河社区党支部流动党员情况");
    for (block, three) in list.chunks(3).enumerate() {
        let mut line = |label: &str, value: &dyn Fn(usize, &Person) -> String| {
            sheet.rows.push(std::iter::once(label.to_owned()).chain(three.iter().enumerate().map(|(at, p)| value(at, p))).collect());
        };
        line("序号", &|at, _| format!("#{}", block * 3 + at + 1));
        line("姓 名", &|_, p| p.name.into());
        line("身份证号", &|_, p| p.id.clone());
        line("外出地点", &|_, _| "上海市浦东新区".into());
        line("外出时间", &|at, _| if at == 1 { String::new() } else { "2025.3".into() });
        line("联系方式", &|_, p| p.phone.clone());
        sheet.rows.push(Vec::new());
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name id_number phone branch")
            .with("destination", "上海市浦东新区")
            .with("left_on", if at % 3 == 1 { "" } else { "2025-03" })
    });
    Made::new("turned in blocks", "流动.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::FloatingRegister, truth)])
}

fn people_across() -> Made {
    let list = people(1, 7, &["白鹭社区第一党支部"]);
    let names = |sheet: &mut Grid, first: &str| {
        sheet.rows.push(std::iter::once(first.to_owned()).chain(list.iter().map(|p| p.name.to_owned())).collect())
    };
    let mut sheet = Grid::named("签到").lines("白鹭社区第一党支部2026年主题党日签到表|<|<|<|<|<|<|<");
    names(&mut sheet, "日期");
    let days = [("1月10日", "2026-01-10"), ("2月14日", "2026-02-14"), ("3月14日", "2026-03-14"), ("4月11日", "2026-04-11")];
    let marks = [("√", "present"), ("请假", "leave"), ("√", "present"), ("", ""), ("补学", "made_up")];
    for (row, (day, _)) in days.iter().enumerate() {
        sheet.rows.push(std::iter::once((*day).to_owned()).chain((0..list.len()).map(|at| marks[(at + row) % 5].0.to_owned())).collect());
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        days.iter()
            .enumerate()
            .fold(Facts::of(p, "name branch"), |facts, (row, (_, day))| facts.with(&format!("mark:{day}"), marks[(at + row) % 5].1))
    });
    Made::new("people across", "签到.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Dates of the workbook and what was held in two columns before the people, totals behind and below.
fn people_across_with_activity() -> Made {
    let list = people(12, 6, &["沙河社区第二党支部"]);
    let mut sheet = Grid::named("考勤").lines("沙河社区第二党支部组织生活考勤|<|<|<|<|<|<|<|<|<");
    let head = ["序号", "时间", "内容"].into_iter().chain(list.iter().map(|p| p.name)).chain(["实到人数"]);
    sheet.rows.push(head.map(str::to_owned).collect());
    let meetings = [("2026-05-08", "支部党员大会"), ("2026-05-22", "党课"), ("2026-06-12", "主题党日")];
    let marks = [("出勤", "present"), ("出勤", "present"), ("病假", "leave"), ("缺勤", "absent"), ("线上", "online")];
    for (row, (day, what)) in meetings.iter().enumerate() {
        let cells = (0..list.len()).map(|at| marks[(at * 2 + row) % 5].0.to_owned());
        sheet.rows.push(
            [format!("#{}", row + 1), format!("@{day}"), (*what).to_owned()].into_iter().chain(cells).chain(["#4".to_owned()]).collect(),
        );
    }
    let sheet = sheet.lines("合计||||#3|#2|#2|#1|#3|#2");
    let truth = list.iter().enumerate().map(|(at, p)| {
        meetings
            .iter()
            .enumerate()
            .fold(Facts::of(p, "name branch"), |facts, (row, (day, _))| facts.with(&format!("mark:{day}"), marks[(at * 2 + row) % 5].1))
    });
    Made::new("people across 2", "考勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

fn line_for_each_meeting() -> Made {
    let list = people(7, 5, &["紫藤社区第一党支部", "紫藤社区第二党支部"]);
    let mut sheet = Grid::named("明细").lines("日期|活动名称|姓名|所在党支部|联系电话|到会情况|备注");
    let meetings = [("2026-03-06", "主题党日"), ("2026-04-03", "党课"), ("2026-05-09", "支部党员大会")];
    let marks = [("到会", "present"), ("请假", "leave"), ("缺席", "absent"), ("上门送学", "at_home")];
    for (row, (day, what)) in meetings.iter().enumerate() {
        for (at, p) in list.iter().enumerate() {
            sheet.row(&[day, what, p.name, p.branch, &p.phone, marks[(at + row) % 4].0, ""]);
        }
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        meetings
            .iter()
            .enumerate()
            .fold(Facts::of(p, "name branch phone"), |facts, (row, (day, _))| facts.with(&format!("mark:{day}"), marks[(at + row) % 4].1))
    });
    Made::new("a line a meeting", "参会明细.csv", text(&sheet, b',', "\r\n").into_bytes(), vec![Truth::of(Kind::RollCall, truth)])
}

/// The meeting stands once, merged over its people; not everybody was called.
fn meetings_merged() -> Made {
    let list = people(23, 4, &["清溪社区党支部"]);
    let mut sheet = Grid::named("签到").lines("清溪社区党支部活动签到登记（2026年）|<|<|<|<\n序号|活动时间|活动主题|参加人员|签到情况");
    let meetings = [("7月1日", "庆七一主题党日", 4), ("8月12日", "专题党课", 3)];
    for (day, what, count) in meetings {
        for (at, p) in list.iter().take(count).enumerate() {
            let (day, what) = if at == 0 { (day, what) } else { ("^", "^") };
            sheet.row(&[&format!("#{}", at + 1), day, what, p.name, if at == 2 { "事假" } else { "√" }]);
        }
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        let mark = if at == 2 { "leave" } else { "present" };
        Facts::of(p, "name branch").with("mark:2026-07-01", mark).with("mark:2026-08-12", if at < 3 { mark } else { "" })
    });
    Made::new("meetings merged", "签到登记.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Two cards beside each other, twice.
fn cards_side_by_side() -> Made {
    let list = people(3, 4, &["丹桂社区第五党支部"]);
    let mut sheet = Grid::named("联系卡");
    for pair in list.chunks(2) {
        let line = |cells: &dyn Fn(&Person) -> [String; 4]| {
            let (one, other) = (cells(&pair[0]), cells(&pair[1]));
            one.into_iter().chain([String::new()]).chain(other).collect::<Vec<_>>()
        };
        let s = |text: &str| text.to_owned();
        sheet.rows.push(line(&|_| [s("党员联系卡（丹桂社区第五党支部）"), s("<"), s("<"), s("<")]));
        sheet.rows.push(line(&|p| [s("姓名"), s(p.name), s("性别"), s(p.sex)]));
        sheet.rows.push(line(&|p| [s("身份证号"), p.id.clone(), s("<"), s("<")]));
        sheet.rows.push(line(&|p| [s("联系电话"), p.phone.clone(), s("学历"), s(p.education)]));
        sheet.rows.push(line(&|p| [s("现居住地"), p.home.clone(), s("<"), s("<")]));
        sheet.rows.push(Vec::new());
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number phone education branch").with("lives_now", p.home.clone()));
    Made::new("cards side by side", "联系卡.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::ContactCards, truth)])
}

/// What a web system calls "export to Excel".
fn web_table() -> Made {
    let list = people(14, 6, &["听涛社区第一党支部", "听涛社区第二党支部"]);
    let mut sheet = Grid::default().lines("党员信息列表|<|<|<|<|<|<\n序号|姓名|性别|公民身份号码|所在党支部|入党日期|手机号码");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&(at + 1).to_string(), p.name, p.sex, &p.id, p.branch, &p.joined, &p.phone]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number branch joined phone"));
    let page = html(&sheet, &Page { doctype: true, ..Page::default() });
    Made::new("web table", "党员信息列表.xls", page.into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

/// The same in GBK, untidy: no closing tags, merged heads, blanks as &nbsp;
fn web_roll_call() -> Made {
    let list = people(8, 5, &["观澜社区第三党支部"]);
    let mut sheet =
        Grid::default().lines("观澜社区第三党支部2026年第二季度签到表|<|<|<\n姓名|4月|<|5月\n^|3日主题党日|17日党课|8日支部党员大会");
    for p in &list {
        sheet.row(&[p.name, "√", "请假", ""]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name branch").with("mark:2026-04-03", "present").with("mark:2026-04-17", "leave").with("mark:2026-05-08", "")
    });
    let page = html(&sheet, &Page { untidy: true, ..Page::default() });
    let bytes = encoding_rs::GB18030.encode(&page).0.into_owned();
    Made::new("web roll-call", "签到.xls", bytes, vec![Truth::of(Kind::RollCall, truth)])
}

/// The XML of Excel 2003 under the name xls, cells passed over by index, a hidden sheet.
fn old_xml() -> Made {
    let list = people(17, 5, &["听雨社区党总支第二党支部"]);
    let mut sheet = Grid::named("名册").lines("听雨社区党总支第二党支部党员名册|<|<|<|<|<\n序号|姓名|性别|身份证号|出生日期|工作单位");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, p.sex, &p.id, &format!("@{}", p.birth()), if at == 2 { "" } else { p.unit }]);
    }
    let hidden = Grid { hidden: true, ..Grid::named("字典") }.lines("姓名|性别\n张三|男\n李四|女");
    let truth = list
        .iter()
        .enumerate()
        .map(|(at, p)| Facts::of(p, "name sex id_number birth branch").with("unit", if at == 2 { "" } else { p.unit }));
    let book = spreadsheet_xml(&[sheet, hidden]);
    Made::new("old xml", "名册.xls", book.into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

fn dues_with_quarters() -> Made {
    let list = people(4, 5, &["石桥社区第一党支部"]);
    let mut sheet = Grid::named("党费").lines("石桥社区第一党支部2026年度党费收缴登记簿|<|<|<|<|<|<|<|<|<|<\n序号|姓名|月缴标准|一季度|<|<|<|二季度|<|<|<\n^|^|^|一月|二月|三月|小计|四月|五月|六月|小计");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let last = if at == 3 { "未缴" } else { "#12" };
        sheet.row(&[&format!("#{}", at + 1), p.name, "#12", "#12", "#12", "#12", "#36", "#12", "#12", last, "#36"]);
        truth.push(
            Facts::of(p, "name branch")
                .with("dues_due", "12")
                .with("dues:2026-01", "12")
                .with("dues:2026-03", "12")
                .with("dues:2026-04", "12")
                .with("dues:2026-06", if at == 3 { "unpaid" } else { "12" }),
        );
    }
    let sheet = sheet.lines("合  计|||#60|#60|#60|#180|#60|#60|#48|#168\n收款人：钱某某|||||||审核人：|||");
    Made::new("dues in quarters", "党费登记簿.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

/// A sheet for each month.
fn dues_month_by_month() -> Made {
    let list = people(10, 4, &["槐荫社区第二党支部"]);
    let mut sheets = Vec::new();
    let mut tables = Vec::new();
    for number in 1..=3 {
        let mut sheet = Grid::named(&format!("{number}月"))
            .lines("槐荫社区第二党支部党费收缴明细|<|<|<|<\n序号|姓名|党费基数|应缴金额|实缴金额|缴费日期");
        let mut truth = Vec::new();
        for (at, p) in list.iter().enumerate() {
            sheet.row(&[&format!("#{}", at + 1), p.name, "#5200", "#26", "#26", &format!("2026.{number}.{}", at + 5)]);
            truth.push(
                Facts::of(p, "name branch").with("dues_base", "5200").with("dues_due", "26").with(&format!("dues:2026-{number:02}"), "26"),
            );
        }
        sheets.push(sheet);
        tables.push(Truth::of(Kind::Dues, truth));
    }
    Made::new("dues by sheets", "2026年党费.xlsx", xlsx(&sheets), tables)
}

/// Units with several contacts, merged; error cells; a footer.
fn units_merged() -> Made {
    let mut sheet = Grid::named("共建").lines("驻区共建单位通讯录|<|<|<|<|<\n序号|单位名称|单位地址|党员人数|联系人|联系电话");
    let units = [("市档案馆", "#31"), ("实验幼儿园", "#N/A"), ("交通银行城南支行", "#12")];
    let mut truth = Vec::new();
    for (at, (unit, count)) in units.into_iter().enumerate() {
        let count_cell = if count == "#N/A" { " #N/A" } else { count };
        sheet.row(&[&format!("#{}", at + 1), unit, "城南路8号", count_cell, "周某某", &format!("1390000660{at}")]);
        truth.push(
            Facts::default()
                .with("unit", unit)
                .with("home", "城南路8号")
                .with("member_count", if count == "#N/A" { "" } else { &count[1..] })
                .with("contact_person", "周某某")
                .with("phone", format!("1390000660{at}")),
        );
    }
    let sheet = sheet.lines("填报人：周某某|<|<|填报时间：2026年10月|<|<");
    Made::new("units merged", "共建单位.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Units, truth)])
}

/// A csv with semicolons, commas in the cells, dates in mixed styles, error cells.
fn semicolons() -> Made {
    let list = people(6, 6, &["映山红社区第一党支部"]);
    let mut sheet = Grid::default().lines("姓名|证件号码|入党日期|手机|特长|党支部|年龄");
    let shapes = ["1985/7/1", "1985.07.01", "1985年7月1日", "19850701", "1985-07-01", "85.7.1"];
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[p.name, &p.id, &typed(shapes[at], &p.joined), &p.phone, "书法,绘画", p.branch, "#N/A"]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name id_number joined phone branch").with("skills", "书法、绘画"));
    Made::new("semicolons", "导出.csv", text(&sheet, b';', "\n").into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

fn short_heads() -> Made {
    let list = people(18, 6, &["南苑社区机关退休支部"]);
    let mut sheet = Grid::named("2026")
        .lines("南苑社区机关退休支部党员名册|<|<|<|<|<|<|<|<|<\n序|姓 名|性|生日|籍贯|文化|入党日|转正日|单位职务|住处|手机");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            p.sex,
            &typed("1985.7.1", &p.birth()),
            "山东平度",
            p.education,
            &typed("1985.7.1", &p.joined),
            &p.full(|day| typed("1985.7.1", day), ""),
            p.unit,
            &p.home,
            &p.phone,
        ]);
    }
    let truth = list
        .iter()
        .map(|p| Facts::of(p, "name sex birth education joined became_full unit home phone branch").with("extra:籍贯", "山东平度"));
    Made::new("short heads", "名册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Households: the head stands first, members follow; blank columns for looks.
fn households_with_gaps() -> Made {
    let list = people(13, 6, &["—"]);
    let mut sheet = Grid::named("户").lines("海韵家园居民家庭档案|<|<|<|<|<|<|<\n户号||姓名|与户主关系||身份证号|电话|居住情况");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let head = list[at / 3 * 3].name;
        let relation = ["户主", "配偶", "长子"][at % 3];
        sheet.row(&[
            &if at % 3 == 0 { format!("H{:03}", at / 3 + 1) } else { String::new() },
            "",
            p.name,
            relation,
            "",
            &p.id,
            &p.phone,
            "自有",
        ]);
        truth.push(Facts::of(p, "name id_number phone").with("household_head", head).with("relation", relation).with("housing", "自有"));
    }
    Made::new("household files", "家庭档案.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Households, truth)])
}

/// Needs, with instructions standing beside the table.
fn needs_with_side_remarks() -> Made {
    let mut sheet = Grid::named("征集").lines(
        "居民需求征集汇总表|<|<|<|<\n序号|需求内容|需求人|联系方式|期望时间||填写要求\n#1|教老人用手机|胡某某|13900007001|周末||1.一事一行",
    );
    sheet = sheet.lines("#2|楼道照明维修|何某某|13900007002|11月内||2.电话必填\n#3|陪同就医|高某某|13900007003|每周三");
    let truth = [
        ("教老人用手机", "胡某某", "13900007001", "周末"),
        ("楼道照明维修", "何某某", "13900007002", "11月内"),
        ("陪同就医", "高某某", "13900007003", "每周三"),
    ];
    let rows = truth.into_iter().map(|(need, name, phone, time)| {
        Facts::default().with("need", need).with("name", name).with("phone", phone).with("need_time", time)
    });
    Made::new("needs and remarks", "需求汇总.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Needs, rows)])
}

/// A sheet for each month, days alone in the heads.
fn roll_call_month_by_month() -> Made {
    let list = people(15, 4, &["翠屏社区第二党支部"]);
    let mut sheets = Vec::new();
    let mut tables = Vec::new();
    for number in [3, 4] {
        let mut sheet = Grid::named(&format!("{number}月")).lines("翠屏社区第二党支部党员签到|<|<\n姓名|6日|20日");
        let mut truth = Vec::new();
        for (at, p) in list.iter().enumerate() {
            let second = ["√", "病假", "√", "×"][at];
            sheet.row(&[p.name, "√", second]);
            truth.push(
                Facts::of(p, "name branch")
                    .with(&format!("mark:2026-{number:02}-06"), "present")
                    .with(&format!("mark:2026-{number:02}-20"), ["present", "leave", "present", "absent"][at]),
            );
        }
        sheets.push(sheet);
        tables.push(Truth::of(Kind::RollCall, truth));
    }
    Made::new("roll-call by sheets", "2026年签到.xlsx", xlsx(&sheets), tables)
}

/// What is said of the branch left and of the branch joined stands under groups.
fn floating_with_two_sides() -> Made {
    let list = people(21, 5, &["锦绣社区第六党支部"]);
    let mut sheet = Grid::named("流动").lines("锦绣社区流动党员双向管理台账|<|<|<|<|<|<|<\n序号|姓名|身份证号|本人手机|流出地|<|流入地|<\n^|^|^|^|党支部|支部联系人|地点|党组织名称");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, &p.id, &p.phone, "第六党支部", "马某某", "苏州市工业园区", "园区综合党支部"]);
    }
    let truth = list
        .iter()
        .map(|p| Facts::of(p, "name id_number phone branch").with("contact_person", "马某某").with("destination", "苏州市工业园区"));
    Made::new("two sides", "流动党员台账.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::FloatingRegister, truth)])
}

/// One line for each payment.
fn payments() -> Made {
    let list = people(24, 4, &["云锦社区党支部"]);
    let mut sheet = Grid::named("流水").lines("云锦社区党支部党费缴纳流水|<|<|<|<\n缴费日期|姓名|缴费月份|缴费金额|缴费方式");
    let mut truth = Vec::new();
    for p in &list {
        sheet.row(&["2026/6/3", p.name, "2026年6月", "#15.5", "微信"]);
        truth.push(Facts::of(p, "name branch").with("dues_until", "2026-06").with("dues_paid", "15.5").with("extra:缴费方式", "微信"));
    }
    Made::new("payments", "党费流水.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

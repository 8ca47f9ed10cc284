//! A seventh set: yet other habits, of the layouts that the sixth brought and of ordinary ones.

use sheets::Kind;

use crate::common::grid::{Grid, ods, text, xlsx};
use crate::common::markup::{Page, html, spreadsheet_xml};
use crate::common::people::{Person, month, people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        committee_turned(),
        across_with_groups(),
        across_in_ods(),
        log_of_study(),
        sign_in_log(),
        cards_three_across(),
        page_with_two_tables(),
        xml_of_units(),
        day_numbers(),
        relatives_in_lines(),
        dues_of_a_quarter(),
        organisations_with_committee(),
        visits(),
        in_service_by_unit(),
        building_book(),
        wishes(),
        pasted(),
    ]
}

/// Offices of the committee on the left, the facts in groups.
fn committee_turned() -> Made {
    let list = people(6, 4, &["长兴里社区第二党支部"]);
    let mut sheet = Grid::named("班子").lines("长兴里社区第二党支部支委会成员一览|<|<|<|<|<");
    let mut line = |group: &str, label: &str, value: &dyn Fn(usize, &Person) -> String| {
        sheet.rows.push([group, label].into_iter().map(str::to_owned).chain(list.iter().enumerate().map(|(at, p)| value(at, p))).collect());
    };
    line("基本情况", "姓名", &|_, p| p.name.into());
    line("^", "职务", &|at, _| ["书记", "副书记", "组织委员", "宣传委员"][at].into());
    line("^", "出生年月", &|_, p| typed("1985.07", &p.birth()));
    line("^", "文化程度", &|_, p| p.education.into());
    line("组织情况", "入党时间", &|_, p| typed("1985.07", &p.joined));
    line("联系方式", "手机", &|_, p| p.phone.clone());
    line("^", "住址", &|_, p| p.home.clone());
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name education phone home branch")
            .with("birth", month(&p.birth()))
            .with("joined", month(&p.joined))
            .with("duty", ["书记", "副书记", "组织委员", "宣传委员"][at])
    });
    Made::new("committee turned", "支委.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Party groups merged over their people's names, days below.
fn across_with_groups() -> Made {
    let list = people(8, 6, &["永安里社区党支部"]);
    let mut sheet = Grid::named("考勤").lines("永安里社区党支部2025年下半年学习考勤|<|<|<|<|<|<\n时间|第一党小组|<|<|第二党小组|<|<");
    sheet.rows.push(std::iter::once("^".to_owned()).chain(list.iter().map(|p| p.name.to_owned())).collect());
    let days = [("7.11", "2025-07-11"), ("8.15", "2025-08-15"), ("9.12", "2025-09-12")];
    let marks = [("√", "present"), ("√", "present"), ("○", "leave"), ("×", "absent")];
    for (row, (day, _)) in days.iter().enumerate() {
        sheet.rows.push(std::iter::once((*day).to_owned()).chain((0..6).map(|at| marks[(at + row) % 4].0.to_owned())).collect());
    }
    let sheet = sheet.lines("注：√到会  ○请假  ×缺席");
    let truth = list.iter().enumerate().map(|(at, p)| {
        days.iter()
            .enumerate()
            .fold(Facts::of(p, "name branch"), |facts, (row, (_, day))| facts.with(&format!("mark:{day}"), marks[(at + row) % 4].1))
    });
    Made::new("across with groups", "考勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// "姓名" in the corner, activities with their days as labels, remarks behind.
fn across_in_ods() -> Made {
    let list = people(14, 5, &["龙门社区第六党支部"]);
    let mut sheet = Grid::named("签到").lines("龙门社区第六党支部主题党日签到汇总（2026年度）");
    sheet.rows.push(std::iter::once("姓名").chain(list.iter().map(|p| p.name)).chain(["备注"]).map(str::to_owned).collect());
    let days = [("1月主题党日（1月8日）", "2026-01-08"), ("2月主题党日（2月5日）", "2026-02-05")];
    for (row, (what, _)) in days.iter().enumerate() {
        let cells = (0..5).map(|at| if (at + row) % 3 == 0 { "病假" } else { "到" }.to_owned());
        sheet.rows.push(std::iter::once((*what).to_owned()).chain(cells).chain(["雨天".to_owned()]).collect());
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        days.iter().enumerate().fold(Facts::of(p, "name branch"), |facts, (row, (_, day))| {
            facts.with(&format!("mark:{day}"), if (at + row) % 3 == 0 { "leave" } else { "present" })
        })
    });
    Made::new("across in ods", "签到.ods", ods(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Person first, then what they came to; sorted by person.
fn log_of_study() -> Made {
    let list = people(20, 4, &["月牙河社区第一党支部"]);
    let mut sheet =
        Grid::named("学习").lines("月牙河社区第一党支部党员参学明细表|<|<|<|<|<\n序号|党员姓名|身份证号|学习时间|学习内容|参学方式");
    let meetings = [("2026-04-10", "专题党课"), ("2026-05-15", "集中学习")];
    for (at, p) in list.iter().enumerate() {
        for (row, (day, what)) in meetings.iter().enumerate() {
            let mark = ["现场", "线上", "上门送学"][(at + row) % 3];
            sheet.row(&[&format!("#{}", at * 2 + row + 1), p.name, &p.id, &format!("@{day}"), what, mark]);
        }
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        meetings.iter().enumerate().fold(Facts::of(p, "name id_number branch"), |facts, (row, (day, _))| {
            facts.with(&format!("mark:{day}"), ["present", "online", "at_home"][(at + row) % 3])
        })
    });
    Made::new("log of study", "参学明细.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// A scanner's log: only those who came, with the hour.
fn sign_in_log() -> Made {
    let list = people(2, 4, &["星火社区第三党支部"]);
    let mut sheet = Grid::default().lines("签到时间|姓名|手机号|会议名称|签到状态");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&["2026-06-26 14:05:33", p.name, &p.phone, "党员大会", if at == 3 { "迟到" } else { "已签到" }]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name phone branch").with("mark:2026-06-26", "present"));
    let bytes = text(&sheet, b'\t', "\n").into_bytes();
    Made::new("sign-in log", "星火社区第三党支部签到记录.txt", bytes, vec![Truth::of(Kind::RollCall, truth)])
}

/// Cards of two columns each, three beside each other without a gap.
fn cards_three_across() -> Made {
    let list = people(17, 6, &["双塔社区第一党支部"]);
    let mut sheet = Grid::named("卡片").lines("双塔社区第一党支部党员信息卡|<|<|<|<|<");
    for three in list.chunks(3) {
        let mut line = |label: &str, value: &dyn Fn(&Person) -> String| {
            sheet.rows.push(three.iter().flat_map(|p| [label.to_owned(), value(p)]).collect());
        };
        line("姓名", &|p| p.name.into());
        line("性别", &|p| p.sex.into());
        line("身份证号", &|p| p.id.clone());
        line("入党时间", &|p| typed("1985年7月1日", &p.joined));
        line("联系电话", &|p| p.phone.clone());
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number joined phone branch"));
    Made::new("cards across", "信息卡.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// A page with the conditions of the search in one table and the result in the next.
fn page_with_two_tables() -> Made {
    let list = people(11, 5, &["莲池社区党总支第一党支部"]);
    let conditions = Grid::default().lines("查询条件|党员状态：正常\n导出时间|2026-11-02 09:11");
    let mut sheet = Grid::default().lines("序号|党员姓名|性别|身份证号码|所属党组织|加入党组织日期|转为正式党员日期|人员类别");
    for (at, p) in list.iter().enumerate() {
        let full = p.full(str::to_owned, "");
        sheet.row(&[
            &(at + 1).to_string(),
            p.name,
            p.sex,
            &p.id,
            p.branch,
            &p.joined,
            &full,
            if full.is_empty() { "预备党员" } else { "正式党员" },
        ]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number branch joined became_full probationary"));
    let page = Page { doctype: true, ..Page::default() };
    let pages = format!("{}\n{}", html(&conditions, &page), html(&sheet, &page));
    Made::new("two tables", "export.xls", pages.into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

fn xml_of_units() -> Made {
    let mut sheet = Grid::named("单位").lines("辖区单位基本信息表|<|<|<|<\n单位全称|统一社会信用代码|单位类别|联络员|联络电话");
    let mut truth = Vec::new();
    for (at, unit) in ["区图书馆", "便民早餐店", "安居物业服务有限公司"].into_iter().enumerate() {
        let code = format!("9132041156789012{at}X");
        sheet.row(&[unit, &code, "企事业", "吴某某", &format!("0519-8123456{at}")]);
        truth.push(
            Facts::default()
                .with("unit", unit)
                .with("unit_code", code)
                .with("unit_kind", "企事业")
                .with("contact_person", "吴某某")
                .with("phone", format!("0519-8123456{at}")),
        );
    }
    Made::new("xml of units", "辖区单位.xls", spreadsheet_xml(&[sheet]).into_bytes(), vec![Truth::of(Kind::Units, truth)])
}

/// Bare day numbers under the month's name.
fn day_numbers() -> Made {
    let list = people(25, 4, &["槐花社区第二党支部"]);
    let mut sheet = Grid::named("10月").lines("槐花社区第二党支部2026年10月学习考勤表|<|<|<|<\n序号|姓名|#8|#15|#22");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, "√", if at == 1 { "事假" } else { "√" }, "√"]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name branch")
            .with("mark:2026-10-08", "present")
            .with("mark:2026-10-15", if at == 1 { "leave" } else { "present" })
            .with("mark:2026-10-22", "present")
    });
    Made::new("day numbers", "考勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// The second address and phone in a line of their own, the name merged; a roster.
fn relatives_in_lines() -> Made {
    let list = people(10, 4, &["金谷社区第三党支部"]);
    let mut sheet = Grid::named("台账").lines("金谷社区第三党支部流动党员台账|<|<|<|<|<\n姓名|身份证号|外出时间|外出地点|联系电话|备注");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[p.name, &p.id, "2024年3月", "南京市", &p.phone, ""]);
        if at % 2 == 0 {
            sheet.row(&["^", "^", "^", "杭州市", "13500001111", "轮换"]);
        }
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        let twice = at % 2 == 0;
        Facts::of(p, "name id_number phone branch")
            .with("left_on", "2024-03")
            .with("destination", if twice { "南京市；杭州市" } else { "南京市" })
            .with("other_phone", if twice { "13500001111" } else { "" })
            .with("remark", if twice { "轮换" } else { "" })
    });
    Made::new("merged names", "流动党员.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::FloatingRegister, truth)])
}

/// One quarter, no year but in the file's name, sums among the months.
fn dues_of_a_quarter() -> Made {
    let list = people(3, 4, &["西园社区党支部"]);
    let mut sheet = Grid::named("第三季度").lines("西园社区党支部第三季度党费收缴公示|<|<|<|<|<\n编号|党员姓名|7月|8月|9月|合计");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("{:03}", at + 1), p.name, "10元", "10元", if at == 0 { "" } else { "10元" }, "30元"]);
    }
    let truth = list
        .iter()
        .enumerate()
        .map(|(at, p)| Facts::of(p, "name branch").with("dues:2026-07", "10").with("dues:2026-09", if at == 0 { "" } else { "10" }));
    Made::new("dues of a quarter", "2026党费公示.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

/// Organisations, their secretaries and deputies with phones of their own.
fn organisations_with_committee() -> Made {
    let mut sheet = Grid::named("支部")
        .lines("河湾街道茶亭社区党组织情况表|<|<|<|<|<|<\n序号|党支部名称|党员数|书记|<|换届时间|<\n^|^|^|姓名|电话|上次换届|应届满");
    let mut truth = Vec::new();
    for (at, name) in ["茶亭社区第一党支部", "茶亭社区第二党支部", "茶亭物业联合党支部"].into_iter().enumerate()
    {
        sheet.row(&[&format!("#{}", at + 1), name, &format!("#{}", 20 + at), "冯某某", &format!("1330000770{at}"), "2024.6", "2027.6"]);
        truth.push(
            Facts::default()
                .with("org_name", name)
                .with("member_count", (20 + at).to_string())
                .with("secretary", "冯某某")
                .with("phone", format!("1330000770{at}"))
                .with("elected", "2024-06")
                .with("term_ends", "2027-06"),
        );
    }
    Made::new("organisations", "党组织.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Organisations, truth)])
}

/// A contact register with the days of visits, a date column that is no meeting.
fn visits() -> Made {
    let list = people(21, 4, &["古槐社区返迁党小组"]);
    let mut sheet = Grid::named("联系").lines("古槐社区过渡期党员联系台账|<|<|<|<|<\n姓名|电话|拆迁前住址|现过渡住址|最近走访日期|走访人");
    for p in &list {
        sheet.row(&[p.name, &p.phone, &p.home, "锦绣路66号", "2026.10.9", "沈某某"]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name phone home").with("lives_now", "锦绣路66号").with("last_contact", "2026-10-09").with("extra:走访人", "沈某某")
    });
    Made::new("visits", "联系台账.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::ContactCards, truth)])
}

/// Units merged over their people, posts in one column with commas.
fn in_service_by_unit() -> Made {
    let list = people(0, 6, &["—"]);
    let mut sheet = Grid::named("报到").lines("在职党员到社区报到登记表|<|<|<|<|<\n单位|姓名|岗位职务|电话|个人特长|认领岗位");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[if at % 3 == 0 { ["区税务局", "市一中"][at / 3] } else { "^" }, p.name, "科员", &p.phone, "摄影、书法", "文明劝导"]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name phone")
            .with("unit", ["区税务局", "市一中"][at / 3])
            .with("duty", "科员")
            .with("skills", "摄影、书法")
            .with("post_wish", "文明劝导")
    });
    Made::new("in service by unit", "报到.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::InService, truth)])
}

/// Building and door merged over the household, the head among the members.
fn building_book() -> Made {
    let list = people(5, 4, &["—"]);
    let mut sheet = Grid::named("2号楼").lines("馨园小区居民信息登记簿|<|<|<|<|<\n楼栋|房号|家庭成员姓名|与户主关系|身份证号|联系方式");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let first = at % 2 == 0;
        let (building, door) = (if at == 0 { "2号楼" } else { "^" }, format!("{}01", at / 2 + 1));
        sheet.row(&[building, if first { &door } else { "^" }, p.name, if first { "户主" } else { "配偶" }, &p.id, &p.phone]);
        truth.push(
            Facts::of(p, "name id_number phone")
                .with("household_head", list[at / 2 * 2].name)
                .with("building", "2号楼")
                .with("door", door)
                .with("relation", if first { "户主" } else { "配偶" }),
        );
    }
    Made::new("building book", "登记簿.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Households, truth)])
}

fn wishes() -> Made {
    let mut sheet = Grid::named("微心愿").lines("“微心愿”认领台账\n编号|心愿人|联系电话|微心愿内容|期望完成时间|认领人|办理情况");
    let mut truth = Vec::new();
    for (at, wish) in ["一台收音机", "一副老花镜", "陪同体检"].into_iter().enumerate() {
        let phone = format!("1380000880{at}");
        sheet.row(&[&format!("{:03}", at + 1), "孙某某", &phone, wish, "12月前", "郭某某", "已完成"]);
        truth.push(Facts::default().with("need", wish).with("phone", phone).with("need_time", "12月前").with("extra:认领人", "郭某某"));
    }
    Made::new("wishes", "微心愿.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Needs, truth)])
}

/// Copied from a sheet and pasted: tabs, the first column's head lost, a blank line in the middle.
fn pasted() -> Made {
    let list = people(9, 6, &["晨光社区第八党支部"]);
    let mut out = String::from("\t姓名\t性别\t出生年月\t入党年月\t学历\t电话\n");
    for (at, p) in list.iter().enumerate() {
        if at == 3 {
            out.push('\n');
        }
        let cells =
            [&(at + 1).to_string(), p.name, p.sex, &typed("1985.07", &p.birth()), &typed("1985.07", &p.joined), p.education, &p.phone];
        out.push_str(&(cells.join("\t") + "\n"));
    }
    let truth = list
        .iter()
        .map(|p| Facts::of(p, "name sex education phone branch").with("birth", month(&p.birth())).with("joined", month(&p.joined)));
    Made::new("pasted", "晨光社区第八党支部名册.txt", out.into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

//! Dues, units, in-service members, needs, households, organisations, members away.

use sheets::Kind;

use crate::common::grid::{Grid, text, xlsx};
use crate::common::people::{people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![dues_amounts(), dues_ticks(), units(), in_service(), needs(), household_members(), household_rows(), organisations(), floating()]
}

/// What was paid month by month.
fn dues_amounts() -> Made {
    let list = people(2, 6, &["沿江社区第一党支部"]);
    let mut sheet = Grid::named("党费").lines("沿江社区第一党支部2026年党费收缴登记表|<|<|<|<|<|<|<|<\n序号|姓名|月收入|月交党费|交纳情况（元）|<|<|<|合计\n^|^|^|^|1月|2月|3月|4月|^");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let due = 5 * (at + 1);
        let april = if at % 3 == 2 { String::new() } else { format!("#{due}") };
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            &format!("#{}", due * 200),
            &format!("#{due}"),
            &format!("#{due}"),
            &format!("{due}元"),
            &format!("#{due}.5"),
            &april,
            &format!("#{}", due * 4),
        ]);
        truth.push(
            Facts::of(p, "name branch")
                .with("dues_base", (due * 200).to_string())
                .with("dues_due", due.to_string())
                .with("dues:2026-01", due.to_string())
                .with("dues:2026-02", due.to_string())
                .with("dues:2026-03", format!("{due}.5"))
                .with("dues:2026-04", if at % 3 == 2 { String::new() } else { due.to_string() }),
        );
    }
    let sheet = sheet.lines("合计||||#105|#105|#108|#70|#388\n经手人：周某||||||||");
    Made::new("dues in amounts", "党费.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

/// Ticks for paid and crosses for unpaid; months in Chinese numbers.
fn dues_ticks() -> Made {
    let list = people(20, 6, &["钟楼社区党支部"]);
    let mut sheet = Grid::named("2025年").lines("钟楼社区党支部党员交纳党费情况|<|<|<|<|<\n姓名|交纳标准|一月|二月|三月|交至年月");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let february = [("√", "paid"), ("×", "unpaid"), ("未交", "unpaid")][at % 3];
        sheet.row(&[p.name, "#12", "√", february.0, "已缴", "2025年3月"]);
        truth.push(
            Facts::of(p, "name branch")
                .with("dues_due", "12")
                .with("dues:2025-01", "paid")
                .with("dues:2025-02", february.1)
                .with("dues:2025-03", "paid")
                .with("dues_until", "2025-03"),
        );
    }
    Made::new("dues in ticks", "党费交纳.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

fn units() -> Made {
    let units = [
        ("天河区育苗小学", "12440106MB2C00011X", "事业单位", "李某某", "020-38765432", "42"),
        ("广州顺达物流有限公司", "91440101MA5AU0002Y", "非公企业", "陈某某", "13800138001", "6"),
        ("天河区仁心养老服务中心", "52440106MJK9000033", "社会组织", "何某某", "13800138002", "3"),
    ];
    let mut sheet = Grid::named("名录").lines("辖区共建单位（两新组织）信息登记表|<|<|<|<|<|<|<\n序号|单位全称|统一社会信用代码（18位）|单位类型|党组织负责人|联系电话|党员人数|单位地址");
    let mut truth = Vec::new();
    for (at, (unit, code, kind, secretary, phone, count)) in units.into_iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), unit, code, kind, secretary, phone, &format!("#{count}"), "天河路1号"]);
        let facts = [
            ("unit", unit),
            ("unit_code", code),
            ("unit_kind", kind),
            ("secretary", secretary),
            ("phone", phone),
            ("member_count", count),
            ("home", "天河路1号"),
        ];
        truth.push(facts.iter().fold(Facts::default(), |row, (field, value)| row.with(field, *value)));
    }
    Made::new("units", "共建单位.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Units, truth)])
}

fn in_service() -> Made {
    let list = people(5, 8, &["—"]);
    let mut sheet = Grid::named("Sheet1").lines("在职党员“双报到”登记汇总表|<|<|<|<|<|<|<\n姓名|所在单位党组织名称|身份证号码|联系方式|居住小区及楼栋|个人专长|意向服务岗位|可服务的时间段");
    let typed = [
        ("理发、法律咨询", "理发、法律咨询"),
        ("电工/水暖维修", "电工、水暖维修"),
        ("书法 绘画", "书法、绘画"),
        ("急救；心理疏导", "急救、心理疏导"),
        ("无", ""),
        ("1.烹饪 2.摄影", "烹饪、摄影"),
        ("英语，日语", "英语、日语"),
        ("Python 编程", "Python 编程"),
    ];
    let mut truth = Vec::new();
    for (p, (skills, meant)) in list.iter().zip(typed) {
        sheet.row(&[p.name, &format!("{}党支部", p.unit), &p.id, &p.phone, &p.home, skills, "楼道长", "周末上午"]);
        truth.push(
            Facts::of(p, "name sex birth id_number phone home")
                .with("unit", format!("{}党支部", p.unit))
                .with("skills", meant)
                .with("post_wish", "楼道长")
                .with("available", "周末上午"),
        );
    }
    Made::new("in service", "双报到.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::InService, truth)])
}

fn needs() -> Made {
    let needs = [
        ("陪李奶奶去医院复查", "陪诊", "1", "紧急", "11月20日前"),
        ("修理3号楼门禁", "电工", "2", "一般", "本月内"),
        ("教老人使用手机", "电脑、讲解", "4", "不急", "周末"),
    ];
    let mut sheet = Grid::default().lines("居民“微心愿”征集清单\n编号\t");
    sheet.rows.pop();
    sheet = sheet.lines("序号|心愿（需求）内容|需要技能|所需人数|紧急程度|期望完成时间|所在小区|联系人|联系电话");
    let mut truth = Vec::new();
    for (at, (need, skill, count, urgency, time)) in needs.into_iter().enumerate() {
        sheet.row(&[&(at + 1).to_string(), need, skill, &format!("{count}人"), urgency, time, "幸福里小区", "王网格", "13900001111"]);
        let facts = [
            ("need", need),
            ("need_skill", skill),
            ("need_people", count),
            ("urgency", urgency),
            ("need_time", time),
            ("estate", "幸福里小区"),
            ("contact_person", "王网格"),
            ("phone", "13900001111"),
        ];
        truth.push(facts.iter().fold(Facts::default(), |row, (field, value)| row.with(field, *value)));
    }
    Made::new("needs", "微心愿.csv", text(&sheet, b',', "\n").into_bytes(), vec![Truth::of(Kind::Needs, truth)])
}

/// A row for everybody of a household; house and head merged over its rows.
fn household_members() -> Made {
    let list = people(16, 9, &["—"]);
    let mut sheet = Grid::named("住户")
        .lines("桂花里小区居民户信息登记表|<|<|<|<|<|<|<\n户号|楼栋|房号|户主姓名|家庭成员姓名|与户主关系|身份证号码|联系电话");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let (house, place) = (at / 3, at % 3);
        let head = list[house * 3].name;
        let shared = if place == 0 {
            [format!("#{}", house + 1), format!("{}号楼", house + 1), format!("{}01", house + 1), head.into()]
        } else {
            ["^".into(), "^".into(), "^".into(), "^".into()]
        };
        let relation = ["户主", "配偶", "之子"][place];
        let cells: Vec<&str> = shared.iter().map(String::as_str).chain([p.name, relation, &p.id, &p.phone]).collect();
        sheet.row(&cells);
        truth.push(
            Facts::of(p, "name sex birth id_number phone")
                .with("household_head", head)
                .with("relation", relation)
                .with("building", format!("{}号楼", house + 1))
                .with("door", format!("{}01", house + 1)),
        );
    }
    Made::new("household members", "住户.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Households, truth)])
}

/// A row a person, the head told only by the relation.
fn household_rows() -> Made {
    let list = people(1, 8, &["—"]);
    let mut sheet = Grid::named("入户").lines("入户走访家庭人口登记\n姓名|与户主的关系|电话|住址");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let relation = ["户主", "妻", "儿子", "父亲"][at % 4];
        sheet.row(&[p.name, relation, &p.phone, if at % 4 == 0 { &p.home } else { "同上" }]);
        truth.push(
            Facts::of(p, "name phone")
                .with("relation", relation)
                .with("household_head", list[at / 4 * 4].name)
                .with("home", list[at / 4 * 4].home.clone()),
        );
    }
    Made::new("households by relation", "入户.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Households, truth)])
}

fn organisations() -> Made {
    let names = ["金牛区星河社区党委", "星河社区第一党支部", "星河社区第二党支部", "星河社区两新联合党支部"];
    let mut sheet = Grid::named("组织")
        .lines("星河社区各级党组织基本情况统计表|<|<|<|<|<|<\n序号|党组织全称|隶属的上级党组织|组织类别|书记（负责人）|换届时间|党员总数");
    let mut truth = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let (parent, kind) = if at == 0 { ("星河街道党工委", "党委") } else { (names[0], "党支部") };
        let elected = typed("1985年7月", &format!("2024-0{}-12", at + 3));
        sheet.row(&[&format!("#{}", at + 1), name, parent, kind, "高某某", &elected, &format!("#{}", 20 + at)]);
        let facts = [("org_name", name), ("org_parent", parent), ("org_type", kind), ("secretary", "高某某")];
        truth.push(
            facts
                .iter()
                .fold(Facts::default(), |row, (field, value)| row.with(field, *value))
                .with("elected", format!("2024-0{}", at + 3))
                .with("member_count", (20 + at).to_string()),
        );
    }
    Made::new("organisations", "组织.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Organisations, truth)])
}

fn floating() -> Made {
    let list = people(7, 6, &["大槐树村第一党支部"]);
    let mut sheet = Grid::named("外出").lines("大槐树村第一党支部外出（流动）党员管理台账|<|<|<|<|<|<|<\n姓名|身份证号|外出情况|<|<|支部联系情况|<|备注\n^|^|时间|地点|原因|最近一次联系|支部联系人|^");
    let mut truth = Vec::new();
    for p in &list {
        sheet.row(&[p.name, &p.id, "2025.3", "广东省东莞市", "务工", "2026.10.08", "孙联系", &format!("电话{}", p.phone)]);
        truth.push(
            Facts::of(p, "name sex id_number branch")
                .with("left_on", "2025-03")
                .with("destination", "广东省东莞市")
                .with("leave_reason", "务工")
                .with("last_contact", "2026-10-08")
                .with("contact_person", "孙联系"),
        );
    }
    Made::new("away", "外出党员.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::FloatingRegister, truth)])
}

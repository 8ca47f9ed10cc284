//! A fifth set, the last: ordinary workbooks in yet other words.

use sheets::Kind;

use crate::common::grid::{Grid, text, xlsx};
use crate::common::people::{month, people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        other_words(),
        street_wide(),
        retired(),
        relocation_cards(),
        call_with_groups(),
        dues_slip(),
        report_in(),
        unit_list(),
        flats(),
        needs_by_form(),
    ]
}

fn other_words() -> Made {
    let list = people(6, 7, &["榕树里社区第二支部"]);
    let mut sheet = Grid::named("名册")
        .lines("榕树里社区第二支部党员底册\n号数|姓名|性别|电话号|身份证字号|入党年份|转正年份|文化层次|住家地址|谋生职业");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            &(at + 1).to_string(),
            p.name,
            p.sex,
            &p.phone,
            &p.id,
            &typed("1985年7月", &p.joined),
            &p.full(|day| typed("1985年7月", day), ""),
            p.education,
            &p.home,
            "经商",
        ]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex birth id_number phone branch education home")
            .with("joined", month(&p.joined))
            .with("became_full", p.full(month, ""))
    });
    Made::new("other words", "底册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// One sheet for a whole street: community and branch in two columns, both merged.
fn street_wide() -> Made {
    let list = people(13, 8, &["望春社区第一党支部", "望春社区第二党支部"]);
    let mut sheet =
        Grid::named("全街道").lines("北干街道党员信息总表|<|<|<|<|<\n社区|支部|党员姓名|公民身份证号|加入党组织的时间|手机联系方式");
    for (at, p) in list.iter().enumerate() {
        let (community, branch) = (if at == 0 { "望春社区" } else { "^" }, if at % 4 == 0 { p.branch } else { "^" });
        sheet.row(&[community, branch, p.name, &p.id, &format!("@{}", p.joined), &format!("#{}", p.phone)]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number joined phone branch").with("extra:社区", "望春社区"));
    Made::new("street", "党员总表.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

fn retired() -> Made {
    let list = people(20, 6, &["机床厂退休党支部"]);
    let mut sheet = Grid::default().lines(
        "机床厂退休党支部老党员登记名册\n姓 名,性 别,出生年月日,何时入党,原单位职务,退休时间,现家庭住址,家庭电话,本人手机,身体情况"
            .replace(',', "|")
            .as_str(),
    );
    for p in &list {
        sheet.row(&[
            p.name,
            p.sex,
            &typed("1985.07.01", &p.birth()),
            &typed("85.7.1", &p.joined),
            "车间主任",
            "2005.3",
            &p.home,
            "0571-88886666",
            &p.phone,
            "尚可",
        ]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex birth joined phone branch")
            .with("lives_now", p.home.clone())
            .with("other_phone", "0571-88886666")
            .with("health", "尚可")
            .with("extra:退休时间", "2005.3")
    });
    Made::new(
        "retired",
        "名册.csv",
        encoding_rs::GB18030.encode(&text(&sheet, b',', "\r\n")).0.into_owned(),
        vec![Truth::of(Kind::Roster, truth)],
    )
}

fn relocation_cards() -> Made {
    let list = people(9, 3, &["城中村改造片区过渡党支部"]);
    let mut sheet = Grid::named("卡片");
    for p in &list {
        sheet = sheet.lines(&format!("返迁过渡期党员联系卡（城中村改造片区过渡党支部）|<|<|<\n党员姓名|{}|联系电话|{}\n身份证号码|{}|<|<\n搬迁前地址|{}|<|<\n现过渡地址|湖滨路5号|<|<\n就业状况|{}|健康状况|良好\n联络员|孙某某|最近联系时间|2026年10月\n", p.name, p.phone, p.id, p.home, p.employment));
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex id_number phone home employment branch")
            .with("lives_now", "湖滨路5号")
            .with("health", "良好")
            .with("contact_person", "孙某某")
            .with("last_contact", "2026-10")
    });
    Made::new("relocation cards", "联系卡.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::ContactCards, truth)])
}

fn call_with_groups() -> Made {
    let list = people(16, 6, &["文庙社区第一党支部"]);
    let mut sheet = Grid::named("6月")
        .lines("文庙社区第一党支部6月组织生活到会登记（2026）\n党小组|党员|6月5日 主题党日|6月12日 党小组会|6月26日 党课");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            if at % 3 == 0 { ["一组", "二组"][at / 3] } else { "" },
            p.name,
            "到会",
            ["事假", "到会"][at % 2],
            ["会后补学", "无故缺席", "到会"][at % 3],
        ]);
        truth.push(
            Facts::of(p, "name branch")
                .with("group", ["一组", "二组"][at / 3])
                .with("mark:2026-06-05", "present")
                .with("mark:2026-06-12", ["leave", "present"][at % 2])
                .with("mark:2026-06-26", ["made_up", "absent", "present"][at % 3]),
        );
    }
    Made::new("groups in a roll-call", "到会登记.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

fn dues_slip() -> Made {
    let list = people(1, 5, &["滨海社区党支部"]);
    let mut sheet =
        Grid::named("党费").lines("滨海社区党支部2026年10月党费收缴清单\n姓名|计算基数|应缴党费（元）|实缴党费（元）|缴费月份|缴费方式");
    for p in &list {
        sheet.row(&[p.name, "5,000", "25.00元", "25", "2026年10月", "现金"]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name branch")
            .with("dues_base", "5000")
            .with("dues_due", "25")
            .with("dues_paid", "25")
            .with("dues_until", "2026-10")
            .with("extra:缴费方式", "现金")
    });
    Made::new("dues of one month", "清单.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

fn report_in() -> Made {
    let list = people(22, 5, &["—"]);
    let mut sheet = Grid::named("报到").lines("桂湖社区在职党员报到信息统计表|<|<|<|<|<|<|<\n编号|报到党员|所在单位及职务|居住小区|联系方式|技能特长|服务类别意向|可服务时段\n|（姓名）||||||");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&(at + 1).to_string(), p.name, p.unit, "桂湖花园", &p.phone, "医疗 急救", "健康义诊", "周日全天"]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name unit phone")
            .with("home", "桂湖花园")
            .with("skills", "医疗、急救")
            .with("post_wish", "健康义诊")
            .with("available", "周日全天")
    });
    Made::new("reporting in", "报到.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::InService, truth)])
}

fn unit_list() -> Made {
    let mut sheet =
        Grid::named("成员单位").lines("社区大党委成员单位名录\n序号|成员单位|单位性质|党组织名称|书记|联络员|联络员电话|在册党员");
    let mut truth = Vec::new();
    for (at, unit) in ["区教育局", "人民医院", "电信分公司"].into_iter().enumerate() {
        sheet.row(&[
            &(at + 1).to_string(),
            unit,
            "机关",
            &format!("{unit}党委"),
            "吴某某",
            "郑某某",
            &format!("1360000555{at}"),
            &(30 + at).to_string(),
        ]);
        truth.push(
            Facts::default()
                .with("unit", unit)
                .with("unit_kind", "机关")
                .with("secretary", "吴某某")
                .with("contact_person", "郑某某")
                .with("phone", format!("1360000555{at}"))
                .with("member_count", (30 + at).to_string()),
        );
    }
    Made::new("member units", "名录.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Units, truth)])
}

fn flats() -> Made {
    let list = people(11, 6, &["—"]);
    let mut sheet = Grid::named("户表").lines("明月苑居民家庭情况一览表|<|<|<|<|<\n楼号|门牌号码|户主姓名|户主电话|家庭人口|居住状态");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        sheet.row(&["8号楼", &format!("{}02", at + 1), p.name, &p.phone, &format!("{}人", at + 1), "自住"]);
        truth.push(
            Facts::default()
                .with("household_head", p.name)
                .with("phone", p.phone.clone())
                .with("building", "8号楼")
                .with("door", format!("{}02", at + 1))
                .with("people", (at + 1).to_string()),
        );
    }
    Made::new("flats", "户表.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Households, truth)])
}

fn needs_by_form() -> Made {
    let mut sheet = Grid::named("需求清单").lines("2026年下半年群众需求清单|<|<|<|<\n序号|需求事项|需求类别|拟招募人数|完成时限\n#1|老旧电线整理|电工|#3|12月底前\n#2|独居老人理发|理发|#2|每月15日");
    sheet = sheet.lines("备注：以上需求由各网格员收集。");
    let truth = [("老旧电线整理", "电工", "3", "12月底前"), ("独居老人理发", "理发", "2", "每月15日")];
    let rows = truth.into_iter().map(|(need, skill, count, time)| {
        Facts::default().with("need", need).with("need_skill", skill).with("need_people", count).with("need_time", time)
    });
    Made::new("list of needs", "需求清单.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Needs, rows)])
}

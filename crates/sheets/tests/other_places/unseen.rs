//! A second set, written after the reader had been improved on the others: its first figure says how
//! much of workbooks nobody has seen is read. (First run: see the README.)

use sheets::Kind;

use crate::common::grid::{Grid, text, xlsx};
use crate::common::people::{month, people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        no_header(),
        spelling(),
        transposed_dues(),
        two_row_people(),
        sign_up(),
        mixed_sheet(),
        relocation(),
        quarterly(),
        groups_as_rows(),
        english(),
        unit_forms(),
        half_year(),
        volunteers(),
        old_people(),
    ]
}

/// Nothing but rows.
fn no_header() -> Made {
    let list = people(3, 6, &["红旗村党支部"]);
    let mut sheet = Grid::named("Sheet1");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, p.sex, &p.id, &typed("1985.07.01", &p.joined), &p.phone, p.education]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number phone education branch"));
    Made::new("no header", "红旗村党支部.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Wrong letters in the heads, blanks everywhere, sex and education with odd words.
fn spelling() -> Made {
    let list = people(8, 6, &["紫金社区第一党支部"]);
    let mut sheet = Grid::named("Sheet1").lines(
        "紫金社区 第一党支部 党员基本情况\nNO.|姓 名|性 别|公民身份正号码|入党日期（填写到日）|转正日斯|文化程度（最高）|联系电活|现 住 址",
    );
    for (at, p) in list.iter().enumerate() {
        let sex = if p.sex == "男" { " 男 " } else { "女性" };
        sheet.row(&[
            &(at + 1).to_string(),
            p.name,
            sex,
            &p.id,
            &typed("1985年7月1日", &p.joined),
            &p.full(|day| typed("1985年7月1日", day), "未转正"),
            p.education,
            &p.phone,
            &p.home,
        ]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex id_number phone joined became_full probationary education branch").with("lives_now", p.home.clone())
    });
    Made::new("spelling", "党员情况.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Months with a year before them, a rest column, the branch as sections.
fn transposed_dues() -> Made {
    let list = people(11, 6, &["松江路社区第一党支部", "松江路社区第二党支部"]);
    let mut sheet =
        Grid::named("Sheet1").lines("2026年度党员缴纳党费明细表|<|<|<|<|<\n姓名|缴费基数（元）|每月应缴（元）|2026年1月|2026年2月|小计");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        if at % 3 == 0 {
            sheet.row(&[p.branch, "<", "<", "<", "<", "<"]);
        }
        sheet.row(&[p.name, "3,500.00", "17.5", "17.5", if at % 2 == 0 { "17.50" } else { "" }, "35"]);
        let february = if at % 2 == 0 { "17.5" } else { "" };
        truth.push(
            Facts::of(p, "name branch")
                .with("dues_base", "3500")
                .with("dues_due", "17.5")
                .with("dues:2026-01", "17.5")
                .with("dues:2026-02", february),
        );
    }
    Made::new("dues with sections", "明细.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

/// A column of branches with long official names, one of unit and duty, dates with Chinese numbers.
fn two_row_people() -> Made {
    let list = people(14, 6, &["中国共产党兰州市城关区雁滩街道张苏滩社区第一支部委员会"]);
    let mut sheet = Grid::named("导出").lines("姓名|党员编号|身份证件类型|身份证件号码|党组织|发展党员时间|入党时间|转正情况|转正时间|党员状态|联系号码1|联系号码2|户籍所在地（省市区）");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            p.name,
            &format!("62010200{at:04}"),
            "居民身份证",
            &p.id,
            p.branch,
            "",
            &typed("1985-07-01 00:00:00", &p.joined),
            "按期转正",
            &p.full(|day| typed("1985-07-01 00:00:00", day), ""),
            "正常",
            &p.phone,
            "",
            "甘肃省兰州市城关区",
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name sex id_number phone joined became_full branch").with("extra:党员编号", format!("62010200{at:04}"))
    });
    Made::new("official export", "列表导出.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Residents who offer help, with the day they signed up.
fn sign_up() -> Made {
    let list = people(20, 5, &["—"]);
    let mut sheet =
        Grid::default().lines("社区在职党员报到登记台账\n序号|报到时间|姓名|性别|单位|职务/职称|手机|擅长|愿意认领的岗位|空余时间|备注");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&(at + 1).to_string(), "2026.9.1", p.name, p.sex, p.unit, "科员", &p.phone, "摄影,写作", "环境巡查", "节假日", ""]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex phone unit")
            .with("duty", "科员")
            .with("skills", "摄影、写作")
            .with("post_wish", "环境巡查")
            .with("available", "节假日")
            .with("extra:报到时间", "2026.9.1")
    });
    Made::new(
        "sign up",
        "台账.csv",
        encoding_rs::GBK.encode(&text(&sheet, b',', "\r\n")).0.into_owned(),
        vec![Truth::of(Kind::InService, truth)],
    )
}

/// An overview above, the roster below on the same sheet.
fn mixed_sheet() -> Made {
    let list = people(6, 6, &["海港社区第三党支部"]);
    let mut sheet = Grid::named("三支部").lines("海港社区第三党支部工作台账|<|<|<|<\n支部书记|高某|党员数|6|\n活动场所|党群服务中心二楼|||\n|\n党员名册||||\n姓名|身份证号码|联系方式|入党时间|是否在册");
    for p in &list {
        sheet.row(&[p.name, &p.id, &p.phone, &typed("1985.7.1", &p.joined), "是"]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number phone joined branch").with("extra:是否在册", "是"));
    Made::new("overview above", "工作台账.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Members in relocation, address and new address under one group.
fn relocation() -> Made {
    let list = people(17, 6, &["长江里社区返迁过渡党支部"]);
    let mut sheet = Grid::named("过渡").lines("长江里社区返迁过渡期党员情况登记表|<|<|<|<|<|<|<\n序号|姓名|联系方式|居住情况|<|<|能否回原支部参加学习|帮带联系人\n^|^|^|拆迁前住址|过渡期住址|过渡方式|^|^");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            &p.phone,
            &p.home,
            "新河路8号",
            "投亲",
            if at % 2 == 0 { "能" } else { "否" },
            "李帮带",
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name phone home")
            .with("branch", "")
            .with("lives_now", "新河路8号")
            .with("housing", "投亲")
            .with("returns_to_study", if at % 2 == 0 { "yes" } else { "no" })
            .with("contact_person", "李帮带")
    });
    Made::new("relocation", "过渡期.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::ContactCards, truth)])
}

/// Each meeting with its date below its name, marks as words.
fn quarterly() -> Made {
    let list = people(23, 5, &["体育场社区党支部"]);
    let mut sheet = Grid::named("四季度")
        .lines("体育场社区党支部2026年四季度“三会一课”签到情况|<|<|<|<\n姓名|党员大会|党课|主题党日|备注\n^|10.12|10月28日|11-05|^");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let typed = [("已签", "present"), ("因病请假", "leave"), ("无故缺席", "absent")][at % 3];
        sheet.row(&[p.name, typed.0, "已签", "视频参加", ""]);
        truth.push(
            Facts::of(p, "name branch")
                .with("mark:2026-10-12", typed.1)
                .with("mark:2026-10-28", "present")
                .with("mark:2026-11-05", "online"),
        );
    }
    Made::new("dates below", "四季度.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Groups as rows within the branch of the title.
fn groups_as_rows() -> Made {
    let list = people(0, 6, &["茶园村第一党支部"]);
    let mut sheet = Grid::named("名单").lines("茶园村第一党支部各党小组党员名单\n姓名|性别|手机|身份证");
    for (at, p) in list.iter().enumerate() {
        if at % 3 == 0 {
            sheet.row(&[["第一党小组（组长：王芳）", "第二党小组（组长：刘洋）"][at / 3]]);
        }
        sheet.row(&[p.name, p.sex, &p.phone, &p.id]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex phone id_number branch"));
    Made::new("groups as rows", "名单.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

fn english() -> Made {
    let list = people(10, 4, &["国际社区联合党支部"]);
    let mut sheet = Grid::named("Members").lines("姓名 Name|性别 Gender|身份证号 ID No.|电话 Tel|所在支部 Branch|入党时间 Joined");
    for p in &list {
        sheet.row(&[p.name, p.sex, &p.id, &p.phone, p.branch, &p.joined]);
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex id_number phone branch joined"));
    Made::new("two languages", "members.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Forms of people who want to be taken over from another branch, two beside... one below the other, no gap.
fn unit_forms() -> Made {
    let list = people(25, 4, &["湖滨社区第二党支部"]);
    let mut sheet = Grid::named("转入").lines("党员组织关系转入登记表（湖滨社区第二党支部）|<|<|<|<|<");
    for p in &list {
        sheet = sheet.lines(&format!(
            "党员姓名|{}|性别|{}|出生年月|{}\n身份证号|{}|<|<|手机|{}\n入党时间|{}|转出单位|{}|原职业|教师\n现居住地|{}|<|<|<|<",
            p.name,
            p.sex,
            typed("1985.07", &p.birth()),
            p.id,
            p.phone,
            typed("1985.07.01", &p.joined),
            p.unit,
            p.home
        ));
    }
    let truth = list
        .iter()
        .map(|p| Facts::of(p, "name sex id_number phone joined branch").with("lives_now", p.home.clone()).with("extra:转出单位", p.unit));
    Made::new("forms without gaps", "转入.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Members away, with a date column of contact for each half-year.
fn half_year() -> Made {
    let list = people(5, 5, &["石塘村第二党支部"]);
    let mut sheet = Grid::named("流动").lines("石塘村第二党支部流动党员联系服务台账\n姓名|性别|身份证号码|手机号码|流出时间|流入地（详细地址）|外出从事职业|流动党员活动证编号|最近一次联系时间|联系方式（电话/微信）|是否参加流入地组织生活");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            p.name,
            p.sex,
            &p.id,
            &p.phone,
            "2024年2月",
            "浙江省义乌市",
            "经商",
            &format!("LD{at:03}"),
            "2026年10月1日",
            "微信",
            "是",
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name sex id_number phone branch")
            .with("left_on", "2024-02")
            .with("destination", "浙江省义乌市")
            .with("certificate", format!("LD{at:03}"))
            .with("last_contact", "2026-10-01")
    });
    Made::new("members away", "流动党员.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::FloatingRegister, truth)])
}

/// What residents ask for, with who asked and when.
fn volunteers() -> Made {
    let mut sheet =
        Grid::named("需求").lines("社区居民服务需求登记表\n登记日期|居民姓名|联系电话|居住地址|需求类型|需求描述|需要几人|希望什么时间");
    let mut truth = Vec::new();
    for (at, need) in ["水管漏水", "代买药品", "辅导作业"].into_iter().enumerate() {
        sheet.row(&["2026-10-08", "李某某", "13900002222", "幸福里3号楼101室", "家政", need, &format!("{}名", at + 1), "周六"]);
        truth.push(
            Facts::default()
                .with("need", need)
                .with("phone", "13900002222")
                .with("need_people", (at + 1).to_string())
                .with("name", "李某某")
                .with("home", "幸福里3号楼101室"),
        );
    }
    Made::new("residents' needs", "需求.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Needs, truth)])
}

/// Old members with difficulties: what may be kept and what may not.
fn old_people() -> Made {
    let list = people(2, 5, &["永安社区离退休党支部"]);
    let mut sheet = Grid::named("困难").lines("永安社区离退休党支部老党员、困难党员花名册\n姓名|性别|年龄|入党时间|身体状况|困难类型|家庭人口情况|政治表现|宗教信仰情况|子女电话|住址|走访慰问记录");
    for p in &list {
        sheet.row(&[
            p.name,
            p.sex,
            "80岁",
            &typed("1985", &p.joined),
            "慢性病",
            "因病",
            "2人",
            "好",
            "无",
            &p.phone,
            &p.home,
            "2026年春节慰问",
        ]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex home branch")
            .with("joined", month(&p.joined)[..4].to_owned())
            .with("health", "慢性病")
            .with("hardship", "因病")
            .with("extra:走访慰问记录", "2026年春节慰问")
    });
    Made::new("old people", "困难党员.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
        .leaving_out(&["政治表现", "宗教信仰情况"])
}

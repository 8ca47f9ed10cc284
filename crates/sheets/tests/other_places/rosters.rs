//! Rosters of members as other provinces keep them.

use sheets::Kind;

use crate::common::grid::{Grid, xlsx};
use crate::common::people::{Person, month, people, typed, wide};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        village(),
        merged_groups(),
        three_rows(),
        abbreviated(),
        odd_order(),
        wrong_heads(),
        pages(),
        below(),
        beside(),
        national(),
        sheets_by_branch(),
        shapes(),
    ]
}

const USUAL: &str = "name sex birth id_number phone joined became_full branch";

fn rows(list: &[Person], fields: &str) -> Vec<Facts> {
    list.iter().map(|person| Facts::of(person, fields)).collect()
}

/// A title, a line of dates and remarks, a blank first column, heads with explanations in brackets.
fn village() -> Made {
    let list = people(0, 9, &["海阳所村第二党支部"]);
    let mut sheet = Grid::named("Sheet1").lines(
        "|附件3|||||||||||\n|海阳所村第二党支部党员基本信息采集汇总表|<|<|<|<|<|<|<|<|<|<|<\n|填报单位（盖章）：海阳所镇党委|<|<|<|统计日期：2026年11月5日|<|<|<|<|<|<|<\n\
         |序 号|党员 姓名|性 别|出生年月（按身份证）|身份证号码(18位)|入党日期（预备）|转正日期（正式）|学 历（全日制）|手机/座机|家庭详细地址|政治面貌|备 注",
    );
    for (at, p) in list.iter().enumerate() {
        let name =
            if p.name.chars().count() == 2 { p.name.chars().map(String::from).collect::<Vec<_>>().join("　") } else { p.name.into() };
        let (birth, joined) = (typed("1985.07", &p.birth()), typed("1985年7月1日", &p.joined));
        sheet.row(&[
            "",
            &format!("#{}", at + 1),
            &name,
            p.sex,
            &birth,
            &p.id,
            &joined,
            &p.full(|day| typed("1985年7月1日", day), "预备"),
            p.education,
            &p.phone,
            &p.home,
            "中共党员",
            "",
        ]);
    }
    let sheet = sheet.lines(
        "|合 计||9人|||||||||\n|填表人：孙某|||||审核人：钱某||||联系电话：0631-6712345||\n|注：1.本表一式两份；2.手机、座机均须填写。",
    );
    let truth = list.iter().map(|p| {
        Facts::of(p, USUAL)
            .with("education", p.education)
            .with("home", p.home.clone())
            .with("probationary", if p.full.is_none() { "yes" } else { "" })
    });
    Made::new("village", "附件3.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)]).leaving_out(&["政治面貌"])
}

/// Two merged header rows, the branch in a merged first column, dates of the workbook.
fn merged_groups() -> Made {
    let list = people(9, 8, &["锦江社区机关党支部", "锦江社区网格第一党支部"]);
    let mut sheet = Grid::named("党员信息").lines(
        "锦江社区党员信息一览表|<|<|<|<|<|<|<|<|<\n支部|姓名|基本信息|<|<|组织生活信息|<|<|联系方式|<\n^|^|性别|公民身份证号码|学历\\n层次|入党时间|转正时间|人员\\n类别|手机号|现居住地址",
    );
    for (at, p) in list.iter().enumerate() {
        let branch = if at % 4 == 0 { format!("{}\n（{}人）", p.branch, 4) } else { "^".into() };
        sheet.row(&[
            &branch,
            p.name,
            p.sex,
            &p.id,
            p.education,
            &format!("@{}", p.joined),
            &p.full(|day| format!("@{day}"), "/"),
            p.employment,
            &format!("#{}", p.phone),
            &p.home,
        ]);
    }
    let truth = list.iter().map(|p| Facts::of(p, USUAL).with("employment", p.employment).with("lives_now", p.home.clone()));
    Made::new("merged groups", "党员信息一览.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Three header rows; sections and subtotals between the people of each branch.
fn three_rows() -> Made {
    let list = people(17, 9, &["向阳社区第一党支部", "向阳社区第二党支部", "向阳社区离退休党支部"]);
    let mut sheet = Grid::named("花名册").lines(
        "天山区向阳社区党员花名册|<|<|<|<|<|<|<|<|<\n截止时间：2026年10月31日|<|<|<|<|<|<|<|<|<\n序号|个人情况|<|<|<|<|党内情况|<|<|备注\n^|姓  名|性 别|证件信息|<|联系\\n电话|时间|<|党内\\n职务|^\n^|^|^|类型|号码|^|入党|转正|^|^",
    );
    for (at, p) in list.iter().enumerate() {
        if at % 3 == 0 {
            sheet.row(&[&format!("（{}）{}", ["一", "二", "三"][at / 3], p.branch), "<", "<", "<", "<", "<", "<", "<", "<", "<"]);
        }
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            p.sex,
            "身份证",
            &p.id,
            &p.phone,
            &typed("1985.07.01", &p.joined),
            &p.full(|day| typed("1985.07.01", day), "预备期"),
            if at % 3 == 0 { "书记" } else { "" },
            "",
        ]);
        if at % 3 == 2 {
            sheet.row(&["小计", "3人"]);
        }
    }
    let sheet = sheet.lines("总计|9人");
    let truth = list.iter().enumerate().map(|(at, p)| Facts::of(p, USUAL).with("duty", if at % 3 == 0 { "书记" } else { "" }));
    Made::new("three rows", "向阳.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Heads with stars, examples and abbreviations; two columns of phones; a column nobody knows.
fn abbreviated() -> Made {
    let list = people(3, 7, &["桥头村党支部"]);
    let mut sheet = Grid::named("桥头村党支部").lines("*姓名（必填）|*性别|*证件号（身份证）|出生日期（格式：1985-07-01）|入党年月日(如20080701)|转正年月日|联系方式1|联系方式2|最高学历|工作单位及职务|帮扶项目|党龄");
    for (at, p) in list.iter().enumerate() {
        let other = if at % 2 == 0 { format!("0591-8765{:04}", at * 111) } else { String::new() };
        sheet.row(&[
            p.name,
            p.sex,
            &p.id,
            &p.birth(),
            &typed("#19850701", &p.joined),
            &p.full(|day| typed("#19850701", day), ""),
            &p.phone,
            &other,
            p.education,
            p.unit,
            "菌菇大棚",
            "#12",
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name sex birth id_number phone joined became_full branch education unit")
            .with("other_phone", if at % 2 == 0 { format!("0591-8765{:04}", at * 111) } else { String::new() })
            .with("extra:帮扶项目", "菌菇大棚")
    });
    Made::new("abbreviated", "导入模板.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Columns in an odd order, some without any head: the values and the known branches tell.
fn odd_order() -> Made {
    let branches = ["老兵先锋队", "东苑片区", "退休教师之家"];
    let list = people(12, 9, &branches);
    let mut sheet = Grid::named("表").lines("|||党员|何时入党||归口|");
    for p in &list {
        sheet.row(&[&p.phone, p.sex, &p.id, p.name, &typed("1985-07", &p.joined), p.education, p.branch, "象棋"]);
    }
    let truth = list
        .iter()
        .map(|p| Facts::of(p, "name sex birth id_number phone education branch").with("joined", month(&p.joined)).with("extra:H", "象棋"));
    Made::new("odd order", "底册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)]).knowing(&branches)
}

/// Heads that say one thing over values that are another.
fn wrong_heads() -> Made {
    let list = people(20, 8, &["新桥社区第三党支部"]);
    let mut sheet = Grid::named("Sheet2").lines("新桥社区第三党支部党员名单\n序号|编号|姓名|年龄|联系地址|电话|入党|正式");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            &format!("#{}", at + 1),
            &p.id,
            p.name,
            p.sex,
            &p.phone,
            &p.home,
            &typed("1985年7月", &p.joined),
            &p.full(|day| typed("1985年7月", day), "预备党员"),
        ]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex birth id_number phone home branch probationary")
            .with("joined", month(&p.joined))
            .with("became_full", p.full(month, ""))
    });
    Made::new("wrong heads", "名单（新）.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// The title and header printed again on every page, with page numbers.
fn pages() -> Made {
    let list = people(5, 10, &["柳林铺社区党总支第五党支部"]);
    let mut sheet = Grid::named("打印版");
    for (at, p) in list.iter().enumerate() {
        if at % 4 == 0 {
            if at > 0 {
                sheet = sheet.lines(&format!("第{}页，共3页|||||||", at / 4));
            }
            sheet = sheet.lines(&format!(
                "柳林铺社区党总支第五党支部党员登记簿{}|<|<|<|<|<|<|<\n序号|姓名|性别|身份证号|手机号码|入党时间|转正时间|文化程度",
                if at > 0 { "（续表）" } else { "" }
            ));
        }
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            p.sex,
            &wide(&p.id),
            &format!("{} {} {}", &p.phone[..3], &p.phone[3..7], &p.phone[7..]),
            &typed("１９８５．７．１", &p.joined),
            &p.full(|day| typed("１９８５．７．１", day), "—"),
            p.education,
        ]);
    }
    let sheet = sheet.lines("（以下空白）");
    Made::new("pages", "登记簿.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, rows(&list, &format!("{USUAL} education")))])
}

/// Three tables below each other, each with its own title and other columns.
fn below() -> Made {
    let list = people(1, 9, &["和顺社区第一党支部", "和顺社区第二党支部", "和顺社区第三党支部"]);
    let mut sheet = Grid::named("汇总");
    sheet = sheet.lines("一、和顺社区第一党支部党员名册\n序号|姓名|性别|身份证号|联系电话|入党时间");
    for (at, p) in list[..3].iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, p.sex, &p.id, &p.phone, &p.joined]);
    }
    sheet = sheet.lines("\n二、和顺社区第二党支部党员名册\n姓名|联系电话|身份证号|入党时间|住址");
    for p in &list[3..6] {
        sheet.row(&[p.name, &p.phone, &p.id, &typed("1985/7/1 0:00", &p.joined), &p.home]);
    }
    sheet = sheet.lines("三、和顺社区第三党支部党员名册\n序号|姓名|性别|身份证号|联系电话|入党时间");
    for (at, p) in list[6..].iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, p.sex, &p.id, &p.phone, &typed("1985-07-01 00:00:00", &p.joined)]);
    }
    let sheet = sheet.lines("合计|9");
    let truth = list.chunks(3).map(|three| Truth::of(Kind::Roster, rows(three, "name sex id_number phone joined branch")));
    Made::new("below each other", "三个支部.xlsx", xlsx(&[sheet]), truth.collect())
}

/// Two tables beside each other with a blank column between them, each under its own title.
fn beside() -> Made {
    let list = people(14, 8, &["橘园社区第一党支部", "橘园社区第二党支部"]);
    let mut sheet = Grid::named("对照")
        .lines("橘园社区第一党支部党员|<|<|<||橘园社区第二党支部党员|<|<|<\n姓名|身份证号|手机|入党时间||姓名|手机|身份证号|入党时间");
    let (left, right) = list.split_at(4);
    for (one, other) in left.iter().zip(right) {
        sheet.row(&[one.name, &one.id, &one.phone, &one.joined, "", other.name, &other.phone, &other.id, &other.joined]);
    }
    let truth = list.chunks(4).map(|half| Truth::of(Kind::Roster, rows(half, "name sex birth id_number phone joined branch")));
    Made::new("beside each other", "对照表.xlsx", xlsx(&[sheet]), truth.collect())
}

/// What the national member system gives out.
fn national() -> Made {
    let list = people(6, 10, &["中共成都市锦江区春熙路街道东升社区第一支部委员会", "中共成都市锦江区春熙路街道东升社区第二支部委员会"]);
    let mut sheet = Grid::named("党员信息").lines("序号|姓名|公民身份号码|性别|民族|出生日期|学历|人员类别|所在党支部|加入党组织日期|转为正式党员日期|工作岗位|手机号码|固定电话|家庭住址|党籍状态|是否为失联党员|是否为流动党员|信息完整度");
    for (at, p) in list.iter().enumerate() {
        let compact = |day: &str| typed("19850701", day);
        let (kind, floating) = (if p.full.is_some() { "正式党员" } else { "预备党员" }, if at % 4 == 1 { "是" } else { "否" });
        sheet.row(&[
            &format!("#{}", at + 1),
            p.name,
            &p.id,
            p.sex,
            "汉族",
            &compact(&p.birth()),
            p.education,
            kind,
            p.branch,
            &compact(&p.joined),
            &p.full(compact, ""),
            "专业技术人员",
            &p.phone,
            "",
            &p.home,
            "正常",
            "否",
            floating,
            "100%",
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, &format!("{USUAL} education home probationary"))
            .with("floating", if at % 4 == 1 { "yes" } else { "no" })
            .with("member_kind", if p.full.is_some() { "正式" } else { "预备" })
            .with("extra:是否为失联党员", "否")
    });
    Made::new("national export", "党员信息_20261105093012.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
        .leaving_out(&["民族"])
}

/// A sheet for each branch, named shortly; beside them a list of contents, a dictionary, a hidden copy.
fn sheets_by_branch() -> Made {
    let list = people(2, 8, &["长风社区一支部", "长风社区离退休支部"]);
    let mut all = vec![
        Grid::named("目录").lines("序号|工作表|人数\n1|一支部|4\n2|离退休支部|4"),
        Grid::named("填表说明").lines("填表说明\n1.身份证号码为18位。\n2.日期格式为1985.07.01。\n3.学历填写最高学历。"),
    ];
    for half in list.chunks(4) {
        let mut sheet =
            Grid::named(half[0].branch.trim_start_matches("长风社区")).lines("姓名|性别|出生|身份证|电话|入党时间|转正时间|类别");
        for p in half {
            sheet.row(&[
                p.name,
                p.sex,
                &typed("1985", &p.birth()),
                &p.id.to_lowercase(),
                &p.phone,
                &typed("85.7.1", &p.joined),
                &p.full(|day| typed("85.7.1", day), "预备"),
                p.employment,
            ]);
        }
        all.push(sheet);
    }
    all.push(Grid::named("数据字典").lines("学历|人员类别|性别\n本科|在职|男\n大专|离退休|女\n高中|农民|\n初中||"));
    all.push(Grid { hidden: true, ..Grid::named("旧").lines("姓名|性别|身份证\n旧人|男|370203193811120014") });
    let truth = list.chunks(4).map(|half| Truth::of(Kind::Roster, rows(half, &format!("{USUAL} employment probationary"))));
    Made::new("sheets by branch", "2026年长风社区党员名册（定稿）.xlsx", xlsx(&all), truth.collect())
}

/// Every shape of a date in one column, ditto marks, and words where a date should be.
fn shapes() -> Made {
    let list = people(0, 28, &["南门社区第一党支部", "南门社区第二党支部"]);
    let by_day = [
        "1985年7月1日",
        "85.7.1",
        "1985.7.1",
        "1985.07.01",
        "19850701",
        "#19850701",
        "1985/7/1",
        "1985/7/1 0:00",
        "1985-07-01",
        "1985-07-01 00:00:00",
        "@",
        "serial",
        "１９８５．７．１",
        "1985年07月01日",
    ];
    let by_month = ["1985.07", "1985年7月", "1985-07", "~", "1985.7-"];
    let mut sheet = Grid::named("日期").lines("南门社区党员名册\n姓名|性别|身份证号码|支部名称|入党日期|转正日期|文化|联系电话");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let (shape, to_month) = (by_day[at % 14], by_month[at % 5]);
        let exact = at % 3 != 0;
        let joined = typed(if exact { shape } else { to_month }, &p.joined);
        let full = p.full(|day| if at % 7 == 6 { "不详".into() } else { typed(shape, day) }, ["预备", "预备期", "预备党员"][at % 3]);
        let branch = if at % 14 == 0 { p.branch } else { ["同上", "〃", "\"", "″"][at % 4] };
        sheet.row(&[p.name, p.sex, &p.id, branch, &joined, &full, p.education, &p.phone]);
        let facts = Facts::of(p, "name id_number branch education phone probationary");
        let full = p.full(|day| if at % 7 == 6 { String::new() } else { day.into() }, "");
        truth.push(facts.with("joined", if exact { p.joined.clone() } else { month(&p.joined) }).with("became_full", full));
    }
    Made::new("dates and dittos", "名册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

//! A fourth set, of ordinary workbooks once more.

use sheets::Kind;

use crate::common::grid::{Grid, ods, text, xlsx};
use crate::common::people::{month, people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![
        company(),
        with_relatives(),
        village_groups(),
        online_table(),
        transfer_list(),
        volunteers(),
        shop_units(),
        activity_list(),
        dues_by_quarter(),
        residents(),
        two_sheets(),
        short_form(),
    ]
}

/// A company's branch, its staff numbers and a wide remark.
fn company() -> Made {
    let list = people(4, 6, &["华盛电子有限公司支部"]);
    let mut sheet = Grid::named("党员台账").lines("中共华盛电子有限公司支部委员会党员台账（截至2026年10月）|<|<|<|<|<|<|<\n序号|工号|姓名|性别|身份证号|入党年月日|部门及岗位|手机号码（微信同号）|党费标准（元/月）");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            &format!("#{}", at + 1),
            &format!("HS{at:04}"),
            p.name,
            p.sex,
            &p.id,
            &typed("1985年07月01日", &p.joined),
            "装配车间",
            &p.phone,
            "#20",
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        Facts::of(p, "name sex id_number phone joined branch").with("extra:工号", format!("HS{at:04}")).with("dues_due", "20")
    });
    Made::new("company", "党员台账.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Columns about the spouse, who is somebody else.
fn with_relatives() -> Made {
    let list = people(15, 6, &["龙泉社区第一党支部"]);
    let mut sheet = Grid::named("Sheet1").lines(
        "龙泉社区第一党支部党员家庭情况登记\n姓名|性别|公民身份号码|联系电话|配偶姓名|配偶身份证号码|配偶电话|紧急联系人及电话|家庭住址",
    );
    let spouse = people(0, 6, &["—"]);
    for (p, other) in list.iter().zip(&spouse) {
        sheet.row(&[p.name, p.sex, &p.id, &p.phone, other.name, &other.id, &other.phone, "钱某某13900008888", &p.home]);
    }
    let truth = list.iter().zip(&spouse).map(|(p, other)| {
        Facts::of(p, "name sex birth id_number phone home branch")
            .with("other_phone", other.phone.clone())
            .with("extra:配偶姓名", other.name)
            .with("extra:配偶身份证号码", other.id.clone())
    });
    Made::new("with relatives", "家庭情况.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// A village: groups as a column, merged; farmers; no phones.
fn village_groups() -> Made {
    let list = people(21, 6, &["石门村党支部"]);
    let mut sheet = Grid::named("石门村").lines("石门镇石门村党支部党员花名册|<|<|<|<|<|<\n组别|姓名|性别|出生|文化|入党时间|职业");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            if at % 3 == 0 { ["一组", "二组"][at / 3] } else { "^" },
            p.name,
            p.sex,
            &typed("1985.7", &p.birth()),
            p.education,
            &typed("1985.7", &p.joined),
            p.employment,
        ]);
    }
    let truth = list.iter().enumerate().map(|(at, p)| {
        let exact = |day: &str| month(day);
        Facts::of(p, "name sex education employment")
            .with("branch", "石门镇石门村党支部")
            .with("birth", exact(&p.birth()))
            .with("joined", exact(&p.joined))
            .with("group", ["一组", "二组"][at / 3])
    });
    Made::new("village groups", "花名册.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// What an online table gives out: who filled it and when, questions as heads.
fn online_table() -> Made {
    let list = people(8, 6, &["—"]);
    let branches = ["花溪社区第一党支部", "花溪社区第二党支部"];
    let mut sheet = Grid::named("收集结果").lines("提交者（自动）|提交时间（自动）|1.您的姓名（必填）|2.您的性别（必填）|3.身份证号（必填）|4.手机号（必填）|5.所在党支部（必填）|6.入党时间（必填）|7.您的特长是什么？");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[
            "微信用户",
            "2026年11月1日 10:23",
            p.name,
            p.sex,
            &p.id,
            &p.phone,
            branches[at % 2],
            &typed("1985-07-01", &p.joined),
            "书法,摄影",
        ]);
    }
    let truth = list
        .iter()
        .enumerate()
        .map(|(at, p)| Facts::of(p, "name sex id_number phone joined").with("branch", branches[at % 2]).with("skills", "书法、摄影"));
    Made::new("online table", "党员信息收集_收集结果.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

/// Members taken over from elsewhere.
fn transfer_list() -> Made {
    let list = people(12, 5, &["湖东社区党总支第二党支部"]);
    let mut sheet =
        Grid::default().lines("序号,姓名,性别,身份证号,转入日期,原所在党组织,现所在党支部,党费缴至,联系方式".replace(',', "|").as_str());
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&(at + 1).to_string(), p.name, p.sex, &p.id, "2026/9/1", "市二中党委", p.branch, "2026年8月", &p.phone]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex id_number phone branch")
            .with("dues_until", "2026-08")
            .with("extra:转入日期", "2026/9/1")
            .with("extra:原所在党组织", "市二中党委")
    });
    Made::new("transfers", "转入党员.csv", text(&sheet, b',', "\r\n").into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

fn volunteers() -> Made {
    let list = people(0, 5, &["—"]);
    let mut sheet = Grid::named("双报到").lines("机关企事业单位党组织和在职党员“双报到”情况汇总表|<|<|<|<|<|<\n单位名称|党员信息|<|<|报到社区|服务意愿|<\n^|姓名|职务|联系方式|^|服务项目|服务时间");
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[if at == 0 { "市自然资源局" } else { "^" }, p.name, "主任科员", &p.phone, "湖东社区", "政策宣讲", "工作日晚上"]);
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name phone")
            .with("unit", "市自然资源局")
            .with("duty", "主任科员")
            .with("post_wish", "政策宣讲")
            .with("available", "工作日晚上")
            .with("extra:报到社区", "湖东社区")
    });
    Made::new("units and members", "双报到汇总.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::InService, truth)])
}

fn shop_units() -> Made {
    let mut sheet = Grid::named("两新组织")
        .lines("春江社区两新组织台账|<|<|<|<|<\n序号|企业（社会组织）名称|负责人|联系电话|从业人数|党员数|是否建立党组织");
    let mut truth = Vec::new();
    for (at, unit) in ["春江口腔门诊部", "乐佳超市", "新叶托育中心"].into_iter().enumerate() {
        sheet.row(&[
            &format!("#{}", at + 1),
            unit,
            "孙某某",
            &format!("1370000444{at}"),
            &format!("#{}", 10 + at),
            &format!("#{at}"),
            "否",
        ]);
        truth.push(
            Facts::default()
                .with("unit", unit)
                .with("secretary", "孙某某")
                .with("phone", format!("1370000444{at}"))
                .with("member_count", at.to_string())
                .with("extra:从业人数", (10 + at).to_string()),
        );
    }
    Made::new("shops", "两新.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Units, truth)])
}

/// A roll-call with times and places under each date, ods.
fn activity_list() -> Made {
    let list = people(17, 5, &["迎宾社区第二党支部"]);
    let mut sheet = Grid::named("2026上半年")
        .lines("迎宾社区第二党支部主题党日参加情况统计表|<|<|<|<\n序号|姓名|1月|2月|3月\n^|^|1月10日|2月7日|3月7日");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        sheet.row(&[&format!("#{}", at + 1), p.name, "√", "请假", ["√", "×", "送学上门"][at % 3]]);
        truth.push(
            Facts::of(p, "name branch")
                .with("mark:2026-01-10", "present")
                .with("mark:2026-02-07", "leave")
                .with("mark:2026-03-07", ["present", "absent", "at_home"][at % 3]),
        );
    }
    Made::new("months and days", "主题党日.ods", ods(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

fn dues_by_quarter() -> Made {
    let list = people(26, 4, &["滨河社区第三党支部"]);
    let mut sheet =
        Grid::named("党费").lines("滨河社区第三党支部党费收缴明细（2026年）\n姓名|月工资|应交|1月份|2月份|3月份|一季度小计|交费方式");
    let mut truth = Vec::new();
    for p in &list {
        sheet.row(&[p.name, "4200", "21", "21", "21", "未交", "42", "微信"]);
        truth.push(
            Facts::of(p, "name branch")
                .with("dues_base", "4200")
                .with("dues_due", "21")
                .with("dues:2026-01", "21")
                .with("dues:2026-02", "21")
                .with("dues:2026-03", "unpaid")
                .with("extra:交费方式", "微信"),
        );
    }
    Made::new("dues with quarters", "党费.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Dues, truth)])
}

fn residents() -> Made {
    let list = people(9, 6, &["—"]);
    let mut sheet = Grid::named("3号楼").lines("书香苑小区3号楼住户登记表|<|<|<|<|<\n单元|房间号|户主|家庭成员|关系|电话");
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let head = list[at / 2 * 2].name;
        let shared = if at % 2 == 0 { ["一单元", &format!("{}01", at / 2 + 1), head] } else { ["^", "^", "^"] };
        sheet.row(&[shared[0], shared[1], shared[2], p.name, if at % 2 == 0 { "本人" } else { "夫妻" }, &p.phone]);
        truth.push(
            Facts::of(p, "name phone")
                .with("household_head", head)
                .with("relation", if at % 2 == 0 { "本人" } else { "夫妻" })
                .with("door", format!("{}01", at / 2 + 1)),
        );
    }
    Made::new("residents", "住户.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Households, truth)])
}

/// Full members on one sheet, those on probation on the next; the branch only in the file's name.
fn two_sheets() -> Made {
    let mut list = people(3, 8, &["东湖社区第七党支部"]);
    list.sort_by_key(|p| p.full.is_none());
    let full = list.iter().filter(|p| p.full.is_some()).count();
    let mut sheets = vec![Grid::named("正式党员"), Grid::named("预备党员")];
    for (at, p) in list.iter().enumerate() {
        let sheet = &mut sheets[usize::from(at >= full)];
        if sheet.rows.is_empty() {
            sheet.row(&["姓名", "性别", "籍贯", "身份证号", "加入党组织时间", "工作单位", "联系电话"]);
        }
        sheet.row(&[p.name, p.sex, "江苏常州", &p.id, &typed("1985-07-01", &p.joined), p.unit, &p.phone]);
    }
    let truth = |part: &[crate::common::people::Person]| {
        Truth::of(
            Kind::Roster,
            part.iter()
                .map(|p| Facts::of(p, "name sex id_number phone unit joined branch").with("extra:籍贯", "江苏常州"))
                .collect::<Vec<_>>(),
        )
    };
    let truth = vec![truth(&list[..full]), truth(&list[full..])];
    Made::new("two sheets", "东湖社区第七党支部党员名册(1).xlsx", xlsx(&sheets), truth)
}

/// A card with labels above their values' rows and a long remark.
fn short_form() -> Made {
    let p = &people(19, 1, &["凤栖社区第一党支部"])[0];
    let sheet = Grid::named("走访").lines(&format!("党员信息登记卡\n所属党支部|{}|<|<\n姓 名|{}|出生年月|{}\n身份证号|{}|<|<\n电 话|{}|入党时间|{}\n住 址|{}|<|<\n健康状况|良好|有何特长|木工\n本人愿意参加的服务项目：|环境整治|<|<\n备 注|子女在外地，\\n每周联系|<|<", p.branch, p.name, typed("1985年7月", &p.birth()), p.id, p.phone, typed("1985年7月", &p.joined), p.home));
    let facts = Facts::of(p, "name sex id_number phone home branch")
        .with("joined", month(&p.joined))
        .with("health", "良好")
        .with("skills", "木工")
        .with("remark", "子女在外地，\n每周联系");
    Made::new("short form", "登记卡.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, [facts])])
}

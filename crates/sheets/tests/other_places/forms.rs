//! Forms: a label beside (or with) each value, one person a form.

use sheets::Kind;

use crate::common::grid::{Grid, text, xlsx};
use crate::common::people::{Person, month, people, typed};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![collection_form(), cards_below(), form_a_sheet(), labels_with_values(), two_columns()]
}

/// One form on a sheet with a photograph's box, merged values and a table of the family below.
fn collection_form() -> Made {
    let list = people(11, 1, &["石桥社区第二党支部"]);
    let p = &list[0];
    let sheet = Grid::named("采集表").lines(&format!(
        "党 员 信 息 采 集 表|<|<|<|<|<|<\n所在支部：石桥社区第二党支部|<|<|<|填表时间：2026年11月3日|<|<\n\
         姓　名|{}|性　别|{}|民　族|汉|照片\n出生年月|{}|籍　贯|山东青岛|文化程度|{}|^\n公民身份号码|{}|<|<|政治面貌|中共党员|^\n\
         入党时间|{}|转正时间|{}|党内职务|无|<\n工作单位及职务|{}|<|<|联系电话|#{}|<\n家庭住址|{}|<|<|<|<|<\n个人特长|书法、电工|<|<|是否流动党员|否|<\n\
         家庭主要成员|称谓|姓名|出生年月|政治面貌|工作单位|<\n^|妻子|钱某某|1960.03|群众|已退休|<\n^|儿子|赵小明|1988.12|团员|市一中|<\n备注||<|<|<|<|<\n本人签名：　　　　　　支部书记签字：|<|<|<|<|<|<",
        p.name, p.sex, typed("1985.07", &p.birth()), p.education, p.id, typed("1985年7月1日", &p.joined), p.full(|day| typed("1985年7月1日", day), ""), p.unit, p.phone, p.home
    ));
    let facts = Facts::of(p, "name sex birth id_number phone joined became_full education unit home branch")
        .with("skills", "书法、电工")
        .with("floating", "no")
        .with("extra:籍　贯", "山东青岛");
    Made::new("collection form", "采集表.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, [facts])]).leaving_out(&["民　族", "政治面貌"])
}

/// Contact cards below each other on one sheet, with a blank row between them.
fn cards_below() -> Made {
    let list = people(15, 5, &["运河社区过渡党支部"]);
    let mut sheet = Grid::named("联系卡");
    for p in &list {
        sheet = sheet.lines(&format!(
            "运河社区过渡党支部返迁过渡期党员联系卡|<|<|<\n姓名|{}|身份证号|{}\n联系电话|{}|户主姓名|{}\n原住址|{}|<|<\n现居住地址|临河路{}号租房|<|<\n住房情况|租住|就业情况|{}\n家庭成员|3人|思想状况|稳定\n是否愿意回原支部参加学习|是|结对联系人|钱多多\n",
            p.name, p.id, p.phone, p.name, p.home, &p.phone[9..], p.employment
        ));
    }
    let truth = list.iter().map(|p| {
        Facts::of(p, "name sex birth id_number phone employment home branch")
            .with("household_head", p.name)
            .with("lives_now", format!("临河路{}号租房", &p.phone[9..]))
            .with("housing", "租住")
            .with("family", "3人")
            .with("returns_to_study", "yes")
            .with("contact_person", "钱多多")
    });
    Made::new("cards below each other", "联系卡.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::ContactCards, truth)])
        .leaving_out(&["思想状况"])
}

/// One form a sheet, the sheet named after the person, the branch in the file's name.
fn form_a_sheet() -> Made {
    let list = people(21, 4, &["凤凰山社区第一党支部"]);
    let form = |p: &Person| {
        Grid::named(p.name).lines(&format!(
            "党员登记表|<|<|<\n姓名|{}|性别|{}\n身份证号码|{}|手机号码|{}\n入党日期|{}|转正日期|{}\n学历|{}|工作单位|{}\n家庭住址|{}|<|<\n入党介绍人|孙某、李某|<|<\n奖惩情况|2019年优秀党员|<|<",
            p.name, p.sex, p.id, p.phone, typed("1985-07-01", &p.joined), p.full(|day| typed("1985-07-01", day), "预备期"), p.education, p.unit, p.home
        ))
    };
    let truth = list.iter().map(|p| {
        Truth::of(
            Kind::Roster,
            [Facts::of(p, "name sex birth id_number phone joined became_full education unit home branch probationary")
                .with("extra:奖惩情况", "2019年优秀党员")],
        )
    });
    Made::new("form a sheet", "凤凰山社区第一党支部党员登记表.xlsx", xlsx(&list.iter().map(form).collect::<Vec<_>>()), truth.collect())
}

/// Labels and values in one cell, parted by colons; several people, a line between them.
fn labels_with_values() -> Made {
    let list = people(3, 4, &["柳巷社区党总支第一党支部"]);
    let mut sheet = Grid::named("信息卡").lines("柳巷社区党总支第一党支部党员信息卡||");
    for p in &list {
        sheet = sheet.lines(&format!(
            "姓名：{}|性别：{}|电话：{}\n身份证号：{}||入党时间：{}\n家庭住址：{}||学历：{}\n||",
            p.name,
            p.sex,
            p.phone,
            p.id,
            typed("1985年7月", &p.joined),
            p.home,
            p.education
        ));
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number phone education home branch").with("joined", month(&p.joined)));
    Made::new("labels with values", "信息卡.csv", text(&sheet, b',', "\r\n").into_bytes(), vec![Truth::of(Kind::Roster, truth)])
}

/// The simplest form: labels in one column, values in the next, people below each other.
fn two_columns() -> Made {
    let list = people(18, 3, &["城关社区第六党支部"]);
    let mut sheet = Grid::named("表");
    for p in &list {
        sheet = sheet.lines(&format!(
            "姓名|{}\n性别|{}\n出生日期|{}\n身份证号|{}\n所在党支部|{}\n入党时间|{}\n手机号|#{}\n现居住地|{}\n",
            p.name,
            p.sex,
            typed("1985.7.1", &p.birth()),
            p.id,
            p.branch,
            typed("1985.7.1", &p.joined),
            p.phone,
            p.home
        ));
    }
    let truth = list.iter().map(|p| Facts::of(p, "name sex birth id_number phone joined branch").with("lives_now", p.home.clone()));
    Made::new("two columns", "新转入党员.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::Roster, truth)])
}

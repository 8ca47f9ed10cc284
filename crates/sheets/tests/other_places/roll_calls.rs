//! Roll-calls: who was there, in every way people mark it.

use sheets::Kind;

use crate::common::grid::{Grid, xlsx};
use crate::common::people::{Person, people};
use crate::score::{Facts, Made, Truth};

pub fn all() -> Vec<Made> {
    vec![short_dates(), workbook_dates(), broken_lines(), iso_dates(), one_meeting(), months_over_days(), with_totals()]
}

/// One line a person: cells as typed and what they mean, day by day.
fn table(
    mut sheet: Grid,
    list: &[Person],
    days: &[&str],
    marks: &[[(&str, &str); 4]],
    more: impl Fn(usize) -> (Vec<String>, Vec<String>),
) -> (Grid, Vec<Facts>) {
    let mut truth = Vec::new();
    for (at, p) in list.iter().enumerate() {
        let (mut cells, after) = more(at);
        cells.push(p.name.into());
        let mut facts = Facts::of(p, "name branch");
        for (day, (cell, mark)) in days.iter().zip(&marks[at % marks.len()]) {
            cells.push((*cell).into());
            facts = facts.with(&format!("mark:{day}"), *mark);
        }
        cells.extend(after);
        sheet.rows.push(cells);
        truth.push(facts);
    }
    (sheet, truth)
}

/// "9.5" as numbers, the year in the title, a legend below.
fn short_dates() -> Made {
    let list = people(0, 6, &["石榴社区第一党支部"]);
    let sheet = Grid::named("签到").lines("石榴社区第一党支部2026年第三季度参会情况登记表|<|<|<|<|<\n序号|姓名|#7.4|#8.9|#9.5|#9.26");
    let marks = [
        [("√", "present"), ("○", "leave"), ("√", "present"), ("×", "absent")],
        [("◎", "online"), ("√", "present"), ("", ""), ("√", "present")],
        [("√", "present"), ("√", "present"), ("△", "made_up"), ("○", "leave")],
    ];
    let (sheet, truth) =
        table(sheet, &list, &["2026-07-04", "2026-08-09", "2026-09-05", "2026-09-26"], &marks, |at| (vec![format!("#{}", at + 1)], vec![]));
    let sheet = sheet.lines("注：“√”为参加，“○”为请假，“×”为缺席，“△”为补学，“◎”为线上参会。");
    Made::new("short dates", "参会情况.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Dates of the workbook over the names of the activities, words for marks.
fn workbook_dates() -> Made {
    let list = people(6, 6, &["望江社区第二党支部"]);
    let sheet = Grid::named("考勤").lines("望江社区第二党支部组织生活考勤表|<|<|<|<|<|<\n党员姓名|@2026-03-05|@2026-03-20|@2026-04-10|@2026-05-15|出勤率|备注\n^|支部党员大会|党课|主题党日|组织生活会|^|^");
    let marks = [
        [("出勤", "present"), ("事假", "leave"), ("线上", "online"), ("出勤", "present")],
        [("病假", "leave"), ("送学", "at_home"), ("补学", "made_up"), ("缺席", "absent")],
        [("到", "present"), ("旷", "absent"), ("就近", "near_home"), ("", "")],
    ];
    let (sheet, truth) = table(sheet, &list, &["2026-03-05", "2026-03-20", "2026-04-10", "2026-05-15"], &marks, |_| {
        (vec![], vec!["75%".into(), String::new()])
    });
    Made::new("workbook dates", "考勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Date and activity in one cell, a legend on top, the branch as a column.
fn broken_lines() -> Made {
    let list = people(12, 6, &["金沙社区第一党支部", "金沙社区第二党支部"]);
    let sheet = Grid::named("2026年").lines("金沙社区党员主题党日活动签到统计|<|<|<|<|<\n图例：√代表到会 ▲代表请假 ×代表缺席 ★代表上门送学|<|<|<|<|<\n支部|姓名|2月6日\\n主题党日|3月6日\\n（主题党日）|党课\\n4月3日|5月8日党员大会");
    let marks = [
        [("√", "present"), ("√", "present"), ("▲", "leave"), ("★", "at_home")],
        [("×", "absent"), ("☑", "present"), ("✓", "present"), ("▲", "leave")],
    ];
    let branches: Vec<String> = list.iter().map(|p| p.branch.trim_start_matches("金沙社区").to_owned()).collect();
    let (sheet, truth) =
        table(sheet, &list, &["2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08"], &marks, |at| (vec![branches[at].clone()], vec![]));
    Made::new("broken lines", "金沙社区签到.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Whole dates as text, ones and noughts, words with a reason behind them.
fn iso_dates() -> Made {
    let list = people(18, 6, &["海棠社区党支部"]);
    let sheet = Grid::named("Sheet1").lines("海棠社区党支部\n姓名|手机号|2026-06-05|2026-06-19|2026/7/3|2026年7月17日");
    let marks = [
        [("#1", "present"), ("#0", "absent"), ("迟到", "present"), ("请假（病）", "leave")],
        [("1", "present"), ("假", "leave"), ("已到", "present"), ("缺", "absent")],
        [("参加（线上）", "online"), ("1", "present"), ("早退", "present"), ("—", "")],
    ];
    let mut list = list;
    let phones: Vec<String> = list.iter().map(|p| p.phone.clone()).collect();
    for (p, phone) in list.iter_mut().zip(&phones) {
        p.phone.clone_from(phone);
    }
    let (mut sheet, truth) = table(sheet, &list, &["2026-06-05", "2026-06-19", "2026-07-03", "2026-07-17"], &marks, |_| (vec![], vec![]));
    for (row, phone) in sheet.rows[2..].iter_mut().zip(&phones) {
        row.insert(1, phone.clone());
    }
    let truth = truth.into_iter().zip(phones).map(|(facts, phone)| facts.with("phone", phone));
    Made::new("iso dates", "数据.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// A sign-in sheet of one meeting: the day stands above, names in two blocks.
fn one_meeting() -> Made {
    let list = people(22, 8, &["学院路社区第三党支部"]);
    let mut sheet = Grid::named("签到表").lines(
        "学院路社区第三党支部主题党日签到表|<|<|<|<|<\n时间：2026年9月5日|<|<|地点：党群服务中心|<|<\n序号|姓名|签到|序号|姓名|签到",
    );
    let typed = ["√", "请假", "", "√"];
    let meant = ["present", "leave", "", "present"];
    for (at, (one, other)) in list[..4].iter().zip(&list[4..]).enumerate() {
        sheet.row(&[&format!("#{}", at + 1), one.name, typed[at], &format!("#{}", at + 5), other.name, typed[3 - at]]);
    }
    let sheet = sheet.lines("应到|8人|<|实到|5人|<");
    let truth =
        list.iter().enumerate().map(|(at, p)| Facts::of(p, "name branch").with("mark:2026-09-05", meant[if at < 4 { at } else { 7 - at }]));
    Made::new("one meeting", "签到表.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Months merged over days.
fn months_over_days() -> Made {
    let list = people(25, 6, &["芙蓉社区第一党支部"]);
    let sheet = Grid::named("学习").lines(
        "芙蓉社区第一党支部2026年党员学习出勤登记|<|<|<|<\n姓名|9月|<|10月|<\n^|5日\\n集中学习|19日\\n党课|10日\\n主题党日|24日\\n党员大会",
    );
    let marks = [
        [("到", "present"), ("到", "present"), ("补", "made_up"), ("请", "leave")],
        [("到", "present"), ("缺", "absent"), ("到", "present"), ("视频", "online")],
    ];
    let (sheet, truth) = table(sheet, &list, &["2026-09-05", "2026-09-19", "2026-10-10", "2026-10-24"], &marks, |_| (vec![], vec![]));
    Made::new("months over days", "学习.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

/// Counts between and below the marks, which are no marks.
fn with_totals() -> Made {
    let list = people(9, 6, &["红旗社区第二党支部"]);
    let sheet = Grid::named("出勤")
        .lines("红旗社区第二党支部“三会一课”出勤表（2025年）|<|<|<|<|<|<\n序号|姓 名|1月8日|2月12日|3月5日|4月9日|应出勤次数|实际出勤次数");
    let marks = [
        [("✔", "present"), ("✘", "absent"), ("✔", "present"), ("事", "leave")],
        [("✔", "present"), ("✔", "present"), ("病", "leave"), ("✔", "present")],
    ];
    let (sheet, truth) = table(sheet, &list, &["2025-01-08", "2025-02-12", "2025-03-05", "2025-04-09"], &marks, |at| {
        (vec![format!("#{}", at + 1)], vec!["#4".into(), "#3".into()])
    });
    let sheet = sheet.lines("出勤人数||#6|#3|#3|#3||\n缺勤人数||#0|#3|#0|#0||");
    Made::new("with totals", "出勤.xlsx", xlsx(&[sheet]), vec![Truth::of(Kind::RollCall, truth)])
}

//! Writes the sample papers into the directory that is named: the pictures to look at when the
//! template changes.

use documents::{Bar, Column, Fonts, Lang, Paper, Slip, Table};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = std::path::PathBuf::from(std::env::args().nth(1).ok_or("name a directory")?);
    let begun = std::time::Instant::now();
    let fonts = Fonts::of_system();
    println!("fonts: {:?}", begun.elapsed());
    for missing in fonts.missing() {
        eprintln!("{}", missing.en);
    }
    for (name, paper) in [("bulletin", bulletin()), ("roll-call", roll_call()), ("slips", slips()), ("ledger", ledger())] {
        let begun = std::time::Instant::now();
        let pdf = paper.pdf(&fonts)?;
        println!("{name}: {} bytes in {:?}", pdf.len(), begun.elapsed());
        std::fs::write(directory.join(name).with_extension("pdf"), pdf)?;
        std::fs::write(directory.join(name).with_extension("html"), paper.html())?;
    }
    Ok(())
}

fn bulletin() -> Paper {
    let branches = Table::new([
        Column::left("支部"),
        Column::right("党员"),
        Column::right("参加"),
        Column::right("参加率"),
        Column::right("学时（年累计均值）"),
        Column::right("服务时长"),
        Column::right("需要帮助"),
    ])
    .row(["第一党支部", "48", "43", "90%", "25.5", "61 小时", "1 人"])
    .row(["第二党支部", "51", "45", "88%", "24.0", "48 小时", "3 人"])
    .row(["第三党支部", "43", "36", "84%", "22.5", "37 小时", "3 人"]);
    let difficulties = [
        ("参加组织生活", 87),
        ("集中座谈", 71),
        ("谈心谈话", 64),
        ("交纳党费", 98),
        ("保持联系", 92),
        ("开展活动", 89),
        ("发挥作用", 48),
        ("掌握表现", 90),
    ]
    .map(|(label, percent)| {
        let bar = Bar::new(label, f64::from(percent), 100.0, format!("{percent}%"));
        if percent < 80 { bar.pale() } else { bar }
    });
    Paper::new(Lang::Zh, "青竹苑社区党总支 2026年10月工作通报", date(2026, 11, 1))
        .subtitle("青竹苑社区党总支 · 2026年11月1日 · 依据 214 条记录自动生成，经周敏核对")
        .heading("一、做了什么")
        .paragraph(
            "本月计划活动 9 项，开展 8 项，延期 1 项（消防演练，因雨，改 11 月 8 日）。3 个支部都按时召开党员大会。\
             应参加 142 人，参加 124 人（87%），其中会场 71 人、就近 30 人、上门送学 17 人、网络 6 人；\
             请假 11 人，尚未参加 7 人，均已联系。",
        )
        .heading("二、各支部")
        .table(branches)
        .heading("三、八难指标")
        .bars(difficulties)
        .heading("四、下月请留意")
        .paragraph(
            "2 名返迁过渡期党员已 5 个月没有联系记录，请东风村党总支一并查找；5 个居民需求\
             （家电维修 2、课后辅导 2、心理疏导 1）还没有人认领。",
        )
        .page_break()
        .heading("附：本月情况")
        .facts([("党员总数", "142 人"), ("新报到在职党员", "6 人"), ("走访", "38 户"), ("谈心谈话", "21 人次"), ("新领岗位", "9 个")])
        .facts([
            ("需要继续跟进的居民诉求（含上月转来）", "5 件，其中 2 件已与物业公司、业委会约定 11 月 9 日现场办理"),
            ("延期", "消防演练"),
        ])
        .note("数据截至 2026年10月31日 24 时。")
        .sign_off(["青竹苑社区党总支", "2026年11月1日"])
        .foot("报：青龙街道党工委　送：各共建单位党组织")
}

fn roll_call() -> Paper {
    let columns = [
        Column::right("序号").share(3.0),
        Column::left("姓名").share(6.0),
        Column::left("党小组").share(8.0),
        Column::center("方式").share(12.0),
        Column::left("签到").share(10.0),
        Column::left("备注").share(10.0),
    ];
    let names = ["王秀英", "李建国", "㛃𬌗䶮", "欧阳晓明", "周敏"];
    let table = (1..=60).fold(Table::new(columns).to_fill_in(), |table, number| {
        let name = names[number % names.len()];
        table.row([&number.to_string(), name, "第三党小组", "会场 / 就近 / 上门", "", ""])
    });
    // Three empty rows for who comes without having been asked.
    let table = (0..3).fold(table, |table, _| table.row([""]));
    Paper::new(Lang::Zh, "11 月主题党日签到表", date(2026, 11, 23))
        .landscape()
        .subtitle("2026年11月23日 周一 14:30 · 社区会议室")
        .table(table)
        .foot("请假的同志请写明参加方式：就近参学、上门送学、网络共学")
}

fn ledger() -> Paper {
    let headings = ["序号", "姓名", "党组织", "电话", "身份证号", "类别", "最近联系", "需要"];
    let rows = (1..=2000).fold(Table::new(headings.map(Column::left)), |table, number| {
        let needs = if number % 7 == 0 { "子女在外地，希望每周有人来坐坐，天冷时帮忙买菜取药" } else { "" };
        table.row([
            &number.to_string(),
            "欧阳晓明",
            "青竹苑第二党支部",
            "138****0001",
            "32040219******0017",
            "离退休",
            "2026年10月3日",
            needs,
        ])
    });
    Paper::new(Lang::Zh, "党员名册", date(2026, 11, 23)).table(rows).foot("仅供工作使用")
}

fn slips() -> Paper {
    let slip = |number: u32| {
        Slip::new(format!("王秀英 同志 {number}"))
            .line("11 月主题党日")
            .line("11月23日 周一 14:30 · 社区会议室")
            .choice("我来")
            .choice("来不了，请上门")
            .choice("在家听电话会")
            .qr(format!("https://linli.invalid/i/7KQ2-M4XD-{number}"), "7KQ2-M4XD")
    };
    Paper::new(Lang::Zh, "邀请条", date(2026, 11, 20)).slips((1..=9).map(slip)).foot("沿虚线剪开；答复可扫码，也可交给楼栋长")
}

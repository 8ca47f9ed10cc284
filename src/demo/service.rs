//! A few units, members in service who reported in, and needs of residents: enough to try the pages
//! on, whatever the size of the street.

use super::{chance::Chance, identity::phone, names, person::Sex, street::Street};
use crate::{
    needs::{self, Counter, End, Need, RiskSaid, Setting},
    orgs::{Kind, Org},
    people::Member,
    report_in::{self, ReportIn},
    skills::Skills,
    units::{self, Unit, check_character},
};
use jiff::ToSpan;
use kernel::{Result, Writer, args};

const UNITS: usize = 12;
const PEOPLE: u64 = 36;
const COMMUNITIES: usize = 6;
/// Members of the ledger who report in too.
const TIED: i64 = 2;

const SAID: [&str; 12] = [
    "理发",
    "电工、家电维修",
    "书法",
    "医疗护理、急救",
    "英语、小学辅导",
    "法律咨询",
    "摄影",
    "无",
    "心理疏导",
    "电脑手机",
    "广场舞",
    "皮影",
];
const TIMES: [&str; 5] = ["周末", "工作日晚间", "周六上午", "节假日", "均可"];
const WISHES: [&str; 5] = ["政策宣传", "治安巡逻", "志愿服务", "就业引导", ""];

/// What, which skill, how urgent, when.
const NEEDS: [(&str, &str, &str, &str); 12] = [
    ("独居老人家中灯具损坏", "电工", "urgent", "周末"),
    ("楼道照明维修", "水电维修", "soon", "工作日晚间"),
    ("老年人手机使用", "手机教学", "ordinary", "周六上午"),
    ("学龄儿童课后辅导", "小学辅导", "ordinary", "工作日晚间"),
    ("邻里纠纷法律咨询", "法律", "soon", "周末"),
    ("慢性病用药指导", "医疗护理", "ordinary", "均可"),
    ("春节写春联", "书法", "ordinary", "节假日"),
    ("消防器材检查", "消防安全", "urgent", "均可"),
    ("广场舞队教学", "舞蹈", "ordinary", "周末"),
    ("上门给行动不便的老人理发", "理发", "soon", "周末"),
    ("陪老人去医院复查", "陪诊", "urgent", "工作日白天"),
    ("修补社区图书屋的书架", "木工", "ordinary", "周六上午"),
];

pub fn settle(cx: &Writer, street: &Street) -> Result<()> {
    let (top, skills) = (Org::top(cx)?, Skills::of(cx)?);
    let is_community = |o: &Org| matches!(o.kind, Kind::GeneralBranch | Kind::Branch) && !o.name.contains('第');
    let communities: Vec<Org> = Org::tree(cx)?.into_iter().filter(is_community).take(COMMUNITIES).collect();
    if communities.is_empty() {
        return Ok(());
    }
    let units = register(cx, street, &top)?;
    for number in 0..PEOPLE {
        let community = &communities[number as usize % communities.len()];
        let facts = somebody(street, number, &units[number as usize % units.len()], community, cx);
        ReportIn::enter(cx, &skills, community, &facts, None)?;
    }
    tie(cx, &skills, &communities[0], &units[0])?;
    let telephone = phone(street.seed, Street::MOST + 96_000);
    Counter::set(
        cx,
        &communities[0],
        &Setting { phone: telephone, words: "楼里、家里有事要帮忙，在这里说一声。".into(), on: "yes".into() },
    )?;
    for (number, (what, skill, urgency, wanted)) in NEEDS.into_iter().enumerate() {
        let community = &communities[number % communities.len()];
        let facts = needs::Facts {
            what: what.into(),
            place: format!("{}{}幢", place(community), number + 1),
            wanted: wanted.into(),
            people: Some(number as i64 % 3 + 1),
            urgency: urgency.into(),
            skills: vec![skill.into()],
            from_name: (number % 2 == 0).then(|| "王桂珍".into()),
            from_phone: (number % 2 == 0).then(|| phone(street.seed, Street::MOST + 90_000 + number as u64)),
            channel: ["desk", "phone", "visit"][number % 3].into(),
            asked_on: cx.today().saturating_sub((number as i64 * 3).days()).to_string(),
            ..needs::Facts::default()
        };
        let id = Need::enter(cx, &skills, community, &facts, None)?;
        let need: Need = cx.find(id)?;
        let told = RiskSaid { risk: "没有特别的风险".into(), ..RiskSaid::default() };
        match number % 4 {
            1 => need.open(cx, &told)?,
            2 => need.close(cx, End::Met, "已上门办好")?,
            3 if number > 6 => need.close(cx, End::NotOurs, "已告知由物业公司办理并转交")?,
            _ => {}
        }
    }
    Ok(())
}

fn register(cx: &Writer, street: &Street, top: &Org) -> Result<Vec<String>> {
    let mut names = vec![];
    for (number, unit) in street.units().take(UNITS).enumerate() {
        let (front, kind) = match unit.kind {
            "company" => ("91", "非公企业"),
            "social" => ("52", "社会组织"),
            _ => ("12", "事业单位"),
        };
        let body = format!("{front}320499MA{number:07}");
        let facts = units::Facts {
            code: format!("{body}{}", check_character(&body).unwrap_or_default()),
            kind: kind.into(),
            party_org: format!("{}党支部", unit.name),
            contact_person: unit.contact,
            phone: Some(unit.phone),
            name: unit.name.clone(),
            ..units::Facts::default()
        };
        Unit::enter(cx, top, &facts, None)?;
        names.push(unit.name);
    }
    Ok(names)
}

fn somebody(street: &Street, number: u64, unit: &str, community: &Org, cx: &Writer) -> report_in::Facts {
    let mut chance = Chance::new(street.seed, "in service", number);
    let (sex, word) = if number.is_multiple_of(2) { (Sex::Female, "女") } else { (Sex::Male, "男") };
    let said = SAID[number as usize % SAID.len()];
    report_in::Facts {
        name: names::person(&mut chance, sex, 30 + number as i64 % 25),
        sex: word.into(),
        phone: Some(phone(street.seed, Street::MOST + 80_000 + number)),
        unit_name: unit.into(),
        lives_at: Some(format!("{}{}幢{}室", place(community), number % 20 + 1, 101 + number % 5 * 100)),
        skills: crate::skills::parted(said),
        available: TIMES[number as usize % TIMES.len()].into(),
        post_wish: WISHES[number as usize % WISHES.len()].into(),
        reported_on: cx.today().saturating_sub((number as i64 * 5).days()).to_string(),
        ..report_in::Facts::default()
    }
}

/// Some stand in the ledger and report in as well: one person, two ties.
fn tie(cx: &Writer, skills: &Skills, community: &Org, unit: &str) -> Result<()> {
    let members: Vec<Member> =
        cx.all("select * from {members} m where m.employment = '在职' and m.phone is not null and m.flags = '' order by m.path, m.name, m.id limit $1", args![TIED])?;
    for member in members {
        let known = member.facts(cx)?;
        let facts = report_in::Facts {
            name: known.name,
            sex: known.sex,
            id_no: known.id_no,
            phone: known.phone,
            unit_name: unit.into(),
            lives_at: known.lives_at,
            skills: vec!["理发".into()],
            available: TIMES[0].into(),
            reported_on: cx.today().to_string(),
            ..report_in::Facts::default()
        };
        ReportIn::enter(cx, skills, community, &facts, None)?;
    }
    Ok(())
}

/// `青竹苑社区` of 青竹苑社区党总支.
fn place(community: &Org) -> &str {
    community.name.trim_end_matches("党总支").trim_end_matches("党支部")
}

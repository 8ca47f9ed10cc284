//! A few units, members in service who reported in, and needs of residents: enough to try the pages
//! on, whatever the size of the street.

use super::{chance::Chance, identity::phone, names, person::Sex, street::Street};
use crate::{
    away::{Cause, Change, Question},
    needs::{self, Counter, End, Need, RiskSaid, Setting},
    offers::Offer,
    orgs::{Kind, Org},
    people::Member,
    posts::{Ability, Claim, NewPost, Person, Post, ability},
    report_in::{self, ReportIn, ReportLink},
    service::{Certificate, How, Service, Turn},
    service_points::{Appeal, NewReward, Raised, Reward},
    skills::Skills,
    study::Via,
    units::{self, Agreement, Contact, NewAgreement, NewContact, Unit, check_character},
};
use jiff::ToSpan;
use kernel::{Id, Result, Writer, args};

const UNITS: usize = 12;
/// The first of them have an agreement, and a link to report in.
const AGREED: usize = 4;
/// Every community has somebody of each skill.
const PEOPLE: u64 = (COMMUNITIES * SAID.len()) as u64;
const COMMUNITIES: usize = 6;
/// Members of the ledger who report in too.
const TIED: i64 = 2;

/// What they can do, and when they are free.
const SAID: [(&str, &str); 12] = [
    ("理发", "周末"),
    ("电工、家电维修", "工作日晚间"),
    ("书法", "节假日"),
    ("医疗护理、急救", "均可"),
    ("英语、小学辅导", "工作日晚间"),
    ("法律咨询", "周末"),
    ("摄影", "周六上午"),
    ("无", "均可"),
    ("心理疏导", "周末"),
    ("电脑手机", "周六上午"),
    ("广场舞", "周末"),
    ("皮影", "节假日"),
];
/// Of so many one still waits for an answer and one was sent back; the others were accepted.
const NTH: u64 = 9;
const SENT_BACK: &str = "本人已搬到外区，请到现住地社区报到";

const TIMES: [&str; 2] = ["周末", "工作日晚间"];
const WISHES: [&str; 5] = ["政策宣传", "治安巡逻", "志愿服务", "就业引导", ""];

/// What, which skill, how urgent, when.
const NEEDS: [(&str, &str, &str, &str); 12] = [
    ("独居老人家中灯具损坏", "电工", "urgent", "工作日晚间"),
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

/// Members of the ledger who said what they can do.
const ABLE: i64 = 10;
/// Kind, what it is called, what is done, which skill.
const STANDING: [(&str, &str, &str, &str); 4] = [
    ("patrol", "夜间楼道巡查", "每周两次，看楼道灯和堆物", "治安巡逻"),
    ("corridor", "楼道消防查看", "每月一次，看灭火器和充电线", "消防安全"),
    ("policy", "政策咨询台", "周末在党群服务中心", "法律咨询"),
    ("teaching", "四点半课堂", "陪孩子写作业", "小学辅导"),
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
        let turn = number as usize / communities.len();
        let facts = somebody(street, number, &units[(turn + number as usize) % units.len()], SAID[turn % SAID.len()], community, cx);
        let who: ReportIn = cx.find(ReportIn::enter(cx, &skills, community, &facts, None)?)?;
        match number % NTH {
            0 => {}
            1 => who.send_back(cx, SENT_BACK)?,
            _ => who.accept(cx)?,
        }
    }
    tie(cx, &skills, &communities[0], &units[0])?;
    stay_away(cx, &communities[0])?;
    let telephone = phone(street.seed, Street::MOST + 96_000);
    Counter::set(
        cx,
        &communities[0],
        &Setting { phone: telephone, words: "楼里、家里有事要帮忙，在这里说一声。".into(), on: "yes".into() },
    )?;
    // All of them at the first community, and once more among the others.
    for (number, (what, skill, urgency, wanted)) in NEEDS.into_iter().chain(NEEDS).enumerate() {
        let community = if number < NEEDS.len() { &communities[0] } else { &communities[(number + 1) % communities.len()] };
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
        let told = RiskSaid { told: "没有特别的风险".into(), ..RiskSaid::default() };
        match number % 6 {
            0 | 1 | 4 => need.open(cx, &told)?,
            2 => need.close(cx, End::Met, "已上门办好")?,
            3 if number > 6 => need.close(cx, End::NotOurs, "已告知由物业公司办理并转交")?,
            _ => {}
        }
    }
    posts(cx, &communities)?;
    super::letters::settle(cx, &top, &communities)
}

/// Standing posts that some hold and served at, some are asked for; what a few members can do.
fn posts(cx: &Writer, communities: &[Org]) -> Result<()> {
    let members: Vec<Member> =
        cx.all("select * from {members} m where m.phone is not null and m.flags = '' order by m.path, m.name, m.id limit $1", args![ABLE])?;
    for (number, member) in members.iter().enumerate() {
        let said = ability::Said {
            skills: SAID[number % SAID.len()].0.into(),
            available: SAID[number % SAID.len()].1.into(),
            ..Default::default()
        };
        Ability::say(cx, member, &said, Via::Desk)?;
    }
    let reward = NewReward {
        org: communities.first().map(|c| c.id),
        title: "洗衣液一瓶".into(),
        points: "2".into(),
        count: "20".into(),
        until: String::new(),
    };
    Reward::set(cx, &reward)?;
    for (number, (kind, title, duty, skill)) in STANDING.into_iter().enumerate() {
        let community = &communities[number % communities.len()];
        let new = NewPost {
            need: None,
            kind: kind.into(),
            title: title.into(),
            duty: duty.into(),
            place: place(community).into(),
            wanted: TIMES[number % 2].into(),
            people: 3,
            urgency: "soon".into(),
            skills: vec![skill.into()],
            risk: crate::needs::Risk::harmless("没有特别风险"),
            from_day: cx.today().saturating_sub(60.days()),
            until_day: None,
        };
        let post = Post::set(cx, community, &new)?;
        let people: Vec<Id> = cx.all(
            "select r.id from {report_ins} r where r.org = $1 and r.state = 'accepted' order by r.name, r.id limit 3",
            args![community.id],
        )?;
        for (place, id) in people.into_iter().enumerate() {
            let person = Person::find(cx, id)?;
            if place == 2 {
                Offer::send(cx, &[(post.id, id)])?;
                continue;
            }
            Claim::take(cx, &post, &person, None, [Via::Desk, Via::Telephone][place])?;
            for week in 1..4_i64 {
                let day = cx.today().saturating_sub((week * 7 + place as i64).days()).to_string();
                let turn = Turn { day, minutes: "90".into(), ..Turn::default() };
                if week == 1 {
                    Service::say(cx, &post, &person, &turn.served(cx)?)?;
                } else {
                    Service::record(cx, &post, &person, &turn.past(cx)?, How::Paper)?;
                }
            }
            if number == 0 && place == 1 {
                let raised = Raised { post: Some(post.id), words: "上个月还来过一次，没有记上".into(), ..Raised::default() };
                Appeal::raise(cx, &person, &person.ids(cx)?, &raised, Via::Telephone)?;
            }
            if number == 0 && place == 0 {
                Certificate::issue(cx, &person, &person.ids(cx)?, &Default::default())?;
            }
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
        let entered: Unit = cx.find(Unit::enter(cx, top, &facts, None)?)?;
        let contact = NewContact {
            name: entered.contact_person.clone(),
            role: "党务干事".into(),
            phone: entered.phone(cx)?,
            ..NewContact::default()
        };
        Contact::enter(cx, &entered, &contact)?;
        if number < AGREED {
            let ends = cx.today().saturating_add(((number as i64 + 1) * 40).days());
            let new = NewAgreement {
                from_day: cx.today().saturating_sub(1.year()).to_string(),
                to_day: ends.to_string(),
                signed_on: String::new(),
                ours: "每月把需求清单送到单位；提供活动场地；年底书面反馈服务情况".into(),
                theirs: "每季度开放一次会议室；组织党员每人每年服务不少于两次".into(),
            };
            Agreement::sign(cx, &entered, &new)?;
            ReportLink::make(cx, &entered)?;
        }
        names.push(unit.name);
    }
    Ok(names)
}

fn somebody(street: &Street, number: u64, unit: &str, (said, free): (&str, &str), community: &Org, cx: &Writer) -> report_in::Facts {
    let mut chance = Chance::new(street.seed, "in service", number);
    let (sex, word) = if number.is_multiple_of(2) { (Sex::Female, "女") } else { (Sex::Male, "男") };
    report_in::Facts {
        name: names::person(&mut chance, sex, 30 + number as i64 % 25),
        sex: word.into(),
        phone: Some(phone(street.seed, Street::MOST + 80_000 + number)),
        unit_name: unit.into(),
        lives_at: Some(format!("{}{}幢{}室", place(community), number % 20 + 1, 101 + number % 5 * 100)),
        skills: crate::skills::parted(said),
        available: free.into(),
        post_wish: WISHES[number as usize % WISHES.len()].into(),
        reported_on: cx.today().saturating_sub((number as i64 * 5).days()).to_string(),
        ..report_in::Facts::default()
    }
}

/// The first community asks why people stay away: slips from its box, and what it changed.
fn stay_away(cx: &Writer, community: &Org) -> Result<()> {
    let question: Question = cx.find(Question::ask(cx, community, None)?)?;
    question
        .count_papers(cx, &[(Cause::NoChance, 11), (Cause::NoAbility, 6), (Cause::NoThanks, 4), (Cause::NoWill, 2), (Cause::Nothing, 9)])?;
    Change::note(cx, &question, "", "活动改到周六上午，服务后由居民代表当面道谢")
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

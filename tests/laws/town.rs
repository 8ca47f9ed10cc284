//! The town that the laws are tried in: two communities, with something of everything in each.

use kernel::{Id, Result, Writer, testing::Asker};
use linli::{
    commitments, needs, offers, orgs::Org, people::Facts, places, policy, posts, report_in, rounds, service, skills::Skills, study,
    testing::Town, units, venues,
};

pub const BAMBOO: &str = "青竹苑社区党总支";
pub const EAST: &str = "东风村党总支";

/// What nobody may read without a reason.
pub const SECRETS: [&str; 4] = ["320499199001011236", "14000000001", "320499198505052349", "14000000002"];

pub fn town() -> Town {
    let town = Town::new();
    let facts = |n: usize| Facts {
        sex: "男".into(),
        birth: Some("1990-01-01".into()),
        id_no: Some(SECRETS[2 * n].into()),
        phone: Some(SECRETS[2 * n + 1].into()),
        home: Some("青竹苑新村1幢101室".into()),
        joined: Some("2015-07-01".into()),
        became_full: Some("2016-07-01".into()),
        employment: "在职".into(),
        ..Facts::default()
    };
    let zhao = town.member("青竹苑社区第一党支部", "赵建国", facts(0));
    let sun = town.member("东风村第一党支部", "孙桂兰", facts(1));
    visited(&town, BAMBOO, "青竹苑新村1幢", zhao);
    visited(&town, EAST, "东风村1幢", sun);
    served(&town, BAMBOO, 0);
    served(&town, EAST, 1);
    town
}

/// A building where a member lives and the community meets, what the member wishes, and a round that is
/// given out to them to visit themselves: nobody else is there.
fn visited(town: &Town, community: &'static str, building: &'static str, member: Id) {
    town.write(move |cx| {
        let (org, who): (Org, linli::people::Member) = (Org::named(cx, community)?.expect("the community"), cx.find(member)?);
        let place = |kind, name, parent| places::Place::put(cx, &org, &places::NewPlace { parent, kind, name, at: None });
        let above = place(places::Kind::Community, community, None)?;
        let building: places::Place = cx.find(place(places::Kind::Building, building, Some(above))?)?;
        places::settle(cx, &who, &building, "said")?;
        places::MeetingPoint::set(cx, &org, &building, "活动室")?;
        study::StudyWish::say(cx, &who, Some(linli::rulebook::Study::Home), study::Via::Door, "本人")?;
        let visitors = rounds::Visitor::chosen(cx, &org, &[], &who.name)?;
        let draft = rounds::draw(cx, &org, &[member], visitors.len())?;
        let new = rounds::NewRound { activity: None, month: "2026-11".into(), title: "走访".into(), bring: "报纸".into() };
        rounds::Round::make(cx, &org, &new, &visitors, &draft)?.give(cx)
    });
}

/// A unit, one of its members who reported in, and a need, all with what is hidden.
fn served(town: &Town, community: &'static str, n: usize) {
    let phone = Some(SECRETS[2 * n + 1].to_owned());
    town.write(move |cx| {
        let (org, skills) = (Org::named(cx, community)?.expect("the community"), Skills::of(cx)?);
        let name = format!("{community}驻区单位");
        units::Unit::enter(cx, &org, &units::Facts { name: name.clone(), phone: phone.clone(), ..Default::default() }, None)?;
        let who = report_in::Facts {
            name: "钱进".into(),
            id_no: Some(SECRETS[2 * n].into()),
            phone: phone.clone(),
            unit_name: name,
            skills: vec!["皮影".into()],
            reported_on: "2026-11-01".into(),
            extra: [("备注".to_owned(), SECRETS[2 * n].to_owned())].into(),
            ..Default::default()
        };
        let who = report_in::ReportIn::enter(cx, &skills, &org, &who, None)?;
        holds_posts(cx, &org, who)?;
        let need = needs::Facts {
            what: "修灯".into(),
            people: Some(1),
            urgency: "soon".into(),
            channel: "phone".into(),
            asked_on: "2026-11-02".into(),
            from_phone: phone,
            ..Default::default()
        };
        needs::Need::enter(cx, &skills, &org, &need, None)?;
        needs::Counter::set(cx, &org, &needs::Setting { phone: "051988886666".into(), on: "yes".into(), ..Default::default() })
    });
    opened(town, community, n);
}

/// A venue of the unit, who booked it with a telephone, who waits, and an open day.
fn opened(town: &Town, community: &'static str, n: usize) {
    town.write(move |cx| {
        let org = Org::named(cx, community)?.expect("the community");
        let entry = venues::Entry {
            org: Some(org.id),
            unit: format!("{community}驻区单位"),
            name: "活动室".into(),
            capacity: "1".into(),
            sat: "9:00-12:00".into(),
            ..Default::default()
        };
        let venue: venues::Venue = cx.find(venues::Venue::enter(cx, &entry.checked(cx)?)?)?;
        let request = venues::Request {
            day: "2026-11-28".into(),
            starts: "09:00".into(),
            ends: "10:00".into(),
            by_name: "王桂珍".into(),
            phone: SECRETS[2 * n + 1].into(),
            ..Default::default()
        };
        for _ in 0..2 {
            venues::Booking::make(cx, &venue, &request.checked(cx, &venue)?)?;
        }
        venues::OpenDay::propose(cx, &venues::Rota { org: Some(org.id), weekday: 6, ..Default::default() }).map(drop)
    });
}

/// A post that they hold and served at, with a certificate, and one that they are asked for.
fn holds_posts(cx: &Writer, org: &Org, who: Id) -> Result<()> {
    let new = |title: &str| posts::NewPost {
        need: None,
        kind: "patrol".into(),
        title: title.into(),
        duty: String::new(),
        place: String::new(),
        wanted: String::new(),
        people: 1,
        urgency: "soon".into(),
        skills: vec![],
        risk: needs::Risk::harmless("没有特别风险"),
        from_day: cx.today(),
        until_day: None,
    };
    let (person, held) = (posts::Person::find(cx, who)?, posts::Post::set(cx, org, &new("楼道巡查"))?);
    let claim = posts::Claim::take(cx, &held, &person, None, study::Via::Desk)?;
    promised(cx, &claim)?;
    let turn = |day: &str| service::Turn { day: day.into(), minutes: "60".into(), ..Default::default() };
    service::Service::record(cx, &held, &person, &turn("2026-11-14").past(cx)?, service::How::Paper)?;
    service::Service::say(cx, &held, &person, &turn("2026-11-21").served(cx)?)?;
    service::Certificate::issue(cx, &person, &person.ids(cx)?, &Default::default())?;
    let asked = posts::Post::set(cx, org, &new("文明劝导"))?;
    offers::Offer::send(cx, &[(asked.id, who)]).map(drop)
}

/// What they promise there, in public, with thanks that wait and something that was answered.
fn promised(cx: &Writer, claim: &posts::Claim) -> Result<()> {
    let entry = commitments::Entry {
        target: "每周看楼道灯".into(),
        quality: "楼道不黑".into(),
        shown: commitments::Shown::Surname,
        ..Default::default()
    };
    let made = commitments::Commitment::make(cx, claim, &entry, study::Via::Desk)?;
    commitments::Word::take_down(cx, &made, commitments::Kind::Thanks, "灯亮了")?;
    let (answered, _) = commitments::Word::take_down(cx, &made, commitments::Kind::PointedOut, "三楼不亮")?;
    cx.find::<commitments::Word>(answered)?.answer(cx, "换好了")
}

/// One of each role, at the first community.
pub fn everybody(town: &Town) -> Vec<(&'static str, Asker)> {
    policy::ROLES.iter().map(|role| (*role, town.person(role, role, BAMBOO))).collect()
}

/// Every id that stands in a table of the tenant, with the path of its row where it has one.
pub fn ids(town: &Town) -> Vec<(Id, String)> {
    let house = town.house.clone();
    let tables: Vec<_> = house.tables().to_vec();
    town.house
        .db
        .read_now(move |conn| {
            let mut found = vec![];
            for table in tables.iter().filter(|t| t.by_path) {
                let column = table.person.unwrap_or("id");
                let sql = format!("select {column}, path from {}", table.name);
                conn.borrow_mut().query(&sql, &[], &mut |row| {
                    found.push(kernel::row::from_row(row)?);
                    Ok(true)
                })?;
            }
            Ok(found)
        })
        .expect("readable tables")
}

/// A path of the route table with its variables filled in by `id` (and a month where one is asked for).
pub fn fill(path: &str, id: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive('}') {
        match part.split_once('{') {
            Some((before, name)) => {
                out.push_str(before);
                out.push_str(if name.starts_with("month") { "2026-10" } else { id });
            }
            None => out.push_str(part),
        }
    }
    out
}

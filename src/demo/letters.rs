//! The month with units: who agreed to be named, letters of a month with an answer, a year looked back
//! on, and the joint rules.

use crate::{
    closing::Month,
    joint_rules::{JointRules, Matter},
    letters::{Facts, How, Letter, Party, Said, Side, Word},
    orgs::Org,
    posts::Person,
    report_in::ReportIn,
    reviews::{self, Review},
    study::Via,
};
use jiff::ToSpan;
use kernel::{Id, Result, Writer, args};

/// Of so many of a unit's people one agreed to be named.
const NTH: usize = 2;
const WORDS: &str = "感谢贵单位党员利用休息时间参加服务。下月计划附后，欢迎提出意见。";

pub fn settle(cx: &Writer, top: &Org, communities: &[Org]) -> Result<()> {
    let people: Vec<ReportIn> =
        cx.all("select * from {report_ins} r where r.state = 'accepted' and r.unit is not null order by r.path, r.name, r.id", args![])?;
    for who in people.iter().step_by(NTH) {
        who.let_be_named(cx, true, Via::Telephone)?;
    }
    JointRules::adopt(cx, top, &Matter::proposed(cx)?)?;
    // A month in which the demo's people served, whatever day it is.
    let month = Month::of(cx.today().saturating_sub(14.days()));
    let Some(community) = communities.first() else { return Ok(()) };
    super::joint_meetings::settle(cx, top)?;
    let facts = Facts::of(cx, community, month)?;
    for unit in Party::of(cx, &community.path)? {
        let mut letter = Letter::begin(cx, community, &unit, month)?;
        letter.keep(cx, WORDS)?;
        letter.send(cx, &facts)?;
    }
    let sent = Letter::of_month(cx, community.id, month)?;
    if let Some(letter) = sent.first() {
        letter.hand_over(cx, How::Paper)?;
        let said = Said {
            words: "能不能多安排周末的岗位？".into(), offers: "会议室每周三下午可以借用".into(), ..Said::default()
        };
        Word::say(cx, letter, Side::Unit, How::Telephone, &said)?;
        let review: Review = cx.find(Review::begin_unit(cx, community, cx.today().year(), letter.unit)?)?;
        reviews::Word::say(cx, &review, reviews::Side::Community, How::Page, "一年里有求必应，居民常念叨。")?;
    }
    let served: Option<Id> = cx.maybe(
        "select s.person from {services} s where s.org = $1 and s.state = 'confirmed' and s.tie = 'report_in' order by s.day desc, s.id limit 1",
        args![community.id],
    )?;
    if let Some(id) = served {
        let review: Review = cx.find(Review::begin_person(cx, community, cx.today().year(), &Person::find(cx, id)?)?)?;
        reviews::Word::say(cx, &review, reviews::Side::Community, How::Page, "夜里巡查，楼道亮了，老人放心了。")?;
        review.hand_over(cx)?;
    }
    Ok(())
}

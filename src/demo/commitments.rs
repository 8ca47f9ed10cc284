//! What people promise at a post of the first community: of both ties, one kept, one not yet, one released;
//! thanks that were passed on and some that wait, something pointed out and answered.

use crate::{
    commitments::{Commitment, Entry, Kind, Shown, Word},
    faces::{Face, Setting},
    orgs::{self, Org},
    posts::{Claim, NewPost, Person, Post},
    study::Via,
};
use jiff::ToSpan;
use kernel::{Id, Result, Writer, args, schema::past};

/// What, how well, when, how much of the name, how it was said. The first two stand in the ledger, the
/// others reported in.
const PROMISES: [(&str, &str, &str, Shown, Via); 5] = [
    ("每周看两次楼道灯，坏了三天内报修", "晚归的邻居不摸黑", "每周二、周五晚上", Shown::Full, Via::Desk),
    ("楼道里不堆杂物，劝得动的当天清走", "消防通道一直通", "每天上下班路过", Shown::Surname, Via::Telephone),
    ("雨天去看一楼积水，堵了就掏", "大雨后一小时内有人看", "下雨天", Shown::Surname, Via::Paper),
    ("帮五楼的老人带菜、取药", "老人不用自己爬楼", "周末上午", Shown::Hidden, Via::Desk),
    ("教邻居用灭火器", "每户至少一人会用", "年底前办两次", Shown::Full, Via::Telephone),
];
const OF_LEDGER: i64 = 2;
const REPORTED_IN: i64 = 3;

pub fn settle(cx: &Writer) -> Result<()> {
    let tree = Org::tree(cx)?;
    let Some(community) = tree.iter().find(|o| o.kind == orgs::Kind::GeneralBranch) else { return Ok(()) };
    let mut people: Vec<Id> = cx.all(
        "select m.id from {members} m where m.path >= $1 and m.path < $2 and m.phone is not null and m.flags = '' order by m.path, m.name, m.id limit $3",
        args![&community.path, past(&community.path), OF_LEDGER],
    )?;
    people.extend(cx.all::<Id>(
        "select r.id from {report_ins} r where r.org = $1 and r.state = 'accepted' order by r.name, r.id limit $2",
        args![community.id, REPORTED_IN],
    )?);
    let post = post(cx, community)?;
    let mut made: Vec<Commitment> = vec![];
    for (id, (target, quality, when, shown, via)) in people.into_iter().zip(PROMISES) {
        let claim = Claim::take(cx, &post, &Person::find(cx, id)?, None, via)?;
        let entry = Entry { target: target.into(), quality: quality.into(), when_words: when.into(), shown, ..Entry::default() };
        made.push(Commitment::make(cx, &claim, &entry, via)?);
    }
    if let [first, second, third, _, last] = &made[..] {
        first.keep(cx, "十二幢的灯全亮了", Via::Desk)?;
        second.not_yet(cx, "三楼还有一户要再劝", Via::Telephone)?;
        last.release(cx, "消防站接手了，每月来教一次", None)?;
        said(cx, first, third)?;
    }
    let about = "在岗的党员在这里说要做到什么；谢一声、提个意见，都可以。";
    Face::set(cx, community, &Setting { about: about.into(), on: "yes".into(), ..Setting::default() })
}

/// What residents said.
fn said(cx: &Writer, thanked: &Commitment, pointed_out: &Commitment) -> Result<()> {
    for (words, pass_on) in [("", false), ("楼道亮了，孩子晚上不怕了", true), ("谢谢，辛苦了", false)] {
        let (id, _) = Word::take_down(cx, thanked, Kind::Thanks, words)?;
        if pass_on {
            cx.find::<Word>(id)?.pass_on(cx)?;
        }
    }
    let (id, _) = Word::take_down(cx, pointed_out, Kind::PointedOut, "三号楼门口的下水口也堵，能不能一起看看？")?;
    cx.find::<Word>(id)?.answer(cx, "看过了，是市政的井，已经报给街道，周四来清。")
}

fn post(cx: &Writer, community: &Org) -> Result<Post> {
    let new = NewPost {
        need: None,
        kind: "corridor".into(),
        title: "楼道安全员".into(),
        duty: "看楼道灯、堆物和消防通道".into(),
        place: community.name.trim_end_matches("党总支").into(),
        wanted: "周末".into(),
        people: PROMISES.len() as i64,
        urgency: "ordinary".into(),
        skills: vec![],
        risk: crate::needs::Risk::harmless("没有特别的风险，夜里带手电"),
        from_day: cx.today().saturating_sub(60.days()),
        until_day: Some(cx.today().saturating_add(300.days())),
    };
    Post::set(cx, community, &new)
}

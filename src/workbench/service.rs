//! What is due of those in service: who waits for the community's answer, agreements that end, service that
//! waits to be confirmed, offers without an answer.

use super::due::{Due, some_names};
use crate::{
    commitments::Word,
    imports::Roster,
    letters,
    posts::Post,
    report_in::State,
    rulebook::{self, keys},
    units::Agreement,
};
use jiff::ToSpan;
use kernel::{Reader, Result, args, say, t};

/// Who reported in and has no answer; overdue only where the organisation set itself a deadline.
pub fn reported(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("report_in.edit") {
        return Ok(None);
    }
    let waiting = "select count(*) from {report_ins} r where r.state = $1";
    let count: i64 = cx.one(waiting, args![State::Reported.code()])?;
    let within = rulebook::book(cx)?.at(cx.today()).get(keys::REPORT_DEADLINE);
    let late: i64 = match within {
        0 => 0,
        days => {
            cx.one(&format!("{waiting} and r.reported_on < $2"), args![State::Reported.code(), cx.today().checked_sub(days.days())?])?
        }
    };
    let rest = if late > 0 { say!("，{late} 人过了答复期限", ", {late} beyond the deadline for an answer") } else { String::new() };
    Ok((count > 0).then(|| Due {
        fact: say!("{count} 名在职党员报到，等着接收{rest}", "{count} members in service wait to be accepted{rest}"),
        people: t("接收，或退回并说明去哪里", "Accept them, or send them back saying where to go").into(),
        button: t("去接收", "Answer").into(),
        url: "/report-ins?state=reported".into(),
        urgency: if late > 0 { "hot" } else { "" }.into(),
    }))
}

/// Agreements with units that end soon, with none after them.
pub fn agreements(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("units.edit") {
        return Ok(None);
    }
    let ending = Agreement::ending(cx)?;
    Ok(ending.first().map(|(unit, name, ends)| Due {
        fact: say!("{} 家单位的共建协议快到期", "The agreements of {} units end soon", ending.len()),
        people: format!("{name} {ends}"),
        button: t("看协议", "Open").into(),
        url: format!("/units/{unit}"),
        urgency: "calm".into(),
    }))
}

/// Rosters that units handed in and nobody has read.
pub fn rosters(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("imports.run") {
        return Ok(None);
    }
    let rosters = Roster::waiting(cx)?;
    Ok(rosters.first().map(|first| Due {
        fact: say!("{} 份单位交来的名册等着核对", "{} rosters of units wait to be read", rosters.len()),
        people: first.unit_name.clone(),
        button: t("去核对", "Read them").into(),
        url: "/imports".into(),
        urgency: String::new(),
    }))
}

/// Units that said something about a letter and wait for an answer.
pub fn letters(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("letters.send") {
        return Ok(None);
    }
    let waiting = letters::waiting(cx)?;
    let late = letters::late(cx)?;
    Ok(waiting.first().map(|(letter, unit, since)| Due {
        fact: say!("{} 家单位回了话，等答复", "{} units answered a letter and wait for ours", waiting.len()),
        people: format!("{unit} {since}"),
        button: t("去答复", "Answer").into(),
        url: format!("/letters/{letter}"),
        urgency: if *since < late { "hot" } else { "" }.into(),
    }))
}

/// Posts with places that nobody holds and nobody is asked for.
pub fn unmatched(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("offers.send") {
        return Ok(None);
    }
    let (posts, titles) = Post::unmatched(cx, 3)?;
    Ok((posts > 0).then(|| Due {
        fact: say!("{posts} 个岗位还缺人", "{posts} posts have empty places"),
        people: some_names(&titles, posts),
        button: t("自动匹配", "Match").into(),
        url: "/matching".into(),
        urgency: String::new(),
    }))
}

/// Dangerous work whose insurance has ended: nobody may be asked for it.
pub fn uninsured(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("posts.edit") {
        return Ok(None);
    }
    let posts = Post::uninsured(cx)?;
    Ok((posts > 0).then(|| Due {
        fact: say!("{posts} 个有人身危险的岗位没有保险", "{posts} dangerous posts are not insured"),
        people: t("补上保险之前不能安排人", "Nobody is asked for them before they are").into(),
        button: t("去补保险", "Insure them").into(),
        url: "/posts?state=uninsured".into(),
        urgency: "hot".into(),
    }))
}

/// Service that people say they did and nobody has confirmed.
pub fn said(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("service.record") {
        return Ok(None);
    }
    let said: i64 = cx.one("select count(*) from {services} s where s.state = 'done'", args![])?;
    Ok((said > 0).then(|| Due {
        fact: say!("{said} 次服务等着确认", "{said} turns of service wait to be confirmed"),
        people: t("确认了才算时长", "Hours count once they are confirmed").into(),
        button: t("去确认", "Confirm").into(),
        url: "/service?state=done".into(),
        urgency: String::new(),
    }))
}

/// Offers that nobody has answered in time.
pub fn unanswered(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("offers.send") {
        return Ok(None);
    }
    let late: i64 = cx.one("select count(*) from {offers} f where f.state = 'sent' and f.answer_by < $1", args![cx.today()])?;
    Ok((late > 0).then(|| Due {
        fact: say!("{late} 次征询到期没有答复", "{late} offers were not answered in time"),
        people: t("打电话问一声，或换个人", "Call, or ask somebody else").into(),
        button: t("看征询", "See them").into(),
        url: "/offers?state=sent".into(),
        urgency: String::new(),
    }))
}

/// What residents said to promises and nobody has read yet.
pub fn words(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("commitments.edit") {
        return Ok(None);
    }
    let waiting = Word::waiting(cx)?;
    Ok((waiting > 0).then(|| Due {
        fact: say!("居民对承诺说的 {waiting} 句话等着看", "{waiting} words of residents to promises wait to be read"),
        people: t("道谢的转给本人，指出问题的答复", "Thanks are passed on, what is pointed out is answered").into(),
        button: t("去看", "Read").into(),
        url: "/commitments/words".into(),
        urgency: String::new(),
    }))
}

/// Who finds their points for service wrong and has no answer.
pub fn appeals(cx: &Reader) -> Result<Option<Due>> {
    if !cx.may("service.record") {
        return Ok(None);
    }
    let open: i64 = cx.one("select count(*) from {service_appeals} a where a.state = 'open'", args![])?;
    Ok((open > 0).then(|| Due {
        fact: say!("{open} 人觉得服务积分不对，等答复", "{open} people find their points for service wrong and wait for an answer"),
        people: t("先更正记录，或说明理由", "Correct the record, or say why it stands").into(),
        button: t("去答复", "Answer").into(),
        url: "/service-points".into(),
        urgency: String::new(),
    }))
}

//! What is due of those who take part outside the room: visits that are given out, and answers that
//! propose somebody as online.

use super::due::Due;
use kernel::{Id, Reader, Result, args, say, t};

/// Of each kind so many stand on the workbench at most.
const SHOWN: i64 = 4;

/// Rounds whose visitors are on their way, and how many visits nobody has recorded yet.
pub fn visits(cx: &Reader) -> Result<Vec<Due>> {
    if !cx.may("rounds.view") {
        return Ok(vec![]);
    }
    let rounds: Vec<(Id, String, i64)> = cx.all(
        "select r.id, r.title, count(*) from {rounds} r join {stops} s on s.tenant = r.tenant and s.round = r.id \
         where r.state = 'given' and not exists (select 1 from {visits} v where v.tenant = s.tenant and v.stop = s.id) \
         group by r.id, r.title, r.given_at order by r.given_at, r.id limit $1",
        args![SHOWN],
    )?;
    let line = |(id, title, left): (Id, String, i64)| Due {
        fact: say!("“{title}”还有 {left} 户没登记", "“{title}”: {left} visits are not recorded yet"),
        people: t("走访人在手机上记，也可以交走访单", "Visitors record them on the phone or hand their sheets in").into(),
        button: t("看进展", "See how it goes").into(),
        url: format!("/rounds/{id}"),
        urgency: "calm".into(),
    };
    Ok(rounds.into_iter().map(line).collect())
}

/// Activities whose questions were answered by members who stand on the roll in no way yet.
pub fn answers(cx: &Reader) -> Result<Vec<Due>> {
    if !cx.may("activities.hold") {
        return Ok(vec![]);
    }
    let activities: Vec<(Id, String, i64)> = cx.all(
        "select a.id, a.title, count(distinct n.member) from {inquiry_answers} n join {inquiries} q on q.tenant = n.tenant and q.id = n.inquiry \
         join {activities} a on a.tenant = q.tenant and a.id = q.activity \
         left join {marks} k on k.tenant = n.tenant and k.activity = q.activity and k.member = n.member and k.mode <> 'withdrawn' \
         where k.member is null and a.state in ('planned', 'held') and a.day <= $1 group by a.id, a.title, a.day order by a.day, a.id limit $2",
        args![cx.today(), SHOWN],
    )?;
    let line = |(id, title, count): (Id, String, i64)| Due {
        fact: say!("“{title}”有 {count} 人答了问题，还没记为参加", "“{title}”: {count} answered its questions and are not on the roll yet"),
        people: t("答了算网络参加的建议，由您确认", "An answer proposes that they took part online; you confirm it").into(),
        button: t("去确认", "Confirm").into(),
        url: format!("/activities/{id}/roll-call"),
        urgency: String::new(),
    };
    Ok(activities.into_iter().map(line).collect())
}

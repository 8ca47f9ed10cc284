//! The regular meeting of the street with its units: one that was held, with minutes and things to do, and the
//! next, to which they are invited.

use crate::{
    activities::{Activity, Details, Due, NewActivity, State},
    ebranch::{Kept, Minutes},
    joint_meetings::{Guest, KIND, Noted},
    letters::Party,
    orgs::Org,
    rulebook::{self, calendar::Calendar},
};
use jiff::{ToSpan, civil::Date};
use kernel::{Id, Result, Writer};

/// Who came for the first three.
const CAME: [&str; 3] = ["办公室主任和报到联络人", "工会主席", "报到联络人"];

pub fn settle(cx: &Writer, holder: &Org) -> Result<()> {
    let units = Party::of(cx, &holder.path)?;
    if units.is_empty() {
        return Ok(());
    }
    let calendar = Calendar::of(rulebook::book(cx)?.at(cx.today()));
    let on = |day: Date| calendar.working_day_near(day, 7);
    let held = meeting(cx, holder, "区域化党建联席会议：一起办的三件事", on(cx.today().saturating_sub(25.days())))?;
    Guest::invite(cx, &held, &units)?;
    for (unit, came) in units.iter().zip(CAME) {
        Guest::note(cx, &held, unit.id, &Noted { comes: came.into(), came: came.into() })?;
    }
    held.hold(cx)?;
    minuted(cx, &held, &units)?;
    let next = meeting(cx, holder, "区域化党建联席会议：明年的开放日和岗位", on(cx.today().saturating_add(16.days())))?;
    Guest::invite(cx, &next, &units)?;
    units.iter().skip(1).take(1).try_for_each(|unit| Guest::note(cx, &next, unit.id, &Noted { comes: CAME[0].into(), ..Noted::default() }))
}

fn meeting(cx: &Writer, holder: &Org, title: &str, day: Date) -> Result<Activity> {
    let details = Details {
        title: title.into(),
        day,
        starts: "14:30".into(),
        minutes: 90,
        place: "党群服务中心二楼".into(),
        host: holder.secretary.clone(),
    };
    let new = NewActivity {
        id: Id::named(&["demo", "joint meeting", &holder.path, &day.to_string()]),
        plan: None,
        kind: KIND.into(),
        details,
        due: Due::Open,
        state: State::Planned,
        basis: String::new(),
        follows: None,
        source: None,
    };
    Activity::make(cx, holder, new)
}

fn minuted(cx: &Writer, held: &Activity, units: &[Party]) -> Result<()> {
    let who = units.first().map_or("社区", |unit| unit.name.as_str());
    let due = cx.today().saturating_add(10.days()).to_string();
    let said = [
        ("record", "各单位介绍了能拿出来的场地、特长和时间。社区说了居民最想要的三件事：楼道灯、理发、孩子放学后有人看。"),
        ("decisions", "周末开放一间会议室作自习室。\n每月第二个周六一起为老人理发、修小家电。"),
        ("what.0", "周末开放会议室"),
        ("who.0", who),
        ("due.0", due.as_str()),
    ];
    let typed = said.into_iter().map(|(name, words)| (name.to_owned(), words.to_owned())).collect();
    Minutes::write(cx, held, &typed, Kept::default())?.put_down(cx)
}

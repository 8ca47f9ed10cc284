//! Stories of the month: planned, published, held, called four ways.

mod calling;
mod overlapping;
mod planning;
mod proposing;
mod workbooks;

use crate::{
    activities::{Activity, Details, Due, NewActivity, State},
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, testing::Asker};

pub const BRANCH: &str = "青竹苑社区第一党支部";
pub const COMMUNITY: &str = "青竹苑社区党总支";

/// A branch of eight full members, which has to have a committee.
pub fn populated() -> (Town, Vec<Id>) {
    let town = Town::new();
    let names = ["赵建国", "孙桂兰", "李思远", "王芳", "陈立新", "周敏", "吴强", "郑洁"];
    let members =
        names.iter().map(|name| town.member(BRANCH, name, Facts { phone: Some("14000000009".into()), ..facts_of(name) })).collect();
    (town, members)
}

pub fn worker(town: &Town) -> Asker {
    town.person("周敏", "worker", COMMUNITY)
}

/// A theme day of the branch on this day.
pub fn theme_day(town: &Town, day: &str) -> Id {
    let (org, day) = (town.org(BRANCH), day.parse().expect("a day"));
    town.write(move |cx| {
        let details = Details {
            title: "主题党日".into(),
            day,
            starts: "19:00".into(),
            minutes: 120,
            place: "三楼会议室".into(),
            host: "周敏".into(),
        };
        let new = NewActivity {
            id: cx.new_id(),
            plan: None,
            kind: "theme_day".into(),
            details,
            due: Due::Branch,
            state: State::Planned,
            basis: String::new(),
            follows: None,
            source: None,
        };
        Ok(Activity::make(cx, &org, new)?.id)
    })
}

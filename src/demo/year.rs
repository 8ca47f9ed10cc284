//! The year behind a branch, and the rest of the month it is in: what was planned and held, who
//! took part and how, as plausible as it needs to be for pages, bulletins and measurements.

use super::chance::Chance;
use super::person::{Member, Post, age};
use super::street::{Branch, OrganisationKind};
use crate::rulebook::calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday, time};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Activity {
    /// Unique in the street, and the same each time it is drawn.
    pub code: String,
    /// The code of the branch or group that holds it.
    pub held_by: String,
    /// A code of activities.toml.
    pub kind: &'static str,
    pub title: String,
    pub on: Date,
    pub start: Time,
    pub minutes: i64,
    pub place: String,
    /// The number of the member who hosts it.
    pub host: Option<u64>,
    pub state: State,
    pub postponed: Option<Postponed>,
    pub marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Held,
    Planned,
    NotHeld,
}

/// From when it was moved to where it stands, and why.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Postponed {
    pub from: Date,
    pub because: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// The member's number.
    pub member: u64,
    pub mode: Mode,
    /// Later than the activity where the study was made up.
    pub recorded_on: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    InRoom,
    Nearby,
    Home,
    Online,
    MadeUp,
    Excused,
    Absent,
    Exempt,
}

impl Mode {
    pub fn is_present(self) -> bool {
        matches!(self, Mode::InRoom | Mode::Nearby | Mode::Home | Mode::Online | Mode::MadeUp)
    }
}

/// What a plan of the year holds, before it has a date.
struct Planned<'a> {
    kind: &'static str,
    title: &'a str,
    held_by: &'a str,
    day: Date,
    start: Time,
    minutes: i64,
    place: &'a str,
    due: Vec<&'a Member>,
}

const THEMES: [&str; 12] = [
    "新春团拜话邻里",
    "走访慰问老党员",
    "学雷锋志愿服务",
    "清明祭扫缅怀先烈",
    "劳动美化家园",
    "端午邻里情",
    "重温入党誓词",
    "防汛防暑进楼栋",
    "爱国卫生大扫除",
    "敬老爱老在行动",
    "消防安全演练",
    "年终总结与交心",
];
const LECTURES: [&str; 4] = ["学习党章党规", "身边的榜样", "社区治理大家谈", "民法典与邻里生活"];
const MONTHS_BEHIND: i32 = 12;
/// A date on a day off moves to a working day within a week.
const MOVED_AT_MOST: i64 = 7;

impl Branch {
    /// Twelve full months and the current one, in the order of their dates.
    pub fn year(&self, calendar: &Calendar) -> Vec<Activity> {
        let this_month = self.today.first_of_month();
        let months = (0..=MONTHS_BEHIND).rev().map(|back| this_month - back.months());
        let mut year: Vec<Activity> = months.flat_map(|month| self.month(month, calendar)).collect();
        year.sort_by(|a, b| (a.on, a.start, &a.code).cmp(&(b.on, b.start, &b.code)));
        year
    }

    fn month(&self, month: Date, calendar: &Calendar) -> Vec<Activity> {
        let mut chance = Chance::new(self.seed, &month.to_string(), self.number);
        let working = |day: i8| calendar.working_day_near(month + i64::from(day - 1).days(), MOVED_AT_MOST);
        let hall = format!("{}党群服务中心", self.community);
        let grounds = format!("{}活动广场", self.community);
        let everyone: Vec<&Member> = self.members.iter().collect();
        let branch = |kind, title, day, start, minutes, due| Planned {
            kind,
            title,
            held_by: &self.organisation.code,
            day,
            start,
            minutes,
            place: &hall,
            due,
        };
        let number = month.month();
        let theme = THEMES[usize::from(number.unsigned_abs() - 1) % THEMES.len()];
        let offset = (self.number % 5) as i8;
        let mut planned = vec![branch("theme_day", theme, working(5 + offset), time(9, 0, 0, 0), 120, everyone.clone())];
        let committee = self.committee();
        if committee.len() > 1 {
            planned.push(branch("branch_committee", "支部委员会会议", working(2), time(14, 0, 0, 0), 60, committee));
        }
        for (place, group) in self.groups.iter().enumerate() {
            let mine = self.members.iter().filter(|member| member.group == group.code).collect();
            let house = if group.kind == OrganisationKind::TransitionGroup { "过渡安置点活动室" } else { "党员中心户" };
            let day = working(15 + 2 * place as i8 % 10);
            planned.push(Planned {
                held_by: &group.code,
                place: house,
                ..branch("group_meeting", "党小组学习", day, time(15, 0, 0, 0), 60, mine)
            });
        }
        match number % 3 {
            2 => planned.push(branch("assembly", "支部党员大会", working(12 + offset), time(9, 0, 0, 0), 90, everyone.clone())),
            0 => {
                let lecture = LECTURES[usize::from(number.unsigned_abs() / 3) % LECTURES.len()];
                planned.push(branch("lecture", lecture, working(18 + offset), time(9, 30, 0, 0), 90, everyone.clone()));
            }
            _ => planned.push(branch("study_session", "集中学习", working(20 + offset), time(14, 30, 0, 0), 60, everyone.clone())),
        }
        if number == 12 {
            planned.push(branch("life_meeting", "年度组织生活会", working(22), time(9, 0, 0, 0), 180, everyone.clone()));
            planned.push(branch("appraisal", "民主评议党员", working(23), time(9, 0, 0, 0), 120, everyone));
        }
        let (kind, title, weekday) = match number % 3 {
            0 => ("culture", "社区文艺汇演", Weekday::Saturday),
            1 => ("volunteering", "楼道清洁与便民服务", Weekday::Saturday),
            _ => ("visit_day", "走访老党员", Weekday::Friday),
        };
        let day = open_day(month, weekday, calendar);
        let hands = self.volunteers(&mut chance);
        planned.push(Planned {
            place: if kind == "visit_day" { "老党员家中" } else { &grounds },
            ..branch(kind, title, day, time(9, 0, 0, 0), 120, hands)
        });
        let held = |(place, planned)| self.hold(planned, place, month, calendar, &mut chance);
        planned.into_iter().enumerate().map(held).collect()
    }

    fn hold(&self, planned: Planned<'_>, place: usize, month: Date, calendar: &Calendar, chance: &mut Chance) -> Activity {
        let (on, postponed) = self.postponed(&planned, calendar, chance);
        let state = match on {
            on if on >= self.today => State::Planned,
            // Some plans come to nothing; a bulletin has to be able to say so.
            _ if chance.in_parts(1, 60) => State::NotHeld,
            _ => State::Held,
        };
        let due = planned.due.iter().filter(|member| member.joined <= on);
        let marks =
            if state == State::Held { due.map(|member| mark(member, &planned, on, self.today, chance)).collect() } else { Vec::new() };
        Activity {
            code: format!("{}.{}.{place}", self.organisation.code, month.strftime("%Y-%m")),
            held_by: planned.held_by.into(),
            kind: planned.kind,
            title: planned.title.into(),
            on,
            start: planned.start,
            minutes: planned.minutes,
            place: planned.place.into(),
            host: self.host(planned.held_by).map(|member| member.number),
            state,
            postponed,
            marks,
        }
    }

    /// About one plan in forty is moved by a week; the first branch has one in the current month,
    /// so that there is always one to look at.
    fn postponed(&self, planned: &Planned<'_>, calendar: &Calendar, chance: &mut Chance) -> (Date, Option<Postponed>) {
        const REASONS: [&str; 3] = ["连日暴雨，会场停用", "与街道防汛值守冲突", "多数老党员参加体检"];
        let because = chance.pick(&REASONS);
        let now = planned.day.first_of_month() == self.today.first_of_month();
        let shown = now && self.number == 0 && planned.kind == "theme_day";
        if !shown && !chance.in_parts(1, 40) {
            return (planned.day, None);
        }
        let later = calendar.working_day_near(planned.day + 7.days(), MOVED_AT_MOST);
        (later, Some(Postponed { from: planned.day, because }))
    }

    fn committee(&self) -> Vec<&Member> {
        self.members.iter().filter(|member| member.post.is_some_and(|post| post != Post::GroupLeader)).collect()
    }

    fn volunteers(&self, chance: &mut Chance) -> Vec<&Member> {
        let able = |member: &&Member| {
            let fit = age(member.birth, self.today) < 76 && member.exempt.is_none();
            fit && member.floating.is_none() && !member.is_silent(self.today)
        };
        self.members.iter().filter(able).filter(|_| chance.in_parts(1, 4)).collect()
    }

    fn host(&self, held_by: &str) -> Option<&Member> {
        let leader = |member: &&Member| member.post == Some(Post::GroupLeader) && member.group == held_by;
        self.members.iter().find(leader).or_else(|| self.secretary())
    }
}

/// Who cannot come is seen at home or near home, and who is far away joins online; nobody who has
/// been silent since a day is found at anything after it.
fn mark(member: &Member, planned: &Planned<'_>, on: Date, today: Date, chance: &mut Chance) -> Mark {
    use Mode::*;
    const FAR: &[(u64, Mode)] = &[(62, Online), (12, Nearby), (10, MadeUp), (11, Excused), (5, Absent)];
    const MOVED: &[(u64, Mode)] = &[(34, InRoom), (44, Nearby), (6, Online), (6, MadeUp), (7, Excused), (3, Absent)];
    const OLDEST: &[(u64, Mode)] = &[(28, InRoom), (14, Nearby), (40, Home), (4, MadeUp), (13, Excused), (1, Absent)];
    const OLDER: &[(u64, Mode)] = &[(76, InRoom), (8, Nearby), (5, Home), (3, MadeUp), (6, Excused), (2, Absent)];
    const WORKING: &[(u64, Mode)] = &[(58, InRoom), (16, Online), (3, Nearby), (9, MadeUp), (10, Excused), (4, Absent)];
    let years = age(member.birth, on);
    let usual = match member {
        _ if planned.kind == "group_meeting" && member.transition.is_some() => OLDER,
        _ if member.floating.is_some() => FAR,
        _ if member.transition.is_some() => MOVED,
        _ if years >= 80 => OLDEST,
        _ if years >= 60 => OLDER,
        _ => WORKING,
    };
    let drawn = chance.weighted(usual);
    let made_up_on = on + chance.between(3, 20).days();
    let silent = member.is_silent(today) && on > member.last_contact;
    let mode = match drawn {
        _ if silent => Absent,
        // The exempt take part when they like, which is still taking part.
        _ if member.exempt.is_some() && !chance.in_parts(1, 4) => Exempt,
        // Help with one's hands is given where it is needed.
        drawn if drawn.is_present() && matches!(planned.kind, "volunteering" | "visit_day" | "culture") => InRoom,
        // What is not made up yet is an excuse until it is, and the silent never make it up.
        MadeUp if made_up_on >= today || member.is_silent(today) && made_up_on > member.last_contact => Excused,
        drawn => drawn,
    };
    Mark { member: member.number, mode, recorded_on: if mode == MadeUp { made_up_on } else { on } }
}

/// Open activities are held when people are free: the second such weekday that is no holiday.
fn open_day(month: Date, weekday: Weekday, calendar: &Calendar) -> Date {
    let fitting = |day: &Date| day.weekday() == weekday && calendar.holiday(*day).is_none();
    month.series(1.day()).take_while(|day| day.month() == month.month()).filter(fitting).nth(1).unwrap_or(month)
}

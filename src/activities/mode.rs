//! How somebody took part in an activity, or why not. All present modes count the same.

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    InRoom,
    Nearby,
    /// At home, with a visitor who brings the study.
    Home,
    Online,
    MadeUp,
    Excused,
    Absent,
    Exempt,
    /// The entry before it was taken back, with the import that brought it; nobody chooses this.
    Withdrawn,
}

impl Mode {
    /// What can be chosen.
    pub const ALL: [Mode; 8] =
        [Mode::InRoom, Mode::Nearby, Mode::Home, Mode::Online, Mode::MadeUp, Mode::Excused, Mode::Absent, Mode::Exempt];

    pub fn code(self) -> &'static str {
        match self {
            Mode::InRoom => "in_room",
            Mode::Nearby => "nearby",
            Mode::Home => "home",
            Mode::Online => "online",
            Mode::MadeUp => "made_up",
            Mode::Excused => "excused",
            Mode::Absent => "absent",
            Mode::Exempt => "exempt",
            Mode::Withdrawn => "withdrawn",
        }
    }
    pub fn named(code: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|m| m.code() == code)
    }
    /// The figure written for it on a paper sheet.
    pub fn digit(self) -> &'static str {
        match self {
            Mode::InRoom => "1",
            Mode::Nearby => "2",
            Mode::Home => "3",
            Mode::Online => "4",
            Mode::MadeUp => "5",
            Mode::Exempt => "7",
            Mode::Excused => "8",
            Mode::Absent => "9",
            Mode::Withdrawn => "",
        }
    }
    pub fn of_digit(digit: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|m| m.digit() == digit)
    }
    pub fn name(self) -> Text {
        match self {
            Mode::InRoom => Text::fixed("会场", "In the room"),
            Mode::Nearby => Text::fixed("就近", "Nearby"),
            Mode::Home => Text::fixed("上门", "At home"),
            Mode::Online => Text::fixed("网络", "Online"),
            Mode::MadeUp => Text::fixed("补学", "Made up"),
            Mode::Excused => Text::fixed("请假", "Excused"),
            Mode::Absent => Text::fixed("未到", "Absent"),
            Mode::Exempt => Text::fixed("免予参加", "Exempt"),
            Mode::Withdrawn => Text::fixed("已撤销", "Taken back"),
        }
    }
    /// A plain tick in a workbook says less than a way of taking part that stands already.
    pub fn says_nothing_new(self, before: Mode) -> bool {
        before == self || (self == Mode::InRoom && before.is_present())
    }
    pub fn is_present(self) -> bool {
        matches!(self, Mode::InRoom | Mode::Nearby | Mode::Home | Mode::Online | Mode::MadeUp)
    }
}

/// How many took part in which way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    pub due: i64,
    pub present: i64,
    /// Neither marked nor exempt: nobody knows yet.
    pub open: i64,
    pub modes: Vec<Count>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    pub mode: Mode,
    pub count: i64,
}

impl Tally {
    /// Of those who are due; `None` stands for somebody not marked yet.
    pub fn of(marks: impl IntoIterator<Item = Option<Mode>>) -> Tally {
        let mut tally = Tally { modes: Mode::ALL.map(|mode| Count { mode, count: 0 }).to_vec(), ..Tally::default() };
        for mark in marks {
            tally.due += i64::from(!matches!(mark, Some(Mode::Excused | Mode::Exempt)));
            tally.present += i64::from(mark.is_some_and(Mode::is_present));
            tally.open += i64::from(mark.is_none());
            for count in tally.modes.iter_mut().filter(|c| Some(c.mode) == mark) {
                count.count += 1;
            }
        }
        tally
    }
}

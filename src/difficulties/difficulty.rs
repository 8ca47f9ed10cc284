//! The eight difficulties (八难): what each asks, of whom, and what can be done next.

use crate::rulebook::{Rules, keys};
use jiff::Span;
use kernel::{Id, Text, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// In the order of the papers. None is a score of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    TakingPart,
    SittingTogether,
    Talking,
    PayingDues,
    KeepingInTouch,
    /// Of activities, not of members.
    HoldingActivities,
    PlayingAPart,
    KnowingHowTheyDo,
}
use Difficulty::*;

pub const COUNT: usize = 8;

impl Difficulty {
    pub const ALL: [Difficulty; COUNT] =
        [TakingPart, SittingTogether, Talking, PayingDues, KeepingInTouch, HoldingActivities, PlayingAPart, KnowingHowTheyDo];

    pub fn code(self) -> &'static str {
        match self {
            TakingPart => "taking_part",
            SittingTogether => "sitting_together",
            Talking => "talking",
            PayingDues => "paying_dues",
            KeepingInTouch => "keeping_in_touch",
            HoldingActivities => "holding_activities",
            PlayingAPart => "playing_a_part",
            KnowingHowTheyDo => "knowing_how_they_do",
        }
    }

    pub fn name(self) -> Text {
        match self {
            TakingPart => Text::fixed("参加组织生活", "Taking part"),
            SittingTogether => Text::fixed("集中座谈", "Sitting together"),
            Talking => Text::fixed("谈话沟通", "Talking"),
            PayingDues => Text::fixed("交纳党费", "Paying dues"),
            KeepingInTouch => Text::fixed("保持联系", "Keeping in touch"),
            HoldingActivities => Text::fixed("开展活动", "Holding activities"),
            PlayingAPart => Text::fixed("发挥作用", "Playing a part"),
            KnowingHowTheyDo => Text::fixed("掌握表现", "Knowing how they do"),
        }
    }

    /// Whether members are behind it, and not activities.
    pub fn is_of_people(self) -> bool {
        self != HoldingActivities
    }

    /// What is counted over what, with the numbers of the rule book.
    pub fn definition(self, rules: Rules<'_>) -> String {
        match self {
            TakingPart => t(
                "本月固定活动中以任何方式参加过至少一次的党员 / 应参加的党员（请假和免予参加的不计）。",
                "Members who took part in any way in one of the month's fixed activities / members due (the excused and exempt are not due).",
            )
            .into(),
            SittingTogether => {
                t("本月到会场参加的人次 / 以任何方式参加的人次。", "The month's attendances in the room / attendances of any way.").into()
            }
            Talking => {
                let within = spoken(rules.get(keys::TALK_WITHIN));
                say!("近{within}有谈心谈话记录的党员 / 全体党员。", "Members with a talk recorded within {within} / all members.")
            }
            PayingDues => t(
                "党费交到上个月的党员 / 应交党费的党员（减免为零的不计）。",
                "Members who have paid up to the month before / members who owe dues (those relieved of all are not counted).",
            )
            .into(),
            KeepingInTouch => {
                let within = spoken(rules.get(keys::TWO_WAY_WITHIN));
                say!("近{within}有双向联系的党员 / 全体党员。", "Members with a two-way contact within {within} / all members.")
            }
            HoldingActivities => t(
                "本月计划中已开展的活动 / 到期应开展的活动（延期的在新日期计）。",
                "Planned activities held / planned activities due (a postponed one counts on its new day).",
            )
            .into(),
            PlayingAPart => t(
                "担任职务或岗位，或本季度至少参加一次志愿服务的党员 / 有能力的党员（高龄、体弱的不计）。",
                "Members who hold a post, or served at least once this quarter / able members (not those of advanced age or in poor health).",
            )
            .into(),
            KnowingHowTheyDo => {
                let fresh = spoken(rules.get(keys::CLEARS_FRESH));
                say!(
                    "六个清都在{fresh}内核实、且本季度至少有一条记录的党员 / 全体党员。",
                    "Members whose six clears are all confirmed within {fresh}, with a record this quarter / all members."
                )
            }
        }
    }

    /// What to do next for somebody behind the missing part, and where.
    pub fn next_step(self, member: Id) -> Step {
        let (words, address) = match self {
            TakingPart => {
                (t("问问怎样参加方便，换一种方式", "Ask what suits, change how they take part"), format!("/members/{member}/study"))
            }
            SittingTogether => (t("安排在离家近的地方", "Hold it nearer to them"), "/plan".into()),
            Talking => (t("约一次谈心谈话", "Arrange a talk"), format!("/members/{member}#contact")),
            PayingDues => (t("提醒或减免", "Remind, or relieve"), format!("/members/{member}/dues")),
            KeepingInTouch => (t("打电话联系", "Call them"), format!("/members/{member}#contact")),
            HoldingActivities => (t("延期并说明，或合并", "Postpone with a reason, or merge"), "/plan".into()),
            PlayingAPart => (t("看看有哪些需求", "Look at open needs"), "/needs".into()),
            KnowingHowTheyDo => (t("只问缺的一项", "Ask only what is missing"), format!("/members/{member}#clears")),
        };
        Step { words: words.into(), address }
    }
}

/// A button beside a name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    pub words: String,
    pub address: String,
}

/// `12个月`, `90天`, for a sentence.
fn spoken(span: Span) -> String {
    match (span.get_years(), span.get_months(), span.get_days()) {
        (0, 0, days) => say!("{days}天", "{days} days"),
        (0, months, _) => say!("{months}个月", "{months} months"),
        (years, months, _) => {
            let months = i32::from(years) * 12 + months;
            say!("{months}个月", "{months} months")
        }
    }
}

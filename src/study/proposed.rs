//! Which way of studying is proposed, and why: one function of what is known. It reads nothing,
//! decides nothing, and a member's own word comes before everything.

use crate::{activities::Answer, rulebook::Study};
use kernel::{say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// What is known of one member and one activity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// What the member answered to this activity.
    pub answer: Option<Answer>,
    /// What the member wishes from now on, and since when.
    pub wish: Option<(Study, String)>,
    /// The member's categories, in the book's order.
    pub categories: Vec<Known>,
    /// Metres on foot from the member's building to the room, where both are known.
    pub to_room: Option<i64>,
    /// The study point that suits best.
    pub near: Option<Near>,
}

/// A category that a member has, with the way of studying its rule proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub code: String,
    pub name: String,
    pub study: Study,
    /// The fact it follows from, in words.
    pub because: String,
    /// Who is of it is shown only to who may see what is hidden.
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    pub name: String,
    /// On foot, where both buildings are known.
    pub metres: Option<i64>,
}

/// What the rule book says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Codes of categories in the order in which they are asked.
    pub first: Vec<String>,
    /// Farther than this from the room is far.
    pub far: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// `None`: the member said they cannot, and nothing else is known.
    pub mode: Option<Study>,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// To this activity.
    Answered(Answer),
    /// From now on.
    Wished {
        since: String,
    },
    Category {
        name: String,
        because: String,
        hidden: bool,
        point: Option<String>,
    },
    Far {
        room: i64,
        point: String,
        metres: i64,
    },
    /// Nothing speaks for another way.
    Usual,
}

/// Whose the word is, for a mark beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Member,
    Proposal,
}

pub fn propose(c: &Circumstances, terms: &Terms) -> Proposed {
    let cannot = c.answer == Some(Answer::Cannot);
    if let Some(mode) = c.answer.and_then(of_answer) {
        return Proposed { mode: Some(mode), why: Why::Answered(c.answer.unwrap_or(Answer::Come)) };
    }
    // Who cannot come this time is not proposed to come, whatever they wished once.
    if let Some((mode, since)) = c.wish.as_ref().filter(|w| !(cannot && w.0 == Study::InRoom)) {
        return Proposed { mode: Some(*mode), why: Why::Wished { since: since.clone() } };
    }
    let place = |code: &str| terms.first.iter().position(|f| f == code).unwrap_or(terms.first.len());
    let fits = |k: &&Known| k.study != Study::InRoom && !(k.study == Study::Nearby && c.near.is_none());
    if let Some(k) = c.categories.iter().filter(fits).min_by_key(|k| place(&k.code)) {
        let point = c.near.as_ref().filter(|_| k.study == Study::Nearby).map(|n| n.name.clone());
        let why = Why::Category { name: k.name.clone(), because: k.because.clone(), hidden: k.hidden, point };
        return Proposed { mode: Some(k.study), why };
    }
    let far = c.to_room.filter(|room| *room > terms.far).zip(c.near.as_ref().and_then(|n| Some((n.name.clone(), n.metres?))));
    match far {
        Some((room, (point, metres))) if metres < room => Proposed { mode: Some(Study::Nearby), why: Why::Far { room, point, metres } },
        _ if cannot => Proposed { mode: None, why: Why::Answered(Answer::Cannot) },
        _ => Proposed { mode: Some(Study::InRoom), why: Why::Usual },
    }
}

/// The way of studying that an answer names.
pub fn of_answer(answer: Answer) -> Option<Study> {
    match answer {
        Answer::Come => Some(Study::InRoom),
        Answer::Visit => Some(Study::Home),
        Answer::Nearby => Some(Study::Nearby),
        Answer::Online => Some(Study::Online),
        Answer::Cannot => None,
    }
}

/// The answer that names a way of studying.
pub fn as_answer(study: Study) -> Answer {
    match study {
        Study::InRoom => Answer::Come,
        Study::Home => Answer::Visit,
        Study::Nearby => Answer::Nearby,
        Study::Online => Answer::Online,
    }
}

impl Proposed {
    pub fn whose(&self) -> Whose {
        match self.why {
            Why::Answered(_) | Why::Wished { .. } => Whose::Member,
            _ => Whose::Proposal,
        }
    }
}

impl Why {
    /// In words. `sees`: the reader may see what is hidden, or it is their own.
    pub fn words(&self, sees: bool) -> String {
        match self {
            Why::Answered(Answer::Cannot) => t("本人说来不了，请问问怎样参加方便", "Said they cannot; please ask what would suit").into(),
            Why::Answered(answer) => say!("本人对这次活动说：{}", "Said of this activity: {}", answer.name()),
            Why::Wished { since } => say!("本人希望今后都这样（{since}）", "Wishes it so from now on ({since})"),
            Why::Category { hidden: true, .. } if !sees => t("组织掌握的情况", "For a reason the organisation knows").into(),
            Why::Category { name, because, point: Some(point), .. } => {
                say!("{name}：{because}；学习点在{point}", "{name}: {because}; the point is at {point}")
            }
            Why::Category { name, because, .. } => say!("{name}：{because}", "{name}: {because}"),
            Why::Far { room, point, metres } => {
                say!("离会场步行约 {room} 米，离{point}约 {metres} 米", "About {room} m on foot to the room, {metres} m to {point}")
            }
            Why::Usual => t("没有不便到会的情况", "Nothing speaks against coming").into(),
        }
    }
}

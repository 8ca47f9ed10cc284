//! What answer a notice wants, and the words for each: one tap on a phone, one word on the telephone.

use super::Notice;
use crate::{
    activities::{Activity, Answer},
    people::{Correction, Facts, Member, mask_address, mask_phone, words},
};
use kernel::{Error, Reader, Result, Text, Writer, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// That they know of it.
    #[default]
    Seen,
    /// Whether they come.
    Come,
    /// One of several.
    Choice,
    /// Whether a fact on their card is right.
    Field,
}

impl Wanted {
    pub const ALL: [Wanted; 4] = [Wanted::Seen, Wanted::Come, Wanted::Choice, Wanted::Field];
    pub fn code(self) -> &'static str {
        match self {
            Wanted::Seen => "seen",
            Wanted::Come => "come",
            Wanted::Choice => "choice",
            Wanted::Field => "field",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Wanted::Seen => Text::fixed("知道了就行", "That they know"),
            Wanted::Come => Text::fixed("来还是不来", "Whether they come"),
            Wanted::Choice => Text::fixed("几项里选一项", "One of several"),
            Wanted::Field => Text::fixed("核对卡上的一项", "Whether a fact of the card is right"),
        }
    }
}

/// Facts of the card that can be asked about.
pub const FIELDS: [&str; 5] = ["phone", "lives_at", "unit", "employment", "education"];

/// One answer that can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    pub code: String,
    pub text: String,
}

impl Notice {
    pub fn choices(&self) -> Vec<Choice> {
        let choice = |code: &str, text: &str| Choice { code: code.into(), text: text.into() };
        match self.wants {
            Wanted::Seen => vec![choice("seen", t("知道了", "I know"))],
            Wanted::Come if self.about.is_some() => {
                [Answer::Come, Answer::Visit, Answer::Cannot].map(|a| choice(a.code(), come(a))).to_vec()
            }
            Wanted::Come => [Answer::Come, Answer::Cannot].map(|a| choice(a.code(), come(a))).to_vec(),
            Wanted::Choice => self.options.lines().enumerate().map(|(n, text)| choice(&(n + 1).to_string(), text)).collect(),
            Wanted::Field => vec![choice("right", t("是对的", "It is right")), choice("wrong", t("不对", "It is not"))],
        }
    }

    /// What an answer says; nothing for one that this notice does not know.
    pub fn answer_words(&self, code: &str) -> String {
        self.choices().into_iter().find(|c| c.code == code).map(|c| c.text).unwrap_or_default()
    }

    /// What is asked, as one sentence to the member.
    pub fn question(&self) -> String {
        match self.wants {
            Wanted::Seen => t("请点“知道了”。", "Please tap “I know”.").into(),
            Wanted::Come => t("您来吗？", "Do you come?").into(),
            Wanted::Choice => t("请选一项。", "Please choose one.").into(),
            Wanted::Field => kernel::say!("请核对：{}", "Please check: {}", words::fact(&self.options)),
        }
    }

    /// The fact that is asked about as it stands, masked where it is hidden.
    pub fn fact_of(&self, cx: &Reader, member: &Member) -> Result<String> {
        if self.wants != Wanted::Field {
            return Ok(String::new());
        }
        let facts: Facts = member.facts(cx)?;
        let value = match self.options.as_str() {
            "phone" => facts.phone.as_deref().map(mask_phone).unwrap_or_default(),
            "lives_at" => facts.lives_at.as_deref().map(mask_address).unwrap_or_default(),
            "unit" => facts.unit,
            "employment" => words::word(&facts.employment).into(),
            _ => words::word(&facts.education).into(),
        };
        Ok(if value.is_empty() { t("没有登记", "none known").into() } else { value })
    }

    /// Answers that are facts elsewhere too are told there: who comes, what is wrong on a card.
    pub(super) fn pass_on(&self, cx: &Writer, member: &Member, code: &str, note: &str, via: &str) -> Result<()> {
        if !self.choices().iter().any(|c| c.code == code) {
            return Err(Error::field("answer", "请选一个回答。", "Choose one of the answers."));
        }
        match (self.wants, self.about) {
            (Wanted::Field, _) if code == "wrong" => {
                let asked = Correction::ask(cx, member, &self.options, note).map(drop);
                asked.map_err(|_| Error::field("note", "请写明应该是什么。", "Say what it should be."))
            }
            (Wanted::Come, Some(activity)) => {
                match (cx.maybe::<Activity>("select * from {activities} a where a.id = $1", kernel::args![activity])?, word(code)) {
                    (Some(activity), Some(word)) => word.give(cx, &activity, member.id, via),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}

fn word(code: &str) -> Option<Answer> {
    Answer::ALL.into_iter().find(|a| a.code() == code)
}

fn come(answer: Answer) -> &'static str {
    match answer {
        Answer::Come => t("我参加", "I come"),
        Answer::Visit => t("来不了，请上门", "I cannot: please come to me"),
        Answer::Nearby => t("我就近学", "I study nearby"),
        Answer::Online => t("我在网上学", "I study online"),
        Answer::Cannot => t("来不了", "I cannot"),
    }
}

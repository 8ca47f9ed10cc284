//! What whoever helps must be told before: the risks, and for dangerous work the insurance that was
//! bought. A need is not open without them (Volunteer Service Regulations 2017, articles 14 and 17).

use super::Need;
use crate::rulebook::{self, keys};
use jiff::civil::Date;
use kernel::{Error, Reader, Result, Writer, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

/// As it is typed. What is left out stays as it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RiskSaid {
    /// In words; "no particular risk" is said by a person, too.
    #[serde(rename = "risk")]
    pub told: String,
    /// `yes` or `no`.
    pub dangerous: String,
    pub insurer: String,
    pub policy_no: String,
    /// The last day.
    pub insured_until: String,
}

/// What is known of a need's risk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    /// In words.
    #[serde(rename = "risk")]
    pub told: String,
    #[serde(deserialize_with = "yes")]
    pub dangerous: bool,
    pub insurer: String,
    pub policy_no: String,
    pub insured_until: Option<String>,
}

/// A database says it with a number, a program with a word.
fn yes<'de, D: serde::Deserializer<'de>>(d: D) -> std::result::Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Number(i64),
        Word(bool),
    }
    Ok(match Said::deserialize(d)? {
        Said::Number(number) => number != 0,
        Said::Word(word) => word,
    })
}

impl RiskSaid {
    pub fn onto(&self, old: &Risk) -> Result<Risk> {
        let or = |typed: &str, old: &str| match values::clean(typed) {
            "" => old.to_owned(),
            typed => typed.to_owned(),
        };
        let dangerous = match self.dangerous.as_str() {
            "" => old.dangerous,
            said => said == "yes",
        };
        let until = match self.insured_until.trim() {
            "" => old.insured_until.clone(),
            day => Some(day.parse::<Date>().map_err(|_| Error::field("insured_until", "请填写日期。", "Give the day."))?.to_string()),
        };
        Ok(Risk {
            told: or(&self.told, &old.told),
            dangerous,
            insurer: or(&self.insurer, &old.insurer),
            policy_no: or(&self.policy_no, &old.policy_no),
            insured_until: until,
        })
    }
}

impl From<Risk> for RiskSaid {
    fn from(known: Risk) -> RiskSaid {
        let dangerous = if known.dangerous { "yes" } else { "no" };
        RiskSaid {
            told: known.told,
            dangerous: dangerous.into(),
            insurer: known.insurer,
            policy_no: known.policy_no,
            insured_until: known.insured_until.unwrap_or_default(),
        }
    }
}

impl Risk {
    /// What is told where there is no danger to anybody.
    pub fn harmless(told: &str) -> Risk {
        Risk { told: told.to_owned(), ..Risk::default() }
    }

    /// Whether those who help may be asked for it already.
    pub fn must_be_told(&self, cx: &Reader) -> Result<()> {
        if self.told.is_empty() && rulebook::book(cx)?.at(cx.today()).get(keys::RISK_NOTE) {
            return Err(Error::field(
                "risk",
                "开放之前要写明风险；没有特别的风险，也请写一句。",
                "Say what the risks are before it opens; where there is none in particular, say that.",
            ));
        }
        self.must_cover(cx, cx.today())
    }

    /// Whether dangerous work is insured on this day.
    pub fn must_cover(&self, cx: &Reader, day: Date) -> Result<()> {
        if !self.dangerous || !rulebook::book(cx)?.at(cx.today()).get(keys::DANGER_INSURANCE) {
            return Ok(());
        }
        let asked = |field: &str| {
            Error::field(
                field,
                "有人身危险的，开放之前要买好保险，并写在这里。",
                "Dangerous work is insured before it opens; give it here.",
            )
        };
        if self.insurer.is_empty() {
            return Err(asked("insurer"));
        }
        if self.policy_no.is_empty() {
            return Err(asked("policy_no"));
        }
        match &self.insured_until {
            None => Err(asked("insured_until")),
            Some(until) if *until < day.to_string() => Err(Error::field("insured_until", "保险已经到期。", "The insurance has ended.")),
            Some(_) => Ok(()),
        }
    }

    /// The insurance in words.
    pub fn insurance(&self) -> String {
        let until = self.insured_until.as_deref().map(|day| say!("保到 {day}", "insured until {day}")).unwrap_or_default();
        [&self.insurer, &self.policy_no, &until]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

impl Need {
    /// Of a need that is open, what whoever helps was told must still be enough; its post says the same.
    pub fn tell_risk(&self, cx: &Writer, said: &RiskSaid) -> Result<()> {
        let risk = said.onto(&self.risk)?;
        if self.state == "open" {
            risk.must_be_told(cx)?;
        }
        self.keep_risk(cx, &risk)?;
        crate::posts::Post::follow(cx, &cx.find(self.id)?)
    }

    pub(super) fn keep_risk(&self, cx: &Writer, risk: &Risk) -> Result<()> {
        cx.run_one(
            "update {needs} set risk = $1, dangerous = $2, insurer = $3, policy_no = $4, insured_until = $5, changed_at = $6 where id = $7",
            args![&risk.told, risk.dangerous, &risk.insurer, &risk.policy_no, &risk.insured_until, cx.now(), self.id],
        )?;
        cx.note(self.id, if risk.dangerous { "risk told, dangerous" } else { "risk told" });
        Ok(())
    }
}

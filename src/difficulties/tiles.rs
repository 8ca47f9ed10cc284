//! A difficulty as it is shown: its share, how it moved since the month before, its colour.

use super::{Difficulty, Measure, Ratio, measure::ALL};
use crate::{
    closing::Month,
    orgs::Org,
    rulebook::{self, Rules, keys},
};
use kernel::{Reader, Result, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tile {
    pub difficulty: Difficulty,
    pub name: String,
    pub definition: String,
    #[serde(flatten)]
    pub ratio: Ratio,
    /// Whole percents, and by how many they moved since the month before.
    pub percent: Option<i64>,
    pub moved: Option<i64>,
    /// good, watch or act; nothing of nobody.
    pub tone: &'static str,
}

impl Tile {
    pub fn all(rules: Rules<'_>, now: &Measure, before: Option<&Measure>) -> Vec<Tile> {
        Difficulty::ALL.into_iter().map(|difficulty| Tile::of(rules, difficulty, now, before)).collect()
    }

    /// This month's, as they were counted last; none where nobody may see them or nothing was counted.
    pub fn counted(cx: &Reader, org: &Org) -> Result<Vec<Tile>> {
        let month = Month::of(cx.today());
        if !cx.may("difficulties.view") {
            return Ok(vec![]);
        }
        let Some(now) = Measure::written(cx, &org.path, month)? else { return Ok(vec![]) };
        let before = Measure::written(cx, &org.path, month.before())?;
        Ok(Tile::all(rulebook::book(cx)?.at(month.last()), &now, before.as_ref()))
    }

    fn of(rules: Rules<'_>, difficulty: Difficulty, now: &Measure, before: Option<&Measure>) -> Tile {
        let ratio = now.all().of(difficulty);
        let percent = ratio.percent();
        let then = before.and_then(|b| b.counts.get(ALL)).and_then(|counts| counts.of(difficulty).percent());
        Tile {
            difficulty,
            name: difficulty.name().to_string(),
            definition: difficulty.definition(rules),
            ratio,
            percent,
            moved: percent.zip(then).map(|(now, then)| now - then),
            tone: tone(rules, percent),
        }
    }

    /// `87%`; of activities, held over due.
    pub fn share(&self) -> String {
        match (self.difficulty, self.percent) {
            (_, None) => "—".into(),
            (Difficulty::HoldingActivities, _) => format!("{}/{}", self.ratio.met, self.ratio.of),
            (_, Some(percent)) => format!("{percent}%"),
        }
    }

    /// `+4`, `0`, `-3`; a comparison needs both months.
    pub fn moved_words(&self) -> String {
        self.moved.map(|by| format!("{by:+}").replace("+0", "0")).unwrap_or_default()
    }

    pub fn sentence(&self) -> String {
        say!("{} / {}，还差 {}", "{} of {}, {} missing", self.ratio.met, self.ratio.of, self.ratio.missing())
    }
}

pub fn tone(rules: Rules<'_>, percent: Option<i64>) -> &'static str {
    match percent {
        None => "quiet",
        Some(p) if p >= rules.get(keys::SHOWN_GOOD) => "",
        Some(p) if p >= rules.get(keys::SHOWN_LOW) => "watch",
        Some(_) => "act",
    }
}

//! The page of an organisation's month, and the same for a screen on the wall.

use super::{
    Difficulty, Measure, Tile, View,
    counting::TREND,
    measure::{self, Below, Counts},
};
use crate::{
    categories,
    closing::Month,
    orgs::Org,
    rulebook::{self, Rules},
};
use askama::Template;
use kernel::{Cx, Id, Page, Query, Reader, Reply, Result, Shell, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which month and organisation: this month, and the top of what one looks after.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Asked {
    pub month: Option<Month>,
    pub org: Option<Id>,
}

impl Asked {
    pub fn org(&self, cx: &Reader) -> Result<Org> {
        self.org.map_or_else(|| Org::top(cx), |id| cx.find(id))
    }
    /// A month that has not begun has no facts yet.
    pub fn month(&self, cx: &Reader) -> Month {
        let now = Month::of(cx.today());
        self.month.map_or(now, |month| month.min(now))
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "difficulties/show.html")]
pub struct ShowDifficulties {
    pub org: Org,
    pub month: Month,
    pub month_before: Month,
    pub month_after: Option<Month>,
    pub all: Counts,
    pub counted_at: String,
    pub tiles: Vec<Tile>,
    /// The months of a year up to this, each with its percents in the order of the difficulties;
    /// none of a month that was not counted.
    pub trend: Vec<Point>,
    pub categories: Vec<OfCategory>,
    pub below: Vec<Below>,
}

impl Page for ShowDifficulties {
    fn title(&self) -> String {
        say!("八难指标 · {}", "The eight difficulties: {}", self.org.name)
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Point {
    pub month: Month,
    pub percents: Vec<Option<i64>>,
}

/// Members of one category.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfCategory {
    pub code: String,
    pub name: String,
    pub counts: Counts,
}

pub fn show(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<ShowDifficulties>> {
    Reply::show(ShowDifficulties::of(cx, &asked)?)
}

impl ShowDifficulties {
    pub fn of(cx: &Reader, asked: &Asked) -> Result<ShowDifficulties> {
        let (org, month) = (asked.org(cx)?, asked.month(cx));
        let book = rulebook::book(cx)?;
        let rules = book.at(month.last());
        let now = Measure::of(cx, &org, month)?;
        let before = Measure::written(cx, &org.path, month.before())?;
        let next = Some(month.next()).filter(|next| next.first() <= cx.today());
        Ok(ShowDifficulties {
            all: now.all(),
            tiles: Tile::all(rules, &now, before.as_ref()),
            trend: trend(cx, &org, month, &now)?,
            categories: by_category(cx, rules, &now),
            below: measure::below(cx, &org, month)?,
            counted_at: now.counted_at,
            month_before: month.before(),
            month_after: next,
            org,
            month,
        })
    }

    pub(super) fn percent(&self, counts: &Counts, difficulty: &Difficulty) -> String {
        counts.of(*difficulty).percent().map_or("—".into(), |p| format!("{p}%"))
    }

    fn counted(&self) -> &str {
        self.counted_at.get(11..16).unwrap_or_default()
    }

    fn whose(&self, tile: &Tile) -> String {
        match tile.difficulty {
            Difficulty::SittingTogether => t("看不在会场参加的人", "Who took part elsewhere").into(),
            _ => say!("看还差的 {} 人", "See the {} missing", tile.ratio.missing()),
        }
    }

    /// The trend of a difficulty as a line: the points of a picture 100 wide and 30 high, each a month
    /// that was counted.
    fn line(&self, at: &usize) -> String {
        let last = (self.trend.len() - 1).max(1);
        let points =
            self.trend.iter().enumerate().filter_map(|(n, point)| point.percents[*at].map(|p| (n * 100 / last, 30 - p * 28 / 100 - 1)));
        points.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    }

    /// The same in words.
    fn line_words(&self, at: &usize) -> String {
        let said = self.trend.iter().filter_map(|point| point.percents[*at].map(|p| format!("{} {p}%", point.month.name())));
        said.collect::<Vec<_>>().join(t("，", ", "))
    }
}

fn trend(cx: &Reader, org: &Org, month: Month, now: &Measure) -> Result<Vec<Point>> {
    let mut counted = Measure::between(cx, &org.path, month.plus(1 - TREND), month)?;
    counted.insert(month, now.all());
    let percents = |counts: &Counts| Difficulty::ALL.into_iter().map(|d| counts.of(d).percent()).collect();
    let point = |m: Month| Point { month: m, percents: counted.get(&m).map_or(vec![None; Difficulty::ALL.len()], percents) };
    Ok((0..TREND).rev().map(|n| point(month.plus(-n))).collect())
}

/// In the rule book's order; sensitive ones only for who may see who is of them.
fn by_category(cx: &Reader, rules: Rules<'_>, measure: &Measure) -> Vec<OfCategory> {
    let kinds = categories::Kinds::of(rules);
    let seen = kinds.all.iter().filter(|kind| categories::may_see(cx, kind));
    seen.filter_map(|kind| {
        let counts = measure.counts.get(&kind.code)?;
        Some(OfCategory { code: kind.code.clone(), name: kind.name().into(), counts: *counts })
    })
    .collect()
}

/// The same, large, for a screen that nobody touches: it draws itself again every minute.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "difficulties/wall.html")]
pub struct Wall {
    #[serde(flatten)]
    pub measured: ShowDifficulties,
}
impl Page for Wall {
    const SHELL: Shell = Shell::Wall;
    fn title(&self) -> String {
        self.measured.title()
    }
}

pub fn wall(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<Wall>> {
    Reply::show(Wall { measured: ShowDifficulties::of(cx, &asked)? })
}

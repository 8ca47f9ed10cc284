//! The page of a person's hours and points.

use super::{Line, Own, Standing, View, hours};
use crate::{closing::Month, people::Member};
use askama::Template;
use kernel::{Cx, Error, Id, Page, Path, Query, Reader, Reply, Result, Shell, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
pub struct Year {
    /// The year to show; this one where it is left out.
    year: Option<i16>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "points/show.html")]
pub struct PointsOfMember {
    pub id: Id,
    pub name: String,
    pub year: i16,
    pub standing: Standing,
    pub lines: Vec<Line>,
}
impl Page for PointsOfMember {
    fn title(&self) -> String {
        say!("{} 的学时和积分", "Hours and points of {}", self.name)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "points/own.html")]
pub struct MyPoints {
    pub year: i16,
    pub standing: Standing,
    pub lines: Vec<Line>,
}
impl Page for MyPoints {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的学时和积分", "My hours and points").into()
    }
}

impl PointsOfMember {
    /// The fact that a line follows from.
    fn link(&self, line: &Line) -> Option<String> {
        line.activity.map(|id| format!("/activities/{id}"))
    }
}
impl MyPoints {
    /// Members have no page of an activity's roll-call; the line names the activity.
    fn link(&self, _: &Line) -> Option<String> {
        None
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(asked): Query<Year>) -> Result<Reply<PointsOfMember>> {
    let member: Member = cx.find(id)?;
    let (month, standing, lines) = year(cx, &member, asked.year)?;
    Reply::show(PointsOfMember { id, name: member.name, year: month.year(), standing, lines })
}

pub fn own(cx: &Cx<Own>, Query(asked): Query<Year>) -> Result<Reply<MyPoints>> {
    let member: Member = cx.find(cx.actor().person.ok_or(Error::NotFound)?)?;
    let (month, standing, lines) = year(cx, &member, asked.year)?;
    Reply::show(MyPoints { year: month.year(), standing, lines })
}

/// The month that the year is looked at from: this one, or a past year's last.
fn year(cx: &Reader, member: &Member, year: Option<i16>) -> Result<(Month, Standing, Vec<Line>)> {
    let now = Month::of(cx.today());
    let month = match year {
        Some(year) if year != now.year() => format!("{year:04}-12").parse()?,
        _ => now,
    };
    Ok((month, Standing::of(cx, member, month)?, Line::of(cx, member.id, month)?))
}

impl Line {
    pub fn name(&self) -> String {
        self.title.clone().unwrap_or_else(|| t("记录已撤回", "The fact was withdrawn").into())
    }
    /// `+2`, `−1`, or nothing where the line is about hours.
    pub fn points_text(&self) -> String {
        self.points.map(|p| if p > 0 { format!("+{p}") } else { p.to_string().replace('-', "−") }).unwrap_or_default()
    }
    pub fn hours_text(&self, hour: &i64) -> String {
        let text = |minutes: i64| if minutes < 0 { format!("−{}", hours(-minutes, *hour)) } else { hours(minutes, *hour) };
        self.minutes.map(text).unwrap_or_default()
    }
    /// That it counts in another month than its day's.
    pub fn late(&self) -> Option<String> {
        let moved = self.month != Month::of(self.day);
        moved.then(|| say!("{} 已月结，记入 {}", "{} was closed: counts in {}", Month::of(self.day).name(), self.month.name()))
    }
}

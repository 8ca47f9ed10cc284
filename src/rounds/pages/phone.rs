//! The visitor's phone: the stops in order, one tap each. The page works without a network
//! (`ui/web/js/visits.js`): marks wait on the phone and are sent as JSON to the same address.

use crate::{
    activities::Activity,
    rounds::{
        Looks, Marking, Outcome, Round, Stop, Tour, Visit, Visits, marked,
        visit::{self, Marked},
    },
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Shell, Writer, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/mine.html")]
pub struct MyVisits {
    pub tours: Vec<Mine>,
}
impl Page for MyVisits {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的走访", "My visits").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Mine {
    pub tour: Tour,
    pub round: Round,
    pub stops: usize,
    pub left: usize,
}

pub fn list(cx: &Cx<Looks>) -> Result<Reply<MyVisits>> {
    let mine = |(tour, round): (Tour, Round)| {
        let (stops, visits) = (tour.stops(cx)?.len(), Visit::in_force(cx, "s.tour = $1", tour.id)?.len());
        Ok(Mine { tour, round, stops, left: stops - visits })
    };
    Reply::show(MyVisits { tours: Tour::mine(cx)?.into_iter().map(mine).collect::<Result<_>>()? })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/tour.html")]
pub struct ShowTour {
    pub tour: Tour,
    pub round: Round,
    pub stops: Vec<ToDo>,
    pub left: usize,
    /// From which day on visits of the activity can be recorded, where it has not come yet.
    pub not_before: Option<String>,
    pub today: String,
    pub may_reveal: bool,
}
impl Page for ShowTour {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        self.round.title.clone()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ToDo {
    pub stop: Stop,
    pub visit: Option<Visit>,
}

pub fn show(cx: &Cx<Looks>, Path(id): Path<Id>) -> Result<Reply<ShowTour>> {
    let tour: Tour = cx.find(id)?;
    let round = tour.must_be_open(cx)?;
    let mut visits: HashMap<Id, Visit> = Visit::in_force(cx, "s.tour = $1", id)?.into_iter().map(|v| (v.stop, v)).collect();
    let stops: Vec<ToDo> = tour.stops(cx)?.into_iter().map(|stop| ToDo { visit: visits.remove(&stop.id), stop }).collect();
    Reply::show(ShowTour {
        left: stops.iter().filter(|s| s.visit.is_none()).count(),
        not_before: not_before(cx, &round)?,
        today: cx.today().to_string(),
        may_reveal: cx.may("people.reveal"),
        stops,
        tour,
        round,
    })
}

fn not_before(cx: &Reader, round: &Round) -> Result<Option<String>> {
    let Some(activity) = round.activity else { return Ok(None) };
    let activity: Activity = cx.find(activity)?;
    Ok((activity.day > cx.today()).then(|| crate::ui::day(activity.day)))
}

/// What became of a visit. `seen` is the entry that the page showed.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mark {
    pub stop: Id,
    pub outcome: Outcome,
    /// Made by the phone: sent twice it is one.
    pub id: Option<Id>,
    /// The day of the visit; today where it is left out.
    #[serde(default)]
    pub on: String,
    /// What they wish, a line each.
    #[serde(default)]
    pub wishes: String,
    /// What was promised, a line each.
    #[serde(default)]
    pub promises: String,
    pub seen: Option<Id>,
    /// It waited on the phone.
    #[serde(default)]
    pub waited: bool,
}

pub fn mark(cx: &Cx<Visits>, Path(id): Path<Id>, Input(m): Input<Mark>) -> Result<Reply<marked::Marked>> {
    let tour: Tour = cx.find(id)?;
    let stop = tour.stops(cx)?.into_iter().find(|s| s.id == m.stop).ok_or(Error::NotFound)?;
    let marking = marking(cx, m)?;
    match Visit::mark(cx, &tour, &stop, &marking)? {
        Marked::Stands(stands) => Reply::show(marked::Marked::of(&tour, &stop, &marking, Some(*stands), false)),
        Marked::Recorded => {
            let page = marked::Marked::of(&tour, &stop, &marking, visit::Visit::of_stop(cx, stop.id)?, true);
            Reply::elsewhere(page, format!("/visits/{id}#stop-{}", stop.id))
        }
    }
}

fn marking(cx: &Writer, m: Mark) -> Result<Marking> {
    let on: Date = match m.on.trim() {
        "" => cx.today(),
        day => day.parse().map_err(|_| Error::field("on", "请填写日期。", "Give the day."))?,
    };
    let via = if m.waited { "waited" } else { "phone" };
    Ok(Marking { id: m.id, outcome: m.outcome, on, wishes: m.wishes, promises: m.promises, seen: m.seen, via })
}

pub fn end(cx: &Cx<Visits>, Path(id): Path<Id>) -> Acted {
    cx.find::<Tour>(id)?.end(cx)?;
    said(
        "/visits",
        t("这一份走完了，谢谢。手机上存的名单已清掉。", "Your share is done, thank you. The list kept on the phone is cleared."),
    )
}

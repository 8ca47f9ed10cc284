//! The paper way: each visitor's share with blanks to tick, and what came back typed in one pass.

use super::show::{Line, Share, shares};
use crate::{
    orgs::Org,
    rounds::{Marking, Outcome, Round, View, Visit, Visits, visit::Marked},
};
use askama::Template;
use kernel::{Acted, Cx, Error, FieldError, Id, Input, Page, Path, Reply, Result, Shell, Writer, said, say, text};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/sheet.html")]
pub struct RoundSheet {
    pub round: Round,
    pub org_name: String,
    pub shares: Vec<Share>,
    pub codes: String,
}
impl Page for RoundSheet {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("走访单 · {}", "Round: {}", self.round.title)
    }
}

pub fn sheet(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<RoundSheet>> {
    let round: Round = cx.find(id)?;
    let codes = Outcome::ALL.map(|o| format!("{} {}", o.digit(), o.name())).join("  ");
    Reply::show(RoundSheet { org_name: cx.find::<Org>(round.org)?.name, shares: shares(cx, &round)?, codes, round })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/typing.html")]
pub struct RoundTyping {
    pub round: Round,
    pub shares: Vec<Share>,
    pub digits: String,
    #[serde(skip)]
    today: String,
}
impl Page for RoundTyping {
    fn title(&self) -> String {
        say!("录走访单 · {}", "Type the sheets: {}", self.round.title)
    }
}

pub fn typing(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<RoundTyping>> {
    let round: Round = cx.find(id)?;
    let digits = Outcome::ALL.map(Outcome::digit).join(" ");
    Reply::show(RoundTyping { shares: shares(cx, &round)?, digits, round, today: cx.today().to_string() })
}

impl RoundTyping {
    /// The code that stands already.
    fn digit(&self, line: &Line) -> &'static str {
        line.visit.as_ref().map_or("", |v| v.outcome.digit())
    }
}

/// Fields `on`, and `code.<stop>`, `words.<stop>`, `seen.<stop>` a stop; an empty box says nothing.
pub type Typed = BTreeMap<String, String>;

pub fn typed(cx: &Cx<Visits>, Path(id): Path<Id>, Input(typed): Input<Typed>) -> Acted {
    let round: Round = cx.find(id)?;
    let (mut new, mut differ) = (0, vec![]);
    for (stop, marking) in read(cx, &typed)? {
        match record(cx, &round, stop, &typed, marking)? {
            None => new += 1,
            Some(name) => differ.push(name),
        }
    }
    let kept = if differ.is_empty() {
        String::new()
    } else {
        say!("{} 已有不同的记录，没有改动。", "{} stand otherwise already and were left.", differ.join("、"))
    };
    said(super::show::url(id), say!("记下了 {new} 户。{kept}", "{new} recorded. {kept}"))
}

/// All codes, or everything that is wrong with them: a sheet is not half taken in.
fn read(cx: &Writer, typed: &Typed) -> Result<Vec<(Id, Marking)>> {
    let on = match typed.get("on").map(|d| d.trim()).filter(|d| !d.is_empty()) {
        None => cx.today(),
        Some(day) => day.parse().map_err(|_| Error::field("on", "请填写日期。", "Give the day."))?,
    };
    let (mut read, mut wrong) = (vec![], vec![]);
    for (field, code) in typed.iter().filter(|c| c.0.starts_with("code.") && !c.1.trim().is_empty()) {
        let (stop, outcome) = (field["code.".len()..].parse::<Id>(), Outcome::of_digit(code.trim()));
        match (stop, outcome) {
            (Ok(stop), Some(outcome)) => {
                let word = |name: &str| typed.get(&format!("{name}.{stop}")).cloned().unwrap_or_default();
                let seen = word("seen").parse().ok();
                read.push((stop, Marking { id: None, outcome, on, wishes: word("words"), promises: String::new(), seen, via: "sheet" }));
            }
            _ => wrong
                .push(FieldError { field: field.clone(), text: text!("没有代码“{}”", "There is no code “{}”", code.trim()) }),
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(Error::Invalid(wrong)) }
}

/// The member's name where another entry stands and was left.
fn record(cx: &Writer, round: &Round, stop: Id, typed: &Typed, marking: Marking) -> Result<Option<String>> {
    let stop = crate::rounds::Stop::of(cx, "s.id = $1", stop)?.into_iter().next().ok_or(Error::NotFound)?;
    let tour: crate::rounds::Tour = cx.find(stop.tour)?;
    if tour.round != round.id {
        return Err(Error::NotFound);
    }
    // What the page showed already, and came back as it was, is no news.
    let was = typed.get(&format!("was.{}", stop.id)).map(String::as_str);
    if was == Some(marking.outcome.digit()) && marking.words().is_empty() {
        return Ok(None);
    }
    Ok(match Visit::mark(cx, &tour, &stop, &marking)? {
        Marked::Recorded => None,
        Marked::Stands(_) => Some(stop.name),
    })
}

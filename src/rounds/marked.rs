//! What a visitor is told of a mark: that it stands, or what stands in its place.

use super::{Outcome, Stop, Tour, Visit};
use askama::Template;
use kernel::{Id, Page, Shell, t};
use schemars::JsonSchema;
use serde::Serialize;

/// Both versions where they differ; nothing was overwritten.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/marked.html")]
pub struct Marked {
    pub recorded: bool,
    pub tour: Id,
    pub stop: Id,
    pub name: String,
    /// The entry in force.
    pub stands: Option<Visit>,
    pub outcome_stands: String,
    /// What was to be written.
    pub yours: Outcome,
    pub outcome_yours: String,
    pub wishes: String,
    pub promises: String,
    pub on: String,
    #[serde(skip)]
    pub back: String,
}
impl Page for Marked {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("两处记得不一样", "Two versions").into()
    }
}

impl Marked {
    pub fn of(tour: &Tour, stop: &Stop, m: &super::Marking, stands: Option<Visit>, recorded: bool) -> Marked {
        Marked {
            recorded,
            tour: tour.id,
            stop: stop.id,
            name: stop.name.clone(),
            outcome_stands: stands.as_ref().map(|v| v.outcome.name().to_string()).unwrap_or_default(),
            stands,
            yours: m.outcome,
            outcome_yours: m.outcome.name().to_string(),
            wishes: m.wishes.clone(),
            promises: m.promises.clone(),
            on: m.on.to_string(),
            back: format!("/visits/{}", tour.id),
        }
    }
}

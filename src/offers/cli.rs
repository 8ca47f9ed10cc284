//! `linli match`: the same verbs as the page.

use super::{Offer, Proposal};
use kernel::{House, Id, Result, Scope};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    #[serde(flatten)]
    pub proposal: Proposal,
    /// How many were asked; none where it was only looked at.
    pub asked: Option<usize>,
}

/// Who could take which post; asked at once where that is wished.
pub fn run(house: &Arc<House>, scope: Scope, ask: bool) -> Result<Report> {
    house.steps_as_system("match", scope, move |cx| {
        let proposal = Proposal::of(cx)?;
        if !ask {
            return Ok(Report { proposal, asked: None });
        }
        let pair = |p: &super::ForPost| p.people.iter().map(|person| (p.post.id, person.person.id)).collect::<Vec<_>>();
        let pairs: Vec<(Id, Id)> = proposal.posts.iter().flat_map(pair).collect();
        let asked = cx.write(move |w| Offer::send(w, &pairs))?;
        Ok(Report { proposal, asked: Some(asked) })
    })
}

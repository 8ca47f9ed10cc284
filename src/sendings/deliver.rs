//! The job: hands over what waits, one after the other; no transaction is open meanwhile.

use super::sending::{Claimed, claim, waits, wake};
use crate::channels::{Outcome, hand_over};
use kernel::{Result, Steps, Ticket};

/// So many messages of one run: others' work in the queue waits no longer than that.
const RUN: u64 = 200;

pub fn run(cx: &Steps, ticket: &Ticket) -> Result<()> {
    let mut before: Option<(Claimed, Outcome)> = None;
    for n in 0..RUN {
        if before.is_none() && !waits(cx)? {
            break;
        }
        // What became of the last one and the claim of the next stand in one transaction.
        let next = cx.write(move |cx| {
            if let Some((claimed, outcome)) = before {
                claimed.settle(cx, &outcome)?;
            }
            if n + 1 < RUN { claim(cx) } else { Ok(None) }
        })?;
        let Some(claimed) = next else { break };
        ticket.step(n, RUN)?;
        let outcome = hand_over(cx, claimed.channel, &claimed.message)?;
        before = Some((claimed, outcome));
    }
    cx.write(wake)
}

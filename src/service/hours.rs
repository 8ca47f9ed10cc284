//! What somebody served, summed.

use super::{Service, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody served, as far as it is confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hours {
    pub turns: i64,
    pub minutes: i64,
}

impl Hours {
    /// `12.5`, in hours.
    pub fn words(self) -> String {
        let tenths = self.minutes * 10 / MINUTES;
        if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
    }
}

/// Of an hour.
pub(super) const MINUTES: i64 = 60;

/// The confirmed of these turns.
pub fn hours<'a>(turns: impl IntoIterator<Item = &'a Service>) -> Hours {
    turns
        .into_iter()
        .filter(|s| s.state == State::Confirmed)
        .fold(Hours::default(), |sum, s| Hours { turns: sum.turns + 1, minutes: sum.minutes + s.minutes })
}

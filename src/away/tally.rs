//! How often each cause was said in a quarter, and how much of it may be read. What is shown follows
//! what was said only once as many new answers have come as the rule book asks for: two readings differ
//! by that many answers at least, and never by one.

use super::{Cause, Quarter, Question};
use crate::rulebook::{self, keys};
use kernel::{Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sums of one quarter that may be read; empty while too few have answered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    pub quarter: String,
    pub sums: Vec<Sum>,
    /// Of how many answers these are the sums.
    pub of: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sum {
    pub cause: Cause,
    pub count: i64,
}

impl Sum {
    pub fn name(&self) -> Text {
        self.cause.name()
    }
    pub fn words(&self) -> Text {
        self.cause.words()
    }
}

impl Tally {
    pub(super) fn add(cx: &Writer, question: &Question, quarter: Quarter, said: &[(Cause, i64)]) -> Result<()> {
        for cause in Cause::ALL {
            let more: i64 = said.iter().filter(|s| s.0 == cause).map(|s| s.1).sum();
            cx.run(
                "insert into {away_tallies} (question, quarter, cause, said, shown) values ($1, $2, $3, $4, 0) \
                 on conflict (question, quarter, cause) do update set said = away_tallies.said + excluded.said",
                args![question.id, quarter.code(), cause.code(), more],
            )?;
        }
        let least = rulebook::book(cx)?.at(cx.today()).get(keys::AWAY_SHOWN_FROM);
        let (said, shown): (i64, i64) = cx.one(
            "select cast(sum(t.said) as bigint), cast(sum(t.shown) as bigint) from {away_tallies} t where t.question = $1 and t.quarter = $2",
            args![question.id, quarter.code()],
        )?;
        if may_follow(said, shown, least) {
            cx.run("update {away_tallies} set shown = said where question = $1 and quarter = $2", args![question.id, quarter.code()])?;
        }
        Ok(())
    }

    pub fn of(cx: &Reader, question: &Question, quarter: Quarter) -> Result<Tally> {
        let all: Vec<(String, i64)> = cx.all(
            "select t.cause, t.shown from {away_tallies} t where t.question = $1 and t.quarter = $2",
            args![question.id, quarter.code()],
        )?;
        let of: i64 = all.iter().map(|s| s.1).sum();
        let count = |cause: Cause| all.iter().find(|s| s.0 == cause.code()).map_or(0, |s| s.1);
        let sums = if of == 0 { vec![] } else { Cause::ALL.map(|cause| Sum { cause, count: count(cause) }).to_vec() };
        Ok(Tally { quarter: quarter.name(), sums, of })
    }
}

/// Whether what is shown may become what was said: both counted over all causes.
fn may_follow(said: i64, shown: i64, least: i64) -> bool {
    said - shown >= least.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// However answers come, one by one or by the box, what is shown is nothing or at least so many,
        /// and two readings that differ do so by at least so many.
        #[test]
        fn readings_never_differ_by_fewer(least in 2i64..12, come in proptest::collection::vec(1i64..9, 1..60)) {
            let (mut said, mut shown) = (0, 0);
            for more in come {
                said += more;
                let before = shown;
                if may_follow(said, shown, least) {
                    shown = said;
                }
                prop_assert!(shown == before || shown - before >= least);
                prop_assert!(shown <= said && said - shown < least.max(more + least));
                prop_assert!(shown == 0 || shown >= least);
            }
        }
    }
}

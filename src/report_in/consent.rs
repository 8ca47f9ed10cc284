//! Whether a person's unit may read by name what they did: their own word and nobody else's, no unless they say
//! so, taken back at any time. It was given to one unit: with another unit, or once they leave, it is gone.

use super::{Act, ReportIn};
use crate::study::Via;
use kernel::{Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const OWN: &str = "a person's own word about their own report-in, wherever that was";

/// What somebody says.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Naming {
    pub yes: bool,
    /// How they said it; where they say it themselves it is left out.
    pub via: String,
}

impl ReportIn {
    pub fn is_named(&self) -> bool {
        self.named_on.is_some()
    }

    /// They said so, or took it back. Saying the same again changes nothing.
    pub fn let_be_named(&self, cx: &Writer, yes: bool, via: Via) -> Result<bool> {
        if yes == self.is_named() {
            return Ok(false);
        }
        let all = cx.beyond_scope(OWN);
        let (day, way) = if yes { (Some(cx.today()), via.code()) } else { (None, "") };
        all.run_one("update {report_ins} set named_on = $1, named_via = $2 where id = $3", args![day, way, self.id])?;
        let act = if yes { "named" } else { "unnamed" };
        Act::record(&all, self.id, &self.path, act, via.name().here(), &cx.actor().name)?;
        cx.note(self.id, format!("{act} to their unit, {}", via.code()));
        Ok(true)
    }

    /// What was said to one unit does not hold for another.
    pub(super) fn forget_naming(&self, cx: &Writer) -> Result<()> {
        if self.is_named() {
            cx.run_one("update {report_ins} set named_on = null, named_via = '' where id = $1", args![self.id])?;
            Act::record(cx, self.id, &self.path, "unnamed", "", &cx.actor().name)?;
        }
        Ok(())
    }
}

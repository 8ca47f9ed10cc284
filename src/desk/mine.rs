//! What was done for me, by whom, on which day, and how I had said it.

use super::Done;
use crate::me::{Mine, myself};
use askama::Template;
use kernel::{Cx, Page, Reply, Result, Shell, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "desk/mine.html")]
pub struct DoneForMe {
    pub done: Vec<Done>,
}
impl Page for DoneForMe {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("替我办的事", "Done for me").into()
    }
}

pub fn list(cx: &Cx<Mine>) -> Result<Reply<DoneForMe>> {
    Reply::show(DoneForMe { done: Done::of_member(cx, myself(cx)?.id)? })
}

//! The list of open needs for the wall of the community: who can help takes one. No person is named.

use crate::{
    needs::{Filter, Line, View},
    orgs::Org,
};
use askama::Template;
use kernel::{Cx, Page, Reply, Result, Shell, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "needs/wall.html")]
pub struct NeedWall {
    pub community: String,
    pub needs: Vec<Line>,
    pub today: String,
}
impl Page for NeedWall {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        t("接单墙", "Open needs").into()
    }
}

pub fn show(cx: &Cx<View>) -> Result<Reply<NeedWall>> {
    let (mut needs, mut filter) = (vec![], Filter { state: "open".into(), ..Filter::default() });
    loop {
        let (lines, next) = filter.read(cx)?;
        needs.extend(lines);
        match next {
            Some(after) => filter = filter.starting(&after),
            None => break,
        }
    }
    needs.sort_by_key(|n| crate::needs::URGENCIES.iter().position(|u| u.0 == n.urgency));
    Reply::show(NeedWall { community: Org::top(cx)?.name, needs, today: crate::ui::day(cx.today()) })
}

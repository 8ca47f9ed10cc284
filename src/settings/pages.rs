use super::{ALL, Edit, View, set, setting};
use askama::Template;
use kernel::{Acted, Cx, Input, Page, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, JsonSchema)]
pub struct Line {
    pub key: &'static str,
    pub name: String,
    pub does: String,
    /// `on`, `off` or `rule`.
    pub set: &'static str,
    /// What the rule book says.
    pub by_rule: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "settings/show.html")]
pub struct ShowSettings {
    pub lines: Vec<Line>,
}
impl Page for ShowSettings {
    fn title(&self) -> String {
        t("设置", "Settings").into()
    }
}

pub fn show(cx: &Cx<View>) -> Result<Reply<ShowSettings>> {
    let line = |switch: setting::Switch| -> Result<Line> {
        let set = setting::set_to(cx, &switch)?.map_or("rule", |on| if on { "on" } else { "off" });
        Ok(Line {
            key: switch.key,
            name: switch.name.here().into(),
            does: switch.does.here().into(),
            set,
            by_rule: setting::by_rule(cx, switch)?,
        })
    };
    Reply::show(ShowSettings { lines: ALL.into_iter().map(line).collect::<Result<_>>()? })
}

/// The switches to change, by their keys; those left out stay as they are.
#[derive(Deserialize, JsonSchema)]
pub struct Change(BTreeMap<String, String>);

pub fn change(cx: &Cx<Edit>, Input(change): Input<Change>) -> Acted {
    for switch in ALL {
        if let Some(word) = change.0.get(switch.key) {
            set(cx, &switch, word)?;
        }
    }
    said("/settings", t("设置已保存。", "Settings saved."))
}

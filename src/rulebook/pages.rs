use super::{Edit, Entry, View, book, change};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Input, Page, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rulebook/list.html")]
pub struct RuleList {
    chapters: Vec<Chapter>,
    may_edit: bool,
}
impl Page for RuleList {
    fn title(&self) -> String {
        t("规则", "Rule book").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Chapter {
    name: String,
    rules: Vec<RuleLine>,
}

/// One rule in the language of the request.
#[derive(Serialize, JsonSchema)]
pub struct RuleLine {
    key: String,
    name: String,
    does: String,
    /// As it would be typed.
    value: String,
    unit: String,
    source: String,
    from: String,
    /// What to know of it: own decision, not verified, run out.
    remarks: Vec<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rulebook/show.html")]
pub struct ShowRule {
    rule: RuleLine,
    today: String,
    may_edit: bool,
    /// Members come into categories or leave them where it changes: that is looked at first.
    moves_members: bool,
}
impl Page for ShowRule {
    fn title(&self) -> String {
        self.rule.name.clone()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NewValue {
    /// A number, a duration such as P90D, a text, or a TOML list or table.
    pub value: String,
    /// The document that the decision stands on.
    pub source: String,
    #[serde(default)]
    pub article: String,
    /// The day from which it holds.
    #[schemars(with = "String")]
    pub from: Date,
    /// Whose categories change was looked at; asked for where the rule moves members.
    #[serde(default)]
    pub seen: bool,
}

pub fn list(cx: &Cx<View>) -> Result<Reply<RuleList>> {
    let book = book(cx)?;
    let mut chapters: Vec<Chapter> = vec![];
    for entry in book.at(cx.today()).entries() {
        let name = chapter(&entry.file);
        if chapters.last().is_none_or(|c| c.name != name) {
            chapters.push(Chapter { name, rules: vec![] });
        }
        chapters.last_mut().into_iter().for_each(|c| c.rules.push(line(&entry)));
    }
    Reply::show(RuleList { chapters, may_edit: cx.may("rules.edit") })
}

pub fn show(cx: &Cx<View>, Path(key): Path<String>) -> Result<Reply<ShowRule>> {
    let book = book(cx)?;
    let entry = book.at(cx.today()).entries().into_iter().find(|e| e.key == key).ok_or(Error::NotFound)?;
    let (may_edit, moves_members) = (cx.may("rules.edit"), super::moves_members(&key));
    Reply::show(ShowRule { rule: line(&entry), today: cx.today().to_string(), may_edit, moves_members })
}

pub fn edit(cx: &Cx<Edit>, Path(key): Path<String>, Input(new): Input<NewValue>) -> Acted {
    let from = new.from;
    change(cx, &key, new)?;
    said(format!("/rules/{key}"), say!("已记下，自 {from} 起生效。", "Recorded; it holds from {from}."))
}

fn chapter(file: &str) -> String {
    match file.trim_end_matches(".toml") {
        "organisation" => t("组织", "Organisation"),
        "cadence" => t("组织生活的周期", "How often things are held"),
        "activities" => t("活动", "Activities"),
        "study" => t("学时", "Study hours"),
        "points" => t("积分", "Points"),
        "contact" => t("联系", "Contact"),
        "people" => t("党员", "Members"),
        "categories" => t("党员分类", "Categories of members"),
        "dues" => t("党费", "Dues"),
        "accounts" => t("账号", "Accounts"),
        "imports" => t("导入", "Imports"),
        "retention" => t("保存期限", "Retention"),
        "holidays" => t("节假日", "Holidays"),
        other => other,
    }
    .into()
}

fn line(entry: &Entry) -> RuleLine {
    let text = |zh: &str, en: &str| t(zh, en).to_owned();
    let mut remarks = vec![];
    if entry.own {
        remarks.push(text("本组织的决定", "Our own decision"));
    }
    if entry.overtaken {
        remarks.push(text("其后印发了新的规定", "A newer rule was printed since"));
    }
    if entry.expired {
        remarks.push(text("已到期，沿用", "Run out, still used"));
    }
    if entry.mark == Some(super::Mark::Unverified) {
        remarks.push(text("未核实", "Not verified"));
    }
    if entry.local {
        remarks.push(text("地方做法", "Local practice"));
    }
    let place = [entry.chapter.clone(), entry.article.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    RuleLine {
        key: entry.key.clone(),
        name: text(&entry.name.zh, &entry.name.en),
        does: text(&entry.does.zh, &entry.does.en),
        value: super::typed(&entry.value),
        unit: text(&entry.unit.zh, &entry.unit.en),
        source: format!("{} {place}", text(&entry.source.zh, &entry.source.en)).trim().to_owned(),
        from: entry.from.to_string(),
        remarks,
    }
}

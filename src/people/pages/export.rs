//! The ledger as a file: what is seen in the list, or all of it.

use crate::{
    orgs::Org,
    people::{
        Export, View,
        export::{Format, for_actor},
        ledger::{Filter, Line, PAGE},
    },
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{Cx, Download, Error, Input, Page, Query, Reader, Reply, Result, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::write::{Cell, Column, Table, csv, xlsx};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/export.html")]
pub struct ExportForm {
    pub organisation: Org,
}
impl Page for ExportForm {
    fn title(&self) -> String {
        t("导出台账", "Export the ledger").into()
    }
}

pub fn form(cx: &Cx<Export>) -> Result<Reply<ExportForm>> {
    Reply::show(ExportForm { organisation: Org::top(cx)? })
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    pub format: Format,
    /// Hidden facts in full; then a reason is needed.
    pub unmask: bool,
    pub reason: String,
}

pub fn all(cx: &Cx<Export>, Input(wanted): Input<Wanted>) -> Result<Download> {
    let organisation = Org::top(cx)?;
    within(cx, organisation.members_below)?;
    let mut bytes = vec![];
    for_actor(cx, wanted.unmask.then_some(wanted.reason.as_str()), wanted.format, &mut bytes)?;
    let name = say!("{} 台账 {}.{}", "{} ledger {}.{}", organisation.name, cx.today(), wanted.format.ending());
    Ok(Download { name, mime: wanted.format.mime(), bytes, inline: false })
}

/// A page's answer is held in memory; larger ledgers leave by the command line.
fn within(cx: &Reader, members: i64) -> Result<()> {
    let most = rulebook::book(cx)?.at(cx.today()).get(keys::EXPORT_MEMBERS_MAX);
    if members <= most {
        return Ok(());
    }
    Err(Error::rule(
        "export_large",
        format!("网页一次最多导出 {most} 人。请用命令行 linli export members。"),
        format!("A page exports at most {most} members. Use the command line: linli export members."),
    ))
}

pub fn seen_csv(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Download> {
    seen(cx, filter, Format::Csv)
}

pub fn seen_xlsx(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Download> {
    seen(cx, filter, Format::Xlsx)
}

/// What the list shows, all pages of it: nothing in it is hidden.
fn seen(cx: &Reader, mut filter: Filter, format: Format) -> Result<Download> {
    let org = filter.org.map(|id| cx.find::<Org>(id)).transpose()?;
    let mut lines: Vec<Line> = vec![];
    loop {
        let leaf = filter.read(cx, org.as_ref(), PAGE * PAGE)?;
        lines.extend(leaf.lines);
        within(cx, lines.len() as i64)?;
        let Some(next) = leaf.next else { break };
        filter.after = next;
    }
    let heads = [
        t("姓名", "Name"),
        t("党组织", "Organisation"),
        t("性别", "Sex"),
        t("出生日期", "Born"),
        t("学历", "Education"),
        t("入党日期", "Joined"),
        t("正式/预备", "Full or probationary"),
        t("人员类别", "Employment"),
        t("工作单位", "Unit"),
        t("最近联系", "Last contact"),
        t("备注", "Remarks"),
    ];
    let widths = [10.0, 26.0, 6.0, 12.0, 12.0, 12.0, 10.0, 10.0, 24.0, 12.0, 20.0];
    let title = org.map_or_else(|| Org::top(cx), Ok)?.name;
    let table = Table {
        title: say!("{title} 党员名单", "Members of {title}"),
        note: cx.today().to_string(),
        columns: heads.into_iter().zip(widths).map(|(head, width)| Column::new(head, width)).collect(),
    };
    let rows = lines.iter().map(|l| cells(l).map(Cell::from));
    let written = if format == Format::Csv { csv(&table, rows) } else { xlsx(&table, rows) };
    let name = say!("{title} 党员名单.{}", "Members of {title}.{}", format.ending());
    Ok(Download { name, mime: format.mime(), bytes: written.map_err(|e| Error::Internal(e.into()))?, inline: false })
}

fn cells(l: &Line) -> [&str; 11] {
    fn text(t: &Option<String>) -> &str {
        t.as_deref().unwrap_or_default()
    }
    let standing = if l.probationary { t("预备", "probationary") } else { t("正式", "full") };
    let remark = match (l.transition, l.floating) {
        (true, _) => t("返迁过渡期", "in relocation"),
        (_, true) => t("流动", "floating"),
        _ => "",
    };
    [
        &l.name,
        &l.organisation,
        &l.sex,
        text(&l.birth),
        &l.education,
        text(&l.joined),
        standing,
        &l.employment,
        &l.unit,
        text(&l.last_contact),
        remark,
    ]
}

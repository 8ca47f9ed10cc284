//! Those who reported in as a workbook: what is hidden masked, or in full for a reason.

use crate::{
    orgs::Org,
    people::{export::Format, mask_address, mask_id_no, mask_phone, words},
    report_in::{Export, Filter, Line, ReportIn, View},
};
use kernel::{Cx, Download, Error, Id, Input, Query, Reader, Result, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::write::{Cell, Column, Table, xlsx};

/// Rows read at once.
const BATCH: usize = 1000;

pub fn seen(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Download> {
    workbook(cx, &filter, false).map(|(_, file)| file)
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    #[serde(flatten)]
    pub filter: Filter,
    /// What it is for; the audit log keeps it.
    pub reason: String,
}

pub fn full(cx: &Cx<Export>, Input(wanted): Input<Wanted>) -> Result<Download> {
    let reason = wanted.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::field("reason", "导出完整信息要说明用途。", "To export in full, say what it is for."));
    }
    let (count, file) = workbook(cx, &wanted.filter, true)?;
    cx.write(move |w| {
        w.note_reason(Id::NIL, format!("exported {count} who reported in, in full"), &reason);
        Ok(())
    })?;
    Ok(file)
}

fn workbook(cx: &Reader, filter: &Filter, full: bool) -> Result<(usize, Download)> {
    let heads = [
        (t("姓名", "Name"), 10.0),
        (t("性别", "Sex"), 6.0),
        (t("身份证号", "ID number"), 21.0),
        (t("手机", "Phone"), 14.0),
        (t("单位", "Unit"), 28.0),
        (t("报到社区", "Community"), 22.0),
        (t("居住", "Lives at"), 22.0),
        (t("特长", "Skills"), 26.0),
        (t("可服务时间", "Free"), 16.0),
        (t("认领岗位意向", "Post wished for"), 16.0),
        (t("报到日期", "Reported in"), 12.0),
    ];
    let title = say!("{} 在职党员报到名册", "Members who reported in, {}", Org::top(cx)?.name);
    let columns = heads.into_iter().map(|(head, width)| Column::new(head, width)).collect();
    let table = Table { title: title.clone(), note: cx.today().to_string(), columns };
    let (mut rows, mut filter) = (vec![], filter.starting(""));
    loop {
        let (lines, next) = filter.read(cx, BATCH)?;
        for line in &lines {
            rows.push(cells(cx, line, full)?);
        }
        let Some(next) = next else { break };
        filter.after = next;
    }
    let count = rows.len();
    let bytes = xlsx(&table, rows.into_iter().map(|row| row.map(Cell::from))).map_err(|e| Error::Internal(e.into()))?;
    Ok((count, Download { name: format!("{title}.xlsx"), mime: Format::Xlsx.mime(), bytes, inline: false }))
}

fn cells(cx: &Reader, line: &Line, full: bool) -> Result<[String; 11]> {
    let facts = cx.find::<ReportIn>(line.id)?.facts(cx)?;
    let show = |text: Option<String>, mask: fn(&str) -> String| text.map_or_else(String::new, |t| if full { t } else { mask(&t) });
    Ok([
        line.name.clone(),
        words::word(&line.sex).to_owned(),
        show(facts.id_no, mask_id_no),
        show(facts.phone, mask_phone),
        line.unit_name.clone(),
        line.organisation.clone(),
        show(facts.lives_at, mask_address),
        line.skill_names(),
        line.free_names(),
        line.post_wish.clone(),
        line.reported_on.clone(),
    ])
}

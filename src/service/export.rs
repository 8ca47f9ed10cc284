//! Confirmed service as a workbook, in the columns that the designated volunteer system takes in (Measures for
//! records and certificates 2020, articles 3 and 4: who, what, when, how long, who confirmed it).

use super::{Service, State};
use crate::{
    orgs::Org,
    people::{Member, export::Format},
    posts::{Post, Tie, kinds},
    report_in::ReportIn,
};
use kernel::{Download, Error, Reader, Result, t};
use sheets::write::{Cell, Column, Table, xlsx};
use std::collections::HashMap;

/// Turns in one workbook.
const MOST: i64 = 50_000;

/// How many turns, and the file.
pub fn workbook(cx: &Reader) -> Result<(usize, Download)> {
    let heads = [
        (t("姓名", "Name"), 10.0),
        (t("证件类型", "Kind of paper"), 12.0),
        (t("证件号码", "Number"), 21.0),
        (t("志愿者编号", "Volunteer number"), 16.0),
        (t("联系电话", "Telephone"), 14.0),
        (t("服务项目", "Service"), 30.0),
        (t("服务类别", "Kind"), 14.0),
        (t("服务地点", "Place"), 22.0),
        (t("服务日期", "Day"), 12.0),
        (t("开始时间", "From"), 10.0),
        (t("服务时长（小时）", "Hours"), 12.0),
        (t("确认方式", "Confirmed"), 16.0),
        (t("记录组织", "Organisation"), 26.0),
    ];
    let columns = heads.into_iter().map(|(head, width)| Column::new(head, width)).collect();
    let title = t("志愿服务记录", "Service records").to_owned();
    let table = Table { title: title.clone(), note: cx.today().to_string(), columns };
    let names: HashMap<String, String> = kinds(cx)?.into_iter().map(|k| (k.code, k.name.here().to_owned())).collect();
    let turns = Service::list(cx, State::Confirmed.code(), MOST)?;
    let rows = turns.iter().map(|s| row(cx, s, &names)).collect::<Result<Vec<_>>>()?;
    let count = rows.len();
    let bytes = xlsx(&table, rows.into_iter().map(|row| row.map(Cell::from))).map_err(|e| Error::Internal(e.into()))?;
    Ok((count, Download { name: format!("{title}.xlsx"), mime: Format::Xlsx.mime(), bytes, inline: false }))
}

fn row(cx: &Reader, s: &Service, kinds: &HashMap<String, String>) -> Result<[String; 13]> {
    let (post, org): (Post, Org) = (cx.find(s.post)?, cx.find(s.org)?);
    // A member who has left the ledger since is named, and no more is known.
    let (id_no, phone) = match s.tie {
        Tie::Member => cx
            .maybe::<Member>("select * from {members} m where m.id = $1", kernel::args![s.person])?
            .map(|m| m.facts(cx))
            .transpose()?
            .map(|f| (f.id_no, f.phone)),
        Tie::ReportIn => cx
            .maybe::<ReportIn>("select * from {report_ins} r where r.id = $1", kernel::args![s.person])?
            .map(|r| r.facts(cx))
            .transpose()?
            .map(|f| (f.id_no, f.phone)),
    }
    .unwrap_or_default();
    Ok([
        s.name.clone(),
        if id_no.is_some() { t("居民身份证", "ID card").into() } else { String::new() },
        id_no.unwrap_or_default(),
        String::new(),
        phone.unwrap_or_default(),
        post.title,
        kinds.get(&post.kind).cloned().unwrap_or_default(),
        post.place,
        s.day.to_string(),
        s.starts.clone(),
        super::turn::hours([s]).words(),
        s.how.name().here().to_owned(),
        org.name,
    ])
}

//! Confirmed service as a workbook, in the columns that the designated volunteer system takes in (Measures for
//! records and certificates 2020, articles 3 and 4: who, what, when, how long, who confirmed it).

use super::{Service, State, hours};
use crate::{
    orgs::Org,
    people::{Member, export::Format},
    posts::{Post, Tie, kinds},
    report_in::ReportIn,
};
use kernel::{Download, Error, Id, Reader, Result, args, t};
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
    let turns = Service::list(cx, State::Confirmed.code(), MOST)?;
    let mut known = Known::of(cx)?;
    let rows = turns.iter().map(|turn| row(cx, turn, &mut known)).collect::<Result<Vec<_>>>()?;
    let count = rows.len();
    let bytes = xlsx(&table, rows.into_iter().map(|row| row.map(Cell::from))).map_err(|e| Error::Internal(e.into()))?;
    Ok((count, Download { name: format!("{title}.xlsx"), mime: Format::Xlsx.mime(), bytes, inline: false }))
}

/// What the turns refer to, each asked for once.
struct Known {
    kinds: HashMap<String, String>,
    posts: HashMap<Id, Post>,
    orgs: HashMap<Id, Org>,
    people: HashMap<Id, Reached>,
}

/// Number of the paper and telephone.
type Reached = (Option<String>, Option<String>);

impl Known {
    fn of(cx: &Reader) -> Result<Known> {
        let served = "select p.* from {posts} p where p.id in (select s.post from {services} s where s.tenant = p.tenant and s.state = $1)";
        let posts: Vec<Post> = cx.all(served, args![State::Confirmed.code()])?;
        Ok(Known {
            kinds: kinds(cx)?.into_iter().map(|k| (k.code, k.name.here().to_owned())).collect(),
            posts: posts.into_iter().map(|post| (post.id, post)).collect(),
            orgs: Org::tree(cx)?.into_iter().map(|org| (org.id, org)).collect(),
            people: HashMap::new(),
        })
    }

    fn person(&mut self, cx: &Reader, turn: &Service) -> Result<Reached> {
        if let Some(known) = self.people.get(&turn.person) {
            return Ok(known.clone());
        }
        let reached = reached(cx, turn)?;
        self.people.insert(turn.person, reached.clone());
        Ok(reached)
    }
}

/// A member who has left the ledger since is named, and no more is known.
fn reached(cx: &Reader, turn: &Service) -> Result<Reached> {
    let told = match turn.tie {
        Tie::Member => cx
            .maybe::<Member>("select * from {members} m where m.id = $1", args![turn.person])?
            .map(|m| m.facts(cx))
            .transpose()?
            .map(|f| (f.id_no, f.phone)),
        Tie::ReportIn => cx
            .maybe::<ReportIn>("select * from {report_ins} r where r.id = $1", args![turn.person])?
            .map(|r| r.facts(cx))
            .transpose()?
            .map(|f| (f.id_no, f.phone)),
    };
    Ok(told.unwrap_or_default())
}

fn row(cx: &Reader, s: &Service, known: &mut Known) -> Result<[String; 13]> {
    let (id_no, phone) = known.person(cx, s)?;
    let (post, org) = (known.posts.get(&s.post).ok_or(Error::NotFound)?, known.orgs.get(&s.org).ok_or(Error::NotFound)?);
    Ok([
        s.name.clone(),
        if id_no.is_some() { t("居民身份证", "ID card").into() } else { String::new() },
        id_no.unwrap_or_default(),
        String::new(),
        phone.unwrap_or_default(),
        post.title.clone(),
        known.kinds.get(&post.kind).cloned().unwrap_or_default(),
        post.place.clone(),
        s.day.to_string(),
        s.starts.clone(),
        hours([s]).words(),
        s.how.name().here().to_owned(),
        org.name.clone(),
    ])
}

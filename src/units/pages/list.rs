//! The register as a list, and as a workbook.

use crate::{
    orgs::Org,
    units::{KINDS, Unit, View, kind_name, unit::Line},
};
use askama::Template;
use kernel::{Cx, Download, Error, Page, Query, Reader, Reply, Result, escape, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::write::{Cell, Column, Table, xlsx};

/// What somebody wants to see.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Look {
    /// Part of the name or of the code.
    pub q: String,
    /// Where the page before ended.
    pub after: String,
}

/// A unit that is registered above or beside us, whose people reported in with us.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Elsewhere {
    pub name: String,
    pub people: i64,
}

impl Elsewhere {
    fn all(cx: &Reader) -> Result<Vec<Elsewhere>> {
        if !cx.may("report_in.view") {
            return Ok(vec![]);
        }
        cx.all(
            "select r.unit_name as name, count(*) as people from {report_ins} r where r.state = 'accepted' and r.unit is not null \
             and r.unit not in (select u.id from {units} u) group by r.unit_name order by r.unit_name",
            &[],
        )
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "units/list.html")]
pub struct UnitList {
    pub units: Vec<Line>,
    pub look: Look,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    pub all: i64,
    pub elsewhere: Vec<Elsewhere>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for UnitList {
    fn title(&self) -> String {
        t("单位", "Units").into()
    }
}

impl UnitList {
    fn url(&self, after: &str) -> String {
        format!("/units?q={}&after={}", escape(&self.look.q), escape(after))
    }
}

pub fn list(cx: &Cx<View>, Query(look): Query<Look>) -> Result<Reply<UnitList>> {
    let (units, next) = Unit::list(cx, look.q.trim(), &look.after)?;
    let all = cx.one("select count(*) from {units} u", &[])?;
    let may_edit = cx.may("units.edit");
    let orgs = if may_edit { Org::tree(cx)? } else { vec![] };
    Reply::show(UnitList { units, look, next, all, elsewhere: Elsewhere::all(cx)?, orgs, may_edit })
}

/// What the list shows, all pages of it, with the telephones masked.
pub fn workbook(cx: &Cx<View>, Query(look): Query<Look>) -> Result<Download> {
    let heads = [
        (t("单位", "Unit"), 32.0),
        (t("统一社会信用代码", "Unified credit code"), 22.0),
        (t("单位性质", "Kind"), 12.0),
        (t("所属党组织", "Party organisation"), 28.0),
        (t("地址", "Address"), 28.0),
        (t("联络人", "Contact"), 10.0),
        (t("电话", "Phone"), 14.0),
        (t("报到人数", "Reported in"), 10.0),
        (t("登记在", "With"), 24.0),
    ];
    let title = say!("{} 单位名册", "Units of {}", Org::top(cx)?.name);
    let columns = heads.into_iter().map(|(head, width)| Column::new(head, width)).collect();
    let table = Table { title: title.clone(), note: cx.today().to_string(), columns };
    let (mut rows, mut after) = (vec![], look.after.clone());
    loop {
        let (lines, next) = Unit::list(cx, look.q.trim(), &after)?;
        for line in lines {
            let unit: Unit = cx.find(line.id)?;
            let phone = unit.masked_phone(cx)?;
            let (kind, people) = (kind_name(&unit.kind).to_owned(), line.people.to_string());
            rows.push([unit.name, unit.code, kind, unit.party_org, unit.address, unit.contact_person, phone, people, line.organisation]);
        }
        let Some(next) = next else { break };
        after = next;
    }
    let bytes = xlsx(&table, rows.into_iter().map(|row| row.map(Cell::from))).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{title}.xlsx"), mime: crate::people::export::Format::Xlsx.mime(), bytes, inline: false })
}

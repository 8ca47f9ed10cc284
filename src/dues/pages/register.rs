//! The register of an organisation for a year, on a page and as a workbook.

use super::short;
use crate::{
    closing::Month,
    dues::{
        Fen, View,
        register::{Asked, InMonth, Leaf, Line, Only, PAGE, december, read},
    },
    orgs::Org,
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{Cx, Download, Error, Id, Page, Query, Reader, Reply, Result, say, t};
use schemars::JsonSchema;
use serde::Serialize;
use sheets::write::{Cell, Column, Table, xlsx};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "dues/register.html")]
pub struct DuesRegister {
    pub organisation: Org,
    pub asked: Asked,
    pub year: i16,
    pub lines: Vec<Line>,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    #[serde(skip)]
    january: Option<Month>,
    #[serde(skip)]
    orgs: Vec<Org>,
}
impl Page for DuesRegister {
    fn title(&self) -> String {
        t("党费", "Dues").into()
    }
}

pub fn show(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<DuesRegister>> {
    let (org, january, orgs) = (org(cx, asked.org)?, asked.january(cx)?, Org::tree(cx)?);
    let Leaf { lines, next } = read(cx, &org, january, asked.only, &asked.after, PAGE)?;
    Reply::show(DuesRegister { organisation: org, year: january.year(), january: Some(january), asked, lines, next, orgs })
}

fn org(cx: &Reader, id: Option<Id>) -> Result<Org> {
    id.map_or_else(|| Org::top(cx), |id| cx.find(id))
}

/// All pages of what the register shows.
pub fn workbook(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Download> {
    let (org, january) = (org(cx, asked.org)?, asked.january(cx)?);
    let lines = every(cx, &org, january, asked.only)?;
    let title = say!("{} {}年党费台账", "{} dues of {}", org.name, january.year());
    let table = Table { title: title.clone(), note: cx.today().to_string(), columns: columns(january) };
    let bytes = xlsx(&table, lines.iter().map(cells)).map_err(|e| Error::Internal(e.into()))?;
    let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Download { name: format!("{title}.xlsx"), mime, bytes, inline: false })
}

fn columns(january: Month) -> Vec<Column> {
    let months = january.through(december(january)).map(|m| Column::new(short(m), 8.0));
    let heads = [(t("姓名", "Name"), 10.0), (t("党组织", "Organisation"), 26.0), (t("缴费基数", "Base"), 10.0), (t("月应交", "Due"), 9.0)];
    let tails = [(t("本年已交", "Paid this year"), 10.0), (t("已交至", "Paid up to"), 10.0)];
    let column = |(head, width): (&str, f64)| Column::new(head, width);
    heads.into_iter().map(column).chain(months).chain(tails.into_iter().map(column)).collect()
}

fn every(cx: &Reader, org: &Org, january: Month, only: Only) -> Result<Vec<Line>> {
    let most = rulebook::book(cx)?.at(cx.today()).get(keys::EXPORT_MEMBERS_MAX) as usize;
    let (mut lines, mut after) = (vec![], String::new());
    loop {
        let leaf = read(cx, org, january, only, &after, PAGE * 10)?;
        lines.extend(leaf.lines);
        if lines.len() > most {
            return Err(Error::rule(
                "too_many",
                format!("超过 {most} 人，请分组织导出。"),
                format!("More than {most} members: export by organisation."),
            ));
        }
        let Some(next) = leaf.next else { return Ok(lines) };
        after = next;
    }
}

/// Amounts are numbers of the workbook, so that they can be summed up.
fn cells(line: &Line) -> Vec<Cell<'_>> {
    let money = |fen: Option<Fen>| fen.map_or(Cell::Empty, |fen| Cell::Number(fen.yuan()));
    let month = |m: &InMonth| m.paid.map_or_else(|| Cell::from(m.cell()), |fen| Cell::Number(fen.yuan()));
    let due = line.standing.due.as_ref().map(|d| d.fen());
    let until = line.standing.paid_until.map(|m| m.to_string()).unwrap_or_default();
    let before = [Cell::from(line.name.as_str()), Cell::from(line.organisation.as_str()), money(line.base), money(due)];
    before.into_iter().chain(line.months.iter().map(month)).chain([Cell::Number(line.paid.yuan()), Cell::from(until)]).collect()
}

impl Only {
    pub fn name(self) -> &'static str {
        match self {
            Only::Everybody => t("全部", "All"),
            Only::Owed => t("有欠交", "Months owed"),
            Only::Warned => t("该提醒了", "To be reminded"),
            Only::Undeclared => t("基数没有申报", "No base declared"),
        }
    }
}

impl DuesRegister {
    fn url(&self, changed: Asked) -> String {
        Asked { after: String::new(), ..changed }.url("/dues")
    }
    fn year_url(&self, years: i16) -> String {
        self.url(Asked { year: Some(self.year + years), ..self.asked.clone() })
    }
    fn only_url(&self, only: &Only) -> String {
        self.url(Asked { only: *only, ..self.asked.clone() })
    }
    fn is_only(&self, only: &Only) -> bool {
        self.asked.only == *only
    }
    fn file_url(&self) -> String {
        Asked { after: String::new(), ..self.asked.clone() }.url("/dues.xlsx")
    }
    fn first_url(&self) -> String {
        self.url(self.asked.clone())
    }
    fn next_url(&self) -> Option<String> {
        self.next.as_ref().map(|after| Asked { after: after.clone(), ..self.asked.clone() }.url("/dues"))
    }
    fn months(&self) -> Vec<String> {
        self.january.into_iter().flat_map(|january| january.through(december(january))).map(short).collect()
    }
    fn caption(&self) -> String {
        let only = if self.asked.only == Only::Everybody { String::new() } else { format!(" · {}", self.asked.only.name()) };
        say!("{} · {} 年{only}", "{} · {}{only}", self.organisation.name, self.year)
    }
    fn is_chosen(&self, org: &Org) -> bool {
        self.organisation.id == org.id
    }
    fn indent(&self, org: &Org) -> String {
        "　".repeat(org.depth().saturating_sub(self.orgs.first().map_or(0, Org::depth)))
    }
    fn due(&self, line: &Line) -> String {
        line.standing.due.as_ref().map_or_else(|| "—".into(), |d| d.fen().to_string())
    }
    fn until(&self, line: &Line) -> String {
        line.standing.paid_until.map_or_else(|| "—".into(), |m| m.to_string())
    }
}

//! The statement of hours: for staff, for the member, and on paper.

use super::{Own, OwnPrints, Prints, Statement, View};
use crate::{me::myself, people::Member};
use askama::Template;
use kernel::{Cx, Download, Error, Id, Page, Path, Query, Reader, Reply, Result, Shell};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OfYear {
    /// This year where it is left out.
    pub year: Option<i16>,
}

impl OfYear {
    fn year(&self, cx: &Reader) -> Result<i16> {
        let this = cx.today().year();
        match self.year.unwrap_or(this) {
            year if (1921..=this).contains(&year) => Ok(year),
            _ => Err(Error::field("year", "年份不对。", "There is no such year.")),
        }
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "points/statement.html")]
pub struct HoursOfMember {
    #[serde(flatten)]
    pub of: Statement,
    #[serde(skip)]
    is_this_year: bool,
}
impl Page for HoursOfMember {
    fn title(&self) -> String {
        self.of.title()
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "points/my_statement.html")]
pub struct MyHours {
    #[serde(flatten)]
    pub of: Statement,
    #[serde(skip)]
    is_this_year: bool,
}
impl Page for MyHours {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        self.of.title()
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(asked): Query<OfYear>) -> Result<Reply<HoursOfMember>> {
    let of = Statement::of(cx, &cx.find::<Member>(id)?, asked.year(cx)?)?;
    Reply::show(HoursOfMember { is_this_year: of.year == cx.today().year(), of })
}

pub fn own(cx: &Cx<Own>, Query(asked): Query<OfYear>) -> Result<Reply<MyHours>> {
    let of = Statement::of(cx, &myself(cx)?, asked.year(cx)?)?;
    Reply::show(MyHours { is_this_year: of.year == cx.today().year(), of })
}

pub fn pdf(cx: &Cx<Prints>, Path(id): Path<Id>, Query(asked): Query<OfYear>) -> Result<Download> {
    printed(cx, &Statement::of(cx, &cx.find::<Member>(id)?, asked.year(cx)?)?)
}

pub fn own_pdf(cx: &Cx<OwnPrints>, Query(asked): Query<OfYear>) -> Result<Download> {
    printed(cx, &Statement::of(cx, &myself(cx)?, asked.year(cx)?)?)
}

fn printed(cx: &Reader, statement: &Statement) -> Result<Download> {
    let bytes = statement.paper(cx.today()).pdf(crate::ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{}.pdf", statement.title()), mime: "application/pdf", bytes, inline: true })
}

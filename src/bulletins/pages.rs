//! The pages and files of bulletins.

use super::{Bulletin, Own, Print, PrintOwn, Report, Send, Sheet, View, files};
use crate::{
    closing::{Month, org_asked},
    orgs::Org,
};
use askama::Template;
use kernel::{Acted, Cx, Download, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, Shell, args, said, say, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
pub struct Asked {
    /// The last month with a closing, where it is left out.
    month: Option<Month>,
    org: Option<Id>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "bulletins/list.html")]
pub struct BulletinList {
    pub org: Org,
    pub month: Option<Month>,
    /// Months that are closed somewhere here, the latest first.
    pub months: Vec<Month>,
    pub bulletins: Vec<Listed>,
}
impl Page for BulletinList {
    fn title(&self) -> String {
        t("通报", "Bulletins").into()
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    pub org: Id,
    pub name: String,
    pub depth: i64,
    pub sent_at: Option<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "bulletins/show.html")]
pub struct ShowBulletin {
    pub report: Report,
    pub may_send: bool,
}
impl Page for ShowBulletin {
    fn title(&self) -> String {
        self.report.title()
    }
}

#[derive(Deserialize, JsonSchema)]
pub struct NewRemark {
    remark: String,
}

#[derive(Deserialize, JsonSchema)]
pub struct Sending {
    /// Those of the organisations below as well.
    #[serde(default)]
    below: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "bulletins/sheet.html")]
pub struct ShowSheet {
    pub sheet: Sheet,
}
impl Page for ShowSheet {
    fn title(&self) -> String {
        self.sheet.title()
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "bulletins/own.html")]
pub struct MySheet {
    pub sheet: Sheet,
}
impl Page for MySheet {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        self.sheet.title()
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "bulletins/mine.html")]
pub struct MySheets {
    pub months: Vec<Month>,
}
impl Page for MySheets {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的通报", "My bulletins").into()
    }
}

pub fn list(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<BulletinList>> {
    let org = org_asked(cx, asked.org)?;
    let months: Vec<Month> = cx.all(
        "select distinct c.month from {closings} c where c.path >= $1 and c.path < $2 order by 1 desc",
        args![&org.path, past(&org.path)],
    )?;
    let month = asked.month.or(months.first().copied());
    let bulletins = month.map_or(Ok(vec![]), |month| listed(cx, &org, month))?;
    Reply::show(BulletinList { org, month, months, bulletins })
}

pub fn show(cx: &Cx<View>, Path((month, org)): Path<(Month, Id)>) -> Result<Reply<ShowBulletin>> {
    let report = Report::of(cx, &cx.find(org)?, month)?;
    Reply::show(ShowBulletin { report, may_send: cx.may("bulletins.send") })
}

pub fn remark(cx: &Cx<Send>, Path((month, org)): Path<(Month, Id)>, Input(new): Input<NewRemark>) -> Acted {
    Bulletin::remark(cx, &cx.find(org)?, month, &new.remark)?;
    said(format!("/bulletins/{month}/{org}"), t("说明已写入。", "The remark is written."))
}

pub fn send(cx: &Cx<Send>, Path((month, org)): Path<(Month, Id)>, Input(sending): Input<Sending>) -> Acted {
    let sent = Bulletin::send(cx, &cx.find(org)?, month, !sending.below.is_empty())?;
    said(
        format!("/bulletins/{month}/{org}"),
        say!("发出 {sent} 份通报。党员现在能看到自己的一页。", "{sent} bulletins sent. Members now see their own sheet."),
    )
}

pub fn pdf(cx: &Cx<Print>, Path((month, org)): Path<(Month, Id)>) -> Result<Download> {
    let report = Report::of(cx, &cx.find(org)?, month)?;
    file(report.title(), "pdf", files::pdf(&report.paper())?)
}

pub fn workbook(cx: &Cx<Print>, Path((month, org)): Path<(Month, Id)>) -> Result<Download> {
    let report = Report::of(cx, &cx.find(org)?, month)?;
    file(report.title(), "xlsx", report.workbook()?)
}

pub fn sheet(cx: &Cx<View>, Path((month, id)): Path<(Month, Id)>) -> Result<Reply<ShowSheet>> {
    Reply::show(ShowSheet { sheet: Sheet::of(cx, id, month)? })
}

pub fn sheet_pdf(cx: &Cx<Print>, Path((month, id)): Path<(Month, Id)>) -> Result<Download> {
    let sheet = Sheet::of(cx, id, month)?;
    file(sheet.title(), "pdf", files::pdf(&sheet.paper())?)
}

pub fn sheet_workbook(cx: &Cx<Print>, Path((month, id)): Path<(Month, Id)>) -> Result<Download> {
    let sheet = Sheet::of(cx, id, month)?;
    file(sheet.title(), "xlsx", sheet.workbook()?)
}

pub fn mine(cx: &Cx<Own>) -> Result<Reply<MySheets>> {
    let months = Sheet::months(cx, me(cx)?)?;
    let sent: Vec<Month> = cx.all("select distinct b.month from {bulletins} b where b.sent_at is not null", args![])?;
    Reply::show(MySheets { months: months.into_iter().filter(|month| sent.contains(month)).collect() })
}

pub fn own(cx: &Cx<Own>, Path((month,)): Path<(Month,)>) -> Result<Reply<MySheet>> {
    Reply::show(MySheet { sheet: own_sheet(cx, month)? })
}

pub fn own_pdf(cx: &Cx<PrintOwn>, Path((month,)): Path<(Month,)>) -> Result<Download> {
    let sheet = own_sheet(cx, month)?;
    file(sheet.title(), "pdf", files::pdf(&sheet.paper())?)
}

/// Members read their sheet once a bulletin of their organisations was sent.
fn own_sheet(cx: &Reader, month: Month) -> Result<Sheet> {
    if !Bulletin::reached(cx, month)? {
        return Err(Error::NotFound);
    }
    Sheet::of(cx, me(cx)?, month)
}

fn me(cx: &Reader) -> Result<Id> {
    cx.actor().person.ok_or(Error::NotFound)
}

fn listed(cx: &Reader, org: &Org, month: Month) -> Result<Vec<Listed>> {
    let sql = "select s.id as org, s.name, length(s.path) as depth, b.sent_at from {closed_orgs} s \
        left join {bulletins} b on b.tenant = s.tenant and b.org = s.id and b.month = s.month \
        where s.month = $1 and s.path >= $2 and s.path < $3 and s.kind not in ('group', 'transition_group') order by s.path";
    cx.all(sql, args![month, &org.path, past(&org.path)])
}

fn file(title: String, ending: &str, bytes: Vec<u8>) -> Result<Download> {
    let mime = if ending == "pdf" { files::PDF } else { files::XLSX };
    Ok(Download { name: format!("{title}.{ending}"), mime, bytes, inline: ending == "pdf" })
}

use super::{Entry, Export, View, Wanted};
use askama::Template;
use kernel::{Cx, Download, Id, Input, Page, Query, Reply, Result, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// Lines of a page on the screen.
const PAGE: usize = 50;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "audit/list.html")]
pub struct AuditList {
    pub wanted: Wanted,
    pub entries: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<i64>,
    pub permissions: Vec<&'static str>,
}
impl Page for AuditList {
    fn title(&self) -> String {
        t("审计日志", "Audit log").into()
    }
}
impl AuditList {
    fn next_page(&self, before: &i64) -> String {
        let w = &self.wanted;
        let pairs = [("from", &w.from), ("to", &w.to), ("who", &w.who), ("permission", &w.permission), ("subject", &w.subject)];
        let query: String = pairs.iter().filter(|p| !p.1.is_empty()).map(|(k, v)| format!("{k}={}&", kernel::escape(v))).collect();
        format!("/audit?{query}before={before}")
    }
}

pub fn list(cx: &Cx<View>, Query(wanted): Query<Wanted>) -> Result<Reply<AuditList>> {
    let mut entries = Entry::newest(cx, &wanted, PAGE + 1)?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = entries.last().filter(|_| more).map(|e| e.seq);
    Reply::show(AuditList { wanted, entries, next, permissions: crate::policy::permissions().map(|p| p.0).collect() })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "audit/chain.html")]
pub struct AuditChain {
    /// How many entries there are, each bound to the one before.
    pub entries: i64,
    /// What is wrong with the chain, where something is.
    pub problem: Option<String>,
}
impl Page for AuditChain {
    fn title(&self) -> String {
        t("核验审计日志", "Verify the audit log").into()
    }
}
impl AuditChain {
    fn sentence(&self) -> String {
        say!("共 {} 条，没有改动、缺失或错位。", "{} entries: none was changed, is missing or stands elsewhere.", self.entries)
    }
}

pub fn chain(cx: &Cx<View>) -> Result<Reply<AuditChain>> {
    let (entries, problem) = match cx.verify_audit()? {
        Ok(entries) => (entries, None),
        Err(problem) => (0, Some(problem)),
    };
    Reply::show(AuditChain { entries, problem })
}

pub fn export(cx: &Cx<Export>, Input(wanted): Input<Wanted>) -> Result<Download> {
    let (count, bytes) = Entry::csv(cx, &wanted)?;
    cx.write(move |w| {
        w.note(Id::NIL, format!("exported {count} entries of the audit log"));
        Ok(())
    })?;
    Ok(Download { name: format!("audit-{}.csv", cx.today()), mime: "text/csv; charset=utf-8", bytes, inline: false })
}

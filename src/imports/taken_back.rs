//! The way back for units, members who reported in and needs: what others built on them, and what
//! stood before.

use super::{row::Stored, take::Was};
use crate::{orgs::Org, report_in::ReportIn, skills::Skills, units::Unit};
use kernel::{Id, Reader, Result, Writer, args};

/// What somebody changed by hand or another import wrote, and what stands on the units of this one.
pub fn built_on(cx: &Reader, import: Id) -> Result<Vec<(&'static str, i64)>> {
    let mut built = vec![];
    for table in ["units", "report_ins", "needs"] {
        let sql = format!("select count(*) from {{{table}}} t where t.source = $1 and (t.last_import is null or t.last_import <> $1)");
        built.push((table, cx.one(&sql, args![import])?));
    }
    for (_, was) in before(cx, import)? {
        let (table, id) = was;
        let sql = format!("select count(*) from {{{table}}} t where t.id = $2 and (t.last_import is null or t.last_import <> $1)");
        built.push((table, cx.one(&sql, args![import, id])?));
    }
    let all = cx.beyond_scope("a unit stays while anybody's row names it");
    let own = "in (select id from {units} u where u.source = $1)";
    let people = format!("select count(*) from {{report_ins}} r where r.unit {own} and (r.source is null or r.source <> $1)");
    built.push(("report_ins", all.one(&people, args![import])?));
    built.push(("unit_deliveries", all.one(&format!("select count(*) from {{unit_deliveries}} d where d.unit {own}"), args![import])?));
    for table in ["unit_contacts", "unit_agreements", "report_links"] {
        built.push((table, all.one(&format!("select count(*) from {{{table}}} d where d.unit {own}"), args![import])?));
    }
    built.push(("accounts", all.one(&format!("select count(*) from {{accounts}} a where a.person {own}"), args![import])?));
    Ok(summed(built))
}

/// Each table once, those without a row left out.
fn summed(built: Vec<(&'static str, i64)>) -> Vec<(&'static str, i64)> {
    let mut sums: Vec<(&'static str, i64)> = vec![];
    for (table, count) in built.into_iter().filter(|b| b.1 > 0) {
        match sums.iter_mut().find(|s| s.0 == table) {
            Some(sum) => sum.1 += count,
            None => sums.push((table, count)),
        }
    }
    sums
}

/// What changed gets its facts back; what came goes.
pub fn take_back(cx: &Writer, import: Id) -> Result<()> {
    let skills = Skills::of(cx)?;
    for (was, (_, id)) in before(cx, import)? {
        match was {
            Was::Unit { facts, last_import } => cx.find::<Unit>(id)?.change(cx, &facts, last_import)?,
            Was::ReportIn { facts, org, last_import } => {
                cx.find::<ReportIn>(id)?.change(cx, &skills, &cx.find::<Org>(org)?, &facts, last_import)?;
            }
        }
    }
    cx.run("delete from {need_acts} where need in (select id from {needs} n where n.source = $1)", args![import])?;
    cx.run("delete from {report_in_acts} where report_in in (select id from {report_ins} r where r.source = $1)", args![import])?;
    for table in ["needs", "report_ins", "units"] {
        cx.run(&format!("delete from {{{table}}} where source = $1"), args![import])?;
    }
    Ok(())
}

/// What stood before this import changed it, with its table and id, the last change first.
fn before(cx: &Reader, import: Id) -> Result<Vec<(Was, (&'static str, Id))>> {
    let rows: Vec<Stored> = cx.all(
        "select r.* from {import_files} f join {import_rows} r on r.tenant = f.tenant and r.file = f.id where f.import = $1 and r.record is not null \
         and (r.subject in (select id from {units} u) or r.subject in (select id from {report_ins} p)) order by f.position desc, r.sheet desc, r.line desc",
        args![import],
    )?;
    let mut before = vec![];
    for row in rows {
        let (Some(id), Some(was)) = (row.subject, row.kept(cx)?.and_then(|kept| kept.was)) else { continue };
        let table = if matches!(was, Was::Unit { .. }) { "units" } else { "report_ins" };
        before.push((was, (table, id)));
    }
    Ok(before)
}

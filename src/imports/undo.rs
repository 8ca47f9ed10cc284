//! The way back: an import is undone as a whole, unless something was built on it since.

use super::{Decide, Import, row::Stored, take::put_back, taken_back};
use crate::{
    activities, dues,
    orgs::Org,
    people::{Change, Confirmation, Member},
    rulebook::{self, keys},
};
use jiff::ToSpan;
use kernel::{Acted, Cx, Error, Id, Path, Reader, Result, Writer, args, said, t};

/// Tables about members that need no look of their own: what happens to these stands in `changes`.
const TOLD_BY_CHANGES: [&str; 6] = ["members", "finds", "extras", "floating", "cards", "changes"];

/// What follows from roll-calls.
const CALLED: [&str; 4] = ["marks", "points", "hours", "attendance"];

pub fn undo(cx: &Cx<Decide>, Path(id): Path<Id>) -> Acted {
    let import: Import = cx.find(id)?;
    import.undo(cx)?;
    said(format!("/imports/{id}"), t("已撤销，台账回到导入之前。", "Undone: the ledger is as it was before."))
}

impl Import {
    /// Until when it can be undone.
    pub fn undo_until(&self, cx: &Reader) -> Result<Option<jiff::civil::Date>> {
        let Some(taken) = self.taken_at.as_deref().filter(|_| self.state == "taken") else { return Ok(None) };
        let within = rulebook::book(cx)?.at(cx.today()).get(keys::UNDO_WITHIN);
        let day: jiff::civil::Date = taken[..10].parse()?;
        Ok(Some(day.checked_add(within).unwrap_or(day + 1.day())))
    }

    pub fn undo(&self, cx: &Writer) -> Result<()> {
        self.in_state(&["taken"])?;
        if self.undo_until(cx)?.is_some_and(|last| cx.today() > last) {
            return Err(Error::rule("undo_too_late", "已过可以撤销的期限。", "The time in which it could be undone is over."));
        }
        let built = self.built_on(cx)?;
        if !built.is_empty() {
            let (zh, en): (Vec<_>, Vec<_>) =
                built.iter().map(|(table, n)| (format!("{} {n} 条", name(table).0), format!("{n} {}", name(table).1))).unzip();
            let (zh, en) = (
                format!("这次导入之后又登记了：{}，不能整次撤销。", zh.join("、")),
                format!("Later facts build on this import: {}.", en.join(", ")),
            );
            return Err(Error::rule("built_on", zh, en));
        }
        cx.run("delete from {duties} where source = $1", args![self.id])?;
        activities::take_back(cx, self.id)?;
        dues::take_back(cx, self.id)?;
        Confirmation::take_back(cx, self.id, None)?;
        // Who leaves the ledger with the import leaves no roll-call behind: all of it is the import's own.
        for table in CALLED {
            cx.run(&format!("delete from {{{table}}} where member in (select id from {{members}} m where m.source = $1)"), args![self.id])?;
        }
        for change in Change::of_source(cx, self.id)? {
            if !self.brought(cx, change.member)? {
                change.undo(cx)?;
            }
        }
        let brought: Vec<Member> = cx.all("select * from {members} m where m.source = $1", args![self.id])?;
        brought.iter().try_for_each(|member| member.take_out(cx))?;
        taken_back::take_back(cx, self.id)?;
        self.undo_organisations(cx)?;
        cx.run_one("update {imports} set state = 'undone', undone_at = $1 where id = $2", args![cx.now(), self.id])?;
        cx.note(self.id, "undone");
        Ok(())
    }

    pub(super) fn brought(&self, cx: &Reader, member: Id) -> Result<bool> {
        let source: Option<Option<Id>> = cx.maybe("select source from {members} m where m.id = $1", args![member])?;
        Ok(source.flatten() == Some(self.id))
    }

    /// Later facts about the members this import brought or changed, by table.
    fn built_on(&self, cx: &Reader) -> Result<Vec<(&'static str, i64)>> {
        let mut built = vec![];
        for table in cx.house().tables().iter().filter(|t| !TOLD_BY_CHANGES.contains(&t.name)) {
            let Some(person) = table.person else { continue };
            let later = later(table.name);
            let sql = format!(
                "select count(*) from {{{}}} t where t.{person} in (select id from {{members}} m where m.source = $1) {later}",
                table.name
            );
            let count: i64 = cx.one(&sql, args![self.id])?;
            built.extend((count > 0).then_some((table.name, count)));
        }
        built.extend(taken_back::built_on(cx, self.id)?);
        let corrected = activities::corrected_since(cx, self.id)?;
        built.extend((corrected > 0).then_some(("attendance", corrected)));
        let taken_back = dues::built_on(cx, self.id)?;
        built.extend((taken_back > 0).then_some(("dues_payments", taken_back)));
        // What another import did and was itself undone is no longer there to build on.
        let changed: i64 = cx.one(
            "select count(*) from {changes} c where c.kind <> 'undone' and (c.source is null or c.source <> $1) \
             and (c.source is null or c.source not in (select id from {imports} i where i.state = 'undone')) \
             and (exists (select 1 from {changes} o where o.member = c.member and o.source = $1 and o.id < c.id) \
             or exists (select 1 from {members} m where m.id = c.member and m.source = $1))",
            args![self.id],
        )?;
        built.extend((changed > 0).then_some(("changes", changed)));
        let below: i64 = cx.one(
            "select count(*) from {members} m join {orgs} o on o.tenant = m.tenant and o.id = m.org where o.source = $1 and (m.source is null or m.source <> $1)",
            args![self.id],
        )?;
        built.extend((below > 0).then_some(("members", below)));
        Ok(built)
    }

    /// Organisations that were changed get their facts back; founded ones go, the deepest first.
    fn undo_organisations(&self, cx: &Writer) -> Result<()> {
        let changed: Vec<Stored> = cx.all(
            "select r.* from {import_files} f join {import_rows} r on r.tenant = f.tenant and r.file = f.id where f.import = $1 and f.kind = 'organisations' and r.record is not null and r.subject is not null",
            args![self.id],
        )?;
        for row in changed {
            let org: Option<Org> = cx.maybe("select * from {orgs} o where o.id = $1", args![row.subject])?;
            if let (Some(org), Some(before)) = (org, row.kept(cx)?.and_then(|kept| kept.before)) {
                put_back(cx, &org, &before)?;
            }
        }
        let founded: Vec<Org> = cx.all("select * from {orgs} o where o.source = $1 order by o.path desc", args![self.id])?;
        for org in founded {
            if self.is_empty(cx, &org)? {
                org.take_out(cx)?;
            }
        }
        Ok(())
    }

    /// Nothing of any capability stands at the organisation or below it.
    fn is_empty(&self, cx: &Reader, org: &Org) -> Result<bool> {
        let past = kernel::schema::past(&org.path);
        for table in cx.house().tables().iter().filter(|t| t.by_path && t.name != "audit") {
            let sql = format!("select count(*) from {{{}}} t where t.path >= $1 and t.path < $2", table.name);
            let count: i64 = cx.one(&sql, args![&org.path, &past])?;
            if count > i64::from(table.name == "orgs") {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

macro_rules! standing {
    ($table:literal, $whose:literal) => {
        concat!(
            $whose,
            " and t.reverses is null and not exists (select 1 from {",
            $table,
            "} r where r.tenant = t.tenant and r.member = t.member and r.reverses = t.id)"
        )
    };
}

/// Which rows of a table are not the import's own.
fn later(table: &str) -> &'static str {
    match table {
        "duties" | "attendance" => "and (t.source is null or t.source <> $1)",
        "marks" => "and not exists (select 1 from {attendance} e where e.tenant = t.tenant and e.id = t.entry and e.source = $1)",
        "points" | "hours" => "and not exists (select 1 from {attendance} e where e.tenant = t.tenant and e.id = t.fact and e.source = $1)",
        // What was entered since and taken back again holds nobody.
        "dues_payments" => standing!("dues_payments", "and (t.source is null or t.source <> $1)"),
        "dues_declarations" => standing!("dues_declarations", "and (t.source is null or t.source <> $1)"),
        "dues_reliefs" => standing!("dues_reliefs", ""),
        "declared_facts" => standing!("declared_facts", ""),
        // That another table says the same builds on nothing.
        "confirmations" => standing!("confirmations", "and t.how <> 'table'"),
        _ => "",
    }
}

/// What the rows of a table are called.
fn name(table: &str) -> (&str, &str) {
    match table {
        "members" => ("党员", "members"),
        "changes" => ("资料变动", "changes"),
        "contacts" => ("联系记录", "contacts"),
        "corrections" => ("更正申请", "corrections"),
        "duties" => ("职务", "duties"),
        "floating" => ("流动登记", "floating entries"),
        "cards" => ("联系卡", "cards"),
        "attendance" | "marks" => ("签到", "attendance"),
        "answers" => ("回执", "answers"),
        "outbox" => ("待发通知", "notices to be sent"),
        "ways_to_reach" => ("通知方式", "ways to be told"),
        "deliveries" => ("通知", "notices"),
        "points" => ("积分", "points"),
        "hours" => ("学时", "hours"),
        "dues_declarations" => ("党费申报", "declarations of dues"),
        "dues_reliefs" => ("党费减免", "reliefs of dues"),
        "declared_facts" => ("困难和健康登记", "entries of hardship and health"),
        "confirmations" => ("联系卡核对", "confirmations of cards"),
        "promises" => ("承诺事项", "promises"),
        "dues_payments" => ("党费登记", "entries of dues"),
        "units" => ("单位资料", "units"),
        "report_ins" => ("报到党员", "members who reported in"),
        "needs" => ("需求", "needs"),
        "unit_contacts" => ("单位联络人", "contacts of units"),
        "unit_agreements" => ("共建协议", "agreements with units"),
        "report_links" => ("报到链接", "links to report in"),
        "unit_deliveries" => ("单位通知", "notices to units"),
        "accounts" => ("账号", "accounts"),
        "closed_members" => ("月结", "closed months"),
        other => (other, other),
    }
}

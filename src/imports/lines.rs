//! The rows of a file as lines of a page: what becomes of each, old and new side by side.

use super::{
    Import,
    decision::flags,
    draft::{OrgSaid, Says},
    dues,
    file::File,
    in_service,
    merge::merged,
    row::{Stored, line_of},
    show::Look,
    take::org_facts,
    units,
    why::fact_name,
};
use crate::people::{Facts, Member, mask_address, mask_id_no, mask_phone};
use kernel::{Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// Rows of one page.
const ROWS: i64 = 50;

#[derive(Serialize, JsonSchema)]
pub struct RowLine {
    pub sheet: i64,
    pub line: i64,
    /// Where it stands in the import, as addresses name it.
    pub place: String,
    pub name: String,
    pub outcome: String,
    pub outcome_name: String,
    pub tag: String,
    pub why: String,
    /// A stable word for why it waits or was left out.
    pub code: String,
    /// It was taken in as a change of somebody who stood in the ledger.
    pub changed_somebody: bool,
    pub changes: Vec<Changed>,
}

#[derive(Serialize, JsonSchema)]
pub struct Changed {
    pub fact: String,
    pub old: String,
    pub new: String,
}

pub fn rows(cx: &Reader, import: &Import, file: &File, look: &Look) -> Result<(Vec<RowLine>, Option<String>)> {
    let (sheet, line) =
        look.after.split_once('-').and_then(|(s, l)| Some((s.parse::<i64>().ok()?, l.parse::<i64>().ok()?))).unwrap_or((-1, 0));
    let found: Vec<Stored> = cx.all(
        "select * from {import_rows} r where r.file = $1 and (r.sheet > $2 or (r.sheet = $2 and r.line > $3)) and (cast($4 as text) = '' or r.outcome = $4) order by r.sheet, r.line limit $5",
        args![file.id, sheet, line, &look.only, ROWS + 1],
    )?;
    let next = found.get(ROWS as usize).and(found.get(ROWS as usize - 1)).map(|last| format!("{}-{}", last.sheet, last.line));
    let lines = found.iter().take(ROWS as usize).map(|row| RowLine::of(cx, import, row)).collect::<Result<_>>()?;
    Ok((lines, next))
}

impl RowLine {
    fn of(cx: &Reader, import: &Import, row: &Stored) -> Result<RowLine> {
        let (outcome_name, tag) = outcome(&row.outcome, row.waits());
        Ok(RowLine {
            sheet: row.sheet,
            line: line_of(row.line),
            place: format!("{}-{}", row.sheet, row.line),
            name: row.name.clone(),
            outcome: row.outcome.clone(),
            outcome_name: outcome_name.into(),
            tag: tag.into(),
            why: match row.why() {
                Some(why) => why.sentence(|(_, _, line)| say!("第 {line} 行", "row {line}")),
                None if row.outcome == "new" => fact_name(&row.why).into(),
                None => String::new(),
            },
            code: row.why().map_or(String::new(), |w| w.code().into()),
            changed_somebody: row.changed_somebody(),
            changes: if row.outcome == "changed" { changes(cx, import, row)? } else { vec![] },
        })
    }
}

/// What an outcome is called, and the class of its tag.
pub fn outcome(outcome: &str, waits: bool) -> (&'static str, &'static str) {
    match outcome {
        "new" => (t("新", "New"), "tag-good"),
        "changed" => (t("变", "Changed"), "tag-watch"),
        "same" => (t("同", "Same"), ""),
        "decision" if waits => (t("待定", "To decide"), "tag-watch"),
        "decision" => (t("已定", "Decided"), ""),
        _ => (t("不收", "Refused"), "tag-act"),
    }
}

/// Old and new of each fact, hidden ones masked. Once taken in, the ledger tells the story.
fn changes(cx: &Reader, import: &Import, row: &Stored) -> Result<Vec<Changed>> {
    let named = || row.why.split(' ').map(|f| Changed { fact: fact_name(f).into(), old: String::new(), new: String::new() }).collect();
    let (Some(subject), "read", Some(kept)) = (row.subject, import.state.as_str(), row.kept(cx)?) else { return Ok(named()) };
    if let Says::Dues(_, said) = &kept.draft.says {
        return dues::changes(cx, subject, said);
    }
    let pair = match &kept.draft.says {
        Says::Member(_) => {
            let member: Member = cx.find(subject)?;
            let old = member.facts(cx)?;
            let new = merged(&old, &kept.draft);
            Some((facts_shown(&old), facts_shown(&new)))
        }
        Says::Org(said) => Some((org_shown(&org_facts(cx, &cx.find(subject)?)?), org_shown(said))),
        Says::Unit(said) => Some(units::sides(cx, subject, &kept.draft, said)?.into()),
        Says::InService(who, offer) => Some(in_service::sides(cx, subject, &kept.draft, who, &offer.facts(who))?.into()),
        _ => None,
    };
    let Some((old, new)) = pair else { return Ok(named()) };
    let shown = |side: &[(&str, String)], fact: &str| side.iter().find(|s| s.0 == fact).map_or(String::new(), |s| s.1.clone());
    Ok(row.why.split(' ').map(|f| Changed { fact: fact_name(f).into(), old: shown(&old, f), new: shown(&new, f) }).collect())
}

/// A hidden fact behind its mask.
pub fn plain(text: &Option<String>, mask: fn(&str) -> String) -> String {
    text.as_deref().map(mask).unwrap_or_default()
}

fn facts_shown(f: &Facts) -> Vec<(&'static str, String)> {
    let plain = |v: &Option<String>| v.clone().unwrap_or_default();
    vec![
        ("name", f.name.clone()),
        ("sex", f.sex.clone()),
        ("birth", plain(&f.birth)),
        ("id_no", f.id_no.as_deref().map_or(String::new(), mask_id_no)),
        ("phone", f.phone.as_deref().map_or(String::new(), mask_phone)),
        ("education", f.education.clone()),
        ("joined", plain(&f.joined)),
        ("became_full", plain(&f.became_full)),
        ("probationary", if f.probationary { t("预备", "probationary") } else { t("正式", "full") }.into()),
        ("employment", f.employment.clone()),
        ("unit", f.unit.clone()),
        ("home", f.home.as_deref().map_or(String::new(), mask_address)),
        ("lives_at", f.lives_at.as_deref().map_or(String::new(), mask_address)),
        ("last_contact", plain(&f.last_contact)),
        ("flags", flags(&f.flags)),
    ]
}

fn org_shown(o: &OrgSaid) -> Vec<(&'static str, String)> {
    let plain = |v: &Option<String>| v.clone().unwrap_or_default();
    vec![
        ("kind", o.kind.map_or(String::new(), |k| k.name().here().to_owned())),
        ("secretary", o.secretary.clone()),
        ("phone", o.phone.as_deref().map_or(String::new(), mask_phone)),
        ("founded", plain(&o.founded)),
        ("elected", plain(&o.elected)),
    ]
}

//! Somebody who reported in, and the verbs by which their facts come, change and go.

use super::{Act, Facts, State, estate};
use crate::{
    orgs::Org,
    people::{Member, find},
    posts::Claim,
    skills::{Skills, free, joined, listed},
    units::Unit,
};
use kernel::{Id, Noun, Reader, Result, Spot, Value, Writer, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What may be shown of them without a reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportIn {
    pub id: Id,
    pub path: String,
    /// The community.
    pub org: Id,
    pub name: String,
    pub sex: String,
    /// Where the register holds it.
    pub unit: Option<Id>,
    pub unit_name: String,
    pub estate: String,
    pub skills_said: String,
    /// By the names of the list, between `、`.
    pub skills: String,
    pub available: String,
    /// The slots that this means, between `、`.
    pub free: String,
    pub post_wish: String,
    pub reported_on: String,
    pub state: State,
    /// Since when their unit may read by name what they did, and how they said so; none is no.
    pub named_on: Option<String>,
    pub named_via: String,
    /// The unit's link by which they came.
    pub link: Option<Id>,
    /// Words, separated by blanks, that name what is to be looked into.
    pub flags: String,
    /// The import it came with, and the one that wrote it last; none once somebody changed it by hand.
    pub source: Option<Id>,
    pub last_import: Option<Id>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    id_no: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    phone: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    lives_at: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    extra: Option<Vec<u8>>,
}
impl Noun for ReportIn {
    const TABLE: &'static str = "report_ins";
}

impl ReportIn {
    /// With this ID number; a person reports in at one community.
    pub fn with_id_no(cx: &Reader, id_no: &str) -> Result<Vec<ReportIn>> {
        cx.all("select * from {report_ins} r where r.id_hash = $1", args![cx.digest("id_no", id_no)])
    }

    /// Of this name and phone.
    pub fn reached_by(cx: &Reader, name: &str, phone: &str) -> Result<Vec<ReportIn>> {
        cx.all("select * from {report_ins} r where r.phone_hash = $1 and r.name = $2", args![cx.digest("phone", phone), name])
    }

    /// Of this name and unit.
    pub fn of_unit(cx: &Reader, name: &str, unit: &str) -> Result<Vec<ReportIn>> {
        let unit = Unit::known(cx, unit, "")?.into_iter().next();
        cx.all("select * from {report_ins} r where r.unit = $1 and r.name = $2", args![unit, name])
    }

    /// At the desk, or by a row of an import: whoever writes it says it.
    pub fn enter(cx: &Writer, skills: &Skills, org: &Org, facts: &Facts, import: Option<Id>) -> Result<Id> {
        let by = cx.actor().name.clone();
        ReportIn::report(cx, skills, org, facts, import, &by)
    }

    /// The community answers later, whichever way it came.
    pub fn report(cx: &Writer, skills: &Skills, org: &Org, facts: &Facts, import: Option<Id>, by: &str) -> Result<Id> {
        let id = cx.new_id();
        let mut values = columns(cx, skills, id, org, facts)?;
        values.extend_from_slice(args![import, cx.now()]);
        cx.run(
            "insert into {report_ins} (id, path, org, name, sex, id_no, id_hash, phone, phone_hash, unit, unit_name, lives_at, estate, skills_said, skills, available, free, post_wish, reported_on, extra, flags, plain, last_import, changed_at, source, made_at, state) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $23, $24, 'reported')",
            &values,
        )?;
        Act::record(cx, id, &org.path, State::Reported.code(), "", by)?;
        Ok(id)
    }

    /// Puts other facts and perhaps another community in place; what was done and the person's account go
    /// with them. `import` is the one that brings them; none by hand.
    pub fn change(&self, cx: &Writer, skills: &Skills, org: &Org, new: &Facts, import: Option<Id>) -> Result<()> {
        let mut values = columns(cx, skills, self.id, org, new)?;
        values.extend_from_slice(args![import, cx.now()]);
        cx.run_one(
            "update {report_ins} set path = $2, org = $3, name = $4, sex = $5, id_no = $6, id_hash = $7, phone = $8, phone_hash = $9, unit = $10, unit_name = $11, lives_at = $12, estate = $13, \
             skills_said = $14, skills = $15, available = $16, free = $17, post_wish = $18, reported_on = $19, extra = $20, flags = $21, plain = $22, last_import = $23, changed_at = $24 where id = $1",
            &values,
        )?;
        if new.unit_name != self.unit_name {
            self.forget_naming(cx)?;
        }
        if org.id != self.org {
            cx.run("update {report_in_acts} set path = $1 where report_in = $2", args![&org.path, self.id])?;
            cx.run("update {accounts} set path = $1 where person = $2", args![&org.path, self.id])?;
        }
        Ok(())
    }

    pub fn take_out(&self, cx: &Writer) -> Result<()> {
        Claim::end_of(cx, self.id, t("登记已删去", "The entry was taken out"))?;
        self.end_accounts(cx)?;
        cx.run("delete from {report_in_acts} where report_in = $1", args![self.id])?;
        cx.run_one("delete from {report_ins} where id = $1", args![self.id])
    }

    /// All facts, hidden ones too. The caller masks them or has a reason that was written down.
    pub fn facts(&self, cx: &Reader) -> Result<Facts> {
        let open = |column, sealed: &Option<Vec<u8>>| sealed.as_deref().map(|s| cx.unseal(spot(column, self.id), s)).transpose();
        let extra = open("extra", &self.extra)?;
        Ok(Facts {
            name: self.name.clone(),
            sex: self.sex.clone(),
            id_no: open("id_no", &self.id_no)?,
            phone: open("phone", &self.phone)?,
            unit_name: self.unit_name.clone(),
            lives_at: open("lives_at", &self.lives_at)?,
            skills: listed(&self.skills_said),
            available: self.available.clone(),
            post_wish: self.post_wish.clone(),
            reported_on: self.reported_on.clone(),
            flags: self.flags.split_whitespace().map(str::to_owned).collect(),
            extra: extra.map(|e| serde_json::from_str(&e)).transpose()?.unwrap_or_default(),
        })
    }

    /// The same person in a branch ledger that the reader looks after.
    pub fn member(&self, cx: &Reader) -> Result<Option<Member>> {
        let facts = self.facts(cx)?;
        if let Some(id_no) = &facts.id_no
            && let Some(member) = Member::with_id_no(cx, id_no)?.into_iter().next()
        {
            return Ok(Some(member));
        }
        let Some(phone) = facts.phone else { return Ok(None) };
        Member::reached_by(cx, &self.name, &phone)
    }

    /// Where a member of the ledger has reported in, as far as the reader looks after it.
    pub fn of_member(cx: &Reader, name: &str, id_no: Option<&str>, phone: Option<&str>) -> Result<Option<ReportIn>> {
        if let Some(id_no) = id_no
            && let Some(found) = ReportIn::with_id_no(cx, id_no)?.into_iter().next()
        {
            return Ok(Some(found));
        }
        Ok(phone.map(|phone| ReportIn::reached_by(cx, name, phone)).transpose()?.and_then(|found| found.into_iter().next()))
    }
}

/// The values of a row, from the id to its plain name.
fn columns<'a>(cx: &Writer, skills: &Skills, id: Id, org: &'a Org, f: &'a Facts) -> Result<Vec<Value<'a>>> {
    let seal = |column, text: Option<&str>| text.map(|t| cx.seal(spot(column, id), t)).transpose();
    let extra = if f.extra.is_empty() { None } else { Some(serde_json::to_string(&f.extra)?) };
    let unit = if f.unit_name.is_empty() { None } else { Unit::known(cx, &f.unit_name, "")?.into_iter().next() };
    Ok(args![
        id,
        &org.path,
        org.id,
        &f.name,
        &f.sex,
        seal("id_no", f.id_no.as_deref())?,
        f.id_no.as_deref().map(|n| cx.digest("id_no", n)),
        seal("phone", f.phone.as_deref())?,
        f.phone.as_deref().map(|p| cx.digest("phone", p)),
        unit,
        &f.unit_name,
        seal("lives_at", f.lives_at.as_deref())?,
        f.lives_at.as_deref().map(estate).unwrap_or_default(),
        joined(&f.skills),
        joined(&skills.sorted(&f.skills)),
        &f.available,
        joined(&free(&f.available)),
        &f.post_wish,
        &f.reported_on,
        seal("extra", extra.as_deref())?,
        f.flags.join(" "),
        find::plain(&f.name),
    ]
    .to_vec())
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "report_ins", column, row }
}

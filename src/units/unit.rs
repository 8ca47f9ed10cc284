//! A unit, and the verbs by which its facts come, change and go.

use super::Facts;
use crate::{
    orgs::Org,
    people::mask_phone,
    ui::leaf::{self, PAGE},
};
use kernel::{Error, Id, Noun, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What may be shown of a unit without a reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub address: String,
    pub contact_person: String,
    pub party_org: String,
    /// Words, separated by blanks, that name what is to be looked into.
    pub flags: String,
    /// The import it came with.
    pub source: Option<Id>,
    /// The import that wrote it last; none once somebody changed it by hand.
    pub last_import: Option<Id>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    phone: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    extra: Option<Vec<u8>>,
}
impl Noun for Unit {
    const TABLE: &'static str = "units";
}

/// A unit as the list shows it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub party_org: String,
    pub contact_person: String,
    pub flags: String,
    /// The import it came with.
    pub source: Option<Id>,
    /// The organisation that looks after it.
    pub organisation: String,
    /// Its members who reported in, as far as the reader may know of them.
    pub people: i64,
}

impl Unit {
    /// One page of the register, and where the next begins.
    pub fn list(cx: &Reader, q: &str, after: &str) -> Result<(Vec<Line>, Option<String>)> {
        let (path, name, id) = leaf::place(after, cx.actor().scope.top())?;
        let mut lines: Vec<Line> = cx.all(
            &format!(
                "select u.id, u.path, u.name, u.code, u.kind, u.party_org, u.contact_person, u.flags, u.source, o.name as organisation, (select count(*) from {{report_ins}} r where r.tenant = u.tenant and r.unit = u.id) as people \
                 from {{units from $1, $2, $3}} u join {{orgs}} o on o.tenant = u.tenant and o.path = u.path \
                 where cast($4 as text) = '' or u.name like $5 or u.code like $5 order by u.path, u.name, u.id limit {}",
                PAGE + 1
            ),
            args![path, name, id, q, format!("%{q}%")],
        )?;
        let next = leaf::cut(&mut lines, PAGE, |l| leaf::mark(&l.path, &l.name, l.id));
        Ok((lines, next))
    }

    /// Units of this name or this code, anywhere in the tenant: a unit stands once.
    pub fn known(cx: &Reader, name: &str, code: &str) -> Result<Vec<Id>> {
        let all = cx.beyond_scope("a unit stands once in a tenant; its name is compared, never shown");
        all.all("select u.id from {units} u where u.name = $1 or (u.code = $2 and u.code <> '')", args![name, code])
    }

    pub fn enter(cx: &Writer, org: &Org, facts: &Facts, import: Option<Id>) -> Result<Id> {
        let id = cx.new_id();
        let [phone, extra] = sealed(cx, id, facts)?;
        cx.run(
            "insert into {units} (id, path, name, code, kind, address, contact_person, phone, party_org, extra, flags, source, last_import, made_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $13)",
            args![id, &org.path, &facts.name, &facts.code, &facts.kind, &facts.address, &facts.contact_person, phone, &facts.party_org, extra, facts.flags.join(" "), import, cx.now()],
        )?;
        if import.is_none() {
            cx.note(id, format!("unit {}", facts.name));
        }
        claim(cx, id, &facts.name)?;
        Ok(id)
    }

    /// All facts, hidden ones too. The caller masks them or has a reason that was written down.
    pub fn facts(&self, cx: &Reader) -> Result<Facts> {
        let open = |column, sealed: &Option<Vec<u8>>| sealed.as_deref().map(|s| cx.unseal(spot(column, self.id), s)).transpose();
        let extra = open("extra", &self.extra)?;
        Ok(Facts {
            name: self.name.clone(),
            code: self.code.clone(),
            kind: self.kind.clone(),
            address: self.address.clone(),
            contact_person: self.contact_person.clone(),
            phone: open("phone", &self.phone)?,
            party_org: self.party_org.clone(),
            flags: self.flags.split_whitespace().map(str::to_owned).collect(),
            extra: extra.map(|e| serde_json::from_str(&e)).transpose()?.unwrap_or_default(),
        })
    }

    /// Puts other facts in place. `import` is the one that brings them; none by hand.
    pub fn change(&self, cx: &Writer, new: &Facts, import: Option<Id>) -> Result<()> {
        let [phone, extra] = sealed(cx, self.id, new)?;
        cx.run_one(
            "update {units} set name = $1, code = $2, kind = $3, address = $4, contact_person = $5, phone = $6, party_org = $7, extra = $8, flags = $9, last_import = $10, changed_at = $11 where id = $12",
            args![&new.name, &new.code, &new.kind, &new.address, &new.contact_person, phone, &new.party_org, extra, new.flags.join(" "), import, cx.now(), self.id],
        )?;
        if new.name != self.name {
            let all = cx.beyond_scope("who belongs to a unit shows its name, wherever they reported in");
            all.run("update {report_ins} set unit_name = $1 where unit = $2", args![&new.name, self.id])?;
            claim(cx, self.id, &new.name)?;
        }
        Ok(())
    }

    /// The unit that the contact who asks speaks for.
    pub fn own(cx: &Reader) -> Result<Unit> {
        cx.find(cx.actor().person.ok_or(Error::NotFound)?)
    }

    /// Whether members of it reported in anywhere, it was told of something, or agreed to something.
    pub fn is_used(&self, cx: &Reader) -> Result<bool> {
        let all = cx.beyond_scope("a unit stays while anybody's row names it");
        let people: i64 = all.one("select count(*) from {report_ins} r where r.unit = $1", args![self.id])?;
        let told: i64 = all.one("select count(*) from {unit_deliveries} d where d.unit = $1", args![self.id])?;
        let accounts: i64 = all.one("select count(*) from {accounts} a where a.person = $1", args![self.id])?;
        let agreed: i64 = all.one("select count(*) from {unit_agreements} g where g.unit = $1", args![self.id])?;
        let letters: i64 = all.one("select count(*) from {letters} l where l.unit = $1", args![self.id])?;
        let rosters: i64 = all.one("select count(*) from {unit_rosters} r where r.unit = $1", args![self.id])?;
        let meetings: i64 = all.one("select count(*) from {meeting_guests} g where g.unit = $1", args![self.id])?;
        Ok(people + told + accounts + agreed + letters + rosters + meetings > 0)
    }

    pub fn take_out(&self, cx: &Writer) -> Result<()> {
        if self.is_used(cx)? {
            return Err(Error::rule(
                "unit_used",
                "这家单位名下还有报到的党员、发过的通知、签过的协议或账号，不能移出。",
                "Members of this unit reported in, or it was told of something, agreed to something or has an account; it stays.",
            ));
        }
        for table in ["unit_contacts", "report_links"] {
            cx.run(&format!("delete from {{{table}}} where unit = $1"), args![self.id])?;
        }
        cx.run_one("delete from {units} where id = $1", args![self.id])
    }

    pub fn masked_phone(&self, cx: &Reader) -> Result<String> {
        Ok(mask_phone(&self.phone(cx)?))
    }

    /// Empty where none is known. The caller masks it, or has a reason that was written down.
    pub fn phone(&self, cx: &Reader) -> Result<String> {
        Ok(self.phone.as_deref().map(|p| cx.unseal(spot("phone", self.id), p)).transpose()?.unwrap_or_default())
    }
}

/// Those who named it before the register held it belong to it now, wherever they reported in.
fn claim(cx: &Writer, unit: Id, name: &str) -> Result<()> {
    let all = cx.beyond_scope("a unit's members are tied to it by the name they gave");
    all.run("update {report_ins} set unit = $1 where unit is null and unit_name = $2", args![unit, name])?;
    Ok(())
}

fn sealed(cx: &Writer, id: Id, facts: &Facts) -> Result<[Option<Vec<u8>>; 2]> {
    let seal = |column, text: Option<String>| text.map(|t| cx.seal(spot(column, id), &t)).transpose();
    let extra = if facts.extra.is_empty() { None } else { Some(serde_json::to_string(&facts.extra)?) };
    Ok([seal("phone", facts.phone.clone())?, seal("extra", extra)?])
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "units", column, row }
}

//! A member of the ledger, and the verbs by which their facts come, change and go.

use super::{
    Confirmation, Facts,
    change::{Change, NewChange},
    extra::{self, Gathered},
    find::{self, Sheaf, Token},
};
use crate::{orgs::Org, posts::Claim};
use kernel::{Error, Id, Noun, Reader, Result, Spot, Writer, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values::PartialDate;
use std::collections::BTreeMap;

/// What may be shown of a member without a reason. Hidden facts are read with [`Member::facts`].
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub name: String,
    pub sex: String,
    pub birth: Option<String>,
    pub education: String,
    pub joined: Option<String>,
    pub became_full: Option<String>,
    pub probationary: bool,
    pub employment: String,
    pub unit: String,
    pub last_contact: Option<String>,
    /// Words, separated by blanks, that name what waits for a decision.
    pub flags: String,
    /// The import it came with.
    pub source: Option<Id>,
    pub taken_in_on: String,
}
impl Noun for Member {
    const TABLE: &'static str = "members";
}

/// A member whom a row may mean, and what both have in common besides the name.
#[derive(Clone, Debug)]
pub struct Likely {
    pub member: Member,
    pub same_birth: bool,
    pub same_phone: bool,
    pub same_org: bool,
}

#[derive(Deserialize)]
struct Sealed {
    id_no: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    home: Option<Vec<u8>>,
    lives_at: Option<Vec<u8>>,
    extra: Option<Vec<u8>>,
}

/// Tables whose rows go where the member goes, and leave with them.
const WITH_THEM: [&str; 21] = [
    "extras",
    "floating",
    "cards",
    "changes",
    "contacts",
    "duties",
    "corrections",
    "dues_declarations",
    "dues_reliefs",
    "dues_payments",
    "declared_facts",
    "confirmations",
    "promises",
    "ways_to_reach",
    "own_feeds",
    "member_places",
    "study_wishes",
    "abilities",
    "consents",
    "acts_for",
    "actings",
];

const HIDDEN: [&str; 5] = ["id_no", "phone", "home", "lives_at", "extra"];

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "members", column, row }
}

impl Member {
    /// All facts, hidden ones too. The caller masks them or has a reason that was written down.
    pub fn facts(&self, cx: &Reader) -> Result<Facts> {
        let s: Sealed = cx.one("select id_no, phone, home, lives_at, extra from {members} m where m.id = $1", args![self.id])?;
        let [id_no, phone, home, lives_at, extra] = [s.id_no, s.phone, s.home, s.lives_at, s.extra];
        let mut opened = [None, None, None, None, None];
        for (n, sealed) in [id_no, phone, home, lives_at, extra].into_iter().enumerate() {
            opened[n] = sealed.map(|s| cx.unseal(spot(HIDDEN[n], self.id), &s)).transpose()?;
        }
        let [id_no, phone, home, lives_at, extra] = opened;
        let m = self.clone();
        Ok(Facts {
            name: m.name,
            sex: m.sex,
            birth: m.birth,
            id_no,
            phone,
            education: m.education,
            joined: m.joined,
            became_full: m.became_full,
            probationary: m.probationary,
            employment: m.employment,
            unit: m.unit,
            home,
            lives_at,
            last_contact: m.last_contact,
            flags: self.flags.split_whitespace().map(str::to_owned).collect(),
            extra: extra.map(|e| serde_json::from_str(&e)).transpose()?.unwrap_or_default(),
        })
    }

    /// Members with this ID number, anywhere in the tenant: one person stands in one ledger only.
    pub fn with_id_no(cx: &Reader, id_no: &str) -> Result<Vec<Member>> {
        cx.all("select * from {members} m where m.id_hash = $1", args![id_hash(cx, id_no)])
    }

    /// Members of the same name who have one thing more in common: whom a row without an ID number
    /// may mean. Nobody is merged by likeness alone; a person decides.
    pub fn matches(cx: &Reader, name: &str, birth: Option<&str>, phone: Option<&str>, org: Option<Id>) -> Result<Vec<Likely>> {
        let phone = phone.map(|phone| cx.digest("phone", phone));
        let named: Vec<(Id, Option<String>, Id, Option<bool>)> = cx.all(
            "select m.id, m.birth, m.org, m.phone_hash = $3 from {finds} f join {members} m on m.tenant = f.tenant and m.id = f.member \
             where f.token = $1 and m.name = $2 order by m.path, m.id",
            args![find::plain(name), name, phone],
        )?;
        let mut likely = vec![];
        for (id, its_birth, its_org, reached) in named {
            let (same_birth, same_phone, same_org) = (agree(its_birth.as_deref(), birth), reached == Some(true), Some(its_org) == org);
            if same_birth || same_phone || same_org {
                likely.push(Likely { member: cx.find(id)?, same_birth, same_phone, same_org });
            }
        }
        Ok(likely)
    }

    /// Of this name and phone.
    pub fn reached_by(cx: &Reader, name: &str, phone: &str) -> Result<Option<Member>> {
        cx.maybe(
            "select m.* from {finds} f join {members} m on m.tenant = f.tenant and m.id = f.member where f.token = $1 and m.name = $2 and m.phone_hash = $3",
            args![find::plain(name), name, cx.digest("phone", phone)],
        )
    }

    /// Puts other facts in place, and keeps what stood before. `kind` says by what act.
    pub fn change(&self, cx: &Writer, new: &Facts, kind: &str, source: Option<Id>) -> Result<()> {
        let old = self.facts(cx)?;
        let fields = old.differences(new);
        if fields.is_empty() {
            return Ok(());
        }
        write(cx, self.id, new, &cx.now(), None)?;
        if old.name != new.name || old.phone != new.phone {
            find::forget(cx, &self.path, self.id, &tokens(cx, &old))?;
            index(cx, self.id, &self.path, new)?;
        }
        if old.extra != new.extra {
            extra::index(cx, self.id, &self.path, &new.extra)?;
        }
        if kind != "undone" {
            Confirmation::of_change(cx, self, &fields, source)?;
        }
        NewChange { member: self.id, path: &self.path, kind, fields: fields.join(" "), before: Some(&old), after: Some(new), source }
            .remember(cx)
    }

    /// They were in touch on this day; it moves the last contact only forward.
    pub fn heard_of(&self, cx: &Writer, on: jiff::civil::Date) -> Result<()> {
        let sql = "update {members} set last_contact = $1 where id = $2 and (last_contact is null or last_contact < $3)";
        cx.run(sql, args![on, self.id, on]).map(drop)
    }

    /// Gives the fields of this change the values they had before it.
    pub fn restore(&self, cx: &Writer, change: &Change) -> Result<()> {
        let Some(before) = change.before::<Facts>(cx)? else { return Ok(()) };
        self.change(cx, &change.put_back(&self.facts(cx)?, &before)?, "undone", None)
    }

    /// Moves the organisational relation to another organisation of the tree.
    pub fn move_to(&self, cx: &Writer, org: &Org, kind: &str, source: Option<Id>) -> Result<()> {
        if self.org == org.id {
            return Ok(());
        }
        cx.run_one("update {members} set org = $1, path = $2, changed_at = $3 where id = $4", args![org.id, &org.path, cx.now(), self.id])?;
        let facts = self.facts(cx)?;
        find::forget(cx, &self.path, self.id, &tokens(cx, &facts))?;
        index(cx, self.id, &org.path, &facts)?;
        // A duty is of the organisation in which it is held.
        for table in WITH_THEM.into_iter().filter(|t| *t != "duties") {
            cx.run(&format!("update {{{table}}} set path = $1 where member = $2"), args![&org.path, self.id])?;
        }
        Org::count(cx, &self.path, -1)?;
        Org::count(cx, &org.path, 1)?;
        NewChange {
            member: self.id,
            path: &org.path,
            kind,
            fields: "organisation".into(),
            before: Some(&self.org),
            after: Some(&org.id),
            source,
        }
        .remember(cx)
    }

    /// Takes a member out again who came with an import that is undone.
    pub fn take_out(&self, cx: &Writer) -> Result<()> {
        find::forget(cx, &self.path, self.id, &tokens(cx, &self.facts(cx)?))?;
        Claim::end_of(cx, self.id, t("登记已删去", "The entry was taken out"))?;
        for table in WITH_THEM {
            cx.run(&format!("delete from {{{table}}} where member = $1"), args![self.id])?;
        }
        cx.run_one("delete from {members} where id = $1", args![self.id])?;
        Org::count(cx, &self.path, -1)
    }
}

/// Takes members in, many at a time. What is the same for all of them is done once.
pub struct Intake<'a> {
    cx: &'a Writer,
    source: Option<Id>,
    now: String,
    counts: BTreeMap<String, i64>,
    finds: Sheaf,
    /// Made when the first comes who has extra facts.
    extras: Option<Gathered>,
}

/// How a newcomer comes in.
struct Coming<'a> {
    org: &'a Org,
    source: Option<Id>,
}

impl<'a> Intake<'a> {
    pub fn new(cx: &'a Writer, source: Option<Id>) -> Intake<'a> {
        Intake { cx, source, now: cx.now(), counts: BTreeMap::new(), finds: Sheaf::default(), extras: None }
    }
    /// The row itself tells with what facts the member came, when and by whom.
    pub fn take(&mut self, org: &Org, facts: &Facts) -> Result<Id> {
        if facts.name.trim().is_empty() {
            return Err(Error::field("name", "请填写姓名。", "Give the name."));
        }
        let id = self.cx.new_id();
        write(self.cx, id, facts, &self.now, Some(Coming { org, source: self.source }))?;
        self.finds.add(&org.path, id, &tokens(self.cx, facts));
        match self.counts.get_mut(&org.path) {
            Some(count) => *count += 1,
            None => _ = self.counts.insert(org.path.clone(), 1),
        }
        if !facts.extra.is_empty() {
            let extras = match self.extras.take() {
                Some(extras) => extras,
                None => Gathered::new(self.cx)?,
            };
            self.extras.insert(extras).take(id, &org.path, &facts.extra);
        }
        Ok(id)
    }
    pub fn finish(self) -> Result<()> {
        self.finds.index(self.cx)?;
        if let Some(extras) = self.extras {
            extras.finish(self.cx)?;
        }
        self.counts.iter().try_for_each(|(path, count)| Org::count(self.cx, path, *count))
    }
}

/// How much of a stamp is its day.
const DAY: usize = "2026-11-22".len();

fn id_hash(cx: &Reader, id_no: &str) -> Vec<u8> {
    cx.digest("id_no", id_no)
}

/// Writes the row: a new one, or over the one that stands.
fn write(cx: &Writer, id: Id, f: &Facts, now: &str, coming: Option<Coming>) -> Result<()> {
    let seal = |column: &'static str, text: &Option<String>| text.as_deref().map(|t| cx.seal(spot(column, id), t)).transpose();
    let extra = if f.extra.is_empty() { None } else { Some(serde_json::to_string(&f.extra)?) };
    let id_hash = f.id_no.as_deref().map(|n| id_hash(cx, n));
    let phone_hash = f.phone.as_deref().map(|p| cx.digest("phone", p));
    let sealed = [
        seal("id_no", &f.id_no)?,
        seal("phone", &f.phone)?,
        seal("home", &f.home)?,
        seal("lives_at", &f.lives_at)?,
        seal("extra", &extra)?,
    ];
    let [id_no, phone, home, lives_at, extra] = sealed;
    let flags = f.flags.join(" ");
    match coming {
        Some(Coming { org, source }) => cx.run(
            "insert into {members} (id, path, org, name, sex, birth, id_no, id_hash, phone, phone_hash, education, joined, became_full, probationary, employment, unit, home, lives_at, last_contact, flags, extra, source, taken_in_on, taken_in_by, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
            args![id, &org.path, org.id, &f.name, &f.sex, &f.birth, id_no, id_hash, phone, phone_hash, &f.education, &f.joined, &f.became_full, f.probationary, &f.employment, &f.unit, home, lives_at, &f.last_contact, flags, extra, source, &now[..DAY], &cx.actor().name, now],
        ),
        None => cx.run(
            "update {members} set name = $1, sex = $2, birth = $3, id_no = $4, id_hash = $5, phone = $6, phone_hash = $7, education = $8, joined = $9, became_full = $10, probationary = $11, employment = $12, unit = $13, home = $14, lives_at = $15, last_contact = $16, flags = $17, extra = $18, changed_at = $19 where id = $20",
            args![&f.name, &f.sex, &f.birth, id_no, id_hash, phone, phone_hash, &f.education, &f.joined, &f.became_full, f.probationary, &f.employment, &f.unit, home, lives_at, &f.last_contact, flags, extra, now, id],
        ),
    }?;
    Ok(())
}

fn tokens(cx: &Reader, facts: &Facts) -> Vec<Token> {
    find::tokens(cx, &facts.name, facts.phone.as_deref())
}

fn index(cx: &Writer, member: Id, path: &str, facts: &Facts) -> Result<()> {
    let mut finds = Sheaf::default();
    finds.add(path, member, &tokens(cx, facts));
    finds.index(cx)
}

/// Whether both can be the same day, one said more precisely than the other.
fn agree(one: Option<&str>, other: Option<&str>) -> bool {
    let read = |text: Option<&str>| text.and_then(|t| t.parse::<PartialDate>().ok());
    matches!((read(one), read(other)), (Some(a), Some(b)) if a.agrees_with(b))
}

//! A need, and the verbs by which its facts come, change and go.

use super::{Act, Facts, Risk};
use crate::{
    orgs::Org,
    skills::{Skills, free, joined, listed},
};
use kernel::{Id, Noun, Reader, Result, Spot, Value, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What may be shown of a need without a reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Need {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub what: String,
    pub place: String,
    pub wanted: String,
    /// The slots that this means, between `、`.
    pub free: String,
    pub people: Option<i64>,
    pub urgency: String,
    pub skills_said: String,
    /// By the names of the list, between `、`.
    pub skills: String,
    pub channel: String,
    pub asked_on: String,
    /// asked, open, or how it ended.
    pub state: String,
    /// Of the register of places.
    pub building: Option<Id>,
    /// What whoever helps is told before it opens.
    #[serde(flatten)]
    pub risk: Risk,
    /// The need that this one turned out to be.
    pub twin: Option<Id>,
    /// The import it came with, and the one that wrote it last; none once somebody changed it by hand.
    pub source: Option<Id>,
    pub last_import: Option<Id>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    from_name: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    from_phone: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    extra: Option<Vec<u8>>,
}
impl Noun for Need {
    const TABLE: &'static str = "needs";
}

impl Need {
    /// Needs of the same words at the same place, the newest first.
    pub fn alike(cx: &Reader, what: &str, place: &str) -> Result<Vec<Need>> {
        cx.all("select * from {needs} n where n.same = $1 order by n.asked_on desc, n.id desc", args![same(cx, what, place)])
    }

    pub fn enter(cx: &Writer, skills: &Skills, org: &Org, facts: &Facts, import: Option<Id>) -> Result<Id> {
        let id = cx.new_id();
        let mut values = columns(cx, skills, id, org, facts)?;
        values.extend_from_slice(args![import, cx.now()]);
        cx.run(
            "insert into {needs} (id, path, org, what, place, wanted, free, people, urgency, skills_said, skills, from_name, from_phone, channel, asked_on, same, extra, building, last_import, changed_at, source, made_at, state, risk, dangerous, insurer, policy_no) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $19, $20, 'asked', '', 0, '', '')",
            &values,
        )?;
        Act::record(cx, id, &org.path, "asked", "")?;
        Ok(id)
    }

    /// Puts other facts and perhaps another community in place. `import` is the one that brings them; none by hand.
    pub fn change(&self, cx: &Writer, skills: &Skills, org: &Org, new: &Facts, import: Option<Id>) -> Result<()> {
        let mut values = columns(cx, skills, self.id, org, new)?;
        values.extend_from_slice(args![import, cx.now()]);
        cx.run_one(
            "update {needs} set path = $2, org = $3, what = $4, place = $5, wanted = $6, free = $7, people = $8, urgency = $9, skills_said = $10, skills = $11, from_name = $12, from_phone = $13, \
             channel = $14, asked_on = $15, same = $16, extra = $17, building = $18, last_import = $19, changed_at = $20 where id = $1",
            &values,
        )?;
        if org.path != self.path {
            cx.run("update {need_acts} set path = $1 where need = $2", args![&org.path, self.id])?;
        }
        crate::posts::Post::follow(cx, &cx.find(self.id)?)
    }

    pub fn take_out(&self, cx: &Writer) -> Result<()> {
        cx.run("delete from {need_acts} where need = $1", args![self.id])?;
        cx.run_one("delete from {needs} where id = $1", args![self.id])
    }

    /// All facts, hidden ones too. The caller masks them or has a reason that was written down.
    pub fn facts(&self, cx: &Reader) -> Result<Facts> {
        let open = |column, sealed: &Option<Vec<u8>>| sealed.as_deref().map(|s| cx.unseal(spot(column, self.id), s)).transpose();
        let extra = open("extra", &self.extra)?;
        Ok(Facts {
            what: self.what.clone(),
            place: self.place.clone(),
            wanted: self.wanted.clone(),
            people: self.people,
            urgency: self.urgency.clone(),
            skills: listed(&self.skills_said),
            from_name: open("from_name", &self.from_name)?,
            from_phone: open("from_phone", &self.from_phone)?,
            channel: self.channel.clone(),
            asked_on: self.asked_on.clone(),
            building: self.building,
            extra: extra.map(|e| serde_json::from_str(&e)).transpose()?.unwrap_or_default(),
        })
    }
}

/// The values of a row, from the id to its other columns.
fn columns<'a>(cx: &Writer, skills: &Skills, id: Id, org: &'a Org, f: &'a Facts) -> Result<Vec<Value<'a>>> {
    let seal = |column, text: Option<&str>| text.map(|t| cx.seal(spot(column, id), t)).transpose();
    let extra = if f.extra.is_empty() { None } else { Some(serde_json::to_string(&f.extra)?) };
    Ok(args![
        id,
        &org.path,
        org.id,
        &f.what,
        &f.place,
        &f.wanted,
        joined(&free(&f.wanted)),
        f.people,
        &f.urgency,
        joined(&f.skills),
        joined(&skills.sorted(&f.skills)),
        seal("from_name", f.from_name.as_deref())?,
        seal("from_phone", f.from_phone.as_deref())?,
        &f.channel,
        &f.asked_on,
        same(cx, &f.what, &f.place),
        seal("extra", extra.as_deref())?,
        f.building,
    ]
    .to_vec())
}

/// A print of words and place, blanks left out.
fn same(cx: &Reader, what: &str, place: &str) -> Vec<u8> {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    cx.digest("need", &format!("{}\n{}", plain(what), plain(place)))
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "needs", column, row }
}

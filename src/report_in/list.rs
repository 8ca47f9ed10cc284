//! Members who reported in, a page at a time in the order of their communities, then names.

use super::{Act, ReportIn, State};
use crate::{
    skills::{self, listed, slot_name},
    ui::leaf::{self, PAGE},
};
use kernel::{Id, Reader, Result, Value, Writer, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody wants to see, as it stands in the address of the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// Part of the name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// The unit's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub skill: String,
    /// A slot: weekday, evening, weekend, holiday.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub free: String,
    /// What became of it: reported, accepted, returned, left.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// A community below.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub org: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// Somebody as the list shows them. Nothing in it is hidden.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub sex: String,
    pub unit_name: String,
    pub organisation: String,
    pub estate: String,
    pub skills: String,
    pub available: String,
    pub free: String,
    pub post_wish: String,
    pub reported_on: String,
    pub state: State,
    pub flags: String,
    /// Stands in a branch ledger too.
    pub tied: bool,
}

/// The same person in the ledger, by ID number, or by name and phone.
const TIED: &str = "case when exists (select 1 from {members} m where m.tenant = r.tenant and m.id_hash = r.id_hash) \
     or exists (select 1 from {finds} f join {members} m on m.tenant = f.tenant and m.id = f.member \
     where f.tenant = r.tenant and f.token = r.plain and m.name = r.name and m.phone_hash = r.phone_hash) then 1 else 0 end as tied";

const COLUMNS: &str = "r.id, r.path, r.name, r.sex, r.unit_name, o.name as organisation, r.estate, r.skills, r.available, r.free, r.post_wish, r.reported_on, r.state, r.flags";

const FITS: &str = "($1 = '' or r.name like $1) and ($2 = '' or r.unit_name = $2) and ($3 = '' or r.skills like $3) and ($4 = '' or r.free like $4) and ($5 = '' or r.state = $5)";

impl Filter {
    /// The address of the list as this filter shows it.
    pub fn url(&self, page: &str) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
    }

    pub fn starting(&self, after: &str) -> Filter {
        Filter { after: after.into(), ..self.clone() }
    }

    /// Those this filter shows, at most `most`, and where the next page begins.
    pub fn read(&self, cx: &Reader, most: usize) -> Result<(Vec<Line>, Option<String>)> {
        self.within(cx, |cx| {
            let (path, name, id) = leaf::place(&self.after, cx.actor().scope.top())?;
            let mut lines: Vec<Line> = cx.all(
                &format!(
                    "select {COLUMNS}, {TIED} from {{report_ins from $6, $7, $8}} r join {{orgs}} o on o.tenant = r.tenant and o.id = r.org \
                     where {FITS} order by r.path, r.name, r.id limit {}",
                    most + 1
                ),
                &[&self.wanted()[..], args![path, name, id]].concat(),
            )?;
            let next = leaf::cut(&mut lines, most, |l| leaf::mark(&l.path, &l.name, l.id));
            Ok((lines, next))
        })
    }

    /// How many it shows on all its pages.
    pub fn count(&self, cx: &Reader) -> Result<i64> {
        self.within(cx, |cx| cx.one(&format!("select count(*) from {{report_ins}} r where {FITS}"), &self.wanted()))
    }

    /// How many are in each state, whichever state it asks for.
    pub fn states(&self, cx: &Reader) -> Result<BTreeMap<String, i64>> {
        let any = Filter { state: String::new(), ..self.clone() };
        let sql = format!("select r.state, count(*) from {{report_ins}} r where {FITS} group by r.state order by r.state");
        let counts: Vec<(String, i64)> = any.within(cx, |cx| cx.all(&sql, &any.wanted()))?;
        Ok(counts.into_iter().collect())
    }

    /// Takes in everybody it shows who waits for it and of whom nothing is to be looked into first.
    /// How many that were, and how many wait for a look.
    pub fn accept_all(&self, cx: &Writer) -> Result<(usize, i64)> {
        let waiting = Filter { state: State::Reported.code().into(), ..self.clone() };
        let waiting_ids = |cx: &Reader, flags: &str| -> Result<Vec<Id>> {
            cx.all(&format!("select r.id from {{report_ins}} r where {FITS} and {flags} order by r.path, r.name, r.id"), &waiting.wanted())
        };
        let clear = waiting.within(cx, |cx| waiting_ids(cx, "r.flags = ''"))?;
        let unclear = waiting.within(cx, |cx| waiting_ids(cx, "r.flags <> ''"))?.len() as i64;
        for id in &clear {
            let who: ReportIn = cx.find(*id)?;
            Act::record(cx, who.id, &who.path, State::Accepted.code(), "", &cx.actor().name)?;
            let accept = "update {report_ins} set state = 'accepted', last_import = null, changed_at = $1 where id = $2";
            cx.run_one(accept, args![cx.now(), who.id])?;
        }
        cx.note(Id::NIL, format!("accepted {} who reported in, {unclear} wait for a look", clear.len()));
        Ok((clear.len(), unclear))
    }

    fn wanted(&self) -> [Value<'_>; 5] {
        let [q, skill, free] = [like("%", self.q.trim(), "%"), like("%、", &self.skill, "、%"), like("%、", &self.free, "、%")];
        [q.into(), self.unit.as_str().into(), skill.into(), free.into(), self.state.as_str().into()]
    }

    fn within<T>(&self, cx: &Reader, look: impl Fn(&Reader) -> Result<T>) -> Result<T> {
        match self.org.parse::<Id>() {
            Ok(org) => look(&cx.within(&cx.find::<crate::orgs::Org>(org)?.path)?),
            Err(_) => look(cx),
        }
    }
}

/// A pattern around a word; none around nothing.
fn like(before: &str, word: &str, behind: &str) -> String {
    if word.is_empty() { String::new() } else { format!("{before}{word}{behind}") }
}

/// The first of a unit's members, wherever the reader may know of them.
pub fn of_unit(cx: &Reader, unit: Id) -> Result<Vec<Line>> {
    cx.all(
        &format!(
            "select {COLUMNS}, {TIED} from {{report_ins}} r join {{orgs}} o on o.tenant = r.tenant and o.id = r.org where r.unit = $1 order by r.name, r.id limit {PAGE}"
        ),
        args![unit],
    )
}

impl Line {
    pub fn skill_names(&self) -> String {
        listed(&self.skills).iter().map(|s| skills::name(s)).collect::<Vec<_>>().join(t("、", ", "))
    }

    /// When they are free: by the slots, or in their own words where these mean none.
    pub fn free_names(&self) -> String {
        let slots = listed(&self.free);
        match slots.len() {
            0 => self.available.clone(),
            n if n == skills::SLOTS.len() => t("均可", "Any time").into(),
            _ => slots.iter().map(|s| slot_name(s)).collect::<Vec<_>>().join(t("、", ", ")),
        }
    }
}

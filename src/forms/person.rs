//! A member as forms ask for them: the ledger's facts and what stands beside, read once for a whole
//! form. Hidden facts are opened only where the form has a column for one.

use super::group::{Is, years};
use crate::{
    people::{
        Extra, Openness,
        clears::{self, Freshness, KNOWN, Known},
        days, shown,
    },
    rulebook::{Rules, keys},
};
use jiff::{Span, civil::Date};
use kernel::{Id, Reader, Result, args};
use serde::Deserialize;

pub struct Person {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub sex: String,
    pub birth: Option<String>,
    pub education: String,
    pub organisation: String,
    pub community: String,
    pub joined: Option<String>,
    pub became_full: Option<String>,
    pub employment: String,
    pub unit: String,
    pub duties: String,
    /// The later of the ledger's and the floating register's.
    pub last_contact: Option<String>,
    pub destination: String,
    pub leave_reason: String,
    pub left_on: Option<String>,
    pub certificate: String,
    pub contact_person: String,
    pub clears: String,
    pub hidden: Hidden,
    floating: bool,
    transition: bool,
    probationary: bool,
}

/// The form's date, and what the rules in force on it say of members.
pub struct Day {
    pub on: Date,
    lost_before: String,
    elderly: i64,
    medal: i64,
    probation: Span,
    fresh: Freshness,
}

impl Day {
    pub fn of(rules: Rules<'_>, on: Date) -> Day {
        Day {
            on,
            lost_before: days::before(on, rules.get(keys::LOST_AFTER)),
            elderly: rules.get(keys::ELDERLY_AGE),
            medal: rules.get(keys::MEDAL_YEARS),
            probation: rules.get(keys::PROBATION_LENGTH),
            fresh: Freshness::of(rules, on),
        }
    }
}

/// Masked, unless the form is filled in full for a reason.
#[derive(Default)]
pub struct Hidden {
    pub id_no: Option<String>,
    pub phone: Option<String>,
    pub home: Option<String>,
    pub lives_at: Option<String>,
    /// Columns that no rule knows, by their heads.
    pub extra: Extra,
}

/// Whether hidden facts are read, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    No,
    Masked,
    Full,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    path: String,
    name: String,
    sex: String,
    birth: Option<String>,
    education: String,
    organisation: String,
    community: Option<String>,
    joined: Option<String>,
    became_full: Option<String>,
    probationary: bool,
    employment: String,
    unit: String,
    last_contact: Option<String>,
    destination: Option<String>,
    reason: Option<String>,
    since: Option<String>,
    certificate: Option<String>,
    contact_person: Option<String>,
    floating_contact: Option<String>,
    floating: bool,
    transition: bool,
    duties: Option<String>,
    id_no: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    home: Option<Vec<u8>>,
    lives_at: Option<Vec<u8>>,
    extra: Option<Vec<u8>>,
    known: i64,
    card_on: Option<String>,
    ledger_on: String,
    talked_on: Option<String>,
    confirmed: Option<String>,
}

/// The members of the caller's scope who stood in the ledger's Party on that day, in its order.
pub fn all(cx: &Reader, day: &Day, open: Open) -> Result<Vec<Person>> {
    let sql = format!(
        "select m.id, m.path, m.name, m.sex, m.birth, m.education, o.name as organisation, u.name as community, m.joined, m.became_full, m.probationary, m.employment, m.unit, \
           m.last_contact, f.destination, f.reason, f.since, f.certificate, f.contact_person, f.last_contact as floating_contact, \
           case when f.member is null then 0 else 1 end as floating, case when c.former_home is null then 0 else 1 end as transition, \
           (select string_agg(d.title, '、' order by d.from_day, d.title) from {{duties}} d where d.tenant = m.tenant and d.member = m.id and d.from_day <= $1 and (d.to_day is null or d.to_day >= $1)) as duties, \
           m.id_no, m.phone, m.home, m.lives_at, m.extra, {KNOWN} \
         from {{members}} m join {{orgs}} o on o.tenant = m.tenant and o.id = m.org left join {{orgs}} u on u.tenant = o.tenant and u.id = o.parent \
         left join {{floating}} f on f.tenant = m.tenant and f.member = m.id left join {{cards}} c on c.tenant = m.tenant and c.member = m.id \
         where m.joined is null or substr(m.joined, 1, 7) <= $2 order by m.path, m.name, m.id"
    );
    let (mut people, openness) = (vec![], Openness::of(cx)?);
    cx.each(&sql, args![day.on, day.on.strftime("%Y-%m").to_string()], |row: Row| {
        let hidden = row.hidden(cx, open, &openness)?;
        people.push(row.person(hidden, &day.fresh));
        Ok(())
    })?;
    people.retain(|p: &Person| p.joined.as_deref().is_none_or(|joined| !after(joined, day.on)));
    Ok(people)
}

/// Whether a day of any precision lies wholly after another.
fn after(day: &str, on: Date) -> bool {
    let on = on.to_string();
    on.get(..day.len()).is_some_and(|on| day > on)
}

impl Row {
    fn hidden(&self, cx: &Reader, open: Open, openness: &Openness) -> Result<Hidden> {
        if open == Open::No {
            return Ok(Hidden::default());
        }
        let full = open == Open::Full;
        let show = |column: &'static str, sealed: &Option<Vec<u8>>| shown(cx, self.id, column, sealed.as_deref(), full);
        let extra = shown(cx, self.id, "extra", self.extra.as_deref(), true)?;
        let mut extra: Extra = extra.map(|e| serde_json::from_str(&e)).transpose()?.unwrap_or_default();
        if !full {
            openness.mask(&mut extra);
        }
        Ok(Hidden {
            id_no: show("id_no", &self.id_no)?,
            phone: show("phone", &self.phone)?,
            home: show("home", &self.home)?,
            lives_at: show("lives_at", &self.lives_at)?,
            extra,
        })
    }

    fn person(self, hidden: Hidden, fresh: &Freshness) -> Person {
        let known = Known {
            facts: self.known,
            card_on: self.card_on.as_deref(),
            ledger_on: &self.ledger_on,
            last_contact: self.last_contact.as_deref(),
            talked_on: self.talked_on.as_deref(),
            confirmed: self.confirmed.as_deref(),
        };
        let clears = clears::sentence(&known.states(fresh));
        Person {
            clears,
            hidden,
            last_contact: self.last_contact.max(self.floating_contact),
            floating: self.floating || self.employment == "流动",
            destination: self.destination.unwrap_or_default(),
            leave_reason: self.reason.unwrap_or_default(),
            left_on: self.since,
            certificate: self.certificate.unwrap_or_default(),
            contact_person: self.contact_person.unwrap_or_default(),
            duties: self.duties.unwrap_or_default(),
            community: self.community.unwrap_or_default(),
            id: self.id,
            path: self.path,
            name: self.name,
            sex: self.sex,
            birth: self.birth,
            education: self.education,
            organisation: self.organisation,
            joined: self.joined,
            became_full: self.became_full,
            probationary: self.probationary,
            employment: self.employment,
            unit: self.unit,
            transition: self.transition,
        }
    }
}

impl Person {
    pub fn age(&self, day: &Day) -> Option<i64> {
        years(self.birth.as_deref(), day.on)
    }

    /// Counted from full membership (Party Constitution 2022, article 7). Where that day is not
    /// known nothing is said: probation can have been prolonged.
    pub fn party_age(&self, day: &Day) -> Option<i64> {
        years(self.became_full.as_deref(), day.on).filter(|years| *years >= 0)
    }

    /// Still on probation on that day, whatever came later.
    pub fn is_probationary(&self, day: &Day) -> bool {
        self.probationary || self.became_full.as_deref().is_some_and(|full| after(full, day.on))
    }

    /// The day on which probation ends, as precise as the day on which it began.
    pub fn full_due(&self, day: &Day) -> Option<String> {
        let joined = self.joined.as_deref()?;
        let whole: Date = match joined.len() {
            10 => joined.parse().ok()?,
            7 => format!("{joined}-01").parse().ok()?,
            _ => return None,
        };
        whole.checked_add(day.probation).ok().map(|due| due.to_string()[..joined.len()].to_owned())
    }

    pub fn is(&self, is: Is, day: &Day) -> bool {
        match is {
            Is::Probationary => self.is_probationary(day),
            Is::Full => !self.is_probationary(day),
            Is::Floating => self.floating,
            Is::Transition => self.transition,
            Is::Lost => self.last_contact.as_deref().is_none_or(|last| last < day.lost_before.as_str()),
            Is::Elderly => self.age(day).is_some_and(|age| age >= day.elderly),
            Is::FiftyYears => self.party_age(day).is_some_and(|years| years >= day.medal),
        }
    }
}

//! What somebody typed in the place of what was doubtful.

use super::{
    decision::Decision,
    doubt::Doubt,
    draft::{Draft, Person, Says},
    units,
};
use kernel::{Error, Result};
use sheets::values::{IdNumber, PartialDate, Phone};

impl Decision {
    /// What was typed takes the place of what was doubtful.
    pub fn correct(&self, draft: &mut Draft, today: jiff::civil::Date) -> Result<()> {
        if let Says::Unit(said) = &mut draft.says {
            return units::correct(self, said, &mut draft.doubts);
        }
        let mut settled: Vec<&str> = vec![];
        let doubts = draft.doubts.clone();
        let Some(person) = draft.person_mut() else { return Err(Error::NotFound) };
        if !self.id_no.trim().is_empty() {
            let id = IdNumber::parse(&self.id_no).map_err(|fault| Error::field("id_no", fault.zh(), fault.to_string()))?;
            settled.extend(prove(person, &id, &doubts));
        }
        if !self.phone.trim().is_empty() {
            let phones = Phone::parse_all(&self.phone)
                .ok_or_else(|| Error::field("phone", "电话号码不完整或有误。", "The phone number is incomplete or wrong."))?;
            person.facts.phone = phones.first().map(|p| p.as_str().to_owned());
            settled.push("phone");
        }
        if matches!(self.sex.trim(), "男" | "女") {
            person.facts.sex = self.sex.trim().into();
            settled.push("sex");
        }
        let facts = &mut person.facts;
        let dates = [
            ("birth", &self.birth, &mut facts.birth),
            ("joined", &self.joined, &mut facts.joined),
            ("became_full", &self.became_full, &mut facts.became_full),
            ("last_contact", &self.last_contact, &mut facts.last_contact),
        ];
        for (name, typed, fact) in dates {
            if !typed.trim().is_empty() {
                *fact = Some(date(name, typed, today)?);
                settled.push(name);
            }
        }
        draft.doubts.retain(|d| !settled.contains(&d.fact.as_str()));
        Ok(())
    }
}

/// A proved number tells sex and birth date where these were in doubt or missing.
fn prove(person: &mut Person, id: &IdNumber, doubts: &[Doubt]) -> Vec<&'static str> {
    person.facts.id_no = Some(id.as_str().to_owned());
    person.id_proved = true;
    let mut settled = vec!["id_no"];
    if person.facts.sex.is_empty() || doubts.iter().any(|d| d.fact == "sex") {
        person.facts.sex = id.sex().zh().into();
        settled.push("sex");
    }
    person.facts.birth = Some(id.birth().to_string());
    settled.push("birth");
    settled
}

fn date(name: &str, typed: &str, today: jiff::civil::Date) -> Result<String> {
    let latest = today.to_string().parse().map_err(|_| Error::NotFound)?;
    let read = PartialDate::parse(typed, latest).map_err(|fault| Error::field(name, fault.zh(), fault.to_string()))?;
    if read.is_after(latest) {
        return Err(Error::field(name, "日期在今天之后。", "The date lies in the future."));
    }
    Ok(read.to_string())
}

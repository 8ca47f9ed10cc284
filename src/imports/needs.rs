//! Rows of a list of needs: what they say, whether the need stands already, and how it is taken in.
//!
//! The same need has the same words and the same place, and agrees in all else that both say. One that
//! was answered before and is asked again is for a person to decide.

use super::{
    draft::{kept_besides, phone, text},
    judge::{Bench, Verdict},
    take::{Hand, Taken},
    tree::Tree,
    why::Why,
};
use crate::needs::{Facts, Need, urgency};
use kernel::{Result, say, t};
use sheets::{
    Dictionary, Field, Record,
    values::{PartialDate, clean},
};

/// Heads under which lists keep the day somebody asked.
const ASKED: [&str; 8] = ["登记日期", "登记时间", "提出日期", "提出时间", "征集日期", "征集时间", "申报日期", "受理日期"];

/// What a row says. Names and doors are hidden; a word that cannot be read is kept as it was written.
pub fn need(record: &Record<'_>, words: &Dictionary, today: PartialDate) -> Facts {
    use Field::*;
    let own = [Need, Estate, Building, NeedTime, NeedSkill, Name, ContactPerson, Phone, Branch, NeedPeople, Urgency];
    let mut extra = kept_besides(record, words, &own);
    let urgent = text(record, Urgency);
    if !urgent.is_empty() && urgency(&urgent).is_none() {
        extra.insert(words.label(Urgency).zh, urgent.clone());
    }
    let day =
        |(head, cell): (&String, &String)| ASKED.contains(&head.as_str()).then(|| PartialDate::parse(clean(cell), today).ok()).flatten();
    let asked_on = extra.iter().find_map(day).map_or_else(String::new, |d| d.to_string());
    extra.retain(|head, _| asked_on.is_empty() || !ASKED.contains(&head.as_str()));
    let place = format!("{}{}", text(record, Estate), text(record, Building));
    let whole = |n: f64| (1.0..=100_000.0).contains(&n).then_some(n as i64);
    Facts {
        what: text(record, Need),
        building: None,
        place: if place.is_empty() { crate::report_in::estate(&text(record, Home)) } else { place },
        wanted: text(record, NeedTime),
        people: record.number(NeedPeople).and_then(whole),
        urgency: urgency(&urgent).unwrap_or("ordinary").into(),
        skills: record.list(NeedSkill).iter().flat_map(|s| crate::skills::parted(s)).collect(),
        from_name: [Name, ContactPerson].into_iter().map(|f| text(record, f)).find(|n| !n.is_empty()),
        from_phone: phone(record),
        channel: "sheet".into(),
        asked_on,
        extra,
    }
}

/// By which a row below says the same.
pub fn keys(said: &Facts) -> Result<Vec<String>> {
    Ok(vec![format!("need {}", serde_json::to_string(said)?)])
}

impl Bench<'_> {
    pub fn need(&self, said: &Facts, choice: &str) -> Result<Verdict> {
        if let Some(row) = self.seen.find(&keys(said)?) {
            return Ok(Verdict::Same(row.subject));
        }
        let mut closed = None;
        for stands in Need::alike(self.cx, &said.what, &said.place)? {
            if !self.agrees(&stands, said)? {
                continue;
            }
            if !stands.is_closed() || !said.asked_on.is_empty() {
                return Ok(Verdict::Same(Some(stands.id)));
            }
            closed.get_or_insert(stands);
        }
        Ok(match closed {
            Some(before) if choice != "two" => Verdict::Decide(Why::AskedBefore(before.asked_on), Some(before.id)),
            _ => Verdict::New(None),
        })
    }

    fn agrees(&self, stands: &Need, said: &Facts) -> Result<bool> {
        let old = stands.facts(self.cx)?;
        let asked_on = if said.asked_on.is_empty() { &old.asked_on } else { &said.asked_on };
        Ok(old == Facts { asked_on: asked_on.clone(), channel: old.channel.clone(), ..said.clone() })
    }
}

impl Hand<'_> {
    pub fn take_need(&self, tree: &Tree, branch: Option<&str>, said: &Facts) -> Result<Taken> {
        let Some(org) = tree.community(branch, Some(&said.place)) else { return Ok(Taken::default()) };
        let asked_on = if said.asked_on.is_empty() { self.cx.today().to_string() } else { said.asked_on.clone() };
        let id = Need::enter(self.cx, &self.skills, &org, &Facts { asked_on, ..said.clone() }, Some(self.import))?;
        Ok(Taken { subject: Some(id), ..Taken::default() })
    }
}

/// What tells needs apart.
pub fn shown(f: &Facts) -> Vec<String> {
    let people = f.people.map(|n| say!("{n} 人", "{n} people"));
    let parts = [f.what.clone(), f.place.clone(), f.wanted.clone(), f.skills.join(t("、", ", ")), people.unwrap_or_default()];
    parts.into_iter().filter(|p| !p.is_empty()).collect()
}

//! A condition as far as the database can say it: never narrower than what is derived, so that a list
//! reads few members in vain. What is shown is decided by deriving it.

use super::{Facts, Held, Kind, Kinds, Whose};
use crate::{people::days, rulebook::Condition};
use kernel::{Id, Reader, Result, Value};
use std::collections::HashMap;

impl Kinds {
    /// What every member of this category fulfils, over `m`. `arg` takes a value and gives its name.
    pub fn narrowed(&self, kind: &Kind, arg: &mut dyn FnMut(Value<'static>) -> String) -> String {
        let any: Vec<String> = kind.rule.any.iter().map(|c| self.narrow(c, arg)).collect();
        if any.is_empty() { "1 = 0".into() } else { format!("({})", any.join(" or ")) }
    }

    fn narrow(&self, condition: &Condition, arg: &mut dyn FnMut(Value<'static>) -> String) -> String {
        let today = self.today.to_string();
        let beside =
            |table: &str, more: &str| format!("exists (select 1 from {{{table}}} y where y.tenant = m.tenant and y.member = m.id{more})");
        match condition {
            Condition::Employment(words) => {
                let names: Vec<String> = words.iter().map(|w| arg(w.clone().into())).collect();
                if names.is_empty() { "1 = 0".into() } else { format!("m.employment in ({})", names.join(", ")) }
            }
            Condition::UnitKind(_) => "m.unit <> ''".into(),
            Condition::Away => beside("floating", ""),
            Condition::Relocated => format!(
                "({} or m.org in (select g.id from {{orgs}} g where g.kind = 'transition_group'))",
                beside("cards", " and y.former_home is not null")
            ),
            Condition::Setting(_) => "1 = 1".into(),
            Condition::Silent => format!("(m.last_contact is null or m.last_contact < {})", arg(self.silent_before.clone().into())),
            Condition::Age(age) => format!("m.birth <= {}", arg(days::before(self.today, days::of_years(*age)).into())),
            Condition::HealthBut(_) => beside("cards", " and y.health is not null"),
            Condition::Declared(what) => beside("declared_facts", &format!(" and y.what = {}", arg(what.code().into()))),
            Condition::Relief => beside("dues_reliefs", ""),
            Condition::NoPost => {
                let (from, to) = (arg(today.clone().into()), arg(today.into()));
                format!("not {}", beside("duties", &format!(" and y.from_day <= {from} and (y.to_day is null or y.to_day >= {to})")))
            }
            Condition::Probationary => "m.probationary = 1".into(),
        }
    }

    /// The categories of these members.
    pub fn of_these(&self, cx: &Reader, members: &[Id]) -> Result<HashMap<Id, Vec<Held>>> {
        let facts = Facts::gather(cx, Whose::These(members), &self.silent_before)?;
        Ok(facts.iter().map(|(member, f)| (*member, self.derive(f))).collect())
    }

    /// The facts of all the caller looks after, to be derived from.
    pub fn facts_of_all(&self, cx: &Reader) -> Result<Vec<(Id, Facts)>> {
        Facts::gather(cx, Whose::All, &self.silent_before)
    }
}

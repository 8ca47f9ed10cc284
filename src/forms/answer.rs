//! One answer: of the form itself, of an organisation, of a member.

use super::{
    ask::{Asked, Derived, Once},
    filling::Filling,
    group::Is,
    person::Person,
    value::{number, on_day, written, yes_no},
};
use crate::orgs::Org;
use sheets::{
    Field,
    form::{Column, Value},
};

impl Filling<'_> {
    pub(super) fn of_form(&self, asked: &Asked, column: &Column) -> Value {
        match asked {
            Asked::Once { what: Once::Organisation } => Value::text(&*self.org.name),
            Asked::Once { what: Once::On } => on_day(self.day.on),
            Asked::Once { what: Once::Today } => on_day(self.today),
            Asked::Once { what: Once::Filler } => Value::text(&*self.filler),
            Asked::Once { what: Once::Secretary } => Value::text(&*self.org.secretary),
            Asked::Once { what: Once::Members } => Value::Number(self.people.len() as f64),
            other => self.of_org(&self.org, other, column),
        }
    }

    pub(super) fn of_org(&self, org: &Org, asked: &Asked, column: &Column) -> Value {
        match asked {
            Asked::Count { group } => {
                let here = self.people.iter().filter(|p| p.path.starts_with(&org.path));
                number(Some(here.filter(|p| group.holds(p, &self.day)).count() as i64))
            }
            Asked::Fact { field } => match field {
                Field::OrgName | Field::Branch => Value::text(&*org.name),
                Field::OrgParent => Value::text(self.orgs.iter().find(|o| Some(o.id) == org.parent).map_or("", |o| o.name.as_str())),
                Field::OrgType => Value::text(org.kind.name().zh),
                Field::Secretary => Value::text(&*org.secretary),
                Field::Founded => written(org.founded.as_deref(), column),
                Field::Elected => written(org.elected.as_deref(), column),
                _ => Value::Blank,
            },
            Asked::Unknown => Value::text(self.extras.get(&org.id).and_then(|extra| extra.get(column.label())).map_or("", String::as_str)),
            _ => Value::Blank,
        }
    }

    pub(super) fn of_person(&self, p: &Person, asked: &Asked, column: &Column) -> Value {
        let plain = |text: &str| Value::text(text);
        let some = |text: &Option<String>| Value::text(text.as_deref().unwrap_or_default());
        match asked {
            Asked::Fact { field } => match field {
                Field::Name => plain(&p.name),
                Field::Sex => plain(&p.sex),
                Field::Birth => written(p.birth.as_deref(), column),
                Field::IdNumber => some(&p.hidden.id_no),
                Field::Phone => some(&p.hidden.phone),
                Field::Education => plain(&p.education),
                Field::Branch => plain(&p.organisation),
                Field::Joined => written(p.joined.as_deref(), column),
                Field::BecameFull => written(p.became_full.as_deref(), column),
                Field::MemberKind => self.derived(p, Derived::Standing, column),
                Field::Employment => plain(&p.employment),
                Field::Unit => plain(&p.unit),
                Field::Duty => plain(&p.duties),
                Field::Home => some(&p.hidden.home),
                Field::LivesNow => some(&p.hidden.lives_at),
                Field::Floating => self.derived(p, Derived::Floating, column),
                Field::LastContact => written(p.last_contact.as_deref(), column),
                Field::Destination => plain(&p.destination),
                Field::LeftOn => written(p.left_on.as_deref(), column),
                Field::LeaveReason => plain(&p.leave_reason),
                Field::Certificate if column.label().contains('是') || column.label().contains("有无") => {
                    yes_no(!p.certificate.is_empty() && p.certificate != "否" && p.certificate != "无")
                }
                Field::Certificate => plain(&p.certificate),
                Field::ContactPerson => plain(&p.contact_person),
                Field::DuesBase | Field::DuesDue | Field::DuesPaid | Field::DuesUntil => self.dues.value(p.id, *field, column),
                _ => Value::Blank,
            },
            Asked::Derived { what } => self.derived(p, *what, column),
            // A column of a workbook that no rule knows, kept under its head.
            Asked::Unknown => some(&p.hidden.extra.get(column.label()).cloned()),
            _ => Value::Blank,
        }
    }

    fn derived(&self, p: &Person, what: Derived, column: &Column) -> Value {
        let day = &self.day;
        match what {
            Derived::Age => number(p.age(day)),
            Derived::PartyAge => number(p.party_age(day)),
            Derived::FiftyYears if p.party_age(day).is_none() && !p.is_probationary(day) => Value::Blank,
            Derived::FiftyYears => yes_no(p.is(Is::FiftyYears, day)),
            Derived::FullDue => written(p.full_due(day).as_deref().filter(|_| p.is_probationary(day)), column),
            Derived::Lost if p.last_contact.is_none() => Value::Blank,
            Derived::Lost => yes_no(p.is(Is::Lost, day)),
            Derived::Floating => yes_no(p.is(Is::Floating, day)),
            Derived::Standing => Value::text(if p.is_probationary(day) { "预备党员" } else { "正式党员" }),
            Derived::Clears => Value::text(&*p.clears),
            Derived::Community => Value::text(&*p.community),
            Derived::Categories => Value::text(self.categories.get(&p.id).map_or("", String::as_str)),
            Derived::StudyHours => Value::Number(self.year.hours(p.id)),
            Derived::Points => number(Some(self.year.points(p.id))),
            Derived::DueTimes => number(Some(self.year.times(p.id).0)),
            Derived::PresentTimes => number(Some(self.year.times(p.id).1)),
        }
    }
}

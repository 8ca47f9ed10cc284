//! What follows from several cells of a row together, and where they contradict each other.

use std::borrow::Cow;

use crate::interpret::probationary;
use crate::meaning::{Field, Kind};
use crate::reading::BranchFrom;
use crate::record::{Record, Value};
use crate::records::Records;
use crate::trouble::{Code, Trouble};
use crate::values;

impl<'a> Records<'a> {
    /// What follows from several cells together.
    pub(crate) fn conclude(&mut self, record: &mut Record<'a>) {
        self.belong_to_household(record);
        one_of_each(record);
        if record.get(Field::Branch).is_none() && self.reading.kind != Kind::Organisations {
            let branch = self.section.or(self.reading.branch.name.as_deref()).filter(|_| self.reading.branch.from != BranchFrom::Column);
            record.values.extend(branch.map(|branch| (Field::Branch, Value::Text(Cow::Borrowed(branch)))));
        }
        if record.get(Field::Group).is_none() {
            record.values.extend(self.group.map(|group| (Field::Group, Value::Text(Cow::Borrowed(group)))));
        }
        if record.get(Field::LivesNow).is_none() {
            let address = match record.get(Field::Remark) {
                Some(Value::Text(Cow::Borrowed(remark))) => values::lives_now(remark).map(Cow::Borrowed),
                Some(Value::Text(Cow::Owned(remark))) => values::lives_now(remark).map(|address| Cow::Owned(address.to_owned())),
                _ => None,
            };
            record.values.extend(address.map(|address| (Field::LivesNow, Value::Text(address))));
        }
        if record.get(Field::MemberKind).is_none() {
            record.values.extend(self.kind.map(|kind| (Field::MemberKind, Value::Text(Cow::Borrowed(kind)))));
        }
        if record.get(Field::Probationary).is_none()
            && let Some(kind) = record.text(Field::MemberKind)
            && let Some(probationary) = probationary(kind)
        {
            record.values.push((Field::Probationary, Value::Yes(probationary)));
        }
        self.compare(record);
    }

    /// Where the ID number and the sheet contradict each other, and what is missing.
    fn compare(&self, record: &mut Record<'a>) {
        let place = |field| self.reading.place(record.row, self.form, field);
        let mut troubles = Vec::new();
        if let Some(id) = record.id_number() {
            if let Some(said) = record.date(Field::Birth).filter(|said| !said.agrees_with(id.birth())) {
                troubles.extend(place(Field::Birth).map(|(row, column)| {
                    Trouble::at(row, column, Some(Field::Birth), Code::BirthDisagrees, &said.to_string()).proposing(id.birth().to_string())
                }));
            }
            if let Some(Value::Sex(said)) = record.get(Field::Sex)
                && *said != id.sex()
            {
                troubles.extend(place(Field::Sex).map(|(row, column)| {
                    Trouble::at(row, column, Some(Field::Sex), Code::SexDisagrees, said.zh()).proposing(id.sex().zh().into())
                }));
            }
        }
        let of_people = self.reading.kind.is_of_people();
        if let Some((row, column)) = place(Field::IdNumber).filter(|_| of_people && record.get(Field::IdNumber).is_none()) {
            troubles.push(Trouble::at(row, column, Some(Field::IdNumber), Code::IdMissing, ""));
        }
        if let Some((row, column)) = place(Field::Name).filter(|_| of_people && record.get(Field::Name).is_none()) {
            troubles.push(Trouble::at(row, column, Some(Field::Name), Code::NameMissing, ""));
        }
        let full_before_joined = record
            .date(Field::Joined)
            .zip(record.date(Field::BecameFull))
            .filter(|(joined, full)| full < joined && !full.agrees_with(*joined));
        if let Some(((_, full), (row, column))) = full_before_joined.zip(place(Field::BecameFull)) {
            troubles.push(Trouble::at(row, column, Some(Field::BecameFull), Code::DateOrder, &full.to_string()));
        }
        record.troubles.append(&mut troubles);
    }

    /// In a household's list the head is named by a column, or is who stands above as such.
    fn belong_to_household(&mut self, record: &mut Record<'a>) {
        if self.reading.kind != Kind::Households || record.get(Field::HouseholdHead).is_some() {
            return;
        }
        let is_head = record.text(Field::Relation).is_some_and(|relation| self.words.is_household_head(relation));
        if is_head {
            self.head = record.name().map(str::to_owned);
        }
        let head = self.head.clone().filter(|_| record.get(Field::Relation).is_some());
        record.values.extend(head.map(|head| (Field::HouseholdHead, Value::Text(Cow::Owned(head)))));
    }
}

/// The second phone of one cell and another column's are other phones together.
fn one_of_each(record: &mut Record<'_>) {
    let is_other = |(field, value): &(Field, Value<'_>)| *field == Field::OtherPhone && matches!(value, Value::Phones(_));
    let Some(first) = record.values.iter().position(is_other) else { return };
    while let Some(next) = record.values.iter().skip(first + 1).position(is_other).map(|at| first + 1 + at) {
        if let ((_, Value::Phones(mut more)), (_, Value::Phones(all))) = (record.values.remove(next), &mut record.values[first]) {
            all.append(&mut more);
        }
    }
}

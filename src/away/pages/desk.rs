//! Answers that come at the desk, by call or on paper. They count the same.

use crate::{
    away::{Ask, Cause, Person, Question},
    desk::How,
};
use kernel::{Acted, Cx, Error, FieldError, Id, Input, Path, Result, Text, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Said {
    pub name: String,
    /// Part of the organisation or unit, where the name alone is not enough.
    pub of: String,
    pub cause: String,
    /// desk or call
    pub how: String,
}

pub fn answer(cx: &Cx<Ask>, Path(id): Path<Id>, Input(word): Input<Said>) -> Acted {
    let question: Question = cx.find(id)?;
    let (cause, how) = (Cause::read(&word.cause)?, How::read(&word.how)?);
    let person = the_one(Person::named(cx, &question, word.name.trim(), word.of.trim())?)?;
    question.answer(cx, &person, cause)?;
    // Who has answered, and how they spoke; never what they said.
    cx.note(id, format!("{} answered, {}", person.name, how.code()));
    said(format!("/away/{id}"), say!("记下了{}的回答，只进总数。", "The answer of {} is counted; only the sum keeps it.", person.name))
}

fn the_one(mut found: Vec<Person>) -> Result<Person> {
    match found.len() {
        0 => Err(Error::field("name", "这里没有叫这个名字的人，请先查找。", "Nobody of this name is here; search first.")),
        1 => Ok(found.remove(0)),
        _ => {
            let which = found.iter().map(|p| p.of.as_str()).collect::<Vec<_>>().join(t("、", ", "));
            Err(Error::field(
                "of",
                format!("叫这个名字的不止一位，请写是哪里的：{which}。"),
                format!("More than one has this name; say of where: {which}."),
            ))
        }
    }
}

/// How many slips of the box say what.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BoxOfSlips {
    pub no_will: String,
    pub no_ability: String,
    pub no_chance: String,
    pub no_thanks: String,
    pub nothing: String,
}

/// More slips than this are no box of one organisation but a slip of the finger. A guard, not a rule.
const MOST: i64 = 100_000;

impl BoxOfSlips {
    fn counts(&self) -> Result<Vec<(Cause, i64)>> {
        let typed = [&self.no_will, &self.no_ability, &self.no_chance, &self.no_thanks, &self.nothing];
        let (mut counts, mut wrong) = (vec![], vec![]);
        for (cause, text) in Cause::ALL.into_iter().zip(typed) {
            match text.trim() {
                "" => counts.push((cause, 0)),
                number => match number.parse::<i64>() {
                    Ok(count) if (0..=MOST).contains(&count) => counts.push((cause, count)),
                    _ => {
                        wrong.push(FieldError { field: cause.code().into(), text: Text::new("请填张数。", "Give a number of slips.") })
                    }
                },
            }
        }
        if wrong.is_empty() && counts.iter().all(|c| c.1 == 0) {
            wrong.push(FieldError { field: Cause::NoWill.code().into(), text: Text::new("一张也没有。", "Not a single slip.") });
        }
        if wrong.is_empty() { Ok(counts) } else { Err(Error::Invalid(wrong)) }
    }
}

pub fn papers(cx: &Cx<Ask>, Path(id): Path<Id>, Input(counted): Input<BoxOfSlips>) -> Acted {
    let question: Question = cx.find(id)?;
    let counts = counted.counts()?;
    question.count_papers(cx, &counts)?;
    let all: i64 = counts.iter().map(|c| c.1).sum();
    said(format!("/away/{id}"), say!("记下了 {all} 张纸条。", "{all} slips are counted."))
}

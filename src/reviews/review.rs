//! A review, and the verbs by which it is begun, handed over and let to the unit.

use super::{Content, OfPerson, OfUnit};
use crate::{letters::Party, orgs::Org, posts::Person, report_in::ReportIn, study::Via, units::Unit};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Unit,
    Person,
}

impl About {
    pub fn code(self) -> &'static str {
        match self {
            About::Unit => "unit",
            About::Person => "person",
        }
    }
    pub fn name(self) -> Text {
        match self {
            About::Unit => Text::fixed("单位", "Unit"),
            About::Person => Text::fixed("个人", "Person"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    pub id: Id,
    pub path: String,
    /// Who looks back.
    pub org: Id,
    pub about: About,
    /// The unit, or the one that the person belonged to.
    pub unit: Option<Id>,
    pub person: Option<Id>,
    pub name: String,
    pub unit_name: String,
    pub year: i16,
    pub made_by: String,
    #[schemars(with = "Option<String>")]
    pub handed_on: Option<Date>,
    /// The person lets their unit have it since this day.
    pub shared_on: Option<String>,
    pub shared_via: String,
    /// Empty until it is handed over.
    #[serde(skip_serializing)]
    #[schemars(skip)]
    content: String,
}
impl Noun for Review {
    const TABLE: &'static str = "reviews";
}

/// Whose year, as it is typed: a unit's id, or a person's name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct New {
    pub org: String,
    pub year: String,
    pub unit: Option<Id>,
    pub name: String,
}

const OWN: &str = "a review is for whom it is about, whichever organisation wrote it";
const EARLIEST: i16 = 2000;

impl Review {
    pub fn of_year(cx: &Reader, path: &str, year: i16) -> Result<Vec<Review>> {
        let all = "select * from {reviews} v where v.path >= $1 and v.path < $2 and v.year = $3 order by v.about desc, v.name, v.id";
        cx.all(all, args![path, kernel::schema::past(path), i64::from(year)])
    }

    /// Reads a year that has begun.
    pub fn year(cx: &Reader, typed: &str) -> Result<i16> {
        let now = cx.today().year();
        match typed.trim() {
            "" => Ok(now),
            typed => typed
                .parse()
                .ok()
                .filter(|y| (EARLIEST..=now).contains(y))
                .ok_or_else(|| Error::field("year", "请填已经开始的年份，如 2026。", "Give a year that has begun, such as 2026.")),
        }
    }

    pub fn begin_unit(cx: &Writer, org: &Org, year: i16, unit: Id) -> Result<Id> {
        let unit = Party::of(cx, &org.path)?.into_iter().find(|p| p.id == unit).ok_or(Error::NotFound)?;
        Review::begin(cx, org, year, About::Unit, (Some(unit.id), &unit.name), (None, &unit.name))
    }

    pub fn begin_person(cx: &Writer, org: &Org, year: i16, person: &Person) -> Result<Id> {
        let mut unit = (None, String::new());
        for id in person.ids(cx)? {
            if let Some(who) = cx.maybe::<ReportIn>("select * from {report_ins} r where r.id = $1", args![id])? {
                unit = (who.unit, who.unit_name);
            }
        }
        Review::begin(cx, org, year, About::Person, (unit.0, &unit.1), (Some(person.id), &person.name))
    }

    /// The one that stands already, where there is one.
    fn begin(cx: &Writer, org: &Org, year: i16, about: About, unit: (Option<Id>, &str), who: (Option<Id>, &str)) -> Result<Id> {
        let known = match about {
            About::Unit => ("unit", unit.0),
            About::Person => ("person", who.0),
        };
        let sql = format!("select v.id from {{reviews}} v where v.org = $1 and v.year = $2 and v.about = $3 and v.{} = $4", known.0);
        if let Some(id) = cx.maybe::<Id>(&sql, args![org.id, i64::from(year), about.code(), known.1])? {
            return Ok(id);
        }
        let id = cx.new_id();
        cx.run(
            "insert into {reviews} (id, path, org, about, unit, person, name, unit_name, year, content, made_at, made_by, shared_via) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, '')",
            args![id, &org.path, org.id, about.code(), unit.0, who.0, who.1, unit.1, i64::from(year), cx.now(), &cx.actor().name],
        )?;
        cx.note(id, format!("review of {year} begun, of a {}", about.code()));
        Ok(id)
    }

    /// As it was handed over, or as the facts are now.
    pub fn content(&self, cx: &Reader) -> Result<Content> {
        if !self.content.is_empty() {
            return self.handed_content();
        }
        Ok(match (self.about, self.unit, self.person) {
            (About::Unit, Some(unit), _) => Content { of_unit: Some(OfUnit::of(cx, &self.path, unit, self.year)?), of_person: None },
            (About::Person, _, Some(person)) => {
                let person = Person::find(cx, person)?;
                Content { of_unit: None, of_person: Some(OfPerson::of(cx, &self.path, &person, self.year)?) }
            }
            _ => Content::default(),
        })
    }

    pub fn handed_content(&self) -> Result<Content> {
        Ok(serde_json::from_str(&self.content)?)
    }

    /// From now on its facts stay, and whom it is about reads it.
    pub fn hand_over(&self, cx: &Writer) -> Result<()> {
        if let Some(on) = self.handed_on {
            return Err(Error::rule("review_handed", format!("{on} 已经交出了。"), format!("It was handed over on {on}.")));
        }
        let content = serde_json::to_string(&self.content(cx)?)?;
        cx.run_one("update {reviews} set content = $1, handed_on = $2 where id = $3", args![content, cx.today(), self.id])?;
        cx.note(self.id, format!("review of {} handed over", self.year));
        Ok(())
    }

    /// The person's own word: their unit has it, or has it no longer.
    pub fn share(&self, cx: &Writer, yes: bool, via: Via) -> Result<()> {
        if self.about != About::Person || self.unit.is_none() {
            return Err(Error::rule("no_unit", "没有登记单位，没有可以给的。", "No unit of theirs is known here."));
        }
        let (day, way) = if yes { (Some(cx.today()), via.code()) } else { (None, "") };
        let all = cx.beyond_scope(OWN);
        all.run_one("update {reviews} set shared_on = $1, shared_via = $2 where id = $3", args![day, way, self.id])?;
        cx.note(self.id, format!("{} with the unit, {}", if yes { "shared" } else { "no longer shared" }, via.code()));
        Ok(())
    }

    /// Of whoever asks, as they were handed over.
    pub fn mine(cx: &Reader) -> Result<Vec<Review>> {
        let (_, ids) = Person::mine(cx)?;
        let all = cx.beyond_scope(OWN);
        let mut mine: Vec<Review> = vec![];
        for id in ids {
            mine.extend(all.all::<Review>("select * from {reviews} v where v.person = $1 and v.handed_on is not null", args![id])?);
        }
        mine.sort_by_key(|v| (std::cmp::Reverse(v.year), v.id));
        Ok(mine)
    }

    /// What the contact's unit has: its own, and those of its people who said so.
    pub fn of_own_unit(cx: &Reader) -> Result<Vec<Review>> {
        let unit = Unit::own(cx)?;
        cx.beyond_scope(OWN).all(
            "select * from {reviews} v where v.unit = $1 and v.handed_on is not null and (v.about = 'unit' or v.shared_on is not null) order by v.year desc, v.about desc, v.name, v.id",
            args![unit.id],
        )
    }

    /// One of those that are this reader's.
    pub fn among(all: Vec<Review>, id: Id) -> Result<Review> {
        all.into_iter().find(|v| v.id == id).ok_or(Error::NotFound)
    }

    pub fn title(&self) -> String {
        kernel::say!("{} {} 年回顾", "{}, the year {}", self.name, self.year)
    }
}

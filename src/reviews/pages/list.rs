//! The reviews of a year, and beginning one.

use crate::{
    activities::{Choice, choices, chosen_org},
    letters::Party,
    posts::Person,
    reviews::{About, New, Review, View, Write},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Query, Reply, Result, say, see};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "reviews/list.html")]
pub struct ReviewList {
    pub org: Id,
    pub org_name: String,
    pub year: i16,
    pub reviews: Vec<Review>,
    /// Units whose year is not begun.
    pub units: Vec<Party>,
    #[serde(skip)]
    orgs: Vec<Choice>,
    #[serde(skip)]
    may_write: bool,
}
impl Page for ReviewList {
    fn title(&self) -> String {
        say!("{} 年回顾", "Reviews of {}", self.year)
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub org: Option<String>,
    /// This year where nothing is said.
    pub year: String,
}

pub fn list(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<ReviewList>> {
    let (org, year) = (chosen_org(cx, which.org.as_deref())?, Review::year(cx, &which.year)?);
    let reviews = Review::of_year(cx, &org.path, year)?;
    let begun = |unit: &Party| reviews.iter().any(|v| v.about == About::Unit && v.org == org.id && v.unit == Some(unit.id));
    let units = Party::of(cx, &org.path)?.into_iter().filter(|u| !begun(u)).collect();
    let (orgs, may_write) = (choices(cx, org.id)?, cx.may("reviews.write"));
    Reply::show(ReviewList { org: org.id, org_name: org.name, year, units, reviews, orgs, may_write })
}

pub fn begin(cx: &Cx<Write>, Input(new): Input<New>) -> Acted {
    let (org, year) = (chosen_org(cx, Some(&new.org))?, Review::year(cx, &new.year)?);
    let id = match new.unit {
        Some(unit) => Review::begin_unit(cx, &org, year, unit)?,
        None => Review::begin_person(cx, &org, year, &Person::named(cx, &new.name)?)?,
    };
    see(format!("/reviews/{id}"))
}

//! What an organisation gives for points, where it has set something; without that, points are a thank-you
//! and nothing else. Service stays unpaid (Volunteer Service Regulations 2017, articles 2 and 37):
//! nobody who was served gives anything.

use super::{Credit, Reason, credit::Entry, follows::HUNDREDTHS, points_text};
use crate::{
    orgs::Org,
    posts::{Person, Tie},
};
use jiff::civil::Date;
use kernel::{Error, FieldError, Id, Noun, Reader, Result, Text, Writer, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reward {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub title: String,
    /// In hundredths.
    pub points: i64,
    pub left_over: i64,
    /// The last day on which it is given out.
    #[schemars(with = "Option<String>")]
    pub until_day: Option<Date>,
    pub made_by: String,
    pub ended_on: Option<String>,
}
impl Noun for Reward {
    const TABLE: &'static str = "service_rewards";
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewReward {
    pub org: Option<Id>,
    pub title: String,
    /// Whole points, or with decimals.
    pub points: String,
    pub count: String,
    pub until: String,
}

/// Something that was handed over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub reward: Id,
    pub title: String,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    pub points: i64,
    pub handed_at: String,
    pub handed_by: String,
    pub returned_on: Option<String>,
    pub returned_why: String,
}
impl Noun for Exchange {
    const TABLE: &'static str = "service_exchanges";
}

impl Reward {
    pub fn set(cx: &Writer, new: &NewReward) -> Result<Id> {
        let mut wrong = vec![];
        let mut say_wrong = |field: &str, zh: &str, en: &str| {
            wrong.push(FieldError { field: field.into(), text: Text::new(zh.to_owned(), en.to_owned()) });
        };
        let title = values::clean(&new.title);
        if title.is_empty() {
            say_wrong("title", "请写是什么。", "Say what it is.");
        }
        let number = |typed: &str| values::half_width(values::clean(typed)).parse::<f64>().ok().filter(|n| *n > 0.0 && n.is_finite());
        let points = number(&new.points).map(|n| (n * HUNDREDTHS as f64).round() as i64);
        if points.is_none() {
            say_wrong("points", "请填写要多少积分。", "Give how many points it takes.");
        }
        let count = values::half_width(values::clean(&new.count)).parse::<i64>().ok().filter(|n| *n > 0);
        if count.is_none() {
            say_wrong("count", "请填写有多少份。", "Give how many there are.");
        }
        let until: Option<Date> = match values::clean(&new.until) {
            "" => None,
            typed => typed.parse().ok().filter(|day: &Date| *day >= cx.today()).or_else(|| {
                say_wrong("until", "请填写今天或以后的日期。", "Give today or a later day.");
                None
            }),
        };
        let Some(org) = new.org else { return Err(Error::field("org", "请选组织。", "Choose the organisation.")) };
        let (Some(points), Some(count), true) = (points, count, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
        let (org, id): (Org, _) = (cx.find(org)?, cx.new_id());
        cx.run(
            "insert into {service_rewards} (id, path, org, title, points, left_over, until_day, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![id, &org.path, org.id, title, points, count, until, cx.now(), &cx.actor().name],
        )?;
        cx.note(id, format!("points are exchanged for {title}"));
        Ok(id)
    }

    pub fn end(&self, cx: &Writer) -> Result<()> {
        cx.run_one("update {service_rewards} set ended_on = $1 where id = $2", args![cx.today(), self.id])?;
        cx.note(self.id, "given out no longer");
        Ok(())
    }

    /// What is given out today, as far as the reader looks.
    pub fn open(cx: &Reader) -> Result<Vec<Reward>> {
        cx.all(
            "select w.* from {service_rewards} w where w.ended_on is null and (w.until_day is null or w.until_day >= $1) order by w.points, w.title, w.id",
            args![cx.today()],
        )
    }

    /// What the organisation at this path and those above it give out today.
    pub fn for_path(cx: &Reader, path: &str) -> Result<Vec<Reward>> {
        let all = cx.beyond_scope("what an organisation gives for points is for all below it to know");
        Ok(Reward::open(&all)?.into_iter().filter(|reward| path.starts_with(&reward.path)).collect())
    }

    /// Handed over, and written into the ledger in the same moment.
    pub fn hand_over(&self, cx: &Writer, person: &Person) -> Result<Id> {
        // Two exchanges at once would both see the same points: the second waits here.
        cx.run("update {service_rewards} set title = title where ended_on is null", args![])?;
        let reward: Reward = cx.find(self.id)?;
        let all = cx.beyond_scope("somebody's points are one sum, wherever they were earned");
        let has = Credit::balance(&all, &person.ids(&all)?)?;
        if reward.ended_on.is_some() || reward.until_day.is_some_and(|day| day < cx.today()) {
            return Err(Error::rule("reward_ended", "这一项已经不兑换了。", "This is given out no longer."));
        }
        if reward.left_over < 1 {
            return Err(Error::rule("reward_gone", "已经兑完了。", "None is left."));
        }
        if has < reward.points {
            let (zh, en) = (
                format!("积分不够：现有 {}，需要 {}。", points_text(has), points_text(reward.points)),
                format!("Not enough points: {} of {}.", points_text(has), points_text(reward.points)),
            );
            return Err(Error::rule("points_lacking", zh, en));
        }
        cx.run_one("update {service_rewards} set left_over = left_over - 1 where id = $1", args![reward.id])?;
        let id = cx.new_id();
        cx.run(
            "insert into {service_exchanges} (id, path, org, reward, title, person, tie, name, points, handed_at, handed_by, returned_why) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')",
            args![id, &reward.path, reward.org, reward.id, &reward.title, person.id, person.tie.code(), &person.name, reward.points, cx.now(), &cx.actor().name],
        )?;
        cx.find::<Exchange>(id)?.enter(cx, id, -reward.points, Reason::Exchanged, None)?;
        cx.note(id, format!("{} handed over to {}", reward.title, person.id));
        Ok(id)
    }

    pub fn price(&self) -> String {
        say!("{} 分", "{} points", points_text(self.points))
    }
}

impl Exchange {
    /// It came back, or was written down wrongly: the points return, and what was written stays written.
    pub fn take_back(&self, cx: &Writer, why: &str) -> Result<()> {
        let why = values::clean(why);
        if why.is_empty() {
            return Err(Error::field("reason", "请写明原因，本人会看到。", "Say why; they will read it."));
        }
        let returned = "update {service_exchanges} set returned_on = $1, returned_why = $2 where id = $3 and returned_on is null";
        if cx.run(returned, args![cx.today(), why, self.id])? == 0 {
            return Err(Error::rule("exchange_returned", "已经退回过了。", "It was taken back already."));
        }
        cx.run("update {service_rewards} set left_over = left_over + 1 where id = $1", args![self.reward])?;
        self.enter(cx, Id::named(&["returned", &self.id.to_string()]), self.points, Reason::Returned, Some(self.id))?;
        cx.note_reason(self.id, "exchange taken back", why);
        Ok(())
    }

    fn enter(&self, cx: &Writer, id: Id, points: i64, reason: Reason, reverses: Option<Id>) -> Result<()> {
        Entry {
            path: &self.path,
            org: self.org,
            person: self.person,
            tie: self.tie,
            fact: self.id,
            kind: "",
            minutes: 0,
            percent: 0,
            points,
            rule: reason.rule(),
            reason,
            reverses,
        }
        .write(cx, cx.today(), id)
    }

    pub fn of_person(cx: &Reader, ids: &[Id]) -> Result<Vec<Exchange>> {
        let mut all: Vec<Exchange> = vec![];
        for id in ids {
            all.extend(cx.all::<Exchange>(
                "select e.* from {service_exchanges} e where e.person = $1 order by e.handed_at desc, e.id limit 100",
                args![*id],
            )?);
        }
        Ok(all)
    }

    pub fn day(&self) -> &str {
        self.handed_at.get(..10).unwrap_or_default()
    }
}

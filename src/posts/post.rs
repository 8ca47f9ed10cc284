//! A post: what is to be done, where and when, by how many, for how long.

use super::{Claim, State, kinds};
use crate::{
    commitments::Commitment,
    needs::{Need, Risk},
    orgs::Org,
    skills::{Skills, free, joined, listed, name},
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, any_of, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Post {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// The need that it meets.
    pub need: Option<Id>,
    pub kind: String,
    pub title: String,
    pub duty: String,
    pub place: String,
    pub wanted: String,
    /// The slots that this means, between `、`.
    pub free: String,
    pub people: i64,
    pub urgency: String,
    pub skills_said: String,
    /// By the names of the list, between `、`.
    pub skills: String,
    /// What whoever takes it is told of danger.
    #[serde(flatten)]
    pub risk: Risk,
    #[schemars(with = "String")]
    pub from_day: Date,
    /// The last day of its term.
    #[schemars(with = "Option<String>")]
    pub until_day: Option<Date>,
    pub made_at: String,
    pub made_by: String,
    pub ended_on: Option<String>,
    pub ended_why: String,
}
impl Noun for Post {
    const TABLE: &'static str = "posts";
}

#[derive(Clone, Debug)]
pub struct NewPost {
    pub need: Option<Id>,
    pub kind: String,
    pub title: String,
    pub duty: String,
    pub place: String,
    pub wanted: String,
    pub people: i64,
    pub urgency: String,
    pub skills: Vec<String>,
    pub risk: Risk,
    pub from_day: Date,
    pub until_day: Option<Date>,
}

impl Post {
    pub fn set(cx: &Writer, org: &Org, new: &NewPost) -> Result<Post> {
        let id = cx.new_id();
        let sorted = Skills::of(cx)?.sorted(&new.skills);
        cx.run(
            "insert into {posts} (id, path, org, need, kind, title, duty, place, wanted, free, people, urgency, skills_said, skills, from_day, until_day, made_at, made_by, risk, dangerous, insurer, policy_no, insured_until, ended_why) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, '')",
            args![
                id,
                &org.path,
                org.id,
                new.need,
                &new.kind,
                &new.title,
                &new.duty,
                &new.place,
                &new.wanted,
                joined(&free(&new.wanted)),
                new.people,
                &new.urgency,
                joined(&new.skills),
                joined(&sorted),
                new.from_day,
                new.until_day,
                cx.now(),
                &cx.actor().name,
                &new.risk.told,
                new.risk.dangerous,
                &new.risk.insurer,
                &new.risk.policy_no,
                &new.risk.insured_until
            ],
        )?;
        cx.note(id, format!("post set: {}", new.title));
        cx.find(id)
    }

    /// The post of a need that was opened: made once, taken up again where it had ended.
    pub fn of_need(cx: &Writer, need: &Need) -> Result<()> {
        let before: Option<Post> = cx.maybe("select p.* from {posts} p where p.need = $1", args![need.id])?;
        if let Some(post) = before {
            cx.run_one("update {posts} set ended_on = null, ended_why = '' where id = $1", args![post.id])?;
            return post.change(cx, &cx.find(need.org)?, &post.following(need));
        }
        let skills = listed(&need.skills);
        let kinds = kinds(cx)?;
        let kind = kinds.iter().find(|k| k.skills.iter().any(|s| skills.contains(s))).map_or("volunteering", |k| &k.code);
        let new = NewPost {
            need: Some(need.id),
            kind: kind.into(),
            title: need.what.clone(),
            duty: String::new(),
            place: need.place.clone(),
            wanted: need.wanted.clone(),
            people: need.people.unwrap_or(1),
            urgency: need.urgency.clone(),
            skills: listed(&need.skills_said),
            risk: need.risk.clone(),
            from_day: cx.today(),
            until_day: None,
        };
        Post::set(cx, &cx.find(need.org)?, &new).map(drop)
    }

    /// What this post is by what its need says now.
    fn following(&self, need: &Need) -> NewPost {
        NewPost {
            need: self.need,
            kind: self.kind.clone(),
            title: need.what.clone(),
            duty: self.duty.clone(),
            place: need.place.clone(),
            wanted: need.wanted.clone(),
            people: need.people.unwrap_or(self.people),
            urgency: need.urgency.clone(),
            skills: listed(&need.skills_said),
            risk: need.risk.clone(),
            from_day: self.from_day,
            until_day: self.until_day,
        }
    }

    /// A need that ended ends its post; one that was changed changes it.
    pub fn follow(cx: &Writer, need: &Need) -> Result<()> {
        let post: Option<Post> = cx.maybe("select p.* from {posts} p where p.need = $1 and p.ended_on is null", args![need.id])?;
        match post {
            Some(post) if need.is_closed() => post.end(cx, crate::needs::state_name(&need.state)),
            Some(post) => post.change(cx, &cx.find(need.org)?, &post.following(need)),
            None => Ok(()),
        }
    }

    pub fn change(&self, cx: &Writer, org: &Org, new: &NewPost) -> Result<()> {
        let sorted = Skills::of(cx)?.sorted(&new.skills);
        cx.run_one(
            "update {posts} set path = $2, org = $3, kind = $4, title = $5, duty = $6, place = $7, wanted = $8, free = $9, people = $10, urgency = $11, skills_said = $12, skills = $13, \
             from_day = $14, until_day = $15, risk = $16, dangerous = $17, insurer = $18, policy_no = $19, insured_until = $20 where id = $1",
            args![
                self.id,
                &org.path,
                org.id,
                &new.kind,
                &new.title,
                &new.duty,
                &new.place,
                &new.wanted,
                joined(&free(&new.wanted)),
                new.people,
                &new.urgency,
                joined(&new.skills),
                joined(&sorted),
                new.from_day,
                new.until_day,
                &new.risk.told,
                new.risk.dangerous,
                &new.risk.insurer,
                &new.risk.policy_no,
                &new.risk.insured_until
            ],
        )?;
        if org.path != self.path {
            for table in ["claims", "offers"] {
                cx.run(&format!("update {{{table}}} set path = $1 where post = $2"), args![&org.path, self.id])?;
            }
            let acts = "update {service_acts} set path = $1 where service in (select s.id from {services} s where s.post = $2)";
            cx.run(acts, args![&org.path, self.id])?;
            cx.run("update {services} set path = $1, org = $2 where post = $3", args![&org.path, org.id, self.id])?;
            let points = "update {service_points} set path = $1, org = $2 where fact in (select s.id from {services} s where s.post = $3)";
            cx.run(points, args![&org.path, org.id, self.id])?;
            cx.run("update {service_appeals} set path = $1, org = $2 where post = $3", args![&org.path, org.id, self.id])?;
            Commitment::follow(cx, self.id, org)?;
        }
        cx.note(self.id, "post changed");
        Claim::move_up(cx, &cx.find(self.id)?)
    }

    /// Everybody who holds it or waits for it is free of it.
    pub fn end(&self, cx: &Writer, why: &str) -> Result<()> {
        if self.ended_on.is_some() {
            return Err(Error::rule("post_ended", "这个岗位已经结束。", "This post has ended already."));
        }
        if why.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么结束。", "Say why it ends."));
        }
        cx.run_one("update {posts} set ended_on = $1, ended_why = $2 where id = $3", args![cx.today(), why.trim(), self.id])?;
        cx.run(
            "update {claims} set state = 'ended', ended_on = $1, ended_why = $2 where post = $3 and state <> 'ended'",
            args![cx.today(), why.trim(), self.id],
        )?;
        cx.run("update {offers} set state = 'withdrawn', answered_at = $1 where post = $2 and state = 'sent'", args![cx.now(), self.id])?;
        Commitment::end_of(cx, self.id, why)?;
        cx.note_reason(self.id, "post ended", why.trim());
        Ok(())
    }

    /// Titles of these posts, by their ids.
    pub fn titles(cx: &Reader, ids: impl Iterator<Item = Id>) -> Result<HashMap<String, String>> {
        let once: BTreeSet<Id> = ids.collect();
        if once.is_empty() {
            return Ok(HashMap::new());
        }
        let (posts, values) = any_of(once, 1);
        let titles: Vec<(Id, String)> = cx.all(&format!("select p.id, p.title from {{posts}} p where p.id in ({posts})"), &values)?;
        Ok(titles.into_iter().map(|(id, title)| (id.to_string(), title)).collect())
    }

    pub fn held(&self, cx: &Reader) -> Result<i64> {
        let all = cx.beyond_scope("how many hold a post is counted, whoever they are");
        all.one("select count(*) from {claims} c where c.post = $1 and c.state = $2", args![self.id, State::Held.code()])
    }

    pub fn must_stand(&self, today: Date) -> Result<()> {
        if self.ended_on.is_some() || self.until_day.is_some_and(|until| until < today) {
            return Err(Error::rule("post_over", "这个岗位已经结束了。", "This post is over."));
        }
        Ok(())
    }

    pub fn skill_names(&self) -> String {
        listed(&self.skills).iter().map(|s| name(s)).collect::<Vec<_>>().join(t("、", ", "))
    }
    pub fn term(&self) -> String {
        match self.until_day {
            Some(until) => format!("{} – {until}", self.from_day),
            None => format!("{} –", self.from_day),
        }
    }
}

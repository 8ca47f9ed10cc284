//! A post: what is to be done, where and when, by how many, for how long.

use super::{Claim, State};
use crate::{
    commitments::Commitment,
    needs::{Need, Risk},
    orgs::Org,
    rulebook::{self, keys},
    skills::{Skills, free, joined, listed, name},
    ui::leaf::PAGE,
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Text, Value, Writer, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};

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
    pub risk: String,
    #[serde(deserialize_with = "yes")]
    pub dangerous: bool,
    pub insurer: String,
    pub policy_no: String,
    pub insured_until: Option<String>,
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

/// A database says it with a number, a program with a word.
fn yes<'de, D: serde::Deserializer<'de>>(d: D) -> std::result::Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Number(i64),
        Word(bool),
    }
    Ok(match Said::deserialize(d)? {
        Said::Number(number) => number != 0,
        Said::Word(word) => word,
    })
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

/// A kind of post, by the rule book.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Kind {
    pub code: String,
    pub name: Text,
    #[serde(skip)]
    pub skills: Vec<String>,
    pub standing: bool,
}

/// The kinds in the order of their codes.
pub fn kinds(cx: &Reader) -> Result<Vec<Kind>> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let kind = |(code, kind): (&str, keys::PostKind)| {
        let name = rules.name(keys::POST_KINDS, code).map_or_else(|| Text::new(code, code), |n| Text::new(n.zh, n.en));
        Kind { code: code.into(), name, skills: kind.skills, standing: kind.standing }
    };
    Ok(rules.all(keys::POST_KINDS).into_iter().map(kind).collect())
}

/// What somebody wants to see, as it stands in the address of the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// Part of the title or of the place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// `empty`, `full`, `uninsured` or `ended`; those that stand where nothing is said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// A post as the list shows it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    #[serde(flatten)]
    pub post: Post,
    pub organisation: String,
    /// How many hold it.
    pub held: i64,
    /// How many were asked and have not answered.
    pub asked: i64,
}

/// Later than every moment that is written.
const LAST: &str = "9999";
const HELD: &str = "(select count(*) from {claims} c where c.tenant = p.tenant and c.post = p.id and c.state = 'held')";

/// Those of the posts that somebody may be asked for.
fn insured(cx: &Reader, posts: Vec<Post>) -> Result<Vec<Post>> {
    let kept = posts.into_iter().map(|post| Ok(post.is_insured(cx, cx.today())?.then_some(post)));
    Ok(kept.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Dangerous, and no insurance is known that covers this day.
fn uninsured(day: Date) -> String {
    format!(
        "p.ended_on is null and p.dangerous <> 0 and (p.insurer = '' or p.policy_no = '' or p.insured_until is null or p.insured_until < '{day}')"
    )
}

impl Filter {
    pub fn url(&self) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { "/posts".into() } else { format!("/posts?{query}") }
    }

    /// One page, the newest first, and where the next begins.
    pub fn read(&self, cx: &Reader) -> Result<(Vec<Line>, Option<String>)> {
        let (at, id) = match self.after.split_once('/') {
            Some((at, id)) => (at.to_owned(), id.parse().map_err(|_| Error::NotFound)?),
            None => (LAST.to_owned(), Id::NIL),
        };
        let q = if self.q.trim().is_empty() { String::new() } else { format!("%{}%", self.q.trim()) };
        let state = match self.state.as_str() {
            "ended" => "p.ended_on is not null".to_owned(),
            "empty" => format!("p.ended_on is null and {HELD} < p.people"),
            "full" => format!("p.ended_on is null and {HELD} >= p.people"),
            "uninsured" => uninsured(cx.today()),
            _ => "p.ended_on is null".to_owned(),
        };
        let sql = format!(
            "select p.*, o.name as organisation, {HELD} as held, (select count(*) from {{offers}} f where f.tenant = p.tenant and f.post = p.id and f.state = 'sent') as asked \
             from {{posts}} p join {{orgs}} o on o.tenant = p.tenant and o.id = p.org \
             where (p.made_at < $1 or (p.made_at = $1 and p.id < $2)) and ($3 = '' or p.title like $3 or p.place like $3) and ($4 = '' or p.kind = $4) and {state} \
             order by p.made_at desc, p.id desc limit {}",
            PAGE + 1
        );
        let mut lines: Vec<Line> = cx.all(&sql, args![at, id, q, &self.kind])?;
        let next = crate::ui::leaf::cut(&mut lines, PAGE, |l| format!("{}/{}", l.post.made_at, l.post.id));
        Ok((lines, next))
    }
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
                &new.risk.risk,
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
            risk: need.known_risk(),
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
            risk: need.known_risk(),
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
                &new.risk.risk,
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
        let places: Vec<String> = (1..=once.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> = once.into_iter().map(Value::from).collect();
        let titles: Vec<(Id, String)> =
            cx.all(&format!("select p.id, p.title from {{posts}} p where p.id in ({})", places.join(", ")), &values)?;
        Ok(titles.into_iter().map(|(id, title)| (id.to_string(), title)).collect())
    }

    /// The newest that stand and have empty places, as far as the reader may know of them.
    pub fn open(cx: &Reader, most: i64) -> Result<Vec<Post>> {
        let all = cx.beyond_scope("how many hold a post is counted, whoever they are");
        let full: HashSet<Id> = all
            .all(&format!("select p.id from {{posts}} p where p.ended_on is null and {HELD} >= p.people"), args![])?
            .into_iter()
            .collect();
        let sql = "select p.* from {posts} p where p.ended_on is null and (p.until_day is null or p.until_day >= $1) order by p.made_at desc, p.id limit $2";
        let mut open: Vec<Post> = cx.all(sql, args![cx.today(), most])?;
        open.retain(|post| !full.contains(&post.id));
        insured(cx, open)
    }

    pub fn held(&self, cx: &Reader) -> Result<i64> {
        let all = cx.beyond_scope("how many hold a post is counted, whoever they are");
        all.one("select count(*) from {claims} c where c.post = $1 and c.state = $2", args![self.id, State::Held.code()])
    }

    /// How many stand that are dangerous and not insured today.
    pub fn uninsured(cx: &Reader) -> Result<i64> {
        cx.one(&format!("select count(*) from {{posts}} p where {}", uninsured(cx.today())), args![])
    }

    /// How many have places that nobody holds and nobody is asked for, and the titles of the first of them.
    pub fn unmatched(cx: &Reader, most: i64) -> Result<(i64, Vec<String>)> {
        let asked = "(select count(*) from {offers} f where f.tenant = p.tenant and f.post = p.id and f.state = 'sent')";
        let of = format!(
            "from {{posts}} p where p.ended_on is null and (p.until_day is null or p.until_day >= $1) and {HELD} + {asked} < p.people"
        );
        let count = cx.one(&format!("select count(*) {of}"), args![cx.today()])?;
        let first: Vec<(String, Id)> =
            cx.all(&format!("select p.title, p.id {of} order by p.made_at, p.id limit $2"), args![cx.today(), most])?;
        Ok((count, first.into_iter().map(|(title, _)| title).collect()))
    }

    pub fn must_stand(&self, today: Date) -> Result<()> {
        if self.ended_on.is_some() || self.until_day.is_some_and(|until| until < today) {
            return Err(Error::rule("post_over", "这个岗位已经结束了。", "This post is over."));
        }
        Ok(())
    }

    pub fn known_risk(&self) -> Risk {
        Risk {
            risk: self.risk.clone(),
            dangerous: self.dangerous,
            insurer: self.insurer.clone(),
            policy_no: self.policy_no.clone(),
            insured_until: self.insured_until.clone(),
        }
    }

    /// What whoever takes it is told of danger, and how they are insured.
    pub fn mind(&self) -> String {
        if !self.dangerous {
            return self.risk.clone();
        }
        let insurance = self.known_risk().insurance();
        say!("{}（有人身危险，已投保：{insurance}）", "{} (dangerous; insured: {insurance})", self.risk)
    }

    /// Whether what may be dangerous is insured on this day.
    pub fn is_insured(&self, cx: &Reader, day: Date) -> Result<bool> {
        match self.known_risk().must_cover(cx, day) {
            Ok(()) => Ok(true),
            Err(Error::Invalid(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Nobody is asked for dangerous work, takes it or means to come while no insurance covers that day
    /// (Volunteer Service Regulations 2017, article 17).
    pub fn must_be_insured(&self, cx: &Reader, day: Date) -> Result<()> {
        if self.is_insured(cx, day)? {
            return Ok(());
        }
        Err(Error::rule(
            "post_uninsured",
            format!("“{}”有人身危险，{day} 没有保险；先买好保险，再安排人。", self.title),
            format!("“{}” is dangerous and not insured on {day}; buy the insurance first.", self.title),
        ))
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

//! A round of questions: one or several open questions to an activity, a material or the branch. A
//! member answers in a few words, on the phone or through somebody who writes it down; all ways count
//! the same. An answer to an activity's inquiry proposes that they took part online; the roll-call decides.

use super::{comment::few_words, material::activity_of};
use crate::{activities::Activity, orgs::Org, people::Member};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Inquiry {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub activity: Option<Id>,
    pub material: Option<Id>,
    pub title: String,
    /// The last day on which it can be answered; open ended where there is none.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    pub made_at: String,
    pub made_by: String,
    pub closed_at: Option<String>,
}
impl Noun for Inquiry {
    const TABLE: &'static str = "inquiries";
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    pub id: Id,
    pub body: String,
}

/// What a secretary types: the questions one a line.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewInquiry {
    pub questions: String,
    pub due_on: String,
    pub activity: String,
    pub material: String,
}

/// Fields `answer.<question>`, and beside them whatever the form needs.
pub type Words = BTreeMap<String, String>;

/// One member's answers to a round, in the order of its questions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Answered {
    pub member: Id,
    pub name: String,
    /// account, desk, telephone or paper
    pub via: String,
    pub made_at: String,
    pub made_by: String,
    pub texts: Vec<String>,
}

/// An inquiry as it is put to one member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asked {
    pub inquiry: Inquiry,
    pub questions: Vec<Question>,
    /// What they have answered, by question.
    pub answers: BTreeMap<Id, String>,
    pub open: bool,
}

/// Somebody by name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    pub id: Id,
    pub name: String,
}

impl Inquiry {
    pub fn ask(cx: &Writer, org: &Org, new: &NewInquiry) -> Result<Inquiry> {
        let questions: Vec<&str> = new.questions.lines().map(str::trim).filter(|q| !q.is_empty()).collect();
        if questions.is_empty() {
            return Err(Error::field("questions", "请写问题，一行一个。", "Write the questions, one a line."));
        }
        let activity = activity_of(cx, org, &new.activity)?;
        let material = match new.material.trim() {
            "" => None,
            typed => Some(cx.find::<super::Material>(typed.parse().map_err(|_| Error::NotFound)?)?).filter(|m| m.org == org.id),
        };
        let due_on = last_day(cx, &new.due_on)?;
        // What it is about gives it its title.
        let title = match (&activity, &material) {
            (Some(a), _) => a.title.clone(),
            (_, Some(m)) => m.title.clone(),
            _ => questions[0].to_owned(),
        };
        let id = cx.new_id();
        cx.run(
            "insert into {inquiries} (id, path, org, activity, material, title, due_on, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![id, &org.path, org.id, activity.map(|a| a.id), material.map(|m| m.id), title, due_on, cx.now(), &cx.actor().name],
        )?;
        for (position, text) in questions.iter().enumerate() {
            let one = "insert into {questions} (id, path, inquiry, position, body) values ($1, $2, $3, $4, $5)";
            cx.run(one, args![cx.new_id(), &org.path, id, position as i64, *text])?;
        }
        cx.note(id, format!("{} questions asked", questions.len()));
        cx.find(id)
    }

    pub fn questions(&self, cx: &Reader) -> Result<Vec<Question>> {
        cx.all("select q.id, q.body from {questions} q where q.inquiry = $1 order by q.position", args![self.id])
    }

    /// The last day as people write it.
    pub fn due_words(&self) -> Option<String> {
        self.due_on.map(crate::ui::day)
    }

    pub fn is_open(&self, today: Date) -> bool {
        self.closed_at.is_none() && self.due_on.is_none_or(|due| due >= today)
    }

    pub fn close(&self, cx: &Writer) -> Result<()> {
        cx.run("update {inquiries} set closed_at = $1 where id = $2 and closed_at is null", args![cx.now(), self.id])?;
        cx.note(self.id, "inquiry closed");
        Ok(())
    }

    /// A member's answers; the later word holds. `via` says by which way it came.
    pub fn answer(&self, cx: &Writer, member: &Member, words: &Words, via: &str) -> Result<()> {
        if !self.is_open(cx.today()) {
            return Err(Error::rule("inquiry_closed", "这一轮问答已经结束。", "This round of questions is closed."));
        }
        if !self.is_put_to(cx, member)? {
            return Err(Error::NotFound);
        }
        let typed = |q: &Question| words.get(&format!("answer.{}", q.id)).map(|text| text.trim()).filter(|text| !text.is_empty());
        let questions = self.questions(cx)?;
        if questions.iter().all(|q| typed(q).is_none()) {
            let first = questions.first().map(|q| format!("answer.{}", q.id)).unwrap_or_default();
            return Err(Error::field(&first, "请写几句。", "Write a few words."));
        }
        for question in &questions {
            let Some(text) = typed(question) else { continue };
            let text = few_words(cx, &format!("answer.{}", question.id), text)?;
            cx.run(
                "insert into {inquiry_answers} (question, member, path, inquiry, body, via, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8) \
                 on conflict (question, member) do update set body = excluded.body, via = excluded.via, made_at = excluded.made_at, made_by = excluded.made_by",
                args![question.id, member.id, &member.path, self.id, text, via, cx.now(), &cx.actor().name],
            )?;
        }
        cx.note(self.id, format!("answers of {} by {via}", member.id));
        Ok(())
    }

    /// Members of the organisation that asks; of an activity, those who are due.
    fn is_put_to(&self, cx: &Reader, member: &Member) -> Result<bool> {
        match self.activity {
            Some(activity) => cx.find::<Activity>(activity)?.is_due(cx, member.id),
            None => Ok(member.path.starts_with(&self.path)),
        }
    }

    /// Who has answered, in the order of the ledger; a member reads their own answers alone.
    pub fn answered(&self, cx: &Reader) -> Result<Vec<Answered>> {
        type Row = (Id, String, Id, String, String, String, String);
        let rows: Vec<Row> = cx.all(
            "select a.member, m.name, a.question, a.body, a.via, a.made_at, a.made_by from {inquiry_answers} a \
             join {members} m on m.tenant = a.tenant and m.id = a.member where a.inquiry = $1 order by m.path, m.name, m.id, a.made_at",
            args![self.id],
        )?;
        let questions = self.questions(cx)?;
        let mut all: Vec<Answered> = vec![];
        for (member, name, question, text, via, made_at, made_by) in rows {
            if all.last().is_none_or(|a| a.member != member) {
                all.push(Answered {
                    member,
                    name,
                    via: String::new(),
                    made_at: String::new(),
                    made_by: String::new(),
                    texts: vec![String::new(); questions.len()],
                });
            }
            let (Some(answered), Some(place)) = (all.last_mut(), questions.iter().position(|q| q.id == question)) else { continue };
            answered.texts[place] = text;
            (answered.via, answered.made_at, answered.made_by) = (via, made_at, made_by);
        }
        Ok(all)
    }

    /// As it is put to one member, with what they have said.
    pub fn put_to(self, cx: &Reader, member: &Member) -> Result<Asked> {
        let said: Vec<(Id, String)> =
            cx.all("select a.question, a.body from {inquiry_answers} a where a.inquiry = $1 and a.member = $2", args![self.id, member.id])?;
        let open = self.is_open(cx.today()) && self.is_put_to(cx, member)?;
        Ok(Asked { questions: self.questions(cx)?, answers: said.into_iter().collect(), open, inquiry: self })
    }

    /// Open inquiries that are put to this member, the newest first.
    pub fn open_to(cx: &Reader, member: &Member) -> Result<Vec<Asked>> {
        let open: Vec<Inquiry> = cx.all(
            "select r.* from {inquiries} r where r.closed_at is null and (r.due_on is null or r.due_on >= $1) and r.path = substr(cast($2 as text), 1, length(r.path)) \
             order by r.made_at desc, r.id desc limit 30",
            args![cx.today(), &member.path],
        )?;
        let asked = open.into_iter().map(|r| r.put_to(cx, member)).collect::<Result<Vec<_>>>()?;
        Ok(asked.into_iter().filter(|a| a.open).collect())
    }

    pub fn of_org(cx: &Reader, org: &Org) -> Result<Vec<Inquiry>> {
        cx.all(
            "select r.* from {inquiries} r where r.path = $1 and r.activity is null order by r.made_at desc, r.id desc limit 50",
            args![&org.path],
        )
    }
    pub fn of_activity(cx: &Reader, activity: Id) -> Result<Vec<Inquiry>> {
        cx.all("select r.* from {inquiries} r where r.activity = $1 order by r.made_at, r.id", args![activity])
    }
    pub fn of_material(cx: &Reader, material: Id) -> Result<Vec<Inquiry>> {
        cx.all("select r.* from {inquiries} r where r.material = $1 order by r.made_at, r.id", args![material])
    }

    /// Members of the asking organisation by a part of the name: whose answer is to be written down.
    pub fn found(&self, cx: &Reader, typed: &str) -> Result<Vec<Named>> {
        let pattern = format!("%{}%", typed.trim().replace(['%', '_'], ""));
        if pattern == "%%" {
            return Ok(vec![]);
        }
        let found = "select m.id, m.name from {members} m where m.path >= $1 and m.path < $2 and m.name like $3 order by m.path, m.name, m.id limit 20";
        cx.all(found, args![&self.path, past(&self.path), pattern])
    }
}

/// Who answered an inquiry of this activity and stands on its roll in no way yet: proposed as online.
pub fn proposed(cx: &Reader, activity: Id) -> Result<Vec<Named>> {
    cx.all(
        "select distinct m.id, m.name from {inquiry_answers} a join {inquiries} r on r.tenant = a.tenant and r.id = a.inquiry \
         join {members} m on m.tenant = a.tenant and m.id = a.member \
         left join {marks} k on k.tenant = a.tenant and k.activity = r.activity and k.member = a.member and k.mode <> 'withdrawn' \
         where r.activity = $1 and k.member is null order by m.name, m.id",
        args![activity],
    )
}

fn last_day(cx: &Reader, typed: &str) -> Result<Option<Date>> {
    match typed.trim() {
        "" => Ok(None),
        typed => {
            let day: Date = typed.parse().map_err(|_| Error::field("due_on", "请填写日期。", "Give the day."))?;
            if day < cx.today() { Err(Error::field("due_on", "日期已经过去。", "That day has passed.")) } else { Ok(Some(day)) }
        }
    }
}

impl Asked {
    pub fn said(&self, question: &Id) -> &str {
        self.answers.get(question).map_or("", String::as_str)
    }
    pub fn is_answered(&self) -> bool {
        !self.answers.is_empty()
    }
    /// The name of a question's field.
    pub fn field(&self, question: &Id) -> String {
        format!("answer.{question}")
    }
}

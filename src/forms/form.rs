//! A form that was sent to us: the blank as it came, what was decided about it, and when it is due.
//! A blank of a layout that was filled before is known: it comes with the decisions of last time.

use super::{
    choices::Choices,
    filling::{Filled, Filling, file_name},
    report::Report,
    since::{Said, Since},
};
use crate::{
    orgs::Org,
    people::{Extra, Member},
    rulebook::{self, columns, keys},
};
use jiff::civil::Date;
use kernel::{Download, Error, Id, Noun, Reader, Result, Spot, Steps, Uploaded, Writer, args, text, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::form::{self as blank, FillFault};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Form {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub title: String,
    pub file_name: String,
    #[serde(skip_serializing)]
    content: String,
    /// Who wants it back.
    pub sender: String,
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// Labels without an answer when it was last looked at by somebody who works on it.
    pub unanswered: i64,
    #[serde(skip_serializing)]
    choices: Vec<u8>,
    #[serde(skip_serializing)]
    said: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    layout: String,
    pub made_at: String,
    pub made_by: String,
    pub filled_at: Option<String>,
    pub filled_by: String,
    pub put_away_at: Option<String>,
}
impl Noun for Form {
    const TABLE: &'static str = "forms";
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

impl Form {
    /// Those that wait, by their day, then those that were filled, the last first.
    pub fn recent(cx: &Reader, most: i64) -> Result<Vec<Form>> {
        cx.all(
            "select * from {forms} f where f.put_away_at is null order by case when f.filled_at is null then 0 else 1 end, \
             coalesce(f.due_on, '9999'), f.made_at desc, f.id limit $1",
            args![most],
        )
    }

    /// Keeps a blank form, with what was decided about the last one of its layout.
    pub fn take_in(cx: &Steps, file: Uploaded) -> Result<Form> {
        let read = read(cx, &file.name, &file.bytes)?;
        let (id, layout) = (cx.house().new_id(), vault::hex(&vault::fingerprint(&read.layout())));
        let org = Org::top(cx)?;
        let before: Option<Form> = cx.maybe(
            "select * from {forms} f where f.layout = $1 and f.org = $2 order by f.made_at desc, f.id desc limit 1",
            args![&layout, org.id],
        )?;
        let choices = before.as_ref().map(|b| b.choices(cx)).transpose()?.unwrap_or_default();
        // Organisation, day and person are of one form only; whom it lists and what was typed hold on.
        let choices = Choices { org: None, on: None, member: None, ..choices };
        let sender = before.map_or(String::new(), |b| b.sender);
        let unanswered = Filling::new(cx, &read, &choices, false)?.answers()?.report.open().len();
        cx.write(move |w| {
            let content = w.keep_file(&file.bytes)?;
            w.run(
                "insert into {forms} (id, path, org, layout, title, file_name, content, sender, due_on, unanswered, choices, said, made_at, made_by, filled_at, filled_by, put_away_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9, $10, null, $11, $12, null, '', null)",
                args![id, &org.path, org.id, layout, read.title.unwrap_or_default(), file.name, content, sender, unanswered, sealed(w, id, &choices)?, w.now(), &w.actor().name],
            )?;
            w.note(id, "form taken in");
            w.find(id)
        })
    }

    /// What was decided; the organisation is the one it was taken in for, unless another was chosen.
    pub fn choices(&self, cx: &Reader) -> Result<Choices> {
        let choices: Choices = serde_json::from_str(&cx.unseal(spot("choices", self.id), &self.choices)?)?;
        Ok(Choices { org: choices.org.or(Some(self.org)), ..choices })
    }

    /// What somebody decided. What they typed of a person and the ledger did not know becomes that
    /// person's extra fact; it is no more a word of this form alone.
    pub fn decide(&self, cx: &Steps, mut choices: Choices, sender: String, due_on: Option<Date>) -> Result<()> {
        let (report, _) = self.look(cx, &choices)?;
        let facts = if cx.may("people.edit") { report.take_new_facts(&mut choices) } else { Extra::new() };
        let (form, member, unanswered) = (self.clone(), report.member_id, report.open().len());
        cx.write(move |w| {
            if let Some(member) = member {
                w.find::<Member>(member)?.add_extra(w, &facts)?;
            }
            w.note(form.id, "form decided on");
            w.run_one(
                "update {forms} set choices = $1, sender = $2, due_on = $3, unanswered = $4 where id = $5",
                args![sealed(w, form.id, &choices)?, sender.trim(), due_on, unanswered, form.id],
            )
        })
    }

    /// Counts anew what is without an answer.
    pub fn look_again(&self, cx: &Steps) -> Result<()> {
        let (report, _) = self.look_now(cx, &self.choices(cx)?)?;
        let (id, unanswered) = (self.id, report.open().len());
        cx.write(move |w| w.run_one("update {forms} set unanswered = $1 where id = $2", args![unanswered, id]))
    }

    pub fn put_away(&self, w: &Writer) -> Result<()> {
        w.note(self.id, "form put away");
        w.run_one("update {forms} set put_away_at = $1 where id = $2", args![w.now(), self.id])
    }

    /// The blank, and what it asks.
    pub fn open(&self, cx: &Reader) -> Result<(Vec<u8>, blank::Form)> {
        let bytes = cx.file(&self.content)?;
        let read = read(cx, &self.file_name, &bytes)?;
        Ok((bytes, read))
    }

    /// What it would say, hidden facts masked; and what of it is other than last time.
    pub fn look(&self, cx: &Reader, choices: &Choices) -> Result<(Report, Option<Since>)> {
        let (_, read) = self.open(cx)?;
        let filled = Filling::new(cx, &read, choices, false)?.answers()?;
        Ok((filled.report, self.since(cx, &filled.said)?))
    }

    /// As `look`, for a page that must open: what was decided may not hold any more, where somebody
    /// has left the ledger or an organisation was closed. Then it is to be decided anew.
    pub fn look_now(&self, cx: &Reader, choices: &Choices) -> Result<(Report, Option<Since>)> {
        self.look(cx, choices).or_else(|error| match error {
            Error::Invalid(_) | Error::NotFound => self.look(cx, &Choices { org: Some(self.org), on: choices.on, ..Choices::default() }),
            other => Err(other),
        })
    }

    /// Compared with the last form of this layout that was filled for the same organisation; with
    /// itself, if it was.
    fn since(&self, cx: &Reader, now: &Said) -> Result<Option<Since>> {
        let last: Option<Form> = cx.maybe(
            "select * from {forms} f where f.layout = $1 and f.org = $2 and f.filled_at is not null order by f.filled_at desc, f.id desc limit 1",
            args![&self.layout, self.org],
        )?;
        let Some(Form { id, said: Some(said), filled_at: Some(on), .. }) = last else { return Ok(None) };
        let before: Said = serde_json::from_str(&cx.unseal(spot("said", id), &said)?)?;
        Ok(Some(now.since(&before, &on)))
    }

    /// The form, filled. With a reason hidden facts stand in it in full; it is written down first.
    pub fn fill(&self, cx: &Steps, reason: Option<&str>) -> Result<Download> {
        let (bytes, read) = self.open(cx)?;
        let choices = self.choices(cx)?;
        let (filled, Filled { report, said, .. }) = fill(cx, &bytes, &read, &choices, reason, self.id)?;
        let (id, unanswered) = (self.id, report.open().len());
        cx.write(move |w| {
            let said = w.seal(spot("said", id), &serde_json::to_string(&said)?)?;
            w.run_one(
                "update {forms} set said = $1, filled_at = $2, filled_by = $3, unanswered = $4 where id = $5",
                args![said, w.now(), &w.actor().name, unanswered, id],
            )
        })?;
        let mime = if read.format == blank::Format::Docx { DOCX } else { XLSX };
        Ok(Download { name: file_name(&read, report.on), mime, bytes: filled, inline: false })
    }
}

/// Reads a blank form, or says why it is none.
pub fn read(cx: &Reader, name: &str, bytes: &[u8]) -> Result<blank::Form> {
    let most = rulebook::book(cx)?.at(cx.today()).get(keys::UPLOAD_BYTES_MAX) as usize;
    let wrong = |why: kernel::Text| Error::field("files", format!("{name}：{}", why.zh), format!("{name}: {}", why.en));
    if bytes.len() > most {
        return Err(wrong(text!("文件超过 {} MiB。", "The file has more than {} MiB.", most >> 20)));
    }
    let form = blank::read(name, bytes, columns()).map_err(|refused| wrong(kernel::Text::new(refused.zh(), refused.en())))?;
    if form.is_empty() {
        let (zh, en) = ("没有看出这张表要填什么。", "Nothing in it seems to want an answer.");
        return Err(wrong(kernel::Text::fixed(zh, en)));
    }
    Ok(form)
}

/// The filled form and what it says of itself. What leaves is written down before it does.
pub fn fill(cx: &Steps, bytes: &[u8], read: &blank::Form, choices: &Choices, reason: Option<&str>, form: Id) -> Result<(Vec<u8>, Filled)> {
    let reason = self::reason(reason)?;
    let filling = Filling::new(cx, read, choices, reason.is_some())?;
    let answered = filling.answers()?;
    let filled = blank::fill(bytes, read, &answered.answers).map_err(fault)?;
    let (title, people, reason) = (answered.report.title.clone(), answered.report.people(), reason.map(str::to_owned));
    cx.write(move |w| {
        match &reason {
            Some(reason) => w.note_reason(form, format!("filled “{title}” with {people} members in full"), reason),
            None => w.note(form, format!("filled “{title}” with {people} members, hidden facts masked")),
        }
        Ok(())
    })?;
    Ok((filled, answered))
}

/// The reason for which hidden facts leave in full, if they do.
pub fn reason(given: Option<&str>) -> Result<Option<&str>> {
    match given.map(str::trim) {
        Some("") => Err(Error::field("reason", "写出完整信息要说明用途。", "To write hidden facts in full, say what it is for.")),
        reason => Ok(reason),
    }
}

pub fn fault(fault: FillFault) -> Error {
    match fault {
        FillFault::Refused(refused) => Error::field("files", refused.zh(), refused.en()),
        other => Error::Internal(other.into()),
    }
}

fn spot(column: &'static str, form: Id) -> Spot<'static> {
    Spot { table: "forms", column, row: form }
}

fn sealed(w: &Writer, form: Id, choices: &Choices) -> Result<Vec<u8>> {
    w.seal(spot("choices", form), &serde_json::to_string(choices)?)
}

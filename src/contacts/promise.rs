//! What was wished or promised in a contact: what is to be done, by whom, until when, and how it ended.

use crate::people::{Contacted, Member};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Spot, Writer, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Wish,
    Promise,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Open,
    Done,
    NotDone,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Promise {
    pub id: Id,
    pub member: Id,
    /// The member's name.
    pub name: String,
    pub kind: Kind,
    pub what: String,
    pub doer: String,
    pub due_on: String,
    pub state: Ended,
    pub ended_on: Option<String>,
    pub ended_by: String,
    /// Why it could not be done.
    pub answer: Option<String>,
    pub made_by: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Row {
    id: Id,
    member: Id,
    name: String,
    kind: Kind,
    what: Vec<u8>,
    doer: String,
    due_on: String,
    state: Ended,
    ended_on: Option<String>,
    ended_by: String,
    answer: Option<Vec<u8>>,
    made_by: String,
}

const COLUMNS: &str = "p.id, p.member, m.name, p.kind, p.what, p.doer, p.due_on, p.state, p.ended_on, p.ended_by, p.answer, p.made_by \
    from {promises} p join {members} m on m.tenant = p.tenant and m.id = p.member";

/// Things out of one contact.
const MOST: usize = 10;

impl Ended {
    pub fn code(self) -> &'static str {
        match self {
            Ended::Open => "open",
            Ended::Done => "done",
            Ended::NotDone => "not_done",
        }
    }
}

impl Promise {
    /// Those of a member: what is still to be done first, the soonest first; then what ended.
    pub fn of_member(cx: &Reader, member: Id, most: i64) -> Result<Vec<Promise>> {
        let sql =
            format!("select {COLUMNS} where p.member = $1 order by case when p.state = 'open' then 0 else 1 end, p.due_on, p.id limit $2");
        opened(cx, cx.all(&sql, args![member, most])?)
    }

    /// What is to be done in all that the caller looks after, the soonest first.
    pub fn open(cx: &Reader, until: Option<Date>, most: i64) -> Result<Vec<Promise>> {
        let until = until.map_or_else(|| "9999".to_owned(), |d| d.to_string());
        let sql = format!("select {COLUMNS} where p.state = 'open' and p.due_on <= $1 order by p.due_on, p.id limit $2");
        opened(cx, cx.all(&sql, args![until, most])?)
    }

    /// The last that ended.
    pub fn ended(cx: &Reader, most: i64) -> Result<Vec<Promise>> {
        let sql = format!("select {COLUMNS} where p.state <> 'open' order by p.ended_on desc, p.id desc limit $1");
        opened(cx, cx.all(&sql, args![most])?)
    }

    pub fn find(cx: &Reader, id: Id) -> Result<Promise> {
        let row: Row = cx.one(&format!("select {COLUMNS} where p.id = $1"), args![id])?;
        opened(cx, vec![row])?.pop().ok_or(Error::NotFound)
    }

    /// How many are due until a day, and of whom the first are.
    pub fn due(cx: &Reader, until: Date) -> Result<(i64, Vec<String>)> {
        let count = cx.one("select count(*) from {promises} p where p.state = 'open' and p.due_on <= $1", args![until])?;
        Ok((count, Promise::open(cx, Some(until), 4)?.into_iter().map(|p| p.name).collect()))
    }

    /// What was typed with a contact: a line each.
    pub fn make_all(cx: &Writer, member: &Member, contact: Id, on: Date, c: &Contacted) -> Result<()> {
        let lines = |text: &str| text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let all: Vec<(Kind, String)> = lines(&c.wishes)
            .into_iter()
            .map(|l| (Kind::Wish, l))
            .chain(lines(&c.promises).into_iter().map(|l| (Kind::Promise, l)))
            .collect();
        if all.is_empty() {
            return Ok(());
        }
        if all.len() > MOST {
            return Err(Error::field("promises", format!("一次最多 {MOST} 件。"), format!("At most {MOST} at once.")));
        }
        let due: Date = c.due_on.trim().parse().map_err(|_| Error::field("due_on", "请写明到哪天办好。", "Say until when."))?;
        if due < on {
            return Err(Error::field("due_on", "早于联系的日期。", "This is before the contact."));
        }
        let doer = Some(c.doer.trim()).filter(|d| !d.is_empty()).unwrap_or(&cx.actor().name).to_owned();
        for (kind, what) in all {
            let id = cx.new_id();
            let code = if kind == Kind::Wish { "wish" } else { "promise" };
            cx.run(
                "insert into {promises} (id, member, path, contact, kind, what, doer, due_on, state, ended_by, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10)",
                args![id, member.id, &member.path, contact, code, cx.seal(spot("what", id), &what)?, &doer, due, cx.now(), &cx.actor().name],
            )?;
            cx.note(member.id, format!("{code} until {due}"));
        }
        Ok(())
    }

    /// It is done, or could not be; then somebody says why.
    pub fn end(&self, cx: &Writer, done: bool, answer: &str) -> Result<()> {
        if self.state != Ended::Open {
            return Err(Error::rule("promise_ended", "这件事已经了结。", "This has ended already."));
        }
        let answer = answer.trim();
        if !done && answer.is_empty() {
            return Err(Error::field("answer", "请写明为什么没办成。", "Say why it could not be done."));
        }
        let sealed = if answer.is_empty() { None } else { Some(cx.seal(spot("answer", self.id), answer)?) };
        let state = if done { Ended::Done } else { Ended::NotDone };
        cx.run_one(
            "update {promises} set state = $1, ended_on = $2, ended_by = $3, answer = $4 where id = $5",
            args![state.code(), cx.today(), &cx.actor().name, sealed, self.id],
        )?;
        cx.note(self.member, format!("promise {}", state.code()));
        Ok(())
    }

    pub fn is_open(&self) -> bool {
        self.state == Ended::Open
    }

    /// The look of its line among things to do.
    pub fn urgency(&self, today: &Date) -> &'static str {
        if !self.is_open() {
            "calm"
        } else if self.due_on < today.to_string() {
            "hot"
        } else {
            ""
        }
    }

    /// Who does it until when, or how it ended.
    pub fn line(&self) -> String {
        let kind = match self.kind {
            Kind::Wish => t("本人希望", "Wished"),
            Kind::Promise => t("答应的", "Promised"),
        };
        let ended = self.ended_on.as_deref().unwrap_or_default();
        match self.state {
            Ended::Open => say!("{kind} · {} 办 · {} 前", "{kind} · {} · until {}", self.doer, self.due_on),
            Ended::Done => say!("{kind} · {ended} 办好 · {}", "{kind} · done {ended} · {}", self.ended_by),
            Ended::NotDone => {
                let why = self.answer.as_deref().unwrap_or_default();
                say!("{kind} · {ended} 没办成：{why} · {}", "{kind} · not done {ended}: {why} · {}", self.ended_by)
            }
        }
    }
}

fn opened(cx: &Reader, rows: Vec<Row>) -> Result<Vec<Promise>> {
    let open = |r: Row| {
        let what = cx.unseal(spot("what", r.id), &r.what)?;
        let answer = r.answer.as_deref().map(|a| cx.unseal(spot("answer", r.id), a)).transpose()?;
        Ok(Promise {
            id: r.id,
            member: r.member,
            name: r.name,
            kind: r.kind,
            what,
            doer: r.doer,
            due_on: r.due_on,
            state: r.state,
            ended_on: r.ended_on,
            ended_by: r.ended_by,
            answer,
            made_by: r.made_by,
        })
    };
    rows.into_iter().map(open).collect()
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "promises", column, row }
}

//! The word of somebody who is named: asked, given, refused, taken back. It is theirs to take back at
//! any time; what is shown follows at once, because it is asked for each time something is shown.

use super::{Kind, Mask, Publicity};
use jiff::civil::Date;
use kernel::{Id, Noun, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Asked,
    Given,
    Refused,
    TakenBack,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Given => "given",
            State::Refused => "refused",
            State::TakenBack => "taken_back",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Asked => Text::fixed("还没答复", "Asked"),
            State::Given => Text::fixed("同意", "Agrees"),
            State::Refused => Text::fixed("不同意", "Does not agree"),
            State::TakenBack => Text::fixed("收回了同意", "Took it back"),
        }
    }
}

/// A consent with what it is about.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Consent {
    pub id: Id,
    pub member: Id,
    pub name: String,
    pub state: State,
    /// account, desk, telephone or paper; empty while only asked
    pub via: String,
    pub asked_at: String,
    pub said_at: Option<String>,
    pub said_by: String,
    pub kind: Kind,
    pub title: String,
    #[schemars(with = "String")]
    pub from_day: Date,
    #[schemars(with = "String")]
    pub to_day: Date,
    pub mask: Mask,
    pub ended_at: Option<String>,
}
impl Noun for Consent {
    const TABLE: &'static str = "consents";
}

const COLUMNS: &str = "select c.id, c.member, m.name, c.state, c.via, c.asked_at, c.said_at, c.said_by, p.kind, p.title, p.from_day, p.to_day, p.mask, p.ended_at \
     from {consents} c join {members} m on m.tenant = c.tenant and m.id = c.member join {publicities} p on p.tenant = c.tenant and p.id = c.publicity";
const STANDS: &str = "p.ended_at is null and p.to_day >= $1";

impl Consent {
    pub fn ask(cx: &Writer, publicity: &Publicity, member: Id) -> Result<()> {
        let path: String = cx.one("select m.path from {members} m where m.id = $1", args![member])?;
        let asked = cx.run(
            "insert into {consents} (id, member, path, publicity, state, via, asked_at, asked_by, said_by) values ($1, $2, $3, $4, 'asked', '', $5, $6, '') \
             on conflict (publicity, member) do nothing",
            args![cx.new_id(), member, path, publicity.id, cx.now(), &cx.actor().name],
        )?;
        if asked > 0 {
            cx.note(member, format!("asked for consent to {}", publicity.kind.code()));
        }
        Ok(())
    }

    pub fn read(cx: &Reader, id: Id) -> Result<Consent> {
        cx.one(&format!("{COLUMNS} where c.id = $1"), args![id])
    }

    /// What a member was asked about what is still public or will be.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Consent>> {
        cx.all(&format!("{COLUMNS} where {STANDS} and c.member = $2 order by c.asked_at desc, c.id desc"), args![cx.today(), member])
    }

    /// Those of the caller's part who have not answered, or have; the unanswered first.
    pub fn standing(cx: &Reader) -> Result<Vec<Consent>> {
        let order = "case c.state when 'asked' then 0 else 1 end, m.name, c.asked_at, c.id limit 500";
        cx.all(&format!("{COLUMNS} where {STANDS} order by {order}"), args![cx.today()])
    }

    pub fn open_count(cx: &Reader, member: Id) -> Result<i64> {
        cx.one(
            "select count(*) from {consents} c join {publicities} p on p.tenant = c.tenant and p.id = c.publicity where p.ended_at is null and p.to_day >= $1 and c.member = $2 and c.state = 'asked'",
            args![cx.today(), member],
        )
    }

    /// The person's word, by whichever way it came; the later one holds.
    pub fn say(&self, cx: &Writer, yes: bool, via: &str) -> Result<()> {
        let state = match (yes, self.state) {
            (true, _) => State::Given,
            (false, State::Given | State::TakenBack) => State::TakenBack,
            (false, _) => State::Refused,
        };
        cx.run_one(
            "update {consents} set state = $1, via = $2, said_at = $3, said_by = $4 where id = $5",
            args![state.code(), via, cx.now(), &cx.actor().name, self.id],
        )?;
        cx.note(self.member, format!("consent to {} {} by {via}", self.kind.code(), state.code()));
        Ok(())
    }

    pub fn days(&self) -> String {
        format!("{} – {}", self.from_day, self.to_day)
    }
    pub fn is_open(&self) -> bool {
        self.state == State::Asked
    }
    pub fn is_given(&self) -> bool {
        self.state == State::Given
    }
}

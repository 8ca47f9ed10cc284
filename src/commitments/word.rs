//! What a resident says to a promise: thanks, or something to point out. Nothing about who says it is
//! kept. A worker reads the words before the person does, so that no insult goes through: thanks are
//! passed on, what is pointed out is answered, either can be laid aside with a reason.

use super::{Commitment, Line, Told};
use crate::{
    needs::flood,
    rulebook::{self, keys},
};
use kernel::{Error, Id, Noun, Reader, Result, Steps, Text, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Thanks,
    PointedOut,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Thanks => "thanks",
            Kind::PointedOut => "pointed_out",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Kind::Thanks => Text::fixed("道谢", "Thanks"),
            Kind::PointedOut => Text::fixed("指出问题", "Pointed out"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A worker reads it first.
    Waiting,
    PassedOn,
    Answered,
    LaidAside,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::PassedOn => "passed_on",
            State::Answered => "answered",
            State::LaidAside => "laid_aside",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Waiting => Text::fixed("等社区看", "To be read"),
            State::PassedOn => Text::fixed("转给了本人", "Passed on"),
            State::Answered => Text::fixed("已答复", "Answered"),
            State::LaidAside => Text::fixed("没有转", "Laid aside"),
        }
    }
    pub fn tag(self) -> &'static str {
        match self {
            State::Waiting => "tag-act",
            State::Answered | State::PassedOn => "tag-good",
            State::LaidAside => "",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    pub id: Id,
    pub path: String,
    pub commitment: Id,
    pub kind: Kind,
    pub words: String,
    pub state: State,
    pub said_on: String,
    /// The answer, or why it was laid aside.
    pub answer: String,
    pub answered_on: Option<String>,
    pub answered_by: String,
}
impl Noun for Word {
    const TABLE: &'static str = "commitment_words";
}

/// What a resident types.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Said {
    pub kind: Kind,
    /// With thanks; may be empty.
    pub words: String,
    /// What is pointed out.
    pub what: String,
    /// Nobody sees this field; what fills every field fills it too.
    pub website: String,
}

/// A word with what it is about.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct About {
    #[serde(flatten)]
    pub word: Word,
    pub name: String,
    pub target: String,
}

const CODE: usize = 12;
const WORDS_MOST: usize = 300;

impl Said {
    fn checked(&self) -> Result<String> {
        let (field, text) = if self.kind == Kind::Thanks { ("words", &self.words) } else { ("what", &self.what) };
        let text = values::clean(text).to_owned();
        if self.kind == Kind::PointedOut && text.is_empty() {
            return Err(Error::field(field, "请写明是什么事。", "Say what it is."));
        }
        if text.chars().count() > WORDS_MOST {
            return Err(Error::field(field, "太长了，请写短一些。", "That is too long."));
        }
        Ok(text)
    }

    /// Takes it down while the promise is shown; what was pointed out gets a code for the answer. A
    /// machine is answered as politely and leaves nothing.
    pub fn take(&self, cx: &Steps, key: &str, from: &str) -> Result<Option<String>> {
        let (commitment, _) = Line::open(cx, key)?;
        if !self.website.is_empty() {
            return Ok(None);
        }
        let (kind, words, from) = (self.kind, self.checked()?, from.to_owned());
        cx.write(move |cx| {
            let book = rulebook::book(cx)?;
            let rules = book.at(cx.today());
            let most = [rules.get(keys::WORDS_PER_ADDRESS), rules.get(keys::WORDS_PER_COMMITMENT)];
            flood::let_in(cx, "said to a promise", &from, commitment.id, most)?;
            let (_, code) = Word::take_down(cx, &commitment, kind, &words)?;
            cx.note(commitment.id, format!("{} to a promise", kind.code()));
            Ok(code)
        })
    }
}

impl Word {
    /// Its id, and the code of what was pointed out. A tap without words has nothing to be read first.
    pub fn take_down(cx: &Writer, of: &Commitment, kind: Kind, words: &str) -> Result<(Id, Option<String>)> {
        let code = if kind == Kind::PointedOut { Some(vault::secret()?[..CODE].to_uppercase()) } else { None };
        let state = if words.is_empty() { State::PassedOn } else { State::Waiting };
        let id = cx.new_id();
        cx.run(
            "insert into {commitment_words} (id, path, commitment, kind, words, code, state, said_on, answer, answered_by) values ($1, $2, $3, $4, $5, $6, $7, $8, '', '')",
            args![id, &of.path, of.id, kind.code(), words, code.as_deref().map(|c| print(cx, c)), state.code(), cx.today()],
        )?;
        Ok((id, code))
    }

    /// Thanks reach the person.
    pub fn pass_on(&self, cx: &Writer) -> Result<()> {
        self.end(cx, Kind::Thanks, State::PassedOn, "")
    }

    /// Who pointed it out reads the answer by their code, the person on their phone.
    pub fn answer(&self, cx: &Writer, words: &str) -> Result<()> {
        if words.trim().is_empty() {
            return Err(Error::field("answer", "请写几句答复。", "Give an answer."));
        }
        self.end(cx, Kind::PointedOut, State::Answered, words)
    }

    pub fn lay_aside(&self, cx: &Writer, reason: &str) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么不转。", "Say why it is laid aside."));
        }
        self.end(cx, self.kind, State::LaidAside, reason)
    }

    fn end(&self, cx: &Writer, kind: Kind, state: State, answer: &str) -> Result<()> {
        if self.state != State::Waiting || self.kind != kind {
            return Err(Error::rule("word_state", "这一条已经办过了。", "This has been dealt with."));
        }
        cx.run_one(
            "update {commitment_words} set state = $1, answer = $2, answered_on = $3, answered_by = $4 where id = $5",
            args![state.code(), answer.trim(), cx.today(), &cx.actor().name, self.id],
        )?;
        cx.note_reason(self.commitment, format!("{} {}", self.kind.code(), state.code()), answer.trim());
        Ok(())
    }

    /// What a worker has to read first, then the newest.
    pub fn list(cx: &Reader, most: i64) -> Result<Vec<About>> {
        cx.all(
            "select w.*, c.name as name, c.target as target from {commitment_words} w join {commitments} c on c.tenant = w.tenant and c.id = w.commitment \
             where w.words <> '' order by case w.state when 'waiting' then 0 else 1 end, w.said_on desc, w.id desc limit $1",
            args![most],
        )
    }

    pub fn waiting(cx: &Reader) -> Result<i64> {
        cx.one("select count(*) from {commitment_words} w where w.state = 'waiting'", args![])
    }

    /// All of one promise, for who looks after it; the newest first.
    pub fn of(cx: &Reader, commitment: Id) -> Result<Vec<Word>> {
        cx.all("select w.* from {commitment_words} w where w.commitment = $1 order by w.said_on desc, w.id desc", args![commitment])
    }

    /// What has reached the person.
    pub fn reached(cx: &Reader, commitment: Id) -> Result<Vec<Word>> {
        let mut words = Word::of(cx, commitment)?;
        words.retain(|w| matches!(w.state, State::PassedOn | State::Answered));
        Ok(words)
    }

    /// The one behind a code, and what it is about.
    pub fn by_code(cx: &Reader, code: &str) -> Result<(Word, Told)> {
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let word: Word = cx.one("select w.* from {commitment_words} w where w.code = $1", args![print(cx, &code)])?;
        let told = Told::find(cx, word.commitment)?;
        Ok((word, told))
    }
}

fn print(cx: &Reader, code: &str) -> Vec<u8> {
    cx.digest("promise code", code)
}

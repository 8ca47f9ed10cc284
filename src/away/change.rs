//! What the organisation changed after it heard why people stay away.

use super::{Quarter, Question};
use jiff::civil::Date;
use kernel::{Error, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    #[schemars(with = "String")]
    pub on_day: Date,
    pub words: String,
    pub made_by: String,
}

impl Change {
    pub fn note(cx: &Writer, question: &Question, on: &str, words: &str) -> Result<()> {
        let words = words.trim();
        if words.is_empty() {
            return Err(Error::field("words", "请写改了什么。", "Say what was changed."));
        }
        let today = cx.today();
        let on_day = if on.trim().is_empty() { today } else { on.trim().parse().map_err(|_| no_day())? };
        if on_day > today {
            return Err(Error::field("on_day", "日期在将来：改了再写。", "The day lies ahead: write it down when it is done."));
        }
        cx.run(
            "insert into {away_changes} (id, path, question, on_day, words, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7)",
            args![cx.new_id(), &question.path, question.id, on_day, words, cx.now(), &cx.actor().name],
        )?;
        cx.note(question.id, "wrote down what was changed");
        Ok(())
    }

    /// The newest first.
    pub fn of(cx: &Reader, question: &Question) -> Result<Vec<Change>> {
        cx.all(
            "select c.on_day, c.words, c.made_by from {away_changes} c where c.question = $1 order by c.on_day desc, c.id desc",
            args![question.id],
        )
    }

    pub fn is_in(&self, quarter: Quarter) -> bool {
        Quarter::of(self.on_day) == quarter
    }
}

fn no_day() -> Error {
    Error::field("on_day", "日期要写成 2026-11-22 这样。", "A day is written as 2026-11-22.")
}

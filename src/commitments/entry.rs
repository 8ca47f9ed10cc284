//! The words of a commitment as they are typed, checked one by one. They may come to be public, so that
//! no telephone and no number of a person stands in them.

use super::{Commitment, Shown};
use crate::{faces::is_without_numbers, posts::Post};
use jiff::civil::Date;
use kernel::{Error, FieldError, Reader, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    /// What I promise.
    pub target: String,
    /// The last day of the post's term where nothing is said.
    pub by_day: String,
    /// When, in the person's words.
    pub when_words: String,
    /// How one will see that it is well done.
    pub quality: String,
    /// How it may be public; not at all where nothing is said.
    pub shown: Shown,
}

/// The same, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    pub target: String,
    pub by_day: Option<Date>,
    pub when_words: String,
    pub quality: String,
}

/// Characters that fit a card.
const TARGET_MOST: usize = 120;
const WORDS_MOST: usize = 60;

impl Entry {
    pub fn of(c: &Commitment) -> Entry {
        Entry {
            target: c.target.clone(),
            by_day: c.by_day.map(|d| d.to_string()).unwrap_or_default(),
            when_words: c.when_words.clone(),
            quality: c.quality.clone(),
            shown: c.shown,
        }
    }

    /// `before` is the day that stood there; it may have passed.
    pub fn checked(&self, cx: &Reader, post: &Post, before: Option<Date>) -> Result<Words> {
        let mut wrong: Vec<FieldError> = vec![];
        let mut say = |field: &str, zh: &str, en: &str| wrong.push(FieldError { field: field.into(), text: Text::new(zh, en) });
        let [target, when_words, quality] = [&self.target, &self.when_words, &self.quality].map(|text| values::clean(text).to_owned());
        if target.is_empty() || target.chars().count() > TARGET_MOST {
            say("target", "请写一句承诺做什么，120 字以内。", "Say what is promised, in at most 120 characters.");
        }
        for (field, text) in [("when_words", &when_words), ("quality", &quality)] {
            if text.chars().count() > WORDS_MOST {
                say(field, "请写短一些，60 字以内。", "At most 60 characters.");
            }
        }
        let day = match values::clean(&self.by_day) {
            "" => Ok(None),
            typed => typed.parse::<Date>().map(Some),
        };
        match day {
            Err(_) => say("by_day", "请填写日期。", "Give a day."),
            Ok(Some(day)) if day < cx.today() && before != Some(day) => {
                say("by_day", "这个日子已经过去了。", "That day has passed.");
            }
            _ => {}
        }
        for (field, text) in [("target", &target), ("when_words", &when_words), ("quality", &quality)] {
            if let Err(Error::Invalid(more)) = is_without_numbers(field, text) {
                wrong.extend(more);
            }
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Words { target, by_day: day.ok().flatten().or(post.until_day), when_words, quality })
    }
}

//! The two languages. A text stands where it is shown, Chinese and English side by side, so that
//! none can be missing. A request runs on one thread from click to row, so its language is the
//! thread's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, cell::Cell, fmt};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

thread_local! { static LANG: Cell<Lang> = const { Cell::new(Lang::Zh) }; }

impl Lang {
    pub fn here() -> Lang {
        LANG.get()
    }
    /// Runs `work` in this language.
    pub fn speak<T>(self, work: impl FnOnce() -> T) -> T {
        let before = LANG.replace(self);
        let result = work();
        LANG.set(before);
        result
    }
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }
    /// From a cookie's or header's text: English only where it is asked for.
    pub fn of(text: &str) -> Lang {
        if text.trim_start().to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
    }
}

/// The text in the language of this request.
pub fn t<'a>(zh: &'a str, en: &'a str) -> &'a str {
    match Lang::here() {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// `say!("应到 {n} 人", "{n} due")`: a formatted text in the language of this request.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $($rest:tt)*)?) => {
        match $crate::Lang::here() {
            $crate::Lang::Zh => format!($zh $(, $($rest)*)?),
            $crate::Lang::En => format!($en $(, $($rest)*)?),
        }
    };
}

/// `text!("应到 {n} 人", "{n} due")`: both languages at once, for texts that are stored or sent on.
#[macro_export]
macro_rules! text {
    ($zh:literal, $en:literal $(, $($rest:tt)*)?) => {
        $crate::Text::new(format!($zh $(, $($rest)*)?), format!($en $(, $($rest)*)?))
    };
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    pub zh: Cow<'static, str>,
    pub en: Cow<'static, str>,
}
impl Text {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Text {
        Text { zh: Cow::Owned(zh.into()), en: Cow::Owned(en.into()) }
    }
    pub const fn fixed(zh: &'static str, en: &'static str) -> Text {
        Text { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }
    pub fn here(&self) -> &str {
        t(&self.zh, &self.en)
    }
}
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.here())
    }
}

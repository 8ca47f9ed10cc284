//! How a commitment may be public. It is the person's own say, taken back at any time.

use crate::{
    publicity::Mask,
    rulebook::{self, keys},
};
use kernel::{Reader, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Not at all.
    #[default]
    Hidden,
    /// 王**
    Surname,
    Full,
}

impl Shown {
    pub const ALL: [Shown; 3] = [Shown::Hidden, Shown::Surname, Shown::Full];

    pub fn code(self) -> &'static str {
        match self {
            Shown::Hidden => "hidden",
            Shown::Surname => "surname",
            Shown::Full => "full",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Shown::Hidden => Text::fixed("不公开", "Not public"),
            Shown::Surname => Text::fixed("公开，只写姓（王**）", "Public, surname only (王**)"),
            Shown::Full => Text::fixed("公开，写全名", "Public, full name"),
        }
    }

    /// A name as it may be shown; nothing where it may not.
    pub fn name_of(self, cx: &Reader, name: &str) -> Result<Option<String>> {
        let mask = match self {
            Shown::Hidden => return Ok(None),
            Shown::Surname => Mask::Stars,
            Shown::Full => Mask::Full,
        };
        let compound = rulebook::book(cx)?.at(cx.today()).get(keys::COMPOUND_SURNAMES);
        Ok(Some(mask.of(name, &compound)))
    }
}

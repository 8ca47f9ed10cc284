//! A turn as it is typed, and as it was checked.

use super::hours::MINUTES;
use crate::rulebook::{self, keys};
use jiff::{Unit, civil::Date};
use kernel::{Error, Reader, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use sheets::values;

/// A turn as it is typed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Turn {
    /// Today where nothing is said.
    pub day: String,
    pub starts: String,
    /// In minutes, or as `1.5小时`.
    pub minutes: String,
    pub words: String,
}

/// A turn that was checked.
#[derive(Clone, Debug)]
pub struct Meant {
    pub(super) day: Date,
    pub(super) starts: String,
    pub(super) minutes: i64,
    pub(super) words: String,
}

impl Turn {
    /// A turn that lies ahead, or today.
    pub fn ahead(&self, cx: &Reader) -> Result<Meant> {
        let meant = self.checked(cx)?;
        if meant.day < cx.today() {
            return Err(Error::field(
                "day",
                "日期已经过去；做过的请报“做了什么”。",
                "That day has passed; for what was done, say what you did.",
            ));
        }
        Ok(meant)
    }

    /// A turn that was served, within the time that the person may still say so.
    pub fn served(&self, cx: &Reader) -> Result<Meant> {
        let meant = self.past(cx)?;
        let earliest = cx.today().checked_sub(rulebook::book(cx)?.at(cx.today()).get(keys::SERVICE_WITHIN))?;
        if meant.day < earliest {
            let (zh, en) = (
                format!("{earliest} 以前的，请社区按纸面记录登记。"),
                format!("What lies before {earliest} is entered by the community from its papers."),
            );
            return Err(Error::field("day", zh, en));
        }
        Ok(meant)
    }

    /// A turn that was served, whenever that was.
    pub fn past(&self, cx: &Reader) -> Result<Meant> {
        let meant = self.checked(cx)?;
        if meant.day > cx.today() {
            return Err(Error::field("day", "日期在将来。", "The date lies in the future."));
        }
        Ok(meant)
    }

    fn checked(&self, cx: &Reader) -> Result<Meant> {
        let day = match values::clean(&self.day) {
            "" => cx.today(),
            typed => typed.parse().map_err(|_| Error::field("day", "请填写日期。", "Give a day."))?,
        };
        let starts = match values::clean(&self.starts) {
            "" => String::new(),
            // `9:00` is as good as `09:00`.
            typed => match format!("{typed:0>5}").parse::<jiff::civil::Time>() {
                Ok(time) => time.strftime("%H:%M").to_string(),
                Err(_) => return Err(Error::field("starts", "请写开始时间，如 14:30。", "Give the time, as 14:30.")),
            },
        };
        Ok(Meant { day, starts, minutes: minutes(cx, &self.minutes)?, words: values::clean(&self.words).to_owned() })
    }
}

/// `90`, `90分钟`, `1.5小时`, `2h`.
pub fn minutes(cx: &Reader, typed: &str) -> Result<i64> {
    let text = values::half_width(values::clean(typed)).to_lowercase();
    let hours = ["小时", "hours", "hour", "h", "时"].iter().find_map(|end| text.trim().strip_suffix(end));
    let number = hours.unwrap_or_else(|| text.trim().trim_end_matches("分钟").trim_end_matches("分").trim_end_matches("min")).trim();
    let each = if hours.is_some() { MINUTES as f64 } else { 1.0 };
    let most = rulebook::book(cx)?.at(cx.today()).get(keys::SERVICE_MOST).total(Unit::Minute).map_err(|e| Error::Internal(e.into()))?;
    let minutes = number.parse::<f64>().ok().map(|n| (n * each).round()).filter(|n| *n >= 1.0);
    match minutes {
        Some(n) if n <= most => Ok(n as i64),
        Some(_) => Err(Error::field(
            "minutes",
            format!("一次最长 {} 小时。", most / MINUTES as f64),
            format!("A turn lasts {} hours at most.", most / MINUTES as f64),
        )),
        None => Err(Error::field("minutes", "请填写时长，如 90 或 1.5小时。", "Give how long, as 90 or 1.5h.")),
    }
}

//! Money as whole fen, read and shown as yuan.

use kernel::{Error, Result, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, iter::Sum};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Fen(pub i64);

const OF_A_YUAN: i64 = 100;
/// More digits than anybody's dues have.
const DIGITS: usize = 9;

impl Fen {
    /// `25`, `25.5`, `1,234.50元`; nothing that would have to be rounded.
    pub fn read(text: &str) -> Option<Fen> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，')).collect();
        let text = text.trim_end_matches('元');
        let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if yuan.is_empty() || yuan.len() > DIGITS || rest.len() > 2 || !digits(yuan) || !digits(rest) {
            return None;
        }
        let fen: i64 = format!("{rest:0<2}").parse().ok()?;
        Some(Fen(yuan.parse::<i64>().ok()? * OF_A_YUAN + fen))
    }

    /// What a number of a workbook means, which may come as 25.499999999.
    pub fn of_yuan(yuan: f64) -> Option<Fen> {
        let fen = (yuan * OF_A_YUAN as f64).round();
        (fen.is_finite() && fen.abs() < 1e11 && (fen - yuan * OF_A_YUAN as f64).abs() < 0.01).then_some(Fen(fen as i64))
    }

    pub fn yuan(self) -> f64 {
        self.0 as f64 / OF_A_YUAN as f64
    }

    /// What was typed into a field; nothing where it was left empty.
    pub fn typed(field: &str, text: &str) -> Result<Option<Fen>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        Fen::read(text).map(Some).ok_or_else(|| Error::field(field, "金额请写成 25 或 25.50。", "Write the amount as 25 or 25.50."))
    }
}

/// `25`, `25.50`: fen are written where there are any.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, all) = (if self.0 < 0 { "−" } else { "" }, self.0.abs());
        let (yuan, fen) = (all / OF_A_YUAN, all % OF_A_YUAN);
        if fen == 0 { write!(f, "{sign}{yuan}") } else { write!(f, "{sign}{yuan}.{fen:02}") }
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(all: I) -> Fen {
        Fen(all.map(|f| f.0).sum())
    }
}

impl From<Fen> for Value<'_> {
    fn from(fen: Fen) -> Self {
        Value::Int(fen.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it_and_never_rounded() {
        let read = |text: &str| Fen::read(text).map(|f| f.0);
        assert_eq!([read("25"), read("25.5"), read(" 1,234.05 元")], [Some(2500), Some(2550), Some(123405)]);
        assert_eq!([read(""), read("25.555"), read("-3"), read(".5"), read("廿五"), read("12345678901")], [None; 6]);
        assert_eq!(
            (Fen::of_yuan(25.499999999), Fen::of_yuan(0.2), Fen::of_yuan(0.005), Fen::of_yuan(f64::NAN)),
            (Some(Fen(2550)), Some(Fen(20)), None, None)
        );
        assert_eq!([Fen(2550), Fen(20), Fen(-5), Fen(300000)].map(|f| f.to_string()), ["25.50", "0.20", "−0.05", "3000"]);
    }
}

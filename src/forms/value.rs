//! How an answer is written into a form.

use jiff::civil::Date;
use sheets::{
    form::{Column, Value},
    values::PartialDate,
};

pub fn number(count: Option<i64>) -> Value {
    count.map_or(Value::Blank, |n| Value::Number(n as f64))
}

pub fn yes_no(yes: bool) -> Value {
    Value::text(if yes { "是" } else { "否" })
}

/// A day of the ledger, as precise as it is known. A label that says 年月 gets year and month, as
/// registers write them: 1949.12.
pub fn written(day: Option<&str>, column: &Column) -> Value {
    let Some(date) = day.and_then(|d| d.parse::<PartialDate>().ok()) else { return Value::Blank };
    let months = column.label().contains("年月") && !column.label().contains('日');
    let date = if months { date.to_month() } else { date };
    let text = if months { date.to_string().replace('-', ".") } else { date.to_string() };
    Value::Date { date, text }
}

pub fn on_day(day: Date) -> Value {
    written(
        Some(&day.to_string()),
        &Column {
            column: 0,
            line: 0,
            path: vec![],
            meaning: sheets::Meaning::Extra,
            sure: true,
            options: vec![],
            note: None,
            date: true,
            formula: false,
        },
    )
}

/// As a page shows it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) | Value::Date { text, .. } => text.clone(),
        Value::Number(n) => n.to_string(),
    }
}

/// An answer in the words that the form's own list allows; blank where none of them is meant.
pub fn allowed(value: Value, options: &[String]) -> Value {
    let Value::Text(text) = &value else { return value };
    if options.is_empty() || text.is_empty() || options.contains(text) {
        return value;
    }
    let meant: Vec<&String> = options.iter().filter(|o| o.contains(text.as_str()) || text.contains(o.as_str())).collect();
    match meant[..] {
        [one] => Value::text(one.as_str()),
        _ => Value::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_takes_the_forms_own_word() {
        let options = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
        assert_eq!(allowed(Value::text("本科"), &options(&["大学本科", "大学专科"])), Value::text("大学本科"));
        assert_eq!(allowed(Value::text("男"), &options(&["男", "女"])), Value::text("男"));
        assert_eq!(allowed(Value::text("初中"), &options(&["大学本科", "高中"])), Value::Blank);
    }
}

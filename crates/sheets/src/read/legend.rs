//! The marks that a sheet explains itself.

use std::collections::BTreeMap;

use super::tables::Table;
use crate::dictionary::Dictionary;
use crate::meaning::Mark;
use crate::sheet::{Cell, Sheet};
use crate::values::clean;

const PARTS: [char; 12] = [' ', '\u{3000}', '，', ',', '；', ';', '、', '。', '：', ':', '/', '\n'];
const QUOTES: [char; 10] = ['“', '”', '"', '‘', '’', '（', '）', '(', ')', '\''];

/// "注：√出勤 △请假 ×缺席 ○补学": a sheet that explains its own marks is believed.
pub(super) fn of(sheet: &Sheet, table: &Table, words: &Dictionary) -> BTreeMap<String, Mark> {
    let mut legend = BTreeMap::new();
    let below = sheet.position(table.body.0)..sheet.position(table.body.1 + 1);
    let footers = below.rev().take(6).map(|at| sheet.nth(at)).filter(|row| row.len() <= 3);
    let footers = footers.flat_map(|row| {
        row.cells().filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.to_owned()) } else { None }).collect::<Vec<_>>()
    });
    for text in table.above.iter().map(|above| above.text.clone()).chain(footers) {
        let bare: String = text.chars().filter(|letter| !QUOTES.contains(letter)).collect();
        legend.extend(bare.split(PARTS).filter_map(|part| explained(clean(part), words)));
    }
    legend
}

/// "√为参加", "○=请假", "A代表到会".
fn explained(part: &str, words: &Dictionary) -> Option<(String, Mark)> {
    let mut letters = part.chars();
    let sign = letters.next()?;
    let said = letters.as_str().trim_start_matches(['为', '表', '示', '代', '=', '-', '—', '是', '指']);
    let tells = !sign.is_alphanumeric() || sign.is_ascii_alphanumeric() && said.len() < letters.as_str().len();
    let mark = words.mark_in(said).filter(|_| tells && !said.is_empty())?;
    Some((sign.to_string(), mark))
}

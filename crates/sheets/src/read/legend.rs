//! The marks that a sheet explains itself.

use std::collections::BTreeMap;

use super::tables::Table;
use crate::dictionary::Dictionary;
use crate::meaning::Mark;
use crate::sheet::{Cell, Sheet};
use crate::values::clean;

/// What each mark says.
pub(super) type Legend = BTreeMap<String, Mark>;

const PARTS: [char; 14] = [' ', '\u{3000}', '，', ',', '；', ';', '、', '。', '/', '\n', '（', '）', '(', ')'];
const QUOTES: [char; 6] = ['“', '”', '"', '‘', '’', '\''];

/// "注：√出勤 △请假 ×缺席 ○补学": a sheet that explains its own marks is believed.
pub(super) fn of(sheet: &Sheet, table: &Table, words: &Dictionary) -> Legend {
    let mut legend = Legend::new();
    let below = sheet.position(table.body.0)..sheet.position(table.body.1 + 1);
    let footers = below.rev().take(6).map(|at| sheet.nth(at)).filter(|row| row.len() <= 3);
    let footers = footers.flat_map(|row| {
        row.cells().filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.to_owned()) } else { None }).collect::<Vec<_>>()
    });
    for text in table.above.iter().map(|above| above.text.clone()).chain(footers) {
        let bare: String = text.chars().filter(|letter| !QUOTES.contains(letter)).collect();
        legend.extend(bare.split(PARTS).filter_map(|part| {
            let after_colon = || part.split_once(['：', ':']).map(|(_, rest)| clean(rest));
            explained(clean(part), words).or_else(|| explained(after_colon()?, words))
        }));
    }
    legend
}

/// "√为参加", "○=请假", "A代表到会", and the other way round: "到会打√", "请假：△".
fn explained(part: &str, words: &Dictionary) -> Option<(String, Mark)> {
    let (first, last) = (part.chars().next()?, part.chars().next_back()?);
    let after = &part[first.len_utf8()..];
    let said = after.trim_start_matches(['为', '表', '示', '代', '=', '-', '—', '是', '指', '：', ':']);
    let tells = !first.is_alphanumeric() || first.is_ascii_alphanumeric() && said.len() < after.len();
    if let Some(mark) = words.mark_in(said).filter(|_| tells && !said.is_empty()) {
        return Some((first.to_string(), mark));
    }
    let before =
        part[..part.len() - last.len_utf8()].trim_end_matches(['打', '用', '以', '为', '记', '是', '画', '划', '填', '：', ':', '=']);
    let mark = words.mark_in(before).filter(|_| !last.is_alphanumeric() && !before.is_empty())?;
    Some((last.to_string(), mark))
}

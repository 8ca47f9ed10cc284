//! What was read otherwise than it stands in a sheet: nothing is corrected in silence.

use kernel::t;
use serde::{Deserialize, Serialize};
use sheets::{Note, NoteCode};

/// Cells that are named; the others are counted.
const NAMED: usize = 6;

/// The notes of one file, by sheet and kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Notes(Vec<Noted>);

#[derive(Debug, Serialize, Deserialize)]
struct Noted {
    sheet: usize,
    code: NoteCode,
    count: usize,
    cells: Vec<String>,
}

impl Notes {
    pub fn add(&mut self, sheet: usize, note: &Note) {
        let known = self.0.iter().position(|n| n.sheet == sheet && n.code == note.code);
        let at = known.unwrap_or_else(|| {
            self.0.push(Noted { sheet, code: note.code, count: 0, cells: vec![] });
            self.0.len() - 1
        });
        let noted = &mut self.0[at];
        noted.count += 1;
        if noted.cells.len() < NAMED {
            noted.cells.push(note.cell.clone());
        }
    }

    /// A sentence a kind, with the cells.
    pub fn of_sheet(&self, sheet: usize) -> Vec<String> {
        let told = |n: &Noted| {
            let (said, cells) = (t(n.code.zh(), n.code.en()), n.cells.join(t("、", ", ")));
            let more = if n.count > n.cells.len() { kernel::say!(" 等 {} 处", " and more, {} in all", n.count) } else { String::new() };
            kernel::say!("{said}：{cells}{more}", "{said}: {cells}{more}")
        };
        self.0.iter().filter(|n| n.sheet == sheet).map(told).collect()
    }
}

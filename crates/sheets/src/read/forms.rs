//! Forms: a label beside each value, one person a form, one or many forms on a sheet.

use std::collections::HashMap;

use super::form_rows::{Kind, Lines, Pair};
use super::tables::{Above, title};
use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Meaning};
use crate::reading::{Form, Span};
use crate::sheet::Sheet;

/// A form begins within so many filled rows.
const START: usize = 12;
/// Fewer facts are no form of a person.
const FACTS: usize = 3;

/// All forms of a sheet, under the labels that any of them has.
pub(super) struct Forms {
    pub title: Option<String>,
    pub above: Vec<Above>,
    pub labels: Vec<String>,
    pub forms: Vec<Form>,
}

pub(super) fn find(sheet: &Sheet, words: &Dictionary) -> Option<Forms> {
    let lines = Lines::of(sheet, words);
    let start = (0..sheet.row_count().min(START)).find(|&at| begins(&lines, at))?;
    let found = segments(&lines, start);
    let in_forms: usize = found.iter().map(|form| form.lines).sum();
    if found.is_empty() || in_forms * 5 < (sheet.row_count() - start) * 2 {
        return None;
    }
    let above: Vec<Above> = (0..start).flat_map(|at| lines.texts(at)).collect();
    let mut labels = Labels::default();
    let forms = found.iter().map(|form| form.settle(&mut labels)).collect();
    Some(Forms { title: title(&above), above, labels: labels.texts, forms })
}

/// Two lines of labels with values, that name a person and some facts. Titles may stand between.
fn begins(lines: &Lines<'_>, at: usize) -> bool {
    if lines.form_line(at).is_none() {
        return false;
    }
    let near = (at..lines.count().min(at + 10)).map(|at| (lines.form_line(at), lines.is_title(at)));
    let read: Vec<Vec<Pair>> = near.take_while(|(pairs, title)| pairs.is_some() || *title).filter_map(|(pairs, _)| pairs).collect();
    let known = |pair: &Pair| pair.meaning.filter(|meaning| *meaning != Meaning::Ignored).map(|_| plain(&pair.label));
    let mut distinct: Vec<String> = read.iter().flatten().filter_map(known).collect();
    distinct.sort_unstable();
    distinct.dedup();
    read.len() >= 2 && distinct.len() >= FACTS && read.iter().take(3).flatten().any(Pair::names_somebody)
}

/// What is found of one form, line by line.
#[derive(Default)]
struct Found {
    pairs: Vec<Pair>,
    lines: usize,
}

/// Cuts the lines into forms: at gaps, and where somebody else is named.
fn segments(lines: &Lines<'_>, start: usize) -> Vec<Found> {
    let mut forms: Vec<Found> = Vec::new();
    let mut open = Found::default();
    let mut after_gap = false;
    let mut in_table = false;
    for at in start..lines.count() {
        after_gap |= lines.gap_before(at);
        match lines.kind(at, in_table) {
            Kind::Title => after_gap = true,
            Kind::Table => in_table = true,
            Kind::Pairs(pairs) => {
                in_table = false;
                let named =
                    |pairs: &[Pair]| pairs.iter().find(|pair| pair.names_somebody() && pair.cell.is_some()).map(|pair| pair.label.clone());
                let again = named(&pairs).is_some_and(|label| open.pairs.iter().any(|pair| pair.label == label && pair.cell.is_some()));
                let next = after_gap && named(&open.pairs).is_some() && lines.names_within_segment(at);
                if again || next {
                    forms.push(std::mem::take(&mut open));
                }
                open.pairs.extend(pairs);
                open.lines += 1;
                after_gap = false;
            }
        }
    }
    forms.push(open);
    forms.retain(|form| form.pairs.iter().any(|pair| pair.names_somebody() && pair.cell.is_some()));
    forms
}

/// The labels of all forms, each once, in the order of their first appearance.
#[derive(Default)]
struct Labels {
    texts: Vec<String>,
    places: HashMap<(String, usize), usize>,
}

impl Labels {
    /// The `n`-th label of this text within a form.
    fn place(&mut self, text: &str, n: usize) -> usize {
        let next = self.texts.len();
        let place = *self.places.entry((plain(text), n)).or_insert(next);
        if place == next {
            self.texts.push(text.to_owned());
        }
        place
    }
}

impl Found {
    fn settle(&self, labels: &mut Labels) -> Form {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut cells = Vec::new();
        for pair in &self.pairs {
            let n = seen.entry(plain(&pair.label)).or_default();
            let place = labels.place(&pair.label, *n);
            *n += 1;
            if cells.len() <= place {
                cells.resize(place + 1, None);
            }
            cells[place] = pair.cell;
        }
        let rows = || self.pairs.iter().map(|pair| pair.row);
        Form { rows: Span { first: rows().min().unwrap_or(1), last: rows().max().unwrap_or(1) }, cells }
    }
}

/// "姓名：王芳" under the label "姓名" is "王芳".
pub(crate) fn without_label<'t>(text: &'t str, label: &str) -> &'t str {
    match text.split_once(['：', ':']) {
        Some((front, rest)) if plain(front) == plain(label) => crate::values::clean(rest),
        _ => text,
    }
}

impl Pair {
    fn names_somebody(&self) -> bool {
        self.meaning == Some(Meaning::Field(Field::Name))
    }
}

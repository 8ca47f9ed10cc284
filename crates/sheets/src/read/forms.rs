//! Forms: a label beside each value, one person a form, one or many forms on a sheet, below or beside
//! each other.

use std::collections::{BTreeSet, HashMap};

use super::form_rows::{Kind, Lines, Pair};
use super::headers::Head;
use super::layout::{Forms, Labels, form, put};
use super::tables::{Above, title};
use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Meaning};
use crate::reading::Form;
use crate::sheet::Sheet;

/// A form begins within so many filled rows.
const START: usize = 12;
/// Fewer facts are no form of a person.
const FACTS: usize = 3;
/// A text merged over more columns is no cell of a form.
const WIDE: u16 = 40;

pub(super) fn find(sheet: &Sheet, words: &Dictionary) -> Option<Forms> {
    let lines = Lines::of(sheet, words, (0, u16::MAX));
    let start = (0..lines.count().min(START)).find(|&at| begins(&lines, at))?;
    let beside = beside_each_other(sheet, &lines, start, words);
    let bands = if beside.is_empty() { vec![(lines, start)] } else { beside };
    let count = bands.len();
    let mut found: Vec<Found> = bands.iter().flat_map(|(lines, start)| segments(lines, *start)).collect();
    let in_forms: usize = found.iter().map(|form| form.lines).sum();
    if found.is_empty() || in_forms * 5 < (sheet.row_count() - start) * 2 * count {
        return None;
    }
    found.sort_by_key(Found::top);
    let mut above: Vec<Above> = bands.iter().flat_map(|(lines, start)| (0..*start).flat_map(|at| lines.texts(at))).collect();
    above.sort_by_key(|text| (text.row, text.columns.0));
    let mut labels = Labels::default();
    let forms = found.iter().map(|form| form.settle(&mut labels)).collect();
    Some(Forms { title: title(&above), above, heads: labels.heads, forms })
}

/// The bands of columns of forms that stand beside each other: in one of the first lines somebody is
/// named in each, and each is a form of its own. Nothing if they do not.
fn beside_each_other<'s>(sheet: &'s Sheet, lines: &Lines<'s>, start: usize, words: &'s Dictionary) -> Vec<(Lines<'s>, usize)> {
    let named = (start..lines.count().min(start + FACTS)).filter_map(|at| lines.form_line(at)).find_map(|pairs| {
        let names: Vec<(u16, String)> =
            pairs.iter().filter(|pair| pair.names_somebody()).map(|pair| (pair.column, plain(&pair.label))).collect();
        (names.len() > 1 && names.iter().all(|(_, label)| *label == names[0].1)).then_some(names)
    });
    let Some(names) = named else { return Vec::new() };
    let filled: BTreeSet<u16> = (start..lines.count())
        .flat_map(|at| lines.texts(at))
        .flat_map(|text| text.columns.0..=text.columns.1.min(text.columns.0 + WIDE))
        .collect();
    // A form begins behind a blank column, or with its label.
    let begin = |pair: &[(u16, String)]| {
        let (before, label) = (pair[0].0, pair[1].0);
        (before + 1..label).rev().find(|column| !filled.contains(column)).map_or(label, |blank| blank + 1)
    };
    let starts: Vec<u16> = std::iter::once(0).chain(names.windows(2).map(begin)).collect();
    let ends = starts[1..].iter().map(|start| start - 1).chain([u16::MAX]);
    let bands = starts.iter().zip(ends).map(|(first, last)| {
        let band = Lines::of(sheet, words, (*first, last));
        let start = (0..band.count().min(START)).find(|&at| begins(&band, at))?;
        Some((band, start))
    });
    bands.collect::<Option<Vec<_>>>().unwrap_or_default()
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

impl Found {
    /// Where it begins: row and column.
    fn top(&self) -> (u32, u16) {
        self.pairs.iter().map(|pair| (pair.row, pair.column)).min().unwrap_or_default()
    }

    fn settle(&self, labels: &mut Labels) -> Form {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut cells = Vec::new();
        for pair in &self.pairs {
            let n = seen.entry(plain(&pair.label)).or_default();
            let head = Head { column: 0, parts: vec![pair.label.clone()], date: None };
            put(&mut cells, labels.number(head, *n), pair.cell);
            *n += 1;
        }
        let rows = || self.pairs.iter().map(|pair| pair.row);
        form((rows().min().unwrap_or(1), rows().max().unwrap_or(1)), cells)
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

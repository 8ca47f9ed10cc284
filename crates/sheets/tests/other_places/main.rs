//! Workbooks as people of other provinces would keep them, made here, each with what is true of it.
//! Prints how much of each field and each kind of table is read, and asserts a floor for each.

#[path = "../common/mod.rs"]
mod common;
mod fifth;
mod forms;
mod fourth;
mod registers;
mod roll_calls;
mod rosters;
mod score;
mod seventh;
mod sixth;
mod texts;
mod third;
mod unseen;

use score::{Made, Score};

#[test]
fn workbooks_of_other_places_are_read() {
    let made: Vec<_> = [rosters::all(), texts::all(), forms::all(), roll_calls::all(), registers::all()].into_iter().flatten().collect();
    shown("other places", &made).floor(98.0);
}

#[test]
fn workbooks_nobody_has_seen_are_read() {
    shown("unseen", &unseen::all()).floor(98.0);
}

#[test]
fn habits_that_are_no_layout_are_read() {
    shown("third", &third::all()).floor(98.0);
}

#[test]
fn ordinary_workbooks_once_more_are_read() {
    shown("fourth", &fourth::all()).floor(98.0);
}

#[test]
fn yet_other_words_are_read() {
    shown("fifth", &fifth::all()).floor(98.0);
}

#[test]
fn unusual_layouts_are_read() {
    shown("sixth", &sixth::all()).floor(98.0);
}

#[test]
fn further_habits_are_read() {
    shown("seventh", &seventh::all()).floor(98.0);
}

/// Prints what is read of each kind of table and of each field.
fn shown(what: &str, made: &[Made]) -> Score {
    let score = Score::of(made);
    println!("\n{what}: {} workbooks", made.len());
    let kinds = score.kinds.iter().map(|(kind, counts)| (*kind, counts));
    for (name, counts) in kinds.chain(score.fields.iter().map(|(field, counts)| (field.as_str(), counts))) {
        println!("  {name:<20}{:>5} of {:<5}{:>8.2} %", counts[0], counts[1], 100.0 * counts[0] as f64 / counts[1] as f64);
    }
    let [right, all] = score.fields.values().fold([0, 0], |sum, count| [sum[0] + count[0], sum[1] + count[1]]);
    println!("  all                 {right:>5} of {all:<5}{:>8.2} %", 100.0 * right as f64 / all as f64);
    for wrong in &score.wrong {
        println!("  {wrong}");
    }
    score
}

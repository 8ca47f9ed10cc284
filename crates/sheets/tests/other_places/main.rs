//! Workbooks as people of other provinces would keep them, made here, each with what is true of it.
//! Prints how much of each field and each kind of table is read, and asserts a floor for each.

#[path = "../common/mod.rs"]
mod common;
mod forms;
mod registers;
mod roll_calls;
mod rosters;
mod score;
mod texts;

use score::Score;

#[test]
fn workbooks_of_other_places_are_read() {
    let made: Vec<_> = [rosters::all(), texts::all(), forms::all(), roll_calls::all(), registers::all()].into_iter().flatten().collect();
    let score = Score::of(&made);
    println!("\nother places: {} workbooks", made.len());
    for (what, counts) in
        score.kinds.iter().map(|(kind, counts)| (*kind, counts)).chain(score.fields.iter().map(|(field, counts)| (field.as_str(), counts)))
    {
        println!("  {what:<20}{:>5} of {:<5}{:>8.2} %", counts[0], counts[1], 100.0 * counts[0] as f64 / counts[1] as f64);
    }
    let sum = score.fields.values().fold([0, 0], |sum, count| [sum[0] + count[0], sum[1] + count[1]]);
    println!("  all                 {:>5} of {:<5}{:>8.2} %", sum[0], sum[1], 100.0 * sum[0] as f64 / sum[1] as f64);
    for wrong in &score.wrong {
        println!("  {wrong}");
    }
}

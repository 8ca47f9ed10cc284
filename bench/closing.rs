//! How long it takes to close a month: of a street, of a district of 100,000 members and 2,500
//! branches, and of that district where only one branch is left. CPU seconds, SQLite.

mod common;

use common::district::District;

fn main() {
    println!("{:<64} {:>9} {:>9}", "close of one month (SQLite)", "measured", "limit");
    let street = District::draw(1, 30);
    street.through_september();
    street.measure("street, 1,200 members, 30 branches", 0.1, || street.close(&street.top));
    let district = District::draw(76, 2500);
    district.through_september();
    // All but the last branch in advance, so that the last figure is of that branch alone.
    district.measure("district, 100,000 members, 2,500 branches, from scratch", 1.0, || district.close(&district.top));
    district.open_again(&district.branches[1250]);
    district.measure("the same where only one branch is left", 0.1, || district.close(&district.top));
    district.measure("the same again, nothing left", 0.1, || district.close(&district.top));
}

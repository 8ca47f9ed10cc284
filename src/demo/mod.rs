//! The synthetic street: invented people, a year behind them, the same for the same seed.

mod chance;
mod identity;
mod names;
mod person;
pub mod street;
mod year;

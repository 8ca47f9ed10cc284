//! The synthetic street: invented people, a year behind them, the same for the same seed.

pub(crate) mod chance;
mod changes;
mod commitments;
mod ebranch;
mod identity;
mod joint_meetings;
mod letters;
pub(crate) mod names;
pub(crate) mod person;
mod rounds;
mod service;
mod settle;
mod street;
mod venues;
mod year;

#[cfg(test)]
pub(crate) use identity::check_digit;
pub use settle::settle;
pub use street::Street;

/// The same street each time.
pub const SEED: u64 = 20261101;

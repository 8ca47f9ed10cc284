pub mod show;
pub mod unit;

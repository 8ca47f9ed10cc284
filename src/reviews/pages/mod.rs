pub mod list;
pub mod mine;
mod paper;
pub mod show;
pub mod unit;

pub mod board;
pub mod book;
pub mod form;
pub mod list;
pub mod open_days;
pub mod show;

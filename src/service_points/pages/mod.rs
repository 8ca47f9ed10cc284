pub mod list;
pub mod mine;
pub mod person;

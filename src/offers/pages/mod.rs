pub mod by_link;
pub mod list;
pub mod matching;
pub mod mine;
pub mod slips;

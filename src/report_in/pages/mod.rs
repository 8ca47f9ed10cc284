pub mod answer;
pub mod by_link;
pub mod file;
pub mod form;
pub mod list;
pub mod mine;
pub mod show;
pub mod slip;

pub mod file;
pub mod form;
pub mod list;
pub mod show;

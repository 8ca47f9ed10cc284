pub mod list;
pub mod own;
pub mod paper;
pub mod show;

pub mod ability;
pub mod form;
pub mod list;
pub mod mine;
pub mod show;
pub mod teams;

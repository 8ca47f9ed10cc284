pub mod contact;
pub mod form;
pub mod link;
pub mod list;
pub mod own;
pub mod show;

pub mod list;
pub mod mine;
pub mod post;
pub mod prints;
pub mod public;
pub mod show;
pub mod words;

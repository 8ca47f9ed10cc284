pub mod list;
pub mod new;
pub mod paper;
pub mod phone;
pub mod show;

pub mod desk;
pub mod list;
pub mod mine;
pub mod show;

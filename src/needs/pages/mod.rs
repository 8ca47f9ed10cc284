pub mod alike;
pub mod counter;
pub mod form;
pub mod list;
pub mod show;
pub mod wall;

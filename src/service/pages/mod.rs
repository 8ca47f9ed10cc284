pub mod by_link;
pub mod cards;
pub mod certificates;
pub mod list;
pub mod mine;
pub mod post;

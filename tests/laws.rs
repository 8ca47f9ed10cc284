//! What must hold for every route, table and page. Generated from the route table and the schema:
//! a new module is under these laws without a line here.

#![cfg(feature = "testing")]

mod laws {
    pub mod derived;
    pub mod pages;
    pub mod routes;
    pub mod schema;
    pub mod snapshots;
    pub mod texts;
    pub mod town;
}

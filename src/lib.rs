//! Linli (邻里): the working system of an urban community Party organisation and of the people
//! around it. `modules.rs` is the table of contents.

pub use kernel::t;

pub mod accounts;
pub mod activities;
pub mod api;
pub mod audit;
pub mod away;
pub mod bulletins;
pub mod calendar;
pub mod categories;
pub mod channels;
pub mod closing;
pub mod commands;
pub mod commitments;
pub mod contacts;
pub mod demo;
pub mod desk;
pub mod difficulties;
pub mod dues;
pub mod ebranch;
pub mod faces;
pub mod forms;
pub mod imports;
pub mod joint_meetings;
pub mod joint_rules;
pub mod letters;
pub mod me;
pub mod modules;
pub mod needs;
pub mod notices;
pub mod offers;
pub mod orgs;
pub mod people;
pub mod places;
pub mod points;
pub mod policy;
pub mod posts;
pub mod publicity;
pub mod report_in;
pub mod reviews;
pub mod rounds;
pub mod rulebook;
pub mod sendings;
pub mod service;
pub mod service_points;
pub mod settings;
pub mod skills;
pub mod study;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod ui;
pub mod units;
pub mod venues;
pub mod workbench;

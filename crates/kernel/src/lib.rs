//! The law of the house: who may do what, the only door to the database, one answer for every
//! face, sealed fields, a chained audit log, one clock. It knows no business word.
//!
//! A feature is a [`Module`]: its tables, its routes, its jobs. A handler is a function whose first
//! argument is a [`Cx`] of the permission it needs; the `Cx` is the door to the database that this
//! permission opens: a [`Reader`], a [`Writer`] (one transaction, committed and audited by the
//! kernel), or [`Steps`] (slow work between short transactions). Handlers are plain functions that
//! run on a worker thread which owns the connection; nothing in a module is async.

pub mod ask;
pub mod audit;
pub mod clock;
mod cx;
pub mod db;
mod error;
mod files;
mod house;
pub mod jobs;
pub mod openapi;
mod reply;
mod routes;
pub mod row;
pub mod schema;
pub mod server;
mod speak;
pub mod testing;
mod typed;
mod value;
pub mod vault;

pub use ask::{Extract, Input, Nothing, Origin, Path, Query, Upload, Uploaded};
pub use clock::Clock;
pub use cx::{Access, Actor, Anyone, AnyoneActs, Cx, Door, Hall, Key, Noun, Permission, Reader, Steps, Writer};
pub use db::{Db, Migration, Place};
pub use error::{Error, FieldError, Result};
pub use files::Files;
pub use house::{Config, Credential, House, Module, Product, TABLES};
pub use jobs::{Job, Standing, Ticket};
pub use reply::{Acted, Answer, Done, Download, Face, Frame, Page, Reply, Revisited, Shell, escape, said, saved, see};
pub use routes::{Method, Route, Routes};
pub use schema::{Scope, Table};
pub use speak::{Lang, Text, t};
pub use typed::{chosen, typed, wrong, wrong_form};
pub use value::{Id, Value, any_of};
pub use vault::{Spot, Vault};

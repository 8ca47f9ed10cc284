//! What is asked of the ledger, and the pages that answer.

pub mod act;
pub mod card;
pub mod confirm;
pub mod correct;
pub mod entry;
pub mod export;
pub mod extras;
pub mod list;

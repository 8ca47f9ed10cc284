//! What an office prints. A [`Paper`] is the content of a bulletin, a roll-call sheet or a page of
//! invitation slips; it renders as a PDF for the archive ([`Paper::pdf`]) and as HTML for the
//! screen and the browser's own printing ([`Paper::html`]). Bytes in, bytes out: the fonts of the
//! system are the only thing looked at outside ([`Fonts::of_system`]).

mod fonts;
mod html;
mod notice;
mod paper;
mod pdf;
mod qr;

pub use fonts::{Fonts, Missing};
pub use paper::{Align, Bar, Block, Column, Lang, Paper, Sheet, Slip, Table};
pub use qr::qr_svg;

/// The style sheet for [`Paper::html`], on the screen and printed by the browser.
pub const CSS: &str = include_str!("paper.css");

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the text is too long for a QR code ({bytes} bytes)")]
    TooLongForQr { bytes: usize },
    #[error("the page could not be set: {0}")]
    Typeset(String),
    #[error("the paper could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

//! QR codes as SVG.

use fast_qr::QRBuilder;
use fast_qr::convert::svg::SvgBuilder;

use crate::Error;

/// The QR code of a text as an SVG of class `qr` without a size of its own: the style sheet gives
/// it one. The quiet zone of four modules and the white ground are part of it, so that it can be
/// read in a dark theme too.
pub fn qr_svg(text: &str) -> Result<String, Error> {
    let code = QRBuilder::new(text).build().map_err(|_| Error::TooLongForQr { bytes: text.len() })?;
    let svg = SvgBuilder::default().to_str(&code);
    Ok(svg.replacen("<svg ", "<svg class=\"qr\" role=\"img\" aria-label=\"QR\" ", 1))
}

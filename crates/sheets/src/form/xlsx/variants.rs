//! Styles that a blank form has not: one of its own with smaller letters or broken lines.

use std::collections::HashMap;

use super::super::xml::{Scan, What, setting};
use super::fit::Variant;
use super::styles::Styles;
use crate::refused::Refused;

#[derive(Debug, Default)]
pub(super) struct Variants {
    /// How many styles the form has.
    own: u32,
    numbers: HashMap<(u32, Variant), u32>,
    all: Vec<(u32, Variant)>,
}

impl Variants {
    pub fn beyond(styles: &Styles) -> Self {
        Variants { own: u32::try_from(styles.count()).unwrap_or(u32::MAX), ..Variants::default() }
    }

    /// The number of a style's variant.
    pub fn of(&mut self, style: u32, variant: Variant) -> u32 {
        let next = self.own.saturating_add(self.all.len() as u32);
        let number = *self.numbers.entry((style, variant)).or_insert(next);
        if number == next {
            self.all.push((style, variant));
        }
        number
    }

    /// The part of the styles with all variants behind its own.
    pub fn added(&self, xml: &str) -> Result<String, Refused> {
        if self.all.is_empty() {
            return Ok(xml.to_owned());
        }
        let mut out = String::with_capacity(xml.len() + self.all.len() * 128);
        let mut scan = Scan::over(xml);
        let mut styles: Vec<String> = Vec::new();
        let mut inside = false;
        while let Some(piece) = scan.next()? {
            if piece.opens("cellXfs") {
                inside = true;
                out.push_str(&setting(piece.raw, "count", &(self.own as usize + self.all.len()).to_string()));
                continue;
            }
            if piece.closes("cellXfs") {
                inside = false;
                out.extend(self.all.iter().filter_map(|(style, variant)| Some(varied(styles.get(*style as usize)?, *variant))));
            }
            if inside && piece.opens("xf") {
                styles.push(piece.raw.to_owned());
            } else if inside && let Some(style) = styles.last_mut().filter(|_| piece.what != What::Text) {
                style.push_str(piece.raw);
            }
            out.push_str(piece.raw);
        }
        Ok(out)
    }
}

/// `<xf …/>` or `<xf …><alignment …/>…</xf>` with the variant's alignment.
fn varied(style: &str, variant: Variant) -> String {
    let name = match variant {
        Variant::Shrunk => "shrinkToFit",
        Variant::Wrapped => "wrapText",
    };
    let end = style.find('>').map_or(style.len(), |end| end + 1);
    let open = setting(&style[..end], "applyAlignment", "1").into_owned();
    let prefix = style.trim_start_matches('<').split("xf").next().unwrap_or("");
    if let Some(open) = open.strip_suffix("/>") {
        return format!("{}><{prefix}alignment {name}=\"1\"/></{prefix}xf>", open.trim_end());
    }
    let rest = &style[end..];
    match rest.find("alignment").and_then(|at| Some((rest[..at].rfind('<')?, at + rest[at..].find('>')? + 1))) {
        Some((from, to)) => format!("{open}{}{}{}", &rest[..from], setting(&rest[from..to], name, "1"), &rest[to..]),
        None => format!("{open}<{prefix}alignment {name}=\"1\"/>{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_the_style_with_another_alignment() {
        let xml = "<styleSheet><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf numFmtId=\"0\"/>\n\
                   <xf fontId=\"1\"><alignment horizontal=\"center\"/><protection locked=\"0\"/></xf><xf><protection/></xf></cellXfs></styleSheet>";
        let mut variants = Variants::beyond(&Styles::parse(xml).expect("styles"));
        assert_eq!(variants.added(xml).as_deref(), Ok(xml));
        assert_eq!([variants.of(1, Variant::Shrunk), variants.of(0, Variant::Wrapped), variants.of(1, Variant::Shrunk)], [3, 4, 3]);
        assert_eq!(variants.of(2, Variant::Shrunk), 5);
        let added = variants.added(xml).expect("styles");
        assert!(added.contains("<cellXfs count=\"6\">"), "{added}");
        let expected = "<xf fontId=\"1\" applyAlignment=\"1\"><alignment horizontal=\"center\" shrinkToFit=\"1\"/><protection locked=\"0\"/></xf>\
                        <xf numFmtId=\"0\" applyAlignment=\"1\"><alignment wrapText=\"1\"/></xf>\
                        <xf applyAlignment=\"1\"><alignment shrinkToFit=\"1\"/><protection/></xf></cellXfs>";
        assert!(added.ends_with(&format!("{expected}</styleSheet>")), "{added}");
    }
}

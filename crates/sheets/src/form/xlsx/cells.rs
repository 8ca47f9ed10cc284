//! Cells as they are written into a sheet.

use std::fmt::Write as _;

use super::super::xml::xml_text;
use super::super::{FillFault, Value};
use super::fit::{Fit, HIGHEST, Raised, Shown};
use super::styles::{Look, Styles};
use super::variants::Variants;
use crate::sheet::{cell_name, column_name};

/// Writes cells in the way of one workbook.
pub(super) struct Cells<'a> {
    styles: &'a Styles,
    /// Days that the workbook's calendar begins later than 1900.
    epoch: u32,
    /// "" or "x:", as the file writes its tags.
    pub prefix: &'a str,
    names: Vec<String>,
    variants: &'a mut Variants,
    fit: Fit,
    /// The row of the blank form that the row being written is, or looks like.
    like: u32,
    /// What the answers of this row need.
    raised: Vec<Raised>,
}

/// More letters a cell cannot hold.
const LETTERS: usize = 32_767;

impl<'a> Cells<'a> {
    pub fn new(styles: &'a Styles, variants: &'a mut Variants, fit: Fit, epoch: u32, prefix: &'a str) -> Self {
        Cells { styles, epoch, prefix, names: Vec::new(), variants, fit, like: 0, raised: Vec::new() }
    }

    /// Begins a row that is, or looks like, this one of the blank form.
    pub fn begin_row(&mut self, like: u32) {
        self.like = like;
        self.raised.clear();
    }

    /// How many points high the row must be that has this height, if its answers need more. Not
    /// every program finds the height of a row that states none.
    pub fn height(&self, stated: Option<f64>) -> Option<f64> {
        let now = stated.unwrap_or(self.fit.height);
        let needed = self.raised.iter().map(|raised| raised.points - f64::from(raised.rows - 1) * now).fold(0.0, f64::max);
        (needed > now).then(|| needed.min(HIGHEST).ceil())
    }

    /// The style in which a text is seen whole.
    pub fn fitted(&mut self, column: u16, style: &str, text: &str) -> Option<String> {
        self.shown(style, |fit, like, look| fit.text(like, column, look, text))
    }

    fn shown(&mut self, style: &str, show: impl Fn(&Fit, u32, &Look) -> Shown) -> Option<String> {
        let number = style.parse().unwrap_or(0);
        let shown = show(&self.fit, self.like, &self.styles.known(number)?);
        self.raised.extend(shown.height);
        shown.variant.map(|variant| self.variants.of(number, variant).to_string())
    }

    pub fn value(&mut self, out: &mut String, row: u32, column: u16, style: &str, value: &Value) -> Result<(), FillFault> {
        match value {
            Value::Blank => self.blank(out, row, column, style),
            Value::Number(number) if number.is_finite() => self.number(out, row, column, style, *number),
            Value::Number(number) => self.text(out, row, column, style, &number.to_string())?,
            Value::Text(text) => self.text(out, row, column, style, text)?,
            Value::Date { date, text } => {
                let shows_date = style.parse().is_ok_and(|style| self.styles.look(style).date);
                match date.to_serial().and_then(|serial| serial.checked_sub(self.epoch)).filter(|_| shows_date) {
                    Some(serial) => {
                        let fitted = self.shown(style, |fit, like, look| fit.date(like, column, look, look.digits));
                        self.number(out, row, column, fitted.as_deref().unwrap_or(style), f64::from(serial))
                    }
                    None => self.text(out, row, column, style, text)?,
                }
            }
        }
        Ok(())
    }

    /// Text stands in the cell itself: nothing is added to the shared strings, and what begins with
    /// "=" is text.
    fn text(&mut self, out: &mut String, row: u32, column: u16, style: &str, text: &str) -> Result<(), FillFault> {
        if text.len() > LETTERS && text.encode_utf16().count() > LETTERS {
            return Err(FillFault::TooLong { cell: cell_name(row, column), letters: text.encode_utf16().count(), limit: LETTERS });
        }
        let keeps = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) || text.contains('\n');
        let prefix = self.prefix;
        let fitted = self.fitted(column, style, text);
        self.open_cell(out, row, column, fitted.as_deref().unwrap_or(style));
        let _ = write!(out, " t=\"inlineStr\"><{prefix}is><{prefix}t{}>", if keeps { " xml:space=\"preserve\"" } else { "" });
        out.push_str(&xml_text(text));
        let _ = write!(out, "</{prefix}t></{prefix}is></{prefix}c>");
        Ok(())
    }

    pub fn number(&mut self, out: &mut String, row: u32, column: u16, style: &str, number: f64) {
        self.open_cell(out, row, column, style);
        let prefix = self.prefix;
        let _ = write!(out, "><{prefix}v>{number}</{prefix}v></{prefix}c>");
    }

    /// A formula without the value it once had: the program that opens the file computes it.
    pub fn formula(&mut self, out: &mut String, row: u32, column: u16, style: &str, formula: &str) {
        self.tagged_formula(out, row, column, style, "", formula);
    }

    pub fn tagged_formula(&mut self, out: &mut String, row: u32, column: u16, style: &str, tag: &str, formula: &str) {
        self.open_cell(out, row, column, style);
        let prefix = self.prefix;
        match (tag.is_empty(), tag.ends_with("/>")) {
            (true, _) => drop(write!(out, "><{prefix}f>{}</{prefix}f></{prefix}c>", xml_text(formula))),
            (_, true) => drop(write!(out, ">{tag}</{prefix}c>")),
            _ => drop(write!(out, ">{tag}{}</{prefix}f></{prefix}c>", xml_text(formula))),
        }
    }

    pub fn blank(&mut self, out: &mut String, row: u32, column: u16, style: &str) {
        self.open_cell(out, row, column, style);
        out.push_str("/>");
    }

    fn open_cell(&mut self, out: &mut String, row: u32, column: u16, style: &str) {
        while self.names.len() <= usize::from(column) {
            self.names.push(column_name(self.names.len() as u16));
        }
        let _ = write!(out, "<{}c r=\"{}{}\"", self.prefix, self.names[usize::from(column)], row + 1);
        if !style.is_empty() {
            let _ = write!(out, " s=\"{style}\"");
        }
    }
}

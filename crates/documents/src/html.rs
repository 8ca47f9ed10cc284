//! A paper as an HTML fragment: elements by meaning, classes for the look, every text escaped.
//! Nothing in it needs `style`, so that the strictest content security policy lets it through.

use crate::paper::{Align, Bar, Block, Lang, Paper, Sheet, Slip, Table};
use crate::qr_svg;

impl Paper {
    /// An `<article class="paper">` to be put into a page.
    pub fn html(&self) -> String {
        let lang = match self.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        };
        let sheet = match self.sheet {
            Sheet::A4Portrait => "paper-portrait",
            Sheet::A4Landscape | Sheet::A3Landscape => "paper-landscape",
        };
        let mut out = Html::default();
        out.raw(&format!("<article class=\"paper {sheet}\" lang=\"{lang}\"><header class=\"paper-head\">"));
        out.element("h1", "paper-title", &self.title);
        out.element_if("p", "paper-subtitle", &self.subtitle);
        out.raw("</header>");
        self.blocks.iter().for_each(|block| out.block(block));
        out.element_if("footer", "paper-foot", &self.foot);
        out.raw("</article>");
        out.0
    }
}

#[derive(Default)]
struct Html(String);

impl Html {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.element("h2", "paper-heading", text),
            Block::Paragraph(text) => self.element("p", "paper-text", text),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => self.bars(bars),
            Block::Facts(facts) => self.facts(facts),
            Block::Slips(slips) => self.slips(slips),
            Block::SignOff(lines) => self.sign_off(lines),
            Block::Note(text) => self.element("p", "paper-note", text),
            Block::PageBreak => self.raw("<hr class=\"paper-break\">"),
        }
    }

    fn table(&mut self, table: &Table) {
        let fill = if table.to_fill_in { " paper-to-fill-in" } else { "" };
        self.raw(&format!("<table class=\"paper-table{fill}\"><thead><tr>"));
        for column in &table.columns {
            self.raw(&format!("<th scope=\"col\" class=\"{}\">", class(column.align)));
            self.text(&column.heading);
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        table.rows.iter().for_each(|row| self.row(table, row));
        self.raw("</tbody>");
        if let Some(total) = &table.total {
            self.raw("<tfoot>");
            self.row(table, total);
            self.raw("</tfoot>");
        }
        self.raw("</table>");
    }

    fn row(&mut self, table: &Table, row: &[String]) {
        self.raw("<tr>");
        for (column, cell) in table.columns.iter().zip(row.iter().map(String::as_str).chain(std::iter::repeat(""))) {
            self.element("td", class(column.align), cell);
        }
        self.raw("</tr>");
    }

    fn bars(&mut self, bars: &[Bar]) {
        self.raw("<dl class=\"paper-bars\">");
        for bar in bars {
            let pale = if bar.pale { " paper-bar-pale" } else { "" };
            self.raw("<div>");
            self.element("dt", "paper-bar-label", &bar.label);
            self.raw(&format!(
                "<dd class=\"paper-bar{pale}\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" \
                 aria-hidden=\"true\"><rect width=\"{:.1}\" height=\"10\"/></svg>",
                bar.part() * 100.0
            ));
            self.element("span", "paper-bar-text", &bar.text);
            self.raw("</dd></div>");
        }
        self.raw("</dl>");
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        self.raw("<dl class=\"paper-facts\">");
        for (label, value) in facts {
            self.raw("<div>");
            self.element("dt", "paper-fact-label", label);
            self.element("dd", "paper-fact-value", value);
            self.raw("</div>");
        }
        self.raw("</dl>");
    }

    fn slips(&mut self, slips: &[Slip]) {
        self.raw("<div class=\"paper-slips\">");
        for slip in slips {
            self.raw("<section class=\"paper-slip\">");
            self.element("h3", "paper-slip-title", &slip.title);
            slip.lines.iter().for_each(|line| self.element("p", "paper-slip-line", line));
            if !slip.choices.is_empty() {
                self.raw("<ul class=\"paper-choices\">");
                slip.choices.iter().for_each(|choice| self.element("li", "paper-choice", choice));
                self.raw("</ul>");
            }
            self.qr(slip);
            self.raw("</section>");
        }
        self.raw("</div>");
    }

    /// A text that no QR code can hold is shown as it is: it can still be typed.
    fn qr(&mut self, slip: &Slip) {
        let Some(text) = &slip.qr else { return };
        self.raw("<figure class=\"paper-qr\">");
        match qr_svg(text) {
            Ok(svg) => self.raw(&svg),
            Err(_) => self.element("p", "paper-qr-text", text),
        }
        self.element_if("figcaption", "paper-code", &slip.code);
        self.raw("</figure>");
    }

    fn sign_off(&mut self, lines: &[String]) {
        self.raw("<div class=\"paper-sign-off\">");
        lines.iter().for_each(|line| self.element("p", "paper-sign-off-line", line));
        self.raw("</div>");
    }

    fn element_if(&mut self, name: &str, class: &str, text: &str) {
        if !text.is_empty() {
            self.element(name, class, text);
        }
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        self.raw(&format!("<{name} class=\"{class}\">"));
        self.text(text);
        self.raw(&format!("</{name}>"));
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                '\n' => self.raw("<br>"),
                other => self.0.push(other),
            }
        }
    }

    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "paper-left",
        Align::Center => "paper-center",
        Align::Right => "paper-right",
    }
}

//! The page that is given when no font for Chinese is installed. Helvetica is one of the fonts
//! that every PDF reader has, so that nothing need be embedded to say what is lacking.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 54.0;
const LINE: f32 = 18.0;
const CHARACTERS_A_LINE: usize = 80;

/// One A4 page with an English text of ASCII characters.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let (catalog, pages, page, font, content) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
    let name = Name(b"F1");
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(pages).contents(content);
    sheet.resources().fonts().pair(name, font);
    sheet.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    let mut ink = Content::new();
    ink.begin_text().set_font(name, 12.0).set_leading(LINE).next_line(MARGIN, HEIGHT - 2.0 * MARGIN);
    for line in lines(text) {
        ink.show(Str(line.as_bytes())).next_line_using_leading();
    }
    ink.end_text();
    pdf.stream(content, &ink.finish());
    pdf.finish()
}

fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < CHARACTERS_A_LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

//! Sheets written as lines of text, so that a test shows the workbook as a person sees it.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// One sheet. In a cell, `^` goes on with the merged cell above and `<` with the one to the left,
/// `#85.5` is a number, `@1985-07-01` a date of the workbook and `~1985-07-01` one that shows only
/// its month. Everything else is text as it stands.
#[derive(Clone, Default)]
pub struct Grid {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    pub fn named(name: &str) -> Self {
        Grid { name: name.into(), ..Grid::default() }
    }

    /// One or more lines of cells parted by `|`.
    pub fn lines(mut self, lines: &str) -> Self {
        self.rows.extend(lines.lines().map(|line| line.split('|').map(|cell| cell.replace("\\n", "\n")).collect()));
        self
    }

    pub fn row(&mut self, cells: &[&str]) {
        self.rows.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
    }

    fn at(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
    }

    /// How far the merged cell that begins here goes.
    pub fn extent(&self, row: usize, column: usize) -> (usize, usize) {
        let wide = (column + 1..).take_while(|&at| self.at(row, at) == "<").count();
        let high = (row + 1..).take_while(|&at| self.at(at, column) == "^").count();
        (row + high, column + wide)
    }
}

pub fn xlsx(grids: &[Grid]) -> Vec<u8> {
    let mut book = Workbook::new();
    for grid in grids {
        let sheet = book.add_worksheet();
        sheet.set_name(&grid.name).expect("a name");
        if grid.hidden {
            sheet.set_hidden(true);
        }
        for (row, cells) in grid.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                put(sheet, grid, row, column, cell);
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn put(sheet: &mut Worksheet, grid: &Grid, row: usize, column: usize, cell: &str) {
    if matches!(cell, "" | "^" | "<") {
        return;
    }
    let (last_row, last_column) = grid.extent(row, column);
    let (at, to) = ((row as u32, column as u16), (last_row as u32, last_column as u16));
    if at != to {
        sheet.merge_range(at.0, at.1, to.0, to.1, "", &Format::new()).expect("a merge");
    }
    let date = |shape: &str, text: &str| {
        let parts: Vec<u16> = text.split('-').map(|part| part.parse().expect("a number")).collect();
        let day = ExcelDateTime::from_ymd(parts[0], parts[1] as u8, parts[2] as u8).expect("a day");
        (day, Format::new().set_num_format(shape))
    };
    match sign(cell) {
        ("#", number) => {
            sheet.write_number(at.0, at.1, number.parse::<f64>().expect("a number")).expect("a cell");
        }
        ("@", text) => {
            let (day, format) = date("yyyy/m/d", text);
            sheet.write_datetime_with_format(at.0, at.1, day, &format).expect("a cell");
        }
        ("~", text) => {
            let (day, format) = date("yyyy\".\"mm", text);
            sheet.write_datetime_with_format(at.0, at.1, day, &format).expect("a cell");
        }
        _ => {
            sheet.write_string(at.0, at.1, cell).expect("a cell");
        }
    }
}

/// The sign before a number or date, and the rest.
fn sign(cell: &str) -> (&str, &str) {
    let end = cell.chars().next().map_or(0, char::len_utf8);
    cell.split_at(end)
}

/// The sheet as text. Cells that hold the sign or a line break are quoted.
pub fn text(grid: &Grid, sign: u8, end: &str) -> String {
    let terminator = if end == "\r\n" { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut out = csv::WriterBuilder::new().delimiter(sign).flexible(true).terminator(terminator).from_writer(Vec::new());
    for row in &grid.rows {
        let plain = row.iter().map(|cell| match cell.as_str() {
            "^" | "<" => "",
            cell => cell.trim_start_matches(['#', '@', '~']),
        });
        out.write_record(plain).expect("a line");
    }
    String::from_utf8(out.into_inner().expect("bytes")).expect("text")
}

/// The sheet as an OpenDocument file, with spans and repeated cells as LibreOffice writes them.
pub fn ods(grids: &[Grid]) -> Vec<u8> {
    let mut tables = String::new();
    for grid in grids {
        tables.push_str(&format!("<table:table table:name=\"{}\">", grid.name));
        for (row, cells) in grid.rows.iter().enumerate() {
            tables.push_str("<table:table-row>");
            for column in 0..cells.len() {
                tables.push_str(&ods_cell(grid, row, column));
            }
            tables.push_str("<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>");
        }
        tables.push_str("<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>");
    }
    let spaces = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
    let content = format!(
        "<office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

fn ods_cell(grid: &Grid, row: usize, column: usize) -> String {
    let (last_row, last_column) = grid.extent(row, column);
    let spans =
        format!("table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"", last_row - row + 1, last_column - column + 1);
    let text = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").split('\n').map(|line| format!("<text:p>{line}</text:p>")).collect::<String>()
    };
    match grid.at(row, column) {
        "" => "<table:table-cell/>".into(),
        "^" | "<" => "<table:covered-table-cell/>".into(),
        cell => match sign(cell) {
            ("#", number) => format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{number}\" {spans}>{}</table:table-cell>",
                text(number)
            ),
            ("@" | "~", date) => format!(
                "<table:table-cell office:value-type=\"date\" office:date-value=\"{date}\" {spans}>{}</table:table-cell>",
                text(date)
            ),
            _ => format!("<table:table-cell office:value-type=\"string\" {spans}>{}</table:table-cell>", text(cell)),
        },
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("content");
    }
    zip.finish().expect("a zip").into_inner()
}

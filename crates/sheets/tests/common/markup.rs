//! Sheets as web pages and as the XML of Excel 2003, both of which come named .xls.

use super::grid::Grid;

/// How a web system writes its page.
#[derive(Clone, Copy, Default)]
pub struct Page {
    pub doctype: bool,
    /// Capital tags, attributes without quotes, no closing tags, &nbsp; in empty cells.
    pub untidy: bool,
}

pub fn html(grid: &Grid, page: &Page) -> String {
    let mut rows = String::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        rows.push_str(if page.untidy { "<TR>\n" } else { "<tr>" });
        for (column, cell) in cells.iter().enumerate() {
            let (last_row, last_column) = grid.extent(row, column);
            let text = escaped(cell.trim_start_matches(['#', '@', '~']));
            match cell.as_str() {
                "^" | "<" => {}
                _ if page.untidy => {
                    let spans = format!(" ROWSPAN={} COLSPAN={}", last_row - row + 1, last_column - column + 1);
                    rows.push_str(&format!("<TD ALIGN=center{spans}>{}\n", if text.is_empty() { "&nbsp;" } else { &text }));
                }
                _ => {
                    let spans = format!(" rowspan=\"{}\" colspan='{}'", last_row - row + 1, last_column - column + 1);
                    rows.push_str(&format!(
                        "<td style=\"mso-number-format:'\\@'; width: 80px\"{spans}><span>{}</span></td>",
                        text.replace('\n', "<br/>")
                    ));
                }
            }
        }
        rows.push_str(if page.untidy { "" } else { "</tr>\n" });
    }
    if page.untidy {
        return format!("<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; charset=gb2312\">\n<TABLE BORDER=1>{rows}</TABLE>");
    }
    let doctype = if page.doctype { "<!DOCTYPE html>" } else { "" };
    format!(
        "{doctype}<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"utf-8\"><title>导出</title><style>td {{ color: #000 }} /* <td>1</td> */</style><script>if (1 < 2) {{ document.write('<td>no</td>'); }}</script></head><body>\n<!-- <table><tr><td>no</td></tr></table> --><table border=\"1\"><thead></thead><tbody>{rows}</tbody></table></body></html>"
    )
}

pub fn spreadsheet_xml(grids: &[Grid]) -> String {
    let mut sheets = String::new();
    for grid in grids {
        let mut rows = String::new();
        for (row, cells) in grid.rows.iter().enumerate() {
            rows.push_str(&format!("<Row ss:Index=\"{}\">", row + 1));
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !matches!(cell.as_str(), "" | "^" | "<")) {
                let (last_row, last_column) = grid.extent(row, column);
                let (kind, value) = match (cell.get(..1).unwrap_or_default(), cell.get(1..)) {
                    ("#", Some(number)) => ("Number", number.to_owned()),
                    ("@", Some(day)) => ("DateTime", format!("{day}T00:00:00.000")),
                    _ => ("String", escaped(cell)),
                };
                rows.push_str(&format!(
                    "<Cell ss:Index=\"{}\" ss:MergeDown=\"{}\" ss:MergeAcross=\"{}\"><Data ss:Type=\"{kind}\">{value}</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>",
                    column + 1,
                    last_row - row,
                    last_column - column
                ));
            }
            rows.push_str("</Row>");
        }
        let visible = if grid.hidden { "<Visible>SheetHidden</Visible>" } else { "" };
        sheets.push_str(&format!("<Worksheet ss:Name=\"{}\"><Table ss:ExpandedColumnCount=\"9\">{rows}</Table><WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\">{visible}</WorksheetOptions></Worksheet>", grid.name));
    }
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{sheets}</Workbook>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

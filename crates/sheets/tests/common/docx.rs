//! Small docx files, made by hand.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// A docx with this body and this footer.
pub fn docx(body: &str, footer: &str) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"";
    let parts = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>".to_owned()),
        ("word/document.xml", format!("<?xml version=\"1.0\"?><w:document {space}><w:body>{body}<w:sectPr/></w:body></w:document>")),
        ("word/footer1.xml", format!("<w:ftr {space}>{footer}</w:ftr>")),
        ("word/styles.xml", format!("<w:styles {space}/>")),
    ];
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        out.start_file(name, SimpleFileOptions::default()).expect("a part");
        out.write_all(xml.as_bytes()).expect("bytes");
    }
    out.finish().expect("a zip").into_inner()
}

pub fn paragraph(text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    )
}

/// A cell over so many columns; an empty text is an empty paragraph.
pub fn cell(text: &str, columns: u32, merge: Option<&str>) -> String {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    let merge =
        merge.map_or(String::new(), |merge| if merge.is_empty() { "<w:vMerge/>".into() } else { format!("<w:vMerge w:val=\"{merge}\"/>") });
    let inside = if text.is_empty() {
        "<w:p w14:paraId=\"0A\" w14:textId=\"77\"><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:p>".to_owned()
    } else {
        paragraph(text)
    };
    format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inside}</w:tc>")
}

pub fn row(cells: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text, 1, None)).collect::<String>())
}

pub fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}

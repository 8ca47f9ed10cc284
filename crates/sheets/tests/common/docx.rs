//! Small docx files, made by hand.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A docx with this body and this footer.
pub fn docx(body: &str, footer: &str) -> Vec<u8> {
    let space = format!("xmlns:w=\"{WORDS}\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" xmlns:r=\"{OFFICE}\"");
    let kinds = ["document", "footer1", "styles"].map(|name| {
        let kind = if name == "document" { "document.main" } else { name.trim_end_matches('1') };
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{TYPE}.{kind}+xml\"/>")
    });
    let rels = "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>";
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    let relations = |inside: String| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let section = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId1\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
                   <w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/></w:sectPr>";
    let inner = relation("rId1", "footer", "footer1.xml") + &relation("rId2", "styles", "styles.xml");
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{PACKAGE}/content-types\">{rels}{}</Types>", kinds.concat())),
        ("_rels/.rels", relations(relation("rId1", "officeDocument", "word/document.xml"))),
        ("word/document.xml", format!("<?xml version=\"1.0\"?><w:document {space}><w:body>{body}{section}</w:body></w:document>")),
        ("word/_rels/document.xml.rels", relations(inner)),
        ("word/footer1.xml", format!("<w:ftr {space}>{}</w:ftr>", if footer.is_empty() { "<w:p/>" } else { footer })),
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

const LINES: &str = "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/>\
                     <w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/></w:tblBorders>";

pub fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr>{LINES}</w:tblPr><w:tblGrid/>{}</w:tbl>", rows.concat())
}

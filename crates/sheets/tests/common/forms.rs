//! Blank forms as other places draw them: other words, other layouts, and the things superiors put
//! into them: drop-down lists, charts, pictures, formulas, hidden sheets.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format, FormatAlign, FormatBorder,
    FormatDiagonalBorder, Formula, Image, Note, Table, TableColumn, Workbook, Worksheet, XlsxError,
};

pub type Made = Result<Vec<u8>, XlsxError>;

/// A picture of one point.
const POINT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f,
    0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99,
    0x3d, 0x1d, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

pub struct Look {
    pub title: Format,
    pub head: Format,
    pub cell: Format,
    pub date: Format,
    pub last: Format,
}

pub fn look() -> Look {
    let cell = Format::new().set_border(FormatBorder::Thin);
    Look {
        title: Format::new().set_bold().set_font_size(18).set_align(FormatAlign::Center),
        head: cell.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
        date: cell.clone().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
        last: cell.clone().set_border_bottom(FormatBorder::Double),
        cell,
    }
}

fn saved(book: &mut Workbook) -> Made {
    book.save_to_buffer()
}

fn blank_rows(
    sheet: &mut Worksheet,
    rows: std::ops::RangeInclusive<u32>,
    columns: std::ops::RangeInclusive<u16>,
    cell: &Format,
) -> Result<(), XlsxError> {
    for row in rows {
        for column in columns.clone() {
            sheet.write_blank(row, column, cell)?;
        }
    }
    Ok(())
}

/// A register of helpers: grouped header, six empty rows, totals, and everything that can point to
/// them: chart, formats, drop-down lists, print area, another sheet, a defined name, a picture.
pub fn register() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("登记 册")?;
    sheet.merge_range(0, 0, 0, 6, "银龄志愿者登记册", &look.title)?;
    sheet.write(1, 0, "报送单位（盖章）：                    报送日期：    年   月   日")?;
    for (column, name) in [(0, "序号"), (1, "姓 名"), (6, "备注")] {
        sheet.merge_range(2, column, 3, column, name, &look.head)?;
    }
    sheet.merge_range(2, 2, 2, 3, "个人情况", &look.head)?;
    sheet.merge_range(2, 4, 2, 5, "服务情况", &look.head)?;
    for (column, name) in [(2, "性别"), (3, "出生年月"), (4, "服务时长\n（小时）"), (5, "折合积分")] {
        sheet.write_with_format(3, column, name, &look.head)?;
    }
    for row in 4..10 {
        let cell = if row == 9 { &look.last } else { &look.cell };
        blank_rows(sheet, row..=row, 0..=6, cell)?;
        sheet.write_blank(row, 3, &look.date)?;
        sheet.write_formula_with_format(row, 5, format!("E{0}*2+$H$1*0", row + 1).as_str(), cell)?;
        sheet.set_row_height(row, 24)?;
    }
    sheet.merge_range(10, 0, 10, 3, "合计", &look.head)?;
    sheet.write_formula_with_format(10, 4, "SUM(E5:E10)", &look.cell)?;
    sheet.write_formula_with_format(10, 5, "SUM(F5:F10)/E11", &look.cell)?;
    sheet.write_blank(10, 6, &look.cell)?;
    sheet.write(11, 0, "注：本表一式两份，由社区和街道各存一份。")?;
    let bold = Format::new().set_bold();
    sheet.write_rich_string(12, 0, &[(&bold, "填表人："), (&Format::default(), "          "), (&bold, "联系电话：")])?;
    sheet.add_data_validation(4, 2, 9, 2, &DataValidation::new().allow_list_strings(&["男", "女"])?)?;
    sheet.add_data_validation(
        4,
        6,
        9,
        6,
        &DataValidation::new().allow_list_formula(Formula::new("=字典!$A$1:$A$3")).set_input_message("选一项")?,
    )?;
    sheet.add_conditional_format(
        4,
        4,
        9,
        4,
        &ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::GreaterThan(Formula::new("$E$11")))
            .set_format(Format::new().set_bold()),
    )?;
    sheet.set_column_width(3, 16)?;
    sheet.set_freeze_panes(4, 2)?;
    sheet.set_print_area(0, 0, 12, 6)?;
    sheet.set_repeat_rows(2, 3)?;
    sheet.insert_image(14, 1, &Image::new_from_buffer(POINT)?)?;
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_categories("'登记 册'!$B$5:$B$10").set_values("'登记 册'!$E$5:$E$10");
    sheet.insert_chart(16, 0, &chart)?;
    sheet.insert_note(10, 6, &Note::new("合计由公式算出"))?;
    let other = book.add_worksheet().set_name("汇总")?;
    other.write_formula(0, 0, "SUM('登记 册'!E5:E10)+'登记 册'!$E$11")?;
    let untouched = book.add_worksheet().set_name("说明")?;
    untouched.write(0, 0, "填表说明：按季度报送。")?;
    let words = book.add_worksheet().set_name("字典")?;
    words.set_hidden(true);
    for (row, word) in ["骨干", "普通", "暂停"].into_iter().enumerate() {
        words.write(row as u32, 0, word)?;
    }
    book.define_name("时长", "='登记 册'!$E$5:$E$10")?;
    saved(&mut book)
}

/// Units printed by the sender, with subtotals between them; only their empty cells are asked.
pub fn units() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 4, "片区党组织换届情况汇总表", &look.title)?;
    for (column, name) in ["片区", "党组织名称", "应换届数", "已换届数", "完成时间"].into_iter().enumerate() {
        sheet.write_with_format(1, column as u16, name, &look.head)?;
    }
    for (row, column) in [(2u32, 1u16), (3, 1), (5, 1), (6, 1)] {
        sheet.write_with_format(row, column, format!("第{}党支部", row), &look.cell)?;
        blank_rows(sheet, row..=row, 2..=3, &look.cell)?;
        sheet.write_blank(row, 4, &look.date)?;
    }
    sheet.merge_range(2, 0, 3, 0, "东片", &look.cell)?;
    sheet.merge_range(5, 0, 6, 0, "西片", &look.cell)?;
    for (row, name, from) in [(4u32, "小计", 3), (7, "小计", 6)] {
        sheet.merge_range(row, 0, row, 1, name, &look.head)?;
        for (column, letter) in [(2u16, 'C'), (3, 'D')] {
            sheet.write_formula_with_format(row, column, format!("SUM({letter}{from}:{letter}{})", from + 1).as_str(), &look.cell)?;
        }
        sheet.write_blank(row, 4, &look.cell)?;
    }
    sheet.merge_range(8, 0, 8, 1, "总 计", &look.head)?;
    blank_rows(sheet, 8..=8, 2..=4, &look.cell)?;
    sheet.write(9, 0, "审核人：          填报人：")?;
    saved(&mut book)
}

/// A card with a section at its side, a photo, a family list and an opinion.
pub fn card() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("登记表")?;
    sheet.merge_range(0, 0, 0, 6, "入户走访对象登记表", &look.title)?;
    let pairs = [
        (1, [(0, "姓名"), (2, "性别"), (4, "出生日期")]),
        (2, [(0, "身份证号码"), (2, "文化程度"), (4, "是否独居")]),
        (3, [(0, "家庭住址"), (2, "联系电话"), (4, "入户日期")]),
    ];
    for (row, labels) in pairs {
        for (column, name) in labels {
            sheet.write_with_format(row, column, name, &look.head)?;
            sheet.write_blank(row, column + 1, if name.ends_with("日期") { &look.date } else { &look.cell })?;
        }
    }
    sheet.merge_range(1, 6, 3, 6, "照片", &look.cell)?;
    sheet.insert_image(1, 6, &Image::new_from_buffer(POINT)?)?;
    sheet.merge_range(4, 0, 7, 0, "家庭主要成员", &look.head)?;
    for (column, name) in ["称谓", "姓名", "年龄", "工作单位"].into_iter().enumerate() {
        sheet.write_with_format(4, column as u16 + 1, name, &look.head)?;
    }
    sheet.merge_range(4, 5, 4, 6, "联系电话", &look.head)?;
    for row in 5..8 {
        blank_rows(sheet, row..=row, 1..=4, &look.cell)?;
        sheet.merge_range(row, 5, row, 6, "", &look.cell)?;
    }
    sheet.write_with_format(8, 0, "社区意见", &look.head)?;
    sheet.merge_range(8, 1, 8, 6, "", &look.cell)?;
    sheet.write(9, 0, "是否同意：□同意 □不同意        经办人：")?;
    let boxes = DataValidation::new().allow_list_strings(&["是", "否"])?;
    sheet.add_data_validation(2, 5, 2, 5, &boxes)?;
    saved(&mut book)
}

/// Two lists under each other, each with a title of its own, the second with one empty row.
pub fn two_lists() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "党员进出情况月报", &look.title)?;
    sheet.write(1, 0, "一、本月转入党员")?;
    for (column, name) in ["姓名", "转入时间", "原支部", "电话"].into_iter().enumerate() {
        sheet.write_with_format(2, column as u16, name, &look.head)?;
    }
    blank_rows(sheet, 3..=5, 0..=3, &look.cell)?;
    sheet.write(7, 0, "二、本月转出党员")?;
    for (column, name) in ["姓名", "转出时间", "去向", "电话"].into_iter().enumerate() {
        sheet.write_with_format(8, column as u16, name, &look.head)?;
    }
    blank_rows(sheet, 9..=9, 0..=3, &look.cell)?;
    sheet.write_formula_with_format(10, 3, "COUNTA(D10:D10)+COUNTA(D4:D6)", &look.cell)?;
    sheet.add_data_validation(9, 2, 9, 2, &DataValidation::new().allow_list_strings(&["省内", "省外"])?)?;
    sheet.write(11, 0, "书记签字：")?;
    saved(&mut book)
}

/// Each person takes two rows; columns are numbered under the header; the last rows are crossed out.
pub fn two_lines() -> Made {
    let look = look();
    let crossed = look.cell.clone().set_border_diagonal(FormatBorder::Thin).set_border_diagonal_type(FormatDiagonalBorder::BorderUp);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 4, "结对帮扶台账", &look.title)?;
    for (column, name) in ["编号", "姓名", "联系电话", "帮扶措施", "结对人"].into_iter().enumerate() {
        sheet.write_with_format(1, column as u16, name, &look.head)?;
        sheet.write_with_format(2, column as u16, format!("({})", column + 1), &look.head)?;
    }
    for row in [3u32, 5, 7] {
        for column in [0u16, 1, 2, 4] {
            sheet.merge_range(row, column, row + 1, column, "", &look.cell)?;
        }
        blank_rows(sheet, row..=row + 1, 3..=3, &look.cell)?;
    }
    sheet.merge_range(9, 0, 10, 4, "", &crossed)?;
    sheet.write(11, 0, "以下空白")?;
    saved(&mut book)
}

/// A header and nothing below it: no lines, no rows.
pub fn header_only() -> Made {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("导入模板")?;
    for (column, name) in ["姓名", "性别", "证件号码", "手机", "入党时间"].into_iter().enumerate() {
        sheet.write(0, column as u16, name)?;
    }
    saved(&mut book)
}

/// Indicators printed down the side, formulas among them, a table object beside an example row.
pub fn indicators() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("指标")?;
    sheet.merge_range(0, 0, 0, 3, "党员队伍情况统计表", &look.title)?;
    for (column, name) in ["项 目", "上年末", "本年末", "增减"].into_iter().enumerate() {
        sheet.write_with_format(1, column as u16, name, &look.head)?;
    }
    for (at, name) in ["党员总数", "其中：女党员", "60岁以上党员"].into_iter().enumerate() {
        let row = at as u32 + 2;
        sheet.write_with_format(row, 0, name, &look.cell)?;
        blank_rows(sheet, row..=row, 1..=2, &look.cell)?;
        sheet.write_formula_with_format(row, 3, format!("C{0}-B{0}", row + 1).as_str(), &look.cell)?;
    }
    sheet.write(6, 0, "截至{{截止日期}}，{{单位}}共有党员{{党员数}}名。")?;
    saved(&mut book)
}

/// A table object with a filter, an example row, and rows below it.
pub fn table_object() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("A&B")?;
    sheet.write(0, 0, "阵地设施清单")?;
    let names = ["场地名称", "地址", "面积", "联系人"];
    let columns: Vec<TableColumn> = names.iter().map(|name| TableColumn::new().set_header(*name)).collect();
    sheet.add_table(1, 0, 6, 3, &Table::new().set_columns(&columns))?;
    for (column, name) in ["例：党群服务中心", "三里村1号", "100", "王芳"].into_iter().enumerate() {
        sheet.write_with_format(2, column as u16, name, &look.cell)?;
    }
    blank_rows(sheet, 3..=6, 0..=3, &look.cell)?;
    sheet.write(8, 0, "合计面积")?;
    sheet.write_formula(8, 2, "SUM(C4:C7)+SUM('A&B'!C4:C7)")?;
    saved(&mut book)
}

/// Two lists side by side, a free column between them.
pub fn side_by_side() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "值班安排")?;
    for (column, name) in [(0, "姓名"), (1, "电话"), (3, "姓名"), (4, "电话")] {
        sheet.write_with_format(1, column, name, &look.head)?;
        for row in 2..5 {
            sheet.write_blank(row, column, &look.cell)?;
        }
    }
    sheet.write(5, 0, "负责人：")?;
    saved(&mut book)
}

/// A sheet to sign: the same columns again at the right, numbered on; sentences with room in them.
pub fn sign_in() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "党员大会签到表（    年    月）", &look.title)?;
    sheet.write(1, 0, "会议时间：____年____月____日   地点：____________   记录人签字：            年   月   日")?;
    for (column, name) in ["序号", "姓名", "签名", "序号", "姓名", "签名"].into_iter().enumerate() {
        sheet.write_with_format(2, column as u16, name, &look.head)?;
    }
    for row in 3..6u32 {
        blank_rows(sheet, row..=row, 0..=5, &look.cell)?;
        sheet.write_with_format(row, 0, row - 2, &look.cell)?;
        sheet.write_with_format(row, 3, row + 1, &look.cell)?;
    }
    sheet.write(6, 0, "应到____人，实到____人。")?;
    saved(&mut book)
}

/// Totals above the body, then an example, then the rows; a section of one header row and one
/// empty row beside its label.
pub fn totals_above() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["序号", "姓名", "困难类型", "慰问金额"].into_iter().enumerate() {
        sheet.write_with_format(0, column as u16, name, &look.head)?;
    }
    sheet.merge_range(1, 0, 1, 2, "合  计", &look.head)?;
    sheet.write_formula_with_format(1, 3, "SUM(D4:D6)", &look.cell)?;
    for (column, text) in ["示例", "张三", "因病", "1000"].into_iter().enumerate() {
        sheet.write_with_format(2, column as u16, text, &look.cell)?;
    }
    blank_rows(sheet, 3..=5, 0..=3, &look.cell)?;
    sheet.merge_range(7, 0, 8, 0, "经办情况", &look.head)?;
    for (column, name) in ["经办人", "日期", "金额"].into_iter().enumerate() {
        sheet.write_with_format(7, column as u16 + 1, name, &look.head)?;
    }
    blank_rows(sheet, 8..=8, 1..=3, &look.cell)?;
    saved(&mut book)
}

/// Two groups of empty rows, each with its subtotal, and a total of both.
pub fn groups() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["姓名", "党费基数", "应交党费"].into_iter().enumerate() {
        sheet.write_with_format(0, column as u16, name, &look.head)?;
    }
    for first in [1u32, 5] {
        blank_rows(sheet, first..=first + 2, 0..=2, &look.cell)?;
        sheet.write_with_format(first + 3, 0, "小计", &look.head)?;
        sheet.write_blank(first + 3, 1, &look.cell)?;
        sheet.write_formula_with_format(first + 3, 2, format!("SUM(C{}:C{})", first + 1, first + 3).as_str(), &look.cell)?;
    }
    sheet.write_with_format(9, 0, "合计", &look.head)?;
    sheet.write_blank(9, 1, &look.cell)?;
    sheet.write_formula_with_format(9, 2, "C5+C9", &look.cell)?;
    saved(&mut book)
}

/// A header, and the signatures right below it.
pub fn no_rows() -> Made {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["姓名", "性别", "联系电话"].into_iter().enumerate() {
        sheet.write(0, column as u16, name)?;
    }
    sheet.write(1, 0, "填表人：")?;
    saved(&mut book)
}

/// Cards and lists with one digit a box.
pub fn digit_boxes() -> Made {
    let look = look();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 29, "党员信息登记卡", &look.title)?;
    for (row, name, boxes) in [(1u32, "姓名", 1u16), (2, "身份证号码", 18), (3, "联系电话", 11), (4, "出生日期", 8), (5, "家庭住址", 9)]
    {
        sheet.write_with_format(row, 0, name, &look.head)?;
        blank_rows(sheet, row..=row, 1..=boxes, &look.cell)?;
    }
    let list = book.add_worksheet();
    list.write_with_format(0, 0, "姓名", &look.head)?;
    list.merge_range(0, 1, 0, 18, "身份证号码", &look.head)?;
    list.write_with_format(0, 19, "备注", &look.head)?;
    blank_rows(list, 1..=4, 0..=19, &look.cell)?;
    for page in book.worksheets_mut() {
        for column in 1..19 {
            page.set_column_width(column, 2)?;
        }
    }
    saved(&mut book)
}

/// Eight of them by name.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let forms = [
        ("register", register()),
        ("units", units()),
        ("card", card()),
        ("two_lists", two_lists()),
        ("two_lines", two_lines()),
        ("header_only", header_only()),
        ("indicators", indicators()),
        ("table_object", table_object()),
    ];
    forms.into_iter().map(|(name, made)| (name, made.unwrap_or_else(|fault| panic!("{name}: {fault}")))).collect()
}

/// The parts of a package, unfolded.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("bytes");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// A package of these parts.
pub fn package(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(bytes).expect("bytes");
    }
    out.finish().expect("a zip").into_inner()
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let bytes = parts(bytes).remove(name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes).expect("UTF-8")
}

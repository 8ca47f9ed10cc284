//! Why a file was not taken in, in words the person who dropped it can act on.

use thiserror::Error;

/// Each reason is distinct, because each asks for another next step.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    #[error("The file is empty.")]
    Empty,
    #[error("The file is protected by a password. Remove the password, save it and send it again.")]
    Encrypted,
    #[error("The file is damaged ({0}). Open it in your spreadsheet program, save it under another name and send that.")]
    Broken(String),
    #[error("This is {en}, not a workbook. xlsx, xls, xlsb, ods, csv and tsv can be read.", en = .0.en())]
    WrongType(Looks),
    #[error("The file holds no sheet with anything in it.")]
    NoSheets,
    #[error(
        "\"{part}\" would unfold to {megabytes} MiB or more; the limit is {limit} MiB. Split the workbook or delete what is not needed."
    )]
    TooLarge { part: String, megabytes: u64, limit: u64 },
    #[error("Sheet \"{sheet}\" has more than {limit} filled rows. Split it into several files.")]
    TooManyRows { sheet: String, limit: usize },
    #[error("Sheet \"{sheet}\" has too many filled cells (limit {limit}). Delete what is not part of the table.")]
    TooManyCells { sheet: String, limit: usize },
    #[error("The letters of this text file are in no known encoding. Save it as UTF-8 or as an xlsx workbook.")]
    UnknownEncoding,
}

/// What a file that is no workbook looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    WebPage,
    Pdf,
    Picture,
    WordDocument,
    Presentation,
    Archive,
    Binary,
}

impl Refused {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::Empty => "empty",
            Refused::Encrypted => "encrypted",
            Refused::Broken(_) => "broken",
            Refused::WrongType(_) => "wrong_type",
            Refused::NoSheets => "no_sheets",
            Refused::TooLarge { .. } => "too_large",
            Refused::TooManyRows { .. } => "too_many_rows",
            Refused::TooManyCells { .. } => "too_many_cells",
            Refused::UnknownEncoding => "unknown_encoding",
        }
    }

    pub fn en(&self) -> String {
        self.to_string()
    }

    pub fn zh(&self) -> String {
        match self {
            Refused::Empty => "文件是空的。".into(),
            Refused::Encrypted => "文件设有密码。请去掉密码、保存后再上传。".into(),
            Refused::Broken(_) => "文件已损坏，无法读取。请用表格软件打开后另存一份再上传。".into(),
            Refused::WrongType(looks) => {
                format!("这是{}，不是表格。可以读取 xlsx、xls、xlsb、ods、csv、tsv。{}", looks.zh(), looks.advice_zh())
            }
            Refused::NoSheets => "文件里没有任何有内容的工作表。".into(),
            Refused::TooLarge { part, megabytes, limit } => {
                format!("“{part}”展开后有 {megabytes} MiB 以上，超过上限 {limit} MiB。请拆分文件或删去不需要的内容。")
            }
            Refused::TooManyRows { sheet, limit } => {
                format!("工作表“{sheet}”的行数超过 {limit} 行。请拆成几个文件。")
            }
            Refused::TooManyCells { sheet, limit } => {
                format!("工作表“{sheet}”的单元格超过 {limit} 个。请删去表格以外的内容。")
            }
            Refused::UnknownEncoding => "无法识别文本的编码。请另存为 UTF-8 文本或 xlsx 后再上传。".into(),
        }
    }
}

impl Looks {
    pub fn zh(self) -> &'static str {
        match self {
            Looks::WebPage => "没有表格的网页",
            Looks::Pdf => "PDF 文件",
            Looks::Picture => "图片",
            Looks::WordDocument => "Word 文档",
            Looks::Presentation => "演示文稿",
            Looks::Archive => "压缩包",
            Looks::Binary => "无法识别的文件",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Looks::WebPage => "a web page without a table",
            Looks::Pdf => "a PDF",
            Looks::Picture => "a picture",
            Looks::WordDocument => "a Word document",
            Looks::Presentation => "a presentation",
            Looks::Archive => "an archive",
            Looks::Binary => "a file of an unknown kind",
        }
    }

    fn advice_zh(self) -> &'static str {
        match self {
            Looks::WebPage => "请在网页里重新导出，或复制表格粘贴过来。",
            Looks::Archive => "请先解压。",
            _ => "",
        }
    }
}

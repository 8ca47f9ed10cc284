//! The rows of an import as a workbook to check by.

use super::{
    Import, View,
    file::File,
    lines::outcome,
    row::{Stored, line_of},
    why::fact_name,
};
use kernel::{Cx, Download, Id, Path, Result, args, say, t};
use sheets::write;

/// The rows with what becomes of each. It names people and nothing hidden.
pub fn check_list(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Download> {
    let import: Import = cx.find(id)?;
    let heads = [
        (t("文件", "File"), 34.0),
        (t("工作表", "Sheet"), 8.0),
        (t("行", "Row"), 8.0),
        (t("姓名或名称", "Name"), 26.0),
        (t("结果", "Outcome"), 10.0),
        (t("说明", "Why"), 50.0),
    ];
    let table = write::Table {
        title: t("导入核对表", "Check list of an import").into(),
        note: say!("{} · {}", "{} · {}", import.made_by, &import.made_at[..10]),
        columns: heads.into_iter().map(|(head, width)| write::Column::new(head, width)).collect(),
    };
    let mut lines: Vec<[String; 6]> = vec![];
    for file in File::of(cx, id)?.iter().filter(|f| f.row_count > 0 || !f.problem.is_empty()) {
        lines.extend(
            file.problem().map(|p| [file.name.clone(), String::new(), String::new(), String::new(), t("没有收", "Not taken in").into(), p]),
        );
        cx.each("select * from {import_rows} r where r.file = $1 order by r.sheet, r.line", args![file.id], |row: Stored| {
            lines.push(check_line(file, &row));
            Ok(())
        })?;
    }
    let bytes =
        write::xlsx(&table, lines.into_iter().map(|line| line.map(write::Cell::from))).map_err(|e| kernel::Error::Internal(e.into()))?;
    Ok(Download {
        name: say!("导入核对表.xlsx", "check-list.xlsx"),
        mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
        inline: false,
    })
}

fn check_line(file: &File, row: &Stored) -> [String; 6] {
    let why = match row.why() {
        Some(why) => why.sentence(|(_, _, line)| say!("第 {line} 行", "row {line}")),
        None => row.why.split_whitespace().map(fact_name).collect::<Vec<_>>().join(t("、", ", ")),
    };
    let sheet = (row.sheet + 1).to_string();
    [file.name.clone(), sheet, line_of(row.line).to_string(), row.name.clone(), outcome(&row.outcome, row.waits()).0.into(), why]
}

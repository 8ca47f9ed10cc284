//! Shows what a blank form asks: `cargo run -p sheets --example ask FILE…`.

use sheets::Dictionary;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml");
    let words = Dictionary::parse(&std::fs::read_to_string(rules)?)?;
    for path in std::env::args().skip(1) {
        let form = match sheets::form::read(&path, &std::fs::read(&path)?, &words) {
            Ok(form) => form,
            Err(refused) => {
                println!("{path}: {refused}");
                continue;
            }
        };
        println!("{path}: {:?} {}", form.format, form.title.as_deref().unwrap_or("-"));
        for table in &form.tables {
            let title = table.title.as_deref().unwrap_or("-");
            println!(
                "  list {title}, {:?} a row, header {:?}, serial {:?}, {:?}, card {:?}",
                table.row_of, table.header, table.serial, table.free, table.card
            );
            for column in &table.columns {
                println!(
                    "    {} {} = {} {}",
                    sheets::column_name(column.column),
                    column.path.join(" / "),
                    column.meaning.code(),
                    column.options.join("|")
                );
            }
            for given in &table.given {
                println!("    given {} {:?} asks {:?}", given.row, given.keys, given.empty);
            }
            for totals in &table.totals {
                println!(
                    "    totals {} {} {:?}",
                    totals.row,
                    totals.label,
                    totals.cells.iter().map(|cell| (cell.at.to_string(), cell.formula)).collect::<Vec<_>>()
                );
            }
        }
        for blank in form.all_blanks() {
            let context = blank.context.as_deref().unwrap_or("");
            println!("  {:?} {} {} = {} [{context}] {}", blank.kind, blank.at, blank.label, blank.meaning.code(), blank.options.join("|"));
        }
        for note in &form.notes {
            println!("  note {note}");
        }
    }
    Ok(())
}

//! Shows how files are read: `cargo run -p sheets --example show FILE...`

use sheets::{Dictionary, Field};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml");
    let words = Dictionary::parse(&std::fs::read_to_string(rules)?)?;
    let today = "2026-11-22".parse()?;
    for file in std::env::args().skip(1) {
        let book = match sheets::open(&file, &std::fs::read(&file)?) {
            Ok(book) => book,
            Err(refused) => {
                println!("{file}: {} {}", refused.zh(), refused.en());
                continue;
            }
        };
        for reading in sheets::read(&book, &words) {
            let kind = words.kind_label(reading.kind);
            println!("\n{file} [{}] {} ({})", reading.sheet_name, kind.zh, reading.kind_reason.zh);
            println!("  title {:?}, header {:?}, body {:?}", reading.title, reading.header, reading.body);
            println!("  branch {:?} {:?} ({})", reading.branch.from, reading.branch.name, reading.branch.reason.zh);
            for column in &reading.columns {
                let sure = if column.sure { ' ' } else { '?' };
                let letters = sheets::column_name(column.index);
                println!("  {letters:>3} {sure} {:<16} {} ({})", column.meaning.code(), column.header, column.reason.zh);
            }
            let records: Vec<_> = reading.records(&book, &words, today).collect();
            let troubled = records.iter().filter(|record| !record.troubles.is_empty()).count();
            println!("  {} rows, {troubled} with troubles", records.len());
            for record in records.iter().take(2) {
                let branch = record.text(Field::Branch).unwrap_or_default();
                println!("    row {} of {branch}: {} values, {} extras", record.row, record.values.len(), record.extras.len());
            }
        }
    }
    Ok(())
}

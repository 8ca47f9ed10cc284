//! Invariant 6, read from the migrated SQLite file: every table has a kind, tenant tables have
//! their tenant first in every key, nothing hides in triggers or serials.

use kernel::schema::Kind;
use linli::testing::Town;
use std::collections::BTreeMap;

type Rows = Vec<Vec<String>>;

fn query(town: &Town, sql: &str) -> Rows {
    let sql = sql.to_owned();
    town.house
        .db
        .read_now(move |conn| {
            let mut rows = vec![];
            // A connection that was opened before the migrations learns of them by a statement; a
            // pragma alone would show it the empty file.
            conn.borrow_mut().query("select name from sqlite_master limit 1", &[], &mut |_| Ok(true))?;
            conn.borrow_mut().query(&sql, &[], &mut |row| {
                let mut cells = vec![];
                for n in 0..row.width() {
                    cells.push(match row.cell(n)? {
                        kernel::row::Cell::Null => String::new(),
                        kernel::row::Cell::Int(v) => v.to_string(),
                        kernel::row::Cell::Text(v) => v.to_owned(),
                        other => format!("{other:?}"),
                    });
                }
                rows.push(cells);
                Ok(true)
            })?;
            Ok(rows)
        })
        .expect("a readable schema")
}

fn sqlite() -> Option<Town> {
    let town = Town::empty();
    matches!(town.house.db.place, kernel::Place::Sqlite(_)).then_some(town)
}

#[test]
fn every_table_has_a_kind() {
    let Some(town) = sqlite() else { return };
    let known: BTreeMap<&str, Kind> = town.house.tables().iter().map(|t| (t.name, t.kind)).collect();
    let real: Vec<String> = query(&town, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
        .into_iter()
        .map(|mut r| r.remove(0))
        .collect();
    for table in &real {
        assert!(known.contains_key(table.as_str()), "no module says of which kind the table {table} is");
    }
    for table in known.keys() {
        assert!(real.iter().any(|r| r == table), "{table} is declared and does not exist");
    }
}

#[test]
fn tenant_tables_have_their_tenant_in_every_key() {
    let Some(town) = sqlite() else { return };
    for table in town.house.tables().iter().filter(|t| t.kind == Kind::Tenant) {
        let name = table.name;
        // cid, name, type, notnull, default, place in the primary key
        let columns = query(&town, &format!("pragma table_info({name})"));
        let tenant = columns.iter().find(|c| c[1] == "tenant").unwrap_or_else(|| panic!("{name} has no tenant"));
        assert_eq!(
            (tenant[2].to_lowercase().as_str(), tenant[3].as_str(), tenant[5].as_str()),
            ("bigint", "1", "1"),
            "{name}: tenant bigint not null, first in its key"
        );
        if table.by_path {
            assert!(columns.iter().any(|c| c[1] == "path" && c[3] == "1"), "{name} is seen by path and has none");
        }
        if let Some(person) = table.person {
            assert!(columns.iter().any(|c| c[1] == person), "{name} is about {person} and has no such column");
        }
        for column in &columns {
            assert!(
                ["bigint", "text", "uuid", "blob", "real"].contains(&column[2].to_lowercase().as_str()),
                "{name}.{} is {}: not of the portable types",
                column[1],
                column[2]
            );
        }
        // The primary key was looked at above; a clustered one has no index of its own.
        for index in query(&town, &format!("pragma index_list({name})")).into_iter().filter(|i| i[3] != "pk") {
            let first = query(&town, &format!("pragma index_info({})", index[1]));
            assert_eq!(
                first.first().map(|f| f[2].as_str()),
                Some("tenant"),
                "{name}: the key or index {} does not begin with the tenant",
                index[1]
            );
        }
        let mut references: BTreeMap<String, Rows> = BTreeMap::new();
        for row in query(&town, &format!("pragma foreign_key_list({name})")) {
            references.entry(row[0].clone()).or_default().push(row);
        }
        for rows in references.values() {
            assert!(rows.iter().any(|r| r[3] == "tenant" && r[4] == "tenant"), "{name}: a reference to {} without the tenant", rows[0][2]);
            assert!(rows.iter().all(|r| r[6] == "NO ACTION"), "{name}: no cascades");
        }
    }
}

#[test]
fn nothing_happens_behind_the_statements() {
    let Some(town) = sqlite() else { return };
    assert!(query(&town, "select name from sqlite_master where type in ('trigger', 'view')").is_empty(), "no triggers, no views");
    for row in query(&town, "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%'") {
        let sql = row[1].to_lowercase();
        for word in ["autoincrement", "current_timestamp", "serial", "cascade", "check ("] {
            assert!(!sql.contains(word), "{} says `{word}`", row[0]);
        }
        let keys = ["primary key", "unique (", "foreign key"].iter().map(|k| sql.matches(k).count()).sum::<usize>();
        assert_eq!(sql.matches("constraint ").count(), keys, "{}: every constraint is named", row[0]);
    }
}

//! What is written by tests and committed: docs/derived. `UPDATE=1 cargo test` writes it anew; any
//! other run fails where it is not what the code says.

use linli::{modules, policy, testing::Town};
use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

fn must_be(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/derived").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, text).expect("a writable docs/derived");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "docs/derived/{name} is not what the code says; run the laws with UPDATE=1 and read the difference");
}

#[test]
fn routes() {
    let town = Town::empty();
    let mut out = String::from("method path | permission | answers | summary\n");
    for r in &town.house.routes.table {
        writeln!(out, "{:4} {} | {} | {} | {}", r.method.name(), r.path, r.permission.unwrap_or("public"), r.answer, r.summary)
            .expect("text");
    }
    must_be("routes.txt", &out);
}

#[test]
fn permissions() {
    let mut out = format!("{:22}", "");
    for role in policy::ROLES {
        write!(out, "{role:>10}").expect("text");
    }
    out.push('\n');
    for (permission, roles) in policy::permissions() {
        write!(out, "{permission:22}").expect("text");
        for role in policy::ROLES {
            write!(out, "{:>10}", if roles.contains(&role) { "yes" } else { "-" }).expect("text");
        }
        out.push('\n');
    }
    must_be("permissions.txt", &out);
}

#[test]
fn openapi() {
    let document = serde_json::to_string_pretty(&Town::empty().house.openapi()).expect("JSON");
    must_be("openapi.json", &(document + "\n"));
}

/// Shipped migrations never change: their checksums are kept here.
#[test]
fn migrations() {
    let mut out = String::new();
    for m in modules::MIGRATIONS {
        writeln!(out, "{} {} {}", m.number, m.name, m.checksum()).expect("text");
    }
    must_be("migrations.txt", &out);
}

/// Which module uses which: the list that ARCHITECTURE.md points to.
#[test]
fn modules_used_by_modules() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names: Vec<&str> = modules::MODULES.iter().map(|m| m.name).collect();
    let mut uses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in &names {
        let mut text = String::new();
        told(&src.join(name), &mut text);
        let used = names
            .iter()
            .filter(|other| *other != name && (text.contains(&format!("crate::{other}")) || imported(&text, other)))
            .copied()
            .collect();
        uses.insert(name, used);
    }
    let mut out = String::new();
    for (name, used) in uses {
        writeln!(out, "{name}: {}", used.join(" ")).expect("text");
    }
    must_be("modules.txt", &out);
}

/// All that a module's files say, its tests left out.
fn told(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())).flatten() {
        let path = entry.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with("tests") {
            continue;
        }
        if path.is_dir() {
            told(&path, text);
        } else if path.extension().is_some_and(|e| e == "rs") {
            text.push_str(&fs::read_to_string(path).expect("a readable file"));
        }
    }
}

/// `use crate::{ … other … }`
fn imported(text: &str, other: &str) -> bool {
    text.split("use crate::{").skip(1).filter_map(|rest| rest.split("};").next()).any(|list| {
        list.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .any(|word| word == other || word.starts_with(&format!("{other}::")))
    })
}

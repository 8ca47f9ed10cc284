//! Every user-visible text exists in both languages: in templates Chinese stands only inside
//! `t("…", "…")`, beside its English.

use std::{fs, path::Path};

fn templates(dir: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).expect("a readable folder").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("web") {
            templates(&path, found);
        } else if path.extension().is_some_and(|e| e == "html") {
            found.push(path);
        }
    }
}

fn chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

#[test]
fn chinese_stands_beside_its_english() {
    let mut found = vec![];
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(!found.is_empty());
    for file in found {
        let text = fs::read_to_string(&file).expect("a readable template");
        for (number, line) in text.lines().enumerate() {
            let mut rest = line.to_owned();
            // Each template expression that holds both languages is taken out; what is left is bare.
            while let Some(at) = rest.find("{{").or_else(|| rest.find("{%")) {
                let Some(end) = rest[at..].find("}}").or_else(|| rest[at..].find("%}")) else { break };
                rest.replace_range(at..at + end + 2, "");
            }
            let bare: String = rest.replace("English中文", "").replace("邻</span>", "</span>").chars().filter(|c| chinese(*c)).collect();
            assert!(bare.is_empty(), "{}:{}: `{bare}` has no English", file.display(), number + 1);
        }
    }
}

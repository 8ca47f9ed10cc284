//! What a table is about.

use crate::dictionary::{Dictionary, KindSigns};
use crate::meaning::{Field, Kind, Meaning, Reason};
use crate::reading::Column;

/// A word in title, sheet or file name weighs as much as this many columns.
const WORD: usize = 4;
const ENOUGH: usize = 2;

pub(super) fn decide<'w>(columns: &[Column], context: &[&str; 3], words: &'w Dictionary) -> (Kind, Reason) {
    let has = |field: Field| columns.iter().any(|column| column.meaning == Meaning::Field(field));
    let meetings: Vec<&Column> = columns.iter().filter(|column| column.meaning == Meaning::RollCall).collect();
    if has(Field::Name) && !meetings.is_empty() {
        let count = meetings.len();
        return (Kind::RollCall, Reason::new(format!("姓名和 {count} 次活动的签到"), format!("names and {count} meetings")));
    }
    let months = columns.iter().filter(|column| column.is_month_of_dues()).count();
    if has(Field::Name) && months > 0 {
        return (Kind::Dues, Reason::new(format!("姓名和 {months} 个月的党费"), format!("names and the dues of {months} months")));
    }
    let named = |field: &Field| has(*field) || *field == Field::OrgName && has(Field::Branch) && !has(Field::Name);
    let told = |signs: &'w KindSigns| {
        signs.words.iter().filter(|word| context.iter().any(|text| text.contains(word.as_str()))).max_by_key(|word| word.len())
    };
    // "流动党员台账" is more than a "党员台账", where a column bears it out.
    let bears_out =
        |signs: &&KindSigns| signs.kind != Kind::Roster && signs.kind.is_of_people() && signs.signs.iter().any(|field| has(*field));
    let told_better = words.kinds.iter().filter(bears_out).any(|signs| told(signs).is_some());
    let mut best = (0, Kind::Unknown, Reason::new("看不出是什么表", "nothing says what this is"));
    for signs in words.kinds.iter().filter(|signs| {
        signs.kind != Kind::RollCall && signs.all.iter().all(named) && (signs.any.is_empty() || signs.any.iter().any(named))
    }) {
        let word = told(signs).filter(|_| signs.kind != Kind::Roster || !told_better);
        let found: Vec<String> = dedup(signs.signs.iter().filter(|field| has(**field)).map(|field| words.label(*field).zh));
        let count = signs.signs.iter().filter(|field| has(**field)).count();
        let sum = count + word.map_or(0, |_| WORD);
        if sum > best.0 && sum >= ENOUGH {
            let title_zh = word.map_or(String::new(), |word| format!("“{word}”；"));
            let title_en = word.map_or(String::new(), |word| format!("\"{word}\"; "));
            best = (
                sum,
                signs.kind,
                Reason::new(format!("{title_zh}有{}", found.join("、")), format!("{title_en}{} typical columns", found.len())),
            );
        }
    }
    (best.1, best.2)
}

/// What some words mean in this kind of table only.
pub(super) fn fit(columns: &mut [Column], kind: Kind) {
    let swaps: &[(Field, Field)] = match kind {
        Kind::Organisations => &[
            (Field::Branch, Field::OrgName),
            (Field::Name, Field::Secretary),
            (Field::Employment, Field::OrgType),
            (Field::Home, Field::Estate),
            (Field::OtherPhone, Field::Phone),
        ],
        Kind::Units => &[(Field::OtherPhone, Field::Phone)],
        Kind::Needs => &[(Field::OtherPhone, Field::Phone), (Field::MemberCount, Field::NeedPeople)],
        Kind::Households => &[(Field::MemberCount, Field::People)],
        kind if kind.is_of_people() => &[(Field::OrgName, Field::Branch)],
        _ => &[],
    };
    for (from, to) in swaps {
        let taken = columns.iter().any(|column| column.meaning == Meaning::Field(*to));
        if let Some(column) = columns.iter_mut().find(|column| column.meaning == Meaning::Field(*from)).filter(|_| !taken) {
            column.meaning = Meaning::Field(*to);
        }
    }
}

fn dedup(labels: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    labels.for_each(|label| {
        if !seen.contains(&label) {
            seen.push(label);
        }
    });
    seen
}

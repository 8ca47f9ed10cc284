//! Extra facts: what people's sheets have columns for and the ledger has no place for. All of them
//! stand sealed in the member's row under their own names. Those that tell nothing sensitive stand
//! open beside it too, so that the card shows them and the list finds by them. Which do, the words of
//! rules/extras.toml propose and an officer can decide.

use super::{Member, shown};
use kernel::{Error, Id, Reader, Result, Value, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// Extra facts of one member or organisation, by their names.
pub type Extra = BTreeMap<String, String>;

/// What stands for a hidden value.
pub const MASK: &str = "****";

#[derive(Deserialize)]
struct Words {
    hidden: Vec<String>,
    length_max: usize,
    digits_in_a_row: usize,
}

static WORDS: LazyLock<Words> =
    // The file is part of the binary and read by the tests: it cannot fail later.
    LazyLock::new(|| toml::from_str(include_str!("../../rules/extras.toml")).expect("rules/extras.toml was read by the tests"));

impl Words {
    fn may_be_open(&self, name: &str, value: &str) -> bool {
        let name = name.to_lowercase();
        let mut row = 0;
        let longest = value
            .chars()
            .map(|c| {
                if c.is_numeric() {
                    row += 1;
                    row
                } else {
                    row = 0;
                    0
                }
            })
            .max()
            .unwrap_or(0);
        !self.hidden.iter().any(|word| name.contains(word)) && value.chars().count() <= self.length_max && longest < self.digits_in_a_row
    }
}

/// What was decided about extra facts, and what the words say of the others.
#[derive(Default)]
pub struct Openness(BTreeMap<String, Option<bool>>);

impl Openness {
    pub fn of(cx: &Reader) -> Result<Openness> {
        let known: Vec<(String, Option<i64>)> = cx.all("select name, shown from {extra_facts} e order by e.name", args![])?;
        Ok(Openness(known.into_iter().map(|(name, shown)| (name, shown.map(|s| s == 1))).collect()))
    }

    pub fn is_open(&self, name: &str, value: &str) -> bool {
        self.0.get(name).copied().flatten().unwrap_or_else(|| WORDS.may_be_open(name, value))
    }

    /// Extra facts as they leave without a reason.
    pub fn mask(&self, extra: &mut Extra) {
        extra.iter_mut().filter(|(name, value)| !self.is_open(name, value)).for_each(|(_, value)| MASK.clone_into(value));
    }

    fn open<'e>(&self, extra: &'e Extra) -> impl Iterator<Item = (&'e String, &'e String)> {
        extra.iter().filter(|(name, value)| self.is_open(name, value))
    }
}

/// Puts the extra facts of one member into the index, those of before replaced.
pub fn index(cx: &Writer, member: Id, path: &str, extra: &Extra) -> Result<()> {
    cx.run("delete from {extras} where member = $1", args![member])?;
    let mut gathered = Gathered::new(cx)?;
    gathered.take(member, path, extra);
    gathered.finish(cx)
}

/// Extra facts of many members, put into the index together and in the order of its key.
pub struct Gathered {
    openness: Openness,
    names: BTreeSet<String>,
    rows: Vec<(String, String, String, Id)>,
}

/// Rows of one statement.
const AT_ONCE: usize = 100;

impl Gathered {
    pub fn new(cx: &Reader) -> Result<Gathered> {
        Ok(Gathered { openness: Openness::of(cx)?, names: BTreeSet::new(), rows: vec![] })
    }

    pub fn take(&mut self, member: Id, path: &str, extra: &Extra) {
        for name in extra.keys() {
            if !self.openness.0.contains_key(name) && !self.names.contains(name) {
                self.names.insert(name.clone());
            }
        }
        let open = self.openness.open(extra).map(|(name, value)| (name.clone(), value.clone(), path.to_owned(), member));
        self.rows.extend(open);
    }

    pub fn finish(mut self, cx: &Writer) -> Result<()> {
        know(cx, self.names.iter())?;
        self.rows.sort_unstable();
        for some in self.rows.chunks(AT_ONCE) {
            let places = |n: usize| format!("(${}, ${}, ${}, ${})", 4 * n + 1, 4 * n + 2, 4 * n + 3, 4 * n + 4);
            let places = (0..some.len()).map(places).collect::<Vec<_>>().join(", ");
            let values: Vec<Value> = some
                .iter()
                .flat_map(|(name, value, path, member)| {
                    [name.as_str().into(), value.as_str().into(), path.as_str().into(), (*member).into()]
                })
                .collect();
            cx.run(&format!("insert into {{extras}} (name, value, path, member) values {places}"), &values)?;
        }
        Ok(())
    }
}

/// Writes down that there are facts of these names.
pub fn know<'n>(cx: &Writer, names: impl Iterator<Item = &'n String>) -> Result<()> {
    for name in names {
        cx.run(
            "insert into {extra_facts} (name, shown, decided_at, decided_by) values ($1, null, null, '') on conflict (name) do nothing",
            args![name],
        )?;
    }
    Ok(())
}

/// An extra fact by its name: how it stands, and the open values it has.
#[derive(Serialize, JsonSchema)]
pub struct ExtraFact {
    pub name: String,
    /// Whether it stands open: as somebody decided, or by the words of the rule book.
    pub open: bool,
    pub decided_by: String,
    /// Members who have it openly.
    pub members: i64,
    pub values: Vec<ExtraValue>,
}

#[derive(Serialize, JsonSchema)]
pub struct ExtraValue {
    pub value: String,
    pub members: i64,
}

/// Values of one fact that a page lists, the most frequent first.
const VALUES: usize = 12;

impl ExtraFact {
    /// All that the caller's members have, by name.
    pub fn all(cx: &Reader) -> Result<Vec<ExtraFact>> {
        let known: Vec<(String, Option<i64>, String)> =
            cx.all("select name, shown, decided_by from {extra_facts} e order by e.name", args![])?;
        let counts: Vec<(String, String, i64)> = cx.all(
            "select x.name, x.value, cast(count(*) as bigint) from {extras} x group by x.name, x.value order by x.name, 3 desc, x.value",
            args![],
        )?;
        let fact = |(name, shown, decided_by): (String, Option<i64>, String)| {
            let mine = || counts.iter().filter(|c| c.0 == name);
            ExtraFact {
                open: shown.map_or_else(|| WORDS.may_be_open(&name, ""), |s| s == 1),
                members: mine().map(|c| c.2).sum(),
                values: mine().take(VALUES).map(|c| ExtraValue { value: c.1.clone(), members: c.2 }).collect(),
                name,
                decided_by,
            }
        };
        Ok(known.into_iter().map(fact).collect())
    }

    /// Somebody decides whether facts of this name stand open; the index follows.
    pub fn decide(cx: &Writer, name: &str, open: bool) -> Result<()> {
        cx.run_one(
            "update {extra_facts} set shown = $1, decided_at = $2, decided_by = $3 where name = $4",
            args![i64::from(open), cx.now(), &cx.actor().name, name],
        )?;
        cx.note(Id::NIL, format!("extra fact “{name}” {}", if open { "opened" } else { "hidden" }));
        cx.run("delete from {extras} where name = $1", args![name])?;
        if !open {
            return Ok(());
        }
        let mut gathered = Gathered::new(cx)?;
        cx.each("select m.id, m.path, m.extra from {members} m where m.extra is not null", args![], |row: (Id, String, Vec<u8>)| {
            let (member, path, sealed) = row;
            let text = shown(cx, member, "extra", Some(&sealed), true)?.unwrap_or_default();
            let mut extra: Extra = serde_json::from_str(&text)?;
            extra.retain(|n, _| n == name);
            gathered.take(member, &path, &extra);
            Ok(())
        })?;
        gathered.finish(cx)
    }
}

impl Member {
    /// Adds extra facts, or gives those that stand another value.
    pub fn add_extra(&self, cx: &Writer, new: &Extra) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let mut facts = self.facts(cx)?;
        facts.extra.extend(new.clone());
        self.change(cx, &facts, "entered", None)
    }

    /// Sets one extra fact; an empty value takes it away.
    pub fn set_extra(&self, cx: &Writer, name: &str, value: &str) -> Result<()> {
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() {
            return Err(Error::field("fact", "请写明是什么。", "Say what it is."));
        }
        let mut facts = self.facts(cx)?;
        match value {
            "" => facts.extra.remove(name),
            value => facts.extra.insert(name.into(), value.into()),
        };
        self.change(cx, &facts, "entered", None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_sensitive_is_hidden() {
        for (name, value) in [
            ("银行卡", "中行"),
            ("家庭住址", "三村"),
            ("身体状况", "良好"),
            ("备注", "无"),
            ("QQ", "1"),
            ("特长", "电话 13800000000"),
            ("推荐人", "认识多年的老邻居，住在前面那栋楼里，常来帮忙"),
        ] {
            assert!(!WORDS.may_be_open(name, value), "{name}: {value}");
        }
        for (name, value) in [("服装尺码", "L"), ("是否退役军人", "是"), ("特长", "书法、二胡"), ("入伍年份", "1978")]
        {
            assert!(WORDS.may_be_open(name, value), "{name}: {value}");
        }
    }
}

//! The rules as rows, adopted on a day; the newest that were adopted hold.

use crate::{
    letters::{How, Party},
    orgs::Org,
    rulebook::{self, keys},
    units::Unit,
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matter {
    pub matter: String,
    pub unit: String,
    pub community: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JointRules {
    pub id: Id,
    pub path: String,
    pub org: Id,
    #[schemars(with = "String")]
    pub adopted_on: Date,
    pub adopted_by: String,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    matters: String,
}
impl Noun for JointRules {
    const TABLE: &'static str = "joint_rules";
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    pub id: Id,
    pub unit: Id,
    pub unit_name: String,
    /// Read and agreed; otherwise the words say what.
    pub agreed: bool,
    pub via: How,
    pub words: String,
    #[schemars(with = "String")]
    pub said_on: Date,
    pub made_by: String,
}

/// What a unit says, as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Said {
    /// Whose word a worker writes down.
    pub unit: Option<Id>,
    /// telephone, paper, meeting
    pub via: String,
    pub agreed: bool,
    pub words: String,
}

const PARTS: usize = 3;
const OWN: &str = "the joint rules bind a unit, whichever organisation adopted them, and the answer is its own";

impl Matter {
    /// The rule book's proposal, in the language of whoever looks.
    pub fn proposed(cx: &Reader) -> Result<Vec<Matter>> {
        let all = rulebook::book(cx)?.at(cx.today()).get(keys::JOINT_MATTERS);
        let matter = |m: &keys::JointMatter| Matter {
            matter: t(&m.zh, &m.en).to_owned(),
            unit: t(&m.unit_zh, &m.unit_en).to_owned(),
            community: t(&m.community_zh, &m.community_en).to_owned(),
        };
        Ok(all.iter().map(matter).collect())
    }

    /// A line a row: the matter, what the unit does, what the community does, between bars.
    pub fn typed(text: &str) -> Result<Vec<Matter>> {
        let mut all = vec![];
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let parts: Vec<&str> = line.split(['|', '｜']).map(str::trim).collect();
            if parts.len() != PARTS || parts.iter().any(|p| p.is_empty()) {
                let (zh, en) = (
                    format!("第 {} 行应写成：事项｜单位做什么｜社区做什么。", n + 1),
                    format!("Line {} should be: matter | what the unit does | what the community does.", n + 1),
                );
                return Err(Error::field("matters", zh, en));
            }
            all.push(Matter { matter: parts[0].into(), unit: parts[1].into(), community: parts[2].into() });
        }
        if all.is_empty() { Err(Error::field("matters", "请至少写一条。", "Write a row at least.")) } else { Ok(all) }
    }

    pub fn line(&self) -> String {
        format!("{}｜{}｜{}", self.matter, self.unit, self.community)
    }
}

impl JointRules {
    /// The ones that hold for an organisation: its own newest, or those of the nearest above it.
    pub fn of(cx: &Reader, path: &str) -> Result<Option<JointRules>> {
        let all = cx.beyond_scope("what was adopted above holds below");
        let adopted: Vec<JointRules> = all.all("select * from {joint_rules} j order by j.adopted_on desc, j.id desc", args![])?;
        // Of those at or above the path the nearest; of one organisation the newest stands first.
        Ok(adopted.into_iter().filter(|j| path.starts_with(&j.path)).rev().max_by_key(|j| j.path.len()))
    }

    pub fn adopt(cx: &Writer, org: &Org, matters: &[Matter]) -> Result<Id> {
        let id = cx.new_id();
        cx.run(
            "insert into {joint_rules} (id, path, org, matters, made_at, made_by, adopted_on, adopted_by) values ($1, $2, $3, $4, $5, $6, $7, $6)",
            args![id, &org.path, org.id, serde_json::to_string(matters)?, cx.now(), &cx.actor().name, cx.today()],
        )?;
        cx.note(id, format!("joint rules of {} matters adopted", matters.len()));
        Ok(id)
    }

    pub fn matters(&self) -> Result<Vec<Matter>> {
        Ok(serde_json::from_str(&self.matters)?)
    }

    /// The newest word of each unit, by name.
    pub fn answers(&self, cx: &Reader) -> Result<Vec<Answer>> {
        let mut all: Vec<Answer> = cx.all(
            "select a.id, a.unit, a.unit_name, a.agreed, a.via, a.words, a.said_on, a.made_by from {joint_answers} a where a.rules = $1 order by a.unit_name, a.unit, a.said_on desc, a.id desc",
            args![self.id],
        )?;
        all.dedup_by_key(|a| a.unit);
        Ok(all)
    }

    /// A worker notes what a unit said.
    pub fn note(&self, cx: &Writer, said: &Said) -> Result<()> {
        let unit = Party::of(cx, &self.path)?.into_iter().find(|p| Some(p.id) == said.unit);
        let unit = unit.ok_or_else(|| Error::field("unit", "请选择单位。", "Choose the unit."))?;
        self.answer(cx, &unit, How::read(&said.via)?, said)
    }

    /// The contact's own answer.
    pub fn answer_own(&self, cx: &Writer, said: &Said) -> Result<()> {
        let unit = Unit::own(cx)?;
        self.answer(&cx.beyond_scope(OWN), &Party { id: unit.id, name: unit.name }, How::Page, said)
    }

    fn answer(&self, cx: &Writer, unit: &Party, via: How, said: &Said) -> Result<()> {
        if !said.agreed && said.words.trim().is_empty() {
            return Err(Error::field("words", "不同意的，请写一句为什么。", "Where you do not agree, say what."));
        }
        cx.run(
            "insert into {joint_answers} (id, path, rules, unit, unit_name, agreed, via, words, said_on, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![cx.new_id(), &self.path, self.id, unit.id, &unit.name, i64::from(said.agreed), via.code(), said.words.trim(), cx.today(), &cx.actor().name],
        )?;
        cx.note(self.id, format!("{} answered the joint rules, {}", unit.name, via.code()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Rows that are written out read back as they were; nothing that is typed breaks it.
        #[test]
        fn rows_read_back(all in proptest::collection::vec(("[^|｜\\s]{1,12}", "[^|｜\\s]{1,20}", "[^|｜\\s]{1,20}"), 1..9), noise in "\\PC{0,60}") {
            let rows: Vec<Matter> = all.into_iter().map(|(matter, unit, community)| Matter { matter, unit, community }).collect();
            let text = rows.iter().map(Matter::line).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(Matter::typed(&text).expect("rows"), rows);
            let read = Matter::typed(&noise);
            prop_assert!(read.is_err() || noise.split(['|', '｜']).count() >= PARTS);
        }
    }
}

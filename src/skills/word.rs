//! A word for a skill that the printed list does not hold, and what the organisation decided about it.

use super::{Skills, listed};
use kernel::{Error, Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    pub word: String,
    /// The skill it means; itself where it is a skill of its own.
    pub means: String,
    pub decided_by: String,
}

impl Word {
    pub fn all(cx: &Reader) -> Result<Vec<Word>> {
        cx.all("select word, means, decided_by from {skill_words} w order by w.word", args![])
    }

    /// From now on the word means this skill, also where it was said before.
    pub fn decide(cx: &Writer, word: &str, means: &str) -> Result<()> {
        let (word, skills) = (sheets::values::clean(word), Skills::of(cx)?);
        if word.is_empty() {
            return Err(Error::field("word", "请写明是哪个词。", "Say which word it is."));
        }
        if !means.is_empty() && means != word && !skills.all().contains(&means) {
            return Err(Error::field("means", "清单里没有这一项。", "The list has no such skill."));
        }
        let means = if means.is_empty() { word } else { means };
        cx.run(
            "insert into {skill_words} (word, means, decided_at, decided_by) values ($1, $2, $3, $4) \
             on conflict (word) do update set means = excluded.means, decided_at = excluded.decided_at, decided_by = excluded.decided_by",
            args![word, means, cx.now(), &cx.actor().name],
        )?;
        cx.note(Id::NIL, format!("skill word {word} = {means}"));
        sort_again(cx, word)
    }
}

/// What people said stands beside what it means: with a new word it is sorted anew for all of them.
fn sort_again(cx: &Writer, word: &str) -> Result<()> {
    let (skills, all) = (Skills::of(cx)?, cx.beyond_scope("what a word means holds for everybody who said it"));
    for table in ["report_ins", "needs", "abilities", "posts"] {
        let said: Vec<(Id, String)> =
            all.all(&format!("select id, skills_said from {{{table}}} s where s.skills_said like $1"), args![format!("%、{word}、%")])?;
        for (id, said) in said {
            let sorted = super::joined(&skills.sorted(&listed(&said)));
            all.run_one(&format!("update {{{table}}} set skills = $1 where id = $2"), args![sorted, id])?;
        }
    }
    Ok(())
}

/// How many people who reported in and how many needs say each word, by what it means.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Count {
    pub people: i64,
    pub needs: i64,
}

pub fn counts(cx: &Reader) -> Result<BTreeMap<String, Count>> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut add = |sql: &str, one: fn(&mut Count) -> &mut i64| {
        cx.each(sql, args![], |(stored, times): (String, i64)| {
            listed(&stored).into_iter().for_each(|skill| *one(counts.entry(skill).or_default()) += times);
            Ok(())
        })
    };
    add("select r.skills, count(*) from {report_ins} r where r.skills <> '' group by r.skills", |c| &mut c.people)?;
    add("select n.skills, count(*) from {needs} n where n.skills <> '' group by n.skills", |c| &mut c.needs)?;
    Ok(counts)
}

//! The list of skills: how many can do each, how many needs ask for it, and the words that wait.

use super::{
    Decide, Skills, View,
    list::PRINTED,
    word::{Count, Word, counts},
};
use askama::Template;
use kernel::{Acted, Cx, Input, Page, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "skills/list.html")]
pub struct SkillList {
    pub skills: Vec<Line>,
    /// Words that no skill of the list is meant by, with how often they were said.
    pub proposed: Vec<Line>,
    pub decided: Vec<Word>,
    pub may_decide: bool,
}
impl Page for SkillList {
    fn title(&self) -> String {
        t("特长清单", "Skills").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Line {
    pub skill: String,
    /// Other words for it.
    pub also: String,
    pub people: i64,
    pub needs: i64,
}

impl Line {
    fn of(skill: &str, also: String, count: Option<Count>) -> Line {
        let Count { people, needs } = count.unwrap_or_default();
        Line { skill: skill.into(), also, people, needs }
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<SkillList>> {
    let (known, counts, decided) = (Skills::of(cx)?, counts(cx)?, Word::all(cx)?);
    let also = |skill: &str| {
        let printed = PRINTED.skill.iter().filter(|s| s.zh == skill).flat_map(|s| s.also.iter().map(String::as_str));
        let own = decided.iter().filter(|w| w.means == skill && w.word != skill).map(|w| w.word.as_str());
        printed.chain(own).collect::<Vec<_>>().join("、")
    };
    let skills = known.all().into_iter().map(|s| Line::of(s, also(s), counts.get(s).copied())).collect();
    let proposed = counts.iter().filter(|c| !known.knows(c.0)).map(|(word, count)| Line::of(word, String::new(), Some(*count))).collect();
    Reply::show(SkillList { skills, proposed, decided, may_decide: cx.may("skills.decide") })
}

#[derive(Deserialize, JsonSchema)]
pub struct Decision {
    pub word: String,
    /// A skill of the list; empty where the word is one of its own.
    #[serde(default)]
    pub means: String,
}

pub fn decide(cx: &Cx<Decide>, Input(decision): Input<Decision>) -> Acted {
    Word::decide(cx, &decision.word, &decision.means)?;
    said("/skills", say!("“{}”记下了，说过这个词的都已按此归类。", "“{}” is decided; all who said it are sorted by it.", decision.word))
}

//! Rows that wait for somebody: what both sides say, what can be chosen, and what comes of it.

use super::{
    Decide, Import, View,
    doubt::Doubt,
    draft::{Draft, Says},
    file::File,
    in_service, needs,
    row::{Stored, line_of},
    take::Hand,
    units,
    walk::{Choices, Walk},
    why::{Why, flag_name},
};
use crate::people::{Facts, Member, mask_id_no, mask_phone};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Writer, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many rows wait in imports that were taken in.
pub fn open_decisions(cx: &Reader) -> Result<i64> {
    cx.one(
        "select cast(count(*) as bigint) from {imports} i join {import_files} f on f.tenant = i.tenant and f.import = i.id join {import_rows} r on r.tenant = f.tenant and r.file = f.id \
         where i.state = 'taken' and r.outcome = 'decision' and r.choice = ''",
        args![],
    )
}

/// A row that waits, both sides of it, hidden facts masked.
#[derive(Serialize, JsonSchema, Template)]
#[template(path = "imports/decision.html")]
pub struct Waiting {
    pub import: Id,
    pub file: Id,
    pub file_name: String,
    pub sheet: i64,
    pub line: i64,
    /// Where it stands in the import, as addresses name it.
    pub place: String,
    pub name: String,
    /// A stable word for what is to be decided.
    pub code: String,
    pub sentence: String,
    /// What the sheet says, and what the other side says.
    pub ours: Vec<String>,
    pub theirs: Vec<String>,
    pub theirs_title: String,
    pub choices: Vec<Choice>,
    /// What was decided; empty while it waits.
    pub choice: String,
    /// The facts that can be corrected here.
    pub corrections: Vec<Correction>,
}
impl Page for Waiting {
    fn title(&self) -> String {
        say!("第 {} 行 {}", "Row {} {}", self.line, self.name)
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// The safe default.
    pub default: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Correction {
    pub fact: String,
    pub label: String,
    /// What was typed, if it may be shown.
    pub typed: String,
}

impl Waiting {
    pub fn url(&self) -> String {
        format!("/imports/{}/decisions/{}/{}", self.import, self.file, self.place)
    }

    pub fn can_be_corrected(&self) -> bool {
        self.choices.iter().any(|c| c.value == "edit")
    }

    pub fn of(cx: &Reader, import: &Import, files: &[File], row: &Stored) -> Result<Waiting> {
        let file = files.iter().find(|f| f.id == row.file);
        let why: Why = row.why.parse().unwrap_or(Why::Doubtful(vec![]));
        let kept = row.kept(cx)?;
        let theirs = match theirs(cx, row.subject, kept.as_ref().map(|k| &k.draft.says))? {
            lines if lines.is_empty() => kept.iter().flat_map(|k| &k.draft.doubts).filter_map(proposal).collect(),
            lines => lines,
        };
        let place = |(position, _, line): (usize, usize, u32)| {
            let name = files.iter().find(|f| f.position as usize == position).map_or("", |f| f.name.as_str());
            say!("“{name}”第 {line} 行", "“{name}” row {line}")
        };
        Ok(Waiting {
            import: import.id,
            file: row.file,
            file_name: file.map_or(String::new(), |f| f.name.clone()),
            sheet: row.sheet,
            line: line_of(row.line),
            place: format!("{}-{}", row.sheet, row.line),
            name: row.name.clone(),
            code: why.code().into(),
            sentence: why.sentence(place),
            ours: kept.as_ref().map(|k| ours(cx, &k.draft)).transpose()?.unwrap_or_default(),
            theirs_title: if row.subject.is_some() {
                t("台账", "Ledger").into()
            } else {
                t("按规则应为", "By the rule it should be").into()
            },
            theirs,
            choices: choices(cx, &why)?,
            choice: row.choice.clone(),
            corrections: kept.iter().flat_map(|k| corrections(&k.draft)).collect(),
        })
    }
}

/// What can be chosen, the safe default first; of namesakes each by what tells them apart.
fn choices(cx: &Reader, why: &Why) -> Result<Vec<Choice>> {
    let mut choices: Vec<Choice> =
        why.choices().into_iter().map(|(value, label)| Choice { value: value.into(), label: label.into(), default: false }).collect();
    choices[0].default = true;
    if let Why::Namesakes(ids) = why {
        for id in ids {
            let Some(member) = cx.maybe::<Member>("select * from {members} m where m.id = $1", args![id])? else { continue };
            let label = side(cx, &member.facts(cx)?, Some(member.org))?.join(" ");
            choices.push(Choice { value: format!("member:{id}"), label, default: false });
        }
    }
    Ok(choices)
}

/// What stands of whom or of what the row may mean.
fn theirs(cx: &Reader, subject: Option<Id>, says: Option<&Says>) -> Result<Vec<String>> {
    let Some(id) = subject else { return Ok(vec![]) };
    Ok(match says {
        Some(Says::Unit(_)) => words(units::shown(&cx.find::<crate::units::Unit>(id)?.facts(cx)?)),
        Some(Says::InService(..)) => words(in_service::shown(&cx.find::<crate::report_in::ReportIn>(id)?.facts(cx)?)),
        Some(Says::Need(..)) => needs::shown(&cx.find::<crate::needs::Need>(id)?.facts(cx)?),
        _ => match cx.maybe::<Member>("select * from {members} m where m.id = $1", args![id])? {
            Some(member) => side(cx, &member.facts(cx)?, Some(member.org))?,
            None => vec![],
        },
    })
}

fn words(shown: Vec<(&'static str, String)>) -> Vec<String> {
    shown.into_iter().map(|s| s.1).filter(|text| !text.is_empty()).collect()
}

fn ours(cx: &Reader, draft: &Draft) -> Result<Vec<String>> {
    let mut lines = match (&draft.says, draft.person()) {
        (Says::Unit(said), _) => words(units::shown(said)),
        (Says::InService(who, offer), _) => words(in_service::shown(&offer.facts(who))),
        (Says::Need(_, said), _) => needs::shown(said),
        (_, Some(person)) => side(cx, &person.facts, None)?.into_iter().chain(person.branch.clone()).collect(),
        (_, None) => vec![],
    };
    if let Says::Org(org) = &draft.says {
        lines.extend(org.parent.clone());
        lines.push(org.secretary.clone());
    }
    lines.extend(draft.doubts.iter().map(|d| d.text.here().to_owned()));
    lines.retain(|l| !l.is_empty());
    Ok(lines)
}

/// What tells people apart, hidden facts masked.
fn side(cx: &Reader, facts: &Facts, org: Option<Id>) -> Result<Vec<String>> {
    let branch: Option<String> = org.map(|id| cx.maybe("select name from {orgs} o where o.id = $1", args![id])).transpose()?.flatten();
    let shown = [
        Some(facts.name.clone()),
        facts.birth.clone(),
        branch,
        facts.id_no.as_deref().map(mask_id_no),
        facts.phone.as_deref().map(mask_phone),
    ];
    Ok(shown.into_iter().flatten().collect())
}

fn proposal(doubt: &Doubt) -> Option<String> {
    let proposal = doubt.proposal.as_deref()?;
    Some(if doubt.fact == "id_no" { mask_id_no(proposal) } else { proposal.to_owned() })
}

/// An ID number or phone is typed anew, what may be shown stands in the field.
fn corrections(draft: &Draft) -> Vec<Correction> {
    if let Says::Unit(unit) = &draft.says {
        return vec![Correction { fact: "code".into(), label: super::why::fact_name("code").into(), typed: unit.code.clone() }];
    }
    let Some(person) = draft.person() else { return vec![] };
    let mut facts: Vec<&str> = draft.doubts.iter().map(|d| d.fact.as_str()).filter(|f| CORRECTABLE.contains(f)).collect();
    if facts.is_empty() {
        facts.push("id_no");
    }
    facts.sort_unstable();
    facts.dedup();
    let shown = |fact: &str| match fact {
        "sex" => person.facts.sex.clone(),
        "birth" => person.facts.birth.clone().unwrap_or_default(),
        "joined" => person.facts.joined.clone().unwrap_or_default(),
        "became_full" => person.facts.became_full.clone().unwrap_or_default(),
        _ => String::new(),
    };
    facts.into_iter().map(|fact| Correction { fact: fact.into(), label: super::why::fact_name(fact).into(), typed: shown(fact) }).collect()
}

const CORRECTABLE: [&str; 7] = ["id_no", "phone", "sex", "birth", "joined", "became_full", "last_contact"];

#[derive(Deserialize, JsonSchema)]
pub struct Decision {
    /// One of the choices, or `below:ID` for an organisation without a place.
    pub choice: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub id_no: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub sex: String,
    #[serde(default)]
    pub birth: String,
    #[serde(default)]
    pub joined: String,
    #[serde(default)]
    pub became_full: String,
    #[serde(default)]
    pub last_contact: String,
}

pub fn show(cx: &Cx<View>, Path((id, file, place)): Path<(Id, Id, String)>) -> Result<Reply<Waiting>> {
    let import: Import = cx.find(id)?;
    let (_, row) = import.row_at(cx, file, &place)?;
    row.why().ok_or(Error::NotFound)?;
    Reply::show(Waiting::of(cx, &import, &File::of(cx, id)?, &row)?)
}

pub fn decide(cx: &Cx<Decide>, Path((id, file, place)): Path<(Id, Id, String)>, Input(decision): Input<Decision>) -> Acted {
    let import: Import = cx.find(id)?;
    let (file, row) = import.row_at(cx, file, &place)?;
    import.decide(cx, &file, &row, &decision)?;
    let name = &row.name;
    said(format!("/imports/{id}?file={}", file.id), say!("{name}：已记下您的决定。", "{name}: your decision is noted."))
}

impl Import {
    /// Before the import is taken in, the choice is kept with the row; afterwards it is done at once.
    fn decide(&self, cx: &Writer, file: &File, row: &Stored, decision: &Decision) -> Result<()> {
        self.in_state(&["read", "taken"])?;
        let (why, mut kept) = row.why().zip(row.kept(cx)?).ok_or(Error::NotFound)?;
        let known = choices(cx, &why)?.iter().any(|c| c.value == decision.choice)
            || why.code() == "parent_unknown" && decision.choice.starts_with("below:");
        if !known {
            return Err(Error::field("choice", "没有这个选项。", "There is no such choice."));
        }
        if self.state == "taken" && !matches!(row.choice.as_str(), "" | "leave") {
            return Err(Error::rule("decided", "这一行已经处理过了。", "This row has been settled."));
        }
        if decision.choice == "edit" {
            decision.correct(&mut kept.draft, cx.today())?;
        }
        cx.note(self.id, format!("decided {} {}", why.code(), decision.choice.split(':').next().unwrap_or_default()));
        let at = (file.position as usize, row.sheet as usize, row.line as u32);
        if self.state == "taken" {
            return self.settle(cx, at, file.id, kept.draft, &decision.choice, &row.why);
        }
        let row = super::row::Row {
            sheet: at.1,
            line: at.2,
            name: row.name.clone(),
            outcome: "decision",
            subject: row.subject,
            why: row.why.clone(),
            choice: decision.choice.clone(),
            kept: Some(Box::new(kept)),
        };
        row.rewrite(cx, file.id)
    }

    fn settle(&self, cx: &Writer, at: (usize, usize, u32), file: Id, draft: Draft, choice: &str, asked: &str) -> Result<()> {
        let mut choices = Choices { branches: self.choices(cx)?.branches, ..Choices::default() };
        choices.rows.insert(at, (choice.to_owned(), None));
        let mut row = Walk::new(cx, Some(Hand::new(cx, self.id)?), choices, &|_, _| Ok(()))?.one(at, draft)?;
        if row.outcome == "decision" && row.choice.is_empty() {
            let why: Result<Why, ()> = row.why.parse();
            let sentence = why.map_or(String::new(), |w| w.sentence(|_| String::new()));
            return Err(Error::rule("still_open", format!("还不能收：{sentence}。"), format!("It cannot be taken in yet: {sentence}.")));
        }
        row.outcome = "decision";
        row.choice = choice.to_owned();
        row.why = asked.to_owned();
        row.rewrite(cx, file)
    }
}

/// The flags of doubtful rows, as sentences.
pub fn flags(flags: &[String]) -> String {
    flags.iter().map(|f| flag_name(f)).collect::<Vec<_>>().join(t("；", "; "))
}

//! A member's card: who they are, how to reach them, what is clear, and how it came to be so.

use crate::{
    categories::{self, DeclaredFact},
    contacts::Promise,
    dues,
    orgs::Org,
    people::{
        Beside, Card, Event, Facts, Floating, Member, Openness, View,
        clears::State,
        days,
        extra::MASK,
        mask_address, mask_id_no, mask_phone, reveal,
        six::{self, Clear},
        words,
    },
    points::Year,
    report_in::ReportIn,
    rulebook::{self, Declared, Rules, keys},
};
use askama::Template;
use kernel::{Cx, Id, Page, Path, Reader, Reply, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rows of the timeline that the card shows.
const STORY: usize = 40;
const LATELY: usize = 8;
const PROMISES: i64 = 30;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/card.html")]
pub struct MemberCard {
    pub id: Id,
    pub name: String,
    pub organisation: Org,
    pub probationary: bool,
    pub age: Option<i64>,
    /// Completed years since becoming a full member.
    pub party_years: Option<i64>,
    pub tags: Vec<Tag>,
    pub facts: Vec<Fact>,
    pub reach: Vec<Fact>,
    pub clears: Vec<Clear>,
    /// The day on which the member said that they wish a talk, and none was held since.
    pub talk_wished: Option<String>,
    /// What was wished and promised in contacts, what is still to be done first.
    pub promises: Vec<Promise>,
    pub floating: Vec<Fact>,
    pub contact_card: Vec<Fact>,
    /// What sheets said and the ledger has no place for.
    pub extra: Vec<Fact>,
    /// What follows from the facts, each with its reason; those the reader may see.
    pub categories: Vec<categories::Shown>,
    /// What the organisation has entered of hardship and health; where the reader may see it.
    pub declared: Vec<DeclaredFact>,
    pub duties: Vec<Duty>,
    /// Where the member has reported in as somebody in service, too.
    pub reported_in: Option<Tie>,
    pub decisions: Vec<Decision>,
    #[serde(skip)]
    today: jiff::civil::Date,
    /// Hours of this year and points; where the reader may see them.
    pub year: Option<Year>,
    /// Where the reader may see it.
    pub dues: Option<dues::Standing>,
    pub story: Vec<Event>,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_reveal: bool,
    #[serde(skip)]
    may_declare: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Tag {
    pub text: String,
    pub class: &'static str,
}

/// A fact as it may be shown; what is hidden is masked, and shown with a reason.
#[derive(Serialize, JsonSchema)]
pub struct Fact {
    pub field: String,
    pub label: String,
    pub value: String,
    pub hidden: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Tie {
    pub report_in: Id,
    pub organisation: String,
    pub unit: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Duty {
    pub title: String,
    pub from_day: String,
    pub to_day: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct Decision {
    pub flag: String,
    pub text: String,
    pub todo: String,
}

impl Page for MemberCard {
    fn title(&self) -> String {
        self.name.clone()
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<MemberCard>> {
    let member: Member = cx.find(id)?;
    let book = rulebook::book(cx)?;
    Reply::show(MemberCard::of(cx, &member, book.at(cx.today()))?)
}

impl MemberCard {
    fn of(cx: &Reader, member: &Member, rules: Rules<'_>) -> Result<MemberCard> {
        let (today, facts) = (cx.today(), member.facts(cx)?);
        let (floating, card) = (Floating::of(cx, member.id)?, Card::of(cx, member.id)?);
        let age = member.birth.as_deref().and_then(|b| days::years(b, today));
        let years = |day: &Option<String>| day.as_deref().and_then(|d| days::years(d, today));
        let known = six::Known { facts: &facts, card: card.as_ref(), floating: floating.as_ref() };
        let clears = Clear::of_member(cx, member, &known, rules)?;
        let mut tags = vec![];
        let mut tag = |on: bool, text: &str, class: &'static str| {
            if on {
                tags.push(Tag { text: text.into(), class })
            }
        };
        tag(card.as_ref().is_some_and(|c| c.former_home.is_some()), t("返迁过渡期", "In relocation"), "tag-honour");
        tag(floating.is_some(), t("流动", "Floating"), "tag-watch");
        tag(!member.employment.is_empty() && (floating.is_none() || member.employment != "流动"), words::word(&member.employment), "");
        tag(age.is_some_and(|a| a >= rules.get(keys::ELDERLY_AGE)), t("老年党员", "Elderly"), "");
        let reported_in = if cx.may("report_in.view") { tie(cx, &facts)? } else { None };
        Ok(MemberCard {
            reported_in,
            today,
            id: member.id,
            name: member.name.clone(),
            organisation: cx.find(member.org)?,
            probationary: member.probationary,
            age,
            party_years: if member.probationary { None } else { years(&member.became_full) },
            tags,
            reach: reach(member, &facts),
            clears,
            talk_wished: six::wishes_talk(cx, member)?,
            promises: Promise::of_member(cx, member.id, PROMISES)?,
            facts: ledger_facts(member, age),
            floating: floating.map_or_else(Vec::new, floating_facts),
            contact_card: card.map_or_else(Vec::new, card_facts),
            extra: extra_facts(&facts, &Openness::of(cx)?),
            categories: if cx.may("categories.view") { categories::Shown::of_member(cx, member.id)? } else { vec![] },
            declared: if cx.may("people.reveal") { DeclaredFact::of_member(cx, member.id)? } else { vec![] },
            duties: cx.all(
                "select title, from_day, to_day from {duties} d where d.member = $1 order by d.to_day is not null, d.from_day desc",
                args![member.id],
            )?,
            decisions: facts.flags.iter().map(|f| decision(f)).collect(),
            year: if cx.may("points.view") { Some(Year::of(cx, member)?) } else { None },
            dues: if cx.may("dues.view") { Some(dues::Standing::of(cx, member.id)?) } else { None },
            story: Event::of_member(cx, member, STORY)?,
            may_edit: cx.may("people.edit"),
            may_reveal: cx.may("people.reveal"),
            may_declare: cx.may("categories.declare"),
        })
    }

    /// What happened lately; the rest is folded away.
    fn lately(&self) -> &[Event] {
        &self.story[..self.story.len().min(LATELY)]
    }
    fn earlier(&self) -> &[Event] {
        &self.story[self.story.len().min(LATELY)..]
    }

    /// Whether what was typed of this field has come back.
    fn confirming(&self, clear: &Clear) -> bool {
        kernel::wrong("value").is_some() && kernel::typed("field", "") == clear.field.code()
    }

    /// Whether what was typed of hardship or health has come back.
    fn declaring(&self) -> bool {
        ["what", "from", "until", "decided_by", "declared_reason"].iter().any(|f| kernel::wrong(f).is_some())
    }

    fn clear(&self) -> usize {
        self.clears.iter().filter(|c| c.state == State::Clear).count()
    }
}

fn tie(cx: &Reader, facts: &Facts) -> Result<Option<Tie>> {
    let found = ReportIn::of_member(cx, &facts.name, facts.id_no.as_deref(), facts.phone.as_deref())?;
    found.map(|r| Ok(Tie { report_in: r.id, organisation: cx.find::<Org>(r.org)?.name, unit: r.unit_name })).transpose()
}

fn fact(field: &'static str, value: impl Into<String>) -> Fact {
    Fact { field: field.into(), label: words::fact(field).into(), value: value.into(), hidden: false }
}

fn hidden(field: &'static str, masked: String) -> Fact {
    Fact { hidden: true, ..fact(field, masked) }
}

fn extra_facts(facts: &Facts, openness: &Openness) -> Vec<Fact> {
    let fact = |(name, value): (&String, &String)| {
        let hidden = !openness.is_open(name, value);
        let value = if hidden { MASK.into() } else { value.clone() };
        Fact { field: format!("{}{name}", reveal::EXTRA), label: name.clone(), value, hidden }
    };
    facts.extra.iter().map(fact).collect()
}

fn present(mut facts: Vec<Fact>) -> Vec<Fact> {
    facts.retain(|f| !f.value.is_empty());
    facts
}

fn ledger_facts(m: &Member, age: Option<i64>) -> Vec<Fact> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let birth = match (&m.birth, age) {
        (Some(birth), Some(age)) => say!("{birth}（{age} 岁）", "{birth} (aged {age})"),
        (birth, _) => text(birth),
    };
    present(vec![
        fact("sex", words::word(&m.sex)),
        fact("birth", birth),
        fact("education", words::word(&m.education)),
        fact("joined", text(&m.joined)),
        fact("became_full", text(&m.became_full)),
        fact("employment", words::word(&m.employment)),
        fact("unit", m.unit.as_str()),
        fact("last_contact", text(&m.last_contact)),
    ])
}

fn reach(member: &Member, f: &Facts) -> Vec<Fact> {
    let mask = |text: &Option<String>, by: fn(&str) -> String| text.as_deref().map(by).unwrap_or_default();
    let all = vec![
        hidden("phone", mask(&f.phone, mask_phone)),
        hidden("lives_at", mask(&f.lives_at, mask_address)),
        hidden("home", mask(&f.home, mask_address)),
        hidden("id_no", mask(&f.id_no, mask_id_no)),
    ];
    debug_assert_eq!(member.name, f.name);
    present(all)
}

fn floating_facts(f: crate::people::FloatingFacts) -> Vec<Fact> {
    present(vec![
        fact("destination", f.destination),
        fact("since", f.since.unwrap_or_default()),
        fact("reason", f.reason),
        fact("certificate", f.certificate),
        fact("contact_person", f.contact_person),
        fact("last_contact", f.last_contact.unwrap_or_default()),
    ])
}

fn card_facts(c: crate::people::CardFacts) -> Vec<Fact> {
    let veil = |text: Option<String>| text.map_or_else(String::new, |_| "****".into());
    present(vec![
        fact("householder", c.householder),
        hidden("former_home", c.former_home.as_deref().map(mask_address).unwrap_or_default()),
        hidden("card_lives_at", c.lives_at.as_deref().map(mask_address).unwrap_or_default()),
        fact("housing", c.housing),
        hidden("contact", veil(c.contact)),
        hidden("family", veil(c.family)),
        fact("work", c.work),
        fact("studies_at_home", c.studies_at_home),
        hidden("health", veil(c.health)),
        fact("confirmed_on", c.confirmed_on),
    ])
}

fn decision(flag: &str) -> Decision {
    let (text, todo) = words::flag(flag).unwrap_or_else(|| {
        (
            kernel::Text::new(flag, flag),
            kernel::Text::fixed("请核实后改正或注明已核实", "Look into it, then correct it or mark it as settled"),
        )
    });
    Decision { flag: flag.into(), text: text.here().into(), todo: todo.here().into() }
}

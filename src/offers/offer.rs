//! An offer: somebody was asked whether they take a post, why they were thought of, and what they said.

use super::{
    Candidates, Fit, Reason, link,
    proposal::{Terms, wants},
};
use crate::{
    posts::{Person, Post, Tie, kinds},
    rulebook::{self, keys},
    sendings::{Sending, To},
    study::Via,
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Sent,
    Yes,
    No,
    Later,
    /// They named somebody else.
    Other,
    Withdrawn,
}

impl State {
    pub const ALL: [State; 6] = [State::Sent, State::Yes, State::No, State::Later, State::Other, State::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            State::Sent => "sent",
            State::Yes => "yes",
            State::No => "no",
            State::Later => "later",
            State::Other => "other",
            State::Withdrawn => "withdrawn",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Sent => Text::fixed("等答复", "Waits for an answer"),
            State::Yes => Text::fixed("愿意", "Yes"),
            State::No => Text::fixed("不方便", "No"),
            State::Later => Text::fixed("以后再说", "Later"),
            State::Other => Text::fixed("推荐了别人", "Named somebody else"),
            State::Withdrawn => Text::fixed("已撤回", "Withdrawn"),
        }
    }
    pub fn tag(self) -> &'static str {
        match self {
            State::Yes => "tag-good",
            State::Sent | State::Later => "tag-watch",
            _ => "",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    pub id: Id,
    pub path: String,
    pub post: Id,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    pub worth: i64,
    /// As [`Reason`]s.
    #[serde(deserialize_with = "as_reasons")]
    pub reasons: Vec<Reason>,
    pub state: State,
    pub sent_at: String,
    pub sent_by: String,
    #[schemars(with = "String")]
    pub answer_by: Date,
    pub answered_at: Option<String>,
    /// Empty until answered.
    pub via: String,
    /// Who wrote the answer down.
    pub answered_to: String,
    /// Not asked again before.
    #[schemars(with = "Option<String>")]
    pub until_day: Option<Date>,
    pub words: String,
}
impl Noun for Offer {
    const TABLE: &'static str = "offers";
}

fn as_reasons<'de, D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Vec<Reason>, D::Error> {
    serde_json::from_str(&String::deserialize(d)?).map_err(serde::de::Error::custom)
}

const COLUMNS: &str = "f.id, f.path, f.post, f.person, f.tie, f.name, f.worth, f.reasons, f.state, f.sent_at, f.sent_by, f.answer_by, f.answered_at, f.via, f.answered_to, f.until_day, f.words";

impl Offer {
    /// Asks these people for these posts; who was asked before, or has it, is left out. How many were asked.
    pub fn send(cx: &Writer, chosen: &[(Id, Id)]) -> Result<usize> {
        let (terms, candidates) = (Terms::of(cx)?, Candidates::of(cx)?);
        let kinds = kinds(cx)?;
        let until = cx.today().checked_add(rulebook::book(cx)?.at(cx.today()).get(keys::OFFER_WITHIN))?;
        let mut sent = 0;
        for (post, person) in chosen {
            let post: Post = cx.find(*post)?;
            post.must_stand(cx.today())?;
            post.must_be_insured(cx, cx.today())?;
            let person = Person::find(cx, *person)?;
            if !candidates.may_ask(post.id, person.id) {
                continue;
            }
            let kind = kinds.iter().find(|k| k.code == post.kind).map(|k| k.name.zh.to_string()).unwrap_or_default();
            let known = candidates.all.iter().find(|c| c.person.id == person.id);
            // The worker may ask whomever they like: then there is no reason but theirs.
            let fit = known.and_then(|c| Fit::of(&wants(&post, kind), &c.side, &terms.weights).ok());
            let fit = fit.unwrap_or(Fit { worth: 0, reasons: vec![] });
            let id = cx.new_id();
            cx.run(
                "insert into {offers} (id, path, post, person, tie, name, worth, reasons, state, sent_at, sent_by, answer_by, via, answered_to, words) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 'sent', $9, $10, $11, '', '', '')",
                args![
                    id,
                    &post.path,
                    post.id,
                    person.id,
                    person.tie.code(),
                    &person.name,
                    i64::from(fit.worth),
                    serde_json::to_string(&fit.reasons)?,
                    cx.now(),
                    &cx.actor().name,
                    until
                ],
            )?;
            link::keep(cx, id)?;
            cx.note(post.id, format!("asked {}", person.id));
            tell(cx, id, &post, &person, until)?;
            sent += 1;
        }
        Ok(sent)
    }

    pub fn read(cx: &Reader, id: Id) -> Result<Offer> {
        cx.one(&format!("select {COLUMNS} from {{offers}} f where f.id = $1"), args![id])
    }

    pub fn of_post(cx: &Reader, post: Id) -> Result<Vec<Offer>> {
        cx.all(&format!("select {COLUMNS} from {{offers}} f where f.post = $1 order by f.sent_at desc, f.name, f.id"), args![post])
    }

    /// Of this state, the newest first; at most so many.
    pub fn list(cx: &Reader, state: &str, most: i64) -> Result<Vec<Offer>> {
        cx.all(
            &format!("select {COLUMNS} from {{offers}} f where ($1 = '' or f.state = $1) order by f.sent_at desc, f.name, f.id limit $2"),
            args![state, most],
        )
    }

    /// What somebody is asked, by any of their ids, and what they said lately.
    pub fn of_person(cx: &Reader, ids: &[Id]) -> Result<Vec<Offer>> {
        let mut offers: Vec<Offer> = vec![];
        for id in ids {
            let sql = format!(
                "select {COLUMNS} from {{offers}} f where f.person = $1 and f.state <> 'withdrawn' order by f.sent_at desc, f.id limit 30"
            );
            offers.extend(cx.all::<Offer>(&sql, args![*id])?);
        }
        Ok(offers)
    }

    pub fn withdraw(&self, cx: &Writer) -> Result<()> {
        self.must_wait()?;
        cx.run_one("update {offers} set state = 'withdrawn', answered_at = $1 where id = $2", args![cx.now(), self.id])?;
        Sending::drop_of(cx, self.id)?;
        cx.note(self.post, format!("offer to {} withdrawn", self.person));
        Ok(())
    }

    pub fn must_wait(&self) -> Result<()> {
        match self.state {
            State::Sent => Ok(()),
            State::Withdrawn => {
                Err(Error::rule("offer_withdrawn", "这次征询已经撤回，不用答复了。", "This offer was withdrawn; no answer is needed."))
            }
            _ => Err(Error::rule(
                "offer_answered",
                "已经答复过了。要改主意，请给社区打电话。",
                "It was answered. To change your mind, call the community.",
            )),
        }
    }

    pub fn is_late(&self, today: &Date) -> bool {
        self.state == State::Sent && self.answer_by < *today
    }
    pub fn why(&self) -> String {
        self.reasons.iter().map(Reason::words).collect::<Vec<_>>().join(kernel::t("，", ", "))
    }
    pub fn via_name(&self) -> Option<Text> {
        Via::named(&self.via).map(Via::name)
    }
}

/// By mail or the gateway, where they can be reached so; on their phone's page, by slip and by telephone
/// they are asked the same.
fn tell(cx: &Writer, offer: Id, post: &Post, person: &Person, until: Date) -> Result<()> {
    let Some(to) = To::person(cx, person)? else { return Ok(()) };
    let until = crate::ui::day(until);
    let asked = Sending {
        about: offer,
        path: &post.path,
        occasion: "asked",
        title: say!("问您一声：{}", "A question: {}", post.title),
        text: say!(
            "{} {}\n愿意、不方便、以后再说都可以，请在{until}前告诉我们。",
            "{} {}\nYes, no and later are all answers; please tell us by {until}.",
            post.duty,
            post.wanted
        ),
        link: format!("/o/{}", link::of(cx, offer)),
    };
    asked.put_now(cx, &to)
}

//! The six clears of one member as a page shows them: what each says without saying anything hidden,
//! when it was last confirmed, how and by whom, and whether it is to be asked.

use super::{
    CardFacts, Confirmation, Facts, Field, FloatingFacts, Member,
    clears::{Freshness, State, Told},
    mask_phone, words,
};
use crate::rulebook::Rules;
use kernel::{Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Clear {
    pub field: Field,
    pub name: &'static str,
    pub text: String,
    pub on: Option<String>,
    pub state: State,
    /// How it was confirmed and by whom, where that is the last that is known of it.
    pub how: String,
    /// Only what is stale or unknown is asked.
    pub ask: bool,
}

/// What is read beside the member's own row.
pub struct Known<'a> {
    pub facts: &'a Facts,
    pub card: Option<&'a CardFacts>,
    pub floating: Option<&'a FloatingFacts>,
}

impl Clear {
    pub fn of_member(cx: &Reader, m: &Member, known: &Known<'_>, rules: Rules<'_>) -> Result<Vec<Clear>> {
        let (told, last) = (Told::of(cx, m.id)?, Confirmation::of_member(cx, m.id)?);
        let told = told.known(m.last_contact.as_deref());
        let states = told.states(&Freshness::of(rules, cx.today()));
        let parts = Field::ALL.into_iter().zip(texts(m, known)).zip(states).zip(told.since());
        let clear = parts.map(|(((field, text), state), (known, on))| {
            let by = last.iter().filter(|_| known).find(|c| c.field == field && field != Field::Talk && Some(c.occurred_on.as_str()) >= on);
            let how = by.map_or_else(String::new, |c| match c.how {
                super::How::Own | super::How::Table => c.how.name().to_owned(),
                how => format!("{} · {}", how.name(), c.made_by),
            });
            let ask = state != State::Clear && field != Field::Talk;
            Clear {
                field,
                name: field.name(),
                text: if known { text } else { "—".into() },
                on: on.filter(|_| known).map(str::to_owned),
                state,
                how,
                ask,
            }
        });
        Ok(clear.collect())
    }

    pub fn is_known(&self) -> bool {
        self.state != State::Unknown
    }
}

fn texts(m: &Member, known: &Known<'_>) -> [String; 6] {
    let (housing, work) = known.card.map(|c| (c.housing.as_str(), c.work.as_str())).unwrap_or_default();
    let whereabouts = match (known.floating, known.card) {
        (Some(away), _) => say!("外出：{}", "away: {}", away.destination),
        (None, Some(card)) if card.former_home.is_some() => t("过渡期另住", "lives elsewhere meanwhile").into(),
        _ => t("在本地", "here").into(),
    };
    let employment = if work.is_empty() { words::word(&m.employment) } else { words::word(work) };
    [
        whereabouts,
        known.facts.phone.as_deref().map(mask_phone).unwrap_or_default(),
        words::word(housing).into(),
        t("谈过", "talked").into(),
        say!("{employment} {}", "{employment} {}", m.unit),
        t("已登记", "known").into(),
    ]
}

/// Whether the member wishes a talk and none was held since: the day on which they said so.
pub fn wishes_talk(cx: &Reader, member: &Member) -> Result<Option<String>> {
    cx.maybe(&format!("select w.occurred_on {WISHES} and w.member = $1"), args![member.id])
}

/// Members who wish a talk, over `w`: the last they said of it is yes, and no talk was recorded since.
pub const WISHES: &str = "from {confirmations} w where w.field = 'talk' and w.value = 'yes' \
     and not exists (select 1 from {confirmations} l where l.tenant = w.tenant and l.member = w.member and l.field = 'talk' and l.id > w.id) \
     and not exists (select 1 from {contacts} k where k.tenant = w.tenant and k.member = w.member and k.kind = 'talk' and k.two_way = 1 and k.occurred_on >= w.occurred_on and k.made_at >= w.made_at)";

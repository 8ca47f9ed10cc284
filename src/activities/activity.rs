//! An activity: what is held, when, where, by whom and for whom, and what became of it.

use crate::{
    orgs::Org,
    rulebook::{self, Rules, keys},
};
use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use kernel::{Error, Id, Noun, Reader, Result, Spot, Text, Writer, args, schema::past, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use keys::Due;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In a plan that is not published.
    Draft,
    /// Proposed, and somebody decided against it.
    LeftOut,
    Planned,
    Held,
    /// It stands again on another day, as the one that follows it.
    Postponed,
    Cancelled,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::LeftOut => "left_out",
            State::Planned => "planned",
            State::Held => "held",
            State::Postponed => "postponed",
            State::Cancelled => "cancelled",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Draft => Text::fixed("草稿", "Draft"),
            State::LeftOut => Text::fixed("不安排", "Left out"),
            State::Planned => Text::fixed("已发布", "Published"),
            State::Held => Text::fixed("已开展", "Held"),
            State::Postponed => Text::fixed("已延期", "Postponed"),
            State::Cancelled => Text::fixed("已取消", "Cancelled"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    pub id: Id,
    pub path: String,
    /// The organisation that holds it.
    pub org: Id,
    pub plan: Option<Id>,
    /// A code of `rules/activities.toml`.
    pub kind: String,
    pub title: String,
    #[schemars(with = "String")]
    pub day: Date,
    /// `14:30`
    pub starts: String,
    pub minutes: i64,
    pub place: String,
    pub host: String,
    #[schemars(with = "String")]
    pub due: Due,
    pub state: State,
    /// Why it was postponed, cancelled or left out.
    pub reason: String,
    /// The key of the rule that asks for it; empty where somebody added it.
    pub basis: String,
    /// The postponed activity that it stands for.
    pub follows: Option<Id>,
    pub made_at: String,
    /// How often it was changed since it was made, and when last.
    pub revision: i64,
    pub changed_at: Option<String>,
}
impl Noun for Activity {
    const TABLE: &'static str = "activities";
}

/// What a person decides of an activity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Details {
    pub title: String,
    #[schemars(with = "String")]
    pub day: Date,
    pub starts: String,
    pub minutes: i64,
    pub place: String,
    pub host: String,
}

/// What is needed before an activity stands.
#[derive(Clone, Debug)]
pub struct NewActivity {
    pub id: Id,
    pub plan: Option<Id>,
    pub kind: String,
    pub details: Details,
    pub due: Due,
    pub state: State,
    pub basis: String,
    pub follows: Option<Id>,
    /// The upload it was found in.
    pub source: Option<Id>,
}

impl Activity {
    pub fn details(&self) -> Details {
        let a = self.clone();
        Details { title: a.title, day: a.day, starts: a.starts, minutes: a.minutes, place: a.place, host: a.host }
    }
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Planned | State::Held)
    }
    /// What stands in these days for an organisation and all below it, in one of these states.
    pub fn between(cx: &Reader, path: &str, (from, to): (Date, Date), states: &str) -> Result<Vec<Activity>> {
        let sql = format!(
            "select * from {{activities}} a where a.path >= $1 and a.path < $2 and a.day >= $3 and a.day <= $4 and a.state in ({states}) order by a.day, a.starts, a.path, a.id"
        );
        cx.all(&sql, args![path, past(path), from, to])
    }
    /// Whether units are told of it: what an organisation, its committee or a group holds among itself is not theirs.
    pub fn is_for_units(&self, rules: Rules<'_>) -> bool {
        let inside = rules.one(keys::ACTIVITY_KINDS, &self.kind).is_some_and(|kind| kind.inside);
        !inside && !matches!(self.due, Due::Committee | Due::Group)
    }
    pub fn organisation(&self, cx: &Reader) -> Result<Org> {
        cx.find(self.org)
    }

    /// Writes it into the book of the organisation that holds it; the same id once only.
    pub fn make(cx: &Writer, org: &Org, new: NewActivity) -> Result<Activity> {
        let details = new.details.checked()?;
        let key = cx.seal(Spot { table: "activities", column: "code_key", row: new.id }, &vault::secret()?)?;
        cx.run(
            "insert into {activities} (id, path, org, plan, kind, title, day, starts, minutes, place, host, due, state, reason, basis, code_key, follows, source, made_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, $16, $17, $18) on conflict (id) do nothing",
            args![
                new.id, &org.path, org.id, new.plan, &new.kind, &details.title, &details.day, &details.starts, details.minutes, &details.place,
                &details.host, due_code(new.due), new.state.code(), &new.basis, key, new.follows, new.source, cx.now()
            ],
        )?;
        cx.note(new.id, format!("{} {} {} {}", new.state.code(), new.kind, details.day, org.name));
        cx.find(new.id)
    }

    /// Puts other particulars in place of those that stand.
    pub fn edit(&self, cx: &Writer, details: &Details) -> Result<()> {
        let d = details.clone().checked()?;
        if matches!(self.state, State::Cancelled | State::Postponed) {
            return Err(Error::rule(
                "activity_over",
                "这项活动已经取消或延期，不能再改。",
                "It was cancelled or postponed and cannot be edited.",
            ));
        }
        if d == self.details() {
            return Ok(());
        }
        let reset = "update {activities} set title = $1, day = $2, starts = $3, minutes = $4, place = $5, host = $6, revision = revision + 1, changed_at = $7 where id = $8";
        cx.run_one(reset, args![&d.title, &d.day, &d.starts, d.minutes, &d.place, &d.host, cx.now(), self.id])?;
        cx.note(self.id, format!("edited {} {}", d.day, d.starts));
        Ok(())
    }

    pub fn to_state(&self, cx: &Writer, state: State, reason: &str) -> Result<()> {
        let set = "update {activities} set state = $1, reason = $2, revision = revision + 1, changed_at = $3 where id = $4";
        cx.run_one(set, args![state.code(), reason, cx.now(), self.id])?;
        cx.note_reason(self.id, state.code(), reason);
        Ok(())
    }

    /// It took place.
    pub fn hold(&self, cx: &Writer) -> Result<()> {
        self.must_be_open()?;
        if self.day > cx.today() {
            return Err(not_yet());
        }
        self.to_state(cx, State::Held, "")
    }

    /// The same activity on another day; this one stays, with the reason.
    pub fn postpone(&self, cx: &Writer, day: Date, starts: &str, reason: &str) -> Result<Activity> {
        self.must_be_open()?;
        if self.state == State::Held {
            return Err(Error::rule("already_held", "已经开展的活动不能延期。", "It was held already."));
        }
        if day == self.day {
            return Err(Error::field("day", "新日期和原来一样。", "The new day is the old one."));
        }
        let reason = said("reason", reason)?;
        self.to_state(cx, State::Postponed, reason)?;
        let details = Details { day, starts: starts.into(), ..self.details() };
        let id = Id::named(&["postponed", &self.id.to_string()]);
        let (kind, basis) = (self.kind.clone(), self.basis.clone());
        let new = NewActivity {
            id,
            plan: self.plan,
            kind,
            details,
            due: self.due,
            state: State::Planned,
            basis,
            follows: Some(self.id),
            source: None,
        };
        Activity::make(cx, &self.organisation(cx)?, new)
    }

    pub fn cancel(&self, cx: &Writer, reason: &str) -> Result<()> {
        self.must_be_open()?;
        if self.state == State::Held {
            return Err(Error::rule("already_held", "已经开展的活动不能取消。", "It was held already."));
        }
        self.to_state(cx, State::Cancelled, said("reason", reason)?)
    }

    pub fn must_be_open(&self) -> Result<()> {
        match self.is_open() {
            true => Ok(()),
            false => Err(Error::rule(
                "activity_not_open",
                "这项活动没有发布，或者已经取消、延期。",
                "It is not published, or was cancelled or postponed.",
            )),
        }
    }

    /// What the rule book calls its kind.
    pub fn kind_name(cx: &Reader, kind: &str) -> Result<String> {
        let book = rulebook::book(cx)?;
        let name = book.at(cx.today()).name(keys::ACTIVITY_KINDS, kind);
        Ok(name.map_or_else(|| kind.to_owned(), |n| kernel::t(&n.zh, &n.en).to_owned()))
    }
}

impl Details {
    fn checked(mut self) -> Result<Details> {
        self.title = said("title", &self.title)?.to_owned();
        self.place = self.place.trim().to_owned();
        self.host = self.host.trim().to_owned();
        let time: Time =
            self.starts.trim().parse().map_err(|_| Error::field("starts", "请写开始时间，如 14:30。", "Give the time, as 14:30."))?;
        self.starts = time.strftime("%H:%M").to_string();
        if self.minutes <= 0 {
            return Err(Error::field("minutes", "时长要大于 0 分钟。", "It lasts longer than 0 minutes."));
        }
        Ok(self)
    }
}

pub fn not_yet() -> Error {
    Error::rule("not_yet", "活动还没有到日子。", "Its day has not come yet.")
}

/// `14:30–16:00`; the whole day or half of it where no hours were written down.
pub fn hours(starts: &str, minutes: i64) -> String {
    let end = |from: Time| from.wrapping_add(minutes.minutes());
    match (starts, starts.parse::<Time>()) {
        ("full_day", _) => kernel::t("全天", "all day").into(),
        ("half_day", _) => kernel::t("半天", "half a day").into(),
        (_, Ok(from)) => format!("{}–{}", from.strftime("%H:%M"), end(from).strftime("%H:%M")),
        (text, Err(_)) => text.to_owned(),
    }
}

pub fn due_code(due: Due) -> &'static str {
    match due {
        Due::Branch => "branch",
        Due::Committee => "committee",
        Due::Group => "group",
        Due::Open => "open",
    }
}

fn said<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    match text.trim() {
        "" => Err(Error::field(field, "这一项要填写。", "This is needed.")),
        text => Ok(text),
    }
}

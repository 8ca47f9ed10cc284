//! The keys of the rule book, each with the type its value has. A key that is misspelled does not
//! compile; a key that no file holds, or whose value has another shape, stops the start.

use super::category::CategoryRule;
use jiff::Span;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// One rule, read as `T`.
pub struct Key<T> {
    pub name: &'static str,
    value: PhantomData<fn() -> T>,
}

/// All rules whose key begins with `prefix`, each read as `T`; what follows the prefix is its code.
pub struct Family<T> {
    pub prefix: &'static str,
    value: PhantomData<fn() -> T>,
}

/// How often something is held, by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// The code of an activity kind.
    pub kind: String,
    pub holder: Holder,
    pub period: Period,
    pub least: i64,
    /// A soft cadence is suggested and never counted as missing.
    pub soft: bool,
    /// The months in which it is proposed; empty means any.
    #[serde(default)]
    pub months: Vec<i8>,
    /// Proposed only where the organisation, or one above it, fixed a day for it.
    #[serde(default)]
    pub where_fixed: bool,
}

/// A matter of dual management, and what either side does about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointMatter {
    pub zh: String,
    pub en: String,
    pub unit_zh: String,
    pub unit_en: String,
    pub community_zh: String,
    pub community_en: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    Branch,
    /// The branch's committee, hence only where one is required.
    Committee,
    /// Each group, hence only where there are groups.
    Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// A kind of activity; its name in both languages is the rule's own name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityKind {
    pub category: Category,
    pub due: Due,
    pub minutes: i64,
    /// Whether it counts as study.
    pub hours: bool,
    pub place_zh: String,
    pub place_en: String,
    /// The usual place is no room that one activity takes up.
    #[serde(default)]
    pub no_room: bool,
    /// A matter of the organisation's own members: units are not told of it.
    #[serde(default)]
    pub inside: bool,
}

/// A kind of post; its name in both languages is the rule's own name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostKind {
    /// A need that takes one of these becomes a post of this kind.
    pub skills: Vec<String>,
    /// Held for a term rather than done once.
    pub standing: bool,
}

/// What counts when a post and a person are weighed against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worths {
    pub skill: u32,
    pub time: u32,
    pub near: u32,
    pub community: u32,
    pub wish: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Fixed,
    Organisation,
    Study,
    Volunteering,
    Visit,
    Culture,
}

/// Who is due at an activity; at an open one, whoever signed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    Branch,
    Committee,
    Group,
    Open,
}

/// Whose base does not exceed `up_to` fen pays this share of the whole of it; the last has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    #[serde(default)]
    pub up_to: Option<i64>,
    pub per_10000: i64,
}

/// To what a share of the base is rounded, half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundTo {
    Fen,
    Jiao,
    Yuan,
}

/// A year's days off, and the weekend days worked in exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearOff {
    pub off: Vec<Holiday>,
    pub work: Vec<Date>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub zh: String,
    pub en: String,
    pub first: Date,
    pub last: Date,
}

/// What the code expects of the book: a name (or a prefix) and whether a value reads as its type.
pub(super) struct Expected {
    pub name: &'static str,
    pub family: bool,
    pub reads: fn(&toml::Value) -> Result<(), String>,
}

impl Expected {
    pub fn covers(&self, key: &str) -> bool {
        if self.family { key.strip_prefix(self.name).is_some_and(|code| !code.is_empty()) } else { key == self.name }
    }
}

fn reads<T: DeserializeOwned>(value: &toml::Value) -> Result<(), String> {
    value.clone().try_into::<T>().map(drop).map_err(|why| why.message().to_string())
}

macro_rules! keys {
    ($($name:ident : $shape:ident<$value:ty> = $text:literal;)*) => {
        $(pub const $name: $shape<$value> = $shape::new($text);)*
        pub(super) const ALL: &[Expected] = &[$($name.expected()),*];
    };
}

impl<T: DeserializeOwned> Key<T> {
    const fn new(name: &'static str) -> Key<T> {
        Key { name, value: PhantomData }
    }
    const fn expected(&self) -> Expected {
        Expected { name: self.name, family: false, reads: reads::<T> }
    }
}

impl<T: DeserializeOwned> Family<T> {
    const fn new(prefix: &'static str) -> Family<T> {
        Family { prefix, value: PhantomData }
    }
    const fn expected(&self) -> Expected {
        Expected { name: self.prefix, family: true, reads: reads::<T> }
    }
}

keys! {
    BRANCH_FULL_MEMBERS_MIN: Key<i64> = "organisation.branch.full_members_min";
    BRANCH_MEMBERS_MAX: Key<i64> = "organisation.branch.members_max";
    JOINT_BRANCH_UNITS_MAX: Key<i64> = "organisation.joint_branch.units_max";
    GENERAL_BRANCH_MEMBERS_OVER: Key<i64> = "organisation.general_branch.members_over";
    COMMITTEE_MEMBERS_OVER: Key<i64> = "organisation.committee.members_over";
    BRANCH_COMMITTEE_FULL_MEMBERS_MIN: Key<i64> = "organisation.branch_committee.full_members_min";
    BRANCH_COMMITTEE_SIZE_MIN: Key<i64> = "organisation.branch_committee.size_min";
    BRANCH_COMMITTEE_SIZE_MAX: Key<i64> = "organisation.branch_committee.size_max";
    TEMPORARY_BRANCH_PROJECT_MIN: Key<Span> = "organisation.temporary_branch.project_min";
    TERM_COMMUNITY: Key<Span> = "organisation.term.community";
    TERM_OTHER: Key<Span> = "organisation.term.other";
    TERM_SHIFT_MAX: Key<Span> = "organisation.term.shift_max";
    TERM_REMINDER: Key<Span> = "organisation.term.reminder";
    CONGRESS_MEMBERS_MIN: Key<i64> = "organisation.congress.members_min";

    CADENCES: Family<Cadence> = "cadence.due.";
    FIXED_KINDS: Key<Vec<String>> = "cadence.fixed.kinds";
    THEME_DAY: Key<i8> = "cadence.theme_day.day";
    USUAL_DAYS: Key<BTreeMap<String, i8>> = "cadence.usual.days";
    USUAL_START: Key<String> = "cadence.usual.start";
    MOVE_DAYS_MAX: Key<i64> = "cadence.move.days_max";
    NOTICE_AHEAD: Key<Span> = "cadence.notice.ahead";

    HOURS_MEMBER: Key<i64> = "study.hours.member";
    HOURS_LEADER: Key<i64> = "study.hours.leader";
    HOUR_MINUTES: Key<i64> = "study.hour.minutes";
    STEP_MINUTES: Key<i64> = "study.step.minutes";
    DAY_FULL_HOURS: Key<i64> = "study.day.full_hours";
    DAY_HALF_HOURS: Key<i64> = "study.day.half_hours";
    DAY_HOURS_MAX: Key<i64> = "study.day.hours_max";
    STUDY_FIRST: Key<Vec<String>> = "study.mode.first";
    STUDY_FAR: Key<i64> = "study.far.metres";

    VISIT_MINUTES: Key<i64> = "rounds.visit.minutes";
    WALK_DETOUR: Key<i64> = "rounds.walk.detour_percent";
    WALK_SPEED: Key<i64> = "rounds.walk.metres_a_minute";
    VISIT_PROMISE_WITHIN: Key<Span> = "rounds.promise.within";

    POINTS_CYCLE: Key<Period> = "points.cycle";
    POINTS_BASE: Key<i64> = "points.base";
    POINTS_FLOOR: Key<i64> = "points.floor";
    POINTS_ACTIVITY: Key<BTreeMap<String, i64>> = "points.activity";
    POINTS_ABSENT: Key<i64> = "points.absent";
    POINTS_EXEMPT_AGE: Key<i64> = "points.exempt.age";
    POINTS_EXEMPT_REASONS: Key<Vec<String>> = "points.exempt.reasons";
    POINTS_PUBLICATION: Key<String> = "points.publication";
    POINTS_RANKING_BRANCHES: Key<bool> = "points.ranking.branches";

    LOST_AFTER: Key<Span> = "contact.lost.after";
    LOST_WARN_AFTER: Key<Span> = "contact.lost.warn_after";
    TWO_WAY_WITHIN: Key<Span> = "contact.two_way.within";
    TALK_WITHIN: Key<Span> = "contact.talk.within";
    FLOATING_AFTER: Key<Span> = "contact.floating.after";
    TRANSFER_AFTER: Key<Span> = "contact.transfer.after";
    CLEARS_FRESH: Key<Span> = "contact.clears.fresh";

    ELDERLY_AGE: Key<i64> = "people.elderly.age";
    JOINING_AGE_MIN: Key<i64> = "people.joining.age_min";
    MEDAL_YEARS: Key<i64> = "people.medal.party_years";
    PROBATION_LENGTH: Key<Span> = "people.probation.length";
    AGE_MAX: Key<i64> = "people.age_max";
    EXPORT_MEMBERS_MAX: Key<i64> = "people.export.members_max";

    CATEGORIES: Family<CategoryRule> = "categories.kind.";

    DUES_BY_BASE: Family<Vec<Bracket>> = "dues.by_base.";
    DUES_FIXED: Family<i64> = "dues.fixed.";
    DUES_CLASS_OF: Key<BTreeMap<String, String>> = "dues.class_of";
    DUES_ROUND_TO: Key<RoundTo> = "dues.round_to";
    DUES_QUARTERLY: Key<bool> = "dues.quarterly";
    DUES_MONTHS_MAX: Key<i64> = "dues.payment.months_max";
    DUES_WARN: Key<i64> = "dues.unpaid.warn";
    DUES_HANDLE: Key<i64> = "dues.unpaid.handle";

    NOTICE_WAYS: Key<Vec<String>> = "notices.ways";
    NOTICE_WAIT: Key<Span> = "notices.wait";
    NOTICE_CALL_AHEAD: Key<Span> = "notices.call_ahead";
    NOTICE_REMIND_AHEAD: Key<Span> = "notices.remind_ahead";
    NOTICE_DEADLINE: Key<Span> = "notices.deadline";
    NOTICE_MERGE: Key<Span> = "notices.merge_within";
    NOTICE_QUIET_FROM: Key<String> = "notices.quiet.from";
    NOTICE_QUIET_TO: Key<String> = "notices.quiet.to";
    NOTICE_RETRIES: Key<Vec<Span>> = "notices.retries";
    NOTICE_LEASE: Key<Span> = "notices.lease";
    NOTICE_LINK_AFTER: Key<Span> = "notices.link.after";
    NOTICE_LINK_VALID: Key<Span> = "notices.link.valid";
    NOTICE_ATTEMPTS: Key<i64> = "notices.call.attempts";

    FEED_BACK: Key<Span> = "calendar.feed.back";
    FEED_AHEAD: Key<Span> = "calendar.feed.ahead";
    FEED_EVERY: Key<Span> = "calendar.feed.every";

    MATERIAL_BYTES_MAX: Key<i64> = "ebranch.file.bytes_max";
    MEETING_SHOWN_BEFORE: Key<Span> = "ebranch.meeting.shown_before";
    EBRANCH_NEW_WITHIN: Key<Span> = "ebranch.new_within";
    WORDS_MAX: Key<i64> = "ebranch.words_max";

    PUBLICITY_LENGTH: Key<Span> = "publicity.length";
    PUBLICITY_MASK: Key<String> = "publicity.mask";
    COMPOUND_SURNAMES: Key<Vec<String>> = "publicity.compound_surnames";

    POST_KINDS: Family<PostKind> = "posts.kind.";
    MATCH_WORTH: Key<Worths> = "posts.match.worth";
    MATCH_URGENCY: Key<BTreeMap<String, u32>> = "posts.match.urgency";
    MATCH_LOAD: Key<u32> = "posts.match.load";
    MATCH_MOST: Key<u32> = "posts.match.most";
    MATCH_ACROSS: Key<bool> = "posts.match.across";
    MATCH_TIME: Key<Span> = "posts.match.time";
    TEAM_LEAST: Key<i64> = "posts.team.least";
    OFFER_WITHIN: Key<Span> = "posts.offer.answer_within";
    OFFER_LATER: Key<Span> = "posts.offer.later";

    SERVICE_MOST: Key<Span> = "service.minutes.most";
    SERVICE_WITHIN: Key<Span> = "service.said_within";
    SERVICE_LINK: Key<Span> = "service.link.valid";
    SERVICE_REMIND: Key<Span> = "service.remind_ahead";
    SERVICE_POINTS_COEFFICIENT: Key<BTreeMap<String, i64>> = "service.points.coefficient";
    SERVICE_POINTS_DAY: Key<i64> = "service.points.day_most";
    SERVICE_POINTS_MONTH: Key<i64> = "service.points.month_most";

    KEPT_SHOWN: Key<Span> = "commitments.kept.shown";
    WORDS_PER_ADDRESS: Key<i64> = "commitments.words.per_address";
    WORDS_PER_COMMITMENT: Key<i64> = "commitments.words.per_commitment";

    ACTING_LENGTH: Key<Span> = "desk.acting.length";

    REPORT_LINK_VALID: Key<Span> = "report_in.link.valid";
    REPORT_LINK_DAILY: Key<i64> = "report_in.link.daily";
    REPORT_DEADLINE: Key<i64> = "report_in.deadline";
    AGREEMENT_WARN: Key<Span> = "report_in.agreement.warn";
    AWAY_SHOWN_FROM: Key<i64> = "away.shown_from";

    NAMELESS_FROM: Key<i64> = "letters.shown_from";
    LETTER_ANSWER_WITHIN: Key<Span> = "letters.answer.within";
    JOINT_MATTERS: Key<Vec<JointMatter>> = "letters.joint.matters";

    BOOKING_AHEAD: Key<Span> = "venues.booking.ahead";
    OPEN_DAYS_AHEAD: Key<Span> = "venues.open_days.ahead";

    RISK_NOTE: Key<bool> = "needs.risk_note";
    DANGER_INSURANCE: Key<bool> = "needs.danger.insurance";
    ALIKE_WORDS: Key<i64> = "needs.alike.words";
    ALIKE_WORDS_SAME_SKILL: Key<i64> = "needs.alike.words_same_skill";
    ALIKE_WORDS_NO_PLACE: Key<i64> = "needs.alike.words_no_place";
    ALIKE_WITHIN: Key<Span> = "needs.alike.within";
    ASK_PER_ADDRESS: Key<i64> = "needs.ask.per_address";
    ASK_PER_COUNTER: Key<i64> = "needs.ask.per_counter";
    ASKER_KEPT: Key<Span> = "needs.asker.kept";

    PASSWORD_LENGTH_MIN: Key<i64> = "accounts.password.length_min";
    PASSWORD_STRENGTH_MIN: Key<i64> = "accounts.password.strength_min";
    LOCKOUT_ATTEMPTS: Key<i64> = "accounts.lockout.attempts";
    LOCKOUT_WAITS: Key<Vec<Span>> = "accounts.lockout.waits";
    SESSION_IDLE_STAFF: Key<Span> = "accounts.session.idle_staff";
    SESSION_ABSOLUTE_STAFF: Key<Span> = "accounts.session.absolute_staff";
    SESSION_IDLE_MEMBER: Key<Span> = "accounts.session.idle_member";
    SESSION_ABSOLUTE_MEMBER: Key<Span> = "accounts.session.absolute_member";
    INVITATION_VALID: Key<Span> = "accounts.invitation.valid";
    SETUP_VALID: Key<Span> = "accounts.setup.valid";
    TOKEN_VALID: Key<Span> = "accounts.token.valid";
    TOTP_STAFF_REQUIRED: Key<bool> = "accounts.totp.staff_required";
    TOTP_STEP: Key<Span> = "accounts.totp.step";
    TOTP_DIGITS: Key<i64> = "accounts.totp.digits";
    TOTP_SKEW: Key<i64> = "accounts.totp.skew";

    UPLOAD_BYTES_MAX: Key<i64> = "imports.upload.bytes_max";
    SHEET_BYTES_MAX: Key<i64> = "imports.sheet.bytes_max";
    IMPORT_MEMORY_MAX: Key<i64> = "imports.memory.bytes_max";
    SHEET_ROWS_MAX: Key<i64> = "imports.sheet.rows_max";
    SHEET_COLUMNS_MAX: Key<i64> = "imports.sheet.columns_max";
    IMPORT_FILES_MAX: Key<i64> = "imports.files_max";
    FORM_COPIES_MAX: Key<i64> = "imports.form_copies_max";
    UNDO_WITHIN: Key<Span> = "imports.undo.within";

    ACTIVITY_KINDS: Family<ActivityKind> = "activities.kind.";
    MODES_PRESENT: Key<Vec<String>> = "activities.modes.present";
    MODES_NOT_DUE: Key<Vec<String>> = "activities.modes.not_due";
    ROLL_CALL_CODE_EVERY: Key<Span> = "activities.roll_call.code_every";
    MADE_UP_WITHIN: Key<Span> = "activities.made_up.within";

    KEEP_AUDIT: Key<Span> = "retention.audit";
    KEEP_EXPORTS: Key<Span> = "retention.exports";
    KEEP_NOTICES: Key<Span> = "retention.notices";

    PART_MONTHS: Key<i64> = "difficulties.part.months";
    PART_ABLE_NOT: Key<Vec<String>> = "difficulties.part.able_not";
    DUES_LOOK_BACK: Key<i64> = "difficulties.dues.look_back";
    SHOWN_GOOD: Key<i64> = "difficulties.shown.good";
    SHOWN_LOW: Key<i64> = "difficulties.shown.low";

    HOLIDAYS: Family<YearOff> = "holidays.";
}

//! How a notice stands with one member: on which way it is, and who or what reached them. However
//! they answer, it counts the same.

use super::{Notice, way::Channel};
use crate::people::{Contact, Member, Way};
use kernel::{Error, Id, Reader, Result, Spot, Writer, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    pub notice: Id,
    pub member: Id,
    pub name: String,
    pub path: String,
    pub channel: Channel,
    pub ways: String,
    /// sent, seen (by themselves), told (by somebody), explained (why they cannot be reached), or
    /// withdrawn (before anything reached them)
    pub state: String,
    pub next_at: Option<String>,
    pub reached_at: Option<String>,
    pub reached_by: String,
    /// By which way they were reached: account, link, call, door, slip or desk.
    pub via: String,
    pub answer: String,
    /// Of a mail or a message on the present way: waiting, sending, handed, failed.
    pub sending: Option<String>,
    /// Why it could not be handed over.
    pub problem: Option<String>,
    /// Calls that nobody answered.
    pub attempts: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reach {
    /// But those from whom it was withdrawn before anything reached them.
    pub all: i64,
    pub withdrawn: i64,
    pub seen: i64,
    pub told: i64,
    pub explained: i64,
    pub left: i64,
    pub answered: i64,
    /// When the last of them was reached or explained.
    pub last_at: Option<String>,
}

const COLUMNS: &str = "select d.notice, d.member, m.name, m.path, d.channel, d.ways, d.state, d.next_at, d.reached_at, d.reached_by, d.via, d.answer, x.state as sending, x.problem, \
     (select count(*) from {call_attempts} t where t.tenant = d.tenant and t.notice = d.notice and t.member = d.member) as attempts \
     from {deliveries} d join {members} m on m.tenant = d.tenant and m.id = d.member \
     left join {outbox} x on x.tenant = d.tenant and x.notice = d.notice and x.member = d.member and x.channel = d.channel and x.round = 0";

/// By which hand somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    Call,
    Door,
    Slip,
    /// They came to the desk.
    Desk,
}

impl Hand {
    pub fn code(self) -> &'static str {
        match self {
            Hand::Call => "call",
            Hand::Door => "door",
            Hand::Slip => "slip",
            Hand::Desk => "desk",
        }
    }
}

impl Notice {
    /// Those left first, in the ledger's order.
    pub fn deliveries(&self, cx: &Reader) -> Result<Vec<Delivery>> {
        cx.all(
            &format!("{COLUMNS} where d.notice = $1 order by case d.state when 'sent' then 0 else 1 end, m.path, m.name, m.id"),
            args![self.id],
        )
    }

    pub fn delivery(&self, cx: &Reader, member: Id) -> Result<Delivery> {
        cx.one(&format!("{COLUMNS} where d.notice = $1 and d.member = $2"), args![self.id, member])
    }

    pub fn reach(&self, cx: &Reader) -> Result<Reach> {
        cx.one(
            "select coalesce(cast(sum(case d.state when 'withdrawn' then 0 else 1 end) as bigint), 0) as \"all\", \
             coalesce(cast(sum(case d.state when 'withdrawn' then 1 else 0 end) as bigint), 0) as withdrawn, coalesce(cast(sum(case d.state when 'seen' then 1 else 0 end) as bigint), 0) as seen, \
             coalesce(cast(sum(case d.state when 'told' then 1 else 0 end) as bigint), 0) as told, \
             coalesce(cast(sum(case d.state when 'explained' then 1 else 0 end) as bigint), 0) as explained, \
             coalesce(cast(sum(case d.state when 'sent' then 1 else 0 end) as bigint), 0) as \"left\", \
             coalesce(cast(sum(case d.answer when '' then 0 else 1 end) as bigint), 0) as answered, max(d.reached_at) as last_at \
             from {deliveries} d where d.notice = $1",
            args![self.id],
        )
    }

    /// How many gave which answer.
    pub fn answers(&self, cx: &Reader) -> Result<Vec<(String, i64)>> {
        let given: Vec<(String, i64)> = cx.all(
            "select d.answer, count(*) from {deliveries} d where d.notice = $1 and d.answer <> '' group by d.answer",
            args![self.id],
        )?;
        let count = |code: &str| given.iter().find(|g| g.0 == code).map_or(0, |g| g.1);
        Ok(self.choices().into_iter().map(|c| (c.text, count(&c.code))).collect())
    }

    /// The member opened it in the account.
    pub fn seen(&self, cx: &Writer, member: Id) -> Result<()> {
        self.reached(cx, member, "seen", "account", &cx.actor().name).map(drop)
    }

    /// The member answered by themselves, in the account or by a link.
    pub fn answered(&self, cx: &Writer, member: &Member, answer: &str, note: &str, via: &str) -> Result<()> {
        self.reached(cx, member.id, "seen", via, &member.name)?;
        self.keep_answer(cx, member, answer, note, via)
    }

    /// Somebody told the member, and heard what they say, where they said something. A call and a
    /// visit are contacts, from which the last contact and all that is counted from it follow. A
    /// second click is no second call.
    pub fn told(&self, cx: &Writer, member: &Member, hand: Hand, answer: &str, note: &str) -> Result<()> {
        if self.reached(cx, member.id, "told", hand.code(), &cx.actor().name)? {
            let contact = |way, note: String| Contact::record(cx, member, way, cx.today(), true, &note).map(drop);
            match hand {
                Hand::Call => contact(Way::Call, say!("电话告知：{}", "Told by telephone: {}", self.title))?,
                Hand::Door => contact(Way::Visit, say!("上门告知：{}", "Told at the door: {}", self.title))?,
                Hand::Desk => contact(Way::Meeting, say!("在窗口告知：{}", "Told at the desk: {}", self.title))?,
                Hand::Slip => {}
            }
            let how = if hand == Hand::Call { "telephone" } else { hand.code() };
            cx.note(self.id, format!("told {} by {how}", member.id));
        }
        if answer.is_empty() { Ok(()) } else { self.keep_answer(cx, member, answer, note, hand.code()) }
    }

    /// Nobody can reach them for now; somebody says why, and it is sealed.
    pub fn explain(&self, cx: &Writer, member: Id, reason: &str) -> Result<()> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", "请写明为什么联系不上，比如住院。", "Say why they cannot be reached, such as in hospital."));
        }
        self.must_stand()?;
        self.delivery(cx, member)?;
        let sealed = cx.seal(spot(self.id, member), reason)?;
        let explain = "update {deliveries} set state = 'explained', reached_at = $1, reached_by = $2, via = '', reason = $3, next_at = null where notice = $4 and member = $5 and state in ('sent', 'explained')";
        cx.run(explain, args![cx.now(), &cx.actor().name, sealed, self.id, member])?;
        cx.note(self.id, format!("explained {member}"));
        Ok(())
    }

    /// Why somebody could not be reached. The caller has a reason that was written down.
    pub fn explanation(cx: &Reader, notice: Id, member: Id) -> Result<Option<String>> {
        let sealed: Option<(Option<Vec<u8>>,)> =
            cx.maybe("select d.reason from {deliveries} d where d.notice = $1 and d.member = $2", args![notice, member])?;
        sealed.and_then(|s| s.0).map(|s| cx.unseal(spot(notice, member), &s)).transpose()
    }

    /// The later word holds.
    fn keep_answer(&self, cx: &Writer, member: &Member, answer: &str, note: &str, via: &str) -> Result<()> {
        self.must_stand()?;
        self.pass_on(cx, member, answer, note, via)?;
        let keep = "update {deliveries} set answer = $1, answered_at = $2 where notice = $3 and member = $4";
        cx.run_one(keep, args![answer, cx.now(), self.id, member.id])?;
        cx.note(self.id, format!("answer of {} by {via}", member.id));
        Ok(())
    }

    /// Whether this is what reached them; they may have been reached before.
    fn reached(&self, cx: &Writer, member: Id, state: &str, via: &str, by: &str) -> Result<bool> {
        let known: Option<String> =
            cx.maybe("select d.state from {deliveries} d where d.notice = $1 and d.member = $2", args![self.id, member])?;
        match known.as_deref() {
            None => Err(Error::NotFound),
            Some("sent" | "explained" | "withdrawn") => {
                self.must_stand()?;
                let reach = "update {deliveries} set state = $1, reached_at = $2, reached_by = $3, via = $4, reason = null, next_at = null where notice = $5 and member = $6";
                cx.run_one(reach, args![state, cx.now(), by, via, self.id, member]).map(|()| true)
            }
            Some(_) => Ok(false),
        }
    }
}

fn spot(notice: Id, member: Id) -> Spot<'static> {
    Spot { table: "deliveries", column: "reason", row: Id::named(&[&notice.to_string(), &member.to_string()]) }
}

impl Delivery {
    pub fn is_left(&self) -> bool {
        self.state == "sent"
    }
    pub fn words(&self) -> &'static str {
        match (self.state.as_str(), self.via.as_str()) {
            ("seen", "link") => t("点链接看了", "Answered by link"),
            ("seen", _) => t("看了", "Seen"),
            ("told", "door") => t("上门告知", "Told at the door"),
            ("told", "desk") => t("在窗口告知", "Told at the desk"),
            ("told", "slip") => t("交回纸条", "Slip handed back"),
            ("told", _) => t("电话告知", "Told"),
            ("explained", _) => t("已说明", "Explained"),
            ("withdrawn", _) => t("没告知就撤回了", "Withdrawn before"),
            _ => t("还没告知", "Not reached"),
        }
    }
    pub fn reached(&self) -> String {
        self.reached_at.as_deref().map(|at| format!("{} {}", super::minute(at), self.reached_by)).unwrap_or_default()
    }
    /// What happens next, and by whom where a person does it. After `enough` calls without an answer
    /// it is another way.
    pub fn next(&self, who: &str, enough: &i64) -> String {
        let name = self.channel.name();
        if self.attempts >= *enough && self.channel.is_by_hand() {
            let n = self.attempts;
            return say!(
                "打了 {n} 次没人接，换个办法：上门或送纸条 · {who}",
                "{n} calls without an answer: try the door or a slip · {who}"
            );
        }
        match (self.channel, self.sending.as_deref()) {
            (Channel::Account, _) => say!("等本人看，{}还没看就换下一个渠道", "Waits for them; the next way on {}", self.next_on()),
            (way, Some("handed")) if way.is_sent() => {
                say!("{name}已发，{}还没回音就换下一个渠道", "{name} went out; the next way on {}", self.next_on())
            }
            (way, _) if way.is_sent() => say!("{name}在排队", "{name} waits to go out"),
            _ if self.attempts > 0 => {
                say!("{name} · {who} · 打过 {} 次没人接", "{name} · {who} · {} calls without an answer", self.attempts)
            }
            _ => say!("{name} · {who}", "{name} · {who}"),
        }
    }
    fn next_on(&self) -> String {
        self.next_at.as_deref().map(super::minute).unwrap_or_default()
    }
}

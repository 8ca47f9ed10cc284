//! A contact with a member: a call, a visit, a talk. What was said is sealed.

use super::Member;
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Spot, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Call,
    Message,
    Visit,
    Talk,
    Meeting,
}

impl Way {
    pub const ALL: [Way; 5] = [Way::Call, Way::Message, Way::Visit, Way::Talk, Way::Meeting];

    pub fn code(self) -> &'static str {
        match self {
            Way::Call => "call",
            Way::Message => "message",
            Way::Visit => "visit",
            Way::Talk => "talk",
            Way::Meeting => "meeting",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Way::Call => Text::fixed("通话", "Call"),
            Way::Message => Text::fixed("消息", "Message"),
            Way::Visit => Text::fixed("走访", "Visit"),
            Way::Talk => Text::fixed("谈心谈话", "Talk"),
            Way::Meeting => Text::fixed("见面", "Met"),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Contact {
    pub id: Id,
    pub occurred_on: String,
    pub kind: Way,
    /// The member answered: they were in touch, and not only sought.
    pub two_way: bool,
    note: Option<Vec<u8>>,
    /// Whose word it is.
    pub account: Option<Id>,
    pub made_by: String,
}

impl Contact {
    /// The newest contacts with a member.
    pub fn of_member(cx: &Reader, member: Id, most: i64) -> Result<Vec<Contact>> {
        cx.all("select id, occurred_on, kind, two_way, note, account, made_by from {contacts} c where c.member = $1 order by c.occurred_on desc, c.id desc limit $2", args![member, most])
    }

    /// Records a contact. Only one that the member answered proves that they can be reached, so
    /// only such a one moves the day of the last contact, and only forward.
    pub fn record(cx: &Writer, member: &Member, kind: Way, on: Date, two_way: bool, note: &str) -> Result<Id> {
        if on > cx.today() {
            return Err(Error::field("on", "日期在将来。", "The date lies in the future."));
        }
        let (id, note) = (cx.new_id(), note.trim());
        let sealed = if note.is_empty() { None } else { Some(cx.seal(spot(id), note)?) };
        cx.run(
            "insert into {contacts} (occurred_on, id, member, path, kind, two_way, note, account, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![on, id, member.id, &member.path, kind.code(), two_way, sealed, cx.actor().account, &cx.actor().name, cx.now()],
        )?;
        if two_way {
            member.heard_of(cx, on)?;
        }
        cx.note(member.id, format!("contact {} on {on}", kind.code()));
        Ok(id)
    }

    /// It was written down as answered by mistake: it is one that was not, and where it alone moved the
    /// day of the last contact, that day is again what it was.
    pub fn unanswered(cx: &Writer, contact: Id, member: &Member, on: &str, heard_before: Option<&str>) -> Result<()> {
        cx.run_one("update {contacts} set two_way = 0 where id = $1", args![contact])?;
        let others: i64 = cx
            .one("select count(*) from {contacts} c where c.member = $1 and c.two_way = 1 and c.occurred_on >= $2", args![member.id, on])?;
        if others == 0 {
            cx.run("update {members} set last_contact = $1 where id = $2 and last_contact = $3", args![heard_before, member.id, on])?;
        }
        cx.note(member.id, "contact was not answered");
        Ok(())
    }

    pub fn has_note(&self) -> bool {
        self.note.is_some()
    }

    /// Whether the caller may read what was noted. What was said in a talk is read by the two who
    /// talked and by the secretary of the member's branch, whoever else may see what is hidden.
    pub fn may_read(&self, cx: &Reader, member: &Member) -> Result<bool> {
        let actor = cx.actor();
        Ok(self.kind != Way::Talk
            || actor.account.is_some() && self.account == actor.account
            || actor.person == Some(member.id)
            || leads_branch_of(cx, member)?)
    }

    /// What was noted. The caller has a reason that was written down.
    pub fn note(&self, cx: &Reader) -> Result<Option<String>> {
        self.note.as_deref().map(|n| cx.unseal(spot(self.id), n)).transpose()
    }

    pub fn find(cx: &Reader, member: Id, id: Id) -> Result<Contact> {
        cx.one(
            "select id, occurred_on, kind, two_way, note, account, made_by from {contacts} c where c.member = $1 and c.id = $2",
            args![member, id],
        )
    }
}

/// Whether the caller is the secretary of the member's own branch, and not of one above it.
fn leads_branch_of(cx: &Reader, member: &Member) -> Result<bool> {
    let (actor, top) = (cx.actor(), cx.actor().scope.top());
    if actor.role != "secretary" || !member.path.starts_with(top) {
        return Ok(false);
    }
    let branches: Vec<String> = cx.all(
        "select o.path from {orgs} o where o.kind in ('branch', 'joint_branch') and o.path <= $1 order by o.path",
        args![&member.path],
    )?;
    let own = branches.into_iter().rfind(|path| member.path.starts_with(path.as_str()));
    Ok(own.as_deref().unwrap_or(&member.path) == top)
}

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "contacts", column: "note", row }
}

//! When each field of the contact card was last said to be so: by the member on the phone, by a call,
//! at the door, from a table. Rows are appended; one that was wrong is taken back by one that reverses it.

use super::{Beside, Card, CardFacts, Contact, Entry, Member, Way, clears::Told, correction::beside_value};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Writer, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A field of the card. Of a talk nothing is kept but whether the member wishes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Whereabouts,
    Contact,
    Housing,
    Talk,
    Work,
    Family,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The member themself, on the phone.
    Own,
    Call,
    Door,
    /// Somebody changed the fact by hand.
    Desk,
    Table,
}

/// The last confirmation of a field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Confirmation {
    pub field: Field,
    pub occurred_on: String,
    pub how: How,
    /// Of a talk: `yes` or `no`.
    pub value: String,
    pub made_by: String,
}

impl Field {
    /// In the order of the six clears.
    pub const ALL: [Field; 6] = [Field::Whereabouts, Field::Contact, Field::Housing, Field::Talk, Field::Work, Field::Family];

    pub fn code(self) -> &'static str {
        match self {
            Field::Whereabouts => "whereabouts",
            Field::Contact => "contact",
            Field::Housing => "housing",
            Field::Talk => "talk",
            Field::Work => "work",
            Field::Family => "family",
        }
    }
    pub fn name(self) -> &'static str {
        super::clears::names()[self as usize]
    }
    /// The fact of the ledger that it is, where it is one; else it stands on the card alone.
    pub fn of_ledger(self) -> Option<&'static str> {
        match self {
            Field::Whereabouts => Some("lives_at"),
            Field::Contact => Some("phone"),
            Field::Work => Some("employment"),
            Field::Housing | Field::Talk | Field::Family => None,
        }
    }
}

impl How {
    pub fn code(self) -> &'static str {
        match self {
            How::Own => "own",
            How::Call => "call",
            How::Door => "door",
            How::Desk => "desk",
            How::Table => "table",
        }
    }
    pub fn name(self) -> &'static str {
        match self {
            How::Own => t("本人", "by the member"),
            How::Call => t("通话", "by call"),
            How::Door => t("上门", "at the door"),
            How::Desk => t("登记", "at the desk"),
            How::Table => t("表格", "from a table"),
        }
    }
    fn way(self) -> Option<Way> {
        match self {
            How::Call => Some(Way::Call),
            How::Door => Some(Way::Visit),
            How::Own | How::Desk | How::Table => None,
        }
    }
}

impl Confirmation {
    /// The last of each field of a member.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Confirmation>> {
        let all: Vec<Confirmation> = cx.all(
            "select w.field, w.occurred_on, w.how, w.value, w.made_by from {confirmations} w where w.member = $1 and w.reverses is null \
             and not exists (select 1 from {confirmations} r where r.tenant = w.tenant and r.member = w.member and r.field = w.field and r.occurred_on = w.occurred_on and r.reverses = w.id) \
             order by w.occurred_on desc, w.id desc limit 200",
            args![member],
        )?;
        Ok(Field::ALL.into_iter().filter_map(|field| all.iter().find(|c| c.field == field).cloned()).collect())
    }

    /// Still so: what is known was asked about, and holds. Who confirms by a call or at the door was in
    /// touch: the contact is recorded with it, once a day.
    pub fn still_so(cx: &Writer, member: &Member, field: Field, how: How, on: Date) -> Result<()> {
        if on > cx.today() {
            return Err(Error::field("on", "日期在将来。", "The date lies in the future."));
        }
        let told = Told::of(cx, member.id)?;
        let known = field != Field::Talk && told.known(member.last_contact.as_deref()).since()[field as usize].0;
        if !known {
            return Err(Error::field("value", "这一项还不知道，请填上。", "This is not known yet; fill it in."));
        }
        in_touch(cx, member, how, on)?;
        append(cx, member, field, how, on, "", None)
    }

    /// It has changed, or was not known: the fact itself is put right where it stands.
    pub fn set(cx: &Writer, member: &Member, field: Field, how: How, on: Date, value: &str) -> Result<()> {
        if on > cx.today() {
            return Err(Error::field("on", "日期在将来。", "The date lies in the future."));
        }
        let value = value.trim();
        match (field, field.of_ledger()) {
            (Field::Talk, _) => return Err(Error::field("field", "没有这一项。", "There is no such field.")),
            (_, Some(fact)) => {
                let typed: Entry = serde_json::from_value(serde_json::json!({ (fact): value }))?;
                let new = typed.onto(cx, &member.facts(cx)?, Some(member.id)).map_err(beside_value)?;
                member.change(cx, &new, "edited", None)?;
            }
            _ => {}
        }
        let old = Card::of(cx, member.id)?;
        if field.of_ledger().is_none() || old.as_ref().is_some_and(|c| says(c, field)) {
            let mut card = old.unwrap_or_else(|| CardFacts { confirmed_on: on.to_string(), ..CardFacts::default() });
            put(&mut card, field, value);
            Card::put(cx, member, card, None)?;
        }
        in_touch(cx, member, how, on)?;
        append(cx, member, field, how, on, "", None)
    }

    /// Whether the member wishes a talk; no word about what.
    pub fn wishes_talk(cx: &Writer, member: &Member, yes: bool, how: How) -> Result<()> {
        append(cx, member, Field::Talk, how, cx.today(), if yes { "yes" } else { "no" }, None)
    }

    /// What a table says of a card was so on its day.
    pub fn of_table(cx: &Writer, member: &Member, card: &CardFacts, source: Id) -> Result<()> {
        let Ok(on) = card.confirmed_on.parse::<Date>() else { return Ok(()) };
        // What is confirmed for that day or a later one needs no second word.
        let (last, day) = (Confirmation::of_member(cx, member.id)?, on.to_string());
        let said = |field: &Field| last.iter().any(|c| c.field == *field && c.occurred_on >= day);
        let told = Field::ALL.into_iter().filter(|field| says(card, *field) && !said(field));
        told.into_iter().try_for_each(|field| append(cx, member, field, How::Table, on, "", Some(source)))
    }

    /// A fact of the ledger was changed by hand or by a table.
    pub(super) fn of_change(cx: &Writer, member: &Member, fields: &[&str], source: Option<Id>) -> Result<()> {
        let how = if source.is_some() { How::Table } else { How::Desk };
        for field in Field::ALL {
            if field.of_ledger().is_some_and(|fact| fields.contains(&fact)) {
                append(cx, member, field, how, cx.today(), "", source)?;
            }
        }
        Ok(())
    }

    /// What an import confirmed is taken back: of all its members, or of one.
    pub fn take_back(cx: &Writer, source: Id, member: Option<Id>) -> Result<()> {
        #[derive(Deserialize)]
        struct Row {
            id: Id,
            member: Id,
            path: String,
            field: String,
            how: String,
            occurred_on: String,
        }
        let standing: Vec<Row> = cx.all(
            "select w.id, w.member, w.path, w.field, w.how, w.occurred_on from {confirmations} w where w.source = $1 and w.reverses is null and (cast($2 as text) = '' or w.member = $3) \
             and not exists (select 1 from {confirmations} r where r.tenant = w.tenant and r.member = w.member and r.field = w.field and r.occurred_on = w.occurred_on and r.reverses = w.id)",
            args![source, member.map_or("", |_| "one"), member.unwrap_or(Id::NIL)],
        )?;
        for row in standing {
            cx.run(
                "insert into {confirmations} (occurred_on, id, member, path, field, how, value, reverses, source, made_at, made_by) values ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10)",
                args![row.occurred_on, cx.new_id(), row.member, row.path, row.field, row.how, row.id, source, cx.now(), &cx.actor().name],
            )?;
        }
        Ok(())
    }
}

/// A call or a knock on the door that the member answered, unless it is on record for the day.
fn in_touch(cx: &Writer, member: &Member, how: How, on: Date) -> Result<()> {
    let Some(way) = how.way() else {
        return if how == How::Own { member.heard_of(cx, on) } else { Ok(()) };
    };
    let known: i64 = cx.one(
        "select count(*) from {contacts} c where c.member = $1 and c.occurred_on = $2 and c.kind = $3 and c.two_way = 1",
        args![member.id, on, way.code()],
    )?;
    if known == 0 { Contact::record(cx, member, way, on, true, "").map(drop) } else { Ok(()) }
}

fn append(cx: &Writer, member: &Member, field: Field, how: How, on: Date, value: &str, source: Option<Id>) -> Result<()> {
    cx.run(
        "insert into {confirmations} (occurred_on, id, member, path, field, how, value, source, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![on, cx.new_id(), member.id, &member.path, field.code(), how.code(), value, source, cx.now(), &cx.actor().name],
    )?;
    if source.is_none() {
        cx.note(member.id, format!("confirmed {} {}", field.code(), how.code()));
    }
    Ok(())
}

/// Whether the card says it.
fn says(card: &CardFacts, field: Field) -> bool {
    match field {
        Field::Whereabouts => card.lives_at.is_some() || card.former_home.is_some(),
        Field::Contact => card.contact.is_some(),
        Field::Housing => !card.housing.is_empty(),
        Field::Work => !card.work.is_empty(),
        Field::Family => card.family.is_some(),
        Field::Talk => false,
    }
}

fn put(card: &mut CardFacts, field: Field, value: &str) {
    let value = value.to_owned();
    match field {
        Field::Whereabouts => card.lives_at = Some(value),
        Field::Contact => card.contact = Some(value),
        Field::Housing => card.housing = value,
        Field::Work => card.work = value,
        Field::Family => card.family = Some(value),
        Field::Talk => {}
    }
}

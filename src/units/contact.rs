//! Who speaks for a unit: a name, a role in the unit's own words, a phone that is sealed, since when and
//! until when. A unit can have several at a time;
//! whoever gives a mail address gets the letters to the unit by mail.

use super::Unit;
use crate::{
    accounts::{Account, Guest, Invitation, InvitationLink},
    channels::is_address,
    people::mask_phone,
};
use jiff::civil::Date;
use kernel::{Error, FieldError, Id, Noun, Reader, Result, Spot, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values::{self, Phone};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    pub id: Id,
    pub path: String,
    pub unit: Id,
    pub name: String,
    /// In the unit's words.
    pub role: String,
    #[schemars(with = "String")]
    pub since: Date,
    /// The last day; none while they speak for the unit.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    phone: Option<Vec<u8>>,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    mail: Option<Vec<u8>>,
}
impl Noun for Contact {
    const TABLE: &'static str = "unit_contacts";
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewContact {
    pub name: String,
    pub role: String,
    pub phone: String,
    pub mail: String,
    /// Today where nothing is said.
    pub since: String,
}

impl Contact {
    pub fn enter(cx: &Writer, unit: &Unit, new: &NewContact) -> Result<Id> {
        let (name, id) = (values::name(&new.name).into_owned(), cx.new_id());
        let mut wrong = vec![];
        if name.is_empty() {
            wrong.push(FieldError { field: "name".into(), text: Text::new("请填写姓名。", "Give the name.") });
        }
        let phone = match values::clean(&new.phone) {
            "" => None,
            typed => match Phone::parse_all(typed).and_then(|all| all.into_iter().next()) {
                Some(phone) => Some(cx.seal(spot("phone", id), phone.as_str())?),
                None => {
                    wrong.push(FieldError {
                        field: "phone".into(),
                        text: Text::new("这不是一个完整的电话号码。", "This is no complete phone number."),
                    });
                    None
                }
            },
        };
        let mail = typed_mail(&new.mail, &mut wrong);
        let since = super::agreement::day(&new.since, "since", Some(cx.today()), &mut wrong);
        let Some(since) = since.filter(|_| wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
        let mail = mail.map(|m| cx.seal(spot("mail", id), m)).transpose()?;
        cx.run(
            "insert into {unit_contacts} (id, path, unit, name, role, phone, mail, since, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![id, &unit.path, unit.id, &name, values::clean(&new.role), phone, mail, since, &cx.actor().name],
        )?;
        cx.note(unit.id, format!("{name} speaks for {}", unit.name));
        Ok(id)
    }

    /// Those who speak for it first, then those who did.
    pub fn of(cx: &Reader, unit: Id) -> Result<Vec<Contact>> {
        cx.all(
            "select * from {unit_contacts} c where c.unit = $1 order by case when c.until is null then 0 else 1 end, c.since desc, c.id",
            args![unit],
        )
    }

    /// One of this unit; another unit's does not exist here.
    pub fn of_unit(cx: &Reader, unit: Id, id: Id) -> Result<Contact> {
        let contact: Contact = cx.find(id)?;
        if contact.unit == unit { Ok(contact) } else { Err(Error::NotFound) }
    }

    /// They speak for it no longer; the account they had for it ends today, and so does an invitation.
    pub fn end(&self, cx: &Writer) -> Result<()> {
        cx.run("update {unit_contacts} set until = $1 where id = $2 and until is null", args![cx.today(), self.id])?;
        for account in Account::of_person(cx, self.unit)?.iter().filter(|a| a.name == self.name) {
            account.end(cx)?;
        }
        Invitation::take_back(cx, self.unit, &self.name)?;
        cx.note(self.unit, format!("{} speaks for it no longer", self.name));
        Ok(())
    }

    /// An account of their own, which sees the published plan and the unit's own people.
    pub fn invite(&self, cx: &Writer) -> Result<InvitationLink> {
        if self.until.is_some() {
            return Err(Error::rule("contact_ended", "这位已经不是联络人了。", "They speak for the unit no longer."));
        }
        if Account::of_person(cx, self.unit)?.iter().any(|a| a.name == self.name) {
            return Err(Error::rule("contact_has_account", "这位联络人已经有账号了。", "This contact has an account already."));
        }
        let guest =
            Guest { name: self.name.clone(), role: "contact".into(), path: self.path.clone(), person: Some(self.unit), account: None };
        Invitation::hand_on(cx, guest)
    }

    /// Another address, or none.
    pub fn set_mail(&self, cx: &Writer, typed: &str) -> Result<()> {
        let mut wrong = vec![];
        let mail = typed_mail(typed, &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let mail = mail.map(|m| cx.seal(spot("mail", self.id), m)).transpose()?;
        cx.run_one("update {unit_contacts} set mail = $1 where id = $2", args![mail, self.id])?;
        cx.note(self.unit, format!("mail address of {} changed", self.name));
        Ok(())
    }

    /// Empty where none is known. The caller masks it, or writes to it.
    pub fn mail(&self, cx: &Reader) -> Result<String> {
        Ok(self.mail.as_deref().map(|m| cx.unseal(spot("mail", self.id), m)).transpose()?.unwrap_or_default())
    }

    /// `h***@example.cn`.
    pub fn masked_mail(&self, cx: &Reader) -> Result<String> {
        let mail = self.mail(cx)?;
        let masked = mail.split_once('@').map(|(name, host)| format!("{}***@{host}", name.chars().take(1).collect::<String>()));
        Ok(masked.unwrap_or_default())
    }

    /// Empty where none is known. The caller masks it, or has a reason that was written down.
    pub fn phone(&self, cx: &Reader) -> Result<String> {
        Ok(self.phone.as_deref().map(|p| cx.unseal(spot("phone", self.id), p)).transpose()?.unwrap_or_default())
    }

    pub fn masked_phone(&self, cx: &Reader) -> Result<String> {
        Ok(mask_phone(&self.phone(cx)?))
    }
}

/// What was typed as an address, if it is one.
fn typed_mail<'a>(typed: &'a str, wrong: &mut Vec<FieldError>) -> Option<&'a str> {
    let mail = typed.trim();
    if !mail.is_empty() && !is_address(mail) {
        wrong.push(FieldError { field: "mail".into(), text: Text::new("这不是一个邮箱地址。", "This is no mail address.") });
    }
    Some(mail).filter(|m| !m.is_empty())
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "unit_contacts", column, row }
}

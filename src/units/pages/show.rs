//! A unit: its facts, and its members who reported in.

use crate::{
    accounts::Account,
    orgs::Org,
    people::{Reveal, mask_phone},
    report_in,
    units::{Agreement, Contact, Edit, Unit, View},
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "units/show.html")]
pub struct ShowUnit {
    pub unit: Unit,
    pub organisation: Org,
    /// Masked, unless it was asked for with a reason.
    pub phone: String,
    /// Other columns of its workbook: heads alone, or all of it where it was asked for with a reason.
    pub extra: String,
    /// Which hidden fact is shown in full.
    pub shown: String,
    pub people: Vec<report_in::Line>,
    pub people_in_all: i64,
    pub contacts: Vec<Speaks>,
    pub agreements: Vec<Agreement>,
    #[serde(skip)]
    today: Date,
    #[serde(skip)]
    may_write: bool,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_reveal: bool,
}
impl Page for ShowUnit {
    fn title(&self) -> String {
        self.unit.name.clone()
    }
}

/// Who speaks for the unit, or did.
#[derive(Serialize, JsonSchema)]
pub struct Speaks {
    pub contact: Contact,
    /// Masked, unless it was asked for with a reason.
    pub phone: String,
    /// Masked.
    pub mail: String,
    pub has_account: bool,
}

impl Speaks {
    fn of(cx: &Reader, unit: Id, shown: &str) -> Result<Vec<Speaks>> {
        let accounts = Account::of_person(cx, unit)?;
        let speaks = |contact: Contact| {
            let phone = if shown == contact.id.to_string() { contact.phone(cx)? } else { contact.masked_phone(cx)? };
            let mail = contact.masked_mail(cx)?;
            Ok(Speaks { has_account: accounts.iter().any(|a| a.name == contact.name), phone, mail, contact })
        };
        Contact::of(cx, unit)?.into_iter().map(speaks).collect()
    }
}

impl ShowUnit {
    fn of(cx: &Reader, unit: Unit, shown: &str) -> Result<ShowUnit> {
        let facts = unit.facts(cx)?;
        let phone = facts.phone.unwrap_or_default();
        let extra = match shown {
            "extra" => facts.extra.iter().map(|(head, text)| format!("{head}：{text}")).collect::<Vec<_>>().join("；"),
            _ if facts.extra.is_empty() => String::new(),
            _ => format!("{}：****", facts.extra.into_keys().collect::<Vec<_>>().join("、")),
        };
        let people = if cx.may("report_in.view") { report_in::of_unit(cx, unit.id)? } else { vec![] };
        Ok(ShowUnit {
            organisation: Org::at(cx, &unit.path)?,
            phone: if shown == "phone" { phone } else { mask_phone(&phone) },
            people,
            people_in_all: cx.one("select count(*) from {report_ins} r where r.unit = $1", kernel::args![unit.id])?,
            contacts: Speaks::of(cx, unit.id, shown)?,
            agreements: Agreement::of(cx, unit.id)?,
            today: cx.today(),
            may_write: cx.may("letters.view"),
            may_edit: cx.may("units.edit"),
            may_reveal: cx.may("people.reveal"),
            shown: shown.into(),
            extra,
            unit,
        })
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowUnit>> {
    Reply::show(ShowUnit::of(cx, cx.find(id)?, "")?)
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// `phone`, `extra`, or the id of a contact, for their phone.
    pub field: String,
    /// What it is for; the audit log keeps it.
    #[serde(default)]
    pub reason: String,
}

pub fn reveal(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(asked): Input<Asking>) -> Result<Reply<ShowUnit>> {
    let unit: Unit = cx.find(id)?;
    if asked.reason.trim().is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    let contact = asked.field.parse::<Id>().ok().map(|contact| Contact::of_unit(cx, id, contact)).transpose()?;
    if contact.is_none() && !["phone", "extra"].contains(&asked.field.as_str()) {
        return Err(Error::field("field", "没有这一项隐藏的信息。", "There is no such hidden fact."));
    }
    cx.note_reason(
        id,
        format!("showed {} of the unit", contact.map_or(asked.field.clone(), |c| format!("the phone of {}", c.name))),
        asked.reason.trim(),
    );
    Reply::show(ShowUnit::of(cx, unit, &asked.field)?)
}

pub fn remove(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    let unit: Unit = cx.find(id)?;
    unit.take_out(cx)?;
    cx.note(id, format!("took out the unit {}", unit.name));
    said("/units", say!("“{}”已移出登记。", "“{}” is out of the register.", unit.name))
}

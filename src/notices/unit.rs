//! A unit that stands in a community: told of each published plan, and free to follow it.

use super::{Channel, Edit, Notice, pages::Told};
use crate::{orgs::Org, people::mask_phone};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Noun, Page, Path, Reader, Reply, Result, Spot, Writer, args, said, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub contact_person: String,
    #[serde(skip_serializing)]
    #[schemars(skip)]
    pub phone: Option<Vec<u8>>,
}
impl Noun for Unit {
    const TABLE: &'static str = "units";
}

impl Unit {
    /// What is typed of a unit.
    pub fn enter(cx: &Writer, org: &Org, new: &NewUnit) -> Result<Id> {
        let name = new.name.trim();
        if name.is_empty() {
            return Err(Error::field("name", "请填写单位名称。", "Give the unit's name."));
        }
        let twin: Option<Id> =
            cx.beyond_scope("a unit's name stands once in a tenant").maybe("select u.id from {units} u where u.name = $1", args![name])?;
        if twin.is_some() {
            return Err(Error::field("name", "已经有这家单位。", "This unit is known already."));
        }
        let id = cx.new_id();
        let phone = Some(new.phone.trim()).filter(|p| !p.is_empty()).map(|p| cx.seal(spot(id), p)).transpose()?;
        cx.run(
            "insert into {units} (id, path, name, contact_person, phone, email, made_at) values ($1, $2, $3, $4, $5, '', $6)",
            args![id, &org.path, name, new.contact_person.trim(), phone, cx.now()],
        )?;
        cx.note(id, format!("unit {name}"));
        Ok(id)
    }

    pub fn masked_phone(&self, cx: &Reader) -> Result<String> {
        Ok(mask_phone(&self.phone(cx)?))
    }

    /// Empty where none is known. The caller masks it, or has a reason that was written down.
    pub fn phone(&self, cx: &Reader) -> Result<String> {
        Ok(self.phone.as_deref().map(|p| cx.unseal(spot(self.id), p)).transpose()?.unwrap_or_default())
    }

    /// Those that a notice went to and that nobody has told yet.
    pub fn left(cx: &Reader, notice: Id) -> Result<Vec<Unit>> {
        cx.all(
            "select u.id, u.path, u.name, u.contact_person, u.phone from {units} u join {unit_deliveries} d on d.tenant = u.tenant and d.unit = u.id \
             where d.notice = $1 and d.state = 'sent' order by u.name, u.id",
            args![notice],
        )
    }

    /// The units that a notice went to.
    pub fn told(cx: &Reader, notice: Id) -> Result<Vec<Told>> {
        cx.all(
            "select u.id, u.name, d.channel, d.state, d.reached_at from {unit_deliveries} d join {units} u on u.tenant = d.tenant and u.id = d.unit where d.notice = $1 order by u.name, u.id",
            args![notice],
        )
    }
}

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "units", column: "phone", row }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/units.html")]
pub struct UnitList {
    pub units: Vec<Listed>,
    pub orgs: Vec<Org>,
}
impl Page for UnitList {
    fn title(&self) -> String {
        t("单位", "Units").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub unit: Unit,
    pub phone: String,
}

pub fn list(cx: &Cx<super::View>) -> Result<Reply<UnitList>> {
    let units: Vec<Unit> =
        cx.all("select u.id, u.path, u.name, u.contact_person, u.phone from {units} u order by u.path, u.name, u.id", args![])?;
    let units = units.into_iter().map(|unit| Ok(Listed { phone: unit.masked_phone(cx)?, unit })).collect::<Result<_>>()?;
    Reply::show(UnitList { units, orgs: Org::tree(cx)? })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct NewUnit {
    pub org: Id,
    pub name: String,
    #[serde(default)]
    pub contact_person: String,
    #[serde(default)]
    pub phone: String,
}

pub fn enter(cx: &Cx<Edit>, Input(new): Input<NewUnit>) -> Acted {
    let org: Org = cx.find(new.org)?;
    Unit::enter(cx, &org, &new)?;
    said("/units", t("记下了。", "Entered."))
}

/// Somebody told the unit by telephone.
pub fn called(cx: &Cx<super::Call>, Path((notice, unit)): Path<(Id, Id)>) -> Acted {
    let (notice, unit): (Notice, Unit) = (cx.find(notice)?, cx.find(unit)?);
    let told = "update {unit_deliveries} set state = 'told', reached_at = $1 where notice = $2 and unit = $3 and state = 'sent'";
    cx.run(told, args![cx.now(), notice.id, unit.id])?;
    cx.note(notice.id, format!("told {} by telephone", unit.name));
    see(format!("/notices/{}", notice.id))
}

impl Channel {
    pub fn name(self) -> kernel::Text {
        match self {
            Channel::Account => kernel::Text::fixed("账号", "Account"),
            Channel::Call => kernel::Text::fixed("电话", "Telephone"),
        }
    }
}

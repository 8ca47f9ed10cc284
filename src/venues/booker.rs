//! Who books: somebody or something the registers hold, or a resident at the desk.

use kernel::{Error, Id, Reader, Result, Text, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    #[default]
    Resident,
    Member,
    ReportIn,
    Unit,
    Org,
}

impl By {
    pub const ALL: [By; 5] = [By::Resident, By::Member, By::ReportIn, By::Unit, By::Org];

    pub fn code(self) -> &'static str {
        match self {
            By::Resident => "resident",
            By::Member => "member",
            By::ReportIn => "report_in",
            By::Unit => "unit",
            By::Org => "org",
        }
    }
    pub fn name(self) -> Text {
        match self {
            By::Resident => Text::fixed("居民", "Resident"),
            By::Member => Text::fixed("党员", "Member"),
            By::ReportIn => Text::fixed("报到党员", "Reported in"),
            By::Unit => Text::fixed("单位", "Unit"),
            By::Org => Text::fixed("党组织", "Organisation"),
        }
    }
    pub fn is_person(self) -> bool {
        matches!(self, By::Resident | By::Member | By::ReportIn)
    }
}

/// Found in its register; a resident is kept sealed and stands in none.
#[derive(Clone, Debug)]
pub struct Booker {
    pub by: By,
    pub id: Option<Id>,
    /// Its name there; empty for a resident.
    pub name: String,
    /// Sealed: a resident's name, and the telephone by which whoever booked is told.
    pub from_name: Option<String>,
    pub from_phone: Option<String>,
}

impl Booker {
    pub fn found(cx: &Reader, by: By, name: &str, phone: Option<String>) -> Result<Booker> {
        if name.is_empty() {
            return Err(Error::field("by_name", "请写明谁预订。", "Say who books."));
        }
        let sealed = Booker { by, id: None, name: String::new(), from_name: Some(name.into()), from_phone: phone.clone() };
        if by == By::Resident {
            return Ok(sealed);
        }
        let (id, name) = one(by, known(cx, by, name)?)?;
        Ok(Booker { by, id: Some(id), name, from_name: None, from_phone: phone })
    }
}

/// All of this name, or of this name at the place written behind it: `赵建国 第一党支部`.
fn known(cx: &Reader, by: By, typed: &str) -> Result<Vec<(Id, String)>> {
    let (name, at) = typed.split_once(char::is_whitespace).map_or((typed, ""), |(name, at)| (name, at.trim()));
    let at = format!("%{at}%");
    match by {
        By::Resident => Ok(vec![]),
        By::Member => cx.all(
            "select m.id, m.name from {members} m join {orgs} o on o.tenant = m.tenant and o.id = m.org where m.name = $1 and o.name like $2 limit 2",
            args![name, at],
        ),
        By::ReportIn => {
            cx.all("select r.id, r.name from {report_ins} r where r.name = $1 and r.unit_name like $2 limit 2", args![name, at])
        }
        By::Unit => cx.beyond_scope("a unit stands once in a tenant; its name is compared, never shown").all("select u.id, u.name from {units} u where u.name = $1", args![typed]),
        By::Org => cx.all("select o.id, o.name from {orgs} o where o.name = $1 and o.closed_at is null limit 2", args![typed]),
    }
}

fn one(by: By, found: Vec<(Id, String)>) -> Result<(Id, String)> {
    match <[_; 1]>::try_from(found) {
        Ok([one]) => Ok(one),
        Err(found) if found.is_empty() => {
            Err(Error::field("by_name", format!("没有找到这个{}。", by.name().zh), format!("Not found: {}.", by.name().en)))
        }
        Err(_) => Err(Error::field(
            "by_name",
            "有同名的，请在姓名后空一格写支部或单位。",
            "There is more than one; write the branch or unit behind the name.",
        )),
    }
}

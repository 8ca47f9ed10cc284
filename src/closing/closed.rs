//! What a closing wrote down, read again: an organisation's month, a member's month.

use super::{Figures, Month, sums};
use crate::orgs::{Kind, STEP};
use kernel::{Id, Reader, Result, args, say, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An organisation's month with all that is below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedOrg {
    pub org: Id,
    pub path: String,
    pub name: String,
    pub kind: Kind,
    #[serde(flatten)]
    pub figures: Figures,
}

/// A member's month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedMember {
    pub member: Id,
    pub path: String,
    pub name: String,
    pub due: i64,
    pub in_room: i64,
    pub nearby: i64,
    pub at_home: i64,
    pub online: i64,
    pub made_up: i64,
    pub excused: i64,
    pub absent: i64,
    pub exempt: i64,
    pub unmarked: i64,
    pub minutes_month: i64,
    pub minutes_year: i64,
    pub minutes_target: i64,
    pub points_month: i64,
    pub points: i64,
    pub duties: String,
    pub contacts: i64,
}

/// Organisations whose frozen sums are not those of the members frozen below them.
pub fn sums_that_disagree(cx: &Reader) -> Result<Vec<String>> {
    let wrong: Vec<(Month, String)> = cx.all(
        "select s.month, s.name from {closed_orgs} s left join {closed_members} c on c.tenant = s.tenant and c.month = s.month and c.path >= s.path and c.path < s.path || '~' \
         group by s.month, s.path, s.name, s.members, s.minutes_month, s.points_month \
         having s.members <> count(c.member) or s.minutes_month <> coalesce(sum(c.minutes_month), 0) or s.points_month <> coalesce(sum(c.points_month), 0) order by s.month, s.path",
        args![],
    )?;
    Ok(wrong
        .into_iter()
        .map(|(month, name)| say!("{name}：{month} 月结的合计与党员明细不符", "{name}: the sums of {month} are not those of its members"))
        .collect())
}

impl ClosedOrg {
    pub fn at(cx: &Reader, month: Month, path: &str) -> Result<Option<ClosedOrg>> {
        cx.maybe(
            &format!(
                "select s.id as org, s.path, s.name, s.kind, {} from {{closed_orgs}} s where s.month = $1 and s.path = $2",
                sums::columns()
            ),
            args![month, path],
        )
    }

    /// Those directly below, in the order of the tree.
    pub fn below(cx: &Reader, month: Month, path: &str) -> Result<Vec<ClosedOrg>> {
        let sql = format!(
            "select s.id as org, s.path, s.name, s.kind, {} from {{closed_orgs}} s where s.month = $1 and s.path > $2 and s.path < $3 and length(s.path) = $4 order by s.path",
            sums::columns()
        );
        cx.all(&sql, args![month, path, past(path), path.len() + STEP])
    }

    /// The branches at or below, in the order of the tree.
    pub fn branches(cx: &Reader, month: Month, path: &str) -> Result<Vec<ClosedOrg>> {
        let sql = format!(
            "select s.id as org, s.path, s.name, s.kind, {} from {{closed_orgs}} s where s.month = $1 and s.path >= $2 and s.path < $3 and s.kind in ('branch', 'joint_branch') order by s.path",
            sums::columns()
        );
        cx.all(&sql, args![month, path, past(path)])
    }
}

impl ClosedMember {
    /// Those who belong to the organisation itself, in the order of their names.
    pub fn of_org(cx: &Reader, month: Month, path: &str) -> Result<Vec<ClosedMember>> {
        cx.all("select * from {closed_members} s where s.month = $1 and s.path = $2 order by s.name, s.member", args![month, path])
    }

    pub fn of(cx: &Reader, month: Month, member: Id) -> Result<Option<ClosedMember>> {
        cx.maybe("select * from {closed_members} s where s.month = $1 and s.member = $2", args![month, member])
    }

    pub fn present(&self) -> i64 {
        self.in_room + self.nearby + self.at_home + self.online + self.made_up
    }
}

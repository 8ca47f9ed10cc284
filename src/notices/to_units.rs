//! The units that a notice went to: which have opened it, which were told, which are left.

use super::{Call, Notice, pages::Told};
use crate::units::Unit;
use kernel::{Acted, Cx, Id, Path, Reader, Result, args, see};

/// Those that nobody has told yet.
pub fn left(cx: &Reader, notice: Id) -> Result<Vec<Unit>> {
    cx.all(
        "select u.* from {units} u join {unit_deliveries} d on d.tenant = u.tenant and d.unit = u.id where d.notice = $1 and d.state = 'sent' order by u.name, u.id",
        args![notice],
    )
}

pub fn told(cx: &Reader, notice: Id) -> Result<Vec<Told>> {
    cx.all(
        "select u.id, u.name, d.channel, d.state, d.reached_at from {unit_deliveries} d join {units} u on u.tenant = d.tenant and u.id = d.unit where d.notice = $1 order by u.name, u.id",
        args![notice],
    )
}

/// Somebody told the unit by telephone.
pub fn called(cx: &Cx<Call>, Path((notice, unit)): Path<(Id, Id)>) -> Acted {
    let (notice, unit): (Notice, Unit) = (cx.find(notice)?, cx.find(unit)?);
    let told = "update {unit_deliveries} set state = 'told', reached_at = $1 where notice = $2 and unit = $3 and state = 'sent'";
    cx.run(told, args![cx.now(), notice.id, unit.id])?;
    cx.note(notice.id, format!("told {} by telephone", unit.name));
    see(format!("/notices/{}", notice.id))
}

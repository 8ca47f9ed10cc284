//! What was set right this week in the first branch: a new telephone number, a move, a retirement.

use super::{SEED, Street, identity::phone};
use crate::{
    orgs::Org,
    people::{Facts, Member},
};
use kernel::{Result, Writer, args};

pub fn settle(cx: &Writer) -> Result<()> {
    let Some(branch) = Org::tree(cx)?.into_iter().find(|o| o.kind.is_branch()) else { return Ok(()) };
    let working: Vec<Member> = cx.all(
        "select m.* from {members} m where m.org = $1 and m.flags = '' and m.employment = '在职' order by m.birth, m.id limit 3",
        args![branch.id],
    )?;
    let new: [fn(&mut Facts); 3] = [
        |facts| (facts.employment, facts.unit) = ("离退休".into(), String::new()),
        |facts| facts.phone = Some(phone(SEED, Street::MOST)), // the number of nobody else
        |facts| facts.lives_at = facts.home.as_ref().map(|home| format!("{home}（女儿家）")),
    ];
    for (member, change) in working.iter().zip(new) {
        let mut facts = member.facts(cx)?;
        change(&mut facts);
        member.change(cx, &facts, "edited", None)?;
    }
    Ok(())
}

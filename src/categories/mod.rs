//! Categories of members: retired, in service, floating, in hardship … They follow from facts by rules
//! that say why (`rules/categories.toml`); nobody types one in, a member has several at once, and each
//! proposes how somebody is looked after. They grade nobody and change no membership.

mod declared;
mod derive;
mod effect;
mod facts;
mod narrow;
mod pages;
mod shown;
#[cfg(test)]
mod tests;

pub use declared::{DeclaredFact, NewDeclared};
pub use derive::{Held, Kind, Kinds, Reason};
pub use facts::{Facts, Whose};
pub use shown::Shown;

use kernel::{Module, Reader, Result, Routes, Table, permission};

permission! {
    pub View = "categories.view", Reader;
    // What the organisation knows of a member's hardship or health.
    pub Declare = "categories.declare", Writer;
    // Who would change where a rule is changed; before it is.
    pub Suppose = "categories.suppose", Reader;
}

pub const MODULE: Module =
    Module { name: "categories", tables: &[Table::tenant("declared_facts").by_path().about("member")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/categories", "How many members are of each category, and why", pages::list)
        .get("/rules/{key}/effect", "Whose categories would change with a rule, before it is saved", effect::show)
        .post("/members/{id}/declarations", "Enter hardship or poor health, with who decided", pages::declare)
        .post("/members/{id}/declarations/{entry}/reversal", "What was entered holds no more", pages::undeclare)
}

/// Whether the caller may see who is of this category.
pub fn may_see(cx: &Reader, kind: &Kind) -> bool {
    !kind.rule.sensitive || cx.may("people.reveal")
}

/// Code and name of the categories that the caller may look for.
pub fn choices(cx: &Reader, kinds: &Kinds) -> Vec<(String, String)> {
    kinds.all.iter().filter(|k| may_see(cx, k)).map(|k| (k.code.clone(), k.name().to_owned())).collect()
}

/// The categories of the caller's rule book, today.
pub fn kinds(cx: &Reader) -> Result<Kinds> {
    Ok(Kinds::of(crate::rulebook::book(cx)?.at(cx.today())))
}

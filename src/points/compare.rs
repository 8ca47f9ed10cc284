//! What a ledger that is only appended to lacks: what follows from the facts in force beside what stands.

use kernel::Id;

/// An entry that stands in a ledger.
#[derive(Clone, Copy, Debug)]
pub struct Stands<'a> {
    pub id: Id,
    /// That it follows from.
    pub fact: Id,
    pub amount: i64,
    pub rule: &'a str,
    /// The entry that it takes back.
    pub reverses: Option<Id>,
}

/// What a fact in force should have in a ledger.
#[derive(Clone, Copy, Debug)]
pub struct Target<R> {
    pub fact: Id,
    pub amount: i64,
    pub rule: &'static str,
    pub reason: R,
}

/// An entry to be appended.
#[derive(Clone, Copy, Debug)]
pub struct New<'a, R> {
    pub id: Id,
    pub amount: i64,
    pub rule: &'a str,
    pub reason: R,
    pub fact: Id,
    pub reverses: Option<Id>,
}

/// Takes back what stands without its fact or with another amount, and appends what does not stand.
/// `ledger` names the table; ids follow from it, so that the same is never appended twice.
pub fn lacking<'a, R: Copy>(ledger: &str, entries: &'a [Stands<'a>], targets: &'a [Target<R>], corrected: R) -> Vec<New<'a, R>> {
    let standing: Vec<&Stands> =
        entries.iter().filter(|e| e.reverses.is_none() && !entries.iter().any(|r| r.reverses == Some(e.id))).collect();
    let right = |e: &&&Stands| targets.iter().any(|t| t.fact == e.fact && t.amount == e.amount);
    let wrong = standing.iter().filter(|e| !right(e)).map(|e| New {
        id: Id::named(&["reversal", ledger, &e.id.to_string()]),
        amount: -e.amount,
        rule: e.rule,
        reason: corrected,
        fact: e.fact,
        reverses: Some(e.id),
    });
    let missing = targets.iter().filter(|t| !standing.iter().any(|e| e.fact == t.fact && e.amount == t.amount)).map(|t| {
        // The first entry of a fact bears the fact's own id; a later one counts its forerunners.
        let before = entries.iter().filter(|e| e.fact == t.fact && e.reverses.is_none()).count();
        let id = if before == 0 { t.fact } else { Id::named(&["again", ledger, &t.fact.to_string(), &before.to_string()]) };
        New { id, amount: t.amount, rule: t.rule, reason: t.reason, fact: t.fact, reverses: None }
    });
    wrong.chain(missing).collect()
}

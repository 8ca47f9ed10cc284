//! The joint rules of dual management (双管共管): who answers for what of members in service. The unit answers for
//! daily work, the community for conduct and service outside it. The organisation changes a proposed text and
//! adopts it; each unit says that it has read it and agrees, or says something else.

mod pages;
mod rules;
#[cfg(test)]
mod tests;

pub use rules::{Answer, JointRules, Matter};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "joint_rules.view", Reader;
    pub Adopt = "joint_rules.adopt", Writer;
    /// Typesetting takes a moment, and nothing is held while it runs.
    pub Print = "joint_rules.view", Steps;
    /// The unit's contact.
    pub Own = "units.own", Reader;
    pub Answers = "units.own", Writer;
}

pub const MODULE: Module = Module {
    name: "joint_rules",
    tables: &[Table::tenant("joint_rules").by_path(), Table::tenant("joint_answers").by_path()],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{show, unit};
    r.get("/joint-rules", "Who answers for what of members in service, and what units say to it", show::show)
        .post("/joint-rules", "Adopt the joint rules of dual management", show::adopt)
        .get("/joint-rules/{id}/paper", "The joint rules as PDF", show::pdf)
        .post("/joint-rules/{id}/answers", "Note what a unit said to the joint rules", show::note)
        .get("/unit/joint-rules", "The joint rules, for a unit's contact", unit::show)
        .post("/unit/joint-rules/{id}/answers", "My unit agrees to the joint rules, or answers", unit::answer)
}

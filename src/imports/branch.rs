//! A branch that rows name and the tree does not hold: chosen, founded, or left out, for all its rows.

use super::{
    Import, Run,
    file::File,
    row::{Kept, Row, Stored},
    take::Hand,
    walk::{Choices, Walk},
    why::Why,
};
use crate::orgs::Org;
use kernel::{Acted, Cx, Error, Id, Input, Path, Result, Steps, Writer, args, said, say};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
pub struct Branch {
    /// As the rows name it.
    pub name: String,
    /// `leave`, `org` or `below`.
    pub choice: String,
    /// The branch that is meant, or the organisation below which it is founded.
    #[serde(default)]
    pub org: Option<Id>,
}

pub fn decide(cx: &Cx<Run>, Path(id): Path<Id>, Input(branch): Input<Branch>) -> Acted {
    let import: Import = cx.find(id)?;
    import.in_state(&["read", "taken"])?;
    let choice = match (branch.choice.as_str(), branch.org) {
        ("leave", _) => "leave".to_owned(),
        (how @ ("org" | "below"), Some(org)) => format!("{how}:{}", cx.find::<Org>(org)?.id),
        _ => return Err(Error::field("org", "请选择一个党组织。", "Choose an organisation.")),
    };
    let name = branch.name.clone();
    import.decide_branch(cx, name, choice)?;
    said(format!("/imports/{id}"), say!("“{}”已处理。", "“{}” is settled.", branch.name))
}

impl Import {
    fn decide_branch(&self, cx: &Steps, name: String, choice: String) -> Result<()> {
        let import = self.clone();
        cx.write(move |w| {
            w.run(
                "insert into {import_branches} (import, name, choice) values ($1, $2, $3) on conflict (import, name) do update set choice = excluded.choice",
                args![import.id, &name, &choice],
            )?;
            w.note(import.id, "decided a branch");
            if import.state == "taken" { import.take_branch(w, &name) } else { Ok(()) }
        })?;
        if self.state == "read" { self.look_again(cx) } else { Ok(()) }
    }

    /// The rows that have waited for this branch.
    fn take_branch(&self, cx: &Writer, name: &str) -> Result<()> {
        let waits = Why::BranchUnknown(name.to_owned()).to_string();
        for file in File::of(cx, self.id)? {
            let rows: Vec<Stored> = cx.all(
                "select * from {import_rows} r where r.file = $1 and r.outcome = 'decision' and r.choice = '' and r.why = $2",
                args![file.id, &waits],
            )?;
            let mut choices = self.choices(cx)?;
            for row in rows {
                let Some(Kept { draft, .. }) = row.kept(cx)? else { continue };
                let at = (file.position as usize, row.sheet as usize, row.line as u32);
                let branches = std::mem::take(&mut choices.branches);
                let now = Choices { branches: branches.clone(), ..Choices::default() };
                choices.branches = branches;
                Walk::new(cx, Some(Hand::new(cx, self.id)?), now, &|_, _| Ok(()))?.one(at, draft)?.settled().rewrite(cx, file.id)?;
            }
        }
        Ok(())
    }
}

impl Row {
    /// A row that was decided on with its branch.
    fn settled(mut self) -> Self {
        if self.outcome != "decision" {
            self.outcome = "decision";
            self.choice = "branch".into();
        }
        self
    }
}

use super::{
    View,
    due::{self, Due},
    month::{self, Step},
};
use crate::{difficulties::Tile, imports::fact_name, orgs::Org, policy};
use askama::Template;
use kernel::{Cx, Id, Page, Reply, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "workbench/show.html")]
pub struct Workbench {
    organisation: String,
    words: String,
    steps: Vec<Step>,
    due: Vec<Due>,
    changed: Vec<Changed>,
    /// The eight difficulties as they were counted last; none before that.
    difficulties: Vec<Tile>,
    may_import: bool,
    may_plan: bool,
}
impl Page for Workbench {
    fn title(&self) -> String {
        t("工作台", "Workbench").into()
    }
}

/// A member whose facts changed lately.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    member: Id,
    name: String,
    organisation: String,
    kind: String,
    fields: String,
    occurred_on: String,
}
impl Changed {
    fn words(&self) -> String {
        let named: Vec<&str> = self.fields.split_whitespace().map(fact_name).collect();
        say!("变更：{0}", "Changed: {0}", named.join(t("、", ", ")))
    }
}

pub fn show(cx: &Cx<View>) -> Result<Reply<Workbench>> {
    let home = policy::home(&cx.actor().role);
    if home != "/" {
        return Reply::elsewhere(Workbench::empty(), home);
    }
    let org = Org::top(cx)?;
    let steps = month::steps(cx, &org, due::open_decisions(cx)?)?;
    let words = say!("{0} · {1} 名党员", "{0} · {1} members", crate::ui::month(cx.today()), org.members_below);
    let (due, changed, difficulties) = (due::list(cx, &org)?, changed(cx)?, Tile::counted(cx, &org)?);
    Reply::show(Workbench {
        organisation: org.name,
        words,
        steps,
        due,
        changed,
        difficulties,
        may_import: cx.may("imports.run"),
        may_plan: cx.may("activities.plan"),
    })
}

impl Workbench {
    fn empty() -> Workbench {
        Workbench {
            organisation: String::new(),
            words: String::new(),
            steps: vec![],
            due: vec![],
            changed: vec![],
            difficulties: vec![],
            may_import: false,
            may_plan: false,
        }
    }
}

fn changed(cx: &Cx<View>) -> Result<Vec<Changed>> {
    cx.all(
        "select c.member, m.name, o.name as organisation, c.kind, c.fields, c.occurred_on from {changes} c \
         join {members} m on m.tenant = c.tenant and m.id = c.member join {orgs} o on o.tenant = m.tenant and o.id = m.org \
         order by c.occurred_on desc, c.id desc limit 8",
        args![],
    )
}

use super::{
    View,
    changed::Changed,
    due::{self, Due},
    month::{self, Step},
};
use crate::{difficulties::Tile, orgs::Org, people::clears::Freshness, policy, report_in::State, rulebook};
use askama::Template;
use jiff::civil::Date;
use kernel::{Cx, Page, Query, Reader, Reply, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Default, Template, Serialize, JsonSchema)]
#[template(path = "workbench/show.html")]
pub struct Workbench {
    organisation: String,
    words: String,
    steps: Vec<Step>,
    due: Vec<Due>,
    /// The last change of each, the newest first.
    changed: Vec<Changed>,
    /// The eight difficulties as they were counted last; none before that.
    difficulties: Vec<Tile>,
    may_import: bool,
    may_plan: bool,
    /// Whether everything that is due was asked for.
    #[serde(skip)]
    all: bool,
    #[serde(skip)]
    fresh: Freshness,
    #[serde(skip)]
    today: Date,
}
impl Page for Workbench {
    fn title(&self) -> String {
        t("工作台", "Workbench").into()
    }
}

/// Lines of what is due, and members, that the page begins with. A grain of looking, not a rule.
const DUE: usize = 8;
const CHANGED: i64 = 8;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asked {
    /// Everything that is due, not only the first of it.
    pub all: bool,
}

pub fn show(cx: &Cx<View>, Query(asked): Query<Asked>) -> Result<Reply<Workbench>> {
    let home = policy::home(&cx.actor().role);
    if home != "/" {
        return Reply::elsewhere(Workbench::default(), home);
    }
    let org = Org::top(cx)?;
    let steps = month::steps(cx, &org, due::open_decisions(cx)?)?;
    let (due, changed, difficulties) = (due::list(cx, &org)?, Changed::lately(cx, CHANGED)?, Tile::counted(cx, &org)?);
    let today = cx.today();
    Reply::show(Workbench {
        words: who_is_here(cx, &org)?,
        organisation: org.name,
        all: asked.all,
        fresh: Freshness::of(rulebook::book(cx)?.at(today), today),
        today,
        steps,
        due,
        changed,
        difficulties,
        may_import: cx.may("imports.run"),
        may_plan: cx.may("activities.plan"),
    })
}

impl Workbench {
    /// What the page shows of what is due.
    fn at_hand(&self) -> &[Due] {
        match self.due.get(..DUE) {
            Some(first) if !self.all => first,
            _ => &self.due,
        }
    }
}

/// The month, and how many branches, members and people reported in there are.
fn who_is_here(cx: &Reader, org: &Org) -> Result<String> {
    let branches: i64 =
        cx.one("select count(*) from {orgs} o where o.closed_at is null and o.kind in ('branch', 'joint_branch')", args![])?;
    let reported: i64 = cx.one("select count(*) from {report_ins} r where r.state = $1", args![State::Accepted.code()])?;
    let mut parts = vec![crate::ui::month(cx.today())];
    parts.extend((branches > 1).then(|| say!("{branches} 个支部", "{branches} branches")));
    parts.push(say!("{} 名党员", "{} members", org.members_below));
    parts.extend((reported > 0).then(|| say!("{reported} 名报到党员", "{reported} reported in")));
    Ok(parts.join(" · "))
}

//! An organisation: its place in the tree, its kind, and how many members it has.

use crate::people::{Extra, extra};
use kernel::{Error, Id, Noun, Reader, Result, Spot, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Letters of one step of a path. A child's path is its parent's and one step more.
pub const STEP: usize = 4;

/// The kinds of organisation (支部工作条例 2018, chapter 2), and the bodies that are not branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    WorkingCommittee,
    Committee,
    GeneralBranch,
    Branch,
    JointBranch,
    Group,
    TransitionGroup,
}

impl Kind {
    pub const ALL: [Kind; 7] =
        [Kind::WorkingCommittee, Kind::Committee, Kind::GeneralBranch, Kind::Branch, Kind::JointBranch, Kind::Group, Kind::TransitionGroup];

    pub fn code(self) -> &'static str {
        match self {
            Kind::WorkingCommittee => "working_committee",
            Kind::Committee => "committee",
            Kind::GeneralBranch => "general_branch",
            Kind::Branch => "branch",
            Kind::JointBranch => "joint_branch",
            Kind::Group => "group",
            Kind::TransitionGroup => "transition_group",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Kind::WorkingCommittee => Text::fixed("党工委", "Working committee"),
            Kind::Committee => Text::fixed("党委", "Committee"),
            Kind::GeneralBranch => Text::fixed("党总支", "General branch"),
            Kind::Branch => Text::fixed("党支部", "Branch"),
            Kind::JointBranch => Text::fixed("联合党支部", "Joint branch"),
            Kind::Group => Text::fixed("党小组", "Group"),
            Kind::TransitionGroup => Text::fixed("返迁过渡期党小组", "Transition group"),
        }
    }
    /// From what a workbook calls it.
    pub fn read(text: &str) -> Option<Kind> {
        let text = text.trim();
        Kind::ALL.into_iter().find(|k| k.name().zh == text || k.code() == text).or(match text {
            "工委" => Some(Kind::WorkingCommittee),
            "总支" => Some(Kind::GeneralBranch),
            "支部" => Some(Kind::Branch),
            "小组" => Some(Kind::Group),
            _ => None,
        })
    }
    /// Holds members of its own and their organisational life.
    pub fn is_branch(self) -> bool {
        matches!(self, Kind::Branch | Kind::JointBranch)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Org {
    pub id: Id,
    pub path: String,
    pub parent: Option<Id>,
    pub kind: Kind,
    pub name: String,
    /// urban, moving (in relocation) or settled community; empty where unknown.
    pub setting: String,
    pub secretary: String,
    pub founded: Option<String>,
    pub elected: Option<String>,
    /// For a transition group: the day it ends.
    pub valid_until: Option<String>,
    pub members_here: i64,
    pub members_below: i64,
    pub closed_at: Option<String>,
}
impl Noun for Org {
    const TABLE: &'static str = "orgs";
}

/// What is known of an organisation before it stands in the tree.
#[derive(Clone, Debug, Default)]
pub struct NewOrg {
    pub name: String,
    pub kind: Option<Kind>,
    pub setting: String,
    pub secretary: String,
    pub phone: Option<String>,
    pub founded: Option<String>,
    pub elected: Option<String>,
    pub valid_until: Option<String>,
    /// Columns of a sheet that no rule knows, by their heads.
    pub extra: Extra,
    /// The import it came with.
    pub source: Option<Id>,
}

impl Org {
    /// Depth below the top, from 0.
    pub fn depth(&self) -> usize {
        self.path.len() / STEP - 1
    }

    /// All that the caller looks after, in the order of the tree.
    pub fn tree(cx: &Reader) -> Result<Vec<Org>> {
        cx.all("select * from {orgs} o where o.closed_at is null order by o.path", args![])
    }

    pub fn at(cx: &Reader, path: &str) -> Result<Org> {
        cx.one("select * from {orgs} o where o.path = $1", args![path])
    }

    /// The organisation of this full name; `None` where there is none or more than one.
    pub fn named(cx: &Reader, name: &str) -> Result<Option<Org>> {
        let found: Vec<Org> = cx.all("select * from {orgs} o where o.name = $1 and o.closed_at is null", args![name])?;
        Ok(if found.len() == 1 { found.into_iter().next() } else { None })
    }

    /// The top of what the caller looks after.
    pub fn top(cx: &Reader) -> Result<Org> {
        cx.one("select * from {orgs} o where o.closed_at is null order by o.path limit 1", args![])
    }

    /// Founds an organisation below `parent`, or the top of the tree.
    pub fn found(cx: &Writer, parent: Option<&Org>, new: NewOrg) -> Result<Org> {
        let name = new.name.trim();
        named_alone(cx, name, None)?;
        let (id, above) = (cx.new_id(), parent.map_or("", |p| p.path.as_str()));
        let path = next_path(cx, above)?;
        let phone = new.phone.as_deref().map(|p| cx.seal(Spot { table: "orgs", column: "phone", row: id }, p)).transpose()?;
        cx.run(
            "insert into {orgs} (id, path, parent, kind, name, setting, secretary, phone, founded, elected, valid_until, members_here, members_below, source, made_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12, $13)",
            args![id, &path, parent.map(|p| p.id), new.kind.unwrap_or(Kind::Branch).code(), name, &new.setting, &new.secretary, phone, new.founded, new.elected, new.valid_until, new.source, cx.now()],
        )?;
        cx.note(id, format!("founded {name}"));
        let org: Org = cx.find(id)?;
        if !new.extra.is_empty() {
            org.set_extra(cx, &new.extra)?;
        }
        Ok(org)
    }

    /// Gives the organisation the facts it had before an import; name and place in the tree stay.
    pub fn put_back(&self, cx: &Writer, new: NewOrg) -> Result<()> {
        let phone = new.phone.as_deref().map(|p| cx.seal(Spot { table: "orgs", column: "phone", row: self.id }, p)).transpose()?;
        cx.run_one(
            "update {orgs} set kind = $1, secretary = $2, phone = $3, founded = $4, elected = $5 where id = $6",
            args![new.kind.unwrap_or(self.kind).code(), &new.secretary, phone, new.founded, new.elected, self.id],
        )?;
        self.set_extra(cx, &new.extra)
    }

    /// Takes an organisation out again that came with an import that is undone. It must be empty.
    pub fn take_out(&self, cx: &Writer) -> Result<()> {
        cx.run_one("delete from {orgs} where id = $1", args![self.id])
    }

    /// The organisations right below this one that are not closed, in the order of the tree. The
    /// order is made here: asked for it, SQLite reads all of a city along their paths.
    pub fn children(&self, cx: &Reader) -> Result<Vec<Org>> {
        let mut children: Vec<Org> = cx.all("select * from {orgs} o where o.parent = $1 and o.closed_at is null", args![self.id])?;
        children.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(children)
    }

    /// The telephone. The caller masks it or has a reason that was written down.
    pub fn phone(&self, cx: &Reader) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> = cx.one("select phone from {orgs} o where o.id = $1", args![self.id])?;
        sealed.map(|s| cx.unseal(Spot { table: "orgs", column: "phone", row: self.id }, &s)).transpose()
    }

    /// Id, name and extra facts of the organisations that have some; as for [`Org::extra`].
    pub fn with_extra(cx: &Reader) -> Result<Vec<(Id, String, Extra)>> {
        let sql = "select o.id, o.name, o.extra from {orgs} o where o.extra is not null and o.closed_at is null order by o.path";
        let rows: Vec<(Id, String, Vec<u8>)> = cx.all(sql, args![])?;
        rows.into_iter().map(|(id, name, sealed)| Ok((id, name, open_extra(cx, id, &sealed)?))).collect()
    }

    /// Its extra facts. The caller shows those that stand open, or has a reason that was written down.
    pub fn extra(&self, cx: &Reader) -> Result<Extra> {
        let sealed: Option<Vec<u8>> = cx.one("select extra from {orgs} o where o.id = $1", args![self.id])?;
        sealed.map_or(Ok(Extra::new()), |sealed| open_extra(cx, self.id, &sealed))
    }

    /// Puts other extra facts in place of all it has.
    pub fn set_extra(&self, cx: &Writer, extra: &Extra) -> Result<()> {
        let sealed = (!extra.is_empty()).then(|| serde_json::to_string(extra)).transpose()?;
        let sealed = sealed.map(|text| cx.seal(Spot { table: "orgs", column: "extra", row: self.id }, &text)).transpose()?;
        extra::know(cx, extra.keys())?;
        cx.run_one("update {orgs} set extra = $1 where id = $2", args![sealed, self.id])
    }

    /// Puts other facts in place. Without a phone the old one stays.
    pub fn edit(&self, cx: &Writer, new: &NewOrg) -> Result<()> {
        let name = new.name.trim();
        named_alone(cx, name, Some(self.id))?;
        let kind = new.kind.unwrap_or(self.kind);
        cx.run_one(
            "update {orgs} set name = $1, kind = $2, setting = $3, secretary = $4, founded = $5, elected = $6, valid_until = $7 where id = $8",
            args![name, kind.code(), &new.setting, &new.secretary, &new.founded, &new.elected, &new.valid_until, self.id],
        )?;
        if let Some(phone) = &new.phone {
            let sealed = cx.seal(Spot { table: "orgs", column: "phone", row: self.id }, phone)?;
            cx.run_one("update {orgs} set phone = $1 where id = $2", args![sealed, self.id])?;
        }
        cx.note(self.id, format!("edited {name}"));
        Ok(())
    }

    /// Closes an organisation that holds nobody any more.
    pub fn close(&self, cx: &Writer) -> Result<()> {
        if self.members_below > 0 {
            let n = self.members_below;
            return Err(Error::rule(
                "org_has_members",
                format!("还有 {n} 名党员在这里，请先转接他们的组织关系。"),
                format!("{n} members still belong here; transfer them first."),
            ));
        }
        if !self.children(cx)?.is_empty() {
            return Err(Error::rule(
                "org_has_children",
                "下面还有党组织，请先撤销它们。",
                "There are organisations below; close them first.",
            ));
        }
        cx.run_one("update {orgs} set closed_at = $1 where id = $2 and closed_at is null", args![cx.now(), self.id])?;
        cx.note(self.id, format!("closed {}", self.name));
        Ok(())
    }

    /// Counts members in or out, here and in all organisations above.
    pub fn count(cx: &Writer, path: &str, by: i64) -> Result<()> {
        let all = cx.beyond_scope("the sums of the organisations above count this member too");
        all.run("update {orgs} set members_here = members_here + $1 where path = $2", args![by, path])?;
        for end in (1..=path.len() / STEP).map(|n| n * STEP) {
            all.run("update {orgs} set members_below = members_below + $1 where path = $2", args![by, &path[..end]])?;
        }
        Ok(())
    }
}

fn open_extra(cx: &Reader, org: Id, sealed: &[u8]) -> Result<Extra> {
    Ok(serde_json::from_str(&cx.unseal(Spot { table: "orgs", column: "extra", row: org }, sealed)?)?)
}

/// Two organisations of one name would be taken for each other.
fn named_alone(cx: &Reader, name: &str, but: Option<Id>) -> Result<()> {
    if name.is_empty() {
        return Err(Error::field("name", "请填写党组织名称。", "Give the organisation a name."));
    }
    let twins: Vec<Id> = cx.all("select id from {orgs} o where o.name = $1 and o.closed_at is null", args![name])?;
    if twins.into_iter().any(|twin| Some(twin) != but) {
        return Err(Error::field("name", format!("已经有“{name}”。"), format!("“{name}” exists already.")));
    }
    Ok(())
}

/// The next free child path: one step of base 36 after the last child's.
fn next_path(cx: &Writer, above: &str) -> Result<String> {
    let last: Option<String> = cx.one(
        "select max(path) from {orgs} o where o.path > $1 and o.path < $2 and length(o.path) = $3",
        args![above, format!("{above}~"), above.len() + STEP],
    )?;
    let number = last.map_or(0, |p| i64::from_str_radix(&p[above.len()..], 36).unwrap_or(0)) + 1;
    let mut step = String::new();
    let mut rest = number;
    for _ in 0..STEP {
        step.insert(0, char::from_digit((rest % 36) as u32, 36).unwrap_or('0'));
        rest /= 36;
    }
    if rest > 0 {
        return Err(Error::rule("tree_full", "这个组织下面的组织太多了。", "Too many organisations below this one."));
    }
    Ok(format!("{above}{step}"))
}

/// `linli verify`: the counts on the organisations against the ledger itself.
pub fn sums_that_disagree(cx: &Reader) -> Result<Vec<String>> {
    let wrong: Vec<(String, i64, i64)> = cx.all(
        "select o.name, o.members_here, count(m.id) from {orgs} o left join {members} m on m.tenant = o.tenant and m.org = o.id group by o.id, o.name, o.members_here having o.members_here <> count(m.id)",
        args![],
    )?;
    Ok(wrong.into_iter().map(|(name, kept, counted)| format!("{name}: {kept} / {counted}")).collect())
}

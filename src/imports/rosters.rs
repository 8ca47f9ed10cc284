//! Rosters of units: handed in by the contact, read in or given back by the community.

use super::{Decide, HandsIn, Own, Roster, Run, list::state_name, roster::Became};
use crate::{ui::Why, units::Unit};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, Upload, said, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, JsonSchema, Template)]
#[template(path = "imports/unit_rosters.html")]
pub struct UnitRosters {
    pub unit: String,
    pub rosters: Vec<HandedIn>,
    #[serde(skip)]
    communities: Vec<(Id, String)>,
}
impl Page for UnitRosters {
    fn title(&self) -> String {
        t("交名册", "Hand in a roster").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct HandedIn {
    pub roster: Roster,
    pub became: Became,
}

impl HandedIn {
    fn state(&self) -> &'static str {
        match (&self.roster.returned_on, self.became.state.as_str()) {
            (Some(_), _) => t("退回", "Given back"),
            (None, "") => t("等社区核对", "The community will read it"),
            (None, "read" | "taking") => t("社区在核对", "Being checked"),
            (None, state) => state_name(state),
        }
    }
    fn lines(&self) -> String {
        self.became.others_lines.iter().map(|l| super::row::line_of(*l).to_string()).collect::<Vec<_>>().join(t("、", ", "))
    }
}

pub fn own(cx: &Cx<Own>) -> Result<Reply<UnitRosters>> {
    let all = cx.beyond_scope("the names of the communities, to choose where a roster goes");
    let communities = crate::report_in::places(&all)?.all().map(|org| (org.id, org.name.clone())).collect();
    let handed = |roster: Roster| Ok(HandedIn { became: roster.became(cx)?, roster });
    let rosters = Roster::own(cx)?.into_iter().map(handed).collect::<Result<_>>()?;
    Reply::show(UnitRosters { unit: Unit::own(cx)?.name, rosters, communities })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Where {
    /// The community; where it is left out, nothing is handed in.
    pub org: String,
}

pub fn hand_in(cx: &Cx<HandsIn>, upload: Upload<Where>) -> Acted {
    let org = upload.fields.org.parse().map_err(|_| Error::field("org", "请选择社区。", "Choose the community."))?;
    let file = upload.files.first().ok_or_else(|| Error::field("files", "请选择文件。", "Choose a file."))?;
    Roster::hand_in(cx, org, file)?;
    said("/unit/rosters", t("交上去了，社区核对以后这里看得到结果。", "Handed in; what becomes of it stands here once it is checked."))
}

pub fn read(cx: &Cx<Run>, Path(id): Path<Id>) -> Acted {
    let import = cx.find::<Roster>(id)?.read(cx)?;
    see(format!("/imports/{}", import.id))
}

pub fn give_back(cx: &Cx<Decide>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let roster: Roster = cx.find(id)?;
    roster.give_back(cx, &why.reason)?;
    said("/imports", say!("退回给{}了。", "Given back to {}.", roster.unit_name))
}

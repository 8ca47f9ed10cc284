//! What anybody sees: the branches that have a face, and one of them as a sheet for the notice board.

use super::{Face, News, sections};
use crate::{
    orgs::Org,
    publicity::{Kind, Publicity, Veil},
};
use askama::Template;
use kernel::{Anyone, Cx, Download, Error, Id, Page, Path, Reply, Result, Shell, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "faces/list.html")]
pub struct Branches {
    pub branches: Vec<Branch>,
}
impl Page for Branches {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        t("党组织公开页", "Branches in public").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Branch {
    pub name: String,
    pub url: String,
    pub about: String,
}

pub fn list(cx: &Cx<Anyone>) -> Result<Reply<Branches>> {
    let branch = |(face, org): (Face, Org)| Branch { name: org.name, url: face.url(), about: face.about };
    Reply::show(Branches { branches: Face::all_shown(cx)?.into_iter().map(branch).collect() })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "faces/show.html")]
pub struct PublicFace {
    pub name: String,
    pub above: String,
    pub about: String,
    pub sections: Vec<sections::Section>,
    pub today: String,
}
impl Page for PublicFace {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        self.name.clone()
    }
}

pub fn show(cx: &Cx<Anyone>, Path(address): Path<String>) -> Result<Reply<PublicFace>> {
    let face = Face::shown(cx, &address)?;
    let org: Org = cx.find(face.org)?;
    if org.closed_at.is_some() {
        return Err(Error::NotFound);
    }
    Reply::show(PublicFace {
        above: org.parent.map(|id| cx.find::<Org>(id)).transpose()?.map(|o| o.name).unwrap_or_default(),
        sections: sections::all(cx, &face, &org)?,
        today: crate::ui::day(cx.today()),
        about: face.about,
        name: org.name,
    })
}

/// Only while the news is shown and everybody named in it agrees.
pub fn picture(cx: &Cx<Anyone>, Path((address, id)): Path<(String, Id)>) -> Result<Download> {
    let (face, news): (Face, News) = (Face::shown(cx, &address)?, cx.find(id)?);
    let publicity = Publicity::of(cx, Kind::News, id)?.filter(|p| p.is_shown(cx.today()) && news.org == face.org).ok_or(Error::NotFound)?;
    if !Veil::over(cx, &publicity)?.all_agree() {
        return Err(Error::NotFound);
    }
    Ok(Download { name: String::new(), ..news.picture().ok_or(Error::NotFound)?.download(cx)? })
}

//! The page on which a secretary sees and decides what is public of an organisation.

use super::{
    Face, News, Puts,
    face::Setting,
    news::{NewNews, named_in},
    sections,
};
use crate::{
    activities::Activity,
    ebranch::{Kept, looked_at},
    orgs::Org,
    publicity::{Decides, Kind, Looks, Mask, Publicity, Terms, Until},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Upload, args, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "faces/edit.html")]
pub struct FaceOf {
    pub organisation: Org,
    pub face: Option<Face>,
    pub secretary: Option<Publicity>,
    /// The secretary stands in the ledger under this name, so that they can be asked.
    pub secretary_known: bool,
    pub duties: Option<Publicity>,
    pub duties_held: usize,
    pub news: Vec<Told>,
    pub activities: Vec<Open>,
    pub from: String,
    pub to: String,
    pub mask: Mask,
    #[serde(skip)]
    today: jiff::civil::Date,
}
impl Page for FaceOf {
    fn title(&self) -> String {
        say!("对外公开 · {}", "Public face: {}", self.organisation.name)
    }
}

/// A piece of news with its terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Told {
    pub news: News,
    pub publicity: Publicity,
}

/// An activity ahead, and whether residents may come.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Open {
    pub activity: Activity,
    pub publicity: Option<Publicity>,
}

pub fn show(cx: &Cx<Looks>, Path(id): Path<Id>) -> Result<Reply<FaceOf>> {
    let organisation: Org = cx.find(id)?;
    let (usual, today) = (Terms::usual(cx)?, cx.today());
    let stands = |kind| Ok::<_, Error>(Publicity::of(cx, kind, id)?.filter(|p| p.stands(today)));
    Reply::show(FaceOf {
        face: Face::of(cx, id)?,
        secretary: stands(Kind::Secretary)?,
        secretary_known: sections::secretary_of(cx, &organisation)?.is_some(),
        duties: stands(Kind::Duties)?,
        duties_held: sections::held(cx, &organisation)?.len(),
        news: News::of_org(cx, &organisation)?.into_iter().map(|(news, publicity)| Told { news, publicity }).collect(),
        activities: ahead(cx, &organisation)?,
        from: usual.from.to_string(),
        to: usual.to.to_string(),
        mask: usual.mask,
        today,
        organisation,
    })
}

fn ahead(cx: &Reader, org: &Org) -> Result<Vec<Open>> {
    let all: Vec<Activity> = cx.all(
        "select a.* from {activities} a where a.org = $1 and a.state = 'planned' and a.day >= $2 order by a.day, a.starts, a.id limit 20",
        args![org.id, cx.today()],
    )?;
    let open = |activity: Activity| {
        let publicity = Publicity::of(cx, Kind::Activity, activity.id)?.filter(|p| p.stands(cx.today()));
        Ok(Open { activity, publicity })
    };
    all.into_iter().map(open).collect()
}

pub fn set(cx: &Cx<Decides>, Path(id): Path<Id>, Input(setting): Input<Setting>) -> Acted {
    Face::set(cx, &cx.find(id)?, &setting)?;
    said(url(id), t("存好了。", "Kept."))
}

pub fn part(cx: &Cx<Decides>, Path((id, part)): Path<(Id, String)>, Input(until): Input<Until>) -> Acted {
    let (org, terms): (Org, Terms) = (cx.find(id)?, until.checked(cx)?);
    let (kind, people) = match Kind::named(&part) {
        Some(Kind::Secretary) => (Kind::Secretary, sections::secretary_of(cx, &org)?.into_iter().collect()),
        Some(Kind::Duties) => (Kind::Duties, sections::held(cx, &org)?.into_iter().map(|d| d.0).collect::<Vec<_>>()),
        _ => return Err(Error::NotFound),
    };
    Publicity::put(cx, &org.path, kind, id, &say!("{}：{}", "{}: {}", org.name, kind.name()), terms, &people)?;
    said(url(id), say!("公开了，已问 {} 人是否同意写名字。", "Public; {} people are asked whether they may be named.", people.len()))
}

pub fn write(cx: &Cx<Puts>, Path(id): Path<Id>, upload: Upload<NewNews>) -> Acted {
    let (org, new): (Org, NewNews) = (cx.find(id)?, upload.fields);
    let picture = looked_at(cx, upload.files)?;
    if picture.as_ref().is_some_and(|p| !p.1.is_picture()) {
        return Err(Error::field("files", "这里放 jpg 或 png 图片。", "Put a jpg or png picture here."));
    }
    let terms = Until { from: new.from.clone(), to: new.to.clone(), mask: new.mask.clone() }.checked(cx)?;
    let (_, asked) = cx.write(move |w| News::write(w, &org, &new, &Kept::keep(w, picture.as_ref())?, terms))?;
    said(
        url(id),
        say!(
            "写好了。文中提到 {asked} 名党员，已请他们答复；同意之前不显示姓名。",
            "Written. It names {asked} members, who are asked; until they agree they are not named."
        ),
    )
}

/// From today until its day; who is named in its title is asked.
pub fn open(cx: &Cx<Decides>, Path(id): Path<Id>) -> Acted {
    let activity: Activity = cx.find(id)?;
    activity.must_be_open()?;
    let terms = Terms { from: cx.today(), to: activity.day, ..Terms::usual(cx)? };
    let people = named_in(cx, &activity.path, &activity.title)?;
    Publicity::put(cx, &activity.path, Kind::Activity, id, &activity.title, terms, &people)?;
    said(url(activity.org), t("向居民开放了。", "It is open to residents."))
}

fn url(org: Id) -> String {
    format!("/orgs/{org}/face")
}

impl FaceOf {
    pub fn is_on(&self) -> bool {
        self.face.as_ref().is_some_and(|f| f.switched_on_at.is_some())
    }
    pub fn is_usual(&self, mask: &Mask) -> bool {
        self.mask == *mask
    }
    pub fn about(&self) -> &str {
        self.face.as_ref().map_or("", |f| f.about.as_str())
    }
    pub fn slug(&self) -> &str {
        self.face.as_ref().and_then(|f| f.slug.as_deref()).unwrap_or_default()
    }
}

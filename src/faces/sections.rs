//! What stands on a public face: each function hands in its part, already veiled. What comes to be
//! public later (honours, commitments, posts) adds a line to the list.

use super::{Face, News};
use crate::{
    activities::Activity,
    commitments::{self, Board},
    orgs::Org,
    publicity::{Kind, Publicity, Veil},
    venues::{OpenDay, Venue},
};
use kernel::{Id, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// A part of the page: a heading and what stands under it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    pub title: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Item {
    pub title: String,
    pub text: String,
    /// The day or days.
    pub when: String,
    /// Where more of it stands.
    pub link: Option<String>,
    /// A picture and what it shows.
    pub picture: Option<Picture>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Picture {
    pub url: String,
    pub alt: String,
}

/// One kind of thing that stands there; nothing where nothing of it is public.
type Part = fn(&Reader, &Face, &Org) -> Result<Option<Section>>;

const PARTS: [Part; 6] = [secretary, news, duties, commitments, activities, venues];

pub fn all(cx: &Reader, face: &Face, org: &Org) -> Result<Vec<Section>> {
    let parts = PARTS.iter().map(|part| part(cx, face, org)).collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

fn section(title: &str, items: Vec<Item>) -> Option<Section> {
    (!items.is_empty()).then(|| Section { title: title.into(), items })
}

/// The terms of a thing, if it is shown today.
fn shown(cx: &Reader, kind: Kind, thing: Id) -> Result<Option<Publicity>> {
    Ok(Publicity::of(cx, kind, thing)?.filter(|p| p.is_shown(cx.today())))
}

fn secretary(cx: &Reader, _: &Face, org: &Org) -> Result<Option<Section>> {
    let (Some(publicity), Some(member)) = (shown(cx, Kind::Secretary, org.id)?, secretary_of(cx, org)?) else { return Ok(None) };
    let name = Veil::over(cx, &publicity)?.name(member).map(str::to_owned);
    let item = |title| Item { title, ..Item::default() };
    Ok(section(t("书记", "Secretary"), name.map(item).into_iter().collect()))
}

/// The member who is secretary, where exactly one has the name.
pub fn secretary_of(cx: &Reader, org: &Org) -> Result<Option<Id>> {
    let named: Vec<Id> = cx.all(
        "select m.id from {members} m where m.path >= $1 and m.path < $2 and m.name = $3",
        args![&org.path, kernel::schema::past(&org.path), &org.secretary],
    )?;
    Ok(if let [one] = named[..] { Some(one) } else { None })
}

fn news(cx: &Reader, face: &Face, org: &Org) -> Result<Option<Section>> {
    let mut items = vec![];
    for (news, publicity) in News::of_org(cx, org)?.into_iter().filter(|n| n.1.is_shown(cx.today())) {
        let veil = Veil::over(cx, &publicity)?;
        let picture = news.picture().filter(|_| veil.all_agree());
        items.push(Item {
            title: veil.text(&news.title),
            text: veil.text(&news.body),
            when: crate::ui::day(publicity.from_day),
            link: None,
            picture: picture.map(|_| Picture { url: format!("{}/pictures/{}", face.url(), news.id), alt: veil.text(&news.alt) }),
        });
    }
    Ok(section(t("支部消息", "News"), items))
}

/// The duties in force and who holds them, as far as they agree.
fn duties(cx: &Reader, _: &Face, org: &Org) -> Result<Option<Section>> {
    let Some(publicity) = shown(cx, Kind::Duties, org.id)? else { return Ok(None) };
    let veil = Veil::over(cx, &publicity)?;
    let item = |(member, title): (Id, String)| Item { text: veil.name(member).unwrap_or_default().to_owned(), title, ..Item::default() };
    Ok(section(t("岗位和任职", "Posts and duties"), held(cx, org)?.into_iter().map(item).collect()))
}

/// Member and duty, of the organisation itself, today.
pub fn held(cx: &Reader, org: &Org) -> Result<Vec<(Id, String)>> {
    cx.all(
        "select d.member, d.title from {duties} d where d.path = $1 and d.from_day <= $2 and (d.to_day is null or d.to_day >= $2) order by d.from_day, d.title, d.id",
        args![&org.path, cx.today()],
    )
}

/// What people promise at the posts of the organisation, as each of them agreed.
fn commitments(cx: &Reader, _: &Face, org: &Org) -> Result<Option<Section>> {
    let item = |line: commitments::Line| Item {
        title: say!("{}（{}） {}", "{} ({}), {}", line.name, line.who(), line.post),
        text: [line.target.as_str(), &line.quality].into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n"),
        when: [line.when.as_str(), line.state()].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · "),
        link: Some(line.url.clone()),
        picture: None,
    };
    Ok(section(t("党员承诺", "Promises"), Board::shown_by(cx, org)?.into_iter().map(item).collect()))
}

fn activities(cx: &Reader, _: &Face, org: &Org) -> Result<Option<Section>> {
    let open: Vec<Activity> = cx.all(
        "select a.* from {activities} a join {publicities} p on p.tenant = a.tenant and p.kind = 'activity' and p.thing = a.id \
         where a.org = $1 and a.state in ('planned', 'held') and a.day >= $2 order by a.day, a.starts, a.id limit 20",
        args![org.id, cx.today()],
    )?;
    let mut items = vec![];
    for activity in open {
        let Some(publicity) = shown(cx, Kind::Activity, activity.id)? else { continue };
        let title = Veil::over(cx, &publicity)?.text(&activity.title);
        items.push(Item {
            title,
            text: activity.place,
            when: format!("{} {}", crate::ui::day(activity.day), activity.starts),
            ..Item::default()
        });
    }
    Ok(section(t("欢迎居民参加", "Open to residents"), items))
}

/// Venues with their hours, rules and open days.
fn venues(cx: &Reader, _: &Face, org: &Org) -> Result<Option<Section>> {
    let mut items = vec![];
    for venue in Venue::of_org(cx, org)? {
        if shown(cx, Kind::Venue, venue.id)?.is_none() {
            continue;
        }
        let open = OpenDay::of_venue(cx, venue.id, cx.today())?;
        let day = |d: &OpenDay| format!("{} {} {} {}", t("开放日", "Open day"), crate::ui::day(d.day), d.hours(), d.what);
        let lines = [venue.address.clone(), venue.rules.clone()].into_iter().filter(|l| !l.is_empty()).chain(open.iter().map(day));
        let text = lines.collect::<Vec<_>>().join("\n");
        items.push(Item { title: venue.name.clone(), text, when: venue.hours.words().join(t("；", "; ")), ..Item::default() });
    }
    Ok(section(t("向居民开放的场地", "Venues open to residents"), items))
}

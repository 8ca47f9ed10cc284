//! The pages on which addresses of calendars are made and revoked, and the calendar behind one.

use super::{
    Own, Share, Shares, Subscribes,
    feed::{self, Feed, Whose},
    ical::{self, Item},
    person,
};
use crate::{
    activities::{Activity, Choice, State, choices, chosen_org, concerning},
    me::myself,
    orgs::Org,
    people::Member,
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{
    Acted, Anyone, Cx, Download, Error, Id, Input, Origin, Page, Path, Query, Reader, Reply, Result, Revisited, Shell, said, say, t,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    pub org: Option<String>,
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "calendar/feeds.html")]
pub struct Feeds {
    pub org: Id,
    pub org_name: String,
    pub orgs: Vec<Choice>,
    pub feeds: Vec<Feed>,
}
impl Page for Feeds {
    fn title(&self) -> String {
        say!("订阅{}的日程", "Subscribe to the calendar of {}", self.org_name)
    }
}

pub fn list(cx: &Cx<Shares>, Query(of): Query<Of>) -> Result<Reply<Feeds>> {
    let org = chosen_org(cx, of.org.as_deref())?;
    Reply::show(Feeds { org: org.id, orgs: choices(cx, org.id)?, feeds: Feed::of(cx, org.id)?, org_name: org.name })
}

/// An address just made: it is shown this once, since only its fingerprint is kept.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "calendar/new_feed.html")]
pub struct NewFeed {
    pub name: String,
    pub url: String,
    /// The same for programs that open calendars.
    pub webcal: String,
    /// The same as an SVG.
    pub qr: String,
    pub back: String,
}
impl Page for NewFeed {
    fn title(&self) -> String {
        t("订阅日程", "Subscribe to the calendar").into()
    }
}

impl NewFeed {
    fn new(name: String, token: &str, from: &Origin, back: String) -> Result<NewFeed> {
        let url = format!("{}/feed/{token}.ics", from.base);
        let webcal = url.split_once("://").map_or_else(|| url.clone(), |(_, rest)| format!("webcal://{rest}"));
        let qr = documents::qr_svg(&webcal).map_err(|e| Error::Internal(e.into()))?;
        Ok(NewFeed { name, url, webcal, qr, back })
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wanted {
    pub org: Id,
    #[serde(default)]
    pub name: String,
}

pub fn make(cx: &Cx<Share>, Input(wanted): Input<Wanted>, from: Origin) -> Result<Reply<NewFeed>> {
    let org: Org = cx.find(wanted.org)?;
    let token = Feed::make(cx, &org, &wanted.name)?;
    Reply::show(NewFeed::new(org.name, &token, &from, format!("/calendar/feeds?org={}", org.id))?)
}

pub fn revoke(cx: &Cx<Share>, Path(id): Path<Id>) -> Acted {
    let feed: Feed = cx.find(id)?;
    feed.revoke(cx)?;
    said(format!("/calendar/feeds?org={}", feed.org), t("作废了，这个地址打不开了。", "Revoked: the address opens nothing any more."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "calendar/my_feed.html")]
pub struct MyFeed {
    /// The day on which the address that is good was made.
    pub since: Option<String>,
}
impl Page for MyFeed {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("订阅我的日程", "Subscribe to my calendar").into()
    }
}

pub fn mine(cx: &Cx<Own>) -> Result<Reply<MyFeed>> {
    let since = feed::own_since(cx, myself(cx)?.id)?;
    Reply::show(MyFeed { since: since.map(|at| crate::ui::day_of(&at)) })
}

pub fn make_mine(cx: &Cx<Subscribes>, from: Origin) -> Result<Reply<NewFeed>> {
    let me = myself(cx)?;
    let token = feed::make_own(cx, &me)?;
    Reply::show(NewFeed::new(me.name, &token, &from, "/me/calendar/feed".into())?)
}

pub fn revoke_mine(cx: &Cx<Subscribes>) -> Acted {
    feed::revoke_own(cx, &myself(cx)?)?;
    said("/me/calendar/feed", t("作废了，原来的地址打不开了。", "Revoked: the old address opens nothing any more."))
}

/// What a program that subscribes needs to know: what was called off too, so that it takes it away.
const TOLD: &str = "'planned', 'held', 'cancelled', 'postponed'";

pub fn read(cx: &Cx<Anyone>, Path(token): Path<String>, from: Origin) -> Result<Revisited> {
    let (book, today) = (rulebook::book(cx)?, cx.today());
    let rules = book.at(today);
    let days = (today.checked_sub(rules.get(keys::FEED_BACK))?, today.checked_add(rules.get(keys::FEED_AHEAD))?);
    let (name, items) = match feed::open(cx, token.trim_end_matches(".ics"))? {
        Whose::Org(org) => {
            let all = Activity::between(cx, &org.path, days, TOLD)?;
            let items = all.into_iter().map(|a| of_org(cx, a, &org, &from.base)).collect::<Result<Vec<_>>>()?;
            (say!("{}日程", "Calendar of {}", org.name), items)
        }
        Whose::Member(me) => {
            let all = concerning(cx, &me, days, TOLD)?;
            let items = all.into_iter().map(|a| of_member(cx, a, &me, &from.base)).collect::<Result<Vec<_>>>()?;
            (t("我的组织生活", "My organisational life").to_owned(), items)
        }
    };
    let zone = cx.house().clock.zoned().time_zone().clone();
    let bytes = ical::written(&name, rules.get(keys::FEED_EVERY), &zone, &items)?.into_bytes();
    Ok(Revisited(Download { name: "calendar.ics".into(), mime: "text/calendar; charset=utf-8", bytes, inline: true }))
}

/// The kind, and whose it is where it is held below.
fn of_org(cx: &Reader, activity: Activity, top: &Org, base: &str) -> Result<Item> {
    let holder = if activity.org == top.id { top.name.clone() } else { activity.organisation(cx)?.name };
    let about = vec![format!("{holder} · {}", Activity::kind_name(cx, &activity.kind)?)];
    Ok(Item { about, url: format!("{base}/activities/{}", activity.id), activity })
}

/// The kind, whose it is, and what the member said.
fn of_member(cx: &Reader, activity: Activity, me: &Member, base: &str) -> Result<Item> {
    let mut about = vec![format!("{} · {}", activity.organisation(cx)?.name, Activity::kind_name(cx, &activity.kind)?)];
    let said = person::said(cx, &activity, me.id)?;
    if !said.is_empty() && !matches!(activity.state, State::Cancelled | State::Postponed) {
        about.push(said);
    }
    Ok(Item { about, url: format!("{base}/me/activities"), activity })
}

impl Feeds {
    fn day(&self, at: &str) -> String {
        crate::ui::day_of(at)
    }
}

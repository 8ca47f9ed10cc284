//! The link of a unit by which its people report in on a phone: one for all of them, good until a day,
//! revoked by a new one or for good. It takes what people tell and shows nothing of anybody.

use super::{Entry, Facts, Offered, Places, ReportIn, act::Act};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
    skills::Skills,
    units::Unit,
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportLink {
    pub id: Id,
    pub unit: Id,
    pub number: i64,
    pub good_until: String,
    pub made_at: String,
    pub made_by: String,
}
impl Noun for ReportLink {
    const TABLE: &'static str = "report_links";
}

/// What somebody tells who reports in by a link.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Told {
    pub name: String,
    pub phone: String,
    /// Not needed; with it they are known again for certain.
    pub id_no: String,
    pub lives_at: String,
    /// The community, where the address does not say it.
    pub org: String,
    /// Skills of the list, and others in their own words.
    pub skill: Vec<String>,
    pub skills: String,
    /// Slots, and when else.
    pub slot: Vec<String>,
    pub available: String,
    pub post_wish: String,
    /// They have read what is kept of them and what for.
    pub agreed: bool,
}

impl ReportLink {
    /// The link of a unit that opens something today.
    pub fn of(cx: &Reader, unit: Id) -> Result<Option<ReportLink>> {
        cx.maybe("select * from {report_links} l where l.unit = $1 and l.token is not null and l.good_until >= $2", args![unit, cx.today()])
    }

    /// Makes a link; the one before it is void.
    pub fn make(cx: &Writer, unit: &Unit) -> Result<ReportLink> {
        let (today, book) = (cx.today(), rulebook::book(cx)?);
        let until = today.checked_add(book.at(today).get(keys::REPORT_LINK_VALID))?;
        let before: Option<i64> = cx.maybe("select l.number from {report_links} l where l.unit = $1", args![unit.id])?;
        let number = before.unwrap_or(0) + 1;
        let print = vault::fingerprint(&token(cx, unit.id, number));
        cx.run(
            "insert into {report_links} (id, path, unit, number, token, good_until, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (unit) do update set number = excluded.number, token = excluded.token, good_until = excluded.good_until, made_at = excluded.made_at, made_by = excluded.made_by",
            args![cx.new_id(), &unit.path, unit.id, number, print, until, cx.now(), &cx.actor().name],
        )?;
        cx.note(unit.id, format!("link to report in made for {}", unit.name));
        ReportLink::of(cx, unit.id)?.ok_or(Error::NotFound)
    }

    pub fn revoke(cx: &Writer, unit: &Unit) -> Result<()> {
        if cx.run("update {report_links} set token = null where unit = $1 and token is not null", args![unit.id])? > 0 {
            cx.note(unit.id, format!("link to report in revoked for {}", unit.name));
        }
        Ok(())
    }

    /// Where it stands, for whoever looks after the unit.
    pub fn url(&self, cx: &Reader, base: &str) -> String {
        format!("{base}/report/{}", token(cx, self.unit, self.number))
    }

    /// What a token opens, while it is good.
    pub fn open(cx: &Reader, token: &str) -> Result<(ReportLink, Unit)> {
        let link: Option<ReportLink> = cx.maybe("select * from {report_links} l where l.token = $1", args![vault::fingerprint(token)])?;
        let link = link.ok_or(Error::NotFound)?;
        if link.good_until < cx.today().to_string() {
            return Err(Error::rule(
                "report_link_expired",
                "这个报到链接已经过期，请向单位联络人再要一个，或到社区窗口报到。",
                "This link has expired. Ask your unit's contact for another, or report in at the community's desk.",
            ));
        }
        let unit = cx.find(link.unit)?;
        Ok((link, unit))
    }

    /// Takes down what somebody tells. Whether they are known here already is not said to whoever holds
    /// the link; the community looks into it. The secret of their own slip comes back.
    pub fn report(&self, cx: &Writer, unit: &Unit, told: &Told) -> Result<String> {
        self.not_too_many(cx)?;
        let (id, org) = told.take_down(cx, unit, told.name.trim())?;
        let secret = vault::secret()?;
        cx.run_one("update {report_ins} set link = $1, slip = $2 where id = $3", args![self.id, vault::fingerprint(&secret), id])?;
        cx.note(id, format!("reported in at {} by the link of {}", org.name, unit.name));
        Ok(secret)
    }

    /// A link that got about too far is held up until somebody looks.
    fn not_too_many(&self, cx: &Reader) -> Result<()> {
        let most = rulebook::book(cx)?.at(cx.today()).get(keys::REPORT_LINK_DAILY);
        let today: i64 =
            cx.one("select count(*) from {report_ins} r where r.link = $1 and r.reported_on = $2", args![self.id, cx.today()])?;
        if today >= most {
            return Err(Error::rule(
                "report_link_busy",
                "今天从这个链接报到的人太多，请明天再来，或到社区窗口报到。",
                "Too many reported in by this link today. Try again tomorrow, or at the community's desk.",
            ));
        }
        Ok(())
    }
}

impl Told {
    /// As somebody of this unit, at the community where they live. `by` is who says it.
    pub fn take_down(&self, cx: &Writer, unit: &Unit, by: &str) -> Result<(Id, Org)> {
        let facts = self.facts(cx, unit)?;
        let org = self.community(cx)?;
        let id = ReportIn::report(cx, &Skills::of(cx)?, &org, &facts, None, by)?;
        Ok((id, org))
    }

    fn offered(&self) -> Offered {
        let [skills, available, post_wish] = [&self.skills, &self.available, &self.post_wish].map(Clone::clone);
        Offered { skill: self.skill.clone(), skills, slot: self.slot.clone(), available, post_wish }
    }

    /// Checked field by field. An ID number or a phone that is known here is marked to be looked into.
    fn facts(&self, cx: &Reader, unit: &Unit) -> Result<Facts> {
        let entry = Entry {
            name: self.name.clone(),
            phone: self.phone.clone(),
            lives_at: self.lives_at.clone(),
            id_no: self.id_no.clone(),
            ..Entry::default()
        };
        let mut wrong = vec![];
        for (field, text, zh, en) in [
            ("phone", &self.phone, "请填写手机号，社区好联系您。", "Give a phone number, so that the community can reach you."),
            ("lives_at", &self.lives_at, "请填写住在哪里，由此定报到的社区。", "Say where you live: it decides the community."),
        ] {
            if text.trim().is_empty() {
                wrong.push((field, zh, en));
            }
        }
        if !self.agreed {
            wrong.push(("agreed", "请先看一看怎样使用您的信息，并打勾。", "Please read what is kept and what for, and tick it."));
        }
        let checked = entry.checked(cx, &Facts::default());
        let mut facts = super::entry::all_wrong(checked, &wrong)?;
        facts.unit_name = unit.name.clone();
        let offered = self.offered();
        facts.skills = offered.skills_said();
        facts.available = offered.times_said();
        facts.post_wish = offered.post_wish.trim().to_owned();
        facts.reported_on = cx.today().to_string();
        if let Some(id_no) = &facts.id_no
            && !ReportIn::with_id_no(cx, id_no)?.is_empty()
        {
            facts.flags.push("id_twice".into());
        }
        let known = facts.phone.as_deref().map(|phone| ReportIn::reached_by(cx, &facts.name, phone)).transpose()?;
        if known.is_some_and(|k| !k.is_empty()) || !ReportIn::of_unit(cx, &facts.name, &unit.name)?.is_empty() {
            facts.flags.push("person_twice".into());
        }
        Ok(facts)
    }

    /// Where they live decides; where that names no community, or more than one, they say which.
    fn community(&self, cx: &Reader) -> Result<Org> {
        if let Ok(id) = self.org.parse::<Id>() {
            let chosen = places(cx)?.all().find(|org| org.id == id).map(|org| (**org).clone());
            return chosen.ok_or(Error::NotFound);
        }
        match places(cx)?.fitting(&self.lives_at)[..] {
            [one] => Ok((**one).clone()),
            [] => Err(Error::field("org", "从地址看不出是哪个社区，请选一个。", "The address names no community: choose yours.")),
            _ => Err(Error::field(
                "org",
                "地址里有不止一个社区的名字，请选一个。",
                "The address names more than one community: choose yours.",
            )),
        }
    }
}

/// All communities of the tenant by the names of their places.
pub fn places(cx: &Reader) -> Result<Places> {
    let mut places = Places::default();
    Org::tree(cx)?.into_iter().filter(|org| org.closed_at.is_none()).for_each(|org| places.add(&Rc::new(org)));
    Ok(places)
}

/// The slip of whoever reported in by a link, by the secret they were given.
pub fn by_slip(cx: &Reader, secret: &str) -> Result<(ReportIn, Vec<Act>)> {
    let who: ReportIn = cx.one("select * from {report_ins} r where r.slip = $1", args![vault::fingerprint(secret)])?;
    let latest: Date = cx.today();
    let until = who.reported_on.parse::<Date>().map_err(anyhow::Error::from)?;
    if until.checked_add(rulebook::book(cx)?.at(latest).get(keys::REPORT_LINK_VALID))? < latest {
        return Err(Error::NotFound);
    }
    let acts = Act::of(cx, who.id)?;
    Ok((who, acts))
}

fn token(cx: &Reader, unit: Id, number: i64) -> String {
    vault::hex(&cx.digest("report link", &format!("{unit}/{number}")))
}

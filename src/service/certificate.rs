//! A certificate of service: what was confirmed in a time, as it stood when it was issued. Free, true, on
//! request (Volunteer Service Regulations 2017, article 19); what it holds follows 民发〔2015〕149号: name, hours
//! and content, issuer, who handled it, number, date. No ID number stands on it.

use super::{Hours, Service, hours};
use crate::{
    orgs::Org,
    posts::{Person, Post, Tie},
};
use documents::{Column, Paper, Table};
use jiff::civil::Date;
use kernel::{Error, Id, Lang, Noun, Reader, Result, Writer, args, say, t, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub number: String,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    #[schemars(with = "String")]
    pub from_day: Date,
    #[schemars(with = "String")]
    pub until_day: Date,
    pub minutes: i64,
    pub turns: i64,
    /// A line a post: what, how often, how long.
    pub content: String,
    #[schemars(with = "String")]
    pub issued_on: Date,
    pub issued_by: String,
    pub revoked_on: Option<String>,
    pub revoked_why: String,
}
impl Noun for Certificate {
    const TABLE: &'static str = "certificates";
}

/// Of which time, as it is typed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    /// The first of January where nothing is said.
    pub from: String,
    /// Today where nothing is said.
    pub until: String,
}

/// Characters of a number behind the year: drawn from a keyed hash, so that none can be guessed.
const DRAWN: usize = 12;

impl Certificate {
    /// By one of a person's ids or both; the organisation is that of the last turn.
    pub fn issue(cx: &Writer, person: &Person, ids: &[Id], of: &Of) -> Result<Certificate> {
        let (from, until) = of.days(cx)?;
        let turns = Service::confirmed(cx, ids, from, until)?;
        let last = turns
            .last()
            .ok_or_else(|| Error::rule("nothing_confirmed", "这段时间还没有确认过的服务。", "No service of this time is confirmed yet."))?;
        let (id, sum) = (cx.new_id(), hours(&turns));
        let drawn = vault::hex(&cx.digest("certificate", &id.to_string()))[..DRAWN].to_uppercase();
        let number = format!("{}-{drawn}", cx.today().year());
        cx.run(
            "insert into {certificates} (id, path, org, number, person, tie, name, from_day, until_day, minutes, turns, content, issued_on, issued_by, revoked_why) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '')",
            args![
                id,
                &last.path,
                last.org,
                &number,
                person.id,
                person.tie.code(),
                &person.name,
                from,
                until,
                sum.minutes,
                sum.turns,
                content(cx, &turns)?,
                cx.today(),
                &cx.actor().name
            ],
        )?;
        cx.note(id, format!("certificate {number} issued for {}", person.id));
        cx.find(id)
    }

    pub fn of_person(cx: &Reader, ids: &[Id]) -> Result<Vec<Certificate>> {
        let mut all: Vec<Certificate> = vec![];
        for id in ids {
            all.extend(cx.all::<Certificate>(
                "select c.* from {certificates} c where c.person = $1 order by c.issued_on desc, c.id desc",
                args![*id],
            )?);
        }
        Ok(all)
    }

    pub fn list(cx: &Reader) -> Result<Vec<Certificate>> {
        cx.all("select c.* from {certificates} c order by c.issued_on desc, c.id desc limit 300", args![])
    }

    /// The one of this number, as whoever holds the paper types it.
    pub fn numbered(cx: &Reader, typed: &str) -> Result<Option<Certificate>> {
        let number: String =
            sheets::values::half_width(typed).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
        cx.maybe("select c.* from {certificates} c where c.number = $1", args![number])
    }

    /// It says something that is not so; the paper that is out there is told so when it is checked.
    pub fn revoke(&self, cx: &Writer, why: &str) -> Result<()> {
        if self.revoked_on.is_some() {
            return Err(Error::rule("certificate_revoked", "这份证明已经作废。", "This certificate is void already."));
        }
        if why.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么作废。", "Say why it is void."));
        }
        cx.run_one("update {certificates} set revoked_on = $1, revoked_why = $2 where id = $3", args![cx.today(), why.trim(), self.id])?;
        cx.note_reason(self.id, "certificate revoked", why.trim());
        Ok(())
    }

    pub fn hours(&self) -> Hours {
        Hours { turns: self.turns, minutes: self.minutes }
    }

    /// One page; `base` is where the number can be checked.
    pub fn paper(&self, cx: &Reader, base: &str) -> Result<Paper> {
        let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
        let org: Org = cx.find(self.org)?;
        let line = |text: &str| text.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let table =
            Table::new([Column::left(t("服务内容", "Service")), Column::right(t("次数", "Turns")), Column::right(t("小时", "Hours"))]);
        let table = self.content.lines().fold(table, |table, l| table.row(line(l)));
        let url = format!("{base}/certificate?number={}", self.number);
        let slip = documents::Slip::new(say!("编号 {}", "Number {}", self.number))
            .line(t("扫码或到下面的网址输入编号，可以核对真伪。", "Scan the code, or type the number in at this address, to check it."))
            .line(format!("{base}/certificate"))
            .qr(&url, "");
        Ok(Paper::new(lang, t("志愿服务记录证明", "Certificate of service"), self.issued_on)
            .subtitle(org.name.clone())
            .paragraph(say!(
                "兹证明 {} 于 {} 至 {} 在本组织所设岗位上参加志愿服务 {} 次，共 {} 小时。",
                "This certifies that {} served between {} and {} at posts of this organisation {} times, {} hours in all.",
                self.name,
                self.from_day,
                self.until_day,
                self.turns,
                self.hours().words()
            ))
            .table(table.total([t("合计", "Total").to_owned(), self.turns.to_string(), self.hours().words()]))
            .facts([(t("出具单位", "Issued by"), org.name), (t("经办", "Handled by"), self.issued_by.clone()), (t("日期", "Date"), self.issued_on.to_string())])
            .slips([slip])
            .note(t(
                "依据《志愿服务条例》第十九条无偿、如实出具；以上时长均经被服务的人或社区确认。",
                "Issued free and true under article 19 of the Volunteer Service Regulations; all hours were confirmed by those served or by the community.",
            )))
    }
}

impl Of {
    fn days(&self, cx: &Reader) -> Result<(Date, Date)> {
        let today = cx.today();
        let day = |field: &str, typed: &str, usual: Date| match typed.trim() {
            "" => Ok(usual),
            typed => typed.parse::<Date>().map_err(|_| Error::field(field, "请填写日期。", "Give a day.")),
        };
        let (from, until) = (day("from", &self.from, today.first_of_year())?, day("until", &self.until, today)?);
        if until < from {
            return Err(Error::field("until", "结束日期早于开始日期。", "It ends before it begins."));
        }
        if until > today {
            return Err(Error::field("until", "只能证明已经过去的日子。", "Only days that have passed can be certified."));
        }
        Ok((from, until))
    }
}

/// A line a post: its title, how often, hours, between tabs.
fn content(cx: &Reader, turns: &[Service]) -> Result<String> {
    let mut of: BTreeMap<Id, Vec<&Service>> = BTreeMap::new();
    turns.iter().for_each(|s| of.entry(s.post).or_default().push(s));
    let line = |(post, turns): (Id, Vec<&Service>)| {
        let (post, sum): (Post, _) = (cx.find(post)?, hours(turns));
        Ok(format!("{}\t{}\t{}", post.title.replace(['\t', '\n'], " "), sum.turns, sum.words()))
    };
    Ok(of.into_iter().map(line).collect::<Result<Vec<_>>>()?.join("\n"))
}

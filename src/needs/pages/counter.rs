//! The counter as residents see it, on a phone, without an account; and as the organisation sets it,
//! with the poster.

use crate::{
    activities::qr,
    needs::{
        Act, Edit, Need, Prints, View,
        counter::{Asked, Counter, Setting, by_code},
    },
    orgs::Org,
    rulebook::{self, keys},
    ui,
};
use askama::Template;
use documents::{Paper, Slip};
use kernel::{
    Acted, Anyone, AnyoneActs, Cx, Download, Error, Id, Input, Lang, Origin, Page, Path, Reader, Reply, Result, Shell, said, say, t,
};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "needs/ask.html")]
pub struct AskCounter {
    pub key: String,
    pub community: String,
    pub phone: String,
    pub words: String,
    /// How long a name and a telephone are kept after the answer.
    pub kept_days: i64,
}
impl Page for AskCounter {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        say!("向{}提需求", "Ask {}", self.community)
    }
}

pub fn ask(cx: &Cx<Anyone>, Path(key): Path<String>) -> Result<Reply<AskCounter>> {
    let counter = Counter::open(cx, &key)?;
    Reply::show(AskCounter {
        community: cx.find::<Org>(counter.org)?.name,
        kept_days: kept_days(cx)?,
        phone: counter.phone,
        words: counter.words,
        key,
    })
}

fn kept_days(cx: &Reader) -> Result<i64> {
    let today = cx.today();
    let until = today.checked_add(rulebook::book(cx)?.at(today).get(keys::ASKER_KEPT))?;
    Ok(i64::from((until - today).get_days()))
}

pub fn take(cx: &Cx<AnyoneActs>, Path(key): Path<String>, Input(asked): Input<Asked>, from: Origin) -> Acted {
    let counter = Counter::open(cx, &key)?;
    match counter.take(cx, &asked, &from.from)? {
        Some(code) => said(
            format!("/asked/{code}"),
            t("收到了，社区会看。请把查询码记下来。", "It has arrived and will be read. Please keep the code."),
        ),
        None => said(counter.url(), t("收到了。", "It has arrived.")),
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "needs/asked.html")]
pub struct AskedNeed {
    /// In groups of four.
    pub code: String,
    pub community: String,
    pub phone: String,
    pub what: String,
    pub state: String,
    pub story: Vec<Step>,
}

/// What was done, without who did it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Step {
    pub on: String,
    pub act: String,
    pub reason: String,
}
impl Page for AskedNeed {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        t("我提的需求", "What I asked").into()
    }
}

pub fn asked(cx: &Cx<Anyone>, Path(code): Path<String>) -> Result<Reply<AskedNeed>> {
    let (need, acts): (Need, Vec<Act>) = by_code(cx, &code)?;
    let letters: Vec<char> = code.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_uppercase).collect();
    Reply::show(AskedNeed {
        code: letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"),
        community: cx.find::<Org>(need.org)?.name,
        phone: Counter::phone_of(cx, need.org)?,
        story: acts.into_iter().filter(|a| a.act != "edited").map(|a| Step { on: a.occurred_on, act: a.act, reason: a.reason }).collect(),
        what: need.what,
        state: need.state,
    })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "needs/counter.html")]
pub struct CounterOf {
    pub organisation: Org,
    pub counter: Option<Counter>,
    /// The address in full.
    pub url: String,
    pub qr: String,
}
impl Page for CounterOf {
    fn title(&self) -> String {
        say!("居民提需求的页面 · {}", "Where residents ask: {}", self.organisation.name)
    }
}

impl CounterOf {
    fn is_on(&self) -> bool {
        self.counter.as_ref().is_some_and(|c| c.switched_on_at.is_some())
    }
    fn phone(&self) -> &str {
        self.counter.as_ref().map_or("", |c| c.phone.as_str())
    }
    fn words(&self) -> &str {
        self.counter.as_ref().map_or("", |c| c.words.as_str())
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, from: Origin) -> Result<Reply<CounterOf>> {
    let (organisation, counter): (Org, _) = (cx.find(id)?, Counter::of(cx, id)?);
    let url = counter.as_ref().map(|c| format!("{}{}", from.base, c.url())).unwrap_or_default();
    let code = if url.is_empty() { String::new() } else { qr(&url)? };
    Reply::show(CounterOf { organisation, counter, url, qr: code })
}

pub fn set(cx: &Cx<Edit>, Path(id): Path<Id>, Input(setting): Input<Setting>) -> Acted {
    Counter::set(cx, &cx.find(id)?, &setting)?;
    said(format!("/orgs/{id}/counter"), t("存好了。", "Kept."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "needs/poster.html")]
pub struct CounterPoster {
    pub org: Id,
    pub community: String,
    pub phone: String,
    pub words: String,
    pub url: String,
    pub qr: String,
}
impl Page for CounterPoster {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("{} 居民点单", "Ask {}", self.community)
    }
}

impl CounterPoster {
    fn of(cx: &Reader, id: Id, base: &str) -> Result<CounterPoster> {
        let organisation: Org = cx.find(id)?;
        let counter = Counter::of(cx, id)?.filter(|c| c.switched_on_at.is_some());
        let counter = counter.ok_or_else(|| Error::rule("counter_off", "页面还没有打开。", "The page is not switched on."))?;
        let url = format!("{base}{}", counter.url());
        Ok(CounterPoster { org: id, community: organisation.name, qr: qr(&url)?, phone: counter.phone, words: counter.words, url })
    }

    fn invitation(&self) -> String {
        t(
            "家里、楼里有事要帮忙，扫一扫，写几个字。不用账号，可以不留姓名。",
            "Something to be done at home or in the house? Scan and write a few words. No account, no name needed.",
        )
        .into()
    }

    fn by_phone(&self) -> String {
        say!("不方便扫码，打电话 {}，或到社区服务台说一声，一样办。", "Or call {}, or come to the desk: it counts the same.", self.phone)
    }
}

pub fn poster(cx: &Cx<View>, Path(id): Path<Id>, from: Origin) -> Result<Reply<CounterPoster>> {
    Reply::show(CounterPoster::of(cx, id, &from.base)?)
}

pub fn poster_pdf(cx: &Cx<Prints>, Path(id): Path<Id>, from: Origin) -> Result<Download> {
    let poster = CounterPoster::of(cx, id, &from.base)?;
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let card = Slip::new(t("居民点单", "Ask here"))
        .line(poster.invitation())
        .line(&poster.words)
        .line(poster.by_phone())
        .qr(&poster.url, &poster.url);
    let paper = Paper::new(lang, poster.title(), cx.today()).slips([card]);
    let bytes = paper.pdf(ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{}.pdf", poster.title()), mime: "application/pdf", bytes, inline: true })
}

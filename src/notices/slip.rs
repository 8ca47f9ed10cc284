//! Slips of paper for those who are left, each with a code that opens this notice alone: to be printed
//! from the browser, or as PDF.

use super::{Call, Choice, Delivery, Notice, Prints, link};
use askama::Template;
use documents::Paper;
use kernel::{Cx, Download, Error, Id, Lang, Origin, Page, Path, Reply, Result, Shell, Writer, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/slips.html")]
pub struct NoticeSlips {
    pub notice: Notice,
    pub choices: Vec<Choice>,
    pub until: String,
    pub slips: Vec<Slip>,
}
impl Page for NoticeSlips {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("通知条 · {}", "Slips: {}", self.notice.title)
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Slip {
    pub name: String,
    pub url: String,
    /// The same as an SVG.
    pub qr: String,
}

pub fn show(cx: &Cx<Call>, Path(id): Path<Id>, from: Origin) -> Result<Reply<NoticeSlips>> {
    Reply::show(NoticeSlips::of(cx, id, &from.base)?)
}

pub fn pdf(cx: &Cx<Prints>, Path(id): Path<Id>, from: Origin) -> Result<Download> {
    let (lang, today) = (Lang::here(), cx.today());
    let slips = cx.write(move |cx| lang.speak(|| NoticeSlips::of(cx, id, &from.base)))?;
    let lang = if lang == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let paper = Paper::new(lang, slips.title(), today).slips(slips.slips.iter().map(|s| slips.printed(s)));
    let bytes = paper.pdf(crate::ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{}.pdf", slips.title()), mime: "application/pdf", bytes, inline: true })
}

impl NoticeSlips {
    fn of(cx: &Writer, id: Id, base: &str) -> Result<NoticeSlips> {
        let notice: Notice = cx.find(id)?;
        notice.must_stand()?;
        let left = notice.deliveries(cx)?.into_iter().filter(Delivery::is_left);
        let slip = |d: Delivery| -> Result<Slip> {
            let url = format!("{base}/n/{}", link::of(cx, id, d.member)?);
            Ok(Slip { name: d.name, qr: documents::qr_svg(&url).map_err(|e| Error::Internal(e.into()))?, url })
        };
        let slips: Vec<Slip> = left.map(slip).collect::<Result<_>>()?;
        cx.note(id, format!("{} slips printed", slips.len()));
        let until = crate::ui::day(link::last_day(cx, &notice)?);
        Ok(NoticeSlips { choices: notice.choices(), until, slips, notice })
    }

    /// One card to cut out: what it says, the answers to tick, the code.
    fn printed(&self, slip: &Slip) -> documents::Slip {
        let head = documents::Slip::new(&slip.name).line(&self.notice.title);
        let said = self.notice.body.lines().fold(head, |card, line| card.line(line)).line(self.notice.question());
        let card = self.choices.iter().fold(said, |card, choice| card.choice(&choice.text));
        let until = say!("打勾后交回，或扫码回复，{}前有效。", "Tick and hand it back, or scan the code; good until {}.", self.until);
        card.line(until).qr(&slip.url, "")
    }
}

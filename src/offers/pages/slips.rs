//! Slips of paper for those who have not answered, each with a code that opens this offer alone.

use crate::{
    offers::{Answer, Offer, Prints, Send, State, link},
    posts::Post,
};
use askama::Template;
use documents::Paper;
use kernel::{Cx, Download, Error, Id, Lang, Origin, Page, Reader, Reply, Result, Shell, Writer, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "offers/slips.html")]
pub struct OfferSlips {
    pub slips: Vec<Slip>,
}
impl Page for OfferSlips {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        t("征询单", "Offer slips").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Slip {
    pub name: String,
    pub title: String,
    pub lines: Vec<String>,
    pub url: String,
    /// The same as an SVG.
    pub qr: String,
}

/// Slips on one run of paper.
const MOST: i64 = 500;

pub fn show(cx: &Cx<Send>, from: Origin) -> Result<Reply<OfferSlips>> {
    Reply::show(OfferSlips::of(cx, &from.base)?)
}

pub fn pdf(cx: &Cx<Prints>, from: Origin) -> Result<Download> {
    let (lang, today) = (Lang::here(), cx.today());
    let slips = cx.write(move |cx| lang.speak(|| OfferSlips::of(cx, &from.base)))?;
    let lang = if lang == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let paper = Paper::new(lang, slips.title(), today).slips(slips.slips.iter().map(Slip::printed));
    let bytes = paper.pdf(crate::ui::fonts()).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{}.pdf", slips.title()), mime: "application/pdf", bytes, inline: true })
}

impl OfferSlips {
    fn of(cx: &Writer, base: &str) -> Result<OfferSlips> {
        let waiting = Offer::list(cx, State::Sent.code(), MOST)?;
        let slips: Vec<Slip> = waiting.into_iter().map(|offer| Slip::of(cx, offer, base)).collect::<Result<_>>()?;
        cx.note(Id::NIL, format!("{} offer slips printed", slips.len()));
        Ok(OfferSlips { slips })
    }
}

impl Slip {
    fn of(cx: &Reader, offer: Offer, base: &str) -> Result<Slip> {
        let (post, url): (Post, _) = (cx.find(offer.post)?, format!("{base}/o/{}", link::of(cx, offer.id)));
        let mut lines = vec![];
        let mut line = |label: &str, text: &str| {
            if !text.is_empty() {
                lines.push(format!("{label}{}{text}", t("：", ": ")));
            }
        };
        line(t("做什么", "What"), &post.duty);
        line(t("地点", "Where"), &post.place);
        line(t("时间", "When"), &post.wanted);
        line(t("注意", "Mind"), &post.mind());
        line(t("为什么想到您", "Why you"), &offer.why());
        let until = crate::ui::day(offer.answer_by);
        lines.push(say!("打勾后交回，或扫码答复，{until}前有效。", "Tick and hand it back, or scan the code; by {until}."));
        Ok(Slip { qr: documents::qr_svg(&url).map_err(|e| Error::Internal(e.into()))?, name: offer.name, title: post.title, lines, url })
    }

    fn printed(&self) -> documents::Slip {
        let head = documents::Slip::new(&self.name).line(&self.title);
        let said = self.lines.iter().fold(head, |card, line| card.line(line));
        Answer::ALL.iter().fold(said, |card, a| card.choice(a.name().here())).qr(&self.url, "")
    }
}

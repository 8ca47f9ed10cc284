//! On paper: the board of promises (承诺公示栏), and corridor identity cards (楼道身份卡) to cut out. Only
//! of those who agreed; how many are left out for lack of it is said on the page, not on the paper.

use crate::{
    bulletins::{PDF, typeset},
    commitments::{Board, Line, Prints, View},
    orgs::Org,
};
use askama::Template;
use documents::{Column, Paper, Slip, Table};
use kernel::{Cx, Download, Error, Id, Lang, Origin, Page, Query, Reader, Reply, Result, Shell, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Of which organisation; the reader's own where nothing is said.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<Id>,
    /// `a3` for the large sheet.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
}

impl Which {
    fn org(&self, cx: &Reader) -> Result<Org> {
        self.org.map_or_else(|| Org::top(cx), |id| cx.find(id))
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/board.html")]
pub struct CommitmentBoard {
    pub organisation: Org,
    #[serde(flatten)]
    pub board: Board,
    pub today: String,
}
impl Page for CommitmentBoard {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("承诺公示栏 · {}", "Promises: {}", self.organisation.name)
    }
}

impl CommitmentBoard {
    fn of(cx: &Reader, which: &Which) -> Result<CommitmentBoard> {
        let organisation = which.org(cx)?;
        Ok(CommitmentBoard { board: Board::of(cx, &organisation)?, organisation, today: crate::ui::day(cx.today()) })
    }
    fn pdf(&self, sheet: &str) -> String {
        format!("/commitments/board.pdf?org={}{}", self.organisation.id, if sheet == "a3" { "&sheet=a3" } else { "" })
    }
}

pub fn board(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<CommitmentBoard>> {
    Reply::show(CommitmentBoard::of(cx, &which)?)
}

pub fn board_pdf(cx: &Cx<Prints>, Query(which): Query<Which>) -> Result<Download> {
    let page = CommitmentBoard::of(cx, &which)?;
    let heads = [
        (t("姓名", "Name"), 2.0),
        (t("身份", "Who"), 2.0),
        (t("岗位", "Post"), 4.0),
        (t("承诺", "Promise"), 8.0),
        (t("时间", "By when"), 4.0),
        (t("做到什么样", "How well"), 5.0),
        (t("进展", "State"), 2.0),
    ];
    let table = Table::new(heads.map(|(head, share)| Column::left(head).share(share)));
    let paper = Paper::new(lang(), page.title(), cx.today()).subtitle(&page.today);
    let paper = if which.sheet == "a3" { paper.for_the_board() } else { paper.landscape() };
    let paper = paper.table(page.board.lines.iter().fold(table, |table, line| table.row(cells(line)))).note(agreed());
    Ok(Download { name: format!("{}.pdf", page.title()), mime: PDF, bytes: typeset(&paper)?, inline: true })
}

fn cells(l: &Line) -> [String; 7] {
    [l.name.clone(), l.who().into(), l.post.clone(), l.target.clone(), l.when.clone(), l.quality.clone(), l.state().into()]
}

fn agreed() -> &'static str {
    t("写到的人都同意过；不同意的不写。", "Who is named here has agreed to it; others are not named.")
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/cards.html")]
pub struct IdentityCards {
    pub organisation: Org,
    pub cards: Vec<Card>,
    /// How many stand without one, because their makers have not agreed.
    pub left_out: usize,
}
impl Page for IdentityCards {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("楼道身份卡 · {}", "Corridor cards: {}", self.organisation.name)
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Card {
    pub line: Line,
    /// The public page in full, and the same as an SVG.
    pub url: String,
    pub qr: String,
}

impl Card {
    /// 我是党员，我在这里服务
    fn claim(&self) -> String {
        say!("我是{}，我在这里服务", "{}, at your service here", self.line.who())
    }
    fn lines(&self) -> Vec<String> {
        let l = &self.line;
        let at = [l.post.as_str(), &l.place].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
        let all = [
            self.claim(),
            say!("岗位：{at}", "Post: {at}"),
            l.duty.clone(),
            say!("承诺：{}", "Promise: {}", l.target),
            l.quality.clone(),
            l.organisation.clone(),
        ];
        all.into_iter().filter(|w| !w.is_empty()).collect()
    }
}

impl IdentityCards {
    fn of(cx: &Reader, which: &Which, base: &str) -> Result<IdentityCards> {
        let organisation = which.org(cx)?;
        let Board { lines, left_out } = Board::of(cx, &organisation)?;
        // What is kept stands on the board; a card says what is being done.
        let card = |line: Line| {
            let url = format!("{base}{}", line.url);
            Ok(Card { qr: documents::qr_svg(&url).map_err(|e| Error::Internal(e.into()))?, url, line })
        };
        let cards = lines.into_iter().filter(|l| !l.kept).map(card).collect::<Result<_>>()?;
        Ok(IdentityCards { organisation, cards, left_out })
    }
}

pub fn cards(cx: &Cx<View>, Query(which): Query<Which>, from: Origin) -> Result<Reply<IdentityCards>> {
    Reply::show(IdentityCards::of(cx, &which, &from.base)?)
}

pub fn cards_pdf(cx: &Cx<Prints>, Query(which): Query<Which>, from: Origin) -> Result<Download> {
    let page = IdentityCards::of(cx, &which, &from.base)?;
    let slip = |card: &Card| {
        let slip = card.lines().into_iter().fold(Slip::new(&card.line.name), Slip::line);
        slip.qr(&card.url, t("扫一扫，道谢或提意见", "Scan to thank or to point out"))
    };
    let paper = Paper::new(lang(), page.title(), cx.today()).slips(page.cards.iter().map(slip));
    Ok(Download { name: format!("{}.pdf", page.title()), mime: PDF, bytes: typeset(&paper)?, inline: true })
}

fn lang() -> documents::Lang {
    if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En }
}

//! A letter as an office prints it: A4, number, organisation, day.

use super::own::FROM;
use crate::{
    bulletins::{PDF, typeset},
    letters::{Content, Letter, OfKind, OwnPrint, Print},
    orgs::Org,
};
use documents::{Column, Paper, Table};
use kernel::{Cx, Download, Id, Lang, Path, Reader, Result, say, t};

pub fn pdf(cx: &Cx<Print>, Path(id): Path<Id>) -> Result<Download> {
    let letter: Letter = cx.find(id)?;
    let content = letter.content(cx)?;
    download(cx, &letter, &content)
}

pub fn own_pdf(cx: &Cx<OwnPrint>, Path(id): Path<Id>) -> Result<Download> {
    let letter = Letter::own_one(cx, id)?;
    let content = letter.sent_content()?;
    download(cx, &letter, &content)
}

fn download(cx: &Reader, letter: &Letter, content: &Content) -> Result<Download> {
    let org: Org = cx.beyond_scope(FROM).find(letter.org)?;
    let bytes = typeset(&paper(letter, content, &org.name, letter.sent_on.unwrap_or(cx.today())))?;
    Ok(Download { name: format!("{} {}.pdf", letter.unit_name, letter.title()), mime: PDF, bytes, inline: true })
}

fn paper(letter: &Letter, content: &Content, org: &str, day: jiff::civil::Date) -> Paper {
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let draft = if letter.sent_on.is_none() { t("（草稿）", " (draft)") } else { "" };
    let mut paper = Paper::new(lang, format!("{}{draft}", letter.title()), day)
        .subtitle(format!("{org} {}", letter.number()).trim_end().to_owned())
        .paragraph(say!("{}：", "To {}:", letter.unit_name));
    for line in letter.words.lines().filter(|l| !l.trim().is_empty()) {
        paper = paper.paragraph(line);
    }
    paper = served(paper.heading(t("本单位党员的服务", "What your members did")), content);
    if !content.open_days.is_empty() {
        let rows = content.open_days.iter().map(|d| (crate::ui::day(d.day), d.venue.clone()));
        paper = paper.heading(t("开放日", "Open days")).facts(rows);
    }
    if let Some(ends) = content.agreement_ends {
        paper = paper
            .heading(t("共建协议", "The agreement"))
            .paragraph(say!("现有协议 {ends} 到期，请商续签。", "The agreement ends on {ends}; let us speak about the next."));
    }
    paper = paper.heading(say!("{}计划", "Plan of {}", letter.month.next().name()));
    let heads = [t("活动", "Activity"), t("日期", "Day"), t("地点", "Place")];
    paper = match content.plan.is_empty() {
        true => paper.paragraph(t("尚未发布，发布后另行告知。", "Not published yet; you will be told.")),
        false => paper.table(content.plan.iter().fold(Table::new(heads.map(Column::left)), |table, p| {
            table.row([p.title.clone(), format!("{} {}", crate::ui::day(p.day), p.starts), p.place.clone()])
        })),
    };
    let answer = [t("回执：单位的意见、问题，下月能提供的：", "Your answer: words, questions, what you can offer next month:")];
    paper.sign_off([org.to_owned(), crate::ui::day(day)]).note(crate::letters::rule_words(content.least)).facts(answer.map(|a| (a, "")))
}

fn served(paper: Paper, content: &Content) -> Paper {
    let served = &content.served;
    if served.is_empty() {
        return paper.paragraph(t("本月没有可以写出的服务记录。", "There is no service of this month that can be told."));
    }
    let heads = [
        Column::left(t("姓名", "Name")),
        Column::left(t("岗位", "Post")),
        Column::right(t("次数", "Turns")),
        Column::right(t("小时", "Hours")),
    ];
    let row = |name: String, o: &OfKind| [name, o.name.here().to_owned(), o.turns.to_string(), o.hours()];
    let mut table = Table::new(heads);
    for one in &served.named {
        for sum in &one.sums {
            table = table.row(row(one.name.clone(), sum));
        }
    }
    for sum in &served.others {
        table = table.row(row(t("其他党员合计", "Others together").to_owned(), sum));
    }
    let paper = if served.named.is_empty() && served.others.is_empty() { paper } else { paper.table(table) };
    let mut words = vec![];
    if served.others_people > 0 {
        words.push(say!("其他党员合计 {} 人。", "The others are {} people.", served.others_people));
    }
    if served.and_more {
        words.push(t("另有党员参加服务，人数少，不单列。", "Others took part as well; they are too few to be told apart.").to_owned());
    }
    if served.needs > 0 {
        words.push(say!("帮助居民解决需求 {} 件。", "They helped with {} needs of residents.", served.needs));
    }
    if words.is_empty() { paper } else { paper.paragraph(words.join("")) }
}

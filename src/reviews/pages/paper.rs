//! A review as an office prints it.

use super::mine::WHOSE;
use crate::{
    bulletins::{PDF, typeset},
    letters::rule_words,
    orgs::Org,
    reviews::{Content, OfPerson, OfUnit, Review, Word},
};
use documents::{Column, Paper, Table};
use kernel::{Download, Lang, Reader, Result, say, t};

pub fn download(cx: &Reader, review: &Review, content: &Content) -> Result<Download> {
    let all = cx.beyond_scope(WHOSE);
    let (org, words) = (all.find::<Org>(review.org)?.name, Word::of(&all, review.id)?);
    let bytes = typeset(&paper(review, content, &words, &org, review.handed_on.unwrap_or(cx.today())))?;
    Ok(Download { name: format!("{}.pdf", review.title()), mime: PDF, bytes, inline: true })
}

fn paper(review: &Review, content: &Content, words: &[Word], org: &str, day: jiff::civil::Date) -> Paper {
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let mut paper = Paper::new(lang, review.title(), day).subtitle(org);
    if let Some(of) = &content.of_unit {
        paper = unit(paper, of);
    }
    if let Some(of) = &content.of_person {
        paper = person(paper, of);
    }
    for word in words {
        paper = paper.heading(word.side.name().here()).paragraph(&word.words).note(format!(
            "{} {} {}",
            word.said_on,
            word.made_by,
            word.via.name()
        ));
    }
    paper
        .sign_off([org.to_owned(), crate::ui::day(day)])
        .note(t("只写事实和双方的话，不评等次、不打分。", "Facts and the words of both sides; no grade and no score."))
}

fn unit(paper: Paper, of: &OfUnit) -> Paper {
    let facts = [
        (t("报到党员", "Members who reported in"), of.people.to_string()),
        (t("反馈函", "Letters"), say!("{} 封，回复 {} 封", "{}, {} answered", of.letters, of.answered)),
        (t("解决居民需求（件次）", "Needs helped with"), of.served.needs.to_string()),
        (t("开放日", "Open days"), of.open_days.len().to_string()),
    ];
    let heads = [
        Column::left(t("姓名", "Name")),
        Column::left(t("岗位", "Post")),
        Column::right(t("次数", "Turns")),
        Column::right(t("小时", "Hours")),
    ];
    let mut table = Table::new(heads);
    for one in &of.served.named {
        for sum in &one.sums {
            table = table.row([one.name.clone(), sum.name.here().to_owned(), sum.turns.to_string(), sum.hours()]);
        }
    }
    for sum in &of.served.others {
        table =
            table.row([t("其他党员合计", "Others together").to_owned(), sum.name.here().to_owned(), sum.turns.to_string(), sum.hours()]);
    }
    let agreements = of.agreements.iter().map(|(from, to)| (t("共建协议", "Agreement"), format!("{from} – {to}")));
    let paper = paper.heading(t("这一年", "The year")).facts(facts).facts(agreements);
    let paper = if of.served.named.is_empty() && of.served.others.is_empty() {
        paper
    } else {
        paper.heading(t("党员的服务", "What its members did")).table(table)
    };
    paper
        .note(t("服务一栏是当年各月反馈函所写的合计。", "The service is what the letters of the year said, added up."))
        .note(rule_words(of.least))
}

fn person(paper: Paper, of: &OfPerson) -> Paper {
    let heads = [
        Column::left(t("岗位", "Post")),
        Column::left(t("类别", "Kind")),
        Column::right(t("次数", "Turns")),
        Column::right(t("小时", "Hours")),
    ];
    let all = of.all();
    let table = of
        .posts
        .iter()
        .fold(Table::new(heads), |table, p| table.row([p.title.clone(), p.kind.here().to_owned(), p.turns.to_string(), p.hours()]));
    paper
        .heading(t("这一年的服务", "Service of the year"))
        .table(table.total([t("合计", "Total").to_owned(), String::new(), all.turns.to_string(), all.words()]))
        .facts([(t("服务证明", "Certificates"), of.certificates.to_string())])
        .facts(of.kept.iter().map(|target| (t("承诺并做到的", "Promised and kept"), target.clone())))
        .note(t("都是被服务的人或社区确认过的服务。", "All of it was confirmed by those served or by the community."))
}

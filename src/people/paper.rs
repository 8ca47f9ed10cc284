//! The contact card as a sheet of paper to take along: what is known, and lines for what is new.

use super::{Beside, Card, Facts, Floating, Member, mask_address, mask_id_no, mask_phone, six, words};
use crate::{orgs::Org, rulebook};
use documents::{Column, Paper, Table};
use kernel::{Lang, Reader, Result, say, t};

/// Lines for what is written down on the way.
const LINES: usize = 6;

/// The facts on the card and the sheet. Unless it is `open`, what is hidden is masked.
pub fn contact_card(cx: &Reader, member: &Member, open: bool) -> Result<(Vec<(String, String)>, Paper)> {
    let facts = member.facts(cx)?;
    let org: Org = cx.find(member.org)?;
    let mut rows = of_ledger(member, &facts, open);
    if let Some(f) = Floating::of(cx, member.id)? {
        rows.extend([("destination", f.destination), ("since", f.since.unwrap_or_default()), ("contact_person", f.contact_person)]);
    }
    if let Some(c) = Card::of(cx, member.id)? {
        let hide = |text: Option<String>| if open { text.unwrap_or_default() } else { text.map_or_else(String::new, |_| "****".into()) };
        rows.extend([
            ("householder", c.householder),
            ("former_home", hide(c.former_home)),
            ("card_lives_at", hide(c.lives_at)),
            ("housing", c.housing),
        ]);
        rows.extend([
            ("contact", hide(c.contact)),
            ("family", hide(c.family)),
            ("work", c.work),
            ("studies_at_home", c.studies_at_home),
            ("health", hide(c.health)),
        ]);
    }
    let rows: Vec<(String, String)> =
        rows.into_iter().filter(|r| !r.1.is_empty()).map(|(field, value)| (words::fact(field).to_owned(), value)).collect();
    let confirmed = six_rows(cx, member, &facts)?;
    let wish = six::wishes_talk(cx, member)?;
    let wish = if wish.is_some() { t("☑ 想谈一谈", "☑ wishes a talk") } else { t("□ 想谈一谈", "□ wishes a talk") };
    let lang = if Lang::here() == Lang::Zh { documents::Lang::Zh } else { documents::Lang::En };
    let lines = Table::new([
        Column::left(t("日期", "Day")).share(1.0),
        Column::left(t("方式", "How")).share(1.0),
        Column::left(t("情况和变化", "What was found, what has changed")).share(4.0),
    ])
    .to_fill_in();
    let lines = (0..LINES).fold(lines, |table, _| table.row(["", "", ""]));
    let paper = Paper::new(lang, say!("{} 联系卡", "Contact card of {}", member.name), cx.today())
        .subtitle(org.name)
        .facts(rows.clone())
        .heading(t("六个清", "Six clears"))
        .table(confirmed)
        .paragraph(wish)
        .heading(t("联系记录", "Contacts"))
        .table(lines)
        .foot(say!("{} 打印", "Printed {}", cx.today()));
    Ok((rows, paper))
}

/// Each field with when and how it was last confirmed, and room to tick that it is still so or to write what it is.
fn six_rows(cx: &Reader, member: &Member, facts: &Facts) -> Result<Table> {
    let (card, floating, book) = (Card::of(cx, member.id)?, Floating::of(cx, member.id)?, rulebook::book(cx)?);
    let known = six::Known { facts, card: card.as_ref(), floating: floating.as_ref() };
    let table = Table::new([
        Column::left(t("项目", "Field")).share(1.2),
        Column::left(t("已知", "Known")).share(2.0),
        Column::left(t("核对", "Confirmed")).share(2.0),
        Column::left(t("还是这样", "Still so")).share(1.0),
        Column::left(t("变化", "Changed to")).share(2.4),
    ]);
    let clears = six::Clear::of_member(cx, member, &known, book.at(cx.today()))?;
    Ok(clears.iter().fold(table, |table, c| {
        let on = [c.on.clone().unwrap_or_default(), c.how.clone()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        let tick = if c.ask { "□" } else { "" };
        table.row([c.name.to_owned(), c.text.clone(), on, tick.to_owned(), String::new()])
    }))
}

fn of_ledger(m: &Member, f: &Facts, open: bool) -> Vec<(&'static str, String)> {
    let show = |text: &Option<String>, mask: fn(&str) -> String| {
        text.as_deref().map(|t| if open { t.to_owned() } else { mask(t) }).unwrap_or_default()
    };
    vec![
        ("sex", words::word(&m.sex).into()),
        ("birth", m.birth.clone().unwrap_or_default()),
        ("id_no", show(&f.id_no, mask_id_no)),
        ("phone", show(&f.phone, mask_phone)),
        ("joined", m.joined.clone().unwrap_or_default()),
        ("employment", words::word(&m.employment).into()),
        ("unit", m.unit.clone()),
        ("home", show(&f.home, mask_address)),
        ("lives_at", show(&f.lives_at, mask_address)),
        ("last_contact", m.last_contact.clone().unwrap_or_default()),
    ]
}

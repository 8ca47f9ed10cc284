//! A piece of news: a title, a text, a picture. Who is named in it follows from the text; each of them
//! is asked, and until they agree the text is shown without their name.

use crate::{
    ebranch::Kept,
    orgs::Org,
    publicity::{Kind, Publicity, Terms},
};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct News {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub title: String,
    pub body: String,
    #[serde(skip_serializing)]
    content: String,
    file_kind: String,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    pub made_at: String,
    pub made_by: String,
}
impl Noun for News {
    const TABLE: &'static str = "news";
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewNews {
    pub title: String,
    pub text: String,
    pub alt: String,
    pub from: String,
    pub to: String,
    pub mask: String,
}

impl NewNews {
    pub fn checked(&self, has_picture: bool) -> Result<()> {
        for (field, text) in [("title", &self.title), ("text", &self.text)] {
            if text.trim().is_empty() {
                return Err(Error::field(field, "这一项要填写。", "This is needed."));
            }
            is_without_numbers(field, text)?;
        }
        if has_picture && self.alt.trim().is_empty() {
            return Err(Error::field(
                "alt",
                "请写一句图片上是什么，给看不见的人听。",
                "Say what the picture shows, for those who cannot see it.",
            ));
        }
        is_without_numbers("alt", &self.alt)
    }
}

impl News {
    pub fn write(cx: &Writer, org: &Org, new: &NewNews, picture: &Kept, terms: Terms) -> Result<(News, usize)> {
        new.checked(picture.is_some())?;
        let id = cx.new_id();
        cx.run(
            "insert into {news} (id, path, org, title, body, content, file_kind, alt, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![id, &org.path, org.id, new.title.trim(), new.text.trim(), &picture.content, &picture.file_kind, new.alt.trim(), cx.now(), &cx.actor().name],
        )?;
        let people = named_in(cx, &org.path, &format!("{}\n{}\n{}", new.title, new.text, new.alt))?;
        Publicity::put(cx, &org.path, Kind::News, id, new.title.trim(), terms, &people)?;
        Ok((cx.find(id)?, people.len()))
    }

    /// With their terms, the newest first.
    pub fn of_org(cx: &Reader, org: &Org) -> Result<Vec<(News, Publicity)>> {
        let all: Vec<News> =
            cx.all("select n.* from {news} n where n.path = $1 order by n.made_at desc, n.id desc limit 50", args![&org.path])?;
        let with_terms = |news: News| Ok(Publicity::of(cx, Kind::News, news.id)?.map(|p| (news, p)));
        Ok(all.into_iter().map(with_terms).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    pub fn picture(&self) -> Option<Kept> {
        let kept = Kept { file_name: self.title.clone(), content: self.content.clone(), file_kind: self.file_kind.clone(), bytes: 0 };
        kept.is_some().then_some(kept)
    }
}

/// Members of an organisation whose name stands in a text; where one name holds another, the longer.
pub fn named_in(cx: &Reader, path: &str, text: &str) -> Result<Vec<Id>> {
    let mut named: Vec<(String, Id)> = vec![];
    cx.each(
        "select m.name, m.id from {members} m where m.path >= $1 and m.path < $2",
        args![path, past(path)],
        |(name, id): (String, Id)| {
            if text.contains(&name) {
                named.push((name, id));
            }
            Ok(())
        },
    )?;
    let stands_alone = |name: &str| {
        let longer = named.iter().filter(|n| n.0.len() > name.len() && n.0.contains(name));
        longer.fold(text.to_owned(), |left, n| left.replace(&n.0, "\n")).contains(name)
    };
    Ok(named.iter().filter(|n| stands_alone(&n.0)).map(|n| n.1).collect())
}

/// Refuses what reads like a telephone or the number of a person: figures in one row, or a mobile
/// number written in groups. Dates, sums and the numbers of houses are shorter.
pub fn is_without_numbers(field: &str, text: &str) -> Result<()> {
    const ROW: usize = 7;
    const MOBILE: usize = 11;
    let figure = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let in_a_row = text.split(|c| !figure(c)).any(|row| row.chars().count() >= ROW);
    let in_groups = text.split(|c| !figure(c) && c != ' ' && c != '-').any(|row| {
        let row: String = row.chars().filter(char::is_ascii_digit).collect();
        row.len() == MOBILE && row.starts_with('1')
    });
    if in_a_row || in_groups {
        return Err(Error::field(
            field,
            "公开的文字里不能有电话或证件号码，请去掉。",
            "What is public holds no telephone and no number of a person; take it out.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_seen_and_dates_are_not() {
        for refused in
            ["电话14000000001", "打 140 0000 0001", "140-0000-0001", "0519-88886666", "32049919900101123X", "１４００００００００１"]
        {
            assert!(is_without_numbers("text", refused).is_err(), "{refused}");
        }
        for fine in ["2026-11-22 上午 9:00", "2026年11月22日，12 幢 3 单元，花了 123456 元", ""] {
            assert!(is_without_numbers("text", fine).is_ok(), "{fine}");
        }
    }
}

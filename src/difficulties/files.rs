//! The same as a paper and as a workbook.

use super::{
    Print, Tile,
    measure::Counts,
    pages::{Asked, ShowDifficulties},
};
use crate::bulletins::{PDF, XLSX, typeset};
use documents::{Bar, Column, Lang, Paper, Table};
use kernel::{Cx, Download, Error, Query, Result, t};
use sheets::write::{Cell, Column as Head, Kind, Table as Sheet, xlsx};

pub fn pdf(cx: &Cx<Print>, Query(asked): Query<Asked>) -> Result<Download> {
    let shown = ShowDifficulties::of(cx, &asked)?;
    Ok(Download { name: format!("{}.pdf", shown.heading()), mime: PDF, bytes: typeset(&shown.paper())?, inline: true })
}

pub fn workbook(cx: &Cx<Print>, Query(asked): Query<Asked>) -> Result<Download> {
    let shown = ShowDifficulties::of(cx, &asked)?;
    Ok(Download { name: format!("{}.xlsx", shown.heading()), mime: XLSX, bytes: shown.workbook()?, inline: false })
}

impl ShowDifficulties {
    fn heading(&self) -> String {
        format!("{} {} {}", self.org.name, self.month.name(), t("八难指标", "eight difficulties"))
    }

    fn paper(&self) -> Paper {
        let lang = if kernel::Lang::here() == kernel::Lang::Zh { Lang::Zh } else { Lang::En };
        let bar = |tile: &Tile| Bar {
            label: tile.name.clone(),
            value: tile.percent.unwrap_or(0) as f64 / 100.0,
            text: format!("{} · {}", tile.share(), tile.sentence()),
            pale: !tile.tone.is_empty(),
        };
        let mut paper = Paper::new(lang, self.heading(), self.month.last()).landscape().bars(self.tiles.iter().map(bar));
        for (heading, lines) in [
            (t("下级组织", "Organisations below"), self.below.iter().map(|o| (&o.name, &o.counts)).collect::<Vec<_>>()),
            (t("按类别", "By category"), self.categories.iter().map(|c| (&c.name, &c.counts)).collect()),
        ] {
            if !lines.is_empty() {
                paper = paper.heading(heading).table(self.table(&lines));
            }
        }
        paper = paper.heading(t("怎样计算", "How it is counted"));
        self.tiles.iter().fold(paper, |paper, tile| paper.paragraph(format!("{}：{}", tile.name, tile.definition)))
    }

    fn table(&self, lines: &[(&String, &Counts)]) -> Table {
        let columns = std::iter::once(Column::left(t("组织或类别", "Of")))
            .chain([Column::right(t("党员", "Members"))])
            .chain(self.tiles.iter().map(|tile| Column::right(&tile.name)));
        let row = |(name, counts): &(&String, &Counts)| {
            let shares = self.tiles.iter().map(|tile| self.percent(counts, &tile.difficulty));
            [(*name).clone(), counts.members.to_string()].into_iter().chain(shares).collect()
        };
        Table { columns: columns.collect(), rows: lines.iter().map(row).collect(), ..Table::default() }
    }

    /// Numbers to go on counting with: of each line how many of how many.
    fn workbook(&self) -> Result<Vec<u8>> {
        let mut columns = vec![Head::new(t("组织或类别", "Of"), 30.0), Head::new(t("党员", "Members"), 9.0).of(Kind::Number)];
        for tile in &self.tiles {
            columns.push(Head::new(&*tile.name, 14.0).of(Kind::Number));
            columns.push(Head::new(t("应计", "of"), 7.0).of(Kind::Number));
        }
        let mine = [(self.org.name.as_str(), &self.all)];
        let below = self.below.iter().map(|o| (o.name.as_str(), &o.counts));
        let lines = mine.into_iter().chain(below).chain(self.categories.iter().map(|c| (c.name.as_str(), &c.counts)));
        let rows = lines.map(|(name, counts)| {
            let pairs = counts.ratios.iter().flat_map(|r| [Cell::Number(r.met as f64), Cell::Number(r.of as f64)]);
            [Cell::from(name), Cell::Number(counts.members as f64)].into_iter().chain(pairs).collect::<Vec<_>>()
        });
        let sheet = Sheet { title: self.heading(), note: self.counted_at.get(..16).unwrap_or_default().replace('T', " "), columns };
        xlsx(&sheet, rows).map_err(|e| Error::Internal(e.into()))
    }
}

//! A bulletin as a file: PDF for the archive, a workbook for those who go on counting.

use super::{Report, Sheet};
use crate::points;
use documents::{Fonts, Paper};
use kernel::{Error, Result, t};
use sheets::write::{Cell, Column, Kind, Table, xlsx};
use std::sync::OnceLock;

pub const PDF: &str = "application/pdf";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Looking at every font of the system takes a while: it is done once.
pub fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::of_system)
}

pub fn pdf(paper: &Paper) -> Result<Vec<u8>> {
    paper.pdf(fonts()).map_err(|e| Error::Internal(e.into()))
}

impl Report {
    /// One line for each branch; of a branch, one for each member.
    pub fn workbook(&self) -> Result<Vec<u8>> {
        if self.org.kind.is_branch() { self.of_members() } else { self.of_branches() }
    }

    fn of_branches(&self) -> Result<Vec<u8>> {
        let heads = [
            t("组织", "Organisation"),
            t("党员", "Members"),
            t("计划", "Planned"),
            t("开展", "Held"),
            t("应到", "Due"),
            t("会场", "In the room"),
            t("就近", "Nearby"),
            t("上门", "At home"),
            t("网络", "Online"),
            t("补学", "Made up"),
            t("请假", "Excused"),
            t("免予", "Exempt"),
            t("未到", "Absent"),
            t("没有登记", "Not marked"),
            t("本月学时", "Hours"),
            t("今年学时", "Hours this year"),
            t("联系", "Contacts"),
            t("更正", "Corrections"),
        ];
        let rows = self.branches.iter().chain([&self.org]).map(|o| {
            let f = &o.figures;
            let counts = [
                f.members, f.planned, f.held, f.due, f.in_room, f.nearby, f.at_home, f.online, f.made_up, f.excused, f.exempt, f.absent,
                f.unmarked,
            ];
            let hours = [f.minutes_month, f.minutes_year].map(|m| self.hours(m));
            let rest = [f.contacts, f.corrections].map(number);
            std::iter::once(Cell::from(o.name.as_str())).chain(counts.map(number)).chain(hours).chain(rest).collect::<Vec<_>>()
        });
        written(&table(self.title(), &self.closed_on, &heads, 30.0), rows)
    }

    fn of_members(&self) -> Result<Vec<u8>> {
        let heads = [
            t("姓名", "Name"),
            t("应到", "Due"),
            t("会场", "In the room"),
            t("就近", "Nearby"),
            t("上门", "At home"),
            t("网络", "Online"),
            t("补学", "Made up"),
            t("请假", "Excused"),
            t("免予", "Exempt"),
            t("未到", "Absent"),
            t("没有登记", "Not marked"),
            t("今年学时", "Hours this year"),
            t("目标", "Target"),
            t("本月积分", "Points"),
            t("联系", "Contacts"),
        ];
        let rows = self.members.iter().map(|m| {
            let counts =
                [m.due, m.in_room, m.nearby, m.at_home, m.online, m.made_up, m.excused, m.exempt, m.absent, m.unmarked].map(number);
            let hours = [m.minutes_year, m.minutes_target].map(|m| self.hours(m));
            let rest = [m.points_month, m.contacts].map(number);
            std::iter::once(Cell::from(m.name.as_str())).chain(counts).chain(hours).chain(rest).collect::<Vec<_>>()
        });
        written(&table(self.title(), &self.closed_on, &heads, 12.0), rows)
    }

    fn hours(&self, minutes: i64) -> Cell<'static> {
        hours(minutes, self.hour)
    }
}

impl Sheet {
    pub fn workbook(&self) -> Result<Vec<u8>> {
        let m = &self.member;
        let heads = [
            t("月份", "Month"),
            t("应参加", "Due"),
            t("参加", "Took part"),
            t("今年学时", "Hours this year"),
            t("目标", "Target"),
            t("本月积分", "Points this month"),
            t("本周期积分", "Points this cycle"),
        ];
        let cells = vec![
            Cell::from(self.month.name()),
            number(m.due),
            number(m.present()),
            hours(m.minutes_year, self.hour),
            hours(m.minutes_target, self.hour),
            number(m.points_month),
            number(m.points),
        ];
        written(&table(self.title(), &self.closed_on, &heads, 14.0), [cells])
    }
}

fn table(title: String, note: &str, heads: &[&str], first: f64) -> Table {
    let column = |(n, head): (usize, &&str)| if n == 0 { Column::new(*head, first) } else { Column::new(*head, 9.0).of(Kind::Number) };
    Table { title, note: note.into(), columns: heads.iter().enumerate().map(column).collect() }
}

fn written<'a>(table: &Table, rows: impl IntoIterator<Item = Vec<Cell<'a>>>) -> Result<Vec<u8>> {
    xlsx(table, rows).map_err(|e| Error::Internal(e.into()))
}

fn number(n: i64) -> Cell<'static> {
    Cell::Number(n as f64)
}

/// The same hours as on the page, as a number.
fn hours(minutes: i64, hour: i64) -> Cell<'static> {
    points::hours(minutes, hour).parse().map_or(Cell::Empty, Cell::Number)
}

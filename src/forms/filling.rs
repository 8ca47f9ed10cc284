//! A form and the ledger brought together: each thing it asks is answered from facts, or left blank
//! and named.

use super::{
    ask::{Asked, Derived},
    choices::{Choices, Rows},
    dues::OfDues,
    group::Group,
    person::{self, Day, Open, Person},
    report::{ColumnReport, Report, TableReport},
    since::Said,
    value::allowed,
    year::Year,
};
use crate::{
    categories::Kinds,
    orgs::Org,
    people::{Extra, Openness},
    rulebook,
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, say, t};
use sheets::{
    Field, Meaning,
    form::{Answers, Blank, Column, Form, RowOf, Table, Value},
};

use std::collections::HashMap;

/// A form's answers, what it says of itself, and what is kept to compare the next one with.
pub struct Filled {
    pub answers: Answers,
    pub report: Report,
    pub said: Said,
}

/// The rows of one list, and who each is about.
#[derive(Default)]
pub struct List {
    pub rows: Vec<Vec<Value>>,
    pub subjects: Vec<Option<(Id, String)>>,
    /// Columns whose answers are hidden without a reason.
    pub hidden: Vec<bool>,
    pub told: TableReport,
}

impl List {
    /// `cell` answers a row's column; the form's own words are kept to, and gaps are counted.
    fn of(
        table: &Table,
        asked: &[Asked],
        subjects: Vec<Option<(Id, String)>>,
        mut told: TableReport,
        cell: impl Fn(usize, usize) -> Value,
    ) -> List {
        told.columns = table.columns.iter().zip(asked).map(|(c, a)| ColumnReport::of(c, a)).collect();
        told.unknown_rows = subjects.iter().filter(|s| s.is_none()).count();
        let mut rows = vec![];
        for place in 0..subjects.len() {
            let row: Vec<Value> = table.columns.iter().enumerate().map(|(n, c)| allowed(cell(place, n), &c.options)).collect();
            told.count(&row, table.given.get(place).map(|g| g.empty.as_slice()));
            rows.push(row);
        }
        told.name_extras();
        List { rows, subjects, hidden: asked.iter().map(Asked::is_hidden).collect(), told }
    }
}

pub struct Filling<'a> {
    form: &'a Form,
    choices: &'a Choices,
    pub org: Org,
    /// The organisation and all below it, in the order of the tree.
    pub(super) orgs: Vec<Org>,
    pub(super) people: Vec<Person>,
    /// Extra facts of the organisations that have some.
    pub(super) extras: HashMap<Id, Extra>,
    pub(super) year: Year,
    pub(super) dues: OfDues,
    /// The names of each member's categories, where the form asks for them.
    pub(super) categories: HashMap<Id, String>,
    pub(super) day: Day,
    pub(super) today: Date,
    pub(super) filler: String,
}

/// What follows from everybody's facts. Hardship and health leave only with all that is hidden.
fn categories(cx: &Reader, kinds: Kinds, full: bool) -> Result<HashMap<Id, String>> {
    let shown = |n: usize| full || !kinds.all[n].rule.sensitive;
    let names = |(id, facts): (Id, crate::categories::Facts)| {
        let held = kinds.derive(&facts);
        let names: Vec<&str> = held.iter().filter(|h| shown(h.kind)).map(|h| kinds.all[h.kind].name.zh.as_str()).collect();
        (id, names.join("、"))
    };
    Ok(kinds.facts_of_all(cx)?.into_iter().map(names).collect())
}

impl<'a> Filling<'a> {
    /// Reads what the form asks of the ledger. `full`: hidden facts leave in full; the caller has
    /// written the reason down.
    pub fn new(cx: &Reader, form: &'a Form, choices: &'a Choices, full: bool) -> Result<Filling<'a>> {
        let org = choices.org.map_or_else(|| Org::top(cx), |id| cx.find(id))?;
        let on = choices.on.unwrap_or(cx.today());
        let day = Day::of(rulebook::book(cx)?.at(on), on);
        let within = cx.within(&org.path)?;
        let open = match (of_members(form).any(|asked| asked.is_hidden()), full) {
            (false, _) => Open::No,
            (true, false) => Open::Masked,
            (true, true) => Open::Full,
        };
        Ok(Filling {
            extras: if of_orgs(form).any(|asked| asked == Asked::Unknown) { extras(&within, full)? } else { HashMap::new() },
            orgs: Org::tree(&within)?,
            people: person::all(&within, &day, open)?,
            year: if of_members(form).any(|asked| matches!(asked, Asked::Derived { what } if what.is_of_year())) {
                Year::of(&within, rulebook::book(cx)?.at(on), on)?
            } else {
                Year::default()
            },
            categories: if of_members(form).any(|asked| matches!(asked, Asked::Derived { what: Derived::Categories })) {
                categories(&within, Kinds::of(rulebook::book(cx)?.at(on)), full)?
            } else {
                HashMap::new()
            },
            dues: if of_members(form).any(|asked| OfDues::asked(&asked)) { OfDues::of(&within, on)? } else { OfDues::default() },
            filler: if cx.actor().account.is_some() { cx.actor().name.clone() } else { String::new() },
            today: cx.today(),
            form,
            choices,
            org,
            day,
        })
    }

    pub fn answers(&self) -> Result<Filled> {
        self.answers_of(self.member()?)
    }

    /// A form about one person, for each of whom these words mean, in the order of the ledger.
    pub fn copies(&self, whom: &str) -> Result<Vec<&Person>> {
        if !self.asks_one_person() {
            return Err(Error::field("whom", "这张表不是一人一张的。", "This form is not about one person."));
        }
        let whom = whom.trim();
        let group = if whom.is_empty() { Group::default() } else { read("whom", whom)? };
        let people: Vec<&Person> = self.people.iter().filter(|p| group.holds(p, &self.day)).collect();
        if people.is_empty() {
            return Err(Error::field("whom", "没有符合的党员。", "No member fits."));
        }
        Ok(people)
    }

    pub fn answers_of(&self, member: Option<&Person>) -> Result<Filled> {
        let mut answers = Answers::default();
        let mut said = Said::default();
        let mut report = Report::of(self.form, &self.org.name, self.day.on);
        for (n, table) in self.form.tables.iter().enumerate() {
            let list = self.table(n, table)?;
            said.list(&list);
            self.totals(table, &list.rows, &mut answers);
            answers.tables.push(list.rows);
            report.tables.push(list.told);
        }
        for blank in self.form.all_blanks() {
            let (asked, value) = self.blank(blank, member);
            let typed = self.choices.answers.get(&blank.at.to_string()).filter(|t| !t.is_empty());
            let value = typed.map_or(value, |text| Value::text(text.as_str()));
            report.blank(blank, &asked, &value);
            answers.cells.insert(blank.at, allowed(value, &blank.options));
        }
        report.one_person = self.asks_one_person();
        report.member = member.map(|p| p.name.clone());
        report.member_id = member.map(|p| p.id);
        report.left = self.choices.left.clone();
        Ok(Filled { answers, report, said })
    }

    pub fn table(&self, n: usize, table: &Table) -> Result<List> {
        let title = table.title.as_deref().or(self.form.title.as_deref()).unwrap_or_default();
        let mut told = TableReport { title: title.into(), ..TableReport::default() };
        let of_orgs = match table.row_of {
            RowOf::Organisation => true,
            RowOf::Person => false,
            RowOf::Unknown => !has(table, Field::Name) && has(table, Field::OrgName),
        };
        let known = of_orgs || table.row_of == RowOf::Person || has(table, Field::Name);
        if table.card.is_some() || !known {
            told.columns = table.columns.iter().map(|c| ColumnReport::of(c, &Asked::Unknown)).collect();
            return Ok(List { told, ..List::default() });
        }
        if of_orgs { Ok(self.org_rows(table, told)) } else { self.person_rows(n, table, title, told) }
    }

    fn org_rows(&self, table: &Table, mut told: TableReport) -> List {
        let asked: Vec<Asked> = table.columns.iter().map(|c| Asked::of_org(&c.path, c.meaning, c.sure)).collect();
        told.whom = self.choices.rows.name().into();
        let named: Vec<Option<&Org>> = table.given.iter().map(|given| self.named(&given.keys)).collect();
        let listed: Vec<Option<&Org>> = match named.is_empty() {
            true => self.orgs.iter().filter(|o| self.choices.rows.takes(o, &self.orgs)).map(Some).collect(),
            false => named,
        };
        let subjects = listed.iter().map(|o| o.map(|o| (o.id, o.name.clone()))).collect();
        List::of(table, &asked, subjects, told, |row, n| {
            listed[row].map_or(Value::Blank, |org| self.of_org(org, &asked[n], &table.columns[n]))
        })
    }

    fn person_rows(&self, n: usize, table: &Table, title: &str, mut told: TableReport) -> Result<List> {
        let asked: Vec<Asked> = table.columns.iter().map(|c| Asked::of_member(c.label(), c.meaning, c.sure)).collect();
        let group = self.whom(n, title)?;
        (told.whom, told.of_people) = (group.sentence(), true);
        let listed: Vec<Option<&Person>> = match table.given.is_empty() {
            true => {
                let all: Vec<&Person> = self.people.iter().filter(|p| group.holds(p, &self.day)).collect();
                self.share(table, &all).iter().map(|p| Some(*p)).collect()
            }
            false => table.given.iter().map(|given| self.bearer(&given.keys)).collect(),
        };
        let subjects = listed.iter().map(|p| p.map(|p| (p.id, p.name.clone()))).collect();
        Ok(List::of(table, &asked, subjects, told, |row, n| {
            listed[row].map_or(Value::Blank, |p| self.of_person(p, &asked[n], &table.columns[n]))
        }))
    }

    /// The part of a list that stands in this table: lists that are printed twice side by side, or
    /// on page after page, are one list, filled in turn; what they have no room for is shared out.
    fn share<'s, 'p>(&self, table: &Table, all: &'s [&'p Person]) -> &'s [&'p Person] {
        let labels = |t: &Table| t.columns.iter().map(|c| c.path.clone()).collect::<Vec<_>>();
        let alike = |t: &&Table| t.sheet == table.sheet && t.title == table.title && t.given.is_empty() && labels(t) == labels(table);
        let parts: Vec<&Table> = self.form.tables.iter().filter(alike).collect();
        let room: usize = parts.iter().map(|t| t.room()).sum();
        let each = if all.len() > room { Some(all.len().div_ceil(parts.len().max(1))) } else { None };
        let mut rest = all;
        for part in &parts {
            let (here, later) = rest.split_at(each.unwrap_or(part.room()).min(rest.len()));
            if std::ptr::eq(*part, table) {
                return here;
            }
            rest = later;
        }
        rest
    }

    /// Whom a list is of: as somebody said, else as its title says.
    fn whom(&self, n: usize, title: &str) -> Result<Group> {
        let Some(words) = self.choices.whom.get(&n).map(|w| w.trim()).filter(|w| !w.is_empty()) else { return Ok(Group::hinted(title)) };
        read(&format!("whom.{n}"), words)
    }

    fn named(&self, keys: &[(u16, String)]) -> Option<&Org> {
        keys.iter().find_map(|(_, text)| {
            let text = super::words::plain(text);
            let alike: Vec<&Org> = self.orgs.iter().filter(|o| o.name == text || o.name.ends_with(&text)).collect();
            alike.iter().find(|o| o.name == text).copied().or(if alike.len() == 1 { Some(alike[0]) } else { None })
        })
    }

    fn bearer(&self, keys: &[(u16, String)]) -> Option<&Person> {
        keys.iter().find_map(|(_, text)| {
            let name = sheets::values::name(text);
            let mut alike = self.people.iter().filter(|p| p.name == name);
            alike.next().filter(|_| alike.next().is_none())
        })
    }

    /// Sums of numbers where the sender has no formula of their own.
    fn totals(&self, table: &Table, rows: &[Vec<Value>], answers: &mut Answers) {
        for total in table.totals.iter().flat_map(|t| &t.cells).filter(|t| !t.formula) {
            let column: Vec<f64> = rows
                .iter()
                .filter_map(|row| match row.get(total.column) {
                    Some(Value::Number(n)) => Some(*n),
                    _ => None,
                })
                .collect();
            if !column.is_empty() && column.len() == rows.len() {
                answers.cells.insert(total.at, Value::Number(column.iter().sum()));
            }
        }
    }

    /// The form is about one person: no list of people, and blanks for a name and facts.
    fn asks_one_person(&self) -> bool {
        let lists = self.form.tables.iter().any(|t| t.card.is_none() && (t.row_of == RowOf::Person || has(t, Field::Name)));
        let facts = |b: &&Blank| matches!(Asked::of_member(&b.label, b.meaning, b.sure), Asked::Fact { .. } | Asked::Derived { .. });
        let named = self.form.all_blanks().any(|b| b.meaning == Meaning::Field(Field::Name));
        !lists && named && self.form.all_blanks().filter(facts).count() > 1
    }

    fn member(&self) -> Result<Option<&Person>> {
        let Some(wanted) = self.choices.member.as_deref().map(str::trim).filter(|m| !m.is_empty()) else { return Ok(None) };
        let found: Vec<&Person> = self.people.iter().filter(|p| p.name == wanted || p.id.to_string() == wanted).collect();
        match found[..] {
            [one] => Ok(Some(one)),
            [] => Err(Error::field("member", format!("台账里没有“{wanted}”。"), format!("There is no “{wanted}” in the ledger."))),
            _ => Err(Error::field(
                "member",
                format!("有 {} 位“{wanted}”，请从党员卡片进入，或填编号。", found.len()),
                format!("There are {} of the name “{wanted}”: go from the member's card, or give the id.", found.len()),
            )),
        }
    }

    fn blank(&self, blank: &Blank, member: Option<&Person>) -> (Asked, Value) {
        let column = Column {
            column: 0,
            line: 0,
            path: vec![blank.label.clone()],
            meaning: blank.meaning,
            sure: blank.sure,
            options: vec![],
            note: None,
            date: blank.date,
            formula: false,
        };
        if self.asks_one_person() {
            let asked = Asked::of_member(&blank.label, blank.meaning, blank.sure);
            let value = member.map_or(Value::Blank, |p| self.of_person(p, &asked, &column));
            if asked.is_answered() || !value.is_blank() {
                return (asked, value);
            }
        }
        match Asked::of_form(&blank.label) {
            Asked::Unknown if blank.meaning != Meaning::Extra => {
                let asked = Asked::of_org(&column.path, blank.meaning, blank.sure);
                let value = self.of_org(&self.org, &asked, &column);
                (asked, value)
            }
            asked => {
                let value = self.of_form(&asked, &column);
                (asked, value)
            }
        }
    }
}

/// Whom somebody's words mean; `field` is where they were typed.
fn read(field: &str, words: &str) -> Result<Group> {
    Group::read(words).ok_or_else(|| {
        Error::field(
            field,
            format!("没有看懂“{words}”。可以写：60岁以上、流动党员、预备党员、女党员、大专以上学历、离退休，或连起来写。"),
            format!("“{words}” is not understood. Write for example 60岁以上, 流动党员, 预备党员, 女党员, 大专以上学历, 离退休, or several together."),
        )
    })
}

fn extras(cx: &Reader, full: bool) -> Result<HashMap<Id, Extra>> {
    let openness = Openness::of(cx)?;
    let shown = |(org, _, mut extra): (Id, String, Extra)| {
        if !full {
            openness.mask(&mut extra);
        }
        (org, extra)
    };
    Ok(Org::with_extra(cx)?.into_iter().map(shown).collect())
}

/// All that a form may ask of organisations.
fn of_orgs(form: &Form) -> impl Iterator<Item = Asked> {
    form.tables.iter().flat_map(|t| t.columns.iter().map(|c| Asked::of_org(&c.path, c.meaning, c.sure)))
}

fn has(table: &Table, field: Field) -> bool {
    table.columns.iter().any(|c| c.meaning == Meaning::Field(field))
}

/// All that a form may ask of members.
fn of_members(form: &Form) -> impl Iterator<Item = Asked> {
    let columns = form.tables.iter().flat_map(|t| t.columns.iter().map(|c| Asked::of_member(c.label(), c.meaning, c.sure)));
    columns.chain(form.all_blanks().map(|b| Asked::of_member(&b.label, b.meaning, b.sure)))
}

impl Rows {
    pub fn name(self) -> &'static str {
        match self {
            Rows::Branches => t("每个党支部一行", "A row a branch"),
            Rows::Below => t("直接下级组织每个一行", "A row for each organisation directly below"),
            Rows::All => t("所有党组织每个一行", "A row for every organisation"),
        }
    }
}

/// `60岁以上党员花名册 2026-11-01.xlsx`
pub fn file_name(form: &Form, on: Date) -> String {
    let ending = if form.format == sheets::form::Format::Docx { "docx" } else { "xlsx" };
    say!("{} {on}.{ending}", "{} {on}.{ending}", form.title.as_deref().unwrap_or("表"))
}

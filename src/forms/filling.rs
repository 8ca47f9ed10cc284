//! A form and the ledger brought together: each thing it asks is answered from facts, or left blank
//! and named.

use super::{
    ask::{Asked, Derived, Once},
    choices::{Choices, Rows},
    group::Group,
    person::{self, Day, Open, Person},
    report::{ColumnReport, Report, TableReport},
    value::{allowed, number, on_day, written, yes_no},
    year::Year,
};
use crate::{orgs::Org, rulebook};
use jiff::civil::Date;
use kernel::{Error, Reader, Result, say, t};
use sheets::{
    Field, Meaning,
    form::{Answers, Blank, Column, Form, RowOf, Table, Value},
};

pub struct Filling<'a> {
    form: &'a Form,
    choices: &'a Choices,
    pub org: Org,
    /// The organisation and all below it, in the order of the tree.
    orgs: Vec<Org>,
    people: Vec<Person>,
    year: Year,
    day: Day,
    today: Date,
    filler: String,
}

impl<'a> Filling<'a> {
    /// Reads what the form asks of the ledger. `full`: hidden facts leave in full; the caller has
    /// written the reason down.
    pub fn new(cx: &Reader, form: &'a Form, choices: &'a Choices, full: bool) -> Result<Filling<'a>> {
        let org = choices.org.map_or_else(|| Org::top(cx), |id| cx.find(id))?;
        let on = choices.on.unwrap_or(cx.today());
        let day = Day::of(rulebook::book(cx)?.at(on), on);
        let within = cx.within(&org.path)?;
        let open = match (asks_hidden(form), full) {
            (false, _) => Open::No,
            (true, false) => Open::Masked,
            (true, true) => Open::Full,
        };
        Ok(Filling {
            orgs: Org::tree(&within)?,
            people: person::all(&within, &day, open)?,
            year: if asks_year(form) { Year::of(&within, rulebook::book(cx)?.at(on), on)? } else { Year::default() },
            filler: if cx.actor().account.is_some() { cx.actor().name.clone() } else { String::new() },
            today: cx.today(),
            form,
            choices,
            org,
            day,
        })
    }

    pub fn answers(&self) -> Result<(Answers, Report)> {
        let mut answers = Answers::default();
        let mut report = Report::of(self.form, &self.org.name, self.day.on);
        for (n, table) in self.form.tables.iter().enumerate() {
            let (rows, told) = self.table(n, table)?;
            self.totals(table, &rows, &mut answers);
            answers.tables.push(rows);
            report.tables.push(told);
        }
        let member = self.member()?;
        for blank in self.form.all_blanks() {
            let (asked, value) = self.blank(blank, member);
            let typed = self.choices.answers.get(&blank.at.to_string()).filter(|t| !t.is_empty());
            let value = typed.map_or(value, |text| Value::text(text.as_str()));
            report.blank(blank, &asked, &value);
            answers.cells.insert(blank.at, allowed(value, &blank.options));
        }
        report.one_person = self.asks_one_person();
        report.member = member.map(|p| p.name.clone());
        Ok((answers, report))
    }

    /// How many people a list would name.
    fn table(&self, n: usize, table: &Table) -> Result<(Vec<Vec<Value>>, TableReport)> {
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
            return Ok((vec![], told));
        }
        if of_orgs { Ok(self.org_rows(table, told)) } else { self.person_rows(n, table, title, told) }
    }

    fn org_rows(&self, table: &Table, mut told: TableReport) -> (Vec<Vec<Value>>, TableReport) {
        let asked: Vec<Asked> = table.columns.iter().map(|c| Asked::of_org(&c.path, c.meaning, c.sure)).collect();
        told.columns = table.columns.iter().zip(&asked).map(|(c, a)| ColumnReport::of(c, a)).collect();
        told.whom = self.choices.rows.name().into();
        let named: Vec<Option<&Org>> = table.given.iter().map(|given| self.named(&given.keys)).collect();
        let listed: Vec<Option<&Org>> = match named.is_empty() {
            true => self.orgs.iter().filter(|o| self.choices.rows.takes(o, &self.orgs)).map(Some).collect(),
            false => named,
        };
        let mut rows = vec![];
        for (org, place) in listed.iter().zip(0..) {
            let cell = |n: usize| match org {
                Some(org) => allowed(self.of_org(org, &asked[n], &table.columns[n]), &table.columns[n].options),
                None => Value::Blank,
            };
            let row: Vec<Value> = (0..table.columns.len()).map(cell).collect();
            told.unknown_rows += usize::from(org.is_none());
            told.count(&row, table.given.get(place).map(|g| g.empty.as_slice()));
            rows.push(row);
        }
        (rows, told)
    }

    fn person_rows(&self, n: usize, table: &Table, title: &str, mut told: TableReport) -> Result<(Vec<Vec<Value>>, TableReport)> {
        let asked: Vec<Asked> = table.columns.iter().map(|c| Asked::of_member(c.label(), c.meaning, c.sure)).collect();
        told.columns = table.columns.iter().zip(&asked).map(|(c, a)| ColumnReport::of(c, a)).collect();
        let group = self.whom(n, title)?;
        (told.whom, told.of_people) = (group.sentence(), true);
        let listed: Vec<Option<&Person>> = match table.given.is_empty() {
            true => {
                let all: Vec<&Person> = self.people.iter().filter(|p| group.holds(p, &self.day)).collect();
                self.share(table, &all).iter().map(|p| Some(*p)).collect()
            }
            false => table.given.iter().map(|given| self.bearer(&given.keys)).collect(),
        };
        let mut rows = vec![];
        for (person, place) in listed.iter().zip(0..) {
            let cell = |n: usize| match person {
                Some(p) => allowed(self.of_person(p, &asked[n], &table.columns[n]), &table.columns[n].options),
                None => Value::Blank,
            };
            let row: Vec<Value> = (0..table.columns.len()).map(cell).collect();
            told.unknown_rows += usize::from(person.is_none());
            told.count(&row, table.given.get(place).map(|g| g.empty.as_slice()));
            rows.push(row);
        }
        Ok((rows, told))
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
        Group::read(words).ok_or_else(|| {
            Error::field(
                "whom",
                format!("没有看懂“{words}”。可以写：60岁以上、流动党员、预备党员、女党员、大专以上学历、离退休，或连起来写。"),
                format!("“{words}” is not understood. Write for example 60岁以上, 流动党员, 预备党员, 女党员, 大专以上学历, 离退休, or several together."),
            )
        })
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

    fn of_form(&self, asked: &Asked, column: &Column) -> Value {
        match asked {
            Asked::Once { what: Once::Organisation } => Value::text(&*self.org.name),
            Asked::Once { what: Once::On } => on_day(self.day.on),
            Asked::Once { what: Once::Today } => on_day(self.today),
            Asked::Once { what: Once::Filler } => Value::text(&*self.filler),
            Asked::Once { what: Once::Secretary } => Value::text(&*self.org.secretary),
            Asked::Once { what: Once::Members } => Value::Number(self.people.len() as f64),
            other => self.of_org(&self.org, other, column),
        }
    }

    fn of_org(&self, org: &Org, asked: &Asked, column: &Column) -> Value {
        match asked {
            Asked::Count { group } => {
                let here = self.people.iter().filter(|p| p.path.starts_with(&org.path));
                number(Some(here.filter(|p| group.holds(p, &self.day)).count() as i64))
            }
            Asked::Fact { field } => match field {
                Field::OrgName | Field::Branch => Value::text(&*org.name),
                Field::OrgParent => Value::text(self.orgs.iter().find(|o| Some(o.id) == org.parent).map_or("", |o| o.name.as_str())),
                Field::OrgType => Value::text(org.kind.name().zh),
                Field::Secretary => Value::text(&*org.secretary),
                Field::Founded => written(org.founded.as_deref(), column),
                Field::Elected => written(org.elected.as_deref(), column),
                _ => Value::Blank,
            },
            _ => Value::Blank,
        }
    }

    fn of_person(&self, p: &Person, asked: &Asked, column: &Column) -> Value {
        let plain = |text: &str| Value::text(text);
        let some = |text: &Option<String>| Value::text(text.as_deref().unwrap_or_default());
        match asked {
            Asked::Fact { field } => match field {
                Field::Name => plain(&p.name),
                Field::Sex => plain(&p.sex),
                Field::Birth => written(p.birth.as_deref(), column),
                Field::IdNumber => some(&p.hidden.id_no),
                Field::Phone => some(&p.hidden.phone),
                Field::Education => plain(&p.education),
                Field::Branch => plain(&p.organisation),
                Field::Joined => written(p.joined.as_deref(), column),
                Field::BecameFull => written(p.became_full.as_deref(), column),
                Field::MemberKind => self.derived(p, Derived::Standing, column),
                Field::Employment => plain(&p.employment),
                Field::Unit => plain(&p.unit),
                Field::Duty => plain(&p.duties),
                Field::Home => some(&p.hidden.home),
                Field::LivesNow => some(&p.hidden.lives_at),
                Field::Floating => self.derived(p, Derived::Floating, column),
                Field::LastContact => written(p.last_contact.as_deref(), column),
                Field::Destination => plain(&p.destination),
                Field::LeftOn => written(p.left_on.as_deref(), column),
                Field::LeaveReason => plain(&p.leave_reason),
                Field::Certificate if column.label().contains('是') || column.label().contains("有无") => {
                    yes_no(!p.certificate.is_empty() && p.certificate != "否" && p.certificate != "无")
                }
                Field::Certificate => plain(&p.certificate),
                Field::ContactPerson => plain(&p.contact_person),
                _ => Value::Blank,
            },
            Asked::Derived { what } => self.derived(p, *what, column),
            // A column of a workbook that no rule knows, kept under its head.
            Asked::Unknown => some(&p.hidden.extra.get(column.label()).cloned()),
            _ => Value::Blank,
        }
    }

    fn derived(&self, p: &Person, what: Derived, column: &Column) -> Value {
        use super::group::Is;
        let day = &self.day;
        match what {
            Derived::Age => number(p.age(day)),
            Derived::PartyAge => number(p.party_age(day)),
            Derived::FiftyYears if p.party_age(day).is_none() && !p.is_probationary(day) => Value::Blank,
            Derived::FiftyYears => yes_no(p.is(Is::FiftyYears, day)),
            Derived::FullDue => written(p.full_due(day).as_deref().filter(|_| p.is_probationary(day)), column),
            Derived::Lost if p.last_contact.is_none() => Value::Blank,
            Derived::Lost => yes_no(p.is(Is::Lost, day)),
            Derived::Floating => yes_no(p.is(Is::Floating, day)),
            Derived::Standing => Value::text(if p.is_probationary(day) { "预备党员" } else { "正式党员" }),
            Derived::Clears => Value::text(&*p.clears),
            Derived::Community => Value::text(&*p.community),
            Derived::StudyHours => Value::Number(self.year.hours(p.id)),
            Derived::Points => number(Some(self.year.points(p.id))),
            Derived::DueTimes => number(Some(self.year.times(p.id).0)),
            Derived::PresentTimes => number(Some(self.year.times(p.id).1)),
        }
    }
}

fn has(table: &Table, field: Field) -> bool {
    table.columns.iter().any(|c| c.meaning == Meaning::Field(field))
}

fn asks_year(form: &Form) -> bool {
    let columns = form.tables.iter().flat_map(|t| t.columns.iter().map(|c| Asked::of_member(c.label(), c.meaning, c.sure)));
    let mut asked = columns.chain(form.all_blanks().map(|b| Asked::of_member(&b.label, b.meaning, b.sure)));
    asked.any(|asked| matches!(asked, Asked::Derived { what } if what.is_of_year()))
}

fn asks_hidden(form: &Form) -> bool {
    let columns = form.tables.iter().flat_map(|t| t.columns.iter().map(|c| Asked::of_member(c.label(), c.meaning, c.sure)));
    columns.chain(form.all_blanks().map(|b| Asked::of_member(&b.label, b.meaning, b.sure))).any(|asked| asked.is_hidden())
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

//! An xlsx given back with its answers. Parts in which nothing changes are copied as they are
//! packed.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use super::super::parts::{Out, rewritten, start, unwritable};
use super::super::xml::{Scan, What, xml_text};
use super::super::{Answers, FillFault, Form};
use super::cells::Cells;
use super::compute::Page;
use super::fit::Fit;
use super::package::Package;
use super::plan::{Plan, plans};
use super::rest::Rest;
use super::row;
use super::rows::Rows;
use super::shift::Shifts;
use super::strings::Strings;
use super::styles::Styles;
use super::variants::Variants;
use super::{anchors, compute, workbook};
use crate::open::Limits;

/// What happens to a part.
enum Role {
    Sheet(usize),
    Workbook,
    /// Names cells of this sheet in attributes and formulas.
    Names(Option<usize>),
    Drawing(usize),
    Notes(usize),
    Styles,
    Chain,
    ChainRelation,
    ContentTypes,
}

pub(in super::super) fn fill(bytes: &[u8], form: &Form, answers: &Answers, limits: &Limits) -> Result<Vec<u8>, FillFault> {
    let mut package = Package::open(bytes, limits)?;
    if package.sheets.len() != form.sheets.len() || package.sheets.iter().zip(&form.sheets).any(|(sheet, name)| sheet.name != *name) {
        return Err(FillFault::OtherForm("its sheets have other names".into()));
    }
    let plans = plans(form, answers)?;
    if plans.is_empty() {
        return Ok(bytes.to_vec());
    }
    let grown = plans.iter().filter(|(_, plan)| !plan.shift.is_empty());
    let shifts = Shifts { sheets: grown.map(|(&at, plan)| (package.sheets[at].name.clone(), plan.shift.clone())).collect() };
    let roles = roles(&mut package, &plans)?;
    let styles = Styles::read(&mut package)?;
    let strings = package.raw_strings()?.map_or(Ok(Strings::default()), Strings::read)?;
    let last = package.styles_path();
    let variants = Variants::beyond(&styles);
    let mut filling = Filling { package, plans, shifts, styles, variants, strings, nothing: Plan::default() };
    let pages = filling.pages(limits)?;
    rewritten(bytes, &last, |name, out| match role(name, &roles) {
        Some(Role::Sheet(at)) if let Some(pages) = &pages => write_page(&pages[*at], name, out),
        Some(Role::Chain) => Ok(true),
        Some(role) => filling.part(name, role, out),
        None => Ok(false),
    })
}

fn write_page(page: &Page, name: &str, out: &mut Out) -> Result<bool, FillFault> {
    if page.changed {
        start(out, name)?;
        out.write_all(page.xml.as_bytes()).map_err(unwritable)?;
    }
    Ok(page.changed)
}

/// With more records than this the rows are written one by one, never all in memory, and their
/// formulas are left to whoever opens the file.
const COMPUTED: usize = 10_000;

/// Which parts may change, by path.
fn roles(package: &mut Package<'_>, plans: &BTreeMap<usize, Plan<'_>>) -> Result<HashMap<String, Role>, FillFault> {
    let mut roles = HashMap::new();
    let workbook = package.workbook.clone();
    for relation in package.relations(&workbook)?.into_iter().filter(|relation| relation.kind == "calcChain") {
        let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        roles.insert(format!("{folder}/_rels/{file}.rels"), Role::ChainRelation);
        roles.insert("[Content_Types].xml".into(), Role::ContentTypes);
        roles.insert(relation.target, Role::Chain);
    }
    roles.insert(workbook, Role::Workbook);
    roles.insert(package.styles_path(), Role::Styles);
    let sheets = package.sheets.clone();
    for (at, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| !sheet.path.is_empty()) {
        roles.insert(sheet.path.clone(), Role::Sheet(at));
        if plans.get(&at).is_none_or(|plan| plan.shift.is_empty()) {
            continue;
        }
        for relation in package.relations(&sheet.path)? {
            let role = match relation.kind.as_str() {
                "table" | "comments" | "threadedComment" => Role::Names(Some(at)),
                "drawing" => Role::Drawing(at),
                "vmlDrawing" => Role::Notes(at),
                _ => continue,
            };
            roles.insert(relation.target, role);
        }
    }
    Ok(roles)
}

fn role<'r>(name: &str, roles: &'r HashMap<String, Role>) -> Option<&'r Role> {
    let names_cells = name.starts_with("xl/charts/") && name.ends_with(".xml") || name.starts_with("xl/pivotCache/pivotCacheDefinition");
    roles.get(name).or(names_cells.then_some(&Role::Names(None)))
}

struct Filling<'a, 'b> {
    package: Package<'b>,
    plans: BTreeMap<usize, Plan<'a>>,
    shifts: Shifts,
    styles: Styles,
    /// Styles that are not in the blank form.
    variants: Variants,
    strings: Strings,
    nothing: Plan<'a>,
}

impl Filling<'_, '_> {
    /// Every sheet as it will be, with its formulas' values; none if the lists are too long for it.
    fn pages(&mut self, limits: &Limits) -> Result<Option<Vec<Page>>, FillFault> {
        if self.plans.values().map(Plan::records).sum::<usize>() > COMPUTED {
            return Ok(None);
        }
        let strings = self.package.strings(limits)?;
        let mut pages = Vec::new();
        for (at, part) in self.package.sheets.clone().into_iter().enumerate() {
            let xml = self.package.text(&part.path)?.unwrap_or_default();
            let changed = self.changes(&xml, at);
            let mut page = Page { name: part.name, xml, changed };
            if changed {
                let mut written = Vec::with_capacity(page.xml.len());
                self.sheet(&page.xml, at, &mut written)?;
                page.xml = String::from_utf8(written).map_err(unwritable)?;
            }
            pages.push(page);
        }
        compute::compute(&mut pages, &strings)?;
        Ok(Some(pages))
    }

    /// Whether anything is written in a sheet, or may point to rows that move.
    fn changes(&self, xml: &str, at: usize) -> bool {
        self.plans.contains_key(&at) || !self.shifts.sheets.is_empty() && self.points(xml)
    }

    /// Writes a part that changes; false if it does not.
    fn part(&mut self, name: &str, role: &Role, out: &mut Out) -> Result<bool, FillFault> {
        if let Role::Sheet(at) = role {
            let xml = self.package.text(name)?.unwrap_or_default();
            if !self.changes(&xml, *at) {
                return Ok(false);
            }
            start(out, name)?;
            self.sheet(&xml, *at, out)?;
            return Ok(true);
        }
        let always = matches!(role, Role::Workbook | Role::ChainRelation | Role::ContentTypes | Role::Styles);
        if !always && self.shifts.sheets.is_empty() {
            return Ok(false);
        }
        let xml = self.package.text(name)?.unwrap_or_default();
        let new = match role {
            Role::Workbook => workbook::workbook(&xml, &self.shifts, &self.package, &self.titles())?,
            Role::Styles => self.variants.added(&xml)?,
            Role::ContentTypes => workbook::without_chain(&xml, "Override", "PartName")?,
            Role::ChainRelation => workbook::without_chain(&xml, "Relationship", "Target")?,
            Role::Drawing(at) => self.plans.get(at).map_or(Ok(String::new()), |plan| anchors::drawing(&xml, &plan.shift))?,
            Role::Notes(at) => self.plans.get(at).map_or(Ok(String::new()), |plan| anchors::notes(&xml, &plan.shift))?,
            Role::Names(at) => self.naming(&xml, *at)?,
            Role::Sheet(_) | Role::Chain => return Ok(true),
        };
        if new == xml {
            return Ok(false);
        }
        start(out, name)?;
        out.write_all(new.as_bytes()).map_err(unwritable)?;
        Ok(true)
    }

    /// The headers of lists that grew, where the form repeats none by itself.
    fn titles(&self) -> Vec<workbook::Titles> {
        let has = |sheet: usize| self.package.names.iter().any(|(name, of, _)| name == workbook::PRINT_TITLES && *of == Some(sheet));
        let grown = self.plans.iter().filter(|(sheet, _)| !has(**sheet));
        grown.filter_map(|(&sheet, plan)| Some((sheet, plan.header()?))).collect()
    }

    /// A part that names cells of a sheet, or of any by its name.
    fn naming(&self, xml: &str, at: Option<usize>) -> Result<String, FillFault> {
        let plan = at.and_then(|at| self.plans.get(&at)).unwrap_or(&self.nothing);
        let sheet = at.and_then(|at| self.package.sheets.get(at)).map_or("", |sheet| sheet.name.as_str());
        let (mut out, mut scan) = (String::with_capacity(xml.len() + 64), Scan::over(xml));
        let mut rest = Rest::new(plan, &self.shifts, sheet);
        while let Some(piece) = scan.next()? {
            rest.take(&mut out, &piece);
        }
        Ok(out)
    }

    /// Whether a sheet in which nothing is answered may have formulas that point to one that grew.
    fn points(&self, xml: &str) -> bool {
        let named = |name: &str| xml.contains(xml_text(name).as_ref()) || xml.contains(xml_text(&name.replace('\'', "''")).as_ref());
        self.shifts.sheets.iter().any(|(name, _)| named(name) || xml.contains("&apos;"))
    }

    fn sheet(&mut self, xml: &str, at: usize, out: &mut dyn Write) -> Result<(), FillFault> {
        let mut variants = std::mem::take(&mut self.variants);
        let written = self.written(xml, at, &mut variants, out);
        self.variants = variants;
        written
    }

    fn written(&self, xml: &str, at: usize, variants: &mut Variants, out: &mut dyn Write) -> Result<(), FillFault> {
        let Some(part) = self.package.sheets.get(at) else { return Ok(()) };
        let plan = self.plans.get(&at).unwrap_or(&self.nothing);
        let mut rest = Rest::new(plan, &self.shifts, &part.name);
        let mut scan = Scan::over(xml);
        let mut text = String::with_capacity(1 << 17);
        while let Some(piece) = scan.next()? {
            if !piece.opens("sheetData") {
                rest.take(&mut text, &piece);
                continue;
            }
            let prefix = piece.raw.trim_start_matches('<').split("sheetData").next().unwrap_or("");
            text.push_str(piece.raw.strip_suffix("/>").unwrap_or(piece.raw.trim_end_matches('>')).trim_end());
            text.push('>');
            let fit = Fit::of(xml, self.styles.letters());
            let cells = Cells::new(&self.styles, variants, fit, self.package.epoch, prefix);
            let rows = Rows::new(plan, &self.shifts, &part.name, &self.strings, cells);
            let mut body = Body { rows, plan, sheet: at as u16, written: plan.rows(), row: 0, group: 0, text, out };
            if piece.what == What::Open {
                body.copy(xml, &mut scan)?;
            }
            body.up_to(u32::MAX)?;
            body.flush()?;
            text = body.text;
            text.push_str(&format!("</{prefix}sheetData>"));
        }
        out.write_all(text.as_bytes()).map_err(unwritable)
    }
}

/// The rows on their way from the blank form to the filled one.
struct Body<'r, 'a> {
    rows: Rows<'a>,
    plan: &'a Plan<'a>,
    sheet: u16,
    /// Rows with answers, and the first of them that is not yet written.
    written: Vec<u32>,
    row: usize,
    group: usize,
    text: String,
    out: &'r mut dyn Write,
}

impl Body<'_, '_> {
    fn copy<'x>(&mut self, xml: &'x str, scan: &mut Scan<'x>) -> Result<(), FillFault> {
        let mut next = 0;
        while let Some(piece) = scan.next()? {
            if piece.closes("sheetData") {
                break;
            }
            if !piece.opens("row") {
                if piece.what != What::Text {
                    self.text.push_str(piece.raw);
                }
                continue;
            }
            let (row, end) = row::row(xml, scan, &piece, next)?;
            next = row.row + 1;
            if !self.plan.shift.holds(row.row) {
                // Formatted to the sheet's end, as many forms are: what is pushed beyond must be empty.
                if row.cells.iter().all(row::CellXml::is_empty) {
                    continue;
                }
                return Err(FillFault::TooManyRows { sheet: self.sheet, rows: u64::from(row.row) + 2, limit: super::shift::LAST_ROW + 1 });
            }
            self.up_to(row.row)?;
            let answered = self.written.get(self.row).is_some_and(|&written| written == row.row);
            self.row += usize::from(answered);
            let raw = xml.get(piece.start..end).unwrap_or_default();
            let stays = self.plan.shift.row(row.row) == row.row && !raw.contains("<f") && !raw.contains(":f");
            if stays && !answered && !self.is_model(row.row) {
                self.text.push_str(raw);
            } else {
                self.rows.old(&mut self.text, &row)?;
            }
            if self.text.len() > 1 << 16 {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn is_model(&self, row: u32) -> bool {
        self.plan.groups.iter().any(|group| group.model.is_some_and(|model| (model..model + group.step).contains(&row)))
    }

    /// Everything that comes before a row of the blank form: rows it does not name but that are
    /// answered, and rows that are made.
    fn up_to(&mut self, row: u32) -> Result<(), FillFault> {
        loop {
            let group = self.plan.groups.get(self.group).filter(|group| group.at <= row);
            let unnamed = self.written.get(self.row).copied().filter(|&written| written < row);
            match (group, unnamed) {
                (Some(group), unnamed) if unnamed.is_none_or(|unnamed| group.at <= unnamed) => {
                    self.group += 1;
                    let out = &mut *self.out;
                    self.rows.made(&mut self.text, group, |text| {
                        out.write_all(text.as_bytes()).map_err(unwritable)?;
                        text.clear();
                        Ok(())
                    })?;
                }
                (_, Some(unnamed)) => {
                    self.row += 1;
                    self.rows.old(&mut self.text, &row::RowXml { row: unnamed, ..row::RowXml::default() })?;
                }
                _ => return Ok(()),
            }
        }
    }

    fn flush(&mut self) -> Result<(), FillFault> {
        self.out.write_all(self.text.as_bytes()).map_err(unwritable)?;
        self.text.clear();
        Ok(())
    }
}

//! One walk over all rows of an import, in the order in which the ledger needs them: organisations,
//! rosters, the floating register, contact cards, households, dues, roll-calls. It is the same walk when an import is looked at
//! and when it is taken in; only then does it have a hand that writes.

use super::{
    doubt::Bounds,
    draft::{Draft, Says},
    dues,
    file::{ORDER, Opened},
    in_service,
    judge::{Bench, LEAVE, Verdict},
    needs,
    notes::Notes,
    people::People,
    roll_call, roster,
    row::{BESIDE, Kept, Row},
    seen::{Seen, SeenRow},
    take::Hand,
    tree::{Place, Tree},
    units,
    why::Why,
};
use crate::rulebook::{self, keys};
use kernel::{Id, Reader, Result, args};
use sheets::{Kind, values::PartialDate};
use std::collections::{HashMap, HashSet};

/// A row's place: file by its position, sheet, line.
pub type At = (usize, usize, u32);

/// What somebody decided before the walk.
#[derive(Default)]
pub struct Choices {
    /// By row: a word, and the row as it was corrected.
    pub rows: HashMap<At, (String, Option<Draft>)>,
    /// By branch name: `leave`, `org:ID` or `below:ID`.
    pub branches: Vec<(String, String)>,
    /// Rows that wait, or were left out, since an earlier import of the same file.
    pub before: HashSet<At>,
    /// The unit that handed the files in.
    pub unit: Option<String>,
    /// All or nothing: no doubtful row is taken in by its default.
    pub whole: bool,
}

pub struct Walk<'a> {
    cx: &'a Reader,
    hand: Option<Hand<'a>>,
    tree: Tree,
    people: People,
    seen: Seen,
    choices: Choices,
    bounds: Bounds,
    today: PartialDate,
    step: &'a dyn Fn(u64, u64) -> Result<()>,
    done: u64,
    of: u64,
    /// How many stood in each row so far.
    beside: HashMap<At, u32>,
    /// What each file says.
    files: Vec<Walked>,
}

/// The rows of a file, and what of it was read otherwise than it stands.
#[derive(Default)]
pub struct Walked {
    pub rows: Vec<Row>,
    pub notes: Notes,
}

/// Rows between two words about how far it is.
const STRIDE: u64 = 512;

impl<'a> Walk<'a> {
    pub fn new(cx: &'a Reader, hand: Option<Hand<'a>>, choices: Choices, step: &'a dyn Fn(u64, u64) -> Result<()>) -> Result<Walk<'a>> {
        let book = rulebook::book(cx)?;
        let rules = book.at(cx.today());
        let months = |span: jiff::Span| i64::from(span.get_years()) * 12 + i64::from(span.get_months());
        let bounds = Bounds {
            joining_age_min: rules.get(keys::JOINING_AGE_MIN) * 12,
            age_max: rules.get(keys::AGE_MAX) * 12,
            probation: months(rules.get(keys::PROBATION_LENGTH)),
        };
        let today = cx.today().to_string().parse().map_err(|e| kernel::Error::Internal(anyhow::anyhow!("today is no date: {e}")))?;
        let mut walk = Walk {
            cx,
            hand,
            tree: Tree::load(cx)?,
            people: People::new(cx)?,
            seen: Seen::default(),
            choices,
            bounds,
            today,
            step,
            done: 0,
            of: 0,
            beside: HashMap::new(),
            files: vec![],
        };
        walk.decide_branches()?;
        Ok(walk)
    }

    /// Walks all files; the rows of each, in their order.
    pub fn all(mut self, files: &[Opened]) -> Result<Vec<Walked>> {
        self.files = files.iter().map(|_| Walked::default()).collect();
        let taken = |r: &&sheets::Reading| ORDER.contains(&r.kind);
        self.of =
            files.iter().flat_map(|f| &f.readings).filter(taken).map(|r| u64::from(r.body.last.saturating_sub(r.body.first)) + 1).sum();
        let orgs = self.drafts(files, Kind::Organisations);
        self.organisations(&orgs)?;
        for kind in &ORDER[1..] {
            self.people_of(files, *kind)?;
        }
        if let Some(hand) = &mut self.hand {
            hand.secretaries(&self.tree, orgs.iter().map(|(_, draft)| draft))?;
        }
        if let Some(hand) = self.hand.take() {
            hand.finish()?;
        }
        self.files.iter_mut().for_each(|file| file.rows.sort_by_key(|r| (r.sheet, r.line)));
        Ok(self.files)
    }

    /// Judges one row that has waited, now that somebody decided.
    pub fn one(mut self, at: At, draft: Draft) -> Result<Row> {
        self.files = vec![Walked::default()];
        self.row(at, draft)?;
        if let Some(hand) = self.hand.take() {
            hand.finish()?;
        }
        self.files.swap_remove(0).rows.pop().ok_or(kernel::Error::NotFound)
    }

    fn decide_branches(&mut self) -> Result<()> {
        for (name, choice) in std::mem::take(&mut self.choices.branches) {
            let with = |prefix: &str| {
                choice.strip_prefix(prefix).and_then(|id| id.parse::<Id>().ok()).and_then(|id| self.tree.with_id(id).cloned())
            };
            if let Some(org) = with("org:") {
                self.tree.decide(&name, Place::Stands(org));
            } else if let Some(parent) = with("below:") {
                match &mut self.hand {
                    Some(hand) if matches!(self.tree.find(&name), Place::Unknown) => self.tree.add(hand.found_branch(&parent, &name)?),
                    Some(_) => {}
                    None => self.tree.plan(&name),
                }
            } else if choice == "leave" {
                self.tree.decide(&name, Place::Left);
            }
        }
        Ok(())
    }

    fn drafts(&self, files: &[Opened], kind: Kind) -> Vec<(usize, Draft)> {
        let mut drafts = vec![];
        for (n, file) in files.iter().enumerate() {
            let Some(book) = &file.book else { continue };
            for reading in file.readings.iter().filter(|r| r.kind == kind) {
                drafts.extend(
                    reading
                        .records(book, rulebook::columns(), self.today)
                        .map(|r| (n, Draft::of(&r, reading.sheet, kind, rulebook::columns(), &self.bounds, self.today))),
                );
            }
        }
        drafts
    }

    /// A table may list a branch before what is above it: the rows are gone through until none finds
    /// its place any more.
    fn organisations(&mut self, drafts: &[(usize, Draft)]) -> Result<()> {
        let mut waiting: Vec<&(usize, Draft)> = drafts.iter().collect();
        loop {
            let before = waiting.len();
            let mut later = vec![];
            for one in waiting {
                let parent = if let Says::Org(said) = &one.1.says { said.parent.as_deref() } else { None };
                let above = parent.map(|name| self.tree.find(name));
                let decided = self.choices.rows.contains_key(&(one.0, one.1.sheet, one.1.line));
                if matches!(above, Some(Place::Unknown)) && !decided {
                    later.push(one);
                } else {
                    self.row((one.0, one.1.sheet, one.1.line), one.1.clone())?;
                }
            }
            waiting = later;
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        waiting.into_iter().try_for_each(|(n, draft)| self.row((*n, draft.sheet, draft.line), draft.clone()))
    }

    fn people_of(&mut self, files: &[Opened], kind: Kind) -> Result<()> {
        for (n, file) in files.iter().enumerate() {
            let Some(book) = &file.book else { continue };
            for reading in file.readings.iter().filter(|r| r.kind == kind) {
                let (bounds, today) = (self.bounds, self.today);
                let drafts = reading
                    .records(book, rulebook::columns(), today)
                    .map(|r| Draft::of(&r, reading.sheet, kind, rulebook::columns(), &bounds, today));
                let mut row = |d: Draft| self.row((n, d.sheet, d.line), d);
                match kind {
                    Kind::RollCall => roll_call::twins_marked(drafts.collect()).into_iter().try_for_each(row)?,
                    Kind::Dues => drafts.map(|d| dues::within(d, reading)).try_for_each(&mut row)?,
                    _ => drafts.into_iter().try_for_each(&mut row)?,
                }
            }
        }
        Ok(())
    }

    fn row(&mut self, mut at: At, mut draft: Draft) -> Result<()> {
        let before = self.beside.entry(at).or_default();
        at.2 += *before * BESIDE;
        *before += 1;
        self.done += 1;
        if self.done % STRIDE == 1 {
            (self.step)(self.done, self.of)?;
        }
        draft.notes.iter().for_each(|note| self.files[at.0].notes.add(at.1, note));
        let foreign = self.choices.unit.as_deref().and_then(|unit| roster::foreign(&mut draft, unit));
        if let Some(why) = foreign {
            return self.settle(at, draft, Verdict::Refused(why), String::new(), None);
        }
        let mut choice = String::new();
        if let Some((word, corrected)) = self.choices.rows.get(&at) {
            choice.clone_from(word);
            draft = corrected.clone().unwrap_or(draft);
        }
        let bench = self.bench();
        let mut verdict = bench.judge(&draft, &choice)?;
        let mut asked = None;
        if !choice.is_empty()
            && let Verdict::Decide(why, _) = bench.judge(&draft, "")?
        {
            asked = Some(why.to_string());
        }
        if choice == LEAVE && asked.is_none() {
            asked = Some(Why::LeftOut.to_string());
        }
        if self.choices.before.contains(&at) && matches!(verdict, Verdict::Decide(..)) {
            verdict = Verdict::Same(None);
        }
        // What is doubtful is taken in and flagged unless somebody says otherwise.
        let by_default = self.hand.is_some() && !self.choices.whole;
        if let (Verdict::Decide(why @ Why::Doubtful(_), _), true) = (&verdict, by_default) {
            asked = Some(why.to_string());
            choice = "flag".into();
            verdict = Verdict::New(None);
        }
        if let (Verdict::Decide(why @ Why::MarksUnread(_), _), true) = (&verdict, by_default) {
            asked = Some(why.to_string());
            choice = "rest".into();
            verdict = self.bench().judge(&draft, &choice)?;
        }
        self.settle(at, draft, verdict, choice, asked)
    }

    fn bench(&self) -> Bench<'_> {
        Bench { cx: self.cx, tree: &self.tree, people: &self.people, seen: &self.seen }
    }

    /// Writes down what the row becomes, and does it if this walk takes in.
    fn settle(&mut self, at: At, draft: Draft, verdict: Verdict, choice: String, asked: Option<String>) -> Result<()> {
        let decided = !choice.is_empty();
        let mut row = Row {
            sheet: at.1,
            line: at.2,
            name: draft.name().to_owned(),
            outcome: "same",
            subject: None,
            why: String::new(),
            choice,
            kept: None,
        };
        let (mut before, mut was) = (None, None);
        match &verdict {
            Verdict::New(_) => {
                row.outcome = "new";
                if let Says::InService(who, _) = &draft.says
                    && self.bench().founds_unit(&who.facts.unit)?
                {
                    row.why = "unit_new".into();
                }
            }
            Verdict::Changed(changed) => {
                row.outcome = "changed";
                row.why = changed.fields.join(" ");
                row.subject = Some(changed.subject);
            }
            Verdict::Same(subject) => row.subject = *subject,
            Verdict::Left => {}
            Verdict::Decide(why, subject) => {
                row.outcome = "decision";
                row.why = why.to_string();
                row.subject = *subject;
                row.choice.clear();
            }
            Verdict::Refused(why) => {
                row.outcome = "refused";
                row.why = why.to_string();
                if *why == Why::Resident {
                    row.name.clear();
                }
            }
        }
        if let Some(hand) = &mut self.hand {
            let done = hand.take(&mut self.tree, &draft, &verdict, &row.choice)?;
            row.subject = done.subject.or(row.subject);
            (before, was) = (done.before, done.was);
        } else if let (Verdict::New(_), Says::Org(org)) = (&verdict, &draft.says) {
            self.tree.plan(&org.name);
        }
        self.remember(at, &draft, &verdict, row.subject)?;
        if decided && row.outcome != "decision" {
            row.outcome = "decision";
        }
        if let Some(asked) = asked {
            row.why = asked;
        }
        if matches!(row.outcome, "changed" | "decision") {
            row.kept = Some(Box::new(Kept { draft, before, was }));
        }
        self.files[at.0].rows.push(row);
        Ok(())
    }

    /// Rows below may mean the same person.
    fn remember(&mut self, at: At, draft: &Draft, verdict: &Verdict, subject: Option<Id>) -> Result<()> {
        let Says::Member(person) = &draft.says else { return self.see(at, draft, verdict, subject) };
        match verdict {
            Verdict::New(_) | Verdict::Decide(Why::Doubtful(_), _) => self.people.meet(person, subject, at),
            Verdict::Changed(_) | Verdict::Same(Some(_)) | Verdict::Decide(Why::Moved { .. }, _) => self.people.meet(person, subject, at),
            _ => {}
        }
        Ok(())
    }

    /// Rows below may say the same of a unit, of somebody in service, of a need.
    fn see(&mut self, at: At, draft: &Draft, verdict: &Verdict, subject: Option<Id>) -> Result<()> {
        let taken =
            matches!(verdict, Verdict::New(_) | Verdict::Changed(_) | Verdict::Same(Some(_)) | Verdict::Decide(Why::Doubtful(_), _));
        let (keys, said) = match &draft.says {
            _ if !taken => return Ok(()),
            Says::Unit(said) => (units::keys(said), serde_json::to_string(said)?),
            Says::InService(who, offer) => {
                let said = offer.facts(who);
                (in_service::keys(who, &said), serde_json::to_string(&said)?)
            }
            Says::Need(_, said) => (needs::keys(said)?, String::new()),
            _ => return Ok(()),
        };
        if let Says::InService(who, _) = &draft.says {
            self.seen.add(vec![units::key_of(&who.facts.unit)], SeenRow { subject: None, at, said: String::new() });
        }
        self.seen.add(keys, SeenRow { subject, at, said });
        Ok(())
    }
}

/// Rows of these files that wait, or were left out, since an earlier import took the same content.
pub fn waiting_before(cx: &Reader, files: &[Opened]) -> Result<HashSet<At>> {
    let mut before = HashSet::new();
    for (n, file) in files.iter().enumerate() {
        let rows: Vec<(i64, i64)> = cx.all(
            "select r.sheet, r.line from {import_files} f join {imports} i on i.tenant = f.tenant and i.id = f.import join {import_rows} r on r.tenant = f.tenant and r.file = f.id \
             where f.content = $1 and f.id <> $2 and i.state = 'taken' and r.outcome = 'decision' and r.choice in ('', 'leave')",
            args![&file.content, file.id],
        )?;
        before.extend(rows.into_iter().map(|(sheet, line)| (n, sheet as usize, line as u32)));
    }
    Ok(before)
}

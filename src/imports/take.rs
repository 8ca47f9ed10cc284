//! The hand that takes rows into the ledger, within one transaction.

use super::{
    draft::{Draft, OrgSaid, Person, Says},
    dues::{self, DuesSaid},
    households,
    judge::{Changed, Verdict},
    tree::{Place, Tree},
};
use crate::{
    activities::called::call,
    orgs::{Kind, NewOrg, Org},
    people::{Beside, Card, Confirmation, Facts, Floating, Intake, Member},
    report_in,
    skills::Skills,
    units,
};
use kernel::{Error, Id, Result, Writer, args};
use serde::{Deserialize, Serialize};

pub struct Hand<'a> {
    pub(super) cx: &'a Writer,
    pub(super) import: Id,
    pub(super) skills: Skills,
    intake: Intake<'a>,
}

/// What taking a row in has touched.
#[derive(Default)]
pub struct Taken {
    pub subject: Option<Id>,
    /// An organisation's facts before.
    pub before: Option<OrgSaid>,
    pub was: Option<Was>,
}

/// What stood before in the other registers, for the way back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Was {
    Unit { facts: Box<units::Facts>, last_import: Option<Id> },
    ReportIn { facts: Box<report_in::Facts>, org: Id, last_import: Option<Id> },
}

/// The flag of a member whose ID number another has too, as somebody decided.
const TWICE: &str = "id_twice";

impl<'a> Hand<'a> {
    pub fn new(cx: &'a Writer, import: Id) -> Result<Hand<'a>> {
        Ok(Hand { cx, import, skills: Skills::of(cx)?, intake: Intake::new(cx, Some(import)) })
    }

    pub fn take(&mut self, tree: &mut Tree, draft: &Draft, verdict: &Verdict, choice: &str) -> Result<Taken> {
        let touched = |subject| Taken { subject: Some(subject), ..Taken::default() };
        if let Some(person) = draft.beside() {
            match verdict {
                Verdict::New(Some(member)) => self.extra(*member, person)?,
                Verdict::Changed(changed) => self.extra(changed.subject, person)?,
                _ => {}
            }
        }
        match (verdict, &draft.says) {
            (Verdict::New(_), Says::Org(said)) => self.found(tree, said, choice).map(touched),
            (Verdict::Changed(changed), Says::Org(said)) => self.change_org(tree, changed, said),
            (Verdict::New(_), Says::Member(person)) => {
                let Some(Place::Stands(org)) = person.branch.as_deref().map(|name| tree.find(name)) else { return Ok(Taken::default()) };
                self.member(&org, &person.facts, draft, choice).map(touched)
            }
            (Verdict::Changed(changed), Says::Member(_)) => self.change(tree, changed).map(touched),
            (Verdict::New(Some(member)), Says::Dues(_, said)) => self.dues(*member, said, choice).map(touched),
            (Verdict::Changed(changed), Says::Dues(_, said)) => self.dues(changed.subject, said, choice).map(touched),
            (Verdict::New(_), Says::Unit(said)) => {
                tree.top.as_ref().map_or_else(|| Ok(Taken::default()), |top| self.enter_unit(top, draft, said))
            }
            (Verdict::Changed(changed), Says::Unit(said)) => self.change_unit(changed, draft, said),
            (Verdict::New(_), Says::InService(who, offer)) => self.report_in(tree, draft, who, &offer.facts(who), choice),
            (Verdict::Changed(changed), Says::InService(who, offer)) => self.change_report_in(tree, changed, draft, who, &offer.facts(who)),
            (Verdict::New(_), Says::Need(branch, said)) => self.take_need(tree, branch.as_deref(), said),
            // A card that says the same says that it is still so.
            (Verdict::Same(Some(member)), Says::Card(_, facts)) => {
                Confirmation::of_table(self.cx, &self.cx.find(*member)?, facts, self.import)?;
                Ok(Taken::default())
            }
            (Verdict::New(Some(member)), says) => self.paper(tree, *member, says).map(touched),
            (Verdict::Changed(changed), says) => self.paper(tree, changed.subject, says).map(touched),
            _ => Ok(Taken::default()),
        }
    }

    /// A branch that rows name and somebody wants to have.
    pub fn found_branch(&self, parent: &Org, name: &str) -> Result<Org> {
        let kind = if name.ends_with("小组") { Kind::Group } else { Kind::Branch };
        Org::found(self.cx, Some(parent), NewOrg { name: name.into(), kind: Some(kind), source: Some(self.import), ..NewOrg::default() })
    }

    fn found(&self, tree: &mut Tree, said: &OrgSaid, choice: &str) -> Result<Id> {
        let chosen = choice.strip_prefix("below:").and_then(|id| id.parse::<Id>().ok()).and_then(|id| tree.with_id(id).cloned());
        let named = said.parent.as_deref().map(|name| tree.find(name));
        let parent = match (chosen, named) {
            (Some(org), _) | (None, Some(Place::Stands(org))) => Some(org),
            (None, None) => tree.top.clone(),
            (None, Some(_)) => return Err(Error::NotFound),
        };
        let org = Org::found(self.cx, parent.as_deref(), facts_of(said, Some(self.import)))?;
        let id = org.id;
        tree.add(org);
        Ok(id)
    }

    fn change_org(&self, tree: &mut Tree, changed: &Changed, said: &OrgSaid) -> Result<Taken> {
        let org: Org = self.cx.find(changed.subject)?;
        let before = org_facts(self.cx, &org)?;
        let pick = |new: &Option<String>, old: &Option<String>| new.clone().or(old.clone());
        let after = OrgSaid {
            name: before.name.clone(),
            parent: None,
            kind: said.kind.or(before.kind),
            secretary: if said.secretary.is_empty() { before.secretary.clone() } else { said.secretary.clone() },
            phone: pick(&said.phone, &before.phone),
            founded: pick(&said.founded, &before.founded),
            elected: pick(&said.elected, &before.elected),
            extra: before.extra.clone().into_iter().chain(said.extra.clone()).collect(),
        };
        let setting = org.setting.clone();
        org.edit(self.cx, &NewOrg { setting, valid_until: org.valid_until.clone(), ..facts_of(&after, None) })?;
        org.set_extra(self.cx, &after.extra)?;
        tree.add(self.cx.find(org.id)?);
        Ok(Taken { subject: Some(org.id), before: Some(before), was: None })
    }

    fn member(&mut self, org: &Org, facts: &Facts, draft: &Draft, choice: &str) -> Result<Id> {
        if draft.doubts.is_empty() && choice != "two" {
            return self.intake.take(org, facts);
        }
        let mut flags = draft.flags();
        flags.extend((choice == "two").then(|| TWICE.to_owned()));
        self.intake.take(org, &Facts { flags, ..facts.clone() })
    }

    fn change(&self, tree: &Tree, changed: &Changed) -> Result<Id> {
        let member: Member = self.cx.find(changed.subject)?;
        if let Some(facts) = &changed.facts {
            member.change(self.cx, facts, "import", Some(self.import))?;
        }
        if let Some(org) = changed.to.and_then(|id| tree.with_id(id)) {
            member.move_to(self.cx, org, "import", Some(self.import))?;
        }
        Ok(member.id)
    }

    fn dues(&self, member: Id, said: &DuesSaid, choice: &str) -> Result<Id> {
        dues::take(self.cx, &self.cx.find(member)?, said, choice, self.import)?;
        Ok(member)
    }

    fn paper(&self, tree: &Tree, member: Id, says: &Says) -> Result<Id> {
        let member: Member = self.cx.find(member)?;
        match says {
            Says::Floating(_, facts) => Floating::put(self.cx, &member, facts.clone(), Some(self.import)).map(drop)?,
            Says::Card(_, facts) => {
                Card::put(self.cx, &member, (**facts).clone(), Some(self.import))?;
                Confirmation::of_table(self.cx, &member, facts, self.import)?;
            }
            Says::RollCall(person, called, _) => {
                if let Place::Stands(org) = tree.find(person.branch.as_deref().unwrap_or_default()) {
                    call(self.cx, &org, &member, called, self.import)?;
                }
            }
            Says::Household(_, told) => households::take(self.cx, &member, told, self.import)?,
            _ => {}
        }
        Ok(member.id)
    }

    /// What a register's line says and no place is for: it goes to the member.
    fn extra(&self, member: Id, said: &Person) -> Result<()> {
        if said.facts.extra.is_empty() {
            return Ok(());
        }
        let member: Member = self.cx.find(member)?;
        let mut facts = member.facts(self.cx)?;
        facts.extra.extend(said.facts.extra.clone());
        member.change(self.cx, &facts, "import", Some(self.import))
    }

    /// A secretary whom the table names holds the duty if exactly one member of that branch has the name.
    pub fn secretaries<'d>(&mut self, tree: &Tree, drafts: impl Iterator<Item = &'d Draft>) -> Result<()> {
        for draft in drafts {
            let Says::Org(said) = &draft.says else { continue };
            let Place::Stands(org) = tree.find(&said.name) else { continue };
            if said.secretary.is_empty() {
                continue;
            }
            let named: Vec<Id> = self.cx.all(
                "select id from {members} m where m.name = $1 and m.path >= $2 and m.path < $3",
                args![&said.secretary, &org.path, kernel::schema::past(&org.path)],
            )?;
            if let [member] = named[..] {
                self.secretary(member, &org)?;
            }
        }
        Ok(())
    }

    fn secretary(&self, member: Id, org: &Org) -> Result<()> {
        let held: Option<Id> = self.cx.maybe(
            "select id from {duties} d where d.member = $1 and d.path = $2 and d.title = 'secretary' and d.to_day is null",
            args![member, &org.path],
        )?;
        if held.is_none() {
            let since = org.elected.clone().unwrap_or_else(|| self.cx.today().to_string());
            self.cx.run(
                "insert into {duties} (id, member, path, title, from_day, to_day, source) values ($1, $2, $3, 'secretary', $4, null, $5)",
                args![self.cx.new_id(), member, &org.path, since, self.import],
            )?;
        }
        Ok(())
    }

    pub fn finish(self) -> Result<()> {
        self.intake.finish()
    }
}

fn facts_of(said: &OrgSaid, source: Option<Id>) -> NewOrg {
    NewOrg {
        name: said.name.clone(),
        kind: said.kind,
        secretary: said.secretary.clone(),
        phone: said.phone.clone(),
        founded: said.founded.clone(),
        elected: said.elected.clone(),
        extra: said.extra.clone(),
        source,
        ..NewOrg::default()
    }
}

/// What stands of an organisation, in the words of a table.
pub fn org_facts(cx: &kernel::Reader, org: &Org) -> Result<OrgSaid> {
    let phone = org.phone(cx)?;
    Ok(OrgSaid {
        name: org.name.clone(),
        parent: None,
        kind: Some(org.kind),
        secretary: org.secretary.clone(),
        phone,
        founded: org.founded.clone(),
        elected: org.elected.clone(),
        extra: org.extra(cx)?,
    })
}

/// Gives an organisation back what stood before.
pub fn put_back(cx: &Writer, org: &Org, before: &OrgSaid) -> Result<()> {
    org.put_back(cx, facts_of(before, None))
}

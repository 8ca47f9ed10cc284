//! A synthetic street with a year behind it, for demonstration and measurement. Nobody in it
//! exists. The same seed gives the same street; a city of a million is the same thing, drawn
//! branch by branch and never held in memory at once.

use super::chance::Chance;
use super::identity::phone;
use super::names;
use super::person::{Member, Post, age};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

#[derive(Clone, Debug)]
pub struct Street {
    pub seed: u64,
    pub name: String,
    pub members: u64,
    pub today: Date,
    branches: u64,
    communities: u64,
    streets: u64,
    districts: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Organisation {
    /// Its place in the tree, unique in the street: `s0`, `c3`, `b7`, `b7.g1`.
    pub code: String,
    pub parent: Option<String>,
    pub kind: OrganisationKind,
    pub name: String,
    /// When its committee was elected.
    pub elected_on: Option<Date>,
    pub valid_until: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    Committee,
    WorkingCommittee,
    GeneralBranch,
    Branch,
    Group,
    TransitionGroup,
}

/// What a community is like: old streets, villages that are being rebuilt, or the estates that
/// their people moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Character {
    Urban,
    Moving,
    Settled,
}

/// A branch with its groups and its people. Its year is drawn from it by `Branch::year`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Branch {
    pub number: u64,
    pub organisation: Organisation,
    pub groups: Vec<Organisation>,
    pub members: Vec<Member>,
    pub community: String,
    /// Its secretary is also the secretary of the general branch above it.
    pub leads_community: bool,
    #[serde(skip)]
    pub(super) seed: u64,
    #[serde(skip)]
    pub(super) today: Date,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    pub contact: String,
    pub phone: String,
}

/// The street of the Changzhou paper: 1,366 members in 30 branches of 13 communities.
const MEMBERS: u64 = 1366;
const BRANCHES: u64 = 30;
const COMMUNITIES: u64 = 13;
/// Above this a street would no longer be one: the members are spread over several.
const LARGEST_STREET: u64 = 5000;
const STREETS_OF_A_DISTRICT: u64 = 75;

impl Street {
    /// More would run out of ID numbers and of names of places.
    pub const MOST: u64 = 1_000_000;

    pub fn generate(seed: u64, name: &str, members: u64, today: Date) -> Street {
        let members = members.clamp(1, Street::MOST);
        let nearest = |part: u64, whole: u64| ((members * part * 2 + whole) / (whole * 2)).max(1);
        let streets = if members <= LARGEST_STREET { 1 } else { nearest(1, MEMBERS) };
        let districts = if streets == 1 { 0 } else { streets.div_ceil(STREETS_OF_A_DISTRICT) };
        let branches = nearest(BRANCHES, MEMBERS);
        let communities = nearest(COMMUNITIES, MEMBERS).min(branches);
        Street { seed, name: name.into(), members, today, branches, communities, streets, districts }
    }

    /// Everything above the branches, parents first.
    pub fn organisations(&self) -> impl Iterator<Item = Organisation> + '_ {
        let city = (self.districts > 1).then(|| organisation("city", None, OrganisationKind::Committee, "示例市委"));
        let districts = (0..self.districts).map(|number| self.district(number));
        let streets = (0..self.streets).map(|number| self.street(number));
        let communities = (0..self.communities).filter_map(|number| self.general_branch(number));
        city.into_iter().chain(districts).chain(streets).chain(communities)
    }

    /// Branch after branch, each drawn when it is asked for.
    pub fn branches(&self) -> impl Iterator<Item = Branch> + '_ {
        (0..self.branches).map(|number| self.branch(number))
    }

    pub fn branch_count(&self) -> u64 {
        self.branches
    }

    /// Any branch alone; which were drawn before makes no difference.
    pub fn branch(&self, number: u64) -> Branch {
        let community = parent(number, self.communities, self.branches);
        let siblings = children(community, self.communities, self.branches);
        let (place, character) = self.community(community);
        let alone = siblings.end - siblings.start == 1;
        let (above, name) = if alone {
            (format!("s{}", parent(community, self.streets, self.communities)), format!("{place}党支部"))
        } else {
            (format!("c{community}"), format!("{place}第{}党支部", ordinal(number - siblings.start + 1)))
        };
        let mut chance = Chance::new(self.seed, "branch", number);
        let mut organisation = organisation(&format!("b{number}"), Some(above), OrganisationKind::Branch, &name);
        organisation.elected_on = Some(self.today - chance.between(100, 1700).days());
        let members = self.boundary(number)..self.boundary(number + 1);
        let mut branch = Branch {
            number,
            organisation,
            groups: Vec::new(),
            members: members.map(|number| Member::draw(self, number, character, &place)).collect(),
            community: place,
            leads_community: !alone && number == siblings.start,
            seed: self.seed,
            today: self.today,
        };
        branch.form_groups(&mut chance);
        branch.fill_posts(&mut chance);
        branch
    }

    /// The units whose members report to the street's communities.
    pub fn units(&self) -> impl Iterator<Item = Unit> + '_ {
        (0..self.unit_count()).map(|number| {
            let mut chance = Chance::new(self.seed, "unit", number);
            let (name, kind) = names::unit(self.seed, number);
            let sex = super::person::Sex::Female;
            let contact = names::person(&mut chance, sex, 40);
            // Numbers above those of all members.
            let phone = phone(self.seed, Street::MOST + number);
            Unit { code: format!("u{number}"), name, kind, contact, phone }
        })
    }

    pub(super) fn unit_count(&self) -> u64 {
        (self.members * 131 / MEMBERS).clamp(6, 12_000)
    }

    fn district(&self, number: u64) -> Organisation {
        let above = (self.districts > 1).then(|| "city".to_string());
        let name = format!("{}区委", names::place(self.seed, number * 7 + 900));
        organisation(&format!("d{number}"), above, OrganisationKind::Committee, &name)
    }

    fn street(&self, number: u64) -> Organisation {
        let above = (self.districts > 0).then(|| format!("d{}", parent(number, self.districts, self.streets)));
        let name = if number == 0 { self.name.clone() } else { format!("{}街道", names::place(self.seed ^ 0x2a, number)) };
        organisation(&format!("s{number}"), above, OrganisationKind::WorkingCommittee, &format!("{name}党工委"))
    }

    /// A community of one branch needs no general branch.
    fn general_branch(&self, number: u64) -> Option<Organisation> {
        let branches = children(number, self.communities, self.branches);
        let above = format!("s{}", parent(number, self.streets, self.communities));
        let name = format!("{}党总支", self.community(number).0);
        let general = || organisation(&format!("c{number}"), Some(above), OrganisationKind::GeneralBranch, &name);
        (branches.end - branches.start > 1).then(general)
    }

    fn community(&self, number: u64) -> (String, Character) {
        let place = names::place(self.seed, number);
        // Of thirteen, three are old streets, five villages and five new estates.
        match number % COMMUNITIES {
            0..3 => (format!("{place}社区"), Character::Urban),
            3..8 => (format!("{place}村"), Character::Moving),
            _ => (format!("{place}苑社区"), Character::Settled),
        }
    }

    /// The first member of a branch: an even cut, moved a little, so that no two are quite alike.
    fn boundary(&self, branch: u64) -> u64 {
        let even = branch * self.members / self.branches;
        if branch == 0 || branch == self.branches || self.members / self.branches < 20 {
            return even;
        }
        even.saturating_add_signed(Chance::new(self.seed, "cut", branch).between(-4, 4))
    }
}

impl Branch {
    pub fn secretary(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.post == Some(Post::Secretary))
    }

    /// Groups of a dozen or so who live near each other; those in transition have their own, for
    /// as long as they live elsewhere.
    fn form_groups(&mut self, chance: &mut Chance) {
        let (code, name) = (self.organisation.code.clone(), self.organisation.name.clone());
        let staying = self.members.iter().filter(|member| member.transition.is_none()).count();
        let near = staying.div_ceil(15).max(1);
        let group = |number: usize, kind, label: String| {
            organisation(&format!("{code}.g{number}"), Some(code.clone()), kind, &format!("{name}{label}"))
        };
        self.groups =
            (1..=near).map(|number| group(number, OrganisationKind::Group, format!("第{}党小组", ordinal(number as u64)))).collect();
        if staying < self.members.len() {
            let mut transition = group(near + 1, OrganisationKind::TransitionGroup, "返迁过渡期党小组".into());
            transition.valid_until = Some(self.today + chance.between(90, 500).days());
            self.groups.push(transition);
        }
        for (place, member) in self.members.iter_mut().enumerate() {
            let number = if member.transition.is_some() { near } else { place % near };
            member.group = self.groups[number].code.clone();
        }
    }

    /// Posts go to full members who are there and able; small branches have a secretary alone.
    fn fill_posts(&mut self, chance: &mut Chance) {
        const COMMITTEE: [Post; 5] = [Post::Secretary, Post::DeputySecretary, Post::Organisation, Post::Publicity, Post::Discipline];
        let today = self.today;
        let able = |member: &Member| {
            let there = member.floating.is_none() && !member.is_silent(today) && member.exempt.is_none();
            member.is_full() && there && (30..=72).contains(&age(member.birth, today))
        };
        let start = chance.draw() as usize % self.members.len().max(1);
        let order: Vec<usize> = (0..self.members.len()).map(|step| (start + step * 7) % self.members.len()).collect();
        let mut candidates: Vec<usize> = Vec::new();
        for place in order.into_iter().chain(0..self.members.len()) {
            if able(&self.members[place]) && !candidates.contains(&place) {
                candidates.push(place);
            }
        }
        let posts = if candidates.len() < 10 { 1 } else { COMMITTEE.len() };
        for (place, post) in candidates.iter().zip(&COMMITTEE[..posts]) {
            self.members[*place].post = Some(*post);
        }
        for group in &self.groups {
            let leader = candidates.iter().find(|place| {
                let member = &self.members[**place];
                member.post.is_none() && member.group == group.code
            });
            if let Some(place) = leader {
                self.members[*place].post = Some(Post::GroupLeader);
            }
        }
    }
}

fn organisation(code: &str, parent: Option<String>, kind: OrganisationKind, name: &str) -> Organisation {
    Organisation { code: code.into(), parent, kind, name: name.into(), elected_on: None, valid_until: None }
}

/// `whole` children dealt evenly to `parts` parents: the children of one, and the parent of one.
fn children(number: u64, parts: u64, whole: u64) -> std::ops::Range<u64> {
    number * whole / parts..(number + 1) * whole / parts
}

fn parent(child: u64, parts: u64, whole: u64) -> u64 {
    ((child + 1) * parts - 1) / whole
}

fn ordinal(number: u64) -> String {
    const DIGITS: [&str; 11] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    DIGITS.get(number as usize).map_or_else(|| number.to_string(), |digit| digit.to_string())
}

#[cfg(test)]
#[path = "street_tests.rs"]
mod tests;

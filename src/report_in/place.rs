//! Which community an address belongs to, by the names of the tree: where somebody lives decides
//! where they report in.

use crate::orgs::{Kind, Org};
use std::rc::Rc;

/// The communities by the name of their place.
#[derive(Default)]
pub struct Places {
    by_name: Vec<(String, Rc<Org>)>,
}

/// Shorter names stand in too many addresses.
const SHORTEST: usize = 2;

impl Places {
    /// Of two organisations of one place the higher stands for it: it comes first in the tree.
    pub fn add(&mut self, org: &Rc<Org>) {
        if let Some(place) = place(org)
            && !self.by_name.iter().any(|(known, _)| *known == place)
        {
            self.by_name.push((place, org.clone()));
        }
    }

    /// Every community, in the order of the tree.
    pub fn all(&self) -> impl Iterator<Item = &Rc<Org>> {
        self.by_name.iter().map(|(_, org)| org)
    }

    /// All whose place an address names: where it is not one, the person says which.
    pub fn fitting(&self, address: &str) -> Vec<&Rc<Org>> {
        self.by_name.iter().filter(|(place, _)| address.contains(place.as_str())).map(|(_, org)| org).collect()
    }

    /// The community of an address or of a community's own name; the longest name that fits
    /// decides.
    pub fn find(&self, text: &str) -> Option<&Rc<Org>> {
        let fits =
            |place: &str| text.starts_with(place) || ["社区", "村", "小区"].iter().any(|kind| text.contains(&format!("{place}{kind}")));
        let found = self.by_name.iter().filter(|(place, _)| fits(place));
        found.max_by_key(|(place, _)| place.len()).map(|(_, org)| org)
    }
}

/// `青竹苑` of 青竹苑社区党总支. The branches within a community are no places of their own.
fn place(org: &Org) -> Option<String> {
    if matches!(org.kind, Kind::WorkingCommittee | Kind::Group | Kind::TransitionGroup) || org.name.contains('第') {
        return None;
    }
    let name = org.name.trim_start_matches("中国共产党").trim_start_matches("中共");
    let name = ["委员会", "联合党支部", "党总支", "党支部", "总支", "支部", "党委"].iter().fold(name, |n, end| n.trim_end_matches(end));
    let place = ["居委会", "村委会", "社区", "村"].iter().find_map(|end| name.strip_suffix(end))?;
    (place.chars().count() >= SHORTEST).then(|| place.to_owned())
}

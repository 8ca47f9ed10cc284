//! The organisations that rows name, as the tree holds them or as this import will found them.

use crate::{orgs::Org, report_in::Places};
use kernel::{Id, Reader, Result};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// Where a named organisation is.
#[derive(Clone, Debug)]
pub enum Place {
    Stands(Rc<Org>),
    /// This import founds it.
    Planned,
    /// Somebody decided to leave its rows out.
    Left,
    Unknown,
}

#[derive(Default)]
pub struct Tree {
    known: HashMap<String, Place>,
    by_id: HashMap<Id, Rc<Org>>,
    /// The name that was asked for last: a table names one branch for many rows.
    asked: RefCell<Option<(String, Place)>>,
    pub top: Option<Rc<Org>>,
    pub places: Places,
}

impl Tree {
    pub fn load(cx: &Reader) -> Result<Tree> {
        let mut tree = Tree::default();
        for org in Org::tree(cx)? {
            tree.add(org);
        }
        Ok(tree)
    }

    pub fn add(&mut self, org: Org) {
        let org = Rc::new(org);
        self.places.add(&org);
        // Two of the same name in different places: the name alone decides nothing.
        let twice = matches!(self.known.get(&key(&org.name)), Some(Place::Stands(other)) if other.id != org.id);
        self.decide(&org.name, if twice { Place::Unknown } else { Place::Stands(org.clone()) });
        if self.top.is_none() {
            self.top = Some(org.clone());
        }
        self.by_id.insert(org.id, org);
    }

    pub fn plan(&mut self, name: &str) {
        self.asked.take();
        self.known.entry(key(name)).or_insert(Place::Planned);
    }

    /// Takes over what somebody decided about a name.
    pub fn decide(&mut self, name: &str, place: Place) {
        self.asked.take();
        self.known.insert(key(name), place);
    }

    pub fn find(&self, name: &str) -> Place {
        if let Some((_, place)) = self.asked.borrow().as_ref().filter(|(asked, _)| asked == name) {
            return place.clone();
        }
        let place = self.known.get(name).or_else(|| self.known.get(&key(name))).cloned().unwrap_or(Place::Unknown);
        self.asked.replace(Some((name.to_owned(), place.clone())));
        place
    }

    pub fn with_id(&self, id: Id) -> Option<&Rc<Org>> {
        self.by_id.get(&id)
    }
}

/// A name as it is compared: without blanks and without the words that one writes and another
/// leaves out.
fn key(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_start_matches("中国共产党").trim_start_matches("中共");
    let name = name.strip_suffix("委员会").filter(|n| n.ends_with("支部") || n.ends_with("党总支")).unwrap_or(name);
    name.replace("党支部", "支部")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_some_leave_out() {
        assert_eq!(key("中共青竹苑社区第一支部委员会"), key("青竹苑社区第一党支部"));
        assert_ne!(key("青竹苑社区第一党支部"), key("青竹苑社区第二党支部"));
        assert_ne!(key("青竹苑社区党总支"), key("青竹苑社区党支部"));
    }
}

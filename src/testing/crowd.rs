//! A ledger of any size, written in bulk: what a district or a city would hold, in the time that a
//! measurement may take. The rows are those that taking members in one by one would write; only
//! the sealed columns hold one and the same sealed text, which no list opens.

use crate::{
    demo::{SEED, chance::Chance, names, person::Sex},
    people::find,
};
use kernel::{House, Id, Result, Scope, Spot, Value, args, db::Shared};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
    sync::Arc,
};

/// How many organisations stand below each, level by level from the top; and the members, shared
/// out evenly among the last level.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    pub levels: &'static [usize],
    pub members: usize,
}

/// Where a member stands in the order of the ledger.
#[derive(Clone, Debug)]
pub struct Standing {
    pub path: String,
    pub id: Id,
    pub name: String,
}

/// Pieces of one transaction each.
const PIECE: usize = 100_000;
/// Rows of one statement, where there are millions.
const ROWS: usize = 64;

impl Crowd {
    /// Fills an empty house. The members come back in the order of their branches.
    pub fn settle(self, house: &Arc<House>) -> Result<Vec<Standing>> {
        let branches = self.organisations(house)?;
        // The index over what comes in no order is made when all of it stands.
        house.db.write_now(|conn| conn.borrow_mut().batch("drop index members_id_no"))?;
        let members = self.members(house, &branches)?;
        words(house, &members)?;
        house.db.write_now(|conn| conn.borrow_mut().batch("create index members_id_no on members (tenant, id_hash)"))?;
        Ok(members)
    }

    /// The tree; its last level comes back as paths and ids.
    fn organisations(self, house: &Arc<House>) -> Result<Vec<(String, Id)>> {
        house.write_as_system("crowd", Scope::ALL, move |cx| {
            let mut level: Vec<(String, Id)> = vec![];
            for depth in 0..=self.levels.len() {
                let above = if depth == 0 { vec![(String::new(), Id::NIL)] } else { level };
                let each = if depth == 0 { 1 } else { self.levels[depth - 1] };
                let total = above.len() * each;
                let (last, kind) = match self.levels.len() - depth {
                    0 => (true, "branch"),
                    1 => (false, "general_branch"),
                    _ => (false, "working_committee"),
                };
                level = Vec::with_capacity(total);
                for (path, parent) in above {
                    for n in 0..each {
                        let (id, path) = (cx.new_id(), format!("{path}{:04}", n + 1));
                        let parent = (depth > 0).then_some(parent);
                        let below = self.share(level.len(), total);
                        let here = if last { below } else { 0 };
                        let name = format!("{}党组织{}", names::place(SEED, level.len() as u64), level.len() + 1);
                        cx.run(
                            "insert into {orgs} (id, path, parent, kind, name, setting, secretary, members_here, members_below, made_at) values ($1, $2, $3, $4, $5, '', '', $6, $7, $8)",
                            args![id, &path, parent, kind, name, here as i64, below as i64, cx.now()],
                        )?;
                        level.push((path, id));
                    }
                }
            }
            Ok(level)
        })
    }

    /// How many members the part `n` of `parts` has.
    fn share(self, n: usize, parts: usize) -> usize {
        self.members * (n + 1) / parts - self.members * n / parts
    }

    fn members(self, house: &Arc<House>, branches: &[(String, Id)]) -> Result<Vec<Standing>> {
        let spot = Spot { table: "members", column: "id_no", row: Id::NIL };
        let sealed = house.vault.seal(spot, "320499194001010011".as_bytes())?;
        let mut all = Vec::with_capacity(self.members);
        let mut rows = vec![];
        for (n, (path, org)) in branches.iter().enumerate() {
            for _ in 0..self.share(n, branches.len()) {
                let number = all.len() as u64;
                let mut chance = Chance::new(SEED, "crowd", number);
                let (age, sex) = (chance.between(20, 89), chance.pick(&[Sex::Male, Sex::Female]));
                let name = names::person(&mut chance, sex, age);
                let id = house.new_id();
                let hash = |kind| house.vault.digest(kind, &number.to_string());
                let (day, born) = (chance.between(1, 28), 2026 - age);
                rows.push(
                    args![
                        1i64,
                        id,
                        path.clone(),
                        *org,
                        name.clone(),
                        if matches!(sex, Sex::Male) { "男" } else { "女" },
                        format!("{born}-07-{day:02}"),
                        sealed.clone(),
                        hash("id_no"),
                        sealed.clone(),
                        hash("phone"),
                        chance.pick(&["本科", "大专", "高中", "初中"]),
                        format!("{}-07-01", born + 19),
                        i64::from(chance.in_parts(1, 50)),
                        chance.pick(&["在职", "离退休", "农民"]),
                        "原国棉二厂",
                        sealed.clone(),
                        format!("2026-{:02}-{day:02}", chance.between(1, 11)),
                        if chance.in_parts(1, 40) { "id_missing" } else { "" }
                    ]
                    .to_vec(),
                );
                all.push(Standing { path: path.clone(), id, name });
                if rows.len() == PIECE / 4 {
                    write(house, MEMBER, std::mem::take(&mut rows))?;
                }
            }
        }
        write(house, MEMBER, rows)?;
        Ok(all)
    }
}

const MEMBER: &str = "insert into members (tenant, id, path, org, name, sex, birth, id_no, id_hash, phone, phone_hash, education, joined, probationary, employment, unit, home, last_contact, flags, taken_in_on, taken_in_by, changed_at) \
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '2026-01-01', '', '')";

fn write(house: &Arc<House>, sql: &'static str, rows: Vec<Vec<Value<'static>>>) -> Result<()> {
    house.db.write_now(move |conn: &Shared| {
        let mut conn = conn.borrow_mut();
        rows.iter().try_for_each(|row| conn.run(sql, row).map(drop))
    })
}

/// The words by which the members are found, in the order of their table.
fn words(house: &Arc<House>, members: &[Standing]) -> Result<()> {
    let mut bearers: HashMap<String, Vec<u32>> = HashMap::new();
    for (n, member) in members.iter().enumerate() {
        bearers.entry(member.name.clone()).or_default().push(n as u32);
    }
    let known: Vec<String> = bearers.keys().cloned().collect();
    let names_of = house.read_as_system("crowd", Scope::ALL, move |cx| {
        let mut names_of: BTreeMap<find::Token, Vec<String>> = BTreeMap::new();
        for name in known {
            for token in find::tokens(cx, &name, None) {
                names_of.entry(token).or_default().push(name.clone());
            }
        }
        Ok(names_of)
    })?;
    let mut rows: Vec<Value> = vec![];
    for (token, names) in names_of {
        let mut found: Vec<u32> = names.iter().flat_map(|name| &bearers[name]).copied().collect();
        found.sort_unstable();
        for n in found {
            let member = &members[n as usize];
            rows.extend([1i64.into(), token.text.clone().into(), member.path.clone().into(), member.id.into(), token.shared.into()]);
            if rows.len() >= PIECE * 5 {
                write_words(house, std::mem::take(&mut rows))?;
            }
        }
    }
    write_words(house, rows)
}

fn write_words(house: &Arc<House>, rows: Vec<Value<'static>>) -> Result<()> {
    house.db.write_now(move |conn: &Shared| {
        let mut conn = conn.borrow_mut();
        for part in rows.chunks(ROWS * 5) {
            let mut sql = String::from("insert into finds (tenant, token, path, member, shared) values ");
            for n in (0..part.len()).step_by(5) {
                let comma = if n == 0 { "" } else { ", " };
                _ = write!(sql, "{comma}(${}, ${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4, n + 5);
            }
            conn.run(&sql, part)?;
        }
        Ok(())
    })
}

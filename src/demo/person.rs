//! A member of the synthetic street, drawn from a number: the same number is the same person.

use super::chance::{Chance, share};
use super::identity::{born, id_no, phone};
use super::names;
use super::street::{Character, Street};
use crate::people::Way;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    pub number: u64,
    pub name: String,
    pub sex: Sex,
    pub birth: Date,
    /// As the ledger keeps it: with its flaw, or missing.
    pub id_no: Option<String>,
    pub flaw: Option<Flaw>,
    pub phone: String,
    pub email: Option<String>,
    pub education: &'static str,
    pub joined: Date,
    /// None while on probation.
    pub became_full: Option<Date>,
    pub employment: Employment,
    pub unit: Option<String>,
    pub home: String,
    pub lives_at: String,
    pub last_contact: Date,
    pub talked_on: Option<Date>,
    /// When whereabouts, contact, housing, work and family were last confirmed.
    pub confirmed: [Date; 5],
    pub exempt: Option<&'static str>,
    pub floating: Option<Floating>,
    pub transition: Option<Transition>,
    /// The code of the group.
    pub group: String,
    pub post: Option<Post>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    Checksum,
    PrecisionLost,
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Employment {
    InService,
    Retired,
    Farmer,
    Unemployed,
    Floating,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    Secretary,
    DeputySecretary,
    Organisation,
    Publicity,
    Discipline,
    GroupLeader,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Floating {
    pub since: Date,
    pub destination: &'static str,
    pub certificate: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Transition {
    pub since: Date,
    pub until: Date,
}

impl Employment {
    /// The word people write in their ledgers.
    pub fn zh(self) -> &'static str {
        match self {
            Employment::InService => "在职",
            Employment::Retired => "离退休",
            Employment::Farmer => "农民",
            Employment::Unemployed => "未就业",
            Employment::Floating => "流动",
        }
    }
}

/// The proportions of the street in the Changzhou paper, counted in its 1,366 members.
const STREET: u64 = 1366;
const SIXTY_OR_OLDER: u64 = 688;
const UNDER_SIXTY: u64 = STREET - SIXTY_OR_OLDER;
const FLOATING: u64 = 56;
/// 247 live elsewhere while their villages are rebuilt; those villages have 444 members.
const IN_TRANSITION: (u64, u64) = (247, 444);
const FLAWED: u64 = 20;
const OUT_OF_CONTACT: u64 = 30;

/// Decades of age as often as they are met on either side of sixty.
const YOUNGER: &[(u64, i64)] = &[(125, 20), (186, 30), (174, 40), (193, 50)];
const OLDER: &[(u64, i64)] = &[(170, 60), (206, 70), (243, 80), (69, 90)];

impl Member {
    pub fn draw(street: &Street, number: u64, character: Character, place: &str) -> Member {
        let mut chance = Chance::new(street.seed, "member", number);
        let today = street.today;
        let sex = if chance.in_parts(920, STREET) { Sex::Male } else { Sex::Female };
        let older = share(number, SIXTY_OR_OLDER, STREET);
        let birth = born(&mut chance, street, number, if older { OLDER } else { YOUNGER });
        let age = age(birth, today);
        let away = !older && chance.in_parts(FLOATING, UNDER_SIXTY);
        let moving = !away && character == Character::Moving && chance.in_parts(IN_TRANSITION.0, IN_TRANSITION.1);
        let employment = employment(&mut chance, character, age, sex, away);
        let (joined, became_full) = joined(&mut chance, birth, age, today);
        let home = home(&mut chance, character, place);
        let floating = away.then(|| floating(&mut chance, number, joined, today));
        let transition = moving.then(|| Transition {
            since: (today - chance.between(120, 700).days()).max(joined),
            until: today + chance.between(60, 600).days(),
        });
        let lives_at = match &floating {
            Some(floating) => floating.destination.to_string(),
            None if moving => {
                format!(
                    "{}公寓{}幢{}室",
                    names::place(street.seed, number % 97),
                    chance.between(1, 18),
                    chance.between(1, 11) * 100 + chance.between(1, 4)
                )
            }
            None => home.clone(),
        };
        let flaw = flaw(number);
        let last_contact = last_contact(&mut chance, number, joined, today);
        let recent = |chance: &mut Chance| (last_contact - chance.between(0, 200).days()).max(joined);
        Member {
            number,
            name: names::person(&mut chance, sex, age),
            sex,
            birth,
            id_no: id_no(street.seed, number, birth, sex, flaw),
            flaw,
            phone: phone(street.seed, number),
            email: (age < 60 && chance.in_parts(1, 2)).then(|| format!("member{number}@linli.example")),
            education: education(&mut chance, age),
            joined,
            became_full,
            employment,
            unit: unit(&mut chance, street, employment),
            home,
            lives_at,
            last_contact,
            talked_on: chance.in_parts(7, 8).then(|| recent(&mut chance)),
            confirmed: [(); 5].map(|()| recent(&mut chance)),
            exempt: exempt(&mut chance, age),
            floating,
            transition,
            group: String::new(),
            post: None,
        }
    }

    pub fn is_full(&self) -> bool {
        self.became_full.is_some()
    }

    /// When somebody spoke with the member in the year before the last contact, and how: about once
    /// a quarter, the old at their door, and a talk where there was one.
    pub fn contacts(&self) -> Vec<(Date, Way)> {
        let from = (self.last_contact - 1.year()).max(self.joined);
        let way = if age(self.birth, self.last_contact) >= 75 { Way::Visit } else { Way::Call };
        let apart = 80 + (self.number % 30) as i64;
        let mut contacts: Vec<(Date, Way)> = (0..4).map(|n| (self.last_contact - (n * apart).days(), way)).collect();
        contacts.extend(self.talked_on.map(|on| (on, Way::Talk)));
        contacts.retain(|(on, _)| *on >= from);
        contacts
    }

    /// Out of reach since the last contact: takes part in nothing after it.
    pub fn is_silent(&self, today: Date) -> bool {
        self.last_contact < today - 90.days()
    }
}

/// Completed years of age.
pub fn age(birth: Date, on: Date) -> i64 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    i64::from(on.year()) - i64::from(birth.year()) - i64::from(before_birthday)
}

fn flaw(number: u64) -> Option<Flaw> {
    share(number, FLAWED, STREET).then(|| match number * FLAWED / STREET % FLAWED {
        0..9 => Flaw::Checksum,
        9..16 => Flaw::PrecisionLost,
        _ => Flaw::Missing,
    })
}

fn joined(chance: &mut Chance, birth: Date, age: i64, today: Date) -> (Date, Option<Date>) {
    if age < 60 && chance.in_parts(16, UNDER_SIXTY) {
        return (today - chance.between(20, 340).days(), None);
    }
    let at = chance.between(19, (age - 2).min(38));
    let joined = birth + at.years() + chance.between(0, 300).days();
    (joined, Some(joined + 1.year()))
}

fn employment(chance: &mut Chance, character: Character, age: i64, sex: Sex, away: bool) -> Employment {
    let village = character == Character::Moving;
    match age {
        _ if away => Employment::Floating,
        60.. if village && chance.in_parts(3, 8) => Employment::Farmer,
        60.. => Employment::Retired,
        55.. if sex == Sex::Female => Employment::Retired,
        _ if village && chance.in_parts(2, 5) => Employment::Farmer,
        _ if chance.in_parts(1, 11) => Employment::Unemployed,
        _ => Employment::InService,
    }
}

fn unit(chance: &mut Chance, street: &Street, employment: Employment) -> Option<String> {
    let number = chance.draw() % street.unit_count();
    let (name, _) = names::unit(street.seed, number);
    match employment {
        Employment::InService => Some(name),
        Employment::Retired => Some(format!("原{name}")),
        Employment::Farmer | Employment::Unemployed | Employment::Floating => None,
    }
}

fn home(chance: &mut Chance, character: Character, place: &str) -> String {
    match character {
        Character::Moving => format!("{place}{}组{}号", chance.between(1, 12), chance.between(1, 60)),
        Character::Urban | Character::Settled => {
            let (building, door) = (chance.between(1, 40), chance.between(1, 4));
            let room = chance.between(1, 6) * 100 + chance.between(1, 4);
            let estate = place.trim_end_matches("社区");
            let estate = if character == Character::Urban { format!("{estate}新村") } else { estate.to_string() };
            format!("{estate}{building}幢{door}单元{room}室")
        }
    }
}

fn education(chance: &mut Chance, age: i64) -> &'static str {
    const OLD: &[(u64, &str)] = &[(22, "小学"), (26, "初中"), (24, "高中"), (12, "中专"), (10, "大专"), (6, "本科")];
    const MIDDLE: &[(u64, &str)] = &[(12, "初中"), (24, "高中"), (14, "中专"), (28, "大专"), (20, "本科"), (2, "硕士研究生")];
    const YOUNG: &[(u64, &str)] = &[(6, "高中"), (6, "中专"), (24, "大专"), (48, "本科"), (16, "硕士研究生")];
    chance.weighted(match age {
        65.. => OLD,
        40.. => MIDDLE,
        _ => YOUNG,
    })
}

fn floating(chance: &mut Chance, number: u64, joined: Date, today: Date) -> Floating {
    Floating {
        since: (today - chance.between(200, 1100).days()).max(joined),
        destination: chance.pick(names::TOWNS),
        certificate: format!("LD{:06}", number % 1_000_000),
    }
}

/// Most were heard of within the quarter; a few are between five and seven months silent, where
/// the workbench has to raise its hand, and a few longer.
fn last_contact(chance: &mut Chance, number: u64, joined: Date, today: Date) -> Date {
    let days = match number {
        _ if share(number, OUT_OF_CONTACT, STREET) => chance.between(152, 212),
        _ if share(number + STREET / 2, OUT_OF_CONTACT / 2, STREET) => chance.between(220, 420),
        _ if chance.in_parts(1, 14) => chance.between(92, 145),
        _ => chance.between(1, 88),
    };
    (today - days.days()).max(joined)
}

/// Given on a member's own wish, or for a long illness; what they do take part in still counts.
fn exempt(chance: &mut Chance, age: i64) -> Option<&'static str> {
    match age {
        80.. if chance.in_parts(1, 4) => Some("age"),
        _ if chance.in_parts(1, 90) => Some("long_illness"),
        _ => None,
    }
}

//! Matching: how long a proposal takes from the database to its reasons, how much memory, and how it
//! compares with asking one after the other, with chance, and with the best there is on small cases.
//! `cargo bench --bench matching`.

mod common;

use common::{at_least, at_most, heading, house};
use kernel::{Result, Scope, Steps};
use linli::{
    needs::{self, Need, RiskSaid},
    offers::{Candidates, Open, Proposal, Task, Terms},
    orgs::{Kind, NewOrg, Org},
    report_in::{self, ReportIn},
    skills::Skills,
};
use matching::assignment::{Assignment, Duty, Hand, Pair, assign, by_chance, greedy};
use std::time::Instant;

const COMMUNITIES: usize = 13;
const SKILLS: [&str; 16] = [
    "水电维修",
    "理发",
    "医疗护理",
    "心理疏导",
    "法律咨询",
    "政策宣讲",
    "普通话培训",
    "英语",
    "小学辅导",
    "电脑手机",
    "财会",
    "驾驶",
    "消防安全",
    "书法",
    "摄影",
    "舞蹈教学",
];
const TIMES: [&str; 5] = ["周六上午", "工作日晚间", "周末", "节假日", "均可"];

fn main() -> Result<()> {
    heading("matching");
    of_size(2_100, 200, 1.0)?;
    // Few who can: here it shows who was chosen.
    of_size(300, 200, 1.0)?;
    of_size(20_000, 2_000, 20.0)?;
    small_cases();
    Ok(())
}

/// A street, or a county at once: everybody in one scope, matched within their communities.
fn of_size(people: usize, needs: usize, seconds_most: f64) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let house = house(dir.path())?;
    house.write_as_system("bench", Scope::ALL, move |cx| {
        let street =
            Org::found(cx, None, NewOrg { name: "青龙街道党工委".into(), kind: Some(Kind::WorkingCommittee), ..NewOrg::default() })?;
        let (skills, mut dice) = (Skills::of(cx)?, 20_261_126u64);
        let mut communities = vec![];
        for n in 0..COMMUNITIES {
            let name = format!("第{n}社区党总支");
            communities.push(Org::found(cx, Some(&street), NewOrg { name, kind: Some(Kind::GeneralBranch), ..NewOrg::default() })?);
        }
        for n in 0..people {
            let said = (0..1 + below(&mut dice, 3)).map(|_| SKILLS[below(&mut dice, SKILLS.len())].to_owned()).collect();
            let facts = report_in::Facts {
                name: format!("某{n}"),
                lives_at: Some(format!("{}号院{}幢", (b'A' + (n % 26) as u8) as char, n % 30)),
                skills: said,
                available: TIMES[below(&mut dice, TIMES.len())].into(),
                ..report_in::Facts::default()
            };
            let id = ReportIn::enter(cx, &skills, &communities[n % COMMUNITIES], &facts, None)?;
            cx.find::<ReportIn>(id)?.accept(cx)?;
        }
        for n in 0..needs {
            let facts = needs::Facts {
                what: format!("需求{n}"),
                people: Some(1 + below(&mut dice, 3) as i64),
                urgency: ["urgent", "soon", "ordinary"][below(&mut dice, 3)].into(),
                wanted: TIMES[below(&mut dice, TIMES.len())].into(),
                skills: vec![SKILLS[below(&mut dice, SKILLS.len())].into()],
                channel: "sheet".into(),
                asked_on: "2026-11-01".into(),
                ..needs::Facts::default()
            };
            let id = Need::enter(cx, &skills, &communities[n % COMMUNITIES], &facts, None)?;
            cx.find::<Need>(id)?.open(cx, &RiskSaid { told: "没有特别的风险".into(), ..RiskSaid::default() })?;
        }
        Ok(())
    })?;
    house.steps_as_system("bench", Scope::ALL, move |cx| measured(cx, people, needs, seconds_most))
}

fn measured(cx: &Steps, people: usize, needs: usize, seconds_most: f64) -> Result<()> {
    let (start, before) = (Instant::now(), cpu());
    let proposal = Proposal::of(cx)?;
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu() - before);
    at_most(&format!("{people} people, {needs} needs: seconds from the database to reasons"), wall, seconds_most, "s");
    println!(
        "  {cpu:.2} CPU-s; {} people, {} posts with empty places; peak memory of the process {} MiB",
        proposal.people,
        proposal.posts.len(),
        peak()
    );
    let (terms, today) = (Terms::of(cx)?, cx.today());
    let (open, candidates) = (Open::all(cx, &terms, today)?, Candidates::of(cx)?);
    let task = Task::of(&open, &candidates, &terms);
    let numbers = task.assignment();
    let start = Instant::now();
    let exact = assign(&numbers, || true).pairs;
    println!("  {} pairs that fit; the exact way alone {:.3} s", numbers.pairs.len(), start.elapsed().as_secs_f64());
    println!("  {:<12}{:>16}{:>14}{:>14}{:>16}", "", "of the value", "places filled", "mean worth", "most of one");
    let best = numbers.value(&exact);
    for (name, pairs) in [("exact", &exact), ("greedy", &greedy(&numbers)), ("chance", &by_chance(&numbers, 7))] {
        let worth: u64 = pairs.iter().map(|p| u64::from(numbers.pairs[*p].worth)).sum();
        let mut held = vec![0u32; numbers.hands.len()];
        pairs.iter().for_each(|p| held[numbers.pairs[*p].hand as usize] += 1);
        let most = held.iter().max().copied().unwrap_or(0);
        println!(
            "  {name:<12}{:>16.4}{:>14}{:>14.0}{most:>16}",
            numbers.value(pairs) as f64 / best as f64,
            pairs.len(),
            worth as f64 / pairs.len().max(1) as f64
        );
    }
    Ok(())
}

/// Small cases whose optimum every set of pairs is tried for.
fn small_cases() {
    let (mut dice, mut worst, mut sum, cases) = (7u64, 1.0f64, 0.0, 400);
    for _ in 0..cases {
        let duties: Vec<Duty> =
            (0..3).map(|_| Duty { places: 1 + below(&mut dice, 2) as u32, urgency: 3_000 * (1 + below(&mut dice, 3) as u32) }).collect();
        let hands: Vec<Hand> = (0..4).map(|_| Hand { room: 1 + below(&mut dice, 2) as u32, holds: below(&mut dice, 2) as u32 }).collect();
        let mut pairs = vec![];
        for duty in 0..3 {
            for hand in 0..4 {
                if below(&mut dice, 3) > 0 {
                    pairs.push(Pair { duty, hand, worth: 1 + below(&mut dice, 1_000) as u32 });
                }
            }
        }
        let task = Assignment { duties: &duties, hands: &hands, pairs: &pairs, load: 300 };
        let best = best_of_all(&task, 0, &mut vec![]);
        let ratio = if best == 0 { 1.0 } else { task.value(&assign(&task, || true).pairs) as f64 / best as f64 };
        worst = worst.min(ratio);
        sum += ratio;
    }
    at_least("400 small cases: worst share of the optimum", worst, 0.98, "");
    println!("  mean {:.4}", sum / f64::from(cases));
}

fn best_of_all(task: &Assignment<'_>, next: usize, chosen: &mut Vec<usize>) -> i64 {
    if next == task.pairs.len() {
        return task.value(chosen);
    }
    let without = best_of_all(task, next + 1, chosen);
    let (duty, hand) = (task.pairs[next].duty, task.pairs[next].hand);
    let of = |same: &dyn Fn(&Pair) -> bool| chosen.iter().filter(|p| same(&task.pairs[**p])).count() as u32;
    let room = of(&|p| p.duty == duty) < task.duties[duty as usize].places && of(&|p| p.hand == hand) < task.hands[hand as usize].room;
    if !room {
        return without;
    }
    chosen.push(next);
    let with = best_of_all(task, next + 1, chosen);
    chosen.pop();
    without.max(with)
}

/// User and system time of this process so far, in seconds.
fn cpu() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |n: usize| after.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS_A_SECOND
}

/// In MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

/// xorshift64*: the same people every time.
fn below(dice: &mut u64, n: usize) -> usize {
    *dice ^= *dice >> 12;
    *dice ^= *dice << 25;
    *dice ^= *dice >> 27;
    (dice.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
}

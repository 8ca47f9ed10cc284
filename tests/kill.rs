//! The program is killed at any moment, again and again, while three people work in it: one calls
//! the roll, one imports, one closes the month. Nothing that was acknowledged is lost, nothing is
//! half there, and the ledgers still verify.

#[cfg(feature = "testing")]
#[path = "kill/gateway.rs"]
mod gateway;
#[path = "kill/program.rs"]
mod program;
#[path = "kill/work.rs"]
mod work;

use program::Program;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};
use work::{Closer, Importer, RollCaller, Worker};

/// Each round the program is killed so many milliseconds after one of the three was answered: by
/// turns, so that reading, writing, committing and answering are all hit, on a slow machine too.
const MOMENTS: [u64; 12] = [0, 7, 25, 1, 60, 12, 110, 3, 40, 170, 18, 90];
/// Nobody waits longer than this for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn killed_at_any_moment_it_loses_nothing_acknowledged_and_keeps_nothing_half() {
    let mut program = Program::fill();
    program.start();
    let mut workers: Vec<Box<dyn Worker>> =
        vec![Box::new(RollCaller::at(&program)), Box::new(Importer::at(&program)), Box::new(Closer::at(&program))];
    for (round, moment) in MOMENTS.into_iter().enumerate() {
        let at = program.at();
        let answered: [AtomicUsize; 3] = Default::default();
        thread::scope(|scope| {
            for (worker, answered) in workers.iter_mut().zip(&answered) {
                let at = at.clone();
                scope.spawn(move || worker.work(&at, answered));
            }
            let until = Instant::now() + PATIENCE;
            while answered[round % answered.len()].load(Ordering::SeqCst) == 0 && Instant::now() < until {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_millis(moment));
            program.kill();
        });
        program.verify(&format!("round {round}, killed {moment} ms after an answer"));
        program.start();
        let at = program.at();
        workers.iter().for_each(|worker| worker.check(&at));
    }
    let until = Instant::now() + Duration::from_secs(120);
    let at = program.at();
    while let Some(left) = workers.iter().find_map(|worker| worker.still_waits_for(&at)) {
        assert!(Instant::now() < until, "{left} did not go on after the restart");
        thread::sleep(Duration::from_millis(200));
    }
    let done: Vec<String> = workers.iter().map(|worker| worker.done()).collect();
    println!("{} kills; acknowledged: {}", MOMENTS.len(), done.join(", "));
    assert!(workers.iter().all(|worker| worker.acknowledged() > 0), "somebody never got anything done: {}", done.join(", "));
    program.kill();
    program.verify("at the end");
}

/// Two servers on one folder would each take the other's running work for cut off.
#[test]
fn a_folder_that_is_served_is_not_served_twice() {
    let mut program = Program::fill();
    program.start();
    let answer = program.serve_again();
    match program.on_a_server() {
        true => assert!(answer.is_none(), "a database server has room for several: {answer:?}"),
        false => assert!(answer.is_some_and(|said| said.contains("已经有一个邻里在运行")), "a second one must be refused"),
    }
    program.kill();
    program.start();
}

#[cfg(feature = "testing")]
#[test]
fn killed_while_it_delivers_it_misses_nobody_and_counts_nobody_twice() {
    gateway::nobody_is_missed_and_nobody_counted_twice();
}

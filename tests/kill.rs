//! The program is killed at any moment, again and again, while three people work in it: one calls
//! the roll, one imports, one closes the month. Nothing that was acknowledged is lost, nothing is
//! half there, and the ledgers still verify.

#[path = "kill/program.rs"]
mod program;
#[path = "kill/work.rs"]
mod work;

use program::Program;
use std::{
    thread,
    time::{Duration, Instant},
};
use work::{Closer, Importer, RollCaller, Worker};

/// How long after the start of the work the program is killed: each round a little later, so that
/// reading, writing, committing and answering are all hit.
const MOMENTS: [u64; 12] = [25, 60, 110, 170, 240, 320, 410, 500, 90, 200, 350, 620];

#[test]
fn killed_at_any_moment_it_loses_nothing_acknowledged_and_keeps_nothing_half() {
    let mut program = Program::fill();
    program.start();
    let mut workers: Vec<Box<dyn Worker>> =
        vec![Box::new(RollCaller::at(&program)), Box::new(Importer::at(&program)), Box::new(Closer::at(&program))];
    for (round, moment) in MOMENTS.into_iter().enumerate() {
        let at = program.at();
        thread::scope(|scope| {
            for worker in &mut workers {
                let at = at.clone();
                scope.spawn(move || worker.work(&at));
            }
            thread::sleep(Duration::from_millis(moment));
            program.kill();
        });
        program.verify(&format!("round {round}, killed after {moment} ms"));
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

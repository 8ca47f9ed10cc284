//! The month: what is proposed by the rules, planned, held, and who took part. Staff see it, plan it
//! (`activities.plan`) and call the roll (`activities.hold`); members answer on their own pages.

mod activity;
mod answer;
mod attendance;
pub mod called;
mod clash;
pub mod cli;
mod codes;
mod due;
mod fixed_day;
mod fixed_days;
mod line;
pub mod matrix;
mod mode;
mod pages;
mod plan;
mod planning;
pub mod proposal;
mod roll_call;
mod sheet;
mod taken;
mod taken_back;
#[cfg(test)]
mod tests;
mod uploads;

pub use activity::{Activity, Details, Due, NewActivity, State, due_code, hours};
pub use answer::Answer;
pub use attendance::{Attendance, Via, marks_that_disagree};
pub use clash::{Clash, Clashes, Ground, Slot, minute};
pub use codes::{own_code, period, qr};
pub use due::{Person, concerning};
pub use fixed_day::{Falls, FixedDay};
pub use line::Line;
pub use mode::{Count, Mode, Tally};
pub use plan::{Plan, Published, month_code, read_month};
pub use planning::{Choice, choices, chosen_org, month_words};
pub use roll_call::record;
pub use taken::{Taken, take};
pub use taken_back::{corrected_since, take_back};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "activities.view", Reader;
    /// Typesetting is slow work: no transaction is open while it runs.
    pub Prints = "activities.view", Steps;
    pub Plans = "activities.plan", Writer;
    pub Hold = "activities.hold", Writer;
    /// Workbooks are read before anything is written.
    pub Reads = "activities.hold", Steps;
}

pub const MODULE: Module = Module {
    name: "activities",
    tables: &[
        Table::tenant("fixed_days").by_path(),
        Table::tenant("plans").by_path(),
        Table::tenant("activities").by_path(),
        Table::tenant("answers").by_path().about("member"),
        Table::tenant("attendance").by_path().about("member"),
        Table::tenant("marks").by_path().about("member"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/plan", "The month as the rules propose it and as it stands", planning::show)
        .post("/plans", "Save the plan as a draft", planning::save)
        .post("/plans/activities", "Add an activity to the plan", planning::add)
        .post("/plans/publication", "Publish the plan and notify members and units", planning::publish)
        .get("/orgs/{id}/fixed-days", "The days that an organisation keeps for its theme day and its study", fixed_days::show)
        .post("/orgs/{id}/fixed-days", "Set a fixed day", fixed_days::set)
        .post("/orgs/{id}/fixed-days/clearing", "Leave a fixed day to those above or to the rule book", fixed_days::clear)
        .get("/activities/matrix", "Put roll-call workbooks in", uploads::new)
        .post("/activities/matrix", "Read roll-call workbooks", uploads::read)
        .post("/activities/matrix/confirmation", "Take roll-call workbooks in", uploads::confirm)
        .get("/activities/{id}", "An activity", pages::show)
        .post("/activities/{id}", "Edit an activity", pages::edit)
        .post("/activities/{id}/announcements", "Tell those due of a change", pages::announce)
        .post("/activities/{id}/answers", "Write down what a member said on the telephone", pages::answer)
        .post("/activities/{id}/holding", "Mark an activity as held", pages::hold)
        .post("/activities/{id}/postponement", "Postpone an activity", pages::postpone)
        .post("/activities/{id}/cancellation", "Cancel an activity", pages::cancel)
        .get("/activities/{id}/roll-call", "Call the roll on a list", roll_call::show)
        .post("/activities/{id}/attendance", "Record who took part and how", roll_call::tick)
        .get("/activities/{id}/code", "The code shown in the room", codes::room)
        .get("/activities/{id}/desk", "The desk at the door", codes::desk)
        .post("/activities/{id}/desk", "Check a member in by their own code", codes::at_desk)
        .get("/activities/{id}/sheet", "A paper sheet to sign", sheet::show)
        .get("/activities/{id}/sheet.pdf", "The paper sheet as PDF", sheet::pdf)
        .get("/activities/{id}/typing", "Type the paper sheet back", sheet::typing)
        .post("/activities/{id}/typing", "Record a paper sheet", sheet::typed)
        .get("/check-in/{id}", "The room's code was scanned", codes::scanned)
        .post("/check-in/{id}", "Check in with the room's code", codes::check_in)
}

//! The month: what is proposed by the rules, planned, held, and who took part. Staff see it, plan it
//! (`activities.plan`) and call the roll (`activities.hold`); members answer on their own pages.

mod activity;
mod answer;
mod attendance;
mod due;
mod plan;
pub mod proposal;
mod mode;

pub use activity::{Activity, Details, Due, NewActivity, State};
pub use answer::Answer;
pub use attendance::{Attendance, Via};
pub use due::Person;
pub use plan::{Line, Plan, Published, month_code, read_month};
pub use mode::{Count, Mode, Tally};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "activities.view", Reader;
    pub Plan = "activities.plan", Writer;
    pub Hold = "activities.hold", Writer;
}

pub const MODULE: Module = Module {
    name: "activities",
    tables: &[
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
    r
}

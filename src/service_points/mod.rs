//! Points for service (服务积分): what follows from confirmed turns by the rule book, hours times the
//! coefficient of the post's kind up to the caps, each entry with its reason. A ledger of its own, for
//! both ties, only appended to. Whoever finds it wrong says so and is answered; points buy something only
//! where an organisation has set what. Nobody is compared with anybody.

mod appeal;
mod credit;
mod follows;
mod pages;
mod reward;
#[cfg(test)]
mod tests;

pub use appeal::{Appeal, State};
pub use credit::{Credit, settle, settle_all};
pub use follows::{Follows, Reason, Scale, Turn, points_text};
pub use reward::{Exchange, NewReward, Reward};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "service.view", Reader;
    pub Record = "service.record", Writer;
    pub Own = "service.own", Reader;
    pub Does = "service.do", Writer;
    pub Sets = "rewards.set", Writer;
}

pub const MODULE: Module = Module {
    name: "service_points",
    tables: &[
        Table::tenant("service_points").by_path().about("person"),
        Table::tenant("service_appeals").by_path().about("person"),
        Table::tenant("service_rewards").by_path(),
        Table::tenant("service_exchanges").by_path().about("person"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{list, mine, person};
    r.get("/service-points", "Points for service: what waits for an answer, and what they are exchanged for", list::list)
        .post("/service-appeals/{id}/answer", "Answer somebody who finds their points wrong", list::answer)
        .post("/service-rewards", "Set what points are exchanged for", list::set)
        .post("/service-rewards/{id}/end", "It is given out no longer", list::end)
        .get("/service-points/{id}", "Points for service of a person, with reasons", person::show)
        .post("/service-points/{id}/appeals", "Write down that somebody finds their points wrong", person::appeal)
        .post("/service-points/{id}/exchanges", "Hand something over in exchange for points", person::exchange)
        .post("/service-exchanges/{id}/return", "An exchange is taken back", person::take_back)
        .get("/me/service-points", "My points for service, with reasons", mine::show)
        .post("/me/service-points/appeals", "I find my points wrong", mine::appeal)
}

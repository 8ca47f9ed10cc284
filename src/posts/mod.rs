//! Posts (岗位): what is to be done for the neighbours, by how many, when and where, for a term or once;
//! and who took one. A need that is opened becomes a post by itself (居民点单、社区下单、党员接单); others are
//! set by hand. Nobody holds a post without having said yes. What a member of the ledger can do and
//! when stands here too; of those who reported in, `report_in` knows it.

pub mod ability;
mod claim;
mod danger;
mod entry;
mod kind;
mod list;
mod pages;
mod person;
mod post;
mod team;
#[cfg(test)]
mod tests;

pub use ability::Ability;
pub use claim::{Claim, State};
pub use entry::Entry;
pub use kind::{Kind, kinds};
pub use list::{Filter, Line};
pub use person::{Person, Tie};
pub use post::{NewPost, Post};
pub use team::Team;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "posts.view", Reader;
    pub Edit = "posts.edit", Writer;
    /// Taking a post, giving it back, saying what one can do: each for oneself.
    pub Own = "posts.own", Reader;
    pub Take = "posts.take", Writer;
}

pub const MODULE: Module = Module {
    name: "posts",
    tables: &[
        Table::tenant("posts").by_path(),
        Table::tenant("claims").by_path().about("person"),
        Table::tenant("abilities").by_path().about("member"),
        Table::tenant("team_leaders").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{ability, form, list, mine, show, teams};
    r.get("/posts", "Posts, who holds them and which are empty", list::list)
        .post("/posts", "Set a post", form::set)
        .get("/posts/new", "The form of a post", form::new)
        .get("/posts/{id}", "A post, who holds it and who waits", show::show)
        .post("/posts/{id}", "Change a post", form::change)
        .get("/posts/{id}/edit", "The form of a post's facts", form::edit)
        .post("/posts/{id}/ending", "End a post, with a reason", show::end)
        .post("/posts/{id}/claims", "Somebody takes a post: said by telephone, at the desk or on paper", show::take)
        .post("/claims/{id}/ending", "Somebody gives a post back", show::give_back)
        .get("/teams", "Those of like skill, and who leads them", teams::list)
        .post("/teams/leaders", "Somebody agreed to lead those of a skill", teams::lead)
        .get("/members/{id}/ability", "What a member can do and when", ability::show)
        .post("/members/{id}/ability", "Write down what a member can do and when", ability::say)
        .get("/me/posts", "Posts that I hold, and those that are open", mine::list)
        .post("/me/posts/{id}/claim", "I take a post", mine::take)
        .post("/me/claims/{id}/ending", "I give a post back", mine::give_back)
        .get("/me/ability", "What I can do and when", ability::mine)
        .post("/me/ability", "I say what I can do and when", ability::say_mine)
}

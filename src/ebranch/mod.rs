//! The e-branch: materials of a branch or of one of its activities, rounds of questions, comments,
//! minutes, and the link of a meeting held online. Secretaries put them in (`ebranch.edit`), members
//! read them (`ebranch.view`) and have their say (`ebranch.say`). Who has opened what, and for how
//! long, is written down nowhere: taking part is an answer, a talk, a mark on the roll.

mod comment;
mod file;
mod inquiry;
mod material;
mod meeting;
mod mine;
mod minutes;
mod pages;
mod paper;
mod picture;
#[cfg(test)]
mod tests;
mod writing;

pub use comment::Comment;
pub use file::{FileKind, Kept, looked_at};
pub use inquiry::{Asked, Inquiry, Named, NewInquiry, Words, proposed};
pub use material::{Material, NewMaterial};
pub use meeting::Meeting;
pub use mine::unanswered;
pub use minutes::{Minutes, Todo};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "ebranch.view", Reader;
    pub Edit = "ebranch.edit", Writer;
    /// A file is looked at before anything is written.
    pub Puts = "ebranch.edit", Steps;
    pub Say = "ebranch.say", Writer;
}

pub const MODULE: Module = Module {
    name: "ebranch",
    tables: &[
        Table::tenant("materials").by_path(),
        Table::tenant("inquiries").by_path(),
        Table::tenant("questions").by_path(),
        Table::tenant("inquiry_answers").by_path().about("member"),
        Table::tenant("comments").by_path(),
        Table::tenant("minutes").by_path(),
        Table::tenant("todos").by_path(),
        Table::tenant("meetings").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/ebranch", "The e-branches of the organisations I look after", pages::list)
        .get("/ebranch/{id}", "An organisation's e-branch", pages::show)
        .post("/ebranch/{id}/materials", "Put a material in: text, link, file", writing::put)
        .post("/ebranch/{id}/inquiries", "Ask a round of questions", writing::ask)
        .get("/activities/{id}/ebranch", "An activity's materials, questions, minutes and link", pages::of_activity)
        .post("/activities/{id}/meeting", "Where an activity is held online", writing::meet)
        .post("/activities/{id}/minutes", "Write the minutes of an activity, or correct them", writing::write)
        .post("/activities/{id}/online", "Confirm all who answered as having taken part online", writing::confirm)
        .get("/materials/{id}", "A material with its questions and comments", pages::material)
        .get("/materials/{id}/file", "A material's file", pages::file)
        .post("/materials/{id}/removal", "Take a material away, with a reason", writing::remove)
        .post("/materials/{id}/comments", "I comment on a material", mine::comment)
        .post("/comments/{id}", "I put my comment in other words", mine::reword)
        .post("/comments/{id}/withdrawal", "I withdraw my comment", mine::withdraw)
        .post("/comments/{id}/hiding", "Hide a comment, with a reason", writing::hide)
        .get("/inquiries/{id}", "A round of questions with its answers", pages::inquiry)
        .post("/inquiries/{id}/answers", "My answers", mine::answer)
        .post("/inquiries/{id}/answers/{member}", "What a member answered at the desk, by call or on paper", writing::answered)
        .post("/inquiries/{id}/closing", "Close a round of questions", writing::close)
        .get("/inquiries/{id}/sheet", "The questions on paper", paper::sheet)
        .get("/minutes/{id}", "The minutes of an activity", pages::minutes)
        .get("/minutes/{id}/file", "The file of the minutes", pages::minutes_file)
        .post("/minutes/{id}/putting-down", "Put a draft of the minutes down", writing::put_down)
        .get("/me/branch", "Our branch: what is new, what is asked", mine::branch)
}

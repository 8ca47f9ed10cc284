//! My tap: one question, five answers, only the sum is kept.

use crate::{
    away::{Answers, Cause, Mine, Person, Quarter, Question},
    orgs::Org,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "away/mine.html")]
pub struct MyAway {
    pub asked: Vec<ToMe>,
    pub causes: Vec<Cause>,
    /// From so many answers on sums are shown.
    pub least: i64,
}
impl Page for MyAway {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("问一句", "A question").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ToMe {
    pub id: Id,
    pub organisation: String,
    pub quarter: String,
    /// I have answered this quarter.
    pub answered: bool,
}

pub fn show(cx: &Cx<Mine>) -> Result<Reply<MyAway>> {
    let (me, now) = (Person::me(cx)?.ok_or(Error::NotFound)?, Quarter::of(cx.today()));
    let to_me = |q: Question| to_me(cx, q, now, &me);
    let open = Question::all(cx)?.into_iter().filter(|q| q.is_open(now));
    Reply::show(MyAway { asked: open.map(to_me).collect::<Result<_>>()?, causes: Cause::ALL.to_vec(), least: super::show::least(cx)? })
}

fn to_me(cx: &Reader, question: Question, now: Quarter, me: &Person) -> Result<ToMe> {
    Ok(ToMe {
        organisation: cx.find::<Org>(question.org)?.name,
        quarter: now.name(),
        answered: question.has_answered(cx, now, me.id)?,
        id: question.id,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Tap {
    #[serde(default)]
    pub cause: String,
}

pub fn answer(cx: &Cx<Answers>, Path(id): Path<Id>, Input(tap): Input<Tap>) -> Acted {
    let me = Person::me(cx)?.ok_or(Error::NotFound)?;
    cx.find::<Question>(id)?.answer(cx, &me, Cause::read(&tap.cause)?)?;
    said("/me/away", t("收到了，只进总数，不记是谁说的。", "Thank you. Only the sum keeps it, not who said it."))
}

//! What the first branch reads and is asked, what members said of it, and its public page.

use crate::{
    ebranch::{Comment, Inquiry, Kept, Material, NewInquiry, NewMaterial, Words},
    faces::{Face, NewNews, News, Setting},
    orgs::{Kind, Org},
    people::Member,
    publicity::Terms,
};
use kernel::{Id, Result, Writer, args, schema::past};

/// So many members have answered, and as many have said something.
const ANSWERED: usize = 5;
const SAID: [&str; 2] = ["楼道灯那一段写得实在。", "下次能不能放到周末上午？"];

/// The first branch of the first community, whose secretary and members have accounts in the demo.
pub fn settle(cx: &Writer) -> Result<()> {
    let tree = Org::tree(cx)?;
    let Some(community) = tree.iter().find(|o| o.kind == Kind::GeneralBranch) else { return Ok(()) };
    let Some(branch) = tree.iter().find(|o| o.kind == Kind::Branch && o.path.starts_with(&community.path)) else { return Ok(()) };
    let text = "一楼的灯谁来管，三楼的扶手谁来修？这个月读三页《邻里公约》，想一想自己楼里能做的一件事。\n来不了的同志可以在手机上回答，也可以打电话告诉组长。";
    let new = NewMaterial { title: "邻里公约：楼道里的三件小事".into(), text: text.into(), ..NewMaterial::default() };
    let material = Material::put(cx, branch, &new, &Kept::default())?;
    let questions = "您楼里最该先做的一件事是什么？\n您能搭把手的是什么？";
    let inquiry =
        Inquiry::ask(cx, branch, &NewInquiry { questions: questions.into(), material: material.id.to_string(), ..NewInquiry::default() })?;
    let ids: Vec<Id> = cx.all(
        "select m.id from {members} m where m.path >= $1 and m.path < $2 order by m.path, m.name, m.id limit $3",
        args![&branch.path, past(&branch.path), ANSWERED as i64],
    )?;
    let members: Vec<Member> = ids.into_iter().map(|id| cx.find(id)).collect::<Result<_>>()?;
    let asked = inquiry.questions(cx)?;
    for (member, answer) in members.iter().zip(["修楼道灯", "给二楼老人装扶手", "清一清地下室", "修楼道灯", "楼前画停车线"])
    {
        let words: Words = asked.iter().take(1).map(|q| (format!("answer.{}", q.id), answer.to_owned())).collect();
        inquiry.answer(cx, member, &words, "account")?;
    }
    for (member, said) in members.iter().zip(SAID) {
        Comment::make(cx, &material, member, said, "account")?;
    }
    let about = "每月十日在一楼大厅为邻居磨刀、理发、修小家电。";
    Face::set(cx, branch, &Setting { about: about.into(), on: "yes".into(), ..Setting::default() })?;
    let news = NewNews {
        title: "楼道灯亮了".into(), text: "二号楼的楼道灯换了新的，晚归的邻居不用再摸黑。".into(), ..NewNews::default()
    };
    News::write(cx, branch, &news, &Kept::default(), Terms::usual(cx)?).map(drop)
}

//! A letter by mail, to those who speak for the unit and gave an address. Mail leaves the house: it has the
//! community's words and the plan, and says where the letter lies; who did what stands only there.

use super::Letter;
use crate::{
    sendings::{Sending, To},
    units::Contact,
};
use kernel::{Result, Writer, t};

const SENT: &str = "a letter goes to those who speak for the unit, whoever looks after it";

pub fn tell(cx: &Writer, letter: &Letter) -> Result<()> {
    let all = cx.beyond_scope(SENT);
    for contact in Contact::of(&all, letter.unit)?.into_iter().filter(|c| c.until.is_none()) {
        let Some(to) = To::mail(&all, contact.id, &contact.name, &contact.mail(&all)?)? else { continue };
        let title = kernel::say!("{}：{}", "{}: {}", letter.unit_name, letter.title());
        let text = format!("{}\n\n{}", letter.words, plan(cx, letter)?).trim().to_owned();
        let link = format!("/unit/letters/{}", letter.id);
        Sending { about: letter.id, path: &letter.path, occasion: "letter", title, text, link }.put_now(&all, &to)?;
    }
    Ok(())
}

/// What is planned, line by line, and where the rest is.
fn plan(cx: &Writer, letter: &Letter) -> Result<String> {
    let content = cx.find::<Letter>(letter.id)?.sent_content()?;
    let mut lines = vec![];
    if !content.plan.is_empty() {
        lines.push(t("下月计划：", "Planned next month:").to_owned());
        lines.extend(content.plan.iter().map(|p| format!("{} {} {} {}", p.day, p.starts, p.title, p.place).trim_end().to_owned()));
    }
    lines.push(
        t(
            "本单位党员做了什么、怎样回复，请登录后看；没有账号请打电话，我们送纸面的。",
            "What your members did stands on the page, where you can answer; without an account call us, and we bring it on paper.",
        )
        .into(),
    );
    Ok(lines.join("\n"))
}

//! `linli init`, `linli demo`: a house gets its street.

use super::{At, serve};
use crate::{
    demo,
    orgs::{Kind, NewOrg, Org},
};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Error, Result, Scope, say};
use serde_json::json;
use std::process::ExitCode;

pub fn init(at: &At, street: &str) -> Result<ExitCode> {
    let house = at.open()?;
    let name = format!("{street}党工委");
    let org = house.write_as_system("init", Scope::ALL, move |cx| {
        if !Org::tree(cx)?.is_empty() {
            return Err(Error::rule("not_empty", "这里已经有一个街道。", "There is a street here already."));
        }
        Org::found(cx, None, NewOrg { name, kind: Some(Kind::WorkingCommittee), ..NewOrg::default() })
    })?;
    at.tell(&json!({ "organisation": org.name }), || say!("已建立：{0}", "Made: {0}", org.name))?;
    Ok(ExitCode::SUCCESS)
}

pub fn demo(at: &At, members: u64, no_serve: bool, listen: serve::Listen) -> Result<ExitCode> {
    let house = at.open()?;
    let filled = house.read_as_system("demo", Scope::ALL, |cx| Ok(!Org::tree(cx)?.is_empty()))?;
    if !filled {
        let street = demo::Street::generate(demo::SEED, "青龙街道", members, house.clock.today());
        let bar = bar(at, street.branch_count());
        demo::settle(&house, &street, &mut |done, _| bar.set_position(done))?;
        bar.finish_and_clear();
    }
    if no_serve {
        at.tell(&json!({ "members": members, "filled": !filled }), || say!("示范街道已就绪：{members} 名党员。", "The demonstration street stands: {members} members."))?;
        return Ok(ExitCode::SUCCESS);
    }
    serve::serve(&house, listen, at)
}

/// A bar on a terminal, silence for a program.
pub fn bar(at: &At, of: u64) -> ProgressBar {
    if at.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(of).with_style(style)
}

//! `linli init`, `linli demo`: a house gets its street.

use super::{At, serve};
use crate::{
    accounts, demo,
    orgs::{Kind, NewOrg, Org},
};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Error, House, Result, Scope, args, say, vault};
use serde_json::json;
use std::{fs, io::Write, process::ExitCode, sync::Arc};

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
        people_of_the_demo(at, &house)?;
    }
    if no_serve {
        at.tell(&json!({ "members": members, "filled": !filled }), || {
            say!("示范街道已就绪：{members} 名党员。", "The demonstration street stands: {members} members.")
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Ok(accounts) = fs::read_to_string(at.data.join(ACCOUNTS)) {
        println!("{accounts}");
    }
    serve::serve(&house, listen, at)
}

/// Where the demonstration keeps its invented accounts, to print them at each start.
const ACCOUNTS: &str = "demo-accounts.txt";

/// One account of each role, with passwords drawn for this house.
fn people_of_the_demo(at: &At, house: &Arc<House>) -> Result<()> {
    let (street, community, branch, member): (String, String, String, String) = house.read_as_system("demo", Scope::ALL, |cx| {
        let branch: Org =
            cx.one("select * from {orgs} o where o.kind = 'branch' and o.members_here > 0 order by o.path limit 1", args![])?;
        let above = branch.parent.map(|id| cx.find::<Org>(id)).transpose()?;
        let member = cx.one(
            "select m.name from {members} m where m.org = $1 group by m.name having count(*) = 1 order by m.name limit 1",
            args![branch.id],
        )?;
        Ok((Org::top(cx)?.name, above.map_or(branch.name.clone(), |o| o.name), branch.name, member))
    })?;
    let (in_service, contact) = in_service_of_the_demo(house, &community)?;
    let people = [
        ("高云", "officer", &street),
        ("周敏", "worker", &community),
        ("陈立", "secretary", &branch),
        (member.as_str(), "member", &branch),
        ("吴审", "auditor", &street),
        ("何管", "keeper", &street),
    ];
    let outside = in_service.iter().map(|name| (name.as_str(), "in_service", &community));
    let outside = outside.chain(contact.iter().map(|name| (name.as_str(), "contact", &street)));
    let mut text = String::new();
    for (name, role, org) in people.into_iter().chain(outside) {
        let password = &vault::secret()?[..16];
        let login = accounts::cli::add_with_password(house, name, role, org, password)?;
        text.push_str(&format!("{role:10} {login:16} {password}  {org}\n"));
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(at.data.join(ACCOUNTS))?.write_all(text.as_bytes())?)
}

/// Somebody in service who was accepted at the community, and a unit's contact, where there are any.
fn in_service_of_the_demo(house: &Arc<House>, community: &str) -> Result<(Option<String>, Option<String>)> {
    let community = community.to_owned();
    house.read_as_system("demo", Scope::ALL, move |cx| {
        let in_service = cx.maybe(
            "select r.name from {report_ins} r join {orgs} o on o.tenant = r.tenant and o.id = r.org where o.name = $1 and r.state = 'accepted' group by r.name having count(*) = 1 order by r.name limit 1",
            args![community],
        )?;
        // Of a unit that was written to, where there is one.
        let contact = "select c.name from {unit_contacts} c left join {letters} l on l.tenant = c.tenant and l.unit = c.unit order by (case when l.id is null then 1 else 0 end), c.name, c.id limit 1";
        Ok((in_service, cx.maybe(contact, args![])?))
    })
}

/// A bar on a terminal, silence for a program.
pub fn bar(at: &At, of: u64) -> ProgressBar {
    if at.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(of).with_style(style)
}

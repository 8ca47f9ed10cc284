//! The month from the command line: import, plan, roll-call, close, report, and what goes out.

use super::{At, User, fill::bar};
use crate::{accounts, activities, bulletins, closing, forms, imports, offers, orgs::Org, people};
use kernel::{Error, House, Result, Scope, say};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

pub fn import(at: &At, files: &[PathBuf], how: imports::How) -> Result<ExitCode> {
    let house = at.open()?;
    let mut read = vec![];
    for file in files {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        read.push((name, fs::read(file).map_err(|e| unreadable(file, &e))?));
    }
    let shown = bar(at, 1);
    let telling = shown.clone();
    let report = imports::run(&house, at.scope(&house)?, read, how, move |done, of| {
        telling.set_length(of);
        telling.set_position(done);
    })?;
    shown.finish_and_clear();
    at.tell(&report, || {
        let mut lines = vec![];
        for f in &report.files {
            lines.push(say!(
                "{0}：{1}，{2} 行，新 {3}，变 {4}，同 {5}，待定 {6}，未收 {7} {8}",
                "{0}: {1}, {2} rows, {3} new, {4} changed, {5} same, {6} to decide, {7} refused {8}",
                f.file,
                f.kind,
                f.rows,
                f.new,
                f.changed,
                f.same,
                f.decisions,
                f.refused,
                f.problem.as_deref().unwrap_or("")
            ));
        }
        if how == imports::How::Look {
            lines.push(say!("还没有收下；加 --yes 收下。", "Nothing was taken in yet; --yes takes it in."));
        }
        lines.join("\n")
    })?;
    let unreadable = report.files.iter().any(|f| f.problem.is_some());
    Ok(if unreadable { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn unreadable(file: &Path, e: &std::io::Error) -> Error {
    Error::rule("unreadable", format!("无法读取 {}：{e}", file.display()), format!("Cannot read {}: {e}", file.display()))
}

pub fn plan(at: &At, month: &str, publish: bool) -> Result<ExitCode> {
    let house = at.open()?;
    let report = activities::cli::plan(&house, at.scope(&house)?, month, publish)?;
    at.tell(&report, || {
        let done = report.published.as_ref().map_or(String::new(), |p| {
            say!("，已发布，通知 {0} 人（{1} 人打电话）", ", published, {0} members told ({1} by telephone)", p.members, p.calls)
        });
        say!("{0} {1}：{2} 项活动{done}", "{0} {1}: {2} activities{done}", report.organisation, report.month, report.lines.len())
    })?;
    Ok(ExitCode::SUCCESS)
}

pub fn matching(at: &At, ask: bool) -> Result<ExitCode> {
    let house = at.open()?;
    let report = offers::cli::run(&house, at.scope(&house)?, ask)?;
    at.tell(&report, || {
        let mut lines: Vec<String> = vec![];
        for post in &report.proposal.posts {
            lines.push(say!("{0}（{1} 个空位）", "{0} ({1} empty)", post.post.title, post.empty));
            lines.extend(post.people.iter().map(|p| format!("  {} {}  {}", p.person.name, p.unit, p.why())));
            lines.extend(post.missing.map(|_| format!("  {}", post.missing_words())));
        }
        if let Some(exact) = report.proposal.cut_short {
            lines.push(say!(
                "时间到了：前 {exact} 个岗位是最优的，其余按简单办法补齐。",
                "Time ran out: {exact} posts are placed best, the others in a simple way."
            ));
        }
        lines.push(match report.asked {
            Some(asked) => say!("问了 {asked} 人。", "{asked} were asked."),
            None => say!("还没有问；加 --ask 征询。", "Nobody was asked yet; --ask asks them."),
        });
        lines.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

pub fn roll_call(at: &At, files: &[PathBuf]) -> Result<ExitCode> {
    let house = at.open()?;
    let report = activities::cli::matrix(&house, at.scope(&house)?, files)?;
    at.tell(&report, || {
        let line = |f: &activities::cli::FileReport| match &f.refused {
            Some(why) => format!("{}: {why}", f.file),
            None => format!("{}: {}", f.file, f.organisations.join(" ")),
        };
        report.files.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    let refused = report.files.iter().any(|f| f.refused.is_some());
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub fn close(at: &At, month: &str) -> Result<ExitCode> {
    let house = at.open()?;
    let report = closing::cli::close_month(&house, &top(at, &house)?, month.parse()?)?;
    at.tell(&report, || {
        say!("{0}：月结 {1} 个组织，{2} 人", "{0}: closed {1} organisations, {2} members", report.org, report.closed, report.members)
    })?;
    Ok(ExitCode::SUCCESS)
}

pub fn report(at: &At, month: &str, format: &str, output: Option<&Path>) -> Result<ExitCode> {
    let house = at.open()?;
    let bytes = bulletins::cli::report(&house, &top(at, &house)?, month.parse()?, format.parse()?)?;
    match output {
        Some(file) => fs::write(file, bytes)?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What the command line says of a form.
pub struct Filling {
    pub on: Option<String>,
    pub whom: Option<String>,
    pub member: Option<String>,
    pub each: Option<String>,
    pub unmask: Option<String>,
}

pub fn fill(at: &At, form: &Path, output: &Path, asked: Filling) -> Result<ExitCode> {
    let house = at.open()?;
    let name = form.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = fs::read(form).map_err(|e| unreadable(form, &e))?;
    let wrong = |_| Error::field("on", "--on 要写成 2026-11-01。", "--on is a day such as 2026-11-01.");
    let choices = forms::Choices {
        on: asked.on.map(|on| on.parse().map_err(wrong)).transpose()?,
        // The same words for every list of the form.
        whom: asked.whom.map(|words| (0..forms::MOST_LISTS).map(|n| (n, words.clone())).collect()).unwrap_or_default(),
        member: asked.member,
        ..forms::Choices::default()
    };
    if let Some(whom) = asked.each {
        let (bytes, count) = forms::cli::fill_each(&house, at.scope(&house)?, name, bytes, choices, whom, asked.unmask)?;
        fs::write(output, bytes)?;
        at.tell(&serde_json::json!({ "copies": count, "file": output }), || {
            say!("已填好 {count} 份：{}", "{count} filled: {}", output.display())
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let (bytes, filled) = forms::cli::fill(&house, at.scope(&house)?, name, bytes, choices, asked.unmask)?;
    fs::write(output, bytes)?;
    at.tell(&filled, || {
        let lists = filled.report.tables.iter().map(|t| say!("{0}：{1}，{2} 行", "{0}: {1}, {2} rows", t.title, t.whom, t.rows));
        let open = (!filled.unknown.is_empty()).then(|| say!("留空：{}", "Left blank: {}", filled.unknown.join(kernel::t("、", ", "))));
        let there = say!("已填好：{}", "Filled: {}", output.display());
        lists.chain(open).chain([there]).collect::<Vec<_>>().join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

pub fn export(at: &At, unmask: Option<&str>, format: &str, output: Option<&Path>) -> Result<ExitCode> {
    let house = at.open()?;
    let (scope, format) = (at.scope(&house)?, format.parse()?);
    match output {
        Some(file) => {
            let count = people::export::write(&house, scope, unmask, format, &mut std::io::BufWriter::new(fs::File::create(file)?))?;
            at.tell(&serde_json::json!({ "members": count, "file": file }), || {
                say!("已导出 {count} 人到 {0}", "{count} members written to {0}", file.display())
            })?;
        }
        None => {
            people::export::write(&house, scope, unmask, format, &mut std::io::BufWriter::new(std::io::stdout()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// With `--token` the token alone stands on the last line, so that a program can take it.
pub fn user(at: &At, act: &User) -> Result<ExitCode> {
    let User::Add { name, role, token, link } = act;
    let house = at.open()?;
    let added = accounts::cli::add(&house, name, role, at.org.as_deref().unwrap_or(""), *token, *link)?;
    at.tell(&added, || {
        let lines =
            [Some(say!("{0}：{1}，{2}", "{0}: {1}, {2}", added.name, added.role, added.org)), added.link.clone(), added.token.clone()];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The path that --org names, or the top of the tree.
fn top(at: &At, house: &Arc<House>) -> Result<String> {
    match at.scope(house)? {
        Scope::Subtree(path) if !path.is_empty() => Ok(path),
        _ => house.read_as_system("command line", Scope::ALL, |cx| Org::top(cx).map(|o| o.path)),
    }
}

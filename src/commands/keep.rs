//! `linli backup`, `restore`, `verify`: what was trusted to us can be put away, put back, and shown
//! to be whole.

use super::At;
use crate::{activities, closing, orgs};
use kernel::{Error, Place, Result, Scope, say};
use serde_json::json;
use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
};

/// One archive: the database as it stands at one moment, the sealed files, and the key. Whoever
/// has the archive can read everything, so it is readable by its owner only.
pub fn backup(at: &At, output: &Path) -> Result<ExitCode> {
    let house = at.open()?;
    let work = tempfile::tempdir_in(&at.data)?;
    let dump = work.path().join(dump_name(&at.place()));
    match at.place() {
        Place::Sqlite(_) => house.db.copy_to(&dump)?,
        Place::Postgres(url) => program("pg_dump", Command::new("pg_dump").args(["-Fc", "--no-owner", "-f"]).arg(&dump).arg(url))?,
    }
    let part = output.with_extension("part");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut archive = tar::Builder::new(options.open(&part)?);
    archive.append_path_with_name(&dump, dump_name(&at.place()))?;
    archive.append_path_with_name(at.data.join("key"), "key")?;
    if at.data.join("files").exists() {
        archive.append_dir_all("files", at.data.join("files"))?;
    }
    archive.into_inner()?.sync_all()?;
    fs::rename(&part, output)?;
    let bytes = fs::metadata(output)?.len();
    at.tell(&json!({ "archive": output, "bytes": bytes }), || {
        say!(
            "已备份到 {0}（{bytes} 字节）。归档含密钥，请妥善保管。",
            "Backed up to {0} ({bytes} bytes). The archive holds the key: keep it safe.",
            output.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Into an empty folder (or database) only; then everything is verified.
pub fn restore(at: &At, archive: &Path) -> Result<ExitCode> {
    if at.data.join("key").exists() || at.data.join("linli.db").exists() {
        return Err(Error::rule(
            "not_empty",
            "目标文件夹里已有数据，恢复只写入空文件夹。",
            "The folder holds data already; a restore writes into an empty one only.",
        ));
    }
    fs::create_dir_all(&at.data)?;
    tar::Archive::new(fs::File::open(archive)?).unpack(&at.data)?;
    if let Place::Postgres(url) = at.place() {
        let dump = at.data.join(dump_name(&at.place()));
        program("pg_restore", Command::new("pg_restore").args(["--no-owner", "--exit-on-error", "-d", &url]).arg(&dump))?;
        fs::remove_file(dump)?;
    }
    verify(at)
}

fn dump_name(place: &Place) -> &'static str {
    match place {
        Place::Sqlite(_) => "linli.db",
        Place::Postgres(_) => "linli.dump",
    }
}

fn program(name: &str, command: &mut Command) -> Result<()> {
    let status =
        command.status().map_err(|e| Error::rule("program_missing", format!("找不到 {name}：{e}"), format!("Cannot run {name}: {e}")))?;
    if status.success() { Ok(()) } else { Err(Error::rule("program_failed", format!("{name} 失败。"), format!("{name} failed."))) }
}

/// Everything that must agree, each with what is wrong.
pub fn verify(at: &At) -> Result<ExitCode> {
    let house = at.open()?;
    let (entries, mut wrong) = match house.verify_audit()? {
        Ok(entries) => (entries, vec![]),
        Err(sentence) => (0, vec![say!("审计日志：{sentence}", "audit log: {sentence}")]),
    };
    wrong.extend(house.db.faults()?);
    for check in [orgs::sums_that_disagree, activities::marks_that_disagree, closing::sums_that_disagree] {
        wrong.extend(house.read_as_system("verify", Scope::ALL, check)?);
    }
    let good = wrong.is_empty();
    at.tell(&json!({ "good": good, "audit_entries": entries, "problems": wrong }), || {
        if good {
            say!("一切吻合（审计日志 {entries} 条）。", "Everything agrees ({entries} audit entries).")
        } else {
            wrong.join("\n")
        }
    })?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! The command line. A verb opens the house, asks a module, and prints what came of it: sentences
//! for a person, JSON with `--json` for a program.

mod fill;
mod keep;
mod serve;
mod work;

use crate::{imports::How, modules, orgs::Org};
use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::{Clock, Config, Error, House, Lang, Place, Result, Scope};
use serde::Serialize;
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Linli (邻里): the working system of an urban community Party organisation.
#[derive(Parser)]
#[command(version, about)]
pub struct Linli {
    #[command(flatten)]
    pub at: At,
    #[command(subcommand)]
    pub verb: Verb,
}

/// Where the facts are, and for which organisation.
#[derive(Args)]
pub struct At {
    /// Folder with keys and files; with SQLite also the database
    #[arg(long, global = true, env = "LINLI_DATA", default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL instead of the embedded database: postgres://user@host/name
    #[arg(long, global = true, env = "LINLI_DATABASE_URL")]
    pub database_url: Option<String>,
    /// The organisation (full name) and all below it; all of them where left out
    #[arg(long, global = true)]
    pub org: Option<String>,
    /// Print JSON for a program
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Make an empty street
    Init {
        #[arg(long)]
        street: String,
    },
    /// Serve the pages
    Serve(serve::Listen),
    /// Fill the house with a synthetic street and a year behind it, and serve it
    Demo {
        /// How many members the street has
        #[arg(long, default_value_t = 1366)]
        members: u64,
        /// Fill only
        #[arg(long)]
        no_serve: bool,
        #[command(flatten)]
        listen: serve::Listen,
    },
    /// Read workbooks into the ledger: a dry run, or with --yes for good
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Take every row in, each decision by its stated safe default
        #[arg(long)]
        yes: bool,
        /// All or nothing: with --yes, take nothing in while a row waits or is refused
        #[arg(long, requires = "yes")]
        whole: bool,
    },
    /// Propose a month from the rule book, such as 2026-11
    Plan {
        month: String,
        /// Publish it as proposed
        #[arg(long)]
        publish: bool,
    },
    /// Propose who could take which post, with the reasons
    Match {
        /// Ask everybody who is proposed
        #[arg(long)]
        ask: bool,
    },
    /// Take roll-call workbooks (names by dates) in
    RollCall {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Close a month, such as 2026-10
    Close { month: String },
    /// Write the bulletin of a closed month
    Report {
        month: String,
        /// pdf, xlsx or json
        #[arg(long, default_value = "pdf")]
        format: String,
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Fill a blank form from the ledger, in its own look; what is unknown stays blank and is listed
    Fill {
        form: PathBuf,
        /// The form's day, such as 2026-11-01; today where left out
        #[arg(long)]
        on: Option<String>,
        /// Whom its list names, such as 60岁以上女党员; as its title says where left out
        #[arg(long)]
        whom: Option<String>,
        /// Of whom a form about one person is: name or id
        #[arg(long, conflicts_with = "each")]
        member: Option<String>,
        /// A form about one person, once for each of whom these words mean, as one archive
        #[arg(long, value_name = "WHOM", num_args = 0..=1, default_missing_value = "")]
        each: Option<String>,
        /// Write hidden facts in full; the reason stands in the audit log
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Write the ledger out
    Export {
        what: Exported,
        /// Write hidden fields too; the reason stands in the audit log
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
        /// jsonl, csv or xlsx
        #[arg(long, default_value = "jsonl")]
        format: String,
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Accounts
    User {
        #[command(subcommand)]
        act: User,
    },
    /// Write database, files and keys into one archive
    Backup {
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Put an archive back into an empty folder or database
    Restore { archive: PathBuf },
    /// Check the audit chain, the sums of the ledgers and the references
    Verify,
    /// Bring the database up to this release
    Migrate,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Exported {
    Members,
}

#[derive(Subcommand)]
pub enum User {
    /// Open an account at the organisation given by --org, or at the top
    Add {
        name: String,
        /// officer, worker, secretary, leader, member, contact, auditor or keeper
        #[arg(long)]
        role: String,
        /// Print a bearer token for the JSON face of every page
        #[arg(long)]
        token: bool,
        /// Print a one-time link by which the person chooses a password
        #[arg(long)]
        link: bool,
    },
}

/// The error in the language of the terminal.
pub fn sentence(error: &Error) -> String {
    match error {
        Error::Internal(e) => format!("{e:#}"),
        other => language().speak(|| other.sentence()),
    }
}

fn language() -> Lang {
    Lang::of(&std::env::var("LANG").unwrap_or_default())
}

pub fn run(linli: Linli) -> Result<ExitCode> {
    let at = &linli.at;
    language().speak(|| match linli.verb {
        Verb::Init { street } => fill::init(at, &street),
        Verb::Serve(listen) => serve::serve(&at.open()?, listen, at),
        Verb::Demo { members, no_serve, listen } => fill::demo(at, members, no_serve, listen),
        Verb::Import { files, yes, whole } => {
            let how = if whole {
                How::Whole
            } else if yes {
                How::RowByRow
            } else {
                How::Look
            };
            work::import(at, &files, how)
        }
        Verb::Plan { month, publish } => work::plan(at, &month, publish),
        Verb::Match { ask } => work::matching(at, ask),
        Verb::RollCall { files } => work::roll_call(at, &files),
        Verb::Close { month } => work::close(at, &month),
        Verb::Report { month, format, output } => work::report(at, &month, &format, output.as_deref()),
        Verb::Fill { form, on, whom, member, each, unmask, output } => {
            work::fill(at, &form, &output, work::Filling { on, whom, member, each, unmask })
        }
        Verb::Export { what: Exported::Members, unmask, format, output } => work::export(at, unmask.as_deref(), &format, output.as_deref()),
        Verb::User { act } => work::user(at, &act),
        Verb::Backup { output } => keep::backup(at, &output),
        Verb::Restore { archive } => keep::restore(at, &archive),
        Verb::Verify => keep::verify(at),
        Verb::Migrate => {
            let house = at.open()?;
            at.tell(&serde_json::json!({ "migrations": modules::MIGRATIONS.len() }), || {
                kernel::say!("数据库已是最新（{0} 个迁移）。", "The database is up to date ({0} migrations).", modules::MIGRATIONS.len())
            })?;
            drop(house);
            Ok(ExitCode::SUCCESS)
        }
    })
}

impl At {
    pub fn place(&self) -> Place {
        match &self.database_url {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::Sqlite(self.data.join("linli.db")),
        }
    }
    pub fn open(&self) -> Result<Arc<House>> {
        let readers = std::thread::available_parallelism().map_or(4, |n| n.get() * 2).clamp(4, 16);
        modules::open(Config { place: self.place(), dir: self.data.clone(), clock: Clock::real(), tenant: 1, readers })
    }
    /// The subtree that --org names.
    pub fn scope(&self, house: &Arc<House>) -> Result<Scope> {
        let Some(name) = self.org.clone() else { return Ok(Scope::ALL) };
        let found = house.read_as_system("command line", Scope::ALL, {
            let name = name.clone();
            move |cx| Org::named(cx, &name)
        })?;
        let org = found.ok_or_else(|| {
            Error::rule("no_such_organisation", format!("没有名为“{name}”的组织。"), format!("There is no organisation named “{name}”."))
        })?;
        Ok(Scope::Subtree(org.path))
    }
    /// Prints `report` as JSON, or `words` for a person.
    pub fn tell(&self, report: &impl Serialize, words: impl FnOnce() -> String) -> Result<()> {
        if self.json {
            println!("{}", serde_json::to_string(report)?);
        } else {
            println!("{}", words());
        }
        Ok(())
    }
}

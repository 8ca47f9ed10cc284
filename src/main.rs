//! `linli`: one binary. Each verb stands in `commands`; what it does stands in the modules.

use clap::Parser;
use linli::commands::{Linli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LINLI_LOG").unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Linli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("linli: {}", linli::commands::sentence(&error));
            ExitCode::FAILURE
        }
    }
}

//! `linli serve`: one line when ready, a clean stop on SIGTERM.

use super::At;
use crate::accounts;
use kernel::{House, Result, say, server};
use std::{process::ExitCode, sync::Arc};
use tokio::signal::unix::{SignalKind, signal};

#[derive(clap::Args)]
pub struct Listen {
    /// Address and port
    #[arg(long, env = "LINLI_LISTEN", default_value = "127.0.0.1:8420")]
    pub listen: String,
}

pub fn serve(house: &Arc<House>, listen: Listen, at: &At) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let worker = house.start_work()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(&listen.listen).await?;
        let base = format!("http://{}", listener.local_addr()?);
        if let Some(link) = accounts::cli::setup_link(house, &base)? {
            println!(
                "{}",
                say!(
                    "首次使用：请打开这个一次性链接，建立第一个账号\n  {link}",
                    "First start: open this one-time link to make the first account\n  {link}"
                )
            );
        }
        at.tell(&serde_json::json!({ "ready": base }), || say!("邻里已就绪：{base}", "Linli is ready at {base}"))?;
        let mut term = signal(SignalKind::terminate())?;
        let stop = async move {
            tokio::select! { _ = term.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
        };
        server::serve(house.clone(), listener, stop).await
    });
    house.stop_work();
    _ = worker.join();
    served.map(|()| ExitCode::SUCCESS)
}

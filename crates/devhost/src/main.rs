//! The app served to a browser on loopback, for development and tests. Never shipped: a browser
//! keeps more than a window of ours would.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod desk;
mod door;
mod events;
mod files;
mod http;
mod policy;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Parser;
use escale_host::host::HostOptions;
use escale_host::{host, paths};

use crate::events::Listeners;

/// Its entries in the keyring are not the desktop's.
const SERVICE: &str = "escale-devhost";

#[derive(Debug, Parser)]
#[command(about = "Escale in a browser, for development and tests")]
struct Options {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// The screens, as built.
    #[arg(long, default_value = "ui/dist")]
    ui: PathBuf,
    /// Where to listen: a loopback address.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Do without the system's keyring.
    #[arg(long)]
    no_keyring: bool,
}

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    let options = Options::parse();
    anyhow::ensure!(
        options.listen.ip().is_loopback(),
        "{} is not a loopback address",
        options.listen
    );
    paths::ensure_private(&options.data)
        .with_context(|| format!("cannot use {}", options.data.display()))?;
    let listeners = Arc::new(Listeners::default());
    let running = host::open(
        HostOptions {
            app: escale_app::Options::new(options.data, env!("CARGO_PKG_VERSION")),
            keyring: (!options.no_keyring).then(|| SERVICE.to_owned()),
        },
        Arc::new(desk::Browsers(Arc::clone(&listeners))),
    )?;
    let served = Arc::new(http::Host {
        desk: running,
        listeners,
        ui: options.ui,
    });
    tokio::runtime::Runtime::new()?.block_on(serve(served, options.listen))
}

async fn serve(served: Arc<http::Host<host::Host>>, listen: SocketAddr) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen at {listen}"))?;
    let here = listener.local_addr()?;
    let routes = http::routes(served, here)?;
    let told = serde_json::json!({ "url": format!("http://{here}/") });
    writeln!(std::io::stdout(), "{told}")?;
    tokio::select! {
        done = axum::serve(listener, routes).into_future() => done?,
        // Listeners of events would hold a graceful end for ever.
        told = told_to_end() => told?,
    }
    Ok(())
}

#[cfg(unix)]
async fn told_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminated.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

#[cfg(not(unix))]
async fn told_to_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

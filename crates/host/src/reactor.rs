//! The one small asynchronous runtime of a host, for the network only.
//!
//! Work is spawned on it and its result awaited on an ordinary channel, so that a blocking call
//! is safe from any thread, a thread of another runtime included.

use std::future::Future;
use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};

/// Why the runtime could not be made.
pub(crate) type ReactorError = std::io::Error;

/// A runtime of one worker thread.
#[derive(Debug)]
pub(crate) struct Reactor(Option<Runtime>);

impl Reactor {
    /// Starts the worker thread.
    pub(crate) fn start() -> Result<Self, ReactorError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("escale-network")
            .enable_all()
            .build()?;
        Ok(Self(Some(runtime)))
    }

    /// Runs `work` on the runtime and blocks this thread until its result. `None` when the
    /// runtime is ending or the work panicked.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let (result, wait) = mpsc::sync_channel(1);
        self.spawn(async move {
            // Nobody waits any more only when the caller's thread is gone.
            let _ = result.send(work.await);
        });
        wait.recv().ok()
    }

    /// Runs `work` on the runtime, without waiting.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.0 {
            drop(runtime.spawn(work));
        }
    }
}

impl Drop for Reactor {
    /// Never waits: a request under way must not hold the program's end, and waiting would panic
    /// on a thread of another runtime.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

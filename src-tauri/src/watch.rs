//! Closes the notebook when nobody is in front of it: idle for too long, the computer slept, or
//! the session ends.
//!
//! How long is too long is the application's business; here is only the watch that looks at it.

use std::thread;
use std::time::Duration;

use tauri::AppHandle;

use crate::notebook::Notebook;
use crate::platform;

/// Between two looks.
const TURN: Duration = Duration::from_secs(5);

/// A look that comes this late means that the computer slept in between.
const SLEPT: Duration = Duration::from_secs(30);

/// Starts the two watches.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn start(notebook: Notebook) -> std::io::Result<()> {
    let sleeper = notebook.clone();
    thread::Builder::new()
        .name("escale-sleep".to_owned())
        .spawn(move || {
            platform::before_sleep(|| sleeper.lock());
        })?;
    thread::Builder::new()
        .name("escale-idle".to_owned())
        .spawn(move || {
            let mut seen = platform::uptime();
            loop {
                thread::sleep(TURN);
                let now = platform::uptime();
                if slept(seen, now) {
                    notebook.lock();
                }
                notebook.lock_when_idle();
                seen = now;
            }
        })?;
    Ok(())
}

/// Ends the program as its window does when the session ends: the notebook is closed first.
#[cfg(unix)]
pub(crate) fn end_with_session(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => {
                asked.recv().await;
                app.exit(0);
            }
            Err(error) => tracing::warn!(%error, "no notice of the session's end"),
        }
    });
}

/// Windows closes the window itself.
#[cfg(not(unix))]
pub(crate) fn end_with_session(_app: AppHandle) {}

fn slept(before: Duration, now: Duration) -> bool {
    now.saturating_sub(before) >= SLEPT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_look_means_sleep_and_a_busy_computer_does_not() {
        let start = Duration::from_secs(1000);
        assert!(!slept(start, start + TURN));
        assert!(!slept(start, start + TURN * 2));
        assert!(slept(start, start + Duration::from_secs(3600)));
        assert!(
            !slept(start, start - TURN),
            "a clock that goes back is no sleep"
        );
    }
}

//! The thread that exchanges with the server while the person works.
//!
//! It sleeps until the app says an exchange is due or somebody rings; it never polls. A ring
//! during an exchange is not lost: the loop goes round again. The lock is never held during an
//! exchange, so ringing never blocks.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What the thread does, and when.
pub trait Exchange: Send + Sync + 'static {
    /// How long until the next exchange is due; zero when it is due now.
    fn due(&self) -> Duration;
    /// One exchange, from beginning to end. Blocking.
    fn once(&self);
}

/// Rouses the thread. Cheap to clone; ringing twice is ringing once.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Rung>);

#[derive(Debug, Default)]
struct Rung {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    rung: bool,
    ended: bool,
}

impl Bell {
    /// Asks the thread to look again at what is due.
    pub fn ring(&self) {
        self.change(|state| state.rung = true);
    }

    fn end(&self) {
        self.change(|state| state.ended = true);
    }

    fn change(&self, how: impl FnOnce(&mut State)) {
        how(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.notify_all();
    }

    /// Sleeps until rung or for at most `limit`.
    fn wait(&self, limit: Duration) -> Waking {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut state, _) = self
            .0
            .changed
            .wait_timeout_while(state, limit, |state| !state.rung && !state.ended)
            .unwrap_or_else(PoisonError::into_inner);
        if state.ended {
            return Waking::End;
        }
        if std::mem::take(&mut state.rung) {
            Waking::Rung
        } else {
            Waking::Due
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waking {
    Rung,
    Due,
    End,
}

/// The running thread. Dropping it asks the thread to end after the exchange under way, without
/// waiting for it: a dead network must not hold the program's end.
#[derive(Debug)]
pub struct Background {
    bell: Bell,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(work: Arc<dyn Exchange>, bell: Bell) -> std::io::Result<Self> {
        let heard = bell.clone();
        let thread = thread::Builder::new()
            .name("escale-exchange".to_owned())
            .spawn(move || {
                loop {
                    match heard.wait(work.due()) {
                        Waking::End => return,
                        // Something changed: what is due must be asked again.
                        Waking::Rung => {}
                        Waking::Due => work.once(),
                    }
                }
            })?;
        Ok(Self {
            bell,
            thread: Some(thread),
        })
    }

    /// Ends the thread and waits for the exchange under way, if any.
    pub fn join(mut self) {
        self.bell.end();
        if let Some(thread) = self.thread.take() {
            // A panic there has already been reported by the thread itself.
            let _ = thread.join();
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.bell.end();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;

    use super::*;

    /// Due only when asked for; tells each exchange.
    struct OnDemand {
        due: AtomicBool,
        done: mpsc::SyncSender<()>,
    }

    impl Exchange for OnDemand {
        fn due(&self) -> Duration {
            if self.due.load(Ordering::SeqCst) {
                Duration::ZERO
            } else {
                Duration::from_secs(3600)
            }
        }

        fn once(&self) {
            self.due.store(false, Ordering::SeqCst);
            self.done.send(()).unwrap();
        }
    }

    #[test]
    fn rung_it_looks_again_and_ended_it_ends() {
        let (done, told) = mpsc::sync_channel(0);
        let work = Arc::new(OnDemand {
            due: AtomicBool::new(true),
            done,
        });
        let bell = Bell::default();
        let background = Background::spawn(work.clone(), bell.clone()).unwrap();
        told.recv().unwrap();
        for _ in 0..3 {
            work.due.store(true, Ordering::SeqCst);
            bell.ring();
            told.recv().unwrap();
        }
        background.join();
        assert!(told.try_recv().is_err(), "an exchange that was not due");
    }

    #[test]
    fn a_ring_before_the_wait_is_heard() {
        let bell = Bell::default();
        bell.ring();
        bell.ring();
        assert_eq!(bell.wait(Duration::from_secs(3600)), Waking::Rung);
        assert_eq!(bell.wait(Duration::ZERO), Waking::Due);
        bell.end();
        assert_eq!(bell.wait(Duration::from_secs(3600)), Waking::End);
    }
}

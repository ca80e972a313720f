//! What the app tells the screens, as server-sent events.
//!
//! A screen that cannot keep up is hung up on: it connects again and asks anew.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::response::sse::Event as Sent;
use futures_core::Stream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Events a screen may be late by.
const LATE: usize = 256;

/// Those who listen.
#[derive(Debug, Default)]
pub(crate) struct Listeners(Mutex<Vec<Sender<String>>>);

impl Listeners {
    /// One more listener.
    pub(crate) fn listen(&self) -> Listening {
        let (send, receive) = channel(LATE);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(send);
        Listening(receive)
    }

    /// Tells everybody one event, written in JSON.
    pub(crate) fn tell(&self, event: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|listener| listener.try_send(event.to_owned()).is_ok());
    }
}

/// The events of one listener.
#[derive(Debug)]
pub(crate) struct Listening(Receiver<String>);

impl Stream for Listening {
    type Item = Result<Sent, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .poll_recv(context)
            .map(|event| event.map(|json| Ok(Sent::default().data(json))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leaves_or_lags_is_forgotten() {
        let listeners = Listeners::default();
        let gone = listeners.listen();
        drop(gone);
        let mut slow = listeners.listen();
        for _ in 0..=LATE {
            listeners.tell("{}");
        }
        assert!(listeners.0.lock().unwrap().is_empty());
        let mut heard = 0;
        while slow.0.try_recv().is_ok() {
            heard += 1;
        }
        assert_eq!(heard, LATE);
    }
}

//! Hints that the network may have changed.
//!
//! Only ever a reason to try sooner: whether there is a network is known by talking to the
//! server. A computer that gives no hints is served by the timer, so no failure here matters.

use std::future::poll_fn;

use if_watch::IfEvent;
use if_watch::tokio::IfWatcher;

use crate::reactor::Reactor;

/// Calls `on_change` each time an address is added, the ones present at the start included.
/// Addresses that go away are not told: losing a network is no reason to try.
pub(crate) fn watch(reactor: &Reactor, on_change: impl Fn() + Send + 'static) {
    reactor.spawn(async move {
        let mut watcher = match IfWatcher::new() {
            Ok(watcher) => watcher,
            Err(error) => {
                tracing::debug!(kind = ?error.kind(), "no hints about the network");
                return;
            }
        };
        while let Ok(event) = poll_fn(|context| watcher.poll_if_event(context)).await {
            if let IfEvent::Up(address) = event
                && !address.addr().is_loopback()
            {
                on_change();
            }
        }
    });
}

//! Carries one connection through the weather of the moment.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::{Shared, Weather};

/// Bytes read at once.
const PIECE: usize = 8 * 1024;

/// Pieces on their way in one direction: what a slow or late line holds.
const HELD: usize = 64;

/// One connection, from its acceptance to its end or its cut.
pub(super) async fn carry(
    mut near: TcpStream,
    shared: &Shared,
    weather: watch::Receiver<Weather>,
    order: u64,
) {
    let to = *shared.to.lock().unwrap_or_else(PoisonError::into_inner);
    let mut watched = weather.clone();
    let clear = async { watched.wait_for(|weather| weather.cut).await.map(|_| ()) };
    let Ok(mut far) = (tokio::select! {
        biased;
        _ = clear => {
            let _ = near.set_zero_linger();
            return;
        }
        far = TcpStream::connect(to) => far,
    }) else {
        // The server is not there: the caller sees what it would see without the line.
        let _ = near.set_zero_linger();
        return;
    };
    let _ = near.set_nodelay(true);
    let _ = far.set_nodelay(true);

    let budget = Budget {
        order,
        passed: Mutex::new(0),
    };
    let cut = {
        let (near_read, near_write) = near.split();
        let (far_read, far_write) = far.split();
        let up = direction(near_read, far_write, &shared.up, &budget, weather.clone());
        let down = direction(far_read, near_write, &shared.down, &budget, weather.clone());
        let mut watched = weather.clone();
        tokio::select! {
            biased;
            _ = watched.wait_for(|weather| weather.cut) => true,
            ended = async { tokio::try_join!(up, down) } => ended.is_err(),
        }
    };
    if cut && weather.borrow().reset {
        let _ = near.set_zero_linger();
        let _ = far.set_zero_linger();
    }
}

/// What a connection may still carry, both directions together.
struct Budget {
    order: u64,
    passed: Mutex<u64>,
}

impl Budget {
    /// Takes as much of `wanted` as the weather allows; the rest will never pass.
    fn take(&self, wanted: usize, weather: &Weather) -> usize {
        let limit = weather.limit(self.order);
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let granted = limit.saturating_sub(*passed).min(wanted as u64);
        *passed += granted;
        usize::try_from(granted).unwrap_or(wanted)
    }
}

/// One direction until its end. An error is a cut.
async fn direction(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    counter: &AtomicU64,
    budget: &Budget,
    mut weather: watch::Receiver<Weather>,
) -> io::Result<()> {
    let (send, mut held) = mpsc::channel::<(Instant, Vec<u8>)>(HELD);
    let late = weather.clone();
    let read = async move {
        let mut buffer = vec![0; PIECE];
        loop {
            let read = from.read(&mut buffer).await?;
            let due = Instant::now() + Duration::from_millis(late.borrow().delay_ms);
            // An empty piece is the end of the stream, as late as the rest.
            let piece = buffer.get(..read).unwrap_or_default().to_vec();
            if send.send((due, piece)).await.is_err() || read == 0 {
                return Ok(());
            }
        }
    };
    let write = async {
        while let Some((due, piece)) = held.recv().await {
            sleep_until(due).await;
            if piece.is_empty() {
                return to.shutdown().await;
            }
            let mut rest = piece.as_slice();
            while !rest.is_empty() {
                let now = *weather.borrow_and_update();
                let Some(step) = step(now.bytes_per_second, rest.len()) else {
                    // Starved until the weather changes; the line's end is an end too.
                    weather.changed().await.map_err(io::Error::other)?;
                    continue;
                };
                let granted = budget.take(step, &now);
                let (passing, left) = rest.split_at(granted.min(rest.len()));
                // Before it is let through: whoever has heard it finds it counted.
                counter.fetch_add(granted as u64, Ordering::SeqCst);
                to.write_all(passing).await?;
                if granted < step {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                rest = left;
                if let Some(speed) = now.bytes_per_second {
                    sleep(Duration::from_secs_f64(granted as f64 / speed as f64)).await;
                }
            }
        }
        Ok(())
    };
    let ((), ()) = tokio::try_join!(read, write)?;
    Ok(())
}

/// How many bytes to let through before looking at the weather again; none when starved.
fn step(bytes_per_second: Option<u64>, wanted: usize) -> Option<usize> {
    match bytes_per_second {
        None => Some(wanted),
        Some(0) => None,
        // Ten steps a second look like a slow line, not like a line that stops and starts.
        Some(speed) => Some(
            usize::try_from((speed / 10).max(1))
                .unwrap_or(wanted)
                .min(wanted),
        ),
    }
}

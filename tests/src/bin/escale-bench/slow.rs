//! Slow lines, with TLS, through our own proxy: thirty sessions on a bad telephone, what is sent
//! again when the line is cut, and a second laptop for somebody with a long past.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use escale_store::slots::KdfCost;
use escale_store::sync::OutboxRow;
use escale_sync::clock::Clock;
use escale_sync::merge::RowState;
use escale_sync::op::{Chain, Op, kind};
use escale_testkit::central::Central;
use escale_testkit::laptop::{Laptop, PASSPHRASE};
use escale_testkit::line::{Line, Weather};
use serde_json::json;

use crate::career::Dice;
use crate::desk::Desk;
use crate::exchange;
use crate::measure::{Figure, Limit, Samples, Unit, ms};

/// 64 kbit/s, and half of 800 ms each way.
const TELEPHONE: Weather = Weather {
    cut: false,
    cut_after_bytes: None,
    storm: None,
    delay_ms: 400,
    bytes_per_second: Some(8_000),
    reset: false,
};
/// 5 Mbit/s, and half of 50 ms each way.
const HALL: Weather = Weather {
    delay_ms: 25,
    bytes_per_second: Some(625_000),
    ..TELEPHONE
};
const THIRTY: usize = 30;
/// The least that the past of the second laptop must hold, rows.
const ROWS: usize = 100_000;
const AT_ONCE: usize = 2_000;

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let mut figures = thirty(desk)?;
    figures.extend(bootstrap(desk)?);
    Ok(figures)
}

fn enrolled(
    desk: &Desk,
    central: &Central,
    adviser: &str,
    line: &Line,
    name: &str,
) -> Result<Laptop> {
    let folder = desk.folder().join(name);
    let laptop = Laptop::at(desk.world(), &folder, PASSPHRASE, KdfCost::test())?;
    laptop.enrol(&central.code(adviser, line.address())?, name)?;
    Ok(laptop)
}

/// A day's work leaves by a bad telephone: nothing is open, nothing is known of the server.
fn thirty(desk: &Desk) -> Result<Vec<Figure>> {
    let central = Central::start(desk.world())?;
    let line = Line::start(central.address())?;
    let team = central.team("Itinérance nord")?;
    let adviser = central.adviser(&team, "Camille Exemple")?;
    let laptop = enrolled(desk, &central, &adviser, &line, "telephone")?;
    laptop.exchange_until_quiet()?;
    let mut dice = Dice::new(64);
    let mut times = Samples::default();
    for round in 0..3 {
        for n in 0..THIRTY {
            exchange::usual(&laptop, &mut dice, n % 10)?;
            desk.world().pass_ms(50_000);
        }
        // The token has run out, and the connection is long gone.
        desk.world().pass(20);
        line.set(Weather::no_network());
        line.set(TELEPHONE);
        times.push(ms(|| {
            let state = laptop.exchange()?;
            ensure!(state.pending == 0, "round {round}: {state:?}");
            Ok(())
        })?);
        line.set(Weather::fair());
    }
    // Cut every so many bytes: what is asked again is at most the batch that was under way.
    for n in 0..300 {
        exchange::usual(&laptop, &mut dice, n % 10)?;
    }
    let whole = laptop.sync_state()?.pending;
    line.set(Weather::no_network());
    let before = line.counts();
    let (mut cuts, mut left) = (0_u32, whole);
    for round in 0..400_u64 {
        line.set(Weather::stormy(round, 4_000, 60_000));
        laptop.exchange_when_due();
        let state = laptop.sync_state()?;
        if state.pending == left && left > 0 {
            cuts += 1;
        }
        left = state.pending;
        line.set(Weather::no_network());
        if left == 0 {
            break;
        }
    }
    line.set(Weather::fair());
    ensure!(left == 0, "still {left} to send");
    let carried = (line.counts().up - before.up) as f64;
    Ok(vec![
        Figure::new(
            "thirty sessions, 64 kbit/s, 800 ms round trip, TLS, from no connection: ms",
            Unit::Ms,
            times,
            Limit::Median(6_000.0),
        ),
        Figure::new(
            "300 sessions through a line cut every 4 to 60 kB: bytes sent, all cuts included",
            Unit::Bytes,
            Samples::of(carried),
            Limit::None,
        ),
        Figure::new(
            "… cuts that lost an exchange",
            Unit::Count,
            Samples::of(f64::from(cuts)),
            Limit::None,
        ),
    ])
}

/// A second laptop for somebody with a long past, by the Wi-Fi of a town hall.
fn bootstrap(desk: &Desk) -> Result<Vec<Figure>> {
    let mut central = Central::start(desk.world())?;
    let line = Line::start(central.address())?;
    let team = central.team("Itinérance nord")?;
    let adviser = central.adviser(&team, "Camille Exemple")?;
    let rows = past(desk, &central, &line, &adviser)?;
    ensure!(rows >= ROWS, "only {rows} rows");
    // Cold: nothing is in memory, and the snapshot is not made.
    central.restart()?;
    let laptop = enrolled(desk, &central, &adviser, &line, "second")?;
    let before = line.counts();
    line.set(HALL);
    let began = Instant::now();
    // Looked at as the screens look: an exchange takes as much as comes.
    let recent = Arc::new(AtomicU64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let watcher = std::thread::spawn({
        let (app, recent, over) = (
            Arc::clone(laptop.app()),
            Arc::clone(&recent),
            Arc::clone(&over),
        );
        move || {
            while !over.load(Ordering::SeqCst) && recent.load(Ordering::SeqCst) == 0 {
                let state = escale_app::exchange::state(&app, ());
                if state.is_ok_and(|state| state.arriving.is_some_and(|on| on.recent)) {
                    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                    recent.store(ms, Ordering::SeqCst);
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    });
    laptop.exchange_until_quiet()?;
    let all = began.elapsed();
    let carried = (line.counts().down - before.down) as f64;
    over.store(true, Ordering::SeqCst);
    ensure!(watcher.join().is_ok(), "the watcher fell");
    let held = laptop.records()?.len();
    ensure!(held == rows, "{held} rows of {rows}");
    let recent = recent.load(Ordering::SeqCst);
    ensure!(recent > 0, "the recent part was never there alone");
    Ok(vec![
        Figure::new(
            "a second laptop, 5 Mbit/s, 50 ms, TLS: rows",
            Unit::Count,
            Samples::of(rows as f64),
            Limit::None,
        ),
        Figure::new(
            "… until people, places and the last twelve months are in (the snapshot made meanwhile)",
            Unit::Ms,
            Samples::of(recent as f64),
            Limit::Median(15_000.0),
        ),
        Figure::new(
            "… until all is in",
            Unit::Ms,
            Samples::of(all.as_secs_f64() * 1000.0),
            Limit::Median(60_000.0),
        ),
        Figure::new(
            "… bytes received",
            Unit::Bytes,
            Samples::of(carried),
            Limit::Median(12.0 * 1024.0 * 1024.0),
        ),
    ])
}

/// Sends the server the past of a career, as a first laptop would have: by its outbox.
fn past(desk: &Desk, central: &Central, line: &Line, adviser: &str) -> Result<usize> {
    let records = desk.career()?.records()?;
    let first = enrolled(desk, central, adviser, line, "first")?;
    let scope = format!("adv:{adviser}");
    let (mut chain, mut q) = (Chain::default(), 0);
    let mut clock = Clock::default();
    for some in records.chunks(AT_ONCE) {
        first.alter(|tx| {
            for (table, row, _, _, state) in some {
                q += 1;
                let op = written(&scope, adviser, table, row, state, q)?;
                clock.see(op.h, op.h.ms());
                let body = op.canonical()?;
                chain = chain.then(&body);
                tx.outbox_push(&OutboxRow {
                    q,
                    txn: q,
                    scope: scope.clone(),
                    table: table.clone(),
                    row: row.clone(),
                    body: String::from_utf8_lossy(&body).into_owned(),
                    chain: chain.0,
                    stamp: op.h.0,
                    seq: None,
                    recorded_at_ms: 0,
                })?;
            }
            let pen = json!({"q": q + 1, "x": q + 1, "chain": chain, "clock": clock});
            tx.set_meta_text("pen", &pen.to_string())
        })?;
    }
    let state = first.exchange_until_quiet()?;
    ensure!(state.pending == 0, "{state:?}");
    Ok(records.len())
}

/// The one operation that a record of the career is made of, for another adviser.
fn written(
    scope: &str,
    adviser: &str,
    table: &str,
    row: &str,
    state: &str,
    q: u64,
) -> escale_store::Result<Op> {
    let state: RowState = serde_json::from_str(state)?;
    let mut f = BTreeMap::new();
    for (name, register) in &state.fields {
        if let Some((_, value)) = state.shown(register) {
            f.insert(name.clone(), value.clone());
        }
    }
    for (name, elements) in &state.sets {
        let added: Vec<&String> = elements.added.keys().collect();
        f.insert(name.clone(), json!({"+": added}));
    }
    Ok(Op {
        q,
        x: q,
        s: scope.to_owned(),
        t: table.to_owned(),
        r: row.to_owned(),
        k: kind::PUT.to_owned(),
        f,
        b: BTreeMap::new(),
        h: state.span().1,
        v: escale_sync::SCHEMA,
        a: adviser.to_owned(),
        n: format!("{q:016x}"),
        more: BTreeMap::new(),
    })
}

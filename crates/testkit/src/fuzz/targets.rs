//! The decoders.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::io::{Cursor, Write as _};
use std::str::FromStr;

use anyhow::{Context as _, Result, ensure};
use escale_app::api::failure::FailureCode;
use escale_sync::client::{Answer, ScopeState, Verdict, apply_page, is_whole, judge};
use escale_sync::clock::Hlc;
use escale_sync::enrolment::EnrolmentCode;
use escale_sync::erasure::emptied;
use escale_sync::memory::MemoryLog;
use escale_sync::merge::RowState;
use escale_sync::op::{Chain, Dot, Op, TO};
use escale_sync::parcel::Parcel;
use escale_sync::server::{self, Context};
use escale_sync::snapshot::{Line, Offer};
use escale_sync::wire::{EnrolAnswer, Named, OrderDone, Page, Problem, SyncRequest, SyncResponse};
use escale_sync::{MEDIA_TYPE, clock};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Ground;
use super::orders::{order_text, parcel_file};
use super::replica::MemoryReplica;

/// A decoder.
pub struct Target {
    /// Its name, and its folder in the corpus.
    pub name: &'static str,
    /// Inputs of its corpus need not be understood.
    pub foreign: bool,
    /// Slow: a tenth of the inputs is a fair share.
    pub slow: bool,
    /// Reads an input; whether it was understood.
    pub(super) run: fn(&mut Ground, &[u8]) -> Result<bool>,
}

impl Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const fn target(name: &'static str, run: fn(&mut Ground, &[u8]) -> Result<bool>) -> Target {
    Target {
        name,
        foreign: false,
        slow: false,
        run,
    }
}

const fn slow(name: &'static str, run: fn(&mut Ground, &[u8]) -> Result<bool>) -> Target {
    Target {
        name,
        foreign: false,
        slow: true,
        run,
    }
}

/// All of them.
pub const TARGETS: &[Target] = &[
    target("sync-request", request),
    target("sync-response", response),
    target("operation", operation),
    target("row-state", row_state),
    target("snapshot-line", snapshot_line),
    target("snapshot-offer", snapshot_offer),
    target("problem", problem),
    target("enrol-answer", enrol_answer),
    target("enrolment-code", |_, input| text::<EnrolmentCode>(input)),
    target("stamp", |_, input| text::<Hlc>(input)),
    target("dot", |_, input| text::<Dot>(input)),
    target("recovery-secret", recovery_secret),
    target("order", order_text),
    target("order-done", |_, input| {
        Ok(again::<OrderDone>(input)?.is_some())
    }),
    target("parcel", parcel_file),
    target("parcel-content", |_, input| {
        Ok(again::<Parcel>(input)?.is_some())
    }),
    slow("key-slots", key_slots),
    slow("server-copy", server_copy),
    slow("workbook", workbook),
    slow("worksheet", worksheet),
    slow("places-csv", places),
    // The identifiers of the corpus are of another laptop.
    Target {
        foreign: true,
        ..slow("command", command)
    },
    // So are its scopes.
    Target {
        foreign: true,
        ..slow("answer", answer)
    },
    Target {
        foreign: true,
        ..slow("http", http)
    },
];

/// What can be read can be written and read again to the same.
pub(super) fn again<T: DeserializeOwned + Serialize + PartialEq>(
    input: &[u8],
) -> Result<Option<T>> {
    let Ok(read) = serde_json::from_slice::<T>(input) else {
        return Ok(None);
    };
    let written = serde_json::to_vec(&read).context("what was read cannot be written")?;
    let same: T = serde_json::from_slice(&written).context("what was written cannot be read")?;
    ensure!(same == read, "written and read again it is something else");
    Ok(Some(read))
}

fn text<T: FromStr + Display + PartialEq>(input: &[u8]) -> Result<bool> {
    let Ok(read) = String::from_utf8_lossy(input).parse::<T>() else {
        return Ok(false);
    };
    let same = read.to_string().parse::<T>();
    ensure!(
        same.is_ok_and(|same| same == read),
        "written and read again it is something else"
    );
    Ok(true)
}

/// The server's engine, given what it could read, twice: the second time changes nothing.
fn request(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let Some(request) = again::<SyncRequest>(input)? else {
        return Ok(false);
    };
    let scopes: BTreeSet<String> = request
        .push
        .iter()
        .flat_map(|push| &push.ops)
        .map(|op| op.s.clone())
        .chain(request.pull.iter().map(|cursor| cursor.s.clone()))
        .take(50)
        .collect();
    let adviser = request
        .push
        .iter()
        .flat_map(|push| &push.ops)
        .map(|op| op.a.clone())
        .next();
    // Where a move may go, so that it is carried out.
    let colleagues = request
        .push
        .iter()
        .flat_map(|push| &push.ops)
        .filter_map(|op| op.f.get(TO)?.as_str()?.strip_prefix("adv:"))
        .take(50)
        .map(|id| Named {
            id: id.to_owned(),
            name: id.to_owned(),
        })
        .collect();
    let context = Context {
        device: "d".into(),
        adviser: adviser.unwrap_or_default(),
        scopes,
        colleagues,
        epoch: request.epoch.clone(),
        rx_ms: 1_790_000_000_000,
        next_poll: 300,
        snapshot_from: u64::MAX,
    };
    let mut log = MemoryLog::default();
    let (first, entries) = (
        server::sync(&mut log, &context, &request)?,
        log.entries.clone(),
    );
    let _ = server::sync(&mut log, &context, &request)?;
    ensure!(
        log.entries == entries,
        "the same request again changed the log"
    );
    if let Ok(answered) = first {
        let mut replica = MemoryReplica::default();
        for page in &answered.pull {
            if page.from == 0 {
                apply_page(&mut replica, "another", page, true)?;
            }
        }
        let bytes = serde_json::to_vec(&answered)?;
        let same: SyncResponse = serde_json::from_slice(&bytes)?;
        ensure!(same == answered, "our own answer cannot be read back");
    }
    Ok(true)
}

/// The laptop's engine, given an answer that says it is ours.
fn response(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let answer = Answer {
        status: 200,
        content_type: Some(MEDIA_TYPE.into()),
        echo: Some("n".into()),
        retry_after: None,
        body: input.to_vec(),
    };
    let Verdict::Ours(response) = judge::<SyncResponse>(&answer, "n", is_whole) else {
        return Ok(false);
    };
    again::<SyncResponse>(input)?;
    let mut replica = MemoryReplica::default();
    for page in &response.pull {
        ensure!(
            page.ops.len() < 1_000_000,
            "a page larger than its bytes can be"
        );
        let before = replica.scopes.get(&page.s).copied().unwrap_or_default();
        match apply_page(&mut replica, "reader", page, true) {
            Ok(_) => again_page(page)?,
            // Refused before anything was written.
            Err(_) => ensure!(
                replica.scopes.get(&page.s).copied().unwrap_or_default() == before,
                "a refused page moved the cursor"
            ),
        }
    }
    for state in replica.rows.values() {
        let written = serde_json::to_vec(state)?;
        ensure!(
            serde_json::from_slice::<RowState>(&written)? == *state,
            "a row is not kept"
        );
    }
    let mut clock = clock::Clock::default();
    clock.learn(0, u64::MAX / 4, response.time);
    clock.tick(1_790_000_000_000);
    Ok(true)
}

/// A line of a snapshot, taken by a laptop that has nothing, then again: the same rows, and the
/// sum of the scope is theirs.
fn snapshot_line(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let Some(line) = Line::read(input) else {
        return Ok(false);
    };
    let written = serde_json::to_vec(&line)?;
    let same = Line::read(&written).context("what was written cannot be read")?;
    ensure!(same == line, "written and read again it is something else");
    let mut replica = MemoryReplica::default();
    let mut scope = ScopeState::default();
    let rows = line.rows.len() as u64;
    let taken = line.apply(&mut replica, "reader", "adv:a", &mut scope)?;
    ensure!(taken == rows, "{taken} rows taken of {rows}");
    let (first, sum) = (replica.rows.clone(), scope.sum);
    let all = first
        .iter()
        .map(|((table, row), state)| state.sum(table, row));
    ensure!(
        all.fold(0, u128::wrapping_add) == sum,
        "the sum is not that of the rows"
    );
    // A move among the entries may take a row away; what comes after it puts it back.
    same.apply(&mut replica, "reader", "adv:a", &mut scope)?;
    ensure!(replica.rows == first, "taken again it is something else");
    ensure!(scope.sum == sum, "taken again it counts for something else");
    Ok(true)
}

/// What a server offers.
fn snapshot_offer(_: &mut Ground, input: &[u8]) -> Result<bool> {
    Ok(again::<Offer>(input)?.is_some())
}

fn again_page(page: &Page) -> Result<()> {
    let bytes = serde_json::to_vec(page)?;
    ensure!(
        serde_json::from_slice::<Page>(&bytes)? == *page,
        "a page is not itself"
    );
    Ok(())
}

fn operation(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let Some(op) = again::<Op>(input)? else {
        return Ok(false);
    };
    // The chain of both sides is made of these bytes: they must survive the journey.
    let bytes = op.canonical()?;
    let same: Op = serde_json::from_slice(&bytes)?;
    ensure!(
        same == op && same.canonical()? == bytes,
        "the canonical bytes do not survive"
    );
    let chain = Chain::default().then(&bytes);
    let written = serde_json::to_vec(&chain)?;
    ensure!(
        serde_json::from_slice::<Chain>(&written)? == chain,
        "a chain is not itself"
    );
    if let Some(erasing) = op.erasing() {
        let said = Op {
            f: erasing.fields(),
            ..op.clone()
        };
        ensure!(
            said.erasing() == Some(erasing),
            "an erasure is not what it says"
        );
    }
    let left = emptied(&op, None, "e").linked(chain);
    ensure!(left.f.is_empty() && left.b.is_empty(), "a body is left");
    ensure!(
        left.chain_after(Chain::default())? == chain,
        "an emptied body breaks the chain"
    );
    let mut state = RowState::default();
    state.apply("d", &op, op.h);
    let (once, sum) = (state.clone(), state.sum(&op.t, &op.r));
    state.apply("d", &op, op.h);
    ensure!(
        state == once && state.sum(&op.t, &op.r) == sum,
        "twice is not once"
    );
    row(&state)?;
    Ok(true)
}

fn row(state: &RowState) -> Result<()> {
    let written = serde_json::to_vec(state)?;
    let same: RowState = serde_json::from_slice(&written).context("a row cannot be read back")?;
    ensure!(same == *state, "a row is something else once kept");
    let _ = (
        state.values(),
        state.disputed(),
        state.span(),
        state.latest(),
    );
    Ok(())
}

fn row_state(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let Some(state) = again::<RowState>(input)? else {
        return Ok(false);
    };
    row(&state)?;
    let _ = state.sum("beneficiary", "r");
    Ok(true)
}

fn problem(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let Some(problem) = again::<Problem>(input)? else {
        return Ok(false);
    };
    let _ = (problem.code(), problem.number("last_q"));
    Ok(true)
}

fn enrol_answer(_: &mut Ground, input: &[u8]) -> Result<bool> {
    Ok(again::<EnrolAnswer>(input)?.is_some())
}

fn recovery_secret(_: &mut Ground, input: &[u8]) -> Result<bool> {
    use escale_server::RecoverySecret;
    let Ok(secret) = String::from_utf8_lossy(input).parse::<RecoverySecret>() else {
        return Ok(false);
    };
    let written = secret.written();
    let same: RecoverySecret = written.parse()?;
    ensure!(
        *same.written() == *written,
        "a secret is another once written"
    );
    Ok(true)
}

fn key_slots(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    let folder = ground.folder()?.path();
    for name in ["slots.json", "slots.copy.json"] {
        std::fs::write(folder.join(name), input)?;
    }
    Ok(escale_store::slots::Slots::load(folder).is_ok())
}

fn server_copy(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    let path = ground.folder()?.path().join("copy");
    std::fs::write(&path, input)?;
    Ok(escale_server::manifest(&path).is_ok())
}

fn workbook(_: &mut Ground, input: &[u8]) -> Result<bool> {
    use escale_export::people::{check, read};
    let Ok(rows) = read(input) else {
        return Ok(false);
    };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).context("a day")?;
    for row in &rows {
        let _ = check(row, today);
    }
    Ok(true)
}

/// The sheet of a workbook that is otherwise as it should be.
fn worksheet(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    workbook(ground, &book(input)?)
}

pub(super) fn book(sheet: &[u8]) -> Result<Vec<u8>> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &[u8]); 3] = [
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Bénéficiaires\" id=\"r1\"/></sheets></workbook>".as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, part) in parts {
        file.start_file(name, zip::write::SimpleFileOptions::default())?;
        file.write_all(part)?;
    }
    Ok(file.finish()?.into_inner())
}

fn places(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    let text = String::from_utf8_lossy(input);
    let asked = json!({"text": text, "departments": [], "update": true});
    foreseen(ground, "place_import_trial", asked)
}

/// A command: `{"name": …, "args": …}`.
fn command(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    /// What would end the session, or wait for the network.
    const NOT: [&str; 9] = [
        "lock",
        "unlock",
        "unlock_pin",
        "pin_set",
        "enrol",
        "sync_now",
        "practice_enter",
        "practice_leave",
        "passphrase_suggest",
    ];
    let Ok(Value::Object(mut asked)) = serde_json::from_slice::<Value>(input) else {
        return Ok(false);
    };
    let Some(Value::String(name)) = asked.remove("name") else {
        return Ok(false);
    };
    if NOT.contains(&name.as_str()) {
        return Ok(false);
    }
    foreseen(ground, &name, asked.remove("args").unwrap_or(Value::Null))
}

/// Carries out a command; nothing may be unforeseen.
fn foreseen(ground: &mut Ground, name: &str, args: Value) -> Result<bool> {
    match ground.pair()?.laptop.ask(name, args) {
        Ok(_) => Ok(true),
        Err(failure) => {
            ensure!(
                failure.code != FailureCode::Unexpected && failure.code != FailureCode::Damaged,
                "{name}: {:?} {:?}",
                failure.code,
                failure.params
            );
            Ok(false)
        }
    }
}

/// An answer to an exchange of the real application. Whatever it says, what was recorded stays.
fn answer(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    let pair = ground.pair()?;
    pair.switch.replace(input);
    let before = pair.laptop.sessions()?.len();
    let state = pair.laptop.exchange()?;
    ensure!(
        pair.laptop.sessions()?.len() >= before,
        "an answer took sessions away"
    );
    Ok(state.line == escale_app::api::sync::LineState::Online)
}

/// Bytes on the server's port.
fn http(ground: &mut Ground, input: &[u8]) -> Result<bool> {
    let pair = ground.pair()?;
    let status = pair.speak(input)?;
    ensure!(
        status.is_none_or(|status| status < 500 || matches!(status, 501 | 503 | 505)),
        "the server answered {status:?}"
    );
    Ok(status.is_some_and(|status| status < 400))
}

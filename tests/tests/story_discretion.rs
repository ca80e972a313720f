//! A marked person goes through a whole journey: her name is in no journal, no address, no file
//! of the laptop or of the server, and no byte on the line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use anyhow::Result;
use escale_testkit::detour::Detour;
use escale_testkit::folder::{holds, leaks};
use escale_testkit::forms;
use escale_testkit::laptop::{Laptop, PASSPHRASE};
use escale_tests::scene::Scene;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

const MARKS: [&str; 7] = [
    "Quetzalcanne",
    "Zéphyrinette",
    "39981357",
    "39 98 13 57",
    "zephyr.q",
    "pamplemousse",
    PASSPHRASE,
];

/// Everything that passes, kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn add(&self, bytes: &[u8]) {
        self.0.lock().unwrap().extend_from_slice(bytes);
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Passes connections on to the server and keeps what it hears.
fn tap(to: SocketAddr, heard: &Kept) -> Result<SocketAddr> {
    fn pass(mut from: TcpStream, mut to: TcpStream, heard: &Kept) {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            heard.add(&buffer[..read]);
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    }
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let heard = heard.clone();
    std::thread::spawn(move || {
        for caller in listener.incoming().map_while(Result::ok) {
            let Ok(server) = TcpStream::connect(to) else {
                continue;
            };
            let (back, forth) = (server.try_clone().unwrap(), caller.try_clone().unwrap());
            let (up, down) = (heard.clone(), heard.clone());
            std::thread::spawn(move || pass(caller, server, &up));
            std::thread::spawn(move || pass(back, forth, &down));
        }
    });
    Ok(address)
}

fn journey(scene: &Scene, laptop: &Laptop) -> Result<()> {
    let mut person = forms::person("Zéphyrinette", "Quetzalcanne", "06 39 98 13 57");
    person.email = "zephyr.q@example.org".into();
    person.notes = "Aime le pamplemousse.".into();
    let person = laptop.save_person(&person)?;
    let mut session = forms::named(&laptop.today(), None, &person);
    session.notes = Some("A apporté un pamplemousse.".into());
    let session = laptop.save_session(&session)?;
    laptop.note_workshop(None, "Pamplemousse et photo", 5)?;
    laptop.get::<serde_json::Value>("draft_save", json!({
        "id": null, "kind": "beneficiary", "record": person, "body": {"last_name": "Quetzalcanne-Pamplemousse"}
    }))?;
    // What goes wrong must be as discreet as what goes well.
    assert!(
        laptop
            .ask(
                "session_save",
                json!({"form": {"notes": "pamplemousse", "kind": "Quetzalcanne"}})
            )
            .is_err()
    );
    let invalid =
        json!({"id": null, "draft": null, "version": null, "form": {"last_name": "Quetzalcanne"}});
    assert!(laptop.ask("beneficiary_save", invalid).is_err());
    assert!(laptop.ask("Quetzalcanne", json!("pamplemousse")).is_err());
    assert!(laptop.people("quetzal")?.len() == 1 && laptop.people("39 98 13")?.len() == 1);
    laptop.exchange_until_quiet()?;
    laptop.delete_session(&session)?;
    scene.world.pass(10);
    laptop.exchange_until_quiet()?;
    laptop.lock()?;
    assert!(
        laptop
            .ask("unlock", json!({"passphrase": "pamplemousse"}))
            .is_err()
    );
    scene.world.pass(60);
    laptop.unlock()?;
    Ok(())
}

#[test]
fn nothing_personal_in_journals_addresses_files_or_on_the_line() -> Result<()> {
    let (journal, line, addresses) = (Kept::default(), Kept::default(), Kept::default());
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(journal.clone())
        .init();

    let mut scene = Scene::new()?;
    let detour = Detour::new()?;
    let seen = addresses.clone();
    detour.before(move |request| {
        // All that a proxy or a journal of accesses could note.
        seen.add(format!("{} {}\n", request.method, request.path).as_bytes());
        for (name, value) in &request.headers {
            seen.add(format!("{name}: {value}\n").as_bytes());
        }
        seen.add(format!("{request:?}\n").as_bytes());
        None
    });
    let laptop = Laptop::new(&scene.world)?.with_transport(detour as _);
    let via = tap(scene.central.address(), &line)?;
    laptop.enrol(&scene.central.code(&scene.adviser, via)?, "Portable 1")?;
    journey(&scene, &laptop)?;

    let heard = [
        ("journal", journal.bytes()),
        ("line", line.bytes()),
        ("addresses", addresses.bytes()),
    ];
    for (what, bytes) in &heard {
        assert!(
            bytes.len() > 1_000,
            "the {what} was not heard: {} bytes",
            bytes.len()
        );
        for mark in MARKS {
            if let Some(line) = bytes
                .split(|byte| *byte == b'\n')
                .find(|line| holds(line, mark))
            {
                panic!("{mark} is in the {what}: {}", String::from_utf8_lossy(line));
            }
        }
    }
    assert!(
        holds(&addresses.bytes(), "/v1/sync") && holds(&journal.bytes(), " TRACE "),
        "hardly anything was heard"
    );
    // Files, while everything is open, and after everything is closed.
    for _ in 0..2 {
        assert_eq!(leaks(laptop.folder(), &MARKS)?, []);
        assert_eq!(leaks(scene.central.folder(), &MARKS)?, []);
        laptop.lock()?;
        scene.central.stop()?;
    }
    Ok(())
}

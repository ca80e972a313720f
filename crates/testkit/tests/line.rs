//! What a line does to connections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use escale_testkit::line::impostor::{Impostor, Saying};
use escale_testkit::line::{Line, Weather};

/// A server that sends back whatever it hears.
fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                let mut back = stream.try_clone().unwrap();
                let _ = std::io::copy(&mut stream, &mut back);
                let _ = back.shutdown(Shutdown::Write);
            });
        }
    });
    address
}

fn call(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Says something and returns what comes back of it.
fn said_back(stream: &mut TcpStream, words: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(words)?;
    let mut heard = vec![0; words.len()];
    stream.read_exact(&mut heard)?;
    Ok(heard)
}

/// Says something, stops talking, and returns all that comes until the end or the failure.
fn all_said_back(stream: &mut TcpStream, words: &[u8]) -> (Vec<u8>, Option<ErrorKind>) {
    let mut voice = stream.try_clone().unwrap();
    let words = words.to_vec();
    let saying = thread::spawn(move || {
        let _ = voice.write_all(&words);
        let _ = voice.shutdown(Shutdown::Write);
    });
    let mut heard = Vec::new();
    let end = stream
        .read_to_end(&mut heard)
        .err()
        .map(|error| error.kind());
    saying.join().unwrap();
    (heard, end)
}

fn words(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index % 251) as u8).collect()
}

#[test]
fn in_fair_weather_everything_passes_and_is_counted() {
    let line = Line::start(echo()).unwrap();
    let words = words(1_000_000);
    assert_eq!(
        all_said_back(&mut call(line.address()), &words),
        (words, None)
    );
    assert_eq!(
        said_back(&mut call(line.address()), b"encore").unwrap(),
        b"encore"
    );
    let counts = line.counts();
    assert_eq!((counts.connections, counts.refused), (2, 0));
    assert_eq!((counts.up, counts.down), (1_000_006, 1_000_006));
}

#[test]
fn a_cut_drops_the_living_and_turns_the_others_away_until_it_ends() {
    let line = Line::start(echo()).unwrap();
    let mut stream = call(line.address());
    said_back(&mut stream, b"avant").unwrap();

    line.set(Weather::no_network());
    let before = line.counts();
    assert!(said_back(&mut stream, b"pendant").is_err());
    // The system accepts in our name; the line hangs up.
    assert!(said_back(&mut call(line.address()), b"pendant").is_err());
    let counts = line.counts();
    assert_eq!(
        (counts.up, counts.connections, counts.refused),
        (before.up, 1, 1)
    );

    line.set(Weather::fair());
    assert_eq!(
        said_back(&mut call(line.address()), b"apres").unwrap(),
        b"apres"
    );
}

#[test]
fn a_connection_is_cut_after_its_bytes_to_the_byte() {
    let line = Line::start(echo()).unwrap();
    line.set(Weather {
        cut_after_bytes: Some(10_007),
        ..Weather::fair()
    });
    for _ in 0..2 {
        let (heard, _) = all_said_back(&mut call(line.address()), &words(50_000));
        assert!(heard.len() < 10_007);
    }
    let counts = line.counts();
    assert_eq!(counts.up + counts.down, 2 * 10_007);
}

#[test]
fn a_storm_gives_each_connection_its_own_length() {
    let carried = |seed| -> Vec<u64> {
        let line = Line::start(echo()).unwrap();
        line.set(Weather::stormy(seed, 1_000, 30_000));
        let mut before = 0;
        (0..5)
            .map(|_| {
                all_said_back(&mut call(line.address()), &words(50_000));
                let counts = line.counts();
                let passed = counts.up + counts.down - before;
                before += passed;
                passed
            })
            .collect()
    };
    let lengths = carried(3);
    assert_eq!(lengths, carried(3));
    assert!(
        lengths
            .iter()
            .all(|length| (1_000..=30_000).contains(length)),
        "{lengths:?}"
    );
    assert!(lengths.windows(2).any(|two| two[0] != two[1]));
}

#[test]
fn a_reset_is_felt_as_one() {
    let line = Line::start(echo()).unwrap();
    let mut stream = call(line.address());
    said_back(&mut stream, b"avant").unwrap();
    line.set(Weather {
        reset: true,
        ..Weather::no_network()
    });
    let error = stream.read(&mut [0; 8]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn late_bytes_are_late_but_whole() {
    let line = Line::start(echo()).unwrap();
    line.set(Weather {
        delay_ms: 150,
        ..Weather::fair()
    });
    let mut stream = call(line.address());
    let start = Instant::now();
    assert_eq!(said_back(&mut stream, b"lent").unwrap(), b"lent");
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn a_slow_line_keeps_to_its_speed() {
    let line = Line::start(echo()).unwrap();
    line.set(Weather {
        bytes_per_second: Some(20_000),
        ..Weather::fair()
    });
    let start = Instant::now();
    let words = words(10_000);
    assert_eq!(
        all_said_back(&mut call(line.address()), &words),
        (words, None)
    );
    assert!(start.elapsed() >= Duration::from_millis(450));
}

#[test]
fn a_starved_line_says_nothing_until_fed() {
    let line = Line::start(echo()).unwrap();
    line.set(Weather {
        bytes_per_second: Some(0),
        ..Weather::fair()
    });
    let mut stream = call(line.address());
    stream.write_all(b"patience").unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(200)))
        .unwrap();
    let waiting = stream.read(&mut [0; 8]).unwrap_err().kind();
    assert!(matches!(
        waiting,
        ErrorKind::WouldBlock | ErrorKind::TimedOut
    ));
    assert_eq!(line.counts().up, 0);

    line.set(Weather::fair());
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut heard = [0; 8];
    stream.read_exact(&mut heard).unwrap();
    assert_eq!(&heard, b"patience");
}

#[test]
fn a_line_can_lead_to_a_portal_and_back() {
    let server = echo();
    let line = Line::start(server).unwrap();
    let portal = Impostor::portal(Saying::Redirect).unwrap();
    line.lead_to(portal.address());
    let (heard, _) = all_said_back(&mut call(line.address()), b"GET / HTTP/1.1\r\n\r\n");
    assert!(heard.starts_with(b"HTTP/1.1 302 Found\r\nLocation: http://"));
    line.lead_to(server);
    assert_eq!(
        said_back(&mut call(line.address()), b"enfin").unwrap(),
        b"enfin"
    );
}

#[test]
fn a_server_that_is_not_there_is_not_there_through_the_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = listener.local_addr().unwrap();
    drop(listener);
    let line = Line::start(gone).unwrap();
    assert!(said_back(&mut call(line.address()), b"allo").is_err());
}

#[test]
fn the_program_obeys_its_file() {
    let place = tempfile::tempdir().unwrap();
    let control = place.path().join("line");
    std::fs::write(&control, "cut").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_escale-line"))
        .args([
            "--listen",
            "127.0.0.1:0",
            "--to",
            &echo().to_string(),
            "--control",
        ])
        .arg(&control)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let told: serde_json::Value = serde_json::from_str(&first).unwrap();
    let address: SocketAddr = told["listening"].as_str().unwrap().parse().unwrap();

    assert!(said_back(&mut call(address), b"allo").is_err());
    std::fs::write(&control, "open\n").unwrap();
    let limit = Instant::now() + Duration::from_secs(20);
    let passes = || said_back(&mut call(address), b"allo").is_ok();
    while !passes() {
        assert!(Instant::now() < limit, "the file was not obeyed");
        thread::sleep(Duration::from_millis(20));
    }
    program.kill().unwrap();
    program.wait().unwrap();
}

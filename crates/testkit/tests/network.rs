//! The app's transport on a bad network: whatever the weather, an answer is whole or is none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::net::SocketAddr;
use std::time::Duration;

use escale_app::ports::{HttpRequest, ServerAddress, Transport, TransportError};
use escale_host::tls::fingerprint;
use escale_host::transport::{HttpsTransport, Limits};
use escale_testkit::line::impostor::{Impostor, Saying};
use escale_testkit::line::{Line, Weather};

fn request() -> HttpRequest {
    HttpRequest {
        method: "POST",
        path: "/v1/sync".into(),
        headers: vec![],
        body: vec![b'x'; 3_000],
    }
}

fn at(address: SocketAddr, authority: Option<[u8; 16]>) -> ServerAddress {
    ServerAddress {
        origin: format!("https://{address}"),
        authority,
    }
}

/// A server whose authority is pinned: an inspector seen by who trusts it.
fn trusted() -> (Impostor, Option<[u8; 16]>) {
    let server = Impostor::inspector(Saying::Page).unwrap();
    let pin = server.authority().map(fingerprint);
    assert!(pin.is_some());
    (server, pin)
}

#[test]
fn in_a_storm_an_answer_is_whole_or_none() {
    let (server, pin) = trusted();
    let line = Line::start(server.address()).unwrap();
    let transport = HttpsTransport::new(Limits::default()).unwrap();
    let whole = transport
        .send(&at(line.address(), pin), request())
        .unwrap()
        .body;
    for (seed, reset) in [(1, false), (2, true)] {
        // A whole conversation takes about seven thousand bytes.
        line.set(Weather {
            reset,
            ..Weather::stormy(seed, 1, 9_000)
        });
        let (mut answered, mut failed) = (0, 0);
        for _ in 0..60 {
            match transport.send(&at(line.address(), pin), request()) {
                Ok(answer) => {
                    assert_eq!((answer.status, &answer.body), (200, &whole));
                    answered += 1;
                }
                Err(TransportError::Offline | TransportError::Cut) => failed += 1,
                Err(other) => panic!("a storm told as {other:?}"),
            }
        }
        assert!(
            answered > 0 && failed > 0,
            "{answered} answered, {failed} failed"
        );
    }
}

#[test]
fn without_network_it_is_offline_and_afterwards_it_is_not() {
    let (server, pin) = trusted();
    let line = Line::start(server.address()).unwrap();
    let transport = HttpsTransport::new(Limits::default()).unwrap();
    line.set(Weather::no_network());
    let told = transport
        .send(&at(line.address(), pin), request())
        .unwrap_err();
    assert_eq!(told, TransportError::Offline);
    line.set(Weather::fair());
    assert!(transport.send(&at(line.address(), pin), request()).is_ok());
}

#[test]
fn who_answers_in_the_servers_place_is_not_trusted() {
    let pinned = Some(fingerprint(b"another authority"));
    let transport = HttpsTransport::new(Limits::default()).unwrap();
    for impostor in [
        Impostor::inspector(Saying::Page).unwrap(),
        Impostor::inspector(Saying::Redirect).unwrap(),
        Impostor::portal(Saying::Page).unwrap(),
        Impostor::portal(Saying::Redirect).unwrap(),
    ] {
        for authority in [pinned, None] {
            let told = transport
                .send(&at(impostor.address(), authority), request())
                .unwrap_err();
            assert_eq!(told, TransportError::Untrusted);
        }
    }
}

#[test]
fn a_line_that_starves_is_left_in_time() {
    let (server, pin) = trusted();
    let line = Line::start(server.address()).unwrap();
    line.set(Weather {
        bytes_per_second: Some(0),
        ..Weather::fair()
    });
    let limits = Limits {
        connect: Duration::from_millis(300),
        ..Limits::default()
    };
    let told = HttpsTransport::new(limits)
        .unwrap()
        .send(&at(line.address(), pin), request())
        .unwrap_err();
    assert_eq!(told, TransportError::Offline);
}

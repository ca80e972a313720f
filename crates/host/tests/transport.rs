//! Each way a request can fail, against real servers, is told by its own name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod tls_server;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};
use escale_host::transport::{HttpsTransport, Limits};
use tls_server::{ALWAYS, Authority, Server, Years, hang_up, say, serve};

const GOOD: &[u8] = b"HTTP/1.1 200 OK\r\nX-Essai: Oui\r\ncontent-length: 4\r\n\r\nbien";
const HERE: &[&str] = &["127.0.0.1", "localhost"];

fn get(path: &str) -> HttpRequest {
    HttpRequest {
        method: "GET",
        path: path.into(),
        headers: vec![],
        body: vec![],
    }
}

fn transport() -> HttpsTransport {
    HttpsTransport::new(Limits::default()).unwrap()
}

/// Limits short enough to be reached in a test, long enough for loopback.
fn impatient() -> HttpsTransport {
    // Only the answer: a busy machine may take long to connect, and that is another failure.
    HttpsTransport::new(Limits {
        stall: Duration::from_millis(300),
        ..Limits::default()
    })
    .unwrap()
}

fn ask(
    transport: &HttpsTransport,
    server: &Server,
    authority: Option<[u8; 16]>,
) -> Result<HttpResponse, TransportError> {
    let address = ServerAddress {
        origin: server.origin(),
        authority,
    };
    transport.send(&address, get("/v1/hello"))
}

fn failure(transport: &HttpsTransport, server: &Server, authority: &Authority) -> TransportError {
    ask(transport, server, authority.pin())
        .map(|answer| answer.status)
        .unwrap_err()
}

#[test]
fn the_right_authority_is_answered_by_address_and_by_name() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| say(tls, GOOD));
    let transport = transport();
    for host in ["127.0.0.1", "localhost"] {
        let address = ServerAddress {
            origin: format!("https://{host}:{}", server.address.port()),
            authority: authority.pin(),
        };
        let answer = transport
            .send(
                &address,
                HttpRequest {
                    method: "POST",
                    path: "/v1/sync?a=b".into(),
                    headers: vec![("Sync-Proto".into(), "1".into())],
                    body: vec![7; 100_000],
                },
            )
            .unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, b"bien".as_slice())
        );
        assert!(answer.headers.contains(&("x-essai".into(), "Oui".into())));
        let (head, body) = server.heard.recv().unwrap();
        assert!(head.starts_with("POST /v1/sync?a=b HTTP/1.1\r\n"), "{head}");
        assert!(
            head.to_ascii_lowercase().contains("sync-proto: 1\r\n"),
            "{head}"
        );
        assert_eq!(body, vec![7; 100_000]);
    }
}

#[test]
fn one_connection_serves_several_requests() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| say(tls, GOOD));
    let transport = transport();
    for _ in 0..3 {
        assert_eq!(
            ask(&transport, &server, authority.pin()).unwrap().status,
            200
        );
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[test]
fn another_authority_is_told_nothing() {
    let ours = Authority::new();
    let theirs = Authority::new();
    let server = serve(theirs.identity(HERE, ALWAYS), |tls| say(tls, GOOD));
    assert_eq!(
        failure(&transport(), &server, &ours),
        TransportError::Untrusted
    );
    assert!(
        server.heard.try_recv().is_err(),
        "a request left for an impostor"
    );
}

#[test]
fn showing_our_authority_is_not_being_signed_by_it() {
    let ours = Authority::new();
    let mut identity = Authority::new().identity(HERE, ALWAYS);
    identity.chain.push(ours.certificate.clone());
    let server = serve(identity, |tls| say(tls, GOOD));
    assert_eq!(
        failure(&transport(), &server, &ours),
        TransportError::Untrusted
    );
}

#[test]
fn the_name_must_be_the_servers() {
    let authority = Authority::new();
    let identity = authority.identity(&["ailleurs.example.org", "127.0.0.2"], ALWAYS);
    let server = serve(identity, |tls| say(tls, GOOD));
    assert_eq!(
        failure(&transport(), &server, &authority),
        TransportError::Untrusted
    );
}

#[test]
fn an_expired_certificate_is_refused() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, Years(2001, 2002)), |tls| {
        say(tls, GOOD)
    });
    assert_eq!(
        failure(&transport(), &server, &authority),
        TransportError::Untrusted
    );
}

#[test]
fn a_laptop_whose_clock_is_years_late_reaches_its_server() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, Years(2900, 2950)), |tls| {
        say(tls, GOOD)
    });
    assert_eq!(
        ask(&transport(), &server, authority.pin()).unwrap().status,
        200
    );
}

#[test]
fn without_a_pin_the_systems_list_decides() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| say(tls, GOOD));
    assert_eq!(
        ask(&transport(), &server, None).unwrap_err(),
        TransportError::Untrusted
    );
    assert!(server.heard.try_recv().is_err());
}

#[test]
fn the_pin_of_a_client_kept_open_is_not_that_of_another_address() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| say(tls, GOOD));
    let transport = transport();
    assert!(ask(&transport, &server, authority.pin()).is_ok());
    let other = Authority::new().pin();
    assert_eq!(
        ask(&transport, &server, other).unwrap_err(),
        TransportError::Untrusted
    );
}

#[test]
fn a_body_shorter_than_announced_is_cut() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        say(tls, b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbien");
        hang_up(tls);
    });
    assert_eq!(
        failure(&transport(), &server, &authority),
        TransportError::Cut
    );
}

#[test]
fn a_body_without_length_cut_by_the_line_is_cut() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        say(
            tls,
            b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"end\":true}",
        );
        hang_up(tls);
    });
    assert_eq!(
        failure(&transport(), &server, &authority),
        TransportError::Cut
    );
}

#[test]
fn a_line_cut_once_the_request_has_left_is_cut() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), hang_up);
    assert_eq!(
        failure(&transport(), &server, &authority),
        TransportError::Cut
    );
    assert!(server.heard.try_recv().is_ok());
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        say(
            tls,
            b"HTTP/1.1 302 Found\r\nlocation: /portail\r\ncontent-length: 0\r\n\r\n",
        );
    });
    let told = failure(&transport(), &server, &authority);
    assert_eq!(told, TransportError::Redirected { status: 302 });
    assert!(
        server
            .heard
            .try_recv()
            .unwrap()
            .0
            .starts_with("GET /v1/hello ")
    );
    assert!(server.heard.try_recv().is_err());
}

#[test]
fn an_answer_announced_too_large_is_not_read() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        say(tls, b"HTTP/1.1 200 OK\r\ncontent-length: 16777217\r\n\r\n");
    });
    assert_eq!(
        failure(&transport(), &server, &authority),
        TransportError::TooLarge
    );
}

#[test]
fn an_endless_answer_is_stopped() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        say(
            tls,
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        );
        let chunk = [b"1000\r\n".as_slice(), &[b'x'; 0x1000], b"\r\n"].concat();
        while tls.write_all(&chunk).is_ok() {}
    });
    let limits = Limits {
        answer: 100_000,
        ..Limits::default()
    };
    let transport = HttpsTransport::new(limits).unwrap();
    assert_eq!(
        failure(&transport, &server, &authority),
        TransportError::TooLarge
    );
}

#[test]
fn nobody_at_the_address_is_offline() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    drop(listener);
    let address = ServerAddress {
        origin,
        authority: Some([1; 16]),
    };
    let told = transport().send(&address, get("/")).unwrap_err();
    assert_eq!(told, TransportError::Offline);
}

#[test]
fn a_peer_that_never_speaks_is_offline() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    let address = ServerAddress {
        origin,
        authority: Some([1; 16]),
    };
    let transport = HttpsTransport::new(Limits {
        connect: Duration::from_millis(300),
        ..Limits::default()
    })
    .unwrap();
    assert_eq!(
        transport.send(&address, get("/")).unwrap_err(),
        TransportError::Offline
    );
    drop(listener);
}

#[test]
fn a_server_that_does_not_answer_is_waited_for_no_longer_than_agreed() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        let _ = tls.read(&mut [0]);
    });
    assert_eq!(
        failure(&impatient(), &server, &authority),
        TransportError::Timeout
    );
}

#[test]
fn an_answer_that_stops_half_way_is_a_timeout() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| {
        say(tls, b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbien");
        let _ = tls.read(&mut [0]);
    });
    assert_eq!(
        failure(&impatient(), &server, &authority),
        TransportError::Timeout
    );
}

#[test]
fn a_portal_that_speaks_plain_http_is_not_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: http://portail/\r\n\r\n");
            // Read on, so that closing does not erase what was said.
            while stream.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
        }
    });
    let address = ServerAddress {
        origin,
        authority: Some([1; 16]),
    };
    let told = transport().send(&address, get("/")).unwrap_err();
    assert_eq!(told, TransportError::Untrusted);
}

#[test]
fn nothing_leaves_but_to_the_https_origin() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let here = listener.local_addr().unwrap();
    let transport = transport();
    let aimed = [
        (format!("http://{here}"), "/"),
        (format!("https://escale.example.org@{here}"), "/"),
        (
            "https://escale.example.org".to_owned(),
            &*format!("@{here}/"),
        ),
        (format!("https://{here}/elsewhere"), "/"),
        ("not an address".to_owned(), "/"),
    ]
    .map(|(origin, path)| (origin, path.to_owned()));
    for (origin, path) in aimed {
        let address = ServerAddress {
            origin,
            authority: Some([1; 16]),
        };
        let told = transport.send(&address, get(&path)).unwrap_err();
        assert_eq!(told, TransportError::Untrusted);
    }
    assert!(listener.accept().is_err(), "somebody was called");
}

#[test]
fn a_thread_of_another_runtime_may_call() {
    let authority = Authority::new();
    let server = serve(authority.identity(HERE, ALWAYS), |tls| say(tls, GOOD));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let status = runtime.block_on(async {
        let transport = transport();
        ask(&transport, &server, authority.pin()).unwrap().status
    });
    assert_eq!(status, 200);
}

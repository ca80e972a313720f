//! The routes: the screens, their commands, their events.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware;
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::door;
use crate::events::Listeners;
use crate::files;
use crate::policy;

/// What carries out the screens' commands: the app. Blocking.
pub(crate) trait Desk: Send + Sync + 'static {
    /// One command, its request and its answer in JSON; a failure is JSON too.
    fn command(&self, name: &str, request: &[u8]) -> Result<Vec<u8>, Vec<u8>>;
}

pub(crate) struct Host<D> {
    pub(crate) desk: D,
    pub(crate) listeners: Arc<Listeners>,
    pub(crate) ui: PathBuf,
}

/// Everything this host answers, for the address it listens at.
pub(crate) fn routes<D: Desk>(host: Arc<Host<D>>, here: SocketAddr) -> anyhow::Result<Router> {
    let policy = HeaderValue::from_str(&policy::content_policy()?)?;
    let always = [
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ];
    Ok(Router::new()
        .route("/api/command/{name}", post(command::<D>))
        .route(
            "/api/events",
            get(async |State(host): State<Arc<Host<D>>>| {
                Sse::new(host.listeners.listen()).keep_alive(KeepAlive::default())
            }),
        )
        .fallback(get(file::<D>))
        .with_state(host)
        .layer(middleware::from_fn_with_state(here, door::guard))
        .layer(middleware::map_response(move |mut response: Response| {
            for (name, value) in &always {
                response.headers_mut().insert(name, value.clone());
            }
            std::future::ready(response)
        })))
}

async fn command<D: Desk>(
    State(host): State<Arc<Host<D>>>,
    Path(name): Path<String>,
    request: Bytes,
) -> Response {
    let done = tokio::task::spawn_blocking(move || host.desk.command(&name, &request)).await;
    let json = [(CONTENT_TYPE, "application/json")];
    match done {
        Ok(Ok(answer)) => (json, answer).into_response(),
        Ok(Err(failure)) => (StatusCode::UNPROCESSABLE_ENTITY, json, failure).into_response(),
        // The command panicked; its message could quote what a person typed.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn file<D: Desk>(State(host): State<Arc<Host<D>>>, uri: Uri) -> Response {
    let Some((file, kind)) = files::find(&host.ui, uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(file).await {
        Ok(content) => ([(CONTENT_TYPE, kind)], content).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    struct Echo;

    impl Desk for Echo {
        fn command(&self, name: &str, request: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
            match name {
                "echo" => Ok(request.to_vec()),
                _ => Err(br#"{"code":"bad_request"}"#.to_vec()),
            }
        }
    }

    struct Running {
        address: SocketAddr,
        listeners: Arc<Listeners>,
        _ui: tempfile::TempDir,
        _runtime: tokio::runtime::Runtime,
    }

    fn run() -> Running {
        let ui = tempfile::tempdir().unwrap();
        std::fs::write(ui.path().join("index.html"), "<p>Escale").unwrap();
        let listeners = Arc::new(Listeners::default());
        let host = Arc::new(Host {
            desk: Echo,
            listeners: Arc::clone(&listeners),
            ui: ui.path().to_owned(),
        });
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))
            .unwrap();
        let address = listener.local_addr().unwrap();
        let routes = routes(host, address).unwrap();
        runtime.spawn(async move { axum::serve(listener, routes).await });
        Running {
            address,
            listeners,
            _ui: ui,
            _runtime: runtime,
        }
    }

    /// Sends one request and reads the whole answer.
    fn ask(address: SocketAddr, first: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let length = body.len();
        write!(
            stream,
            "{first} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn own(address: SocketAddr) -> String {
        format!("host: {address}\r\norigin: http://{address}\r\ncontent-type: application/json\r\n")
    }

    #[test]
    fn the_screens_are_served_under_the_policy() {
        let running = run();
        let page = ask(running.address, "GET /", &own(running.address), "");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains("content-security-policy: "), "{page}");
        assert!(page.contains("default-src 'none'"), "{page}");
        assert!(page.ends_with("<p>Escale"), "{page}");
        let none = ask(running.address, "GET /none.js", &own(running.address), "");
        assert!(none.starts_with("HTTP/1.1 404"), "{none}");
    }

    #[test]
    fn a_command_answers_or_fails_in_json() {
        let running = run();
        let headers = own(running.address);
        let answer = ask(running.address, "POST /api/command/echo", &headers, "[1]");
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n[1]"),
            "{answer}"
        );
        assert!(
            answer.contains("content-type: application/json"),
            "{answer}"
        );
        let failure = ask(running.address, "POST /api/command/none", &headers, "null");
        assert!(failure.starts_with("HTTP/1.1 422"), "{failure}");
        assert!(failure.ends_with(r#"{"code":"bad_request"}"#), "{failure}");
    }

    #[test]
    fn a_name_that_leads_here_is_not_this_host() {
        let running = run();
        let port = running.address.port();
        let headers = format!("host: rebound.example.org:{port}\r\n");
        for first in ["GET /", "GET /api/events", "POST /api/command/echo"] {
            let answer = ask(running.address, first, &headers, "");
            assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
        }
    }

    #[test]
    fn events_reach_who_listens() {
        let running = run();
        let mut stream = TcpStream::connect(running.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET /api/events HTTP/1.1\r\nhost: {}\r\n\r\n",
            running.address
        )
        .unwrap();
        let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
        // The head of the answer is sent once the listener is there.
        let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        assert!(
            head.iter()
                .any(|line| line == "content-type: text/event-stream"),
            "{head:?}"
        );
        running.listeners.tell(r#"{"kind":"locked"}"#);
        let event = lines.find(|line| line.starts_with("data:")).unwrap();
        assert_eq!(event, r#"data: {"kind":"locked"}"#);
    }
}

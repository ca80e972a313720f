//! Who may speak to this host: pages it served itself, on this computer.
//!
//! A site open in the same browser can send requests to loopback, and can give itself a name
//! that leads there; the `Host` and `Origin` headers tell those apart, and JSON bodies cannot be
//! posted across sites without asking first.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses whatever does not come from this computer's own pages.
pub(crate) async fn guard(
    State(here): State<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if let Err(why) = judge(here, request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    next.run(request).await
}

fn judge(here: SocketAddr, method: &Method, headers: &HeaderMap) -> Result<(), &'static str> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(HOST).unwrap_or_default();
    if loopback_port(host) != Some(here.port()) {
        return Err("this host answers to its loopback address only");
    }
    // A development server of the screens may stand in front, on another port.
    if let Some(origin) = text(ORIGIN)
        && origin
            .strip_prefix("http://")
            .and_then(loopback_port)
            .is_none()
    {
        return Err("another site may not speak to this host");
    }
    let json = || text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    if method == Method::POST && !json() {
        return Err("commands are sent as application/json");
    }
    Ok(())
}

/// The port of `name:port` when the name can only be this computer.
fn loopback_port(authority: &str) -> Option<u16> {
    let (name, port) = authority.rsplit_once(':')?;
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let ours = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if ours { port.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(method: Method, headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        judge(SocketAddr::from(([127, 0, 0, 1], 8787)), &method, &map).is_ok()
    }

    #[test]
    fn its_own_pages_may_speak() {
        let json = ("content-type", "application/json");
        assert!(judged(Method::GET, &[("host", "127.0.0.1:8787")]));
        assert!(judged(Method::GET, &[("host", "localhost:8787")]));
        assert!(judged(Method::GET, &[("host", "[::1]:8787")]));
        let own = ("origin", "http://127.0.0.1:8787");
        assert!(judged(
            Method::POST,
            &[("host", "127.0.0.1:8787"), own, json]
        ));
        let vite = ("origin", "http://localhost:5173");
        assert!(judged(
            Method::POST,
            &[("host", "127.0.0.1:8787"), vite, json]
        ));
    }

    #[test]
    fn others_may_not() {
        let host = ("host", "127.0.0.1:8787");
        let json = ("content-type", "application/json");
        assert!(!judged(Method::GET, &[]));
        assert!(!judged(Method::GET, &[("host", "escale.example.org:8787")]));
        assert!(!judged(
            Method::GET,
            &[("host", "127.0.0.1.example.org:8787")]
        ));
        assert!(!judged(Method::GET, &[("host", "127.0.0.1:9999")]));
        assert!(!judged(Method::GET, &[("host", "127.0.0.1")]));
        assert!(!judged(
            Method::POST,
            &[host, ("origin", "https://example.org"), json]
        ));
        assert!(!judged(Method::POST, &[host, ("origin", "null"), json]));
        assert!(!judged(
            Method::POST,
            &[host, ("content-type", "text/plain")]
        ));
        assert!(!judged(Method::POST, &[host]));
    }
}

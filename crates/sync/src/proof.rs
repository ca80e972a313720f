//! The bytes a laptop signs to show that a request is its own (device key, Ed25519).
//!
//! A captured token is worth nothing without the key, and a captured request cannot be used
//! twice: the server remembers the nonces of a token as long as the token lives.

/// What the signature of a request covers.
#[must_use]
pub fn request(method: &str, path: &str, body: &[u8], nonce: &str, token: &str) -> Vec<u8> {
    let body = blake3::hash(body).to_hex();
    let token = blake3::hash(token.as_bytes()).to_hex();
    format!("escale-request-1\n{method}\n{path}\n{body}\n{nonce}\n{token}").into_bytes()
}

/// What the signature of a token request covers.
#[must_use]
pub fn token(device: &str, challenge: &str) -> Vec<u8> {
    format!("escale-token-1\n{device}\n{challenge}").into_bytes()
}

/// What the signature of an order carried out covers.
#[must_use]
pub fn done(device: &str, order: &str) -> Vec<u8> {
    format!("escale-order-done-1\n{device}\n{order}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_covered() {
        let base = request("POST", "/v1/sync", b"a", "n", "t");
        for other in [
            request("GET", "/v1/sync", b"a", "n", "t"),
            request("POST", "/v1/hello", b"a", "n", "t"),
            request("POST", "/v1/sync", b"b", "n", "t"),
            request("POST", "/v1/sync", b"a", "m", "t"),
            request("POST", "/v1/sync", b"a", "n", "u"),
        ] {
            assert_ne!(base, other);
        }
        assert_ne!(token("d", "c"), token("d", "e"));
    }
}

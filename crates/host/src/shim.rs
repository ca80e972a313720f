#![allow(missing_docs)]
use zeroize::Zeroizing;
#[derive(Debug, Clone)]
pub struct HttpRequest {
    pub method: &'static str,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}
#[derive(Debug, Clone)]
pub struct HttpResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}
#[derive(Debug, Clone)]
pub struct ServerAddress {
    pub origin: String,
    pub authority: Option<[u8; 16]>,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportError {
    Offline,
    Timeout,
    Untrusted,
    Cut,
    TooLarge,
    Redirected { status: u16 },
}
pub trait Transport: Send + Sync {
    fn send(
        &self,
        server: &ServerAddress,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError>;
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultError {
    Unavailable,
    Refused,
}
pub trait Vault: Send + Sync {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError>;
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), VaultError>;
    fn remove(&self, name: &str) -> Result<(), VaultError>;
}
pub trait Clock: Send + Sync {
    fn now(&self) -> chrono::DateTime<chrono::FixedOffset>;
    fn monotonic_ms(&self) -> u64;
}
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

//! A server in this process and laptops that talk to it over real TLS, with real signatures.
#![allow(dead_code, unreachable_pub)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey};
use escale_server::{Admin, Clock, Limits, NewCode, Server, Settings};
use escale_sync::clock::Hlc;
use escale_sync::enrolment::EnrolmentCode;
use escale_sync::op::{Chain, Op};
use escale_sync::wire::{
    Action, Cursor, EnrolAnswer, Problem, Push, SyncRequest, SyncResponse, TokenAnswer,
    TokenRequest,
};
use escale_sync::{MEDIA_TYPE, proof};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

/// Noon, the first of January 2026.
pub const NOON: u64 = 1_767_268_800_000;

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// A folder, a clock moved by hand, a server.
pub struct Bench {
    folder: tempfile::TempDir,
    data: PathBuf,
    time: Arc<AtomicU64>,
    pub limits: Limits,
    server: Option<Server>,
    certificate: Vec<u8>,
}

impl Bench {
    pub async fn start() -> Self {
        Self::with(Limits {
            requests_per_hour: 1_000_000,
            bytes_per_hour: u32::MAX,
            enrolments_per_hour: 1000,
        })
        .await
    }

    pub async fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Self {
            data: folder.path().join("data"),
            folder,
            time: Arc::new(AtomicU64::new(NOON)),
            limits,
            server: None,
            certificate: Vec::new(),
        };
        bench.restart().await;
        bench
    }

    pub fn data(&self) -> PathBuf {
        self.data.clone()
    }

    /// Serves another data folder from now on.
    pub async fn move_to(&mut self, data: &Path) {
        self.data = data.to_path_buf();
        self.restart().await;
    }

    /// Changes the database behind the server's back.
    pub fn alter(&self, sql: &str) {
        let key = std::fs::read_to_string(self.data.with_file_name("data.key")).unwrap();
        let connection = rusqlite::Connection::open(self.data.join("escale.db")).unwrap();
        connection
            .execute_batch(&format!("PRAGMA key = \"x'{}'\"; {sql};", key.trim()))
            .unwrap();
    }

    pub fn settings(&self) -> Settings {
        Settings {
            limits: self.limits.clone(),
            clock: self.clock(),
            ..Settings::new(self.data())
        }
    }

    pub fn clock(&self) -> Clock {
        let time = Arc::clone(&self.time);
        Clock::new(move || time.load(Ordering::SeqCst))
    }

    pub fn now(&self) -> u64 {
        self.time.load(Ordering::SeqCst)
    }

    pub fn pass(&self, minutes: u64) {
        self.time.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await.unwrap();
        }
    }

    pub async fn restart(&mut self) {
        self.restart_with(|_| ()).await;
    }

    /// Starts again with other settings.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Settings)) {
        self.stop().await;
        let mut settings = self.settings();
        change(&mut settings);
        let server = escale_server::start(settings).await.unwrap();
        self.certificate = server.authority_certificate().unwrap().to_vec();
        self.server = Some(server);
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.server().address())
    }

    pub fn admin(&self) -> Admin {
        Admin::open(&self.data(), None, None, self.clock()).unwrap()
    }

    /// A new team and one adviser in it: (team, adviser).
    pub fn adviser(&self) -> (String, String) {
        let mut admin = self.admin();
        let team = admin.add_team("Itinérance nord").unwrap();
        let adviser = admin.add_adviser(&team, "Camille Exemple").unwrap();
        (team, adviser)
    }

    pub fn code(&self, adviser: &str) -> EnrolmentCode {
        self.code_with(adviser, false)
    }

    pub fn code_with(&self, adviser: &str, hold: bool) -> EnrolmentCode {
        let wanted = NewCode {
            adviser: adviser.to_owned(),
            address: None,
            hours: 24,
            hold,
        };
        self.admin().new_code(&wanted).unwrap()
    }

    pub fn http(&self) -> reqwest::Client {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(self.certificate.clone().into()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
    }

    /// A laptop that has a key and nothing else.
    pub fn new_laptop(&self) -> Laptop {
        Laptop {
            http: self.http(),
            key: SigningKey::from_bytes(&random()),
            device: String::new(),
            adviser: String::new(),
            token: String::new(),
            epoch: String::new(),
            q: 0,
            chain: Chain::default(),
        }
    }

    /// An enrolled laptop with a token.
    pub async fn laptop(&self, adviser: &str) -> Laptop {
        let code = self.code(adviser);
        let mut laptop = self.new_laptop();
        laptop.enrol(self, &code.code).await.ok::<EnrolAnswer>(201);
        laptop.authenticate(self).await;
        laptop
    }
}

/// An answer, whole.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub nonce: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Every answer of ours has these.
    pub fn check_dress(&self, bench: &Bench) {
        assert_eq!(self.header("sync-echo"), Some(self.nonce.as_str()));
        assert_eq!(
            self.header("sync-epoch"),
            Some(bench.server().epoch().as_str())
        );
        assert_eq!(
            self.header("sync-time"),
            Some(bench.now().to_string().as_str())
        );
    }

    pub fn ok<T: serde::de::DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        assert_eq!(self.header("content-type"), Some(MEDIA_TYPE));
        let value: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(value["end"], json!(true));
        serde_json::from_value(value).unwrap()
    }

    /// The problem, checked: code, status, action; a French title; nothing lost.
    pub fn problem(&self, code: &str, status: u16, action: Action) -> Problem {
        let problem: Problem = serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} {}", self.status, String::from_utf8_lossy(&self.body)));
        assert_eq!(
            (problem.code(), self.status, problem.action),
            (code, status, action)
        );
        assert_eq!(problem.status, status);
        assert_eq!(
            problem.kind,
            format!("{}{code}", escale_sync::wire::PROBLEM_BASE)
        );
        assert!(problem.data_safe);
        assert!(!problem.title.is_empty());
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        if action == Action::Wait {
            assert!(self.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
            assert!(problem.retryable);
        }
        problem
    }
}

/// A laptop: its key, its identity, its chain.
#[derive(Clone)]
pub struct Laptop {
    pub http: reqwest::Client,
    pub key: SigningKey,
    pub device: String,
    pub adviser: String,
    pub token: String,
    pub epoch: String,
    pub q: u64,
    pub chain: Chain,
}

/// A request about to leave, to be altered by a test.
pub struct Draft {
    pub method: &'static str,
    pub path: String,
    pub body: Vec<u8>,
    pub nonce: String,
    pub headers: Vec<(&'static str, String)>,
}

impl Draft {
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }

    pub async fn send(self, bench: &Bench, http: &reqwest::Client) -> Reply {
        let mut request = http.request(self.method.parse().unwrap(), bench.url(&self.path));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        if !self.body.is_empty() {
            request = request.body(self.body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        Reply {
            status,
            headers,
            body,
            nonce: self.nonce,
        }
    }
}

/// A request of nobody.
pub fn anonymous(method: &'static str, path: &str, body: Vec<u8>) -> Draft {
    let nonce = BASE64URL_NOPAD.encode(&random::<16>());
    let headers = vec![
        ("sync-proto", "1".to_owned()),
        ("sync-nonce", nonce.clone()),
        ("content-type", MEDIA_TYPE.to_owned()),
    ];
    Draft {
        method,
        path: path.to_owned(),
        body,
        nonce,
        headers,
    }
}

impl Laptop {
    pub fn public_key(&self) -> String {
        BASE64URL_NOPAD.encode(self.key.verifying_key().as_bytes())
    }

    pub async fn enrol(&mut self, bench: &Bench, code: &str) -> Reply {
        let body = json!({"code": code, "public_key": self.public_key(), "device_name": "Portable 3", "proto": 1});
        let reply = anonymous("POST", "/v1/devices", body.to_string().into_bytes())
            .send(bench, &self.http)
            .await;
        if reply.status == 201 {
            let answer: EnrolAnswer = reply.ok(201);
            (self.device, self.epoch, self.adviser) =
                (answer.device, answer.epoch, answer.adviser.id);
        }
        reply
    }

    pub async fn token_request(&self, bench: &Bench, challenge: &str, signature: &str) -> Reply {
        let request = TokenRequest {
            device: self.device.clone(),
            challenge: challenge.to_owned(),
            signature: signature.to_owned(),
        };
        let body = serde_json::to_vec(&request).unwrap();
        anonymous("POST", "/v1/token", body)
            .send(bench, &self.http)
            .await
    }

    pub async fn challenge(&self, bench: &Bench) -> String {
        let problem = self.token_request(bench, "", "").await.problem(
            "reauth-required",
            401,
            Action::ReAuthenticate,
        );
        problem.more["challenge"].as_str().unwrap().to_owned()
    }

    pub fn answer(&self, challenge: &str) -> String {
        BASE64URL_NOPAD.encode(
            &self
                .key
                .sign(&proof::token(&self.device, challenge))
                .to_bytes(),
        )
    }

    /// Asks for a token; the answer, whatever it is.
    pub async fn present(&self, bench: &Bench) -> Reply {
        let challenge = self.challenge(bench).await;
        self.token_request(bench, &challenge, &self.answer(&challenge))
            .await
    }

    pub async fn authenticate(&mut self, bench: &Bench) {
        let answer: TokenAnswer = self.present(bench).await.ok(200);
        assert_eq!(answer.expires_in, 900);
        self.token = answer.token;
    }

    /// A signed request.
    pub fn draft(&self, method: &'static str, path: &str, body: Vec<u8>) -> Draft {
        let draft = anonymous(method, path, body);
        let message = proof::request(method, path, &draft.body, &draft.nonce, &self.token);
        let signature = BASE64URL_NOPAD.encode(&self.key.sign(&message).to_bytes());
        draft
            .set("authorization", format!("DPoP {}", self.token))
            .set("sync-device", self.device.clone())
            .set("sync-proof", signature)
    }

    pub async fn get(&self, bench: &Bench, path: &str) -> Reply {
        self.draft("GET", path, Vec::new())
            .send(bench, &self.http)
            .await
    }

    pub async fn post(&self, bench: &Bench, path: &str, body: Vec<u8>) -> Reply {
        self.draft("POST", path, body).send(bench, &self.http).await
    }

    /// The next operation: writes `fields` of a row.
    pub fn op(&mut self, scope: &str, table: &str, row: &str, fields: Value) -> Op {
        self.q += 1;
        Op {
            q: self.q,
            x: self.q,
            s: scope.to_owned(),
            t: table.to_owned(),
            r: row.to_owned(),
            k: "put".to_owned(),
            f: serde_json::from_value(fields).unwrap(),
            b: Default::default(),
            h: Hlc::new(NOON, u16::try_from(self.q).unwrap()),
            v: 1,
            a: self.adviser.clone(),
            n: String::new(),
            more: Default::default(),
        }
    }

    /// A push of these operations, after the chain as it is; the chain moves on.
    pub fn pushing(&mut self, bench: &Bench, ops: Vec<Op>) -> SyncRequest {
        let prev_chain = self.chain;
        for op in &ops {
            self.chain = self.chain.then(&op.canonical().unwrap());
        }
        SyncRequest {
            push: Some(Push {
                prev_chain,
                ops,
                stamped: Vec::new(),
            }),
            ..self.pulling(bench, &[])
        }
    }

    /// A pull of these scopes after these sequences.
    pub fn pulling(&self, bench: &Bench, cursors: &[(&str, u64)]) -> SyncRequest {
        SyncRequest {
            boot: "b1".to_owned(),
            boot_q: None,
            sent_at: bench.now(),
            epoch: self.epoch.clone(),
            last_q: Some(self.q),
            push: None,
            pull: cursors
                .iter()
                .map(|(s, c)| Cursor {
                    s: (*s).to_owned(),
                    c: *c,
                })
                .collect(),
            colleagues: None,
            order: None,
            aside: None,
        }
    }

    pub async fn sync_reply(&self, bench: &Bench, request: &SyncRequest) -> Reply {
        self.post(bench, "/v1/sync", serde_json::to_vec(request).unwrap())
            .await
    }

    pub async fn sync(&self, bench: &Bench, request: &SyncRequest) -> SyncResponse {
        self.sync_reply(bench, request).await.ok(200)
    }

    /// Records a session in the adviser's own notebook and pushes it.
    pub async fn record(&mut self, bench: &Bench, row: &str) -> SyncResponse {
        let scope = format!("adv:{}", self.adviser);
        let op = self.op(&scope, "session", row, json!({"duration": 60}));
        let request = self.pushing(bench, vec![op]);
        self.sync(bench, &request).await
    }
}

/// Copies a folder, files only.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

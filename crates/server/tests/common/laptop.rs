//! Laptops of the tests: a key, signed requests, answers checked for what every answer has.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey};
use escale_sync::clock::Hlc;
use escale_sync::op::{Chain, Op};
use escale_sync::wire::{
    Action, Cursor, EnrolAnswer, Problem, Push, SyncRequest, SyncResponse, TokenAnswer,
    TokenRequest,
};
use escale_sync::{MEDIA_TYPE, proof};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{Bench, NOON, random};

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
        self.try_send(bench, http).await.unwrap()
    }

    /// The answer, if one came.
    pub async fn try_send(self, bench: &Bench, http: &reqwest::Client) -> Option<Reply> {
        let mut request = http.request(self.method.parse().unwrap(), bench.url(&self.path));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        if !self.body.is_empty() {
            request = request.body(self.body);
        }
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.ok()?.to_vec();
        Some(Reply {
            status,
            headers,
            body,
            nonce: self.nonce,
        })
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
            sent_at: bench.now(),
            epoch: self.epoch.clone(),
            last_q: Some(self.q),
            pull: cursors
                .iter()
                .map(|(s, c)| Cursor {
                    s: (*s).to_owned(),
                    c: *c,
                })
                .collect(),
            ..SyncRequest::default()
        }
    }

    /// The status, if an answer came.
    pub async fn try_sync(&self, bench: &Bench, request: &SyncRequest) -> Option<u16> {
        let body = serde_json::to_vec(request).unwrap();
        let reply = self.draft("POST", "/v1/sync", body);
        reply
            .try_send(bench, &self.http)
            .await
            .map(|reply| reply.status)
    }

    /// A token, if the server gives one.
    pub async fn try_authenticate(&mut self, bench: &Bench) -> Option<()> {
        let ask = |challenge: &str, signature: &str| {
            let request = TokenRequest {
                device: self.device.clone(),
                challenge: challenge.to_owned(),
                signature: signature.to_owned(),
            };
            anonymous("POST", "/v1/token", serde_json::to_vec(&request).unwrap())
        };
        let refused = ask("", "").try_send(bench, &self.http).await?;
        let problem: Problem = serde_json::from_slice(&refused.body).ok()?;
        let challenge = problem.more.get("challenge")?.as_str()?.to_owned();
        let signature = self.answer(&challenge);
        let answer = ask(&challenge, &signature)
            .try_send(bench, &self.http)
            .await?;
        let answer: TokenAnswer = serde_json::from_slice(&answer.body).ok()?;
        self.token = answer.token;
        Some(())
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

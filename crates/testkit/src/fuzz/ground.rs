//! What some targets need around them: a laptop, a server, a folder. Made once, at first use.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};
use tempfile::TempDir;

use crate::central::Central;
use crate::clock::World;
use crate::forms;
use crate::laptop::Laptop;
use crate::sim::air::Air;

/// Time of the ground.
const NOW: &str = "2026-03-02T08:00:00Z";

/// A line on which the next answer to an exchange is replaced.
#[derive(Default)]
pub(super) struct Switch {
    next: Mutex<Option<Vec<u8>>>,
    air: Mutex<Option<Arc<Air>>>,
    /// The last plain bodies sent and received.
    pub(super) seen: Mutex<Option<(HttpRequest, HttpResponse)>>,
}

impl Switch {
    pub(super) fn replace(&self, body: &[u8]) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(body.to_vec());
    }
}

impl Transport for Switch {
    fn send(
        &self,
        server: &ServerAddress,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError> {
        let air = self
            .air
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(TransportError::Offline)?;
        let (path, asked) = (request.path.clone(), request.clone());
        let mut answer = air.send(server, request)?;
        if path == "/v1/sync" {
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) =
                Some((asked, answer.clone()));
            let next = self
                .next
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            if let Some(body) = next {
                answer
                    .headers
                    .retain(|(name, _)| name != "content-encoding");
                answer.body = body;
            }
        }
        Ok(answer)
    }
}

/// A laptop and its server.
pub(super) struct Pair {
    pub(super) laptop: Laptop,
    pub(super) central: Central,
    pub(super) switch: Arc<Switch>,
    pub(super) connection: Option<TcpStream>,
}

/// What targets stand on.
#[derive(Default)]
pub struct Ground {
    pair: Option<Pair>,
    folder: Option<TempDir>,
}

impl Ground {
    pub(super) fn folder(&mut self) -> Result<&TempDir> {
        if self.folder.is_none() {
            self.folder = Some(tempfile::tempdir()?);
        }
        self.folder.as_ref().context("no folder")
    }

    pub(super) fn pair(&mut self) -> Result<&mut Pair> {
        if self.pair.is_none() {
            self.pair = Some(Pair::new()?);
        }
        self.pair.as_mut().context("no pair")
    }
}

impl Pair {
    pub(super) fn new() -> Result<Self> {
        let world = World::at(NOW.parse()?);
        let central = Central::start_clear(&world, Central::no_limits())?;
        let team = central.team("Itinérance Cotentin")?;
        let adviser = central.adviser(&team, "Camille Exemple")?;
        let switch = Arc::new(Switch::default());
        *switch.air.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Air::new(central.address(), &world, 1));
        let laptop = Laptop::new(&world)?.with_transport(Arc::clone(&switch) as _);
        laptop.enrol(&central.code(&adviser, central.address())?, "L1")?;
        let other =
            Laptop::new(&world)?.with_transport(Air::new(central.address(), &world, 2) as _);
        other.enrol(&central.code(&adviser, central.address())?, "L2")?;
        for (laptop, name) in [(&laptop, "Mauger"), (&other, "Hamel")] {
            let person = laptop.save_person(&forms::person("Camille", name, "06 39 98 00 01"))?;
            laptop.note_named(None, &person)?;
            laptop.note_workshop(None, "Courriel", 6)?;
            laptop.exchange_until_quiet()?;
        }
        laptop.exchange_until_quiet()?;
        Ok(Self {
            laptop,
            central,
            switch,
            connection: None,
        })
    }

    /// Sends bytes to the server's port and reads what comes; the status, if it is HTTP.
    pub(super) fn speak(&mut self, bytes: &[u8]) -> Result<Option<u16>> {
        let mut stream = match self.connection.take() {
            Some(stream) => stream,
            None => TcpStream::connect(self.central.address())?,
        };
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        // It may have been closed after the bytes before.
        if stream.write_all(bytes).is_err() {
            return Ok(None);
        }
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer);
        Ok(text
            .strip_prefix("HTTP/1.1 ")
            .and_then(|rest| rest.get(..3))
            .and_then(|status| status.parse().ok()))
    }
}

impl std::fmt::Debug for Ground {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").finish_non_exhaustive()
    }
}

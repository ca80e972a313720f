//! Somebody on the way between the application and the network: answers in the server's place,
//! watches, or does something at the worst moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};
use escale_host::transport::{HttpsTransport, Limits};

type Answer = Result<HttpResponse, TransportError>;
type Before = Box<dyn FnMut(&HttpRequest) -> Option<Answer> + Send>;
type After = Box<dyn FnMut(&HttpRequest, &Answer) + Send>;

/// The real network, unless told otherwise.
pub struct Detour {
    network: HttpsTransport,
    before: Mutex<Option<Before>>,
    after: Mutex<Option<After>>,
    deaf: AtomicBool,
}

impl Detour {
    /// The real network.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new() -> std::io::Result<Arc<Self>> {
        let network = HttpsTransport::new(Limits::default())?;
        Ok(Arc::new(Self {
            network,
            before: Mutex::default(),
            after: Mutex::default(),
            deaf: AtomicBool::new(false),
        }))
    }

    /// Sees each request first; may answer it, and nothing leaves then.
    pub fn before(&self, what: impl FnMut(&HttpRequest) -> Option<Answer> + Send + 'static) {
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(what));
    }

    /// Sees each answer before the application does.
    pub fn after(&self, what: impl FnMut(&HttpRequest, &Answer) + Send + 'static) {
        *self.after.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(what));
    }

    /// Always answers so, from now on.
    pub fn answer(&self, status: u16, content_type: &str, body: &str) {
        let response = HttpResponse {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.as_bytes().to_vec(),
        };
        self.before(move |_| Some(Ok(response.clone())));
    }

    /// Requests arrive, and every answer is lost on the way back, from now on.
    pub fn lose_answers(&self) {
        self.deaf.store(true, Ordering::SeqCst);
    }

    /// Nobody on the way any more.
    pub fn clear(&self) {
        self.deaf.store(false, Ordering::SeqCst);
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.after.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Transport for Detour {
    fn send(&self, server: &ServerAddress, request: HttpRequest) -> Answer {
        let seen = request.clone();
        let first = self
            .before
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
            .and_then(|what| what(&seen));
        let answer = first.unwrap_or_else(|| self.network.send(server, request));
        if let Some(what) = self
            .after
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            what(&seen, &answer);
        }
        if self.deaf.load(Ordering::SeqCst) {
            return Err(TransportError::Cut);
        }
        answer
    }
}

impl std::fmt::Debug for Detour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Detour").finish_non_exhaustive()
    }
}

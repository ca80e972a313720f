//! Who may answer for the server: the pinned authority, or, without a pin, whoever the operating
//! system trusts.
//!
//! Invariants: TLS 1.2 at least; with a pin, that authority alone is trusted, whatever the
//! system's list says, so that an inspecting box sees nothing; the server's name is always
//! checked. There is deliberately no way to accept a certificate by hand.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore,
    SignatureScheme,
};
use sha2::{Digest, Sha256};

/// The first sixteen bytes of the SHA-256 of an authority's certificate (DER).
pub type Fingerprint = [u8; 16];

/// The fingerprint of a certificate.
#[must_use]
pub fn fingerprint(certificate: &[u8]) -> Fingerprint {
    let digest = Sha256::digest(certificate);
    let mut out = Fingerprint::default();
    out.copy_from_slice(&digest[..16]);
    out
}

/// TLS for one server. `authority` is the pin learnt at enrolment.
///
/// # Errors
/// Without a pin, when the system has no list of authorities.
pub fn client_config(authority: Option<Fingerprint>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match authority {
        Some(pin) => Arc::new(AuthorityVerifier::new(pin, Arc::clone(&provider))),
        None => Arc::new(rustls_platform_verifier::Verifier::new(Arc::clone(
            &provider,
        ))?),
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Trusts one authority, recognised by its fingerprint in the chain the server presents.
#[derive(Debug)]
pub struct AuthorityVerifier {
    pin: Fingerprint,
    provider: Arc<CryptoProvider>,
}

impl AuthorityVerifier {
    /// A verifier for that authority.
    #[must_use]
    pub fn new(pin: Fingerprint, provider: Arc<CryptoProvider>) -> Self {
        Self { pin, provider }
    }

    /// The ordinary verification, with the pinned authority as its only root.
    fn verifier(&self, authority: &CertificateDer<'_>) -> Result<Arc<WebPkiServerVerifier>, Error> {
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&self.provider))
            .build()
            .map_err(|why| Error::Other(OtherError(Arc::new(why))))
    }
}

impl ServerCertVerifier for AuthorityVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let authority = intermediates
            .iter()
            .chain([end_entity])
            .find(|certificate| fingerprint(certificate) == self.pin)
            .ok_or(CertificateError::UnknownIssuer)?;
        let verifier = self.verifier(authority)?;
        let verify = |at| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, at)
        };
        match verify(now) {
            // A laptop whose battery died believes it is years ago, and learns the time from the
            // server only. The pinned authority has signed: "not yet" says our clock is late.
            Err(Error::InvalidCertificate(CertificateError::NotValidYetContext {
                not_before,
                ..
            })) => verify(not_before),
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

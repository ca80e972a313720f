//! Our own certificate authority: one for the life of a server, its key beside the database.

use std::path::Path;

use chrono::{DateTime, Datelike, Days, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::{Error, secret};

/// Days a certificate is valid before today: laptops have wrong clocks.
const SLACK: u64 = 365;
/// Days a leaf is valid after today. With [`SLACK`], under the 825 days some systems allow.
const LEAF: u64 = 397;
/// Days the authority is valid: as long as the laptops that know its fingerprint.
const AUTHORITY: u64 = 30 * 365;

/// The authority of this server.
pub(crate) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// Reads it from the data folder, or makes it there.
    pub(crate) fn open(data: &Path, now: u64) -> Result<Self, Error> {
        let (certificate, key) = (data.join("authority.crt"), data.join("authority.key"));
        if !certificate.exists() {
            let pair = if key.exists() {
                read_key(&key)?
            } else {
                new_key(&key)?
            };
            let pem = params(now)?.self_signed(&pair)?.pem();
            let half_written = data.join("authority.crt.new");
            let _ = std::fs::remove_file(&half_written);
            secret::write_new(&half_written, &pem)?;
            std::fs::rename(&half_written, &certificate).map_err(Error::io(&certificate))?;
        }
        let der = CertificateDer::from_pem_file(&certificate)
            .map_err(|error| Error::Certificate(error.to_string()))?;
        let issuer = Issuer::from_ca_cert_der(&der, read_key(&key)?)?;
        Ok(Self {
            certificate: der,
            issuer,
        })
    }

    /// What an enrolment code says of it: the first 16 bytes of the SHA-256 of its certificate.
    pub(crate) fn fingerprint(&self) -> [u8; 16] {
        let mut first = [0; 16];
        first.copy_from_slice(&secret::sha256(&self.certificate)[..16]);
        first
    }

    /// The certificate, DER.
    pub(crate) fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// A new leaf for these names and for loopback, with the chain to send.
    pub(crate) fn leaf(
        &self,
        names: &[String],
        now: u64,
    ) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Error> {
        let mut all: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
        all.extend(
            names
                .iter()
                .filter(|name| !all.contains(name))
                .cloned()
                .collect::<Vec<_>>(),
        );
        let mut params = CertificateParams::new(all)?;
        set_validity(&mut params, now, LEAF);
        params.distinguished_name.push(DnType::CommonName, "Escale");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let pair = KeyPair::generate()?;
        let leaf = params.signed_by(&pair, &self.issuer)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pair.serialize_der()));
        Ok((vec![leaf.into(), self.certificate.clone()], key))
    }
}

fn params(now: u64) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    set_validity(&mut params, now, AUTHORITY);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, "Escale, serveur central");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn new_key(path: &Path) -> Result<KeyPair, Error> {
    let pair = KeyPair::generate()?;
    secret::write_new(path, &zeroize::Zeroizing::new(pair.serialize_pem()))?;
    Ok(pair)
}

fn read_key(path: &Path) -> Result<KeyPair, Error> {
    Ok(KeyPair::from_pem(&secret::read(path)?)?)
}

/// Valid from [`SLACK`] days before to `days` days after a time in milliseconds.
fn set_validity(params: &mut CertificateParams, now: u64, days: u64) {
    let today = i64::try_from(now)
        .ok()
        .and_then(DateTime::<Utc>::from_timestamp_millis)
        .unwrap_or_default()
        .date_naive();
    let day = |date: Option<chrono::NaiveDate>| {
        let date = date.unwrap_or(today);
        date_time_ymd(date.year(), date.month() as u8, date.day() as u8)
    };
    params.not_before = day(today.checked_sub_days(Days::new(SLACK)));
    params.not_after = day(today.checked_add_days(Days::new(days)));
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_767_225_600_000;

    #[test]
    fn the_authority_stays_the_same_across_openings() {
        let folder = tempfile::tempdir().unwrap();
        let first = Authority::open(folder.path(), NOW).unwrap();
        let again = Authority::open(folder.path(), NOW + 86_400_000).unwrap();
        assert_eq!(first.certificate(), again.certificate());
        assert_eq!(first.fingerprint(), again.fingerprint());
    }

    #[test]
    fn a_leaf_is_accepted_through_the_authority_for_its_names_only() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::open(folder.path(), NOW).unwrap();
        let (chain, _) = authority.leaf(&["escale.example.org".into()], NOW).unwrap();
        assert_eq!(chain.len(), 2);
        let mut roots = rustls::RootCertStore::empty();
        roots.add(authority.certificate().clone()).unwrap();
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            rustls::client::WebPkiServerVerifier::builder_with_provider(roots.into(), provider)
                .build()
                .unwrap();
        let check = |name: &str, ms: u64| {
            use rustls::client::danger::ServerCertVerifier;
            let now =
                rustls::pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_millis(ms));
            verifier
                .verify_server_cert(
                    &chain[0],
                    &chain[1..],
                    &name.to_owned().try_into().unwrap(),
                    &[],
                    now,
                )
                .is_ok()
        };
        let day = 86_400_000;
        assert!(check("escale.example.org", NOW));
        assert!(check("127.0.0.1", NOW));
        assert!(check("localhost", NOW - 300 * day));
        assert!(!check("other.example.org", NOW));
        assert!(!check("localhost", NOW + 400 * day));
    }
}

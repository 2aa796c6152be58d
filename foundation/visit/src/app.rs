//! What every request stands on, put together once by the program.

use std::net::IpAddr;
use std::sync::Arc;

use behorig_access::Instant;
use behorig_registers::persons::PersonRegister;
use behorig_store::Db;

use crate::{AccessEnded, Guide, Menu, SessionLimits};

/// Where the time comes from: the system in production, a test's hand in tests.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Instant;
}

/// The system's clock. The only place of the program that reads it for the rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the edge that passes the time in")]
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond())
    }
}

/// Choices of the installation about requests.
#[derive(Debug, Clone)]
pub struct VisitSettings {
    /// The address that people type, without a slash at its end: `https://behorig.example.se`.
    pub public_url: String,
    /// Name of the installation, shown beside the mark.
    pub installation: String,
    /// How many proxies stand in front: the client's address is that many from the right in `X-Forwarded-For`. Zero: the
    /// connection's own address counts and the header is ignored.
    pub trusted_proxies: usize,
    /// How long sessions live.
    pub sessions: SessionLimits,
    /// Shown in a band at the top where this is no place for real data.
    pub demo: bool,
}

impl VisitSettings {
    /// Whether the browser speaks to us over TLS, so that cookies may say so.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The parts of an [`App`].
pub struct AppParts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where names of persons come from.
    pub register: Arc<dyn PersonRegister>,
    /// Choices of the installation.
    pub settings: VisitSettings,
    /// Everything that can be reached, by service.
    pub menu: Menu,
    /// The help, in the order in which it is listed.
    pub guides: Vec<Guide>,
    /// What follows when somebody's access ends.
    pub access_ended: AccessEnded,
}

/// The program as a request sees it; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl std::ops::Deref for App {
    type Target = AppParts;
    fn deref(&self) -> &AppParts {
        &self.0
    }
}

/// The address that a request came from, set by the accept loop and corrected for trusted proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The client's address: the connection's own, or with `hops` trusted proxies the one that the outermost of them wrote.
    /// Addresses further left were written by the client itself and count for nothing.
    #[must_use]
    pub fn seen_through(connection: IpAddr, forwarded_for: &str, hops: usize) -> Self {
        let written: Vec<&str> = forwarded_for.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let place = hops.checked_sub(1).and_then(|from_right| written.len().checked_sub(from_right + 1));
        let address = place.and_then(|place| written.get(place)).and_then(|text| text.parse().ok());
        Self(address.unwrap_or(connection))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_cannot_choose_its_own_address() {
        let connection = "10.0.0.9".parse().unwrap();
        let seen = |header, hops| ClientAddress::seen_through(connection, header, hops).0.to_string();
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 0), "10.0.0.9");
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 1), "2.2.2.2");
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 2), "1.1.1.1");
        assert_eq!(seen("1.1.1.1, 2.2.2.2", 3), "10.0.0.9");
        assert_eq!(seen("nonsense", 1), "10.0.0.9");
        assert_eq!(seen("", 1), "10.0.0.9");
    }
}

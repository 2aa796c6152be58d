//! Starting and stopping the simulator.

use crate::certificates::Certificates;
use crate::phone::Shared;
use crate::serving::{Door, serve};
use crate::{ClientIdentity, Clock, Person, Phone, Weather, pages, rp_api};
use rustls::RootCertStore;
use rustls::server::{ServerConfig, WebPkiClientVerifier};
use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What a simulator is started with.
#[derive(Clone, Debug)]
pub struct SimulatorOptions {
    /// Whom the phone can be, in the order in which it shows them.
    pub people: Vec<Person>,
    /// The port of the relying party API on 127.0.0.1; 0 for any that is free.
    pub rp_port: u16,
    /// The port of the phone's pages on 127.0.0.1; 0 for any that is free.
    pub app_port: u16,
    /// How fast the simulator's time goes.
    pub clock: Clock,
}

impl Default for SimulatorOptions {
    fn default() -> Self {
        Self { people: Vec::new(), rp_port: 0, app_port: 0, clock: Clock::real() }
    }
}

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// A person cannot be shown: key not unique or not plain, or number not twelve digits. Named by key alone.
    #[error("the test person {0:?} needs a key of its own (a-z, 0-9, -) and a personal number of 12 digits")]
    Person(String),
    /// The certificates could not be made.
    #[error("the simulator's certificates could not be made: {0}")]
    Certificates(#[from] rcgen::Error),
    /// TLS did not accept the certificates.
    #[error("TLS refused the simulator's certificates: {0}")]
    Tls(String),
    /// A port could not be had.
    #[error("port {port} on 127.0.0.1 cannot be used: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The way to start one.
#[derive(Debug)]
pub struct Simulator;

impl Simulator {
    /// Starts both doors on this machine, inside the running Tokio runtime.
    ///
    /// # Errors
    /// [`SimulatorError`].
    pub async fn start(options: SimulatorOptions) -> Result<Running, SimulatorError> {
        check(&options.people)?;
        let certificates = Certificates::issue()?;
        let door = Door::MutualTls { acceptor: acceptor(&certificates)?, registered: certificates.registered.clone() };
        let (rp, rp_port) = listen(options.rp_port).await?;
        let (app, app_port) = listen(options.app_port).await?;
        let shared = Arc::new(Shared::new(options.people, options.clock));
        let phone = Phone(Arc::clone(&shared));
        let tasks = [
            tokio::spawn(serve(rp, door, rp_api::router(Arc::clone(&shared)))),
            tokio::spawn(serve(app, Door::Plain, pages::router(phone.clone()))),
        ];
        Ok(Running {
            rp_base_url: format!("https://127.0.0.1:{rp_port}/rp/v6.0"),
            app_base_url: format!("http://127.0.0.1:{app_port}/"),
            client: certificates.registered_client,
            unregistered_client: certificates.unregistered_client,
            server_ca_pem: certificates.authority_pem,
            phone,
            tasks,
        })
    }
}

/// A simulator at work. Stops when dropped.
#[derive(Debug)]
pub struct Running {
    /// The API's address, up to and with its version.
    pub rp_base_url: String,
    /// The phone's address: what an autostart link begins with.
    pub app_base_url: String,
    /// The certificate by which the API knows its relying party.
    pub client: ClientIdentity,
    /// A certificate of the same authority that the API does not know: it gets 401.
    pub unregistered_client: ClientIdentity,
    /// The authority behind the API's own certificate, PEM.
    pub server_ca_pem: String,
    phone: Phone,
    tasks: [JoinHandle<()>; 2],
}

impl Running {
    /// The phone, for a test that does without its pages.
    #[must_use]
    pub fn phone(&self) -> &Phone {
        &self.phone
    }

    /// Makes the API misbehave from now on, or behave again.
    pub fn set_weather(&self, weather: Weather) {
        self.phone.0.set_weather(weather);
    }

    /// Stops both doors and waits until their ports are free.
    pub async fn stop(mut self) {
        for task in &mut self.tasks {
            task.abort();
            // The error says that it was aborted, as asked.
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

fn check(people: &[Person]) -> Result<(), SimulatorError> {
    let mut keys = HashSet::new();
    match people.iter().find(|person| !person.is_usable() || !keys.insert(person.key.as_str())) {
        Some(person) => Err(SimulatorError::Person(person.key.clone())),
        None => Ok(()),
    }
}

async fn listen(port: u16) -> Result<(TcpListener, u16), SimulatorError> {
    let failed = |source| SimulatorError::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

fn acceptor(certificates: &Certificates) -> Result<TlsAcceptor, SimulatorError> {
    // Named outright: with two providers in one program, the default one panics.
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(certificates.authority.clone()).map_err(tls)?;
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build();
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(tls)?
        .with_client_cert_verifier(verifier.map_err(tls)?)
        .with_single_cert(vec![certificates.server.clone()], certificates.server_key.clone_key())
        .map_err(tls)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn tls(error: impl std::fmt::Display) -> SimulatorError {
    SimulatorError::Tls(error.to_string())
}

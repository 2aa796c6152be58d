//! Starting and stopping, and what is kept meanwhile.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::certificates::Certificates;
use crate::{Message, Weather, api, pages};

/// Older messages make room, so that a demo that runs for weeks does not grow.
const MOST_KEPT: usize = 500;
/// After a failed accept (too many open files, most often), so that the loop does not spin.
const BREATH: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(10);

/// How the provider is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Door {
    /// In the clear, within this machine.
    #[default]
    Plain,
    /// Over TLS.
    Tls,
}

/// What a provider is started with.
#[derive(Debug, Clone)]
pub struct ExchangeOptions {
    /// How it is reached.
    pub door: Door,
    /// The user and the password that it knows.
    pub login: (String, String),
    /// The API's port on 127.0.0.1; 0 for any that is free.
    pub api_port: u16,
    /// The page's port on 127.0.0.1; 0 for any that is free.
    pub page_port: u16,
}

impl Default for ExchangeOptions {
    fn default() -> Self {
        let login = ("u5e1".to_owned(), "test".to_owned());
        Self { door: Door::Plain, login, api_port: 0, page_port: 0 }
    }
}

/// Why a provider did not open.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The certificate could not be made.
    #[error("the SMS provider's certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS did not accept the certificate.
    #[error("TLS refused the SMS provider's certificate: {0}")]
    Tls(#[from] rustls::Error),
    /// A port could not be had.
    #[error("port {port} on 127.0.0.1 cannot be used: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What both doors share.
pub(crate) struct Shared {
    pub(crate) login: (String, String),
    weather: Mutex<Weather>,
    messages: Mutex<VecDeque<Message>>,
}

impl Shared {
    pub(crate) fn weather(&self) -> Weather {
        self.weather.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn keep(&self, message: Message) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.push_front(message);
        messages.truncate(MOST_KEPT);
    }

    /// The newest first.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// The way to open one.
#[derive(Debug)]
pub struct Exchange;

impl Exchange {
    /// Opens both doors on this machine, inside the running Tokio runtime.
    ///
    /// # Errors
    /// [`ExchangeError`].
    pub async fn open(options: ExchangeOptions) -> Result<Running, ExchangeError> {
        let certificates = Certificates::issue()?;
        let authority_pem = certificates.authority_pem.clone();
        let (scheme, tls) = match options.door {
            Door::Plain => ("http", None),
            Door::Tls => ("https", Some(acceptor(certificates)?)),
        };
        let (api, api_port) = listen(options.api_port).await?;
        let (page, page_port) = listen(options.page_port).await?;
        let shared = Arc::new(Shared { login: options.login, weather: Mutex::default(), messages: Mutex::default() });
        let tasks = [
            tokio::spawn(serve(api, tls, Arc::clone(&shared), api::router(Arc::clone(&shared)))),
            tokio::spawn(serve(page, None, Arc::clone(&shared), pages::router(Arc::clone(&shared)))),
        ];
        Ok(Running {
            url: format!("{scheme}://127.0.0.1:{api_port}"),
            telephones: format!("http://127.0.0.1:{page_port}/"),
            authority_pem,
            shared,
            tasks,
        })
    }
}

/// Ends the connection that a request came by, without an answer.
#[derive(Clone, Default)]
pub(crate) struct HangUp(pub(crate) Arc<Notify>);

/// Serves until its task is aborted, which ends every connection with it.
async fn serve(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(meet(stream, tls.clone(), Arc::clone(&shared), router.clone()))),
                Err(_) => tokio::time::sleep(BREATH).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn meet(stream: TcpStream, tls: Option<TlsAcceptor>, shared: Arc<Shared>, router: Router) {
    if shared.weather() == Weather::HangsUp {
        return;
    }
    match tls {
        None => talk(stream, router).await,
        Some(acceptor) => {
            let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await else { return };
            talk(stream, router).await;
        }
    }
}

async fn talk(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let hang_up = HangUp::default();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let service = TowerToHyperService::new(router.layer(Extension(hang_up.clone())));
    tokio::select! {
        // An error here is the caller's going away; there is nobody left to tell.
        _ = http.serve_connection(TokioIo::new(stream), service) => {}
        () = hang_up.0.notified() => {}
    }
}

/// A provider at work. Closes when dropped.
pub struct Running {
    /// The API's address, up to what stands before `/a1/`.
    pub url: String,
    /// The page's address.
    pub telephones: String,
    /// The authority behind the API's certificate, PEM.
    pub authority_pem: String,
    shared: Arc<Shared>,
    tasks: [JoinHandle<()>; 2],
}

impl Running {
    /// What came, the newest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.shared.messages()
    }

    /// The user and the password that it knows.
    #[must_use]
    pub fn login(&self) -> (String, String) {
        self.shared.login.clone()
    }

    /// Makes the provider misbehave from now on, or behave again.
    pub fn set_weather(&self, weather: Weather) {
        *self.shared.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }

    /// Closes both doors and waits until their ports are free.
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

async fn listen(port: u16) -> Result<(TcpListener, u16), ExchangeError> {
    let failed = |source| ExchangeError::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

fn acceptor(certificates: Certificates) -> Result<TlsAcceptor, ExchangeError> {
    // Named outright: with two providers in one program, the default one panics.
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificates.server], certificates.server_key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

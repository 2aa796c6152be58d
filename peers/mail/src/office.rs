//! Starting and stopping, and what is kept meanwhile.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::certificates::Certificates;
use crate::smtp::{self, Keeping};
use crate::{Mail, Weather, pages};

/// Older mail makes room, so that a demo that runs for weeks does not grow.
const MOST_KEPT: usize = 500;
/// After a failed accept (too many open files, most often), so that the loop does not spin.
const BREATH: Duration = Duration::from_millis(50);

/// How the server is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Door {
    /// In the clear, within this machine.
    #[default]
    Plain,
    /// With STARTTLS, and not without.
    StartTls,
    /// Over TLS from the first byte.
    Tls,
}

/// What a post office is started with.
#[derive(Debug, Clone, Default)]
pub struct OfficeOptions {
    /// How the server is reached.
    pub door: Door,
    /// User and password that it asks for.
    pub login: Option<(String, String)>,
    /// The server's port on 127.0.0.1; 0 for any that is free.
    pub smtp_port: u16,
    /// The mailbox's port on 127.0.0.1; 0 for any that is free.
    pub page_port: u16,
}

/// Why a post office did not open.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The certificate could not be made.
    #[error("the mail server's certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS did not accept the certificate.
    #[error("TLS refused the mail server's certificate: {0}")]
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
    pub(crate) keeping: Keeping,
    pub(crate) login: Option<(String, String)>,
    weather: Mutex<Weather>,
    mails: Mutex<VecDeque<Mail>>,
}

impl Shared {
    pub(crate) fn weather(&self) -> Weather {
        self.weather.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn keep(&self, mail: Mail) {
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(mail);
        mails.truncate(MOST_KEPT);
    }

    /// The newest first.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// The way to open one.
#[derive(Debug)]
pub struct PostOffice;

impl PostOffice {
    /// Opens both doors on this machine, inside the running Tokio runtime.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub async fn open(options: OfficeOptions) -> Result<Running, OfficeError> {
        let certificates = Certificates::issue()?;
        let authority_pem = certificates.authority_pem.clone();
        let keeping = match options.door {
            Door::Plain => Keeping::Plain,
            Door::StartTls => Keeping::StartTls(acceptor(certificates)?),
            Door::Tls => Keeping::Tls(acceptor(certificates)?),
        };
        let (smtp, smtp_port) = listen(options.smtp_port).await?;
        let (page, page_port) = listen(options.page_port).await?;
        let shared =
            Arc::new(Shared { keeping, login: options.login, weather: Mutex::default(), mails: Mutex::default() });
        let tasks = [
            tokio::spawn(serve(smtp, Arc::clone(&shared), smtp::meet)),
            tokio::spawn(serve(page, Arc::clone(&shared), pages::meet)),
        ];
        let mailbox = format!("http://127.0.0.1:{page_port}/");
        Ok(Running { smtp_port, mailbox, authority_pem, shared, tasks })
    }
}

/// Serves until its task is aborted, which ends every connection with it.
async fn serve<F>(listener: TcpListener, shared: Arc<Shared>, meet: impl Fn(TcpStream, Arc<Shared>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(meet(stream, Arc::clone(&shared)))),
                Err(_) => tokio::time::sleep(BREATH).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// A post office at work. Closes when dropped.
pub struct Running {
    /// The server's port on 127.0.0.1.
    pub smtp_port: u16,
    /// The mailbox's address.
    pub mailbox: String,
    /// The authority behind the server's certificate, PEM.
    pub authority_pem: String,
    shared: Arc<Shared>,
    tasks: [JoinHandle<()>; 2],
}

impl Running {
    /// What came, the newest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.mails()
    }

    /// Makes the server misbehave from now on, or behave again.
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

async fn listen(port: u16) -> Result<(TcpListener, u16), OfficeError> {
    let failed = |source| OfficeError::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

fn acceptor(certificates: Certificates) -> Result<TlsAcceptor, OfficeError> {
    // Named outright: with two providers in one program, the default one panics.
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificates.server], certificates.server_key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

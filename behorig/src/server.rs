//! The accept loop: our own, since the framework's sets no time limit on request headers.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::response::{IntoResponse as _, Response};
use behorig_sign_in::siths;
use behorig_visit::ClientAddress;
use http::{HeaderValue, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rustls::pki_types::CertificateDer;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// More than this many connections at once wait in the system's queue.
const CONNECTIONS: usize = 4096;
/// A client that does not finish its headers in this time is cut off.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// When the program stops, requests in progress get this long.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);
/// Connections that the system had taken for us when the program stops listening are there at once, or they are none.
const LAST_CALL: Duration = Duration::from_millis(20);
/// Whoever shares out requests asks here whether this node takes them: 200, and 503 from the moment it was asked to stop.
pub const READY_PATH: &str = "/redo";

/// How a port treats its connections.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// A TLS handshake that takes longer is cut off.
    pub handshake_within: Duration,
    /// Whether more than one request may come on a connection.
    pub keeps_connections: bool,
}

impl Manners {
    /// Of a port where nobody needs to think before the first request.
    pub const ORDINARY: Self = Self { handshake_within: Duration::from_secs(10), keeps_connections: true };
    /// Of the port where cards are shown: the card signs within the handshake, while its owner chooses a certificate and types the PIN.
    /// What was shown counts for one request, whatever became of it.
    pub const CARDS: Self = Self { handshake_within: Duration::from_secs(120), keeps_connections: false };
}

/// A listening server.
pub struct Server {
    /// Where it listens.
    pub listener: TcpListener,
    /// What answers.
    pub router: Router,
    /// TLS, where the program itself speaks it.
    pub tls: Option<TlsAcceptor>,
    /// How many proxies stand in front.
    pub trusted_proxies: usize,
    /// Asked to stop, it says so at [`READY_PATH`] and goes on taking requests for so long, until nobody sends any more here.
    pub leaves_after: Duration,
    /// How it treats its connections.
    pub manners: Manners,
}

impl Server {
    /// Serves until `stop` is ready, then lets requests in progress end.
    pub async fn serve_until(self, stop: impl Future<Output = ()>) {
        let Self { listener, router, tls, trusted_proxies, leaves_after, manners } = self;
        let graceful = GracefulShutdown::new();
        let mut builder = Builder::new(hyper_util::rt::TokioExecutor::new()).http1_only();
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .keep_alive(manners.keeps_connections);
        let door = Door {
            listener,
            builder: Arc::new(builder),
            turns: Arc::new(Semaphore::new(CONNECTIONS)),
            is_leaving: Arc::default(),
            router,
            tls,
            handshake_within: manners.handshake_within,
            hops: trusted_proxies,
        };
        door.open_until(&graceful, stop).await;
        door.is_leaving.store(true, Ordering::Relaxed);
        door.open_until(&graceful, tokio::time::sleep(leaves_after)).await;
        door.let_in_the_last(&graceful).await;
        // Nobody connects any more: who tries is sent elsewhere at once.
        drop(door);
        if tokio::time::timeout(DRAIN_WITHIN, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests were still in progress when the program stopped");
        }
    }
}

/// Where connections come in.
struct Door {
    listener: TcpListener,
    builder: Arc<Builder<hyper_util::rt::TokioExecutor>>,
    turns: Arc<Semaphore>,
    is_leaving: Arc<AtomicBool>,
    router: Router,
    tls: Option<TlsAcceptor>,
    handshake_within: Duration,
    hops: usize,
}

impl Door {
    async fn open_until(&self, graceful: &GracefulShutdown, end: impl Future<Output = ()>) {
        tokio::pin!(end);
        loop {
            let turn = tokio::select! {
                turn = Arc::clone(&self.turns).acquire_owned() => turn,
                () = &mut end => return,
            };
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut end => return,
            };
            match accepted {
                Ok((stream, peer)) => self.let_in(graceful, turn.ok(), stream, peer),
                Err(error) => {
                    // Out of file descriptors, for instance: breathe, and go on.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    /// Whoever the system has connected already would be cut off when the listener is closed.
    async fn let_in_the_last(&self, graceful: &GracefulShutdown) {
        let all = async {
            while let Ok((stream, peer)) = self.listener.accept().await {
                self.let_in(graceful, None, stream, peer);
            }
        };
        // However many go on coming, this ends.
        let _ = tokio::time::timeout(LAST_CALL, all).await;
    }

    fn let_in(
        &self,
        graceful: &GracefulShutdown,
        turn: Option<OwnedSemaphorePermit>,
        stream: TcpStream,
        peer: SocketAddr,
    ) {
        let connection = Connection {
            builder: Arc::clone(&self.builder),
            router: self.router.clone(),
            tls: self.tls.clone(),
            handshake_within: self.handshake_within,
            peer,
            hops: self.hops,
            is_leaving: Arc::clone(&self.is_leaving),
            watcher: graceful.watcher(),
        };
        tokio::spawn(async move {
            connection.serve(stream).await;
            drop(turn);
        });
    }
}

struct Connection {
    builder: Arc<Builder<hyper_util::rt::TokioExecutor>>,
    router: Router,
    tls: Option<TlsAcceptor>,
    handshake_within: Duration,
    peer: SocketAddr,
    hops: usize,
    is_leaving: Arc<AtomicBool>,
    watcher: hyper_util::server::graceful::Watcher,
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        // Without this, small answers wait for the client's acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection refused TCP_NODELAY");
        }
        match self.tls.clone() {
            None => self.serve_on(TokioIo::new(stream), Arc::default()).await,
            Some(tls) => match tokio::time::timeout(self.handshake_within, tls.accept(stream)).await {
                Ok(Ok(stream)) => {
                    // None at the ordinary port, which asks for no certificate.
                    let chain = Arc::from(stream.get_ref().1.peer_certificates().unwrap_or_default());
                    self.serve_on(TokioIo::new(stream), chain).await;
                }
                Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            },
        }
    }

    async fn serve_on<I>(self, io: I, chain: Arc<[CertificateDer<'static>]>)
    where
        I: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
    {
        let Self { builder, router, peer, hops, is_leaving, watcher, .. } = self;
        let peer = peer.ip();
        let shown = siths::Connection { peer, chain };
        let service = tower::service_fn(move |mut request: http::Request<hyper::body::Incoming>| {
            let address = {
                let header = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
                ClientAddress::seen_through(peer, header.unwrap_or_default(), hops)
            };
            request.extensions_mut().insert(address);
            request.extensions_mut().insert(shown.clone());
            let (router, is_leaving) = (router.clone(), Arc::clone(&is_leaving));
            async move {
                if request.uri().path() == READY_PATH {
                    return Ok(readiness(is_leaving.load(Ordering::Relaxed)));
                }
                let mut response = router.oneshot(request.map(axum::body::Body::new)).await?;
                if is_leaving.load(Ordering::Relaxed) {
                    // A connection that is kept would be closed under the next request on it.
                    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(response)
            }
        });
        let connection = builder.serve_connection(io, TowerToHyperService::new(service)).into_owned();
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

fn readiness(is_leaving: bool) -> Response {
    let (status, words) = match is_leaving {
        false => (StatusCode::OK, "redo\n"),
        true => (StatusCode::SERVICE_UNAVAILABLE, "stannar\n"),
    };
    (status, [(header::CACHE_CONTROL, "no-store"), (header::CONNECTION, "close")], words).into_response()
}

//! The accept loop: our own, since the framework's sets no time limit on request headers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use behorig_visit::ClientAddress;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// More than this many connections at once wait in the system's queue.
const CONNECTIONS: usize = 4096;
/// A client that does not finish its headers in this time is cut off.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// A TLS handshake that takes longer is cut off.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// When the program stops, requests in progress get this long.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);

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
}

impl Server {
    /// Serves until `stop` is ready, then lets requests in progress end.
    pub async fn serve_until(self, stop: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        let turns = Arc::new(Semaphore::new(CONNECTIONS));
        let mut builder = Builder::new(hyper_util::rt::TokioExecutor::new()).http1_only();
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN).keep_alive(true);
        let builder = Arc::new(builder);
        tokio::pin!(stop);
        loop {
            let turn = tokio::select! {
                turn = Arc::clone(&turns).acquire_owned() => turn,
                () = &mut stop => break,
            };
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut stop => break,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, for instance: breathe, and go on.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let connection = Connection {
                builder: Arc::clone(&builder),
                router: self.router.clone(),
                tls: self.tls.clone(),
                peer,
                hops: self.trusted_proxies,
                watcher: graceful.watcher(),
            };
            tokio::spawn(async move {
                connection.serve(stream).await;
                drop(turn);
            });
        }
        if tokio::time::timeout(DRAIN_WITHIN, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests were still in progress when the program stopped");
        }
    }
}

struct Connection {
    builder: Arc<Builder<hyper_util::rt::TokioExecutor>>,
    router: Router,
    tls: Option<TlsAcceptor>,
    peer: SocketAddr,
    hops: usize,
    watcher: hyper_util::server::graceful::Watcher,
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        // Without this, small answers wait for the client's acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection refused TCP_NODELAY");
        }
        match self.tls.clone() {
            None => self.serve_on(TokioIo::new(stream)).await,
            Some(tls) => match tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.serve_on(TokioIo::new(stream)).await,
                Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            },
        }
    }

    async fn serve_on<I>(self, io: I)
    where
        I: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
    {
        let (peer, hops) = (self.peer.ip(), self.hops);
        let service = self.router.map_request(move |mut request: http::Request<hyper::body::Incoming>| {
            let address = {
                let header = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
                ClientAddress::seen_through(peer, header.unwrap_or_default(), hops)
            };
            request.extensions_mut().insert(address);
            request.map(axum::body::Body::new)
        });
        let connection = self.builder.serve_connection(io, TowerToHyperService::new(service)).into_owned();
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

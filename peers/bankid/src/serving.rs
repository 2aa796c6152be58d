//! Accepting connections: plain ones for the phone, mutual TLS for the API.

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::pki_types::CertificateDer;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

const PATIENCE: Duration = Duration::from_secs(10);
/// After a failed accept (too many open files, most often), so that the loop does not spin.
const BREATH: Duration = Duration::from_millis(50);

/// Who is at the other end of a connection to the API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    /// Whether its certificate is the one that the API knows, not merely one of the same authority.
    pub(crate) is_registered: bool,
}

/// How to meet a connection.
#[derive(Clone)]
pub(crate) enum Door {
    Plain,
    MutualTls { acceptor: TlsAcceptor, registered: CertificateDer<'static> },
}

/// Serves until its task is aborted, which ends every connection with it.
pub(crate) async fn serve(listener: TcpListener, door: Door, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(meet(stream, door.clone(), router.clone()))),
                Err(_) => sleep(BREATH).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn meet(stream: TcpStream, door: Door, router: Router) {
    match door {
        Door::Plain => talk(stream, router).await,
        Door::MutualTls { acceptor, registered } => {
            // A caller without a certificate of ours ends here, in the handshake.
            let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(stream)).await else { return };
            let certificates = stream.get_ref().1.peer_certificates();
            let is_registered = certificates.and_then(<[_]>::first) == Some(&registered);
            talk(stream, router.layer(Extension(Caller { is_registered }))).await;
        }
    }
}

async fn talk(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    // An error here is the caller's going away; there is nobody left to tell.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}

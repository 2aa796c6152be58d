//! The other side of a ratio: the same server with a constant string for a page.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use behorig::server::{Manners, Server};
use tokio::net::TcpListener;

/// Serves a string of `bytes` bytes on a free port, through the same accept loop as the program.
///
/// # Errors
/// Where no port can be had.
pub async fn serve(bytes: usize) -> std::io::Result<SocketAddr> {
    let text: &'static str = Box::leak("a".repeat(bytes).into_boxed_str());
    let router = Router::new().route("/", get(async move || ([("content-type", "text/html")], text)));
    listen(router).await
}

/// Serves a router on a free port until the process ends.
///
/// # Errors
/// Where no port can be had.
pub async fn listen(router: Router) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = Server {
        listener,
        router,
        tls: None,
        trusted_proxies: 0,
        leaves_after: Duration::ZERO,
        manners: Manners::ORDINARY,
    };
    tokio::spawn(server.serve_until(std::future::pending()));
    Ok(address)
}

//! A node that is asked to stop: it says so first, takes what still comes for a while, and cuts nobody off.

use std::net::SocketAddr;
use std::time::Duration;

use behorig::server::{Manners, READY_PATH, Server};
use proof_support::{TestDb, both_databases};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::site::Site;

both_databases!(a_node_says_that_it_stops_before_it_does_and_answers_all_that_came_until_then);

async fn asked(at: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(at).await.unwrap();
    answered(&mut stream, path).await;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Sends a request on a connection that would be kept.
async fn answered(stream: &mut TcpStream, path: &str) {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: behorig.test\r\n\r\n").as_bytes()).await.unwrap();
}

async fn a_node_says_that_it_stops_before_it_does_and_answers_all_that_came_until_then(test: TestDb) {
    let site = Site::new(test).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let leaves_after = Duration::from_millis(700);
    let server = Server {
        listener,
        router: site.router.clone(),
        tls: None,
        trusted_proxies: 0,
        leaves_after,
        manners: Manners::ORDINARY,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve_until(async {
        let _ = stopped.await;
    }));
    let ready = asked(at, READY_PATH).await;
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    // One that has sent half of its request when the node is asked to stop, and takes its time.
    let mut slow = TcpStream::connect(at).await.unwrap();
    slow.write_all(b"GET /logga-in HTTP/1.1\r\nhost: beh").await.unwrap();

    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let ready = asked(at, READY_PATH).await;
    assert!(ready.starts_with("HTTP/1.1 503"), "{ready}");
    let page = asked(at, "/logga-in").await;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("connection: close"), "{page}");
    slow.write_all(b"orig.test\r\n\r\n").await.unwrap();
    let mut late = String::new();
    slow.read_to_string(&mut late).await.unwrap();
    assert!(late.starts_with("HTTP/1.1 200") && late.ends_with("</html>"), "{late}");

    tokio::time::timeout(Duration::from_secs(5), serving).await.unwrap().unwrap();
    assert!(TcpStream::connect(at).await.is_err(), "somebody still listens");
}

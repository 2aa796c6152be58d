//! Load: so many at a time, each doing one thing after another, for so long.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;

/// Something that is done again and again.
pub trait Work: Send + 'static {
    /// Does it once.
    fn once(&mut self) -> impl Future<Output = Outcome<()>> + Send;
}

/// What a round of load met.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// Times a second.
    pub rate: f64,
    /// How long each took, in microseconds, sorted.
    pub times: Vec<f64>,
}

/// Lets all work at the same time for so long.
///
/// # Errors
/// The first that any of them met.
pub async fn together<W: Work>(workers: &mut Vec<W>, long: Duration) -> Outcome<Met> {
    let begin = Instant::now();
    let tasks: Vec<_> = workers.drain(..).map(|worker| tokio::spawn(until(worker, begin + long))).collect();
    let mut met = Met::default();
    for task in tasks {
        let (worker, times) = task.await??;
        workers.push(worker);
        met.times.extend(times);
    }
    met.rate = met.times.len() as f64 / begin.elapsed().as_secs_f64();
    met.times.sort_by(f64::total_cmp);
    Ok(met)
}

async fn until<W: Work>(mut worker: W, end: Instant) -> Outcome<(W, Vec<f64>)> {
    let mut times = Vec::new();
    loop {
        let begin = Instant::now();
        if begin >= end {
            return Ok((worker, times));
        }
        worker.once().await?;
        times.push(begin.elapsed().as_secs_f64() * 1e6);
    }
}

/// A browser's connection to a server.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn to(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a request and gives the answer's body; an answer of another status is an error.
    ///
    /// # Errors
    /// Where the connection fails, or the answer is not the one asked for.
    pub async fn ask(&mut self, request: &[u8], status: u16) -> Outcome<&[u8]> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection".into());
            }
            let Some(head) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let length = length_of(self.buffer.get(..head).unwrap_or_default(), status)?;
            while self.buffer.len() < head + 4 + length {
                if self.stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err("half an answer".into());
                }
            }
            return Ok(self.buffer.get(head + 4..).unwrap_or_default());
        }
    }
}

/// The length of the body that follows a head.
fn length_of(head: &[u8], status: u16) -> Outcome<usize> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !text.starts_with(&format!("http/1.1 {status}")) {
        return Err(format!("the server answered {}", text.lines().next().unwrap_or_default()).into());
    }
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    length.ok_or_else(|| "an answer without a length".into())
}

/// A browser that reads one page after the other, each with its own session, and begins anew.
pub struct Wanderer {
    connection: Connection,
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl Wanderer {
    /// A browser in front of these pages, each a path with a cookie.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn of(address: SocketAddr, pages: &[(String, String)]) -> Outcome<Self> {
        let requests = pages.iter().map(|(path, cookie)| request_for(address, path, cookie)).collect();
        Ok(Self { connection: Connection::to(address).await?, requests, next: 0 })
    }

    /// The next page.
    ///
    /// # Errors
    /// Where it is not to be had.
    pub async fn page(&mut self) -> Outcome<&[u8]> {
        let request = self.requests.get(self.next).ok_or("no page to read")?;
        self.next = (self.next + 1) % self.requests.len();
        self.connection.ask(request, 200).await
    }
}

impl Work for Wanderer {
    async fn once(&mut self) -> Outcome<()> {
        self.page().await.map(|_| ())
    }
}

fn request_for(address: SocketAddr, path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\naccept-language: sv\r\n\r\n").into_bytes()
}

/// A browser that reads one page again and again.
pub struct Reader {
    connection: Connection,
    request: Vec<u8>,
}

impl Reader {
    /// A browser with a session's cookie in front of a page.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn of(address: SocketAddr, path: &str, cookie: &str) -> Outcome<Self> {
        Ok(Self { connection: Connection::to(address).await?, request: request_for(address, path, cookie) })
    }

    /// So many of them.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn many(count: usize, address: SocketAddr, path: &str, cookie: &str) -> Outcome<Vec<Self>> {
        let mut readers = Vec::new();
        for _ in 0..count {
            readers.push(Self::of(address, path, cookie).await?);
        }
        Ok(readers)
    }

    /// The page.
    ///
    /// # Errors
    /// Where it is not to be had.
    pub async fn page(&mut self) -> Outcome<String> {
        let body = self.connection.ask(&self.request, 200).await?;
        Ok(String::from_utf8(body.to_vec())?)
    }
}

impl Work for Reader {
    async fn once(&mut self) -> Outcome<()> {
        self.connection.ask(&self.request, 200).await.map(|_| ())
    }
}

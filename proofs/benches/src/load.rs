//! Load: browsers that keep a connection each and ask for one page after another, for so long.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a round of load met.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// Requests a second.
    pub rate: f64,
    /// How long each request took, in microseconds, sorted.
    pub times: Vec<f64>,
    /// Bytes of the last answer's body.
    pub bytes: usize,
}

/// Why there is no figure.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Io(#[from] std::io::Error),
    /// The answer was not what a figure may be made of.
    #[error("the server answered {0}")]
    Answer(String),
}

/// A request that a browser sends again and again.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The whole request, headers and body.
    pub text: Vec<u8>,
    /// The status that counts as served, such as 200.
    pub status: u16,
}

impl Asked {
    /// A page with a session's cookie.
    #[must_use]
    pub fn page(path: &str, cookie: &str) -> Self {
        let text = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {cookie}\r\naccept-language: sv\r\n\r\n");
        Self { text: text.into_bytes(), status: 200 }
    }
}

/// Sends `asked` over `browsers` connections for so long.
///
/// # Errors
/// Where a connection fails or an answer is another than the one asked for.
pub async fn load(address: SocketAddr, asked: &Asked, browsers: usize, long: Duration) -> Result<Met, LoadError> {
    let begin = Instant::now();
    let tasks: Vec<_> = (0..browsers).map(|_| tokio::spawn(browse(address, asked.clone(), begin + long))).collect();
    let mut met = Met::default();
    for task in tasks {
        let (times, bytes) = task.await.map_err(|error| LoadError::Answer(error.to_string()))??;
        met.times.extend(times);
        met.bytes = bytes;
    }
    met.rate = met.times.len() as f64 / begin.elapsed().as_secs_f64();
    met.times.sort_by(f64::total_cmp);
    Ok(met)
}

async fn browse(address: SocketAddr, asked: Asked, end: Instant) -> Result<(Vec<f64>, usize), LoadError> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut bytes, mut buffer) = (Vec::new(), 0, Vec::with_capacity(256 * 1024));
    while Instant::now() < end {
        let begin = Instant::now();
        stream.write_all(&asked.text).await?;
        bytes = read_answer(&mut stream, &mut buffer, asked.status).await?;
        times.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    Ok((times, bytes))
}

/// Reads one answer with a length, and gives the length of its body.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>, status: u16) -> Result<usize, LoadError> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err(LoadError::Answer("nothing and closed".to_owned()));
        }
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(buffer.get(..head).unwrap_or_default()).to_ascii_lowercase();
        if !text.starts_with(&format!("http/1.1 {status}")) {
            return Err(LoadError::Answer(text.lines().next().unwrap_or_default().to_owned()));
        }
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        let length = length.ok_or_else(|| LoadError::Answer("an answer without a length".to_owned()))?;
        while buffer.len() < head + 4 + length {
            if stream.read_buf(buffer).await? == 0 {
                return Err(LoadError::Answer("half an answer".to_owned()));
            }
        }
        return Ok(length);
    }
}

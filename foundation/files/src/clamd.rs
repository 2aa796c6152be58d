//! The antivirus program: clamd's INSTREAM, as `clamd(8)` describes it.
//!
//! The file goes to clamd as it goes to the store: pieces with their length before them, a length of nought at the end, and one
//! line back, `stream: OK` or `stream: <what> FOUND`.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long one step of the conversation may take.
const STEP: Duration = Duration::from_secs(10);
/// How long clamd may think about a file: within what a request may take.
const VERDICT: Duration = Duration::from_secs(30);
const LONGEST_ANSWER: u64 = 1_024;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// `host:port`.
    Tcp(String),
    /// The path of a socket.
    Unix(PathBuf),
}

/// The text is no address of clamd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be host:port, or the whole path of a socket")]
pub struct WrongAddress;

/// clamd could not be asked, or gave no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScannerAway(String);

impl fmt::Display for Clamd {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => out.write_str(address),
            Self::Unix(path) => write!(out, "{}", path.display()),
        }
    }
}

impl std::str::FromStr for Clamd {
    type Err = WrongAddress;

    fn from_str(text: &str) -> Result<Self, WrongAddress> {
        if text.starts_with('/') {
            return Ok(Self::Unix(text.into()));
        }
        let (host, port) = text.rsplit_once(':').ok_or(WrongAddress)?;
        match port.parse::<u16>() {
            Ok(port) if port > 0 && !host.is_empty() && !host.contains("//") => Ok(Self::Tcp(text.to_owned())),
            _ => Err(WrongAddress),
        }
    }
}

/// What clamd says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clean,
    Infected,
}

trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

impl Clamd {
    async fn call(&self) -> Result<Box<dyn Line>, ScannerAway> {
        let line: Result<Box<dyn Line>, std::io::Error> = match self {
            Self::Tcp(address) => {
                within(STEP, TcpStream::connect(address)).await.map(|line| Box::new(line) as Box<dyn Line>)
            }
            #[cfg(unix)]
            Self::Unix(path) => {
                within(STEP, tokio::net::UnixStream::connect(path)).await.map(|line| Box::new(line) as Box<dyn Line>)
            }
            #[cfg(not(unix))]
            Self::Unix(_) => Err(std::io::Error::other("there are no such sockets here")),
        };
        line.map_err(|error| ScannerAway(format!("{self}: {error}")))
    }

    /// Begins to show clamd a file.
    pub(crate) async fn begin(&self) -> Result<Scan, ScannerAway> {
        let mut scan = Scan { line: self.call().await?, address: self.to_string() };
        scan.write(b"zINSTREAM\0").await?;
        Ok(scan)
    }

    /// Asks whether clamd is there.
    ///
    /// # Errors
    /// [`ScannerAway`] where nobody answers or somebody else does.
    pub async fn check(&self) -> Result<(), ScannerAway> {
        let mut scan = Scan { line: self.call().await?, address: self.to_string() };
        scan.write(b"zPING\0").await?;
        match scan.answer(STEP).await?.as_str() {
            "PONG" => Ok(()),
            other => Err(ScannerAway(format!("{self} answers {other:?}"))),
        }
    }
}

/// A file on its way to clamd.
pub(crate) struct Scan {
    line: Box<dyn Line>,
    address: String,
}

impl Scan {
    /// The next piece of the file.
    pub(crate) async fn feed(&mut self, piece: &[u8]) -> Result<(), ScannerAway> {
        let Ok(length) = u32::try_from(piece.len()) else {
            return Err(ScannerAway("a piece larger than the protocol has words for".to_owned()));
        };
        if length == 0 {
            return Ok(());
        }
        self.write(&length.to_be_bytes()).await?;
        self.write(piece).await
    }

    /// What clamd says, when the file is at its end.
    pub(crate) async fn finish(mut self) -> Result<Verdict, ScannerAway> {
        self.write(&0_u32.to_be_bytes()).await?;
        let answer = self.answer(VERDICT).await?;
        match answer.strip_prefix("stream: ") {
            Some("OK") => Ok(Verdict::Clean),
            Some(found) if found.ends_with(" FOUND") => {
                tracing::warn!(%found, "the antivirus program stopped a file");
                Ok(Verdict::Infected)
            }
            _ => Err(ScannerAway(format!("{} answers {answer:?}", self.address))),
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), ScannerAway> {
        let written = within(STEP, self.line.write_all(bytes)).await;
        written.map_err(|error| ScannerAway(format!("{}: {error}", self.address)))
    }

    async fn answer(&mut self, patience: Duration) -> Result<String, ScannerAway> {
        let mut answer = Vec::new();
        let read = async {
            self.line.flush().await?;
            let mut line = (&mut self.line).take(LONGEST_ANSWER);
            while !answer.ends_with(&[0]) && line.read_buf(&mut answer).await? > 0 {}
            Ok(())
        };
        let read = within(patience, read).await;
        read.map_err(|error| ScannerAway(format!("{}: {error}", self.address)))?;
        Ok(String::from_utf8_lossy(&answer).trim_end_matches('\0').trim().to_owned())
    }
}

async fn within<T>(
    patience: Duration,
    step: impl Future<Output = Result<T, std::io::Error>>,
) -> Result<T, std::io::Error> {
    timeout(patience, step).await.unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_with_a_port_or_a_path() {
        assert_eq!("127.0.0.1:3310".parse(), Ok(Clamd::Tcp("127.0.0.1:3310".to_owned())));
        assert_eq!("[::1]:3310".parse(), Ok(Clamd::Tcp("[::1]:3310".to_owned())));
        assert_eq!("/run/clamav/clamd.ctl".parse(), Ok(Clamd::Unix("/run/clamav/clamd.ctl".into())));
        for wrong in ["clamd", "clamd:", ":3310", "tcp://clamd:3310", "clamd:0", "clamd:99999", ""] {
            assert_eq!(wrong.parse::<Clamd>(), Err(WrongAddress), "{wrong}");
        }
    }
}

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

const LONGEST_ANSWER: u64 = 1_024;

/// How long clamd is waited for.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// One step of the conversation.
    step: Duration,
    /// What it may think about a file: within what a request may take.
    verdict: Duration,
    /// What it may still have to say when it has hung up.
    last_word: Duration,
}

const PATIENCE: Patience =
    Patience { step: Duration::from_secs(10), verdict: Duration::from_secs(30), last_word: Duration::from_secs(1) };

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
    async fn call(&self, patience: Patience) -> Result<Scan, ScannerAway> {
        let line: Result<Box<dyn Line>, std::io::Error> = match self {
            Self::Tcp(address) => {
                within(patience.step, TcpStream::connect(address)).await.map(|line| Box::new(line) as Box<dyn Line>)
            }
            #[cfg(unix)]
            Self::Unix(path) => within(patience.step, tokio::net::UnixStream::connect(path))
                .await
                .map(|line| Box::new(line) as Box<dyn Line>),
            #[cfg(not(unix))]
            Self::Unix(_) => Err(std::io::Error::other("there are no such sockets here")),
        };
        let line = line.map_err(|error| ScannerAway(format!("{self}: {error}")))?;
        Ok(Scan { line, address: self.to_string(), patience })
    }

    /// Begins to show clamd a file.
    pub(crate) async fn begin(&self) -> Result<Scan, ScannerAway> {
        self.begin_with(PATIENCE).await
    }

    async fn begin_with(&self, patience: Patience) -> Result<Scan, ScannerAway> {
        let mut scan = self.call(patience).await?;
        scan.write(b"zINSTREAM\0").await?;
        Ok(scan)
    }

    /// Asks whether clamd is there.
    ///
    /// # Errors
    /// [`ScannerAway`] where nobody answers or somebody else does.
    pub async fn check(&self) -> Result<(), ScannerAway> {
        self.check_with(PATIENCE).await
    }

    async fn check_with(&self, patience: Patience) -> Result<(), ScannerAway> {
        let mut scan = self.call(patience).await?;
        scan.write(b"zPING\0").await?;
        match scan.answer(patience.step).await?.as_str() {
            "PONG" => Ok(()),
            other => Err(ScannerAway(format!("{self} answers {other:?}"))),
        }
    }
}

/// A file on its way to clamd.
pub(crate) struct Scan {
    line: Box<dyn Line>,
    address: String,
    patience: Patience,
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
        let answer = self.answer(self.patience.verdict).await?;
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
        let Err(error) = within(self.patience.step, self.line.write_all(bytes)).await else { return Ok(()) };
        // Whoever refuses a file in the middle of it says why and hangs up: a file larger than its `StreamMaxLength`, most often.
        let why = match self.answer(self.patience.last_word).await {
            Ok(answer) if !answer.is_empty() => format!("answers {answer:?}"),
            _ => error.to_string(),
        };
        Err(ScannerAway(format!("{}: {why}", self.address)))
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
    use tokio::net::TcpListener;

    use super::*;

    const SHORT: Patience = Patience {
        step: Duration::from_millis(100),
        verdict: Duration::from_millis(200),
        last_word: Duration::from_millis(100),
    };

    /// Somebody who listens, and what becomes of the first who calls.
    async fn listener<F: Future<Output = ()> + Send + 'static>(
        meet: impl FnOnce(TcpStream) -> F + Send + 'static,
    ) -> Clamd {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            meet(stream).await;
        });
        Clamd::Tcp(address)
    }

    #[tokio::test]
    async fn an_antivirus_program_that_says_nothing_is_not_waited_for_for_ever() {
        let silent = |stream| async move {
            std::future::pending::<()>().await;
            drop(stream);
        };
        assert!(listener(silent).await.check_with(SHORT).await.unwrap_err().to_string().contains("timed out"));
        // It takes the whole file and gives no verdict.
        let reading = |mut stream: TcpStream| async move {
            let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
        };
        let mut scan = listener(reading).await.begin_with(SHORT).await.unwrap();
        scan.feed(&[b'x'; 1_000_000]).await.unwrap();
        assert!(scan.finish().await.unwrap_err().to_string().contains("timed out"));
        // It does not even read.
        let mut scan = listener(silent).await.begin_with(SHORT).await.unwrap();
        let fed = async {
            loop {
                scan.feed(&[b'x'; 1_000_000]).await?;
            }
        };
        let fed: Result<(), ScannerAway> = fed.await;
        assert!(fed.unwrap_err().to_string().contains("timed out"));
    }

    #[tokio::test]
    async fn why_a_file_was_refused_in_the_middle_is_told() {
        let refusing = |mut stream: TcpStream| async move {
            let mut some = vec![0; 100_000];
            stream.read_exact(&mut some).await.unwrap();
            stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
            // As clamd does it: what comes is read past until the other side ends.
            stream.shutdown().await.unwrap();
        };
        let mut scan = listener(refusing).await.begin_with(SHORT).await.unwrap();
        let mut outcome = Ok(());
        while outcome.is_ok() {
            outcome = scan.feed(&[b'x'; 65_536]).await;
        }
        let said = outcome.unwrap_err().to_string();
        assert!(said.contains("size limit exceeded"), "{said}");
    }

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

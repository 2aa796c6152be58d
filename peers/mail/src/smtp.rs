//! The server's half of the conversation.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::Mail;
use crate::office::Shared;

/// How the server behaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Weather {
    /// As a server should.
    #[default]
    Fair,
    /// Takes connections and ends them without a word.
    HangsUp,
    /// Says nothing for so long, before each answer.
    Slow(Duration),
    /// Answers this to `MAIL FROM`, such as `550 5.7.1 …`.
    AtSender(String),
    /// Answers this to `RCPT TO`, such as `550 5.1.1 …`.
    AtRecipient(String),
    /// Answers this when the letter has come, such as `451 4.3.0 …`.
    AtLetter(String),
    /// Ends the connection in the middle of the letter.
    CutsTheLetter,
    /// Keeps the letter, and ends the connection before it says so.
    KeepsItAndHangsUp,
}

/// Longer lines are nobody's of ours, in bytes.
const LONGEST_LINE: usize = 4_096;
const LARGEST_LETTER: usize = 1_024 * 1_024;
const PATIENCE: Duration = Duration::from_secs(60);

/// How connections are kept from others.
pub(crate) enum Keeping {
    Plain,
    StartTls(TlsAcceptor),
    Tls(TlsAcceptor),
}

/// Speaks with one client to the end.
pub(crate) async fn meet(stream: TcpStream, shared: Arc<Shared>) {
    let patient = async {
        match &shared.keeping {
            Keeping::Plain => drop(Talk::new(stream, &shared, false).hold().await),
            Keeping::Tls(acceptor) => {
                if let Ok(stream) = acceptor.accept(stream).await {
                    drop(Talk::new(stream, &shared, true).hold().await);
                }
            }
            Keeping::StartTls(acceptor) => {
                let Ok(Some(stream)) = Talk::new(stream, &shared, false).hold().await else { return };
                if let Ok(stream) = acceptor.accept(stream).await {
                    drop(Talk::new(stream, &shared, true).without_greeting().hold().await);
                }
            }
        }
    };
    // A client that says no more is let go.
    let _ = timeout(PATIENCE, patient).await;
}

struct Talk<'s, S> {
    stream: BufReader<S>,
    shared: &'s Shared,
    over_tls: bool,
    greets: bool,
    user: Option<String>,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl<'s, S: AsyncRead + AsyncWrite + Unpin> Talk<'s, S> {
    fn new(stream: S, shared: &'s Shared, over_tls: bool) -> Self {
        let stream = BufReader::new(stream);
        Self { stream, shared, over_tls, greets: true, user: None, sender: None, recipients: Vec::new() }
    }

    fn without_greeting(mut self) -> Self {
        self.greets = false;
        self
    }

    /// The conversation; gives the stream back where the client asked for TLS.
    async fn hold(mut self) -> std::io::Result<Option<S>> {
        if self.shared.weather() == Weather::HangsUp {
            return Ok(None);
        }
        if self.greets {
            self.say("220 postkontoret.test ESMTP (TEST)").await?;
        }
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => self.hello().await?,
                "STARTTLS" if self.offers_tls() => {
                    self.say("220 2.0.0 Go ahead").await?;
                    return Ok(Some(self.stream.into_inner()));
                }
                "AUTH" => self.login(rest).await?,
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" => {
                    if !self.letter().await? {
                        return Ok(None);
                    }
                }
                "RSET" => {
                    self.forget();
                    self.say("250 2.0.0 Ok").await?;
                }
                "NOOP" => self.say("250 2.0.0 Ok").await?,
                "QUIT" => {
                    self.say("221 2.0.0 Hej då").await?;
                    return Ok(None);
                }
                _ => self.say("502 5.5.2 Unknown").await?,
            }
        }
        Ok(None)
    }

    fn offers_tls(&self) -> bool {
        matches!(self.shared.keeping, Keeping::StartTls(_)) && !self.over_tls
    }

    async fn hello(&mut self) -> std::io::Result<()> {
        self.forget();
        let mut offers = vec!["postkontoret.test", "ENHANCEDSTATUSCODES"];
        if self.offers_tls() {
            offers.push("STARTTLS");
        } else if self.shared.login.is_some() {
            offers.push("AUTH PLAIN");
        }
        let last = offers.len() - 1;
        let lines: Vec<String> = offers
            .iter()
            .enumerate()
            .map(|(at, offer)| format!("250{}{offer}", if at == last { " " } else { "-" }))
            .collect();
        self.say(&lines.join("\r\n")).await
    }

    async fn login(&mut self, rest: &str) -> std::io::Result<()> {
        let Some((user, password)) = self.shared.login.clone() else {
            return self.say("502 5.5.1 No AUTH here").await;
        };
        let sent = rest.split_once(' ').and_then(|(_, response)| STANDARD.decode(response.trim()).ok());
        if !self.offers_tls() && sent == Some(format!("\0{user}\0{password}").into_bytes()) {
            self.user = Some(user);
            self.say("235 2.7.0 Ok").await
        } else {
            self.say("535 5.7.8 Not those").await
        }
    }

    async fn mail(&mut self, rest: &str) -> std::io::Result<()> {
        if self.offers_tls() {
            return self.say("530 5.7.0 Must issue a STARTTLS command first").await;
        }
        if self.shared.login.is_some() && self.user.is_none() {
            return self.say("530 5.7.0 Authentication required").await;
        }
        if let Weather::AtSender(answer) = self.shared.weather() {
            return self.say(&answer).await;
        }
        match address_in(rest, "FROM:") {
            Some(sender) => {
                self.forget();
                self.sender = Some(sender);
                self.say("250 2.1.0 Ok").await
            }
            None => self.say("501 5.5.4 Syntax").await,
        }
    }

    async fn recipient(&mut self, rest: &str) -> std::io::Result<()> {
        if self.sender.is_none() {
            return self.say("503 5.5.1 MAIL first").await;
        }
        if let Weather::AtRecipient(answer) = self.shared.weather() {
            return self.say(&answer).await;
        }
        match address_in(rest, "TO:") {
            Some(recipient) => {
                self.recipients.push(recipient);
                self.say("250 2.1.5 Ok").await
            }
            None => self.say("501 5.5.4 Syntax").await,
        }
    }

    /// Takes the letter. `false`: the connection is over.
    async fn letter(&mut self) -> std::io::Result<bool> {
        if self.recipients.is_empty() {
            self.say("503 5.5.1 RCPT first").await?;
            return Ok(true);
        }
        self.say("354 End with a full stop").await?;
        let mut raw = Vec::new();
        loop {
            let Some(line) = self.bytes().await? else { return Ok(false) };
            if self.shared.weather() == Weather::CutsTheLetter {
                return Ok(false);
            }
            if line == b".\r\n" {
                break;
            }
            // RFC 5321 4.5.2: a full stop that begins a line was sent twice.
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            if raw.len() > LARGEST_LETTER {
                return Ok(false);
            }
        }
        if let Weather::AtLetter(answer) = self.shared.weather() {
            self.forget();
            self.say(&answer).await?;
            return Ok(true);
        }
        let (sender, recipients) = (self.sender.take().unwrap_or_default(), std::mem::take(&mut self.recipients));
        self.shared.keep(Mail::read(sender, recipients, &raw, self.over_tls, self.user.clone()));
        if self.shared.weather() == Weather::KeepsItAndHangsUp {
            return Ok(false);
        }
        self.say("250 2.0.0 Ok").await?;
        Ok(true)
    }

    fn forget(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }

    async fn say(&mut self, answer: &str) -> std::io::Result<()> {
        if let Weather::Slow(pause) = self.shared.weather() {
            sleep(pause).await;
        }
        self.stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let bytes = self.bytes().await?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).trim_end().to_owned()))
    }

    /// One line with its end; `None` where the client has gone or says too much at once.
    async fn bytes(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            let seen = self.stream.fill_buf().await?;
            if seen.is_empty() {
                return Ok(None);
            }
            let end = seen.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(seen.len());
            line.extend_from_slice(seen.get(..taken).unwrap_or_default());
            self.stream.consume(taken);
            if line.len() > LONGEST_LINE {
                return Ok(None);
            }
            if end.is_some() {
                return Ok(Some(line));
            }
        }
    }
}

fn address_in(rest: &str, word: &str) -> Option<String> {
    let (given, address) = rest.split_at_checked(word.len())?;
    let address = address.trim_start().strip_prefix('<')?.split_once('>')?.0;
    (given.eq_ignore_ascii_case(word)).then(|| address.to_owned())
}

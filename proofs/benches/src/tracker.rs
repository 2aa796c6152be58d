//! Request Tracker 5 as the other side of a ratio: tickets made over REST by somebody who is signed in.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Outcome;
use crate::database::{folder, server};
use crate::load::{Connection, Work};

/// Says that what is missing may be installed.
const MAY_INSTALL: &str = "BEHORIG_BENCH_INSTALLS";

/// A Request Tracker with a database of its own on the server that the program is measured on; gone when dropped.
pub struct Tracker {
    address: SocketAddr,
    cookie: String,
    script: PathBuf,
    folder: TempDir,
    server: String,
}

impl Tracker {
    /// Sets it up, starts it and signs in.
    ///
    /// # Errors
    /// What is missing, in words.
    pub fn start() -> Outcome<Self> {
        let server = server().ok_or("BEHORIG_TEST_POSTGRES names no server to set it up on")?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/request-tracker.sh");
        let folder = folder()?;
        let mut command = asked(&script, "start", folder.path(), &server);
        let output = command.env("PEER_MAY_INSTALL", std::env::var_os(MAY_INSTALL).unwrap_or_default()).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned().into());
        }
        let said = String::from_utf8(output.stdout)?;
        let mut lines = said.lines();
        let (Some(address), Some(password)) = (lines.next(), lines.next()) else {
            return Err("it says nothing".into());
        };
        let mut tracker = Self { address: address.parse()?, cookie: String::new(), script, folder, server };
        tracker.cookie = sign_in(tracker.address, password)?;
        Ok(tracker)
    }

    /// So many programs that make tickets.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn customers(&self, count: usize) -> Outcome<Vec<Customer>> {
        let mut customers = Vec::new();
        for _ in 0..count {
            customers.push(Customer::of(self).await?);
        }
        Ok(customers)
    }
}

impl Drop for Tracker {
    fn drop(&mut self) {
        // Where it can't be stopped there is nothing more to be done; the script says why.
        let _ = asked(&self.script, "stop", self.folder.path(), &self.server).status();
    }
}

fn asked(script: &Path, action: &str, folder: &Path, server: &str) -> Command {
    let mut command = Command::new(script);
    command.arg(action).arg(folder).env("PEER_POSTGRES", format!("{server}/postgres")).current_dir(folder);
    command
}

/// Signs in as its user root, and gives the cookie: a password or a token in each request would cost a third of a second of bcrypt.
fn sign_in(address: SocketAddr, password: &str) -> Outcome<String> {
    let body = format!("user=root&pass={password}");
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /NoAuth/Login.html?next= HTTP/1.0\r\nhost: {address}\r\nreferer: http://{address}/\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let cookie = answer.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix("Set-Cookie: "));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).ok_or("Request Tracker gives no session")?;
    Ok(cookie.to_owned())
}

/// A program that makes one ticket after the other.
pub struct Customer {
    address: SocketAddr,
    connection: Connection,
    request: Vec<u8>,
}

impl Customer {
    async fn of(tracker: &Tracker) -> Outcome<Self> {
        let address = tracker.address;
        let body = r#"{"Queue":"General","Subject":"Boka tid","Content":"Jag har haft ont i ryggen i två veckor."}"#;
        let request = format!(
            "POST /REST/2.0/ticket HTTP/1.1\r\nhost: {address}\r\nreferer: http://{address}/\r\ncookie: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            tracker.cookie,
            body.len()
        );
        Ok(Self { address, connection: Connection::to(address).await?, request: request.into_bytes() })
    }
}

impl Work for Customer {
    async fn once(&mut self) -> Outcome<()> {
        if self.connection.ask(&self.request, 201).await.is_ok() {
            return Ok(());
        }
        // Its workers close what was idle for a second, and end after a thousand requests.
        self.connection = Connection::to(self.address).await?;
        self.connection.ask(&self.request, 201).await.map(|_| ())
    }
}

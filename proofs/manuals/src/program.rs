//! The program itself, started as a person starts it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::database::{Database, FreshDatabase};
use crate::failure::{Failure, Outcome, Trying};
use crate::setting;
use crate::walk::locked;

/// The first start makes a whole region; a debug build on a busy machine takes its time.
const START: Duration = Duration::from_secs(180);

/// A running `behorig demo` with data of its own, which ends with this value.
pub struct Program {
    /// Where it listens.
    pub address: String,
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    database: Option<FreshDatabase>,
    /// Only held, so that it lives as long as the program that writes in it.
    _folder: TempDir,
}

impl Program {
    /// Starts it on a free port and a fresh database, and waits until it says where it listens.
    ///
    /// # Errors
    /// When it isn't built, ends, or says nothing in time; with all that it wrote.
    pub async fn start(database: Database) -> Outcome<Self> {
        let path = match setting::optional(setting::PROGRAM) {
            Some(path) => PathBuf::from(path),
            None => setting::target()?.join("debug/behorig"),
        };
        Self::start_at(&path, database).await
    }

    /// As [`Program::start`], with the program at `path`.
    ///
    /// # Errors
    /// The same.
    pub async fn start_at(path: &Path, database: Database) -> Outcome<Self> {
        let folder = tempfile::tempdir().trying("making a folder for the program's data")?;
        let database = match database {
            Database::Sqlite => None,
            Database::PostgreSql => Some(FreshDatabase::create().await?),
        };
        let mut command = Command::new(path);
        command.args(["demo", "--port", "0", "--data"]).arg(folder.path());
        command.env_remove("BEHORIG_DATABASE_URL");
        command.envs(database.as_ref().map(|fresh| ("BEHORIG_DATABASE_URL", fresh.url())));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().trying(format!("starting {} (is it built?)", path.display()))?;
        let log = Arc::new(Mutex::new(Vec::new()));
        let (found, mut address) = watch::channel(None);
        if let Some(output) = child.stdout.take() {
            tokio::spawn(keep(output, log.clone(), Some(found)));
        }
        if let Some(output) = child.stderr.take() {
            tokio::spawn(keep(output, log.clone(), None));
        }
        let address = timeout(START, address.wait_for(Option::is_some)).await;
        let address = address.ok().and_then(Result::ok).and_then(|address| address.clone());
        let Some(address) = address else {
            let _ = child.kill().await;
            let said = locked(&log).join("\n");
            return Err(Failure::new(format!("the program didn't say where it listens. It wrote:\n{said}")));
        };
        Ok(Self { address, child, log, database, _folder: folder })
    }

    /// All that it has written, standard output and error.
    pub fn log(&self) -> String {
        locked(&self.log).join("\n")
    }

    /// Its lines, which grow as it writes.
    pub(crate) fn lines(&self) -> Arc<Mutex<Vec<String>>> {
        self.log.clone()
    }

    /// Ends it at once, as a power cut would, and removes its database.
    ///
    /// # Errors
    /// When it can't be ended, or the database can't be removed.
    pub async fn end(mut self) -> Outcome<()> {
        self.child.kill().await.trying("ending the program")?;
        match self.database.take() {
            Some(database) => database.remove().await,
            None => Ok(()),
        }
    }
}

/// Keeps every line, and tells the first address on the loopback to who waits for it.
async fn keep(
    output: impl AsyncRead + Unpin,
    log: Arc<Mutex<Vec<String>>>,
    mut found: Option<watch::Sender<Option<String>>>,
) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let (Some(sender), Some(address)) = (&found, address_in(&line)) {
            let _ = sender.send(Some(address));
            found = None;
        }
        locked(&log).push(line);
    }
}

/// The address in a line, without what a terminal's colours or a sentence put after it.
pub(crate) fn address_in(line: &str) -> Option<String> {
    const START: &str = "http://127.0.0.1:";
    let rest = line.split_once(START)?.1;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("{START}{port}"))
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_found_in_a_sentence() {
        let address = Some("http://127.0.0.1:40321".to_owned());
        assert_eq!(address_in("Behörig svarar på http://127.0.0.1:40321/ (Ctrl C avslutar)"), address);
        assert_eq!(address_in("\u{1b}[1mhttp://127.0.0.1:40321\u{1b}[0m."), address);
        assert_eq!(address_in("http://127.0.0.1: is no address"), None);
    }
}

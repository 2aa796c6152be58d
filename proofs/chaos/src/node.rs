//! A node of the program, as a process of its own.

use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use behorig_store::DbOptions;
use tokio::process::{Child, Command};

use crate::Outcome;
use crate::ground::Ground;
use crate::http::Browser;

/// A start that takes longer has failed; a debug build on a busy machine takes its time.
const START: Duration = Duration::from_secs(120);
/// A stop that takes longer has failed.
const STOP: Duration = Duration::from_secs(60);

/// How a node is run.
#[derive(Clone)]
pub(crate) struct Setting {
    /// Where it listens.
    pub(crate) listen: SocketAddr,
    /// Where people find it: another address where something stands in front.
    pub(crate) public: SocketAddr,
    /// More variables.
    pub(crate) more: Vec<(&'static str, String)>,
    /// What starts it instead of itself, with the arguments before its own.
    pub(crate) under: Vec<String>,
}

impl Setting {
    pub(crate) fn at(listen: SocketAddr) -> Self {
        Self { listen, public: listen, more: Vec::new(), under: Vec::new() }
    }
}

/// A running node; dropped, it is killed.
pub(crate) struct Node {
    child: Child,
    /// From its start to its first page.
    pub(crate) took: Duration,
}

/// The program: `BEHORIG_TEST_PROGRAM`, or the one beside this.
pub(crate) fn program() -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os("BEHORIG_TEST_PROGRAM") {
        return Ok(path.into());
    }
    let beside = std::env::current_exe()?.with_file_name("behorig");
    if beside.exists() { Ok(beside) } else { Err("BEHORIG_TEST_PROGRAM names no program".into()) }
}

/// The program with the configuration of a ground, before it is told what to do.
pub(crate) fn command(ground: &Ground, under: &[String]) -> Outcome<Command> {
    let mut command = match under.split_first() {
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(program()?);
            command
        }
        None => Command::new(program()?),
    };
    match &ground.options {
        DbOptions::Sqlite { path } => command.env("BEHORIG_DATABASE_PATH", path),
        DbOptions::Postgres { url, connections, .. } => {
            command.env("BEHORIG_DATABASE_URL", url).env("BEHORIG_DATABASE_CONNECTIONS", connections.to_string())
        }
    };
    command.env("BEHORIG_KEY_FILE", ground.path("key")).env("BEHORIG_FILES_PATH", ground.path("files"));
    command.env("BEHORIG_LOG_FILTER", "warn").stdin(Stdio::null()).kill_on_drop(true);
    Ok(command)
}

impl Node {
    /// Starts one and waits for its first page.
    pub(crate) async fn start(ground: &Ground, setting: &Setting) -> Outcome<Self> {
        let begin = Instant::now();
        let log = File::options().create(true).append(true).open(ground.path("log"))?;
        let mut command = command(ground, &setting.under)?;
        command.arg("serve").stdout(Stdio::null()).stderr(log);
        command.env("BEHORIG_SERVER_LISTEN", setting.listen.to_string());
        command.env("BEHORIG_SERVER_PUBLIC_URL", format!("http://{}", setting.public));
        command.envs(setting.more.iter().map(|(name, value)| (name, value)));
        let mut child = command.spawn()?;
        let browser = Browser { at: setting.listen, cookie: String::new() };
        while !matches!(browser.get("/logga-in").await, Ok(answer) if answer.status == 200) {
            if let Some(status) = child.try_wait()? {
                return Err(format!("the program ended by itself ({status}): {}", said(ground)).into());
            }
            if begin.elapsed() > START {
                return Err(format!("the program did not start: {}", said(ground)).into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(Self { child, took: begin.elapsed() })
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> Outcome<u32> {
        Ok(self.child.id().ok_or("the program has ended by itself")?)
    }

    /// `kill -9`.
    pub(crate) async fn kill(mut self) -> Outcome<()> {
        Ok(self.child.kill().await?)
    }

    /// Asks it to stop, as an operator would, and waits until it has.
    pub(crate) async fn stop(mut self) -> Outcome<Duration> {
        let begin = Instant::now();
        let id = self.id()?;
        let asked = Command::new("kill").arg(id.to_string()).status().await?;
        if !asked.success() {
            return Err("the program could not be asked to stop".into());
        }
        let status = tokio::time::timeout(STOP, self.child.wait()).await.map_err(|_| "the program did not stop")??;
        if status.success() { Ok(begin.elapsed()) } else { Err(format!("the program stopped with {status}").into()) }
    }
}

/// The end of what the nodes wrote.
pub(crate) fn said(ground: &Ground) -> String {
    let text = std::fs::read_to_string(ground.path("log")).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(10).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

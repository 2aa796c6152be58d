//! The program as a process of its own: started, asked for its first page, looked at and stopped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use behorig_store::DbOptions;

use crate::Outcome;
use crate::measure::cpu_of;

/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program to measure: `BEHORIG_BENCH_PROGRAM`, or the one beside the benchmark.
///
/// # Errors
/// Where there is none.
pub fn path() -> Outcome<PathBuf> {
    if let Some(path) = std::env::var_os("BEHORIG_BENCH_PROGRAM") {
        return Ok(path.into());
    }
    let beside = std::env::current_exe()?.with_file_name("behorig");
    if beside.exists() { Ok(beside) } else { Err("BEHORIG_BENCH_PROGRAM names no program".into()) }
}

/// A running program, stopped when dropped.
pub struct Running {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    /// From its start to its first page.
    pub until_first_page: Duration,
}

impl Running {
    /// Starts the program with these arguments and asks for a page until it is there. Where no address is known beforehand, the
    /// program says it on its first lines.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn start(command: &mut Command, address: Option<SocketAddr>, page: &str) -> Outcome<Self> {
        let begin = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let address = match address {
            Some(address) => Ok(address),
            None => address_said_by(&mut child),
        };
        let address = match address.and_then(|address| until_answered(address, page, begin).map(|()| address)) {
            Ok(address) => address,
            Err(error) => {
                stop(&mut child);
                return Err(error);
            }
        };
        Ok(Self { child, address, until_first_page: begin.elapsed() })
    }

    /// Starts the program for real on a database, with a key in a folder of its own.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn serve(folder: &Path, database: &DbOptions) -> Outcome<Self> {
        let address: SocketAddr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let database = match database {
            DbOptions::Sqlite { path } => format!("path = \"{}\"", path.display()),
            DbOptions::Postgres { url, .. } => format!("url = \"{url}\""),
        };
        let (config, key) = (folder.join("behorig.toml"), folder.join("key"));
        if !key.exists() {
            std::fs::write(&key, "07".repeat(32))?;
        }
        let text = format!(
            "[server]\nlisten = \"{address}\"\n[database]\n{database}\n[key]\nfile = \"{}\"\n[files]\npath = \"{}\"\n",
            key.display(),
            folder.join("files").display()
        );
        std::fs::write(&config, text)?;
        let mut command = Command::new(path()?);
        command.arg("serve").arg("--config").arg(&config);
        Self::start(&mut command, Some(address), "/logga-in")
    }

    /// Memory that is resident now, in bytes, by the kernel's account.
    ///
    /// # Errors
    /// Where there is no such account.
    pub fn memory(&self) -> Outcome<u64> {
        self.account("VmRSS:")
    }

    /// Time that it has used on all CPUs since it began, to a hundredth of a second, by the kernel's account.
    ///
    /// # Errors
    /// Where there is no such account.
    pub fn cpu(&self) -> Outcome<Duration> {
        cpu_of(&self.child.id().to_string())
    }

    /// Memory that was resident at most since [`Running::forget_peak`], in bytes.
    ///
    /// # Errors
    /// Where there is no such account.
    pub fn peak(&self) -> Outcome<u64> {
        self.account("VmHWM:")
    }

    /// Lets the peak begin anew at what is resident now.
    ///
    /// # Errors
    /// Where the kernel has no such thing.
    pub fn forget_peak(&self) -> Outcome<()> {
        // 5 resets the peak of the resident memory (proc(5)).
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    fn account(&self, name: &str) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no account of memory")?;
        let kib: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kib * 1024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Asks it to stop, as an operator would, and waits.
fn stop(child: &mut Child) {
    let asked = Command::new("kill").arg(child.id().to_string()).status().is_ok_and(|status| status.success());
    if !asked {
        // Nothing is left to do for one that can't even be killed.
        let _ = child.kill();
    }
    let _ = child.wait();
}

fn address_said_by(child: &mut Child) -> Outcome<SocketAddr> {
    let out = child.stdout.take().ok_or("the program has no output")?;
    let mut lines = BufReader::new(out).lines();
    loop {
        let line = lines.next().ok_or("the program ended without an address")??;
        if let Some((_, rest)) = line.split_once("Behörig    http://") {
            let address = rest.split_whitespace().next().unwrap_or_default().parse()?;
            // Whatever it says later must find somebody who reads.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
            return Ok(address);
        }
    }
}

fn until_answered(address: SocketAddr, page: &str, begin: Instant) -> Outcome<()> {
    loop {
        match get(address, page, "") {
            Ok(answer) if answer.status == 200 => return Ok(()),
            Ok(answer) => return Err(format!("{page} was answered with {}", answer.status).into()),
            Err(error) if begin.elapsed() > PATIENCE => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_micros(500)),
        }
    }
}

/// An answer as it came over the wire.
pub struct Answer {
    /// 200 and so on.
    pub status: u16,
    /// The body's bytes, compressed if they came so.
    pub body: Vec<u8>,
}

/// Fetches a page with HTTP/1.0, whose answers come whole and undivided. `more` is headers, each with its line's end.
///
/// # Errors
/// Where nobody answers.
pub fn get(address: SocketAddr, path: &str, more: &str) -> Outcome<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\nhost: {address}\r\n{more}\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("an answer without an end to its head")?;
    let body = answer.split_off(head + 4);
    let text = String::from_utf8_lossy(&answer);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("an answer without a status")?;
    Ok(Answer { status, body })
}

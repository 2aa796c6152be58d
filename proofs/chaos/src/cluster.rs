//! PostgreSQL servers of a proof's own: a primary, and a replica without which nothing is confirmed; or one alone on a small disk.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::process::Command;

use crate::Outcome;
use crate::ground::{free_address, tell};

/// Whom a server runs as where we are root, as whom PostgreSQL refuses to run.
const SYSTEM_USER: &str = "postgres";
/// A replica that needs longer to follow has failed.
const FOLLOWS_WITHIN: Duration = Duration::from_secs(60);

/// A server; dropped, it is stopped at once.
pub(crate) struct Server {
    bin: PathBuf,
    data: PathBuf,
    room: PathBuf,
    /// More settings, as its command line takes them.
    more: &'static str,
    pub(crate) address: SocketAddr,
}

/// A small disk of its own, in memory; dropped, it is taken away.
pub(crate) struct Disk {
    place: PathBuf,
}

impl Disk {
    /// So many bytes, mounted in a room. It takes root to mount.
    pub(crate) fn mounted(room: &Path, bytes: u64) -> Outcome<Self> {
        let place = room.join("disk");
        std::fs::create_dir(&place)?;
        let size = format!("size={bytes},mode=0700");
        let mount = ["-t", "tmpfs", "-o", &size, "behorig-chaos"];
        let mounted = std::process::Command::new("mount").args(mount).arg(&place).status()?;
        if !mounted.success() {
            return Err("a small disk could not be mounted".into());
        }
        let disk = Self { place };
        give_to_system_user(&disk.place)?;
        Ok(disk)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.place
    }

    /// Takes all the room there is but for a little, in bytes.
    pub(crate) async fn fill(&self, but: u64) -> Outcome<()> {
        let said = Command::new("df").args(["--output=avail", "-B1"]).arg(&self.place).output().await?;
        let text = String::from_utf8(said.stdout)?;
        let free: u64 = text.lines().nth(1).ok_or("df said nothing")?.trim().parse()?;
        let length = free.saturating_sub(but).to_string();
        let filled = Command::new("fallocate").args(["-l", &length]).arg(self.ballast()).status().await?;
        if filled.success() { Ok(()) } else { Err("the disk could not be filled".into()) }
    }

    /// Gives the room back.
    pub(crate) async fn empty(&self) -> Outcome<()> {
        Ok(tokio::fs::remove_file(self.ballast()).await?)
    }

    fn ballast(&self) -> PathBuf {
        self.place.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a server that was killed may let go of it a moment later.
        let _ = std::process::Command::new("umount").arg("-l").arg(&self.place).status();
    }
}

/// Where both servers keep their data.
pub(crate) fn room() -> Outcome<TempDir> {
    // A checkout may lie where the user that the server runs as can't come; on disk all the same.
    let room = tempfile::Builder::new().prefix("behorig-chaos-").tempdir_in("/var/tmp")?;
    if is_root() {
        give_to_system_user(room.path())?;
    }
    Ok(room)
}

fn give_to_system_user(folder: &Path) -> Outcome<()> {
    let owned = std::process::Command::new("chown").arg(SYSTEM_USER).arg(folder).status()?;
    if owned.success() { Ok(()) } else { Err("the servers' folder can't be given to their user".into()) }
}

impl Server {
    /// A new server that confirms nothing before its replica has it on disk, once it has one.
    pub(crate) async fn primary(room: &Path) -> Outcome<Self> {
        Self::new(room, room.join("primary"), "-c wal_level=replica -c max_wal_senders=4 -c hot_standby=on").await
    }

    /// A new server whose data and log of changes lie on a small disk; what it says is written beside it.
    pub(crate) async fn on_disk(room: &Path, disk: &Disk) -> Outcome<Self> {
        let little = "-c wal_level=minimal -c max_wal_senders=0 -c min_wal_size=32MB -c max_wal_size=48MB";
        Self::new(room, disk.path().join("data"), little).await
    }

    async fn new(room: &Path, data: PathBuf, more: &'static str) -> Outcome<Self> {
        let server = Self::at(room, data, more)?;
        server
            .tool("initdb", &["--username=behorig", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .await?;
        server.start().await?;
        Ok(server)
    }

    /// A copy of a running server that follows it.
    pub(crate) async fn replica_of(room: &Path, primary: &Self) -> Outcome<Self> {
        let server = Self::at(room, room.join("replica"), primary.more)?;
        let from = format!("host=127.0.0.1 port={} user=behorig application_name=replica", primary.address.port());
        let mut copy = command(&server.bin.join("pg_basebackup"));
        copy.args(["-R", "-X", "stream", "-d", &from, "-D"]).arg(&server.data);
        quietly(copy, &server.room).await?;
        server.start().await?;
        tell(&primary.url(), "ALTER SYSTEM SET synchronous_standby_names = 'replica'").await?;
        tell(&primary.url(), "SELECT pg_reload_conf()").await?;
        primary.is_followed().await?;
        Ok(server)
    }

    fn at(room: &Path, data: PathBuf, more: &'static str) -> Outcome<Self> {
        Ok(Self { bin: bin()?, data, room: room.to_owned(), more, address: free_address()? })
    }

    /// Whether it runs.
    pub(crate) async fn is_running(&self) -> bool {
        self.tool("pg_ctl", &["status"]).await.is_ok()
    }

    async fn is_followed(&self) -> Outcome<()> {
        let follows = "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')
             THEN RAISE EXCEPTION 'nobody follows yet'; END IF; END $$";
        let begin = std::time::Instant::now();
        loop {
            match tell(&self.url(), follows).await {
                Ok(()) => return Ok(()),
                Err(error) if begin.elapsed() > FOLLOWS_WITHIN => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://behorig@{}/postgres", self.address)
    }

    pub(crate) async fn start(&self) -> Outcome<()> {
        let settings = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60 {}",
            self.address.port(),
            self.more
        );
        let log = self.room.join("log");
        let log = log.to_string_lossy().into_owned();
        self.tool("pg_ctl", &["start", "-w", "-t", "60", "-l", &log, "-o", &settings]).await
    }

    /// Stops it as an administrator does who will not wait for anybody.
    pub(crate) async fn stop(&self) -> Outcome<()> {
        self.tool("pg_ctl", &["stop", "-w", "-m", "fast"]).await
    }

    /// As if the machine had lost its power.
    pub(crate) async fn kill(&self) -> Outcome<()> {
        let text = tokio::fs::read_to_string(self.data.join("postmaster.pid")).await?;
        let first = text.lines().next().ok_or("the server has no process")?.trim().to_owned();
        // The postmaster and what it started, each by its number, since each lives on for a moment without the others.
        let children = Command::new("pgrep").args(["-P", &first]).output().await?;
        let mut kill = Command::new("kill");
        kill.arg("-9").arg(&first).args(String::from_utf8_lossy(&children.stdout).split_whitespace());
        kill.stderr(Stdio::null()).status().await?;
        Ok(())
    }

    /// Makes a replica take changes.
    pub(crate) async fn promote(&self) -> Outcome<()> {
        self.tool("pg_ctl", &["promote", "-w", "-t", "60"]).await
    }

    async fn tool(&self, name: &str, arguments: &[&str]) -> Outcome<()> {
        let mut tool = command(&self.bin.join(name));
        tool.arg("-D").arg(&self.data).args(arguments);
        quietly(tool, &self.room).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = std::process::Command::new("runuser");
        if is_root() {
            stop.args(["-u", SYSTEM_USER, "--"]).arg(self.bin.join("pg_ctl"));
        } else {
            stop = std::process::Command::new(self.bin.join("pg_ctl"));
        }
        stop.args(["stop", "-w", "-m", "immediate", "-D"]).arg(&self.data);
        // One that was killed is stopped already.
        let _ = stop.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

async fn quietly(mut command: Command, room: &Path) -> Outcome<()> {
    // A server inherits what its starter is given; a pipe would stay open as long as it runs.
    let errors = std::fs::File::options().create(true).append(true).open(room.join("tools"))?;
    let status = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors).status().await?;
    if status.success() {
        return Ok(());
    }
    let said = std::fs::read_to_string(room.join("tools")).unwrap_or_default();
    let log = std::fs::read_to_string(room.join("log")).unwrap_or_default();
    Err(format!("PostgreSQL: {status}: {said}\n{log}").into())
}

fn command(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", SYSTEM_USER, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE"] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn is_root() -> bool {
    std::process::Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.starts_with(b"0\n"))
}

/// The newest version of Debian's folders, or else the one on the `PATH`.
fn bin() -> Outcome<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("pg_basebackup").is_file())
        .max();
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .find(|folder| folder.join("pg_basebackup").is_file() && folder.join("pg_ctl").is_file())
    };
    newest.map(|(_, bin)| bin).or_else(on_path).ok_or_else(|| "PostgreSQL's programs are not here".into())
}

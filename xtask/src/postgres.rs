//! A PostgreSQL of our own: on a free port of the loopback, with its data below the target folder, as durable as in earnest.
//!
//! Every start makes a new cluster, so that nothing is left of an earlier run. Several runs at a time share one server: each
//! holds a shared lock on `users`, and who finds nobody else there at the end stops it. `kept` says that a person asked for it
//! to stay.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Subcommand;

use crate::failure::{Failure, Outcome, Trying};
use crate::machine;
use crate::places::Places;
use crate::say;

/// What to do with the server that stays.
#[derive(Subcommand, Clone, Copy)]
pub enum Action {
    /// Start it (or find it running) and print the line that tells `cargo test` where it is.
    Start,
    /// Stop it.
    Stop,
}

/// Whom the server runs as when we are root, as whom PostgreSQL refuses to run.
const SYSTEM_USER: &str = "postgres";

const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 200
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %d '
";

/// A running server, and our share in it.
pub struct Postgres {
    /// Where tests find it, with a superuser who may create databases.
    pub address: String,
    server: Server,
    users: File,
}

impl Postgres {
    /// Starts a server, or joins the one that runs.
    ///
    /// # Errors
    /// When PostgreSQL is missing and can't be installed, or doesn't start: then with the end of its log.
    pub fn start(places: &Places) -> Outcome<Self> {
        let server = Server::find(places)?;
        let _turn = server.turn()?;
        let users = open_lock(&server.home.join("users"))?;
        users.lock_shared().trying("joining the users of the test server")?;
        let port = match server.running_port() {
            Some(port) => port,
            None => server.create_and_start()?,
        };
        fs::write(server.home.join("port"), format!("{port}\n")).trying("writing the port")?;
        Ok(Self { address: format!("postgres://behorig@127.0.0.1:{port}/postgres"), server, users })
    }

    /// Gives up our share; the last one stops the server, unless a person asked to keep it.
    ///
    /// # Errors
    /// When the server doesn't stop.
    pub fn release(self) -> Outcome<()> {
        let _turn = self.server.turn()?;
        self.users.unlock().trying("leaving the users of the test server")?;
        if self.server.is_kept() || self.users.try_lock().is_err() {
            return Ok(());
        }
        self.server.stop()
    }
}

/// `cargo xtask postgres start|stop`.
///
/// # Errors
/// As [`Postgres::start`] and [`Postgres::release`].
pub fn act(places: &Places, action: Action) -> Outcome<()> {
    match action {
        Action::Start => {
            let postgres = Postgres::start(places)?;
            fs::write(postgres.server.home.join("kept"), "").trying("keeping the server")?;
            say::line(&format!("export BEHORIG_TEST_POSTGRES={}", postgres.address));
            postgres.release()
        }
        Action::Stop => {
            let server = Server::find(places)?;
            let _turn = server.turn()?;
            let _ = fs::remove_file(server.home.join("kept"));
            if server.running_port().is_some() { server.stop() } else { Ok(()) }
        }
    }
}

/// The programs and folders of the server, running or not.
struct Server {
    bin: PathBuf,
    /// Ours: the locks and the port.
    home: PathBuf,
    /// The server's own: data, log and socket.
    room: PathBuf,
}

impl Server {
    fn find(places: &Places) -> Outcome<Self> {
        let bin = machine::ensure("PostgreSQL", &["postgresql"], "--no-postgres", find_bin)?;
        let home = places.target.join("postgres");
        fs::create_dir_all(&home).trying("making a folder for PostgreSQL")?;
        let room = if !machine::is_root() || may_enter(&home) {
            home.join("server")
        } else {
            // A checkout below a private folder (such as root's own) is closed to the user that the server runs as.
            let mut hasher = DefaultHasher::new();
            home.hash(&mut hasher);
            Path::new("/var/tmp").join(format!("behorig-postgres-{:016x}", hasher.finish()))
        };
        Ok(Self { bin, home, room })
    }

    /// Waits for our turn to start or stop the server.
    fn turn(&self) -> Outcome<File> {
        let file = open_lock(&self.home.join("turn"))?;
        file.lock().trying("waiting for another run to start or stop PostgreSQL")?;
        Ok(file)
    }

    fn is_kept(&self) -> bool {
        self.home.join("kept").exists()
    }

    /// The port of the server that runs in our room, if one does.
    fn running_port(&self) -> Option<u16> {
        let mut status = self.command("pg_ctl");
        status.arg("status").arg("-D").arg(self.room.join("data"));
        machine::quiet(status, "pg_ctl status").ok()?;
        // The fourth line of the file that the server keeps while it runs.
        fs::read_to_string(self.room.join("data/postmaster.pid")).ok()?.lines().nth(3)?.trim().parse().ok()
    }

    /// Makes a new cluster and starts it; gives the port.
    fn create_and_start(&self) -> Outcome<u16> {
        let _ = fs::remove_file(self.home.join("kept"));
        if self.room.exists() {
            fs::remove_dir_all(&self.room).trying("clearing the folder of an earlier PostgreSQL")?;
        }
        self.make_room()?;
        let data = self.room.join("data");
        let mut initdb = self.command("initdb");
        initdb
            .args(["--username=behorig", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data);
        machine::quiet(initdb, "initdb")?;
        let socket = self.room.to_string_lossy();
        // A socket's path may have 107 bytes; the tests come by TCP and miss nothing without one.
        let socket = if socket.len() < 80 && !socket.contains('\'') { socket.as_ref() } else { "" };
        let settings = fs::read_to_string(data.join("postgresql.conf")).trying("reading postgresql.conf")?;
        let settings = format!("{settings}{SETTINGS}unix_socket_directories = '{socket}'\n");
        fs::write(data.join("postgresql.conf"), settings).trying("writing postgresql.conf")?;
        // Between finding a free port and taking it, somebody else may: then another one.
        let mut last = Failure::new("PostgreSQL didn't start");
        for _ in 0..3 {
            let port = free_port()?;
            let mut start = self.command("pg_ctl");
            start.args(["start", "-w", "-t", "60", "-o", &format!("-p {port}"), "-D"]).arg(&data);
            start.arg("-l").arg(self.room.join("log"));
            // The server inherits what we give pg_ctl; a pipe would stay open as long as it runs.
            let status = start.stdout(Stdio::null()).stderr(Stdio::null()).status().trying("starting PostgreSQL")?;
            if status.success() {
                return Ok(port);
            }
            let log = fs::read_to_string(self.room.join("log")).unwrap_or_default();
            last = Failure::new(format!("PostgreSQL didn't start:\n{log}"));
        }
        Err(last)
    }

    fn stop(&self) -> Outcome<()> {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "-m", "fast", "-w", "-D"]).arg(self.room.join("data"));
        machine::quiet(stop, "stopping PostgreSQL")?;
        // Nobody shall look for it where it was.
        let _ = fs::remove_file(self.home.join("port"));
        Ok(())
    }

    fn make_room(&self) -> Outcome<()> {
        let mut install = Command::new("install");
        install.args(["-d", "-m", "700"]);
        if machine::is_root() {
            install.args(["-o", SYSTEM_USER]);
        }
        install.arg(&self.room);
        machine::quiet(install, "making a folder for PostgreSQL").map(drop)
    }

    /// One of the server's programs, to be run as a user that PostgreSQL accepts, in a folder that this user may be in.
    fn command(&self, program: &str) -> Command {
        let mut command = as_system_user(&self.bin.join(program));
        command.current_dir(if self.room.is_dir() { &self.room } else { Path::new("/") }).stdin(Stdio::null());
        // A server elsewhere that the developer's own shell points to must never be meant here.
        for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE"] {
            command.env_remove(name);
        }
        command
    }
}

fn as_system_user(program: &Path) -> Command {
    if !machine::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", SYSTEM_USER, "--"]).arg(program);
    command
}

fn may_enter(folder: &Path) -> bool {
    let mut test = as_system_user(Path::new("test"));
    test.args(["-x"]).arg(folder).current_dir("/");
    test.status().is_ok_and(|status| status.success())
}

/// The newest version of Debian's folders, or else the one on the `PATH`.
fn find_bin() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let complete = |bin: &PathBuf| bin.join("initdb").is_file() && bin.join("pg_ctl").is_file();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| complete(bin))
        .max();
    newest.map(|(_, bin)| bin).or_else(|| machine::program(&["initdb"])?.parent().map(Path::to_owned).filter(complete))
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).trying("finding a free port")?;
    Ok(listener.local_addr().trying("finding a free port")?.port())
}

fn open_lock(path: &Path) -> Outcome<File> {
    File::options().create(true).append(true).open(path).trying(path.display())
}

//! The program as its operator meets it: by its command line, on a database that is in use.

mod backups;
mod key;
mod running;

use std::path::{Path, PathBuf};

use behorig_store::DbOptions;
use proof_support::TestDb;
use tokio::process::Command;

/// A folder with the configuration of a database, and what the command line says there.
pub struct Operator {
    pub folder: tempfile::TempDir,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub is_good: bool,
    pub out: String,
    pub error: String,
}

impl Operator {
    /// An operator of this database, whose key is `07` thirty-two times.
    pub fn of(db: &TestDb) -> Self {
        let database = match db.options() {
            DbOptions::Sqlite { path } => format!("path = \"{}\"", path.display()),
            DbOptions::Postgres { url, .. } => format!("url = \"{url}\"\nconnections = 4"),
        };
        let operator = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(operator.key_file(), format!("{}\n", "07".repeat(32))).unwrap();
        operator.configure(&format!("[database]\n{database}\n"));
        operator
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn key_file(&self) -> PathBuf {
        self.path("behorig.key")
    }

    /// Writes the configuration: these lines, with the files and the key in the operator's folder.
    pub fn configure(&self, lines: &str) {
        std::fs::write(self.path("behorig.toml"), lines).unwrap();
    }

    /// Runs a command in the operator's folder.
    pub async fn says(&self, arguments: &[&str]) -> Said {
        said(self.command(Path::new(env!("CARGO_BIN_EXE_behorig"))).args(arguments)).await
    }

    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env_clear().env("BEHORIG_CONFIG", "behorig.toml").kill_on_drop(true);
        command
    }
}

pub async fn said(command: &mut Command) -> Said {
    let output = command.output().await.unwrap();
    Said {
        is_good: output.status.success(),
        out: String::from_utf8(output.stdout).unwrap(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

//! Databases of a benchmark's own: on the disk that holds the build, and gone afterwards.

use behorig_store::{Db, DbOptions, SystemName};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use crate::Outcome;

/// As many connections as the program takes unasked.
const CONNECTIONS: usize = 16;

/// Which kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Kind {
    /// SQLite, and PostgreSQL where `BEHORIG_TEST_POSTGRES` names a server.
    #[must_use]
    pub fn here() -> Vec<Self> {
        let mut kinds = vec![Self::Sqlite];
        kinds.extend(server().map(|_| Self::Postgres));
        kinds
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// The server's address without a database.
pub(crate) fn server() -> Option<String> {
    let address = std::env::var("BEHORIG_TEST_POSTGRES").ok().filter(|address| !address.is_empty())?;
    let scheme = address.find("://")? + 3;
    let end = address.get(scheme..)?.find('/').map_or(address.len(), |slash| scheme + slash);
    address.get(..end).map(str::to_owned)
}

/// A connection of the benchmark's own, past the program's door.
///
/// # Errors
/// Where the server can't be reached.
pub async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// Bytes as a line of PostgreSQL's COPY has them.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(3 + 2 * bytes.len());
    text.push_str("\\\\x");
    for byte in bytes {
        text.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(u32::from(digit), 16)));
    }
    text
}

/// A database on its own place.
#[derive(Debug)]
pub struct Database {
    /// Which kind.
    pub kind: Kind,
    /// Where it is.
    pub options: DbOptions,
    name: String,
    _folder: Option<TempDir>,
}

impl Database {
    /// An empty database.
    ///
    /// # Errors
    /// Where it can't be made.
    pub async fn make(kind: Kind) -> Outcome<Self> {
        let name = format!("behorig_bench_{}", uuid::Uuid::new_v4().simple());
        match kind {
            Kind::Sqlite => {
                let folder = folder()?;
                let options = DbOptions::Sqlite { path: folder.path().join("behorig.sqlite") };
                Ok(Self { kind, options, name, _folder: Some(folder) })
            }
            Kind::Postgres => {
                let server = server().ok_or("BEHORIG_TEST_POSTGRES names no server")?;
                let client = connect(&format!("{server}/postgres")).await?;
                let make = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
                client.batch_execute(&make).await?;
                let options =
                    DbOptions::Postgres { url: format!("{server}/{name}"), connections: CONNECTIONS, authority: None };
                Ok(Self { kind, options, name, _folder: None })
            }
        }
    }

    /// Opens it as the program does.
    ///
    /// # Errors
    /// Where it can't be opened.
    pub async fn open(&self) -> Outcome<Db> {
        let system = SystemName { id: "behorig-bench".to_owned(), name: "Behörig, bench".to_owned() };
        Ok(Db::open(self.options.clone(), system).await?)
    }

    /// Gathers the statistics that PostgreSQL gathers by itself some minutes after an import; SQLite has them when it is opened.
    ///
    /// # Errors
    /// Any of the database.
    pub async fn settle(&self) -> Outcome<()> {
        if let DbOptions::Postgres { url, .. } = &self.options {
            connect(url).await?.batch_execute("VACUUM ANALYZE").await?;
        }
        Ok(())
    }

    /// Removes it from the server; a file goes with its folder.
    ///
    /// # Errors
    /// Where the server does not let it go.
    pub async fn remove(self) -> Outcome<()> {
        if let (Kind::Postgres, Some(server)) = (self.kind, server()) {
            let client = connect(&format!("{server}/postgres")).await?;
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await?;
        }
        Ok(())
    }
}

/// A folder beside the benchmark's own program: a temporary folder may lie in memory, where nothing is durable.
///
/// # Errors
/// Where it can't be made.
pub fn folder() -> Outcome<TempDir> {
    let program = std::env::current_exe()?;
    let beside = program.parent().ok_or("the program lies nowhere")?;
    Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(beside)?)
}

//! The bare things that a promise is compared with: one row inserted and committed, one password verified.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use behorig_sign_in::HashCost;
use behorig_store::DbOptions;
use rusqlite::Connection;
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

use crate::Outcome;
use crate::database::{Database, connect};
use crate::load::Work;

/// One audit event as the program writes it, through a connection with nothing around it.
const COLUMNS: &str = "INSERT INTO audit_event (id, system_id, system_name, activity_type, activity_level, at, purpose, user_id,
    user_name, user_assignment, user_title, care_provider_id, care_provider_name, care_unit_id, care_unit_name, hat, door)
    VALUES ";
/// The values, but for the id, which is the one parameter.
const VALUES: &str = ", 'behorig-bench', 'Behörig, bench', 'Skriva', 'bare', 1795165200000, 'Administration',
    '0197a0b0-0000-7000-8000-000000000001', 'Anna Ek', 'Mottagning 0', 'Leg. Sjuksköterska',
    '0197a0b0-0000-7000-8000-000000000002', 'Storskogs vård', '0197a0b0-0000-7000-8000-000000000003', 'Mottagning 0', 'staff',
    'page')";

/// Inserts one row and commits it, again and again.
pub enum Insert {
    /// One connection, in turns: SQLite has one writer, and this is its quickest.
    Sqlite(Arc<Mutex<Connection>>),
    /// A connection each.
    Postgres(Box<(Client, Statement)>),
}

impl Insert {
    /// So many at a time.
    ///
    /// # Errors
    /// Any of the database.
    pub async fn many(database: &Database, count: usize) -> Outcome<Vec<Self>> {
        match &database.options {
            DbOptions::Sqlite { path } => {
                let connection = Connection::open(path)?;
                connection.busy_timeout(Duration::from_secs(10))?;
                connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")?;
                let connection = Arc::new(Mutex::new(connection));
                Ok((0..count).map(|_| Self::Sqlite(Arc::clone(&connection))).collect())
            }
            DbOptions::Postgres { url, .. } => {
                let mut all = Vec::new();
                for _ in 0..count {
                    let client = connect(url).await?;
                    let statement = client.prepare(&format!("{COLUMNS}($1{VALUES}")).await?;
                    all.push(Self::Postgres(Box::new((client, statement))));
                }
                Ok(all)
            }
        }
    }
}

impl Work for Insert {
    async fn once(&mut self) -> Outcome<()> {
        let id = Uuid::now_v7();
        match self {
            Self::Sqlite(connection) => {
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                connection.prepare_cached(&format!("{COLUMNS}(?1{VALUES}"))?.execute([id.as_bytes().as_slice()])?;
            }
            Self::Postgres(both) => {
                let (client, statement) = &**both;
                client.execute(statement, &[&id.as_bytes().as_slice()]).await?;
            }
        }
        Ok(())
    }
}

/// Verifies one password by argon2id, at the program's own cost and with memory that is used again.
pub struct Verify {
    cost: Params,
    expected: [u8; 32],
    memory: Vec<Block>,
}

const SALT: &[u8; 16] = b"sixteen bytes of";

impl Verify {
    /// One thread's worth.
    ///
    /// # Errors
    /// Where argon2 does not allow the cost.
    pub fn new() -> Outcome<Self> {
        let HashCost { memory_kib, passes, lanes } = HashCost::default();
        let cost = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|error| error.to_string())?;
        let memory = vec![Block::new(); cost.block_count()];
        let mut verify = Self { cost, expected: [0; 32], memory };
        verify.expected = verify.hash()?;
        Ok(verify)
    }

    fn hash(&mut self) -> Outcome<[u8; 32]> {
        let mut out = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.cost.clone())
            .hash_password_into_with_memory(crate::ground::PASSWORD.as_bytes(), SALT, &mut out, &mut self.memory)
            .map_err(|error| error.to_string())?;
        Ok(out)
    }
}

impl Work for Verify {
    async fn once(&mut self) -> Outcome<()> {
        if self.hash()? == self.expected { Ok(()) } else { Err("argon2id gave two answers".into()) }
    }
}

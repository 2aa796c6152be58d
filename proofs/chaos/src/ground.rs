//! The ground of a fault: the demo's region on a database of its own, and a few people who are signed in.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use behorig_access::{AccountId, Assurance, Hat, RoleId, UnitId};
use behorig_store::{Actor, Db, DbOptions, Door, Recorded, StoreError, SystemName, params};
use behorig_visit::{Clock as _, HatChoice, NewSession, SessionLimits, SystemClock, Token};
use tempfile::TempDir;
use tokio_postgres::NoTls;

use crate::Outcome;

/// The program's key.
pub(crate) const KEY: [u8; 32] = [7; 32];

/// Which kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// SQLite, and PostgreSQL where `BEHORIG_TEST_POSTGRES` names a server.
    pub(crate) fn here() -> Vec<Self> {
        let mut kinds = vec![Self::Sqlite];
        kinds.extend(server().map(|_| Self::Postgres));
        kinds
    }

    pub(crate) const fn name(self) -> &'static str {
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

/// Runs statements past the program's door.
pub(crate) async fn tell(url: &str, statements: &str) -> Outcome<()> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let driver = tokio::spawn(connection);
    let told = client.batch_execute(statements).await;
    drop(client);
    driver.await??;
    Ok(told?)
}

/// Opens a database as a node does.
pub(crate) async fn open(options: &DbOptions) -> Outcome<Db> {
    let system = SystemName { id: "behorig-chaos".to_owned(), name: "Behörig, chaos".to_owned() };
    Ok(Db::open(options.clone(), system).await?)
}

/// Closes it apart from the runtime's threads, which it may hold up.
pub(crate) async fn close(db: Db) -> Outcome<()> {
    Ok(tokio::task::spawn_blocking(move || db.close()).await?)
}

/// An address that nobody listens at.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// A folder beside this program: a temporary folder may lie in memory, where nothing is durable.
pub(crate) fn folder() -> Outcome<TempDir> {
    let program = std::env::current_exe()?;
    let beside = program.parent().ok_or("the program lies nowhere")?;
    Ok(tempfile::Builder::new().prefix("chaos-").tempdir_in(beside)?)
}

/// A region and its people.
pub(crate) struct Ground {
    pub(crate) options: DbOptions,
    pub(crate) people: People,
    /// To be dropped from the server afterwards.
    made: Option<(String, String)>,
    folder: TempDir,
}

/// Who does what in the load.
#[derive(Clone)]
pub(crate) struct People {
    /// Support of the whole region: changes users and their grants.
    pub(crate) support: String,
    /// Answers cases and writes internal mail at the clinic.
    pub(crate) handler: String,
    /// The clinic.
    pub(crate) clinic: UnitId,
    /// Users of the clinic, one for each worker.
    pub(crate) users: Vec<AccountId>,
    /// Users with an address for mail.
    pub(crate) reachable: Vec<AccountId>,
    /// Whom internal mail goes to.
    pub(crate) receiver: AccountId,
    /// A resident of the clinic, by number.
    pub(crate) resident: String,
    /// A role that is given and taken.
    pub(crate) role: RoleId,
}

impl Ground {
    /// On a database of this kind.
    pub(crate) async fn laid(kind: Kind) -> Outcome<Self> {
        let folder = folder()?;
        match kind {
            Kind::Sqlite => {
                let path = folder.path().join("behorig.sqlite");
                Self::on(DbOptions::Sqlite { path }, None, folder).await
            }
            Kind::Postgres => {
                let server = server().ok_or("BEHORIG_TEST_POSTGRES names no server")?;
                Self::on_server(&server, "").await
            }
        }
    }

    /// On a new database of a server, such as `postgres://user@host:port`, or of several, the first of which takes changes now; `more`
    /// is the end of the address.
    pub(crate) async fn on_server(server: &str, more: &str) -> Outcome<Self> {
        let name = format!("behorig_chaos_{}", uuid::Uuid::new_v4().simple());
        let make = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
        tell(&format!("{server}/postgres{more}"), &make).await?;
        let options = DbOptions::Postgres { url: format!("{server}/{name}{more}"), connections: 8, authority: None };
        Self::on(options, Some((server.to_owned(), name)), folder()?).await
    }

    async fn on(options: DbOptions, made: Option<(String, String)>, folder: TempDir) -> Outcome<Self> {
        let db = open(&options).await?;
        demo_region::build(&db, SystemClock.now()).await?;
        let people = people(&db).await?;
        close(db).await?;
        let key: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(folder.path().join("key"), key)?;
        Ok(Self { options, people, made, folder })
    }

    /// Where files of the run go.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Takes the ground away.
    pub(crate) async fn remove(self) -> Outcome<()> {
        match self.made {
            Some((server, name)) => {
                tell(&format!("{server}/postgres"), &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
            }
            None => Ok(()),
        }
    }
}

async fn people(db: &Db) -> Outcome<People> {
    let number = demo_region::test_people().into_iter().find(|person| person.key == "invanare");
    let resident = number.ok_or("the region has no resident")?.number.as_stored().to_owned();
    let mut read = db.read().await?;
    let (clinic,): (UnitId,) =
        read.one("SELECT id FROM unit WHERE import_key = 'VC-ROSENLUND-MOTT'", params![]).await?;
    let (region,): (UnitId,) = read
        .one("SELECT ancestor_id FROM unit_ancestor WHERE unit_id = ?1 ORDER BY distance DESC", params![clinic])
        .await?;
    let (role,): (RoleId,) = read
        .one("SELECT id FROM role WHERE organisation_id = ?1 AND built_in = 'internal-mail'", params![region])
        .await?;
    // The last ones are nobody's test people: whatever becomes of their grants disturbs no one else.
    let users: Vec<(AccountId,)> = read
        .all(
            "SELECT id FROM account WHERE ended_at IS NULL AND unit_id = ?1 ORDER BY id DESC LIMIT 12",
            params![clinic],
        )
        .await?;
    if users.len() < 12 {
        return Err("the clinic has too few users for two crews".into());
    }
    let reachable: Vec<(AccountId,)> = read
        .all(
            "SELECT id FROM account WHERE email IS NOT NULL AND ended_at IS NULL AND blocked_at IS NULL AND locked_at IS NULL
                 AND pending_since IS NULL ORDER BY id LIMIT 100",
            &[],
        )
        .await?;
    let (receiver,) = account(&mut read, "lena.nordin").await?;
    let (support,) = account(&mut read, "samir.haddad").await?;
    let (handler,) = account(&mut read, "maria.johansson").await?;
    drop(read);
    Ok(People {
        support: signed_in(db, support, region).await?,
        handler: signed_in(db, handler, clinic).await?,
        clinic,
        users: users.into_iter().map(|(id,)| id).collect(),
        reachable: reachable.into_iter().map(|(id,)| id).collect(),
        receiver,
        resident,
        role,
    })
}

async fn account(read: &mut behorig_store::ReadTx, user_name: &str) -> Result<(AccountId,), StoreError> {
    read.one("SELECT id FROM account WHERE user_name_key = ?1", params![user_name]).await
}

/// Opens a session as staff, as surely as by BankID, and gives the cookie.
async fn signed_in(db: &Db, account: AccountId, unit: UnitId) -> Outcome<String> {
    let token = Token::random()?;
    let choice = HatChoice { hat: Hat::Staff, account: Some(account), person: None, unit: Some(unit) };
    let session = NewSession { choice, assurance: Assurance::High, method: "bankid", address: None, agent: None };
    let actor = Actor::system(Door::System, SystemClock.now());
    db.write(&actor, (token.clone(), session), |tx, (token, session)| {
        Box::pin(async move {
            behorig_visit::open(tx, token, session, SessionLimits::default()).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a proof's own sign-in"))
        })
    })
    .await?;
    Ok(format!("behorig={}", token.reveal()))
}

//! The ground that a benchmark stands on: a database with so many accounts, a few people to sign in as, and the program put
//! together on it.

use std::sync::Arc;

use axum::Router;
use behorig::assemble::{Parts, assemble};
use behorig_access::{AccountId, Assurance, Hat, UnitId};
use behorig_batch::files::{File, ImportFiles};
use behorig_batch::import::{self, Options};
use behorig_identity::test_series;
use behorig_outbox::Outbox;
use behorig_registers::persons::LocalRegister;
use behorig_sign_in::{PasswordHash, Passwords, PasswordsSettings};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Recorded, StoreError, params};
use behorig_visit::{Clock, HatChoice, NewSession, SessionLimits, SystemClock, Token, VisitSettings};
use jiff::civil::date;

use crate::Outcome;
use crate::database::{Database, Kind};

/// The address that the program believes it has.
pub const ORIGIN: &str = "http://behorig.test";
/// The password of every relative.
pub const PASSWORD: &str = "tolv tallar i Storskog";
/// So many relatives sign in with a password alone.
pub const RELATIVES: usize = 64;
/// So many people of the region's support, for the whole branch.
pub const SUPPORT: usize = 16;
/// So many residents are approved at the first clinic.
const RESIDENTS: usize = 200;
/// The clinic where everyone has something to do.
pub const CLINIC: &str = "M0";
/// The region.
pub const REGION: &str = "REGION";

/// The program on a database of its own.
pub struct Ground {
    /// Where the data are.
    pub database: Database,
    /// The database as the program holds it.
    pub db: Db,
    /// What answers.
    pub router: Router,
}

impl Ground {
    /// The program with so many accounts, of whom a hundred are at each clinic.
    ///
    /// # Errors
    /// Where it can't be laid.
    pub async fn with_accounts(kind: Kind, count: usize) -> Outcome<Self> {
        let database = Database::make(kind).await?;
        let db = database.open().await?;
        bring_in(&db, demo_region::volume::accounts(count)).await?;
        bring_in(&db, people()).await?;
        let passwords = Passwords::start(PasswordsSettings::default())?;
        let hash = passwords.hash(PASSWORD).await?;
        set_passwords(&db, hash).await?;
        close(db).await?;
        database.settle().await?;
        let db = database.open().await?;
        let router = router(db.clone(), None)?;
        Ok(Self { database, db, router })
    }

    /// The program on what a file brings, with an outbox that letters wait in.
    ///
    /// # Errors
    /// Where it can't be laid.
    pub async fn with_files(kind: Kind, files: ImportFiles, outbox: Outbox) -> Outcome<Self> {
        let database = Database::make(kind).await?;
        let db = database.open().await?;
        bring_in(&db, files).await?;
        let router = router(db.clone(), Some(outbox))?;
        Ok(Self { database, db, router })
    }

    /// The id of a unit by its key in the import.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn unit(&self, key: &str) -> Outcome<UnitId> {
        let mut read = self.db.read().await?;
        let (id,): (UnitId,) = read.one("SELECT id FROM unit WHERE import_key = ?1", params![key]).await?;
        Ok(id)
    }

    /// The id of an account by its user name.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn account(&self, user_name: &str) -> Outcome<AccountId> {
        let mut read = self.db.read().await?;
        let (id,): (AccountId,) =
            read.one("SELECT id FROM account WHERE user_name_key = ?1", params![user_name]).await?;
        Ok(id)
    }

    /// Signs an account in as staff at a unit, as surely as BankID, and gives the cookie.
    ///
    /// # Errors
    /// Where it can't be.
    pub async fn signed_in(&self, user_name: &str, unit: &str) -> Outcome<String> {
        let (account, unit) = (self.account(user_name).await?, self.unit(unit).await?);
        self.session(HatChoice { hat: Hat::Staff, account: Some(account), person: None, unit: Some(unit) }).await
    }

    /// Opens a session with a hat on, as surely as by BankID, and gives the cookie.
    ///
    /// # Errors
    /// Where it can't be.
    pub async fn session(&self, choice: HatChoice) -> Outcome<String> {
        let token = Token::random()?;
        let session = NewSession { choice, assurance: Assurance::High, method: "bankid", address: None, agent: None };
        let actor = system();
        let opened = self.db.write(&actor, (token.clone(), session), |tx, (token, session)| {
            Box::pin(async move {
                behorig_visit::open(tx, token, session, SessionLimits::default()).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "a benchmark's own sign-in"))
            })
        });
        opened.await?;
        Ok(format!("behorig={}", token.reveal()))
    }

    /// Ends the program and leaves its database, for the program as a process of its own.
    ///
    /// # Errors
    /// Where it does not come to its end.
    pub async fn leave(self) -> Outcome<Database> {
        drop(self.router);
        close(self.db).await?;
        Ok(self.database)
    }

    /// Takes the ground away.
    ///
    /// # Errors
    /// Where the server keeps it.
    pub async fn remove(self) -> Outcome<()> {
        self.leave().await?.remove().await
    }
}

/// Closes a database apart from the runtime's threads, which it may hold up.
///
/// # Errors
/// Where it does not come to its end.
pub async fn close(db: Db) -> Outcome<()> {
    Ok(tokio::task::spawn_blocking(move || db.close()).await?)
}

/// The program itself as an actor, now.
#[must_use]
pub fn system() -> Actor {
    Actor::system(Door::Import, SystemClock.now())
}

/// Brings files in; a bad row is a fault of the benchmark.
///
/// # Errors
/// Where anything of it was not brought in.
pub async fn bring_in(db: &Db, files: ImportFiles) -> Outcome<()> {
    let report = import::run(db, &system(), files, Options::default(), &|_| {}).await?;
    match report.problems.first() {
        None if report.applied => Ok(()),
        problem => Err(format!("the benchmark's own files are wrong: {problem:?}").into()),
    }
}

fn router(db: Db, outbox: Option<Outbox>) -> Outcome<Router> {
    let assembled = assemble(Parts {
        db,
        clock: Arc::new(SystemClock),
        register: Arc::new(LocalRegister),
        settings: VisitSettings {
            public_url: ORIGIN.to_owned(),
            installation: "Behörig".to_owned(),
            trusted_proxies: 0,
            sessions: SessionLimits::default(),
            demo: false,
        },
        keys: Keys::new(&[7; 32], &[])?,
        bankid: None,
        bankid_app: None,
        siths: None,
        card_port: None,
        yubico: None,
        outbox,
        demo_mailbox: None,
        files: behorig_files::Files::in_memory(),
        measured: false,
    })?;
    Ok(assembled.router)
}

async fn set_passwords(db: &Db, hash: PasswordHash) -> Outcome<()> {
    let actor = system();
    let set = db.write(&actor, hash, |tx, hash| {
        Box::pin(async move {
            tx.execute(
                "UPDATE account SET password_hash = ?1, password_must_change = FALSE
                 WHERE user_name_key >= 'anhorig' AND user_name_key < 'anhorih'",
                params![hash],
            )
            .await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a benchmark's own ground"))
        })
    });
    Ok(set.await?)
}

/// Support, residents of the first clinic, and relatives of some of them, as the files of an import.
fn people() -> ImportFiles {
    let mut persons = String::from("personnummer;förnamn;efternamn\n");
    let mut accounts = String::from("användarnamn;förnamn;efternamn;enhet\n");
    let mut grants = String::from("användarnamn;personnummer;roll;enhet;gren;kund;från;grund\n");
    for at in 0..SUPPORT {
        accounts.push_str(&format!("support{at:02};Maj;Ahlgren;{REGION}\n"));
        grants.push_str(&format!("support{at:02};;support;{REGION};ja;;2026-01-15;administrator\n"));
    }
    accounts.push_str(&format!("lokal;Siv;Ahlgren;{CLINIC}\n"));
    grants.push_str(&format!("lokal;;local-administrator;{CLINIC};;;2026-01-15;administrator\n"));
    let born = date(1980, 1, 1);
    let numbers = born.series(jiff::Span::new().days(1)).filter_map(|day| test_series::personal_number(day, true).ok());
    for (at, number) in numbers.take(RESIDENTS).enumerate() {
        let number = number.as_stored();
        persons.push_str(&format!("{number};{};{}\n", pick(&GIVEN, at), pick(&FAMILY, at / GIVEN.len())));
        grants.push_str(&format!(";{number};approved-resident;{CLINIC};;;2026-02-02;local-administrator\n"));
        if at < RELATIVES {
            accounts.push_str(&format!("anhorig{at:02};Bo;{};{CLINIC}\n", pick(&FAMILY, at / GIVEN.len())));
            grants.push_str(&format!("anhorig{at:02};;relative;{CLINIC};;{number};2026-03-01;consent\n"));
        }
    }
    let file = |name: &str, text: String| Some(File { name: name.to_owned(), bytes: text.into_bytes() });
    ImportFiles {
        units: None,
        persons: file("persons.csv", persons),
        accounts: file("accounts.csv", accounts),
        grants: file("grants.csv", grants),
        directory: None,
    }
}

pub(crate) const GIVEN: [&str; 8] = ["Anna", "Erik", "Maria", "Lars", "Karin", "Nils", "Eva", "Sven"];
pub(crate) const FAMILY: [&str; 10] =
    ["Ek", "Lind", "Alm", "Björk", "Rönn", "Lönn", "Hassel", "Sälg", "Tall", "Åkerström"];

pub(crate) fn pick<'a>(names: &[&'a str], at: usize) -> &'a str {
    names.get(at % names.len()).copied().unwrap_or_default()
}

//! Clinics with years of cases: made past the program's door, in the order of time, with the words that the program keeps.

use std::collections::HashMap;
use std::fmt::Write as _;

use behorig_access::{CaseId, UnitId};
use behorig_batch::files::{File, ImportFiles};
use behorig_cases::rules::{kept, reference_of, stems_of, token};
use behorig_identity::test_series;
use behorig_outbox::Outbox;
use behorig_store::seal::Keys;
use behorig_store::{DbOptions, params};
use behorig_visit::{Clock as _, SystemClock};
use bytes::Bytes;
use futures::SinkExt as _;
use jiff::civil::date;
use rusqlite::Connection;
use uuid::Uuid;

use crate::Outcome;
use crate::chance::Chance;
use crate::database::{Kind, connect, hex};
use crate::ground::{CLINIC, FAMILY, GIVEN, Ground, pick};

/// As many clinics as a region has.
pub const CLINICS: usize = 500;
/// Every so many-th case is of the first clinic.
const OF_THE_FIRST: usize = 20;
/// So many people write.
const RESIDENTS: usize = 5_000;
/// So many answer at the first clinic.
const HANDLERS: usize = 20;
/// So many different words are in use; the first of them stand in most cases, the last in few.
const WORDS: usize = 2_000;
/// So many words a case has.
const LENGTH: usize = 25;
/// A word of sixty cases of the first clinic, however many it has, and not of others.
pub const SELDOM: &str = "sarkoidos";
const SELDOM_CASES: usize = 60;
/// What every case says.
const SUBJECT: &str = "Kontakta mig";
/// A year.
const SPAN: u64 = 365 * 86_400_000;
/// So many cases go to PostgreSQL in one piece.
const PIECE: usize = 20_000;
/// A day in the far future: nothing is promised for what is closed.
const NO_PROMISE: u64 = 253_402_214_400_000;

/// The word that stands in most cases.
#[must_use]
pub fn frequent() -> String {
    word(0)
}

/// The program on a database with so many cases.
pub struct Cases {
    /// The program.
    pub ground: Ground,
}

impl Cases {
    /// So many cases, a twentieth of them at the first clinic.
    ///
    /// # Errors
    /// Where they can't be made.
    pub async fn on(kind: Kind, count: usize) -> Outcome<Self> {
        let ground = Ground::with_files(kind, region(), Outbox::new(Keys::new(&[7; 32], &[])?)).await?;
        let mut made = Made::on(&ground, count).await?;
        match &ground.database.options {
            DbOptions::Sqlite { path } => into_sqlite(&mut Connection::open(path)?, &mut made)?,
            DbOptions::Postgres { url, .. } => into_postgres(url, &mut made).await?,
        }
        ground.database.settle().await?;
        Ok(Self { ground })
    }
}

/// A region with its people, as the files of an import.
fn region() -> ImportFiles {
    let mut units = String::from("nyckel;namn;slag;överordnad\nREGION;Region Storskog;region;\n");
    units.push_str("VG;Storskogs vård;vårdgivarorganisation;REGION\n");
    for clinic in 0..CLINICS {
        let _ = writeln!(units, "M{clinic};Mottagning {clinic};mottagning;VG");
    }
    let mut accounts = String::from("användarnamn;förnamn;efternamn;enhet\n");
    let mut grants = String::from("användarnamn;personnummer;roll;enhet;från;grund\n");
    let mut staff = |name: &str, role: &str| {
        let _ = writeln!(accounts, "{name};Rut;Ahlgren;{CLINIC}");
        let _ = writeln!(grants, "{name};;{role};{CLINIC};2026-01-15;administrator");
    };
    staff("mottagare", "case-receiver");
    for handler in 0..HANDLERS {
        staff(&format!("hanterare{handler:02}"), "case-handler");
    }
    let mut persons = String::from("personnummer;förnamn;efternamn\n");
    let days = date(1980, 1, 1).series(jiff::Span::new().days(1));
    let numbers = days.filter_map(|day| test_series::personal_number(day, true).ok());
    for (at, number) in numbers.take(RESIDENTS).enumerate() {
        let (given, family) = (pick(&GIVEN, at), pick(&FAMILY, at / GIVEN.len()));
        let _ = writeln!(persons, "{};{given};{family}", number.as_stored());
    }
    let file = |name: &str, text: String| Some(File { name: name.to_owned(), bytes: text.into_bytes() });
    ImportFiles {
        units: file("units.csv", units),
        persons: file("persons.csv", persons),
        accounts: file("accounts.csv", accounts),
        grants: file("grants.csv", grants),
        directory: None,
    }
}

/// A word that no other is like: four syllables that say its number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["bo", "da", "fi", "gu", "ho", "ju", "ka", "li", "mo", "nu", "po", "ru", "sy", "to", "vi", "bro"];
    let syllable = |place: usize| SYLLABLES.get(number >> (4 * place) & 15).copied().unwrap_or_default();
    format!("{}{}{}k", syllable(0), syllable(1), syllable(2))
}

/// One case, with its one message and its words.
struct Case {
    id: Uuid,
    message: Uuid,
    reference: String,
    unit: Uuid,
    person: Uuid,
    state: &'static str,
    handler: Option<Uuid>,
    received_at: u64,
    due_at: u64,
    assigned_at: Option<u64>,
    closed_at: Option<u64>,
    body: String,
    words: String,
}

/// The cases on their way, the oldest first.
struct Made {
    count: usize,
    at: usize,
    of_the_first: usize,
    begin: u64,
    chance: Chance,
    units: Vec<UnitId>,
    persons: Vec<Uuid>,
    handlers: Vec<Uuid>,
    words: Vec<String>,
    tokens: HashMap<(usize, usize), String>,
    subject: Vec<String>,
}

impl Made {
    async fn on(ground: &Ground, count: usize) -> Outcome<Self> {
        let mut read = ground.db.read().await?;
        let mut units = Vec::with_capacity(CLINICS);
        for clinic in 0..CLINICS {
            let key = format!("M{clinic}");
            let (id,): (UnitId,) = read.one("SELECT id FROM unit WHERE import_key = ?1", params![key]).await?;
            units.push(id);
        }
        let persons: Vec<(Uuid,)> = read.all("SELECT id FROM person ORDER BY id", &[]).await?;
        let handlers: Vec<(Uuid,)> = read
            .all("SELECT id FROM account WHERE user_name_key >= 'hanterare' AND user_name_key < 'hanterarf' ORDER BY user_name_key", &[])
            .await?;
        drop(read);
        let now = u64::try_from(SystemClock.now().0)?;
        let mut words: Vec<String> = (0..WORDS).map(word).collect();
        words.push(SELDOM.to_owned());
        Ok(Self {
            count,
            at: 0,
            of_the_first: 0,
            begin: now - SPAN,
            chance: Chance::new(12),
            units,
            persons: persons.into_iter().map(|(id,)| id).collect(),
            handlers: handlers.into_iter().map(|(id,)| id).collect(),
            words,
            tokens: HashMap::new(),
            subject: stems_of(SUBJECT),
        })
    }

    /// The words of a case: a frequent one is met the more often the earlier it stands in the list.
    fn said(&mut self, seldom: bool) -> Vec<usize> {
        let mut said = Vec::with_capacity(LENGTH + 2);
        for _ in 0..LENGTH {
            let part = self.chance.below(1 << 20) as f64 / f64::from(1 << 20);
            said.push(((WORDS as f64).powf(part) - 1.0) as usize);
        }
        if seldom {
            said.extend([0, WORDS]);
        }
        said.sort_unstable();
        said.dedup();
        said
    }

    /// Its tokens as the program keeps them.
    fn kept(&mut self, clinic: usize, said: &[usize]) -> Outcome<String> {
        let unit = *self.units.get(clinic).ok_or("no such clinic")?;
        let mut kept = String::with_capacity((said.len() + 2) * 10);
        for stem in &self.subject {
            let _ = write!(kept, " {}", token(unit, stem));
        }
        for number in said {
            let word = self.words.get(*number).map(String::as_str).unwrap_or_default();
            let token = self
                .tokens
                .entry((clinic, *number))
                .or_insert_with(|| stems_of(word).first().map(|stem| token(unit, stem)).unwrap_or_default());
            let _ = write!(kept, " {token}");
        }
        kept.push(' ');
        Ok(kept)
    }

    fn case(&mut self) -> Outcome<Case> {
        let received_at = self.begin + SPAN / self.count as u64 * self.at as u64;
        let is_of_the_first = self.at.is_multiple_of(OF_THE_FIRST);
        let clinic = if is_of_the_first { 0 } else { 1 + self.chance.below(CLINICS - 1) };
        let every = (self.count / OF_THE_FIRST / SELDOM_CASES).max(1);
        let seldom =
            is_of_the_first && self.of_the_first.is_multiple_of(every) && self.of_the_first / every < SELDOM_CASES;
        self.of_the_first += usize::from(is_of_the_first);
        self.at += 1;
        let said = self.said(seldom);
        let chosen: Vec<&str> = said.iter().filter_map(|at| self.words.get(*at).map(String::as_str)).collect();
        let body = chosen.join(" ");
        let words = self.kept(clinic, &said)?;
        let unit = *self.units.get(clinic).ok_or("no such clinic")?;
        if self.at < 100 {
            same_words(&words, &kept(unit, [SUBJECT, body.as_str()]))?;
        }
        let state = match self.chance.below(100) {
            0..15 => "received",
            15..30 if is_of_the_first => "assigned",
            _ => "closed",
        };
        let has_handler = is_of_the_first && state != "received";
        // The first handler has half of what is handled.
        let first = self.chance.one_of(1, 2);
        let other = self.chance.pick(&self.handlers).copied();
        let handler = if first { self.handlers.first().copied() } else { other };
        let (id, message) = (self.chance.ordered_id(received_at), self.chance.ordered_id(received_at));
        Ok(Case {
            reference: reference_of(CaseId::new(id), 0),
            id,
            message,
            unit: unit.uuid(),
            person: self.chance.pick(&self.persons).copied().ok_or("nobody writes")?,
            state,
            handler: handler.filter(|_| has_handler),
            received_at,
            due_at: if state == "closed" { NO_PROMISE } else { received_at + 2 * 86_400_000 },
            assigned_at: has_handler.then_some(received_at + 3_600_000),
            closed_at: (state == "closed").then_some(received_at + 86_400_000),
            body,
            words,
        })
    }
}

impl Iterator for Made {
    type Item = Outcome<Case>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.at < self.count).then(|| self.case())
    }
}

/// What is made here must be what the program would have kept.
fn same_words(here: &str, there: &str) -> Outcome<()> {
    let sorted = |text: &str| {
        let mut tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        tokens.sort_unstable();
        tokens
    };
    if sorted(here) == sorted(there) { Ok(()) } else { Err("the benchmark keeps other words than the program".into()) }
}

fn into_sqlite(connection: &mut Connection, made: &mut Made) -> Outcome<()> {
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY")?;
    // Each row of its own would make the full text put its pages in order anew.
    let triggers = triggers_of(connection)?;
    connection.execute_batch("DROP TRIGGER case_words_added; DROP TRIGGER case_words_grown")?;
    let write = connection.transaction()?;
    {
        let mut case = write.prepare(
            "INSERT INTO care_case (id, reference, unit_id, kind, person_id, sent_by_person, subject, state, handler_account,
                 received_at, due_at, assigned_at, closed_at, last_message_at, resident_unread, replies_open, version)
             VALUES (?1, ?2, ?3, 'resident', ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?8, FALSE, FALSE, 1)",
        )?;
        let mut message = write.prepare(
            "INSERT INTO case_message (case_id, id, at, author_person, kind, body) VALUES (?1, ?2, ?3, ?4, 'sent', ?5)",
        )?;
        let mut words = write.prepare("INSERT INTO case_search (unit_id, case_id, words) VALUES (?1, ?2, ?3)")?;
        for made in made {
            let made = made?;
            let (id, person, received) =
                (made.id.as_bytes().as_slice(), made.person.as_bytes().as_slice(), made.received_at.cast_signed());
            case.execute(rusqlite::params![
                id,
                made.reference,
                made.unit.as_bytes().as_slice(),
                person,
                SUBJECT,
                made.state,
                made.handler.as_ref().map(|handler| handler.as_bytes().as_slice()),
                received,
                made.due_at.cast_signed(),
                made.assigned_at.map(u64::cast_signed),
                made.closed_at.map(u64::cast_signed),
            ])?;
            message.execute(rusqlite::params![id, made.message.as_bytes().as_slice(), received, person, made.body])?;
            words.execute(rusqlite::params![made.unit.as_bytes().as_slice(), id, made.words])?;
        }
    }
    write.commit()?;
    connection.execute_batch(
        "INSERT INTO case_words (case_id, words) SELECT case_id, words FROM case_search ORDER BY case_id",
    )?;
    connection.execute_batch(&triggers)?;
    connection.execute_batch("PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// The statements that make the triggers of the full text, as the database has them.
fn triggers_of(connection: &Connection) -> Outcome<String> {
    let mut asked =
        connection.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'case_search'")?;
    let made = asked.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    if made.len() != 2 {
        return Err(format!("case_search has {} triggers", made.len()).into());
    }
    Ok(made.join(";\n"))
}

async fn into_postgres(url: &str, made: &mut Made) -> Outcome<()> {
    let client = connect(url).await?;
    // An index is made sooner than it grows.
    let index: String = client
        .query_one("SELECT indexdef FROM pg_indexes WHERE indexname = 'case_search_words'", &[])
        .await?
        .try_get(0)?;
    client
        .batch_execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; DROP INDEX case_search_words")
        .await?;
    loop {
        let (mut cases, mut messages, mut words) = (String::new(), String::new(), String::new());
        let mut count = 0;
        for made in made.by_ref().take(PIECE) {
            let made = made?;
            count += 1;
            let (id, unit, person, at) =
                (hex(made.id.as_bytes()), hex(made.unit.as_bytes()), hex(made.person.as_bytes()), made.received_at);
            let number = |value: Option<u64>| value.map_or_else(|| "\\N".to_owned(), |value| value.to_string());
            let handler = made.handler.as_ref().map_or_else(|| "\\N".to_owned(), |handler| hex(handler.as_bytes()));
            let _ = writeln!(
                cases,
                "{id}\t{}\t{unit}\tresident\t{person}\t{person}\t{SUBJECT}\t{}\t{handler}\t{at}\t{}\t{}\t{}\t{at}\tf\tf\t1",
                made.reference,
                made.state,
                made.due_at,
                number(made.assigned_at),
                number(made.closed_at)
            );
            let _ = writeln!(messages, "{id}\t{}\t{at}\t{person}\tsent\t{}", hex(made.message.as_bytes()), made.body);
            let _ = writeln!(words, "{unit}\t{id}\t{}", made.words);
        }
        if count == 0 {
            break;
        }
        for (table, text) in [
            (
                "care_case (id, reference, unit_id, kind, person_id, sent_by_person, subject, state, handler_account, received_at,
                     due_at, assigned_at, closed_at, last_message_at, resident_unread, replies_open, version)",
                cases,
            ),
            ("case_message (case_id, id, at, author_person, kind, body)", messages),
            ("case_search (unit_id, case_id, words)", words),
        ] {
            let sink = client.copy_in(format!("COPY {table} FROM STDIN").as_str()).await?;
            let mut sink = std::pin::pin!(sink);
            sink.send(Bytes::from(text)).await?;
            sink.close().await?;
        }
    }
    Ok(client.batch_execute(&index).await?)
}

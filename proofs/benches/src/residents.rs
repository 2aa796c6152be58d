//! Residents with something to send: clinics with case types and a receiver each, signed-in residents, and what they have written.

use std::collections::VecDeque;
use std::net::SocketAddr;

use behorig_access::{CaseTypeId, Hat, PersonId, UnitId};
use behorig_batch::files::{File, ImportFiles};
use behorig_case_types::rules::Kind as FieldKind;
use behorig_case_types::{Form, Ready, activate_ready};
use behorig_cases::records::{DraftKey, keep_draft};
use behorig_identity::test_series;
use behorig_outbox::Outbox;
use behorig_store::{Recorded, StoreError, params};
use behorig_visit::HatChoice;
use behorig_web::Lang;
use jiff::civil::date;
use uuid::Uuid;

use crate::Outcome;
use crate::database::Kind;
use crate::ground::{FAMILY, GIVEN, Ground, ORIGIN, pick, system};
use crate::load::{Connection, Work};

/// As many clinics as a region has, each with every ready case type and a receiver who is told of new cases.
pub const CLINICS: usize = 500;
/// So many residents, each approved at one clinic.
pub const RESIDENTS: usize = 1_000;

/// What a resident sends: their own draft of a case type of their clinic.
#[derive(Debug, Clone)]
struct Sheet {
    person: PersonId,
    case_type: CaseTypeId,
    content: &'static str,
    path: String,
    cookie: String,
}

/// The residents, before what they have written.
pub struct Residents {
    /// The program that they write to.
    pub ground: Ground,
    address: SocketAddr,
    /// What is written and not sent, and what was sent and can be written again.
    written: VecDeque<Sheet>,
    sent: Vec<Sheet>,
}

impl Residents {
    /// Clinics and residents on a database of their own, and the program that serves them.
    ///
    /// # Errors
    /// Where they can't be made.
    pub async fn on(kind: Kind, outbox: Outbox) -> Outcome<Self> {
        let ground = Ground::with_files(kind, region()?, outbox).await?;
        let address = crate::constant::listen(ground.router.clone()).await?;
        let mut residents = Self { ground, address, written: VecDeque::new(), sent: Vec::new() };
        residents.let_in().await?;
        residents.write().await?;
        residents.ground.database.settle().await?;
        Ok(residents)
    }

    /// Activates the clinics' case types and signs everyone in.
    async fn let_in(&mut self) -> Outcome<()> {
        let mut read = self.ground.db.read().await?;
        let approved: Vec<(PersonId, UnitId)> = read
            .all("SELECT holder_person, unit_id FROM grants WHERE holder_person IS NOT NULL ORDER BY id", params![])
            .await?;
        drop(read);
        let contents = contents()?;
        let mut types = std::collections::HashMap::new();
        for (person, unit) in approved {
            if let std::collections::hash_map::Entry::Vacant(new) = types.entry(unit) {
                new.insert(self.activate(unit).await?);
            }
            let choice = HatChoice { hat: Hat::Resident, account: None, person: Some(person), unit: None };
            let cookie = self.ground.session(choice).await?;
            for (case_type, content) in types.get(&unit).into_iter().flatten().zip(&contents) {
                let path = format!("/mina-mottagningar/{unit}/{case_type}/kontrollera");
                self.sent.push(Sheet { person, case_type: *case_type, content, path, cookie: cookie.clone() });
            }
        }
        // Nobody sends everything at once: neighbours in the line are of different people and clinics.
        self.sent.sort_by_key(|sheet| (sheet.case_type.uuid().as_u128() % 977, sheet.person));
        Ok(())
    }

    async fn activate(&self, unit: UnitId) -> Outcome<Vec<CaseTypeId>> {
        let actor = system();
        let made = self.ground.db.write(&actor, unit, |tx, unit| {
            Box::pin(async move {
                let mut types = Vec::new();
                for ready in Ready::ALL {
                    types.push(activate_ready(tx, *unit, ready).await?);
                }
                Ok::<_, StoreError>(Recorded::nothing_to_record(types, "a benchmark's own ground"))
            })
        });
        Ok(made.await?)
    }

    /// Lets everyone write anew what they have sent.
    ///
    /// # Errors
    /// Any of the database.
    pub async fn write(&mut self) -> Outcome<()> {
        let (actor, anew) = (system(), std::mem::take(&mut self.sent));
        for sheets in anew.chunks(500) {
            let kept = self.ground.db.write(&actor, sheets.to_vec(), |tx, sheets| {
                Box::pin(async move {
                    for sheet in sheets {
                        let key = DraftKey::of_case_type(sheet.person, sheet.case_type, sheet.person);
                        keep_draft(tx, key, sheet.content).await?;
                    }
                    Ok::<_, StoreError>(Recorded::nothing_to_record((), "a benchmark's own ground"))
                })
            });
            kept.await?;
        }
        self.written.extend(anew);
        Ok(())
    }

    /// Sits residents down before so many browsers, with all that is written shared out among them.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn sit_down(&mut self, browsers: usize) -> Outcome<Vec<Browser>> {
        self.sit_down_at(self.address, ORIGIN, browsers).await
    }

    /// The same before browsers of a program elsewhere, which believes it has this origin.
    ///
    /// # Errors
    /// Where nobody listens.
    pub async fn sit_down_at(&mut self, address: SocketAddr, origin: &str, browsers: usize) -> Outcome<Vec<Browser>> {
        let mut all = Vec::new();
        for _ in 0..browsers {
            let connection = Connection::to(address).await?;
            let (waiting, sent) = (VecDeque::new(), Vec::new());
            all.push(Browser { connection, address, origin: origin.to_owned(), waiting, sent });
        }
        for (at, sheet) in self.written.drain(..).enumerate() {
            if let Some(browser) = all.get_mut(at % browsers) {
                browser.waiting.push_back(sheet);
            }
        }
        Ok(all)
    }

    /// Takes back what the browsers have sent and not sent.
    pub fn get_up(&mut self, browsers: Vec<Browser>) {
        for browser in browsers {
            self.sent.extend(browser.sent);
            self.written.extend(browser.waiting);
        }
    }
}

/// A browser at which one resident after the other sends what they have written.
pub struct Browser {
    connection: Connection,
    address: SocketAddr,
    origin: String,
    waiting: VecDeque<Sheet>,
    sent: Vec<Sheet>,
}

impl Work for Browser {
    async fn once(&mut self) -> Outcome<()> {
        let sheet = self.waiting.pop_front().ok_or("everything that was written is sent: the turn is too long")?;
        let body = format!("en-gang={}", Uuid::new_v4());
        let request = format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\norigin: {}\r\ncookie: {}\r\naccept-language: sv\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            sheet.path,
            self.address,
            self.origin,
            sheet.cookie,
            body.len()
        );
        self.connection.ask(request.as_bytes(), 303).await?;
        self.sent.push(sheet);
        Ok(())
    }
}

/// A region of clinics, their receivers and their residents, as the files of an import.
fn region() -> Outcome<ImportFiles> {
    let mut units = String::from("nyckel;namn;slag;överordnad\nREGION;Region Storskog;region;\n");
    units.push_str("VG;Storskogs vård;vårdgivarorganisation;REGION\n");
    let mut accounts = String::from("användarnamn;förnamn;efternamn;enhet;e_post\n");
    let mut grants = String::from("användarnamn;personnummer;roll;enhet;från;grund\n");
    for clinic in 0..CLINICS {
        units.push_str(&format!("M{clinic};Mottagning {clinic};mottagning;VG\n"));
        accounts.push_str(&format!("mottagare{clinic:03};Rut;Ahlgren;M{clinic};mottagare{clinic}@storskog.example\n"));
        grants.push_str(&format!("mottagare{clinic:03};;case-receiver;M{clinic};2026-01-15;administrator\n"));
    }
    let mut persons = String::from("personnummer;förnamn;efternamn\n");
    let days = date(1980, 1, 1).series(jiff::Span::new().days(1));
    let numbers = days.filter_map(|day| test_series::personal_number(day, true).ok());
    for (at, number) in numbers.take(RESIDENTS).enumerate() {
        let number = number.as_stored();
        persons.push_str(&format!("{number};{};{}\n", pick(&GIVEN, at), pick(&FAMILY, at / GIVEN.len())));
        let clinic = at % CLINICS;
        grants.push_str(&format!(";{number};approved-resident;M{clinic};2026-02-02;local-administrator\n"));
    }
    let file = |name: &str, text: String| Some(File { name: name.to_owned(), bytes: text.into_bytes() });
    Ok(ImportFiles {
        units: file("units.csv", units),
        persons: file("persons.csv", persons),
        accounts: file("accounts.csv", accounts),
        grants: file("grants.csv", grants),
        directory: None,
    })
}

/// What stands in a filled-in form of each ready type.
fn contents() -> Outcome<Vec<&'static str>> {
    Ready::ALL.into_iter().map(|ready| filled_in(ready.form())).collect()
}

fn filled_in(form: &Form) -> Outcome<&'static str> {
    let mut typed = behorig_web::Form::default();
    for field in form.questions().iter().filter(|field| field.required || field.kind == FieldKind::LongText) {
        let answer = match &field.kind {
            FieldKind::Text => "Ryggen",
            FieldKind::LongText => "Jag har haft ont i ryggen i två veckor och undrar om jag kan få en tid hos er.",
            FieldKind::Choice { choices } | FieldKind::ManyChoices { choices } => {
                choices.first().map_or("", |choice| choice.key.as_str())
            }
            FieldKind::Date => "2026-12-01",
            FieldKind::Number => "2",
            FieldKind::Phone => "070-174 06 05",
            FieldKind::File => "",
            FieldKind::Consent => "1",
        };
        typed.fill(&field.input(), answer);
    }
    if form.check(Lang::Sv, &typed).is_err() {
        return Err("the benchmark's own answers don't fit a ready form".into());
    }
    // One for each ready type, for as long as the benchmark lasts.
    Ok(Box::leak(form.typed_to_json(&typed).map_err(|error| error.to_string())?.into_boxed_str()))
}

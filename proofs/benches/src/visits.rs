//! Home care at size: units with customers, and their visits made past the program's door, day after day, as the nightly planning
//! leaves them in a house that has been in service for a year.

use std::fmt::Write as _;

use behorig_access::{Hat, UnitId};
use behorig_batch::files::{File, ImportFiles};
use behorig_home_care::VisitState;
use behorig_identity::test_series;
use behorig_outbox::Outbox;
use behorig_reports::{ReportId, put_monthly};
use behorig_store::seal::Keys;
use behorig_store::{DbOptions, params};
use behorig_visit::{Clock as _, HatChoice, SystemClock};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use uuid::Uuid;

use crate::Outcome;
use crate::chance::Chance;
use crate::database::Kind;
use crate::ground::{FAMILY, GIVEN, Ground, pick, system};

mod stored;

/// Who plans for every home-care unit.
pub const PLANNER: &str = "planerare";
/// Where the planner holds that: above every home-care unit.
pub const ABOVE: &str = "VG";
/// So many relatives follow a customer each.
pub const RELATIVES: usize = 64;
/// So many customers a home-care unit has.
const AT_A_UNIT: usize = 100;
/// So many make the visits of a unit.
const STAFF: usize = 10;
/// A customer's assignments: when they begin, in minutes after midnight, how long they are, and what is done.
const ASSIGNMENTS: [(i64, i64, &[&str]); 4] = [
    (7 * 60 + 30, 45, &["Dusch", "Frukost"]),
    (12 * 60, 30, &["Lunch"]),
    (16 * 60 + 30, 30, &["Tillsyn", "Promenad"]),
    (20 * 60, 15, &["Kvällsmål"]),
];
const MINUTE: i64 = 60_000;
/// So many days ahead it is known who comes.
const NAMED_AHEAD: i64 = 14;

/// How much home care.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// How many customers, a hundred at each unit.
    pub customers: usize,
    /// How many visits each of them has in all, at most four a day.
    pub visits_each: usize,
    /// On which days: the first.
    pub first: Date,
    /// How many days from there.
    pub days: usize,
    /// Whether what was done at a visit is ticked: more rows, which reports read and schedules do not.
    pub ticked: bool,
}

/// The day that it is in Sweden.
///
/// # Errors
/// Where the clock or the zone can't be read.
pub fn today() -> Outcome<Date> {
    let now = Timestamp::from_millisecond(SystemClock.now().0)?;
    Ok(TimeZone::get("Europe/Stockholm")?.to_datetime(now).date())
}

/// The program on a database with so much home care.
pub struct HomeCare {
    /// The program.
    pub ground: Ground,
    /// The manual's report *Föregående månad (insatser)*, of the planner.
    pub last_month: ReportId,
    customers: Vec<Uuid>,
}

impl HomeCare {
    /// Makes it.
    ///
    /// # Errors
    /// Where it can't be made.
    pub async fn on(kind: Kind, shape: Shape) -> Outcome<Self> {
        let outbox = Outbox::new(Keys::new(&[7; 32], &[])?);
        let ground = Ground::with_files(kind, people(shape.customers), outbox).await?;
        let made = Made::on(&ground, shape).await?;
        match &ground.database.options {
            DbOptions::Sqlite { path } => stored::into_sqlite(path, made.clone())?,
            DbOptions::Postgres { url, .. } => stored::into_postgres(url, made.clone()).await?,
        }
        ground.database.settle().await?;
        let input = (ground.account(PLANNER).await?, ground.unit(ABOVE).await?);
        let actor = system();
        let reports = ground.db.write(&actor, input, |tx, (owner, unit)| Box::pin(put_monthly(tx, *owner, *unit)));
        let last_month = reports.await?.last_month;
        let customers = made.customers.into_iter().map(|customer| customer.id).collect();
        Ok(Self { ground, last_month, customers })
    }

    /// Where the planner reads the schedules of so many customers, spread over all, with the cookie.
    ///
    /// # Errors
    /// Where the planner can't be signed in.
    pub async fn seen_by_the_planner(&self, count: usize) -> Outcome<Vec<(String, String)>> {
        let cookie = self.ground.signed_in(PLANNER, ABOVE).await?;
        let step = (self.customers.len() / count).max(1);
        let some = self.customers.iter().step_by(step).take(count);
        Ok(some.map(|customer| (schedule_of(*customer), cookie.clone())).collect())
    }

    /// Where the relatives read the schedules of their customers, each with the own cookie.
    ///
    /// # Errors
    /// Where they can't be signed in.
    pub async fn seen_by_relatives(&self) -> Outcome<Vec<(String, String)>> {
        let mut seen = Vec::with_capacity(RELATIVES);
        for (at, customer) in relatives(self.customers.len()).enumerate() {
            let account = Some(self.ground.account(&relative(at)).await?);
            let unit = Some(self.ground.unit(&unit_key(customer)).await?);
            let choice = HatChoice { hat: Hat::Relative, account, person: None, unit };
            let cookie = self.ground.session(choice).await?;
            let customer = self.customers.get(customer).ok_or("no such customer")?;
            seen.push((schedule_of(*customer), cookie));
        }
        Ok(seen)
    }
}

/// Eight weeks of a customer's schedule.
fn schedule_of(customer: Uuid) -> String {
    format!("/kunder/{customer}/kunduppdrag?veckor=8")
}

fn relative(at: usize) -> String {
    format!("anhorig{at:02}")
}

fn unit_key(customer: usize) -> String {
    format!("H{}", customer / AT_A_UNIT)
}

/// The customers who have a relative, spread over all.
fn relatives(customers: usize) -> impl Iterator<Item = usize> {
    let step = (customers / RELATIVES).max(1);
    (0..customers).step_by(step).take(RELATIVES)
}

/// A care provider with home-care units, customers and those who make the visits, as the files of an import.
fn people(customers: usize) -> ImportFiles {
    let mut units = String::from("nyckel;namn;slag;överordnad\nREGION;Region Storskog;region;\n");
    units.push_str("VG;Storskogs omsorg;vårdgivarorganisation;REGION\n");
    let mut persons = String::from("personnummer;förnamn;efternamn\n");
    let mut accounts = String::from("användarnamn;förnamn;efternamn;enhet\n");
    let mut grants = String::from("användarnamn;personnummer;roll;enhet;gren;kund;från;grund\n");
    let _ = writeln!(accounts, "{PLANNER};Rut;Ahlgren;{ABOVE}");
    let _ = writeln!(grants, "{PLANNER};;home-care-planner;{ABOVE};ja;;2026-01-15;administrator");
    for unit in 0..customers.div_ceil(AT_A_UNIT) {
        let _ = writeln!(units, "H{unit};Hemtjänsten {unit};hemtjänstenhet;{ABOVE}");
        for at in 0..STAFF {
            let (given, family) = (pick(&GIVEN, unit + at), pick(&FAMILY, at));
            let _ = writeln!(accounts, "personal{unit:03}{at};{given};{family};H{unit}");
        }
    }
    let followed: Vec<usize> = relatives(customers).collect();
    let days = date(1980, 1, 1).series(Span::new().days(1));
    let numbers = days.filter_map(|day| test_series::personal_number(day, true).ok());
    for (at, number) in numbers.take(customers).enumerate() {
        let (number, family) = (number.as_stored(), pick(&FAMILY, at / GIVEN.len()));
        let _ = writeln!(persons, "{number};{};{family}", pick(&GIVEN, at));
        if let Ok(nth) = followed.binary_search(&at) {
            let (name, unit) = (relative(nth), unit_key(at));
            let _ = writeln!(accounts, "{name};Bo;{family};{unit}");
            let _ = writeln!(grants, "{name};;relative;{unit};;{number};2026-03-01;consent");
        }
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

/// A customer with the assignments.
#[derive(Clone)]
struct Customer {
    id: Uuid,
    person: Uuid,
    unit: UnitId,
    sort_key: Vec<u8>,
    assignments: [Uuid; 4],
    staff: Vec<Uuid>,
}

/// A visit on its way into the database.
struct Visit<'a> {
    id: Uuid,
    customer: &'a Customer,
    assignment: Uuid,
    from: i64,
    to: i64,
    interventions: &'static [&'static str],
    state: VisitState,
    performed: Option<(i64, i64)>,
    staff: Option<Uuid>,
}

impl Visit<'_> {
    const fn minutes(&self) -> i64 {
        (self.to - self.from) / MINUTE
    }
}

/// The visits on their way, day by day.
#[derive(Clone)]
struct Made {
    shape: Shape,
    today: Date,
    zone: TimeZone,
    chance: Chance,
    customers: Vec<Customer>,
}

impl Made {
    async fn on(ground: &Ground, shape: Shape) -> Outcome<Self> {
        if shape.visits_each > shape.days * ASSIGNMENTS.len() {
            return Err("more visits than four a day".into());
        }
        let mut chance = Chance::new(41);
        let begin = u64::try_from(SystemClock.now().0)? - 365 * 86_400_000;
        let mut read = ground.db.read().await?;
        let persons: Vec<(Uuid, Vec<u8>)> =
            read.all("SELECT id, sort_key FROM person ORDER BY identity_number", &[]).await?;
        let mut customers: Vec<Customer> = Vec::with_capacity(shape.customers);
        for (at, (person, sort_key)) in persons.into_iter().enumerate() {
            let (unit, staff) = match customers.last().filter(|_| !at.is_multiple_of(AT_A_UNIT)) {
                Some(neighbour) => (neighbour.unit, neighbour.staff.clone()),
                None => {
                    let key = unit_key(at);
                    let (unit,): (UnitId,) =
                        read.one("SELECT id FROM unit WHERE import_key = ?1", params![key]).await?;
                    let there = "SELECT id FROM account WHERE unit_id = ?1 AND user_name_key >= 'personal'
                         AND user_name_key < 'personam' ORDER BY user_name_key";
                    let staff: Vec<(Uuid,)> = read.all(there, params![unit]).await?;
                    (unit, staff.into_iter().map(|(id,)| id).collect())
                }
            };
            let id = chance.ordered_id(begin);
            let assignments = [(); 4].map(|()| chance.ordered_id(begin));
            customers.push(Customer { id, person, unit, sort_key, assignments, staff });
        }
        drop(read);
        if customers.len() != shape.customers {
            return Err(format!("{} persons for {} customers", customers.len(), shape.customers).into());
        }
        Ok(Self { shape, today: today()?, zone: TimeZone::get("Europe/Stockholm")?, chance, customers })
    }

    /// The days with how many visits each customer has on them.
    fn days(&self) -> Vec<(Date, usize)> {
        let Shape { visits_each, days, first, .. } = self.shape;
        let until = |day: usize| visits_each * day / days;
        first
            .series(Span::new().days(1))
            .take(days)
            .enumerate()
            .map(|(at, day)| (day, until(at + 1) - until(at)))
            .collect()
    }

    /// Every customer's visits of a day, in the order in which they begin at each unit's first customer.
    fn visits_of(&mut self, day: Date, each: usize) -> Outcome<Vec<Visit<'_>>> {
        // Written when the year's plan reached the day.
        let written = u64::try_from(self.zone.to_timestamp(day.at(2, 0, 0, 0))?.as_millisecond())? - 365 * 86_400_000;
        let ahead = i64::from(day.since((jiff::Unit::Day, self.today))?.get_days());
        let mut visits = Vec::with_capacity(each * self.customers.len());
        for (at, (start, length, interventions)) in ASSIGNMENTS.into_iter().enumerate().take(each) {
            let (hour, minute) = (i8::try_from(start / 60)?, i8::try_from(start % 60)?);
            let begins = self.zone.to_timestamp(day.at(hour, minute, 0, 0))?.as_millisecond();
            for (place, customer) in self.customers.iter().enumerate() {
                let from = begins + 10 * MINUTE * i64::try_from(place % 12)?;
                let to = from + length * MINUTE;
                let (state, performed) = come_of(&mut self.chance, ahead < 0, (from, to))?;
                visits.push(Visit {
                    id: self.chance.ordered_id(written),
                    customer,
                    assignment: customer.assignments.get(at).copied().ok_or("no such assignment")?,
                    from,
                    to,
                    interventions,
                    state,
                    performed,
                    staff: self.chance.pick(&customer.staff).copied().filter(|_| ahead <= NAMED_AHEAD),
                });
            }
        }
        Ok(visits)
    }
}

/// What came of a visit: of forty that are over, one met nobody and one was declined.
fn come_of(chance: &mut Chance, is_over: bool, (from, to): (i64, i64)) -> Outcome<(VisitState, Option<(i64, i64)>)> {
    if !is_over {
        return Ok((VisitState::Planned, None));
    }
    Ok(match chance.below(40) {
        0 => (VisitState::Absent, None),
        1 => (VisitState::Declined, None),
        _ => {
            let (late, longer) = (i64::try_from(chance.below(12))?, i64::try_from(chance.below(8))?);
            (VisitState::Performed, Some((from + late * MINUTE, to + (late + longer - 3) * MINUTE)))
        }
    })
}

//! The Dashboard: every figure recounted from the rows, for the units that one holds and no others.

use std::collections::{BTreeMap, BTreeSet};

use behorig_access::{AccountId, BuiltIn, Instant, UnitId};
use behorig_clinics::working_days_since;
use behorig_store::params;
use behorig_web::format;
use http::StatusCode;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proof_support::{TestDb, World, both_databases, world::HOUR};
use uuid::Uuid;

use crate::site::{Browser, Page, Site};

both_databases!(
    every_figure_is_what_the_rows_say_when_they_are_counted_one_by_one,
    a_permission_for_one_unit_counts_that_unit_and_not_those_below,
    a_unit_that_one_does_not_hold_is_refused_with_its_reason_or_does_not_exist,
    days_of_ones_own_are_in_order_and_at_most_a_year,
    a_permission_that_has_ended_opens_nothing_at_the_next_request,
    a_page_without_anything_to_show_says_so,
);

const FIGURES: [&str; 6] =
    ["inkomna-och-avslutade", "arendetyper", "svarstider", "ej-besvarade", "bestallningar", "inloggningar"];
/// A case without a promise is due long after 2100.
const NO_PROMISE: i64 = 8_000_000_000_000;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(i64::try_from(of.len()).unwrap())).unwrap()]
    }

    /// A moment that is often within minutes of a midnight, and often of one beside a change of the clock.
    fn moment(&mut self, from: Date, to: Date) -> i64 {
        let span = i64::from(from.until(to).unwrap().get_days()) + 1;
        let day = match self.roll(4) {
            0 => self.one_of(&[date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]),
            1 => self.one_of(&[date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]),
            _ => from.saturating_add(self.roll(span).days()),
        };
        let midnight = day.to_zoned(format::stockholm().clone()).unwrap().timestamp().as_millisecond();
        match self.roll(3) {
            0 => midnight + self.roll(7_200_000) - 3_600_000,
            1 => midnight + self.one_of(&[-1, 0, 1]),
            _ => midnight + self.roll(24 * HOUR),
        }
    }
}

#[derive(Clone, Debug)]
struct Case {
    unit: UnitId,
    kind: &'static str,
    case_type: Option<Uuid>,
    state: &'static str,
    received: i64,
    due: i64,
    closed: Option<i64>,
}

#[derive(Clone, Debug)]
struct SignIn {
    account: AccountId,
    at: i64,
    args: &'static str,
}

#[derive(Clone, Debug)]
struct Order {
    unit: UnitId,
    at: i64,
    state: &'static str,
}

/// Rows of a year at two clinics and a home-care unit.
struct Rows {
    cases: Vec<Case>,
    sign_ins: Vec<SignIn>,
    orders: Vec<Order>,
    /// The name that each case type is counted under.
    types: BTreeMap<Uuid, &'static str>,
    /// The unit of each account.
    accounts: BTreeMap<AccountId, UnitId>,
}

const FIRST: Date = date(2026, 2, 1);
const LAST: Date = date(2026, 11, 20);

impl Rows {
    async fn made(world: &World, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let units = [world.clinic, world.other_clinic, world.home_care];
        let mut types = BTreeMap::new();
        let mut of_unit: BTreeMap<UnitId, Vec<Uuid>> = BTreeMap::new();
        for unit in units {
            // A clinic calls a ready type what it likes; it is counted as what it is.
            for (ready, name, counted) in [
                (Some("book-appointment"), "Boka tid hos oss", "Boka tid"),
                (Some("renew-prescription"), "Recept", "Förnya recept"),
                (None, "Hjälpmedel", "Hjälpmedel"),
            ] {
                let id = case_type(world, unit, ready, name).await;
                types.insert(id, counted);
                of_unit.entry(unit).or_default().push(id);
            }
        }
        let mut accounts = BTreeMap::new();
        for (at, unit) in units.into_iter().enumerate() {
            for name in ["Anna", "Bo"] {
                accounts.insert(world.account(&format!("{name} Ek{at}")).at(unit).await, unit);
            }
        }
        let people: Vec<AccountId> = accounts.keys().copied().collect();
        let mut case = || {
            let unit = dice.one_of(&units);
            let received = dice.moment(FIRST, LAST).min(world.now.0);
            let kind = dice.one_of(&["resident", "resident", "resident", "resident", "question", "internal"]);
            let case_type = (kind == "resident").then(|| dice.one_of(&of_unit[&unit]));
            let due = if dice.roll(5) == 0 { NO_PROMISE } else { dice.moment(FIRST, LAST).max(received) };
            let over = if dice.roll(3) == 0 { due } else { dice.moment(FIRST, LAST).max(received) };
            let (state, closed) = match (kind, dice.roll(8)) {
                ("resident", 0) => ("withdrawn", Some(over)),
                ("resident", 1) => (dice.one_of(&["received", "assigned", "partial"]), None),
                ("resident", 2) => ("waiting", None),
                ("internal", _) => ("sent", None),
                (_, _) if over < NO_PROMISE => ("closed", Some(over)),
                _ => ("closed", Some(received)),
            };
            let closed = closed.filter(|at| *at < NO_PROMISE).or(closed.map(|_| received));
            Case { unit, kind, case_type, state, received, due, closed }
        };
        let cases: Vec<Case> = (0..320).map(|_| case()).collect();
        let sign_ins = (0..90)
            .map(|_| SignIn {
                account: dice.one_of(&people),
                at: dice.moment(FIRST, LAST).min(world.now.0),
                args: dice.one_of(&["bankid staff", "yubikey staff", "password relative", "link staff"]),
            })
            .collect();
        let orders = (0..40)
            .map(|_| Order {
                unit: dice.one_of(&units),
                at: dice.moment(FIRST, LAST).min(world.now.0),
                state: dice.one_of(&["received", "done", "declined", "withdrawn"]),
            })
            .collect();
        let rows = Self { cases, sign_ins, orders, types, accounts };
        rows.written(world).await;
        rows
    }

    async fn written(&self, world: &World) {
        let input = (self.cases.clone(), self.sign_ins.clone(), self.orders.clone());
        world
            .change(input, |tx, (cases, sign_ins, orders)| {
                Box::pin(async move {
                    for case in cases {
                        let id = tx.new_uuid();
                        tx.execute(
                            "INSERT INTO care_case (id, reference, unit_id, kind, case_type_id, subject, state, received_at, due_at,
                                 closed_at, last_message_at, resident_unread, replies_open, version)
                             VALUES (?1, ?2, ?3, ?4, ?5, 'x', ?6, ?7, ?8, ?9, ?7, FALSE, FALSE, 1)",
                            params![
                                id, id.to_string(), case.unit, case.kind, case.case_type, case.state, case.received,
                                case.due, case.closed
                            ],
                        )
                        .await?;
                    }
                    for sign_in in sign_ins {
                        let id = tx.new_uuid();
                        tx.execute(
                            "INSERT INTO audit_event (id, system_id, system_name, activity_type, activity_level, activity_args, at,
                                 purpose, user_id, hat, door, account_id)
                             VALUES (?1, 'x', 'x', 'Skriva', 'sign-in.open', ?2, ?3, 'x', 'x', 'staff', 'page', ?4)",
                            params![id, sign_in.args, sign_in.at, sign_in.account],
                        )
                        .await?;
                    }
                    for (number, order) in (100_000_i64..).zip(orders) {
                        let id = tx.new_uuid();
                        tx.execute(
                            "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject,
                                 particulars, ordered_at, version)
                             SELECT ?1, ?2, 'connect-account', ?3, ?4, a.id, 'x', 'x', '{}', ?5, 1 FROM account a
                             ORDER BY a.id LIMIT 1",
                            params![id, number, order.state, order.unit, order.at],
                        )
                        .await?;
                    }
                    Ok(())
                })
            })
            .await;
    }
}

async fn case_type(world: &World, unit: UnitId, ready: Option<&'static str>, name: &'static str) -> Uuid {
    world
        .change((unit, ready, name), |tx, (unit, ready, name)| {
            Box::pin(async move {
                let (id, now) = (tx.new_uuid(), tx.now());
                tx.execute(
                    "INSERT INTO case_type (id, unit_id, ready, name, name_key, position, active, restricted, created_at, version)
                     VALUES (?1, ?2, ?3, ?4, ?4, 1, TRUE, FALSE, ?5, 1)",
                    params![id, *unit, *ready, *name, now],
                )
                .await?;
                Ok(id)
            })
        })
        .await
}

fn day(at: i64) -> Date {
    format::local(at).date()
}

fn percentile(lengths: &mut [i64], percent: usize) -> String {
    lengths.sort_unstable();
    match (lengths.len() * percent).div_ceil(100).checked_sub(1) {
        Some(rank) => lengths[rank].to_string(),
        None => String::new(),
    }
}

/// The files as they should be, counted row by row.
struct Naive<'r> {
    rows: &'r Rows,
    units: BTreeSet<UnitId>,
    days: Vec<Date>,
    now: Instant,
}

impl Naive<'_> {
    fn cases(&self) -> impl Iterator<Item = &Case> {
        self.rows.cases.iter().filter(|case| case.kind == "resident" && self.units.contains(&case.unit))
    }

    fn is_within(&self, at: i64) -> bool {
        self.days.contains(&day(at))
    }

    fn type_of(&self, case: &Case) -> &'static str {
        self.rows.types[&case.case_type.unwrap()]
    }

    fn flow(&self) -> BTreeSet<String> {
        let line = |of: &Date| {
            let received = self.cases().filter(|case| day(case.received) == *of).count();
            let over = |state| {
                self.cases().filter(|case| case.state == state && case.closed.is_some_and(|at| day(at) == *of)).count()
            };
            format!("{of};{received};{};{}", over("closed"), over("withdrawn"))
        };
        self.days.iter().map(line).collect()
    }

    /// Of each type how many came each day, under the type's name.
    fn types(&self) -> BTreeMap<String, Vec<String>> {
        let came: Vec<&Case> = self.cases().filter(|case| self.is_within(case.received)).collect();
        let names: BTreeSet<&str> = came.iter().map(|case| self.type_of(case)).collect();
        let count = |name: &str, of: Date| {
            came.iter().filter(|case| self.type_of(case) == name && day(case.received) == of).count().to_string()
        };
        names.iter().map(|name| ((*name).to_owned(), self.days.iter().map(|of| count(name, *of)).collect())).collect()
    }

    fn answers(&self) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        for name in self.rows.types.values().copied().collect::<BTreeSet<_>>() {
            let received =
                self.cases().filter(|case| self.type_of(case) == name && self.is_within(case.received)).count();
            let closed: Vec<(&Case, i64)> = self
                .cases()
                .filter(|case| self.type_of(case) == name && case.state == "closed")
                .filter_map(|case| Some((case, case.closed.filter(|at| self.is_within(*at))?)))
                .collect();
            if received == 0 && closed.is_empty() {
                continue;
            }
            let promised: Vec<_> = closed.iter().filter(|(case, _)| case.due < NO_PROMISE).collect();
            let kept = promised.iter().filter(|(case, at)| *at <= case.due).count();
            let tenths = (kept * 1_000).checked_div(promised.len());
            let share = tenths.map_or(String::new(), |tenths| match tenths % 10 {
                0 => (tenths / 10).to_string(),
                tenth => format!("{},{tenth}", tenths / 10),
            });
            let mut lengths: Vec<i64> =
                closed.iter().map(|(case, at)| working_days_since(Instant(case.received), Instant(*at))).collect();
            let (median, slow) = (percentile(&mut lengths, 50), percentile(&mut lengths, 90));
            lines.insert(format!(
                "{name};{received};{};{};{kept};{share};{median};{slow}",
                closed.len(),
                promised.len()
            ));
        }
        lines
    }

    fn backlog(&self) -> BTreeSet<String> {
        let bands = [
            ("Samma dag", 0, 0),
            ("1 dag", 1, 1),
            ("2 dagar", 2, 2),
            ("3–5 dagar", 3, 5),
            ("6–10 dagar", 6, 10),
            ("Mer än 10 dagar", 11, i64::MAX),
        ];
        let line = |(name, least, most)| {
            let open: Vec<&Case> = self
                .cases()
                .filter(|case| case.closed.is_none())
                .filter(|case| (least..=most).contains(&working_days_since(Instant(case.received), self.now)))
                .collect();
            let waits = open.iter().filter(|case| case.state == "waiting").count();
            let late = open.iter().filter(|case| case.state != "waiting" && case.due < self.now.0).count();
            format!("{name};{};{late};{waits}", open.len() - waits - late)
        };
        bands.into_iter().map(line).collect()
    }

    fn orders(&self) -> BTreeSet<String> {
        let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
        for order in
            self.rows.orders.iter().filter(|order| self.units.contains(&order.unit) && self.is_within(order.at))
        {
            let name = match order.state {
                "received" => "Mottagen",
                "done" => "Utförd",
                "declined" => "Avslagen",
                _ => "Återtagen",
            };
            *counted.entry(name).or_default() += 1;
        }
        counted.into_iter().map(|(name, count)| format!("{name};{count}")).collect()
    }

    fn sign_ins(&self) -> BTreeMap<String, Vec<String>> {
        let of_units: Vec<&SignIn> = self
            .rows
            .sign_ins
            .iter()
            .filter(|one| self.units.contains(&self.rows.accounts[&one.account]) && self.is_within(one.at))
            .collect();
        let named = |one: &SignIn| match one.args {
            "bankid staff" => "BankID",
            "yubikey staff" => "Lösenord och YubiKey",
            "password relative" => "Enbart lösenord",
            _ => "Annat sätt",
        };
        let names: BTreeSet<&str> = of_units.iter().map(|one| named(one)).collect();
        let count =
            |name: &str, of: Date| of_units.iter().filter(|one| named(one) == name && day(one.at) == of).count();
        names
            .iter()
            .map(|name| ((*name).to_owned(), self.days.iter().map(|of| count(name, *of).to_string()).collect()))
            .collect()
    }
}

/// The lines of a file below its headings.
fn lines(file: &Page) -> BTreeSet<String> {
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    file.body.lines().skip(1).map(str::to_owned).collect()
}

/// The columns of a file by their headings, without the first.
fn columns(file: &Page) -> BTreeMap<String, Vec<String>> {
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    let mut rows = file.body.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect::<Vec<_>>());
    let headings = rows.next().unwrap();
    let rows: Vec<Vec<&str>> = rows.collect();
    let column =
        |(at, heading): (usize, &&str)| ((*heading).to_owned(), rows.iter().map(|row| row[at].to_owned()).collect());
    headings.iter().enumerate().skip(1).map(column).collect()
}

async fn compared(browser: &mut Browser, naive: &Naive<'_>, query: &str) {
    let mut files = Vec::new();
    for figure in FIGURES {
        files.push(browser.get(&format!("/dashboard/{figure}/tabell.csv{query}")).await);
    }
    assert_eq!(lines(&files[0]), naive.flow(), "{query}");
    assert_eq!(columns(&files[1]), naive.types(), "{query}");
    assert_eq!(lines(&files[2]), naive.answers(), "{query}");
    assert_eq!(lines(&files[3]), naive.backlog(), "{query}");
    assert_eq!(lines(&files[4]), naive.orders(), "{query}");
    assert_eq!(columns(&files[5]), naive.sign_ins(), "{query}");
    // The page has the same: at a glance, and in a total under each table.
    let page = browser.get(&format!("/dashboard{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let received = naive.cases().filter(|case| naive.is_within(case.received)).count();
    let open = naive.cases().filter(|case| case.closed.is_none()).count();
    for number in [received, open] {
        assert!(page.body.contains(&format!("figure-value\">{number}<")), "{number}: {}", page.body);
    }
}

fn all_days(from: Date, to: Date) -> Vec<Date> {
    from.series(1.day()).take_while(|day| *day <= to).collect()
}

async fn holder(site: &Site, name: &str, unit: UnitId, branch: bool) -> Browser {
    let world = &site.world;
    let account = world.account(name).at(world.clinic).await;
    let grant = world.grant(account, BuiltIn::Dashboard, unit);
    if branch {
        grant.branch().await;
    } else {
        grant.await;
    }
    site.staff(account, unit).await
}

async fn every_figure_is_what_the_rows_say_when_they_are_counted_one_by_one(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let rows = Rows::made(world, 1).await;
    let mut boss = holder(&site, "Lena Lind", world.care_unit, true).await;
    let clinics = BTreeSet::from([world.clinic, world.other_clinic]);
    let one_day = date(2026, 10, 25);
    for (from, to) in [(date(2026, 3, 29), one_day), (FIRST, LAST), (one_day, one_day)] {
        let query = format!("?period=egen&fran={from}&till={to}");
        let all = Naive { rows: &rows, units: clinics.clone(), days: all_days(from, to), now: world.now };
        compared(&mut boss, &all, &query).await;
        let one = Naive { units: BTreeSet::from([world.clinic]), ..all };
        compared(&mut boss, &one, &format!("{query}&enhet={}", world.clinic)).await;
    }
    let days = all_days(date(2026, 11, 1), LAST);
    let month = Naive { rows: &rows, units: clinics, days, now: world.now };
    compared(&mut boss, &month, &format!("?period=manad&enhet={}", world.care_unit)).await;
}

async fn a_permission_for_one_unit_counts_that_unit_and_not_those_below(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let rows = Rows::made(world, 7).await;
    let mut alone = holder(&site, "Ada Lind", world.care_unit, false).await;
    let query = format!("?period=ar&enhet={}", world.care_unit);
    let none = Naive {
        rows: &rows,
        units: BTreeSet::from([world.care_unit]),
        days: all_days(date(2026, 1, 1), LAST),
        now: world.now,
    };
    compared(&mut alone, &none, &query).await;
    let page = alone.get("/dashboard").await;
    assert!(page.says("Ekbackens vårdenhet") && !page.says("Barnmorskemottagningen"), "{}", page.body);
}

async fn a_unit_that_one_does_not_hold_is_refused_with_its_reason_or_does_not_exist(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut browser = holder(&site, "Eva Lind", world.clinic, false).await;
    let nowhere = "01997c3e-7c00-7000-8000-000000000001".to_owned();
    for unit in [world.home_care.to_string(), world.region.to_string(), nowhere, "x".to_owned()] {
        for path in ["/dashboard", "/dashboard/svarstider/tabell.csv", "/dashboard/svarstider/tabell.xlsx"] {
            let page = browser.get(&format!("{path}?enhet={unit}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path} {unit}: {}", page.body);
        }
    }
    let bo = world.account("Bo Ek").at(world.clinic).await;
    world.grant(bo, BuiltIn::Dashboard, world.clinic).await;
    world.grant(bo, BuiltIn::CaseHandler, world.other_clinic).await;
    let mut bo = site.staff(bo, world.clinic).await;
    let refused = bo.get(&format!("/dashboard?enhet={}", world.other_clinic)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert!(refused.says("Barnmorskemottagningen Ekbacken") && refused.says("Dashboard"), "{}", refused.body);
    let unknown = bo.get("/dashboard/lonesamtal/tabell.csv").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.body);
}

async fn days_of_ones_own_are_in_order_and_at_most_a_year(test: TestDb) {
    let site = Site::new(test).await;
    let mut browser = holder(&site, "Eva Lind", site.world.clinic, false).await;
    for (query, said) in [
        ("period=egen&fran=2026-05-02&till=2026-05-01", "Den sista dagen ligger före den första."),
        ("period=egen&fran=2025-05-01&till=2026-05-02", "Välj högst 366 dagar."),
        ("period=egen&fran=2026-02-30&till=2026-05-01", "Skriv datumet som 2026-11-21."),
        ("period=egen&fran=2026-05-01&till=", "Välj den sista dagen."),
    ] {
        let page = browser.get(&format!("/dashboard?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", page.body);
        assert!(page.says(said), "{query}: {}", page.body);
        let typed = query.split("fran=").nth(1).and_then(|rest| rest.split('&').next()).unwrap();
        assert!(page.body.contains(&format!("value=\"{typed}\"")), "what was typed stays: {}", page.body);
        let file = browser.get(&format!("/dashboard/svarstider/tabell.csv?{query}")).await;
        assert_eq!(file.status, StatusCode::SEE_OTHER, "{}", file.body);
        assert_eq!(file.location.as_deref(), Some(format!("/dashboard?{query}").as_str()));
    }
}

async fn a_permission_that_has_ended_opens_nothing_at_the_next_request(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let account = world.account("Eva Lind").at(world.clinic).await;
    let grant = world.grant(account, BuiltIn::Dashboard, world.clinic).await;
    world.grant(account, BuiltIn::CaseHandler, world.clinic).await;
    let mut browser = site.staff(account, world.clinic).await;
    let file = browser.get("/dashboard/svarstider/tabell.xlsx").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.bytes.starts_with(b"PK"), "a workbook");
    let name = file.headers["content-disposition"].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"dashboard-svarstider-2026-10-22-2026-11-20.xlsx\"");
    world.end(grant).await;
    site.wait(HOUR / 60);
    for path in ["/dashboard", "/dashboard/svarstider/tabell.xlsx"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}: {}", page.body);
    }
}

async fn a_page_without_anything_to_show_says_so(test: TestDb) {
    let site = Site::new(test).await;
    let mut browser = holder(&site, "Eva Lind", site.world.clinic, false).await;
    let page = browser.get("/dashboard?period=vecka").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.says("Det finns inget att visa för perioden.") && page.says("2026-11-16 – 2026-11-20"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("class=\"chart-room\""), "nothing is drawn of nothing: {}", page.body);
    assert!(page.body.contains("figure-value\">–<"), "no share of no promises: {}", page.body);
    let month = browser.get("/dashboard").await;
    assert!(!month.body.contains(">2026-11-04<"), "no day after day of noughts: {}", month.body);
}

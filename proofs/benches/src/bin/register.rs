//! How quick the permission register of a past day is beside that of today, over a million grants of staff.

use behorig_store::DbOptions;
use behorig_visit::{Clock as _, SystemClock};
use behorig_web::format;
use jiff::ToSpan as _;
use proof_benches::constant::listen;
use proof_benches::database::{Kind, connect};
use proof_benches::ground::{CLINIC, Ground, REGION};
use proof_benches::load::Reader;
use proof_benches::measure::{grouped, percentile};
use proof_benches::printed::{millis, progress, promised, table};
use proof_benches::versus::side_by_side;
use proof_benches::{Outcome, is_quick};
use rusqlite::Connection;

/// The promise of p99 of a past day, beside today's.
const MOST: f64 = 1.5;
/// So many grants each account was given in the course of time.
const ROUNDS: i64 = 5;
/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// So many days back the past day lies.
const BACK: i64 = 400;
/// The permissions that were given, one a round.
const ROLES: [&str; 5] = ["dashboard", "case-handler", "case-receiver", "control-tower", "reviewer"];

#[tokio::main]
async fn main() -> Outcome<()> {
    let (accounts, timed) = if is_quick() { (2_000, 50) } else { (200_000, 1_000) };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("the register on {}: making {accounts} accounts", kind.name()))?;
        let ground = Ground::with_accounts(kind, accounts).await?;
        give(&ground).await?;
        ground.database.settle().await?;
        rows.extend(pages(kind, &ground, timed).await?);
        ground.remove().await?;
    }
    let sentence = format!(
        "The permission register, fifty lines a page, of a region with {} grants of staff at clinics of a hundred people each, about half \
         of them over: as it is now, and as it was {BACK} days ago, to one browser that asks the two in turns. Promised: p99 of the past \
         day within {MOST} times today's.",
        grouped(accounts as f64 * ROUNDS as f64)
    );
    let head = ["database", "narrowed by", "p50 of the past day", "p99 of the past day", "p99 of today", "ratio"];
    Ok(table(&sentence, 2, &head, &rows)?)
}

/// Gives every account a grant of each permission: one after the other, of which some are over and some last.
async fn give(ground: &Ground) -> Outcome<()> {
    let now = SystemClock.now().0;
    match &ground.database.options {
        DbOptions::Sqlite { path } => {
            let mut connection = Connection::open(path)?;
            let all = connection.transaction()?;
            for sql in statements("randomblob(16)", "abs(random())", now) {
                all.execute(&sql, [])?;
            }
            all.commit()?;
        }
        DbOptions::Postgres { url, .. } => {
            let client = connect(url).await?;
            let id = "decode(replace(CAST(gen_random_uuid() AS TEXT), '-', ''), 'hex')";
            for sql in statements(id, "CAST(floor(random() * 1000000000000) AS BIGINT)", now) {
                client.batch_execute(&sql).await?;
            }
        }
    }
    Ok(())
}

/// The statement of each round.
fn statements(id: &str, chance: &str, now: i64) -> Vec<String> {
    // Whole numbers as they stand: PostgreSQL would multiply them as small ones.
    let (spread, least) = (200 * DAY, 300 * DAY);
    let statement = |(round, role): (i64, &&str)| {
        let begun = now - (ROUNDS - round) * 200 * DAY;
        // Half of them last; the others were over after 300 to 500 days.
        format!(
            "INSERT INTO grants (id, holder_account, role_id, unit_id, branch, from_at, to_at, basis, given_at, version)
             SELECT {id}, d.account_id, r.id, d.unit_id, FALSE, {begun} - d.shift,
                 CASE WHEN d.coin = 0 THEN NULL ELSE {begun} - d.shift + {least} + d.shift END, 'import', {begun}, 1
             FROM (SELECT a.id AS account_id, a.unit_id AS unit_id, {chance} % {spread} AS shift, {chance} % 2 AS coin
                   FROM account a) d
             CROSS JOIN role r WHERE r.built_in = '{role}'"
        )
    };
    (0..ROUNDS).zip(ROLES.iter()).map(statement).collect()
}

async fn pages(kind: Kind, ground: &Ground, timed: usize) -> Outcome<Vec<Vec<String>>> {
    let address = listen(ground.router.clone()).await?;
    let today = format::local(SystemClock.now().0).date();
    let day = today.checked_sub(BACK.days())?;
    let (clinic, role) = (ground.unit(CLINIC).await?, role_of(ground).await?);
    let mut rows = Vec::new();
    for (name, narrowed) in [
        ("nothing", String::new()),
        ("a clinic", format!("enhet={clinic}&")),
        ("a permission", format!("behorighet={role}&")),
        ("a name", "person=anna+ek&".to_owned()),
        ("a clinic and a permission", format!("enhet={clinic}&behorighet={role}&")),
    ] {
        progress(&format!("{}: {name}", kind.name()))?;
        let cookie = ground.signed_in("support00", REGION).await?;
        let now = format!("/behorighetsregister?{narrowed}");
        let past = format!("/behorighetsregister?{narrowed}dag={day}");
        let (mut of_now, mut of_past) =
            (Reader::of(address, &now, &cookie).await?, Reader::of(address, &past, &cookie).await?);
        for reader in [&mut of_now, &mut of_past] {
            if reader.page().await?.matches("<tr").count() < 2 {
                return Err(format!("narrowed by {name}, the register shows nothing").into());
            }
        }
        let [times_past, times_now] = side_by_side(&mut of_past, &mut of_now, timed).await?;
        let (p99_past, p99_now) = (percentile(&times_past, 0.99), percentile(&times_now, 0.99));
        let ratio = p99_past / p99_now;
        rows.push(vec![
            kind.name().to_owned(),
            name.to_owned(),
            millis(percentile(&times_past, 0.5)),
            millis(p99_past),
            millis(p99_now),
            promised(ratio, ratio <= MOST),
        ]);
    }
    Ok(rows)
}

/// The id of the permission that everybody was given first.
async fn role_of(ground: &Ground) -> Outcome<behorig_access::RoleId> {
    let mut read = ground.db.read().await?;
    let (id,): (behorig_access::RoleId,) =
        read.one("SELECT id FROM role WHERE built_in = 'dashboard'", behorig_store::params![]).await?;
    Ok(id)
}

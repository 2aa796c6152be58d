//! How the database stands. Nothing is changed in it: what waits to be brought up to date is told.

use behorig_access::{Instant, Service};
use behorig_outbox::{Backlog, Way};
use behorig_registers::grants;
use behorig_store::{Db, Dialect, StoreError, Tx, newest_migration, newest_migration_in, transfer};
use behorig_visit::{Clock, SystemClock};

use super::log::of_log;
use super::{DbOptions, Finding};
use crate::config::Config;
use crate::serve;
use crate::transfer::words_of_left;

/// A letter that has waited longer is told, in milliseconds: a mail server that is away is tried for a while.
const WAITS_LONG: i64 = 15 * 60_000;
/// Clocks that differ by more are told, and are bad, in milliseconds: sessions and leases go by them.
const CLOCKS_DIFFER: i64 = 2_000;
const CLOCKS_DIFFER_TOO_MUCH: i64 = 30_000;

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let place = match &config.database {
        DbOptions::Sqlite { path } => format!("SQLite in {}", path.display()),
        DbOptions::Postgres { .. } => "PostgreSQL".to_owned(),
    };
    match newest_migration_in(&config.database).await {
        Err(error) => vec![Finding::Bad(format!("{place}: {error}"))],
        Ok(had) => match of_migrations(&place, had, newest_migration()) {
            (finding, false) => vec![finding],
            (finding, true) => {
                let mut findings = vec![finding];
                findings.extend(of_what_it_holds(config, &place).await);
                findings
            }
        },
    }
}

/// How far the tables are, and whether they can be asked.
fn of_migrations(place: &str, had: Option<i64>, newest: i64) -> (Finding, bool) {
    match had {
        None => (
            Finding::Bad(format!(
                "{place} holds no tables yet: `behorig account` makes them, and the first administrator"
            )),
            false,
        ),
        Some(had) if had < newest => (
            Finding::Look(format!(
                "{place} answers, and {} migrations wait: the next start runs them; make a backup first",
                newest - had
            )),
            false,
        ),
        Some(had) if had > newest => {
            (Finding::Bad(format!("{place} is of a newer version than this program: use that one")), false)
        }
        Some(_) => (Finding::Good(format!("{place} answers, and its tables are up to date")), true),
    }
}

async fn of_what_it_holds(config: &Config, place: &str) -> Vec<Finding> {
    let told = |error: StoreError| Finding::Bad(format!("{place}: {error}"));
    let db = match Db::open(config.database.clone(), config.system.clone()).await {
        Ok(db) => db,
        Err(error) => return vec![told(error)],
    };
    let asked = match db.read().await {
        Ok(mut tx) => ask(&mut tx).await,
        Err(error) => Err(error),
    };
    serve::close(db).await;
    asked.unwrap_or_else(|error| vec![told(error)])
}

async fn ask(tx: &mut Tx) -> Result<Vec<Finding>, StoreError> {
    if let Some(moved) = transfer::moved(tx).await? {
        return Ok(vec![Finding::Bad(words_of_left(&moved))]);
    }
    let now = SystemClock.now();
    let mut findings = vec![of_administrators(grants::how_many_may(tx, Service::AdministerGrants, now).await?)];
    findings.extend(of_clock(tx).await?);
    findings.extend(of_log(behorig_sealed_log::state(tx).await?.as_ref(), now));
    for way in Way::ALL {
        findings.extend(of_letters(way, behorig_outbox::backlog(tx, way, now).await?));
    }
    Ok(findings)
}

/// Somebody must be able to let others in.
fn of_administrators(count: i64) -> Finding {
    match count {
        0 => Finding::Bad("nobody can administer permissions: make an administrator with `behorig account`".to_owned()),
        1 => Finding::Look("only one person can administer permissions: name a second".to_owned()),
        more => Finding::Good(format!("{more} people can administer permissions")),
    }
}

/// The clock of a server on another machine, against ours.
async fn of_clock(tx: &mut Tx) -> Result<Option<Finding>, StoreError> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(None);
    }
    let before = SystemClock.now();
    let (theirs,): (i64,) = tx.one("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", &[]).await?;
    Ok(Some(clocks(before, theirs, SystemClock.now())))
}

/// Their clock was read between two looks at ours.
fn clocks(before: Instant, theirs: i64, after: Instant) -> Finding {
    let apart = (before.0 - theirs).max(theirs - after.0).max(0);
    let words =
        format!("the clocks of this machine and of the database differ by {:.1} seconds", apart as f64 / 1000.0);
    match apart {
        0..CLOCKS_DIFFER => Finding::Good("the clock of the database agrees with ours".to_owned()),
        CLOCKS_DIFFER..CLOCKS_DIFFER_TOO_MUCH => Finding::Look(words),
        _ => Finding::Bad(format!("{words}: set both by NTP")),
    }
}

fn of_letters(way: Way, backlog: Backlog) -> Vec<Finding> {
    let named = match way {
        Way::Mail => "letters",
        Way::Sms => "text messages",
    };
    let mut findings = Vec::new();
    let Backlog { waiting, oldest_for, given_up } = backlog;
    if oldest_for > WAITS_LONG {
        let minutes = oldest_for / 60_000;
        findings.push(Finding::Look(format!(
            "{waiting} {named} are not sent, the oldest for {minutes} minutes: see the log"
        )));
    }
    if given_up > 0 {
        findings.push(Finding::Look(format!("{given_up} {named} were given up in the last 24 hours: see the log")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_are_behind_or_ahead_are_told_and_not_touched() {
        let of = |had| of_migrations("SQLite", had, 23);
        assert!(matches!(of(Some(23)), (Finding::Good(_), true)));
        let (Finding::Look(behind), false) = of(Some(20)) else { panic!("behind") };
        assert!(behind.contains("3 migrations wait"), "{behind}");
        assert!(matches!(of(Some(24)), (Finding::Bad(_), false)));
        assert!(matches!(of(None), (Finding::Bad(_), false)));
    }

    #[test]
    fn clocks_are_held_against_each_other_but_for_the_time_that_asking_took() {
        let at = |before, theirs, after| clocks(Instant(before), theirs, Instant(after));
        assert!(matches!(at(0, 5_000, 9_000), Finding::Good(_)), "somewhere in between");
        let Finding::Look(words) = at(10_000, 5_000, 10_010) else { panic!("five seconds") };
        assert!(words.contains("5.0 seconds"), "{words}");
        assert!(matches!(at(0, 3_600_000, 10), Finding::Bad(_)));
    }

    #[test]
    fn letters_that_lie_for_long_and_those_that_were_given_up_are_told() {
        assert!(of_letters(Way::Mail, Backlog { waiting: 3, oldest_for: 60_000, given_up: 0 }).is_empty());
        let told = of_letters(Way::Sms, Backlog { waiting: 3, oldest_for: 3_600_000, given_up: 2 });
        let [Finding::Look(waits), Finding::Look(given_up)] = &told[..] else { panic!("{told:?}") };
        assert!(waits.contains("3 text messages") && waits.contains("60 minutes") && given_up.contains("2 text"));
    }
}

//! Visits written into the tables, many at once.

use std::fmt::Write as _;
use std::path::Path;

use bytes::Bytes;
use futures::SinkExt as _;
use jiff::Span;
use rusqlite::{Connection, params};
use tokio_postgres::Client;

use super::{ASSIGNMENTS, Made, Visit};
use crate::Outcome;
use crate::database::{connect, hex};

/// Tables that grow by millions: their indexes are made sooner than they grow.
const GROWING: &str = "('visit', 'visit_staff', 'visit_intervention')";

pub(super) fn into_sqlite(path: &Path, mut made: Made) -> Outcome<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY")?;
    let indexes = {
        let sought = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN";
        let mut asked = connection.prepare(&format!("{sought} {GROWING}"))?;
        let found = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.collect::<Result<Vec<(String, String)>, _>>()?
    };
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    customers_into_sqlite(&mut connection, &made)?;
    for (day, each) in made.days() {
        let (ticked, written) = (made.shape.ticked, day.to_string());
        let write = connection.transaction()?;
        for visit in made.visits_of(day, each)? {
            visit_into_sqlite(&write, &visit, &written, ticked)?;
        }
        write.commit()?;
    }
    for (_, sql) in &indexes {
        connection.execute_batch(sql)?;
    }
    connection.execute_batch("PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

fn customers_into_sqlite(connection: &mut Connection, made: &Made) -> Outcome<()> {
    let write = connection.transaction()?;
    {
        let mut customer = write.prepare(
            "INSERT INTO customer (id, person_id, unit_id, sort_key, from_date, created_at, version)
             VALUES (?1, ?2, ?3, ?4, '2025-01-01', 1735689600000, 1)",
        )?;
        let mut assignment = write.prepare(
            "INSERT INTO assignment (id, customer_id, unit_id, weekdays, every_weeks, from_date, start_minute, length,
                 staff_needed, planned_through, version)
             VALUES (?1, ?2, ?3, 127, 1, '2025-01-01', ?4, ?5, 1, ?6, 1)",
        )?;
        let through = planned_through(made);
        for one in &made.customers {
            let (id, unit) = (one.id.as_bytes().as_slice(), *one.unit.as_bytes());
            customer.execute(params![id, one.person.as_bytes().as_slice(), unit.as_slice(), one.sort_key])?;
            for (key, (start, length, _)) in one.assignments.iter().zip(ASSIGNMENTS) {
                assignment.execute(params![key.as_bytes().as_slice(), id, unit.as_slice(), start, length, through])?;
            }
        }
    }
    Ok(write.commit()?)
}

/// So far ahead that the program has nothing to add while it is measured.
fn planned_through(made: &Made) -> String {
    made.today.saturating_add(Span::new().days(400)).to_string()
}

fn visit_into_sqlite(write: &Connection, visit: &Visit<'_>, day: &str, ticked: bool) -> Outcome<()> {
    let (id, unit) = (visit.id.as_bytes().as_slice(), *visit.customer.unit.as_bytes());
    write
        .prepare_cached(
            "INSERT INTO visit (id, customer_id, unit_id, assignment_id, occasion, day, planned_from, planned_to,
                 granted_minutes, staff_needed, interventions, state, touched, performed_from, performed_to, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, 1, ?9, ?10, FALSE, ?11, ?12, 1)",
        )?
        .execute(params![
            id,
            visit.customer.id.as_bytes().as_slice(),
            unit.as_slice(),
            visit.assignment.as_bytes().as_slice(),
            day,
            visit.from,
            visit.to,
            visit.minutes(),
            visit.interventions.join("\n"),
            visit.state.as_stored(),
            visit.performed.map(|(from, _)| from),
            visit.performed.map(|(_, to)| to),
        ])?;
    if let Some(staff) = &visit.staff {
        let (from, to) = (visit.performed.map(|(from, _)| from), visit.performed.map(|(_, to)| to));
        write
            .prepare_cached(
                "INSERT INTO visit_staff (visit_id, place, account_id, day, started_at, stopped_at)
                 VALUES (?1, 1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, staff.as_bytes().as_slice(), day, from, to])?;
    }
    for name in visit.interventions.iter().filter(|_| ticked && visit.performed.is_some()) {
        write
            .prepare_cached("INSERT INTO visit_intervention (visit_id, name, performed) VALUES (?1, ?2, TRUE)")?
            .execute(params![id, name])?;
    }
    Ok(())
}

pub(super) async fn into_postgres(url: &str, mut made: Made) -> Outcome<()> {
    let client = connect(url).await?;
    client.batch_execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'").await?;
    let sought = format!(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN {GROWING} AND indexname NOT LIKE '%\\_pkey'"
    );
    let mut indexes: Vec<(String, String)> = Vec::new();
    for row in client.query(&sought, &[]).await? {
        indexes.push((row.try_get(0)?, row.try_get(1)?));
    }
    for (name, _) in &indexes {
        client.batch_execute(&format!("DROP INDEX {name}")).await?;
    }
    customers_into_postgres(&client, &made).await?;
    for (day, each) in made.days() {
        let (ticked, written) = (made.shape.ticked, day.to_string());
        let (mut visits, mut staff, mut ticks) = (String::new(), String::new(), String::new());
        for visit in made.visits_of(day, each)? {
            visit_as_lines(&visit, &written, (&mut visits, &mut staff, ticked.then_some(&mut ticks)));
        }
        let columns =
            "visit (id, customer_id, unit_id, assignment_id, occasion, day, planned_from, planned_to, granted_minutes,
             staff_needed, interventions, state, touched, performed_from, performed_to, version)";
        copy(&client, columns, visits).await?;
        copy(&client, "visit_staff (visit_id, place, account_id, day, started_at, stopped_at)", staff).await?;
        copy(&client, "visit_intervention (visit_id, name, performed)", ticks).await?;
    }
    for (_, sql) in &indexes {
        client.batch_execute(sql).await?;
    }
    Ok(())
}

async fn customers_into_postgres(client: &Client, made: &Made) -> Outcome<()> {
    let (mut customers, mut assignments) = (String::new(), String::new());
    let through = planned_through(made);
    for one in &made.customers {
        let (id, unit) = (hex(one.id.as_bytes()), hex(one.unit.as_bytes()));
        let (person, sort_key) = (hex(one.person.as_bytes()), hex(&one.sort_key));
        let _ = writeln!(customers, "{id}\t{person}\t{unit}\t{sort_key}\t2025-01-01\t1735689600000\t1");
        for (key, (start, length, _)) in one.assignments.iter().zip(ASSIGNMENTS) {
            let key = hex(key.as_bytes());
            let _ =
                writeln!(assignments, "{key}\t{id}\t{unit}\t127\t1\t2025-01-01\t{start}\t{length}\t1\t{through}\t1");
        }
    }
    copy(client, "customer (id, person_id, unit_id, sort_key, from_date, created_at, version)", customers).await?;
    let columns =
        "assignment (id, customer_id, unit_id, weekdays, every_weeks, from_date, start_minute, length, staff_needed,
         planned_through, version)";
    copy(client, columns, assignments).await
}

/// A visit as lines of the three tables' texts.
fn visit_as_lines(
    visit: &Visit<'_>,
    day: &str,
    (visits, staff, ticks): (&mut String, &mut String, Option<&mut String>),
) {
    let (id, customer) = (hex(visit.id.as_bytes()), hex(visit.customer.id.as_bytes()));
    let (unit, assignment) = (hex(visit.customer.unit.as_bytes()), hex(visit.assignment.as_bytes()));
    let number = |value: Option<i64>| value.map_or_else(|| "\\N".to_owned(), |value| value.to_string());
    let began = number(visit.performed.map(|(from, _)| from));
    let ended = number(visit.performed.map(|(_, to)| to));
    let _ = writeln!(
        visits,
        "{id}\t{customer}\t{unit}\t{assignment}\t{day}\t{day}\t{}\t{}\t{}\t1\t{}\t{}\tf\t{began}\t{ended}\t1",
        visit.from,
        visit.to,
        visit.minutes(),
        visit.interventions.join("\\n"),
        visit.state.as_stored()
    );
    if let Some(account) = &visit.staff {
        let _ = writeln!(staff, "{id}\t1\t{}\t{day}\t{began}\t{ended}", hex(account.as_bytes()));
    }
    if let Some(ticks) = ticks.filter(|_| visit.performed.is_some()) {
        for name in visit.interventions {
            let _ = writeln!(ticks, "{id}\t{name}\tt");
        }
    }
}

async fn copy(client: &Client, columns: &str, text: String) -> Outcome<()> {
    let sink = client.copy_in(format!("COPY {columns} FROM STDIN").as_str()).await?;
    let mut sink = std::pin::pin!(sink);
    sink.send(Bytes::from(text)).await?;
    sink.close().await?;
    Ok(())
}

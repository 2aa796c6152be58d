//! How long an order of 1,000 lines takes to approve, and to cancel, as one transaction, beside the bare inserts of the rows that an
//! approval leaves.

use std::time::Instant;

use axum::Router;
use axum::body::Body;
use behorig_access::{AccountId, OrderId, RoleId, UnitId};
use behorig_batch::files::{File, ImportFiles};
use behorig_outbox::Outbox;
use behorig_sign_in::Keys;
use behorig_store::{DbOptions, Recorded, StoreError, params};
use futures::future::try_join_all;
use http::{Request, StatusCode, header};
use proof_benches::database::{Kind, connect};
use proof_benches::ground::{Ground, ORIGIN, REGION, bring_in, system};
use proof_benches::measure::{grouped, median};
use proof_benches::printed::{progress, promised, table};
use proof_benches::{Outcome, is_quick};
use tokio_postgres::types::ToSql;
use tower::ServiceExt;
use uuid::Uuid;

const LINES: usize = 1_000;
const ACCOUNTS: usize = 3_000;
/// The promises: seconds, and at least half of the bare rate.
const WITHIN: f64 = 2.0;
const LEAST: f64 = 0.5;

#[tokio::main]
async fn main() -> Outcome<()> {
    let turns = if is_quick() { 2 } else { 7 };
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("orders of {LINES} lines on {}", kind.name()))?;
        let bench = Bench::lay(kind).await?;
        rows.extend(bench.measure(turns).await?);
        bench.ground.remove().await?;
    }
    let sentence = format!(
        "An order of {} lines, for as many people at thirty clinics, is approved by one press of *Godkänn alla*, through the router: the \
         orderer's right is checked again, each line is judged by `may_give`, and its grant, both lines of history, its own new state \
         and a letter to each person are on disk, in one transaction, when it is answered. *Cancelled* is the order that takes them all \
         away again, with what follows an end. Bare is the same grants, lines of history and lines of an order inserted and committed \
         in one transaction by the same driver, without the letters, statements prepared, on PostgreSQL sent without waiting for each. \
         Promised: less than {WITHIN:.0} s, and at least half as fast as bare.",
        grouped(LINES as f64)
    );
    let head = ["database", "approved", "slowest", "cancelled", "bare inserts", "ratio"];
    Ok(table(&sentence, 1, &head, &rows)?)
}

/// A region with an orderer, a receiver and enough people.
struct Bench {
    ground: Ground,
    orderer: AccountId,
    cookie: String,
    region: UnitId,
    role: RoleId,
    orderable: Uuid,
    people: Vec<(AccountId, String)>,
    clinics: Vec<UnitId>,
}

impl Bench {
    async fn lay(kind: Kind) -> Outcome<Self> {
        let outbox = Outbox::new(Keys::new(&[7; 32], &[]).map_err(|error| error.to_string())?);
        let ground = Ground::with_files(kind, demo_region::volume::accounts(ACCOUNTS), outbox).await?;
        bring_in(&ground.db, parties()).await?;
        ground.database.settle().await?;
        let (orderer, region) = (ground.account("bestallare").await?, ground.unit(REGION).await?);
        let cookie = ground.signed_in("mottagare", REGION).await?;
        let mut read = ground.db.read().await?;
        let (role,): (RoleId,) = read.one("SELECT id FROM role WHERE built_in = 'dashboard'", &[]).await?;
        let (orderable,): (Uuid,) = read.one("SELECT id FROM orderable", &[]).await?;
        let people: Vec<(AccountId, String)> = read
            .all("SELECT account_id, hsa_id FROM account_hsa_id ORDER BY hsa_id LIMIT ?1", params![LINES as i64])
            .await?;
        let clinics: Vec<(UnitId,)> =
            read.all("SELECT id FROM unit WHERE kind = 'clinic' ORDER BY id LIMIT 30", &[]).await?;
        drop(read);
        if people.len() < LINES || clinics.is_empty() {
            return Err("too few people".into());
        }
        let clinics = clinics.into_iter().map(|(unit,)| unit).collect();
        Ok(Self { ground, orderer, cookie, region, role, orderable, people, clinics })
    }

    async fn measure(&self, turns: usize) -> Outcome<Vec<Vec<String>>> {
        let (mut approved, mut cancelled, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for turn in 0..=turns {
            let grant = self.place(turn, "grant").await?;
            let ours = self.approve(grant).await?;
            let revoke = self.place(turn, "revoke").await?;
            let away = self.approve(revoke).await?;
            let empty = self.place_empty().await?;
            let theirs = self.insert_bare(turn, empty).await?;
            // The first turn warms both sides.
            if turn > 0 {
                ratios.push(theirs / ours);
                approved.push(ours);
                cancelled.push(away);
                bare.push(theirs);
            }
        }
        let slowest = approved.iter().copied().fold(0.0, f64::max);
        let ratio = median(ratios);
        let seconds = |seconds: f64| format!("{:.0} ms", seconds * 1e3);
        Ok(vec![vec![
            self.ground.database.kind.name().to_owned(),
            seconds(median(approved)),
            format!("{}{}", seconds(slowest), if slowest < WITHIN { "" } else { " (short)" }),
            seconds(median(cancelled)),
            seconds(median(bare)),
            promised(ratio, ratio >= LEAST),
        ]])
    }

    fn clinic(&self, line: usize, turn: usize) -> Outcome<UnitId> {
        self.clinics.get((line + turn) % self.clinics.len()).copied().ok_or_else(|| "no clinic".into())
    }

    /// Places an order as its form does in the end.
    async fn place(&self, turn: usize, act: &'static str) -> Outcome<OrderId> {
        let mut lines = Vec::with_capacity(LINES);
        for (line, (_, hsa_id)) in self.people.iter().enumerate() {
            lines.push((hsa_id.clone(), self.clinic(line, turn)?));
        }
        self.write_order(act, lines).await
    }

    async fn place_empty(&self) -> Outcome<OrderId> {
        self.write_order("grant", Vec::new()).await
    }

    async fn write_order(&self, act: &'static str, lines: Vec<(String, UnitId)>) -> Outcome<OrderId> {
        let input = (self.region, self.orderer, self.orderable, self.role, act, lines);
        let actor = system();
        let placed = self.ground.db.write(&actor, input, |tx, (region, orderer, orderable, role, act, lines)| {
            Box::pin(async move {
                let (id, now) = (tx.new_uuid(), tx.now());
                let (last,): (Option<i64>,) = tx.one("SELECT max(number) FROM care_order", &[]).await?;
                tx.execute(
                    "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject,
                         particulars, ordered_at, act, orderable_id, ordered_by, version)
                     VALUES (?1, ?2, 'permissions', 'received', ?3, ?4, 'Siv Ahlgren', 'Dashboard', '', ?5, ?6, ?7, 'named', 1)",
                    params![id, last.unwrap_or(0) + 1, region, orderer, now, *act, orderable],
                )
                .await?;
                for (position, (hsa_id, unit)) in (1_i64..).zip(lines) {
                    tx.put(
                        "INSERT INTO care_order_line (order_id, position, hsa_id, person_name, person_sort_key, email, unit_id,
                             role_id, state, version)
                         VALUES (?1, ?2, ?3, 'Anna Ek', ?4, 'anna.ek@region.example', ?5, ?6, 'waiting', 1)",
                        params![id, position, hsa_id, hsa_id.as_bytes(), unit, role],
                    )?;
                }
                let why = "a benchmark's own ground";
                Ok::<_, StoreError>(Recorded::nothing_to_record(OrderId::new(id), why))
            })
        });
        Ok(placed.await?)
    }

    /// *Godkänn alla*, in seconds.
    async fn approve(&self, order: OrderId) -> Outcome<f64> {
        let body = format!("version=1&en-gang={}&gor=godkann-alla", Uuid::new_v4());
        let request = Request::post(format!("/bestallningar/{order}/rader"))
            .header(header::HOST, "behorig.test")
            .header(header::ORIGIN, ORIGIN)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))?;
        let router: Router = self.ground.router.clone();
        let begin = Instant::now();
        let response = router.oneshot(request).await?;
        let took = begin.elapsed().as_secs_f64();
        if response.status() != StatusCode::SEE_OTHER {
            let status = response.status();
            let page = axum::body::to_bytes(response.into_body(), 1024 * 1024).await?;
            return Err(format!("an approval was answered with {status}: {}", String::from_utf8_lossy(&page)).into());
        }
        let mut read = self.ground.db.read().await?;
        let (done,): (i64,) = read
            .one(
                "SELECT CAST(count(*) AS BIGINT) FROM care_order_line WHERE order_id = ?1 AND state = 'done'",
                params![order],
            )
            .await?;
        if done == LINES as i64 { Ok(took) } else { Err(format!("{done} of {LINES} lines were approved").into()) }
    }

    /// The rows that an approval leaves, with nothing around them, in seconds.
    async fn insert_bare(&self, turn: usize, order: OrderId) -> Outcome<f64> {
        let mut rows = Vec::with_capacity(LINES);
        for (line, (account, hsa_id)) in self.people.iter().enumerate() {
            rows.push(BareRow {
                ids: [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()],
                account: *account,
                unit: self.clinic(line, turn)?,
                role: self.role,
                order,
                position: i64::try_from(line)? + 1,
                hsa_id: hsa_id.clone(),
            });
        }
        match &self.ground.database.options {
            DbOptions::Sqlite { path } => {
                let mut connection = rusqlite::Connection::open(path)?;
                connection.busy_timeout(std::time::Duration::from_secs(10))?;
                connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")?;
                tokio::task::spawn_blocking(move || bare_on_sqlite(&mut connection, &rows)).await?
            }
            DbOptions::Postgres { url, .. } => {
                let mut client = connect(url).await?;
                bare_on_postgres(&mut client, &rows).await
            }
        }
    }
}

/// What one line of an approved order leaves: a grant, two lines of history, and itself.
struct BareRow {
    ids: [Uuid; 4],
    account: AccountId,
    unit: UnitId,
    role: RoleId,
    order: OrderId,
    position: i64,
    hsa_id: String,
}

const GRANT: &str =
    "INSERT INTO grants (id, holder_account, role_id, unit_id, branch, from_at, basis, basis_order, given_by, given_at,
    version) VALUES ($1, $2, $3, $4, FALSE, 1795165200000, 'order', $5, $2, 1795165200000, 1)";
const HISTORY: &str =
    "INSERT INTO history (id, event_id, entity_kind, entity_id, at, actor_account, actor_name, door, field, new_value)
    VALUES ($1, $2, 'account', $3, 1795165200000, $3, 'Maj Ahlgren', 'order 1', 'grant', 'Dashboard, Mottagning 0')";
const LINE: &str = "INSERT INTO care_order_line (order_id, position, hsa_id, person_name, person_sort_key, email, unit_id, role_id, state,
    decided_by, decided_by_name, decided_at, account_id, grant_id, version)
    VALUES ($1, $2, $3, 'Anna Ek', $4, 'anna.ek@region.example', $5, $6, 'done', $7, 'Maj Ahlgren', 1795165200000, $7, $8, 2)";

fn bare_on_sqlite(connection: &mut rusqlite::Connection, rows: &[BareRow]) -> Outcome<f64> {
    let begin = Instant::now();
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    {
        let mut grant = transaction.prepare(&numbered(GRANT))?;
        let mut history = transaction.prepare(&numbered(HISTORY))?;
        let mut line = transaction.prepare(&numbered(LINE))?;
        for row in rows {
            let [id, event, first, second] = &row.ids;
            let (account, role, unit) = (row.account.as_bytes(), row.role.as_bytes(), row.unit.as_bytes());
            let order = row.order.as_bytes();
            grant.execute(rusqlite::params![id.as_bytes(), account, role, unit, order])?;
            history.execute(rusqlite::params![first.as_bytes(), event.as_bytes(), account])?;
            history.execute(rusqlite::params![second.as_bytes(), event.as_bytes(), id.as_bytes()])?;
            let key = row.hsa_id.as_bytes();
            line.execute(rusqlite::params![order, row.position, row.hsa_id, key, unit, role, account, id.as_bytes()])?;
        }
    }
    transaction.commit()?;
    Ok(begin.elapsed().as_secs_f64())
}

/// SQLite's parameters are numbered with a question mark.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

async fn bare_on_postgres(client: &mut tokio_postgres::Client, rows: &[BareRow]) -> Outcome<f64> {
    let begin = Instant::now();
    let transaction = client.transaction().await?;
    let (grant, history, line) =
        (transaction.prepare(GRANT).await?, transaction.prepare(HISTORY).await?, transaction.prepare(LINE).await?);
    // One after the other on the one connection, without waiting for an answer before the next is sent.
    let sent = rows.iter().map(|row| {
        let (transaction, grant, history, line) = (&transaction, &grant, &history, &line);
        async move {
            let [id, event, first, second] = &row.ids;
            let (id, event, first, second) =
                (&id.as_bytes()[..], &event.as_bytes()[..], &first.as_bytes()[..], &second.as_bytes()[..]);
            let (account, role, unit) =
                (&row.account.as_bytes()[..], &row.role.as_bytes()[..], &row.unit.as_bytes()[..]);
            let (order, key) = (&row.order.as_bytes()[..], row.hsa_id.as_bytes());
            let of_grant: [&(dyn ToSql + Sync); 5] = [&id, &account, &role, &unit, &order];
            let of_holder: [&(dyn ToSql + Sync); 3] = [&first, &event, &account];
            let of_itself: [&(dyn ToSql + Sync); 3] = [&second, &event, &id];
            let of_line: [&(dyn ToSql + Sync); 8] =
                [&order, &row.position, &row.hsa_id, &key, &unit, &role, &account, &id];
            futures::try_join!(
                transaction.execute(grant, &of_grant),
                transaction.execute(history, &of_holder),
                transaction.execute(history, &of_itself),
                transaction.execute(line, &of_line),
            )
        }
    });
    try_join_all(sent).await?;
    transaction.commit().await?;
    Ok(begin.elapsed().as_secs_f64())
}

/// An orderer and a receiver of the region, as the files of an import.
fn parties() -> ImportFiles {
    let accounts = format!(
        "användarnamn;förnamn;efternamn;enhet\nbestallare;Siv;Ahlgren;{REGION}\nmottagare;Maj;Ahlgren;{REGION}\n"
    );
    let grants = format!(
        "användarnamn;personnummer;roll;enhet;gren;kund;från;grund\n\
         bestallare;;orderer;{REGION};ja;;2026-01-15;administrator\n\
         mottagare;;support;{REGION};ja;;2026-01-15;administrator\n"
    );
    let file = |name: &str, text: String| Some(File { name: name.to_owned(), bytes: text.into_bytes() });
    ImportFiles {
        units: None,
        persons: None,
        accounts: file("accounts.csv", accounts),
        grants: file("grants.csv", grants),
        directory: None,
    }
}

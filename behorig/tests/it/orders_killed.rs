//! `kill -9` in the middle of an approval: all of its two hundred lines are done, with their grants, history, letters and event, or none.
//!
//! This program is started again as a child that presses *Godkänn alla* by the real router, and is killed at some moment of it.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use behorig_access::UnitId;
use behorig_outbox::Outbox;
use behorig_registers::units::UnitKind;
use behorig_sign_in::Keys;
use behorig_store::{Db, DbOptions, StoreError, SystemName, params};
use http::{Request, StatusCode, header};
use proof_support::{NOW, TestDb, both_databases};
use tower::ServiceExt;

use crate::orders_receiving::{Ground, Placed, Wanted, went_on};
use crate::site::{HandClock, ORIGIN, Site, assembled};

both_databases!(an_approval_that_is_killed_is_done_in_full_or_not_at_all);

const LINES: usize = 200;
const ALL: i64 = 200;
/// The approval is killed in each part of its time, from its beginning to a little after its end.
const ROUNDS: u32 = 8;
const WHERE: &str = "BEHORIG_CHILD_APPROVAL_DATABASE";
const WHO: &str = "BEHORIG_CHILD_APPROVAL_COOKIE";
const WHAT: &str = "BEHORIG_CHILD_APPROVAL_ORDER";

fn outbox() -> Outbox {
    Outbox::new(Keys::new(&[7; 32], &[]).unwrap())
}

fn hsa_id(number: usize) -> String {
    format!("SE2321000156-K{number:03}")
}

/// A name of letters alone, one for each number.
fn name(number: usize) -> (String, String) {
    let letters = |digit: u8| char::from(b'a' + (digit - b'0'));
    ("Kim".to_owned(), format!("Holm{}", number.to_string().bytes().map(letters).collect::<String>()))
}

async fn people(ground: &Ground) {
    let unit = ground.site.world.clinic;
    ground
        .site
        .world
        .change(unit, |tx, unit| {
            Box::pin(async move {
                for number in 0..LINES {
                    let (id, now, (given, family)) = (tx.new_uuid(), tx.now(), name(number));
                    let user = format!("kim.{number}");
                    tx.execute(
                        "INSERT INTO account (id, unit_id, user_name, user_name_key, given_name, family_name, sort_key, email,
                             notices, language, password_must_change, created_at, version)
                         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, TRUE, 'sv', FALSE, ?8, 1)",
                        params![
                            id,
                            unit,
                            user,
                            given,
                            family,
                            family.as_bytes(),
                            format!("{user}@region.example"),
                            now
                        ],
                    )
                    .await?;
                    tx.execute(
                        "INSERT INTO account_hsa_id (hsa_id, account_id) VALUES (?1, ?2)",
                        params![hsa_id(number), id],
                    )
                    .await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await;
}

async fn order_for_all(ground: &Ground, unit: UnitId) -> Placed {
    let all: Vec<(String, String)> = (0..LINES)
        .map(|number| {
            let (given, family) = name(number);
            (hsa_id(number), format!("{given} {family}"))
        })
        .collect();
    let role = ground.dashboard();
    let lines: Vec<Wanted<'_>> = all.iter().map(|(id, name)| (id.as_str(), name.as_str(), unit, role)).collect();
    ground.order("grant", &lines).await
}

/// What is on disk of an approval, seen at one moment: lines done, grants, their history and that of their holders, entries of the
/// timeline, events, and all letters so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OnDisk {
    state_is_done: bool,
    lines: i64,
    grants: i64,
    told: i64,
    entries: i64,
    events: i64,
    letters: i64,
}

impl OnDisk {
    async fn of(db: &Db, order: &Placed) -> Self {
        let sql = "SELECT o.state = 'done',
            (SELECT CAST(count(*) AS BIGINT) FROM care_order_line l WHERE l.order_id = o.id AND l.state = 'done'),
            (SELECT CAST(count(*) AS BIGINT) FROM grants g WHERE g.basis_order = o.id),
            (SELECT CAST(count(*) AS BIGINT) FROM history h WHERE h.field = 'grant' AND (
                 h.entity_id IN (SELECT g.id FROM grants g WHERE g.basis_order = o.id)
                 OR (h.entity_kind = 'account' AND h.door = 'order ' || CAST(o.number AS TEXT)))),
            (SELECT CAST(count(*) AS BIGINT) FROM care_order_event e WHERE e.order_id = o.id),
            (SELECT CAST(count(*) AS BIGINT) FROM audit_event a
             WHERE a.activity_level = 'orders.approve' AND a.activity_args = 'order ' || CAST(o.number AS TEXT) || ', 200 lines'),
            (SELECT CAST(count(*) AS BIGINT) FROM outbox)
            FROM care_order o WHERE o.id = ?1";
        let mut read = db.read().await.unwrap();
        let (state_is_done, lines, grants, told, entries, events, letters) =
            read.one(sql, params![order.id]).await.unwrap();
        Self { state_is_done, lines, grants, told, entries, events, letters }
    }

    /// Nothing but the letters that were there before.
    const fn nothing(letters: i64) -> Self {
        Self { state_is_done: false, lines: 0, grants: 0, told: 0, entries: 0, events: 0, letters }
    }

    /// Every line, with a letter to each person and one to the orderer.
    const fn everything(letters: i64) -> Self {
        Self {
            state_is_done: true,
            lines: ALL,
            grants: ALL,
            told: 2 * ALL,
            entries: 2,
            events: 1,
            letters: letters + ALL + 1,
        }
    }
}

async fn an_approval_that_is_killed_is_done_in_full_or_not_at_all(test: TestDb) {
    let mut ground = Ground::at(Site::with(test, Some(outbox())).await).await;
    people(&ground).await;
    let mut letters = 0;
    // One that nobody disturbs, for how long it takes.
    let unit = ground.site.world.unit(ground.site.world.region, UnitKind::Clinic, "Mottagning 0").await;
    let whole = order_for_all(&ground, unit).await;
    let mut child = Approving::start(&ground, &whole);
    let begun = Instant::now();
    assert!(child.answered(), "the approval was not answered");
    let takes = begun.elapsed();
    child.end();
    assert_eq!(OnDisk::of(ground.site.test.db(), &whole).await, OnDisk::everything(letters));
    letters += ALL + 1;

    let mut undone = 0;
    for round in 1..=ROUNDS {
        let name = format!("Mottagning {round}");
        let unit = ground.site.world.unit(ground.site.world.region, UnitKind::Clinic, &name).await;
        let order = order_for_all(&ground, unit).await;
        let child = Approving::start(&ground, &order);
        let at = takes * (2 * round - 1) / (2 * ROUNDS - 2);
        tokio::time::sleep(at).await;
        let was_answered = child.kill();
        let after = ground.site.test.open_again().await;
        let (none, all) = (OnDisk::nothing(letters), OnDisk::everything(letters));
        let at_once = OnDisk::of(&after, &order).await;
        settled(&ground, &order).await;
        let found = OnDisk::of(&after, &order).await;
        after.close();
        for found in [at_once, found] {
            assert!(found == none || found == all, "round {round}, killed after {at:?} of {takes:?}: {found:?}");
        }
        assert!(!was_answered || at_once == all, "round {round}: what was answered is on disk");
        if found == none {
            undone += 1;
            // Nothing is left in the way: the same press does it all.
            went_on(&order.approve_all(&mut ground.support, "1").await, &order);
            assert_eq!(OnDisk::of(ground.site.test.db(), &order).await, all, "round {round}, approved anew");
        }
        letters += ALL + 1;
    }
    assert!(undone > 0, "each of {ROUNDS} was done before it was killed, of {takes:?} that one takes");
}

/// A server may learn late that its client is gone; until then a change of it is neither done nor undone.
async fn settled(ground: &Ground, order: &Placed) {
    let held = "SELECT CAST(count(*) AS BIGINT) FROM pg_stat_activity
         WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()";
    if !matches!(ground.site.test.options(), DbOptions::Postgres { .. }) {
        return;
    }
    for _ in 0..100 {
        let (open,): (i64,) = ground.site.test.read().await.unwrap().one(held, &[]).await.unwrap();
        if open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{}: a change of a killed program is still open", order.path);
}

/// A child that presses the button.
struct Approving {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Approving {
    /// Starts it, and comes back when it is about to press.
    fn start(ground: &Ground, order: &Placed) -> Self {
        let place = match ground.site.test.options() {
            DbOptions::Sqlite { path } => path.display().to_string(),
            DbOptions::Postgres { url, .. } => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["orders_killed::the_child_that_approves", "--exact", "--nocapture", "--quiet"])
            .env(WHERE, place)
            .env(WHO, ground.support.cookie_header())
            .env(WHAT, &order.path)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.by_ref().map_while(Result::ok).any(|line| line.ends_with("presses."));
        assert!(ready, "the child ended by itself");
        Self { child, lines }
    }

    fn answered(&mut self) -> bool {
        self.lines.by_ref().map_while(Result::ok).any(|line| line.ends_with("answered."))
    }

    fn end(mut self) {
        self.child.wait().unwrap();
    }

    /// Kills it. Whether it had its answer before.
    fn kill(mut self) -> bool {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.answered()
    }
}

/// Does nothing unless it is started by the test above.
#[test]
fn the_child_that_approves() {
    let Ok(place) = std::env::var(WHERE) else { return };
    let (cookie, order) = (std::env::var(WHO).unwrap(), std::env::var(WHAT).unwrap());
    let options = if place.starts_with("postgres://") {
        DbOptions::Postgres { url: place, connections: 4, authority: None }
    } else {
        DbOptions::Sqlite { path: place.into() }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let system = SystemName { id: "child".to_owned(), name: "child".to_owned() };
        let db = Db::open(options, system).await.unwrap();
        let program = assembled(db, &Arc::new(HandClock::at(NOW)), Some(outbox()));
        let mut request = Request::post(format!("{order}/rader"))
            .header(header::HOST, "behorig.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, ORIGIN)
            .header(header::COOKIE, cookie)
            .body(Body::from("version=1&gor=godkann-alla"))
            .unwrap();
        request.extensions_mut().insert(behorig_visit::ClientAddress("192.0.2.7".parse().unwrap()));
        said("presses");
        let response = program.router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        said("answered");
    });
}

/// The full stop tells a whole line from one that was cut.
fn said(word: &str) {
    let mut out = std::io::stdout().lock();
    write!(out, "\n{word}.\n").unwrap();
    out.flush().unwrap();
}

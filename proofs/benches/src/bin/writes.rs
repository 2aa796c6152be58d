//! How many confirmed changes of users a second, with history and audit event, beside a bare one-row insert-and-commit on the same
//! database and disk.

use axum::Router;
use axum::body::Body;
use behorig_access::AccountId;
use behorig_store::params;
use http::{Request, StatusCode, header};
use proof_benches::Outcome;
use proof_benches::bare::Insert;
use proof_benches::database::Kind;
use proof_benches::ground::{Ground, ORIGIN, REGION, SUPPORT};
use proof_benches::load::Work;
use proof_benches::printed::{progress, promised, rate, table};
use proof_benches::versus::{Effort, Versus, in_turns};
use tower::ServiceExt;
use uuid::Uuid;

const ACCOUNTS: usize = 2_000;
/// The promise: at least half of the bare rate.
const LEAST: f64 = 0.5;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut rows = Vec::new();
    for kind in Kind::here() {
        progress(&format!("changes of users on {}", kind.name()))?;
        let ground = Ground::with_accounts(kind, ACCOUNTS).await?;
        for at_once in [1, SUPPORT] {
            let Versus { ours, theirs, ratio } = measure(&ground, at_once).await?;
            rows.push(vec![
                kind.name().to_owned(),
                at_once.to_string(),
                rate(ours),
                rate(theirs),
                promised(ratio, ratio >= LEAST),
            ]);
        }
        ground.remove().await?;
    }
    let sentence = "A change is the form of *Grundinformation* posted through the router by somebody of the support: session, grants \
        and decision are read twice (for the form, and again inside the transaction), and the change, its history, its audit event \
        and the form's receipt are on disk when it is answered. Bare is one row of `audit_event` inserted and committed by the same \
        driver: on SQLite through one connection in turns (`synchronous=FULL`), on PostgreSQL through one connection each. Promised: \
        at least half.";
    let head = ["database", "at once", "changes a second", "bare inserts a second", "ratio"];
    Ok(table(sentence, 1, &head, &rows)?)
}

async fn measure(ground: &Ground, at_once: usize) -> Outcome<Versus> {
    let mut desks = Vec::new();
    for at in 0..at_once {
        desks.push(Desk::of(ground, at, at_once).await?);
    }
    let mut bare = Insert::many(&ground.database, at_once).await?;
    in_turns(&mut desks, &mut bare, Effort::asked()).await
}

/// Somebody of the support, who changes one user after the other.
struct Desk {
    router: Router,
    cookie: String,
    users: Vec<(AccountId, String, i64)>,
    next: usize,
    /// Makes each change another: what is saved as it was is no change.
    changes: usize,
    desks: usize,
}

impl Desk {
    /// The `at`th desk of so many: each has users of its own.
    async fn of(ground: &Ground, at: usize, desks: usize) -> Outcome<Self> {
        let mut read = ground.db.read().await?;
        let all: Vec<(AccountId, String, i64)> = read
            .all(
                "SELECT id, user_name, version FROM account WHERE user_name_key >= 'person' AND user_name_key < 'persoo'
                 ORDER BY user_name_key",
                params![],
            )
            .await?;
        drop(read);
        let users: Vec<_> = all.into_iter().skip(at).step_by(desks).collect();
        if users.is_empty() {
            return Err("a desk without users".into());
        }
        let cookie = ground.signed_in(&format!("support{at:02}"), REGION).await?;
        Ok(Self { router: ground.router.clone(), cookie, users, next: 0, changes: 0, desks })
    }
}

impl Work for Desk {
    async fn once(&mut self) -> Outcome<()> {
        self.changes += 1;
        let place = self.next % self.users.len();
        self.next += 1;
        let Some((id, user_name, version)) = self.users.get_mut(place) else { return Err("no user".into()) };
        let body = format!(
            "version={version}&en-gang={}&blocked-shown=1&user-name={user_name}&identity-number=&password=&mobile=&email=&\
             title=Sjuksk%C3%B6terska+{}.{}&staff-category=nurse&long-title=",
            Uuid::new_v4(),
            self.desks,
            self.changes
        );
        let request = Request::post(format!("/anvandare/{id}"))
            .header(header::HOST, "behorig.test")
            .header(header::ORIGIN, ORIGIN)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))?;
        let response = self.router.clone().oneshot(request).await?;
        if response.status() != StatusCode::SEE_OTHER {
            let status = response.status();
            let page = axum::body::to_bytes(response.into_body(), 1024 * 1024).await?;
            return Err(format!("a change was answered with {status}: {}", String::from_utf8_lossy(&page)).into());
        }
        *version += 1;
        Ok(())
    }
}

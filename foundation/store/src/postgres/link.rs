//! One connection to PostgreSQL, driven by whoever asks on it.
//!
//! The library wants a task of its own for each connection. Then every question wakes that task, and its answer wakes the asker:
//! two more changes of thread than the server's answer needs, which take longer than most of our statements do. Here the asker
//! drives the connection while it waits. Several statements can be sent before the first is answered.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::FutureExt as _;
use futures::task::AtomicWaker;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Connection, Error, Row, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Param;

/// Statements kept prepared on one connection. Those made for one filter are many, and each holds memory at the server.
const KEPT: usize = 512;

type Wire = Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;
type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// A command without parameters.
    Command(&'a str),
    /// A statement whose rows are wanted.
    Ask(&'a str, &'a [Param<'a>]),
    /// A statement of which it matters how many rows it changed.
    Execute(&'a str, &'a [Param<'a>]),
}

impl<'a> Step<'a> {
    fn to_prepare(self) -> Option<&'a str> {
        match self {
            Self::Command(_) => None,
            Self::Ask(sql, _) | Self::Execute(sql, _) => Some(sql),
        }
    }
}

/// What comes back.
#[derive(Debug)]
pub(super) enum Answer {
    /// So many rows were changed.
    Changed(u64),
    /// The rows.
    Rows(Vec<Row>),
}

/// A connection with its prepared statements.
pub(crate) struct Link {
    client: Client,
    /// None when the server, or the network, has ended it: whoever waits for an answer then waits no more.
    wire: Option<Wire>,
    statements: HashMap<String, Statement>,
}

impl Link {
    pub(super) async fn connect(config: &Config, tls: MakeRustlsConnect) -> Result<Self, Error> {
        let (client, wire) = config.connect(tls).await?;
        Ok(Self { client, wire: Some(wire), statements: HashMap::new() })
    }

    /// Whether it has ended, as far as anyone can tell without asking.
    pub(super) fn is_lost(&mut self) -> bool {
        turn(&mut self.wire, &mut Context::from_waker(Waker::noop()));
        self.wire.is_none()
    }

    /// Sends everything at once and gives what came of each step, in order.
    ///
    /// # Errors
    /// Where a statement can't be prepared; then nothing was sent.
    pub(super) async fn send(&mut self, steps: &[Step<'_>]) -> Result<Vec<Result<Answer, Error>>, Error> {
        let prepared = self.prepared(steps).await?;
        let Self { client, wire, .. } = self;
        let client = &*client;
        let answering: Vec<Answering<'_, _>> = steps
            .iter()
            .zip(&prepared)
            .map(|(step, statement)| -> Answering<'_, _> {
                match (*step, statement) {
                    (Step::Ask(_, params), Some(statement)) => {
                        Box::pin(async move { client.query(statement, &as_dyn(params)).await.map(Answer::Rows) })
                    }
                    (Step::Execute(_, params), Some(statement)) => {
                        Box::pin(async move { client.execute(statement, &as_dyn(params)).await.map(Answer::Changed) })
                    }
                    (Step::Command(text) | Step::Ask(text, _) | Step::Execute(text, _), _) => {
                        Box::pin(async move { client.batch_execute(text).await.map(|()| Answer::Changed(0)) })
                    }
                }
            })
            .collect();
        Ok(driven(wire, in_order(answering)).await)
    }

    /// Sends a command and does not wait for what comes of it: whatever is sent next stands behind it.
    pub(super) fn send_and_leave(&mut self, command: &str) {
        let mut context = Context::from_waker(Waker::noop());
        // The request is on its way as soon as it was polled; nobody listens to its answer.
        let _ = pin!(self.client.batch_execute(command)).poll(&mut context);
        turn(&mut self.wire, &mut context);
    }

    /// The prepared statement of each step that needs one. What is not prepared yet is prepared first, all at once.
    async fn prepared(&mut self, steps: &[Step<'_>]) -> Result<Vec<Option<Statement>>, Error> {
        let Self { client, wire, statements } = self;
        let mut missing: Vec<&str> = steps.iter().filter_map(|step| step.to_prepare()).collect();
        missing.sort_unstable();
        missing.dedup();
        if statements.len() + missing.len() > KEPT {
            statements.clear();
        }
        missing.retain(|sql| !statements.contains_key(*sql));
        if !missing.is_empty() {
            let numbered: Vec<String> = missing.iter().map(|sql| numbered(sql)).collect();
            let preparing = numbered.iter().map(|sql| -> Answering<'_, _> { Box::pin(client.prepare(sql)) });
            let prepared = driven(wire, in_order(preparing.collect())).await;
            for (sql, statement) in missing.into_iter().zip(prepared) {
                statements.insert(sql.to_owned(), statement?);
            }
        }
        Ok(steps.iter().map(|step| step.to_prepare().and_then(|sql| statements.get(sql)).cloned()).collect())
    }
}

/// `?1` becomes `$1`. No statement of ours holds a question mark in any other sense.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

fn as_dyn<'p>(params: &'p [Param<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

/// Moves what is written and what has come in, and lets go of a connection that has ended.
fn turn(wire: &mut Option<Wire>, context: &mut Context<'_>) {
    if wire.as_mut().is_some_and(|wire| wire.poll_unpin(context).is_ready()) {
        *wire = None;
    }
}

/// Waits for an answer and drives the connection meanwhile.
async fn driven<F: Future>(wire: &mut Option<Wire>, answer: F) -> F::Output {
    let mut answer = pin!(answer);
    let gate = Arc::new(Gate::default());
    let waker = Waker::from(Arc::clone(&gate));
    poll_fn(|outer| {
        let mut context = Context::from_waker(&waker);
        gate.enter(outer);
        for _ in 0..TURNS {
            if let Poll::Ready(answer) = answer.as_mut().poll(&mut context) {
                return Poll::Ready(answer);
            }
            turn(wire, &mut context);
            // What has just come in is an answer; and where the connection ended, that is one too.
            if let Poll::Ready(answer) = answer.as_mut().poll(&mut context) {
                return Poll::Ready(answer);
            }
            if gate.is_quiet(outer) {
                return Poll::Pending;
            }
        }
        gate.leave_to_come_back(outer);
        Poll::Pending
    })
    .await
}

/// After so many looks in a row others get their turn. The runtime counts on it: it tells who has looked too often to come back
/// later, by waking.
const TURNS: usize = 4;

/// Sending and receiving wake each other. While both are looked at in turns that is no news, and to tell the runtime of it would
/// wake another of its threads for each statement.
#[derive(Default)]
struct Gate {
    outer: AtomicWaker,
    inside: AtomicBool,
    woken: AtomicBool,
}

impl Gate {
    fn enter(&self, outer: &Context<'_>) {
        self.outer.register(outer.waker());
        self.inside.store(true, Ordering::SeqCst);
    }

    /// Whether there is nothing more to look at now. Where there is, we stay inside.
    fn is_quiet(&self, outer: &Context<'_>) -> bool {
        if self.woken.swap(false, Ordering::SeqCst) {
            return false;
        }
        self.inside.store(false, Ordering::SeqCst);
        if self.woken.swap(false, Ordering::SeqCst) {
            // Somebody came while we left, and may have seen us inside still.
            outer.waker().wake_by_ref();
        }
        true
    }

    fn leave_to_come_back(&self, outer: &Context<'_>) {
        self.inside.store(false, Ordering::SeqCst);
        outer.waker().wake_by_ref();
    }
}

impl Wake for Gate {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        if !self.inside.load(Ordering::SeqCst) {
            self.outer.wake();
        }
    }
}

/// Everything's outcome. Each is polled for the first time in its turn, which is when it is sent.
async fn in_order<T>(mut pending: Vec<Answering<'_, T>>) -> Vec<Result<T, Error>> {
    let mut done: Vec<Option<Result<T, Error>>> = pending.iter().map(|_| None).collect();
    poll_fn(move |context| {
        for (future, outcome) in pending.iter_mut().zip(&mut done) {
            if outcome.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *outcome = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            Poll::Ready(std::mem::take(&mut done).into_iter().flatten().collect())
        } else {
            Poll::Pending
        }
    })
    .await
}

//! A transaction on PostgreSQL that makes few journeys: it begins with its first statement, statements that nobody waits for
//! travel with the next one, and what is left of them with the commit.

use deadpool::managed::Object;
use tokio_postgres::Row;

use super::link::{Answer, Step};
use super::pool::{Links, Pool};
use crate::{Param, StoreError};

/// A question: a statement and its parameters.
pub type Question<'a> = (&'a str, &'a [Param<'a>]);

/// An open transaction, or one that has not begun yet.
pub(crate) struct Transaction {
    pool: Pool,
    /// None while a dead one is exchanged, and where there was none to be had instead.
    link: Option<Object<Links>>,
    /// What begins it, until it is sent with the first statement.
    begin: Option<&'static str>,
    /// Something was sent on the connection, answered or not.
    sent: bool,
    /// The server has answered its commit, well or not.
    ended: bool,
    /// Statements that wait for the next journey.
    waiting: Vec<Waiting>,
}

struct Waiting {
    sql: String,
    params: Vec<Owned>,
}

/// A value that waits.
enum Owned {
    Plain(Param<'static>),
    Text(String),
    Bytes(Vec<u8>),
}

impl Owned {
    fn of(param: &Param<'_>) -> Self {
        match *param {
            Param::Text(text) => Self::Text(text.to_owned()),
            Param::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
            Param::Null => Self::Plain(Param::Null),
            Param::Int(value) => Self::Plain(Param::Int(value)),
            Param::Float(value) => Self::Plain(Param::Float(value)),
            Param::Bool(value) => Self::Plain(Param::Bool(value)),
        }
    }

    fn as_param(&self) -> Param<'_> {
        match self {
            Self::Plain(param) => *param,
            Self::Text(text) => Param::Text(text),
            Self::Bytes(bytes) => Param::Bytes(bytes),
        }
    }
}

impl Transaction {
    /// A transaction that `begin` begins, on a connection of the pool.
    pub(super) async fn new(pool: &Pool, begin: &'static str) -> Result<Self, StoreError> {
        Ok(Self {
            pool: pool.clone(),
            link: Some(pool.get().await?),
            begin: Some(begin),
            sent: false,
            ended: false,
            waiting: Vec::new(),
        })
    }

    /// The rows of each question, which are sent together.
    pub(crate) async fn ask(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        let steps: Vec<Step<'_>> = questions.iter().map(|(sql, params)| Step::Ask(sql, params)).collect();
        let answers = self.send(&steps).await?;
        Ok(answers
            .into_iter()
            .map(|answer| match answer {
                Answer::Rows(rows) => rows,
                Answer::Changed(_) => Vec::new(),
            })
            .collect())
    }

    /// How many rows a statement changed.
    pub(crate) async fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let answers = self.send(&[Step::Execute(sql, params)]).await?;
        Ok(match answers.first() {
            Some(Answer::Changed(changed)) => *changed,
            _ => 0,
        })
    }

    /// A statement that travels with the next one, or with the commit.
    pub(crate) fn put(&mut self, sql: &str, params: &[Param<'_>]) {
        self.waiting.push(Waiting { sql: sql.to_owned(), params: params.iter().map(Owned::of).collect() });
    }

    /// Commits, and gives the first failure of what waited, or of the commit itself.
    pub(super) async fn commit(&mut self) -> Result<(), StoreError> {
        if self.begin.is_some() {
            if self.waiting.is_empty() {
                return Ok(());
            }
            // A connection that is found dead is exchanged before anything is committed on it, never while.
            self.send(&[]).await?;
        }
        self.send(&[Step::Command("COMMIT")]).await.map(|_| ())
    }

    /// Gives up what is not committed and the connection back. The next transaction on it stands behind the end of this one.
    pub(crate) fn leave(mut self) {
        if self.sent
            && !self.ended
            && let Some(link) = &mut self.link
        {
            link.send_and_leave("ROLLBACK");
        }
    }

    /// Closes the connection, and with it the transaction.
    pub(crate) fn abandon(self) {
        drop(self.link.map(Object::take));
    }

    /// Sends what waits and these steps after it; gives what came of these.
    async fn send(&mut self, steps: &[Step<'_>]) -> Result<Vec<Answer>, StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        let params: Vec<Vec<Param<'_>>> =
            waiting.iter().map(|put| put.params.iter().map(Owned::as_param).collect()).collect();
        let mut all: Vec<Step<'_>> = Vec::with_capacity(waiting.len() + steps.len() + 1);
        all.extend(self.begin.map(Step::Command));
        all.extend(waiting.iter().zip(&params).map(|(put, params)| Step::Execute(&put.sql, params)));
        all.extend(steps);
        let mut dead = 0;
        loop {
            match self.send_once(&all, steps.len()).await {
                // Connections that died while they lay idle don't even begin: nothing was done on them.
                Err(StoreError::Unavailable(_)) if self.begin.is_some() && dead < self.pool.status().max_size => {
                    dead += 1;
                    // Given up first: where all died at once, nobody would get a new one while everybody holds on to a dead one.
                    drop(self.link.take().map(Object::take));
                    self.link = Some(self.pool.get().await?);
                }
                outcome => return outcome,
            }
        }
    }

    /// Sends everything, and gives what came of the last steps.
    async fn send_once(&mut self, all: &[Step<'_>], last: usize) -> Result<Vec<Answer>, StoreError> {
        let Some(link) = &mut self.link else {
            return Err(StoreError::Unavailable("the connection was lost".to_owned()));
        };
        self.sent = true;
        let outcomes = link.send(all).await?;
        if matches!(outcomes.first(), Some(Ok(_))) {
            self.begin = None;
        }
        self.ended = matches!(all.last(), Some(Step::Command("COMMIT")));
        // The first failure is the cause; what stands behind it fails because of it.
        let mut answers = outcomes.into_iter().collect::<Result<Vec<Answer>, _>>()?;
        Ok(answers.split_off(answers.len().saturating_sub(last)))
    }
}

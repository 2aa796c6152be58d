//! A form that was sent: decoded whole, carried out once.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use behorig_store::{Actor, Recorded, StoreError, Work, WriteTx, params};
use behorig_web::Form;
use behorig_web::components::PostForm;

use crate::{App, PageError, Rejected, Visit};

/// A form with whoever sent it.
pub struct Submission {
    /// The request.
    pub visit: Visit,
    /// What was typed.
    pub form: Form,
}

/// A form without a session, such as signing in.
pub struct Posted(pub Form);

impl<S> FromRequest<S> for Submission
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let mut visit = Visit::from_request_parts(&mut parts, state).await?;
        // A form may arrive slowly; no snapshot is held open for it.
        visit.snapshot.give_up();
        let Posted(form) = Posted::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self { visit, form })
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        Form::from_request(request, state).await.map(Self).map_err(|refused| {
            if axum::response::IntoResponse::into_response(refused).status() == http::StatusCode::PAYLOAD_TOO_LARGE {
                PageError::TooLarge
            } else {
                PageError::Malformed("not a form")
            }
        })
    }
}

impl Submission {
    /// Carries the form out, once however often it was sent. See [`Visit::submit`].
    ///
    /// # Errors
    /// What `work` answers.
    pub async fn submit<I, F>(&mut self, input: I, work: F) -> Result<String, Rejected>
    where
        I: Send + Sync + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, String, Rejected> + Send + Sync + 'static,
    {
        let key = self.form.value(PostForm::ONCE).to_owned();
        let actor = self.visit.actor();
        self.visit.submit(&actor, &key, input, work).await
    }

    /// The version of the record that the form was filled in on.
    ///
    /// # Errors
    /// [`PageError::Malformed`] where the form carries none.
    pub fn version(&self) -> Result<i64, PageError> {
        self.form.value(PostForm::VERSION).parse().map_err(|_| PageError::Malformed("no version"))
    }
}

impl Visit {
    /// Runs a change as one transaction that also keeps the form's receipt, and gives the path to go to. A form whose receipt
    /// is there already changes nothing and gives the same path.
    ///
    /// A key that no page of ours made counts as none: then every sending is its own.
    ///
    /// # Errors
    /// What `work` answers.
    pub async fn submit<I, F>(&mut self, actor: &Actor, key: &str, input: I, work: F) -> Result<String, Rejected>
    where
        I: Send + Sync + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, String, Rejected> + Send + Sync + 'static,
    {
        self.submit_change(actor, key, Arc::new(Filled { input, work })).await
    }

    /// Every form's way from here on is the same code, compiled once and not anew for each form.
    async fn submit_change(&mut self, actor: &Actor, key: &str, change: Arc<dyn Change>) -> Result<String, Rejected> {
        self.snapshot.give_up();
        let key = uuid::Uuid::try_parse(key).ok();
        self.app
            .db
            .write(actor, (key, change), |tx, (key, change)| {
                Box::pin(async move {
                    let Some(key) = key else { return change.carry_out(tx).await };
                    if !begin_receipt(tx, *key).await? {
                        let outcome = earlier_outcome(tx, *key).await?;
                        return Ok(Recorded::nothing_to_record(
                            outcome,
                            "the form was carried out and recorded before",
                        ));
                    }
                    let (done, outcome) = change.carry_out(tx).await?.split();
                    finish_receipt(tx, *key, &outcome)?;
                    Ok(done.with(outcome))
                })
            })
            .await
    }
}

/// What a form asks for, whatever the form.
trait Change: Send + Sync {
    fn carry_out<'t>(&'t self, tx: &'t mut WriteTx) -> Work<'t, String, Rejected>;
}

/// What was filled in, and what is to be done with it.
struct Filled<I, F> {
    input: I,
    work: F,
}

impl<I, F> Change for Filled<I, F>
where
    I: Send + Sync,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, String, Rejected> + Send + Sync,
{
    fn carry_out<'t>(&'t self, tx: &'t mut WriteTx) -> Work<'t, String, Rejected> {
        (self.work)(tx, &self.input)
    }
}

/// Takes the form's key, and tells whether it was free. Nothing is read before it is written: on PostgreSQL two forms that both
/// looked for their keys on one page of the index would each be in the other's way.
async fn begin_receipt(tx: &mut WriteTx, key: uuid::Uuid) -> Result<bool, StoreError> {
    let (sender, now) = (sender_of(tx.actor()), tx.now());
    let taken = tx
        .execute(
            "INSERT INTO form_receipt (key, sender, outcome, at) VALUES (?1, ?2, '', ?3) ON CONFLICT (key) DO NOTHING",
            params![key, sender, now],
        )
        .await?;
    Ok(taken == 1)
}

/// Where the form led the first time it was sent. Somebody else's key is none of the sender's business.
async fn earlier_outcome(tx: &mut WriteTx, key: uuid::Uuid) -> Result<String, PageError> {
    let sender = sender_of(tx.actor());
    let row: Option<(String,)> = tx
        .optional(
            "SELECT outcome FROM form_receipt WHERE key = ?1 AND sender IS NOT DISTINCT FROM ?2",
            params![key, sender],
        )
        .await?;
    row.map(|(outcome,)| outcome).ok_or(PageError::Malformed("a form's key that is somebody else's"))
}

fn finish_receipt(tx: &mut WriteTx, key: uuid::Uuid, outcome: &str) -> Result<(), StoreError> {
    tx.put("UPDATE form_receipt SET outcome = ?2 WHERE key = ?1", params![key, outcome])
}

fn sender_of(actor: &Actor) -> Option<uuid::Uuid> {
    actor.account.map(|account| account.uuid()).or(actor.person.map(|person| person.uuid()))
}

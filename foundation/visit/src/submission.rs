//! A form that was sent: decoded whole, carried out once.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, Request};
use behorig_store::{Actor, Boxed, StoreError, Work, WriteTx, params};
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
        Self::receive(request, App::from_ref(state)).await
    }
}

impl Submission {
    fn receive(request: Request, app: App) -> Boxed<'static, Result<Self, PageError>> {
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let mut visit = Visit::begin(&mut parts, app).await?;
            // A form may arrive slowly; no snapshot is held open for it.
            visit.snapshot.give_up();
            let Posted(form) = Posted::from_request(Request::from_parts(parts, body), &()).await?;
            Ok(Self { visit, form })
        })
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
    fn submit_change<'a>(
        &'a mut self,
        actor: &'a Actor,
        key: &'a str,
        change: Arc<dyn Change>,
    ) -> Boxed<'a, Result<String, Rejected>> {
        Box::pin(async move {
            self.snapshot.give_up();
            let key = uuid::Uuid::try_parse(key).ok();
            let reader = Arc::clone(self.snapshot.reader());
            let carried_out = self
                .app
                .db
                .write(actor, (key, change, reader), |tx, (key, change, reader)| {
                    Box::pin(async move {
                        tx.read_for(Arc::clone(reader));
                        let (done, outcome) = change.carry_out(tx).await?.split();
                        if let Some(key) = key {
                            keep_receipt(tx, *key, &outcome)?;
                        }
                        Ok(done.with(outcome))
                    })
                })
                .await;
            match (carried_out, key) {
                (Err(rejected), Some(key)) => self.carried_out_before(actor, key, rejected).await,
                (outcome, _) => outcome,
            }
        })
    }

    /// Where the form led the first time, if it was carried out: a form sent again meets its own receipt, or before that what it
    /// changed itself. Otherwise it was rejected.
    async fn carried_out_before(
        &mut self,
        actor: &Actor,
        key: uuid::Uuid,
        rejected: Rejected,
    ) -> Result<String, Rejected> {
        let Ok(mut read) = self.app.db.read().await else { return Err(rejected) };
        let sender = sender_of(actor);
        let first: Result<Option<(String,)>, StoreError> = read
            .optional(
                "SELECT outcome FROM form_receipt WHERE key = ?1 AND sender IS NOT DISTINCT FROM ?2",
                params![key, sender],
            )
            .await;
        match (first, rejected) {
            (Ok(Some((outcome,))), _) => Ok(outcome),
            (Err(error), Rejected::Page(PageError::Store(broken))) if broken.is_conflict_on(RECEIPT) => {
                Err(error.into())
            }
            (_, Rejected::Page(PageError::Store(error))) if error.is_conflict_on(RECEIPT) => {
                Err(PageError::Malformed("a form's key that is somebody else's").into())
            }
            (_, rejected) => Err(rejected),
        }
    }
}

/// The rule that a form happens once.
const RECEIPT: &str = "form_receipt_pkey";

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

/// Keeps where the form leads. It travels with the commit: a form sent twice at the same time is carried out twice until here, and
/// here the second comes to nothing. Nothing is looked for first: on PostgreSQL two forms that both looked for their keys on one page
/// of the index would each be in the other's way.
fn keep_receipt(tx: &mut WriteTx, key: uuid::Uuid, outcome: &str) -> Result<(), StoreError> {
    let (sender, now) = (sender_of(tx.actor()), tx.now());
    tx.put(
        "INSERT INTO form_receipt (key, sender, outcome, at) VALUES (?1, ?2, ?3, ?4)",
        params![key, sender, outcome, now],
    )
}

fn sender_of(actor: &Actor) -> Option<uuid::Uuid> {
    actor.account.map(|account| account.uuid()).or(actor.person.map(|person| person.uuid()))
}

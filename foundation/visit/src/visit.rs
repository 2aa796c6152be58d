//! A signed-in request: its snapshot, its session, its viewer and the frame of its page, all read once.

use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use behorig_access::{
    AccountId, Assurance, Decision, Denial, Hat, Holder, Instant, PersonId, Scope, Service, SessionId, Target, UnitId,
    Viewer, decide, scope_of,
};
use behorig_registers::staff;
use behorig_registers::units::{Unit, UnitKind};
use behorig_store::{Actor, ActorUnit, Boxed, Db, Door, Event, ReadTx, Reader, Tx};
use behorig_web::components::Page;
use behorig_web::{Lang, paths, preferences};
use http::StatusCode;
use http::request::Parts;
use maud::Render;

use crate::frame::{FrameOfRequest, ShellData};
use crate::session::{self, SignedIn};
use crate::{Access, App, PageError, Session, SessionLimits, Token};

/// A session is noted as used at most this often, in milliseconds: reading pages must not cost a write each.
const TOUCH_AFTER: i64 = 60_000;
/// What a page of ours sends along when it asks by itself: `hidden` where nobody looks at it.
const UNATTENDED: &str = "x-behorig-unattended";
const FLASH_COOKIE: &str = "behorig-besked";

/// The path where a password that somebody else set is changed.
pub(crate) const CHANGE_PASSWORD: &str = "/byt-losenord";

/// The snapshot of a request. It is given up before a write, and opened again if the page must be shown after all.
pub struct Snapshot {
    db: Db,
    open: Option<ReadTx>,
    reader: std::sync::Arc<Reader>,
}

impl Snapshot {
    /// The transaction to ask questions of.
    ///
    /// # Errors
    /// [`PageError::Store`] where the database can't be reached.
    pub async fn get(&mut self) -> Result<&mut Tx, PageError> {
        if self.open.is_none() {
            let mut opened = self.db.read().await?;
            opened.read_for(std::sync::Arc::clone(&self.reader));
            self.open = Some(opened);
        }
        match &mut self.open {
            Some(tx) => Ok(tx),
            None => Err(PageError::Fault("a snapshot was opened and is not there".to_owned())),
        }
    }

    /// For whom its answers are.
    pub(crate) fn reader(&self) -> &std::sync::Arc<Reader> {
        &self.reader
    }

    /// Lets the transaction go: before a write, and before waiting for anything slow, such as a file that is being sent.
    pub fn give_up(&mut self) {
        self.open = None;
    }
}

/// A request by somebody who is signed in.
pub struct Visit {
    /// The program.
    pub app: App,
    /// The snapshot that session and viewer were read from.
    pub snapshot: Snapshot,
    /// The time of the request: the same for all that it does.
    pub now: Instant,
    /// The language of the page.
    pub lang: Lang,
    /// The session.
    pub session: Session,
    /// Whoever asks, with the grants of the hat that is on.
    pub viewer: Viewer,
    /// The hat's unit and everything above it; empty where the hat has no unit.
    pub hat_chain: Vec<Unit>,
    /// Whether the answer comes before anybody's eyes. A page that asks by itself while it is hidden shows nobody anything, and what
    /// it is given counts as read by nobody.
    pub is_looked_at: bool,
    shell: std::sync::Arc<ShellData>,
}

/// Who asks, to be carried into a write and read again there: the write's own transaction decides.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The session.
    pub session: SessionId,
    /// Account or person.
    pub holder: Holder,
    /// The hat that is on.
    pub hat: Hat,
    /// The unit of the hat.
    pub hat_unit: Option<UnitId>,
    /// How surely we know who it is.
    pub assurance: Assurance,
    /// For whom the write's own answers are.
    pub reader: std::sync::Arc<Reader>,
}

impl Seat {
    /// The viewer, read in this transaction.
    ///
    /// # Errors
    /// [`PageError::SignIn`] where the session ended in the meantime.
    pub fn viewer<'a>(&'a self, tx: &'a mut Tx, now: Instant) -> Boxed<'a, Result<Viewer, PageError>> {
        Box::pin(async move {
            let live = session::live_by_id(tx, self.session, self.holder, now).await?;
            let Some((live, grants)) = live else {
                return Err(PageError::SignIn { return_to: paths::START.to_owned() });
            };
            tx.read_for(std::sync::Arc::clone(&self.reader));
            Ok(Viewer::new(self.holder, live.standing, live.hat, live.assurance, grants))
        })
    }

    /// The viewer, where they still sit there: the session is neither over nor idle too long, and the same hat is on at the same unit.
    /// For what stays open longer than a request.
    ///
    /// # Errors
    /// [`PageError::SignIn`] where they do not.
    pub async fn viewer_still_there(
        &self,
        tx: &mut Tx,
        limits: SessionLimits,
        now: Instant,
    ) -> Result<Viewer, PageError> {
        let live = session::live_by_id(tx, self.session, self.holder, now).await?;
        match live {
            Some((live, grants))
                if live.hat == self.hat
                    && live.hat_unit == self.hat_unit
                    && holder_of(live.account, live.person)? == self.holder
                    && now.millis_since(live.seen_at) < limits.idle =>
            {
                Ok(Viewer::new(self.holder, live.standing, live.hat, live.assurance, grants))
            }
            _ => Err(PageError::SignIn { return_to: paths::START.to_owned() }),
        }
    }

    /// The account, where an account is signed in.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self.holder {
            Holder::Account(account) => Some(account),
            Holder::Person(_) => None,
        }
    }
}

impl<S> FromRequestParts<S> for Visit
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        Self::begin(parts, App::from_ref(state)).await
    }
}

impl Visit {
    /// What every handler's request begins with.
    pub(crate) fn begin(parts: &mut Parts, app: App) -> Boxed<'_, Result<Self, PageError>> {
        Box::pin(async move {
            let jar = CookieJar::from_headers(&parts.headers);
            let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
            // After a form, the page to come back to is the one that showed it.
            let return_to = if parts.method == http::Method::GET { path.clone() } else { paths::START.to_owned() };
            let sign_in = || PageError::SignIn { return_to: return_to.clone() };
            let token = jar
                .get(session_cookie_name(&app))
                .and_then(|cookie| Token::from_sent(cookie.value()))
                .ok_or_else(sign_in)?;
            let now = app.clock.now();
            let mut tx = app.db.read().await?;
            let signed_in = session::live_by_token(&mut tx, token.hash(), app.settings.sessions, now).await?;
            let SignedIn { session, grants, hat_chain } = signed_in.ok_or_else(sign_in)?;
            if session.password_must_change && !matches!(parts.uri.path(), CHANGE_PASSWORD | paths::SIGN_OUT) {
                return Err(PageError::ChangePassword);
            }
            let holder = holder_of(session.account, session.person)?;
            let viewer = Viewer::new(holder, session.standing, session.hat, session.assurance, grants);
            let (lang, theme) = preferences::of(&parts.headers);
            let flash = jar.get(FLASH_COOKIE).map(|cookie| cookie.value().to_owned());
            let shell = std::sync::Arc::new(ShellData::of_visit(
                &app, lang, theme, path, &session, &viewer, &hat_chain, flash, now,
            ));
            if let Some(frame) = parts.extensions.get::<FrameOfRequest>() {
                frame.set(&shell);
            }
            if !is_unattended(&parts.headers) {
                touch_if_due(&app, &session, now);
            }
            let reader =
                std::sync::Arc::new(staff::reader(&viewer, session.is_protected, &lang.t("web-protected"), now));
            tx.read_for(std::sync::Arc::clone(&reader));
            let snapshot = Snapshot { db: app.db.clone(), open: Some(tx), reader };
            let is_looked_at = parts.headers.get(UNATTENDED).is_none_or(|page| page.as_bytes() != b"hidden");
            Ok(Self { app, snapshot, now, lang, session, viewer, hat_chain, is_looked_at, shell })
        })
    }
}

fn holder_of(account: Option<AccountId>, person: Option<PersonId>) -> Result<Holder, PageError> {
    match (account, person) {
        (Some(account), _) => Ok(Holder::Account(account)),
        (None, Some(person)) => Ok(Holder::Person(person)),
        (None, None) => Err(PageError::Fault("a session of nobody".to_owned())),
    }
}

/// Whether an open page asks by itself, and nobody pressed anything: that a page is open keeps no session alive.
fn is_unattended(headers: &http::HeaderMap) -> bool {
    let asks_for_events = |value: &http::HeaderValue| value.as_bytes() == b"text/event-stream";
    headers.contains_key(UNATTENDED) || headers.get(http::header::ACCEPT).is_some_and(asks_for_events)
}

fn touch_if_due(app: &App, session: &Session, now: Instant) {
    if now.millis_since(session.seen_at) < TOUCH_AFTER {
        return;
    }
    let (db, id) = (app.db.clone(), session.id);
    tokio::spawn(async move {
        let actor = Actor::system(Door::System, now);
        let touched = db.write(&actor, id, |tx, id| {
            Box::pin(async move {
                session::touch(tx, *id).await?;
                Ok::<_, behorig_store::StoreError>(behorig_store::Recorded::nothing_to_record(
                    (),
                    "that a session is in use says nothing that its pages' own events do not",
                ))
            })
        });
        if let Err(error) = touched.await {
            tracing::warn!(%error, "a session could not be noted as used");
        }
    });
}

/// The cookie's name: with TLS the browser itself holds it to this host and to TLS (`__Host-`).
pub(crate) fn session_cookie_name(app: &App) -> &'static str {
    if app.settings.is_secure() { "__Host-behorig" } else { "behorig" }
}

impl Visit {
    /// Who asks, to be carried into a write.
    #[must_use]
    pub fn seat(&self) -> Seat {
        Seat {
            session: self.session.id,
            holder: self.viewer.holder(),
            hat: self.session.hat,
            hat_unit: self.session.hat_unit,
            assurance: self.session.assurance,
            reader: std::sync::Arc::clone(self.snapshot.reader()),
        }
    }

    /// Who acts, as the audit event says it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        let own_id = match self.viewer.holder() {
            Holder::Account(account) => account.to_string(),
            Holder::Person(person) => person.to_string(),
        };
        let provider = self.hat_chain.iter().find(|unit| unit.kind == UnitKind::CareProvider);
        Actor {
            account: self.session.account,
            person: self.session.person,
            user_id: self.session.hsa_id.clone().unwrap_or(own_id),
            name: self.session.full_name(),
            person_id: self.session.identity_number.clone(),
            title: self.session.title.clone(),
            assignment: self.hat_chain.first().map(|unit| unit.name.clone()),
            hat: self.session.hat.key(),
            unit: self.hat_chain.first().map(as_logged),
            at_unit: self.hat_chain.first().map(|unit| unit.id),
            care_provider: provider.map(as_logged),
            door: Door::Page,
            at: self.now,
        }
    }

    /// Where the viewer may use the service now.
    #[must_use]
    pub fn scope(&self, service: Service) -> Scope {
        scope_of(&self.viewer, service, self.now)
    }

    /// Whether the viewer may use the service anywhere.
    #[must_use]
    pub fn may_somewhere(&self, service: Service) -> bool {
        !self.scope(service).is_empty()
    }

    /// For a page that is about no single record: where the viewer may use the service, if anywhere.
    ///
    /// # Errors
    /// [`PageError::Refused`], explained at the hat's unit; [`PageError::NotFound`] to who holds nothing there.
    pub async fn require_somewhere(&mut self, service: Service) -> Result<Scope, PageError> {
        let scope = self.scope(service);
        if !scope.is_empty() {
            return Ok(scope);
        }
        let chain: Vec<UnitId> = self.hat_chain.iter().map(|unit| unit.id).collect();
        let Decision::Deny(denial) = decide(&self.viewer, service, &Target::at(&chain), self.now) else {
            return Ok(scope);
        };
        Err(self.refusal(service, denial).await)
    }

    async fn refusal(&mut self, service: Service, denial: Denial) -> PageError {
        let Some(unit) = self.session.hat_unit.filter(|_| denial.knows_unit) else {
            return PageError::NotFound;
        };
        let now = self.now;
        let tx = match self.snapshot.get().await {
            Ok(tx) => tx,
            Err(error) => return error,
        };
        match crate::refusal::explain(tx, &self.viewer, service, unit, denial, now).await {
            Ok(refusal) => PageError::Refused(Box::new(refusal)),
            Err(error) => error.into(),
        }
    }

    /// Decides whether the viewer may use the service at a unit.
    ///
    /// # Errors
    /// As [`crate::require`].
    pub async fn require(&mut self, service: Service, unit: UnitId) -> Result<behorig_access::GrantId, PageError> {
        let tx = self.snapshot.get().await?;
        crate::require(tx, &self.viewer, service, unit, self.now).await
    }

    /// Whether the viewer may use the service at a unit.
    ///
    /// # Errors
    /// Any failure of the database.
    pub async fn permits(&mut self, service: Service, unit: UnitId) -> Result<bool, PageError> {
        let tx = self.snapshot.get().await?;
        Ok(crate::permits(tx, &self.viewer, service, unit, self.now).await?)
    }

    /// Whether the menu shows the viewer something with this access: the same answer as the navigation gives.
    #[must_use]
    pub fn is_open(&self, access: Access) -> bool {
        crate::frame::is_open_to(access, &self.viewer, self.now)
    }

    /// Writes down that persons' data are about to be shown: one durable event for the page, with everyone on it.
    ///
    /// Gives up the snapshot first, so that a request never holds one connection while it waits for another.
    ///
    /// # Errors
    /// [`PageError::Store`]; then nothing may be shown.
    pub fn record_reading(&mut self, event: Event) -> Boxed<'_, Result<(), PageError>> {
        self.snapshot.give_up();
        Box::pin(async move {
            self.app
                .db
                .write(&self.actor(), event, |tx, event| {
                    Box::pin(async move { Ok::<_, PageError>(tx.record(event.clone()).await?) })
                })
                .await
        })
    }

    /// The page in its frame, with what just happened told once.
    #[must_use]
    pub fn show(&self, page: &Page<'_>, body: impl Render) -> Response {
        self.show_with(StatusCode::OK, page, &body)
    }

    /// A form again, with what is wrong and everything that was typed (422).
    #[must_use]
    pub fn show_again(&self, page: &Page<'_>, body: impl Render) -> Response {
        self.show_with(StatusCode::UNPROCESSABLE_ENTITY, page, &body)
    }

    fn show_with(&self, status: StatusCode, page: &Page<'_>, body: &dyn Render) -> Response {
        let markup = self.shell.with_shell(|shell| page.show(shell, body));
        let mut response = (status, markup).into_response();
        if self.shell.has_flash() {
            let gone = Cookie::build((FLASH_COOKIE, "")).path("/").removal().build();
            append_cookie(&mut response, &gone);
        }
        response
    }

    /// Goes to another page, which tells once what happened. `told` is a text id.
    #[must_use]
    pub fn go_and_tell(&self, path: &str, told: &str) -> Response {
        let mut response = Redirect::to(path).into_response();
        tell(&self.app, &mut response, told);
        response
    }

    /// A key for a form that is about to be shown, so that it happens once however often it is sent.
    #[must_use]
    pub fn form_key() -> String {
        uuid::Uuid::new_v4().to_string()
    }
}

fn as_logged(unit: &Unit) -> ActorUnit {
    ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    }
}

/// Lets the next page of a session tell once what happened. `told` is a text id.
pub fn tell(app: &App, response: &mut Response, told: &str) {
    let cookie = Cookie::build((FLASH_COOKIE, told.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.is_secure())
        .build();
    append_cookie(response, &cookie);
}

/// Adds a cookie to an answer. A cookie of ours is always a valid header.
pub(crate) fn append_cookie(response: &mut Response, cookie: &Cookie<'_>) {
    if let Ok(value) = http::HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(http::header::SET_COOKIE, value);
    }
}

/// The cookie that holds a session's secret.
#[must_use]
pub fn session_cookie(app: &App, token: &Token) -> Cookie<'static> {
    Cookie::build((session_cookie_name(app), token.reveal().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.is_secure())
        .build()
}

/// The cookie that takes a session's secret from the browser.
#[must_use]
pub fn no_session_cookie(app: &App) -> Cookie<'static> {
    Cookie::build((session_cookie_name(app), ""))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.is_secure())
        .removal()
        .build()
}

//! The port for cards: a browser comes with an errand, shows its card by mutual TLS, and is sent back with a ticket.
//!
//! Browsers ask for a card at every connection to a host, so this is a port (or a host) of its own, and the session's cookie is set at
//! the ordinary one. Two secrets make the way there and back: the cookie, which only the browser that began holds, and the ticket, which
//! only the browser that showed the card gets. Whoever has begun and has somebody else show their card lacks the ticket; whoever shows
//! the card for somebody else lacks the cookie. Nothing but redirects is answered here, one on each connection.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::{Extension, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use behorig_access::Instant;
use behorig_siths::{
    CardCheck, CardRefusal, CertificateDer, ForwardedHeaders, ForwardedRefusal, HeaderForm, SithsCard, TrustedProxies,
    as_it_says,
};
use behorig_store::seal::SealError;
use behorig_store::{Actor, Door, Event, Recorded, StoreError};
use behorig_visit::{App, PageError, Token, TokenHash};
use behorig_web::Form;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::ProvenCard;
use crate::guest::new_token;
use crate::records::siths_sign_ins as sign_ins;
use crate::{CARD_PATH, SignIn};

/// The name of the errand and of the ticket in an address.
pub(crate) const ERRAND: &str = "arende";
pub(crate) const TICKET: &str = "biljett";

/// What signing in by a card's own certificate needs.
#[derive(Debug, Clone)]
pub struct CardPort {
    /// What judges cards.
    pub judge: CardJudge,
    /// The address of the port as browsers reach it, without a slash at its end.
    pub url: String,
    /// Who proves that the card's key was used.
    pub proof: CardProof,
}

/// The check that holds now. Clones are the same one: whoever replaces it, because a revocation list came, replaces it for all.
#[derive(Debug, Clone)]
pub struct CardJudge(Arc<RwLock<Arc<CardCheck>>>);

impl CardJudge {
    /// A judge that goes by this check.
    #[must_use]
    pub fn new(check: CardCheck) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(check))))
    }

    /// The check that holds now.
    #[must_use]
    pub fn check(&self) -> Arc<CardCheck> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on goes by another check.
    pub fn replace(&self, check: CardCheck) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(check);
    }
}

/// Who proves that the card's key was used.
#[derive(Debug, Clone)]
pub enum CardProof {
    /// Our own TLS, in the connection's handshake. Headers count for nothing.
    OwnTls,
    /// A proxy, in a header, from these addresses alone.
    Proxy {
        /// Whose header is believed.
        proxies: TrustedProxies,
        /// The header.
        header: HeaderName,
        /// How it is written.
        form: HeaderForm,
    },
}

/// The connection that a request came on: put into each request by the accept loop.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The address of its other side, whatever a header says.
    pub peer: IpAddr,
    /// The chain that was shown in its TLS handshake, the card's own certificate first; empty where none was, or TLS is not ours.
    pub chain: Arc<[CertificateDer<'static>]>,
}

/// What answers at the port for cards.
pub fn card_port(app: App, deps: Arc<SignIn>) -> Router {
    Router::new()
        .route("/", get(show_card))
        .fallback(begin_anew)
        .layer(Extension(deps))
        .layer(middleware::map_response(once_and_unseen))
        .layer(middleware::from_fn(behorig_visit::frame))
        .with_state(app)
}

/// One answer on each connection: on one that is kept, a card would count that has left its reader. And none is kept, for its address
/// holds a secret.
async fn once_and_unseen(mut response: Response) -> Response {
    for (name, value) in [(header::CONNECTION, "close"), (header::CACHE_CONTROL, "no-store")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whoever has no errand here, or one that was done, is told so at the ordinary site.
async fn begin_anew(State(app): State<App>) -> Response {
    Redirect::to(&format!("{}{CARD_PATH}", app.settings.public_url)).into_response()
}

/// Why a card is not taken.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error(transparent)]
    Card(#[from] CardRefusal),
    #[error(transparent)]
    Header(#[from] ForwardedRefusal),
}

impl NotTaken {
    /// The text that tells the person.
    fn message_id(&self) -> &'static str {
        match self {
            Self::Card(refusal) => refusal.message_id(),
            Self::Header(_) => "sign-in-siths-card-proxy",
        }
    }

    /// As the log says it.
    fn key(&self) -> &'static str {
        match self {
            Self::Card(refusal) => refusal.message_id().trim_start_matches("siths-"),
            Self::Header(ForwardedRefusal::NotFromProxy) => "header-not-from-proxy",
            Self::Header(ForwardedRefusal::Repeated) => "header-repeated",
            Self::Header(ForwardedRefusal::TooLong) => "header-too-long",
            Self::Header(ForwardedRefusal::Malformed) => "header-malformed",
        }
    }

    fn is_for_operator(&self) -> bool {
        match self {
            Self::Card(refusal) => refusal.is_for_operator(),
            Self::Header(_) => true,
        }
    }
}

/// A card as it was shown, and what became of it.
struct Judged {
    /// What the certificate calls itself, where there is one.
    certificate: Option<String>,
    card: Result<SithsCard, NotTaken>,
}

/// Judges the card that the connection shows, and sends the browser back. For the browser that began.
async fn show_card(
    State(app): State<App>,
    Extension(deps): Extension<Arc<SignIn>>,
    connection: Option<Extension<Connection>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let port = deps.card_port.as_ref().ok_or(PageError::NotFound)?;
    let query = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let Some(errand) = Token::from_sent(query.value(ERRAND)).map(|errand| errand.hash()) else {
        return Ok(begin_anew(State(app)).await);
    };
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let row = sign_ins::by_errand(&mut tx, errand, now).await?;
    drop(tx);
    let Some(row) = row else { return Ok(begin_anew(State(app)).await) };
    let judged = judge(port, connection.as_ref().map(|Extension(connection)| connection), &headers, now);
    let ticket = new_token()?;
    if !keep(&app, &deps, Shown { row, errand, ticket: ticket.hash() }, &judged, now).await? {
        return Ok(begin_anew(State(app)).await);
    }
    let home = &app.settings.public_url;
    Ok(Redirect::to(&format!("{home}{CARD_PATH}?{TICKET}={}", ticket.reveal())).into_response())
}

fn judge(port: &CardPort, connection: Option<&Connection>, headers: &HeaderMap, now: Instant) -> Judged {
    let Some(connection) = connection else {
        return Judged { certificate: None, card: Err(CardRefusal::NoCertificate.into()) };
    };
    let forwarded;
    let chain: &[CertificateDer<'static>] = match &port.proof {
        CardProof::OwnTls => &connection.chain,
        CardProof::Proxy { proxies, header, form } => {
            let values =
                |name: &HeaderName| headers.get_all(name).iter().map(HeaderValue::as_bytes).collect::<Vec<_>>();
            let (certificate, chain) = (values(header), values(&HeaderName::from_static("client-cert-chain")));
            let said = ForwardedHeaders { certificate: &certificate, chain: &chain };
            match proxies.take(connection.peer, *form, &said) {
                Err(refusal) => return Judged { certificate: None, card: Err(refusal.into()) },
                Ok(chain) => forwarded = chain.unwrap_or_default(),
            }
            &forwarded
        }
    };
    let card = port.judge.check().check(chain, super::timestamp(now));
    Judged { certificate: chain.first().and_then(|card| as_it_says(card)), card: card.map_err(NotTaken::from) }
}

/// Whose errand was done, and the ticket back.
#[derive(Clone, Copy)]
struct Shown {
    row: TokenHash,
    errand: TokenHash,
    ticket: TokenHash,
}

/// Keeps what was shown for the browser that began, and tells the log; `false` where the errand was done before.
async fn keep(app: &App, deps: &SignIn, shown: Shown, judged: &Judged, now: Instant) -> Result<bool, PageError> {
    let fault = |error: SealError| PageError::Fault(error.to_string());
    let certificate = judged.certificate.clone().unwrap_or_else(|| "-".to_owned());
    let (sealed, event) = match &judged.card {
        Ok(card) => {
            let proven = ProvenCard::of_certificate(card);
            let sealed = sign_ins::sealed_card(&deps.keys, &shown.row, &proven).map_err(fault)?;
            // Which certificate opened what follows.
            (sealed, Event::change("sign-in.show-card", "certificate", certificate).with_args(proven.assurance().key()))
        }
        Err(refusal) => {
            match refusal.is_for_operator() {
                true => tracing::error!(%refusal, "a card was not taken"),
                false => tracing::info!(%refusal, "a card was not taken"),
            }
            let sealed = sign_ins::sealed_refusal(&deps.keys, &shown.row, refusal.message_id()).map_err(fault)?;
            (sealed, Event::change("sign-in.refuse-card", "certificate", certificate).with_args(refusal.key()))
        }
    };
    let actor = Actor::system(Door::System, now);
    let kept = app.db.write(&actor, (shown, sealed, event), |tx, (shown, sealed, event)| {
        Box::pin(async move {
            if !sign_ins::show(tx, shown.row, shown.errand, shown.ticket, sealed).await? {
                return Ok(Recorded::nothing_to_record(false, "the errand was done before"));
            }
            Ok::<_, StoreError>(tx.record(event.clone()).await?.with(true))
        })
    });
    Ok(kept.await?)
}

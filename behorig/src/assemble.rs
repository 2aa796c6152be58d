//! The capabilities put together: their routes, their menu, their words, and the layers around every request.

mod sign_in;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use behorig_accounts::{EndHook, OPEN_CASES_END};
use behorig_bankid::{AppAddress, BankIdSettings};
use behorig_batch::import::PersonChanged;
use behorig_cases::records::Notices;
use behorig_certification::Upkeep;
use behorig_clinics::Neighbours;
use behorig_files::Files;
use behorig_home_care::schedule::Followed;
use behorig_internal_mail::MailRoom;
use behorig_live::Live;
use behorig_my_care::Desk;
use behorig_oidc::OidcSettings;
use behorig_outbox::Outbox;
use behorig_registers::persons::PersonRegister;
use behorig_sign_in::siths::{CardPort, card_port};
use behorig_sign_in::{Keys, SignIn};
use behorig_start::{CardFigure, FollowedCustomer, Surroundings};
use behorig_store::Db;
use behorig_visit::{
    Access, AccessEnd, AccessEnded, App, AppParts, Clock, Guide, Menu, PageError, Route, Visit, VisitSettings,
};
use behorig_web::headers::{SecurityHeaders, secure};
use behorig_web::{TextSource, preferences, static_files, texts};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::meters::{self, Meters};

/// A form of ours is smaller than this; routes that take files say so themselves. In bytes.
const BODY: usize = 2 * 1024 * 1024;
/// Nobody needs to know how many more there are.
const COUNTED: i64 = 10_000;
/// A request that takes longer is answered with 503.
const REQUEST_WITHIN: Duration = Duration::from_secs(60);
/// So is one that brings files, which a slow line carries for a while.
const FILES_WITHIN: Duration = Duration::from_secs(600);

/// What the program is put together from.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where names of persons come from.
    pub register: Arc<dyn PersonRegister>,
    /// Choices of the installation.
    pub settings: VisitSettings,
    /// The program's keys.
    pub keys: Keys,
    /// BankID, where there is one.
    pub bankid: Option<BankIdSettings>,
    /// Where the BankID app is reached on the same device, if not at BankID's own address.
    pub bankid_app: Option<AppAddress>,
    /// The identity provider for SITHS cards, where there is one, and whether whoever signs out here is sent to sign out there.
    pub siths: Option<(OidcSettings, bool)>,
    /// The port where SITHS cards are shown, where there is one.
    pub card_port: Option<CardPort>,
    /// A Yubico validation server: address, client id, API key.
    pub yubico: Option<(String, u64, String)>,
    /// Where letters are put, where there is a mail server or an SMS provider to send them by.
    pub outbox: Option<Outbox>,
    /// Where attachments are kept.
    pub files: Files,
    /// In a demo, where its mail can be read.
    pub demo_mailbox: Option<String>,
    /// Whether requests are counted.
    pub measured: bool,
}

/// Why the program can't be put together: one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AssembleError(String);

/// The words of every crate.
#[must_use]
pub fn text_sources() -> Vec<TextSource> {
    vec![
        behorig_web::TEXTS,
        behorig_visit::TEXTS,
        behorig_sign_in::TEXTS,
        behorig_sign_in::BANKID_TEXTS,
        behorig_sign_in::OIDC_TEXTS,
        behorig_sign_in::SITHS_TEXTS,
        behorig_accounts::TEXTS,
        behorig_new_account::TEXTS,
        behorig_roles::TEXTS,
        behorig_orders::TEXTS,
        behorig_orderers::TEXTS,
        behorig_support::TEXTS,
        behorig_permission_register::TEXTS,
        behorig_certification::TEXTS,
        behorig_audit::TEXTS,
        behorig_overview::TEXTS,
        behorig_residents::TEXTS,
        behorig_clinics::TEXTS,
        behorig_batch::TEXTS,
        behorig_files::TEXTS,
        behorig_case_types::TEXTS,
        behorig_cases::TEXTS,
        behorig_my_care::TEXTS,
        behorig_internal_mail::TEXTS,
        behorig_home_care::TEXTS,
        behorig_daily_planning::TEXTS,
        behorig_reports::TEXTS,
        behorig_start::TEXTS,
    ]
}

/// The open cases of an account that ends go to the substitute, or back to the receivers' inbox.
const CASES_OF_ACCOUNT: EndHook = EndHook {
    label: OPEN_CASES_END,
    count: |tx, account, _| Box::pin(behorig_cases::records::count_in_hand_of(tx, account)),
    end: |tx, account| {
        Box::pin(async move { behorig_cases::records::hand_back_cases_of(tx, account, "ended").await.map(|_| ()) })
    },
};

/// So do the support matters that it has in hand: to the queue.
const MATTERS_OF_ACCOUNT: EndHook = EndHook {
    label: behorig_support::MATTERS_END,
    count: |tx, account, _| Box::pin(behorig_support::count_in_hand_of(tx, account)),
    end: |tx, account| Box::pin(behorig_support::hand_back_of(tx, account)),
};

/// Every route of the program, as data.
fn routes(sign_in: &Arc<SignIn>, desk: &Desk) -> Vec<Route> {
    let mut routes = behorig_start::routes(around_start());
    routes.extend(behorig_sign_in::routes(Arc::clone(sign_in)));
    routes.extend(behorig_accounts::routes_with(Arc::clone(sign_in), &[CASES_OF_ACCOUNT, MATTERS_OF_ACCOUNT]));
    routes.extend(behorig_new_account::routes(sign_in));
    routes.extend(behorig_roles::routes());
    routes.extend(behorig_orders::routes(sign_in.letters.clone()));
    routes.extend(behorig_orderers::routes());
    routes.extend(behorig_support::routes(desk.notices.as_ref().map(letters_of_support)));
    routes.extend(behorig_permission_register::routes());
    routes.extend(behorig_certification::routes(desk.notices.as_ref().map(letters_of_certification)));
    routes.extend(behorig_audit::routes());
    routes.extend(behorig_overview::routes());
    routes.extend(behorig_residents::routes());
    routes.extend(behorig_clinics::routes(around_clinics()));
    routes.extend(behorig_case_types::routes());
    routes.extend(behorig_batch::routes(Some(person_changed(desk.notices.clone()))));
    routes.extend(behorig_cases::routes(desk.notices.clone(), &desk.files));
    let room = MailRoom { files: desk.files.clone(), notices: desk.notices.clone() };
    routes.extend(behorig_internal_mail::routes(room));
    routes.extend(behorig_home_care::routes());
    routes.extend(behorig_daily_planning::routes());
    routes.extend(behorig_reports::routes());
    routes.extend(behorig_my_care::routes(desk.clone()));
    routes
}

/// What the start page, the help and the search are told of the capabilities beside them.
fn around_start() -> Surroundings {
    Surroundings {
        figures: figures(),
        help: crate::help::contents(),
        finders: vec![behorig_cases::opened_by_number, behorig_my_care::opened_by_number],
        followed: Some(|tx, viewer, now| {
            Box::pin(async move {
                let followed = behorig_home_care::schedule::followed(tx, viewer, now).await?;
                let told = |one: Followed| FollowedCustomer { person: one.person, path: one.path, next: one.next };
                Ok(followed.into_iter().map(told).collect())
            })
        }),
    }
}

/// What the settings of a clinic are told of the capabilities above them.
fn around_clinics() -> Neighbours {
    Neighbours {
        active_case_types: |tx, unit| {
            Box::pin(async move {
                let active = behorig_case_types::of_unit(tx, unit).await?.iter().filter(|one| one.active).count();
                Ok(i64::try_from(active).unwrap_or(i64::MAX))
            })
        },
        case_types_path: Some("/mottagning/arendetyper"),
        open_cases: |tx, unit| Box::pin(behorig_cases::records::open_at(tx, unit, COUNTED)),
        cases_path: Some(behorig_cases::LIST),
        cards: behorig_case_types::settings_cards(),
    }
}

/// What follows when somebody's access ends. Of staff: their open cases go to the substitute, or back to the receivers' inbox, and
/// their support matters to the queue. Of a resident: open cases are closed to replies, and whoever has each is told.
fn access_ended(notices: Option<Notices>) -> AccessEnded {
    AccessEnded::nothing().and(move |tx, end| {
        let notices = notices.clone();
        Box::pin(async move {
            match end {
                AccessEnd::Account { account, why } => {
                    behorig_support::hand_back_of(tx, account).await?;
                    behorig_cases::records::hand_back_cases_of(tx, account, why).await.map(|_| ())
                }
                AccessEnd::Resident { person, unit } => {
                    behorig_cases::records::end_of_access(tx, notices.as_ref(), person, unit).await.map(|_| ())
                }
            }
        })
    })
}

/// What follows when the register says something else of a person: grants that stood on a catchment area may end.
pub(crate) fn person_changed(notices: Option<Notices>) -> PersonChanged {
    let access_ended = access_ended(notices);
    PersonChanged::new(move |tx, person| {
        let access_ended = access_ended.clone();
        Box::pin(async move {
            behorig_clinics::end_catchment_grants_that_no_longer_fit(tx, person, &access_ended).await.map(|_| ())
        })
    })
}

/// What waits, on the cards of the start page.
fn figures() -> Vec<CardFigure> {
    vec![
        CardFigure {
            path: "/bestallningar",
            words: "orders-waiting",
            count: |tx, viewer, now| Box::pin(behorig_orders::waiting_in(tx, viewer, 99, now)),
        },
        CardFigure {
            path: behorig_new_account::LIST,
            words: "new-account-waiting-card",
            count: behorig_new_account::waiting,
        },
        CardFigure {
            path: behorig_cases::LIST,
            words: "cases-waiting",
            count: |tx, viewer, now| Box::pin(behorig_cases::waiting_for(tx, viewer, 99, now)),
        },
        CardFigure { path: behorig_support::QUEUE, words: "support-waiting", count: behorig_support::waiting },
        CardFigure {
            path: behorig_certification::LIST,
            words: "certification-waiting",
            count: |tx, viewer, now| behorig_certification::waiting_for(tx, viewer, 99, now),
        },
        CardFigure {
            path: behorig_certification::FOLLOW_UP,
            words: "certification-waiting",
            count: |tx, viewer, now| behorig_certification::waiting_for_region(tx, viewer, 99, now),
        },
        CardFigure {
            path: behorig_audit::LIST,
            words: "audit-overdue-card",
            count: |tx, viewer, now| behorig_audit::overdue_for(tx, viewer, 99, now),
        },
        CardFigure {
            path: behorig_internal_mail::INBOX,
            words: "internal-unread-card",
            count: behorig_internal_mail::unread,
        },
        CardFigure {
            path: behorig_home_care::ENDING,
            words: "home-care-ending-card",
            count: |tx, viewer, now| Box::pin(behorig_home_care::ending_soon_count(tx, viewer, 99, now)),
        },
        CardFigure { path: behorig_my_care::CASES, words: "my-care-unread-card", count: behorig_my_care::unread },
    ]
}

/// The guides of the help, in the order of the work.
pub(crate) fn guides() -> Vec<Guide> {
    let mut guides = behorig_start::guides();
    guides.extend(behorig_new_account::help());
    guides.extend(behorig_sign_in::help());
    guides.extend(behorig_accounts::help());
    guides.extend(behorig_orders::help());
    guides.extend(behorig_orderers::help());
    guides.extend(behorig_support::help());
    guides.extend(behorig_permission_register::help());
    guides.extend(behorig_certification::help());
    guides.extend(behorig_audit::help());
    guides.extend(behorig_overview::help());
    guides.extend(behorig_roles::help());
    guides.extend(behorig_residents::guides());
    guides.extend(behorig_clinics::help());
    guides.extend(behorig_case_types::help());
    guides.extend(behorig_cases::help());
    guides.extend(behorig_internal_mail::help());
    guides.extend(behorig_home_care::guides());
    guides.extend(behorig_daily_planning::help());
    guides.extend(behorig_reports::help());
    guides.extend(behorig_batch::help());
    guides.extend(behorig_my_care::guides());
    guides
}

/// The menu, in the order in which its sections are shown.
#[must_use]
pub fn menu() -> Menu {
    Menu::new(
        behorig_start::menu()
            .into_iter()
            .chain(behorig_my_care::menu())
            .chain(behorig_cases::menu())
            .chain(behorig_internal_mail::menu())
            .chain(behorig_accounts::menu())
            .chain(behorig_new_account::menu())
            .chain(behorig_orders::menu())
            .chain(behorig_orderers::menu())
            .chain(behorig_support::menu())
            .chain(behorig_permission_register::menu())
            .chain(behorig_certification::menu())
            .chain(behorig_audit::menu())
            .chain(behorig_overview::menu())
            .chain(behorig_residents::menu())
            .chain(behorig_home_care::menu())
            .chain(behorig_daily_planning::menu())
            .chain(behorig_reports::menu())
            .chain(behorig_clinics::menu())
            .chain(behorig_case_types::menu())
            .chain(behorig_roles::menu())
            .chain(behorig_batch::menu())
            .chain(behorig_sign_in::menu())
            .chain(behorig_accounts::archive_menu()),
    )
}

/// The program put together.
pub struct Assembled {
    /// What answers.
    pub router: Router,
    /// What answers at the port for SITHS cards, where there is one.
    pub card_port: Option<Router>,
    /// Who may ask for what.
    pub table: Vec<RouteLine>,
    /// The pages that are open and hear what changes.
    pub live: Live,
    /// What re-certification does by itself, by the hour.
    pub upkeep: Upkeep,
    /// What is counted of requests, if anything is.
    pub meters: Option<Meters>,
}

/// A line of the table of who may ask for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteLine {
    /// `GET` or `POST`.
    pub method: http::Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
}

/// Puts the program together.
///
/// # Errors
/// Where a part does not fit: texts that do not match, certificates that do not belong together.
pub fn assemble(parts: Parts) -> Result<Assembled, AssembleError> {
    install_texts()?;
    let sign_in = sign_in::sign_in(&parts)?;
    let desk = Desk { files: parts.files.clone(), notices: notices(&parts) };
    let public_url = parts.settings.public_url.clone();
    let live = Live::of(&parts.db);
    let measured = parts.measured;
    let app_origin = parts.bankid_app.as_ref().map(AppAddress::origin);
    let app = App::new(AppParts {
        db: parts.db,
        clock: parts.clock,
        register: parts.register,
        settings: parts.settings,
        menu: menu(),
        guides: guides(),
        access_ended: access_ended(desk.notices.clone()),
    });
    let upkeep = Upkeep::new(desk.notices.as_ref().map(letters_of_certification), app.access_ended.clone());
    let wrong = |error: &dyn std::fmt::Display| AssembleError(format!("server.public-url: {error}"));
    let form_origins: Vec<&str> = app_origin.as_deref().into_iter().collect();
    let headers = SecurityHeaders::new(&form_origins, app.settings.is_secure()).map_err(|error| wrong(&error))?;
    let csrf = CsrfLayer::new().add_trusted_origin(&public_url).map_err(|error| wrong(&error))?;
    let card_port = sign_in.card_port.is_some().then(|| {
        card_port(app.clone(), Arc::clone(&sign_in))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn(in_time))
            .layer(from_fn_with_state(Arc::clone(&headers), secure))
    });
    let routes = routes(&sign_in, &desk);
    let table: Vec<RouteLine> = routes
        .iter()
        .map(|route| RouteLine { method: route.method.clone(), path: route.path, access: route.access })
        .collect();
    let pages = behorig_visit::router(routes)
        .merge(preferences::routes())
        .fallback(nowhere)
        .layer(Extension(live.clone()))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(in_time))
        .layer(csrf.with_rejection_response(|_| PageError::ForeignOrigin.into_response()))
        .layer(map_response(name_bare_failures))
        .layer(from_fn(behorig_visit::frame))
        .with_state(app);
    let router =
        pages.merge(static_files::routes()).layer(from_fn_with_state(headers, secure)).layer(CompressionLayer::new());
    if !measured {
        return Ok(Assembled { router, card_port, table, live, upkeep, meters: None });
    }
    let meters = Meters::new(table.iter().map(|line| line.path)).map_err(AssembleError)?;
    let router = router.layer(from_fn_with_state(meters.clone(), meters::measure));
    Ok(Assembled { router, card_port, table, live, upkeep, meters: Some(meters) })
}

pub(crate) fn install_texts() -> Result<(), AssembleError> {
    texts::install(&text_sources()).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        AssembleError(format!("the texts do not match: {first}"))
    })
}

/// Nobody waits for ever.
async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let brings_files = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let patience = if brings_files { FILES_WITHIN } else { REQUEST_WITHIN };
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    answered.unwrap_or_else(|_| http::StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// There is no such page: said to who is signed in with the menu around it, and to anyone else without.
async fn nowhere(_: Result<Visit, PageError>) -> PageError {
    PageError::NotFound
}

/// Answers that a library gave without a page, such as a method that is not allowed or a body too large, get one.
async fn name_bare_failures(response: Response) -> Response {
    if response.extensions().get::<PageError>().is_some() {
        return response;
    }
    match response.status() {
        http::StatusCode::METHOD_NOT_ALLOWED => PageError::NotFound.into_response(),
        http::StatusCode::PAYLOAD_TOO_LARGE if is_bare(&response) => PageError::TooLarge.into_response(),
        http::StatusCode::BAD_REQUEST if is_bare(&response) => {
            PageError::Malformed("a request no page sends").into_response()
        }
        _ => response,
    }
}

fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    PageError::Fault("a handler panicked".to_owned()).into_response()
}

/// What notices are written with, where there is anything to send them by.
fn notices(parts: &Parts) -> Option<Notices> {
    let outbox = parts.outbox.clone()?;
    let (public_url, installation) = (parts.settings.public_url.clone(), parts.settings.installation.clone());
    Some(Notices { outbox, public_url, installation })
}

/// What support matters tell of is told by the same outbox.
fn letters_of_support(notices: &Notices) -> behorig_support::Letters {
    let Notices { outbox, public_url, installation } = notices.clone();
    behorig_support::Letters { outbox, public_url, installation }
}

/// So is what heads of operations, and those whose permissions end, are told of re-certification.
fn letters_of_certification(notices: &Notices) -> behorig_certification::Letters {
    let Notices { outbox, public_url, installation } = notices.clone();
    behorig_certification::Letters { outbox, public_url, installation }
}

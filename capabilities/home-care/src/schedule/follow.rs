//! *Prenumerera i kalender*: secret addresses that a calendar fetches by itself, made and taken back by whoever follows a customer.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{AccountId, Assurance, Hat, Instant, Service, Viewer};
use behorig_store::{ActivityType, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Token, Visit};
use behorig_web::components::{
    Button, Column, Crumb, Dialog, Icon, Notice, Page, PostForm, Row, Table, Tone, copyable, dialog_link,
};
use behorig_web::{Errors, Form, Lang, Message, format};
use maud::{Markup, Render, html};
use uuid::Uuid;

use super::page::{banner, crumbs_to, customer_id};
use super::read::{Choice, Reader, columns_for};
use super::{calendar_path, path_of};
use crate::CustomerId;
use crate::records::Customer;
use crate::records::feeds::{self, Feed, MOST, NewFeed};
use crate::rules::columns::ScheduleColumn;

/// The hidden field that says which address.
const WHICH: &str = "adress";
/// An address proves no more than that somebody has it.
pub(super) const ASSURANCE: Assurance = Assurance::Password;

/// Whether a viewer may follow a customer by a calendar: by the service at the level of assurance that an address has, and where the
/// times are shown to them at all.
pub(super) async fn may_follow(
    tx: &mut Tx,
    viewer: &Viewer,
    customer: &Customer,
    now: Instant,
) -> Result<bool, PageError> {
    let by_address = Viewer::new(viewer.holder(), viewer.standing(), viewer.hat(), ASSURANCE, viewer.grants().to_vec());
    let reader = if viewer.hat() == Hat::Staff { Reader::Staff(Choice::Plan) } else { Reader::Relative };
    let columns = columns_for(tx, customer, reader).await?;
    let sees_times =
        [ScheduleColumn::PlannedStart, ScheduleColumn::PlannedStop].iter().all(|column| columns.contains(column));
    Ok(sees_times && customer.may(&by_address, Service::AssignmentScheduleWeb, now))
}

/// What the page shows.
struct Shown {
    customer: Customer,
    feeds: Vec<Feed>,
    may_follow: bool,
}

/// One's own addresses for a customer, and the way to a new one. Service 262 about the customer.
pub(crate) async fn show(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = shown(&mut visit, &id).await?;
    visit.record_reading(shown.customer.event(ActivityType::Read, "home-care.calendars")).await?;
    Ok(list(&visit, &shown, &Errors::new()))
}

async fn shown(visit: &mut Visit, id: &str) -> Result<Shown, PageError> {
    let id = customer_id(id)?;
    let (seat, viewer, now) = (visit.seat(), visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let customer = Customer::for_viewer(tx, &viewer, id, Service::AssignmentScheduleWeb, now).await?;
    let account = seat.account().ok_or(PageError::NotFound)?;
    let feeds = feeds::of_account(tx, account, customer.id).await?;
    let may_follow = may_follow(tx, &viewer, &customer, now).await?;
    Ok(Shown { customer, feeds, may_follow })
}

fn page(visit: &Visit, customer: &Customer) -> Page<'static> {
    let lang = visit.lang;
    Page::new(lang.t("home-care-schedule-subscribe"))
        .section(customer.full_name())
        .crumbs(crumbs_to(lang, customer))
        .crumbs([Crumb::new(path_of(customer.id), lang.t("home-care-schedule-title"))])
        .banner(banner(visit, customer))
}

fn list(visit: &Visit, shown: &Shown, errors: &Errors) -> Response {
    let lang = visit.lang;
    let page = page(visit, &shown.customer).lead(lang.t("home-care-schedule-feed-lead")).errors(errors);
    let make = || {
        let button = Button::primary(lang.t("home-care-schedule-feed-make")).icon(Icon::Calendar).render();
        PostForm::to(calendar_path(shown.customer.id), button).once(Visit::form_key())
    };
    let body = html! {
        ul.bullets {
            li { (lang.t("home-care-schedule-feed-times")) }
            li { (lang.t("home-care-schedule-feed-secret")) }
            li { (lang.t("home-care-schedule-feed-decides")) }
        }
        @if shown.may_follow { (make()) } @else {
            (Notice::new(Tone::Info, lang.t("home-care-schedule-feed-no")).text(lang.t("home-care-schedule-feed-no-text")))
        }
        @if !shown.feeds.is_empty() { (table(visit, shown)) }
    };
    if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) }
}

fn table(visit: &Visit, shown: &Shown) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let path = format!("{}/aterkalla", calendar_path(shown.customer.id));
    let columns = [
        Column::new(lang.t("home-care-schedule-feed-made")),
        Column::new(lang.t("home-care-schedule-feed-fetched")),
        Column::new(lang.t("home-care-schedule-feed-revoke")).unlabelled(),
    ];
    let rows = shown.feeds.iter().map(|feed| {
        let made = format::near_time(lang, feed.created_at.0, now.0);
        let fetched = feed.fetched_at.map(|at| format::near_time(lang, at.0, now.0));
        let fetched = fetched.unwrap_or_else(|| lang.t("home-care-schedule-feed-never").into_owned());
        let question = format!("{path}?{WHICH}={}", feed.id);
        let revoke = dialog_link(&question, &dialog_id(feed), &lang.t("home-care-schedule-feed-revoke"), Some(&made));
        Row::new(made.clone()).cell(fetched).cell(revoke)
    });
    html! {
        section aria-labelledby="adresser" {
            h2 #adresser { (lang.t("home-care-schedule-feeds")) }
            (Table::new(lang.t("home-care-schedule-feeds"), columns).rows(rows))
        }
        @for feed in &shown.feeds { (dialog(lang, &path, feed)) }
    }
}

fn dialog_id(feed: &Feed) -> String {
    format!("aterkalla-{}", feed.id)
}

fn dialog(lang: Lang, path: &str, feed: &Feed) -> Markup {
    let body = html! {
        p { (lang.t("home-care-schedule-feed-revoke-text")) }
        input type="hidden" name=(WHICH) value=(feed.id);
    };
    let answer = Button::danger(lang.t("home-care-schedule-feed-revoke"));
    let title = lang.t("home-care-schedule-feed-revoke-title");
    Dialog::new(lang, &dialog_id(feed), title, body, answer, path).once(Visit::form_key()).render()
}

/// Makes an address and shows it, this once. Service 262 about the customer, decided at the level of an address.
pub(crate) async fn make(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let customer = customer_id(&id)?;
    let token = Token::random().map_err(|error| PageError::Fault(error.to_string()))?;
    let input = Input { seat: submission.visit.seat(), customer, token: token.clone() };
    match submission.submit(input, made).await {
        Ok(path) => {
            let mut visit = submission.visit;
            // The same form sent twice: its address was shown the first time, and is known to nobody but its owner since.
            if !feeds::exists(visit.snapshot.get().await?, token.hash()).await? {
                return Ok(visit.go_and_tell(&path, "home-care-schedule-feed-was-made"));
            }
            let shown = shown(&mut visit, &id).await?;
            Ok(the_address(&visit, &shown.customer, &token))
        }
        Err(Rejected::Errors(errors)) => {
            let mut visit = submission.visit;
            let shown = shown(&mut visit, &id).await?;
            visit.record_reading(shown.customer.event(ActivityType::Read, "home-care.calendars")).await?;
            Ok(list(&visit, &shown, &errors))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    token: Token,
}

fn made<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (customer, viewer, account) = following(tx, &input.seat, input.customer).await?;
        let now = tx.now();
        if !may_follow(tx, &viewer, &customer, now).await? {
            let mut errors = Errors::new();
            errors.add_general(Message::new("home-care-schedule-feed-no"));
            return Err(errors.into());
        }
        if feeds::of_account(tx, account, customer.id).await?.len() >= MOST {
            let mut errors = Errors::new();
            errors.add_general(Message::new("home-care-schedule-feed-many").with("most", MOST));
            return Err(errors.into());
        }
        let seat = &input.seat;
        let (hat, hat_unit) = (seat.hat, seat.hat_unit);
        feeds::add(tx, &NewFeed { secret: input.token.hash(), account, customer: customer.id, hat, hat_unit }).await?;
        let recorded = tx.record(customer.event(ActivityType::Write, "home-care.calendar.make")).await?;
        Ok(recorded.with(calendar_path(customer.id)))
    })
}

async fn following(
    tx: &mut WriteTx,
    seat: &Seat,
    customer: CustomerId,
) -> Result<(Customer, Viewer, AccountId), PageError> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    let customer = Customer::for_viewer(tx, &viewer, customer, Service::AssignmentScheduleWeb, now).await?;
    let account = seat.account().ok_or(PageError::NotFound)?;
    Ok((customer, viewer, account))
}

fn the_address(visit: &Visit, customer: &Customer, token: &Token) -> Response {
    let lang = visit.lang;
    let address = format!("{}/kalender/{}.ics", visit.app.settings.public_url, token.reveal());
    let body = html! {
        (copyable(lang, &lang.t("home-care-schedule-feed-address"), &address))
        (Notice::new(Tone::Warning, lang.t("home-care-schedule-feed-once")).text(lang.t("home-care-schedule-feed-secret")))
        ol.bullets {
            li { (lang.t("home-care-schedule-feed-how-copy")) }
            li { (lang.t("home-care-schedule-feed-how-add")) }
            li { (lang.t("home-care-schedule-feed-how-wait")) }
        }
        p { (Button::link(calendar_path(customer.id), lang.t("home-care-schedule-feeds"))) }
    };
    visit.show(&page(visit, customer), body)
}

/// Asks before an address is taken back. Service 262 about the customer, for one's own addresses.
pub(crate) async fn question(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let shown = shown(&mut visit, &id).await?;
    let form = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let asked: Option<Uuid> = form.value(WHICH).parse().ok();
    visit.record_reading(shown.customer.event(ActivityType::Read, "home-care.calendars")).await?;
    // Whoever comes without saying which gets the list to choose from.
    let Some(feed) = shown.feeds.iter().find(|feed| Some(feed.id) == asked) else {
        return Ok(list(&visit, &shown, &Errors::new()));
    };
    let lang = visit.lang;
    let answer = html! {
        p { (lang.t("home-care-schedule-feed-revoke-text")) }
        div.button-row {
            (Button::danger(lang.t("home-care-schedule-feed-revoke")))
            (Button::link(calendar_path(shown.customer.id), lang.t("web-cancel")))
        }
    };
    let form = PostForm::to(format!("{}/aterkalla", calendar_path(shown.customer.id)), answer)
        .hidden(WHICH, feed.id.to_string())
        .once(Visit::form_key());
    let page = Page::new(lang.t("home-care-schedule-feed-revoke-title")).section(shown.customer.full_name());
    Ok(visit.show(&page.banner(banner(&visit, &shown.customer)), html! { (form) }))
}

/// Takes an address back. Service 262 about the customer, for one's own addresses.
pub(crate) async fn revoke(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let customer = customer_id(&id)?;
    let feed: Uuid = submission.form.value(WHICH).parse().map_err(|_| PageError::NotFound)?;
    let input = (submission.visit.seat(), customer, feed);
    match submission.submit(input, revoked).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "home-care-schedule-feed-revoked")),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("a form without fields")),
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn revoked<'t>(tx: &'t mut WriteTx, input: &'t (Seat, CustomerId, Uuid)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, customer, feed) = input;
        let (customer, _, account) = following(tx, seat, *customer).await?;
        if !feeds::end(tx, *feed, account, customer.id).await? {
            return Err(PageError::NotFound.into());
        }
        let recorded = tx.record(customer.event(ActivityType::Write, "home-care.calendar.revoke")).await?;
        Ok(recorded.with(calendar_path(customer.id)))
    })
}

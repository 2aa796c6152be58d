//! *Avsluta*: a grant ends, after a question that lists what ends with it.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, GrantId, Holder, Service};
use behorig_accounts::for_viewer;
use behorig_registers::grants;
use behorig_store::{Event, FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{App, PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Notice, Page, PostForm, Tone, link_button};
use behorig_web::{Errors, Message};
use maud::{Markup, html};

use super::grants::{Shown, in_history, path_of, refused};
use crate::records::giving::{self, Place};

/// The question as a page, for those whose browser shows no dialog. Service 390 at the grant's unit.
pub(crate) async fn question(
    mut visit: Visit,
    Path((account, grant)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (account, grant) = (super::id(&account)?, super::id(&grant)?);
    let (page, body) = page(&mut visit, account, grant, &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

/// Ends the grant. Service 390 at the grant's unit, with a role that may give its role.
pub(crate) async fn end(
    Path((account, grant)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let (account, grant) = (super::id::<AccountId>(&account)?, super::id::<GrantId>(&grant)?);
    let version = submission.version()?;
    let seat = submission.visit.seat();
    let app = submission.visit.app.clone();
    let outcome = submission.submit((seat, account, grant, version, app), ended).await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "roles-ended")),
        // Someone else ended it first: it is over, as was wished.
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(account, ""), "roles-ended-before"))
        }
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&mut visit, account, grant, &errors).await?;
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, AccountId, GrantId, i64, App)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, account, grant, version, app) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let account = for_viewer(tx, &viewer, *account, Service::ViewGrants, now).await?;
        let found = grants::find(tx, *grant).await?;
        let Some((row, _)) = found.filter(|(_, holder)| *holder == Holder::Account(account.id)) else {
            return Err(PageError::NotFound.into());
        };
        behorig_visit::require(tx, &viewer, Service::AdministerGrants, row.unit, now).await?;
        let place = Place::read(tx, row.unit).await?;
        let receiver = giving::receiver(tx, viewer.holder(), account.id).await?;
        let mut errors = Errors::new();
        let role = place.role(row.role).ok_or(PageError::NotFound)?;
        if let Err(why) = place.may_end(&viewer, role, receiver, &row, now) {
            errors.add_general(Message::new(refused(&why)).with("role", role.name.as_str()));
        }
        let held = grants::of_account(tx, account.id, now).await?;
        let holder = (account.id, account.standing);
        if giving::takes_last_administrator(tx, &place, holder, &held, &[row.id], now).await? {
            errors.add_general(Message::new("roles-last-administrator").with("unit", place.name.as_str()));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        grants::end(tx, row.id, *version).await?;
        let recorded = tx.record(Event::change("grants.end", "account", account.id)).await?;
        let old = Some(in_history(&row.role_name, &row.unit_name, row.period));
        let change = FieldChange { field: "grant".to_owned(), old, new: None };
        tx.history(&recorded, "account", account.id.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(&recorded, "grant", row.id.uuid(), &[change]).await?;
        app.access_ended.of_account(tx, account.id, "right-ended").await?;
        Ok(recorded.with(path_of(account.id, "")))
    })
}

async fn page(
    visit: &mut Visit,
    account: AccountId,
    grant: GrantId,
    errors: &Errors,
) -> Result<(Page<'static>, Markup), PageError> {
    let lang = visit.lang;
    let shown = Shown::read(visit, account).await?;
    shown.log(visit).await?;
    let back = path_of(account, "");
    let name = shown.account.full_name();
    let page = Page::new(lang.t("roles-end-title"))
        .section(name.clone())
        .crumbs([Crumb::new(format!("/anvandare/{account}"), name), Crumb::new(back.clone(), lang.t("roles-grants"))])
        .narrow();
    let Some((line, ends)) = shown.ending(grant) else {
        // A grant that is over is shown as such; one that the viewer may not know of is not found.
        let line = shown.lines.iter().find(|line| line.row.id == grant).ok_or(PageError::NotFound)?;
        if !line.row.period.is_over_at(visit.now) {
            visit.require(Service::AdministerGrants, line.row.unit).await?;
        }
        let told = if line.row.period.is_over_at(visit.now) { "roles-ended-before" } else { "roles-refused-end" };
        let body = html! {
            (Notice::new(Tone::Info, lang.t(told)))
            p { (link_button(&back, &lang.t("roles-back-to-grants"))) }
        };
        return Ok((page, body));
    };
    let question = html! {
        (shown.what_ends(lang, line, ends))
        div.button-row {
            @if errors.is_empty() { (Button::danger(lang.t("roles-end"))) }
            (link_button(&back, &lang.t("web-cancel")))
        }
    };
    let form = PostForm::to(path_of(account, &format!("/{grant}/avsluta")), question)
        .version(line.row.version)
        .once(Visit::form_key());
    Ok((page, html! { (form) }))
}

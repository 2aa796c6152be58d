//! *Avsluta nu*: an appointment ends at once, after a question.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::GrantId;
use behorig_registers::grants;
use behorig_store::{Event, Work, WriteTx};
use behorig_visit::{App, PageError, Rejected, Seat, Submission, Visit};
use behorig_web::Errors;
use behorig_web::Message;
use behorig_web::components::{Button, Crumb, Notice, Page, PostForm, Tone, link_button};
use maud::{Markup, html};

use super::appointment::{for_viewer, summary};
use super::{ORDERERS, crumb, is_stale};
use crate::naming::{Wish, refused, same_person};
use crate::records::named::takes_last_administrator;
use crate::{history, words};

/// The question as a page, for those whose browser shows no dialog. Service 421 at the appointment's region.
pub(crate) async fn question(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let (page, body) = page(&mut visit, super::id(&grant)?, &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

/// Ends an appointment. Service 421 at its region; one's own can be laid down.
pub(crate) async fn end(Path(grant): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let grant: GrantId = super::id(&grant)?;
    let version = submission.version()?;
    let (seat, app) = (submission.visit.seat(), submission.visit.app.clone());
    let outcome = submission.submit((seat, grant, version, app), ended).await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "orderers-ended")),
        // Someone else changed or ended it first: its page says which.
        Err(Rejected::Page(error)) if is_stale(&error) => {
            Ok(visit.go_and_tell(&format!("{ORDERERS}/{grant}"), "orderers-changed-first"))
        }
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&mut visit, grant, &errors).await?;
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, GrantId, i64, App)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, grant, version, app) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (appointment, ground) = for_viewer(tx, &viewer, *grant, now).await?;
        let role = ground.role(appointment.role).ok_or(PageError::NotFound)?;
        let same_person = same_person(tx, &viewer, appointment.account).await?;
        let wish = Wish { role, to: appointment.account, branch: appointment.branch, same_person };
        let mut errors = Errors::new();
        if let Err(why) = ground.may_end(&viewer, &wish, now) {
            errors.add_general(refused(&why));
        }
        if takes_last_administrator(tx, appointment.account, *grant, now).await? {
            errors
                .add_general(Message::new("orderers-last-administrator").with("unit", appointment.unit_name.as_str()));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        grants::end(tx, *grant, *version).await?;
        let recorded = tx.record(Event::change("orderers.end", "account", appointment.account)).await?;
        let old = words::in_history(&appointment.role_name, &appointment.unit_name, appointment.period);
        let change = history::field("grant", Some(old), None);
        tx.history(&recorded, "account", appointment.account.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(&recorded, history::GRANT, grant.uuid(), &[change]).await?;
        app.access_ended.of_account(tx, appointment.account, "right-ended").await?;
        Ok(recorded.with(format!("{ORDERERS}/{grant}")))
    })
}

async fn page(visit: &mut Visit, grant: GrantId, errors: &Errors) -> Result<(Page<'static>, Markup), PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let (appointment, ground) = for_viewer(visit.snapshot.get().await?, &viewer, grant, now).await?;
    let own = format!("{ORDERERS}/{grant}");
    let page = Page::new(lang.tr("orderers-end-title", &[("name", appointment.name.as_str().into())]))
        .section(lang.t("orderers-title"))
        .crumbs([crumb(lang, ground.region), Crumb::new(own.clone(), appointment.name.clone())])
        .narrow();
    let is_over = appointment.period.is_over_at(now);
    let answer = html! {
        (summary(lang, &appointment, now))
        p { (lang.t("orderers-end-text")) }
        div.button-row {
            @if errors.is_empty() { (Button::danger(lang.t("orderers-end"))) }
            (link_button(&own, &lang.t("web-cancel")))
        }
    };
    let body = html! {
        @if is_over {
            (Notice::new(Tone::Info, lang.t("orderers-is-over")))
            p { (link_button(&own, &lang.t("web-close"))) }
        } @else {
            (PostForm::to(format!("{own}/avsluta"), answer).version(appointment.version).once(Visit::form_key()))
        }
    };
    Ok((page, body))
}

//! One service that can be ordered.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{Instant, OrderableId, Role, Service, UnitId, Viewer};
use behorig_store::history::Changed;
use behorig_store::{Event, Recorded, StoreError, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Dialog, Notice, Page, PostForm, Tone, dialog_link, link_button, save_bar};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::service_form::{differences, fields, filled, name_taken, offered, parsed};
use super::services::crumb_to_services;
use super::{SERVICES, is_stale};
use crate::history;
use crate::records::orderables::{self, Draft, Orderable, find_orderable};

/// The id of the question before an end.
const DIALOG: &str = "avsluta";

/// A service, with the form that changes it. Service 395 at its organisation.
pub(crate) async fn service(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, super::id(&id)?).await?;
    let (page, body) = shown.page(&visit, &filled(&shown.orderable), &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Saves a service. Service 395 at its organisation.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: OrderableId = super::id(&id)?;
    let version = submission.version()?;
    let shown = Shown::read(&mut submission.visit, id).await?;
    let mut errors = Errors::new();
    let outcome = match parsed(&submission.form, &shown.offered, &mut errors) {
        Some(draft) => {
            let seat = submission.visit.seat();
            submission.submit(Input { seat, id, version, draft }, changed).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "orderers-service-saved")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = shown.page(&visit, &form, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) if is_stale(&error) => {
            let shown = Shown::read(&mut visit, id).await?;
            let (page, body) = shown.page(&visit, &form, &Errors::new(), Some(version));
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    id: OrderableId,
    version: i64,
    draft: Draft,
}

fn changed<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (orderable, organisation, ended) = for_viewer(tx, &viewer, input.id, now).await?;
        if orderable.version != input.version || ended.is_some() {
            return Err(StoreError::Stale.into());
        }
        let all = offered(tx, organisation).await?;
        let changes = differences(&orderable, &all, &input.draft);
        let path = format!("{SERVICES}/{}", input.id);
        if changes.is_empty() {
            return Ok(Recorded::nothing_to_record(path, "nothing was changed"));
        }
        orderables::change(tx, input.id, input.version, &input.draft).await.map_err(name_taken)?;
        let recorded = tx.record(Event::change("orderables.save", "orderable", input.id)).await?;
        tx.history(&recorded, history::SERVICE, input.id.uuid(), &changes).await?;
        Ok(recorded.with(path))
    })
}

/// A service, for whoever may change roles in its organisation (395): with its organisation, and when it ended.
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`].
pub(super) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: OrderableId,
    now: Instant,
) -> Result<(Orderable, UnitId, Option<Instant>), PageError> {
    let found = find_orderable(tx, id).await?.ok_or(PageError::NotFound)?;
    behorig_visit::require(tx, viewer, Service::EditRoles, found.1, now).await?;
    Ok(found)
}

/// Everything that the page shows.
struct Shown {
    orderable: Orderable,
    ended: Option<Instant>,
    offered: Vec<Role>,
    changes: Vec<Changed>,
}

impl Shown {
    async fn read(visit: &mut Visit, id: OrderableId) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let (orderable, organisation, ended) = for_viewer(tx, &viewer, id, now).await?;
        let offered = offered(tx, organisation).await?;
        let changes = history::of(tx, history::SERVICE, id.uuid()).await?;
        Ok(Self { orderable, ended, offered, changes })
    }

    fn page(&self, visit: &Visit, form: &Form, errors: &Errors, seen: Option<i64>) -> (Page<'_>, Markup) {
        let (lang, now) = (visit.lang, visit.now);
        let (id, version) = (self.orderable.id, self.orderable.version);
        let own = format!("{SERVICES}/{id}");
        let page = Page::new(self.orderable.name.as_str())
            .section(lang.t("orderers-services"))
            .crumbs([crumb_to_services(lang)])
            .wide();
        let others = html! {
            (link_button(SERVICES, &lang.t("web-close")))
            (dialog_link(&format!("{own}/avsluta"), DIALOG, &lang.t("orderers-service-end"), None))
        };
        let inside = html! {
            (fields(lang, &self.offered, form, errors))
            (save_bar(lang, &Button::primary(lang.t("orderers-save")), &others))
        };
        let body = html! {
            @if let Some(seen) = seen { (history::meanwhile(lang, now, self.changes.clone(), seen, version)) }
            @if self.ended.is_some() {
                (Notice::new(Tone::Info, lang.t("orderers-service-is-over")))
                p { (link_button(SERVICES, &lang.t("web-close"))) }
            } @else {
                (PostForm::to(own, inside).version(version).once(Visit::form_key()).guarded())
                (self.ending(lang))
            }
            (history::section(lang, now, &self.changes))
        };
        (page, body)
    }

    /// The question before an end.
    fn ending(&self, lang: Lang) -> Markup {
        Dialog::new(
            lang,
            DIALOG,
            lang.tr("orderers-service-end-title", &[("service", self.orderable.name.as_str().into())]),
            html! { p { (lang.t("orderers-service-end-text")) } },
            Button::danger(lang.t("orderers-service-end")),
            format!("{SERVICES}/{}/avsluta", self.orderable.id),
        )
        .version(self.orderable.version)
        .once(Visit::form_key())
        .render()
    }
}

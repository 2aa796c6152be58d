//! *Skapa egen ärendetyp*.

use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Fields, Page, PostForm, link_button, save_bar};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::changes::{change, recorded};
use super::settings::{self, name_taken};
use super::{LIST, clinic_name, clinic_of, clinics_promise, crumb_to_list, path_of};
use crate::records::types::{self, NewCaseType, Settings};

static RESTRICTED: FieldName = field("begransat", "case-types-new-restricted");

/// The form for a type of the clinic's own. Service 407 at the hat's unit.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    let unit = clinic_of(&mut visit).await?;
    let promise = clinics_promise(visit.snapshot.get().await?, unit).await?;
    let (page, body) = page(&visit, &Form::default(), &Errors::new(), promise);
    Ok(visit.show(&page, body))
}

/// Makes the type, without a form and not active. Service 407 at the hat's unit.
pub(crate) async fn create(mut submission: Submission) -> Result<Response, PageError> {
    let unit = clinic_of(&mut submission.visit).await?;
    let mut errors = Errors::new();
    let typed = settings::settings(&submission.form, None, &mut errors);
    let outcome = match typed {
        Some(settings) => {
            let restricted = submission.form.ticked(&RESTRICTED);
            let seat = submission.visit.seat();
            submission.submit(Input { seat, unit, settings, restricted }, made).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "case-types-created")),
        Err(Rejected::Errors(errors)) => {
            let promise = clinics_promise(visit.snapshot.get().await?, unit).await?;
            let (page, body) = page(&visit, &form, &errors, promise);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    unit: UnitId,
    settings: Settings,
    restricted: bool,
}

fn made<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::ClinicSettings, input.unit, now).await?;
        let Settings { name, reply_days } = input.settings.clone();
        let new =
            NewCaseType { unit: input.unit, ready: None, name: name.clone(), restricted: input.restricted, reply_days };
        let id = types::add(tx, &new).await.map_err(name_taken)?;
        let created = change("created", None, Some(name));
        Ok(recorded(tx, "case-types.create", id, &[created], path_of(id, "/formular")).await?)
    })
}

fn page<'a>(visit: &Visit, form: &Form, errors: &Errors, promise: i64) -> (Page<'a>, Markup) {
    let lang: Lang = visit.lang;
    let f = Fields::new(lang, form, errors);
    let fields = html! {
        (settings::fields(lang, form, errors, false, promise))
        (f.tick(&RESTRICTED))
        (save_bar(lang, &Button::primary(lang.t("case-types-new-next")), &link_button(LIST, &lang.t("web-cancel"))))
    };
    let page = Page::new(lang.t("case-types-new"))
        .lead(lang.tr("case-types-new-lead", &[("clinic", clinic_name(visit).into())]))
        .crumbs([crumb_to_list(lang)]);
    (page, html! { (PostForm::to(format!("{LIST}/ny"), fields).once(Visit::form_key()).guarded()) })
}

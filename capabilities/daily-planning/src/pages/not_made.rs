//! *Besöket blev inte av*: nobody was at home, or the customer said no.

use axum::extract::Path;
use axum::response::Response;
use behorig_home_care::Deviation;
use behorig_store::ActivityType;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Choice, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, Form};
use maud::{Markup, html};

use super::{Again, MY_VISITS, again, day_in_words, id_in, parse_reason, reasons, span, visit_path};
use crate::fields::{HOW, NOTE, REASON};
use crate::records::perform::{Deed, Doing, own_visit, perform};
use crate::records::{CareVisit, event};
use crate::rules::course::Step;

/// The reasons why a visit was not made.
const REASONS: [Deviation; 4] =
    [Deviation::CustomerAway, Deviation::Hospital, Deviation::CustomerDeclined, Deviation::Other];
/// As long as a note may be, in letters.
pub(super) const LONGEST_NOTE: usize = 2_000;

async fn read(visit: &mut Visit, id: &str) -> Result<CareVisit, PageError> {
    let id = id_in(id)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let (care, rights, _) = own_visit(visit.snapshot.get().await?, &viewer, id, now).await?;
    let read = event(ActivityType::Read, "daily-planning.visit", &rights.chain, std::iter::once(&care));
    visit.record_reading(read.with_args(care.id.to_string())).await?;
    Ok(care)
}

/// The form. Service 416 at the visit's unit, for whoever has a place at it; to others a visit that is theirs to make is not there.
pub(crate) async fn form(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let care = read(&mut visit, &id).await?;
    let (page, body) = page(&visit, &care, &Form::default(), &Errors::new());
    Ok(visit.show(&page, body))
}

/// Writes that it was not made. Service 416 at the visit's unit, by whoever has a place at it.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let visit_id = id_in(&id)?;
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    own_visit(submission.visit.snapshot.get().await?, &viewer, visit_id, now).await?;
    let form = submission.form.clone();
    let mut errors = Errors::new();
    let declined = form.required(
        &HOW,
        |text| match text {
            "absent" => Ok(false),
            "declined" => Ok(true),
            _ => Err("planning-how-wrong"),
        },
        &mut errors,
    );
    let deviation = form.required(&REASON, parse_reason, &mut errors);
    let note = form.optional(&NOTE, behorig_web::forms::text(LONGEST_NOTE), &mut errors);
    if let (Some(declined), Some(deviation), true) = (declined, deviation, errors.is_empty()) {
        let deviation = Some(deviation);
        let deed = Deed { level: "daily-planning.not-made", declined, deviation, note, ..Deed::default() };
        let steps = |deed: &Deed, _| vec![Step::NotMade { declined: deed.declined }];
        let input = Doing { seat: submission.visit.seat(), visit: visit_id, steps, deed };
        match submission.submit(input, perform).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "planning-told-not-made")),
            Err(rejected) => match again(rejected)? {
                Again::Wrong(wrong) => errors = wrong,
                Again::Stale => return Err(PageError::Stale),
            },
        }
    }
    let care = read(&mut submission.visit, &id).await?;
    let (page, body) = page(&submission.visit, &care, &form, &errors);
    Ok(submission.visit.show_again(&page.errors(&errors), body))
}

fn page<'a>(visit: &Visit, care: &CareVisit, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let f = Fields::new(lang, typed, errors);
    let name = care.person.full_name();
    let how = [Choice::new("absent", lang.t("planning-absent")), Choice::new("declined", lang.t("planning-declined"))];
    let inside = html! {
        (f.radios(&HOW).options(how))
        (f.select(&REASON).prompt(lang.t("planning-reason-prompt")).options(reasons(lang, &REASONS)))
        (f.long_text(&NOTE, 4).limit(2_000).optional())
        div.button-row {
            (Button::primary(lang.t("planning-save")))
            (link_button(&visit_path(care.id, ""), &lang.t("web-cancel")))
        }
    };
    let time = span(lang, care.planned_from, care.planned_to);
    let page = Page::new(lang.t("planning-not-made"))
        .section(name.clone())
        .crumbs([
            Crumb::new(MY_VISITS, lang.t("planning-my-visits")),
            Crumb::new(visit_path(care.id, ""), format!("{time} {name}")),
        ])
        .lead(day_in_words(lang, care.day));
    (page, html! { (PostForm::to(visit_path(care.id, "/blev-inte-av"), inside).once(Visit::form_key())) })
}

//! Whoever makes a visit starts it, ticks what is done, and stops.

use axum::extract::Path;
use axum::response::Response;
use behorig_home_care::VisitState;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Icon, PostForm, Width, link_button};
use behorig_web::forms::Message;
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::{Again, again, clock, id_in, moving, my_day, visit, visit_path};
use crate::fields::{ALONE, DONE, EXTRA, STOPPED};
use crate::records::CareVisit;
use crate::records::perform::{Deed, Doing, own_visit, perform as carry_out};
use crate::rules::course::Step;

/// Which button was pressed.
const PRESS: &str = "gor";
/// The button that stops.
const STOP: &str = "stoppa";
/// The button that keeps the ticks.
const KEEP: &str = "spara";
/// What was ticked when the form was shown.
const BEFORE: &str = "forut";
/// An intervention is at most this long, in letters.
const LONGEST_NAME: usize = 80;

/// Starts one's own visit; the time is the server's. Service 416 at its unit, by whoever has a place at it.
pub(crate) async fn start(Path(id): Path<String>, submission: Submission) -> Result<Response, PageError> {
    let deed = Deed { level: "daily-planning.start", ..Deed::default() };
    act(submission, &id, deed, |_, place| vec![Step::Start(place)], "planning-told-started").await
}

/// Takes a start back that was a mistake. Service 416 at the visit's unit, by whoever has a place at it.
pub(crate) async fn undo(Path(id): Path<String>, submission: Submission) -> Result<Response, PageError> {
    let deed = Deed { level: "daily-planning.undo", ..Deed::default() };
    act(submission, &id, deed, |_, place| vec![Step::Undo(place)], "planning-told-undone").await
}

/// Keeps what is ticked, and stops where that was pressed. Service 416 at the visit's unit, by whoever has a place at it.
pub(crate) async fn perform(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let visit_id = id_in(&id)?;
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    let (care, ..) = own_visit(submission.visit.snapshot.get().await?, &viewer, visit_id, now).await?;
    let form = &submission.form;
    let mut errors = Errors::new();
    let stops = form.value(PRESS) == STOP;
    let (added, removed) = ticked(form, &care, &mut errors);
    let at = if stops { form.optional(&STOPPED, moving::time, &mut errors) } else { None };
    if !errors.is_empty() {
        let typed = form.clone();
        return visit::page(submission.visit, &id, &typed, &errors).await;
    }
    let level = if stops { "daily-planning.stop" } else { "daily-planning.tick" };
    let deed = Deed { level, added, removed, at, last: form.ticked(&ALONE), ..Deed::default() };
    if stops {
        act(submission, &id, deed, tick_and_stop, "planning-told-stopped").await
    } else {
        act(submission, &id, deed, |deed, _| vec![tick(deed)], "planning-told-ticked").await
    }
}

fn tick(deed: &Deed) -> Step {
    Step::Tick { added: deed.added.clone(), removed: deed.removed.clone() }
}

fn tick_and_stop(deed: &Deed, place: i64) -> Vec<Step> {
    vec![tick(deed), Step::Stop { place, at: deed.at, last: deed.last }]
}

/// What was ticked since the form was shown, and what was unticked: a colleague's tick that came meanwhile is nobody's to lose.
fn ticked(form: &Form, care: &CareVisit, errors: &mut Errors) -> (Vec<String>, Vec<String>) {
    let course = care.course();
    let (now, before): (Vec<&str>, Vec<&str>) = (form.values(&DONE.name).collect(), form.values(BEFORE).collect());
    if now.iter().any(|name| !course.ticks.contains_key(*name)) {
        errors.add(&DONE, "planning-wrong-intervention");
    }
    let mut added: Vec<String> =
        now.iter().filter(|name| !before.contains(name)).map(|one| (*one).to_owned()).collect();
    let removed = before.iter().filter(|name| !now.contains(name)).map(|one| (*one).to_owned()).collect();
    let one_line = |text: &str| {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > LONGEST_NAME {
            return Err(Message::new("web-too-long").with("max", LONGEST_NAME));
        }
        Ok(name)
    };
    added.extend(form.optional(&EXTRA, one_line, errors));
    (added, removed)
}

async fn act(
    mut submission: Submission,
    id: &str,
    deed: Deed,
    steps: fn(&Deed, i64) -> Vec<Step>,
    told: &'static str,
) -> Result<Response, PageError> {
    let visit_id = id_in(id)?;
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    own_visit(submission.visit.snapshot.get().await?, &viewer, visit_id, now).await?;
    let input = Doing { seat: submission.visit.seat(), visit: visit_id, steps, deed };
    let errors = match submission.submit(input, carry_out).await {
        Ok(path) => return Ok(submission.visit.go_and_tell(&path, told)),
        Err(rejected) => match again(rejected)? {
            Again::Wrong(errors) => errors,
            Again::Stale => return Err(PageError::Stale),
        },
    };
    let form = submission.form.clone();
    visit::page(submission.visit, id, &form, &errors).await
}

/// What whoever has a place can do now.
pub(super) fn part(request: &Visit, care: &CareVisit, place: i64, typed: &Form, errors: &Errors) -> Markup {
    let (lang, course) = (request.lang, care.course());
    let stay = course.stays.get(&place).copied().unwrap_or_default();
    let name = care.person.full_name();
    if care.state.is_open() && stay.started_at.is_none() {
        let may_start = course.is_its_day(request.now).is_ok();
        return html! {
            section.perform aria-label=(lang.t("planning-my-part")) {
                @if care.staff_needed > 1 { p { (my_day::with_whom(lang, care)) } }
                @if may_start {
                    (PostForm::to(visit_path(care.id, "/start"), Button::primary(lang.t("planning-start")).about(name).render())
                        .once(Visit::form_key()))
                    (Button::link(visit_path(care.id, "/blev-inte-av"), lang.t("planning-not-made")))
                } @else { p.hint { (lang.t("planning-not-its-day")) } }
            }
        };
    }
    if stay.is_there() && care.state == VisitState::Ongoing {
        return ongoing(lang, care, place, typed, errors);
    }
    if care.state == VisitState::Performed {
        return html! {
            p { (link_button(&visit_path(care.id, "/orsak"), &lang.t("planning-write-note"))) }
        };
    }
    Markup::default()
}

fn ongoing(lang: Lang, care: &CareVisit, place: i64, typed: &Form, errors: &Errors) -> Markup {
    let course = care.course();
    let stay = course.stays.get(&place).copied().unwrap_or_default();
    let before: Vec<&String> = course.ticks.iter().filter(|(_, on)| **on).map(|(name, _)| name).collect();
    let form = as_shown(typed, &before);
    let f = Fields::new(lang, &form, errors);
    let others = course.stays.iter().any(|(other, stay)| *other != place && stay.started_at.is_none());
    let choices = course.ticks.keys().map(|name| Choice::new(name.clone(), name.clone()));
    let since = stay.started_at.map(|at| clock(lang, at)).unwrap_or_default();
    let inside = html! {
        @for name in &before { input type="hidden" name=(BEFORE) value=(name); }
        (f.ticks(&DONE).options(choices))
        (f.text(&EXTRA).optional())
        @if others { (f.tick(&ALONE)) }
        details open[errors.of(&STOPPED.name).is_some()] {
            summary { (lang.t("planning-forgot")) }
            (f.text(&STOPPED).width(Width::Short).optional())
        }
        div.button-row {
            (Button::primary(lang.t("planning-stop")).sends(PRESS, STOP))
            (Button::secondary(lang.t("planning-keep")).sends(PRESS, KEEP))
        }
    };
    let undo = Button::secondary(lang.t("planning-undo")).icon(Icon::Back).render();
    html! {
        section.perform aria-label=(lang.t("planning-my-part")) {
            p.since { (lang.tr("planning-since", &[("time", since.into())])) }
            (PostForm::to(visit_path(care.id, "/utfor"), inside).once(Visit::form_key()))
            div.button-row {
                (Button::link(visit_path(care.id, "/blev-inte-av"), lang.t("planning-not-made")))
                (PostForm::to(visit_path(care.id, "/angra"), undo).once(Visit::form_key()))
            }
        }
    }
}

/// The form as it was sent, or as it is first shown: ticked is what is ticked.
fn as_shown(typed: &Form, before: &[&String]) -> Form {
    if typed.has(PRESS) {
        return typed.clone();
    }
    Form::filled(before.iter().map(|name| (&DONE, (*name).clone())))
}

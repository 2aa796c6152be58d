//! *Vad gäller ditt ärende?*: the service and the subject first, then the words; an order leads on to the orders.

use axum::Extension;
use axum::response::{IntoResponse as _, Redirect, Response};
use behorig_access::{Hat, OrderableId, UnitId};
use behorig_orderers::{Orderable, orderables_of};
use behorig_registers::units;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, EmptyState, Fields, Icon, Notice, Page, PostForm, SummaryList, Tone};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render as _, html};

use super::{HEADING, LONGEST, LONGEST_HEADING, NEW, OWN, SERVICE, SUBJECT, WORDS, path_of, subject_word};
use crate::Letters;
use crate::records::{self, NewMatter, sender_of};
use crate::rules::Subject;

const STEP: &str = "steg";
const ONWARD: &str = "vidare";
const SEND: &str = "skicka";
const CHANGE: &str = "andra";
/// Where permissions are ordered; the service goes along.
const ORDER: &str = "/bestallningar/behorigheter/ny";
/// How often two matters may take the same number at the same moment before it is a fault.
const TRIES: usize = 5;

/// The first step. Anyone whose hat is that of staff.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let ground = Ground::read(&mut visit).await?;
    let (page, body) = ground.first_step(visit.lang, &Form::default(), &Errors::new());
    Ok(visit.show(&page, body))
}

/// Goes a step on, or back, or sends. Anyone whose hat is that of staff.
pub(crate) async fn send(
    Extension(letters): Extension<Option<Letters>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let ground = Ground::read(&mut submission.visit).await?;
    let (visit, form) = (&submission.visit, &submission.form);
    let lang = visit.lang;
    if form.value(STEP) == CHANGE {
        let (page, body) = ground.first_step(lang, form, &Errors::new());
        return Ok(visit.show(&page, body));
    }
    let mut errors = Errors::new();
    let Some(chosen) = ground.chosen(form, &mut errors) else {
        let (page, body) = ground.first_step(lang, form, &errors);
        return Ok(visit.show_again(&page.errors(&errors), body));
    };
    if chosen.subject == Subject::Order {
        let path = format!("{ORDER}?{}={}", SERVICE.name, chosen.service.id);
        return Ok(Redirect::to(&path).into_response());
    }
    if form.value(STEP) != SEND {
        let (page, body) = ground.second_step(lang, &chosen, form, &errors);
        return Ok(visit.show(&page, body));
    }
    let heading = form.required(&HEADING, behorig_web::forms::text(LONGEST_HEADING), &mut errors);
    let words = form.required(&WORDS, behorig_web::forms::text(LONGEST), &mut errors);
    let (Some(heading), Some(words)) = (heading, words) else {
        let (page, body) = ground.second_step(lang, &chosen, form, &errors);
        return Ok(visit.show_again(&page.errors(&errors), body));
    };
    let (subject, service) = (chosen.subject, chosen.service.id);
    let new = NewMatter { unit: ground.unit, subject, service, heading, words };
    carry_out(submission, &ground, new, letters).await
}

async fn carry_out(
    mut submission: Submission,
    ground: &Ground,
    new: NewMatter,
    letters: Option<Letters>,
) -> Result<Response, PageError> {
    let seat = submission.visit.seat();
    let mut tries = 0;
    loop {
        tries += 1;
        match submission.submit((seat.clone(), new.clone(), letters.clone()), sent).await {
            Ok(path) => {
                if let Some(letters) = &letters {
                    letters.wake();
                }
                return Ok(submission.visit.go_and_tell(&path, "support-told-sent"));
            }
            // Somebody else took the number at the same moment.
            Err(Rejected::Page(PageError::Store(error)))
                if error.is_conflict_on("support_matter_number") && tries < TRIES => {}
            Err(Rejected::Errors(errors)) => {
                let (page, body) = ground.first_step(submission.visit.lang, &submission.form, &errors);
                return Ok(submission.visit.show_again(&page.errors(&errors), body));
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
}

fn sent<'t>(tx: &'t mut WriteTx, input: &'t (Seat, NewMatter, Option<Letters>)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, new, letters) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (recorded, id) = records::send(tx, &viewer, letters.as_ref(), new).await?.split();
        Ok(recorded.with(path_of(id, "/kvitto")))
    })
}

/// What the form stands on: who writes from where, and the services to choose among.
struct Ground {
    unit: UnitId,
    services: Vec<Orderable>,
    email: Option<String>,
}

/// What was chosen in the first step.
struct Chosen<'g> {
    service: &'g Orderable,
    subject: Subject,
}

impl Ground {
    async fn read(visit: &mut Visit) -> Result<Self, PageError> {
        let (Some(account), Hat::Staff) = (visit.session.account, visit.session.hat) else {
            return Err(PageError::NotFound);
        };
        let worn_at = visit.session.hat_unit;
        let tx = visit.snapshot.get().await?;
        let (own_unit, email) = sender_of(tx, account).await?;
        let unit = worn_at.unwrap_or(own_unit);
        let organisation = units::organisation_of(tx, unit).await?;
        Ok(Self { unit, services: orderables_of(tx, organisation).await?, email })
    }

    fn chosen(&self, form: &Form, errors: &mut Errors) -> Option<Chosen<'_>> {
        let service = form.required(
            &SERVICE,
            |text| {
                let id: Option<OrderableId> = text.parse().ok();
                self.services.iter().find(|one| Some(one.id) == id).ok_or_else(|| SERVICE.missing())
            },
            errors,
        );
        let subject = form.required(&SUBJECT, |text| Subject::from_key(text).ok_or_else(|| SUBJECT.missing()), errors);
        Some(Chosen { service: service?, subject: subject? })
    }

    fn first_step<'a>(&self, lang: Lang, form: &Form, errors: &Errors) -> (Page<'a>, Markup) {
        let page = Page::new(lang.t("support-new")).lead(lang.t("support-new-lead"));
        if self.services.is_empty() {
            let empty = EmptyState::new(Icon::Help, lang.t("support-no-service"), lang.t("support-no-service-text"));
            return (page, empty.render());
        }
        let f = Fields::new(lang, form, errors);
        let services = self.services.iter().map(|one| Choice::new(one.id.to_string(), one.name.as_str()));
        let subjects = Subject::ALL.iter().map(|one| {
            let choice = Choice::new(one.key(), subject_word(lang, *one));
            if *one == Subject::Order { choice.hint(lang.t("support-subject-order-hint")) } else { choice }
        });
        let inside = html! {
            (f.select(&SERVICE).prompt(lang.t("support-service-prompt")).options(services))
            (f.radios(&SUBJECT).options(subjects))
            div.button-row {
                (Button::primary(lang.t("support-onward")).sends(STEP, ONWARD))
                (Button::link(OWN, lang.t("support-menu-own")))
            }
        };
        // What was written goes along when somebody comes back to change the choice.
        let post = PostForm::to(NEW, inside)
            .hidden(HEADING.name.as_ref(), form.value(&HEADING.name).to_owned())
            .hidden(WORDS.name.as_ref(), form.value(&WORDS.name).to_owned());
        (page, html! { (post) })
    }

    fn second_step<'a>(&self, lang: Lang, chosen: &Chosen<'_>, form: &Form, errors: &Errors) -> (Page<'a>, Markup) {
        let f = Fields::new(lang, form, errors);
        let reached = match &self.email {
            Some(email) => lang.tr("support-reached-by-mail", &[("email", email.as_str().into())]),
            None => lang.t("support-reached-here"),
        };
        let inside = html! {
            (Notice::new(Tone::Warning, lang.t("support-no-patients")).text(lang.t("support-no-patients-text")))
            (SummaryList::new(lang)
                .text(lang.t("support-service-short"), &chosen.service.name)
                .text(lang.t("support-subject-short"), &subject_word(lang, chosen.subject)))
            (f.text(&HEADING))
            (f.long_text(&WORDS, 8).limit(10_000))
            p.hint { (reached) }
            div.button-row {
                (Button::primary(lang.t("support-send")).sends(STEP, SEND))
                (Button::secondary(lang.t("support-change")).sends(STEP, CHANGE))
            }
        };
        let post = PostForm::to(NEW, inside)
            .once(Visit::form_key())
            .hidden(SERVICE.name.as_ref(), chosen.service.id.to_string())
            .hidden(SUBJECT.name.as_ref(), chosen.subject.key())
            .guarded();
        let page = Page::new(lang.t("support-write")).lead(lang.t("support-write-lead")).section(lang.t("support-new"));
        (page, html! { (post) })
    }
}

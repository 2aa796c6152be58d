//! *Fördela* and *Omfördela* of one case: to somebody else, or back to the receivers' inbox, with a note.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::{CaseId, Instant, UnitId};
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Resource, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Crumb, Fields, Page, PostForm, SummaryList, link_button};
use behorig_web::{Errors, FieldName, Form, field, format};
use maud::{Markup, html};

use super::inbox::TO;
use super::{crumb_to_list, note, path_of, patient_name, promise, receivers_of_cases, to_from};
use crate::records::{
    Case, Notices, Patient, StaffPart, To, assign, for_viewer, hand_back, has_it, patient_of, reassign,
};
use crate::rules::{Kind, as_read_out};

static NOTE: FieldName = field("anteckning", "cases-note");

/// Back to the inbox, as it is.
const BACK: &str = "inbox";
/// Back to the inbox, as somebody else's case.
const WRONG: &str = "wrong";

/// Where a case goes.
#[derive(Debug, Clone, Copy)]
enum Way {
    To(To),
    Back { wrong: bool },
}

struct Shown {
    case: Case,
    part: StaffPart,
    /// The clinic and everything above it.
    chain: Vec<Unit>,
    patient: Option<Patient>,
    /// Who or which group has it.
    has_it: Option<String>,
    choices: Vec<Choice<'static>>,
}

/// The question. Service 405 where the case is, or service 406 and having it.
pub(crate) async fn question(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = read(&mut visit, super::id(&id)?).await?;
    let (page, body) = page(&visit, &shown, &Form::default(), &Errors::new());
    Ok(visit.show(&page, body))
}

/// Carries it out. Service 405 where the case is, or service 406 and having it.
pub(crate) async fn carry_out(
    Path(id): Path<String>,
    Extension(notices): Extension<Option<Notices>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let mut errors = Errors::new();
    let way = submission.form.required(&TO, way_from, &mut errors);
    let note = note(&submission.form, &NOTE, &mut errors);
    let seat = submission.visit.seat();
    let outcome = match way.filter(|_| errors.is_empty()) {
        Some(way) => submission.submit((seat, id, way, note, notices.clone()), passed_on).await,
        None => Err(Rejected::Errors(errors)),
    };
    if let Some(notices) = &notices {
        notices.wake();
    }
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "cases-told-passed-on")),
        Err(Rejected::Errors(errors)) => {
            let shown = read(&mut visit, id).await?;
            let (page, body) = page(&visit, &shown, &form, &errors);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn way_from(text: &str) -> Result<Way, behorig_web::Message> {
    match text {
        BACK => Ok(Way::Back { wrong: false }),
        WRONG => Ok(Way::Back { wrong: true }),
        other => to_from(other).map(Way::To),
    }
}

type Input = (Seat, CaseId, Way, Option<String>, Option<Notices>);

fn passed_on<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, way, note, notices) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (case, part) = for_viewer(tx, &viewer, *id, now).await?;
        let part = part.of_staff()?;
        // Whoever passes their own case on meets it no more.
        let path = if part.receives { path_of(*id, "") } else { super::MINE.to_owned() };
        let recorded = match way {
            Way::To(to) if !case.facts().assigned => {
                let (recorded, outcome) = assign(tx, &viewer, &[*id], *to, notices.as_ref()).await?.split();
                if let Some((_, error)) = outcome.refused.into_iter().next() {
                    return Err(error.into());
                }
                recorded.with(path)
            }
            Way::To(to) => reassign(tx, &viewer, *id, *to, note.as_deref(), notices.as_ref()).await?.with(path),
            Way::Back { wrong } => hand_back(tx, &viewer, *id, note.as_deref(), *wrong).await?.with(path),
        };
        Ok(recorded)
    })
}

async fn read(visit: &mut Visit, id: CaseId) -> Result<Shown, PageError> {
    let (lang, now, viewer): (_, Instant, _) = (visit.lang, visit.now, visit.viewer.clone());
    let tx = visit.snapshot.get().await?;
    let (case, part) = for_viewer(tx, &viewer, id, now).await?;
    let part = part.of_staff()?;
    let mut choices = receivers_of_cases(tx, lang, case.unit, case.handler, now).await?;
    if case.facts().assigned && matches!(case.kind, Kind::Resident | Kind::Question) {
        let group = lang.t("cases-back");
        choices.push(Choice::new(BACK, lang.t("cases-back-inbox")).group(group.clone()));
        choices.push(Choice::new(WRONG, lang.t("cases-back-wrong")).group(group));
    }
    let (chain, patient) = (units::chain(tx, case.unit).await?, patient_of(tx, &case).await?);
    let has_it = has_it(tx, &case).await?;
    let shown = Shown { case, part, chain, patient, has_it, choices };
    visit.record_reading(shown.reading()).await?;
    Ok(shown)
}

impl Shown {
    /// Whose case is about to be shown.
    fn reading(&self) -> Event {
        let logged = |unit: &Unit| ActorUnit {
            id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
            name: unit.name.clone(),
        };
        let resource = Resource {
            resource_type: "case",
            resource_id: Some(self.case.id.to_string()),
            patient: self.patient.as_ref().map(|patient| (patient.number, patient.name.clone())),
            care_provider: self.chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(logged),
            care_unit: self.chain.first().map(logged),
        };
        Event {
            activity: ActivityType::Read,
            level: "cases.to-assign",
            args: None,
            purpose: Purpose::Care,
            resources: vec![resource],
        }
    }

    /// What one assigns by: whose case it is, what was promised, and who has it.
    fn facts(&self, visit: &Visit) -> SummaryList<'static> {
        let (lang, case) = (visit.lang, &self.case);
        let chain: Vec<UnitId> = self.chain.iter().map(|unit| unit.id).collect();
        let seen = |patient: &Patient| patient.is_seen_by(&visit.viewer, &chain, visit.now);
        let mut list = SummaryList::new(lang);
        if self.patient.is_some() {
            list = list.text(lang.t("cases-from"), &patient_name(lang, self.patient.as_ref(), seen));
        }
        list.text(lang.t("cases-received"), &format::date_time(lang, case.received_at.0))
            .line(lang.t("cases-due"), promise(lang, case, visit.now))
            .text(lang.t("cases-has-it"), self.has_it.as_deref().unwrap_or(&lang.t("cases-nobody")))
    }
}

fn page<'a>(visit: &Visit, shown: &Shown, form: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let (lang, case) = (visit.lang, &shown.case);
    let assigned = case.facts().assigned;
    let title = lang.t(if assigned { "cases-reassign-title" } else { "cases-assign-title" });
    let f = Fields::new(lang, form, errors);
    let button = Button::primary(lang.t(if assigned { "cases-reassign" } else { "cases-assign" }));
    let fields = html! {
        @if case.state.is_over() {
            p { (lang.t("cases-refusal-closed-plain")) }
        } @else if shown.choices.is_empty() {
            p { (lang.t("cases-nobody-answers")) }
        } @else {
            (f.select(&TO).options(shown.choices.clone()).prompt(lang.t("cases-to-prompt")))
            @if assigned { (f.long_text(&NOTE, 3).limit(1000).optional()) }
            div.button-row { (button) (link_button(&path_of(case.id, ""), &lang.t("web-cancel"))) }
        }
    };
    let page = Page::new(title)
        .section(as_read_out(&case.reference))
        .lead(case.subject.clone())
        .crumbs([crumb_to_list(lang, &shown.part), Crumb::new(path_of(case.id, ""), case.subject.clone())]);
    let post = PostForm::to(path_of(case.id, "/fordela"), fields).once(Visit::form_key());
    (page, html! { (shown.facts(visit)) (post) })
}

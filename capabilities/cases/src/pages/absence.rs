//! *Frånvaro*: who is away, and who takes their cases meanwhile.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, Instant, Service, UnitId};
use behorig_clinics::end_of_day;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, require};
use behorig_web::components::{
    Button, Cell, Choice, Column, EmptyState, Fields, Icon, Page, PostForm, Row, Table, Tone, side_by_side, tag,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format, forms};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{unit_name, unit_of};
use crate::records::{Absence, Colleague, NewAbsence, absences_at, begin_absence, end_absence, staff_at};

/// Where it is.
pub(crate) const PATH: &str = "/arenden/franvaro";
static WHO: FieldName = field("vem", "cases-absence-who");
static FROM: FieldName = field("fran", "cases-absence-from");
static TO: FieldName = field("till", "cases-absence-to");
static SUBSTITUTE: FieldName = field("ersattare", "cases-absence-substitute");

/// The absences, and the form for a new one. Service 405 at the unit of the hat.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let today = format::date(format::local(visit.now.0).date());
    let typed = Form::filled([(&FROM, today)]);
    let (page, body) = page(&mut visit, &typed, &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

/// Notes an absence; the cases move at once where it has begun. Service 405 at the unit of the hat.
pub(crate) async fn begin(mut submission: Submission) -> Result<Response, PageError> {
    let unit = unit_of(&submission.visit)?;
    submission.visit.require(Service::AssignCases, unit).await?;
    let mut errors = Errors::new();
    let absence = read(&submission.form, submission.visit.now, &mut errors);
    let seat = submission.visit.seat();
    let outcome = match absence.filter(|_| errors.is_empty()) {
        Some(absence) => submission.submit((seat, unit, absence), begun).await,
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "cases-told-absence")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&mut visit, &form, &errors).await?;
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn read(form: &Form, now: Instant, errors: &mut Errors) -> Option<NewAbsence> {
    let account = |text: &str| text.parse::<AccountId>().map_err(|_| Message::new("cases-refusal-not-able"));
    let who = form.required(&WHO, account, errors);
    let first = form.required(&FROM, forms::date, errors);
    let last = form.optional(&TO, forms::date, errors);
    let substitute = form.optional(&SUBSTITUTE, account, errors);
    let today = format::local(now.0).date();
    if let (Some(first), Some(last)) = (first, last)
        && (last < first || last < today)
    {
        errors.add(&TO, "cases-absence-order");
    }
    if substitute.is_some() && substitute == who {
        errors.add(&SUBSTITUTE, "cases-absence-oneself");
    }
    // From the first moment of the day; what begins today has begun.
    let from = first.map(|day| if day <= today { now } else { start_of(day) });
    Some(NewAbsence { account: who?, from: from?, to: last.map(end_of_day), substitute })
}

fn start_of(day: Date) -> Instant {
    day.yesterday().map_or(Instant(0), end_of_day)
}

fn begun<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, NewAbsence)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, absence) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        require(tx, &viewer, Service::AssignCases, *unit, now).await?;
        let staff = staff_at(tx, *unit, Service::AnswerCases, now).await?;
        let works_here = |account: AccountId| staff.iter().any(|colleague| colleague.account == account);
        let mut errors = Errors::new();
        if !works_here(absence.account) {
            errors.add(&WHO, "cases-refusal-not-able");
        }
        if absence.substitute.is_some_and(|substitute| !works_here(substitute)) {
            errors.add(&SUBSTITUTE, "cases-refusal-not-able");
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        Ok(begin_absence(tx, absence).await?.with(PATH.to_owned()))
    })
}

/// Ends an absence now. Service 405 at the unit of the hat, where the absent one answers cases.
pub(crate) async fn end(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let unit = unit_of(&submission.visit)?;
    let id: Uuid = id.parse().map_err(|_| PageError::NotFound)?;
    let version = submission.version()?;
    let now = submission.visit.now;
    let absences = absences_at(submission.visit.snapshot.get().await?, unit, now).await?;
    if !absences.iter().any(|absence| absence.id == id) {
        return Err(PageError::NotFound);
    }
    let seat = submission.visit.seat();
    match submission.submit((seat, unit, id, version), ended).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "cases-told-absence-ended")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, Uuid, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        require(tx, &viewer, Service::AssignCases, *unit, now).await?;
        Ok(end_absence(tx, *id, *version).await?.with(PATH.to_owned()))
    })
}

async fn page<'a>(visit: &mut Visit, form: &Form, errors: &Errors) -> Result<(Page<'a>, Markup), PageError> {
    let unit = unit_of(visit)?;
    visit.require(Service::AssignCases, unit).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let staff = staff_at(tx, unit, Service::AnswerCases, now).await?;
    let absences = absences_at(tx, unit, now).await?;
    let body = html! {
        @if absences.is_empty() {
            (EmptyState::new(Icon::Calendar, lang.t("cases-absence-none"), lang.t("cases-absence-none-text")))
        } @else { (table(lang, &absences, now)) }
        h2 { (lang.t("cases-absence-new")) }
        (form_of(lang, &staff, form, errors))
    };
    Ok((Page::new(lang.t("cases-absence")).lead(unit_name(visit)), body))
}

fn form_of(lang: Lang, staff: &[Colleague], form: &Form, errors: &Errors) -> PostForm<'static> {
    let f = Fields::new(lang, form, errors);
    let people = || staff.iter().map(|colleague| Choice::new(colleague.account.to_string(), colleague.name.clone()));
    PostForm::to(
        PATH,
        html! {
            (f.select(&WHO).options(people()).prompt(lang.t("cases-choose-person")))
            (side_by_side(&html! { (f.date(&FROM)) (f.date(&TO).optional()) }))
            (f.select(&SUBSTITUTE).options(people()).prompt(lang.t("cases-absence-nobody")).optional())
            div.button-row { (Button::primary(lang.t("cases-absence-save"))) }
        },
    )
    .once(Visit::form_key())
}

fn table(lang: Lang, absences: &[Absence], now: Instant) -> Table<'static> {
    let columns = [
        Column::new(lang.t("cases-absence-who")),
        Column::new(lang.t("cases-absence-period")).unbroken(),
        Column::new(lang.t("cases-absence-substitute")),
        Column::new(lang.t("cases-absence-end")).unlabelled(),
    ];
    let away = lang.t("cases-absence-now");
    let row = |absence: &Absence| {
        let name: Cell = html! { (absence.name) @if absence.is_now(now) { " " (tag(Tone::Warning, &away)) } }.into();
        let last = absence.to.map(|to| format::local(to.plus_millis(-1).0).date());
        let substitute = match &absence.substitute {
            Some((_, name)) => name.clone(),
            None => lang.t("cases-absence-nobody").into_owned(),
        };
        let end = PostForm::to(
            format!("{PATH}/{}/slut", absence.id),
            html! { (Button::secondary(lang.t("cases-absence-end")).about(absence.name.clone())) },
        );
        let end: Cell = html! { (end.version(absence.version).once(Visit::form_key())) }.into();
        Row::new(name).cell(format::period(lang, format::local(absence.from.0).date(), last)).cell(substitute).cell(end)
    };
    Table::new(lang.t("cases-absence"), columns).rows(absences.iter().map(row))
}

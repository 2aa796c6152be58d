//! *Ställföreträdare*: who stands in for a head of operations who is away, named here for a period.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{BuiltIn, GivingRefused, GrantId, Instant, Period, Service, UnitId};
use behorig_store::{Event, FieldChange, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Column, EmptyState, Fields, Icon, Page, Pager, PostForm, Row, Section, Table, Tone, side_by_side,
    tag,
};
use behorig_web::forms::{date, text};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::{A_PAGE, ASKED, DEPUTIES, crumb_to_list, day, days, query};
use crate::records::account_of;
use crate::records::deputies::{self, Deputy, Place, places, seek};
use crate::rules::after;

static UNIT: FieldName = field("enhet", "certification-deputy-unit");
static WHO: FieldName = field("vem", "certification-deputy-who");
static FROM: FieldName = field("fran", "certification-deputy-from");
static TO: FieldName = field("till", "certification-deputy-to");

/// The longest that a name or an id is.
const LONGEST: usize = 100;

/// Deputies now and to come, and the form for one more. Service 423 somewhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::CertifyGrants).await?;
    let after = query(raw)?.value("efter").parse().ok();
    let form = Form::filled([(&FROM, day(visit.now).to_string())]);
    let errors = Errors::new();
    let (page, body) = page(&mut visit, after, &form, &errors).await?;
    Ok(visit.show(&page, body))
}

async fn page<'a>(
    visit: &mut Visit,
    after: Option<GrantId>,
    form: &Form,
    errors: &'a Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let places = places(tx, &viewer, now).await?;
    let mut deputies = deputies::deputies(tx, &viewer, after, now, ASKED).await?;
    let has_more = deputies.len() > A_PAGE;
    deputies.truncate(A_PAGE);
    let next = deputies.last().filter(|_| has_more).map(|last| format!("{DEPUTIES}?efter={}", last.grant).into());
    let body = html! {
        section aria-labelledby="nuvarande" {
            h2 #nuvarande { (lang.t("certification-deputies-now")) }
            @if deputies.is_empty() {
                (EmptyState::new(Icon::Person, lang.t("certification-no-deputies"), lang.t("certification-no-deputies-text")))
            } @else {
                (table(lang, &deputies, &places, now))
                (Pager::new(lang, after.map(|_| DEPUTIES.into()), next, ""))
            }
        }
        @if !places.is_empty() { (naming(lang, &places, form, errors)) }
    };
    let page = Page::new(lang.t("certification-deputies"))
        .crumbs([crumb_to_list(lang)])
        .lead(lang.t("certification-deputies-lead"))
        .errors(errors);
    Ok((page, body))
}

fn table(lang: Lang, deputies: &[Deputy], places: &[Place], now: Instant) -> Markup {
    let columns = [
        Column::new(lang.t("certification-person")),
        Column::new(lang.t("certification-unit")),
        Column::new(lang.t("certification-period")),
        Column::new(lang.t("certification-end")).unlabelled(),
    ];
    let rows = deputies.iter().map(|deputy| {
        let period = html! {
            (days(lang, deputy.period))
            @if !deputy.period.holds_at(now) { " " (tag(Tone::Info, &lang.t("certification-deputy-coming"))) }
        };
        let end = html! {
            @if places.iter().any(|place| place.unit == deputy.unit) {
                (Button::link(format!("{DEPUTIES}/{}/avsluta", deputy.grant), lang.t("certification-end"))
                    .about(deputy.name.as_str()))
            }
        };
        Row::new(deputy.name.clone()).cell(deputy.unit_name.clone()).cell(period).cell(end)
    });
    Table::new(lang.t("certification-deputies-now"), columns).rows(rows).render()
}

fn naming(lang: Lang, places: &[Place], form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let units = places.iter().map(|place| Choice::new(place.unit.to_string(), place.name.clone()));
    let unit = f.select(&UNIT).options(units);
    let unit = if places.len() > 1 { unit.prompt(lang.t("certification-deputy-choose-unit")) } else { unit };
    let fields = html! {
        (unit)
        (f.code(&WHO))
        (side_by_side(&html! { (f.date(&FROM)) (f.date(&TO)) }))
        div.button-row { (Button::primary(lang.t("certification-deputy-name"))) }
    };
    let form = PostForm::to(DEPUTIES, fields).once(Visit::form_key()).guarded();
    Section::new(lang.t("certification-deputy-new"), form.render())
        .about(lang.t("certification-deputy-new-about"))
        .render()
}

/// What was filled in.
#[derive(Clone)]
struct Filled {
    unit: UnitId,
    who: String,
    from: Date,
    to: Date,
}

impl Filled {
    fn parse(form: &Form, today: Date, errors: &mut Errors) -> Option<Self> {
        let unit = form.required(&UNIT, |text| text.parse::<UnitId>().map_err(|_| UNIT.missing()), errors);
        let who = form.required(&WHO, text(LONGEST), errors);
        let from = form.required(&FROM, date, errors);
        let to = form.required(&TO, date, errors);
        if let Some(from) = from.filter(|from| *from < today) {
            errors.add(&FROM, Message::new("certification-deputy-from-past").with("day", from.to_string()));
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            errors.add(&TO, "certification-deputy-to-before");
        }
        let filled = Self { unit: unit?, who: who?, from: from?, to: to? };
        errors.is_empty().then_some(filled)
    }

    /// From the first day, or from now where that is today, to the end of the last.
    fn period(&self, now: Instant) -> Period {
        let begins = self.from.yesterday().map_or(now, after);
        Period::between(begins.max(now), after(self.to))
    }
}

/// Names a deputy. Service 423 at the unit, by a right that is no deputy's own.
pub(crate) async fn name(mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::CertifyGrants).await?;
    let mut errors = Errors::new();
    let today = day(submission.visit.now);
    if let Some(filled) = Filled::parse(&submission.form, today, &mut errors) {
        let seat = submission.visit.seat();
        match submission.submit((seat, filled), named).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "certification-deputy-named")),
            Err(Rejected::Errors(found)) => errors = found,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let (page, body) = page(&mut submission.visit, None, &submission.form, &errors).await?;
    Ok(submission.visit.show_again(&page, body))
}

fn named<'t>(tx: &'t mut WriteTx, input: &'t (Seat, Filled)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, filled) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::CertifyGrants, filled.unit, now).await?;
        let place = Place::read(tx, filled.unit).await?.ok_or(PageError::NotFound)?;
        let wrong = |id: &'static str| {
            let mut errors = Errors::new();
            errors.add(&WHO, Message::new(id).with("unit", place.name.as_str()));
            Rejected::Errors(errors)
        };
        let found = seek(tx, &filled.who, filled.unit, account_of(&viewer)).await?;
        let found = found.ok_or_else(|| wrong("certification-deputy-unknown"))?;
        if !found.is_usable {
            return Err(wrong("certification-deputy-unusable"));
        }
        let branch = place
            .may_name(&viewer, found.account, found.same_person, now)
            .map_err(|refused| wrong(why_not(&refused)))?;
        let period = filled.period(now);
        let grant = place.name(tx, found.account, branch, period).await?;
        let recorded = tx.record(Event::change("certification.name-deputy", "account", found.account)).await?;
        let role = BuiltIn::DeputyHead.swedish_name();
        let words = format!("{role}, {}, {}", place.name, format::period(Lang::Sv, filled.from, Some(filled.to)));
        let change = FieldChange { field: "grant".to_owned(), old: None, new: Some(words) };
        tx.history(&recorded, "account", found.account.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(&recorded, "grant", grant.uuid(), &[change]).await?;
        Ok(recorded.with(DEPUTIES.to_owned()))
    })
}

/// Why somebody can't be named.
pub(super) const fn why_not(refused: &GivingRefused) -> &'static str {
    match refused {
        GivingRefused::Oneself => "certification-deputy-oneself",
        _ => "certification-deputy-refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as civil;

    #[test]
    fn a_deputy_begins_now_or_with_the_first_day_and_stays_to_the_end_of_the_last() {
        let now = Instant(after(civil(2026, 11, 20)).0 + 3_600_000);
        let filled = |from, to| Filled { unit: UnitId::from_bytes([1; 16]), who: String::new(), from, to };
        let today = filled(civil(2026, 11, 21), civil(2026, 11, 21)).period(now);
        assert_eq!((today.from, today.to), (now, Some(after(civil(2026, 11, 21)))));
        let later = filled(civil(2026, 12, 1), civil(2026, 12, 24)).period(now);
        assert_eq!((later.from, later.to), (after(civil(2026, 11, 30)), Some(after(civil(2026, 12, 24)))));
    }

    #[test]
    fn a_period_that_runs_backwards_or_began_before_today_is_refused_beside_its_field() {
        let form = Form::parse(b"enhet=01010101-0101-0101-0101-010101010101&vem=bo.ek&fran=2026-11-20&till=2026-11-19")
            .unwrap();
        let mut errors = Errors::new();
        assert!(Filled::parse(&form, civil(2026, 11, 21), &mut errors).is_none());
        assert_eq!(errors.of("fran").map(Message::id), Some("certification-deputy-from-past"));
        assert_eq!(errors.of("till").map(Message::id), Some("certification-deputy-to-before"));
    }
}

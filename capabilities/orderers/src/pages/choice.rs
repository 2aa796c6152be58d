//! *Regionens val*: whether heads of operations order, and how often permissions are re-certified.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_store::{Event, FieldChange, Recorded, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Section, link_button, save_bar};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use super::{CHOICE, ORDERERS, REGION, Region, crumb, is_stale, no_region, region_in_sight};
use crate::history;
use crate::records::choices::{choice_of, choose};
use crate::rules::{CERTIFICATION_MONTHS, ChoiceError, RegionChoice};

static HEADS: FieldName = field("verksamhetschefer", "orderers-heads");
static MONTHS: FieldName = field("manader", "orderers-months");
static DAYS: FieldName = field("dagar", "orderers-days");
static GRACE: FieldName = field("frist", "orderers-grace");
/// The choice of no re-certification.
const NONE: &str = "aldrig";

/// What the region has chosen. Service 421 at the region.
pub(crate) async fn choice(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let query = super::query(raw.as_deref())?;
    let Some(region) = region_in_sight(&mut visit, query.value(REGION)).await? else {
        return no_region(&mut visit).await;
    };
    let chosen = choice_of(visit.snapshot.get().await?, region.id).await?;
    shown(&mut visit, &region, &filled(&chosen), &Errors::new(), None).await
}

/// Saves what the region chooses. Service 421 at the region.
pub(crate) async fn save(mut submission: Submission) -> Result<Response, PageError> {
    let asked = submission.form.value(REGION).to_owned();
    let Some(region) = region_in_sight(&mut submission.visit, &asked).await? else {
        return Err(PageError::NotFound);
    };
    let version = submission.version()?;
    let mut errors = Errors::new();
    let outcome = match parsed(&submission.form, version, &mut errors) {
        Some(choice) => {
            let seat = submission.visit.seat();
            submission.submit((seat, region.id, choice), saved).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "orderers-choice-saved")),
        Err(Rejected::Errors(errors)) => shown(&mut visit, &region, &form, &errors, Some(version)).await,
        Err(Rejected::Page(error)) if is_stale(&error) => {
            let mut errors = Errors::new();
            errors.add_general("orderers-stale");
            shown(&mut visit, &region, &form, &errors, None).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, RegionChoice)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, region, choice) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::AdministerOrderers, *region, now).await?;
        let before = choice_of(tx, *region).await?;
        if before.version != choice.version {
            return Err(StoreError::Stale.into());
        }
        let path = format!("{ORDERERS}?{REGION}={region}");
        let changes = differences(&before, choice);
        if changes.is_empty() {
            return Ok(Recorded::nothing_to_record(path, "nothing was changed"));
        }
        choose(tx, *region, choice).await?;
        let recorded = tx.record(Event::change("orderers.choose", "unit", region)).await?;
        tx.history(&recorded, history::CHOICE, region.uuid(), &changes).await?;
        Ok(recorded.with(path))
    })
}

fn differences(before: &RegionChoice, after: &RegionChoice) -> Vec<FieldChange> {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let some = |number: Option<i64>| number.map_or_else(|| "none".to_owned(), |number| number.to_string());
    let told = |choice: &RegionChoice| {
        [
            ("heads-may-order", yes(choice.heads_may_order)),
            ("certification-months", some(choice.certification_months)),
            ("certification-days", choice.certification_days.to_string()),
            ("grace-days", some(choice.grace_days)),
        ]
    };
    let pairs = told(before).into_iter().zip(told(after));
    pairs
        .filter(|(old, new)| old != new)
        .map(|((name, old), (_, new))| history::field(name, Some(old), Some(new)))
        .collect()
}

fn parsed(form: &Form, version: i64, errors: &mut Errors) -> Option<RegionChoice> {
    let months = |text: &str| match text {
        NONE => Ok(None),
        other => other.parse().map(Some).map_err(|_| MONTHS.missing()),
    };
    let months = form.required(&MONTHS, months, errors);
    let number = |text: &str| text.parse::<i64>().map_err(|_| Message::new("orderers-error-number"));
    let days = form.required(&DAYS, number, errors);
    let before = errors.iter().count();
    let grace = form.optional(&GRACE, number, errors);
    if errors.iter().count() > before {
        return None;
    }
    let choice = RegionChoice {
        heads_may_order: form.ticked(&HEADS),
        certification_months: months?,
        certification_days: days?,
        grace_days: grace,
        version,
    };
    let wrong = choice.check().err().unwrap_or_default();
    for why in &wrong {
        match why {
            ChoiceError::Months => errors.add(&MONTHS, "web-choice-wrong"),
            ChoiceError::Days => errors.add(&DAYS, "orderers-error-days"),
            ChoiceError::Grace => errors.add(&GRACE, "orderers-error-grace"),
        }
    }
    wrong.is_empty().then_some(choice)
}

fn filled(choice: &RegionChoice) -> Form {
    let months = choice.certification_months.map_or_else(|| NONE.to_owned(), |months| months.to_string());
    let mut form = Form::filled([
        (&MONTHS, months),
        (&DAYS, choice.certification_days.to_string()),
        (&GRACE, choice.grace_days.map(|days| days.to_string()).unwrap_or_default()),
    ]);
    if choice.heads_may_order {
        form.fill(&HEADS, "1");
    }
    form
}

/// The page. A form that was filled in on a version is shown on that version again; without one, on what is chosen now, and where that is
/// another than the form was filled in on, with what came in between.
async fn shown(
    visit: &mut Visit,
    region: &Region,
    form: &Form,
    errors: &Errors,
    version: Option<i64>,
) -> Result<Response, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let current = choice_of(tx, region.id).await?.version;
    let changes = history::of(tx, history::CHOICE, region.id.uuid()).await?;
    let seen = form.value(PostForm::VERSION).parse::<i64>().ok().filter(|seen| version.is_none() && *seen != current);
    let fields = html! {
        (fields(lang, form, errors))
        (save_bar(lang, &Button::primary(lang.t("orderers-save")),
            &link_button(&format!("{ORDERERS}?{REGION}={}", region.id), &lang.t("web-cancel"))))
    };
    let form = PostForm::to(CHOICE, fields)
        .version(version.unwrap_or(current))
        .once(Visit::form_key())
        .guarded()
        .hidden(REGION, region.id.to_string());
    let body = html! {
        @if let Some(seen) = seen { (history::meanwhile(lang, now, changes.clone(), seen, current)) }
        (form)
        (history::section(lang, now, &changes))
    };
    let page = Page::new(lang.t("orderers-choice"))
        .section(region.name.as_str())
        .lead(lang.tr("orderers-choice-lead", &[("region", region.name.as_str().into())]))
        .crumbs([crumb(lang, region.id)])
        .wide();
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page.errors(errors), body) })
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let every = CERTIFICATION_MONTHS.iter().map(|months| {
        Choice::new(months.to_string(), lang.tr("orderers-every-months", &[("months", (*months).into())]))
    });
    let never = std::iter::once(Choice::new(NONE, lang.t("orderers-months-none")));
    html! {
        (Section::new(lang.t("orderers-who-orders"), html! { (f.tick(&HEADS)) })
            .about(lang.t("orderers-who-orders-about")))
        (Section::new(lang.t("orderers-certification"), html! {
            (f.radios(&MONTHS).options(never.chain(every)))
            (f.number(&DAYS))
            (f.number(&GRACE).optional())
        }).about(lang.t("orderers-certification-about")))
    }
}

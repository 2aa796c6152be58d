//! A home-care unit's own choices: which columns of a schedule relatives see.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_registers::units::Unit;
use behorig_store::{Event, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Column, EmptyState, Fields, Icon, Page, PostForm, Row, Table};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::add::units_in;
use super::history::changed;
use super::{changed_meanwhile, id_in, is_stale, query};
use crate::records::{relative_columns, set_relative_columns};
use crate::rules::columns::ScheduleColumn;

/// Where the choices are.
pub(crate) const PATH: &str = "/installningar/hemtjanst";
static COLUMNS: FieldName = field("kolumner", "home-care-columns");
const UNIT: &str = "enhet";
/// What history calls them.
const KIND: &str = "home-care-unit";

/// The choices of a unit, or the units to choose among. Service 417 at the unit.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::HomeCareSettings).await?;
    let form = query(raw)?;
    let units = units_in(&mut visit, &scope).await?;
    let unit = match form.value(UNIT) {
        "" => match units.as_slice() {
            [only] => only.clone(),
            _ => return Ok(to_choose(&visit, &units)),
        },
        id => {
            let id: UnitId = id_in(id)?;
            visit.require(Service::HomeCareSettings, id).await?;
            units.into_iter().find(|unit| unit.id == id).ok_or(PageError::NotFound)?
        }
    };
    let chosen = relative_columns(visit.snapshot.get().await?, unit.id).await?;
    let mut form = Form::default();
    for column in &chosen.columns {
        form.fill(&COLUMNS, column.key());
    }
    let (page, body) = page(visit.lang, &unit, &form, chosen.version, Errors::new(), html! {});
    Ok(visit.show(&page, body))
}

/// Keeps the choices. Service 417 at the unit.
pub(crate) async fn save(mut submission: Submission) -> Result<Response, PageError> {
    let unit: UnitId = submission.form.value(UNIT).parse().map_err(|_| PageError::Malformed("no unit"))?;
    submission.visit.require(Service::HomeCareSettings, unit).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let column = |text: &str| ScheduleColumn::from_key(text).ok_or_else(|| COLUMNS.missing());
    let columns = submission.form.chosen(&COLUMNS, column, &mut errors);
    if columns.is_empty() && errors.is_empty() {
        errors.add(&COLUMNS, COLUMNS.missing());
    }
    let tx = submission.visit.snapshot.get().await?;
    let found = behorig_registers::units::find(tx, unit).await?.ok_or(PageError::NotFound)?;
    let before = relative_columns(tx, unit).await?;
    let mut above = html! {};
    if errors.is_empty() {
        let input = Input { seat: submission.visit.seat(), unit, version, columns };
        match submission.submit(input, saved).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-columns-saved")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) if is_stale(&error) => {
                errors.add_general("home-care-changed-meanwhile");
                above = changed_meanwhile(&mut submission.visit, (KIND, unit.uuid()), version, before.version).await?;
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let (page, body) = page(submission.visit.lang, &found, &submission.form, before.version, Errors::new(), above);
    Ok(submission.visit.show_again(&page.errors(&errors), body))
}

struct Input {
    seat: Seat,
    unit: UnitId,
    version: i64,
    columns: Vec<ScheduleColumn>,
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::HomeCareSettings, input.unit, now).await?;
        let before = relative_columns(tx, input.unit).await?;
        set_relative_columns(tx, input.unit, input.version, &input.columns).await?;
        let told = |columns: &[ScheduleColumn]| {
            Some(columns.iter().map(|column| Lang::Sv.t(column.text()).into_owned()).collect::<Vec<_>>().join(", "))
        };
        let change = changed("columns", told(&before.columns), told(&input.columns));
        let recorded = tx.record(Event::change("home-care.choose-columns", "unit", input.unit)).await?;
        tx.history(&recorded, KIND, input.unit.uuid(), &[change]).await?;
        Ok(recorded.with(format!("{PATH}?{UNIT}={}", input.unit)))
    })
}

fn to_choose(visit: &Visit, units: &[Unit]) -> Response {
    let lang = visit.lang;
    let rows = units.iter().map(|unit| Row::link(format!("{PATH}?{UNIT}={}", unit.id), unit.name.clone()));
    let body = if units.is_empty() {
        EmptyState::new(Icon::Home, lang.t("home-care-no-unit"), lang.t("home-care-no-unit-text")).render()
    } else {
        Table::new(lang.t("home-care-choose-unit"), [Column::new(lang.t("home-care-unit"))]).rows(rows).render()
    };
    visit.show(&Page::new(lang.t("home-care-settings")).lead(lang.t("home-care-choose-unit")), body)
}

fn page<'a>(lang: Lang, unit: &Unit, form: &Form, version: i64, errors: Errors, above: Markup) -> (Page<'a>, Markup) {
    let columns = ScheduleColumn::ALL.iter().map(|column| Choice::new(column.key(), lang.t(column.text())));
    let inside = html! {
        (Fields::new(lang, form, &errors).ticks(&COLUMNS).options(columns).columns())
        div.button-row { (Button::primary(lang.t("home-care-save"))) }
    };
    let form =
        PostForm::to(PATH, inside).once(Visit::form_key()).version(version).guarded().hidden(UNIT, unit.id.to_string());
    let page = Page::new(lang.t("home-care-settings")).section(unit.name.clone()).lead(unit.name.clone());
    (page, html! { (above) (form) })
}

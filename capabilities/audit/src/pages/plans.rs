//! *Plan*: how often each unit's log is reviewed, and until when the next review is to be signed.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Column, EmptyState, Fields, Icon, Page, Pager, PostForm, Row, Section, Table, Tone, side_by_side,
    tag,
};
use behorig_web::forms::{date, number};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::{A_PAGE, ASKED, NEW, PLANS, crumb_to_list, query, today};
use crate::records::places::{self, Reach};
use crate::records::plan::{self, Key, Plan, Planned, planned};
use crate::rules::is_overdue;

static UNIT: FieldName = field("enhet", "audit-unit");
static MONTHS: FieldName = field("manader", "audit-months");
static DUE: FieldName = field("klar", "audit-plan-due");
/// What takes a plan away.
const NONE: &str = "ingen";

/// The plans, the first due before the others, and the form for one. Service 400 somewhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ReviewLogs).await?;
    let after = Key::parse(query(raw)?.value("efter"));
    let errors = Errors::new();
    let (page, body) = page(&mut visit, after, &Form::default(), &errors).await?;
    Ok(visit.show(&page, body))
}

async fn page<'a>(
    visit: &mut Visit,
    after: Option<Key>,
    form: &Form,
    errors: &'a Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let scope = Reach::of(&viewer, now).all;
    let tx = visit.snapshot.get().await?;
    let units = places::units(tx, &scope).await?;
    let mut plans = plan::page(tx, &scope, None, after, ASKED).await?;
    let has_more = plans.len() > A_PAGE;
    plans.truncate(A_PAGE);
    let next = plans.last().filter(|_| has_more).map(|last| Key { due_on: last.due_on, unit: last.unit });
    let next = next.map(|key| format!("{PLANS}?efter={}", key.in_address()).into());
    let body = html! {
        @if plans.is_empty() {
            (EmptyState::new(Icon::Calendar, lang.t("audit-no-plans"), lang.t("audit-no-plans-text")))
        } @else {
            (table(lang, &plans, today(now)))
            (Pager::new(lang, after.map(|_| PLANS.into()), next, ""))
        }
        (planning(lang, &units, form, errors))
    };
    let page = Page::new(lang.t("audit-plans")).lead(lang.t("audit-plans-lead")).crumbs([crumb_to_list(lang)]);
    Ok((page.errors(errors), body))
}

fn table(lang: Lang, plans: &[Plan], today: Date) -> Markup {
    let columns = [
        Column::new(lang.t("audit-unit")),
        Column::new(lang.t("audit-every")),
        Column::new(lang.t("audit-plan-due")).unbroken(),
    ];
    let rows = plans.iter().map(|plan| {
        let due = html! {
            (plan.due_on)
            @if is_overdue(plan.due_on, today) { " " (tag(Tone::Danger, &lang.t("audit-state-overdue"))) }
        };
        Row::link(format!("{NEW}?enhet={}", plan.unit), plan.unit_name.clone())
            .cell(lang.tr("audit-every-months", &[("count", plan.every_months.into())]))
            .cell(due)
    });
    Table::new(lang.t("audit-plans"), columns).rows(rows).render()
}

fn planning(lang: Lang, units: &[(UnitId, String)], form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let fields = html! {
        (f.select(&UNIT).options(units).prompt(lang.t("audit-choose-unit")))
        (side_by_side(&html! { (f.number(&MONTHS)) (f.date(&DUE)) }))
        div.button-row {
            (Button::primary(lang.t("audit-plan-save")))
            (Button::secondary(lang.t("audit-plan-remove")).sends(NONE, "ja"))
        }
    };
    let form = PostForm::to(PLANS, fields).once(Visit::form_key()).guarded();
    Section::new(lang.t("audit-plan-heading"), form.render()).about(lang.t("audit-plan-about")).render()
}

/// What was filled in; a day that has been is no day to be ready by.
fn parse(form: &Form, today: Date, errors: &mut Errors) -> Option<(UnitId, Option<(i64, Date)>)> {
    let unit = form.required(&UNIT, |text| text.parse::<UnitId>().map_err(|_| UNIT.missing()), errors);
    if form.has(NONE) {
        return unit.map(|unit| (unit, None));
    }
    let months = form.required(&MONTHS, number(1..=60), errors);
    let due_on = form.required(&DUE, date, errors);
    if due_on.is_some_and(|day| day < today) {
        errors.add(&DUE, "audit-due-past");
    }
    let filled = (unit?, Some((months?, due_on?)));
    errors.is_empty().then_some(filled)
}

/// Writes a plan, or takes one away. Service 400 at the unit.
pub(crate) async fn save(mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::ReviewLogs).await?;
    let mut errors = Errors::new();
    let day = today(submission.visit.now);
    if let Some((unit, every)) = parse(&submission.form, day, &mut errors) {
        let told = if every.is_some() { "audit-plan-saved" } else { "audit-plan-removed" };
        let input = Planned { seat: submission.visit.seat(), unit, every };
        match submission.submit(input, planned).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, told)),
            Err(Rejected::Errors(found)) => errors = found,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    let (page, body) = page(&mut submission.visit, None, &form, &errors).await?;
    Ok(submission.visit.show_again(&page, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as civil;

    fn parsed(form: &str) -> (bool, Vec<String>) {
        let mut errors = Errors::new();
        let filled = parse(&Form::parse(form.as_bytes()).unwrap(), civil(2026, 11, 20), &mut errors);
        (filled.is_some(), errors.iter().map(|error| error.field.to_string()).collect())
    }

    #[test]
    fn a_plan_says_how_often_and_until_when_or_is_taken_away() {
        const UNIT: &str = "enhet=01010101-0101-0101-0101-010101010101";
        assert_eq!(parsed(&format!("{UNIT}&manader=3&klar=2026-12-01")), (true, vec![]));
        assert_eq!(
            parsed(&format!("{UNIT}&manader=0&klar=2026-11-19")),
            (false, vec!["manader".into(), "klar".into()])
        );
        assert_eq!(parsed(&format!("{UNIT}&ingen=ja")), (true, vec![]));
        assert_eq!(parsed("ingen=ja"), (false, vec!["enhet".into()]));
    }
}

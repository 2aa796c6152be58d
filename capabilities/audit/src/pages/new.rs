//! *Nytt stickprov*: where, when and by which rule; drawn at once.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_registers::units;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, link_button, side_by_side};
use behorig_web::forms::{date, number};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use jiff::Span;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{LIST, NEW, crumb_to_list, period, query, today};
use crate::records::candidates;
use crate::records::making::{Made, made};
use crate::records::places::{self, Reach};
use crate::records::plan;
use crate::rules::{Days, Hours, Rule, clock, sample};
use crate::words::{self, RULES};

static UNIT: FieldName = field("enhet", "audit-unit");
static RULE: FieldName = field("urval", "audit-rule");
static SHARE: FieldName = field("andel", "audit-share");
static BEGINS: FieldName = field("borjar", "audit-begins");
static ENDS: FieldName = field("slutar", "audit-ends");
static DUE: FieldName = field("klar", "audit-due");

/// What is proposed: the 30 days before today, a tenth of the staff, the hours of most offices, two weeks to judge.
const DAYS: i64 = 30;
const PROPOSED_SHARE: i64 = 10;
const PROPOSED_HOURS: Hours = Hours { begins: 7 * 60, ends: 18 * 60 };
const PROPOSED_WEEKS: i64 = 2;

/// The form. Service 400 somewhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ReviewLogs).await?;
    let asked = query(raw)?;
    let unit = asked.value(&UNIT.name).parse::<UnitId>().ok().or(visit.session.hat_unit);
    let form = proposed(&mut visit, unit).await?;
    let errors = Errors::new();
    let (page, body) = page(&mut visit, &form, &errors).await?;
    Ok(visit.show(&page, body))
}

/// What the form proposes at a unit.
async fn proposed(visit: &mut Visit, unit: Option<UnitId>) -> Result<Form, PageError> {
    let (now, viewer) = (visit.now, visit.viewer.clone());
    let today = today(now);
    let tx = visit.snapshot.get().await?;
    let mut due_on = today.saturating_add(Span::new().weeks(PROPOSED_WEEKS));
    let mut chosen = String::new();
    if let Some(unit) = unit
        && behorig_visit::permits(tx, &viewer, Service::ReviewLogs, unit, now).await?
    {
        chosen = unit.to_string();
        let planned = plan::of_unit(tx, unit).await?;
        due_on = planned.map(|plan| plan.due_on).filter(|day| *day >= today).unwrap_or(due_on);
    }
    let days = Days::until(today.yesterday().unwrap_or(today), DAYS);
    Ok(Form::filled([
        (&UNIT, chosen),
        (&period::FROM, days.from.to_string()),
        (&period::TO, days.to.to_string()),
        (&RULE, Rule::Share(PROPOSED_SHARE).key().to_owned()),
        (&SHARE, PROPOSED_SHARE.to_string()),
        (&BEGINS, words::of_clock(PROPOSED_HOURS.begins)),
        (&ENDS, words::of_clock(PROPOSED_HOURS.ends)),
        (&DUE, due_on.to_string()),
    ]))
}

async fn page<'a>(visit: &mut Visit, form: &Form, errors: &'a Errors) -> Result<(Page<'a>, Markup), PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let units = places::units(tx, &Reach::of(&viewer, now).all).await?;
    let page = Page::new(lang.t("audit-new")).lead(lang.t("audit-new-lead")).crumbs([crumb_to_list(lang)]);
    Ok((page.errors(errors), body(lang, &units, form, errors)))
}

fn body(lang: Lang, units: &[(UnitId, String)], form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let rules = RULES.iter().map(|(key, label)| {
        let choice = Choice::new(*key, lang.t(label));
        match lang.attribute(label, "hint") {
            Some(hint) => choice.hint(hint),
            None => choice,
        }
    });
    let fields = html! {
        (f.select(&UNIT).options(units).prompt(lang.t("audit-choose-unit")))
        (period::fields(&f))
        (f.radios(&RULE).options(rules))
        (f.number(&SHARE))
        (side_by_side(&html! { (f.code(&BEGINS)) (f.code(&ENDS)) }))
        (f.date(&DUE))
        div.button-row {
            (Button::primary(lang.t("audit-draw")))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    html! { (PostForm::to(NEW, fields).once(Visit::form_key()).guarded()) }
}

/// What was filled in.
struct Filled {
    unit: UnitId,
    days: Days,
    rule: Rule,
    due_on: Date,
}

impl Filled {
    fn parse(form: &Form, today: Date, errors: &mut Errors) -> Option<Self> {
        let unit = form.required(&UNIT, |text| text.parse::<UnitId>().map_err(|_| UNIT.missing()), errors);
        let from = form.required(&period::FROM, date, errors);
        let to = form.required(&period::TO, date, errors);
        let days = from.zip(to).map(|(from, to)| Days { from, to });
        if let Some(days) = days {
            period::check(days, errors);
            // Of a day that is not over nobody could draw the same again.
            if days.to >= today {
                errors.add(&period::TO, "audit-to-not-over");
            }
        }
        let rule = rule_of(form, errors);
        let due_on = form.required(&DUE, date, errors);
        if due_on.is_some_and(|day| day < today) {
            errors.add(&DUE, "audit-due-past");
        }
        let filled = Self { unit: unit?, days: days?, rule: rule?, due_on: due_on? };
        errors.is_empty().then_some(filled)
    }
}

/// The rule, with the numbers that it asks for; those of the others may be anything.
fn rule_of(form: &Form, errors: &mut Errors) -> Option<Rule> {
    let key = form.required(&RULE, |text| known(text).ok_or_else(|| RULE.missing()), errors)?;
    match key {
        "share" => form.required(&SHARE, number(1..=100), errors).map(Rule::Share),
        "hours" => {
            let of = |text: &str| clock(text).ok_or_else(|| Message::new("audit-clock-wrong"));
            let begins = form.required(&BEGINS, of, errors);
            let ends = form.required(&ENDS, of, errors);
            let (begins, ends) = begins.zip(ends)?;
            if ends <= begins {
                errors.add(&ENDS, "audit-ends-before");
                return None;
            }
            Some(Rule::OutsideHours(Hours { begins, ends }))
        }
        other => Rule::from_stored(other, None, None, None),
    }
}

fn known(key: &str) -> Option<&'static str> {
    RULES.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
}

/// Draws the sample and makes the review. Service 400 at the unit; what lies below is drawn from where it is held below too.
pub(crate) async fn make(mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::ReviewLogs).await?;
    let mut errors = Errors::new();
    let day = today(submission.visit.now);
    if let Some(filled) = Filled::parse(&submission.form, day, &mut errors) {
        let drawn = draw(&mut submission.visit, &filled).await?;
        match submission.submit(drawn, made).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "audit-made")),
            Err(Rejected::Errors(found)) => errors = found,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    let (page, body) = page(&mut submission.visit, &form, &errors).await?;
    Ok(submission.visit.show_again(&page, body))
}

/// Draws it, outside the change: the log of days that are over is read for long and changes no more.
async fn draw(visit: &mut Visit, filled: &Filled) -> Result<Made, PageError> {
    let (viewer, now, seat) = (visit.viewer.clone(), visit.now, visit.seat());
    visit.require(Service::ReviewLogs, filled.unit).await?;
    let tx = visit.snapshot.get().await?;
    let reach = Reach::of(&viewer, now);
    let chain = units::chain_ids(tx, filled.unit).await?;
    let branch = reach.covers_below(&chain);
    let found = candidates(tx, &reach.all, (filled.unit, branch), filled.days, filled.rule.hours()).await?;
    let seed = uuid::Uuid::new_v4().simple().to_string();
    let sample = sample(filled.rule, &seed, &found);
    let Filled { unit, days, rule, due_on } = *filled;
    Ok(Made { seat, unit, branch, days, rule, seed, due_on, sample })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as civil;

    fn wrong(change: &str) -> Vec<(String, String)> {
        let form = format!(
            "{change}&enhet=01010101-0101-0101-0101-010101010101&fran=2026-10-01&till=2026-10-31&urval=share&andel=10&klar=2026-12-01"
        );
        let mut errors = Errors::new();
        Filled::parse(&Form::parse(form.as_bytes()).unwrap(), civil(2026, 11, 20), &mut errors);
        errors.iter().map(|error| (error.field.to_string(), error.message.id().to_owned())).collect()
    }

    #[test]
    fn a_sample_is_asked_for_whole_and_of_days_that_are_over() {
        let one = |field: &str, id: &str| vec![(field.to_owned(), id.to_owned())];
        assert_eq!(wrong(""), []);
        assert_eq!(wrong("till=2026-11-20"), one("till", "audit-to-not-over"));
        assert_eq!(wrong("till=2026-09-30"), one("till", "audit-to-before"));
        assert_eq!(wrong("fran=2024-10-01"), one("fran", "audit-period-long"));
        assert_eq!(wrong("andel=0"), one("andel", "web-number-wrong"));
        assert_eq!(wrong("andel=101"), one("andel", "web-number-wrong"));
        assert_eq!(wrong("klar=2026-11-19"), one("klar", "audit-due-past"));
        assert_eq!(wrong("urval=whim"), one("urval", "web-missing"));
        assert_eq!(wrong("enhet=x"), one("enhet", "web-missing"));
        assert_eq!(wrong("urval=hours&borjar=18:00&slutar=07:00"), one("slutar", "audit-ends-before"));
        assert_eq!(wrong("urval=hours&borjar=sju&slutar=18"), one("borjar", "audit-clock-wrong"));
        assert_eq!(wrong("urval=unrelated&andel=tio"), []);
    }
}

//! The fields of an assignment: filled, parsed and shown.

use behorig_web::components::{Choice, Fields, Width, side_by_side};
use behorig_web::forms::{date, number};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

use super::{clock, clock_in_field};
use crate::records::{Intervention, NewAssignment};
use crate::rules::recurrence::{LONGEST, MOST_STAFF, RAREST, Recurrence, RecurrenceError, SHORTEST, Weekdays};

static WEEKDAYS: FieldName = field("veckodagar", "home-care-weekdays");
static EVERY: FieldName = field("var-n-vecka", "home-care-every");
static FROM: FieldName = field("fran", "home-care-first-day");
static TO: FieldName = field("till", "home-care-last-day");
pub(super) static START: FieldName = field("borjar", "home-care-start");
static WINDOW: FieldName = field("senast", "home-care-window");
pub(super) static LENGTH: FieldName = field("langd", "home-care-length");
pub(super) static STAFF: FieldName = field("antal", "home-care-staff-needed");
static MINUTES: FieldName = field("minuter", "home-care-minutes-each");

/// A new assignment as it is first shown.
pub(super) fn first_filled(today: Date) -> Form {
    Form::filled([(&EVERY, "1".to_owned()), (&FROM, today.to_string()), (&STAFF, "1".to_owned())])
}

/// An assignment as its form shows it.
pub(super) fn as_filled(new: &NewAssignment) -> Form {
    let plan = &new.recurrence;
    let mut form = Form::filled([
        (&EVERY, plan.every_weeks.to_string()),
        (&FROM, plan.from.to_string()),
        (&TO, plan.to.map(|day| day.to_string()).unwrap_or_default()),
        (&START, clock_in_field(plan.start)),
        (&WINDOW, plan.window_to.map(clock_in_field).unwrap_or_default()),
        (&LENGTH, plan.length.to_string()),
        (&STAFF, new.staff_needed.to_string()),
    ]);
    for day in plan.weekdays.iter() {
        form.fill(&WEEKDAYS, number_of(day));
    }
    for (id, minutes) in &new.interventions {
        form.fill(&MINUTES.on_row(id), minutes.to_string());
    }
    form
}

fn number_of(day: Weekday) -> String {
    (day.to_monday_zero_offset() + 1).to_string()
}

/// What was filled in, where it can be an assignment.
pub(super) fn parse(form: &Form, interventions: &[Intervention], errors: &mut Errors) -> Option<NewAssignment> {
    let day = |text: &str| {
        let offset = text.parse::<i8>().ok().and_then(|number| number.checked_sub(1));
        offset.and_then(|offset| Weekday::from_monday_zero_offset(offset).ok()).ok_or_else(|| WEEKDAYS.missing())
    };
    let weekdays = form.chosen(&WEEKDAYS, day, errors).into_iter().fold(Weekdays::default(), Weekdays::with);
    let every_weeks = form.required(&EVERY, number(1..=RAREST), errors);
    let from = form.required(&FROM, date, errors);
    let to = form.optional(&TO, date, errors);
    let start = form.required(&START, clock, errors);
    let window_to = form.optional(&WINDOW, clock, errors);
    let length = form.required(&LENGTH, number(SHORTEST..=LONGEST), errors);
    let staff_needed = form.required(&STAFF, number(1..=MOST_STAFF), errors);
    let mut parts = Vec::new();
    for one in interventions.iter().filter(|one| one.ended_at.is_none()) {
        if let Some(minutes) = form.optional(&MINUTES.on_row(one.id), number(1..=LONGEST), errors) {
            parts.push((one.id, minutes));
        }
    }
    if !errors.is_empty() {
        if weekdays == Weekdays::default() && errors.of(&WEEKDAYS.name).is_none() {
            errors.add(&WEEKDAYS, WEEKDAYS.missing());
        }
        return None;
    }
    let (every_weeks, from, start, length) = (every_weeks?, from?, start?, length?);
    let recurrence = Recurrence { weekdays, every_weeks, from, to, start, window_to, length };
    for error in recurrence.check().err().unwrap_or_default() {
        tell(error, errors);
    }
    let new = NewAssignment { recurrence, staff_needed: staff_needed?, interventions: parts };
    let first = interventions.iter().find(|one| one.ended_at.is_none()).map(|one| MINUTES.on_row(one.id));
    if new.interventions.is_empty() {
        match first {
            Some(first) => errors.add(&first, "home-care-no-part"),
            None => errors.add_general("home-care-decide-first"),
        }
    } else if new.granted_minutes() > length {
        errors.add(&LENGTH, Message::new("home-care-parts-longer").with("minutes", new.granted_minutes()));
    }
    errors.is_empty().then_some(new)
}

fn tell(error: RecurrenceError, errors: &mut Errors) {
    match error {
        RecurrenceError::NoWeekday => errors.add(&WEEKDAYS, WEEKDAYS.missing()),
        RecurrenceError::EveryWeeks => {
            errors.add(&EVERY, Message::new("web-number-wrong").with("min", 1).with("max", RAREST));
        }
        RecurrenceError::EndsBeforeItBegins => errors.add(&TO, "home-care-ends-before"),
        RecurrenceError::Start => errors.add(&START, "home-care-time-wrong"),
        RecurrenceError::Window => errors.add(&WINDOW, "home-care-window-wrong"),
        RecurrenceError::Length => {
            errors.add(&LENGTH, Message::new("web-number-wrong").with("min", SHORTEST).with("max", LONGEST));
        }
        RecurrenceError::OverlapsItself => errors.add(&LENGTH, "home-care-overlaps-itself"),
    }
}

/// The fields, with one for each intervention that is decided.
pub(super) fn fields(lang: Lang, form: &Form, errors: &Errors, interventions: &[&Intervention]) -> Markup {
    let fields = Fields::new(lang, form, errors);
    let days = Weekday::Monday.cycle_forward().take(7);
    let days = days.map(|day| Choice::new(number_of(day), format::weekday(lang, day)));
    let each: Vec<(FieldName, &Intervention)> =
        interventions.iter().map(|one| (MINUTES.on_row(one.id), *one)).collect();
    html! {
        (fields.ticks(&WEEKDAYS).options(days).columns())
        (fields.number(&EVERY))
        (side_by_side(&html! { (fields.date(&FROM)) (fields.date(&TO).optional()) }))
        (side_by_side(&html! {
            (fields.text(&START).width(Width::Short).autocomplete("off"))
            (fields.text(&WINDOW).width(Width::Short).autocomplete("off").optional())
        }))
        (fields.number(&LENGTH))
        (staff(&fields, lang))
        fieldset.field {
            legend { (lang.t("home-care-parts")) }
            @if each.is_empty() { p { (lang.t("home-care-decide-first")) } }
            @for (name, one) in &each { (fields.number(name).label(one.decided.name.clone()).optional()) }
        }
    }
}

/// How many make a visit.
pub(super) fn staff(fields: &Fields<'_>, lang: Lang) -> Markup {
    let how_many = (1..=MOST_STAFF).map(|count| {
        let words = if count == 2 { lang.t("home-care-double").into_owned() } else { count.to_string() };
        Choice::new(count.to_string(), words)
    });
    html! { (fields.select(&STAFF).options(how_many)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::NewIntervention;
    use crate::rules::amounts::{Law, Per};
    use crate::{CustomerId, InterventionId};
    use jiff::civil::date as day;

    fn shower() -> Intervention {
        Intervention {
            id: InterventionId::new(uuid::Uuid::from_bytes([3; 16])),
            customer: CustomerId::new(uuid::Uuid::from_bytes([4; 16])),
            decided: NewIntervention {
                name: "Dusch".to_owned(),
                law: Law::Sol,
                minutes: 60,
                per: Per::Week,
                decided_on: day(2026, 11, 1),
                from: day(2026, 11, 1),
                to: None,
            },
            ended_at: None,
            version: 1,
        }
    }

    fn typed(changes: &[(&str, &str)]) -> Result<NewAssignment, Vec<String>> {
        let part = format!("minuter.{}", shower().id);
        let good = [
            ("veckodagar", "1"),
            ("var-n-vecka", "1"),
            ("fran", "2026-11-20"),
            ("borjar", "08:00"),
            ("langd", "30"),
            ("antal", "1"),
            (part.as_str(), "30"),
        ];
        let kept = good.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
        let body: Vec<String> = kept.chain(changes).map(|(name, value)| format!("{name}={value}")).collect();
        let form = Form::parse(body.join("&").as_bytes()).unwrap();
        let mut errors = Errors::new();
        parse(&form, &[shower()], &mut errors)
            .ok_or_else(|| errors.iter().map(|error| error.field.to_string()).collect())
    }

    #[test]
    fn an_assignment_comes_back_from_its_form() {
        let new = typed(&[("veckodagar", "3"), ("senast", "09:30"), ("till", "2027-01-31"), ("antal", "2")]).unwrap();
        let mut errors = Errors::new();
        assert_eq!(parse(&as_filled(&new), &[shower()], &mut errors), Some(new));
    }

    #[test]
    fn what_cannot_be_is_told_beside_its_field() {
        let wrong = |changes: &[(&str, &str)]| typed(changes).unwrap_err();
        assert_eq!(wrong(&[("var-n-vecka", "0")]), ["var-n-vecka"]);
        assert_eq!(wrong(&[("var-n-vecka", "10000")]), ["var-n-vecka"]);
        assert_eq!(wrong(&[("langd", "0")]), ["langd"]);
        assert_eq!(wrong(&[("langd", "-30")]), ["langd"]);
        assert_eq!(wrong(&[("langd", "20")]), ["langd"], "more is to be done than there is time for");
        assert_eq!(wrong(&[("senast", "07:00")]), ["senast"]);
        assert_eq!(wrong(&[("till", "2026-11-19")]), ["till"]);
        assert_eq!(wrong(&[("veckodagar", "")]), ["veckodagar"]);
        assert_eq!(wrong(&[("veckodagar", "8")]), ["veckodagar"]);
        assert_eq!(wrong(&[("antal", "40")]), ["antal"]);
        let each = format!("minuter.{}", shower().id);
        assert_eq!(wrong(&[(each.as_str(), "")]), [each.as_str()]);
    }
}

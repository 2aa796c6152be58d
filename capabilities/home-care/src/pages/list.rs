//! *Alla kunder*: staff see those of their units, a relative the one whom the grant names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Hat, Service, UnitId};
use behorig_registers::persons::Protection;
use behorig_registers::units::{self, Unit};
use behorig_store::{ActivityType, Event, Tx};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Cell, Choice, Column, EmptyState, Filters, Icon, Page, Pager, Row, Table, Tone, tag,
};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{LIST, path_of, query};
use crate::ScheduleColumn;
use crate::records::list::{self, Line, Listed, Place, Question, Shown};
use crate::records::{event, relative_columns};

impl Shown {
    const CHOICES: [(Self, &'static str, &'static str); 3] = [
        (Self::Current, "", "home-care-shown-current"),
        (Self::Ended, "avslutade", "home-care-shown-ended"),
        (Self::All, "alla", "home-care-shown-all"),
    ];

    fn from_word(word: &str) -> Self {
        Self::CHOICES.iter().find(|choice| choice.1 == word).map_or(Self::Current, |choice| choice.0)
    }

    fn word(self) -> &'static str {
        Self::CHOICES.iter().find(|choice| choice.0 == self).map_or("", |choice| choice.1)
    }
}

/// What the address asks for.
struct Asked {
    name: String,
    shown: Shown,
    place: Place,
}

/// The list. Service 413; a relative, and staff who see schedules alone, by service 262.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let service = service_of(&visit);
    visit.require_somewhere(service).await?;
    let form = query(raw)?;
    let place = match (form.value("efter").parse(), form.value("fore").parse()) {
        (Ok(id), _) => Place::After(id),
        (_, Ok(id)) => Place::Before(id),
        _ => Place::Top,
    };
    // Identity numbers never stand in an address: one that was typed here is dropped before anything is done with it.
    let typed = form.value("namn").trim();
    let name = if typed.chars().any(char::is_numeric) { "" } else { typed };
    let asked = Asked { name: name.to_owned(), shown: Shown::from_word(form.value("visa")), place };
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let question = Question { viewer: &viewer, service, name: &asked.name, shown: asked.shown, place: asked.place };
    let tx = visit.snapshot.get().await?;
    let mut listed = list::page(tx, &question, now).await?;
    if visit.session.hat == Hat::Relative {
        hide_times(tx, &mut listed.lines).await?;
    }
    if !listed.lines.is_empty() {
        let event = reading(&mut visit, &listed.lines).await?;
        visit.record_reading(event).await?;
    }
    let may_add = visit.may_somewhere(Service::EditCustomers);
    let lang = visit.lang;
    let page = Page::new(lang.t("home-care-all-customers"))
        .lead(lang.t(if service == Service::ViewCustomers { "home-care-lead" } else { "home-care-lead-relative" }))
        .actions(html! {
            @if may_add { (Button::primary_link(super::add::PATH, lang.t("home-care-new-customer")).icon(Icon::Plus)) }
        })
        .wide();
    Ok(visit.show(&page, body(lang, service, &asked, &listed)))
}

/// Where the unit doesn't show relatives when visits begin, neither does the list.
async fn hide_times(tx: &mut Tx, lines: &mut [Line]) -> Result<(), PageError> {
    for line in lines {
        let shown = relative_columns(tx, line.unit).await?.columns;
        line.next_is_hidden = !shown.contains(&ScheduleColumn::PlannedStart);
    }
    Ok(())
}

fn service_of(visit: &Visit) -> Service {
    let schedule = Service::AssignmentScheduleWeb;
    let schedule_alone = !visit.may_somewhere(Service::ViewCustomers) && visit.may_somewhere(schedule);
    if visit.session.hat == Hat::Relative || schedule_alone { schedule } else { Service::ViewCustomers }
}

/// One event for the page, with everyone on it at their own unit.
async fn reading(visit: &mut Visit, lines: &[Line]) -> Result<Event, PageError> {
    let tx = visit.snapshot.get().await?;
    let mut chains: HashMap<UnitId, Vec<Unit>> = HashMap::new();
    let mut whole: Option<Event> = None;
    for line in lines {
        if let Entry::Vacant(place) = chains.entry(line.unit) {
            place.insert(units::chain(tx, line.unit).await?);
        }
        let chain = chains.get(&line.unit).map(Vec::as_slice).unwrap_or_default();
        let subject = (line.customer, &line.person.number, line.person.full_name());
        let one = event(ActivityType::Read, "home-care.list", chain, std::iter::once(subject));
        match &mut whole {
            None => whole = Some(one),
            Some(whole) => whole.resources.extend(one.resources),
        }
    }
    whole.ok_or(PageError::NotFound)
}

fn body(lang: Lang, service: Service, asked: &Asked, listed: &Listed) -> Markup {
    let shown = lang.tr("home-care-shown", &[("count", listed.lines.len().into())]);
    let choices = Shown::CHOICES.iter().map(|(_, word, label)| Choice::new(*word, lang.t(label)));
    let staff = service == Service::ViewCustomers;
    html! {
        @if staff {
            (Filters::new(lang, LIST, shown.clone())
                .search("namn", lang.t("home-care-search"), &asked.name)
                .select("visa", lang.t("home-care-show"), choices, asked.shown.word()))
        }
        @if listed.lines.is_empty() { (nobody(lang, asked)) } @else {
            (table(lang, listed, staff))
            (pager(lang, asked, listed, &shown))
        }
    }
}

fn nobody(lang: Lang, asked: &Asked) -> EmptyState<'static> {
    if asked.name.is_empty() {
        EmptyState::new(Icon::People, lang.t("home-care-none"), lang.t("home-care-none-text"))
    } else {
        EmptyState::new(Icon::Search, lang.t("home-care-none-found"), lang.t("home-care-none-found-text"))
    }
}

fn table(lang: Lang, listed: &Listed, staff: bool) -> Markup {
    let mut columns = vec![Column::new(lang.t("home-care-name"))];
    if staff {
        columns.push(Column::new(lang.t("home-care-number")).unbroken());
    }
    columns.push(Column::new(lang.t("home-care-unit")));
    columns.push(Column::new(lang.t("home-care-next-visit")));
    let rows = listed.lines.iter().map(|line| row(lang, line, staff));
    Table::new(lang.t("home-care-all-customers"), columns).rows(rows).render()
}

fn row(lang: Lang, line: &Line, staff: bool) -> Row<'static> {
    let person = &line.person;
    let name: Cell = html! {
        (person.family_name) ", " (person.given_name)
        @if person.protection != Protection::None { " " (tag(Tone::Danger, &lang.t("web-protected"))) }
    }
    .into();
    let mut row = if staff {
        Row::link(path_of(line.customer, ""), name).cell(person.number.shown())
    } else {
        Row::link(path_of(line.customer, "/kunduppdrag"), name)
    };
    row = row.cell(line.unit_name.clone());
    match (line.next, line.to) {
        (_, None) if line.next_is_hidden => row.cell(""),
        (Some(_), Some(_)) if line.next_is_hidden => row.cell(""),
        // A time is never broken at its point.
        (Some(next), _) => row.cell(html! { (format::date_time(lang, next.0)) }),
        (None, Some(to)) => row.cell(lang.tr("home-care-ends", &[("day", to.to_string().into())])).muted(true),
        (None, None) => row.cell(lang.t("home-care-no-visit")),
    }
}

fn pager(lang: Lang, asked: &Asked, listed: &Listed, shown: &str) -> Pager<'static> {
    let path = |word: &str, line: Option<&Line>| {
        let customer = line?.customer;
        let (name, which) = (encoded(&asked.name), asked.shown.word());
        let search = if name.is_empty() { String::new() } else { format!("namn={name}&") };
        let which = if which.is_empty() { String::new() } else { format!("visa={which}&") };
        Some(format!("{LIST}?{search}{which}{word}={customer}").into())
    };
    let before = listed.lines.first().filter(|_| listed.more_before);
    let after = listed.lines.last().filter(|_| listed.more_after);
    Pager::new(lang, path("fore", before), path("efter", after), shown.to_owned())
}

/// A name as a value of an address.
fn encoded(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

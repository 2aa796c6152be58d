//! *Invånare*: everyone who is approved for communication with the hat's unit, or has a handed-out case type there.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{GrantId, Service, UnitId};
use behorig_registers::persons::Protection;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Cell, Choice, Column, EmptyState, Fields, Filters, Icon, Notice, Page, Pager, PostForm, Row, Table, Tone,
    tag,
};
use behorig_web::paths::query_value;
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::{LIST, day, last_day, own_clinic, page_of, reading, removal, what_in_words};
use crate::records::list::{self, Line, Listed, Place, Question, Shown};
use crate::records::{Held, What};
use crate::rules::Sight;

/// The list after a number was searched for.
const NAME_ONLY: &str = "/invanare?sok=namn";
/// The number that one on the list is sought by; it is posted and never stands in an address.
pub(crate) static NUMBER_SOUGHT: FieldName = field("personnummer", "residents-number-sought");

impl Shown {
    const CHOICES: [(Self, &'static str, &'static str); 4] = [
        (Self::All, "", "residents-shown-all"),
        (Self::Approved, "godkanda", "residents-shown-approved"),
        (Self::HandedOut, "utdelade", "residents-shown-handed-out"),
        (Self::EndingSoon, "upphor", "residents-shown-ending"),
    ];

    fn from_word(word: &str) -> Self {
        Self::CHOICES.iter().find(|choice| choice.1 == word).map_or(Self::All, |choice| choice.0)
    }

    fn word(self) -> &'static str {
        Self::CHOICES.iter().find(|choice| choice.0 == self).map_or("", |choice| choice.1)
    }
}

/// What the address asks for.
pub(crate) struct Asked {
    name: String,
    shown: Shown,
    place: Place,
    had_number: bool,
}

impl Asked {
    fn from_query(query: Option<String>) -> Result<Self, PageError> {
        let form = Form::parse(query.unwrap_or_default().as_bytes())
            .map_err(|_| PageError::Malformed("a query that no list has"))?;
        let place = match (form.value("efter").parse(), form.value("fore").parse()) {
            (Ok(grant), _) => Place::After(grant),
            (_, Ok(grant)) => Place::Before(grant),
            _ => Place::Top,
        };
        Ok(Self {
            name: form.value("namn").trim().to_owned(),
            shown: Shown::from_word(form.value("visa")),
            place,
            had_number: form.value("sok") == "namn",
        })
    }

    /// The whole list from its top.
    pub(crate) fn everyone() -> Self {
        Self { name: String::new(), shown: Shown::All, place: Place::Top, had_number: false }
    }

    /// Identity numbers never stand in an address: one that was typed here is dropped before anything is done with it.
    fn holds_a_number(&self) -> bool {
        self.name.chars().any(|letter| letter.is_numeric())
    }
}

/// The list. Service 401 at the hat's unit; protected persons by service 404.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let unit = own_clinic(&mut visit, Service::ViewResidents).await?;
    let asked = Asked::from_query(query)?;
    if asked.holds_a_number() {
        return Ok(Redirect::to(NAME_ONLY).into_response());
    }
    let errors = Errors::new();
    let (page, body) = page(&mut visit, unit, &asked, &Form::default(), &errors).await?;
    Ok(visit.show(&page, body))
}

/// What the visitor may do with the list.
#[derive(Clone, Copy)]
struct May {
    approve: bool,
    hand_out: bool,
}

/// The page with its list, after the log has been told who is on it.
pub(crate) async fn page<'a>(
    visit: &mut Visit,
    unit: UnitId,
    asked: &Asked,
    form: &Form,
    errors: &'a Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let may = May {
        approve: visit.permits(Service::ApproveResidents, unit).await?,
        hand_out: visit.permits(Service::HandOutCaseTypes, unit).await?,
    };
    let listed = listed(visit, unit, asked).await?;
    if !listed.lines.is_empty() {
        let subjects = listed.lines.iter().map(|line| (line.person.id, &line.person.number, line.person.full_name()));
        visit.record_reading(reading("residents.list", &visit.hat_chain, subjects)).await?;
    }
    let lang = visit.lang;
    let unit_name = visit.hat_chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
    let actions = html! {
        @if may.hand_out { (Button::link(super::hand_out::PATH, lang.t("residents-hand-out"))) }
        @if may.approve { (Button::primary_link(super::approve::PATH, lang.t("residents-approve")).icon(Icon::Plus)) }
    };
    let page = Page::new(lang.t("residents-title"))
        .lead(lang.tr("residents-lead", &[("unit", unit_name.into())]))
        .actions(actions)
        .errors(errors)
        .wide();
    Ok((page, body(lang, may, asked, &listed, (form, errors))))
}

async fn listed(visit: &mut Visit, unit: UnitId, asked: &Asked) -> Result<Listed, PageError> {
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let sight = Sight::of(&visit.viewer, &chain, visit.now);
    let question = Question { unit, name: &asked.name, shown: asked.shown, place: asked.place, sight: &sight };
    let now = visit.now;
    Ok(list::page(visit.snapshot.get().await?, &question, now).await?)
}

fn body(lang: Lang, may: May, asked: &Asked, listed: &Listed, (form, errors): (&Form, &Errors)) -> Markup {
    let shown = lang.tr("residents-shown", &[("count", listed.lines.len().into())]);
    let choices = Shown::CHOICES.iter().map(|(_, word, label)| Choice::new(*word, lang.t(label)));
    html! {
        @if asked.had_number { (Notice::new(Tone::Warning, lang.t("residents-name-only"))) }
        (Filters::new(lang, LIST, shown.clone())
            .search("namn", lang.t("residents-search"), &asked.name)
            .select("visa", lang.t("residents-show"), choices, asked.shown.word()))
        (by_number(lang, form, errors))
        @if listed.lines.is_empty() { (nobody(lang, asked)) } @else {
            @if may.approve || may.hand_out {
                @let ticked = html! {
                    (table(lang, listed, true))
                    div.button-row { (Button::secondary(lang.t("residents-remove-ticked"))) }
                };
                (PostForm::to(removal::MANY, ticked))
            } @else { (table(lang, listed, false)) }
            (pager(lang, asked, listed, &shown))
        }
    }
}

/// The search by number: posted, since a number may not stand in an address.
fn by_number(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let fields = html! {
        (Fields::new(lang, form, errors).identity_number(&NUMBER_SOUGHT))
        (Button::secondary(lang.t("residents-find")))
    };
    html! {
        details.by-number open[!errors.is_empty()] {
            summary { (lang.t("residents-find-by-number")) }
            (PostForm::to(super::lookup::PATH, fields))
        }
    }
}

fn nobody(lang: Lang, asked: &Asked) -> EmptyState<'static> {
    if !asked.name.is_empty() {
        EmptyState::new(Icon::Search, lang.t("residents-none-found"), lang.t("residents-none-found-text"))
    } else if asked.shown == Shown::All {
        EmptyState::new(Icon::People, lang.t("residents-none"), lang.t("residents-none-text"))
    } else {
        EmptyState::new(Icon::People, lang.t("residents-none-such"), lang.t("residents-none-such-text"))
    }
}

fn table(lang: Lang, listed: &Listed, ticks: bool) -> Markup {
    let mut columns = vec![
        Column::new(lang.t("residents-name")),
        Column::new(lang.t("residents-number")).unbroken(),
        Column::new(lang.t("residents-holds")),
    ];
    if ticks {
        columns.push(Column::new(lang.t("residents-tick")));
    }
    let rows = listed.lines.iter().filter_map(|line| Some(row(lang, line, line.grant()?, ticks)));
    Table::new(lang.t("residents-caption"), columns).rows(rows).render()
}

fn row(lang: Lang, line: &Line, grant: GrantId, ticks: bool) -> Row<'static> {
    let person = &line.person;
    let protected = lang.t("web-protected");
    let name: Cell = html! {
        (person.family_name) ", " (person.given_name)
        @if person.protection != Protection::None { " " (tag(Tone::Danger, &protected)) }
    }
    .into();
    let holds: Cell = html! {
        ul { @for held in &line.held { li { (held_in_words(lang, held)) } } }
    }
    .into();
    let row = Row::link(page_of(grant, ""), name).cell(person.number.shown()).cell(holds);
    if !ticks {
        return row;
    }
    let label = lang.tr("residents-tick-one", &[("name", person.full_name().into())]);
    let id = format!("vald-{grant}");
    row.cell(html! {
        span.choice {
            input type="checkbox" id=(id) name=(removal::TICKED) value=(grant);
            label for=(id) { span.reader-only { (label) } }
        }
    })
}

/// `Godkänd för kommunikation 2026-11-20 – tills vidare`.
fn held_in_words(lang: Lang, held: &Held) -> Markup {
    let what = match &held.what {
        What::Approval if held.is_by_catchment() => lang.t("residents-holds-catchment").into_owned(),
        What::CaseType(_, name) => lang.tr("residents-holds-type", &[("type", name.as_str().into())]).into_owned(),
        what => what_in_words(lang, what),
    };
    html! {
        (what)
        " " span.hint {
            span.nowrap { (day(held.period.from)) " –" } " " span.nowrap { (last_day(lang, held.period.to)) }
        }
    }
}

fn pager(lang: Lang, asked: &Asked, listed: &Listed, shown: &str) -> Pager<'static> {
    let path = |word: &str, line: Option<&Line>| {
        let grant = line.and_then(Line::grant)?;
        let (name, which) = (query_value(&asked.name), asked.shown.word());
        let search = if name.is_empty() { String::new() } else { format!("namn={name}&") };
        let which = if which.is_empty() { String::new() } else { format!("visa={which}&") };
        Some(format!("{LIST}?{search}{which}{word}={grant}").into())
    };
    let before = listed.lines.first().filter(|_| listed.more_before);
    let after = listed.lines.last().filter(|_| listed.more_after);
    Pager::new(lang, path("fore", before), path("efter", after), shown.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_looks_like_a_number_is_not_searched_for() {
        let asked = |query: &str| Asked::from_query(Some(query.to_owned())).unwrap();
        assert!(asked("namn=19800101-2389").holds_a_number());
        assert!(asked("namn=198001").holds_a_number());
        assert!(!asked("namn=Ek").holds_a_number());
    }

    #[test]
    fn a_place_is_a_grant_and_anything_else_is_the_top() {
        let id = "0197a0b0-0000-7000-8000-000000000001";
        let place = |query: String| Asked::from_query(Some(query)).unwrap().place;
        assert_eq!(place(format!("efter={id}")), Place::After(id.parse().unwrap()));
        assert_eq!(place(format!("fore={id}")), Place::Before(id.parse().unwrap()));
        assert_eq!(place("efter=Ek".to_owned()), Place::Top);
    }

    #[test]
    fn each_way_to_look_at_the_list_has_an_address_of_its_own() {
        for (shown, word, _) in Shown::CHOICES {
            assert_eq!((Shown::from_word(word), shown.word()), (shown, word));
        }
        assert_eq!(Shown::from_word("allt"), Shown::All);
    }
}

//! *Behörighetsregister*: who has what, where, since when and on whose word.

use std::borrow::Cow;

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Redirect, Response};
use behorig_access::{Service, UnitId};
use behorig_identity::{HsaId, looks_like_identity_number};
use behorig_visit::{PageError, Visit, role_name};
use behorig_web::components::{
    Button, Chip, Choice, Column, EmptyState, Filters, Icon, Notice, Page, Pager, Row, Table, Tone, tag,
};
use behorig_web::paths::query_value;
use behorig_web::{Form, Lang, format, forms};
use maud::{Markup, Render, html};

use super::unit_filter::UnitFilter;
use super::{IMPORT, REGISTER, organisation, query};
use crate::records::filter::Filter;
use crate::records::register::{self, Edge, Found, Line};
use crate::rules::day::AsOf;

pub(super) const UNIT: &str = "enhet";
pub(super) const UNIT_NAME: &str = "enhetsnamn";
pub(super) const ROLE: &str = "behorighet";
pub(super) const PERSON: &str = "person";
pub(super) const DAY: &str = "dag";
const AFTER: &str = "efter";
const BEFORE: &str = "fore";

/// The register. Service 420, as far as it is held.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ViewPermissionRegister).await?;
    let query = query(raw)?;
    if let Some(away) = led_away(&visit, &query) {
        return Ok(away);
    }
    let (filter, day_fault) = filter_of(&visit, &query);
    let links = Links { query: &query, day: day_fault.is_none() };
    let organisation = organisation(&mut visit, Service::ViewPermissionRegister).await?;
    let tx = visit.snapshot.get().await?;
    let units = UnitFilter::of(tx, &scope, &query).await?;
    if let Some(unit) = units.meant() {
        return Ok(Redirect::to(&links.to_unit(unit)).into_response());
    }
    let roles = register::roles(tx, organisation).await?;
    let found = register::page(tx, &scope, &filter, edge_of(&query)).await?;
    let lang = visit.lang;
    let roles: Vec<(String, String)> =
        roles.into_iter().map(|(id, name)| (id.to_string(), role_name(lang, &name).into_owned())).collect();
    let reader = Reader {
        lang,
        people: visit.may_somewhere(Service::ViewAccounts),
        orders: visit.may_somewhere(Service::ReceiveOrders) || visit.may_somewhere(Service::OrderPermissions),
        as_of: filter.as_of,
    };
    let mut page = Page::new(lang.t("permission-register-title")).lead(lead(lang, filter.as_of)).wide();
    if visit.may_somewhere(Service::ImportPermissionRegister) {
        page = page.actions(Button::link(IMPORT, lang.t("permission-register-import")).render());
    }
    let body = html! {
        (filters(lang, &links, &units, &roles, &found, filter.as_of))
        @if let Some(words) = day_fault { (Notice::new(Tone::Warning, lang.t(words))) }
        (units.finds(lang, &links))
        @if found.lines.is_empty() { (nothing(lang, &filter)) }
        @else {
            (reader.table(&found.lines))
            (pager(lang, &links, &found))
            (files(lang, &links))
        }
    };
    Ok(visit.show(&page, body))
}

/// An identity number belongs in no address: the browser is led away from it. An HSA-id may look like one.
pub(super) fn led_away(visit: &Visit, query: &Form) -> Option<Response> {
    let is_number = |name| looks_like_identity_number(query.value(name)) && HsaId::parse(query.value(name)).is_err();
    [PERSON, UNIT_NAME]
        .into_iter()
        .any(is_number)
        .then(|| visit.go_and_tell(REGISTER, "permission-register-number-elsewhere"))
}

fn lead(lang: Lang, as_of: AsOf) -> String {
    match as_of.day {
        Some(day) => lang.tr("permission-register-lead-day", &[("day", format::date(day).into())]).into_owned(),
        None => lang.t("permission-register-lead").into_owned(),
    }
}

/// What narrows the register, and what is wrong with its day: then it is read as of now.
pub(super) fn filter_of(visit: &Visit, query: &Form) -> (Filter, Option<&'static str>) {
    let typed = query.value(DAY).trim();
    let day = (!typed.is_empty()).then(|| forms::date(typed));
    let (as_of, fault) = match day {
        None => (AsOf::now(visit.now), None),
        Some(Err(_)) => (AsOf::now(visit.now), Some("permission-register-day-wrong")),
        Some(Ok(day)) => match AsOf::end_of(day, visit.now) {
            Some(as_of) => (as_of, None),
            None => (AsOf::now(visit.now), Some("permission-register-day-to-come")),
        },
    };
    let filter = Filter {
        unit: query.value(UNIT).parse().ok(),
        role: query.value(ROLE).parse().ok(),
        person: query.value(PERSON).chars().take(200).collect(),
        as_of,
    };
    (filter, fault)
}

fn edge_of(query: &Form) -> Edge {
    match (query.value(AFTER).parse(), query.value(BEFORE).parse()) {
        (Ok(after), _) => Edge::After(after),
        (_, Ok(before)) => Edge::Before(before),
        _ => Edge::Start,
    }
}

/// The register's addresses, with what narrows it.
pub(super) struct Links<'q> {
    query: &'q Form,
    /// Whether the day is one that the register can be read as of: another is in no address.
    day: bool,
}

impl Links<'_> {
    /// An address with what narrows the register, but for `without`, and with what is added.
    fn address(&self, path: &str, without: &str, add: Option<(&str, String)>) -> String {
        let mut parts: Vec<String> = [PERSON, UNIT, ROLE, DAY]
            .into_iter()
            .filter(|name| *name != without && (self.day || *name != DAY) && !self.query.value(name).is_empty())
            .map(|name| format!("{name}={}", query_value(self.query.value(name))))
            .collect();
        parts.extend(add.map(|(name, id)| format!("{name}={id}")));
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    /// The register narrowed by a unit, and no longer by another.
    pub(super) fn to_unit(&self, unit: UnitId) -> String {
        self.address(REGISTER, UNIT, Some((UNIT, unit.to_string())))
    }
}

fn filters(
    lang: Lang,
    links: &Links<'_>,
    units: &UnitFilter,
    roles: &[(String, String)],
    found: &Found,
    as_of: AsOf,
) -> Markup {
    let query = links.query;
    let any = Choice::new("", lang.t("permission-register-any"));
    let named = roles.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str()));
    let mut chips = Vec::new();
    let without = |name| links.address(REGISTER, name, None);
    if !query.value(PERSON).trim().is_empty() {
        chips.push(Chip::new(format!("”{}”", query.value(PERSON).trim()), without(PERSON)));
    }
    if let Some(name) = units.chosen(query) {
        chips.push(Chip::new(name, without(UNIT)));
    }
    if let Some((_, name)) = roles.iter().find(|(id, _)| id == query.value(ROLE)) {
        chips.push(Chip::new(name.as_str(), without(ROLE)));
    }
    if let Some(day) = as_of.day {
        chips.push(Chip::new(lead_of_day(lang, day), without(DAY)));
    }
    let search = Filters::new(lang, REGISTER, how_many(lang, found)).search(
        PERSON,
        lang.t("permission-register-person"),
        query.value(PERSON),
    );
    units
        .put(search, lang, query)
        .select(ROLE, lang.t("permission-register-permission"), std::iter::once(any).chain(named), query.value(ROLE))
        .day(DAY, lang.t("permission-register-day"), query.value(DAY))
        .chips(chips)
        .render()
}

fn lead_of_day(lang: Lang, day: jiff::civil::Date) -> String {
    lang.tr("permission-register-on-day", &[("day", format::date(day).into())]).into_owned()
}

fn how_many(lang: Lang, found: &Found) -> String {
    match found.total {
        Some(count) => lang.tr("permission-register-found", &[("count", count.into())]).into_owned(),
        None => lang.tr("permission-register-found-more-than", &[("count", found.at_least.into())]).into_owned(),
    }
}

fn nothing(lang: Lang, filter: &Filter) -> Markup {
    let words = |title: Cow<'static, str>, text| EmptyState::new(Icon::Shield, title, lang.t(text));
    let empty = match filter.as_of.day {
        _ if filter.is_on() => words(lang.t("permission-register-none-found"), "permission-register-none-found-text"),
        // Nothing but the day narrows it: nobody had anything then, or had had anything yet.
        Some(day) => {
            let title = lang.tr("permission-register-none-then", &[("day", format::date(day).into())]);
            words(title.into_owned().into(), "permission-register-none-then-text")
        }
        None => return words(lang.t("permission-register-none"), "permission-register-none-text").render(),
    };
    empty.action(Button::link(REGISTER, lang.t("web-filters-clear"))).render()
}

/// Who reads, and what they can open from a line.
struct Reader {
    lang: Lang,
    people: bool,
    orders: bool,
    as_of: AsOf,
}

impl Reader {
    fn table(&self, lines: &[Line]) -> Table<'static> {
        let lang = self.lang;
        let columns = [
            Column::new(lang.t("permission-register-name")),
            Column::new(lang.t("permission-register-hsa-id")),
            Column::new(lang.t("permission-register-permission")),
            Column::new(lang.t("permission-register-unit")),
            Column::new(lang.t("permission-register-period")).unbroken(),
            Column::new(lang.t("permission-register-basis")),
            Column::new(lang.t("permission-register-given-by")),
        ];
        Table::new(lang.t("permission-register-title"), columns).rows(lines.iter().map(|line| self.row(line)))
    }

    fn row(&self, line: &Line) -> Row<'static> {
        let lang = self.lang;
        let name = line.name();
        let row = if self.people { Row::link(format!("/anvandare/{}", line.account), name) } else { Row::new(name) };
        let shut = line.is_shut && self.as_of.day.is_none();
        let permission = role_name(lang, &line.role_name).into_owned();
        let (from, to) = register::days(line.period);
        row.cell(line.hsa_id.clone().unwrap_or_default())
            .cell(html! {
                (permission)
                @if shut { " " (tag(Tone::Warning, &lang.t("permission-register-shut"))) }
            })
            .cell(html! {
                (line.unit_name)
                @if line.branch { br; span.hint { (lang.t("permission-register-branch")) } }
            })
            .cell(format::period(lang, from, to))
            .cell(self.basis(line))
            .cell(line.given_by.clone().unwrap_or_default())
    }

    fn basis(&self, line: &Line) -> Markup {
        let words = basis_words(self.lang, line);
        match line.order.filter(|_| self.orders) {
            Some((order, _)) => html! { a href={ "/bestallningar/" (order) } { (words) } },
            None => html! { (words) },
        }
    }
}

/// On whose word, in words: *Beställning 17*, *Import*.
pub(super) fn basis_words(lang: Lang, line: &Line) -> String {
    if let Some((_, number)) = line.order {
        return lang.tr("permission-register-basis-order", &[("number", number.to_string().into())]).into_owned();
    }
    let id = match line.basis.as_str() {
        "import" => "permission-register-basis-import",
        "installation" => "permission-register-basis-installation",
        "local-administrator" => "permission-register-basis-local-administrator",
        _ => "permission-register-basis-administrator",
    };
    lang.t(id).into_owned()
}

fn pager(lang: Lang, links: &Links<'_>, found: &Found) -> Markup {
    let to =
        |name, line: Option<&Line>| line.map(|line| links.address(REGISTER, "", Some((name, line.grant.to_string()))));
    let first = to(BEFORE, found.lines.first().filter(|_| found.before));
    let last = to(AFTER, found.lines.last().filter(|_| found.after));
    let name = |line: Option<&Line>| line.map(|line| line.family_name.clone()).unwrap_or_default();
    let shown = format!("{} – {}", name(found.lines.first()), name(found.lines.last()));
    Pager::new(lang, first.map(Into::into), last.map(Into::into), shown).render()
}

/// The ways to take along what is shown, all pages of it.
fn files(lang: Lang, links: &Links<'_>) -> Markup {
    html! {
        section.take-along aria-labelledby="ta-med" {
            h2 #ta-med { (lang.t("permission-register-files")) }
            p.hint { (lang.t("permission-register-files-text")) }
            div.button-row {
                (Button::link(links.address("/behorighetsregister/xlsx", "", None), lang.t("permission-register-xlsx")))
                (Button::link(links.address("/behorighetsregister/csv", "", None), lang.t("permission-register-csv")))
            }
        }
    }
}

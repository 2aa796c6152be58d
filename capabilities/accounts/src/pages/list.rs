//! *Alla användare*: the list, its search and its filters.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{AccountId, Service, Standing};
use behorig_identity::IdentityNumber;
use behorig_visit::{PageError, Submission, Visit, role_name};
use behorig_web::components::{
    Button, Chip, Choice, Column, EmptyState, Fields, Filters, Icon, Page, Pager, PostForm, Row, Table,
};
use behorig_web::paths::query_value;
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, Render, html};

use super::standing_tag;
use crate::lists::StaffCategory;
use crate::records::{Edge, Filter, Found, ListRow, StatusFilter, find_id_by_number, for_viewer, list};

static NUMBER: FieldName = field("number", "accounts-search-number");
const SEARCH: &str = "q";
const UNIT: &str = "enhet";
const CATEGORY: &str = "kategori";
const STATUS: &str = "status";
const ROLE: &str = "roll";
const AFTER: &str = "efter";
const BEFORE: &str = "fore";

/// The list of users. Service 377, where the accounts are.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ViewAccounts).await?;
    let query = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    // An identity number belongs in no address: the browser is led away from it, to the field that posts.
    if looks_like_a_number(query.value(SEARCH)) {
        return Ok(visit.go_and_tell("/anvandare", "accounts-search-number-elsewhere"));
    }
    page(visit, &query, &Form::default(), &Errors::new()).await
}

/// Finds a user by identity number and opens the page. Service 377 where the account is.
pub(crate) async fn by_number(submission: Submission) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    visit.require_somewhere(Service::ViewAccounts).await?;
    let mut errors = Errors::new();
    let today = format::local(visit.now.as_millis()).date();
    if let Some(number) = form.required(&NUMBER, |text| IdentityNumber::parse(text, today), &mut errors) {
        let now = visit.now;
        let tx = visit.snapshot.get().await?;
        if let Some(id) = find_id_by_number(tx, &number).await? {
            match for_viewer(tx, &visit.viewer, id, Service::ViewAccounts, now).await {
                Ok(account) => {
                    return Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(
                        &account.path(),
                    )));
                }
                Err(PageError::NotFound | PageError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        errors.add(&NUMBER, "accounts-nobody-with-number");
    }
    page(visit, &Form::default(), &form, &errors).await
}

/// Ten or twelve digits, however they are spelled: nothing else that one searches for looks so.
fn looks_like_a_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && !"-+–".contains(*c)).count();
    (10..=12).contains(&digits) && others == 0
}

async fn page(mut visit: Visit, query: &Form, typed: &Form, errors: &Errors) -> Result<Response, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let filter = filter_of(query);
    let found = list(visit.snapshot.get().await?, &visit.viewer, &filter, edge_of(query), now).await?;
    let units: Vec<(String, String)> = found.units.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let roles: Vec<(String, String)> =
        found.roles.iter().map(|(id, name)| (id.to_string(), role_name(lang, name).into_owned())).collect();
    let body = Body {
        above: html! { (filters(lang, query, &units, &roles, &found)) (by_number_form(lang, typed, errors)) },
        rows: rows(lang, &filter, &found, visit.may_somewhere(Service::CreateAccounts)),
        below: pager(lang, query, &found),
    };
    let mut shown = Page::new(lang.t("accounts-all")).wide().errors(errors);
    if visit.may_somewhere(Service::CreateAccounts) {
        shown = shown
            .actions(Button::primary_link("/anvandare/ny", lang.t("accounts-new-short")).icon(Icon::Plus).render());
    } else if visit.may_somewhere(Service::OrderNewAccount) {
        shown = shown.actions(Button::link("/bestallningar/ny-anvandare", lang.t("accounts-order-new")).render());
    }
    Ok(if errors.is_empty() { visit.show(&shown, body) } else { visit.show_again(&shown, body) })
}

/// What stands below the heading. Its rows are written where the page is.
struct Body {
    above: Markup,
    rows: Box<dyn Render>,
    below: Markup,
}

impl Render for Body {
    fn render_to(&self, html: &mut String) {
        self.above.render_to(html);
        self.rows.render_to(html);
        self.below.render_to(html);
    }
}

fn filter_of(query: &Form) -> Filter {
    Filter {
        search: query.value(SEARCH).chars().take(200).collect(),
        unit: query.value(UNIT).parse().ok(),
        category: StaffCategory::from_text(query.value(CATEGORY)),
        status: StatusFilter::from_key(query.value(STATUS)),
        role: query.value(ROLE).parse().ok(),
    }
}

fn edge_of(query: &Form) -> Edge {
    match (query.value(AFTER).parse(), query.value(BEFORE).parse()) {
        (Ok(after), _) => Edge::After(after),
        (_, Ok(before)) => Edge::Before(before),
        _ => Edge::Start,
    }
}

/// The list's address with what narrows it, but for `without`, and with what is added.
fn address(query: &Form, without: &str, add: Option<(&str, AccountId)>) -> String {
    let mut parts: Vec<String> = [SEARCH, UNIT, CATEGORY, STATUS, ROLE]
        .into_iter()
        .filter(|name| *name != without && !query.value(name).is_empty())
        .map(|name| format!("{name}={}", query_value(query.value(name))))
        .collect();
    parts.extend(add.map(|(name, id)| format!("{name}={id}")));
    if parts.is_empty() { "/anvandare".to_owned() } else { format!("/anvandare?{}", parts.join("&")) }
}

fn filters(lang: Lang, query: &Form, units: &[(String, String)], roles: &[(String, String)], found: &Found) -> Markup {
    let any = |label: &str| Choice::new("", lang.t(label));
    let named = |list: &[(String, String)]| -> Vec<Choice<'static>> {
        list.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect()
    };
    let categories: Vec<(String, String)> = StaffCategory::ALL
        .iter()
        .map(|category| (category.key().to_owned(), lang.t(category.label()).into_owned()))
        .collect();
    let statuses: Vec<(String, String)> = StatusFilter::CHOICES
        .into_iter()
        .map(|status| (status.key().to_owned(), lang.t(status.label()).into_owned()))
        .collect();
    let mut chips = Vec::new();
    if !query.value(SEARCH).trim().is_empty() {
        chips.push(Chip::new(format!("”{}”", query.value(SEARCH).trim()), address(query, SEARCH, None)));
    }
    for (name, list) in [(UNIT, units), (CATEGORY, &categories), (STATUS, &statuses), (ROLE, roles)] {
        if let Some((_, label)) = list.iter().find(|(id, _)| id == query.value(name)) {
            chips.push(Chip::new(label.clone(), address(query, name, None)));
        }
    }
    let chosen = |name| query.value(name);
    Filters::new(lang, "/anvandare", how_many(lang, found))
        .search(SEARCH, lang.t("accounts-search"), query.value(SEARCH))
        .select(
            UNIT,
            lang.t("accounts-unit"),
            std::iter::once(any("accounts-any-unit")).chain(named(units)),
            chosen(UNIT),
        )
        .select(
            CATEGORY,
            lang.t("accounts-field-staff-category"),
            std::iter::once(any("accounts-any-category")).chain(named(&categories)),
            chosen(CATEGORY),
        )
        .select(
            STATUS,
            lang.t("accounts-status"),
            std::iter::once(any("accounts-status-current")).chain(named(&statuses)),
            chosen(STATUS),
        )
        .select(
            ROLE,
            lang.t("accounts-role"),
            std::iter::once(any("accounts-any-role")).chain(named(roles)),
            chosen(ROLE),
        )
        .chips(chips)
        .render()
}

fn how_many(lang: Lang, found: &Found) -> String {
    match found.total {
        Some(count) => lang.tr("accounts-found", &[("count", count.into())]).into_owned(),
        None => lang.tr("accounts-found-more-than", &[("count", found.at_least.into())]).into_owned(),
    }
}

/// The search by identity number: posted, so that the number stands in no address.
fn by_number_form(lang: Lang, typed: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, typed, errors);
    html! {
        details.by-number open[!errors.is_empty()] {
            summary { (lang.t("accounts-search-by-number")) }
            (PostForm::to("/anvandare/sok", html! {
                (f.identity_number(&NUMBER))
                (Button::secondary(lang.t("accounts-search-number-button")))
            }))
        }
    }
}

fn rows(lang: Lang, filter: &Filter, found: &Found, may_create: bool) -> Box<dyn Render> {
    if found.rows.is_empty() {
        let empty = if filter.is_on() {
            EmptyState::new(Icon::Search, lang.t("accounts-none-found"), lang.t("accounts-none-found-text"))
                .action(Button::link("/anvandare", lang.t("web-filters-clear")))
        } else {
            let text = lang.t(if may_create { "accounts-none-text" } else { "accounts-none-text-order" });
            EmptyState::new(Icon::People, lang.t("accounts-none"), text)
        };
        return Box::new(empty.render());
    }
    let columns =
        ["accounts-name", "accounts-field-user-name", "accounts-field-title", "accounts-unit", "accounts-status"];
    let table = Table::new(lang.t("accounts-all"), columns.map(|id| Column::new(lang.t(id))));
    let mut tags = Vec::new();
    Box::new(table.rows(found.rows.iter().map(|user| row(lang, user, tag_of(lang, user.standing, &mut tags)))))
}

/// The tag of a standing, made when it is first met: nearly all of a page have the same.
fn tag_of(lang: Lang, standing: Standing, made: &mut Vec<(Standing, Markup)>) -> Markup {
    if let Some((_, tag)) = made.iter().find(|(of, _)| *of == standing) {
        return tag.clone();
    }
    let tag = standing_tag(lang, standing);
    made.push((standing, tag.clone()));
    tag
}

fn row(lang: Lang, user: &ListRow, standing: Markup) -> Row<'static> {
    let title = user.title.clone().or_else(|| user.category.map(|category| lang.t(category.label()).into_owned()));
    Row::link(crate::records::path_of(user.id), format!("{}, {}", user.family_name, user.given_name))
        .cell(user.user_name.clone())
        .cell(title.unwrap_or_default())
        .cell(user.unit_name.clone())
        .cell(standing)
        .muted(user.standing == Standing::Ended)
}

fn pager(lang: Lang, query: &Form, found: &Found) -> Markup {
    let first = found.rows.first().filter(|_| found.before).map(|row| address(query, "", Some((BEFORE, row.id))));
    let last = found.rows.last().filter(|_| found.after).map(|row| address(query, "", Some((AFTER, row.id))));
    let names = |row: Option<&ListRow>| row.map(|row| row.family_name.clone()).unwrap_or_default();
    let shown = format!("{} – {}", names(found.rows.first()), names(found.rows.last()));
    Pager::new(lang, first.map(Into::into), last.map(Into::into), shown).render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_is_known_however_it_is_spelled_and_names_and_ids_are_not_taken_for_one() {
        for number in ["198201012385", "19820101-2385", "820101+2385", " 8201012385 ", "820101 2385"] {
            assert!(looks_like_a_number(number), "{number}");
        }
        for other in ["anna ek", "SE2321000016-1ABC", "070", "anna19820101", ""] {
            assert!(!looks_like_a_number(other), "{other}");
        }
    }

    #[test]
    fn a_search_stands_in_the_address_so_that_nothing_breaks_out_of_it() {
        let query = Form::parse("q=%26roll%3D1+%3Cscript%3E&status=lasta".as_bytes()).unwrap();
        assert_eq!(address(&query, "", None), "/anvandare?q=%26roll%3D1%20%3Cscript%3E&status=lasta");
        assert_eq!(address(&query, SEARCH, None), "/anvandare?status=lasta");
    }
}

//! Roles and services in one picture, for the eye and for paper.

use axum::response::Response;
use behorig_access::{Role, Service};
use behorig_registers::roles;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Cell, Column, Icon, Page, Row, Table, icon, print_button};
use maud::{Markup, html};

use super::crumb_to_roles;
use super::list::organisation_in_sight;
use crate::rules::ServiceGroup;
use crate::words;

/// Which role holds which service. Service 394 anywhere in the organisation.
pub(crate) async fn matrix(mut visit: Visit) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ViewRoles).await?;
    let organisation = organisation_in_sight(&mut visit, &scope).await?;
    let lang = visit.lang;
    let roles = roles::of_organisation(visit.snapshot.get().await?, organisation).await?;
    let page = Page::new(lang.t("roles-matrix-title"))
        .lead(lang.t("roles-matrix-lead"))
        .crumbs([crumb_to_roles(lang)])
        .actions(print_button(lang))
        .wide();
    let body = html! {
        @for group in ServiceGroup::ALL {
            (part(lang, group, &roles))
        }
    };
    Ok(visit.show(&page, body))
}

/// One group of services; roles that hold none of them stay out, so that the table fits on a page.
fn part(lang: Lang, group: ServiceGroup, roles: &[Role]) -> Markup {
    let services: Vec<Service> =
        Service::ALL.iter().copied().filter(|service| ServiceGroup::of(*service) == Some(group)).collect();
    let holds_some = |role: &&Role| services.iter().any(|service| role.services.contains(*service));
    let holding: Vec<&Role> = roles.iter().filter(holds_some).collect();
    let columns = std::iter::once(Column::new(lang.t("roles-service")))
        .chain(holding.iter().map(|role| Column::new(words::breakable(&words::role_name(lang, role)))));
    let rows = services.iter().map(|service| {
        holding.iter().fold(Row::new(words::numbered_service(lang, *service)), |row, role| {
            row.cell(tick(lang, role.services.contains(*service)))
        })
    });
    html! {
        section.matrix {
            h2 { (lang.t(group.heading)) }
            @if holding.is_empty() { p.muted { (lang.t("roles-matrix-nobody")) } }
            @else { (Table::new(lang.t(group.heading), columns).rows(rows)) }
        }
    }
}

fn tick(lang: Lang, holds: bool) -> Cell {
    html! {
        @if holds { (icon(Icon::Tick)) span.reader-only { (lang.t("web-yes")) } }
        @else { span.muted.not-held aria-hidden="true" { "–" } span.reader-only { (lang.t("web-no")) } }
    }
    .into()
}

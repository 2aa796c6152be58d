//! *Inställningar → Beställbara tjänster*: what can be ordered in the organisation.

use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_registers::units;
use behorig_visit::{PageError, Visit, role_name};
use behorig_web::Lang;
use behorig_web::components::{Button, Column, Crumb, EmptyState, Icon, Page, Row, Table};
use maud::{Markup, Render, html};

use super::{NEW_SERVICE, SERVICES};
use crate::records::orderables::{Orderable, orderables_of};

/// The services that can be ordered, each with its roles. Service 395 at the organisation.
pub(crate) async fn list(mut visit: Visit) -> Result<Response, PageError> {
    let organisation = organisation_in_sight(&mut visit).await?;
    let tx = visit.snapshot.get().await?;
    let name = units::find(tx, organisation).await?.map(|unit| unit.name).unwrap_or_default();
    let found = orderables_of(tx, organisation).await?;
    let lang = visit.lang;
    let page = Page::new(lang.t("orderers-services"))
        .lead(lang.tr("orderers-services-lead", &[("organisation", name.into())]))
        .actions(html! { (Button::primary_link(NEW_SERVICE, lang.t("orderers-service-new")).icon(Icon::Plus)) })
        .wide();
    Ok(visit.show(&page, body(lang, &found)))
}

fn body(lang: Lang, found: &[Orderable]) -> Markup {
    if found.is_empty() {
        let text = lang.t("orderers-services-none-text");
        return EmptyState::new(Icon::Tasks, lang.t("orderers-services-none"), text).render();
    }
    let columns = [Column::new(lang.t("orderers-service-name")), Column::new(lang.t("orderers-service-roles"))];
    let rows = found.iter().map(|one| {
        Row::link(format!("{SERVICES}/{}", one.id), one.name.as_str()).cell(html! {
            @if one.roles.is_empty() { span.muted { (lang.t("orderers-service-no-roles")) } }
            ul {
                @for ordered in &one.roles {
                    li {
                        (role_name(lang, &ordered.role.name))
                        @if ordered.approvers > 1 { " " span.hint { (lang.t("orderers-two-approvers")) } }
                    }
                }
            }
        })
    });
    html! { (Table::new(lang.t("orderers-services"), columns).rows(rows)) }
}

/// The organisation whose services are shown: that of the hat where the viewer may change its roles, else the first of theirs.
///
/// # Errors
/// As [`Visit::require_somewhere`]; a refusal at the organisation to whoever may change roles below it alone.
pub(super) async fn organisation_in_sight(visit: &mut Visit) -> Result<UnitId, PageError> {
    let scope = visit.require_somewhere(Service::EditRoles).await?;
    if let Some(own) = visit.hat_chain.last().map(|unit| unit.id)
        && visit.permits(Service::EditRoles, own).await?
    {
        return Ok(own);
    }
    let unit =
        scope.roots.iter().find(|root| root.object.is_none()).map(|root| root.unit).ok_or(PageError::NotFound)?;
    let organisation = units::organisation_of(visit.snapshot.get().await?, unit).await?;
    visit.require(Service::EditRoles, organisation).await?;
    Ok(organisation)
}

/// The way from the list.
pub(super) fn crumb_to_services<'a>(lang: Lang) -> Crumb<'a> {
    Crumb::new(SERVICES, lang.t("orderers-services"))
}

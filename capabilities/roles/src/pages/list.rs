//! *Inställningar → Roller*: the roles of the organisation.

use axum::response::Response;
use behorig_access::{Role, Scope, Service, UnitId};
use behorig_registers::{roles, units};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Row, Table, icon};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::{ROLES, path_of};
use crate::{records, words};

/// The roles with what they hold and how many hold them. Service 394 anywhere in the organisation.
pub(crate) async fn list(mut visit: Visit) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ViewRoles).await?;
    let organisation = organisation_in_sight(&mut visit, &scope).await?;
    let may_edit = visit.permits(Service::EditRoles, organisation).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let name = units::find(tx, organisation).await?.map(|unit| unit.name).unwrap_or_default();
    let mut rows = Vec::new();
    for role in roles::of_organisation(tx, organisation).await? {
        let holders = records::roles::holders_now(tx, role.id, now).await?;
        rows.push((role, holders));
    }
    let actions = html! {
        (Button::link(format!("{ROLES}/matris"), lang.t("roles-matrix")))
        @if may_edit { (Button::primary_link(format!("{ROLES}/ny"), lang.t("roles-new")).icon(Icon::Plus)) }
    };
    let page = Page::new(lang.t("roles-title"))
        .lead(lang.tr("roles-lead", &[("organisation", name.into())]))
        .actions(actions)
        .wide();
    Ok(visit.show(&page, body(lang, &rows)))
}

/// The organisation whose roles are shown: that of the hat where the scope reaches it, else the scope's first.
pub(crate) async fn organisation_in_sight(visit: &mut Visit, scope: &Scope) -> Result<UnitId, PageError> {
    let own = visit.hat_chain.last().map(|unit| unit.id);
    let tx = visit.snapshot.get().await?;
    let reached = records::roles::organisations_of(tx, scope).await?;
    own.filter(|own| reached.contains(own)).or(reached.first().copied()).ok_or(PageError::NotFound)
}

fn body(lang: Lang, rows: &[(Role, i64)]) -> Markup {
    if rows.is_empty() {
        return EmptyState::new(Icon::Key, lang.t("roles-none"), lang.t("roles-none-text")).render();
    }
    let columns = [
        Column::new(lang.t("roles-name")),
        Column::new(lang.t("roles-kind")),
        Column::new(lang.t("roles-services")).number(),
        Column::new(lang.t("roles-holders-now")).number(),
        Column::new(lang.t("roles-daily-planning")),
    ];
    let rows = rows.iter().map(|(role, holders)| {
        Row::link(path_of(role.id, ""), words::role_name(lang, role))
            .cell(words::kind(lang, role.kind))
            .cell(role.services.len().to_string())
            .cell(counted(lang, *holders))
            .cell(yes(lang, role.daily_planning))
    });
    html! { (Table::new(lang.t("roles-title"), columns).rows(rows)) }
}

/// A bounded count: *fler än 1 000* above the bound.
pub(crate) fn counted(lang: Lang, count: i64) -> String {
    let most = records::roles::MOST_COUNTED;
    if count > most {
        lang.tr("roles-more-than", &[("count", format::number(lang, most).into())]).into_owned()
    } else {
        format::number(lang, count)
    }
}

/// A tick with its word, or a dash that screen readers hear as *Nej*.
pub(crate) fn yes(lang: Lang, yes: bool) -> Markup {
    html! {
        @if yes { (icon(Icon::Tick)) " " (lang.t("web-yes")) }
        @else { span.muted { (lang.t("web-no")) } }
    }
}

//! Who holds a role: what must end before it could ever be removed.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{Role, Service, holds_role};
use behorig_registers::grants;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Column, Crumb, EmptyState, Icon, Notice, Page, Pager, Row, Table, Tone};
use maud::{Markup, Render, html};

use super::{crumb_to_roles, path_of, query};
use crate::records::holders::{self, HolderRow};
use crate::{records, rules, words};

const ROWS: i64 = 50;

/// Who holds a role at the units where the viewer sees grants. Service 394 anywhere in its organisation, and 389 for each name.
pub(crate) async fn holders(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let form = query(raw.as_deref())?;
    let after = form.value("efter").parse().ok();
    let (lang, now, viewer) = (visit.lang, visit.now, visit.viewer.clone());
    let scope = visit.scope(Service::ViewGrants);
    let tx = visit.snapshot.get().await?;
    let (role, _) = records::roles::for_viewer(tx, &viewer, super::id(&id)?, now).await?;
    let mut rows = holders::accounts(tx, role.id, &scope, after, ROWS + 1).await?;
    let more = rows.len() > 50;
    rows.truncate(50);
    let residents = holders::residents_now(tx, role.id, now, records::roles::MOST_COUNTED).await?;
    let in_use = grants::role_is_in_use(tx, role.id).await?;
    let page = Page::new(lang.tr("roles-holders-title", &[("role", words::role_name(lang, &role).into())]))
        .crumbs([crumb_to_roles(lang), Crumb::new(path_of(role.id, ""), words::role_name(lang, &role))])
        .wide();
    let next = rows.last().filter(|_| more).map(|last| {
        let path = path_of(role.id, "/innehavare");
        format!("{path}?efter={}", last.grant)
    });
    let body = html! {
        @if in_use { (why_kept(lang, &role, holds_role(&viewer, role.id, now))) }
        (body(lang, now, &rows))
        @if residents > 0 {
            p { (lang.tr("roles-held-by-residents", &[("count", super::list::counted(lang, residents).into())])) }
        }
        (Pager::new(lang, None, next.map(Into::into), ""))
    };
    Ok(visit.show(&page, body))
}

fn why_kept(lang: Lang, role: &Role, own: bool) -> Notice<'static> {
    let notice = Notice::new(Tone::Info, lang.t("roles-in-use"));
    if own || role.key.is_some() {
        notice.text(lang.t("roles-in-use-text"))
    } else {
        notice.text(lang.t("roles-in-use-text")).link(path_of(role.id, "/tjanster"), lang.t("roles-in-use-instead"))
    }
}

fn body(lang: Lang, now: behorig_access::Instant, rows: &[HolderRow]) -> Markup {
    if rows.is_empty() {
        return EmptyState::new(Icon::People, lang.t("roles-no-holders"), lang.t("roles-no-holders-text")).render();
    }
    let columns = [
        Column::new(lang.t("roles-user")),
        Column::new(lang.t("roles-organisation")),
        Column::new(lang.t("roles-period")),
        Column::new(lang.t("roles-state")),
    ];
    let rows = rows.iter().map(|row| {
        let life = rules::life(row.period, now);
        Row::link(format!("/anvandare/{}/behorigheter", row.account), row.name.as_str())
            .cell(row.unit_name.as_str())
            .cell(words::days(lang, row.period))
            .cell(words::life_tag(lang, life))
            .muted(life == rules::Life::Ended)
    });
    html! { (Table::new(lang.t("roles-holders-now"), columns).rows(rows)) }
}

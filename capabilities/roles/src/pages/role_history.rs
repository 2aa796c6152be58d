//! The history of a role, and what someone else changed while a form lay open.

use std::borrow::Cow;

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{Assurance, Role, RoleKind, Service};
use behorig_store::FieldChange;
use behorig_store::history::{changes_of, since};
use behorig_visit::{HistoryWords, PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Change, Crumb, EmptyState, Icon, Notice, Page, Tone};
use maud::{Markup, Render, html};

use super::{crumb_to_roles, path_of};
use crate::{records, words};

/// Who changed what in a role, when. Service 394 anywhere in its organisation.
pub(crate) async fn history(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let (role, _) = records::roles::for_viewer(tx, &viewer, super::id(&id)?, now).await?;
    let changes = changes_of(tx, "role", role.id.uuid()).await?;
    let page = Page::new(lang.t("roles-history"))
        .section(words::role_name(lang, &role))
        .crumbs([crumb_to_roles(lang), Crumb::new(path_of(role.id, ""), words::role_name(lang, &role))]);
    let body = if changes.is_empty() {
        EmptyState::new(Icon::History, lang.t("roles-history-none"), lang.t("roles-history-none-text")).render()
    } else {
        WORDS.timeline(lang, now, &changes)
    };
    Ok(visit.show(&page, body))
}

/// What was changed since the version that a form was filled in on: shown above what was typed.
pub(crate) async fn meanwhile(visit: &mut Visit, role: &Role, seen: i64) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let changes = changes_of(visit.snapshot.get().await?, "role", role.id.uuid()).await?;
    let changes = since(changes, seen, role.version);
    Ok(html! {
        (Notice::new(Tone::Warning, lang.t("roles-stale")).text(lang.t("roles-stale-text")))
        (WORDS.timeline(lang, now, &changes))
    })
}

const WORDS: HistoryWords = HistoryWords { what, change };

fn what(fields: &[FieldChange]) -> &'static str {
    let all_services = fields.iter().all(|change| change.field == "service");
    let created = fields.iter().any(|change| change.field == "created");
    match (created, all_services) {
        (true, _) => "roles-event-created",
        (_, true) => "roles-event-services",
        _ => "roles-event-changed",
    }
}

fn change(lang: Lang, change: &FieldChange) -> Change<'static> {
    let field = lang.t(match change.field.as_str() {
        "kind" => "roles-kind",
        "daily-planning" => "roles-daily-planning",
        "lowest-assurance" => "roles-lowest-assurance",
        "gives" => "roles-gives",
        "service" => "roles-service",
        _ => "roles-name",
    });
    let value = |value: &Option<String>| match value {
        Some(value) => in_words(lang, &change.field, value),
        None => Cow::Borrowed(""),
    };
    Change { field, from: value(&change.old), to: value(&change.new) }
}

fn in_words(lang: Lang, field: &str, value: &str) -> Cow<'static, str> {
    let told = match field {
        "kind" => RoleKind::from_key(value).map(|kind| words::kind(lang, kind)),
        "lowest-assurance" => Assurance::from_key(value).map(|level| words::assurance(lang, level)),
        "daily-planning" => Some(lang.t(if value == "yes" { "web-yes" } else { "web-no" })),
        "gives" if value == "*" => Some(lang.t("roles-gives-all")),
        "service" => value
            .parse()
            .ok()
            .and_then(Service::from_number)
            .map(|service| Cow::Owned(words::numbered_service(lang, service))),
        _ => None,
    };
    told.unwrap_or_else(|| Cow::Owned(value.to_owned()))
}

//! *Vem får?*: who may use a service at a unit, and by which grant.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{RoleKind, Service, UnitId};
use behorig_registers::units;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Choice, Column, EmptyState, Fields, Icon, Page, Pager, Row, Table, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::units::UnitSearch;
use crate::records::who::{self, Answer};
use crate::rules::ServiceGroup;
use crate::words;

const PATH: &str = "/installningar/vem-far";
const ROWS: i64 = 50;
static SERVICE: FieldName = field("tjanst", "roles-service");

/// Who may use a service at a unit. Service 389 at the unit.
pub(crate) async fn who_may(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ViewGrants).await?;
    let query = super::query(raw.as_deref())?;
    let (lang, now) = (visit.lang, visit.now);
    let page = Page::new(lang.t("roles-who-may")).lead(lang.t("roles-who-may-lead")).wide();
    let unit = match (query.value("enhet"), query.has("sok")) {
        ("", true) => None,
        ("", false) => visit.session.hat_unit.filter(|unit| scope.roots.iter().any(|root| root.unit == *unit)),
        (unit, _) => Some(super::id::<UnitId>(unit)?),
    };
    let service = query.value(&SERVICE.name).parse().ok().and_then(Service::from_number);
    let Some(unit) = unit else {
        let keep: Vec<(&str, String)> = service.iter().map(|which| ("tjanst", which.number().to_string())).collect();
        let search = UnitSearch::of(&mut visit, &scope, &query).await?;
        return Ok(visit.show(&page, search.show(lang, PATH, &keep)));
    };
    visit.require(Service::ViewGrants, unit).await?;
    let tx = visit.snapshot.get().await?;
    let name = units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
    let answer = match service {
        Some(service) => {
            let after = query.value("efter").parse().ok();
            Some((service, who::may_use(tx, service, unit, after, ROWS, now).await?))
        }
        None => None,
    };
    let body = html! {
        (question(lang, &query, unit, &name))
        @if let Some((service, answer)) = &answer { (shown(lang, *service, unit, &name, answer)) }
    };
    Ok(visit.show(&page, body))
}

fn question(lang: Lang, query: &Form, unit: UnitId, name: &str) -> Markup {
    let errors = Errors::new();
    let of_group = |group: ServiceGroup| group.services().map(move |service| (group, service));
    let options = ServiceGroup::ALL
        .into_iter()
        .flat_map(of_group)
        .filter(|(_, service)| service.kind().contains(RoleKind::Staff) || service.kind().contains(RoleKind::Relative))
        .map(|(group, service)| {
            let choice = Choice::new(service.number().to_string(), words::numbered_service(lang, service));
            choice.group(lang.t(group.heading))
        });
    html! {
        form method="get" action=(PATH) {
            input type="hidden" name="enhet" value=(unit);
            dl.summary {
                div {
                    dt { (lang.t("roles-organisation")) }
                    dd { (name) }
                    dd.summary-change { (link_button(&format!("{PATH}?sok="), &lang.t("roles-other-unit"))) }
                }
            }
            (Fields::new(lang, query, &errors).select(&SERVICE).prompt(lang.t("roles-choose-service")).options(options))
            div.button-row { (Button::primary(lang.t("roles-show"))) }
        }
    }
}

fn shown(lang: Lang, service: Service, unit: UnitId, name: &str, answer: &Answer) -> Markup {
    let title = lang.tr(
        "roles-who-may-answer",
        &[("service", words::numbered_service(lang, service).into()), ("unit", name.into())],
    );
    if answer.permitted.is_empty() && answer.next.is_none() {
        let nobody = lang.t("roles-who-may-nobody");
        return EmptyState::new(Icon::People, nobody, lang.t("roles-who-may-nobody-text")).render();
    }
    let columns = [
        Column::new(lang.t("roles-user")),
        Column::new(lang.t("roles-title-of-user")),
        Column::new(lang.t("roles-role")),
        Column::new(lang.t("roles-organisation")),
        Column::new(lang.t("roles-period")),
        Column::new(lang.t("roles-basis")),
    ];
    let rows = answer.permitted.iter().map(|permitted| {
        Row::link(format!("/anvandare/{}/behorigheter", permitted.account), permitted.name.as_str())
            .cell(permitted.title.clone().unwrap_or_default())
            .cell(words::name_of_role(lang, &permitted.grant.role_name))
            .cell(words::place(lang, &permitted.grant))
            .cell(words::days(lang, permitted.grant.period))
            .cell(words::basis(lang, &permitted.grant))
    });
    let next = answer.next.map(|next| format!("{PATH}?tjanst={}&enhet={unit}&efter={next}", service.number()));
    html! {
        section aria-labelledby="answer" {
            h2 #answer { (title) }
            (Table::new(title.clone(), columns).rows(rows))
            (Pager::new(lang, None, next.map(Into::into), ""))
            p.hint { (lang.t("roles-who-may-note")) }
        }
    }
}

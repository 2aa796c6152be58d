//! *Behörigheter som går ut*: relatives' grants that end within thirty days, so that renewal can be asked for in time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::response::Response;
use behorig_access::{Service, UnitId};
use behorig_registers::units::{self, Unit};
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Column, Crumb, EmptyState, Icon, Page, Row, Table};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::customer::basis;
use super::{LIST, path_of};
use crate::records::{EndingGrant, ending_soon, event};

/// Where the list is.
pub(crate) const PATH: &str = "/kunder/upphor";
/// As many are listed, those that end first.
const MOST: i64 = 200;

/// The list. Service 413 at the customers' units.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ViewCustomers).await?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let found = ending_soon(tx, &viewer, MOST, now).await?;
    if !found.is_empty() {
        let mut chains: HashMap<UnitId, Vec<Unit>> = HashMap::new();
        for one in &found {
            if let Entry::Vacant(place) = chains.entry(one.unit) {
                place.insert(units::chain(tx, one.unit).await?);
            }
        }
        let mut whole = event(ActivityType::Read, "home-care.ending", &[], std::iter::empty());
        for one in &found {
            let chain = chains.get(&one.unit).map(Vec::as_slice).unwrap_or_default();
            let subject = std::iter::once((one.customer, &one.person.number, one.person.full_name()));
            whole.resources.extend(event(ActivityType::Read, "home-care.ending", chain, subject).resources);
        }
        visit.record_reading(whole).await?;
    }
    let lang = visit.lang;
    let page = Page::new(lang.t("home-care-ending"))
        .section(lang.t("home-care-customers"))
        .crumbs([Crumb::new(LIST, lang.t("home-care-customers"))])
        .lead(lang.t("home-care-ending-lead"))
        .wide();
    Ok(visit.show(&page, body(lang, &found)))
}

fn body(lang: Lang, found: &[EndingGrant]) -> Markup {
    if found.is_empty() {
        let title = lang.t("home-care-none-ending");
        return EmptyState::new(Icon::Done, title, lang.t("home-care-none-ending-text")).render();
    }
    let columns = [
        Column::new(lang.t("home-care-customer")),
        Column::new(lang.t("home-care-relative")),
        Column::new(lang.t("home-care-basis")),
        Column::new(lang.t("home-care-until")).unbroken(),
        Column::new(lang.t("home-care-renew")).unlabelled(),
    ];
    let rows = found.iter().map(|one| {
        let last = format::local(one.to.plus_millis(-1).0).date();
        Row::link(path_of(one.customer, ""), one.person.full_name())
            .cell(one.name.clone())
            .cell(basis(lang, &one.basis))
            .cell(format::date(last))
            .cell(html! {
                a href=(format!("/anvandare/{}/behorigheter", one.account)) {
                    (lang.t("home-care-renew")) span.reader-only { " " (one.name) }
                }
            })
    });
    Table::new(lang.t("home-care-ending"), columns).rows(rows).render()
}

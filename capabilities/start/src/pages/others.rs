//! The start page of relatives and of residents: whom they may follow, and whom they may write to.

use std::sync::Arc;

use behorig_access::{Instant, ObjectKind, PersonId, Service, UnitId};
use behorig_registers::persons::Person;
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Resource};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Row, Table};
use behorig_web::{Lang, format, paths};
use maud::{Markup, html};

use crate::followed::{FollowedCustomer, Follows};

/// What a relative may see of a customer: whoever may use any of them sees the customer's name.
const OF_A_CUSTOMER: [Service; 3] =
    [Service::AssignmentScheduleWeb, Service::AssignmentScheduleMobile, Service::OwnReports];

/// A customer whom a relative may follow.
struct Customer {
    person: Person,
    unit: Option<Unit>,
}

/// The customers whom the relative may follow. Reading their names is logged before they are shown.
pub(crate) async fn customers(visit: &mut Visit, follows: Follows) -> Result<Markup, PageError> {
    let (lang, now, viewer) = (visit.lang, visit.now, visit.viewer.clone());
    let customers = customers_of(visit).await?;
    if customers.is_empty() {
        let empty = EmptyState::new(Icon::People, lang.t("start-no-customers"), lang.t("start-no-customers-text"));
        return Ok(html! { (empty.action(Button::link(paths::HELP, lang.t("start-help")))) });
    }
    let followed = follows.by(visit.snapshot.get().await?, &viewer, now).await?;
    visit.record_reading(reading(&customers)).await?;
    let columns = [
        Column::new(lang.t("start-customer")),
        Column::new(lang.t("start-next-visit")),
        Column::new(lang.t("start-unit")),
    ];
    let rows = customers.iter().map(|customer| {
        let unit = customer.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default();
        let followed: Option<&FollowedCustomer> = followed.iter().find(|one| one.person == customer.person.id);
        let name = customer.person.full_name();
        let row = match followed {
            Some(followed) => Row::link(followed.path.clone(), name),
            None => Row::new(name),
        };
        let next = followed.and_then(|followed| followed.next).map(|next| format::near_time(lang, next.0, now.0));
        // A time is never broken at its point.
        row.cell(html! { (next.unwrap_or_default()) }).cell(unit)
    });
    Ok(html! {
        h2 { (lang.t("start-customers")) }
        (Table::new(lang.t("start-customers"), columns).rows(rows))
    })
}

async fn customers_of(visit: &mut Visit) -> Result<Vec<Customer>, PageError> {
    let mut places: Vec<(PersonId, UnitId)> = OF_A_CUSTOMER
        .into_iter()
        .flat_map(|service| visit.scope(service).roots)
        .filter_map(|root| {
            let object = root.object.filter(|object| object.kind == ObjectKind::Customer)?;
            Some((PersonId::new(object.id.uuid()), root.unit))
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    let register = Arc::clone(&visit.app.register);
    let tx = visit.snapshot.get().await?;
    let mut customers = Vec::with_capacity(places.len());
    for (person, unit) in places {
        if let Some(person) = register.by_id(tx, person).await? {
            customers.push(Customer { person, unit: units::find(tx, unit).await? });
        }
    }
    Ok(customers)
}

fn reading(customers: &[Customer]) -> Event {
    let as_logged = |unit: &Unit| ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    };
    let resources = customers
        .iter()
        .map(|customer| Resource {
            resource_type: "customer",
            resource_id: Some(customer.person.id.to_string()),
            patient: Some((customer.person.number, customer.person.full_name())),
            care_provider: None,
            care_unit: customer.unit.as_ref().map(as_logged),
        })
        .collect();
    Event {
        activity: ActivityType::Read,
        level: "start.customers",
        args: None,
        purpose: Purpose::Administration,
        resources,
    }
}

/// As many clinics of one branch are listed.
const MOST_OF_A_BRANCH: i64 = 200;

/// The clinics that the resident may write to.
pub(crate) async fn clinics(visit: &mut Visit) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let roots = visit.scope(Service::CommunicateWithClinic).roots;
    let mut clinics = Vec::new();
    let open: Vec<(UnitId, bool, Option<Instant>)> = roots
        .into_iter()
        .filter(|root| root.object.is_none())
        .map(|root| (root.unit, root.branch, approved_until(visit, root.unit, now)))
        .collect();
    let tx = visit.snapshot.get().await?;
    for (unit, branch, until) in open {
        // An approval for a branch opens the clinics below; one writes to none of the units above them.
        let units = match branch {
            true => units::in_branch(tx, unit, "", MOST_OF_A_BRANCH).await?,
            false => units::find(tx, unit).await?.into_iter().collect(),
        };
        let opened = units.into_iter().filter(|unit| !branch || unit.kind == UnitKind::Clinic);
        clinics.extend(opened.map(|unit| (unit, until)));
    }
    clinics
        .sort_by_cached_key(|(unit, until)| (unit.name.clone(), unit.id, until.is_some(), std::cmp::Reverse(*until)));
    clinics.dedup_by_key(|(unit, _)| unit.id);
    if clinics.is_empty() {
        let empty = EmptyState::new(Icon::Building, lang.t("start-no-clinics"), lang.t("start-no-clinics-text"));
        return Ok(html! { (empty.action(Button::link(paths::HELP, lang.t("start-help")))) });
    }
    Ok(clinic_table(lang, &clinics))
}

/// The last of the moments at which the resident's approvals at the unit end; none means until further notice.
fn approved_until(visit: &Visit, unit: UnitId, now: Instant) -> Option<Instant> {
    let ends = visit
        .viewer
        .grants()
        .iter()
        .filter(|grant| grant.unit == unit && grant.object.is_none() && grant.period.holds_at(now))
        .filter(|grant| grant.services.contains(Service::CommunicateWithClinic))
        .map(|grant| grant.period.to);
    // None, until further notice, outlives every date.
    ends.max_by_key(|end| (end.is_none(), *end)).flatten()
}

fn clinic_table(lang: Lang, clinics: &[(Unit, Option<Instant>)]) -> Markup {
    let columns = [Column::new(lang.t("start-clinic")), Column::new(lang.t("start-approved-until"))];
    let rows = clinics.iter().map(|(unit, until)| {
        let holds = match until.map(|to| format::date(format::local(to.plus_millis(-1).0).date())) {
            None => lang.t("start-approved-further").into_owned(),
            Some(day) => lang.tr("start-approved-to", &[("day", day.into())]).into_owned(),
        };
        Row::link(format!("/mina-mottagningar/{}", unit.id), unit.name.clone()).cell(holds)
    });
    html! {
        h2 { (lang.t("start-clinics")) }
        (Table::new(lang.t("start-clinics"), columns).rows(rows))
    }
}

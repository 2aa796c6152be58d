//! What can be ordered, where, and what was chosen of it.

use behorig_access::{Instant, OrderableId, Service, UnitId};
use behorig_orderers::{Orderable, orderables_of, units_to_order_for};
use behorig_roles::rules::{PeriodError, period};
use behorig_visit::{PageError, Visit};
use behorig_web::{Errors, FieldName, Form, Message, field, format, forms};

use crate::kinds::permissions::Request;
use crate::records::lines::{Region, regions_in};
use crate::rules::Effect;

pub(super) static SERVICE: FieldName = field("tjanst", "orders-which-service");
pub(super) static EFFECT: FieldName = field("avser", "orders-effect");
pub(super) static REGION: FieldName = field("region", "orders-region");
pub(super) static FROM: FieldName = field("fran", "orders-from");
pub(super) static TO: FieldName = field("till", "orders-to");

/// What was chosen in the first step, and is carried through the others.
pub(super) fn chosen() -> [&'static FieldName; 5] {
    [&SERVICE, &EFFECT, &REGION, &FROM, &TO]
}

/// What somebody may order, and where.
pub(super) struct Ground {
    pub regions: Vec<Region>,
    /// The services with the organisation that each belongs to.
    pub services: Vec<(UnitId, Orderable)>,
    /// Whether there is any unit to order for: a head of operations has none where the region has not chosen heads.
    pub has_units: bool,
}

impl Ground {
    pub(super) async fn read(visit: &mut Visit) -> Result<Self, PageError> {
        let mut scope = visit.scope(Service::OrderPermissions);
        scope.roots.extend(visit.scope(Service::OrderAsHead).roots);
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let regions = regions_in(tx, &scope).await?;
        let mut organisations: Vec<UnitId> = regions.iter().map(|region| region.organisation).collect();
        organisations.sort_unstable();
        organisations.dedup();
        let mut services = Vec::new();
        for organisation in organisations {
            services.extend(orderables_of(tx, organisation).await?.into_iter().map(|one| (organisation, one)));
        }
        // One without roles has nothing to order.
        services.retain(|(_, service)| !service.roles.is_empty());
        let has_units = !units_to_order_for(tx, &viewer, now, 1).await?.is_empty();
        Ok(Self { regions, services, has_units })
    }

    /// The form when it is first shown: what there is only one of is chosen, else the service that was asked for, and the region of the
    /// hat.
    pub(super) fn first_form(&self, visit: &Visit, service: &str) -> Form {
        let mut form = Form::default();
        match self.services.as_slice() {
            [(_, only)] => form.fill(&SERVICE, only.id.to_string()),
            _ => form.fill(&SERVICE, service),
        }
        let of_hat = |region: &&Region| visit.hat_chain.iter().any(|unit| unit.id == region.id);
        if let Some(region) = self.regions.iter().find(of_hat) {
            form.fill(&REGION, region.id.to_string());
        }
        form
    }

    /// What was chosen; everything that is wrong with it at once.
    pub(super) fn request(&self, form: &Form, now: Instant, errors: &mut Errors) -> Option<Request> {
        let service = form.required(&SERVICE, |text| self.service(text), errors);
        let effect = form.required(&EFFECT, |text| Effect::from_key(text).ok_or_else(|| EFFECT.missing()), errors);
        let region = match self.regions.as_slice() {
            [only] => Some(only.clone()),
            _ => form.required(&REGION, |text| self.region(text), errors),
        };
        let (from, to) = dates(form, effect, now, errors);
        let ((organisation, orderable), effect, region) = (service?, effect?, region?);
        if organisation != region.organisation {
            errors.add(&SERVICE, "orders-which-service-elsewhere");
        }
        errors.is_empty().then_some(Request { region, orderable, effect, from, to })
    }

    fn service(&self, text: &str) -> Result<(UnitId, Orderable), Message> {
        let id: Option<OrderableId> = text.parse().ok();
        let found = self.services.iter().find(|(_, service)| Some(service.id) == id);
        found.cloned().ok_or_else(|| Message::new("orders-which-service-gone"))
    }

    fn region(&self, text: &str) -> Result<Region, Message> {
        let found = self.regions.iter().find(|region| region.id.to_string() == text);
        found.cloned().ok_or_else(|| REGION.missing())
    }
}

/// When the grants begin and end. What is revoked ends at its approval, so that it has no dates.
fn dates(form: &Form, effect: Option<Effect>, now: Instant, errors: &mut Errors) -> (Option<Instant>, Option<Instant>) {
    let from = form.optional(&FROM, forms::date, errors);
    let to = form.optional(&TO, forms::date, errors);
    if effect == Some(Effect::Revoke) && (from.is_some() || to.is_some()) {
        errors.add(if from.is_some() { &FROM } else { &TO }, "orders-dates-of-end");
        return (None, None);
    }
    match period(from, to, now, format::stockholm()) {
        Ok(period) => (Some(period.from).filter(|from| *from > now), period.to),
        Err(PeriodError::BeginsInThePast) => {
            errors.add(&FROM, "orders-from-past");
            (None, None)
        }
        Err(PeriodError::EndsBeforeItBegins) => {
            errors.add(&TO, "orders-to-before-from");
            (None, None)
        }
        Err(PeriodError::OutsideTheCalendar) => {
            errors.add(&TO, "web-date-wrong");
            (None, None)
        }
    }
}

//! The pages, one file each, and what they have in common.

pub(crate) mod add;
pub(crate) mod assignment;
mod assignment_form;
pub(crate) mod customer;
pub(crate) mod end;
pub(crate) mod ending;
pub(crate) mod extra;
mod history;
pub(crate) mod intervention;
mod left_over;
pub(crate) mod list;
pub(crate) mod occasion;
pub(crate) mod pause;
pub(crate) mod settings;
mod shown;

use behorig_access::{Instant, Service};
use behorig_registers::persons::{Person, Protection};
use behorig_store::{ActivityType, FieldChange, Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Visit};
use behorig_web::components::{Crumb, Notice, Page, PersonBanner, Tone, Words, tag};
use behorig_web::{Errors, Form, Lang, Message, format};
use jiff::civil::Date;
use maud::{Markup, Render, html};
use uuid::Uuid;

use crate::CustomerId;
use crate::records::Customer;

/// Where the list is.
pub(crate) const LIST: &str = "/kunder";
/// What history calls a customer.
pub(crate) const CUSTOMER: &str = "customer";

/// A customer's page, or a page below it.
pub(crate) fn path_of(customer: CustomerId, below: &str) -> String {
    format!("{LIST}/{customer}{below}")
}

/// An id out of a path; what is none leads nowhere.
pub(crate) fn id_in<T: std::str::FromStr>(path: &str) -> Result<T, PageError> {
    path.parse().map_err(|_| PageError::NotFound)
}

/// The values of an address.
pub(crate) fn query(raw: Option<String>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::Malformed("a query that no page has"))
}

/// The customer of a path, to whoever may use the service about them.
pub(crate) async fn customer_of(visit: &mut Visit, id: &str, service: Service) -> Result<Customer, PageError> {
    let (id, viewer, now) = (id_in(id)?, visit.viewer.clone(), visit.now);
    Customer::for_viewer(visit.snapshot.get().await?, &viewer, id, service, now).await
}

/// The customer in the write's own transaction, to whoever may change what was decided for them; one whose care goes on.
pub(crate) async fn customer_to_change(tx: &mut WriteTx, seat: &Seat, id: CustomerId) -> Result<Customer, Rejected> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    let customer = Customer::for_viewer(tx, &viewer, id, Service::EditCustomers, now).await?;
    if customer.is_current(format::local(now.0).date()) { Ok(customer) } else { Err(general("home-care-has-ended")) }
}

/// Writes that a customer's data are about to be shown.
pub(crate) async fn record_reading(
    visit: &mut Visit,
    level: &'static str,
    customer: &Customer,
) -> Result<(), PageError> {
    visit.record_reading(customer.event(ActivityType::Read, level)).await
}

/// Writes the event of a change of something of the customer's, and its history: of the thing itself, and of the customer. Whoever has
/// the unit's day open is told.
pub(crate) async fn record_change(
    tx: &mut WriteTx,
    level: &'static str,
    customer: &Customer,
    (kind, id): (&'static str, Uuid),
    change: FieldChange,
) -> Result<Recorded<()>, StoreError> {
    tx.touch(behorig_live::topic::visits_of(customer.unit));
    let recorded = tx.record(customer.event(ActivityType::Write, level)).await?;
    tx.history(&recorded, kind, id, std::slice::from_ref(&change)).await?;
    if kind != CUSTOMER {
        tx.history(&recorded, CUSTOMER, customer.id.uuid(), &[change]).await?;
    }
    Ok(recorded)
}

/// A refusal of the form as a whole.
pub(crate) fn general(text: &'static str) -> Rejected {
    let mut errors = Errors::new();
    errors.add_general(text);
    Rejected::Errors(errors)
}

/// Whether a form came too late: somebody changed the record in the meantime.
pub(crate) const fn is_stale(error: &PageError) -> bool {
    matches!(error, PageError::Stale | PageError::Store(StoreError::Stale))
}

/// Who changed what since the version that a form was filled in on, above the form with everything that was typed.
pub(crate) async fn changed_meanwhile(
    visit: &mut Visit,
    (kind, id): (&'static str, Uuid),
    seen: i64,
    current: i64,
) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let changes = behorig_store::history::changes_of(visit.snapshot.get().await?, kind, id).await?;
    let changes = behorig_store::history::since(changes, seen, current);
    Ok(html! {
        (Notice::new(Tone::Warning, lang.t("home-care-changed-meanwhile")).text(lang.t("home-care-changed-meanwhile-text")))
        (history::shown(lang, now, &changes))
    })
}

/// A page below a customer's own, with the person above its heading.
pub(crate) fn page_below<'a>(visit: &Visit, title: impl Into<Words<'a>>, customer: &Customer) -> Page<'a> {
    let (lang, name) = (visit.lang, customer.full_name());
    let crumbs = [Crumb::new(LIST, lang.t("home-care-customers")), Crumb::new(path_of(customer.id, ""), name.clone())];
    Page::new(title).section(name).crumbs(crumbs).banner(banner(lang, customer, visit.now))
}

/// Name, number and what must not be overlooked about a customer.
pub(crate) fn banner(lang: Lang, customer: &Customer, now: Instant) -> Markup {
    let mut banner =
        banner_of(lang, &customer.details, now).fact(lang.t("home-care-unit"), customer.unit_name().to_owned());
    if !customer.is_current(today(now)) {
        banner = banner.tag(tag(Tone::Neutral, &lang.t("home-care-former")));
    }
    banner.render()
}

/// What is known of a person before they are a customer.
pub(crate) fn banner_of(lang: Lang, person: &Person, now: Instant) -> PersonBanner<'static> {
    let mut banner = PersonBanner::new(lang, person.full_name())
        .fact(lang.t("home-care-number"), person.number.shown())
        .protected(person.protection != Protection::None);
    if let Some(age) = person.number.age_on(today(now)).filter(|_| person.deceased_on.is_none()) {
        banner = banner.fact(lang.t("home-care-age"), lang.tr("home-care-years", &[("years", age.into())]));
    }
    if let Some(day) = &person.deceased_on {
        let deceased = lang.tr("home-care-deceased", &[("day", day.as_str().into())]);
        banner = banner.tag(tag(Tone::Neutral, &deceased));
    }
    banner
}

/// The day that it is in Stockholm.
pub(crate) fn today(now: Instant) -> Date {
    format::local(now.0).date()
}

/// `kl. 12.00–12.10`, `12:00–12:10`.
pub(crate) fn span(lang: Lang, from: Instant, to: Instant) -> String {
    let [from, to] = [from, to].map(|at| format::time(lang, format::local(at.0).time()));
    let to = to.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    format!("{from}–{to}")
}

/// A time of the day as people write it, in minutes after midnight: `8.00`, `08:00`, `0800`.
pub(crate) fn clock(text: &str) -> Result<i64, Message> {
    let wrong = || Message::new("home-care-time-wrong");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let others: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    if !matches!(digits.len(), 3 | 4) || !matches!(others.as_slice(), [] | [':' | '.']) {
        return Err(wrong());
    }
    let (hours, minutes) = digits.split_at(digits.len() - 2);
    let (hours, minutes): (i64, i64) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
    let apart = others.is_empty() || text.split([':', '.']).nth(1).is_some_and(|part| part.len() == 2);
    if hours < 24 && minutes < 60 && apart { Ok(hours * 60 + minutes) } else { Err(wrong()) }
}

/// Minutes after midnight as a field shows them.
pub(crate) fn clock_in_field(minute: i64) -> String {
    format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_taken_as_people_write_it() {
        for text in ["08:00", "8.00", "0800", "8:00", "800"] {
            assert_eq!(clock(text), Ok(480), "{text}");
        }
        for text in ["24:00", "8:60", "8", "8:0", "080:0", "08:00:00", "-8:00", "åtta", "", "99999999999999999999"] {
            assert!(clock(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_minute_of_the_day_comes_back_and_nothing_else_panics(minute in 0..1_440_i64, text: String) {
            prop_assert_eq!(clock(&clock_in_field(minute)), Ok(minute));
            let _ = clock(&text);
        }
    }
}

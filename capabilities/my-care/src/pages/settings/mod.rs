//! *Mina inställningar*: where one is told, by mail, by text message or by both, that something waits to be read.

mod ask;
mod body;
mod choose;
mod confirm;
mod part;
mod remove;

pub(crate) use ask::ask;
pub(crate) use body::by_ways;
pub(crate) use choose::choose;
pub(crate) use confirm::confirm;
pub(crate) use part::{MAIL, Part, SMS};
pub(crate) use remove::{ask_removal, remove};

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_access::{Holder, PersonId};
use behorig_cases::records::{NoticeAddress, notice_address_of};
use behorig_outbox::{LetterId, Standing, Way, standing, withdraw};
use behorig_store::{Event, Recorded, StoreError, Tx, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::Page;
use behorig_web::{Errors, FieldName, Form, Lang, field};

use crate::Desk;

static LANGUAGE: FieldName = field("sprak", "my-care-notice-language");
static WAYS: FieldName = field("satt", "my-care-notice-ways");
/// Where the way and the language are chosen.
pub(crate) const CHOOSE: &str = "/mina-installningar/val";

/// What the page shows of one way.
struct ShownWay {
    part: &'static Part,
    address: NoticeAddress,
    /// How the letter with the code stands.
    letter: Option<Standing>,
    /// Whether anything is sent this way here.
    is_offered: bool,
    /// Whether notices come this way: as it was chosen, or because nothing else that was chosen is left here.
    is_used: bool,
}

/// One's own settings. Anyone signed in as a resident.
pub(crate) async fn show(mut visit: Visit, Extension(desk): Extension<Arc<Desk>>) -> Result<Response, PageError> {
    let shown = shown(&mut visit, &desk).await?;
    let errors = Errors::new();
    Ok(visit.show(&page(visit.lang, &errors), body::body(&visit, &shown, &filled(&shown), &errors)))
}

fn own(visit: &Visit) -> Result<PersonId, PageError> {
    match visit.viewer.holder() {
        Holder::Person(person) => Ok(person),
        Holder::Account(_) => Err(PageError::NotFound),
    }
}

/// What a person has said of notices, by every way.
async fn addresses_of(tx: &mut Tx, person: PersonId, lang: Lang) -> Result<Vec<NoticeAddress>, StoreError> {
    let mut addresses = Vec::new();
    for way in Way::ALL {
        addresses.push(notice_address_of(tx, person, way).await?);
    }
    // Whoever has chosen a language for one way has chosen it for the other.
    let lang = addresses.iter().flatten().next().map_or(lang, |address| address.language);
    let missing = |way| NoticeAddress::none(person, way, lang);
    Ok(addresses.into_iter().zip(Way::ALL).map(|(address, way)| address.unwrap_or_else(|| missing(way))).collect())
}

async fn shown(visit: &mut Visit, desk: &Desk) -> Result<Vec<ShownWay>, PageError> {
    let (person, lang) = (own(visit)?, visit.lang);
    let tx = visit.snapshot.get().await?;
    let mut shown = Vec::new();
    for address in addresses_of(tx, person, lang).await? {
        let letter = match address.asked.as_ref().and_then(|asked| asked.letter) {
            Some(letter) => standing(tx, letter).await?,
            None => None,
        };
        let is_offered = desk.goes_by(address.way);
        shown.push(ShownWay { part: Part::of(address.way), address, letter, is_offered, is_used: false });
    }
    let has_choice = shown.iter().any(|one| one.is_offered && one.address.in_use().is_some());
    for one in &mut shown {
        one.is_used = one.is_offered && one.address.confirmed.is_some() && (one.address.wanted || !has_choice);
    }
    Ok(shown)
}

/// The forms as they stand: each address with the one that is asked for, and else the confirmed one.
fn filled(shown: &[ShownWay]) -> Form {
    let mut form = Form::filled([]);
    fill_in(&mut form, shown);
    form
}

/// Fills in what was not typed.
fn fill_in(form: &mut Form, shown: &[ShownWay]) {
    let mut fill = |field: &FieldName, value: String| {
        if !form.has(&field.name) {
            form.fill(field, value);
        }
    };
    for one in shown {
        let asked = one.address.asked.as_ref().map(|asked| &asked.address);
        let address = asked.or(one.address.confirmed.as_ref().map(|(address, _)| address));
        fill(one.part.address, address.map(behorig_outbox::Address::shown).unwrap_or_default());
        fill(&LANGUAGE, one.address.language.code().to_owned());
    }
    let used: Vec<Way> = shown.iter().filter(|one| one.is_used).map(|one| one.part.way).collect();
    fill(&WAYS, choose::stored(&used).to_owned());
}

fn page<'a>(lang: Lang, errors: &'a Errors) -> Page<'a> {
    Page::new(lang.t("my-care-settings")).errors(errors)
}

/// The page once more, with what was typed in one of its forms.
async fn again(submission: Submission, desk: &Desk, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form: mut typed } = submission;
    let shown = shown(&mut visit, desk).await?;
    fill_in(&mut typed, &shown);
    Ok(visit.show_again(&page(visit.lang, errors), body::body(&visit, &shown, &typed, errors)))
}

/// Takes back the letter of a code that is replaced or no longer asked for, unless it was sent.
async fn take_back(tx: &mut WriteTx, letter: Option<LetterId>) -> Result<(), StoreError> {
    match letter {
        Some(letter) => withdraw(tx, letter).await,
        None => Ok(()),
    }
}

/// Writes down what was done with an address; of mail where nothing else is said.
async fn record(tx: &mut WriteTx, person: PersonId, way: Way, what: &str) -> Result<Recorded<()>, Rejected> {
    let what = match way {
        Way::Mail => what.to_owned(),
        Way::Sms => format!("sms: {what}"),
    };
    Ok(tx.record(Event::change("my-care.notice-address", "resident", person).with_args(what)).await?)
}

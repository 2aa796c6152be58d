//! `/skaffa-konto`: the form for who has shown a card that opens no account, and how their request stands.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::UnitId;
use behorig_accounts::fields::{Key, Values};
use behorig_accounts::{NewAccount, create, make_pending, parse, suggested_user_name};
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_sign_in::siths::Applicant;
use behorig_sign_in::{ASK_FOR_ACCOUNT, SignIn};
use behorig_store::{StoreError, Tx};
use behorig_visit::{PageError, Posted, Rejected, Visit};
use behorig_web::components::{
    Button, Choice, Fields, Filters, Notice, Page, PostForm, Section, SummaryList, Tone, link_button,
};
use behorig_web::{Errors, FieldName, Form, field, format, paths};
use http::StatusCode;
use maud::{Markup, html};

use crate::records::{self, NewRequest, Request};
use crate::{letters, rules};

static UNIT: FieldName = field("enhet", "new-account-unit");
static MESSAGE: FieldName = field("meddelande", "new-account-message");
const SEARCH: &str = "q";
const MOST_UNITS: i64 = 40;

/// What may be told beside the address.
const ASKED: [Key; 2] = [Key::Mobile, Key::Title];
const NAMES: [Key; 2] = [Key::GivenName, Key::FamilyName];

/// The form, or how the request stands. For whoever has shown a card.
pub(crate) async fn show(applicant: Applicant, Extension(deps): Extension<Arc<SignIn>>) -> Result<Response, PageError> {
    let form = match applicant.asked(SEARCH) {
        "" => Form::filled([]),
        // Who searches for a unit has perhaps typed nothing yet.
        _ => Form::default(),
    };
    page(&applicant, &deps, &form, &Errors::new()).await
}

async fn page(applicant: &Applicant, deps: &SignIn, form: &Form, errors: &Errors) -> Result<Response, PageError> {
    let is_answered_by_mail = deps.letters.is_some();
    let mut tx = applicant.app().db.read().await?;
    if let Some(account) = applicant.pending {
        let request = records::of_account(&mut tx, account).await?;
        return Ok(waiting(applicant, request.as_ref(), is_answered_by_mail));
    }
    if applicant.has_account {
        // Somebody has let them in meanwhile; the card is shown again, and opens the account.
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    }
    let declined = match applicant.card.hsa_ids.first() {
        Some(id) => records::declined_of(&mut tx, id).await?,
        None => None,
    };
    let units = offered(&mut tx, applicant).await?;
    drop(tx);
    Ok(form_page(applicant, &units, declined.as_ref(), is_answered_by_mail, form, errors))
}

/// Units where somebody works.
fn is_workplace(unit: &Unit) -> bool {
    matches!(unit.kind, UnitKind::CareUnit | UnitKind::Clinic | UnitKind::Entrance | UnitKind::HomeCareUnit)
}

/// The units to choose among: those of the card's commissions with what lies below them, or else those that were searched for.
async fn offered(tx: &mut Tx, applicant: &Applicant) -> Result<Vec<Unit>, StoreError> {
    let search = applicant.asked(SEARCH).trim();
    let mut found: Vec<Unit> = Vec::new();
    if search.is_empty() {
        for hsa_id in applicant.card.commissions.iter().filter_map(|commission| commission.unit.as_deref()) {
            let Some(unit) = records::unit_by_hsa_id(tx, hsa_id).await? else { continue };
            for unit in units::in_branch(tx, unit, "", MOST_UNITS).await? {
                if is_workplace(&unit) && found.iter().all(|known| known.id != unit.id) {
                    found.push(unit);
                }
            }
        }
        return Ok(found);
    }
    for root in units::roots(tx).await? {
        let below = units::in_branch(tx, root.id, search, MOST_UNITS).await?;
        found.extend(below.into_iter().filter(is_workplace));
    }
    Ok(found)
}

fn form_page(
    applicant: &Applicant,
    units: &[Unit],
    declined: Option<&Request>,
    is_answered_by_mail: bool,
    form: &Form,
    errors: &Errors,
) -> Response {
    let lang = applicant.lang();
    let reach = if is_answered_by_mail { "new-account-reach-about" } else { "new-account-reach-by-hand" };
    let f = Fields::new(lang, form, errors);
    let search = applicant.asked(SEARCH).trim();
    let choices = units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.clone()));
    let inside = html! {
        @if !has_name(applicant) { @for key in NAMES { (f.text(&key.field().name)) } }
        (Section::new(lang.t("new-account-where"), html! {
            @if units.is_empty() {
                p { (lang.t(if search.is_empty() { "new-account-no-unit" } else { "new-account-no-such-unit" })) }
            } @else { (f.radios(&UNIT).options(choices)) }
        }))
        (Section::new(lang.t("new-account-reach"), html! {
            (f.email(&Key::Email.field().name).autocomplete("email"))
            (f.phone(&Key::Mobile.field().name).optional().autocomplete("tel"))
            (f.text(&Key::Title.field().name).optional().autocomplete("organization-title"))
            (f.long_text(&MESSAGE, 3).optional())
        }).about(lang.t(reach)))
        div.button-row { (Button::primary(lang.t("new-account-send"))) (link_button(paths::SIGN_IN, &lang.t("web-cancel"))) }
    };
    let body = html! {
        @if let Some(declined) = declined { (last_time(applicant, declined)) }
        // The search for units is a form of its own, and none stands in another: who it is about comes before both.
        (Section::new(lang.t("new-account-who"), html! { (said(applicant)) }).about(lang.t("new-account-who-about")))
        (Filters::new(lang, ASK_FOR_ACCOUNT, lang.tr("new-account-units", &[("count", units.len().into())]))
            .search(SEARCH, lang.t("new-account-search"), search))
        (PostForm::to(ASK_FOR_ACCOUNT, inside).once(Visit::form_key()))
    };
    let page = Page::new(lang.t("new-account-title")).lead(lang.t("new-account-lead")).narrow().errors(errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    applicant.show(status, &page, body)
}

fn has_name(applicant: &Applicant) -> bool {
    let card = &applicant.card;
    rules::name(&card.given_name).is_some() && rules::name(&card.family_name).is_some()
}

/// What the card says: it can't be changed here.
fn said(applicant: &Applicant) -> SummaryList<'static> {
    let (lang, card) = (applicant.lang(), &applicant.card);
    let mut list = SummaryList::new(lang);
    if has_name(applicant) {
        list = list.text(lang.t("new-account-name"), &format!("{} {}", card.given_name, card.family_name));
    }
    if !card.hsa_ids.is_empty() {
        list = list.text(lang.t("new-account-hsa-id"), &card.hsa_ids.join(", "));
    }
    // Masked, the number would tell its owner nothing.
    if let Some(born) = card.identity_number().and_then(|number| number.birth_date()) {
        list = list.text(lang.t("new-account-born"), &format::date(born));
    }
    for name in card.commissions.iter().filter_map(|commission| commission.name.as_deref()).take(1) {
        list = list.text(lang.t("new-account-commission"), name);
    }
    list
}

fn last_time(applicant: &Applicant, declined: &Request) -> Markup {
    let lang = applicant.lang();
    let time = format::date_time(lang, declined.decided_at.unwrap_or(declined.asked_at).as_millis());
    let title =
        lang.tr("new-account-last-declined", &[("unit", declined.unit_name.as_str().into()), ("time", time.into())]);
    html! { (Notice::new(Tone::Warning, title).text(declined.reason.clone().unwrap_or_default())) }
}

/// How the request stands: sent once, and not to be sent again.
fn waiting(applicant: &Applicant, request: Option<&Request>, is_answered_by_mail: bool) -> Response {
    let lang = applicant.lang();
    let (answer_to, next) = match is_answered_by_mail {
        true => ("new-account-answer-to", "new-account-waits-next"),
        false => (Key::Email.field().name.label, "new-account-waits-by-hand"),
    };
    let body = html! {
        p.lead { (lang.t("new-account-waits-lead")) }
        @if let Some(request) = request {
            (SummaryList::new(lang)
                .text(lang.t("new-account-name"), &request.full_name())
                .text(lang.t("new-account-unit"), &request.unit_name)
                .text(lang.t("new-account-sent"), &format::date_time(lang, request.asked_at.as_millis()))
                .text(lang.t(answer_to), request.email.as_deref().unwrap_or_default()))
        }
        p { (lang.t(next)) }
        div.button-row { (link_button(paths::SIGN_IN, &lang.t("new-account-to-sign-in"))) }
    };
    applicant.show(StatusCode::OK, &Page::new(lang.t("new-account-waits")).narrow(), body)
}

/// Sends the request: the account is made, and waits. For whoever has shown a card that opens no account.
pub(crate) async fn send(
    applicant: Applicant,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    if applicant.pending.is_some() || applicant.has_account {
        // Sent twice, from another tab or by another browser: told about the first.
        return Ok(Redirect::to(ASK_FOR_ACCOUNT).into_response());
    }
    let mut errors = Errors::new();
    let mut values = on_the_card(&applicant, &form, &mut errors);
    let unit = form.required(&UNIT, |id| id.parse::<UnitId>().map_err(|_| UNIT.missing()), &mut errors);
    let unit = match unit {
        Some(unit) => workplace(&applicant, unit, &mut errors).await?,
        None => None,
    };
    reach(&applicant, &form, &mut values, &mut errors);
    let message = form.optional(&MESSAGE, rules::lines, &mut errors).filter(|text| !text.is_empty());
    let (Some(unit), true) = (unit, errors.is_empty()) else { return page(&applicant, &deps, &form, &errors).await };
    let request = NewRequest {
        unit,
        hsa_id: applicant.card.hsa_ids.first().cloned().unwrap_or_default(),
        commission: applicant.card.commissions.iter().find_map(|commission| commission.name.clone()),
        message,
    };
    let new =
        NewAccount { unit, values, password: None, roles: Vec::new(), basis: behorig_access::Basis::Administrator };
    let actor = applicant.actor();
    let made = applicant.app().db.write(&actor, (new, request, deps.letters.clone()), |tx, (new, request, letters)| {
        Box::pin(async move {
            let mut new = new.clone();
            let name = user_name(tx, &new.values, &request.hsa_id).await?;
            new.values.set(Key::UserName, Some(name));
            let made = create(tx, &new).await?;
            make_pending(tx, made.account).await?;
            let recorded = records::add(tx, made.account, request).await?;
            if let Some(letters) = letters {
                letters::tell_who_decides(letters, tx, request.unit).await?;
            }
            Ok::<_, Rejected>(recorded.with(()))
        })
    });
    match made.await {
        Ok(()) => {
            if let Some(letters) = &deps.letters {
                letters.outbox.wake();
            }
            Ok(Redirect::to(ASK_FOR_ACCOUNT).into_response())
        }
        // The same card or number at the same moment: the first counts, and the page tells of it.
        Err(Rejected::Errors(_)) => Ok(Redirect::to(ASK_FOR_ACCOUNT).into_response()),
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// What the card says of the account, and the name where it says none.
fn on_the_card(applicant: &Applicant, form: &Form, errors: &mut Errors) -> Values {
    let card = &applicant.card;
    let mut values = Values::default();
    if has_name(applicant) {
        values.set(Key::GivenName, rules::name(&card.given_name));
        values.set(Key::FamilyName, rules::name(&card.family_name));
    } else {
        typed(applicant, form, &NAMES, &mut values, errors);
    }
    values.set(Key::HsaIds, Some(card.hsa_ids.join("\n")));
    values.set(Key::IdentityNumber, card.identity_number().map(|number| number.as_stored().to_owned()));
    values
}

/// How to reach whoever asks: an answer must find its way.
fn reach(applicant: &Applicant, form: &Form, values: &mut Values, errors: &mut Errors) {
    typed(applicant, form, &[Key::Email], values, errors);
    if values.get(Key::Email).is_none() && errors.of(&Key::Email.field().name.name).is_none() {
        errors.add(&Key::Email.field().name, "new-account-email-missing");
    }
    typed(applicant, form, &ASKED, values, errors);
}

fn typed(applicant: &Applicant, form: &Form, keys: &[Key], values: &mut Values, errors: &mut Errors) {
    let today = format::local(applicant.now().as_millis()).date();
    for key in keys {
        match parse::parse_in(form, key.field(), today) {
            Ok(value) => values.set(*key, value),
            Err(message) => errors.add(&key.field().name, message),
        }
    }
}

/// The unit, if it is one where people work.
async fn workplace(applicant: &Applicant, unit: UnitId, errors: &mut Errors) -> Result<Option<UnitId>, PageError> {
    let mut tx = applicant.app().db.read().await?;
    let found = units::find(&mut tx, unit).await?.filter(is_workplace);
    if found.is_none() {
        errors.add(&UNIT, UNIT.missing());
    }
    Ok(found.map(|unit| unit.id))
}

/// A user name that is free: of the name, or else of the HSA-id.
async fn user_name(tx: &mut Tx, values: &Values, hsa_id: &str) -> Result<String, StoreError> {
    let (given, family) = (values.text(Key::GivenName), values.text(Key::FamilyName));
    let suggested = suggested_user_name(tx, given, family).await?;
    Ok(suggested.unwrap_or_else(|| hsa_id.to_ascii_lowercase()))
}

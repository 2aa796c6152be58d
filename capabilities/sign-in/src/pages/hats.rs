//! `/byt-uppdrag`: which hat is on.

use axum::response::Response;
use behorig_access::{Assurance, Hat, Instant};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::PersonRegister;
use behorig_store::{Event, Recorded, StoreError, Tx};
use behorig_visit::{PageError, Submission, Visit, role_name, session_cookie};
use behorig_web::components::{Button, Choice, Fields, Notice, Page, PostForm, Tone, link_button};
use behorig_web::preferences::own_path;
use behorig_web::{Errors, FieldName, Form, Lang, field, paths};
use maud::html;

use super::no_hat;
use super::sign_in::RETURN_TO;
use crate::guest::{new_token, with_cookie};
use crate::records::accounts::{self, AtDoor};
use crate::records::hats::{self, HatRow, is_worn, key_of};
use crate::records::sessions;

static HAT: FieldName = field("uppdrag", "sign-in-hat");

/// The hats that the session's owner can put on: of the account that is signed in, and, where an e-identification opened the
/// session, of everything else that the same number is.
async fn own_hats(
    tx: &mut Tx,
    register: &dyn PersonRegister,
    visit: &WhoAsks,
    now: Instant,
) -> Result<Vec<HatRow>, StoreError> {
    let proven = sessions::proof(tx, visit.session).await?;
    let mut accounts: Vec<AtDoor> = Vec::new();
    match (visit.account, &proven) {
        (Some(account), _) => accounts.push(accounts::by_id(tx, account).await?),
        (None, Some(number)) => accounts.extend(accounts::by_number(tx, number).await?),
        (None, None) => {}
    }
    let number = proven.or_else(|| accounts.first().and_then(|account| account.number));
    for account in others_of_the_card(tx, visit.session, proven.as_ref()).await? {
        if accounts.iter().all(|known| known.id != account.id) {
            accounts.push(account);
        }
    }
    let person = match &number {
        Some(number) => register.by_number(tx, number).await?.filter(|person| person.deceased_on.is_none()),
        None => None,
    };
    let mut all = Vec::new();
    for account in accounts.iter().filter(|account| account.standing == behorig_access::Standing::Active) {
        for hat in hats::of(tx, Some(account), None, now).await? {
            // A unit where two accounts of one person work is one hat: of the account that is on.
            if all.iter().all(|known: &HatRow| key_of(&known.choice) != key_of(&hat.choice)) {
                all.push(hat);
            }
        }
    }
    all.extend(hats::of(tx, None, person.map(|person| person.id), now).await?);
    Ok(all)
}

/// The accounts of the other employments that the session's card proved, and of its number: nothing else opens another account's hat.
async fn others_of_the_card(
    tx: &mut Tx,
    session: behorig_access::SessionId,
    proven: Option<&IdentityNumber>,
) -> Result<Vec<AtDoor>, StoreError> {
    let mut found = Vec::new();
    for hsa_id in sessions::proven_hsa_ids(tx, session).await? {
        found.extend(accounts::by_hsa_id(tx, &hsa_id).await?);
    }
    if let (Some(number), false) = (proven, found.is_empty()) {
        found.extend(accounts::by_number(tx, number).await?);
    }
    Ok(found)
}

/// What of a session decides its hats.
#[derive(Debug, Clone, Copy)]
struct WhoAsks {
    session: behorig_access::SessionId,
    account: Option<behorig_access::AccountId>,
}

impl WhoAsks {
    fn of(visit: &Visit) -> Self {
        Self { session: visit.session.id, account: visit.session.account }
    }
}

/// Whether the session's level reaches the hat. The resident's hat asks for an e-identification of this very session.
fn is_within_reach(hat: &HatRow, level: Assurance, proven: Option<&IdentityNumber>) -> bool {
    hat.asked <= level && (hat.choice.hat != Hat::Resident || proven.is_some())
}

/// Every hat of one's own. For anyone who is signed in.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let form = Form::filled([]);
    page(&mut visit, &form, &Errors::new()).await
}

async fn page(visit: &mut Visit, form: &Form, errors: &Errors) -> Result<Response, PageError> {
    let (who, now, lang) = (WhoAsks::of(visit), visit.now, visit.lang);
    let register = std::sync::Arc::clone(&visit.app.register);
    let tx = visit.snapshot.get().await?;
    let hats = own_hats(tx, register.as_ref(), &who, now).await?;
    let proven = sessions::proof(tx, who.session).await?;
    let has_none = hats.iter().all(|hat| hat.choice.account.is_none());
    let none = match who.account.filter(|_| has_none) {
        Some(account) => Some(hats::why_none(tx, account, now).await?),
        None => None,
    };
    let (within, beyond): (Vec<_>, Vec<_>) =
        hats.iter().partition(|hat| is_within_reach(hat, visit.session.assurance, proven.as_ref()));
    let on = |hat: &&&HatRow| is_worn(&hat.choice, visit.session.hat, visit.session.hat_unit, visit.viewer.holder());
    let worn = within.iter().find(on).map(|hat| key_of(&hat.choice));
    let filled;
    let form = if form.has(&HAT.name) {
        form
    } else {
        filled = Form::filled(worn.map(|key| (&HAT, key)));
        &filled
    };
    let level = beyond.iter().map(|hat| hat.asked).max().unwrap_or(Assurance::High);
    let confirm = format!("{}?niva={}&till={}", paths::CONFIRM, level.key(), paths::HATS);
    let choices = within.iter().map(|hat| choice(lang, hat));
    let body = html! {
        @if let Some(why) = &none {
            (no_hat::inside(lang, why))
        } @else if within.len() > 1 {
            (PostForm::to(paths::HATS, html! {
                (Fields::new(lang, form, errors).radios(&HAT).options(choices))
                div.button-row { (Button::primary(lang.t("sign-in-hat-switch"))) }
            }))
        } @else {
            (Notice::new(Tone::Info, lang.t("sign-in-hat-only-one")).text(lang.t("sign-in-hat-only-one-text")))
        }
        @if !beyond.is_empty() {
            section aria-labelledby="stronger" {
                h2 #stronger { (lang.t("sign-in-hat-stronger")) }
                p { (lang.t("sign-in-hat-stronger-text")) }
                ul.bullets { @for hat in &beyond { li { (name_of(lang, hat)) ": " (level_in_words(lang, hat.asked)) } } }
                div.button-row { (link_button(&confirm, &lang.t("sign-in-confirm-go"))) }
            }
        }
    };
    let page = Page::new(lang.t("sign-in-hat-title")).lead(lang.t("sign-in-hat-lead")).errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn choice(lang: Lang, hat: &HatRow) -> Choice<'static> {
    let choice = Choice::new(key_of(&hat.choice), name_of(lang, hat));
    let named: Vec<_> = match hat.choice.hat {
        Hat::Staff => hat.details.iter().map(|role| role_name(lang, role)).collect(),
        Hat::Relative | Hat::Resident => hat.details.iter().map(|name| name.as_str().into()).collect(),
    };
    match (hat.choice.hat, named.join(", ")) {
        (Hat::Resident, _) => choice.hint(lang.t("sign-in-hat-resident-hint")),
        (_, details) if details.is_empty() => choice.hint(lang.t("sign-in-hat-no-role")),
        (Hat::Relative, people) => choice.hint(lang.tr("sign-in-hat-relative-of", &[("people", people.into())])),
        (Hat::Staff, roles) => choice.hint(roles),
    }
}

fn name_of(lang: Lang, hat: &HatRow) -> String {
    let word = match hat.choice.hat {
        Hat::Staff => lang.t("visit-hat-staff"),
        Hat::Relative => lang.t("visit-hat-relative"),
        Hat::Resident => lang.t("visit-hat-resident"),
    };
    match &hat.unit_name {
        Some(unit) => format!("{word}, {unit}"),
        None => word.into_owned(),
    }
}

fn level_in_words(lang: Lang, level: Assurance) -> std::borrow::Cow<'static, str> {
    match level {
        Assurance::High => lang.t("sign-in-level-high"),
        Assurance::TwoFactor => lang.t("sign-in-level-two-factor"),
        Assurance::Password => lang.t("sign-in-level-password"),
    }
}

/// What became of a wish for another hat.
enum Switched {
    Done,
    /// There is no such hat, or no longer.
    NoSuchHat,
    TooLow,
}

/// Puts another hat on. For anyone who is signed in, within what their own grants and the session's level give.
///
/// The session goes on and ends when it would have, but its cookie's secret is made anew: whoever got hold of the cookie while another
/// hat was on does not come along. Other tabs of the browser hold the same cookie, and go on.
pub(crate) async fn switch(submission: Submission) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let mut errors = Errors::new();
    let Some(wished) = form.required(&HAT, |text| Ok::<_, &'static str>(text.to_owned()), &mut errors) else {
        return page(&mut visit, &form, &errors).await;
    };
    let actor = visit.actor();
    let register = std::sync::Arc::clone(&visit.app.register);
    let (who, level) = (WhoAsks::of(&visit), visit.session.assurance);
    let token = new_token()?;
    let input = (who, level, wished, register, token.hash());
    let switched = visit.app.db.write(&actor, input, |tx, (who, level, wished, register, token)| {
        Box::pin(async move {
            const NOTHING: &str = "the hat stayed on";
            let now = tx.now();
            let hats = own_hats(tx, register.as_ref(), who, now).await?;
            let proven = sessions::proof(tx, who.session).await?;
            let Some(hat) = hats.iter().find(|hat| key_of(&hat.choice) == *wished) else {
                return Ok(Recorded::nothing_to_record(Switched::NoSuchHat, NOTHING));
            };
            if !is_within_reach(hat, *level, proven.as_ref()) {
                return Ok(Recorded::nothing_to_record(Switched::TooLow, NOTHING));
            }
            sessions::put_on(tx, who.session, &hat.choice, *token).await?;
            let event = Event::change("sign-in.switch-hat", "session", who.session).with_args(wished.as_str());
            Ok::<_, StoreError>(tx.record(event).await?.with(Switched::Done))
        })
    });
    match switched.await? {
        Switched::Done => {
            let to = own_path(form.value(RETURN_TO));
            let gone = visit.go_and_tell(to, "sign-in-hat-switched");
            return Ok(with_cookie(gone, &session_cookie(&visit.app, &token)));
        }
        Switched::NoSuchHat => errors.add(&HAT, "sign-in-hat-gone"),
        Switched::TooLow => errors.add(&HAT, "sign-in-hat-too-low"),
    }
    page(&mut visit, &form, &errors).await
}

//! *Mina inställningar*: where one is told by mail that something waits to be read.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_access::{Holder, Instant, PersonId};
use behorig_cases::records::{AskedAddress, NoticeAddress, Notices, keep_notice_address, notice_address_of};
use behorig_identity::Email;
use behorig_outbox::{Letter, Standing, standing};
use behorig_store::{Event, Recorded, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Token, Visit};
use behorig_web::components::{
    Button, Choice, Dialog, Fields, Notice, Page, PostForm, Section, SummaryList, Tone, dialog_link,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format, forms};
use maud::{Markup, Render, html};

use crate::address::{self, Code, Typed};
use crate::{Desk, SETTINGS};

static EMAIL: FieldName = field("epost", "my-care-notice-email");
static LANGUAGE: FieldName = field("sprak", "my-care-notice-language");
static CODE: FieldName = field("kod", "my-care-notice-code");
/// Where the address is taken away.
pub(crate) const REMOVE: &str = "/mina-installningar/ta-bort";
/// Where the code is typed.
pub(crate) const CONFIRM: &str = "/mina-installningar/kod";

/// What the page shows.
struct Shown {
    address: NoticeAddress,
    /// How the letter with the code stands.
    letter: Option<Standing>,
    sends_mail: bool,
}

/// One's own settings. Anyone signed in as a resident.
pub(crate) async fn show(mut visit: Visit, Extension(desk): Extension<Arc<Desk>>) -> Result<Response, PageError> {
    let shown = shown(&mut visit, &desk).await?;
    let errors = Errors::new();
    Ok(visit.show(&page(visit.lang, &errors), body(&visit, &shown, &filled(&shown), &errors)))
}

fn own(visit: &Visit) -> Result<PersonId, PageError> {
    match visit.viewer.holder() {
        Holder::Person(person) => Ok(person),
        Holder::Account(_) => Err(PageError::NotFound),
    }
}

async fn shown(visit: &mut Visit, desk: &Desk) -> Result<Shown, PageError> {
    let (person, lang) = (own(visit)?, visit.lang);
    let tx = visit.snapshot.get().await?;
    let address = notice_address_of(tx, person).await?.unwrap_or_else(|| NoticeAddress::none(person, lang));
    let letter = match address.asked.as_ref().and_then(|asked| asked.letter) {
        Some(letter) => standing(tx, letter).await?,
        None => None,
    };
    Ok(Shown { address, letter, sends_mail: desk.notices.is_some() })
}

/// The form as it stands: with the address that is asked for, and else the confirmed one.
fn filled(shown: &Shown) -> Form {
    let address = &shown.address;
    let asked = address.asked.as_ref().map(|asked| &asked.email);
    let email = asked.or(address.confirmed.as_ref().map(|(email, _)| email));
    Form::filled([
        (&EMAIL, email.map(|email| email.as_str().to_owned()).unwrap_or_default()),
        (&LANGUAGE, address.language.code().to_owned()),
    ])
}

fn page<'a>(lang: Lang, errors: &'a Errors) -> Page<'a> {
    Page::new(lang.t("my-care-settings")).errors(errors)
}

fn body(visit: &Visit, shown: &Shown, typed: &Form, errors: &Errors) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let asked = shown.address.asked.as_ref().filter(|_| shown.sends_mail);
    html! {
        (Section::new(lang.t("my-care-notices"), html! {
            @if !shown.sends_mail {
                (Notice::new(Tone::Neutral, lang.t("my-care-notices-no-mail")).text(lang.t("my-care-notices-no-mail-text")))
            }
            (state(lang, &shown.address))
        }).about(lang.t("my-care-notices-about")))
        @if let Some(asked) = asked { (code_form(lang, shown, asked, typed, errors, now)) }
        @if shown.sends_mail { (address_form(lang, shown, asked.is_some(), typed, errors)) }
    }
}

fn state(lang: Lang, address: &NoticeAddress) -> Markup {
    let Some((email, at)) = &address.confirmed else { return html! { p { (lang.t("my-care-notices-none")) } } };
    let question = html! { p { (lang.t("my-care-notices-remove-text")) } };
    let answer = Button::danger(lang.t("my-care-notices-remove"));
    let dialog = Dialog::new(lang, "remove", lang.t("my-care-notices-remove-title"), question, answer, REMOVE);
    let list = SummaryList::new(lang)
        .text(lang.t("my-care-notices-to"), email.as_str())
        .text(lang.t("my-care-notice-language"), address.language.own_name())
        .text(lang.t("my-care-notices-since"), &format::date_time(lang, at.0));
    html! {
        (list)
        (dialog_link(REMOVE, "remove", &lang.t("my-care-notices-remove"), None))
        (dialog.once(Visit::form_key()))
    }
}

fn code_form(lang: Lang, shown: &Shown, asked: &AskedAddress, typed: &Form, errors: &Errors, now: Instant) -> Markup {
    let about = lang.tr("my-care-code-about", &[("email", asked.email.as_str().to_owned().into())]);
    let trouble = match shown.letter {
        Some(Standing::TriedInVain(_)) => Some("my-care-code-in-vain"),
        Some(Standing::Refused(_)) => Some("my-care-code-refused"),
        Some(Standing::TimeOver(_)) => Some("my-care-code-not-sent"),
        _ => None,
    };
    if !address::holds(asked, now) {
        let over = Notice::new(Tone::Warning, lang.t("my-care-code-over")).text(lang.t("my-care-code-over-text"));
        return Section::new(lang.t("my-care-code-confirm"), over.render()).render();
    }
    let until = format::near_time(lang, asked.until.0, now.0);
    let inside = html! {
        (Fields::new(lang, typed, errors).number(&CODE).autocomplete("one-time-code"))
        p.hint { (lang.tr("my-care-code-until", &[("time", until.into())])) }
        div.button-row { (Button::primary(lang.t("my-care-code-confirm"))) }
    };
    Section::new(
        lang.t("my-care-code-confirm"),
        html! {
            @if let Some(trouble) = trouble { (Notice::new(Tone::Warning, lang.tr(trouble, &[]))) }
            (PostForm::to(CONFIRM, inside).once(Visit::form_key()))
        },
    )
    .about(about)
    .render()
}

fn address_form(lang: Lang, shown: &Shown, waits_for_code: bool, typed: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, typed, errors);
    let languages = Lang::ALL.map(|one| Choice::new(one.code(), one.own_name()));
    let (label, heading) = match (&shown.address.confirmed, waits_for_code) {
        (_, true) => ("my-care-notices-send-again", "my-care-notices-other-address"),
        (Some(_), false) => ("my-care-notices-save", "my-care-notices-change"),
        (None, false) => ("my-care-notices-send-code", "my-care-notices-give"),
    };
    let label = lang.tr(label, &[]);
    let button = if waits_for_code { Button::secondary(label) } else { Button::primary(label) };
    let inside = html! {
        (f.email(&EMAIL).autocomplete("email"))
        (f.radios(&LANGUAGE).options(languages))
        div.button-row { (button) }
    };
    Section::new(lang.tr(heading, &[]), PostForm::to(SETTINGS, inside).once(Visit::form_key()).render()).render()
}

/// What is asked for, with the code that is to be sent.
#[derive(Clone)]
struct Asked {
    person: PersonId,
    email: Email,
    language: Lang,
    code: Code,
    notices: Notices,
}

/// Sends a code to an address, or keeps the language where the address is confirmed already. Anyone signed in as a resident.
pub(crate) async fn ask(
    Extension(desk): Extension<Arc<Desk>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let person = own(&submission.visit)?;
    let notices = desk.notices.clone().ok_or(PageError::NotFound)?;
    let mut errors = Errors::new();
    let email = submission.form.required(&EMAIL, Email::parse, &mut errors);
    let language = |code: &str| Lang::from_code(code).ok_or(Message::new("my-care-notice-language-wrong"));
    let language = submission.form.required(&LANGUAGE, language, &mut errors);
    let outcome = match email.zip(language) {
        Some((email, language)) => {
            let input = Asked { person, email, language, code: new_code()?, notices: notices.clone() };
            submission.submit(input, |tx, asked| Box::pin(async move { send_code(tx, asked).await })).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let told = match outcome {
        Ok(done) if done == KEPT => "my-care-notices-saved",
        Ok(_) => "my-care-code-sent",
        Err(Rejected::Page(error)) => return Err(error),
        Err(Rejected::Errors(errors)) => return again(submission, &desk, &errors).await,
    };
    notices.wake();
    Ok(submission.visit.go_and_tell(SETTINGS, told))
}

/// What a carried out form answers where only the language was kept.
const KEPT: &str = "kept";
const SENT: &str = "sent";

fn new_code() -> Result<Code, PageError> {
    let token = Token::random().map_err(|error| PageError::Fault(error.to_string()))?;
    let digits = token.reveal().get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok());
    digits.map(Code::of).ok_or_else(|| PageError::Fault("a token of too few digits".to_owned()))
}

async fn send_code(tx: &mut WriteTx, asked: &Asked) -> Result<Recorded<String>, Rejected> {
    let now = tx.now();
    let before = notice_address_of(tx, asked.person).await?;
    let mut address = before.unwrap_or_else(|| NoticeAddress::none(asked.person, asked.language));
    address.language = asked.language;
    if address.confirmed.as_ref().is_some_and(|(email, _)| *email == asked.email) {
        address.asked = None;
        keep_notice_address(tx, &address).await?;
        return Ok(record(tx, asked.person, "language").await?.with(KEPT.to_owned()));
    }
    if !address::ask(&mut address, asked.email.clone(), &asked.code, now) {
        let mut errors = Errors::new();
        errors.add(&EMAIL, Message::new("my-care-code-too-many"));
        return Err(Rejected::Errors(errors));
    }
    let letter = asked.notices.outbox.put(tx, &letter(asked, now)).await?;
    if let Some(sent) = &mut address.asked {
        sent.letter = Some(letter);
    }
    keep_notice_address(tx, &address).await?;
    Ok(record(tx, asked.person, "asked").await?.with(SENT.to_owned()))
}

fn letter(asked: &Asked, now: Instant) -> Letter {
    let (lang, installation) = (asked.language, asked.notices.installation.as_str());
    let until = now.plus_millis(address::CODE_HOLDS);
    let subject = lang.tr("my-care-letter-code", &[("installation", installation.into())]);
    let body = lang.tr(
        "my-care-letter-code-body",
        &[
            ("installation", installation.into()),
            ("code", asked.code.reveal().into()),
            ("time", format::date_time(lang, until.0).into()),
        ],
    );
    Letter::new("notice-code", asked.email.clone(), &subject, body.into_owned(), until)
}

async fn record(tx: &mut WriteTx, person: PersonId, what: &str) -> Result<Recorded<()>, Rejected> {
    Ok(tx.record(Event::change("my-care.notice-address", "resident", person).with_args(what)).await?)
}

async fn again(submission: Submission, desk: &Desk, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let shown = shown(&mut visit, desk).await?;
    let mut typed = filled(&shown);
    if form.has(&EMAIL.name) {
        typed = form;
    }
    Ok(visit.show_again(&page(visit.lang, errors), body(&visit, &shown, &typed, errors)))
}

/// Confirms an address by its code. Anyone signed in as a resident.
pub(crate) async fn confirm(
    Extension(desk): Extension<Arc<Desk>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let person = own(&submission.visit)?;
    let mut errors = Errors::new();
    let code = submission.form.required(&CODE, forms::text(20), &mut errors);
    let outcome = match code {
        Some(code) => {
            submission
                .submit((person, code), |tx, (person, code)| Box::pin(async move { try_code(tx, *person, code).await }))
                .await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let errors = match outcome {
        Ok(done) if done == RIGHT => return Ok(submission.visit.go_and_tell(SETTINGS, "my-care-notices-confirmed")),
        Ok(left) => wrong(&left),
        Err(Rejected::Page(error)) => return Err(error),
        Err(Rejected::Errors(errors)) => errors,
    };
    again(submission, &desk, &errors).await
}

const RIGHT: &str = "right";

fn wrong(left: &str) -> Errors {
    let mut errors = Errors::new();
    match left.parse::<i64>() {
        Ok(left) => errors.add(&CODE, Message::new("my-care-code-wrong").with("left", left)),
        Err(_) => errors.add_general("my-care-code-over"),
    }
    errors
}

/// Tries the code; that one was wrong is kept too. Answers how many tries are left.
async fn try_code(tx: &mut WriteTx, person: PersonId, code: &str) -> Result<Recorded<String>, Rejected> {
    let now = tx.now();
    let Some(mut address) = notice_address_of(tx, person).await? else { return Err(PageError::NotFound.into()) };
    let typed = address::try_code(&mut address, code, now);
    keep_notice_address(tx, &address).await?;
    let (what, outcome) = match typed {
        Typed::Right => ("confirmed", RIGHT.to_owned()),
        Typed::Wrong(left) => ("wrong code", left.to_string()),
        Typed::Over => ("no code holds", String::from("over")),
    };
    Ok(record(tx, person, what).await?.with(outcome))
}

/// Asks before the address is taken away. Anyone signed in as a resident.
pub(crate) async fn ask_removal(visit: Visit) -> Result<Response, PageError> {
    own(&visit)?;
    let lang = visit.lang;
    let body = html! {
        p { (lang.t("my-care-notices-remove-text")) }
        (PostForm::to(REMOVE, html! {
            div.button-row {
                (Button::danger(lang.t("my-care-notices-remove")))
                a.button.secondary href=(SETTINGS) { (lang.t("web-cancel")) }
            }
        }).once(Visit::form_key()))
    };
    Ok(visit
        .show(&Page::new(lang.t("my-care-notices-remove-title")).section(lang.t("my-care-settings")).narrow(), body))
}

/// Takes the address away. As [`ask_removal`].
pub(crate) async fn remove(mut submission: Submission) -> Result<Response, PageError> {
    let person = own(&submission.visit)?;
    let outcome = submission
        .submit(person, |tx, person| {
            Box::pin(async move {
                if let Some(mut address) = notice_address_of(tx, *person).await? {
                    address::take_away(&mut address);
                    keep_notice_address(tx, &address).await?;
                }
                Ok(record(tx, *person, "removed").await?.with(SETTINGS.to_owned()))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "my-care-notices-removed")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

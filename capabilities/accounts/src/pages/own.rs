//! *Mitt konto*: what everyone chooses for themselves.

use axum::response::Response;
use behorig_access::{AccountId, Holder};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Section, SummaryList, link_button, save_bar};
use behorig_web::forms::text;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, preferences};
use maud::{Render, html};

use crate::records::{OwnChoices, own_choices, save_own};

static SIGNATURE: FieldName = field("signature", "accounts-field-signature");
static NOTICES: FieldName = field("notices", "accounts-field-notices");
static LANGUAGE: FieldName = field("language", "accounts-field-language");
const LONGEST_SIGNATURE: usize = 200;

/// One's own account. For everyone who is signed in to one; residents have none.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let account = own_account(&visit)?;
    let choices = own_choices(visit.snapshot.get().await?, account).await?;
    let mut form = Form::filled([
        (&SIGNATURE, choices.signature.clone().unwrap_or_default()),
        (&LANGUAGE, choices.language.code().to_owned()),
    ]);
    if choices.notices {
        form.fill(&NOTICES, "1");
    }
    Ok(page(&visit, &form, choices.version, &Errors::new()))
}

fn own_account(visit: &Visit) -> Result<AccountId, PageError> {
    match visit.viewer.holder() {
        Holder::Account(account) => Ok(account),
        Holder::Person(_) => Err(PageError::NotFound),
    }
}

fn page(visit: &Visit, form: &Form, version: i64, errors: &Errors) -> Response {
    let lang = visit.lang;
    let f = Fields::new(lang, form, errors);
    let languages = Lang::ALL.map(|one| Choice::new(one.code(), one.own_name()));
    let about_me = SummaryList::new(lang)
        .text(lang.t("accounts-name"), &visit.session.full_name())
        .text(lang.t("accounts-field-title"), visit.session.title.as_deref().unwrap_or_default())
        .text(lang.t("accounts-field-hsa-ids"), visit.session.hsa_id.as_deref().unwrap_or_default());
    let inside = html! {
        (Section::new(lang.t("accounts-own-about"), about_me.render()).about(lang.t("accounts-own-about-text")))
        (Section::new(lang.t("accounts-own-choices"), html! {
            (f.long_text(&SIGNATURE, 3)) (f.tick(&NOTICES)) (f.radios(&LANGUAGE).options(languages))
        }))
        (Section::new(lang.t("accounts-own-sign-in"), html! {
            div.button-row {
                (link_button("/byt-losenord", &lang.t("accounts-change-password")))
                (link_button("/mina-inloggningar", &lang.t("accounts-my-sessions")))
            }
        }))
        (save_bar(lang, &Button::primary(lang.t("accounts-save")), &link_button("/", &lang.t("accounts-close"))))
    };
    let body = html! { (PostForm::to("/mitt-konto", inside).once(Visit::form_key()).version(version).guarded()) };
    let page = Page::new(lang.t("accounts-own")).errors(errors);
    if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) }
}

/// Saves one's own choices; the screens follow the language at once. For everyone who is signed in to an account.
pub(crate) async fn save(mut submission: Submission) -> Result<Response, PageError> {
    let account = own_account(&submission.visit)?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let form = &submission.form;
    let signature = form.optional(&SIGNATURE, text(LONGEST_SIGNATURE), &mut errors);
    let language = form.required(
        &LANGUAGE,
        |code| Lang::from_code(code).ok_or(Message::new("accounts-wrong-choice")),
        &mut errors,
    );
    let Some(language) = language.filter(|_| errors.is_empty()) else {
        return Ok(page(&submission.visit, form, version, &errors));
    };
    let seat = submission.visit.seat();
    let choices = OwnChoices { signature, notices: form.ticked(&NOTICES), language, version };
    let outcome = submission
        .submit((seat, account, choices), |tx, (seat, account, choices)| {
            Box::pin(async move {
                let now = tx.now();
                seat.viewer(tx, now).await?;
                Ok(save_own(tx, *account, choices).await?.with("/mitt-konto".to_owned()))
            })
        })
        .await;
    match outcome {
        Ok(path) => {
            let path = preferences::language_path(language, &path);
            Ok(submission.visit.go_and_tell(&path, "accounts-saved"))
        }
        Err(Rejected::Errors(errors)) => Ok(page(&submission.visit, &submission.form, version, &errors)),
        Err(Rejected::Page(error)) if super::stale::is_stale(&error) => {
            let mut errors = Errors::new();
            errors.add_general("accounts-own-changed");
            let current = own_choices(submission.visit.snapshot.get().await?, account).await?;
            Ok(page(&submission.visit, &submission.form, current.version, &errors))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

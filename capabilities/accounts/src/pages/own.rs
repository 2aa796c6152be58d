//! *Personliga inställningar*: what everyone chooses for themselves.

use axum::response::Response;
use behorig_access::{AccountId, Holder};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Section, SummaryList, link_button, save_bar};
use behorig_web::forms::text;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, preferences};
use maud::{Markup, Render, html};

use crate::records::{NoticeKind, OwnChoices, own_address, own_choices, save_own};

static SIGNATURE: FieldName = field("signature", "accounts-field-signature");
static NOTICES: FieldName = field("notices", "accounts-field-notices");
static LANGUAGE: FieldName = field("language", "accounts-field-language");
const LONGEST_SIGNATURE: usize = 200;

/// One's own settings. For everyone who is signed in to an account; residents have none.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let account = own_account(&visit)?;
    let choices = own_choices(visit.snapshot.get().await?, account).await?;
    let mut form = Form::filled([
        (&SIGNATURE, choices.signature.clone().unwrap_or_default()),
        (&LANGUAGE, choices.language.code().to_owned()),
    ]);
    choices.notices.iter().for_each(|kind| form.fill(&NOTICES, kind.key()));
    page(&mut visit, account, &form, choices.version, &Errors::new()).await
}

fn own_account(visit: &Visit) -> Result<AccountId, PageError> {
    match visit.viewer.holder() {
        Holder::Account(account) => Ok(account),
        Holder::Person(_) => Err(PageError::NotFound),
    }
}

async fn page(
    visit: &mut Visit,
    account: AccountId,
    form: &Form,
    version: i64,
    errors: &Errors,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let address = own_address(visit.snapshot.get().await?, account).await?;
    let about_me = SummaryList::new(lang)
        .text(lang.t("accounts-name"), &visit.session.full_name())
        .text(lang.t("accounts-field-title"), visit.session.title.as_deref().unwrap_or_default())
        .text(lang.t("accounts-field-hsa-ids"), visit.session.hsa_id.as_deref().unwrap_or_default())
        .text(lang.t("accounts-field-email"), address.as_deref().unwrap_or_default());
    let inside = html! {
        (choices(visit, form, errors, address.as_deref()))
        (save_bar(lang, &Button::primary(lang.t("accounts-save")), &link_button("/", &lang.t("accounts-close"))))
    };
    let body = html! {
        (PostForm::to("/mitt-konto", inside).once(Visit::form_key()).version(version).guarded())
        (Section::new(lang.t("accounts-own-sign-in"), html! {
            div.button-row {
                (link_button("/byt-losenord", &lang.t("accounts-change-password")))
                (link_button("/mina-nycklar", &lang.t("accounts-my-keys")))
                (link_button("/mina-inloggningar", &lang.t("accounts-my-sessions")))
            }
        }))
        (Section::new(lang.t("accounts-own-about"), about_me.render()).about(lang.t("accounts-own-about-text")))
    };
    let page = Page::new(lang.t("accounts-own")).errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

/// What can be chosen: staff also sign and get letters of what waits for them.
fn choices(visit: &Visit, form: &Form, errors: &Errors, address: Option<&str>) -> Markup {
    let lang = visit.lang;
    let f = Fields::new(lang, form, errors);
    let languages = Lang::ALL.map(|one| Choice::new(one.code(), one.own_name()));
    let kinds = NoticeKind::ALL.map(|kind| Choice::new(kind.key(), lang.t(kind.label())));
    let sent_to = match address {
        Some(address) => lang.tr("accounts-own-notices-to", &[("address", address.to_owned().into())]),
        None => lang.t("accounts-own-notices-nowhere"),
    };
    let unsigned = match visit.session.title.as_deref() {
        Some(title) => format!("{}, {title}", visit.session.full_name()),
        None => visit.session.full_name(),
    };
    let signature = lang.tr("accounts-own-signature-hint", &[("name", unsigned.into())]);
    let fields = html! {
        (f.long_text(&SIGNATURE, 3).hint(signature))
        (f.ticks(&NOTICES).options(kinds).hint(sent_to))
        (f.radios(&LANGUAGE).options(languages))
    };
    Section::new(lang.t("accounts-own-choices"), fields).render()
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
        return page(&mut submission.visit, account, &submission.form, version, &errors).await;
    };
    let seat = submission.visit.seat();
    let notices = NoticeKind::ALL.into_iter().filter(|kind| form.values(&NOTICES.name).any(|key| key == kind.key()));
    let choices = OwnChoices { signature, notices: notices.collect(), language, version };
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
        Err(Rejected::Errors(errors)) => page(&mut submission.visit, account, &submission.form, version, &errors).await,
        Err(Rejected::Page(error)) if super::stale::is_stale(&error) => {
            let mut errors = Errors::new();
            errors.add_general("accounts-own-changed");
            let current = own_choices(submission.visit.snapshot.get().await?, account).await?;
            page(&mut submission.visit, account, &submission.form, current.version, &errors).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

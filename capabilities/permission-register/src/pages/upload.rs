//! *Importera*: a spreadsheet is sent, and kept until it is carried out or a day has passed.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, Service, scope_of};
use behorig_store::{Event, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Notice, Page, PostForm, Section, Tone};
use behorig_web::forms::FormWithFiles;
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, html};

use super::{IMPORT, REGISTER, account, kept_file, own, path_of, refused};
use crate::ImportId;
use crate::records::import::{self, Import};
use crate::rules::masked::masked;

static FILE: FieldName = field("fil", "permission-register-file");

/// The form. Service 422 anywhere; each row is decided where its unit is.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ImportPermissionRegister).await?;
    let body = form(&mut visit, &Errors::new()).await?;
    Ok(visit.show(&page(visit.lang), body))
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("permission-register-import"))
        .crumbs([Crumb::new(REGISTER, lang.t("permission-register-title"))])
        .lead(lang.t("permission-register-import-lead"))
}

async fn form(visit: &mut Visit, errors: &Errors) -> Result<Markup, PageError> {
    let (account, now, lang) = (account(visit)?, visit.now, visit.lang);
    let waiting = import::waiting(visit.snapshot.get().await?, account, now).await?;
    let form = Form::default();
    let f = Fields::new(lang, &form, errors);
    let fields = html! {
        (Section::new(lang.t("permission-register-import-file"), html! {
            (f.file(&FILE, ".xlsx,.csv,.txt"))
            p.button-row { (Button::primary(lang.t("permission-register-import-send"))) }
        }).about(lang.t("permission-register-import-about")))
    };
    Ok(html! {
        @for import in &waiting { (goes_on(lang, import, now.0)) }
        (PostForm::to(IMPORT, fields).once(Visit::form_key()).with_files())
    })
}

fn goes_on(lang: Lang, import: &Import, now: i64) -> Notice<'static> {
    let sent = format::near_time(lang, import.uploaded_at.0, now);
    let args = [("file", import.file_name.clone().into()), ("sent", sent.into())];
    Notice::new(Tone::Info, lang.tr("permission-register-import-waits", &args))
        .link(path_of(import.id, ""), lang.t("permission-register-import-go-on"))
}

/// Takes a spreadsheet in, as its values and without identity numbers. Service 422 anywhere. Nothing of it is carried out.
pub(crate) async fn send(mut visit: Visit, sent: FormWithFiles) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ImportPermissionRegister).await?;
    visit.snapshot.give_up();
    let mut errors = Errors::new();
    let file = sent.files_of(&FILE, &mut errors).first().map(|file| (file.name.clone(), file.content.to_vec()));
    if file.is_none() && errors.is_empty() {
        errors.add(&FILE, FILE.missing());
    }
    let file = match file {
        None => None,
        Some((name, content)) => match kept_file(content, name.clone()).await {
            Ok(kept) => Some((masked(&name).into_owned(), kept)),
            Err(reason) => {
                errors.add(&FILE, refused(reason));
                None
            }
        },
    };
    let Some((name, content)) = file.filter(|_| errors.is_empty()) else {
        let body = form(&mut visit, &errors).await?;
        return Ok(visit.show_again(&page(visit.lang).errors(&errors), body));
    };
    let (actor, key) = (visit.actor(), sent.form.value(PostForm::ONCE).to_owned());
    let input = Sent { seat: visit.seat(), account: account(&visit)?, name, content };
    match visit.submit(&actor, &key, input, kept).await {
        Ok(path) => Ok(visit.go_and_tell(&path, "permission-register-import-read")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("no file to keep")),
    }
}

struct Sent {
    seat: Seat,
    account: AccountId,
    name: String,
    content: Vec<u8>,
}

fn kept<'t>(tx: &'t mut WriteTx, sent: &'t Sent) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        may_import(tx, &sent.seat).await?;
        let id = import::keep(tx, sent.account, &sent.name, &sent.content).await?;
        let args = format!("bytes={}", sent.content.len());
        let event = Event::change("permission-register.upload", "register-import", id).with_args(args);
        Ok(tx.record(event).await?.with(path_of(id, "")))
    })
}

/// Whether whoever sits there may still import, asked in the write's own transaction.
pub(super) async fn may_import(tx: &mut WriteTx, seat: &Seat) -> Result<(), Rejected> {
    let now = tx.now();
    let viewer = seat.viewer(tx, now).await?;
    if scope_of(&viewer, Service::ImportPermissionRegister, now).is_empty() {
        return Err(PageError::NotFound.into());
    }
    Ok(())
}

/// Takes one's own spreadsheet away before anything of it is carried out. Service 422 anywhere.
pub(crate) async fn forget(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let import = own(&mut submission.visit, &id).await?;
    let account = account(&submission.visit)?;
    match submission.submit((account, import.id), forgotten).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "permission-register-import-forgotten")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::NotFound),
    }
}

fn forgotten<'t>(tx: &'t mut WriteTx, input: &'t (AccountId, ImportId)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (account, id) = input;
        import::forget(tx, *account, *id).await?;
        let event = Event::change("permission-register.forget-upload", "register-import", id);
        Ok(tx.record(event).await?.with(IMPORT.to_owned()))
    })
}

//! The pages, one file each, and what they have in common.

pub(crate) mod check;
mod check_lists;
pub(crate) mod columns;
pub(crate) mod export;
pub(crate) mod register;
mod unit_filter;
pub(crate) mod upload;
mod verdicts;

use behorig_access::{AccountId, Holder, Service, UnitId};
use behorig_documents::sheet_in::{Sheet, SheetRefused, keep, kept_sheet};
use behorig_registers::units;
use behorig_visit::{PageError, Visit};
use behorig_web::{Form, Message};

use crate::ImportId;
use crate::records::import::{self, Import};
use crate::rules::masked::masked;

/// The register.
pub(crate) const REGISTER: &str = "/behorighetsregister";
/// Where spreadsheets are sent.
pub(crate) const IMPORT: &str = "/behorighetsregister/import";

/// The page of a spreadsheet, or a page below it.
pub(crate) fn path_of(id: ImportId, below: &str) -> String {
    format!("{IMPORT}/{id}{below}")
}

/// The fields of a query string.
fn query(raw: Option<String>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

/// Whose pages they are.
fn account(visit: &Visit) -> Result<AccountId, PageError> {
    match visit.viewer.holder() {
        Holder::Account(account) => Ok(account),
        Holder::Person(_) => Err(PageError::NotFound),
    }
}

/// One's own spreadsheet, to a visitor who may import somewhere (service 422).
async fn own(visit: &mut Visit, id: &str) -> Result<Import, PageError> {
    visit.require_somewhere(Service::ImportPermissionRegister).await?;
    let id: ImportId = id.parse().map_err(|_| PageError::NotFound)?;
    let (account, now) = (account(visit)?, visit.now);
    import::find(visit.snapshot.get().await?, account, id, now).await?.ok_or(PageError::NotFound)
}

/// The organisation whose permissions and units a spreadsheet is about: that of the first unit where the visitor may import.
async fn organisation(visit: &mut Visit, service: Service) -> Result<UnitId, PageError> {
    let scope = visit.scope(service);
    let unit = scope.roots.first().map(|root| root.unit).ok_or(PageError::NotFound)?;
    Ok(units::organisation_of(visit.snapshot.get().await?, unit).await?)
}

/// The sheet of a spreadsheet that waits: the one that was chosen, or the first. Unpacked where others need not wait for it.
async fn sheet_of(visit: &mut Visit, import: &Import, sheet: Option<String>) -> Result<Sheet, PageError> {
    let content = import::content(visit.snapshot.get().await?, import.id).await?.ok_or(PageError::NotFound)?;
    visit.snapshot.give_up();
    let wanted = sheet.filter(|sheet| !sheet.is_empty());
    let unpacking = tokio::task::spawn_blocking(move || kept_sheet(&content, wanted.as_deref()));
    // Only a sheet that is not there can be asked for: the file was read when it was sent.
    unpacking.await.ok().flatten().ok_or(PageError::NotFound)
}

/// What of a file may be kept until it is carried out: its values, without identity numbers.
async fn kept_file(content: Vec<u8>, name: String) -> Result<Vec<u8>, SheetRefused> {
    let reading = tokio::task::spawn_blocking(move || keep(&content, &name, masked));
    reading.await.unwrap_or(Err(SheetRefused::Broken))
}

/// Why a file is not read, and what to do.
fn refused(reason: SheetRefused) -> Message {
    Message::new(match reason {
        SheetRefused::Password => "permission-register-refused-password",
        SheetRefused::Macros => "permission-register-refused-macros",
        SheetRefused::OldWorkbook => "permission-register-refused-old-workbook",
        SheetRefused::OtherWorkbook => "permission-register-refused-other-workbook",
        SheetRefused::Broken | SheetRefused::NoSuchSheet => "permission-register-refused-broken",
        SheetRefused::NotText => "permission-register-refused-not-text",
        SheetRefused::TooLarge => "permission-register-refused-too-large",
        SheetRefused::TooManyRows => "permission-register-refused-too-many-rows",
        SheetRefused::TooManyColumns => "permission-register-refused-too-many-columns",
        SheetRefused::TooManyCells => "permission-register-refused-too-many-cells",
        SheetRefused::Empty => "permission-register-refused-empty",
    })
}

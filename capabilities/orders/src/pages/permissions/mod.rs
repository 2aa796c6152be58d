//! *Beställa och avbeställa behörigheter*: what is ordered, for whom, the check of every row, and the order on its way. One path; each
//! step carries everything that was typed, so that nothing is kept of an order that nobody sends.

mod check;
mod ground;
mod people;
mod read;
mod start;
mod words;

use axum::extract::{Extension, FromRequest, RawQuery, Request as HttpRequest};
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Posted, Rejected, Visit};
use behorig_web::components::PostForm;
use behorig_web::forms::FormWithFiles;
use behorig_web::{Errors, Form};
use http::{StatusCode, header};

use crate::kinds::permissions::{Directory, Request, Sending, check_lines, is_number_taken, placed};
use crate::pages::order::Around;
use crate::rules::lines::CheckedRow;
use check::Checked;
use ground::Ground;
use people::People;

pub(crate) const PATH: &str = "/bestallningar/behorigheter/ny";
/// The largest request: a file of 20 MB, and what was typed beside it. In bytes.
pub(crate) const BODY: usize = 24 * 1024 * 1024;
const STEP: &str = "steg";
const CHOICES: &str = "val";
const PEOPLE: &str = "personer";
const ANOTHER_ROW: &str = "rad";
const CHECK: &str = "kontrollera";
const CHANGE: &str = "andra";
const SEND: &str = "skicka";
/// How often two orders may take the same number at the same moment before it is a fault.
const TRIES: usize = 5;

/// The first step, with the service chosen where the address names one. Service 418 or 419 at a unit.
pub(crate) async fn new(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    require_either(&mut visit).await?;
    let ground = Ground::read(&mut visit).await?;
    let query = Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let form = ground.first_form(&visit, query.value(&ground::SERVICE.name));
    Ok(start::show(&visit, &ground, &form, &[], &Errors::new()))
}

/// Every step after it. Service 418 or 419 at a unit; each row is asked about at its own unit.
pub(crate) async fn steps(
    mut visit: Visit,
    Extension(around): Extension<Around>,
    request: HttpRequest,
) -> Result<Response, PageError> {
    require_either(&mut visit).await?;
    // A file may arrive slowly; no snapshot is held open for it.
    visit.snapshot.give_up();
    let sent = sent(request).await?;
    let ground = Ground::read(&mut visit).await?;
    let step = sent.form.value(STEP).to_owned();
    let mut errors = Errors::new();
    let wanted = ground.request(&sent.form, visit.now, &mut errors);
    let Some(wanted) = wanted.filter(|_| step != CHOICES) else {
        let carried = read::as_sent(&sent.form);
        let errors = if step == CHOICES { Errors::new() } else { errors };
        return Ok(start::show(&visit, &ground, &sent.form, &carried, &errors));
    };
    let mut people = read::people(&sent, &wanted, &mut errors).await?;
    match step.as_str() {
        _ if !errors.is_empty() => people::show(&mut visit, &wanted, &people, &errors).await,
        PEOPLE | CHANGE => people::show(&mut visit, &wanted, &people, &errors).await,
        ANOTHER_ROW => {
            people.more = people::MORE_ROWS;
            people::show(&mut visit, &wanted, &people, &errors).await
        }
        _ => check_and_send(visit, around, wanted, people, &sent.form, step == SEND).await,
    }
}

async fn require_either(visit: &mut Visit) -> Result<(), PageError> {
    if !visit.may_somewhere(Service::OrderAsHead) {
        visit.require_somewhere(Service::OrderPermissions).await?;
    }
    Ok(())
}

/// The form, whether it came with room for a file or not.
async fn sent(request: HttpRequest) -> Result<FormWithFiles, PageError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        let Posted(form) = Posted::from_request(request, &()).await?;
        return Ok(FormWithFiles { form, files: Vec::new() });
    }
    FormWithFiles::from_request(request, &()).await.map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::Malformed("not a form of files"),
    })
}

/// Judges the rows. What is wrong is told at the rows; what is right is shown to be read through, and sent when it has been.
async fn check_and_send(
    mut visit: Visit,
    around: Around,
    wanted: Request,
    people: People,
    form: &Form,
    send: bool,
) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    if people.rows.is_empty() {
        errors.add_general("orders-nobody");
        return people::show(&mut visit, &wanted, &people, &errors).await;
    }
    let answered: Vec<String> = form.values(check::RIGHT_PERSON).map(str::to_owned).collect();
    let rows = checked(&mut visit, &around.directory, &wanted, &people, &answered).await?;
    let faults = words::errors_of(visit.lang, &wanted, &rows);
    if !faults.is_empty() {
        return people::show(&mut visit, &wanted, &people, &faults).await;
    }
    let checked = Checked { request: &wanted, people: &people, rows: &rows };
    if !send {
        return Ok(checked.show(&visit, &errors));
    }
    checked.ask_for_answers(&mut errors);
    if !errors.is_empty() {
        return Ok(checked.show(&visit, &errors));
    }
    let orderer = visit.session.account.ok_or(PageError::NotFound)?;
    let sending = Sending {
        seat: visit.seat(),
        orderer,
        directory: around.directory,
        mail: around.mail,
        request: wanted,
        rows: people.rows.clone(),
        answered,
    };
    place(visit, sending, people, form).await
}

async fn checked(
    visit: &mut Visit,
    directory: &Directory,
    wanted: &Request,
    people: &People,
    answered: &[String],
) -> Result<Vec<CheckedRow>, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    Ok(check_lines(tx, &viewer, directory.as_ref(), wanted, (&people.rows, answered), now).await?)
}

async fn place(mut visit: Visit, sending: Sending, people: People, form: &Form) -> Result<Response, PageError> {
    let (actor, key) = (visit.actor(), form.value(PostForm::ONCE).to_owned());
    let mut tries = 0;
    let errors = loop {
        tries += 1;
        match visit.submit(&actor, &key, sending.clone(), placed).await {
            Ok(path) => {
                sending.mail.wake();
                return Ok(visit.go_and_tell(&path, "orders-sent"));
            }
            Err(rejected) if is_number_taken(&rejected) && tries < TRIES => {}
            Err(Rejected::Errors(errors)) => break errors,
            Err(Rejected::Page(error)) => return Err(error),
        }
    };
    // Something changed since the check: shown as it is now, with why it was not sent.
    let rows = checked(&mut visit, &sending.directory, &sending.request, &people, &sending.answered).await?;
    let faults = words::errors_of(visit.lang, &sending.request, &rows);
    if !faults.is_empty() {
        return people::show(&mut visit, &sending.request, &people, &faults).await;
    }
    Ok(Checked { request: &sending.request, people: &people, rows: &rows }.show(&visit, &errors))
}

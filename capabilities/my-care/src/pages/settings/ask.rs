//! Asking for an address: a code is sent to it.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_access::{Instant, PersonId};
use behorig_cases::records::{Notices, keep_notice_address};
use behorig_outbox::{Address, Letter, Way, written_to};
use behorig_store::{Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Token};
use behorig_web::{Errors, Lang, Message, format};

use super::{Part, addresses_of, again, own, record, take_back};
use crate::address::{self, Code};
use crate::{Desk, SETTINGS};

/// What is asked for, with the code that is to be sent.
#[derive(Clone)]
struct Asked {
    person: PersonId,
    address: Address,
    /// The language where none was chosen yet.
    lang: Lang,
    code: Code,
    notices: Notices,
}

/// Sends a code to an address. Anyone signed in as a resident.
pub(crate) async fn ask(
    part: &'static Part,
    Extension(desk): Extension<Arc<Desk>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let (person, lang) = (own(&submission.visit)?, submission.visit.lang);
    let notices = desk.notices.clone().filter(|_| desk.goes_by(part.way)).ok_or(PageError::NotFound)?;
    let mut errors = Errors::new();
    let address = submission.form.required(part.address, |text| part.read(text), &mut errors);
    let outcome = match address {
        Some(address) => {
            let input = Asked { person, address, lang, code: new_code()?, notices: notices.clone() };
            submission.submit(input, |tx, asked| Box::pin(async move { send_code(tx, asked).await })).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let told = match outcome {
        Ok(done) if done == KEPT => "my-care-notices-saved",
        Ok(_) => part.words.code_sent,
        Err(Rejected::Page(error)) => return Err(error),
        Err(Rejected::Errors(errors)) => return again(submission, &desk, &errors).await,
    };
    notices.wake();
    Ok(submission.visit.go_and_tell(SETTINGS, told))
}

/// What a carried out form answers where the address was confirmed already.
const KEPT: &str = "kept";
const SENT: &str = "sent";

fn new_code() -> Result<Code, PageError> {
    let token = Token::random().map_err(|error| PageError::Fault(error.to_string()))?;
    let digits = token.reveal().get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok());
    digits.map(Code::of).ok_or_else(|| PageError::Fault("a token of too few digits".to_owned()))
}

async fn send_code(tx: &mut WriteTx, asked: &Asked) -> Result<Recorded<String>, Rejected> {
    let (now, way) = (tx.now(), asked.address.way());
    let addresses = addresses_of(tx, asked.person, asked.lang).await?;
    let kept = addresses.into_iter().find(|address| address.way == way);
    let mut address = kept.ok_or_else(|| StoreError::Shape("an address for each way".to_owned()))?;
    let replaced = address.asked.as_ref().and_then(|before| before.letter);
    if address.confirmed.as_ref().is_some_and(|(confirmed, _)| *confirmed == asked.address) {
        // Whoever gives an address that they have and do not use wants notices there.
        (address.asked, address.wanted) = (None, true);
        take_back(tx, replaced).await?;
        keep_notice_address(tx, &address).await?;
        return Ok(record(tx, asked.person, way, "kept").await?.with(KEPT.to_owned()));
    }
    if is_filled(tx, &asked.address, now).await? || !address::ask(&mut address, asked.address.clone(), &asked.code, now)
    {
        let mut errors = Errors::new();
        errors.add(Part::of(way).address, Message::new("my-care-code-too-many"));
        return Err(Rejected::Errors(errors));
    }
    take_back(tx, replaced).await?;
    let letter = asked.notices.outbox.put(tx, &letter(asked, address.language, now)).await?;
    if let Some(sent) = &mut address.asked {
        sent.letter = Some(letter);
    }
    keep_notice_address(tx, &address).await?;
    Ok(record(tx, asked.person, way, "asked").await?.with(SENT.to_owned()))
}

/// What the letter of a code is called.
const CODE_LETTER: &str = "notice-code";

/// Whether a telephone was sent as many codes in a day as any is, by whomever: numbers are easily guessed, and each message is paid for.
async fn is_filled(tx: &mut WriteTx, to: &Address, now: Instant) -> Result<bool, StoreError> {
    let since = now.plus_millis(-address::A_DAY);
    Ok(to.way() == Way::Sms && written_to(tx, to, CODE_LETTER, since).await? >= address::MOST_CODES)
}

fn letter(asked: &Asked, lang: Lang, now: Instant) -> Letter {
    let installation = asked.notices.installation.as_str();
    let until = now.plus_millis(address::CODE_HOLDS);
    let way = asked.address.way();
    let time = format::date_time(lang, until.0);
    let time = match way {
        Way::Mail => time,
        // A blank that does not break is none of the telephones' alphabet: the message would be sent in two parts.
        Way::Sms => time.replace('\u{a0}', " "),
    };
    let args = [("installation", installation.into()), ("code", asked.code.reveal().into()), ("time", time.into())];
    let (subject, body) = match way {
        Way::Mail => (
            lang.tr("my-care-letter-code", &[("installation", installation.into())]),
            lang.tr("my-care-letter-code-body", &args),
        ),
        Way::Sms => ("".into(), lang.tr("my-care-sms-code", &args)),
    };
    Letter::new(CODE_LETTER, asked.address.clone(), &subject, body.into_owned(), until)
}

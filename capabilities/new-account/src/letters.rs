//! The letters that tell somebody how their request ended. They say where to go, and nothing of why.

use behorig_identity::Email;
use behorig_outbox::Letter;
use behorig_sign_in::Letters;
use behorig_store::{StoreError, WriteTx};
use behorig_web::{Arg, Lang};

use crate::records::Request;

/// A letter helps for so long, in milliseconds: three days.
const GIVE_UP_AFTER: i64 = 3 * 24 * 3_600_000;

/// Tells the person of the request how it ended, where they gave an address.
pub(crate) async fn tell(
    letters: &Letters,
    tx: &mut WriteTx,
    request: &Request,
    approved: bool,
) -> Result<(), StoreError> {
    let Some(to) = request.email.as_deref().and_then(|email| Email::parse(email).ok()) else { return Ok(()) };
    let lang = Lang::from_code(&request.language).unwrap_or_default();
    let (subject, body) = match approved {
        true => ("new-account-letter-approved", "new-account-letter-approved-body"),
        false => ("new-account-letter-declined", "new-account-letter-declined-body"),
    };
    // Somebody new has chosen no language yet, so the letter says all in both.
    let texts: Vec<String> =
        [lang, lang.other()].map(|lang| lang.tr(body, &args(letters, request)).into_owned()).into();
    let subject = lang.tr(subject, &args(letters, request));
    let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
    let letter = Letter::new("account-request", to, &subject, texts.join("\n\n* * *\n\n"), give_up_at);
    letters.outbox.put(tx, &letter).await.map(|_| ())
}

fn args(letters: &Letters, request: &Request) -> [(&'static str, Arg); 3] {
    [
        ("name", request.given_name.clone().into()),
        ("link", format!("{}/logga-in", letters.public_url).into()),
        ("installation", letters.installation.clone().into()),
    ]
}

//! The letters of a request: to whoever may answer it, that one waits; and to whoever asked, how it ended. They say where to go, and
//! nothing of whom or why.

use behorig_access::{Service, UnitId};
use behorig_identity::Email;
use behorig_outbox::{Letter, Way};
use behorig_sign_in::Letters;
use behorig_store::{StoreError, WriteTx, params};
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
    // From the account itself: whoever answers may not be told the name and the mailbox of somebody with a protected identity.
    let sql = "SELECT given_name, email FROM account WHERE id = ?1";
    let (name, email): (String, Option<String>) = tx.one(sql, params![request.account]).await?;
    let Some(to) = email.as_deref().and_then(|email| Email::parse(email).ok()) else { return Ok(()) };
    let lang = Lang::from_code(&request.language).unwrap_or_default();
    let (subject, body) = match approved {
        true => ("new-account-letter-approved", "new-account-letter-approved-body"),
        false => ("new-account-letter-declined", "new-account-letter-declined-body"),
    };
    // Somebody new has chosen no language yet, so the letter says all in both.
    let texts: Vec<String> = [lang, lang.other()].map(|lang| lang.tr(body, &args(letters, &name)).into_owned()).into();
    let subject = lang.tr(subject, &args(letters, &name));
    let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
    let letter = Letter::new("account-request", to, &subject, texts.join("\n\n* * *\n\n"), give_up_at);
    letters.outbox.put(tx, &letter).await.map(|_| ())
}

/// Tells whoever may answer requests at the unit that one waits: those who are active, not away and want letters, the nearest thirty.
pub(crate) async fn tell_who_decides(letters: &Letters, tx: &mut WriteTx, unit: UnitId) -> Result<(), StoreError> {
    // Staff are told by mail alone.
    if !letters.outbox.goes_by(Way::Mail) {
        return Ok(());
    }
    for (email, language) in who_decides(tx, unit).await? {
        let Ok(to) = Email::parse(&email) else { continue };
        let lang = Lang::from_code(&language).unwrap_or_default();
        let args: [(&'static str, Arg); 2] = [
            ("link", format!("{}{}", letters.public_url, crate::LIST).into()),
            ("installation", letters.installation.clone().into()),
        ];
        let (subject, body) =
            (lang.tr("new-account-letter-asked", &args), lang.tr("new-account-letter-asked-body", &args));
        let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
        let letter = Letter::new("account-request-notice", to, &subject, body.into_owned(), give_up_at);
        letters.outbox.put(tx, &letter).await?;
    }
    Ok(())
}

async fn who_decides(tx: &mut WriteTx, unit: UnitId) -> Result<Vec<(String, String)>, StoreError> {
    let now = tx.now();
    tx.all(
        "SELECT a.email, a.language
         FROM unit_ancestor x
         JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
         JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
         JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
         JOIN account a ON a.id = g.holder_account
         WHERE x.unit_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?3 AND g.ended_at IS NULL
           AND (g.to_at IS NULL OR g.to_at > ?3)
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND a.email IS NOT NULL AND a.notices
           AND NOT EXISTS (SELECT 1 FROM account_absence w WHERE w.account_id = a.id AND w.from_at <= ?3
               AND (w.to_at IS NULL OR w.to_at > ?3))
         GROUP BY a.email, a.language ORDER BY min(x.distance), a.email, a.language LIMIT 30",
        params![unit, Service::AdministerGrants, now],
    )
    .await
}

fn args(letters: &Letters, name: &str) -> [(&'static str, Arg); 3] {
    [
        ("name", name.to_owned().into()),
        ("link", format!("{}/logga-in", letters.public_url).into()),
        ("installation", letters.installation.clone().into()),
    ]
}

//! Letters that tell that internal mail waits. They say where, and neither from whom nor what.

use std::collections::BTreeSet;

use behorig_access::{AccountId, UnitId};
use behorig_cases::records::Notices;
use behorig_identity::Email;
use behorig_outbox::{Letter, Way};
use behorig_registers::units;
use behorig_store::{StoreError, Tx, WriteTx, params};
use behorig_web::{Arg, Lang};

use super::mail::Mail;

/// A notice helps for so long, in milliseconds: three days.
const GIVE_UP_AFTER: i64 = 3 * 24 * 3_600_000;
/// As many are told of one message.
const MOST: usize = 30;

/// Tells those of them who want it, and not whoever writes.
pub(crate) async fn tell(
    tx: &mut WriteTx,
    notices: &Notices,
    mail: &Mail,
    whom: &BTreeSet<AccountId>,
) -> Result<(), StoreError> {
    // Staff are told by mail alone.
    if !notices.outbox.goes_by(Way::Mail) {
        return Ok(());
    }
    let writer = tx.actor().account;
    let unit = unit_name(tx, mail.to_unit).await?;
    for account in whom.iter().filter(|account| Some(**account) != writer).take(MOST) {
        if let Some((address, lang)) = address_of(tx, *account).await? {
            put(tx, notices, (address, lang), &unit, mail).await?;
        }
    }
    Ok(())
}

/// Where somebody wants to be told of internal mail, and in which language.
async fn address_of(tx: &mut Tx, account: AccountId) -> Result<Option<(Email, Lang)>, StoreError> {
    let row: Option<(String, String)> = tx
        .optional(
            "SELECT a.email, a.language FROM account a
             WHERE a.id = ?1 AND a.email IS NOT NULL AND a.notices AND a.notice_internal
               AND a.ended_at IS NULL AND a.blocked_at IS NULL",
            params![account],
        )
        .await?;
    Ok(row.and_then(|(email, language)| {
        let email = Email::parse(&email).ok()?;
        Some((email, Lang::from_code(&language).unwrap_or(Lang::Sv)))
    }))
}

async fn put(
    tx: &mut WriteTx,
    notices: &Notices,
    (to, lang): (Email, Lang),
    unit: &str,
    mail: &Mail,
) -> Result<(), StoreError> {
    let args: [(&'static str, Arg); 3] = [
        ("unit", unit.to_owned().into()),
        ("link", format!("{}{}", notices.public_url, crate::pages::path_of(mail.id, "")).into()),
        ("installation", notices.installation.clone().into()),
    ];
    let (subject, body) = (lang.tr("internal-letter", &args), lang.tr("internal-letter-body", &args));
    let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
    let letter = Letter::new("internal-mail-notice", to, &subject, body.into_owned(), give_up_at);
    notices.outbox.put(tx, &letter).await?;
    Ok(())
}

async fn unit_name(tx: &mut Tx, unit: UnitId) -> Result<String, StoreError> {
    Ok(units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default())
}

//! The staff of a clinic as cases need them: who holds a live grant, and who of them is away.

use behorig_access::{AccountId, Instant, PersonId, Service, UnitId};
use behorig_case_types::Placeholders;
use behorig_registers::staff::ACCOUNT_IS_PROTECTED;
use behorig_registers::units;
use behorig_store::{FromRow, Row, StoreError, Tx, params};

/// What somebody has chosen to get letters of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wants {
    pub(crate) new_case: bool,
    pub(crate) assigned: bool,
    pub(crate) reply: bool,
}

/// The columns of [`Wants`], in its order.
const WANTS: &str = "a.notices AND a.notice_new_case, a.notices AND a.notice_assigned, a.notices AND a.notice_reply";

/// A member of staff who may use a service at a clinic now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The account.
    pub account: AccountId,
    /// Given and family name.
    pub name: String,
    /// Title, where there is one.
    pub title: Option<String>,
    /// Whether they are away now.
    pub away: bool,
    pub(crate) email: Option<String>,
    pub(crate) wants: Wants,
    pub(crate) language: String,
}

impl FromRow for Colleague {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let account = row.next()?;
        let (given, family): (String, String) = (row.next()?, row.next()?);
        Ok(Self {
            account,
            name: format!("{given} {family}"),
            title: row.next()?,
            email: row.next()?,
            wants: Wants { new_case: row.next()?, assigned: row.next()?, reply: row.next()? },
            language: row.next()?,
            away: row.next()?,
        })
    }
}

/// Whoever may use a service at a unit now: active, with a grant that holds there for every object. By name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn staff_at(tx: &mut Tx, unit: UnitId, service: Service, now: Instant) -> Result<Vec<Colleague>, StoreError> {
    Ok(once_each(tx.all(&sql_of_staff_at(), params![unit, service, now]).await?))
}

/// Who holds several grants comes several times, one after the other.
pub(crate) fn once_each(mut staff: Vec<Colleague>) -> Vec<Colleague> {
    staff.dedup_by_key(|colleague| colleague.account);
    staff
}

/// The statement of [`staff_at`], for whoever asks it together with something else: the unit is `?1`, the service `?2` and the time
/// `?3`. Its rows are for [`once_each`].
pub(crate) fn sql_of_staff_at() -> String {
    format!(
        "SELECT a.id, a.given_name, a.family_name, a.title, (SELECT own.email FROM account own WHERE own.id = a.id),
             {WANTS}, a.language,
             EXISTS (SELECT 1 FROM account_absence w WHERE w.account_id = a.id AND w.from_at <= ?3
                 AND (w.to_at IS NULL OR w.to_at > ?3))
         FROM unit_ancestor x
         JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
         JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
         JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
         JOIN marked_account a ON a.id = g.holder_account
         WHERE x.unit_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
         ORDER BY a.sort_key, a.id"
    )
}

/// Whoever can answer cases at a unit now: may, and is not away.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn able_at(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Vec<Colleague>, StoreError> {
    let mut staff = staff_at(tx, unit, Service::AnswerCases, now).await?;
    staff.retain(|colleague| !colleague.away);
    Ok(staff)
}

/// The name of an account, whoever it is: a case tells who had it long after they have left.
pub(crate) async fn name_of(tx: &mut Tx, account: AccountId) -> Result<String, StoreError> {
    let row: Option<(String, String)> = tx
        .optional("SELECT a.given_name, a.family_name FROM shown_account a WHERE a.id = ?1", params![account])
        .await?;
    Ok(row.map(|(given, family)| format!("{given} {family}")).unwrap_or_default())
}

/// One active account as a colleague, wherever it is: whom a letter goes to.
pub(crate) async fn addressee(tx: &mut Tx, account: AccountId) -> Result<Option<Colleague>, StoreError> {
    tx.optional(
        &format!(
            "SELECT a.id, a.given_name, a.family_name, a.title, a.email, {WANTS}, a.language, FALSE
             FROM account a WHERE a.id = ?1 AND a.ended_at IS NULL AND a.blocked_at IS NULL"
        ),
        params![account],
    )
    .await
}

/// The signature of an account's personal settings; its name and title where it has chosen none. Of somebody with a protected identity,
/// whose name no resident is told, the title alone where the signature would name them.
async fn signature_of(tx: &mut Tx, account: AccountId) -> Result<String, StoreError> {
    let sql = format!(
        "SELECT a.given_name, a.family_name, a.title, a.signature, {ACCOUNT_IS_PROTECTED} FROM account a WHERE a.id = ?1"
    );
    let (given, family, title, signature, is_protected): (String, String, Option<String>, Option<String>, bool) =
        tx.one(&sql, params![account]).await?;
    if is_protected {
        let names = |own: &String| [&given, &family].iter().any(|name| own.contains(name.as_str()));
        return Ok(signature.filter(|own| !own.trim().is_empty() && !names(own)).or(title).unwrap_or_default());
    }
    Ok(signature.filter(|own| !own.trim().is_empty()).unwrap_or_else(|| match title {
        Some(title) => format!("{given} {family}, {title}"),
        None => format!("{given} {family}"),
    }))
}

/// What placeholders in answers and templates are filled with: who writes, where, and to whom.
pub(crate) async fn placeholders(
    tx: &mut Tx,
    account: AccountId,
    unit: UnitId,
    person: Option<PersonId>,
) -> Result<Placeholders, StoreError> {
    let signature = signature_of(tx, account).await?;
    let (title, long_title): (Option<String>, Option<String>) =
        tx.one("SELECT title, long_title FROM account WHERE id = ?1", params![account]).await?;
    let clinic = units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
    let name: Option<(String, String)> = match person {
        Some(id) => tx.optional("SELECT given_name, family_name FROM person WHERE id = ?1", params![id]).await?,
        None => None,
    };
    Ok(Placeholders {
        name: name.map(|(given, family)| format!("{given} {family}")).unwrap_or_default(),
        clinic,
        signature,
        long_title: long_title.or_else(|| title.clone()).unwrap_or_default(),
        title: title.unwrap_or_default(),
    })
}

//! The staff directory: who has an HSA-id, whether or not they have an account here.
//!
//! An order names people by their HSA-id before any of them has an account. Whom an id belongs to is asked of a [`StaffDirectory`]: the
//! local one, which imports fill, or a national one behind the same questions.

use std::collections::HashMap;

use behorig_access::{AccountId, Instant};
use behorig_identity::{HsaId, names_agree};
use behorig_store::{Boxed, Dialect, FromRow, Param, Row, StoreError, ToParam, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the directory knows of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryPerson {
    /// The id that was asked for.
    pub hsa_id: HsaId,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Title.
    pub title: Option<String>,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// Protected identity: the name is shown to nobody who looks the id up.
    pub protected: bool,
    /// Whether the person has left: nothing is ordered for them.
    pub ended: bool,
    /// The account that has the id, where one has.
    pub account: Option<AccountId>,
}

impl DirectoryPerson {
    /// Given and family name, as the directory has them. Of a protected person it is for comparing only, never for showing.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// Whether a written name is this person's, however it is written.
    #[must_use]
    pub fn is_called(&self, written: &str) -> bool {
        names_agree(written, &self.given_name, &self.family_name)
    }
}

/// Where the names behind HSA-ids come from. Answers say everything that the directory knows; what a viewer may see of a protected
/// person is decided by the caller.
pub trait StaffDirectory: Send + Sync {
    /// Whom an id belongs to, at `now`. None where nobody has it.
    fn look_up<'a>(
        &'a self,
        tx: &'a mut Tx,
        hsa_id: &'a HsaId,
        now: Instant,
    ) -> Boxed<'a, Result<Option<DirectoryPerson>, StoreError>>;

    /// Whom many ids belong to, at `now`, in as few questions as possible: an order has up to 1,000 lines. Ids that nobody has are
    /// left out.
    fn look_up_all<'a>(
        &'a self,
        tx: &'a mut Tx,
        hsa_ids: &'a [HsaId],
        now: Instant,
    ) -> Boxed<'a, Result<HashMap<HsaId, DirectoryPerson>, StoreError>>;
}

/// The directory that imports fill, and behind it the accounts that have an HSA-id.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalDirectory;

impl StaffDirectory for LocalDirectory {
    fn look_up<'a>(
        &'a self,
        tx: &'a mut Tx,
        hsa_id: &'a HsaId,
        now: Instant,
    ) -> Boxed<'a, Result<Option<DirectoryPerson>, StoreError>> {
        Box::pin(async move { Ok(found(tx, std::slice::from_ref(hsa_id), now).await?.remove(hsa_id)) })
    }

    fn look_up_all<'a>(
        &'a self,
        tx: &'a mut Tx,
        hsa_ids: &'a [HsaId],
        now: Instant,
    ) -> Boxed<'a, Result<HashMap<HsaId, DirectoryPerson>, StoreError>> {
        Box::pin(found(tx, hsa_ids, now))
    }
}

/// So many ids are asked for at once.
const A_QUESTION: usize = 500;

/// An id as the two registers have it. What the directory says goes before what the account says; a person whom either marks as
/// protected is protected.
struct Known {
    hsa_id: HsaId,
    listed: Option<(String, String, bool, Option<String>)>,
    title: Option<String>,
    email: Option<String>,
    account: Option<(AccountId, String, String, bool)>,
    marked: bool,
}

impl FromRow for Known {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let hsa_id = row.next()?;
        let listed: (Option<String>, Option<String>, Option<bool>, Option<String>) =
            (row.next()?, row.next()?, row.next()?, row.next()?);
        let (title, email) = (row.next()?, row.next()?);
        let account: (Option<AccountId>, Option<String>, Option<String>, bool) =
            (row.next()?, row.next()?, row.next()?, row.next()?);
        Ok(Self {
            hsa_id,
            listed: listed.0.zip(listed.1).map(|(given, family)| (given, family, listed.2.unwrap_or(false), listed.3)),
            title,
            email,
            account: account
                .0
                .zip(account.1.zip(account.2))
                .map(|(id, (given, family))| (id, given, family, account.3)),
            marked: row.next()?,
        })
    }
}

impl Known {
    /// As the directory tells it on a day, ISO; none for an id that neither register has.
    fn on(self, today: &str) -> Option<DirectoryPerson> {
        let account = self.account.as_ref().map(|account| account.0);
        let account_ended = self.account.as_ref().is_some_and(|account| account.3);
        let (given_name, family_name, protected, ended) = match (self.listed, self.account) {
            // The last day is still a day of work.
            (Some((given, family, protected, last)), _) => {
                (given, family, protected, last.is_some_and(|last| last.as_str() < today))
            }
            (None, Some((_, given, family, ended))) => (given, family, false, ended),
            (None, None) => return None,
        };
        Some(DirectoryPerson {
            hsa_id: self.hsa_id,
            given_name,
            family_name,
            title: self.title,
            email: self.email,
            protected: protected || self.marked,
            ended,
            // An account that has ended is nobody's to sign in with: whoever still works gets a new one.
            account: account.filter(|_| !account_ended),
        })
    }
}

async fn found(tx: &mut Tx, hsa_ids: &[HsaId], now: Instant) -> Result<HashMap<HsaId, DirectoryPerson>, StoreError> {
    let today = Timestamp::from_millisecond(now.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone()).date().to_string();
    let mut all = HashMap::with_capacity(hsa_ids.len());
    for group in hsa_ids.chunks(A_QUESTION) {
        let params: Vec<Param<'_>> = group.iter().map(ToParam::to_param).collect();
        let known: Vec<Known> = tx.all(&question(tx.dialect(), group.len()), &params).await?;
        all.extend(
            known.into_iter().filter_map(|known| known.on(&today)).map(|person| (person.hsa_id.clone(), person)),
        );
    }
    Ok(all)
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC)
}

/// The question for so many ids. Rows of `VALUES` are joined by both databases; a long list of parameters PostgreSQL would compare one by
/// one.
fn question(dialect: Dialect, ids: usize) -> String {
    let place = |place: usize| match dialect {
        Dialect::Postgres if place == 1 => "(CAST(?1 AS TEXT))".to_owned(),
        Dialect::Sqlite | Dialect::Postgres => format!("(?{place})"),
    };
    let asked = (1..=ids).map(place).collect::<Vec<_>>().join(", ");
    format!(
        "WITH asked (hsa_id) AS (VALUES {asked})
         SELECT q.hsa_id, d.given_name, d.family_name, d.protected, d.ended_on, COALESCE(d.title, a.title),
             COALESCE(d.email, a.email), a.id, a.given_name, a.family_name, a.ended_at IS NOT NULL,
             EXISTS (SELECT 1 FROM person p WHERE p.identity_number = a.identity_number AND p.protection <> 'none')
         FROM asked q
         LEFT JOIN directory_person d ON d.hsa_id = q.hsa_id
         LEFT JOIN account_hsa_id h ON h.hsa_id = q.hsa_id
         LEFT JOIN account a ON a.id = h.account_id
         WHERE d.hsa_id IS NOT NULL OR a.id IS NOT NULL"
    )
}

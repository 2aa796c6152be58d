//! Looks whether everything that was confirmed is there, with its event, and nothing by halves.

use std::collections::{BTreeMap, BTreeSet};

use behorig_store::{DbOptions, Dialect, ReadTx, StoreError, params};
use uuid::Uuid;

use crate::Outcome;
use crate::ground::{close, open};
use crate::load::{Fate, Ledger, What};

/// In milliseconds.
const HALF_AN_HOUR: i64 = 1_800_000;

/// What the database held of grants and events before the load: what the region's own making left there.
pub(crate) struct Before {
    /// The time of the newest event, and how many letters were sent more than half an hour before it.
    newest: i64,
    earlier: i64,
    grants: i64,
    events: BTreeMap<What, i64>,
}

impl Before {
    pub(crate) async fn of(options: &DbOptions) -> Outcome<Self> {
        let db = open(options).await?;
        let mut read = db.read().await?;
        let (newest,): (i64,) = read.one("SELECT max(at) FROM audit_event", &[]).await?;
        let earlier = letters_before(&mut read, newest - HALF_AN_HOUR).await?;
        let before = Self { newest, earlier, grants: grants(&mut read).await?, events: events(&mut read).await? };
        drop(read);
        close(db).await?;
        Ok(before)
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Confirmed, and there.
    pub(crate) confirmed: usize,
    /// Never answered, and there all the same: done, and its answer lost.
    pub(crate) unanswered_there: usize,
    /// Never answered, and not there.
    pub(crate) unanswered_gone: usize,
    /// Confirmed, and not there.
    pub(crate) lost: Vec<String>,
    /// There in part.
    pub(crate) half: Vec<String>,
    /// How many of each kind were confirmed.
    pub(crate) of: BTreeMap<What, usize>,
    /// Letters of the load that the log tells of as sent half an hour and more before it began.
    earlier: i64,
}

impl Found {
    /// Whether the log tells of the load as of a time before it began.
    pub(crate) const fn is_told_as_earlier(&self) -> bool {
        self.earlier > 0
    }

    /// How many of each kind were confirmed, in words.
    pub(crate) fn of_each(&self) -> String {
        let of = |what| self.of.get(&what).copied().unwrap_or_default();
        let (users, mail, cases, grants) = (of(What::User), of(What::Mail), of(What::Case), of(What::Grant));
        format!("{users} users, {mail} letters, {cases} cases, {grants} grants")
    }
}

/// Looks at everything that the ledger tells of.
pub(crate) async fn look(options: &DbOptions, before: &Before, ledger: &Ledger) -> Outcome<Found> {
    let db = open(options).await?;
    let mut read = db.read().await?;
    let found = compared(&mut read, before, ledger).await?;
    drop(read);
    close(db).await?;
    Ok(found)
}

async fn compared(read: &mut ReadTx, before: &Before, ledger: &Ledger) -> Outcome<Found> {
    let receipts: BTreeSet<Uuid> = read
        .all::<(Vec<u8>,)>("SELECT key FROM form_receipt", &[])
        .await?
        .into_iter()
        .filter_map(|(key,)| Uuid::from_slice(&key).ok())
        .collect();
    let mut found = Found::default();
    let written = written(read, &mut found).await?;
    let mut done: BTreeMap<What, i64> = BTreeMap::new();
    for sent in ledger.all() {
        let has_receipt = receipts.contains(&sent.key);
        *done.entry(sent.what).or_default() += i64::from(has_receipt);
        if sent.what != What::Grant && has_receipt != written.contains(&sent.token) {
            found.half.push(format!("{:?} {}: receipt {has_receipt}, change {}", sent.what, sent.token, !has_receipt));
        }
        match (sent.fate, has_receipt) {
            (Fate::Confirmed, true) => {
                found.confirmed += 1;
                *found.of.entry(sent.what).or_default() += 1;
            }
            (Fate::Confirmed, false) => found.lost.push(format!("{:?} {}", sent.what, sent.token)),
            (_, true) => found.unanswered_there += 1,
            (Fate::Unanswered, false) => found.unanswered_gone += 1,
            (Fate::Unheard | Fate::Refused(_), false) => {}
        }
    }
    let told = events(read).await?;
    for what in What::ALL {
        let (done, events) = (done.get(&what), told.get(&what).map(|all| all - before.events.get(&what).unwrap_or(&0)));
        if done.unwrap_or(&0) != &events.unwrap_or(0) {
            found.half.push(format!("{what:?}: {done:?} changes and {events:?} events"));
        }
    }
    let grants = grants(read).await? - before.grants;
    if grants != *done.get(&What::Grant).unwrap_or(&0) {
        found.half.push(format!(
            "{grants} grants in the history of users, {:?} confirmed by receipts",
            done.get(&What::Grant)
        ));
    }
    found.earlier = letters_before(read, before.newest - HALF_AN_HOUR).await? - before.earlier;
    sound(read, &mut found).await?;
    Ok(found)
}

/// The words of every change that is there; one whose parts are not all there is told.
async fn written(read: &mut ReadTx, found: &mut Found) -> Result<BTreeSet<String>, StoreError> {
    let mut written = BTreeSet::new();
    let parts = [
        "SELECT h.new_value, EXISTS (SELECT 1 FROM audit_event e WHERE e.id = h.event_id) FROM history h
         WHERE h.new_value >= 'kaos-' AND h.new_value < 'kaos.'",
        "SELECT m.subject, EXISTS (SELECT 1 FROM case_message c WHERE c.case_id = m.id AND c.body = m.subject)
         FROM internal_mail m WHERE m.subject >= 'kaos-' AND m.subject < 'kaos.'",
        "SELECT m.subject, EXISTS (SELECT 1 FROM case_message c WHERE c.case_id = m.id AND c.body = m.subject)
         FROM care_case m WHERE m.subject >= 'kaos-' AND m.subject < 'kaos.'",
    ];
    for sql in parts {
        for (token, is_whole) in read.all::<(String, bool)>(sql, &[]).await? {
            if !is_whole {
                found.half.push(format!("{token} lacks its event or its words"));
            }
            if !written.insert(token.clone()) {
                found.half.push(format!("{token} is there twice"));
            }
        }
    }
    Ok(written)
}

async fn letters_before(read: &mut ReadTx, time: i64) -> Result<i64, StoreError> {
    let sql =
        "SELECT CAST(count(*) AS BIGINT) FROM audit_event WHERE activity_level = 'internal-mail.send' AND at < ?1";
    Ok(read.one::<(i64,)>(sql, params![time]).await?.0)
}

async fn grants(read: &mut ReadTx) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(count(*) AS BIGINT) FROM history WHERE entity_kind = 'account' AND field = 'grant'";
    Ok(read.one::<(i64,)>(sql, &[]).await?.0)
}

async fn events(read: &mut ReadTx) -> Result<BTreeMap<What, i64>, StoreError> {
    let mut events = BTreeMap::new();
    for what in What::ALL {
        for level in what.levels() {
            let sql = "SELECT CAST(count(*) AS BIGINT) FROM audit_event WHERE activity_level = ?1";
            *events.entry(what).or_default() += read.one::<(i64,)>(sql, params![level]).await?.0;
        }
    }
    Ok(events)
}

/// What must be true of any database of ours, whatever happened to it.
async fn sound(read: &mut ReadTx, found: &mut Found) -> Result<(), StoreError> {
    let orphans = "SELECT CAST(count(*) AS BIGINT) FROM history h
         WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = h.event_id)";
    let (orphans,): (i64,) = read.one(orphans, &[]).await?;
    if orphans > 0 {
        found.half.push(format!("{orphans} rows of history lack their event"));
    }
    if read.dialect() == Dialect::Sqlite {
        for (said,) in read.all::<(String,)>("PRAGMA quick_check", &[]).await? {
            if said != "ok" {
                found.half.push(format!("the file is damaged: {said}"));
            }
        }
    }
    Ok(())
}

//! Letters that tell a resident that something waits to be read, and what is known of their way. They say neither by whom, about
//! whom nor about what.

use std::collections::{BTreeMap, BTreeSet};

use behorig_access::{CaseId, Instant, MessageId, PersonId};
use behorig_outbox::{Address, Letter, LetterId, Outbox, Standing, Way, standing, withdraw};
use behorig_store::{StoreError, Tx, WriteTx, params};
use behorig_web::{Arg, Lang};

use super::case::Case;
use super::guardians;
use super::notices::{GIVE_UP_AFTER, Notices};

/// What is known of a notice of one message to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Nobody whom the message is for has given an address: there was none to write to.
    NoAddress,
    /// A letter was written that goes this way, and stands so.
    ByLetter(Way, Standing),
    /// A letter was written so long ago that how it went is no longer kept.
    LongAgo,
}

struct Addressee {
    person: PersonId,
    address: Address,
    lang: Lang,
}

impl Notices {
    /// Something was written to a resident: told to them and, of a child under thirteen, to those who have custody of it now, as far
    /// as they have confirmed an address: by mail, by text message or by both, as each of them chose, as far as there is that here.
    pub(crate) async fn of_message(&self, tx: &mut WriteTx, case: &Case, message: MessageId) -> Result<(), StoreError> {
        let Some(person) = case.person else { return Ok(()) };
        let now = tx.now();
        let addressees = addressees(tx, &self.outbox, person, now).await?;
        if addressees.is_empty() {
            return note(tx, case.id, message, person, None).await;
        }
        for who in addressees {
            let way = who.address.way();
            let letter = self.put_for_resident(tx, who.address, who.lang).await?;
            note(tx, case.id, message, who.person, Some((way, letter))).await?;
        }
        Ok(())
    }

    async fn put_for_resident(&self, tx: &mut WriteTx, to: Address, lang: Lang) -> Result<LetterId, StoreError> {
        let args: [(&'static str, Arg); 3] = [
            ("link", format!("{}/mina-arenden", self.public_url).into()),
            ("settings", format!("{}/mina-installningar", self.public_url).into()),
            ("installation", self.installation.clone().into()),
        ];
        let (subject, body) = match to.way() {
            Way::Mail => (lang.tr("cases-letter-to-resident", &args), lang.tr("cases-letter-to-resident-body", &args)),
            Way::Sms => ("".into(), lang.tr("cases-sms-to-resident", &args)),
        };
        let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
        self.outbox.put(tx, &Letter::new("resident-notice", to, &subject, body.into_owned(), give_up_at)).await
    }
}

/// The way of no letter.
const NO_WAY: &str = "none";

async fn note(
    tx: &mut WriteTx,
    case: CaseId,
    message: MessageId,
    person: PersonId,
    letter: Option<(Way, LetterId)>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO case_notice (case_id, message_id, person_id, way, letter_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            case,
            message,
            person,
            letter.map_or(NO_WAY, |(way, _)| way.as_stored()),
            letter.map(|(_, letter)| letter)
        ],
    )
    .await?;
    Ok(())
}

/// Who is told of what is written to somebody, and where, in the order of their ids. Whoever has chosen none of the ways that are
/// left here gets notices by all of them: to get none, one takes one's addresses away.
async fn addressees(
    tx: &mut Tx,
    outbox: &Outbox,
    person: PersonId,
    now: Instant,
) -> Result<Vec<Addressee>, StoreError> {
    let (today, limit) = guardians::days(now);
    let rows: Vec<(PersonId, String, String, bool, String)> = tx
        .all(
            "SELECT n.person_id, n.way, n.address, n.wanted, n.language
             FROM notice_address n JOIN person who ON who.id = n.person_id
             WHERE n.address IS NOT NULL AND who.deceased_on IS NULL AND (n.person_id = ?1 OR n.person_id IN (
                 SELECT c.guardian_id FROM custody c JOIN person p ON p.id = c.child_id
                 WHERE c.child_id = ?1 AND c.from_date <= ?2 AND (c.to_date IS NULL OR c.to_date >= ?2)
                   AND p.birth_date > ?3))
             ORDER BY n.person_id, n.way",
            params![person, today, limit],
        )
        .await?;
    let addressee = |(person, way, address, wanted, language): (PersonId, String, String, bool, String)| {
        let way = Way::from_stored(&way).filter(|way| outbox.goes_by(*way))?;
        let address = Address::from_stored(way, &address)?;
        Some((wanted, Addressee { person, address, lang: Lang::from_code(&language).unwrap_or(Lang::Sv) }))
    };
    let reached: Vec<(bool, Addressee)> = rows.into_iter().filter_map(addressee).collect();
    let chosen: BTreeSet<PersonId> = reached.iter().filter(|(wanted, _)| *wanted).map(|(_, who)| who.person).collect();
    let told = reached.into_iter().filter(|(wanted, who)| *wanted || !chosen.contains(&who.person));
    Ok(told.map(|(_, who)| who).collect())
}

/// Takes back what was written to tell a person something this way and has not been sent: they take their address away.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn withdraw_notices(tx: &mut WriteTx, person: PersonId, way: Way) -> Result<(), StoreError> {
    // By the cases of the person and of those whom they have had custody of: neither letters nor notices have an index by person.
    let letters: Vec<(LetterId,)> = tx
        .all(
            "SELECT n.letter_id FROM care_case c
             JOIN case_notice n ON n.case_id = c.id AND n.person_id = ?1 AND n.way = ?2
             JOIN outbox o ON o.id = n.letter_id
             WHERE c.person_id IN (SELECT id FROM person WHERE id = ?1
                                   UNION SELECT child_id FROM custody WHERE guardian_id = ?1)
               AND o.sent_at IS NULL AND o.failed_at IS NULL
             ORDER BY n.letter_id",
            params![person, way.as_stored()],
        )
        .await?;
    for (letter,) in letters {
        withdraw(tx, letter).await?;
    }
    Ok(())
}

/// What is known of the notices of a case's messages.
pub(crate) async fn told_of(tx: &mut Tx, case: CaseId) -> Result<BTreeMap<MessageId, Vec<Told>>, StoreError> {
    let rows: Vec<(MessageId, String, Option<LetterId>)> = tx
        .all(
            "SELECT message_id, way, letter_id FROM case_notice WHERE case_id = ?1
             ORDER BY message_id, person_id, way",
            params![case],
        )
        .await?;
    let mut told: BTreeMap<MessageId, Vec<Told>> = BTreeMap::new();
    for (message, way, letter) in rows {
        let one = match Way::from_stored(&way).zip(letter) {
            None => Told::NoAddress,
            Some((way, letter)) => {
                standing(tx, letter).await?.map_or(Told::LongAgo, |standing| Told::ByLetter(way, standing))
            }
        };
        told.entry(message).or_default().push(one);
    }
    Ok(told)
}

/// When a resident or a guardian first opened the case after a moment, where that is known: who opened it before that moment and
/// again after it has read it some time in between.
pub(crate) fn first_read_after(readers: &[super::thread::Reader], at: Instant) -> Option<Instant> {
    readers.iter().filter(|reader| !reader.is_staff && reader.first_at >= at).map(|reader| reader.first_at).min()
}

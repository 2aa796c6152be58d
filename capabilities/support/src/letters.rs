//! Letters that tell that something waits in a support matter. They say where, and nothing of whom or what.

use behorig_access::{AccountId, Service, UnitId};
use behorig_identity::Email;
use behorig_outbox::{Letter, Outbox, Way};
use behorig_store::{StoreError, WriteTx, params};
use behorig_web::{Arg, Lang};

use crate::pages::{QUEUE, path_of};
use crate::records::Matter;

/// A letter helps for so long, in milliseconds: three days.
const GIVE_UP_AFTER: i64 = 3 * 24 * 3_600_000;

/// What letters are written with; cheap to clone.
#[derive(Debug, Clone)]
pub struct Letters {
    /// Where letters are put.
    pub outbox: Outbox,
    /// The address that people type, without a slash at its end.
    pub public_url: String,
    /// The name of the installation.
    pub installation: String,
}

/// What a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// A matter waits in the queue.
    New,
    /// The sender wrote more.
    Replied,
    /// A matter of one's own was answered or closed.
    Answered,
    /// Something was asked in a matter of one's own.
    Asked,
}

impl Tells {
    const fn subject(self) -> &'static str {
        match self {
            Self::New => "support-letter-new",
            Self::Replied => "support-letter-replied",
            Self::Answered => "support-letter-answered",
            Self::Asked => "support-letter-asked",
        }
    }

    const fn body(self) -> &'static str {
        match self {
            Self::New => "support-letter-new-body",
            Self::Replied => "support-letter-replied-body",
            Self::Answered => "support-letter-answered-body",
            Self::Asked => "support-letter-asked-body",
        }
    }
}

/// Somebody's address and language.
type Reader = (String, String);

impl Letters {
    /// After the commit: has the letters sent at once.
    pub fn wake(&self) {
        self.outbox.wake();
    }

    /// Tells whoever answers matters of the unit, is not away and wants letters; its sender is not told of their own, under
    /// whatever account.
    pub(crate) async fn to_those_who_answer(&self, tx: &mut WriteTx, matter: &Matter) -> Result<(), StoreError> {
        for reader in readers_at(tx, matter.unit, matter.sender).await? {
            self.put(tx, reader, Tells::New, matter, QUEUE.to_owned()).await?;
        }
        Ok(())
    }

    /// Tells one person, where they have an address and want letters.
    pub(crate) async fn to(
        &self,
        tx: &mut WriteTx,
        account: AccountId,
        tells: Tells,
        matter: &Matter,
    ) -> Result<(), StoreError> {
        let reader: Option<Reader> = tx
            .optional(
                "SELECT a.email, a.language FROM account a
                 WHERE a.id = ?1 AND a.email IS NOT NULL AND a.notices AND a.ended_at IS NULL AND a.blocked_at IS NULL",
                params![account],
            )
            .await?;
        match reader {
            Some(reader) => self.put(tx, reader, tells, matter, path_of(matter.id, "")).await,
            None => Ok(()),
        }
    }

    async fn put(
        &self,
        tx: &mut WriteTx,
        (email, language): Reader,
        tells: Tells,
        matter: &Matter,
        path: String,
    ) -> Result<(), StoreError> {
        let Ok(to) = Email::parse(&email) else { return Ok(()) };
        // Staff are told by mail alone.
        if !self.outbox.goes_by(Way::Mail) {
            return Ok(());
        }
        let lang = Lang::from_code(&language).unwrap_or(Lang::Sv);
        let args: [(&'static str, Arg); 3] = [
            ("number", matter.number.to_string().into()),
            ("link", format!("{}{path}", self.public_url).into()),
            ("installation", self.installation.clone().into()),
        ];
        let (subject, body) = (lang.tr(tells.subject(), &args), lang.tr(tells.body(), &args));
        let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
        let letter = Letter::new("matter-notice", to, &subject, body.into_owned(), give_up_at);
        self.outbox.put(tx, &letter).await?;
        Ok(())
    }
}

/// Whoever may answer matters of the unit now and can be told, thirty at most.
async fn readers_at(tx: &mut WriteTx, unit: UnitId, sender: AccountId) -> Result<Vec<Reader>, StoreError> {
    let now = tx.now();
    tx.all(
        "SELECT DISTINCT a.email, a.language
         FROM unit_ancestor x
         JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
         JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
         JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
         JOIN account a ON a.id = g.holder_account
         WHERE x.unit_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND a.id <> ?4 AND a.email IS NOT NULL AND a.notices
           AND NOT EXISTS (SELECT 1 FROM account w WHERE w.id = ?4 AND w.identity_number = a.identity_number)
           AND NOT EXISTS (SELECT 1 FROM account_absence w WHERE w.account_id = a.id AND w.from_at <= ?3
               AND (w.to_at IS NULL OR w.to_at > ?3))
         ORDER BY a.email, a.language LIMIT 30",
        params![unit, Service::AnswerSupport, now, sender],
    )
    .await
}

//! Letters that tell staff that something waits for them. They say where, and nothing of whom or what.

use behorig_access::{AccountId, GroupId, UnitId};
use behorig_clinics::Notify;
use behorig_identity::Email;
use behorig_outbox::{Letter, Outbox, Way};
use behorig_registers::units;
use behorig_store::{StoreError, WriteTx, params};
use behorig_web::{Arg, Lang};

use super::around::Around;
use super::case::Case;
use super::staff::{Colleague, addressee, once_each};

/// A notice helps for so long, in milliseconds: three days.
pub(super) const GIVE_UP_AFTER: i64 = 3 * 24 * 3_600_000;
/// As many receivers as a new case is told to.
const MOST_RECEIVERS: usize = 30;

/// What notices are written with; cheap to clone.
#[derive(Debug, Clone)]
pub struct Notices {
    /// Where letters are put.
    pub outbox: Outbox,
    /// The address that people type, without a slash at its end.
    pub public_url: String,
    /// The name of the installation.
    pub installation: String,
}

/// What a letter tells.
struct Told<'a> {
    /// Text id of the subject; its attribute `.body` is the letter.
    id: &'static str,
    unit: &'a str,
    path: &'a str,
    count: usize,
}

impl Notices {
    /// After the commit: has the letters sent at once.
    pub fn wake(&self) {
        self.outbox.wake();
    }

    /// A new case stands in the inbox: told to every receiver who wants notices, or to the clinic's own address. Receivers come as
    /// [`super::staff::sql_of_staff_at`] gives them.
    pub(crate) async fn of_new_case(
        &self,
        tx: &mut WriteTx,
        around: &Around,
        receivers: Vec<Colleague>,
    ) -> Result<(), StoreError> {
        let told = Told { id: "cases-letter-new", unit: around.unit_name(), path: "/arenden", count: 1 };
        match around.clinic.notify {
            Notify::Address => {
                if let Some(address) = &around.clinic.notice_email {
                    self.put(tx, address.clone(), Lang::Sv, &told).await?;
                }
            }
            Notify::Receivers => {
                let mut receivers = once_each(receivers);
                receivers.retain(|who| who.wants.new_case && !who.away && who.email.is_some());
                for who in receivers.iter().take(MOST_RECEIVERS) {
                    self.to(tx, who, &told).await?;
                }
            }
        }
        Ok(())
    }

    /// Cases were assigned to somebody.
    pub(crate) async fn of_assigned(
        &self,
        tx: &mut WriteTx,
        account: AccountId,
        first: &Case,
        count: usize,
    ) -> Result<(), StoreError> {
        // Whoever takes a case knows of it.
        if tx.actor().account == Some(account) {
            return Ok(());
        }
        let path = if count == 1 { format!("/arenden/{}", first.id) } else { "/arenden/mina".to_owned() };
        let unit_name = unit_name(tx, first.unit).await?;
        let told = Told { id: "cases-letter-assigned", unit: &unit_name, path: &path, count };
        match addressee(tx, account).await? {
            Some(who) if who.wants.assigned => self.to(tx, &who, &told).await,
            _ => Ok(()),
        }
    }

    /// Cases were assigned to a group.
    pub(crate) async fn of_assigned_to_group(
        &self,
        tx: &mut WriteTx,
        group: GroupId,
        first: &Case,
        count: usize,
    ) -> Result<(), StoreError> {
        let members: Vec<(AccountId,)> = tx
            .all(
                "SELECT account_id FROM staff_group_member WHERE group_id = ?1 ORDER BY account_id LIMIT 30",
                params![group],
            )
            .await?;
        for (member,) in members {
            self.of_assigned(tx, member, first, count).await?;
        }
        Ok(())
    }

    /// The resident replied: told to whoever has the case, and else to the inbox.
    pub(crate) async fn of_reply(&self, tx: &mut WriteTx, case: &Case) -> Result<(), StoreError> {
        self.to_whoever_has(tx, case, "cases-letter-reply").await
    }

    /// The resident may no longer write.
    pub(crate) async fn of_end_of_access(&self, tx: &mut WriteTx, case: &Case) -> Result<(), StoreError> {
        self.to_whoever_has(tx, case, "cases-letter-access-ended").await
    }

    async fn to_whoever_has(&self, tx: &mut WriteTx, case: &Case, id: &'static str) -> Result<(), StoreError> {
        let Some(handler) = case.handler else { return Ok(()) };
        let path = format!("/arenden/{}", case.id);
        let unit_name = unit_name(tx, case.unit).await?;
        match addressee(tx, handler).await? {
            Some(who) if who.wants.reply => {
                self.to(tx, &who, &Told { id, unit: &unit_name, path: &path, count: 1 }).await
            }
            _ => Ok(()),
        }
    }

    async fn to(&self, tx: &mut WriteTx, who: &Colleague, told: &Told<'_>) -> Result<(), StoreError> {
        let address = who.email.as_deref().and_then(|email| Email::parse(email).ok());
        match address {
            Some(address) => self.put(tx, address, Lang::from_code(&who.language).unwrap_or(Lang::Sv), told).await,
            None => Ok(()),
        }
    }

    async fn put(&self, tx: &mut WriteTx, to: Email, lang: Lang, told: &Told<'_>) -> Result<(), StoreError> {
        // Staff are told by mail alone.
        if !self.outbox.goes_by(Way::Mail) {
            return Ok(());
        }
        let args: [(&'static str, Arg); 4] = [
            ("unit", told.unit.to_owned().into()),
            ("link", format!("{}{}", self.public_url, told.path).into()),
            ("installation", self.installation.clone().into()),
            ("count", told.count.into()),
        ];
        let subject = lang.tr(told.id, &args);
        let body = lang.tr(body_of(told.id), &args);
        let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
        let letter = Letter::new("case-notice", to, &subject, body.into_owned(), give_up_at);
        self.outbox.put(tx, &letter).await?;
        Ok(())
    }
}

fn body_of(id: &'static str) -> &'static str {
    match id {
        "cases-letter-new" => "cases-letter-new-body",
        "cases-letter-assigned" => "cases-letter-assigned-body",
        "cases-letter-reply" => "cases-letter-reply-body",
        _ => "cases-letter-access-ended-body",
    }
}

async fn unit_name(tx: &mut WriteTx, unit: UnitId) -> Result<String, StoreError> {
    Ok(units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default())
}

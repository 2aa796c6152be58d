//! What orders write to people by mail: that something waits, or is decided. They say which permission and where, and nothing of whom.

use behorig_access::{AccountId, Instant, OrderId, Service, UnitId, Viewer};
use behorig_identity::Email;
use behorig_outbox::{Letter, Way};
use behorig_sign_in::Letters;
use behorig_store::{StoreError, WriteTx, params};
use behorig_visit::PageError;
use behorig_web::{Arg, Lang};

use crate::pages::path_of;
use crate::records::{self, Order, Ordering};
use crate::rules::Effect;

/// A letter helps for so long, in milliseconds: three days.
const GIVE_UP_AFTER: i64 = 3 * 24 * 3_600_000;
/// As many receivers as an order is told to.
const MOST_RECEIVERS: i64 = 30;

/// How people are told of orders; nobody is where no mail is set up. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct OrderMail(Option<Letters>);

impl OrderMail {
    /// Mail by these letters.
    pub(crate) const fn by(letters: Option<Letters>) -> Self {
        Self(letters)
    }

    /// How one-time links are mailed.
    pub(crate) const fn letters(&self) -> Option<&Letters> {
        self.0.as_ref()
    }

    /// Whether anything is mailed here at all.
    pub(crate) fn goes(&self) -> bool {
        self.0.as_ref().is_some_and(|letters| letters.outbox.goes_by(Way::Mail))
    }

    /// After the commit: has the letters sent at once.
    pub(crate) fn wake(&self) {
        if let Some(letters) = &self.0 {
            letters.outbox.wake();
        }
    }

    /// Tells the receivers of an order that was placed in this transaction. `orderer` is who placed it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub(crate) async fn tell_of_new(&self, tx: &mut WriteTx, orderer: &Viewer, id: OrderId) -> Result<(), PageError> {
        if !self.goes() {
            return Ok(());
        }
        let now = tx.now();
        let (order, _) = records::for_viewer(tx, orderer, id, now).await?;
        Ok(self.to_receivers(tx, &order, "orders-letter-new").await?)
    }

    /// Tells whoever receives orders at the order's unit, but who ordered it: `id` is the letter's text.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn to_receivers(
        &self,
        tx: &mut WriteTx,
        order: &Order,
        id: &'static str,
    ) -> Result<(), StoreError> {
        if !self.goes() {
            return Ok(());
        }
        for (_, email, language) in receivers(tx, order.unit, order.orderer).await? {
            if let Ok(email) = Email::parse(&email) {
                self.of_order(tx, order, (email, &language), id).await?;
            }
        }
        Ok(())
    }

    /// Tells the orderer.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn to_orderer(&self, tx: &mut WriteTx, order: &Order, id: &'static str) -> Result<(), StoreError> {
        // Whoever decides something of their own knows of it.
        if !self.goes() || tx.actor().account == Some(order.orderer) {
            return Ok(());
        }
        let row: Option<(Option<String>, String)> = tx
            .optional(
                "SELECT email, language FROM account WHERE id = ?1 AND ended_at IS NULL AND blocked_at IS NULL",
                params![order.orderer],
            )
            .await?;
        let Some((email, language)) = row else { return Ok(()) };
        match email.and_then(|email| Email::parse(&email).ok()) {
            Some(email) => self.of_order(tx, order, (email, &language), id).await,
            None => Ok(()),
        }
    }

    async fn of_order(
        &self,
        tx: &mut WriteTx,
        order: &Order,
        (to, language): (Email, &str),
        id: &'static str,
    ) -> Result<(), StoreError> {
        let Some(letters) = &self.0 else { return Ok(()) };
        let args: [(&'static str, Arg); 4] = [
            ("number", order.number.to_string().into()),
            ("unit", order.unit_name.clone().into()),
            ("link", format!("{}{}", letters.public_url, path_of(order.id, "")).into()),
            ("installation", letters.installation.clone().into()),
        ];
        self.put(tx, to, language, id, &args).await
    }

    /// Tells somebody what they may now, or may no longer: each permission with its unit.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn to_person(
        &self,
        tx: &mut WriteTx,
        to: Email,
        language: &str,
        ordering: &Ordering,
        permissions: &[(&str, &str)],
    ) -> Result<(), StoreError> {
        let Some(letters) = self.0.as_ref().filter(|_| self.goes()) else { return Ok(()) };
        let lang = Lang::from_code(language).unwrap_or(Lang::Sv);
        let list: Vec<String> = permissions
            .iter()
            .map(|(role, unit)| format!("- {}, {unit}", behorig_visit::role_name(lang, role)))
            .collect();
        let id = match ordering.effect {
            Effect::Grant => "orders-letter-granted",
            Effect::Revoke => "orders-letter-revoked",
        };
        let args: [(&'static str, Arg); 4] = [
            ("service", ordering.orderable_name.clone().into()),
            ("list", list.join("\n").into()),
            ("link", letters.public_url.clone().into()),
            ("installation", letters.installation.clone().into()),
        ];
        self.put(tx, to, language, id, &args).await
    }

    async fn put(
        &self,
        tx: &mut WriteTx,
        to: Email,
        language: &str,
        id: &'static str,
        args: &[(&'static str, Arg)],
    ) -> Result<(), StoreError> {
        let Some(letters) = &self.0 else { return Ok(()) };
        let lang = Lang::from_code(language).unwrap_or(Lang::Sv);
        let (subject, body) = (lang.tr(id, args), lang.tr(body_of(id), args));
        let give_up_at: Instant = tx.now().plus_millis(GIVE_UP_AFTER);
        let letter = Letter::new("order-notice", to, &subject, body.into_owned(), give_up_at);
        letters.outbox.put(tx, &letter).await?;
        Ok(())
    }
}

fn body_of(id: &'static str) -> &'static str {
    match id {
        "orders-letter-new" => "orders-letter-new-body",
        "orders-letter-answered" => "orders-letter-answered-body",
        "orders-letter-asked" => "orders-letter-asked-body",
        "orders-letter-decided" => "orders-letter-decided-body",
        "orders-letter-declined" => "orders-letter-declined-body",
        "orders-letter-granted" => "orders-letter-granted-body",
        _ => "orders-letter-revoked-body",
    }
}

/// Who receives orders at a unit now and wants notices: account, address and language.
async fn receivers(
    tx: &mut WriteTx,
    unit: UnitId,
    but: AccountId,
) -> Result<Vec<(AccountId, String, String)>, StoreError> {
    let now = tx.now();
    tx.all(
        "SELECT DISTINCT a.id, a.email, a.language
         FROM unit_ancestor x
         JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
         JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
         JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
         JOIN account a ON a.id = g.holder_account
         WHERE x.unit_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL
           AND a.notices AND a.email IS NOT NULL AND a.id <> ?4
         ORDER BY a.id LIMIT ?5",
        params![unit, Service::ReceiveOrders, now, but, MOST_RECEIVERS],
    )
    .await
}

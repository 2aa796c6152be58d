//! BankID orders that browsers wait for: one row for a browser, found by the hash of its cookie on any node.

use behorig_access::Instant;
use behorig_bankid::{HintCode, Order, QrStartSecret};
use behorig_identity::IdentityNumber;
use behorig_store::seal::{Keys, Place, SealError};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::TokenHash;

/// How an order stands, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Not answered yet; `last_hint` is BankID's hint.
    Pending,
    /// It will never be answered; `last_hint` is the id of the text that says why.
    Over,
    /// Answered; the row holds by whom.
    Answered,
}

impl Status {
    fn as_stored(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Over => "over",
            Self::Answered => "answered",
        }
    }

    fn from_stored(text: &str) -> Option<Self> {
        [Self::Pending, Self::Over, Self::Answered].into_iter().find(|status| status.as_stored() == text)
    }
}

/// An order under way.
#[derive(Debug, Clone)]
pub(crate) struct OrderRow {
    pub(crate) token: TokenHash,
    pub(crate) order_ref: String,
    pub(crate) auto_start_token: String,
    pub(crate) qr_start_token: String,
    qr_start_secret: Vec<u8>,
    pub(crate) same_device: bool,
    pub(crate) restarts: u32,
    pub(crate) started_at: Instant,
    pub(crate) collected_at: Instant,
    pub(crate) status: Status,
    pub(crate) last_hint: String,
    pub(crate) return_to: String,
    pub(crate) nonce: String,
    pub(crate) returned: bool,
    answer: Option<Vec<u8>>,
    pub(crate) address: String,
    /// Whether it confirms a session that is open, rather than opening one.
    pub(crate) confirms: bool,
}

struct Stored(OrderRow);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(OrderRow {
            token: TokenHash([0; 32]),
            order_ref: row.next()?,
            auto_start_token: row.next()?,
            qr_start_token: row.next()?,
            qr_start_secret: row.next()?,
            same_device: row.next()?,
            restarts: u32::try_from(row.next::<i64>()?).unwrap_or(u32::MAX),
            started_at: row.next()?,
            collected_at: row.next()?,
            status: {
                let status: String = row.next()?;
                Status::from_stored(&status).ok_or_else(|| StoreError::Shape(format!("no status: {status}")))?
            },
            last_hint: row.next()?,
            return_to: row.next::<Option<String>>()?.unwrap_or_default(),
            nonce: row.next()?,
            returned: row.next()?,
            answer: row.next()?,
            address: row.next()?,
            confirms: row.next()?,
        }))
    }
}

impl OrderRow {
    pub(crate) fn hint(&self) -> HintCode {
        HintCode::from_code(&self.last_hint)
    }

    /// The key of the moving QR code.
    pub(crate) fn qr_secret(&self, keys: &Keys) -> Result<QrStartSecret, SealError> {
        let clear = keys.open(secret_place(&self.token), &self.qr_start_secret)?;
        Ok(QrStartSecret::from_stored(&String::from_utf8_lossy(&clear)))
    }

    /// Who answered, if somebody has.
    pub(crate) fn answered_by(&self, keys: &Keys) -> Option<IdentityNumber> {
        let clear = keys.open(answer_place(&self.token), self.answer.as_deref()?).ok()?;
        IdentityNumber::from_stored(std::str::from_utf8(&clear).ok()?).ok()
    }

    /// Whether the answer may be used in the browser that asks: with a QR code the person held the phone against this very
    /// screen; on the same device the app must have sent this very browser back.
    pub(crate) fn may_be_used(&self) -> bool {
        self.status == Status::Answered && (self.returned || !self.same_device)
    }
}

fn secret_place(token: &TokenHash) -> Place<'_> {
    Place { table: "bankid_order", column: "qr_start_secret", row: &token.0 }
}

fn answer_place(token: &TokenHash) -> Place<'_> {
    Place { table: "bankid_order", column: "answer", row: &token.0 }
}

/// Who answered, sealed for the row of a browser.
pub(crate) fn sealed_answer(keys: &Keys, token: &TokenHash, number: &IdentityNumber) -> Result<Vec<u8>, SealError> {
    keys.seal(answer_place(token), number.as_stored().as_bytes())
}

/// What an order is stored with, beyond what BankID gave.
#[derive(Debug, Clone)]
pub(crate) struct NewOrder {
    pub(crate) token: TokenHash,
    pub(crate) order: Order,
    pub(crate) sealed_secret: Vec<u8>,
    pub(crate) same_device: bool,
    pub(crate) return_to: String,
    pub(crate) nonce: String,
    pub(crate) address: String,
    pub(crate) confirms: bool,
}

/// An order's secret, sealed for the row of a browser.
pub(crate) fn sealed_secret(keys: &Keys, token: &TokenHash, order: &Order) -> Result<Vec<u8>, SealError> {
    keys.seal(secret_place(token), order.qr_start_secret.as_stored().as_bytes())
}

/// Stores a new order, begun at the time of the write.
pub(crate) async fn add(tx: &mut WriteTx, new: &NewOrder) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO bankid_order (token_hash, order_ref, auto_start_token, qr_start_token, qr_start_secret, same_device,
             restarts, started_at, collected_at, last_status, last_hint, return_to, nonce, address, confirms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            new.token, new.order.order_ref, new.order.auto_start_token, new.order.qr_start_token, new.sealed_secret,
            new.same_device, now, Status::Pending.as_stored(), HintCode::OutstandingTransaction.code(), new.return_to,
            new.nonce, new.address, new.confirms
        ],
    )
    .await?;
    Ok(())
}

/// The order that a browser waits for.
pub(crate) async fn of(tx: &mut Tx, token: TokenHash) -> Result<Option<OrderRow>, StoreError> {
    let stored: Option<Stored> = tx
        .optional(
            "SELECT order_ref, auto_start_token, qr_start_token, qr_start_secret, same_device, restarts, started_at,
                 collected_at, last_status, last_hint, return_to, nonce, returned_at IS NOT NULL, answer, address,
                 confirms
             FROM bankid_order WHERE token_hash = ?1",
            params![token],
        )
        .await?;
    Ok(stored.map(|Stored(row)| OrderRow { token, ..row }))
}

/// Takes the turn to ask BankID about an order: nobody, on any node, has asked since `before`. `false`: somebody has.
pub(crate) async fn take_turn(
    tx: &mut WriteTx,
    token: TokenHash,
    order_ref: &str,
    before: Instant,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let taken = tx
        .execute(
            "UPDATE bankid_order SET collected_at = ?3
             WHERE token_hash = ?1 AND order_ref = ?2 AND collected_at <= ?4 AND last_status = ?5",
            params![token, order_ref, now, before, Status::Pending.as_stored()],
        )
        .await?;
    Ok(taken == 1)
}

/// Stores what BankID said of an order. Nothing happens where the order was replaced or let go in the meantime.
pub(crate) async fn put(
    tx: &mut WriteTx,
    token: TokenHash,
    order_ref: &str,
    status: Status,
    hint: &str,
    answer: Option<&[u8]>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE bankid_order SET last_status = ?3, last_hint = ?4, answer = ?5 WHERE token_hash = ?1 AND order_ref = ?2",
        params![token, order_ref, status.as_stored(), hint, answer],
    )
    .await?;
    Ok(())
}

/// Replaces an order that nobody took up by a new one.
pub(crate) async fn replace(tx: &mut WriteTx, old_ref: &str, new: &NewOrder) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE bankid_order SET order_ref = ?3, auto_start_token = ?4, qr_start_token = ?5, qr_start_secret = ?6,
             restarts = restarts + 1, started_at = ?7, collected_at = ?7, last_status = ?8, last_hint = ?9
         WHERE token_hash = ?1 AND order_ref = ?2",
        params![
            new.token,
            old_ref,
            new.order.order_ref,
            new.order.auto_start_token,
            new.order.qr_start_token,
            new.sealed_secret,
            now,
            Status::Pending.as_stored(),
            HintCode::OutstandingTransaction.code()
        ],
    )
    .await?;
    Ok(())
}

/// Notes that the browser that began is back from the app.
pub(crate) async fn note_return(tx: &mut WriteTx, token: TokenHash) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE bankid_order SET returned_at = ?2 WHERE token_hash = ?1 AND returned_at IS NULL",
        params![token, now],
    )
    .await?;
    Ok(())
}

/// Lets an order go; `false` where it was gone.
pub(crate) async fn remove(tx: &mut WriteTx, token: TokenHash) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM bankid_order WHERE token_hash = ?1", params![token]).await? == 1)
}

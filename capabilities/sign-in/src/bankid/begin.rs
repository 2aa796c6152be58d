//! Beginning an order, and letting it go.

use behorig_bankid::{BankIdError, Browser, Order, OrderRequest, VisibleText, message_for_error};
use behorig_store::{Actor, Door, Recorded, StoreError};
use behorig_visit::{PageError, Token};
use uuid::Uuid;

use super::BankIdSignIn;
use crate::SignIn;
use crate::guest::{Guest, new_token};
use crate::records::bankid_orders::{self, NewOrder, OrderRow};

/// Why no order was begun.
pub(crate) enum NotBegun {
    /// BankID said no; the id of the text that tells the person.
    Told(&'static str),
    Page(PageError),
}

impl From<PageError> for NotBegun {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<StoreError> for NotBegun {
    fn from(error: StoreError) -> Self {
        Self::Page(error.into())
    }
}

/// Begins an order for a browser and gives the secret of its cookie. An order that the browser had before is let go, so that
/// the new one does not meet it.
pub(crate) async fn begin(
    deps: &SignIn,
    bankid: &BankIdSignIn,
    guest: &Guest,
    device: &Token,
    same_device: bool,
    return_to: &str,
    confirms: bool,
) -> Result<Token, NotBegun> {
    let_go(bankid, guest).await?;
    let token = new_token()?;
    let nonce = Uuid::new_v4().simple().to_string();
    let asked = request(guest, device, same_device.then_some(nonce.as_str()));
    let order = bankid.client.auth(&asked).await.map_err(|error| NotBegun::Told(told(&error)))?;
    let sealed_secret = bankid_orders::sealed_secret(&deps.keys, &token.hash(), &order)
        .map_err(|error| PageError::Fault(error.to_string()))?;
    let new = NewOrder {
        token: token.hash(),
        order,
        sealed_secret,
        same_device,
        return_to: return_to.to_owned(),
        nonce,
        address: guest.address.to_string(),
        confirms,
    };
    guest
        .app
        .db
        .write(&at_once(guest), new, |tx, new| {
            Box::pin(async move {
                bankid_orders::add(tx, new).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record((), "an order is not yet anybody's act"))
            })
        })
        .await?;
    Ok(token)
}

/// Lets go of the order that the browser waits for, here and at BankID.
pub(crate) async fn let_go(bankid: &BankIdSignIn, guest: &Guest) -> Result<(), PageError> {
    let Some(token) = super::order_token(guest) else { return Ok(()) };
    let mut tx = guest.app.db.read().await?;
    let row = bankid_orders::of(&mut tx, token.hash()).await?;
    drop(tx);
    let Some(row) = row else { return Ok(()) };
    if let Err(error) = bankid.client.cancel(&row.order_ref).await {
        // It may be over already; and if not, it runs out by itself.
        tracing::debug!(%error, "a BankID order was not cancelled");
    }
    let actor = at_once(guest);
    let removed = guest.app.db.write(&actor, row.token, |tx, token| {
        Box::pin(async move {
            bankid_orders::remove(tx, *token).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "an order is not yet anybody's act"))
        })
    });
    Ok(removed.await?)
}

/// Replaces an order that nobody took up, without telling the person. `None`: BankID said no.
pub(super) async fn begin_again(
    deps: &SignIn,
    bankid: &BankIdSignIn,
    guest: &Guest,
    old: &OrderRow,
) -> Result<Option<NewOrder>, PageError> {
    let device = guest.token_in(super::DEVICE_COOKIE).map_or_else(new_token, Ok)?;
    let order: Order = match bankid.client.auth(&request(guest, &device, None)).await {
        Ok(order) => order,
        Err(error) => {
            told(&error);
            return Ok(None);
        }
    };
    let sealed_secret = bankid_orders::sealed_secret(&deps.keys, &old.token, &order)
        .map_err(|error| PageError::Fault(error.to_string()))?;
    Ok(Some(NewOrder {
        token: old.token,
        order,
        sealed_secret,
        same_device: old.same_device,
        return_to: old.return_to.clone(),
        nonce: old.nonce.clone(),
        address: old.address.clone(),
        confirms: old.confirms,
    }))
}

fn request(guest: &Guest, device: &Token, nonce: Option<&str>) -> OrderRequest {
    let settings = &guest.app.settings;
    let words = guest.lang.tr("sign-in-bankid-visible", &[("installation", settings.installation.as_str().into())]);
    OrderRequest {
        return_url: nonce.map(|nonce| format!("{}{}?svar={nonce}", settings.public_url, crate::BANKID_PATH)),
        visible: Some(VisibleText::plain(&words)),
        browser: Some(Browser {
            referring_domain: host_of(&settings.public_url).to_owned(),
            user_agent: guest.agent.clone(),
            device_identifier: device.reveal().to_owned(),
        }),
        return_risk: true,
        ..OrderRequest::from_address(guest.address)
    }
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // An IPv6 address has colons of its own, inside brackets.
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The id of the text for the person; the operator is told the error.
pub(super) fn told(error: &BankIdError) -> &'static str {
    tracing::warn!(%error, "BankID gave no order");
    message_for_error(error).id()
}

/// The program as the one who acts, now: a call to BankID takes its time.
pub(super) fn at_once(guest: &Guest) -> Actor {
    Actor::system(Door::System, guest.app.clock.now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_what_stands_in_the_address_bar() {
        for (url, host) in [
            ("https://behorig.example.se", "behorig.example.se"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("https://[::1]:8443/x", "[::1]"),
            ("https://[::1]", "[::1]"),
        ] {
            assert_eq!(host_of(url), host, "{url}");
        }
    }
}

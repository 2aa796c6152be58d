//! The kinds of orders: what each asks for, how it is shown and what carrying it out does.

pub(crate) mod connect_account;
pub(crate) mod permissions;

use behorig_access::{AccountId, Instant, Viewer};
use behorig_sign_in::one_time_link::NewLink;
use behorig_store::{Tx, WriteTx};
use behorig_visit::{PageError, Rejected};
use behorig_web::{Errors, Lang};
use maud::Markup;

use crate::records::Order;
use crate::rules::OrderKind;
use connect_account::NewUser;

/// What an order asks for, by its kind.
pub(crate) enum Particulars {
    /// *Ansluta en ny användare*.
    ConnectAccount(NewUser),
    /// *Beställa* or *avbeställa behörigheter*: its lines say the rest, and each is decided by itself.
    Permissions,
}

impl Particulars {
    /// Reads the particulars of an order.
    ///
    /// # Errors
    /// A fault where they are not what the kind writes.
    pub(crate) fn of(order: &Order) -> Result<Self, PageError> {
        match order.kind {
            OrderKind::ConnectAccount => NewUser::from_stored(&order.particulars).map(Self::ConnectAccount),
            OrderKind::Permissions => Ok(Self::Permissions),
        }
    }

    /// Whether the order is about whoever has this identity number.
    pub(crate) fn is_about(&self, own_number: Option<&str>) -> bool {
        match self {
            Self::ConnectAccount(user) => own_number.is_some() && user.identity_number() == own_number,
            // Of each line it is asked by itself.
            Self::Permissions => false,
        }
    }

    /// What stands in the way of carrying it out, as it is now.
    ///
    /// # Errors
    /// Any failure of the database.
    pub(crate) async fn obstacles(&self, tx: &mut Tx) -> Result<Errors, PageError> {
        match self {
            Self::ConnectAccount(user) => Ok(user.obstacles(tx).await?),
            Self::Permissions => Ok(Errors::new()),
        }
    }

    /// Does what was asked for. Gives the account that came of it. Lines are approved instead.
    ///
    /// # Errors
    /// What stands in the way, or why whoever decides may not do it.
    pub(crate) async fn carry_out(
        &self,
        tx: &mut WriteTx,
        viewer: &Viewer,
        order: &Order,
        link: &NewLink,
        now: Instant,
    ) -> Result<AccountId, Rejected> {
        match self {
            Self::ConnectAccount(user) => user.connect(tx, viewer, order, link, now).await,
            Self::Permissions => Err(PageError::Malformed("an order whose lines are approved").into()),
        }
    }

    /// Everything that was asked for, in full: for the order's two parties.
    ///
    /// # Errors
    /// Any failure of the database.
    pub(crate) async fn show(&self, tx: &mut Tx, lang: Lang) -> Result<Markup, PageError> {
        match self {
            Self::ConnectAccount(user) => user.show(tx, lang).await,
            Self::Permissions => Ok(Markup::default()),
        }
    }
}

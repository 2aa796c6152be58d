//! Accounts for those of an order who have none: made of what the directory knows, with a one-time link that is mailed to them.

use std::collections::HashMap;

use behorig_access::{AccountId, Basis};
use behorig_accounts::fields::{Key, Values};
use behorig_accounts::{NewAccount, create, suggested_user_name};
use behorig_identity::HsaId;
use behorig_registers::directory::DirectoryPerson;
use behorig_sign_in::one_time_link::NewLink;
use behorig_store::WriteTx;
use behorig_visit::Rejected;
use behorig_web::{Errors, Message};

use super::Yes;
use crate::records::judge::{Ground, listed_address};
use crate::records::order::Order;
use crate::records::ordered::OrderedLine;

/// Makes an account for each person whose line is done now and who has none. Gives whose is whose.
///
/// # Errors
/// What stands in the way: then nothing of the approval is done.
pub(super) async fn accounts(
    tx: &mut WriteTx,
    ground: &Ground,
    order: &Order,
    yeses: &[Yes<'_>],
    links: &HashMap<HsaId, NewLink>,
) -> Result<HashMap<HsaId, AccountId>, Rejected> {
    let mut made = HashMap::new();
    for yes in yeses {
        let line = yes.line;
        if !yes.is_done() || yes.account.is_some() || made.contains_key(&line.hsa_id) {
            continue;
        }
        // Of what nobody here can have, nothing is left to revoke.
        let Some(person) = ground.directory_person(line) else { continue };
        let Some(link) = links.get(&line.hsa_id) else { return Err(connect_first(line)) };
        let account = connect(tx, order, line, person).await?;
        let _ = link.give(tx, account).await?;
        made.insert(line.hsa_id.clone(), account);
    }
    Ok(made)
}

async fn connect(
    tx: &mut WriteTx,
    order: &Order,
    line: &OrderedLine,
    person: &DirectoryPerson,
) -> Result<AccountId, Rejected> {
    let user_name = suggested_user_name(tx, &person.given_name, &person.family_name).await?;
    let Some(user_name) = user_name else { return Err(connect_first(line)) };
    let mut values = Values::default();
    values.set(Key::UserName, Some(user_name));
    values.set(Key::GivenName, Some(person.given_name.clone()));
    values.set(Key::FamilyName, Some(person.family_name.clone()));
    values.set(Key::Title, person.title.clone());
    // The link that opens the account goes there: on the directory's word alone, and never on the orderer's.
    values.set(Key::Email, listed_address(person).map(|email| email.as_str().to_owned()));
    values.set(Key::HsaIds, Some(line.hsa_id.as_str().to_owned()));
    // The order's own lines give the grants, with its period: the account begins without any.
    let new = NewAccount { unit: line.unit, values, password: None, roles: Vec::new(), basis: Basis::Order(order.id) };
    match create(tx, &new).await {
        Ok(created) => Ok(created.account),
        Err(Rejected::Errors(_)) => Err(connect_first(line)),
        Err(other) => Err(other),
    }
}

fn connect_first(line: &OrderedLine) -> Rejected {
    let mut errors = Errors::new();
    errors.add_general(Message::new("orders-connect-first-named").with("name", line.person_name.clone()));
    errors.into()
}

//! Who may import, asked by the command line before it begins.

use behorig_access::{Assurance, Hat, Instant, Service, scope_of};
use behorig_identity::UserName;
use behorig_registers::units::{self, UnitKind};
use behorig_store::{Actor, ActorUnit, Door, StoreError, Tx};

use crate::records::importer::importer;

/// Why an account may not import.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MayNotImport {
    /// There is no such account.
    #[error("there is no account with that user name")]
    NoSuchAccount,
    /// It is blocked, locked, pending or ended, or holds the permission nowhere now.
    #[error("the account does not hold the permission Batch (service 398) now: an administrator can give it")]
    WithoutBatch,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The account as the actor of an import, if it holds service 398 anywhere at `now`. Whoever can start the program on its own
/// database counts as surely known.
///
/// # Errors
/// [`MayNotImport`], in words for whoever sits at the command line.
pub async fn may_import(tx: &mut Tx, user_name: &str, now: Instant) -> Result<Actor, MayNotImport> {
    let name = UserName::parse(user_name).map_err(|_| MayNotImport::NoSuchAccount)?;
    let found = importer(tx, name.folded()).await?.ok_or(MayNotImport::NoSuchAccount)?;
    let account = found.account;
    let viewer = behorig_registers::viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await?;
    if scope_of(&viewer, Service::Batch, now).is_empty() {
        return Err(MayNotImport::WithoutBatch);
    }
    let chain = units::chain(tx, found.unit).await?;
    let logged = |unit: &units::Unit| ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    };
    Ok(Actor {
        account: Some(account),
        person: None,
        user_id: found.hsa_id.unwrap_or_else(|| account.to_string()),
        name: found.name,
        person_id: None,
        title: found.title,
        assignment: None,
        hat: Hat::Staff.key(),
        unit: chain.first().map(logged),
        at_unit: chain.first().map(|unit| unit.id),
        care_provider: chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(logged),
        door: Door::Import,
        at: now,
    })
}

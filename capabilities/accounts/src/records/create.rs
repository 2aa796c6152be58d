//! A new account: made in one way by the page, by an order that is carried out and by whatever else makes accounts.

use behorig_access::{
    AccountId, Basis, Giving, GivingRefused, Holder, Instant, MayGive, OnlyBy, Period, Role, RoleId, RoleKind, Service,
    Target, UnitId, Viewer, may_give,
};
use behorig_identity::{UserName, folded, swedish_sort_key};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::{roles, units};
use behorig_sign_in::PasswordHash;
use behorig_store::{Event, FieldChange, Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::Rejected;
use behorig_web::{Errors, Message};

use super::scope_sql::Sql;
use super::terms_of;
use crate::fields::{FIELDS, Key, Values};
use crate::parse;

/// An account to be made. Whether it may be made, with these roles, was decided before; what it holds was read by
/// [`crate::parse::parse`].
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The unit that it belongs to.
    pub unit: UnitId,
    /// What its fields hold; first and last name and user name at least.
    pub values: Values,
    /// A start password, which must be changed at first use.
    pub password: Option<PasswordHash>,
    /// The roles that it gets at its unit, until further notice.
    pub roles: Vec<RoleId>,
    /// On whose word it gets them.
    pub basis: Basis,
}

/// An account that was made.
pub struct Created {
    /// Its id.
    pub account: AccountId,
    /// The event that told of it.
    pub recorded: Recorded<()>,
}

/// Makes an account, with its grants, its audit event and its history.
///
/// # Errors
/// [`Rejected::Errors`] beside the fields `user-name`, `identity-number` and `hsa-ids` where somebody has them already.
pub async fn create(tx: &mut WriteTx, new: &NewAccount) -> Result<Created, Rejected> {
    let errors = taken(tx, &new.values, |_| true, None).await?;
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let account = AccountId::new(tx.new_uuid());
    insert(tx, account, new).await.map_err(conflict_beside_its_field)?;
    put_terms(tx, account, &new.values).await?;
    let mut changes: Vec<FieldChange> = FIELDS
        .iter()
        .filter_map(|field| {
            let stored = new.values.get(field.key)?;
            let kept = Some(parse::to_keep(field, stored));
            Some(FieldChange { field: field.name.name.clone().into_owned(), old: None, new: kept })
        })
        .collect();
    if new.password.is_some() {
        let field = Key::Password.field().name.name.clone().into_owned();
        changes.push(FieldChange { field, old: None, new: Some("*".to_owned()) });
    }
    for role in &new.roles {
        changes.push(give(tx, account, new, *role).await?);
    }
    let recorded = tx.record(Event::change("accounts.create", "account", account)).await?;
    tx.history(&recorded, "account", account.uuid(), &changes).await?;
    Ok(Created { account, recorded })
}

async fn insert(tx: &mut WriteTx, account: AccountId, new: &NewAccount) -> Result<(), StoreError> {
    let now = tx.now();
    let mut sql = Sql::default();
    let mut columns = String::from(
        "id, unit_id, user_name_key, sort_key, notices, language, password_must_change, created_at, version",
    );
    let mut values = vec![
        sql.bytes(*account.as_bytes()),
        sql.bytes(*new.unit.as_bytes()),
        sql.text(name_key(&new.values)),
        sql.bytes(sort_key(&new.values)),
        "TRUE".to_owned(),
        "'sv'".to_owned(),
        if new.password.is_some() { "TRUE".to_owned() } else { "FALSE".to_owned() },
        sql.int(now.as_millis()),
        "1".to_owned(),
    ];
    for field in &FIELDS {
        if let (Some(column), Some(stored)) = (field.column, new.values.get(field.key)) {
            columns.push_str(", ");
            columns.push_str(column);
            values.push(sql.text(stored));
        }
    }
    if let Some(hash) = &new.password {
        columns.push_str(", password_hash, password_changed_at");
        values.push(sql.text(hash.as_stored()));
        values.push(sql.int(now.as_millis()));
    }
    let text = format!("INSERT INTO account ({columns}) VALUES ({})", values.join(", "));
    tx.execute(&text, &sql.params()).await?;
    put_hsa_ids(tx, account, &new.values).await
}

async fn give(tx: &mut WriteTx, account: AccountId, new: &NewAccount, role: RoleId) -> Result<FieldChange, Rejected> {
    let period = Period::until_further_notice(tx.now());
    let grant = NewGrant {
        holder: Holder::Account(account),
        role,
        unit: new.unit,
        branch: false,
        object: None,
        period,
        basis: new.basis,
    };
    grants::give(tx, &grant).await?;
    let named: (String, String) = tx
        .one(
            "SELECT r.name, u.name FROM role r CROSS JOIN unit u WHERE r.id = ?1 AND u.id = ?2",
            params![role, new.unit],
        )
        .await?;
    Ok(FieldChange { field: "grant".to_owned(), old: None, new: Some(format!("{}, {}", named.0, named.1)) })
}

/// What the account of this name sorts by: the family name first.
pub(super) fn sort_key(values: &Values) -> Vec<u8> {
    swedish_sort_key(&format!("{}, {}", values.text(Key::FamilyName), values.text(Key::GivenName)))
}

pub(super) fn name_key(values: &Values) -> String {
    UserName::parse(values.text(Key::UserName)).map_or_else(|_| String::new(), |name| name.folded().to_owned())
}

pub(super) async fn put_terms(tx: &mut WriteTx, account: AccountId, values: &Values) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_term WHERE account_id = ?1", params![account]).await?;
    for term in terms_of(values) {
        tx.execute("INSERT INTO account_term (term, account_id) VALUES (?1, ?2)", params![term, account]).await?;
    }
    Ok(())
}

pub(super) async fn put_hsa_ids(tx: &mut WriteTx, account: AccountId, values: &Values) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_hsa_id WHERE account_id = ?1", params![account]).await?;
    for id in values.text(Key::HsaIds).lines() {
        tx.execute("INSERT INTO account_hsa_id (hsa_id, account_id) VALUES (?1, ?2)", params![id, account]).await?;
    }
    Ok(())
}

/// What somebody else has already of what must be one person's alone: told beside each field.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(super) async fn taken(
    tx: &mut Tx,
    values: &Values,
    is_new: impl Fn(Key) -> bool,
    but: Option<AccountId>,
) -> Result<Errors, StoreError> {
    let mut errors = Errors::new();
    for (key, value) in held_by_others(tx, values, is_new, but).await? {
        let told = match key {
            Key::UserName => Message::new("accounts-taken-user-name"),
            Key::IdentityNumber => Message::new("accounts-taken-identity-number"),
            _ => Message::new("accounts-taken-hsa-id").with("id", value),
        };
        errors.add(&key.field().name, told);
    }
    Ok(errors)
}

/// What a new account must have to itself and somebody has already: the field, and the user name or HSA-id that is taken.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn taken_already(tx: &mut Tx, values: &Values) -> Result<Vec<(Key, String)>, StoreError> {
    held_by_others(tx, values, |_| true, None).await
}

async fn held_by_others(
    tx: &mut Tx,
    values: &Values,
    is_new: impl Fn(Key) -> bool,
    but: Option<AccountId>,
) -> Result<Vec<(Key, String)>, StoreError> {
    let mut taken = Vec::new();
    let is_other = |found: Option<(AccountId,)>| found.is_some_and(|(id,)| Some(id) != but);
    if is_new(Key::UserName) {
        let name = tx.optional("SELECT id FROM account WHERE user_name_key = ?1", params![name_key(values)]).await?;
        if is_other(name) {
            taken.push((Key::UserName, values.text(Key::UserName).to_owned()));
        }
    }
    if let Some(number) = values.get(Key::IdentityNumber).filter(|_| is_new(Key::IdentityNumber)) {
        let holder = tx
            .optional("SELECT id FROM account WHERE identity_number = ?1 AND ended_at IS NULL", params![number])
            .await?;
        if is_other(holder) {
            // The number itself goes no further.
            taken.push((Key::IdentityNumber, String::new()));
        }
    }
    for id in values.text(Key::HsaIds).lines().filter(|_| is_new(Key::HsaIds)) {
        let holder = tx.optional("SELECT account_id FROM account_hsa_id WHERE hsa_id = ?1", params![id]).await?;
        if is_other(holder) {
            taken.push((Key::HsaIds, id.to_owned()));
        }
    }
    Ok(taken)
}

/// Two who take the same name at the same moment: the schema refuses the second, in the same words.
pub(super) fn conflict_beside_its_field(error: StoreError) -> Rejected {
    let beside = if error.is_conflict_on("account_user_name") {
        Some((Key::UserName, "accounts-taken-user-name"))
    } else if error.is_conflict_on("account_identity_number") {
        Some((Key::IdentityNumber, "accounts-taken-identity-number"))
    } else if error.is_conflict_on("account_hsa_id_unique") {
        Some((Key::HsaIds, "accounts-taken-one-of-hsa-ids"))
    } else {
        None
    };
    match beside {
        Some((key, told)) => {
            let mut errors = Errors::new();
            errors.add(&key.field().name, told);
            errors.into()
        }
        None => error.into(),
    }
}

/// The staff roles of a unit's organisation that are on the viewer's lists there.
#[derive(Clone, Debug, Default)]
pub struct RolesToGive {
    /// Those that the viewer may give somebody else, by name: those to tick for a new user.
    pub roles: Vec<Role>,
    /// Those that are given in another way alone.
    pub otherwise: Vec<(Role, OnlyBy)>,
}

impl RolesToGive {
    /// Whether the role is one that the viewer may give.
    #[must_use]
    pub fn names(&self, role: RoleId) -> bool {
        self.roles.iter().any(|one| one.id == role)
    }

    /// The role and the only way in which it is given, where that is why the viewer may not.
    #[must_use]
    pub fn otherwise(&self, role: RoleId) -> Option<(&Role, OnlyBy)> {
        self.otherwise.iter().find(|(one, _)| one.id == role).map(|(one, way)| (one, *way))
    }
}

/// The staff roles that the viewer may give to somebody else at the unit, and those that are given in another way.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn roles_to_give(
    tx: &mut Tx,
    viewer: &Viewer,
    unit: UnitId,
    now: Instant,
) -> Result<RolesToGive, StoreError> {
    let organisation = units::organisation_of(tx, unit).await?;
    let all = roles::of_organisation(tx, organisation).await?;
    let chain = units::chain_ids(tx, unit).await?;
    let lists: Vec<(RoleId, MayGive)> = all.iter().map(|role| (role.id, role.may_give.clone())).collect();
    let somebody_else = Holder::Account(AccountId::new(uuid::Uuid::nil()));
    let list_of = |id: RoleId| lists.iter().find(|(role, _)| *role == id).map(|(_, list)| list);
    let mut to_give = RolesToGive::default();
    for role in all.into_iter().filter(|role| role.kind == RoleKind::Staff) {
        let giving = Giving {
            by: Service::AdministerGrants,
            role: &role,
            to: somebody_else,
            same_person: false,
            target: Target::at(&chain),
            branch: false,
        };
        match may_give(viewer, &giving, list_of, now) {
            Ok(_) => to_give.roles.push(role),
            Err(GivingRefused::OnlyBy(way)) => to_give.otherwise.push((role, way)),
            Err(_) => {}
        }
    }
    Ok(to_give)
}

/// A user name that is free, made of a name: `anna.ek`, or `anna.ek2` where that is taken.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn suggested_user_name(tx: &mut Tx, given: &str, family: &str) -> Result<Option<String>, StoreError> {
    let plain = |name: &str| -> String {
        let first = folded(name).split_whitespace().next().unwrap_or_default().to_owned();
        first
            .chars()
            .filter_map(|c| match c {
                'å' | 'ä' => Some('a'),
                'ö' => Some('o'),
                c if c.is_ascii_alphanumeric() || c == '-' => Some(c),
                _ => None,
            })
            .take(28)
            .collect()
    };
    let stem = format!("{}.{}", plain(given), plain(family));
    if UserName::parse(&stem).is_err() || stem.starts_with('.') || stem.ends_with('.') {
        return Ok(None);
    }
    for next in 1..100 {
        let name = if next == 1 { stem.clone() } else { format!("{stem}{next}") };
        let holder: Option<(AccountId,)> =
            tx.optional("SELECT id FROM account WHERE user_name_key = ?1", params![name]).await?;
        if holder.is_none() {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

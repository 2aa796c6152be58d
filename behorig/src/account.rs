//! `behorig account`: the first administrator, or another one when nobody can sign in.

use std::io::{BufRead as _, IsTerminal as _};

use behorig_access::{BuiltIn, Holder, Period, UnitId};
use behorig_accounts::fields::{Key, Values};
use behorig_accounts::{NewAccount, parse};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::roles;
use behorig_registers::units::{self, NewUnit};
use behorig_sign_in::{KEYS_PATH, RecoveryCodes, one_time_link};
use behorig_store::{Actor, Door, Recorded, StoreError, WriteTx};
use behorig_visit::{Clock, PageError, Rejected, SystemClock, Token};
use behorig_web::{Lang, format};

use crate::assemble::install_texts;
use crate::command::{AccountOptions, CommandError, say};
use crate::config::Config;
use crate::{key, transfer};

/// What the first administrator needs to let everyone else in.
const ROLES: [BuiltIn; 4] =
    [BuiltIn::Support, BuiltIn::SystemAdministrator, BuiltIn::LocalAdministrator, BuiltIn::InternalMail];

/// Makes the key, the organisation and the administrator, as far as they are not there, and prints a one-time link, with
/// recovery codes where nothing else would let them in.
pub(crate) async fn run(config: Config, options: AccountOptions) -> Result<(), CommandError> {
    install_texts().map_err(|problem| CommandError::Other(problem.to_string()))?;
    key::make(&config.key_file)?;
    let now = SystemClock.now();
    let values = values(&options, format::local(now.0).date())?;
    let db = transfer::open_if_not_left(config.database, config.system, false).await?;
    let no_randomness = |error: &dyn std::fmt::Display| CommandError::Other(format!("no randomness: {error}"));
    let token = Token::random().map_err(|error| no_randomness(&error))?;
    // A password is not enough for staff, and nobody is there yet who could register a YubiKey.
    let has_bankid = options.with_identity_number && config.bankid.is_some();
    let codes = (!has_bankid).then(RecoveryCodes::random).transpose().map_err(|error| no_randomness(&error))?;
    let organisation = NewUnit {
        parent: None,
        kind: options.kind,
        name: options.organisation,
        hsa_id: None,
        code: None,
        import_key: None,
    };
    let wanted = Wanted { organisation, values, token, codes };
    let actor = Actor::system(Door::CommandLine, now);
    let made = db.write(&actor, wanted.clone(), |tx, wanted| Box::pin(async move { wanted.put(tx).await })).await;
    crate::serve::close(db).await;
    made.map_err(in_one_line)?;
    say("The account is made. Open this link within 72 hours and choose a password:");
    say(&format!("{}{}", config.public_url, one_time_link::path(&wanted.token)));
    if let Some(codes) = wanted.codes {
        say("Staff show more than a password. Until there is a key, each of these codes is good once in its place:");
        codes.reveal().for_each(|code| say(&format!("    {code}")));
        say(&format!(
            "Sign in with one, register a security key at {}{KEYS_PATH}, and keep the others where nobody else finds them.",
            config.public_url
        ));
    }
    Ok(())
}

/// What is made.
#[derive(Clone)]
struct Wanted {
    organisation: NewUnit,
    values: Values,
    token: Token,
    codes: Option<RecoveryCodes>,
}

impl Wanted {
    async fn put(&self, tx: &mut WriteTx) -> Result<Recorded<()>, Rejected> {
        let unit = organisation_of(tx, &self.organisation).await?;
        let new = NewAccount {
            unit,
            values: self.values.clone(),
            password: None,
            roles: Vec::new(),
            basis: behorig_access::Basis::Installation,
        };
        let created = behorig_accounts::create(tx, &new).await?;
        for template in ROLES {
            let role = grants::role_of_template(tx, unit, template).await?;
            let grant = NewGrant {
                holder: Holder::Account(created.account),
                role,
                unit,
                branch: true,
                object: None,
                period: Period::until_further_notice(tx.now()),
                basis: behorig_access::Basis::Installation,
            };
            grants::give(tx, &grant).await?;
        }
        one_time_link::issue(tx, &self.token, created.account, one_time_link::VALID_FOR).await?;
        Ok(match &self.codes {
            Some(codes) => codes.put(tx, created.account).await?,
            None => created.recorded,
        })
    }
}

/// The root unit of that name, made with its built-in roles if there is none.
async fn organisation_of(tx: &mut WriteTx, organisation: &NewUnit) -> Result<UnitId, StoreError> {
    let known = units::roots(tx).await?.into_iter().find(|unit| unit.name == organisation.name);
    if let Some(unit) = known {
        return Ok(unit.id);
    }
    let unit = units::add(tx, organisation).await?;
    roles::install_built_ins(tx, unit).await?;
    Ok(unit)
}

fn values(options: &AccountOptions, today: jiff::civil::Date) -> Result<Values, CommandError> {
    let mut values = Values::default();
    let typed = [
        (Key::UserName, options.user_name.clone()),
        (Key::GivenName, options.given_name.clone()),
        (Key::FamilyName, options.family_name.clone()),
        (Key::IdentityNumber, if options.with_identity_number { ask_for_number()? } else { String::new() }),
    ];
    for (key, text) in typed {
        let field = key.field();
        let parsed = parse::parse(field, &text, today)
            .map_err(|message| CommandError::Other(format!("{}: {}", field.name.name, message.words(Lang::En))))?;
        values.set(key, parsed);
    }
    Ok(values)
}

/// A number on the command line would stay in the shell's history and be seen in the list of processes.
fn ask_for_number() -> Result<String, CommandError> {
    if std::io::stdin().is_terminal() {
        say("Identity number for BankID:");
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| CommandError::Other(format!("the identity number could not be read: {error}")))?;
    Ok(line.trim().to_owned())
}

fn in_one_line(rejected: Rejected) -> CommandError {
    match rejected {
        Rejected::Errors(errors) => {
            let said: Vec<String> =
                errors.iter().map(|error| format!("{}: {}", error.field, error.message.words(Lang::En))).collect();
            CommandError::Other(said.join("; "))
        }
        Rejected::Page(PageError::Store(error)) => error.into(),
        Rejected::Page(error) => CommandError::Other(error.to_string()),
    }
}

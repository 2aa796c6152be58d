//! Signing in and out: BankID, SITHS cards, user name and password with a YubiKey or a security key, passkeys, recovery codes, one-time links,
//! sessions, step-up, and which hat is on.
//!
//! The pages are [`routes`]; what they need is one [`SignIn`]. Neighbours use [`Passwords`] and [`NewPassword`] to set a
//! password, [`one_time_link`] to have somebody choose one, [`yubikeys`], [`security_keys`] and [`recovery_codes`] to end what somebody has, and [`Keys`] to seal a column.
//! [`housekeeping`] is called every hour.

mod bankid;
mod by_password;
mod entry;
mod guest;
mod guide;
mod keys;
mod letters;
pub mod one_time_link;
mod pages;
mod passwords;
mod records;
mod recovery;
mod rules;
pub mod siths;
mod step_up;

use std::sync::Arc;

use axum::extract::Extension;
use axum::routing::{MethodRouter, get, post};
use behorig_visit::{Access, App, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;
use behorig_web::paths;
use behorig_yubico_otp::ValidationServer;

pub use bankid::BankIdSignIn;
pub use behorig_store::seal::{self, Keys};
pub use guide::help;
pub use letters::Letters;
pub use passwords::{
    HashCost, LONGEST, NewPassword, PasswordError, PasswordFault, PasswordHash, Passwords, PasswordsSettings, SHORTEST,
    Verified,
};
pub use records::housekeeping::{Cleared, housekeeping};
pub use records::yubikeys;
pub use records::{recovery_codes, security_keys};
pub use recovery::RecoveryCodes;
pub use rules::unused::SETTING as LOCK_AFTER_UNUSED_MONTHS;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };
/// BankID's own recommended messages, which these pages show: to be installed beside [`TEXTS`].
pub const BANKID_TEXTS: TextSource = TextSource { sv: behorig_bankid::TEXTS_SV, en: behorig_bankid::TEXTS_EN };

/// What people are told when the identity provider lets nobody in.
pub const OIDC_TEXTS: TextSource = TextSource { sv: behorig_oidc::TEXTS_SV, en: behorig_oidc::TEXTS_EN };

/// What people are told when a card is not taken.
pub const SITHS_TEXTS: TextSource = TextSource { sv: behorig_siths::TEXTS_SV, en: behorig_siths::TEXTS_EN };

/// Where whoever has shown a card that opens no account asks for one: a capability above this one answers there.
pub const ASK_FOR_ACCOUNT: &str = "/skaffa-konto";
/// Where the identity provider sends browsers back to, behind the installation's own address: to be registered with it.
pub const SITHS_RETURN_PATH: &str = "/logga-in/siths/tillbaka";
/// Where the identity provider tells that somebody signed out there, by itself or in the browser.
pub const SITHS_LOGOUT_PATH: &str = "/logga-in/siths/utloggad";
/// Where the identity provider sends browsers that signed out here and there.
pub const SIGNED_OUT_PATH: &str = "/logga-in?besked=utloggad";

pub(crate) const SITHS_PATH: &str = "/logga-in/siths";
pub(crate) const CARD_PATH: &str = "/logga-in/siths/kort";
pub(crate) const BANKID_PATH: &str = "/logga-in/bankid";
pub(crate) const PASSWORD_PATH: &str = "/byt-losenord";
pub(crate) const SESSIONS_PATH: &str = "/mina-inloggningar";
pub(crate) const KEY_PATH: &str = "/logga-in/nyckel";
pub(crate) const PASSKEY_PATH: &str = "/logga-in/passkey";
pub(crate) const RECOVERY_PATH: &str = "/logga-in/reservkod";
/// One's own security keys and recovery codes.
pub const KEYS_PATH: &str = "/mina-nycklar";
pub(crate) const ADD_KEY_PATH: &str = "/mina-nycklar/ny";
pub(crate) const ADDED_KEY_PATH: &str = "/mina-nycklar/ny/svar";
pub(crate) const REMOVE_KEY_PATH: &str = "/mina-nycklar/ta-bort";
pub(crate) const MAKE_CODES_PATH: &str = "/mina-nycklar/reservkoder";
pub(crate) const CONFIRM_KEY_PATH: &str = "/bekrafta/nyckel";
pub(crate) const CONFIRM_ANSWER_PATH: &str = "/bekrafta/nyckel/svar";
pub(crate) const CONFIRM_YUBIKEY_PATH: &str = "/bekrafta/yubikey";
pub(crate) const CONFIRM_CARD_PATH: &str = "/bekrafta/siths-kort";
const LINK_PATH: &str = "/engangslank/{token}";

/// What signing in needs, put together once by the program.
#[derive(Debug)]
pub struct SignIn {
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Seals what is secret in the database.
    pub keys: Keys,
    /// BankID, where the installation has an agreement.
    pub bankid: Option<BankIdSignIn>,
    /// SITHS cards by an identity provider, where the installation has one.
    pub siths: Option<siths::SithsSignIn>,
    /// SITHS cards by their own certificates, where the installation has a port for them.
    pub card_port: Option<siths::CardPort>,
    /// Asked about YubiKeys that were enrolled without their secrets.
    pub validation_server: Option<ValidationServer>,
    /// How people are written to, where mail is set up.
    pub letters: Option<Letters>,
    /// In a demo, where its mail can be read.
    pub demo_mailbox: Option<String>,
}

/// Where whoever is signed in proves it anew, and comes back.
pub(crate) fn confirm_path(return_to: &str) -> String {
    format!("{}?till={}", paths::CONFIRM, paths::query_value(return_to))
}

/// Every page and form of this capability.
#[must_use]
pub fn routes(deps: Arc<SignIn>) -> Vec<Route> {
    use pages::{bankid, hats, one_time_link, password, sessions, sign_in, sign_out, siths};
    let with = |handler: MethodRouter<App>| handler.layer(Extension(Arc::clone(&deps)));
    vec![
        Route::get(paths::SIGN_IN, Access::Anyone, with(get(sign_in::show))),
        Route::post(paths::SIGN_IN, Access::Anyone, with(post(sign_in::answer))),
        Route::post(BANKID_PATH, Access::Anyone, with(post(bankid::start))),
        Route::get(BANKID_PATH, Access::Anyone, with(get(bankid::wait))),
        Route::get("/logga-in/bankid/lage", Access::Anyone, with(get(bankid::status))),
        Route::post("/logga-in/bankid/avbryt", Access::Anyone, with(post(bankid::cancel))),
        Route::post(SITHS_PATH, Access::Anyone, with(post(siths::start))),
        Route::get(SITHS_PATH, Access::Anyone, with(get(siths::go_on))),
        Route::post(CARD_PATH, Access::Anyone, with(post(siths::start_with_card))),
        Route::get(CARD_PATH, Access::Anyone, with(get(siths::come_back_with_card))),
        Route::get(SITHS_RETURN_PATH, Access::Anyone, with(get(siths::come_back))),
        Route::post("/logga-in/siths/uppdrag", Access::Anyone, with(post(siths::choose))),
        Route::post(SITHS_LOGOUT_PATH, Access::Anyone, with(post(siths::signed_out_there))),
        Route::get(SITHS_LOGOUT_PATH, Access::Anyone, with(get(siths::signed_out_there_in_browser))),
        Route::get(LINK_PATH, Access::Anyone, get(one_time_link::show)),
        Route::post(LINK_PATH, Access::Anyone, with(post(one_time_link::choose))),
        Route::post(paths::SIGN_OUT, Access::Anyone, with(post(sign_out::sign_out))),
        Route::post(paths::RENEW_SESSION, Access::SignedIn, post(sign_out::renew)),
        Route::get(PASSWORD_PATH, Access::OwnAccount, get(password::show)),
        Route::post(PASSWORD_PATH, Access::OwnAccount, with(post(password::change))),
        Route::get(paths::HATS, Access::SignedIn, get(hats::show)),
        Route::post(paths::HATS, Access::SignedIn, post(hats::switch)),
        Route::get(KEY_PATH, Access::Anyone, get(keys::show_at_door)),
        Route::post(KEY_PATH, Access::Anyone, with(post(keys::answer_at_door))),
        Route::post(PASSKEY_PATH, Access::Anyone, with(post(keys::start_alone))),
        Route::post(RECOVERY_PATH, Access::Anyone, with(post(keys::recover))),
        Route::get(KEYS_PATH, Access::OwnAccount, get(keys::show_own)),
        Route::post(ADD_KEY_PATH, Access::OwnAccount, post(keys::add)),
        Route::post(ADDED_KEY_PATH, Access::OwnAccount, post(keys::answer_added)),
        Route::post(REMOVE_KEY_PATH, Access::OwnAccount, post(keys::remove)),
        Route::post(MAKE_CODES_PATH, Access::OwnAccount, with(post(recovery::make))),
        Route::get(paths::CONFIRM, Access::SignedIn, with(get(step_up::show))),
        Route::post(CONFIRM_KEY_PATH, Access::OwnAccount, post(step_up::ask_key)),
        Route::post(CONFIRM_ANSWER_PATH, Access::OwnAccount, post(step_up::answer)),
        Route::post(CONFIRM_YUBIKEY_PATH, Access::OwnAccount, with(post(step_up::by_yubikey))),
        Route::post(CONFIRM_CARD_PATH, Access::OwnAccount, with(post(siths::start_to_confirm))),
        Route::get(SESSIONS_PATH, Access::SignedIn, get(sessions::show)),
        Route::post("/mina-inloggningar/avsluta", Access::SignedIn, post(sessions::end)),
        Route::post("/mina-inloggningar/avsluta-andra", Access::SignedIn, post(sessions::end_others)),
    ]
}

/// One's own pages, for the menu and the command search; *Byta lösenord* also where the manual of seed 000 has it, under *Arkiv*.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item =
        |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon: Some(icon) };
    let own = Some(behorig_visit::OWN_SECTION);
    let archive = Some(behorig_visit::ARCHIVE_SECTION);
    vec![
        item(own, "sign-in-menu-password", PASSWORD_PATH, Access::OwnAccount, Icon::Key),
        item(own, "sign-in-menu-keys", KEYS_PATH, Access::OwnAccount, Icon::Key),
        item(own, "sign-in-menu-sessions", SESSIONS_PATH, Access::SignedIn, Icon::Shield),
        item(own, "sign-in-menu-hats", paths::HATS, Access::SignedIn, Icon::Switch),
        item(archive, "sign-in-menu-password", PASSWORD_PATH, Access::OwnAccount, Icon::Key),
    ]
}

/// Forgets the failed attempts on a user name: an administrator gave the account back (*Återaktivera låst konto*).
///
/// # Errors
/// Any [`behorig_store::StoreError`] of the database.
pub async fn forget_failures(
    tx: &mut behorig_store::WriteTx,
    user_name: &str,
) -> Result<(), behorig_store::StoreError> {
    records::throttle::forget(tx, &rules::throttle::key_of_name(user_name)).await
}

//! The ways of signing in, as the installation has them.

use std::sync::Arc;

use behorig_bankid::BankId;
use behorig_oidc::Provider;
use behorig_outbox::Way;
use behorig_sign_in::siths::SithsSignIn;
use behorig_sign_in::{BankIdSignIn, Letters, Passwords, PasswordsSettings, SignIn};
use behorig_yubico_otp::{ApiKey, ValidationServer};

use super::{AssembleError, Parts};

pub(super) fn sign_in(parts: &Parts) -> Result<Arc<SignIn>, AssembleError> {
    let wrong = |setting: &str, error: &dyn std::fmt::Display| AssembleError(format!("{setting}: {error}"));
    let bankid = match &parts.bankid {
        None => None,
        Some(settings) => Some(BankIdSignIn {
            client: BankId::new(settings).map_err(|error| wrong("bankid", &error))?,
            app: parts.bankid_app.clone().unwrap_or_default(),
        }),
    };
    let siths = match &parts.siths {
        None => None,
        Some((settings, signs_out_there)) => Some(SithsSignIn {
            provider: Arc::new(Provider::new(settings.clone()).map_err(|error| wrong("sign-in.siths.oidc", &error))?),
            issuer: settings.issuer.clone(),
            signs_out_there: *signs_out_there,
        }),
    };
    let validation_server = match &parts.yubico {
        None => None,
        Some((url, client_id, key)) => {
            let key = ApiKey::parse(key).ok_or_else(|| wrong("yubico.key-file", &"must hold the API key in base64"))?;
            Some(ValidationServer::new(url, *client_id, key).map_err(|error| wrong("yubico.url", &error))?)
        }
    };
    // A link is mailed: a text message lies open on its way.
    let letters = parts.outbox.clone().filter(|outbox| outbox.goes_by(Way::Mail)).map(|outbox| Letters {
        outbox,
        public_url: parts.settings.public_url.clone(),
        installation: parts.settings.installation.clone(),
    });
    Ok(Arc::new(SignIn {
        passwords: Passwords::start(PasswordsSettings::default()).map_err(|error| wrong("sign-in", &error))?,
        keys: parts.keys.clone(),
        bankid,
        siths,
        card_port: parts.card_port.clone(),
        validation_server,
        letters,
        demo_mailbox: parts.demo_mailbox.clone(),
    }))
}

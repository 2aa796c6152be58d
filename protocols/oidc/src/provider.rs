//! The IdP, as we speak with it.

use std::sync::Arc;

use jiff::Timestamp;
use openidconnect::core::{CoreAuthenticationFlow, CoreClientAuthMethod, CoreGenderClaim};
use openidconnect::{
    AccessToken, AuthType, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    ErrorResponse, IssuerUrl, LanguageTag, LocalizedClaim, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, SubjectIdentifier, TokenResponse, UserInfoClaims, UserInfoError,
};
use reqwest::Url;

use crate::care::Reader;
use crate::claims::{self, CareClaims, one_text};
use crate::error::code;
use crate::http_client::{CallError, HttpClient};
use crate::known::{Known, Memory};
use crate::logout_token::{self, UsedTokens};
use crate::settings::is_safe;
use crate::sign_in::LONGEST_SECONDS;
use crate::types::{CareClient, CareIdTokenClaims, CareTokens};
use crate::verify::Expected;
use crate::{
    Answer, Assurance, BegunSignIn, LogoutNotice, OidcError, OidcSettings, SettingsError, SignInAddress, SignedIn,
    TokenFault,
};

/// An IdP that people sign in by. One for each issuer, shared by all sign-ins: it remembers what the IdP says of itself.
#[derive(Debug)]
pub struct Provider {
    settings: OidcSettings,
    issuer: IssuerUrl,
    return_address: RedirectUrl,
    client: HttpClient,
    memory: Memory,
    used: UsedTokens,
}

impl Provider {
    /// Makes ready; nothing is asked yet.
    ///
    /// # Errors
    /// [`SettingsError`], which names the setting to mend.
    pub fn new(settings: OidcSettings) -> Result<Self, SettingsError> {
        let issuer = settings.check()?;
        let return_address =
            RedirectUrl::new(settings.return_address.clone()).map_err(|_| SettingsError::ReturnAddress)?;
        let client = HttpClient::new(&settings)?;
        Ok(Self { settings, issuer, return_address, client, memory: Memory::default(), used: UsedTokens::default() })
    }

    /// Whether the IdP can be reached and is who it should be, for the operator's check of a configuration.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn check(&self, now: Timestamp) -> Result<(), OidcError> {
        let known = self.known(now).await?;
        if known.metadata.token_endpoint().is_none() { Err(OidcError::Missing("token endpoint")) } else { Ok(()) }
    }

    /// Begins a sign-in that is to reach a level, in a language (`sv`, `en`).
    ///
    /// # Errors
    /// [`OidcError`], when the IdP is not known yet and can't be asked.
    pub async fn begin(&self, at_least: Assurance, language: &str, now: Timestamp) -> Result<SignInAddress, OidcError> {
        let known = self.known(now).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.library_client(&known);
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .add_extra_param("claims", claims::asked())
            .add_ui_locale(LanguageTag::new(language.to_owned()));
        for context in self.settings.levels.reaching(at_least) {
            request = request.add_auth_context_value(AuthenticationContextClass::new(context.to_owned()));
        }
        let (address, state, nonce) = request.url();
        // The browser is sent there with our request; it may not lead into the clear.
        if !is_safe(&address) {
            return Err(CallError::InTheClear.into());
        }
        let begun = BegunSignIn {
            issuer: self.settings.issuer.clone(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            begun_at: now.as_second(),
            at_least,
        };
        Ok(SignInAddress { address: address.into(), begun })
    }

    /// Ends a sign-in with what the browser came back with. The begun sign-in must have been taken away before: an answer counts once.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn finish(&self, begun: &BegunSignIn, answer: &Answer, now: Timestamp) -> Result<SignedIn, OidcError> {
        let known = self.known(now).await?;
        let code = self.code(begun, answer, &known, now)?;
        let tokens = self.exchange(code, begun, &known).await?;
        let nonce = Nonce::new(begun.nonce.clone());
        let claims = self.verified(&tokens, &nonce, &known, now).await?;
        let told = self.user_info(&known, tokens.access_token(), claims.subject()).await?;
        self.signed_in(&claims, told, begun.at_least)
    }

    /// Where to send the browser to sign out at the IdP too (RP-Initiated Logout 1.0), and then back to `afterwards`, which must be
    /// registered with it; none where it has no such page.
    ///
    /// The ID token is not given along as a hint: it may hold an identity number, and no address may. The IdP may therefore ask the
    /// person whether they mean it.
    ///
    /// # Errors
    /// [`OidcError`], when the IdP is not known yet and can't be asked.
    pub async fn logout_address(&self, afterwards: &str, now: Timestamp) -> Result<Option<String>, OidcError> {
        let known = self.known(now).await?;
        let Some(endpoint) = &known.metadata.additional_metadata().end_session_endpoint else { return Ok(None) };
        let mut address = Url::parse(endpoint).map_err(|_| OidcError::NotAnAnswer)?;
        if !is_safe(&address) {
            return Err(CallError::InTheClear.into());
        }
        address
            .query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("post_logout_redirect_uri", afterwards);
        Ok(Some(address.into()))
    }

    /// Reads a logout token that was posted to us: somebody signed out at the IdP (Back-Channel Logout 1.0). It counts once on this
    /// node; where there are several, the caller stores [`LogoutNotice::id`] too.
    ///
    /// # Errors
    /// [`OidcError::Token`] with what is wrong; answer 400 then, and end no session.
    pub async fn logout_notice(&self, token: &str, now: Timestamp) -> Result<LogoutNotice, OidcError> {
        let known = self.known(now).await?;
        let notice = match logout_token::read(token, &known, &self.settings, now) {
            Err(TokenFault::UnknownKey) => match self.memory.with_new_keys(&known, &self.client, now).await? {
                Some(known) => logout_token::read(token, &known, &self.settings, now)?,
                None => return Err(TokenFault::UnknownKey.into()),
            },
            read => read?,
        };
        self.used.take(&notice, now)?;
        Ok(notice)
    }

    async fn known(&self, now: Timestamp) -> Result<Arc<Known>, OidcError> {
        self.memory.known(&self.issuer, &self.client, now).await
    }

    fn library_client(&self, known: &Known) -> CareClient {
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.settings.client_id.clone());
        let methods = known.metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_some_and(|methods| methods.contains(&method));
        // Basic is what each takes that says nothing else.
        let only_in_body =
            takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
        CareClient::from_provider_metadata(known.metadata.clone(), id, secret)
            .set_redirect_uri(self.return_address.clone())
            .set_auth_type(if only_in_body { AuthType::RequestBody } else { AuthType::BasicAuth })
    }

    /// The answer's code, when the answer belongs to this sign-in and comes from this IdP.
    fn code(
        &self,
        begun: &BegunSignIn,
        answer: &Answer,
        known: &Known,
        now: Timestamp,
    ) -> Result<AuthorizationCode, OidcError> {
        let is_ours = begun.issuer == self.settings.issuer && answer.state.as_deref() == Some(begun.state.as_str());
        // RFC 9207: an answer of another IdP is mixed up with this one's.
        let says_always = known.metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let is_theirs = answer.iss.as_ref().map_or(!says_always, |issuer| *issuer == self.settings.issuer);
        if !is_ours || !is_theirs {
            return Err(OidcError::OtherSignIn);
        }
        if !(-self.settings.skew_seconds()..=LONGEST_SECONDS).contains(&now.as_second().saturating_sub(begun.begun_at))
        {
            return Err(OidcError::TooLate);
        }
        if let Some(error) = &answer.error {
            return Err(OidcError::Declined(code(error)));
        }
        answer.code.clone().map(AuthorizationCode::new).ok_or_else(|| OidcError::Declined("unknown".to_owned()))
    }

    async fn exchange(
        &self,
        code: AuthorizationCode,
        begun: &BegunSignIn,
        known: &Known,
    ) -> Result<CareTokens, OidcError> {
        let client = self.library_client(known);
        let request = client.exchange_code(code).map_err(|_| OidcError::Missing("token endpoint"))?;
        let verifier = PkceCodeVerifier::new(begun.verifier.clone());
        request.set_pkce_verifier(verifier).request_async(&self.client).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(refused) => OidcError::CodeRefused(error_code(&refused)),
            RequestTokenError::Request(error) => error.into(),
            // The ID token is read with the rest: one that isn't one makes no answer of it.
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => OidcError::NotAnAnswer,
        })
    }

    /// The ID token's claims. Where its key is not known, the keys are asked for once more.
    async fn verified(
        &self,
        tokens: &CareTokens,
        nonce: &Nonce,
        known: &Arc<Known>,
        now: Timestamp,
    ) -> Result<CareIdTokenClaims, OidcError> {
        let token = tokens.id_token().ok_or(TokenFault::Absent)?;
        let judge = |known: &Known| {
            let settings = &self.settings;
            let expected = Expected { settings, known, nonce, access_token: tokens.access_token(), now };
            expected.claims(token).cloned()
        };
        match judge(known) {
            Err(TokenFault::UnknownKey) => match self.memory.with_new_keys(known, &self.client, now).await? {
                Some(known) => Ok(judge(&known)?),
                None => Err(TokenFault::UnknownKey.into()),
            },
            judged => Ok(judged?),
        }
    }

    /// What the IdP says besides, of the very same person.
    async fn user_info(
        &self,
        known: &Known,
        token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Option<UserInfoClaims<CareClaims, CoreGenderClaim>>, OidcError> {
        if !self.settings.asks_user_info || known.metadata.userinfo_endpoint().is_none() {
            return Ok(None);
        }
        // The library panics at a token that can't be a header.
        if http::HeaderValue::from_str(token.secret()).is_err() {
            return Err(OidcError::NotAnAnswer);
        }
        let client = self.library_client(known);
        let request = client
            .user_info(token.clone(), Some(subject.clone()))
            .map_err(|_| OidcError::Missing("userinfo endpoint"))?;
        request.request_async(&self.client).await.map(Some).map_err(|error| match error {
            UserInfoError::ClaimsVerification(openidconnect::ClaimsVerificationError::InvalidSubject(_)) => {
                OidcError::OtherPerson
            }
            UserInfoError::ClaimsVerification(error) => OidcError::Token(error.into()),
            UserInfoError::Request(error) => error.into(),
            UserInfoError::Response(status, ..) if !status.is_success() => OidcError::Status(status.as_u16()),
            _ => OidcError::NotAnAnswer,
        })
    }

    fn signed_in(
        &self,
        claims: &CareIdTokenClaims,
        told: Option<UserInfoClaims<CareClaims, CoreGenderClaim>>,
        asked: Assurance,
    ) -> Result<SignedIn, OidcError> {
        let context = claims.auth_context_ref().map(|context| context.as_str()).unwrap_or_default();
        let reached = self.settings.levels.level_of(context).ok_or_else(|| OidcError::UnknownLevel(shown(context)))?;
        if reached < asked {
            return Err(OidcError::LevelTooLow { reached, asked });
        }
        let care = claims.additional_claims().clone();
        let session = one_text(&care.sid).map_err(|()| OidcError::Claim("sid"))?;
        let given_name = first(claims.given_name()).or_else(|| first(told.as_ref()?.given_name()));
        let family_name = first(claims.family_name()).or_else(|| first(told.as_ref()?.family_name()));
        let care = match &told {
            None => care,
            Some(told) => care.or(told.additional_claims().clone()),
        };
        let reader = Reader(&self.settings.test_prefixes);
        let (employee_hsa_id, identity_number) = (reader.employee(&care)?, Reader::number(&care)?);
        if employee_hsa_id.is_none() && identity_number.is_none() {
            return Err(OidcError::Nobody);
        }
        Ok(SignedIn {
            subject: claims.subject().as_str().to_owned(),
            session,
            assurance: reached,
            authenticated_at: claims.auth_time().and_then(|time| Timestamp::from_second(time.timestamp()).ok()),
            given_name,
            family_name,
            employee_hsa_id,
            identity_number,
            commission: reader.commission(&care)?,
            all_employee_hsa_ids: reader.all_employees(&care)?,
            all_commissions: reader.all_commissions(&care)?,
        })
    }
}

/// A context as it may stand in an error: an address or a word, and nothing longer.
fn shown(context: &str) -> String {
    let plain = context.bytes().all(|byte| byte.is_ascii_graphic()) && context.len() <= 200;
    match context {
        "" => "none was said".to_owned(),
        context if plain => context.to_owned(),
        _ => "not of its form".to_owned(),
    }
}

/// The name as it stands without a language, or else in any.
fn first<T: Clone + std::ops::Deref<Target = String>>(claim: Option<&LocalizedClaim<T>>) -> Option<String> {
    let name = claim?.get(None).cloned().or_else(|| claim?.iter().next().map(|(_, name)| name.clone()))?;
    let name = name.trim();
    if name.is_empty() { None } else { Some(name.chars().filter(|c| !c.is_control()).take(200).collect()) }
}

/// The error's code alone; its description may say anything.
fn error_code<T: ErrorResponse + serde::Serialize>(refused: &T) -> String {
    let value = serde_json::to_value(refused).unwrap_or_default();
    code(value.get("error").and_then(serde_json::Value::as_str).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_can_be_awaited_by_any_thread() {
        fn sendable<T: Send>(_: &T) {}
        let settings = OidcSettings::new("https://idp.example", "behorig", None, "https://behorig.example/tillbaka");
        let provider = Provider::new(settings).unwrap();
        let (now, answer) = (Timestamp::UNIX_EPOCH, Answer::default());
        let begun = BegunSignIn {
            issuer: String::new(),
            state: String::new(),
            nonce: String::new(),
            verifier: String::new(),
            begun_at: 0,
            at_least: Assurance::Loa3,
        };
        sendable(&provider.begin(Assurance::Loa3, "sv", now));
        sendable(&provider.finish(&begun, &answer, now));
        sendable(&provider.logout_notice("", now));
    }

    #[test]
    fn a_context_is_told_on_only_if_it_looks_like_one() {
        assert_eq!(shown(""), "none was said");
        assert_eq!(shown("http://id.sambi.se/loa/loa1"), "http://id.sambi.se/loa/loa1");
        assert_eq!(shown("Karin Ek"), "not of its form");
    }
}

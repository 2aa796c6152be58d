//! The ways in which the provider can be wrong.

use std::time::Duration;

/// One way of being wrong, until told otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lie {
    /// None: as it should be.
    #[default]
    Honest,
    /// Its clock shows so many seconds more than it is, or less.
    Clock(i64),
    /// The ID token is for another client.
    OtherAudience,
    /// The ID token is for us and for another client.
    SeveralAudiences,
    /// The ID token was given to another client.
    OtherAuthorizedParty,
    /// The ID token is from another issuer.
    OtherIssuer,
    /// The ID token belongs to another sign-in.
    OtherNonce,
    /// The ID token belongs to no sign-in.
    NoNonce,
    /// The ID token is not signed: `alg` is `none`.
    NotSigned,
    /// The ID token is signed by HS256 with the published key as its secret.
    SharedSecretIsPublicKey,
    /// The ID token is signed by HS256 with the client's secret.
    SharedSecretIsClients,
    /// The ID token says the published key's name, and another key signed it.
    OtherKey,
    /// The ID token is signed by a key that is not published.
    UnknownKey,
    /// The ID token's claims were changed after it was signed.
    Changed,
    /// The ID token expired so many seconds ago.
    Expired(i64),
    /// The ID token was issued so many seconds from now.
    IssuedAhead(i64),
    /// The ID token may be used from so many seconds from now.
    NotYet(i64),
    /// The ID token was made so many seconds ago, and has not expired.
    Stale(i64),
    /// The ID token belongs to another access token.
    OtherAccessToken,
    /// The access token is one that no header can hold.
    OddAccessToken,
    /// The ID token says an authentication context that nobody knows.
    OtherContext,
    /// The ID token says no authentication context.
    NoContext,
    /// There is no ID token.
    NoIdToken,
    /// What stands for an ID token is none.
    GarbledIdToken,
    /// The userinfo endpoint tells of somebody else.
    OtherSubject,
    /// The userinfo endpoint refuses.
    NoUserInfo,
    /// The person is said to be somebody else than who signed: an HSA-id that is none.
    OddHsaId,
    /// Discovery is about another issuer.
    OtherDiscovery,
    /// Discovery leads to endpoints in the clear.
    ClearDiscovery,
    /// The answer to the browser says another issuer (RFC 9207).
    MixedUp,
    /// Every answer is a redirect.
    Redirecting,
    /// Every answer is a page that is no JSON.
    Babbling,
    /// Every answer is megabytes.
    Flooding,
    /// Every answer is an error (502).
    Broken,
    /// Every answer takes so long.
    Slow(Duration),
}

/// One way in which a logout token can be wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogoutLie {
    /// None.
    #[default]
    Honest,
    /// It has no `events`.
    NoEvents,
    /// Its event is another.
    OtherEvent,
    /// It has a nonce, as an ID token has.
    Nonce,
    /// It names nobody.
    Nobody,
    /// It has no name of its own (`jti`).
    NoId,
    /// It is for another client.
    OtherAudience,
    /// It is from another issuer.
    OtherIssuer,
    /// It has expired.
    Expired,
    /// It never expires.
    NoExpiry,
    /// It was issued in the future.
    IssuedAhead,
    /// It is not signed.
    NotSigned,
    /// It is signed by HS256 with the published key as its secret.
    SharedSecretIsPublicKey,
    /// Another key signed it.
    OtherKey,
    /// It says to be of another type.
    OtherType,
}

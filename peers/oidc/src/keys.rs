//! Keys and signatures.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// What kind of key the provider signs with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyKind {
    /// ES256: made in no time.
    #[default]
    EllipticCurve,
    /// RS256: what every provider can.
    Rsa,
}

/// A key with its name.
pub(crate) struct SigningKey {
    id: String,
    key: Key,
}

enum Key {
    EllipticCurve(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl SigningKey {
    /// Makes one; none where the machine gives no randomness.
    pub(crate) fn generate(kind: KeyKind) -> Option<Self> {
        let key = match kind {
            KeyKind::EllipticCurve => {
                Key::EllipticCurve(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?)
            }
            KeyKind::Rsa => Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).ok()?),
        };
        Some(Self { id: uuid::Uuid::new_v4().simple().to_string(), key })
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self.key {
            Key::EllipticCurve(_) => "ES256",
            Key::Rsa(_) => "RS256",
        }
    }

    /// The public half, as it is published (RFC 7518, 6).
    pub(crate) fn published(&self) -> Value {
        let mut key = match &self.key {
            Key::EllipticCurve(pair) => {
                // An uncompressed point: 4, x, y.
                let (x, y) = pair.public_key().as_ref().split_at_checked(33).unwrap_or_default();
                json!({"kty": "EC", "crv": "P-256", "x": encoded(x.get(1..).unwrap_or_default()), "y": encoded(y)})
            }
            Key::Rsa(pair) => {
                let (modulus, exponent) = two_integers(pair.public_key().as_ref()).unwrap_or_default();
                json!({"kty": "RSA", "n": encoded(modulus), "e": encoded(exponent)})
            }
        };
        if let Some(members) = key.as_object_mut() {
            members.insert("use".to_owned(), json!("sig"));
            members.insert("alg".to_owned(), json!(self.algorithm()));
            members.insert("kid".to_owned(), json!(self.id));
        }
        key
    }

    /// A token of these claims, of this type.
    pub(crate) fn sign(&self, typ: &str, claims: &Map<String, Value>) -> String {
        self.sign_as(self, typ, claims)
    }

    /// The same, said to be signed by another key of the same kind.
    pub(crate) fn sign_as(&self, other: &Self, typ: &str, claims: &Map<String, Value>) -> String {
        let header = json!({"alg": self.algorithm(), "kid": other.id, "typ": typ});
        compact(&header, claims, |message| match &self.key {
            Key::EllipticCurve(pair) => pair
                .sign(&SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec())
                .unwrap_or_default(),
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let signed = pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
                signed.map(|()| signature).unwrap_or_default()
            }
        })
    }

    /// A token signed with a secret that is none: the published key, byte for byte.
    pub(crate) fn sign_with_public_key(&self, typ: &str, claims: &Map<String, Value>) -> String {
        let public = match &self.key {
            Key::EllipticCurve(pair) => pair.public_key().as_ref().to_vec(),
            Key::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        };
        sign_with_secret(&public, Some(&self.id), typ, claims)
    }
}

/// A token signed by HS256.
pub(crate) fn sign_with_secret(secret: &[u8], id: Option<&str>, typ: &str, claims: &Map<String, Value>) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let header = json!({"alg": "HS256", "kid": id, "typ": typ});
    compact(&header, claims, |message| hmac::sign(&key, message).as_ref().to_vec())
}

/// A token that nobody signed.
pub(crate) fn unsigned(typ: &str, claims: &Map<String, Value>) -> String {
    compact(&json!({"alg": "none", "typ": typ}), claims, |_| Vec::new())
}

fn compact(header: &Value, claims: &Map<String, Value>, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let claims = Value::Object(claims.clone());
    let message = format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
    let signature = sign(message.as_bytes());
    format!("{message}.{}", encoded(&signature))
}

pub(crate) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The two integers of an RSAPublicKey (RFC 8017, A.1.1), without the zero that keeps a DER integer positive.
fn two_integers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (body, _) = element(0x30, der)?;
    let (modulus, rest) = element(2, body)?;
    let (exponent, _) = element(2, rest)?;
    Some((without_zero(modulus), without_zero(exponent)))
}

fn without_zero(integer: &[u8]) -> &[u8] {
    integer.strip_prefix(&[0]).unwrap_or(integer)
}

/// A DER element's content, and what follows it.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = match rest.split_first()? {
        (short @ 0..=0x7f, rest) => (usize::from(*short), rest),
        (0x81, [length, rest @ ..]) => (usize::from(*length), rest),
        (0x82, [high, low, rest @ ..]) => ((usize::from(*high) << 8) | usize::from(*low), rest),
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_key_has_what_its_kind_needs() {
        let curve = SigningKey::generate(KeyKind::EllipticCurve).unwrap().published();
        assert_eq!((curve["x"].as_str().unwrap().len(), curve["y"].as_str().unwrap().len()), (43, 43));
        let rsa = SigningKey::generate(KeyKind::Rsa).unwrap().published();
        assert_eq!((rsa["n"].as_str().unwrap().len(), rsa["e"].as_str()), (342, Some("AQAB")));
    }
}

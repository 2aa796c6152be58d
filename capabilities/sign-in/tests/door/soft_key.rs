//! A security key made of code: it signs as a real one does, and lies where a test wants it to.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Where the program of these tests is.
pub const ORIGIN: &str = "https://behorig.example";

/// A key that holds one credential.
pub struct SoftKey {
    pair: EcdsaKeyPair,
    id: Vec<u8>,
    /// Whose it is, as it was told when it was made.
    user: String,
    /// How often it has signed; `None`: it does not count, like those that live in several devices.
    pub count: Option<u32>,
    /// Whether its owner shows the finger or types the PIN.
    pub knows_owner: bool,
}

/// What a page asks of a key.
pub fn asked(page: &str) -> Value {
    let told = page.split("data-options=\"").nth(1).unwrap_or_else(|| panic!("no key is asked: {page}"));
    let json = told.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&");
    serde_json::from_str(&json).unwrap()
}

impl SoftKey {
    pub fn new(number: u8) -> Self {
        Self {
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id: vec![number; 32],
            user: String::new(),
            count: Some(1),
            knows_owner: true,
        }
    }

    /// The same key in another's hands.
    pub fn copy(&self) -> Self {
        let pair = EcdsaKeyPair::from_private_key_der(
            &ECDSA_P256_SHA256_ASN1_SIGNING,
            aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::EcPrivateKeyRfc5915Der<'_>>::as_der(
                &self.pair.private_key(),
            )
            .unwrap()
            .as_ref(),
        );
        Self { pair: pair.unwrap(), id: self.id.clone(), user: self.user.clone(), ..*self }
    }

    fn flags(&self) -> u8 {
        if self.knows_owner { 0x05 } else { 0x01 }
    }

    fn next_count(&mut self) -> u32 {
        if let Some(count) = &mut self.count {
            *count += 1;
        }
        self.count.unwrap_or(0)
    }

    fn begin(&mut self, party: &str, more: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, party.as_bytes()).as_ref().to_vec();
        data.push(self.flags() | more);
        data.extend(self.next_count().to_be_bytes());
        data
    }

    fn said(&self, kind: &str, asked: &Value, origin: &str) -> String {
        json!({ "type": kind, "challenge": asked["challenge"], "origin": origin, "crossOrigin": false }).to_string()
    }

    /// Makes the credential that a page asks for.
    pub fn make(&mut self, asked: &Value, origin: &str) -> String {
        self.user = asked["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.begin(asked["rp"]["id"].as_str().unwrap(), 0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = self.pair.public_key().as_ref();
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: an ES256 key in COSE.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..65]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(&data);
        let said = self.said("webauthn.create", asked, origin);
        let response = json!({ "attestationObject": encode(&object), "clientDataJSON": encode(said.as_bytes()) });
        json!({ "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key", "response": response })
            .to_string()
    }

    /// Answers what a page asks.
    pub fn answer(&mut self, asked: &Value, origin: &str) -> String {
        self.answer_to(asked, asked["rpId"].as_str().unwrap(), origin)
    }

    /// Answers as if another party had asked.
    pub fn answer_to(&mut self, asked: &Value, party: &str, origin: &str) -> String {
        let data = self.begin(party, 0);
        let said = self.said("webauthn.get", asked, origin);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, said.as_bytes()).as_ref());
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "authenticatorData": encode(&data), "clientDataJSON": encode(said.as_bytes()),
            "signature": encode(signature.as_ref()), "userHandle": self.user,
        });
        json!({ "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key", "response": response })
            .to_string()
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

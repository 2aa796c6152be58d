//! Validation protocol 2.0: building a signed request and judging a signed answer, with no network.
//!
//! Both are key-value pairs signed alike: the pairs sorted by key, joined as `k=v` with `&` and without URL-encoding,
//! HMAC-SHA1 with the client's key, base64.

use crate::Otp;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::collections::BTreeMap;
use std::fmt;

/// The key that this client and the validation server share. `Debug` prints none of it.
#[derive(Clone)]
pub struct ApiKey(Vec<u8>);

impl ApiKey {
    /// Reads the key in base64, as the server's administrator hands it out; `None` when it is not base64 or is empty.
    #[must_use]
    pub fn parse(base64: &str) -> Option<Self> {
        BASE64.decode(base64.trim()).ok().filter(|key| !key.is_empty()).map(Self)
    }

    /// The signing of one text begun; `None` cannot happen, since HMAC takes a key of any length.
    fn mac_of(&self, pairs: &BTreeMap<String, String>) -> Option<Hmac<Sha1>> {
        let text = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&");
        Hmac::new_from_slice(&self.0).ok().map(|mac: Hmac<Sha1>| mac.chain_update(text))
    }

    fn sign(&self, pairs: &BTreeMap<String, String>) -> String {
        self.mac_of(pairs).map(|mac| BASE64.encode(mac.finalize().into_bytes())).unwrap_or_default()
    }

    fn verifies(&self, pairs: &BTreeMap<String, String>, signature: &str) -> bool {
        let Ok(signature) = BASE64.decode(signature) else { return false };
        self.mac_of(pairs).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(****)")
    }
}

/// What ties an answer to its question: 16 to 40 letters and digits, random, never used twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// Takes a nonce that the caller drew at random; `None` when it has another form than the protocol's.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = (16..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// Makes a nonce of sixteen random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(hex::encode(bytes))
    }
}

/// One question to a validation server: is this password good?
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The number by which the server knows this client and its key.
    pub client_id: u64,
    /// The password to judge.
    pub otp: &'a Otp,
    /// What the answer must repeat.
    pub nonce: &'a Nonce,
}

impl Request<'_> {
    /// The query of the request with its signature `h`, in the order in which it was signed; not yet URL-encoded.
    #[must_use]
    pub fn signed(&self, key: &ApiKey) -> Vec<(String, String)> {
        let pairs = BTreeMap::from([
            ("id".to_owned(), self.client_id.to_string()),
            ("nonce".to_owned(), self.nonce.0.clone()),
            ("otp".to_owned(), self.otp.to_modhex()),
        ]);
        let signature = key.sign(&pairs);
        pairs.into_iter().chain([("h".to_owned(), signature)]).collect()
    }
}

/// What a validation server says of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Good, and now used.
    Ok,
    /// Not a password that the server can open.
    BadOtp,
    /// Has been used before.
    ReplayedOtp,
    /// The server finds our signature wrong.
    BadSignature,
    /// Our request lacks something.
    MissingParameter,
    /// The server does not know our client id.
    NoSuchClient,
    /// Our client id may not ask this.
    OperationNotAllowed,
    /// The server itself failed.
    BackendError,
    /// Too few of the server's neighbours answered in time.
    NotEnoughAnswers,
    /// The server has seen the same question before.
    ReplayedRequest,
    /// A status that is newer than this program; never a yes.
    Unknown(String),
}

impl Status {
    fn parse(text: &str) -> Self {
        match text {
            "OK" => Self::Ok,
            "BAD_OTP" => Self::BadOtp,
            "REPLAYED_OTP" => Self::ReplayedOtp,
            "BAD_SIGNATURE" => Self::BadSignature,
            "MISSING_PARAMETER" => Self::MissingParameter,
            "NO_SUCH_CLIENT" => Self::NoSuchClient,
            "OPERATION_NOT_ALLOWED" => Self::OperationNotAllowed,
            "BACKEND_ERROR" => Self::BackendError,
            "NOT_ENOUGH_ANSWERS" => Self::NotEnoughAnswers,
            "REPLAYED_REQUEST" => Self::ReplayedRequest,
            other => Self::Unknown(other.chars().take(64).collect()),
        }
    }
}

/// Why an answer cannot be believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not lines of `key=value`, or the same key twice, or no status.
    #[error("the validation server's answer is malformed")]
    Malformed,
    /// Missing or wrong signature. A server that does not know us cannot sign, so what it claims helps to mend the
    /// settings; it is never to be acted on.
    #[error("the validation server's answer is not signed with our key (it claims {claimed:?})")]
    NotSigned {
        /// The status that the answer claims.
        claimed: Status,
    },
    /// A well-signed answer to another question.
    #[error("the validation server answered another question")]
    AnotherQuestion,
}

/// An answer as it came, not yet believed.
#[derive(Clone, Debug)]
pub struct Response {
    pairs: BTreeMap<String, String>,
    signature: Option<String>,
    status: Status,
}

impl Response {
    /// Reads the lines of an answer.
    ///
    /// # Errors
    /// [`Refusal::Malformed`].
    pub fn parse(body: &str) -> Result<Self, Refusal> {
        let mut pairs = BTreeMap::new();
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            // The value may itself hold `=`: base64 ends with it.
            let (key, value) = line.split_once('=').ok_or(Refusal::Malformed)?;
            if pairs.insert(key.to_owned(), value.to_owned()).is_some() {
                return Err(Refusal::Malformed);
            }
        }
        let signature = pairs.remove("h");
        let status = pairs.get("status").map(|text| Status::parse(text)).ok_or(Refusal::Malformed)?;
        Ok(Self { pairs, signature, status })
    }

    /// The status, once the answer has proved that it comes from the server and answers this very question.
    ///
    /// A yes must repeat the password and the nonce. The other statuses may leave them out (a server that found a
    /// parameter missing has nothing to repeat) but never change them.
    ///
    /// # Errors
    /// [`Refusal::NotSigned`] and [`Refusal::AnotherQuestion`].
    pub fn judge(self, key: &ApiKey, asked: &Request<'_>) -> Result<Status, Refusal> {
        let signed = self.signature.as_deref().is_some_and(|signature| key.verifies(&self.pairs, signature));
        if !signed {
            return Err(Refusal::NotSigned { claimed: self.status });
        }
        let expected = [("otp", asked.otp.to_modhex()), ("nonce", asked.nonce.0.clone())];
        let repeats = |(name, value): &(&str, String)| match self.pairs.get(*name) {
            Some(repeated) => repeated == value,
            None => self.status != Status::Ok,
        };
        if expected.iter().all(repeats) { Ok(self.status) } else { Err(Refusal::AnotherQuestion) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "mG5be6ZJU1qBGz24yPh/ESM3UdU=";
    const ANSWERED_OTP: &str = "cccccckdvvulethkhtvkrtbeukiettvfceekurncllcj";
    const ANSWER: &str = "h=iCV9uFJDtuyELQsxFPnR80Yj2XU=\r\nt=2019-06-06T05:14:15Z0369\r\n\
        otp=cccccckdvvulethkhtvkrtbeukiettvfceekurncllcj\r\nnonce=0123456789abcdef\r\nsl=25\r\nstatus=OK\r\n";

    fn judged(body: &str, otp: &str, nonce: &str) -> Result<Status, Refusal> {
        let (otp, nonce) = (Otp::parse(otp).unwrap(), Nonce::new(nonce).unwrap());
        let asked = Request { client_id: 1, otp: &otp, nonce: &nonce };
        Response::parse(body)?.judge(&ApiKey::parse(KEY).unwrap(), &asked)
    }

    fn signed(lines: &[(&str, &str)]) -> String {
        let pairs = lines.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let signature = ApiKey::parse(KEY).unwrap().sign(&pairs);
        lines.iter().map(|(key, value)| format!("{key}={value}\r\n")).chain([format!("h={signature}\r\n")]).collect()
    }

    #[test]
    fn the_published_request_gets_its_published_signature() {
        let otp = Otp::parse("vvungrrdhvtklknvrtvuvbbkeidikkvgglrvdgrfcdft").unwrap();
        let nonce = Nonce::new("jrFwbaYFhn0HoxZIsd9LQ6w2ceU").unwrap();
        let query = Request { client_id: 1, otp: &otp, nonce: &nonce }.signed(&ApiKey::parse(KEY).unwrap());
        assert_eq!(query.last().unwrap(), &("h".to_owned(), "+ja8S3IjbX593/LAgTBixwPNGX4=".to_owned()));
        assert_eq!(query.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["id", "nonce", "otp", "h"]);
    }

    #[test]
    fn the_published_answer_is_believed() {
        assert_eq!(judged(ANSWER, ANSWERED_OTP, "0123456789abcdef"), Ok(Status::Ok));
    }

    #[test]
    fn a_changed_answer_is_not_believed() {
        for (from, to) in [("sl=25", "sl=26"), ("Z0369", "Z0370"), ("h=iCV9", "h=iCV8"), ("h=iCV9", "h=*")] {
            let answer = ANSWER.replace(from, to);
            let refusal = judged(&answer, ANSWERED_OTP, "0123456789abcdef").unwrap_err();
            assert_eq!(refusal, Refusal::NotSigned { claimed: Status::Ok }, "{from}");
        }
    }

    #[test]
    fn an_answer_to_another_question_is_not_believed() {
        assert_eq!(judged(ANSWER, ANSWERED_OTP, "0123456789abcdee"), Err(Refusal::AnotherQuestion));
        let other = "vvungrrdhvtklknvrtvuvbbkeidikkvgglrvdgrfcdft";
        assert_eq!(judged(ANSWER, other, "0123456789abcdef"), Err(Refusal::AnotherQuestion));
    }

    #[test]
    fn a_yes_that_repeats_nothing_is_not_believed_but_a_no_is() {
        let bare_yes = signed(&[("status", "OK"), ("t", "2019-06-06T05:14:15Z0369")]);
        assert_eq!(judged(&bare_yes, ANSWERED_OTP, "0123456789abcdef"), Err(Refusal::AnotherQuestion));
        let bare_no = signed(&[("status", "MISSING_PARAMETER")]);
        assert_eq!(judged(&bare_no, ANSWERED_OTP, "0123456789abcdef"), Ok(Status::MissingParameter));
    }

    #[test]
    fn a_server_that_does_not_know_us_says_so_without_a_signature() {
        let refusal = judged("status=NO_SUCH_CLIENT\r\n", ANSWERED_OTP, "0123456789abcdef").unwrap_err();
        assert_eq!(refusal, Refusal::NotSigned { claimed: Status::NoSuchClient });
    }

    #[test]
    fn a_status_from_the_future_is_no_yes() {
        let answer = signed(&[("status", "VERY_OK")]);
        let status = judged(&answer, ANSWERED_OTP, "0123456789abcdef").unwrap();
        assert_eq!(status, Status::Unknown("VERY_OK".to_owned()));
    }

    #[test]
    fn an_answer_with_a_key_twice_or_no_status_is_malformed() {
        for body in ["", "hello", "status=OK\r\nstatus=OK\r\n", "t=1\r\n"] {
            assert_eq!(Response::parse(body).unwrap_err(), Refusal::Malformed, "{body}");
        }
    }

    #[test]
    fn a_nonce_has_sixteen_to_forty_letters_and_digits() {
        assert!(Nonce::new("0123456789abcde").is_none());
        assert!(Nonce::new(&"a".repeat(41)).is_none());
        assert!(Nonce::new("0123456789abcde&").is_none());
        assert_eq!(Nonce::new("0".repeat(32).as_str()), Some(Nonce::from_random([0; 16])));
    }

    proptest! {
        #[test]
        fn any_answer_at_all_is_answered(body: String) {
            prop_assert!(judged(&body, ANSWERED_OTP, "0123456789abcdef").is_err());
        }
    }
}

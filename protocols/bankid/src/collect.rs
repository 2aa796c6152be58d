//! What BankID says of an order under way.

use crate::codes::{bounded, codes};
use serde::{Deserialize, Serialize};
use std::fmt;

codes! {
    /// Where an order stands, or why it failed.
    HintCode {
        /// Nobody has taken up the order yet.
        OutstandingTransaction = "outstandingTransaction",
        /// The app has been started for it, but has not answered.
        NoClient = "noClient",
        /// The app has the order and looks for a BankID.
        Started = "started",
        /// The person is reading the chip of an identity document.
        UserMrtd = "userMrtd",
        /// The person is asked whether they really are on the phone with somebody.
        UserCallConfirm = "userCallConfirm",
        /// The app waits for the security code.
        UserSign = "userSign",
        /// The person chooses how to confirm who they are.
        UserStepUp = "userStepUp",
        /// The person is showing their face.
        UserFace = "userFace",
        /// Everything is given; BankID is working.
        Processing = "processing",
        /// Nobody finished the order in time.
        ExpiredTransaction = "expiredTransaction",
        /// The BankID is blocked or too old.
        CertificateErr = "certificateErr",
        /// The person said no.
        UserCancel = "userCancel",
        /// Another order for the same person, or the service, stopped this one.
        Cancelled = "cancelled",
        /// The app could not be started: missing, too old, or a QR code that was not read in time.
        StartFailed = "startFailed",
        /// The person said that they are not on the phone.
        UserDeclinedCall = "userDeclinedCall",
        /// The app is too old for what was asked.
        NotSupportedByUserApp = "notSupportedByUserApp",
        /// BankID stopped the order because of its risk.
        TransactionRiskBlocked = "transactionRiskBlocked",
        /// The identity document was not accepted.
        MrtdVerificationFailed = "mrtdVerificationFailed",
        /// The face was not recognised.
        FacialRecognitionFailed = "facialRecognitionFailed",
        /// The device cannot read an identity document.
        NfcNotSupportedByDevice = "nfcNotSupportedByDevice",
        /// There is more than one BankID on the device.
        MultipleBankIdsOnDevice = "multipleBankIdsOnDevice",
        /// The extra confirmation failed.
        StepUpFailed = "stepUpFailed",
    }
}

impl HintCode {
    /// Whether this hint of a *pending* order proves that somebody took it up. An unknown hint is taken to prove it, so
    /// that an order in somebody's hands is never quietly replaced.
    #[must_use]
    pub fn shows_that_somebody_started(&self) -> bool {
        !matches!(self, Self::OutstandingTransaction | Self::NoClient)
    }
}

/// The answer to one [`collect`](crate::BankId::collect).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Collected {
    /// Not ready: ask again.
    Pending(HintCode),
    /// It will never be ready. Told once; the order is gone.
    Failed(HintCode),
    /// The person is who they say. Told once; the order is gone.
    Complete(Box<Completion>),
}

impl Collected {
    /// Reads BankID's answer; `None` when it is not of the agreed form.
    pub(crate) fn from_json(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Answer {
            status: String,
            hint_code: Option<HintCode>,
            completion_data: Option<Box<Completion>>,
        }
        let answer: Answer = serde_json::from_slice(body).ok()?;
        let hint = answer.hint_code.unwrap_or(HintCode::Unknown(String::new()));
        match answer.status.as_str() {
            "pending" => Some(Self::Pending(hint)),
            "failed" => Some(Self::Failed(hint)),
            "complete" => answer.completion_data.map(Self::Complete),
            _ => None,
        }
    }
}

/// Who answered an order, and the proof of it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The person.
    pub user: User,
    /// The device that holds the BankID.
    #[serde(default)]
    pub device: Device,
    /// The day the BankID was issued, `YYYY-MM-DD`.
    #[serde(default)]
    pub bank_id_issue_date: Option<String>,
    /// Whether an identity document was asked for and read.
    #[serde(default, rename = "stepUp")]
    step_up: Option<StepUp>,
    /// The signature (XML) in base64: evidence, to be kept as long as what it proves.
    #[serde(default)]
    pub signature: Option<String>,
    /// Proof in base64 that the BankID was valid when it signed: evidence.
    #[serde(default)]
    pub ocsp_response: Option<String>,
    /// BankID's reckoning of the risk, when it was asked for.
    #[serde(default)]
    pub risk: Option<Risk>,
}

impl Completion {
    /// Whether the chip of an identity document was read; `None` when it was not asked for.
    #[must_use]
    pub fn identity_document_was_read(&self) -> Option<bool> {
        self.step_up.as_ref().and_then(|step_up| step_up.mrtd)
    }
}

impl fmt::Debug for Completion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion").field("user", &self.user).field("risk", &self.risk).finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq, Deserialize)]
struct StepUp {
    mrtd: Option<bool>,
}

/// The person behind a BankID. `Debug` prints nothing of them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Twelve digits; parse them to an identity number before use.
    pub personal_number: PersonalNumberText,
    /// Given name and surname together.
    pub name: String,
    /// Given names.
    pub given_name: String,
    /// Surname.
    pub surname: String,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("User(****)")
    }
}

/// The device that holds the BankID.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Device {
    /// Its address as BankID saw it. With the same device it is usually the browser's own.
    pub ip_address: Option<String>,
    /// A lasting identifier of the device.
    pub uhi: Option<String>,
}

codes! {
    /// How risky BankID reckons an order to be.
    Risk {
        /// Nothing stands out.
        Low = "low",
        /// Something stands out.
        Moderate = "moderate",
        /// Block it, or ask for more.
        High = "high",
    }
}

/// A personal number as BankID writes it, not yet parsed. Never printed: `Debug` masks it whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonalNumberText(String);

impl PersonalNumberText {
    /// Takes twelve digits, for [`crate::Requirement::personal_number`].
    #[must_use]
    pub fn new(digits: &str) -> Self {
        Self(bounded(digits))
    }

    /// The digits, for parsing. Not for a log, an address or an error.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PersonalNumberText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("******-****")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMPLETE: &str = r#"{
        "orderRef": "131daac9-16c6-4618-beb0-365768f37288", "status": "complete",
        "completionData": {
            "user": {"personalNumber": "198001012387", "name": "Anna Test", "givenName": "Anna", "surname": "Test"},
            "device": {"ipAddress": "192.0.2.7", "uhi": "OZvYM9VvyiAmG7NA5jU5zqGcVpo="},
            "bankIdIssueDate": "2024-02-01", "stepUp": {"mrtd": true},
            "signature": "c2ln", "ocspResponse": "b2NzcA==", "risk": "low", "somethingNew": 1
        }
    }"#;

    #[test]
    fn a_complete_order_tells_who_and_how() {
        let Some(Collected::Complete(completion)) = Collected::from_json(COMPLETE.as_bytes()) else {
            panic!("complete")
        };
        assert_eq!(completion.user.personal_number.as_str(), "198001012387");
        assert_eq!((completion.user.given_name.as_str(), completion.user.surname.as_str()), ("Anna", "Test"));
        assert_eq!(completion.device.ip_address.as_deref(), Some("192.0.2.7"));
        assert_eq!(completion.identity_document_was_read(), Some(true));
        assert_eq!((completion.signature.as_deref(), completion.risk), (Some("c2ln"), Some(Risk::Low)));
    }

    #[test]
    fn a_complete_order_prints_nothing_of_the_person() {
        let printed = format!("{:?}", Collected::from_json(COMPLETE.as_bytes()));
        for secret in ["198001012387", "2387", "Anna", "Test", "192.0.2.7", "c2ln"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }

    #[test]
    fn a_pending_order_with_a_new_hint_is_still_pending() {
        let body = br#"{"orderRef":"x","status":"pending","hintCode":"userMeditates"}"#;
        assert_eq!(Collected::from_json(body), Some(Collected::Pending(HintCode::Unknown("userMeditates".to_owned()))));
        let body = br#"{"orderRef":"x","status":"failed","hintCode":"startFailed"}"#;
        assert_eq!(Collected::from_json(body), Some(Collected::Failed(HintCode::StartFailed)));
    }

    #[test]
    fn complete_without_a_person_and_a_status_we_do_not_know_are_no_answers() {
        for body in [
            r#"{"status":"complete"}"#,
            r#"{"status":"maybe"}"#,
            r#"{"status":"complete","completionData":{}}"#,
            "",
            "[]",
        ] {
            assert_eq!(Collected::from_json(body.as_bytes()), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_at_all_are_answered(body: Vec<u8>) {
            let _ = Collected::from_json(&body);
        }
    }
}

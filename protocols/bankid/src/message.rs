//! BankID's recommended messages to the person (*RFA*), and which one belongs to which answer.

use crate::{BankIdError, Collected, ErrorCode, HintCode};

/// How the person starts the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// On the device that shows the page.
    SameDevice(Screen),
    /// On another device, by scanning a QR code.
    Qr,
}

/// What kind of device shows the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A computer, which may have a card reader.
    Desktop,
    /// A phone or tablet.
    Mobile,
}

macro_rules! messages {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)*) => {
        /// A recommended message, named by BankID's number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Message { $($(#[$doc])* $variant,)* }

        impl Message {
            /// Every message.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its id in [`crate::TEXTS_SV`] and [`crate::TEXTS_EN`].
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }
        }
    };
}

messages! {
    /// Start the app.
    Rfa1 = "bankid-rfa1",
    /// The app seems to be missing (for a page that tried to open it and saw nothing happen).
    Rfa2 = "bankid-rfa2",
    /// Cancelled; try again.
    Rfa3 = "bankid-rfa3",
    /// Another order is under way.
    Rfa4 = "bankid-rfa4",
    /// Something went wrong at BankID.
    Rfa5 = "bankid-rfa5",
    /// Cancelled by the person.
    Rfa6 = "bankid-rfa6",
    /// The app does not answer.
    Rfa8 = "bankid-rfa8",
    /// Enter the code.
    Rfa9 = "bankid-rfa9",
    /// Trying to start the app.
    Rfa13 = "bankid-rfa13",
    /// Looking for a BankID on this computer.
    Rfa15A = "bankid-rfa15a",
    /// Looking for a BankID on this device.
    Rfa15B = "bankid-rfa15b",
    /// Blocked or too old.
    Rfa16 = "bankid-rfa16",
    /// The app seems to be missing.
    Rfa17A = "bankid-rfa17a",
    /// The QR code was not read.
    Rfa17B = "bankid-rfa17b",
    /// The choice on a computer.
    Rfa19 = "bankid-rfa19",
    /// The choice on a mobile device.
    Rfa20 = "bankid-rfa20",
    /// Under way.
    Rfa21 = "bankid-rfa21",
    /// Something went wrong.
    Rfa22 = "bankid-rfa22",
    /// Read your identity document.
    Rfa23 = "bankid-rfa23",
    /// Show your face.
    Rfa24 = "bankid-rfa24",
    /// Choose how to confirm who you are.
    Rfa25 = "bankid-rfa25",
    /// The identity document was not accepted.
    Rfa26 = "bankid-rfa26",
    /// The face was not recognised.
    Rfa27 = "bankid-rfa27",
    /// The device cannot read identity documents.
    Rfa28 = "bankid-rfa28",
    /// More than one BankID on the device.
    Rfa29 = "bankid-rfa29",
    /// The confirmation failed.
    Rfa30 = "bankid-rfa30",
}

/// The message that belongs to an answer; `None` when the order is complete. A hint that has no message of its own, or
/// that we do not know, gets the one of its status.
#[must_use]
pub fn message_for(collected: &Collected, flow: Flow) -> Option<Message> {
    match collected {
        Collected::Pending(hint) => Some(pending(hint, flow)),
        Collected::Failed(hint) => Some(failed(hint, flow)),
        Collected::Complete(_) => None,
    }
}

fn pending(hint: &HintCode, flow: Flow) -> Message {
    match (hint, flow) {
        (HintCode::OutstandingTransaction, Flow::SameDevice(_)) => Message::Rfa13,
        (HintCode::OutstandingTransaction, Flow::Qr) | (HintCode::NoClient, _) => Message::Rfa1,
        (HintCode::Started, Flow::SameDevice(Screen::Desktop)) => Message::Rfa15A,
        (HintCode::Started, Flow::SameDevice(Screen::Mobile)) => Message::Rfa15B,
        (HintCode::UserSign, _) => Message::Rfa9,
        (HintCode::UserMrtd, _) => Message::Rfa23,
        (HintCode::UserFace, _) => Message::Rfa24,
        (HintCode::UserStepUp, _) => Message::Rfa25,
        // `started` after a QR code comes here too: 15A and 15B speak of this computer and this device, and the BankID
        // is on neither.
        _ => Message::Rfa21,
    }
}

fn failed(hint: &HintCode, flow: Flow) -> Message {
    match (hint, flow) {
        (HintCode::ExpiredTransaction, _) => Message::Rfa8,
        (HintCode::CertificateErr, _) => Message::Rfa16,
        (HintCode::UserCancel, _) => Message::Rfa6,
        (HintCode::Cancelled, _) => Message::Rfa3,
        (HintCode::StartFailed, Flow::SameDevice(_)) => Message::Rfa17A,
        (HintCode::StartFailed, Flow::Qr) => Message::Rfa17B,
        (HintCode::MrtdVerificationFailed, _) => Message::Rfa26,
        (HintCode::FacialRecognitionFailed, _) => Message::Rfa27,
        (HintCode::NfcNotSupportedByDevice, _) => Message::Rfa28,
        (HintCode::MultipleBankIdsOnDevice, _) => Message::Rfa29,
        (HintCode::StepUpFailed, _) => Message::Rfa30,
        _ => Message::Rfa22,
    }
}

/// The message that belongs to a call which gave no answer.
///
/// Our own faults (wrong parameters, wrong certificate) have no recommended message; the person gets the general one and
/// the operator the error.
#[must_use]
pub fn message_for_error(error: &BankIdError) -> Message {
    match error.code() {
        Some(ErrorCode::AlreadyInProgress) => Message::Rfa4,
        Some(ErrorCode::Cancelled) => Message::Rfa3,
        Some(ErrorCode::RequestTimeout | ErrorCode::InternalError | ErrorCode::Maintenance) | None => Message::Rfa5,
        Some(_) => Message::Rfa22,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TEXTS_EN, TEXTS_SV};
    use fluent_syntax::ast::Entry;
    use std::collections::BTreeSet;

    const PHONE: Flow = Flow::SameDevice(Screen::Mobile);
    const COMPUTER: Flow = Flow::SameDevice(Screen::Desktop);

    fn ids(texts: &str) -> BTreeSet<String> {
        let resource = fluent_syntax::parser::parse(texts).expect("the file is Fluent without faults");
        let id = |entry: &Entry<&str>| match entry {
            Entry::Message(message) if message.value.is_some() => Some(message.id.name.to_owned()),
            _ => None,
        };
        resource.body.iter().filter_map(id).collect()
    }

    #[test]
    fn every_message_has_a_swedish_and_an_english_text_and_no_text_lacks_its_message() {
        let expected: BTreeSet<String> = Message::ALL.iter().map(|message| message.id().to_owned()).collect();
        assert_eq!(ids(TEXTS_SV), expected);
        assert_eq!(ids(TEXTS_EN), expected);
    }

    #[test]
    fn a_waiting_order_says_what_to_do_next() {
        for (code, phone, computer, qr) in [
            ("outstandingTransaction", "13", "13", "1"),
            ("noClient", "1", "1", "1"),
            ("started", "15b", "15a", "21"),
            ("userSign", "9", "9", "9"),
            ("userMrtd", "23", "23", "23"),
            ("userFace", "24", "24", "24"),
            ("userStepUp", "25", "25", "25"),
            ("userCallConfirm", "21", "21", "21"),
            ("processing", "21", "21", "21"),
            ("userMeditates", "21", "21", "21"),
        ] {
            let collected = Collected::Pending(HintCode::from_code(code));
            for (flow, number) in [(PHONE, phone), (COMPUTER, computer), (Flow::Qr, qr)] {
                assert_eq!(
                    message_for(&collected, flow).unwrap().id(),
                    format!("bankid-rfa{number}"),
                    "{code} {flow:?}"
                );
            }
        }
    }

    #[test]
    fn a_failed_order_says_why() {
        for (code, same_device, qr) in [
            ("expiredTransaction", "8", "8"),
            ("certificateErr", "16", "16"),
            ("userCancel", "6", "6"),
            ("cancelled", "3", "3"),
            ("startFailed", "17a", "17b"),
            ("userDeclinedCall", "22", "22"),
            ("notSupportedByUserApp", "22", "22"),
            ("transactionRiskBlocked", "22", "22"),
            ("mrtdVerificationFailed", "26", "26"),
            ("facialRecognitionFailed", "27", "27"),
            ("nfcNotSupportedByDevice", "28", "28"),
            ("multipleBankIdsOnDevice", "29", "29"),
            ("stepUpFailed", "30", "30"),
            ("userMeditates", "22", "22"),
        ] {
            let collected = Collected::Failed(HintCode::from_code(code));
            for (flow, number) in [(PHONE, same_device), (COMPUTER, same_device), (Flow::Qr, qr)] {
                assert_eq!(
                    message_for(&collected, flow).unwrap().id(),
                    format!("bankid-rfa{number}"),
                    "{code} {flow:?}"
                );
            }
        }
    }

    #[test]
    fn a_refused_call_says_what_the_person_can_do() {
        for (status, code, number) in [
            (400, "alreadyInProgress", "4"),
            (400, "canceled", "3"),
            (408, "requestTimeout", "5"),
            (500, "internalError", "5"),
            (503, "Maintenance", "5"),
            (400, "invalidParameters", "22"),
            (401, "unauthorized", "22"),
            (404, "notFound", "22"),
            (418, "somethingNew", "22"),
        ] {
            let body = format!(r#"{{"errorCode":"{code}","details":""}}"#);
            let error = BankIdError::refused(status, body.as_bytes(), None);
            assert_eq!(message_for_error(&error).id(), format!("bankid-rfa{number}"), "{code}");
        }
        assert_eq!(message_for_error(&BankIdError::NotAnAnswer), Message::Rfa5);
    }
}

//! Asking for an order, and the order that comes back.

use crate::PersonalNumberText;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::net::IpAddr;

/// The longest user agent that BankID takes.
const LONGEST_USER_AGENT: usize = 256;

/// What to ask of BankID for one identification or signature.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderRequest {
    /// The address of the person's browser as the service sees it.
    pub end_user_ip: IpAddr,
    /// Where the app sends the browser afterwards, with a random value bound to the browser's session; at most 512
    /// characters. Same device only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    /// What the app shows above the code. A signature must have it.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub visible: Option<VisibleText>,
    /// What is signed without being shown, at most about 150 000 bytes.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_base64")]
    pub user_non_visible_data: Option<Vec<u8>>,
    /// What the person must have and do.
    #[serde(skip_serializing_if = "Requirement::is_empty")]
    pub requirement: Requirement,
    /// What the service knows of the browser, which BankID weighs when it reckons the risk.
    #[serde(rename = "web", skip_serializing_if = "Option::is_none")]
    pub browser: Option<Browser>,
    /// Whether to tell the reckoned risk in the completion.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub return_risk: bool,
}

impl OrderRequest {
    /// An identification with nothing asked but who it is.
    #[must_use]
    pub fn from_address(end_user_ip: IpAddr) -> Self {
        Self {
            end_user_ip,
            return_url: None,
            visible: None,
            user_non_visible_data: None,
            requirement: Requirement::default(),
            browser: None,
            return_risk: false,
        }
    }
}

/// A text that the app shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisibleText {
    #[serde(rename = "userVisibleData", serialize_with = "text_as_base64")]
    text: String,
    #[serde(rename = "userVisibleDataFormat", skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
}

impl VisibleText {
    /// A text shown as it is.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), format: None }
    }

    /// A text in BankID's small Markdown (headings, lists, tables, emphasis). What people typed must not be put into it
    /// unescaped.
    #[must_use]
    pub fn markdown(text: &str) -> Self {
        Self { text: text.to_owned(), format: Some("simpleMarkdownV1") }
    }
}

/// What the person must have and do, beyond holding a BankID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    /// Type the code even where a fingerprint would do.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pin_code: bool,
    /// Read the chip of a passport or identity card as well.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mrtd: bool,
    /// Only this person may answer: to identify again somebody who is already known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<PersonalNumberText>,
    /// Object identifiers of the kinds of BankID that will do; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificate_policies: Vec<String>,
    /// Let BankID stop an order of a higher risk than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<HighestRisk>,
}

impl Requirement {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The highest risk at which BankID lets an order through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum HighestRisk {
    /// Low only.
    Low,
    /// Low and moderate.
    Moderate,
}

/// The browser that the person uses the service with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Browser {
    /// The host name that the person sees in the address bar.
    pub referring_domain: String,
    /// What the browser calls itself; the part past 256 characters is not sent.
    #[serde(serialize_with = "cut")]
    pub user_agent: String,
    /// A random value that stays with this browser, such as a long-lived cookie's.
    pub device_identifier: String,
}

fn cut<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&text.chars().take(LONGEST_USER_AGENT).collect::<String>())
}

fn text_as_base64<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64.encode(text))
}

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
fn as_base64<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    bytes.as_ref().map(|bytes| BASE64.encode(bytes)).serialize(serializer)
}

/// An order under way. `Debug` prints its reference alone: whoever holds a start token can take the order's place.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// What to [`collect`](crate::BankId::collect) and [`cancel`](crate::BankId::cancel) by. For the server only.
    pub order_ref: String,
    /// For [`autostart_url`](crate::AppAddress::autostart_url). Goes to the browser that began, and nowhere else.
    pub auto_start_token: String,
    /// The part of the QR code that stays the same.
    pub qr_start_token: String,
    /// The key of the part that changes. Never leaves the server.
    pub qr_start_secret: QrStartSecret,
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order").field("order_ref", &self.order_ref).finish_non_exhaustive()
    }
}

/// The key of an order's animated QR code. Never printed, never sent to a browser.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct QrStartSecret(String);

impl QrStartSecret {
    /// The secret as it came out of the session's row.
    #[must_use]
    pub fn from_stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The bare secret: for the session's row, and for nothing else.
    #[must_use]
    pub fn as_stored(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for QrStartSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QrStartSecret(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn from_here() -> OrderRequest {
        OrderRequest::from_address("192.0.2.7".parse().unwrap())
    }

    #[test]
    fn a_plain_identification_sends_nothing_but_the_address() {
        assert_eq!(serde_json::to_value(from_here()).unwrap(), json!({"endUserIp": "192.0.2.7"}));
    }

    #[test]
    fn everything_that_can_be_asked_has_bankids_names() {
        let request = OrderRequest {
            return_url: Some("https://behorig.example/tillbaka#nonce=1".to_owned()),
            visible: Some(VisibleText::markdown("# Åtkomst")),
            user_non_visible_data: Some(vec![1, 2, 3]),
            requirement: Requirement {
                pin_code: true,
                mrtd: true,
                personal_number: Some(PersonalNumberText::new("198001012387")),
                certificate_policies: vec!["1.2.752.78.1.5".to_owned()],
                risk: Some(HighestRisk::Moderate),
            },
            browser: Some(Browser {
                referring_domain: "behorig.example".to_owned(),
                user_agent: "å".repeat(300),
                device_identifier: "d1".to_owned(),
            }),
            return_risk: true,
            ..from_here()
        };
        assert_eq!(
            serde_json::to_value(request).unwrap(),
            json!({
                "endUserIp": "192.0.2.7",
                "returnUrl": "https://behorig.example/tillbaka#nonce=1",
                "userVisibleData": "IyDDhXRrb21zdA==",
                "userVisibleDataFormat": "simpleMarkdownV1",
                "userNonVisibleData": "AQID",
                "requirement": {
                    "pinCode": true, "mrtd": true, "personalNumber": "198001012387",
                    "certificatePolicies": ["1.2.752.78.1.5"], "risk": "moderate",
                },
                "web": {"referringDomain": "behorig.example", "userAgent": "å".repeat(256), "deviceIdentifier": "d1"},
                "returnRisk": true,
            })
        );
    }

    #[test]
    fn an_order_prints_no_token() {
        let order: Order = serde_json::from_value(json!({
            "orderRef": "131daac9-16c6-4618-beb0-365768f37288", "autoStartToken": "7c40b5c9", "qrStartToken": "67df3917",
            "qrStartSecret": "d28db9a7", "somethingNew": true,
        }))
        .unwrap();
        assert_eq!(format!("{order:?}"), r#"Order { order_ref: "131daac9-16c6-4618-beb0-365768f37288", .. }"#);
        assert_eq!(format!("{:?}", order.qr_start_secret), "QrStartSecret(****)");
    }
}

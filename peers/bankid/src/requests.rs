//! What a relying party may send, judged as strictly as BankID judges it: an unknown field is a fault.

use crate::orders::Asked;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::Deserialize;
use std::net::IpAddr;

const LONGEST_VISIBLE: usize = 40_000;
const LONGEST_NON_VISIBLE: usize = 200_000;
const LONGEST_RETURN_URL: usize = 512;
const LONGEST_USER_AGENT: usize = 256;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OrderBody {
    end_user_ip: String,
    user_visible_data: Option<String>,
    user_non_visible_data: Option<String>,
    user_visible_data_format: Option<String>,
    #[serde(default)]
    requirement: Requirement,
    return_url: Option<String>,
    #[serde(default)]
    return_risk: bool,
    web: Option<Web>,
    app: Option<App>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Requirement {
    #[serde(rename = "pinCode")]
    _pin_code: bool,
    mrtd: bool,
    personal_number: Option<String>,
    card_reader: Option<String>,
    #[serde(rename = "certificatePolicies")]
    _certificate_policies: Vec<String>,
    risk: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Web {
    referring_domain: String,
    user_agent: String,
    #[serde(rename = "deviceIdentifier")]
    _device_identifier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct App {
    #[serde(rename = "appIdentifier")]
    app_identifier: String,
    #[serde(rename = "deviceOS")]
    _device_os: String,
    #[serde(rename = "deviceModelName")]
    _device_model_name: String,
    #[serde(rename = "deviceIdentifier")]
    _device_identifier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OrderRefBody {
    order_ref: String,
}

/// Reads the body of *auth* or *sign*.
///
/// # Errors
/// The explanation that goes into `details`.
pub(crate) fn order(body: &[u8], is_signature: bool) -> Result<Asked, &'static str> {
    let body: OrderBody = serde_json::from_slice(body).map_err(|_| "The request body is not valid")?;
    check(&body)?;
    if is_signature && body.user_visible_data.is_none() {
        return Err("userVisibleData is required");
    }
    let domain = body.web.map(|web| web.referring_domain).or(body.app.map(|app| app.app_identifier));
    Ok(Asked {
        is_signature,
        text: body.user_visible_data.as_deref().map(text).transpose()?,
        return_url: body.return_url,
        personal_number: body.requirement.personal_number,
        domain,
        identity_document: body.requirement.mrtd,
        risk: body.return_risk,
    })
}

fn check(body: &OrderBody) -> Result<(), &'static str> {
    let one_of = |value: &Option<String>, allowed: &[&str]| value.as_deref().is_none_or(|text| allowed.contains(&text));
    let no_longer = |value: &Option<String>, longest| value.as_ref().is_none_or(|text| text.len() <= longest);
    let is_number = |text: &String| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let rules = [
        (body.end_user_ip.parse::<IpAddr>().is_ok(), "endUserIp is not an IP address"),
        (no_longer(&body.user_non_visible_data, LONGEST_NON_VISIBLE), "userNonVisibleData is too long"),
        (
            body.user_non_visible_data.as_ref().is_none_or(|data| BASE64.decode(data).is_ok()),
            "userNonVisibleData is not base64",
        ),
        (
            one_of(&body.user_visible_data_format, &["simpleMarkdownV1", "plaintext"]),
            "userVisibleDataFormat is unknown",
        ),
        (no_longer(&body.return_url, LONGEST_RETURN_URL), "returnUrl is too long"),
        (body.web.is_none() || body.app.is_none(), "web and app exclude each other"),
        (
            body.web.as_ref().is_none_or(|web| web.user_agent.chars().count() <= LONGEST_USER_AGENT),
            "userAgent is too long",
        ),
        (body.requirement.personal_number.as_ref().is_none_or(is_number), "personalNumber is not 12 digits"),
        (one_of(&body.requirement.card_reader, &["class1", "class2"]), "cardReader is unknown"),
        (one_of(&body.requirement.risk, &["low", "moderate"]), "risk is unknown"),
    ];
    rules.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, details)| Err(details))
}

fn text(encoded: &str) -> Result<String, &'static str> {
    if encoded.is_empty() || encoded.len() > LONGEST_VISIBLE {
        return Err("userVisibleData has a wrong length");
    }
    let bytes = BASE64.decode(encoded).map_err(|_| "userVisibleData is not base64")?;
    String::from_utf8(bytes).map_err(|_| "userVisibleData is not UTF-8")
}

/// Reads the body of *collect* or *cancel*.
///
/// # Errors
/// The explanation that goes into `details`.
pub(crate) fn order_ref(body: &[u8]) -> Result<String, &'static str> {
    let body: OrderRefBody = serde_json::from_slice(body).map_err(|_| "The request body is not valid")?;
    Ok(body.order_ref)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_bankid_would_refuse_is_refused_with_its_reason() {
        for (body, details) in [
            ("", "The request body is not valid"),
            ("{}", "The request body is not valid"),
            (r#"{"endUserIp":"192.0.2.1","personalNumber":"198001012387"}"#, "The request body is not valid"),
            (r#"{"endUserIp":"here"}"#, "endUserIp is not an IP address"),
            (r#"{"endUserIp":"192.0.2.1","userVisibleData":"å"}"#, "userVisibleData is not base64"),
            (r#"{"endUserIp":"192.0.2.1","userVisibleData":""}"#, "userVisibleData has a wrong length"),
            (r#"{"endUserIp":"192.0.2.1","userVisibleDataFormat":"html"}"#, "userVisibleDataFormat is unknown"),
            (
                r#"{"endUserIp":"192.0.2.1","requirement":{"personalNumber":"800101-2387"}}"#,
                "personalNumber is not 12 digits",
            ),
            (r#"{"endUserIp":"192.0.2.1","requirement":{"risk":"high"}}"#, "risk is unknown"),
        ] {
            assert_eq!(order(body.as_bytes(), false).err(), Some(details), "{body}");
        }
    }

    #[test]
    fn a_signature_must_show_what_is_signed() {
        let body = br#"{"endUserIp":"2001:db8::1"}"#;
        assert!(order(body, false).is_ok());
        assert_eq!(order(body, true).err(), Some("userVisibleData is required"));
    }

    #[test]
    fn the_text_is_shown_as_it_was_written() {
        let body = br#"{"endUserIp":"192.0.2.1","userVisibleData":"w4V0a29tc3Q="}"#;
        assert_eq!(order(body, true).unwrap().text.as_deref(), Some("Åtkomst"));
    }
}

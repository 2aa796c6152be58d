//! The animated QR code of an order: a new one every second, made by the server.

use crate::QrStartSecret;
use fast_qr::{ECL, QRBuilder, QRCode, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write;

/// White modules around the code, as many as ISO 18004 asks for.
const QUIET_ZONE: usize = 4;

/// What the code says in a given second since the order was made, counted in whole seconds from the moment its answer
/// came, from 0.
///
/// A code is good for a few seconds, which keeps a photograph of somebody else's screen from being used.
#[must_use]
pub fn data(qr_start_token: &str, secret: &QrStartSecret, seconds_since_start: u64) -> String {
    let proof = Hmac::<Sha256>::new_from_slice(secret.as_stored().as_bytes())
        .map(|mac| hex::encode(mac.chain_update(seconds_since_start.to_string()).finalize().into_bytes()))
        // HMAC takes a key of any length, so this default is never seen.
        .unwrap_or_default();
    format!("bankid.{qr_start_token}.{seconds_since_start}.{proof}")
}

/// Draws the code as an SVG with `label` as its name for those who cannot see it, in the page's language.
///
/// Black on white whatever the colour scheme (a reader may refuse the inverse), no inline style and no fixed size: give
/// `.bankid-qr` its width in CSS. Every second's image has the same number of modules, so that it does not jump.
/// `None` when the text is longer than any QR code can hold.
#[must_use]
pub fn svg(data: &str, label: &str) -> Option<String> {
    let code = steady(data).or_else(|| QRBuilder::new(data).ecl(ECL::M).build().ok())?;
    let size = code.size + 2 * QUIET_ZONE;
    let label = escaped(label);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bankid-qr\" role=\"img\" aria-label=\"{label}\" \
         viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/>\
         <path fill=\"#000\" d=\"{}\"/></svg>",
        outline(&code)
    ))
}

/// Version 7 at level M holds 122 bytes; BankID's codes have 110 to 112 as the seconds grow.
fn steady(data: &str) -> Option<QRCode> {
    QRBuilder::new(data).ecl(ECL::M).version(Version::V07).build().ok()
}

/// One path of horizontal runs: a fifth of the size that a square for each module takes.
fn outline(code: &QRCode) -> String {
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        for run in code[y].chunk_by(|a, b| a.value() == b.value()) {
            if run.first().is_some_and(|module| module.value()) {
                // Writing to a String does not fail.
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET_ZONE, y + QUIET_ZONE, run.len(), run.len());
            }
            x += run.len();
        }
    }
    path
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TOKEN: &str = "67df3917-fa0d-44e5-b327-edcc928297f8";

    fn secret() -> QrStartSecret {
        QrStartSecret::from_stored("d28db9a7-4cde-429e-a983-359be676944c")
    }

    #[test]
    fn the_code_of_each_second_is_the_published_one() {
        for (second, proof) in [
            (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
            (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
            (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
        ] {
            assert_eq!(data(TOKEN, &secret(), second), format!("bankid.{TOKEN}.{second}.{proof}"));
        }
    }

    #[test]
    fn the_image_does_not_jump_as_the_seconds_get_more_digits() {
        let size = |second| {
            let svg = svg(&data(TOKEN, &secret(), second), "QR").unwrap();
            svg.split("viewBox=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        assert_eq!(size(0), "0 0 53 53");
        assert_eq!((size(9), size(10), size(179)), (size(0), size(0), size(0)));
    }

    #[test]
    fn the_image_has_a_name_and_nothing_that_a_strict_content_policy_stops() {
        let svg = svg(&data(TOKEN, &secret(), 0), "QR-kod för \"BankID\" <1>").unwrap();
        assert!(svg.contains("role=\"img\" aria-label=\"QR-kod för &quot;BankID&quot; &lt;1&gt;\""), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("script"), "{svg}");
    }

    #[test]
    fn the_drawn_modules_are_those_of_the_code() {
        let text = data(TOKEN, &secret(), 0);
        let code = steady(&text).unwrap();
        let dark: usize = (0..code.size).map(|y| code[y].iter().filter(|module| module.value()).count()).sum();
        let path = outline(&code);
        let drawn: usize = path.split('h').skip(1).filter_map(|run| run.split('v').next()?.parse::<usize>().ok()).sum();
        assert_eq!(drawn, dark);
        assert!(path.starts_with("M4 4h7v1h-7z"), "the corner's finder pattern begins with seven dark modules");
    }

    #[test]
    fn a_text_that_fits_no_code_gives_none() {
        assert_eq!(svg(&"x".repeat(8000), "QR"), None);
    }

    proptest! {
        #[test]
        fn the_secret_is_never_in_the_code(secret in "[0-9a-f-]{36}", second in 0_u64..1000) {
            let code = data(TOKEN, &QrStartSecret::from_stored(&secret), second);
            prop_assert!(!code.contains(&secret));
        }
    }
}

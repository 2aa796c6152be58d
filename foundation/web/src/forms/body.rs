//! A posted form, decoded to strings; repeated names are kept.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Errors, FieldName, Message};
use crate::components::error_page;
use crate::preferences;

/// The most fields that a form may have.
pub const MAX_FIELDS: usize = 500;
/// The longest that one field may be. Longer ones are cut and refused beside the field, so that nothing else is lost.
pub const MAX_FIELD_BYTES: usize = 100_000;

/// The request is larger than any form of ours: refused as a whole, with status 413.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a form has at most {MAX_FIELDS} fields and a bounded size")]
pub struct FormTooLarge;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    name: String,
    value: String,
    refused: Option<Refused>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    TooLong,
    ForbiddenCharacter,
}

/// What was typed into a form, or what the form is filled with when it is first shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    typed: Vec<Typed>,
}

impl Form {
    /// Decodes `application/x-www-form-urlencoded`, as posted or as the query of an address.
    ///
    /// Bytes that are not UTF-8, NUL and other control characters than tab and line breaks mark their field as refused;
    /// so does a field over [`MAX_FIELD_BYTES`]. The refusal is told beside the field when it is parsed.
    ///
    /// # Errors
    /// [`FormTooLarge`] when there are more than [`MAX_FIELDS`] fields.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormTooLarge> {
        let mut typed = Vec::new();
        for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if typed.len() == MAX_FIELDS {
                return Err(FormTooLarge);
            }
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = (pair.get(..at).unwrap_or_default(), pair.get(at + 1..).unwrap_or_default());
            let name = String::from_utf8_lossy(&decode(name)).into_owned();
            let (value, refused) = clean(decode(value));
            typed.push(Typed { name, value, refused });
        }
        Ok(Self { typed })
    }

    /// Adds a field as it was sent in a part of a form with files; judged as [`Form::parse`] does.
    pub fn add_bytes(&mut self, name: String, value: &[u8]) {
        let (value, refused) = clean(value.to_vec());
        self.typed.push(Typed { name, value, refused });
    }

    /// A form filled with what is known, for showing it the first time.
    pub fn filled<'a>(values: impl IntoIterator<Item = (&'a FieldName, String)>) -> Self {
        let typed = values
            .into_iter()
            .map(|(field, value)| Typed { name: field.name.clone().into_owned(), value, refused: None })
            .collect();
        Self { typed }
    }

    /// Fills in one more field, after those of the same name.
    pub fn fill(&mut self, field: &FieldName, value: impl Into<String>) {
        self.typed.push(Typed { name: field.name.clone().into_owned(), value: value.into(), refused: None });
    }

    /// What stands in the field, exactly as typed; empty when the field was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.find(name).map_or("", |typed| &typed.value)
    }

    /// Every value of a repeated field, in order: the ticks of a list.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.typed.iter().filter(move |typed| typed.name == name).map(|typed| typed.value.as_str())
    }

    /// Whether a tick box is ticked (the field was sent and is not empty).
    #[must_use]
    pub fn ticked(&self, field: &FieldName) -> bool {
        !self.value(&field.name).is_empty()
    }

    /// Whether the field was sent at all: tells a first showing from an answer with everything unticked.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Parses a field that must be filled in. What is wrong is put into `errors` and gives `None`.
    pub fn required<T, E: Into<Message>>(
        &self,
        field: &FieldName,
        parse: impl FnOnce(&str) -> Result<T, E>,
        errors: &mut Errors,
    ) -> Option<T> {
        if self.value(&field.name).trim().is_empty() && self.refusal(field).is_none() {
            errors.add(field, field.missing());
            return None;
        }
        self.optional(field, parse, errors)
    }

    /// Parses a field that may be left empty; empty gives `None` without an error.
    pub fn optional<T, E: Into<Message>>(
        &self,
        field: &FieldName,
        parse: impl FnOnce(&str) -> Result<T, E>,
        errors: &mut Errors,
    ) -> Option<T> {
        if let Some(message) = self.refusal(field) {
            errors.add(field, message);
            return None;
        }
        let text = self.value(&field.name).trim();
        if text.is_empty() {
            return None;
        }
        parse(text).map_err(|error| errors.add(field, error)).ok()
    }

    /// Parses every value of a repeated field: the ticks of a list. One that cannot be parsed makes an error, once.
    pub fn chosen<T, E: Into<Message>>(
        &self,
        field: &FieldName,
        parse: impl FnMut(&str) -> Result<T, E>,
        errors: &mut Errors,
    ) -> Vec<T> {
        self.values(&field.name).filter(|value| !value.is_empty()).map(parse).collect::<Result<_, _>>().unwrap_or_else(
            |error| {
                errors.add(field, error);
                Vec::new()
            },
        )
    }

    fn find(&self, name: &str) -> Option<&Typed> {
        self.typed.iter().find(|typed| typed.name == name)
    }

    fn refusal(&self, field: &FieldName) -> Option<Message> {
        match self.find(&field.name)?.refused? {
            Refused::TooLong => Some(Message::new("web-too-long").with("max", MAX_FIELD_BYTES)),
            Refused::ForbiddenCharacter => Some(Message::new("web-forbidden-character")),
        }
    }
}

/// Percent and plus decoding as browsers encode forms (WHATWG URL standard, section 5.1); a broken escape stays as typed.
fn decode(encoded: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        decoded.push(match (first, after) {
            (b'+', _) => b' ',
            (b'%', [high, low, after @ ..]) => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high * 16 + low
                }
                _ => b'%',
            },
            (byte, _) => *byte,
        });
    }
    decoded
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The text of a field with line breaks as `\n` (browsers send `\r\n`), and why it cannot be accepted, if so.
fn clean(bytes: Vec<u8>) -> (String, Option<Refused>) {
    let mut refused = None;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            refused = Some(Refused::ForbiddenCharacter);
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
    };
    let mut text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    if text.chars().any(is_forbidden) {
        refused = Some(Refused::ForbiddenCharacter);
        text = text.replace(is_forbidden, "\u{fffd}");
    }
    if text.len() > MAX_FIELD_BYTES {
        refused = Some(Refused::TooLong);
        text.truncate(text.floor_char_boundary(MAX_FIELD_BYTES));
    }
    (text, refused)
}

fn is_forbidden(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let headers = request.headers().clone();
        let refuse = |status| FormRejection::new(status, headers.clone());
        let is_form = headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if !is_form {
            return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes =
            Bytes::from_request(request, state).await.map_err(|error| refuse(error.into_response().status()))?;
        Self::parse(&bytes).map_err(|FormTooLarge| refuse(StatusCode::PAYLOAD_TOO_LARGE))
    }
}

/// A request that is not a form of ours; answered with a page that says what to do.
#[derive(Clone, Debug)]
pub struct FormRejection {
    status: StatusCode,
    headers: HeaderMap,
}

impl FormRejection {
    pub(super) const fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers }
    }

    /// The status that it is answered with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for FormRejection {
    fn into_response(self) -> Response {
        let (lang, theme) = preferences::of(&self.headers);
        let (title, text) = match self.status {
            StatusCode::PAYLOAD_TOO_LARGE => (lang.t("web-error-too-large"), lang.t("web-error-too-large-text")),
            _ => (lang.t("web-error-bad-request"), lang.t("web-error-bad-request-text")),
        };
        let page = error_page(&crate::components::Shell::signed_out(lang, theme, ""), &title, &text, &[]);
        (self.status, page).into_response()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Lang;
    use crate::forms::{field, text};

    const NAME: FieldName = field("name", "web-test-label");
    const AGE: FieldName = field("age", "web-test-label");

    #[test]
    fn plus_percent_and_repeated_names_are_decoded() {
        let form = Form::parse(b"name=%C3%85sa+L%C3%B6f&tick=1&tick=2&empty=&flag&broken=100%&x=%zz").unwrap();
        assert_eq!(form.value("name"), "Åsa Löf");
        assert_eq!(form.values("tick").collect::<Vec<_>>(), ["1", "2"]);
        assert!(form.has("empty") && form.has("flag") && !form.has("other"));
        assert_eq!((form.value("broken"), form.value("x")), ("100%", "%zz"));
    }

    #[test]
    fn every_error_comes_at_once_in_form_order_and_what_was_typed_is_kept() {
        let form = Form::parse(b"name=+&age=old").unwrap();
        let mut errors = Errors::new();
        let name = form.required(&NAME, text(10), &mut errors);
        let age = form.required(&AGE, |text| text.parse::<u8>().map_err(|_| "web-today"), &mut errors);
        assert_eq!((name, age), (None, None));
        let told: Vec<_> = errors.iter().map(|error| (error.field.as_ref(), error.message.id())).collect();
        assert_eq!(told, [("name", "web-missing"), ("age", "web-today")]);
        assert_eq!(form.value("age"), "old");
    }

    #[test]
    fn nul_and_broken_utf_8_are_refused_beside_their_field_and_emoji_are_welcome() {
        for body in ["name=a%00b", "name=a%FFb", "name=%1B%5B31m"] {
            let mut errors = Errors::new();
            let form = Form::parse(body.as_bytes()).unwrap();
            assert_eq!(form.required(&NAME, text(10), &mut errors), None);
            assert_eq!(errors.of("name").map(Message::id), Some("web-forbidden-character"), "{body}");
            assert!(!form.value("name").contains('\0'));
        }
        let form = Form::parse("name=%F0%9F%8C%BC%0D%0Arad".as_bytes()).unwrap();
        assert_eq!(form.required(&NAME, text(10), &mut Errors::new()).as_deref(), Some("🌼\nrad"));
    }

    #[test]
    fn a_megabyte_in_one_field_is_refused_beside_it_and_the_rest_is_kept() {
        let body = format!("age=44&name={}", "å".repeat(500_000));
        let form = Form::parse(body.as_bytes()).unwrap();
        let mut errors = Errors::new();
        assert_eq!(form.required(&NAME, text(10), &mut errors), None);
        assert_eq!(errors.of("name").map(Message::id), Some("web-too-long"));
        assert_eq!(form.value("age"), "44");
        assert!(form.value("name").len() <= MAX_FIELD_BYTES);
    }

    #[test]
    fn a_form_of_ten_thousand_fields_is_refused() {
        assert_eq!(Form::parse("a=1&".repeat(10_000).as_bytes()), Err(FormTooLarge));
        assert!(Form::parse("a=1&".repeat(MAX_FIELDS).as_bytes()).is_ok());
    }

    #[test]
    fn an_optional_field_may_be_empty_but_not_wrong() {
        let mut errors = Errors::new();
        let form = Form::parse(b"name=&age=x").unwrap();
        assert_eq!(form.optional(&NAME, text(10), &mut errors), None);
        assert!(errors.is_empty());
        assert_eq!(form.optional(&AGE, |text| text.parse::<u8>().map_err(|_| "web-today"), &mut errors), None);
        assert!(!errors.is_empty());
    }

    #[test]
    fn a_missing_field_is_named_by_its_label() {
        crate::texts::install(&[crate::TEXTS]).unwrap();
        assert_eq!(field("q", "web-search").missing().words(Lang::Sv), "Fyll i fältet Sök.");
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused_without_panic(bytes: Vec<u8>) {
            if let Ok(form) = Form::parse(&bytes) {
                prop_assert!(form.typed.iter().all(|typed| !typed.value.contains('\0')));
            }
        }

        #[test]
        fn what_a_browser_encodes_comes_back(text in "[^\\p{Cc}]{0,40}") {
            let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let form = Form::parse(format!("name={encoded}").as_bytes()).unwrap();
            prop_assert_eq!(form.value("name"), text);
        }
    }
}

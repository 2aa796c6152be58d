//! The headers in which a proxy passes a certificate on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Above what servers take of headers in all. A chain of cards is well below.
const LONGEST_HEADER: usize = 64 * 1024;
const MOST_CERTIFICATES: usize = 6;

/// How the proxy writes the certificate. Configured, and never guessed from what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// PEM, percent-encoded: nginx's `$ssl_client_escaped_cert`. Empty where the browser showed none.
    EscapedPem,
    /// RFC 9440: `Client-Cert: :BASE64:`, and the rest of the chain in `Client-Cert-Chain: :BASE64:, :BASE64:`.
    ClientCert,
}

/// All values of the headers, in the order in which they came.
#[derive(Debug, Clone, Copy, Default)]
pub struct ForwardedHeaders<'a> {
    /// Of the header that carries the card's certificate.
    pub certificate: &'a [&'a [u8]],
    /// Of `Client-Cert-Chain`.
    pub chain: &'a [&'a [u8]],
}

/// Why a passed-on certificate is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ForwardedRefusal {
    /// Somebody else than a trusted proxy sent the header.
    #[error(
        "a certificate came in a header from an address that is not a trusted proxy: configure the proxy's address"
    )]
    NotFromProxy,
    /// The header came twice: the proxy passed on what the browser wrote, beside its own.
    #[error("the certificate's header came more than once: have the proxy replace what the browser sends")]
    Repeated,
    /// More than a chain of cards needs.
    #[error("the certificate's header is too long: choose the card's own certificate")]
    TooLong,
    /// Not of the configured form.
    #[error("the certificate's header can't be read: configure the form that the proxy writes")]
    Malformed,
}

/// The chain that the headers carry; none where the proxy says that the browser showed none.
pub(crate) fn chain(
    form: HeaderForm,
    headers: &ForwardedHeaders<'_>,
) -> Result<Option<Vec<CertificateDer<'static>>>, ForwardedRefusal> {
    let all = headers.certificate.iter().chain(headers.chain);
    if all.map(|value| value.len()).sum::<usize>() > LONGEST_HEADER {
        return Err(ForwardedRefusal::TooLong);
    }
    let value = match headers.certificate {
        [] if headers.chain.is_empty() => return Ok(None),
        // A chain without its beginning.
        [] => return Err(ForwardedRefusal::Malformed),
        [value] => value.trim_ascii(),
        _ => return Err(ForwardedRefusal::Repeated),
    };
    let chain = match form {
        HeaderForm::EscapedPem if value.is_empty() => return Ok(None),
        HeaderForm::EscapedPem => escaped_pem(value).ok_or(ForwardedRefusal::Malformed)?,
        HeaderForm::ClientCert => client_cert(value, headers.chain).ok_or(ForwardedRefusal::Malformed)?,
    };
    if chain.len() > MOST_CERTIFICATES { Err(ForwardedRefusal::TooLong) } else { Ok(Some(chain)) }
}

fn escaped_pem(value: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let pem = unescaped(value)?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&pem).collect::<Result<_, _>>().ok()?;
    if chain.is_empty() { None } else { Some(chain) }
}

/// Percent-decoding, in which `+` is itself: it is a digit of base64.
fn unescaped(value: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = value.iter().copied();
    let mut unescaped = Vec::with_capacity(value.len());
    while let Some(byte) = bytes.next() {
        unescaped.push(match byte {
            b'%' => (hexadecimal(bytes.next()?)? << 4) | hexadecimal(bytes.next()?)?,
            _ => byte,
        });
    }
    Some(unescaped)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn client_cert(value: &[u8], chain: &[&[u8]]) -> Option<Vec<CertificateDer<'static>>> {
    let mut certificates = vec![byte_sequence(value)?];
    // A list over several lines is one list (RFC 9110, 5.3).
    for item in chain.iter().flat_map(|line| line.split(|byte| *byte == b',')) {
        certificates.push(byte_sequence(item.trim_ascii())?);
    }
    Some(certificates)
}

/// A byte sequence of structured fields (RFC 9651, 3.3.5).
fn byte_sequence(item: &[u8]) -> Option<CertificateDer<'static>> {
    let digits = item.strip_prefix(b":")?.strip_suffix(b":")?;
    BASE64.decode(digits).ok().filter(|der| !der.is_empty()).map(CertificateDer::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(form: HeaderForm, certificate: &[&[u8]], more: &[&[u8]]) -> Result<Option<Vec<Vec<u8>>>, ForwardedRefusal> {
        let read = chain(form, &ForwardedHeaders { certificate, chain: more })?;
        Ok(read.map(|chain| chain.iter().map(|certificate| certificate.to_vec()).collect()))
    }

    #[test]
    fn both_forms_are_read() {
        let escaped: &[u8] = b"-----BEGIN%20CERTIFICATE-----%0A++//%2B%2B//%0A-----END%20CERTIFICATE-----%0A";
        let bytes = BASE64.decode("++//++//").unwrap();
        assert_eq!(read(HeaderForm::EscapedPem, &[escaped], &[]), Ok(Some(vec![bytes.clone()])));
        assert_eq!(read(HeaderForm::EscapedPem, &[b""], &[]), Ok(None));
        assert_eq!(read(HeaderForm::ClientCert, &[b" :++//++//: "], &[]), Ok(Some(vec![bytes.clone()])));
        let three = vec![bytes, b"abc".to_vec(), b"def".to_vec()];
        assert_eq!(read(HeaderForm::ClientCert, &[b":++//++//:"], &[b":YWJj:, :ZGVm:"]), Ok(Some(three.clone())));
        assert_eq!(read(HeaderForm::ClientCert, &[b":++//++//:"], &[b":YWJj:", b":ZGVm:"]), Ok(Some(three)));
    }

    #[test]
    fn what_is_of_neither_form_is_refused() {
        let (escaped, field) = (HeaderForm::EscapedPem, HeaderForm::ClientCert);
        for (form, value) in [
            (escaped, &b":YWJj:"[..]),
            (escaped, b"-----BEGIN%20CERTIFICATE-----%0AYWJj%0A"),
            (escaped, b"%"),
            (escaped, b"%4"),
            (escaped, b"%zz"),
            (field, b""),
            (field, b"::"),
            (field, b"YWJj"),
            (field, b":YWJ:"),
            (field, b":YW Jj:"),
            (field, b":YWJj:;a=1"),
            (field, b"-----BEGIN%20CERTIFICATE-----"),
        ] {
            assert_eq!(read(form, &[value], &[]), Err(ForwardedRefusal::Malformed), "{value:?}");
        }
        assert_eq!(read(field, &[b":YWJj:", b":YWJj:"], &[]), Err(ForwardedRefusal::Repeated));
        assert_eq!(read(field, &[], &[b":YWJj:"]), Err(ForwardedRefusal::Malformed));
        assert_eq!(read(field, &[b":YWJj:"], &[b":YWJj:,"]), Err(ForwardedRefusal::Malformed));
        assert_eq!(read(field, &[&[b'A'; 70_000]], &[]), Err(ForwardedRefusal::TooLong));
        let seven = [&b":YWJj:"[..]; 6];
        assert_eq!(read(field, &[b":YWJj:"], &seven), Err(ForwardedRefusal::TooLong));
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(value in any::<Vec<u8>>(), more in any::<Vec<u8>>()) {
            for form in [HeaderForm::EscapedPem, HeaderForm::ClientCert] {
                let _ = read(form, &[&value], &[&more]);
            }
        }
    }
}

//! Headers that every page carries, so that a browser keeps to what we serve.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// Two years, and what lies below our host too (RFC 6797).
const TLS_ALONE: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The security headers of this installation.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    policy: HeaderValue,
    by_tls: bool,
}

impl SecurityHeaders {
    /// Headers that let forms go to ourselves and to these origins (the identity providers of the installation, whose
    /// sign-in a form of ours redirects to). `by_tls`: people reach us by `https://`, so browsers are told never to try the clear.
    ///
    /// # Errors
    /// An origin that cannot stand in a header.
    pub fn new(form_origins: &[&str], by_tls: bool) -> Result<Arc<Self>, http::header::InvalidHeaderValue> {
        let origins: String = form_origins.iter().map(|origin| format!(" {origin}")).collect();
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'{origins}; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'"
        );
        Ok(Arc::new(Self { policy: HeaderValue::from_str(&policy)?, by_tls }))
    }
}

/// Puts the security headers on every response: `middleware::from_fn_with_state(headers, headers::secure)`.
///
/// A response that already says how it may be cached, or that carries a stricter policy of its own, keeps it.
pub async fn secure(State(headers): State<Arc<SecurityHeaders>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ];
    let map = response.headers_mut();
    for (name, value) in fixed {
        map.insert(name, HeaderValue::from_static(value));
    }
    if headers.by_tls {
        map.insert(STRICT_TRANSPORT_SECURITY, TLS_ALONE);
    }
    map.entry(CONTENT_SECURITY_POLICY).or_insert_with(|| headers.policy.clone());
    // Pages show people's data: nothing of them stays behind in a shared browser.
    map.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use axum::{Router, middleware};
    use tower::ServiceExt as _;

    use super::*;

    async fn headers_of(path: &str) -> http::HeaderMap {
        headers_where(path, true).await
    }

    async fn headers_where(path: &str, by_tls: bool) -> http::HeaderMap {
        let secured = SecurityHeaders::new(&["https://idp.example"], by_tls).unwrap();
        let router: Router = Router::new()
            .route("/page", get(|| async { "page" }))
            .route("/file", get(|| async { ([(CACHE_CONTROL, "public, immutable")], "file") }))
            .layer(middleware::from_fn_with_state(secured, secure));
        router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn a_page_runs_nothing_that_we_did_not_serve_and_is_not_kept() {
        let headers = headers_of("/page").await;
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
        assert!(policy.contains("form-action 'self' https://idp.example;"), "{policy}");
        assert!(policy.contains("manifest-src 'self';") && policy.ends_with("worker-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[tokio::test]
    async fn a_browser_that_came_by_tls_comes_by_nothing_else() {
        let told = headers_of("/page").await;
        assert_eq!(told[STRICT_TRANSPORT_SECURITY], "max-age=63072000; includeSubDomains");
        assert!(!headers_where("/page", false).await.contains_key(STRICT_TRANSPORT_SECURITY), "told in the clear");
    }

    #[tokio::test]
    async fn a_file_keeps_its_own_caching() {
        assert_eq!(headers_of("/file").await[CACHE_CONTROL], "public, immutable");
    }

    #[tokio::test]
    async fn an_unknown_address_is_secured_too() {
        assert!(headers_of("/nowhere").await.contains_key(CONTENT_SECURITY_POLICY));
    }

    #[test]
    fn an_origin_with_a_line_break_is_refused() {
        assert!(SecurityHeaders::new(&["https://a\r\nx: y"], true).is_err());
    }
}

//! The files that a browser fetches: one style sheet, one module, one drawing; and one module more where a page is live, or is
//! kept in a phone.
//!
//! They are part of the program. Each has its content's hash in its address, so that a browser may keep it for ever and
//! still gets the new one the moment the program is replaced.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::packed::{Packed, TIGHT};

/// Joined in the order of their cascade layers.
const STYLES: &[&str] = &[
    include_str!("../assets/css/tokens.css"),
    include_str!("../assets/css/reset.css"),
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/shell.css"),
    include_str!("../assets/css/forms.css"),
    include_str!("../assets/css/components.css"),
    include_str!("../assets/css/lists.css"),
    include_str!("../assets/css/parts.css"),
    include_str!("../assets/css/thread.css"),
    include_str!("../assets/css/chart.css"),
    include_str!("../assets/css/answer.css"),
    include_str!("../assets/css/day.css"),
    include_str!("../assets/css/schedule.css"),
    include_str!("../assets/css/utilities.css"),
    include_str!("../assets/css/print.css"),
];

/// Each does one thing and knows nothing of the others.
const MODULES: &[&str] = &[
    include_str!("../assets/js/error-summary.js"),
    include_str!("../assets/js/send-once.js"),
    include_str!("../assets/js/unsaved-changes.js"),
    include_str!("../assets/js/dialogs.js"),
    include_str!("../assets/js/command-search.js"),
    include_str!("../assets/js/table-rows.js"),
    include_str!("../assets/js/password-eye.js"),
    include_str!("../assets/js/copy.js"),
    include_str!("../assets/js/count-characters.js"),
    include_str!("../assets/js/conditional-fields.js"),
    include_str!("../assets/js/qr-sign-in.js"),
    include_str!("../assets/js/session-warning.js"),
    include_str!("../assets/js/print.js"),
    include_str!("../assets/js/tabs-in-view.js"),
    include_str!("../assets/js/shown-while.js"),
    include_str!("../assets/js/waits-for.js"),
    include_str!("../assets/js/attach.js"),
    include_str!("../assets/js/keep-draft.js"),
    include_str!("../assets/js/colleagues.js"),
    include_str!("../assets/js/answer-text.js"),
];

/// Fetched by pages that show what others change, and by no other.
const LIVE: &str = include_str!("../assets/js/live.js");

/// Fetched by the page that a phone keeps, and by no other.
const PHONE: &str = include_str!("../assets/js/phone.js");

/// Fetched by the page of a home-care unit's day, and by no other.
const DAY: &str = include_str!("../assets/js/day.js");

/// Fetched by pages that have the browser ask a security key, and by no other.
const KEYS: &str = include_str!("../assets/js/keys.js");

/// Fetched by the control tower, and by no other.
const TOWER: &str = include_str!("../assets/js/tower.js");
const TOWER_STYLES: &str = include_str!("../assets/css/tower.css");

struct File {
    name: &'static str,
    kind: &'static str,
    address: String,
    content: Packed,
}

static FILES: LazyLock<[File; 9]> = LazyLock::new(|| {
    [
        File::new("behorig.css", "text/css; charset=utf-8", STYLES.concat()),
        File::new("behorig.js", "text/javascript; charset=utf-8", joined_modules()),
        File::new("mark.svg", "image/svg+xml", include_str!("../assets/mark.svg").to_owned()),
        File::new("live.js", "text/javascript; charset=utf-8", LIVE.to_owned()),
        File::new("phone.js", "text/javascript; charset=utf-8", PHONE.to_owned()),
        File::new("day.js", "text/javascript; charset=utf-8", DAY.to_owned()),
        File::new("keys.js", "text/javascript; charset=utf-8", KEYS.to_owned()),
        File::new("tower.js", "text/javascript; charset=utf-8", TOWER.to_owned()),
        File::new("tower.css", "text/css; charset=utf-8", TOWER_STYLES.to_owned()),
    ]
});

/// The modules in one file, each in a block of its own so that their names do not meet.
fn joined_modules() -> String {
    MODULES.iter().map(|module| format!("{{\n{module}}}\n")).collect()
}

impl File {
    fn new(name: &'static str, kind: &'static str, content: String) -> Self {
        let hash = hex::encode(Sha256::digest(&content));
        let address = format!("/static/{}/{name}", hash.get(..16).unwrap_or_default());
        Self { name, kind, address, content: Packed::new(content, TIGHT) }
    }
}

/// The address of a file by its name; a name that we do not have gives an address where nothing is.
#[must_use]
pub fn url(name: &str) -> &'static str {
    FILES.iter().find(|file| file.name == name).map_or("/static/-/-", |file| file.address.as_str())
}

/// The route of the files.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/static/{hash}/{name}", get(serve))
}

async fn serve(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A page made by another version of the program, during an upgrade: it gets the file, but does not keep it.
    let is_this_version = file.address.split('/').nth(2) == Some(hash.as_str());
    let caching = if is_this_version { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(CONTENT_TYPE, file.kind), (CACHE_CONTROL, caching)], file.content.answer(&headers)).into_response()
}

/// The joined style sheet, for tests that hold it together.
#[cfg(test)]
pub(crate) fn styles() -> String {
    STYLES.concat() + TOWER_STYLES
}

/// How many bytes a browser fetches for this page and all files that every page has, compressed.
#[cfg(test)]
pub(crate) fn packed_size(page: &[u8]) -> usize {
    Packed::new(page.to_vec(), TIGHT).brotli().len()
        + of_every_page().map(|file| file.content.brotli().len()).sum::<usize>()
}

#[cfg(test)]
fn of_every_page() -> impl Iterator<Item = &'static File> {
    FILES.iter().filter(|file| matches!(file.name, "behorig.css" | "behorig.js" | "mark.svg"))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use bytes::Bytes;
    use http::Request;
    use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
    use tower::ServiceExt as _;

    use super::*;

    async fn fetch(path: &str, encoding: &str) -> (StatusCode, HeaderMap, Bytes) {
        let request = Request::get(path).header(ACCEPT_ENCODING, encoding).body(Body::empty()).unwrap();
        let response = routes::<()>().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap())
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_under_the_hash_of_its_content() {
        for file in FILES.iter() {
            let (status, headers, body) = fetch(&file.address, "gzip, br").await;
            assert_eq!((status, headers[CONTENT_ENCODING].to_str().unwrap()), (StatusCode::OK, "br"));
            assert!(headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut body.as_ref(), &mut unpacked).unwrap();
            assert_eq!(&unpacked, file.content.plain());
        }
    }

    #[tokio::test]
    async fn a_browser_without_brotli_gets_the_plain_file() {
        let (_, headers, body) = fetch(url("behorig.css"), "gzip").await;
        assert!(!headers.contains_key(CONTENT_ENCODING));
        assert_eq!(&body, FILES[0].content.plain());
    }

    #[tokio::test]
    async fn a_page_of_another_version_gets_the_file_but_does_not_keep_it() {
        let (status, headers, _) = fetch("/static/0123456789abcdef/behorig.css", "br").await;
        assert_eq!((status, headers[CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-cache"));
        assert_eq!(fetch("/static/0123456789abcdef/secret", "br").await.0, StatusCode::NOT_FOUND);
    }

    #[test]
    fn everything_that_a_first_page_fetches_is_small() {
        let modules = joined_modules();
        assert!(modules.len() < 20_000, "the modules are {} bytes", modules.len());
        let packed: usize = of_every_page().map(|file| file.content.brotli().len()).sum();
        assert!(packed < 20_000, "the files are {packed} bytes compressed");
        assert!(LIVE.len() < 6_000, "the module of live pages is {} bytes", LIVE.len());
        assert!(DAY.len() < 6_000, "the module of a day, by hand and by keyboard, is {} bytes", DAY.len());
        assert!(TOWER.len() < 6_000, "the module of the control tower is {} bytes", TOWER.len());
        assert!(PHONE.len() < 3_000, "the module of the phone is {} bytes", PHONE.len());
    }

    #[test]
    fn no_module_needs_another() {
        for module in MODULES.iter().chain([&LIVE, &PHONE, &DAY, &TOWER]) {
            assert!(!module.contains("import ") && !module.contains("export "), "{module}");
            assert!(!module.contains("innerHTML") && !module.contains("eval("), "{module}");
        }
    }
}

//! What walks over all routes look for in an answer: whose names and numbers a reader finds there.

use std::collections::BTreeMap;
use std::io::Read as _;

use behorig::assemble::RouteLine;
use behorig_access::PersonId;
use behorig_store::params;
use http::Method;
use proof_support::World;

use crate::site::{Browser, Page};

/// A person of the register: a resident, a customer, whoever sends cases or is visited.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: PersonId,
    pub number: String,
    name: String,
    family_first: String,
    with_hyphen: String,
}

/// Everybody in the register.
pub async fn persons(world: &World) -> Vec<Known> {
    let mut read = world.db().read().await.unwrap();
    let rows: Vec<(PersonId, String, String, String)> =
        read.all("SELECT id, identity_number, given_name, family_name FROM person", params![]).await.unwrap();
    rows.into_iter()
        .map(|(id, number, given, family)| Known { id, ..Known::called(&given, &family, &number) })
        .collect()
}

impl Known {
    /// Somebody by name and number alone.
    pub fn called(given: &str, family: &str, number: &str) -> Self {
        Self {
            id: PersonId::from_bytes([0; 16]),
            number: number.to_owned(),
            name: format!("{given} {family}"),
            family_first: format!("{family}, {given}"),
            with_hyphen: format!("{}-{}", &number[..8], &number[8..]),
        }
    }

    /// Whether a text names them: in either order of the name, or by the number however it is written.
    pub fn is_named_in(&self, text: &str) -> bool {
        let short = &self.with_hyphen[2..];
        [&self.name, &self.family_first, &self.number, &self.with_hyphen].iter().any(|one| text.contains(one.as_str()))
            || text.contains(short)
    }
}

/// What a reader finds in an answer: of a page and a table its words, of a document its text, of a workbook the words of its sheets;
/// and where it leads to.
pub fn words_of(page: &Page) -> String {
    let kind = page.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let text = if kind.starts_with("application/pdf") {
        let document = lopdf::Document::load_mem(&page.bytes).unwrap();
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        document.extract_text(&pages).unwrap()
    } else if kind.contains("spreadsheetml") || kind.contains("zip") {
        unpacked(&page.bytes)
    } else {
        page.body.clone()
    };
    let text = format!("{text} {}", page.location.as_deref().unwrap_or_default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        text.push_str(&String::from_utf8_lossy(&content));
    }
    text
}

/// Asks for a route as a reader does: a form is sent with what is given, or with its version alone.
pub async fn ask(browser: &mut Browser, route: &RouteLine, path: &str, forms: &Forms<'_>) -> Page {
    if route.method == Method::GET {
        return browser.get(path).await;
    }
    let fields = forms.get(route.path).map_or(&[("version", "1")][..], |fields| fields.as_slice());
    browser.post(path, fields).await
}

/// What forms are filled with, by their routes.
pub type Forms<'a> = BTreeMap<&'static str, Vec<(&'a str, &'a str)>>;

/// Whether an answer never ends, or is a browser's own business.
pub fn is_left_out(path: &str) -> bool {
    (path.ends_with("/handelser") && path != "/loggranskning/handelser")
        || path.starts_with("/logga-")
        || path == "/byt-uppdrag"
}

//! The access log exported: in batches for the national log service, as bundles of FHIR, within what one keeps.

use std::collections::BTreeMap;
use std::io::Read as _;

use behorig_access::{BuiltIn, PersonId};
use behorig_registers::persons::Protection;
use behorig_store::{ActivityType, Event, Purpose, Resource};
use http::StatusCode;
use proof_support::world::DAY;
use proof_support::{TestDb, World, both_databases};

use crate::log_review::{did, subject};
use crate::site::{Browser, Page, Site};

both_databases!(
    a_long_log_leaves_in_files_of_five_hundred_and_is_itself_on_the_log,
    who_reviews_alone_exports_nothing_and_nobody_exports_other_units,
    a_protected_person_leaves_without_name_and_number,
);

struct Ground {
    site: Site,
    officer: Browser,
    signe: PersonId,
}

impl Ground {
    async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let officer = world.account("Jonna Säker").at(world.clinic).await;
        world.grant(officer, BuiltIn::RecordsSecurityOfficer, world.clinic).await;
        let officer = site.staff(officer, world.clinic).await;
        let signe = world.resident("Signe Lund").await;
        Self { officer, signe, site }
    }

    async fn export(&mut self, form: &str) -> Page {
        let unit = self.site.world.clinic.to_string();
        let fields = [("enhet", unit.as_str()), ("fran", "2026-11-01"), ("till", "2026-11-20"), ("form", form)];
        self.officer.post("/loggranskning/export", &fields).await
    }
}

/// The files of an archive, by their names.
fn files_in(page: &Page) -> BTreeMap<String, String> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.headers["content-type"], "application/zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&page.bytes[..])).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let name = file.name().unwrap().to_string();
        files.insert(name, text);
    }
    files
}

/// So many readings, one a millisecond, in one transaction each hundred.
async fn many(world: &World, account: behorig_access::AccountId, about: PersonId, count: usize) {
    let patient = subject(world, about).await;
    let actor = world.later(-DAY).actor(account).await;
    for _ in 0..count / 100 {
        let resource = Resource { resource_type: "case", patient: Some(patient.clone()), ..Resource::default() };
        let event = Event {
            activity: ActivityType::Read,
            level: "cases.read",
            args: None,
            purpose: Purpose::Care,
            resources: vec![resource],
        };
        let written = world.db().write(&actor, event, |tx, event| {
            Box::pin(async move {
                for _ in 1..100 {
                    let _recorded = tx.record(event.clone()).await?;
                }
                tx.record(event.clone()).await
            })
        });
        written.await.unwrap();
    }
}

async fn a_long_log_leaves_in_files_of_five_hundred_and_is_itself_on_the_log(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let world = ground.site.world.clone();
    let anna = world.account("Anna Ek").at(world.clinic).title("Sjuksköterska").await;
    let none = ground.export("storelog").await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.says("inga händelser"), "{}", none.body);
    many(&world, anna, ground.signe, 1_200).await;
    let page = ground.export("storelog").await;
    let name = page.headers["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(name, "attachment; filename=\"atkomstlogg-2026-11-01-2026-11-20-storelog.zip\"");
    let files = files_in(&page);
    let logs: Vec<usize> = files.values().map(|file| file.matches("<r:log>").count()).collect();
    assert_eq!(logs, [500, 500, 200]);
    assert_eq!(files.keys().next().unwrap(), "storelog-00001.xml");
    let ids: std::collections::BTreeSet<&str> =
        files.values().flat_map(|file| file.split("<logId>").skip(1)).map(|rest| &rest[..36]).collect();
    assert_eq!(ids.len(), 1_200, "every event once");
    let number = subject(&world, ground.signe).await.0;
    assert!(files.values().all(|file| file.contains(number.as_stored()) && file.contains("Signe Lund")));
    let exports: Vec<_> =
        world.events().await.into_iter().filter(|event| event.level.as_deref() == Some("audit.export")).collect();
    assert_eq!(exports.len(), 3, "one for each file");
    for export in &exports {
        assert!(export.resources.iter().any(|about| about.patient.as_deref() == Some(number.as_stored())));
        assert!(export.args.as_ref().unwrap().contains("2026-11-01 to 2026-11-20"));
    }
    let bundles = files_in(&ground.export("fhir").await);
    let entries: Vec<usize> =
        bundles.values().map(|file| file.matches("\"resourceType\":\"AuditEvent\"").count()).collect();
    assert_eq!(entries, [500, 500, 200]);
    assert!(bundles.values().all(|file| file.contains("\"resourceType\":\"Bundle\"")));
    let mut signe = ground.site.resident(ground.signe).await;
    assert!(signe.get("/vem-har-last-om-mig").await.says("Exporterade åtkomstloggen"));
}

async fn who_reviews_alone_exports_nothing_and_nobody_exports_other_units(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let world = ground.site.world.clone();
    let reviewer = world.account("Greta Lag").at(world.clinic).await;
    world.grant(reviewer, BuiltIn::Reviewer, world.clinic).await;
    let mut greta = ground.site.staff(reviewer, world.clinic).await;
    let refused = greta.get("/loggranskning/export").await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.says("Varför?"), "{}", refused.body);
    let other = world.account("Olle Strand").at(world.other_clinic).await;
    did(&world, other, "cases.read", &[ground.signe], DAY).await;
    let (other, region) = (world.other_clinic.to_string(), world.region.to_string());
    for unit in [other.as_str(), region.as_str(), "01997c3e-7c00-7000-8000-000000000001"] {
        let fields = [("enhet", unit), ("fran", "2026-11-01"), ("till", "2026-11-20"), ("form", "fhir")];
        let page = ground.officer.post("/loggranskning/export", &fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{unit}: {}", page.body);
    }
    let form = ground.officer.get("/loggranskning/export").await;
    assert!(form.says("Vårdcentralen Ekbacken") && !form.says("Barnmorskemottagningen"), "{}", form.body);
    assert_eq!(world.events().await.iter().filter(|event| event.level.as_deref() == Some("audit.export")).count(), 0);
}

async fn a_protected_person_leaves_without_name_and_number(test: TestDb) {
    let mut ground = Ground::new(test).await;
    let world = ground.site.world.clone();
    let hidden = world.resident("Hemlig Person").protected(Protection::Marked).await;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    did(&world, anna, "cases.read", &[hidden, ground.signe], DAY).await;
    let number = subject(&world, hidden).await.0;
    for form in ["storelog", "fhir"] {
        let files = files_in(&ground.export(form).await);
        let text = files.values().next().unwrap();
        assert!(text.contains("Signe Lund"), "{text}");
        assert!(!text.contains("Hemlig") && !text.contains(number.as_stored()), "{text}");
        assert!(!text.contains(&hidden.to_string()), "{text}");
    }
}

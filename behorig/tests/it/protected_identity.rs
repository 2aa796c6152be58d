//! Protected identity (*skyddade personuppgifter*): whoever lacks the service for it meets neither name nor number of a protected
//! resident or customer on any page, form, document or file, and no search hints that there is somebody.

use std::collections::BTreeSet;

use behorig_access::{
    AccountId, Assurance, BuiltIn, MayGive, RoleDraft, RoleId, RoleKind, Service, ServiceSet, UnitId,
};
use behorig_identity::test_series;
use behorig_registers::persons::Protection;
use behorig_registers::roles;
use behorig_store::{StoreError, WriteTx, params};
use behorig_visit::Access;
use http::Method;
use jiff::civil::date;
use proof_support::world::DAY;
use proof_support::{TestDb, World, both_databases};

use crate::log_review::did;
use crate::routes::{Samples, right_one};
use crate::site::{Browser, Page, Site};
use crate::walking::{Forms, Known, ask, is_left_out, persons, words_of};

both_databases!(
    nobody_protected_is_named_on_any_page_to_who_lacks_the_service_for_it,
    no_protected_member_of_staff_is_named_on_any_page_to_who_lacks_the_service_for_it,
    a_search_answers_the_same_of_protected_staff_as_of_nobody,
    a_search_answers_the_same_of_somebody_protected_as_of_nobody,
    staff_with_a_protected_identity_are_not_named_in_the_log_to_who_lacks_the_service_for_it,
);

async fn nobody_protected_is_named_on_any_page_to_who_lacks_the_service_for_it(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let world = &site.world;
    let right = right_one(&site).await;
    let trusted = world.account("Tora Betrodd").at(world.clinic).await;
    let trusted_role = role_that_sees(world).await;
    for role in everything_else(&site) {
        world.grant_role(trusted, role, world.region).branch().await;
    }
    world.grant_role(trusted, trusted_role, world.region).branch().await;
    protect_everybody(world).await;
    let number = persons(world).await[0].number.clone();
    let forms = forms_about(&number);

    // That a trusted reader meets them shows that there is something to hide.
    let mut met = BTreeSet::new();
    let mut browser = site.staff(trusted, world.clinic).await;
    for path in readings(&site, &samples) {
        let words = words_of(&browser.get(&path).await);
        met.extend(persons(world).await.iter().any(|known| known.is_named_in(&words)).then_some(path));
    }
    assert!(met.len() > 20, "only {} pages named anybody to the trusted: {met:#?}", met.len());

    let mut told = BTreeSet::new();
    for (account, who) in [(right, "everything but the service"), (samples.account, "a case handler")] {
        let mut browser = site.staff(account, world.clinic).await;
        for method in [Method::GET, Method::POST] {
            for route in site.table.iter().filter(|route| route.method == method && route.access != Access::Resident) {
                let Some(path) = samples.path(route).filter(|_| !is_left_out(route.path)) else { continue };
                let page = ask(&mut browser, route, &path, &forms).await;
                assert!(!page.status.is_server_error(), "{method} {path}: {}", page.body);
                let is_typed = route.method == Method::POST && forms.contains_key(route.path);
                let words = if is_typed { without_what_was_typed(&page, &number) } else { words_of(&page) };
                for known in persons(world).await.iter().filter(|known| known.is_named_in(&words)) {
                    told.insert(format!("{method} {} to {who}: {} {known:?}", route.path, page.status));
                }
            }
        }
    }
    assert!(told.is_empty(), "these name somebody protected: {told:#?}");
}

/// Roles that together hold everything of staff but the service for protected identity.
fn everything_else(site: &Site) -> Vec<RoleId> {
    let staff = BuiltIn::ALL.iter().filter(|template| template.kind() == RoleKind::Staff);
    staff.map(|template| site.world.role(*template)).collect()
}

fn readings(site: &Site, samples: &Samples) -> Vec<String> {
    let guarded = |access: Access| matches!(access, Access::Service(_) | Access::AnyOf(_));
    let routes = site.table.iter().filter(|route| route.method == Method::GET && guarded(route.access));
    routes.filter(|route| !is_left_out(route.path)).filter_map(|route| samples.path(route)).collect()
}

async fn role_that_sees(world: &World) -> RoleId {
    world
        .change((), |tx, ()| {
            Box::pin(async move {
                let (region,): (UnitId,) = tx.one("SELECT id FROM unit WHERE parent_id IS NULL", params![]).await?;
                let draft = RoleDraft {
                    name: "Ser skyddade".to_owned(),
                    kind: RoleKind::Staff,
                    services: ServiceSet::of(&[Service::SeeProtectedIdentity]),
                    daily_planning: false,
                    lowest_assurance: Assurance::TwoFactor,
                    may_give: MayGive::NONE,
                };
                roles::add(tx, region, None, &draft).await
            })
        })
        .await
}

async fn protect_everybody(world: &World) {
    world
        .change((), |tx, ()| {
            Box::pin(async move { tx.execute("UPDATE person SET protection = 'marked'", params![]).await })
        })
        .await;
}

/// An answer without the number as the reader typed it themselves, which a form keeps.
fn without_what_was_typed(page: &Page, number: &str) -> String {
    words_of(page).replace(number, "").replace(&format!("{}-{}", &number[..8], &number[8..]), "")
}

fn forms_about(number: &str) -> Forms<'_> {
    let sought = vec![("personnummer", number)];
    Forms::from([
        ("/invanare/sok", sought.clone()),
        ("/invanare/godkann", sought.clone()),
        ("/invanare/dela-ut", sought),
        ("/kunder/ny", vec![("personnummer", number), ("fran", "2026-11-20")]),
        (
            "/arenden/nytt",
            vec![
                ("till", number),
                ("slag", "question"),
                ("amne", "Inför besöket"),
                ("meddelande", "Hej {namn}!"),
                ("gor", "granska"),
            ],
        ),
        ("/loggranskning/handelser", vec![("nummer", number)]),
        ("/batch/export", vec![("what", "grants")]),
    ])
}

async fn a_search_answers_the_same_of_somebody_protected_as_of_nobody(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let world = &site.world;
    let right = right_one(&site).await;
    let mut browser = site.staff(right, world.clinic).await;
    let found = words_of(&browser.get("/kunder?namn=Lind").await);
    assert!(
        persons(world).await.iter().any(|known| known.is_named_in(&found)),
        "who is not protected is found: {found}"
    );
    protect_everybody(world).await;
    let nobody = test_series::personal_number(date(2010, 3, 4), true).unwrap().as_stored().to_owned();
    for known in persons(world).await {
        for route in site.table.iter().filter(|route| route.method == Method::POST) {
            let fields = forms_about(&known.number);
            if !fields.contains_key(route.path) || route.path == "/batch/export" {
                continue;
            }
            let path = samples.path(route).unwrap();
            let of_them = ask(&mut browser, route, &path, &fields).await;
            let of_nobody = ask(&mut browser, route, &path, &forms_about(&nobody)).await;
            assert_eq!(alike(&of_them, &known.number), alike(&of_nobody, &nobody), "POST {path}");
            if let (Some(theirs), Some(nobodys)) = (&of_them.location, &of_nobody.location) {
                let (theirs, nobodys) = (browser.get(theirs).await, browser.get(nobodys).await);
                assert_eq!(alike(&theirs, &known.number), alike(&nobodys, &nobody), "what POST {path} leads to");
            }
        }
    }
    for (name, nobodys) in [("Elsa", "Ylva"), ("Ulla", "Ylwa"), ("Lind", "Lxnd"), ("Lund", "Lxnd")] {
        for page in [
            "/sok?q=",
            "/kommandon.json?q=",
            "/kunder?namn=",
            "/invanare?namn=",
            "/arenden/sok?ord=",
            "/loggranskning/handelser?vem=",
        ] {
            let of_them = browser.get(&format!("{page}{name}")).await;
            let of_nobody = browser.get(&format!("{page}{nobodys}")).await;
            assert_eq!(alike(&of_them, name), alike(&of_nobody, nobodys), "{page}");
        }
    }
}

/// An answer with nothing in it that differs by what was typed or by chance: ids that were drawn, such as the keys of forms. Those of
/// records begin with their time, are of another version, and stay.
fn alike(page: &Page, typed: &str) -> (http::StatusCode, Option<String>, String) {
    let with_hyphen = typed.get(8..).map_or_else(|| typed.to_owned(), |rest| format!("{}-{rest}", &typed[..8]));
    let words = words_of(page).replace(typed, "…").replace(&with_hyphen, "…");
    let drawn = |text: &str| text.parse::<uuid::Uuid>().is_ok_and(|id| id.get_version_num() == 4);
    let plain: Vec<&str> = words.split('"').filter(|text| !drawn(text)).collect();
    (page.status, page.location.clone(), plain.join("\""))
}

async fn staff_with_a_protected_identity_are_not_named_in_the_log_to_who_lacks_the_service_for_it(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let signe = world.resident("Signe Lund").await;
    let number = test_series::personal_number(date(2010, 3, 4), true).unwrap();
    let hidden = world.account("Hemlig Doktor").at(world.clinic).number(number).await;
    let event = did(world, hidden, "cases.read", &[signe], DAY).await;
    let officer = world.account("Jonna Säker").at(world.clinic).await;
    world.grant(officer, BuiltIn::RecordsSecurityOfficer, world.clinic).await;
    let mut browser = site.staff(officer, world.clinic).await;
    let unit = world.clinic.to_string();
    let drawn = [
        ("enhet", unit.as_str()),
        ("urval", "share"),
        ("andel", "100"),
        ("fran", "2026-11-01"),
        ("till", "2026-11-19"),
        ("klar", "2026-12-04"),
    ];
    let review = browser.post("/loggranskning/ny", &drawn).await.location.unwrap();
    let pages = [
        "/loggranskning/handelser".to_owned(),
        format!("/loggranskning/handelser/{event}"),
        review.clone(),
        format!("{review}/rapport.pdf"),
    ];
    let export = [("enhet", unit.as_str()), ("fran", "2026-11-01"), ("till", "2026-11-20"), ("form", "storelog")];
    let names = async |browser: &mut Browser| {
        let mut named = Vec::new();
        for path in &pages {
            named.push(words_of(&browser.get(path).await).contains("Hemlig"));
        }
        named.push(words_of(&browser.post("/loggranskning/export", &export).await).contains("Hemlig"));
        named
    };
    assert_eq!(names(&mut browser).await, [true; 5], "nobody is protected yet");
    world.resident("Hemlig Doktor").number(number).protected(Protection::Marked).await;
    assert_eq!(names(&mut browser).await, [false; 5], "the log names somebody protected");
    let (found, nobody) = ("/loggranskning/handelser?vem=Hemlig", "/loggranskning/handelser?vem=Nobody");
    let (found, nobody) = (browser.get(found).await, browser.get(nobody).await);
    assert_eq!(alike(&found, "Hemlig"), alike(&nobody, "Nobody"), "a search hints at nobody");
    let role = role_that_sees(world).await;
    world.grant_role(officer, role, world.clinic).await;
    assert_eq!(names(&mut browser).await, [true; 5], "by the service for it");
}

/// A member of staff, with what tells who it is.
#[derive(Clone, Debug)]
struct Colleague {
    account: AccountId,
    known: Known,
    secrets: [String; 3],
}

impl Colleague {
    fn is_named_in(&self, text: &str) -> bool {
        self.known.is_named_in(text) || self.secrets.iter().any(|secret| text.contains(secret.as_str()))
    }
}

/// Gives everybody but these a protected identity, every other by the register of persons and every other by the staff directory, and
/// a telephone and a mailbox of their own.
async fn protect_staff(world: &World, but: &[AccountId]) -> Vec<Colleague> {
    let but = but.to_vec();
    world
        .change(but, |tx, but| {
            Box::pin(async move {
                let rows: Vec<(AccountId, String, String, String, String)> = tx
                    .all(
                        "SELECT id, given_name, family_name, identity_number, user_name FROM account
                         WHERE identity_number IS NOT NULL ORDER BY id",
                        params![],
                    )
                    .await?;
                let mut staff = Vec::new();
                for (place, (account, given, family, number, user_name)) in rows.into_iter().enumerate() {
                    if but.contains(&account) {
                        continue;
                    }
                    let (mobile, email) = (format!("+4670174{place:04}"), format!("hemlig.{place}@vard.example"));
                    tx.execute(
                        "UPDATE account SET mobile = ?2, email = ?3 WHERE id = ?1",
                        params![account, mobile, email],
                    )
                    .await?;
                    protect(tx, account, place, &given, &family, &number).await?;
                    let shown = format!("070-174{place:04}");
                    let _ = mobile;
                    staff.push(Colleague {
                        account,
                        known: Known::called(&given, &family, &number),
                        secrets: [shown, email, user_name],
                    });
                }
                Ok(staff)
            })
        })
        .await
}

async fn protect(
    tx: &mut WriteTx,
    account: AccountId,
    place: usize,
    given: &str,
    family: &str,
    number: &str,
) -> Result<(), StoreError> {
    let id = uuid::Uuid::from_u128(place as u128 + 1);
    if place.is_multiple_of(2) {
        tx.execute(
            "INSERT INTO person (id, identity_number, given_name, family_name, sort_key, protection, updated_at, version)
             VALUES (?1, ?2, 'X', 'Y', ?3, 'marked', 1, 1) ON CONFLICT (identity_number) DO UPDATE SET protection = 'marked'",
            params![id, number, b"xy".to_vec()],
        )
        .await?;
        return Ok(());
    }
    let hsa_id = format!("SE2321000016-H{place:03}");
    tx.execute("INSERT INTO account_hsa_id (hsa_id, account_id) VALUES (?1, ?2)", params![hsa_id, account]).await?;
    tx.execute(
        "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, protected, updated_at)
         VALUES (?1, ?2, ?3, ?4, TRUE, 1)",
        params![hsa_id, given, family, b"xy".to_vec()],
    )
    .await?;
    Ok(())
}

async fn no_protected_member_of_staff_is_named_on_any_page_to_who_lacks_the_service_for_it(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let world = &site.world;
    let trusted = world.account("Tora Betrodd").at(world.clinic).await;
    let role = role_that_sees(world).await;
    let viewer = world.account("Vera Läsare").at(world.clinic).await;
    for account in [trusted, viewer] {
        for role in everything_else(&site) {
            world.grant_role(account, role, world.region).branch().await;
        }
    }
    world.grant_role(trusted, role, world.region).branch().await;
    let staff = protect_staff(world, &[trusted, viewer]).await;
    let named = |words: &str, reader: AccountId| -> Vec<String> {
        let named = staff.iter().filter(|one| one.account != reader && one.is_named_in(words));
        named.map(|one| format!("{:?}", one.known)).collect()
    };

    let mut met = BTreeSet::new();
    let mut browser = site.staff(trusted, world.clinic).await;
    for path in readings(&site, &samples) {
        let words = words_of(&browser.get(&path).await);
        met.extend((!named(&words, trusted).is_empty()).then_some(path));
    }
    assert!(met.len() > 20, "only {} pages named any staff to the trusted: {met:#?}", met.len());

    let mut told = BTreeSet::new();
    for (account, who) in [(viewer, "everything but the service"), (samples.account, "a case handler")] {
        let mut browser = site.staff(account, world.clinic).await;
        for method in [Method::GET, Method::POST] {
            for route in site.table.iter().filter(|route| route.method == method && route.access != Access::Resident) {
                let Some(path) = samples.path(route).filter(|_| !is_left_out(route.path)) else { continue };
                let page =
                    ask(&mut browser, route, &path, &Forms::from([("/batch/export", vec![("what", "grants")])])).await;
                assert!(!page.status.is_server_error(), "{method} {path}: {}", page.body);
                for one in named(&words_of(&page), account) {
                    told.insert(format!("{method} {} to {who}: {} {one}", route.path, page.status));
                }
            }
        }
    }
    let (signe,) = world
        .db()
        .read()
        .await
        .unwrap()
        .one("SELECT id FROM person WHERE given_name = 'Signe'", params![])
        .await
        .unwrap();
    let mut browser = site.resident(signe).await;
    for route in site.table.iter().filter(|route| route.method == Method::GET && route.access == Access::Resident) {
        let Some(path) = samples.path(route).filter(|_| !is_left_out(route.path)) else { continue };
        let page = browser.get(&path).await;
        for one in named(&words_of(&page), viewer) {
            told.insert(format!("GET {} to a resident: {} {one}", route.path, page.status));
        }
    }
    assert!(told.is_empty(), "these name protected staff: {told:#?}");
}

async fn a_search_answers_the_same_of_protected_staff_as_of_nobody(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let viewer = world.account("Vera Läsare").at(world.clinic).await;
    for role in everything_else(&site) {
        world.grant_role(viewer, role, world.region).branch().await;
    }
    let hidden = world.account("Hemlig Doktor").at(world.clinic).hsa_id("SE2321000016-HEML").await;
    world.grant(hidden, BuiltIn::CaseHandler, world.clinic).await;
    let mut browser = site.staff(viewer, world.clinic).await;
    let found = words_of(&browser.get("/anvandare?sok=Hemlig").await);
    assert!(found.contains("Doktor, Hemlig"), "who is not protected is found: {found}");
    protect_staff(world, &[viewer]).await;
    for (theirs, nobodys) in [("Hemlig", "Nobody"), ("SE2321000016-HEML", "SE2321000016-NOBO")] {
        for page in ["/sok?q=", "/kommandon.json?q=", "/anvandare?sok=", "/behorighetsregister?sok="] {
            let of_them = browser.get(&format!("{page}{theirs}")).await;
            let of_nobody = browser.get(&format!("{page}{nobodys}")).await;
            assert_eq!(alike(&of_them, theirs), alike(&of_nobody, nobodys), "{page}");
        }
    }
}

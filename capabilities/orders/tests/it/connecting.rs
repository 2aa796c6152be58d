//! *Ansluta en ny användare*: a clinic's system administrator orders, support connects.

use behorig_access::{AccountId, BuiltIn, Service};
use behorig_identity::{IdentityNumber, test_series};
use behorig_registers::units::{self, NewUnit, UnitKind};
use behorig_store::params;
use http::StatusCode;
use jiff::civil::date;
use proof_support::{TestDb, both_databases};

use crate::site::{Browser, Page, Site};

both_databases!(
    support_connects_an_ordered_user_in_one_step,
    what_is_missing_or_taken_is_told_beside_its_field_and_nothing_typed_is_lost,
    nobody_connects_their_own_order_or_themselves,
    an_order_is_withdrawn_by_its_orderer_and_declined_with_a_reason,
    what_was_taken_in_the_meantime_stands_in_the_way,
    who_may_not_give_a_permission_does_not_connect_with_it,
    strangers_do_not_know_of_orders,
    orders_placed_at_once_have_each_their_number,
    who_ordered_and_has_lost_the_right_since_gets_nobody_connected,
    where_the_units_are_too_many_to_list_the_one_is_typed,
);

const NEW: &str = "/bestallningar/ny-anvandare";

async fn orderer(site: &Site, name: &str) -> Browser {
    let world = &site.world;
    let anna = world.account(name).at(world.clinic).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    site.staff(anna, world.clinic).await
}

async fn support(site: &Site) -> (AccountId, Browser) {
    let stina = site.world.account("Stina Support").at(site.world.region).await;
    site.world.grant(stina, BuiltIn::Support, site.world.region).branch().await;
    (stina, site.staff(stina, site.world.region).await)
}

fn number() -> IdentityNumber {
    test_series::personal_number(date(1985, 5, 17), false).unwrap()
}

const TYPED: [(&str, &str); 8] = [
    ("user-name", "nils.ny"),
    ("mobile", "070-174 06 05"),
    ("email", "nils.ny@example.se"),
    ("title", "Leg. Fysioterapeut"),
    ("staff-category", "physiotherapist"),
    ("long-title", "Leg. fysioterapeut, OMT steg 3 examen"),
    ("given-name", "Nils"),
    ("family-name", "Ny"),
];

/// Orders Nils Ny with Internpost, and gives the path of the order.
async fn order(site: &Site, browser: &mut Browser, more: &[(&str, &str)]) -> String {
    let receipt = send(site, browser, more).await;
    receipt.location.unwrap_or_else(|| panic!("no receipt: {}", receipt.body)).trim_end_matches("/kvitto").to_owned()
}

async fn send(site: &Site, browser: &mut Browser, more: &[(&str, &str)]) -> Page {
    let form = browser.get(NEW).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let role = site.world.role(BuiltIn::InternalMail).to_string();
    assert!(form.body.contains(&format!("value=\"{role}\" checked")), "Internpost is preselected: {}", form.body);
    let mut typed = TYPED.to_vec();
    typed.push(("behorighet", &role));
    typed.retain(|(name, _)| !more.iter().any(|(other, _)| other == name && *name != "behorighet"));
    typed.extend(more);
    let check = browser.fill(&form, NEW, &typed).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.body);
    assert!(check.says("Granska din beställning") && check.says("+46") | check.says("070"), "{}", check.body);
    browser.fill(&check, NEW, &[("steg", "skicka")]).await
}

async fn support_connects_an_ordered_user_in_one_step(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = orderer(&site, "Anna Ek").await;
    let (_, mut stina) = support(&site).await;
    let number = number();
    let path =
        order(&site, &mut anna, &[("identity-number", number.as_stored()), ("hsa-ids", "SE2321000156-12AB")]).await;
    let receipt = anna.get(&format!("{path}/kvitto")).await;
    assert!(receipt.says("Beställningen är mottagen") && receipt.says("Vad händer nu?"), "{}", receipt.body);
    let list = stina.get("/bestallningar").await;
    assert!(list.says("Nils Ny") && list.says("Vårdcentralen Ekbacken") && !list.body.contains(number.as_stored()));
    let page = stina.get(&path).await;
    for words in ["Beställning 1", "nils.ny", "Fysioterapeut/Sjukgymnast", "SE2321000156-12AB", "Internpost", "Anna Ek"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(page.body.contains(&number.shown()), "in full for its two parties");
    let action = format!("{path}/anslut");
    site.wait(60_000);
    let connected = stina.fill(&page, &action, &[]).await;
    assert_eq!(connected.status, StatusCode::OK, "{}", connected.body);
    assert!(connected.says("Användaren är ansluten") && connected.body.contains("http://behorig.test/engangslank/"));
    let again = stina.fill(&page, &action, &[]).await;
    assert_eq!(again.location.as_deref(), Some(path.as_str()), "sent twice, it happened once: {}", again.body);

    let mut read = site.test.read().await.unwrap();
    let made: Vec<(AccountId, String, String, bool)> = read
        .all(
            "SELECT id, given_name, long_title, password_hash IS NULL FROM account WHERE user_name_key = 'nils.ny'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(made.len(), 1);
    let (nils, given, long_title, no_password) = made[0].clone();
    assert_eq!(
        (given.as_str(), long_title.as_str(), no_password),
        ("Nils", "Leg. fysioterapeut, OMT steg 3 examen", true)
    );
    let (basis, links): (String, i64) = read
        .one(
            "SELECT g.basis, (SELECT CAST(count(*) AS BIGINT) FROM one_time_link l WHERE l.account_id = g.holder_account)
             FROM grants g WHERE g.holder_account = ?1",
            params![nils],
        )
        .await
        .unwrap();
    assert_eq!((basis.as_str(), links), ("order", 1));
    let doors: Vec<(String,)> =
        read.all("SELECT DISTINCT door FROM history WHERE entity_id = ?1", params![nils]).await.unwrap();
    assert_eq!(doors, [("order 1".to_owned(),)]);
    drop(read);
    assert!(world.later(60_000).may(nils, Service::InternalMail, world.clinic).await);
    let events: Vec<_> = world.events().await.into_iter().filter_map(|event| event.level).collect();
    assert!(
        events.iter().any(|level| level == "orders.carry-out") && events.iter().any(|level| level == "accounts.create")
    );
    let done = anna.get(&path).await;
    assert!(done.says("Utförd") && done.says("Stina Support"), "{}", done.body);
}

async fn what_is_missing_or_taken_is_told_beside_its_field_and_nothing_typed_is_lost(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = orderer(&site, "Anna Ek").await;
    let taken = number();
    world.account("Bo Lind").at(world.home_care).user_name("bo.lind").number(taken).hsa_id("SE2321000156-77").await;
    let form = anna.get(NEW).await;
    let empty = anna.fill(&form, NEW, &[("long-title", "<script>x</script>")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Ange ett användarnamn för inloggning.",
        "Ange användarens förnamn.",
        "Ange användarens efternamn.",
        "Välj vilken personalkategori användaren tillhör.",
        "Ange mobilnummer eller e-post",
    ] {
        assert!(empty.says(words), "{words}: {}", empty.body);
    }
    assert!(empty.body.contains("&lt;script&gt;") && !empty.body.contains("<script>x"));
    let mut typed = TYPED.to_vec();
    typed.retain(|(name, _)| *name != "user-name");
    let shown = taken.shown();
    typed.extend([("user-name", "BO.LIND"), ("identity-number", &*shown), ("hsa-ids", "SE2321000156-77")]);
    let refused = anna.fill(&form, NEW, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Användarnamnet är upptaget",
        "Det finns redan ett konto med det personnumret",
        "finns redan på ett annat konto",
    ] {
        assert!(refused.says(words), "{words}: {}", refused.body);
    }
    assert!(refused.body.contains("value=\"BO.LIND\"") && refused.body.contains("value=\"Nils\""));
    let wrong = anna.fill(&form, NEW, &[("identity-number", "20150916-0006"), ("user-name", "a b")]).await;
    assert!(wrong.body.contains("identity-number-error") && wrong.body.contains("user-name-error"), "{}", wrong.body);
}

async fn nobody_connects_their_own_order_or_themselves(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let both = world.account("Britt Båda").at(world.region).await;
    world.grant(both, BuiltIn::Support, world.region).branch().await;
    world.grant(both, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut britt = site.staff(both, world.region).await;
    let path = order(&site, &mut britt, &[]).await;
    let page = britt.get(&path).await;
    assert!(page.says("Ingen avgör sin egen beställning") && !page.says("Anslut användaren"), "{}", page.body);
    let forced = britt.post(&format!("{path}/anslut"), &[("version", "1")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mut anna = orderer(&site, "Anna Ek").await;
    let mine = number();
    let own = world.account("Siv Själv").at(world.region).without_number().await;
    world.grant(own, BuiltIn::Support, world.region).branch().await;
    let path = order(&site, &mut anna, &[("identity-number", mine.as_stored()), ("user-name", "siv.ny")]).await;
    world
        .change((own, mine), |tx, (own, mine)| {
            Box::pin(async move {
                tx.execute("UPDATE account SET identity_number = ?2 WHERE id = ?1", params![own, mine]).await?;
                Ok(())
            })
        })
        .await;
    let mut siv = site.staff(own, world.region).await;
    let forced = siv.post(&format!("{path}/anslut"), &[("version", "1")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(forced.says("Ingen avgör en beställning som gäller en själv"), "{}", forced.body);
}

async fn an_order_is_withdrawn_by_its_orderer_and_declined_with_a_reason(test: TestDb) {
    let site = Site::new(test).await;
    let mut anna = orderer(&site, "Anna Ek").await;
    let mut other = orderer(&site, "Ove Annan").await;
    let (_, mut stina) = support(&site).await;
    let path = order(&site, &mut anna, &[]).await;
    assert_eq!(other.get(&path).await.status, StatusCode::FORBIDDEN, "he holds a grant at the unit and is told why");
    let foreign = other.post(&format!("{path}/aterta"), &[("version", "1")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let question = anna.get(&format!("{path}/aterta")).await;
    let withdrawn = anna.fill(&question, &format!("{path}/aterta"), &[]).await;
    assert_eq!(withdrawn.location.as_deref(), Some(path.as_str()), "{}", withdrawn.body);
    assert!(stina.get(&path).await.says("Återtagen"));
    let late = stina.post(&format!("{path}/anslut"), &[("version", "2")]).await;
    assert!(late.says("Beställningen är redan avgjord"), "{}", late.body);

    let path = order(&site, &mut anna, &[]).await;
    let question = stina.get(&format!("{path}/avslag")).await;
    let action = format!("{path}/avslag");
    let unsaid = stina.fill(&question, &action, &[("skal", " ")]).await;
    assert!(unsaid.says("Skriv varför beställningen avslås"), "{}", unsaid.body);
    let declined = stina.fill(&unsaid, &action, &[("skal", "Fel mottagning")]).await;
    assert_eq!(declined.location.as_deref(), Some(path.as_str()), "{}", declined.body);
    let told = anna.get(&path).await;
    assert!(told.says("Avslagen") && told.says("Fel mottagning"), "{}", told.body);
    assert!(anna.get("/bestallningar").await.says("Avslagen"));
    assert!(!stina.get("/bestallningar").await.says("Nils Ny"), "nothing waits");
    assert!(stina.get("/bestallningar?lage=declined").await.says("Nils Ny"));
}

async fn what_was_taken_in_the_meantime_stands_in_the_way(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = orderer(&site, "Anna Ek").await;
    let (_, mut stina) = support(&site).await;
    let path = order(&site, &mut anna, &[]).await;
    world.account("Nils Nyss").at(world.home_care).user_name("nils.ny").await;
    let page = stina.get(&path).await;
    assert!(page.says("Det här är i vägen") && page.says("Användarnamnet är upptaget"), "{}", page.body);
    assert!(!page.says("Anslut användaren"));
    let forced = stina.post(&format!("{path}/anslut"), &[("version", "1")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", forced.body);
    assert!(stina.get(&path).await.says("Mottagen"), "nothing half done");
}

async fn who_may_not_give_a_permission_does_not_connect_with_it(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = orderer(&site, "Anna Ek").await;
    let role = world.role(BuiltIn::Batch).to_string();
    let path = order(&site, &mut anna, &[("behorighet", &role)]).await;
    // Receives orders and makes accounts, but gives no roles.
    let maker = world
        .change(world.region, |tx, region| {
            Box::pin(async move {
                let draft = behorig_access::RoleDraft {
                    name: "Mottagare av beställningar".to_owned(),
                    kind: behorig_access::RoleKind::Staff,
                    services: behorig_access::ServiceSet::of(&[Service::ReceiveOrders, Service::CreateAccounts]),
                    daily_planning: false,
                    lowest_assurance: behorig_access::Assurance::TwoFactor,
                    may_give: behorig_access::MayGive::NONE,
                };
                behorig_registers::roles::add(tx, *region, None, &draft).await
            })
        })
        .await;
    let rut = world.account("Rut Utan").at(world.region).await;
    world.grant_role(rut, maker, world.region).branch().await;
    let mut rut = site.staff(rut, world.region).await;
    let page = rut.get(&path).await;
    let refused = rut.fill(&page, &format!("{path}/anslut"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Du får inte ge rollen Batch vid enheten"), "{}", refused.body);
    let mut read = site.test.read().await.unwrap();
    let made: Vec<(AccountId,)> =
        read.all("SELECT id FROM account WHERE user_name_key = 'nils.ny'", &[]).await.unwrap();
    assert!(made.is_empty());
}

async fn strangers_do_not_know_of_orders(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let mut anna = orderer(&site, "Anna Ek").await;
    let path = order(&site, &mut anna, &[]).await;
    let elsewhere = world.account("Eva Annanstans").at(world.home_care).await;
    world.grant(elsewhere, BuiltIn::SystemAdministrator, world.home_care).await;
    let mut eva = site.staff(elsewhere, world.home_care).await;
    for below in ["", "/kvitto", "/aterta", "/avslag"] {
        assert_eq!(eva.get(&format!("{path}{below}")).await.status, StatusCode::NOT_FOUND, "{below}");
    }
    assert!(!eva.get("/bestallningar").await.says("Nils Ny"));
    let unit = world.clinic.to_string();
    let foreign = eva.post(NEW, &[("enhet", &unit), ("user-name", "x")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(eva.get("/bestallningar/inget-nummer").await.status, StatusCode::NOT_FOUND);
}

async fn orders_placed_at_once_have_each_their_number(test: TestDb) {
    let site = Site::new(test).await;
    let mut browsers = Vec::new();
    for name in ["Anna Ek", "Bo Lind", "Cia Ask", "Dan Alm"] {
        browsers.push(orderer(&site, name).await);
    }
    let site = std::sync::Arc::new(site);
    let mut sending = tokio::task::JoinSet::new();
    for mut browser in browsers {
        let site = std::sync::Arc::clone(&site);
        sending.spawn(async move { order(&site, &mut browser, &[]).await });
    }
    let paths = sending.join_all().await;
    assert_eq!(paths.len(), 4);
    let mut read = site.test.read().await.unwrap();
    let numbers: Vec<(i64,)> = read.all("SELECT number FROM care_order ORDER BY number", &[]).await.unwrap();
    assert_eq!(numbers, [(1,), (2,), (3,), (4,)]);
}

async fn who_ordered_and_has_lost_the_right_since_gets_nobody_connected(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    let right = world.grant(anna, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut browser = site.staff(anna, world.clinic).await;
    let (_, mut stina) = support(&site).await;
    let path = order(&site, &mut browser, &[]).await;
    let page = stina.get(&path).await;
    assert!(page.says("Får beställa") && page.says("Anslut användaren"), "{}", page.body);
    world.end(right).await;
    site.wait(60_000);
    let now = stina.get(&path).await;
    assert!(now.says("Får inte beställa") && now.says("Anna Ek får inte längre beställa användare"), "{}", now.body);
    let refused = stina.fill(&page, &format!("{path}/anslut"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("får inte längre beställa användare för Vårdcentralen Ekbacken"), "{}", refused.body);
    let mut read = site.test.read().await.unwrap();
    let made: Option<(AccountId,)> =
        read.optional("SELECT id FROM account WHERE user_name_key = 'nils.ny'", &[]).await.unwrap();
    assert_eq!(made, None);
}

async fn where_the_units_are_too_many_to_list_the_one_is_typed(test: TestDb) {
    let site = Site::new(test).await;
    let world = &site.world;
    world
        .change(world.care_provider, |tx, parent| {
            Box::pin(async move {
                for number in 0..505 {
                    let name = if number < 503 { format!("Mottagning {number:03}") } else { "Tvillingen".to_owned() };
                    let unit = NewUnit {
                        parent: Some(*parent),
                        kind: UnitKind::Clinic,
                        name,
                        hsa_id: None,
                        code: None,
                        import_key: None,
                    };
                    units::add(tx, &unit).await?;
                }
                Ok(())
            })
        })
        .await;
    let anna = world.account("Anna Ek").at(world.region).await;
    world.grant(anna, BuiltIn::SystemAdministrator, world.region).branch().await;
    let mut browser = site.staff(anna, world.region).await;
    let form = browser.get(NEW).await;
    assert!(
        form.says("Skriv enhetens namn eller HSA-id.") && form.body.contains("value=\"Region Norrsjö\""),
        "{}",
        form.body
    );
    for (unit, wrong) in
        [("Nyckelviken", "Det finns ingen enhet som heter Nyckelviken"), ("Tvillingen", "Flera enheter")]
    {
        let mut typed = TYPED.to_vec();
        typed.push(("enhet", unit));
        let told = browser.fill(&form, NEW, &typed).await;
        assert!(told.status == StatusCode::UNPROCESSABLE_ENTITY && told.says(wrong), "{}", told.body);
        assert!(told.body.contains(&format!("value=\"{unit}\"")), "{}", told.body);
    }
    let mut typed = TYPED.to_vec();
    typed.push(("enhet", "mottagning 502"));
    let check = browser.fill(&form, NEW, &typed).await;
    assert!(check.status == StatusCode::OK && check.says("Mottagning 502"), "{}", check.body);
    let back = browser.fill(&check, NEW, &[("steg", "andra")]).await;
    assert!(back.body.contains("value=\"Mottagning 502\""), "{}", back.body);
    let sent = browser.fill(&check, NEW, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let sql = "SELECT u.name FROM care_order o JOIN unit u ON u.id = o.unit_id";
    let (unit,): (String,) = site.test.read().await.unwrap().one(sql, &[]).await.unwrap();
    assert_eq!(unit, "Mottagning 502");
}

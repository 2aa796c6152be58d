//! How long a page of the list takes among a hundred thousand accounts. Not part of the everyday run:
//! `cargo test -p behorig-accounts --release -- --ignored --nocapture a_page`

use std::time::Instant as Stopwatch;

use behorig_access::{AccountId, BuiltIn, UnitId};
use behorig_accounts::fields::{Key, Values};
use behorig_accounts::{Edge, Filter, StatusFilter, list, terms_of};
use behorig_identity::swedish_sort_key;
use behorig_registers::units::UnitKind;
use behorig_store::{Param, StoreError, WriteTx, params};
use proof_support::{TestDb, World, on_sqlite};

const ACCOUNTS: usize = 100_000;
const CLINICS: usize = 1_000;
const GIVEN: [&str; 12] =
    ["Anna", "Bo", "Cecilia", "David", "Eva", "Fatima", "Göran", "Hanna", "Ivar", "Johanna", "Åsa", "Örjan"];
const FAMILY: [&str; 10] =
    ["Andersson", "Berg", "Ceder", "Dahl", "Ek", "Lindqvist", "Nilsson", "Svensson", "Åkesson", "Öberg"];

/// So many accounts with names, units and a role each, by turns.
pub(crate) async fn fill(
    tx: &mut WriteTx,
    accounts: usize,
    units: &[UnitId],
    role: behorig_access::RoleId,
) -> Result<(), StoreError> {
    let now = tx.now();
    for at in 0..accounts {
        let id = AccountId::new(tx.new_uuid());
        let (given, family) = (GIVEN[at % 12], format!("{}{}", FAMILY[at / 12 % 10], at / 1_200));
        let user_name = format!("u{at}");
        let mut values = Values::default();
        values.set(Key::GivenName, Some(given.to_owned()));
        values.set(Key::FamilyName, Some(family.clone()));
        values.set(Key::UserName, Some(user_name.clone()));
        let key = swedish_sort_key(&format!("{family}, {given}"));
        let unit = units[at % units.len()];
        let locked = if at % 20_000 == 7 { Param::Int(now.as_millis()) } else { Param::Null };
        tx.execute(
            "INSERT INTO account (id, unit_id, user_name, user_name_key, given_name, family_name, sort_key, title, notices,
                 language, password_must_change, locked_at, created_at, version)
             VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, 'Leg. Läkare', TRUE, 'sv', FALSE, ?7, ?8, 1)",
            params![id, unit, user_name, given, family, key, locked, now],
        )
        .await?;
        for term in terms_of(&values) {
            tx.execute("INSERT INTO account_term (term, account_id) VALUES (?1, ?2)", params![term, id]).await?;
        }
        let grant = tx.new_uuid();
        tx.execute(
            "INSERT INTO grants (id, holder_account, role_id, unit_id, branch, from_at, basis, given_at, version)
             VALUES (?1, ?2, ?3, ?4, FALSE, ?5, 'import', ?5, 1)",
            params![grant, id, role, unit, now],
        )
        .await?;
    }
    Ok(())
}

#[test]
#[ignore = "makes 100,000 accounts"]
fn a_page_is_found_quickly_among_a_hundred_thousand_accounts() {
    on_sqlite(measure);
}

async fn measure(db: TestDb) {
    let world = World::new(&db).await;
    let mut units = Vec::new();
    for at in 0..CLINICS {
        units.push(world.unit(world.care_unit, UnitKind::Clinic, &format!("Mottagning {at}")).await);
    }
    let clinic = units[17];
    let input = (units, world.role(BuiltIn::InternalMail));
    world.change(input, |tx, (units, role)| Box::pin(fill(tx, ACCOUNTS, units, *role))).await;
    let support = world.account("Stina Support").at(world.region).await;
    world.grant(support, BuiltIn::Support, world.region).branch().await;
    let provider = world.account("Pia Provider").at(world.care_provider).await;
    world.grant(provider, BuiltIn::Support, world.care_provider).branch().await;
    let admin = world.account("Ada Admin").at(clinic).await;
    world.grant(admin, BuiltIn::SystemAdministrator, clinic).await;
    let search = |text: &str| Filter { search: text.to_owned(), ..Filter::default() };
    let next = {
        let viewer = world.viewer(support).await;
        let mut read = db.read().await.unwrap();
        let page = list(&mut read, &viewer, &Filter::default(), Edge::Start, world.now).await.unwrap();
        Edge::After(page.rows[49].id)
    };
    for (what, who, filter) in [
        ("support, all", support, Filter::default()),
        ("support, all, next page", support, Filter::default()),
        ("care provider, all", provider, Filter::default()),
        ("clinic, all", admin, Filter::default()),
        ("support, one name", support, search("ek17")),
        ("support, a common beginning", support, search("a")),
        ("support, two words", support, search("anna berg")),
        ("clinic, a common beginning", admin, search("a")),
        ("support, locked", support, Filter { status: StatusFilter::Locked, ..Filter::default() }),
        ("support, a unit", support, Filter { unit: Some(clinic), ..Filter::default() }),
        (
            "support, a common role",
            support,
            Filter { role: Some(world.role(BuiltIn::InternalMail)), ..Filter::default() },
        ),
        ("support, a rare role", support, Filter { role: Some(world.role(BuiltIn::Support)), ..Filter::default() }),
        ("support, nobody", support, search("zz")),
    ] {
        let viewer = world.viewer(who).await;
        let mut times = Vec::new();
        let mut shown = 0;
        for _ in 0..50 {
            let mut read = db.read().await.unwrap();
            let watch = Stopwatch::now();
            let edge = if what.ends_with("next page") { next } else { Edge::Start };
            let page = list(&mut read, &viewer, &filter, edge, world.now).await.unwrap();
            times.push(watch.elapsed());
            shown = page.rows.len();
        }
        times.sort();
        println!("{what}: {shown} shown, median {:?}, slowest {:?}", times[times.len() / 2], times[times.len() - 1]);
    }
}

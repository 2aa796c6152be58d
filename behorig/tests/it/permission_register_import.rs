//! What a spreadsheet and the register say otherwise of the same permission, and whom and what the import shows and keeps of nobody.

use behorig_access::{AccountId, BuiltIn, GrantId, Instant, UnitId};
use behorig_registers::persons::Protection;
use behorig_store::params;
use http::StatusCode;
use proof_support::{TestDb, both_databases};

use crate::my_care::hidden;
use crate::permission_register::{ANNA, BO, Desk, carry_out, checked, send_file};

both_databases!(
    what_is_there_to_another_day_is_shown_and_changed_only_where_it_is_chosen,
    what_reaches_less_far_than_the_file_says_is_replaced_where_it_is_chosen,
    a_difference_waits_for_the_answer_whether_it_is_the_right_person,
    whoever_may_not_change_a_difference_is_told_so_and_changes_nothing,
    a_difference_that_has_changed_since_it_was_shown_is_shown_anew,
    a_protected_name_is_told_of_nobody_whom_the_file_lacks,
    an_identity_number_in_a_cell_stands_on_no_page_and_is_not_kept,
);

/// The last day in Sweden of what is given to and including 31 December 2027, and the moment when it is over.
const NEW_YEAR: Instant = Instant(1_830_294_000_000);

/// What somebody holds at a unit: the grant, whether it covers the branch, when it ends and on what basis.
async fn held(desk: &Desk, who: AccountId, role: BuiltIn, unit: UnitId) -> Vec<(GrantId, bool, Option<i64>, String)> {
    let mut tx = desk.site.world.db().read().await.unwrap();
    let (role, now) = (desk.site.world.role(role), desk.site.world.now);
    tx.all(
        "SELECT g.id, g.branch, g.to_at, g.basis FROM grants g
         WHERE g.holder_account = ?1 AND g.role_id = ?2 AND g.unit_id = ?3 AND (g.to_at IS NULL OR g.to_at > ?4)
         ORDER BY g.id",
        params![who, role, unit, now],
    )
    .await
    .unwrap()
}

async fn what_is_there_to_another_day_is_shown_and_changed_only_where_it_is_chosen(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    let annas = world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await;
    let bos = world.grant(desk.bo, BuiltIn::Dashboard, world.clinic).until(NEW_YEAR).await;
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet;Slutdatum\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard;2027-12-31\n\
         Bo Ask;{BO};Vårdcentralen Ekbacken;Dashboard;tills vidare\n"
    );
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    for words in [
        "Skiljer sig från filen",
        "Rad 2: Anna Ek · Dashboard · Vårdcentralen Ekbacken. I registret: 2026-11-20 – tills vidare. I filen: 2027-12-31.",
        "Rad 3: Bo Ask · Dashboard · Vårdcentralen Ekbacken. I registret: 2026-11-20 – 2027-12-31. I filen: tills vidare.",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(!page.says("Allt i filen finns redan"), "{}", page.body);
    let nothing = carry_out(&mut desk.support, &check, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "what is not chosen stays: {}", nothing.body);
    let done = carry_out(&mut desk.support, &check, &[("andra", &annas.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let receipt = desk.support.get(&done.location.unwrap()).await;
    assert!(receipt.says("Ändrade behörigheter"), "{}", receipt.body);
    let of_anna = held(&desk, desk.anna, BuiltIn::Dashboard, world.clinic).await;
    assert_eq!(
        of_anna,
        [(annas, false, Some(NEW_YEAR.0), "administrator".to_owned())],
        "the same grant, on its own basis"
    );
    let of_bo = held(&desk, desk.bo, BuiltIn::Dashboard, world.clinic).await;
    assert_eq!(of_bo.iter().map(|grant| (grant.0, grant.2)).collect::<Vec<_>>(), [(bos, Some(NEW_YEAR.0))]);
    let told = "SELECT CAST(count(*) AS BIGINT) FROM audit_event
                WHERE activity_level = 'permission-register.import' AND activity_args LIKE '%given=0 changed=1 ended=0%'";
    assert_eq!(desk.count(told).await, 1);
    let history = "SELECT CAST(count(*) AS BIGINT) FROM history h
                   WHERE h.entity_kind = 'grant' AND h.old_value LIKE '%tills vidare' AND h.new_value LIKE '%2027-12-31'";
    assert_eq!(desk.count(history).await, 1);
    // Bo's is chosen next: the file says until further notice.
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    assert!(!desk.support.get(&check).await.says("Rad 2: Anna Ek"), "Anna's is as the file says now");
    assert_eq!(carry_out(&mut desk.support, &check, &[("andra", "alla")]).await.status, StatusCode::SEE_OTHER);
    let of_bo = held(&desk, desk.bo, BuiltIn::Dashboard, world.clinic).await;
    assert_eq!(of_bo.iter().map(|grant| (grant.0, grant.2)).collect::<Vec<_>>(), [(bos, None)]);
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    assert!(desk.support.get(&check).await.says("Allt i filen finns redan"));
}

async fn what_reaches_less_far_than_the_file_says_is_replaced_where_it_is_chosen(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    let alone = world.grant(desk.anna, BuiltIn::Dashboard, world.care_unit).await;
    let file = format!("Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Ekbackens vårdenhet;Dashboard\n");
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    assert!(page.says("bara enheten själv") && page.says("även enheter under"), "{}", page.body);
    let done = carry_out(&mut desk.support, &check, &[("andra", &alone.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let now = held(&desk, desk.anna, BuiltIn::Dashboard, world.care_unit).await;
    let [(grant, true, None, basis)] = now.as_slice() else { panic!("one grant that covers the branch: {now:?}") };
    assert!(*grant != alone && basis == "import");
}

async fn a_difference_waits_for_the_answer_whether_it_is_the_right_person(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    let annas = world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await.to_string();
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet;Slutdatum\nEva Berg;{ANNA};Vårdcentralen Ekbacken;Dashboard;2027-12-31\n"
    );
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let refused = carry_out(&mut desk.support, &check, &[("andra", &annas)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Rad 2: kryssa för att det är rätt person"), "{}", refused.body);
    let (mark, once) = (hidden(&refused, "plan"), hidden(&refused, "en-gang"));
    let fields = [("plan", mark.as_str()), ("en-gang", once.as_str()), ("andra", annas.as_str()), ("ratt", "2")];
    let done = desk.support.post(&check, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(held(&desk, desk.anna, BuiltIn::Dashboard, world.clinic).await[0].2, Some(NEW_YEAR.0));
}

async fn whoever_may_not_change_a_difference_is_told_so_and_changes_nothing(test: TestDb) {
    let desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    let tilda = world.account("Tilda Förvaltare").at(world.region).hsa_id("SE2321000016-1TILDA").await;
    world.grant(tilda, BuiltIn::ServiceAdministration, world.care_unit).branch().await;
    let own = world.grant(tilda, BuiltIn::Dashboard, world.clinic).until(NEW_YEAR).await;
    let mut browser = desk.site.staff(tilda, world.care_unit).await;
    let file = "Namn;HSA-id;Enhet;Behörighet\nTilda Förvaltare;SE2321000016-1TILDA;Vårdcentralen Ekbacken;Dashboard\n";
    let check = checked(&mut browser, "a.csv", file.as_bytes()).await;
    let page = browser.get(&check).await;
    assert!(page.says("I filen: tills vidare. Ingen ger sig själv en behörighet"), "{}", page.body);
    assert!(!page.body.contains(&own.to_string()), "there is no tick for it");
    let (mark, once) = (hidden(&page, "plan"), hidden(&page, "en-gang"));
    for chosen in [own.to_string(), "alla".to_owned()] {
        let fields = [("plan", mark.as_str()), ("en-gang", once.as_str()), ("andra", chosen.as_str())];
        let refused = browser.post(&check, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{chosen}: {}", refused.body);
    }
    assert_eq!(held(&desk, tilda, BuiltIn::Dashboard, world.clinic).await[0].2, Some(NEW_YEAR.0));
}

async fn a_difference_that_has_changed_since_it_was_shown_is_shown_anew(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    let annas = world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await;
    let file =
        format!("Namn;HSA-id;Enhet;Behörighet;Slutdatum\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard;2027-12-31\n");
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let shown = desk.support.get(&check).await;
    let (mark, once) = (hidden(&shown, "plan"), hidden(&shown, "en-gang"));
    world.end(annas).await;
    desk.site.wait(1);
    let key = annas.to_string();
    let fields = [("plan", mark.as_str()), ("en-gang", once.as_str()), ("andra", key.as_str())];
    let anew = desk.support.post(&check, &fields).await;
    assert_eq!(anew.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", anew.body);
    assert!(anew.says("Något har ändrats sedan du såg listan"), "{}", anew.body);
    assert!(held(&desk, desk.anna, BuiltIn::Dashboard, world.clinic).await.is_empty());
}

async fn a_protected_name_is_told_of_nobody_whom_the_file_lacks(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = desk.site.world.clone();
    // One is protected by the directory, the other by the register of persons; the third is not.
    let cia = world.account("Cia Dold").at(world.clinic).hsa_id("SE2321000016-1CIA").await;
    let number = behorig_identity::test_series::personal_number(jiff::civil::date(2001, 2, 3), false).unwrap();
    let di = world.account("Di Gömd").at(world.clinic).number(number).await;
    world.resident("Di Gömd").number(number).protected(Protection::ProtectedRegistration).await;
    world
        .change((), |tx, ()| {
            Box::pin(async move {
                let sql =
                    "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, protected, updated_at)
                           VALUES (?1, 'Cia', 'Dold', ?2, TRUE, 0)";
                tx.execute(sql, params!["SE2321000016-1CIA", b"dold".to_vec()]).await?;
                Ok(())
            })
        })
        .await;
    for who in [cia, di, desk.bo] {
        world.grant(who, BuiltIn::Dashboard, world.clinic).await;
    }
    let file = format!("Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard\n");
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    assert!(!page.says("Dold") && !page.says("Gömd"), "{}", page.body);
    for words in [
        "Skyddade personuppgifter (SE2321000016-1CIA) · Dashboard · Vårdcentralen Ekbacken",
        "Skyddade personuppgifter · Dashboard · Vårdcentralen Ekbacken",
        "Ask, Bo · Dashboard · Vårdcentralen Ekbacken",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
}

async fn an_identity_number_in_a_cell_stands_on_no_page_and_is_not_kept(test: TestDb) {
    const NUMBERS: [&str; 7] = [
        "19800101-2384",
        "198002022383",
        "800303-2382",
        "19800404 2381",
        "800505+2380",
        "198006062389",
        "19800707-2388",
    ];
    let mut desk = Desk::new(test).await;
    let [name, hsa_id, unit, permission, until, tick, file_name] = NUMBERS;
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet;Slutdatum;Dashboard;{name}\n\
         Anna Ek {name};{ANNA};Vårdcentralen Ekbacken;Flygledartornet;;;{name}\n\
         Anna Ek;{hsa_id};Vårdcentralen Ekbacken;Flygledartornet;;;\n\
         Anna Ek;{ANNA};{unit};Flygledartornet;;;\n\
         Anna Ek;{ANNA};Vårdcentralen Ekbacken;{permission};;;\n\
         Anna Ek;{ANNA};Vårdcentralen Ekbacken;Flygledartornet;{until};;\n\
         Anna Ek;{ANNA};Barnmorskemottagningen Ekbacken;;;{tick};\n"
    );
    let shown = |body: &str| NUMBERS.into_iter().find(|number| body.contains(number));
    let sent = send_file(&mut desk.support, &format!("{file_name}.csv"), file.as_bytes()).await;
    let columns = desk.support.get(&sent.location.unwrap()).await;
    assert_eq!(shown(&columns.body), None, "{}", columns.body);
    assert!(columns.says("Anna Ek ••••••••-••••") && columns.says(ANNA), "{}", columns.body);
    let check = checked(&mut desk.support, &format!("{file_name}.csv"), file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    assert_eq!(shown(&page.body), None, "{}", page.body);
    for words in [
        "Anna Ek ••••••••-••••",
        "”••••••••-••••” är ingen dag",
        "”••••••••-••••” är varken ja eller nej",
        "Det finns ingen behörighet med det namnet",
        "Det finns ingen enhet med det namnet",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    let waiting = desk.support.get(crate::permission_register::IMPORT).await;
    assert_eq!(shown(&waiting.body), None, "{}", waiting.body);
    let mut tx = desk.site.world.db().read().await.unwrap();
    let kept: Vec<(String, Vec<u8>)> = tx
        .all("SELECT i.file_name, i.content FROM register_import i WHERE i.content IS NOT NULL", params![])
        .await
        .unwrap();
    assert_eq!(kept.len(), 2);
    for (name, content) in kept {
        let sheet = behorig_documents::sheet_in::kept_sheet(&content, None).expect("values that are kept");
        let cells: Vec<String> = sheet.rows.iter().flatten().map(|cell| cell.text().into_owned()).collect();
        let all = format!("{name} {}", cells.join(" | "));
        assert!(shown(&all).is_none() && !all.contains("19800101"), "{all}");
        let unpacked = every_part(&content);
        assert!(shown(&unpacked).is_none() && unpacked.contains("Anna Ek"), "{unpacked}");
    }
}

/// Everything that a packed file holds.
fn every_part(packed: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
    let mut all = String::new();
    for part in 0..archive.len() {
        std::io::Read::read_to_string(&mut archive.by_index(part).unwrap(), &mut all).unwrap();
    }
    all
}

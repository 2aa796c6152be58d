//! The permission register: read, taken out, and filled once from the spreadsheets that it replaces.

use axum::body::Body;
use behorig_access::{AccountId, BuiltIn, UnitId};
use behorig_store::params;
use http::{Request, StatusCode, header};
use proof_support::world::DAY;
use proof_support::{TestDb, both_databases};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::my_care::hidden;
use crate::site::{Browser, ORIGIN, Page, Site};

both_databases!(
    the_register_is_read_narrowed_and_read_as_it_was_on_a_past_day,
    the_register_is_taken_out_as_a_file_and_the_log_says_so,
    whoever_sees_a_clinic_sees_that_clinic_and_who_sees_none_is_told_or_learns_nothing,
    a_messy_workbook_is_understood_shown_row_by_row_and_carried_out_at_once,
    a_name_that_is_anothers_is_asked_about_and_given_only_where_answered,
    what_the_file_lacks_stays_but_where_it_is_ticked_and_a_unit_keeps_its_administrator,
    a_check_that_is_answered_after_the_data_changed_is_made_anew,
    files_that_cannot_be_read_right_are_refused_beside_their_field,
    columns_that_are_missing_or_twice_are_told_and_what_was_chosen_stays,
    the_services_administration_imports_what_can_be_ordered_and_nothing_for_itself,
    a_spreadsheet_is_its_senders_own_and_is_gone_after_a_day,
    a_hundred_thousand_rows_are_judged_and_only_those_that_are_new_are_given,
);

pub const IMPORT: &str = "/behorighetsregister/import";
pub const ANNA: &str = "SE2321000016-1ANNA";
pub const BO: &str = "SE2321000016-1BO";

/// A region with somebody who imports, Anna and Bo who have HSA-ids, and two clinics.
pub struct Desk {
    pub site: Site,
    pub support: Browser,
    pub anna: AccountId,
    pub bo: AccountId,
}

impl Desk {
    pub async fn new(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let world = &site.world;
        let support = world.account("Sam Stöd").at(world.region).await;
        world.grant(support, BuiltIn::Support, world.region).branch().await;
        let anna = world.account("Anna Ek").at(world.clinic).hsa_id(ANNA).await;
        let bo = world.account("Bo Ask").at(world.clinic).hsa_id(BO).await;
        let support = site.staff(support, world.region).await;
        Self { support, anna, bo, site }
    }

    pub async fn holds(&self, account: AccountId, template: BuiltIn, unit: UnitId) -> bool {
        let role = self.site.world.role(template);
        let mut tx = self.site.world.db().read().await.unwrap();
        let (count,): (i64,) = tx
            .one(
                "SELECT CAST(count(*) AS BIGINT) FROM grants g
                 WHERE g.holder_account = ?1 AND g.role_id = ?2 AND g.unit_id = ?3 AND g.to_at IS NULL",
                params![account, role, unit],
            )
            .await
            .unwrap();
        count == 1
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        tx.one::<(i64,)>(sql, params![]).await.unwrap().0
    }
}

pub async fn send_file(browser: &mut Browser, name: &str, content: &[u8]) -> Page {
    let mut body = Vec::new();
    body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\r\n").bytes());
    body.extend_from_slice(content);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::post(IMPORT)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::ORIGIN, ORIGIN)
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

/// Sends a file and takes its columns as they were guessed; gives the path of the check.
pub async fn checked(browser: &mut Browser, name: &str, content: &[u8]) -> String {
    let sent = send_file(browser, name, content).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let path = sent.location.unwrap();
    let columns = browser.get(&path).await;
    assert_eq!(columns.status, StatusCode::OK, "{}", columns.body);
    let mut fields =
        vec![("blad".to_owned(), hidden(&columns, "blad")), ("rubrikrad".to_owned(), hidden(&columns, "rubrikrad"))];
    fields.extend(chosen(&columns));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = browser.post(&path, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    saved.location.unwrap()
}

/// What each column was guessed to mean.
fn chosen(page: &Page) -> Vec<(String, String)> {
    let selects = page.body.split("name=\"kolumn.").skip(1);
    let each = selects.map(|select| {
        let number = select.split('"').next().unwrap();
        let options = select.split("</select>").next().unwrap();
        let selected = options.split("<option value=\"").skip(1).find(|option| option.contains(" selected"));
        let value = selected.and_then(|option| option.split('"').next()).unwrap_or_default();
        (format!("kolumn.{number}"), value.to_owned())
    });
    each.collect()
}

pub async fn carry_out(browser: &mut Browser, check: &str, ticks: &[(&str, &str)]) -> Page {
    let page = browser.get(check).await;
    let (mark, once) = (hidden(&page, "plan"), hidden(&page, "en-gang"));
    let mut fields = vec![("plan", mark.as_str()), ("en-gang", once.as_str())];
    fields.extend_from_slice(ticks);
    browser.post(check, &fields).await
}

async fn the_register_is_read_narrowed_and_read_as_it_was_on_a_past_day(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = &desk.site.world;
    let before = world.later(-10 * DAY);
    world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).from(before.now).until(world.later(-3 * DAY).now).await;
    world.grant(desk.anna, BuiltIn::CaseHandler, world.clinic).from(world.later(-2 * DAY).now).await;
    world.grant(desk.bo, BuiltIn::CaseHandler, world.other_clinic).await;
    let maj = world.resident("Maj Lind").await;
    world.grant(maj, BuiltIn::ApprovedResident, world.clinic).await;
    let (clinic, handler) = (world.clinic.to_string(), world.role(BuiltIn::CaseHandler).to_string());
    let page = desk.support.get("/behorighetsregister").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.says("Ek, Anna") && page.says("Ask, Bo") && page.says(ANNA), "{}", page.body);
    assert!(!page.says("Lind"), "residents stand in no register of staff");
    let narrowed = desk.support.get(&format!("/behorighetsregister?enhet={clinic}&behorighet={handler}")).await;
    assert!(
        narrowed.says("Ek, Anna") && !narrowed.says("Ask, Bo") && narrowed.says("En behörighet"),
        "{}",
        narrowed.body
    );
    let anna = desk.anna;
    desk.site
        .world
        .change(anna, |tx, anna| {
            Box::pin(async move {
                // As the program itself keeps it for an account that is made on a page.
                for term in [ANNA.to_lowercase(), "1anna".to_owned()] {
                    let sql = "INSERT INTO account_term (term, account_id) VALUES (?1, ?2)";
                    tx.execute(sql, params![term.into_bytes(), *anna]).await?;
                }
                Ok(())
            })
        })
        .await;
    for search in ["ek", "anna", ANNA, "1anna"] {
        let found = desk.support.get(&format!("/behorighetsregister?person={search}")).await;
        assert!(found.says("Ek, Anna") && !found.says("Ask, Bo"), "{search}: {}", found.body);
    }
    let past = desk.support.get("/behorighetsregister?person=anna&dag=2026-11-15").await;
    let rows = past.body.split("<tbody").nth(1).unwrap();
    assert!(rows.contains("Dashboard") && !rows.contains("Ärendehanterare"), "{}", past.body);
    assert!(past.says("Per 2026-11-15"));
    for (day, words) in [("2030-01-01", "Den dagen har inte varit än"), ("i%20vår", "Skriv dagen som")] {
        let told = desk.support.get(&format!("/behorighetsregister?dag={day}")).await;
        assert!(told.status == StatusCode::OK && told.says(words), "{}", told.body);
    }
    let none = desk.support.get("/behorighetsregister?person=ingen").await;
    assert!(none.says("Ingen behörighet passar"), "{}", none.body);
}

async fn the_register_is_taken_out_as_a_file_and_the_log_says_so(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = &desk.site.world;
    world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await;
    world.grant(desk.bo, BuiltIn::Dashboard, world.clinic).await;
    let csv = desk.support.get("/behorighetsregister/csv?person=anna").await;
    assert_eq!(csv.status, StatusCode::OK, "{}", csv.body);
    assert!(csv.body.contains("\"Ek, Anna\"") || csv.body.contains("Ek, Anna"), "{}", csv.body);
    assert!(csv.body.contains(ANNA) && !csv.body.contains("Ask"), "{}", csv.body);
    let book = desk.support.get("/behorighetsregister/xlsx").await;
    let sheet = behorig_documents::sheet_in::read_sheet(&book.bytes, "register.xlsx").unwrap();
    let names: Vec<String> = sheet.rows.iter().skip(1).map(|row| row[0].text().into_owned()).collect();
    assert_eq!(names, ["Ask, Bo", "Ek, Anna", "Stöd, Sam"]);
    assert_eq!(desk.support.get("/behorighetsregister/csv?dag=2030-01-01").await.status, StatusCode::BAD_REQUEST);
    let told = "SELECT CAST(count(*) AS BIGINT) FROM audit_event WHERE activity_level = 'permission-register.export'";
    assert_eq!(desk.count(told).await, 2);
}

async fn whoever_sees_a_clinic_sees_that_clinic_and_who_sees_none_is_told_or_learns_nothing(test: TestDb) {
    let desk = Desk::new(test).await;
    let world = &desk.site.world;
    world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await;
    world.grant(desk.bo, BuiltIn::Dashboard, world.other_clinic).await;
    let lo = world.account("Lo Kal").at(world.clinic).await;
    world.grant(lo, BuiltIn::SystemAdministrator, world.clinic).await;
    let mut local = desk.site.staff(lo, world.clinic).await;
    let page = local.get("/behorighetsregister").await;
    assert!(page.says("Ek, Anna") && !page.says("Ask, Bo") && !page.says("Importera"), "{}", page.body);
    let beyond = local.get(&format!("/behorighetsregister?enhet={}", world.other_clinic)).await;
    assert!(!beyond.says("Ask, Bo"), "{}", beyond.body);
    assert_eq!(local.get(IMPORT).await.status, StatusCode::FORBIDDEN);
    let mut anna = desk.site.staff(desk.anna, world.clinic).await;
    assert_eq!(anna.get("/behorighetsregister").await.status, StatusCode::FORBIDDEN);
    assert_eq!(anna.get("/behorighetsregister/csv").await.status, StatusCode::FORBIDDEN);
}

/// A workbook as people have kept it for years.
fn messy() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Info").unwrap();
    let sheet = book.add_worksheet().set_name("Behörigheter 1177").unwrap();
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 5, "Behörigheter, uppdaterad av Eva", &bold).unwrap();
    for (column, heading) in
        ["Namn ", "HSA-ID", "E-post", "Vårdenhet/Patientingång", "Dashboard", "Flygledartornet", "Slutdatum"]
            .iter()
            .enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    let mut row = |at: u32, name: &str, hsa_id: &str, unit: &str, dashboard: &str, tower: &str| {
        for (column, text) in [name, hsa_id, "", unit, dashboard, tower].into_iter().enumerate() {
            if !text.is_empty() {
                sheet.write(at, u16::try_from(column).unwrap(), text).unwrap();
            }
        }
    };
    row(3, "  Anna\u{a0}Ek ", "se2321000016-1anna ", "Vårdcentralen Ekbacken", "X", "");
    row(4, "Ask, Bo", BO, "vårdcentralen ekbacken", "", "ja");
    row(5, "Anna Ek", ANNA, "Vårdcentralen Ekbacken", "x", "");
    row(6, "Utan Nummer", "", "Vårdcentralen Ekbacken", "x", "");
    row(7, "Ingen Alls", "SE2321000016-9X", "Vårdcentralen Ekbacken", "x", "");
    row(8, "Anna Ek", ANNA, "Vårdcentralen Ekbaken", "", "x");
    row(9, "Anna Ek", ANNA, "Barnmorskemottagningen Ekbacken", "kanske", "");
    row(10, "Bo Ask", BO, "Barnmorskemottagningen Ekbacken", "", "x");
    row(12, "Bo Ask", BO, "Barnmorskemottagningen Ekbacken", "x", "");
    row(13, "Anna Ek", ANNA, "Hemtjänsten Björkgården", "x", "");
    row(14, "Bo Ask", BO, "", "x", "");
    row(15, "Anna Ek", ANNA, "Ekbackens vårdenhet", "nej", "-");
    // Its last day is a number that counts days; another's has been.
    sheet.write(10, 6, 46_752).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    sheet.write_with_format(12, 6, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(13, 0, Formula::new("A4").set_result("Anna Ek")).unwrap();
    sheet.merge_range(13, 3, 14, 3, "Hemtjänsten Björkgården", &Format::new()).unwrap();
    book.save_to_buffer().unwrap()
}

async fn a_messy_workbook_is_understood_shown_row_by_row_and_carried_out_at_once(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let grants = "SELECT CAST(count(*) AS BIGINT) FROM grants";
    let before = desk.count(grants).await;
    let check = checked(&mut desk.support, "register.xlsx", &messy()).await;
    let page = desk.support.get(&check).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in [
        "HSA-id saknas.",
        "HSA-id:t finns inte i katalogen",
        "Menar du Vårdcentralen Ekbacken?",
        "”kanske” är varken ja eller nej",
        "Cellen är sammanfogad med en annan rads",
        "En cell är en formel",
        "Dubbletter, den första raden gäller",
        "Har redan upphört",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert_eq!(desk.count(grants).await, before, "nothing is written before it is carried out");
    let done = carry_out(&mut desk.support, &check, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let receipt = desk.support.get(&done.location.unwrap()).await;
    assert!(receipt.says("Importen är genomförd"), "{}", receipt.body);
    let world = &desk.site.world;
    assert!(desk.holds(desk.anna, BuiltIn::Dashboard, world.clinic).await);
    assert!(desk.holds(desk.bo, BuiltIn::ControlTower, world.clinic).await);
    assert!(desk.holds(desk.anna, BuiltIn::Dashboard, world.home_care).await);
    assert_eq!(desk.count(grants).await, before + 4, "and Bo's, to a last day");
    let lasting = "SELECT CAST(count(*) AS BIGINT) FROM grants g WHERE g.basis = 'import' AND g.to_at IS NOT NULL";
    assert_eq!(desk.count(lasting).await, 1);
    let told = "SELECT CAST(count(*) AS BIGINT) FROM audit_event WHERE activity_level = 'permission-register.import' AND door = 'import'";
    assert_eq!(desk.count(told).await, 1);
    assert_eq!(desk.count("SELECT CAST(count(*) AS BIGINT) FROM register_import WHERE content IS NOT NULL").await, 0);
    let history = "SELECT CAST(count(*) AS BIGINT) FROM history WHERE entity_kind = 'grant' AND field = 'grant' AND door = 'import'";
    assert_eq!(desk.count(history).await, 4);
    // The same file again has nothing to give.
    let again = checked(&mut desk.support, "register.xlsx", &messy()).await;
    assert!(desk.support.get(&again).await.says("Allt i filen finns redan"));
}

async fn a_name_that_is_anothers_is_asked_about_and_given_only_where_answered(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = &desk.site.world;
    let (clinic, other) = (world.clinic, world.other_clinic);
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet\nEva Berg;{ANNA};Vårdcentralen Ekbacken;Dashboard\nEva Berg;{BO};Barnmorskemottagningen Ekbacken;Dashboard\n"
    );
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    assert!(page.says("i filen står Eva Berg") && page.says("tillhör Anna Ek"), "{}", page.body);
    let nothing = carry_out(&mut desk.support, &check, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.says("Det finns inget att genomföra"), "{}", nothing.body);
    let done = carry_out(&mut desk.support, &check, &[("ratt", "2")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(desk.holds(desk.anna, BuiltIn::Dashboard, clinic).await);
    assert!(!desk.holds(desk.bo, BuiltIn::Dashboard, other).await);
}

async fn what_the_file_lacks_stays_but_where_it_is_ticked_and_a_unit_keeps_its_administrator(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let world = &desk.site.world;
    let (clinic, other) = (world.clinic, world.other_clinic);
    let kept = world.grant(desk.bo, BuiltIn::Dashboard, clinic).await;
    world.grant(desk.bo, BuiltIn::Dashboard, other).await;
    let file = format!("Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard\n");
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    assert!(page.says("Ask, Bo · Dashboard · Vårdcentralen Ekbacken"), "{}", page.body);
    assert!(!page.says("Ask, Bo · Dashboard · Barnmorske"), "the file is silent about the other clinic");
    carry_out(&mut desk.support, &check, &[]).await;
    assert!(
        desk.holds(desk.bo, BuiltIn::Dashboard, clinic).await
            && desk.holds(desk.anna, BuiltIn::Dashboard, clinic).await
    );
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let done = carry_out(&mut desk.support, &check, &[("avsluta", &kept.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(
        !desk.holds(desk.bo, BuiltIn::Dashboard, clinic).await && desk.holds(desk.bo, BuiltIn::Dashboard, other).await
    );
    // The only administrator of a unit can't be ended, and then nothing of the import is done.
    let only = desk.site.world.grant(desk.bo, BuiltIn::GrantAdministrator, clinic).await;
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Flygledartornet\nAnna Ek;{ANNA};Barnmorskemottagningen Ekbacken;Behörighetsadministratör\n"
    );
    let file = file + &format!("Anna Ek;{ANNA};Hemtjänsten Björkgården;Flygledartornet\n");
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let refused = carry_out(&mut desk.support, &check, &[("avsluta", &only.to_string())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.says("måste ha kvar någon"), "{}", refused.body);
    assert!(!desk.holds(desk.anna, BuiltIn::ControlTower, clinic).await);
}

async fn a_check_that_is_answered_after_the_data_changed_is_made_anew(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard\nBo Ask;{BO};Vårdcentralen Ekbacken;Dashboard\n"
    );
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let shown = desk.support.get(&check).await;
    let (mark, once) = (hidden(&shown, "plan"), hidden(&shown, "en-gang"));
    let world = &desk.site.world;
    world.grant(desk.anna, BuiltIn::Dashboard, world.clinic).await;
    let anew = desk.support.post(&check, &[("plan", &mark), ("en-gang", &once)]).await;
    assert_eq!(anew.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", anew.body);
    assert!(anew.says("Något har ändrats sedan du såg listan"), "{}", anew.body);
    let (mark, once) = (hidden(&anew, "plan"), hidden(&anew, "en-gang"));
    let fields = [("plan", mark.as_str()), ("en-gang", once.as_str())];
    let done = desk.support.post(&check, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // Sent twice, it happens once.
    let twice = desk.support.post(&check, &fields).await;
    assert_eq!((twice.status, &twice.location), (StatusCode::SEE_OTHER, &done.location), "{}", twice.body);
    let given = "SELECT CAST(count(*) AS BIGINT) FROM grants g WHERE g.basis = 'import'";
    assert_eq!(desk.count(given).await, 1);
}

async fn files_that_cannot_be_read_right_are_refused_beside_their_field(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let mut behind_password = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let old = behind_password.clone();
    behind_password.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let rows = "a;b\n".repeat(200_001);
    for (name, content, words) in [
        ("a.xlsx", behind_password, "Filen har ett lösenord"),
        ("a.xls", old, "Filen är av ett äldre slag"),
        ("a.xlsm", messy(), "Filen har makron"),
        ("a.xlsx", b"PK\x03\x04x".to_vec(), "Filen går inte att läsa"),
        ("a.png", b"\x89PNG\0\0".to_vec(), "varken ett kalkylblad eller en CSV-fil"),
        ("a.csv", rows.into_bytes(), "fler än 200 000 rader"),
        ("a.csv", Vec::new(), "Filen är tom"),
    ] {
        let refused = send_file(&mut desk.support, name, &content).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", refused.body);
        assert!(refused.says(words) && refused.body.contains("fil-error"), "{words}: {}", refused.body);
    }
    let none = send_file(&mut desk.support, "", b"").await;
    assert!(none.says("Välj en fil."), "{}", none.body);
    assert_eq!(desk.count("SELECT CAST(count(*) AS BIGINT) FROM register_import").await, 0);
}

async fn columns_that_are_missing_or_twice_are_told_and_what_was_chosen_stays(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let file = format!("Vem;Nummer;Enhet;Nummer igen\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;19800101-2384\n");
    let path = send_file(&mut desk.support, "a.csv", file.as_bytes()).await.location.unwrap();
    let page = desk.support.get(&path).await;
    assert!(
        page.says(ANNA) && !page.body.contains("19800101-2384"),
        "an identity number in a file is not shown: {}",
        page.body
    );
    let fields =
        [("blad", ""), ("rubrikrad", "0"), ("kolumn.1", "name"), ("kolumn.2", "hsa-id"), ("kolumn.4", "hsa-id")];
    let refused = desk.support.post(&path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Välj vilken kolumn som är vårdenhet",
        "Välj vilken kolumn som är behörighet",
        "En annan kolumn betyder redan detta",
    ] {
        assert!(refused.says(words), "{words}: {}", refused.body);
    }
    let kept: Vec<String> = chosen(&refused).into_iter().map(|(_, value)| value).collect();
    assert_eq!(kept, ["name", "hsa-id", "", "hsa-id"]);
    let early = desk.support.get(&format!("{path}/kontroll")).await;
    assert_eq!((early.status, early.location.as_deref()), (StatusCode::SEE_OTHER, Some(path.as_str())));
}

async fn the_services_administration_imports_what_can_be_ordered_and_nothing_for_itself(test: TestDb) {
    let desk = Desk::new(test).await;
    let world = &desk.site.world;
    let tilda = world.account("Tilda Förvaltare").at(world.region).hsa_id("SE2321000016-1TILDA").await;
    world.grant(tilda, BuiltIn::ServiceAdministration, world.care_unit).branch().await;
    let mut browser = desk.site.staff(tilda, world.care_unit).await;
    let file = format!(
        "Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Batch\n\
         Bo Ask;{BO};Hemtjänsten Björkgården;Dashboard\nTilda Förvaltare;SE2321000016-1TILDA;Vårdcentralen Ekbacken;Dashboard\n"
    );
    let check = checked(&mut browser, "a.csv", file.as_bytes()).await;
    let page = browser.get(&check).await;
    for words in [
        "Du får inte ge den behörigheten",
        "Du får inte importera till den enheten",
        "Ingen ger sig själv en behörighet",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert_eq!(carry_out(&mut browser, &check, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.holds(desk.anna, BuiltIn::Dashboard, world.clinic).await);
    assert!(!desk.holds(tilda, BuiltIn::Dashboard, world.clinic).await);
    assert_eq!(desk.count("SELECT CAST(count(*) AS BIGINT) FROM grants g WHERE g.basis = 'import'").await, 1);
}

async fn a_spreadsheet_is_its_senders_own_and_is_gone_after_a_day(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let file = format!("Namn;HSA-id;Enhet;Behörighet\nAnna Ek;{ANNA};Vårdcentralen Ekbacken;Dashboard\n");
    let check = checked(&mut desk.support, "a.csv", file.as_bytes()).await;
    let path = check.strip_suffix("/kontroll").unwrap().to_owned();
    let world = &desk.site.world;
    let other = world.account("Stina Stöd").at(world.region).await;
    world.grant(other, BuiltIn::Support, world.region).branch().await;
    let mut other = desk.site.staff(other, world.region).await;
    for below in ["", "/kontroll"] {
        assert_eq!(other.get(&format!("{path}{below}")).await.status, StatusCode::NOT_FOUND);
    }
    for below in ["", "/kontroll", "/avbryt"] {
        assert_eq!(other.post(&format!("{path}{below}"), &[]).await.status, StatusCode::NOT_FOUND);
    }
    assert!(desk.support.get(IMPORT).await.says("a.csv väntar"));
    let gone = behorig_permission_register::forget_old(world.db(), world.later(DAY / 2).now).await.unwrap();
    assert_eq!(gone, 0);
    let gone = behorig_permission_register::forget_old(world.db(), world.later(DAY + 1).now).await.unwrap();
    assert_eq!(gone, 1);
    assert_eq!(desk.support.get(&check).await.status, StatusCode::NOT_FOUND);
    let check = checked(&mut desk.support, "b.csv", file.as_bytes()).await;
    let path = check.strip_suffix("/kontroll").unwrap().to_owned();
    let forgotten = desk.support.post(&format!("{path}/avbryt"), &[]).await;
    assert_eq!(forgotten.status, StatusCode::SEE_OTHER, "{}", forgotten.body);
    assert_eq!(desk.support.get(&check).await.status, StatusCode::NOT_FOUND);
}

async fn a_hundred_thousand_rows_are_judged_and_only_those_that_are_new_are_given(test: TestDb) {
    let mut desk = Desk::new(test).await;
    let mut file = String::from("Namn;HSA-id;Enhet;Dashboard\n");
    for at in 0..100_000 {
        file.push_str(&format!("Ny Person;SE2321000016-{at:06}X;Vårdcentralen Ekbacken;x\n"));
    }
    file.push_str(&format!("Anna Ek;{ANNA};Vårdcentralen Ekbacken;x\n"));
    let check = checked(&mut desk.support, "stor.csv", file.as_bytes()).await;
    let page = desk.support.get(&check).await;
    assert!(page.says("100\u{a0}000"), "so many must be mended");
    let more = page.body.split("class=\"hint\">och ").nth(1).map(|rest| rest.split('<').next().unwrap_or_default());
    assert_eq!(more, Some("99\u{a0}800 till"), "the first 200 are shown");
    assert!(page.body.len() < 500_000, "a page of {} bytes", page.body.len());
    assert_eq!(carry_out(&mut desk.support, &check, &[]).await.status, StatusCode::SEE_OTHER);
    let world = &desk.site.world;
    assert!(desk.holds(desk.anna, BuiltIn::Dashboard, world.clinic).await);
    assert_eq!(desk.count("SELECT CAST(count(*) AS BIGINT) FROM grants g WHERE g.basis = 'import'").await, 1);
}

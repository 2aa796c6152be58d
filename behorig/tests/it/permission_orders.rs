//! *Beställa och avbeställa behörigheter*: from the form to the order as it is sent.

use behorig_access::{AccountId, BuiltIn, UnitId};
use behorig_registers::orderables::FIRST;
use behorig_registers::units::UnitKind;
use behorig_store::{StoreError, params};
use http::{Request, StatusCode, header};
use proof_support::{TestDb, both_databases};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::site::{Browser, ORIGIN, Page, Site};

both_databases!(an_order_goes_from_the_form_through_the_check_to_the_queue);
both_databases!(several_people_are_pasted_from_a_sheet_and_wrong_rows_are_told_where_they_stand);
both_databases!(an_id_of_somebody_else_is_asked_about_and_a_protected_name_is_never_shown);
both_databases!(a_unit_of_another_region_or_of_nobody_is_refused_with_what_to_do);
both_databases!(a_head_of_operations_orders_only_where_the_region_has_chosen_so);
both_databases!(the_same_person_twice_is_refused_with_both_rows);
both_databases!(what_is_not_held_is_not_revoked_and_what_is_held_is_not_granted_again);
both_databases!(an_order_sent_twice_is_one_and_one_whose_ground_has_gone_is_not_sent);
both_databases!(files_that_cannot_be_read_are_refused_and_odd_ones_are_told);
both_databases!(a_thousand_people_go_through_every_step);
both_databases!(dates_are_the_periods_of_grants_alone);
both_databases!(what_is_held_at_a_care_unit_alone_can_be_ordered_with_the_units_below);
both_databases!(the_check_tells_who_has_no_account_and_where_mail_goes);

const PATH: &str = "/bestallningar/behorigheter/ny";

struct Ground {
    site: Site,
    service: String,
    anna: AccountId,
}

impl Ground {
    async fn of(test: TestDb) -> Self {
        let site = Site::new(test).await;
        let anna = site.world.account("Anna Ek").at(site.world.clinic).hsa_id("SE2321000016-ANNA");
        let anna = anna.email("anna.ek@example.se").await;
        site.world.account("Bo Lind").at(site.world.clinic).hsa_id("SE2321000016-BO").await;
        let (service,): (behorig_access::OrderableId,) = {
            let mut tx = site.world.db().read().await.unwrap();
            tx.one("SELECT id FROM orderable WHERE name = ?1", params![FIRST]).await.unwrap()
        };
        Self { site, service: service.to_string(), anna }
    }

    /// Somebody named an orderer at a unit and below.
    async fn orderer_at(&self, unit: UnitId) -> Browser {
        let orderer = self.site.world.account("Olle Beställare").at(unit).await;
        self.site.world.grant(orderer, BuiltIn::Orderer, unit).branch().await;
        self.site.staff(orderer, unit).await
    }

    async fn orderer(&self) -> Browser {
        self.orderer_at(self.site.world.region).await
    }

    fn role(&self, template: BuiltIn) -> String {
        self.site.world.role(template).to_string()
    }

    /// The fields that the first step chose.
    fn chosen<'a>(&'a self, effect: &'a str, step: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![("tjanst", &self.service), ("avser", effect), ("steg", step)]
    }

    async fn paste(&self, browser: &mut Browser, effect: &str, rows: &str) -> Page {
        let mut fields = self.chosen(effect, "kontrollera");
        let text = format!("Namn;HSA-id;E-post;Vårdenhet/Patientingång;Behörighet\n{rows}");
        fields.push(("klistra.1", &text));
        browser.post(PATH, &fields).await
    }

    async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.site.world.db().read().await.unwrap();
        let (count,): (i64,) = tx.one(sql, params![]).await.unwrap();
        count
    }

    async fn orders(&self) -> i64 {
        self.count("SELECT CAST(count(*) AS BIGINT) FROM care_order").await
    }

    async fn directory(&self, hsa_id: &str, given: &str, family: &str, protected: bool, ended_on: Option<&str>) {
        let row = (hsa_id.to_owned(), given.to_owned(), family.to_owned(), protected, ended_on.map(str::to_owned));
        self.site
            .world
            .change(row, |tx, (hsa_id, given, family, protected, ended_on)| {
                Box::pin(async move {
                    let now = tx.now();
                    tx.execute(
                        "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, protected, ended_on,
                             updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                         ON CONFLICT (hsa_id) DO UPDATE SET ended_on = ?6, protected = ?5",
                        params![hsa_id, given, family, family.as_bytes(), protected, ended_on, now],
                    )
                    .await?;
                    Ok::<_, StoreError>(())
                })
            })
            .await;
    }
}

/// What a page carries on to its next step, as a browser would send it: every hidden field, and the ticks that are wanted.
fn carried(page: &Page) -> Vec<(String, String)> {
    let unescaped =
        |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| unescaped(value))
    };
    let main = page.body.split("<main").nth(1).unwrap();
    let inputs = main.split("<input").skip(1).filter(|tag| tag.starts_with(" type=\"hidden\""));
    inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?))).collect()
}

async fn next(browser: &mut Browser, page: &Page, more: &[(&str, &str)]) -> Page {
    let carried = carried(page);
    let mut fields: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(more);
    browser.post(PATH, &fields).await
}

fn ok(page: &Page) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}

fn wrong(page: &Page, words: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.says(words), "{words}: {}", page.body);
}

async fn an_order_goes_from_the_form_through_the_check_to_the_queue(test: TestDb) {
    let ground = Ground::of(test).await;
    let mut browser = ground.orderer().await;
    let start = browser.get(PATH).await;
    ok(&start);
    assert!(start.says("Vilken tjänst gäller beställningen?") && start.says(FIRST));

    // Without a choice the form says what is missing, and keeps what was chosen.
    let missing = browser.post(PATH, &[("avser", "grant"), ("steg", "personer")]).await;
    wrong(&missing, "Välj vilken tjänst beställningen gäller.");
    assert!(missing.body.contains("value=\"grant\" checked"));

    let people = browser.post(PATH, &ground.chosen("grant", "personer")).await;
    ok(&people);
    assert!(people.says("Person 2") && people.says("Vårdcentralen Ekbacken"));
    let more = next(
        &mut browser,
        &people,
        &[("hsa.1", "SE2321000016-ANNA"), ("namn.1", "Anna"), ("hsa.2", ""), ("steg", "rad")],
    )
    .await;
    ok(&more);
    assert!(more.says("Person 4") && more.body.contains("value=\"SE2321000016-ANNA\""), "{}", more.body);

    let (unit, dashboard) = (ground.site.world.clinic.to_string(), ground.role(BuiltIn::Dashboard));
    let tower = ground.role(BuiltIn::ControlTower);
    let row = [
        ("namn.1", "EK, Anna"),
        ("hsa.1", "se2321000016-anna"),
        ("enhet.1", unit.as_str()),
        ("behorighet.1", dashboard.as_str()),
        ("behorighet.1", tower.as_str()),
        ("steg", "kontrollera"),
    ];
    let check = next(&mut browser, &people, &row).await;
    ok(&check);
    assert!(check.says("Anna Ek") && check.says("2 behörigheter beställs"), "{}", check.body);
    assert_eq!(ground.orders().await, 0, "nothing is stored before it is sent");

    let sent = next(&mut browser, &check, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let receipt = browser.get(&sent.location.unwrap()).await;
    assert!(receipt.says("Beställningen är mottagen") && receipt.says(FIRST), "{}", receipt.body);
    let mut tx = ground.site.world.db().read().await.unwrap();
    let lines: Vec<(String, String, Option<String>, UnitId, String)> = tx
        .all("SELECT hsa_id, person_name, email, unit_id, state FROM care_order_line ORDER BY position", params![])
        .await
        .unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0].0.as_str(), lines[0].1.as_str()), ("SE2321000016-ANNA", "Anna Ek"));
    assert_eq!(lines[0].2.as_deref(), Some("anna.ek@example.se"), "the directory's address");
    assert_eq!((lines[0].3, lines[0].4.as_str()), (ground.site.world.clinic, "waiting"));
    let (unit, act, by): (UnitId, String, String) =
        tx.one("SELECT unit_id, act, ordered_by FROM care_order", params![]).await.unwrap();
    assert_eq!((unit, act.as_str(), by.as_str()), (ground.site.world.clinic, "grant", "named"));
    drop(tx);
    let events = ground.site.world.events().await;
    assert!(events.iter().any(|event| event.level.as_deref() == Some("orders.place")));
}

async fn several_people_are_pasted_from_a_sheet_and_wrong_rows_are_told_where_they_stand(test: TestDb) {
    let ground = Ground::of(test).await;
    let mut browser = ground.orderer().await;
    let rows = "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Dashboard, Flygledartornet\n\
        Bo Lind;SE2321000016-BO;inte en adress;vårdcentralen  ekbacken;Journalen\n\
        Cia Alm;SE2321000016-INGEN;c@example.se;Nyckelviken;Dashboard\n";
    let page = ground.paste(&mut browser, "grant", rows).await;
    wrong(&page, "Ingen i katalogen har HSA-id SE2321000016-INGEN.");
    assert!(page.says("Det finns ingen enhet som heter Nyckelviken."));
    assert!(page.says("Journalen kan inte beställas för den här tjänsten."));
    // Everything that was pasted stands in the rows of the form.
    for kept in ["inte en adress", "Cia Alm", "Nyckelviken", "Anna Ek"] {
        assert!(page.body.contains(kept), "{kept}");
    }

    let no_headings = {
        let mut fields = ground.chosen("grant", "kontrollera");
        fields.push(("klistra.1", "Anna Ek\tSE2321000016-ANNA"));
        browser.post(PATH, &fields).await
    };
    wrong(&no_headings, "Det saknas rubriker i första raden: Namn, HSA-id");
    assert!(no_headings.says("Anna Ek"), "what could not be read stays as it was pasted");

    let nobody = browser.post(PATH, &ground.chosen("grant", "kontrollera")).await;
    wrong(&nobody, "Lägg till minst en person");

    let good = ground
        .paste(&mut browser, "grant", "Lind, Bo;SE2321000016-BO;bo@example.se;EKBACKENS VÅRDENHET;Dashboard\n")
        .await;
    ok(&good);
    let sent = next(&mut browser, &good, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

async fn an_id_of_somebody_else_is_asked_about_and_a_protected_name_is_never_shown(test: TestDb) {
    let ground = Ground::of(test).await;
    ground.directory("SE2321000016-HEMLIG", "Hedda", "Hemlig", true, None).await;
    let mut browser = ground.orderer().await;
    let rows = "Bo Lind;SE2321000016-ANNA;b@example.se;Vårdcentralen Ekbacken;Dashboard\n\
        Hedda Hemlig;SE2321000016-HEMLIG;h@example.se;Vårdcentralen Ekbacken;Dashboard\n";
    let check = ground.paste(&mut browser, "grant", rows).await;
    ok(&check);
    assert!(check.says("Namnet stämmer inte med HSA-id.") && check.says("Skrivet: Bo Lind") && check.says("Anna Ek"));
    assert!(check.says("Personen har skyddade personuppgifter"));

    let unanswered = next(&mut browser, &check, &[("steg", "skicka")]).await;
    wrong(&unanswered, "Kryssa för att det är rätt person, eller ändra raden.");
    assert_eq!(ground.orders().await, 0);

    // A tick for another name than the one that stands there answers nothing.
    let slipped = [("ratt", "SE2321000016-ANNA|Eva Ström|Anna Ek"), ("steg", "skicka")];
    assert_eq!(next(&mut browser, &check, &slipped).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let answers = [
        ("ratt", "SE2321000016-ANNA|Bo Lind|Anna Ek"),
        ("ratt", "SE2321000016-HEMLIG|Hedda Hemlig|"),
        ("steg", "skicka"),
    ];
    let sent = next(&mut browser, &check, &answers).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let mut tx = ground.site.world.db().read().await.unwrap();
    let names: Vec<(String,)> =
        tx.all("SELECT person_name FROM care_order_line ORDER BY position", params![]).await.unwrap();
    assert_eq!(names, [("Anna Ek".to_owned(),), ("SE2321000016-HEMLIG".to_owned(),)]);
    drop(tx);
    // Whoever receives the order is told on whose word they stand.
    let receiver = ground.site.world.account("Stina Support").at(ground.site.world.region).await;
    ground.site.world.grant(receiver, BuiltIn::Support, ground.site.world.region).branch().await;
    let path = sent.location.unwrap().trim_end_matches("/kvitto").to_owned();
    let page = ground.site.staff(receiver, ground.site.world.region).await.get(&path).await;
    assert!(page.says("Beställaren har intygat att det är rätt person på 2 rader"), "{}", page.body);
    assert!(!page.says("Hedda"), "{}", page.body);
}

async fn a_unit_of_another_region_or_of_nobody_is_refused_with_what_to_do(test: TestDb) {
    let ground = Ground::of(test).await;
    let world = &ground.site.world;
    let south = world.unit(world.region, UnitKind::Region, "Region Sydsjö").await;
    world.unit(south, UnitKind::Clinic, "Sydsjö jour").await;
    let mut browser = ground.orderer_at(world.care_unit).await;
    let elsewhere = ground.paste(&mut browser, "grant", "Anna Ek;SE2321000016-ANNA;;Sydsjö jour;Dashboard\n").await;
    wrong(&elsewhere, "Sydsjö jour hör inte till Region Norrsjö.");
    let above =
        ground.paste(&mut browser, "grant", "Anna Ek;SE2321000016-ANNA;;Hemtjänsten Björkgården;Dashboard\n").await;
    wrong(&above, "Du får inte beställa för Hemtjänsten Björkgården.");
    assert_eq!(ground.orders().await, 0);

    let stranger = world.account("Kim Holm").at(world.clinic).await;
    world.grant(stranger, BuiltIn::InternalMail, world.clinic).await;
    let mut stranger = ground.site.staff(stranger, world.clinic).await;
    assert_eq!(stranger.get(PATH).await.status, StatusCode::FORBIDDEN);
    let tried =
        ground.paste(&mut stranger, "grant", "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Dashboard\n").await;
    assert_eq!(tried.status, StatusCode::FORBIDDEN);
}

async fn a_head_of_operations_orders_only_where_the_region_has_chosen_so(test: TestDb) {
    let ground = Ground::of(test).await;
    let world = &ground.site.world;
    let head = world.account("Vera Chef").at(world.clinic).await;
    world.grant(head, BuiltIn::HeadOfOperations, world.clinic).await;
    let mut browser = ground.site.staff(head, world.clinic).await;
    let shut = browser.get(PATH).await;
    ok(&shut);
    assert!(shut.says("Det finns ingen enhet som du får beställa för") && shut.says("bara om regionen har valt det"));
    let row = "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Dashboard\n";
    wrong(&ground.paste(&mut browser, "grant", row).await, "Du får inte beställa för Vårdcentralen Ekbacken.");

    world
        .change(world.region, |tx, region| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO ordering_choice (region_id, heads_may_order, certification_days, version)
                     VALUES (?1, TRUE, 21, 1)",
                    params![region],
                )
                .await?;
                Ok::<_, StoreError>(())
            })
        })
        .await;
    let check = ground.paste(&mut browser, "grant", row).await;
    ok(&check);
    let sent = next(&mut browser, &check, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(ground.count("SELECT CAST(count(*) AS BIGINT) FROM care_order WHERE ordered_by = 'head'").await, 1);
}

async fn the_same_person_twice_is_refused_with_both_rows(test: TestDb) {
    let ground = Ground::of(test).await;
    let mut browser = ground.orderer().await;
    let rows = "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Dashboard\n\
        Bo Lind;SE2321000016-BO;b@example.se;Vårdcentralen Ekbacken;Dashboard\n\
        Anna Ek;se2321000016-anna;;Vårdcentralen Ekbacken;Behörighet till Dashboard\n";
    let page = ground.paste(&mut browser, "grant", rows).await;
    wrong(&page, "Rad 1 och rad 3 gäller samma person, enhet och behörighet (Dashboard).");
}

async fn what_is_not_held_is_not_revoked_and_what_is_held_is_not_granted_again(test: TestDb) {
    let ground = Ground::of(test).await;
    let world = &ground.site.world;
    let mut browser = ground.orderer().await;
    let row = "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Dashboard\n";
    wrong(&ground.paste(&mut browser, "revoke", row).await, "Personen har inte behörigheten Dashboard vid enheten");

    world.grant(ground.anna, BuiltIn::Dashboard, world.clinic).await;
    let again = ground.paste(&mut browser, "grant", row).await;
    ok(&again);
    assert!(again.says("Har redan – tas inte med") && again.says("Det finns ingenting att beställa"));
    let forced = next(&mut browser, &again, &[("steg", "skicka")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", forced.body);

    ground.directory("SE2321000016-ANNA", "Anna", "Ek", false, Some("2020-01-01")).await;
    let revoked = ground.paste(&mut browser, "revoke", row).await;
    ok(&revoked);
    assert!(revoked.says("En behörighet avbeställs"), "who has left is whose permissions end: {}", revoked.body);
    let sent = next(&mut browser, &revoked, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let tower = "Anna Ek;SE2321000016-ANNA;a@example.se;Vårdcentralen Ekbacken;Flygledartornet\n";
    wrong(&ground.paste(&mut browser, "grant", tower).await, "Personen har slutat enligt katalogen");
}

async fn an_order_sent_twice_is_one_and_one_whose_ground_has_gone_is_not_sent(test: TestDb) {
    let ground = Ground::of(test).await;
    let world = &ground.site.world;
    let orderer = world.account("Olle Beställare").at(world.region).await;
    let named = world.grant(orderer, BuiltIn::Orderer, world.region).branch().await;
    world.grant(orderer, BuiltIn::InternalMail, world.region).await;
    let mut browser = ground.site.staff(orderer, world.region).await;
    let check =
        ground.paste(&mut browser, "grant", "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Dashboard\n").await;
    ok(&check);
    let first = next(&mut browser, &check, &[("steg", "skicka")]).await;
    let second = next(&mut browser, &check, &[("steg", "skicka")]).await;
    assert_eq!((first.status, first.location), (second.status, second.location));
    assert_eq!(ground.orders().await, 1);

    let tower = "Anna Ek;SE2321000016-ANNA;;Vårdcentralen Ekbacken;Flygledartornet\n";
    let left_behind = ground.paste(&mut browser, "grant", tower).await;
    ok(&left_behind);
    world.end(named).await;
    let late = next(&mut browser, &left_behind, &[("steg", "skicka")]).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "{}", late.body);
    assert_eq!(ground.orders().await, 1);
}

async fn upload(ground: &Ground, browser: &mut Browser, name: &str, content: &[u8]) -> Page {
    let mut body = Vec::new();
    for (field, value) in ground.chosen("grant", "kontrollera") {
        body.extend_from_slice(
            format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    let heading = format!("--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(heading.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post(PATH)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::ORIGIN, ORIGIN)
        .body(body.into())
        .unwrap();
    browser.send(request).await
}

fn workbook(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0_u16..).zip(["Namn", "HSA-id", "Region", "Vårdenhet", "Dashboard", "Skapad"]) {
        sheet.write(0, column, heading).unwrap();
    }
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

async fn files_that_cannot_be_read_are_refused_and_odd_ones_are_told(test: TestDb) {
    let ground = Ground::of(test).await;
    let mut browser = ground.orderer().await;
    let odd = workbook(|sheet| {
        let whole = Format::new();
        sheet.merge_range(1, 3, 2, 3, "Vårdcentralen Ekbacken", &whole).unwrap();
        sheet.write(1, 0, "  Anna   Ek ").unwrap();
        sheet.write_formula(1, 1, Formula::new("=\"SE2321000016-\"&\"ANNA\"").set_result("SE2321000016-ANNA")).unwrap();
        sheet.write(1, 2, "Norrsjö").unwrap();
        sheet.write(1, 4, "x").unwrap();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_with_format(1, 5, ExcelDateTime::from_ymd(2026, 11, 22).unwrap(), &day).unwrap();
        sheet.write(2, 0, "Bo Lind").unwrap();
        sheet.write(2, 1, "SE2321000016-BO").unwrap();
        sheet.write(2, 4, "ja").unwrap();
    });
    let page = upload(&ground, &mut browser, "beställning.xlsx", &odd).await;
    wrong(&page, "Rad 1: ett värde kommer från en formel.");
    assert!(page.says("Rad 2: en cell ingår i sammanslagna celler"), "{}", page.body);
    assert!(page.says("De här kolumnerna läses inte: Skapad."));
    assert!(page.says("Ange vårdenhet eller patientingång."), "the merged unit stands in the first row alone");

    let dated = workbook(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_with_format(1, 0, ExcelDateTime::from_ymd(2026, 11, 22).unwrap(), &day).unwrap();
        sheet.write(1, 1, "SE2321000016-ANNA").unwrap();
        sheet.write(1, 3, "Vårdcentralen Ekbacken").unwrap();
        sheet.write(1, 4, "x").unwrap();
    });
    let page = upload(&ground, &mut browser, "datum.xlsx", &dated).await;
    assert!(page.says("Rad 1: kalkylprogrammet har gjort om en cell till ett datum."), "{}", page.body);

    wrong(&upload(&ground, &mut browser, "makro.xlsm", &odd).await, "Filen innehåller makron.");
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    wrong(&upload(&ground, &mut browser, "last.xlsx", &locked).await, "Filen är skyddad med lösenord.");
    wrong(
        &upload(&ground, &mut browser, "bild.csv", b"\x89PNG\r\n\x1a\n\0\0\0").await,
        "varken ett kalkylblad eller en textfil",
    );
    wrong(&upload(&ground, &mut browser, "trasig.xlsx", b"PK\x03\x04trasig").await, "Filen");

    let mut long = "Namn;HSA-id;Vårdenhet;Behörighet\n".to_owned();
    for number in 0..100_000 {
        long += &format!("Anna Ek;SE2321000016-{number};Vårdcentralen Ekbacken;Dashboard\n");
    }
    let page = upload(&ground, &mut browser, "lang.csv", long.as_bytes()).await;
    wrong(&page, "En beställning har högst");
    assert_eq!(ground.orders().await, 0);
}

async fn a_thousand_people_go_through_every_step(test: TestDb) {
    let ground = Ground::of(test).await;
    let world = &ground.site.world;
    world
        .change((), |tx, ()| {
            Box::pin(async move {
                let now = tx.now();
                for number in 0..1_000 {
                    let (id, family) = (format!("SE2321000016-P{number}"), format!("Person{}", letters(number)));
                    tx.execute(
                        "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, protected, updated_at)
                         VALUES (?1, 'Alex', ?2, ?3, FALSE, ?4)",
                        params![id, family, family.as_bytes(), now],
                    )
                    .await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await;
    let mut browser = ground.orderer().await;
    let mut rows = "Namn;HSA-id;E-post;Vårdenhet;Behörighet\n".to_owned();
    for number in 0..1_000 {
        let family = letters(number);
        rows += &format!(
            "Alex Person{family};SE2321000016-P{number};alex.person{number}@example.se;Vårdcentralen Ekbacken;Dashboard\n"
        );
    }
    let check = upload(&ground, &mut browser, "alla.csv", rows.as_bytes()).await;
    ok(&check);
    assert!(check.says("behörigheter beställs"));
    let back = next(&mut browser, &check, &[("steg", "andra")]).await;
    ok(&back);
    assert!(back.says("alex.person0@example.se") && back.says("alex.person999@example.se"), "everybody is still there");
    let sent = next(&mut browser, &check, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(ground.count("SELECT CAST(count(*) AS BIGINT) FROM care_order_line").await, 1_000);
    assert_eq!(ground.count("SELECT max(position) FROM care_order_line").await, 1_000);
}

/// A number in letters: names have none of the other kind.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

async fn dates_are_the_periods_of_grants_alone(test: TestDb) {
    let ground = Ground::of(test).await;
    let mut browser = ground.orderer().await;
    let mut past = ground.chosen("grant", "personer");
    past.push(("fran", "2020-01-01"));
    wrong(&browser.post(PATH, &past).await, "Startdatumet har varit.");
    let mut backwards = ground.chosen("grant", "personer");
    backwards.extend([("fran", "2099-02-01"), ("till", "2099-01-01")]);
    wrong(&browser.post(PATH, &backwards).await, "Slutdatumet ligger före startdatumet.");
    let mut revoked = ground.chosen("revoke", "personer");
    revoked.push(("till", "2099-01-01"));
    wrong(&browser.post(PATH, &revoked).await, "En avbeställning gäller genast");

    let mut dated = ground.chosen("grant", "kontrollera");
    let text = "Namn;HSA-id;Enhet;Behörighet\nAnna Ek;SE2321000016-ANNA;Vårdcentralen Ekbacken;Dashboard\n";
    dated.extend([("fran", "2099-01-01"), ("till", "2099-01-31"), ("klistra.1", text)]);
    let check = browser.post(PATH, &dated).await;
    ok(&check);
    assert!(check.says("2099-01-01") && check.says("2099-01-31"));
    let sent = next(&mut browser, &check, &[("steg", "skicka")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let mut tx = ground.site.world.db().read().await.unwrap();
    let (from, to): (i64, i64) = tx.one("SELECT from_at, to_at FROM care_order", params![]).await.unwrap();
    // From midnight in Sweden on the first day through the last.
    assert_eq!((from, to - from), (4_070_905_200_000, 31 * 86_400_000));
}

async fn what_is_held_at_a_care_unit_alone_can_be_ordered_with_the_units_below(test: TestDb) {
    let ground = Ground::of(test).await;
    let world = &ground.site.world;
    let mut browser = ground.orderer().await;
    let row = "Anna Ek;SE2321000016-ANNA;;Ekbackens vårdenhet;Dashboard\n";
    world.grant(ground.anna, BuiltIn::Dashboard, world.care_unit).await;
    let check = ground.paste(&mut browser, "grant", row).await;
    ok(&check);
    assert!(check.says("En behörighet beställs") && !check.says("har redan"), "{}", check.body);
    world.grant(ground.anna, BuiltIn::Dashboard, world.care_unit).branch().await;
    let again = ground.paste(&mut browser, "grant", row).await;
    assert!(again.says("Har redan – tas inte med"), "{}", again.body);
}

async fn the_check_tells_who_has_no_account_and_where_mail_goes(test: TestDb) {
    let ground = Ground::of(test).await;
    ground.directory("SE2321000016-NY", "Nils", "Ny", false, None).await;
    let mut browser = ground.orderer().await;
    let rows = "Nils Ny;SE2321000016-NY;nils@example.se;Vårdcentralen Ekbacken;Dashboard\n\
        Anna Ek;SE2321000016-ANNA;egen@annan.example;Vårdcentralen Ekbacken;Dashboard\n";
    let check = ground.paste(&mut browser, "grant", rows).await;
    ok(&check);
    assert_eq!(check.body.matches("Saknar konto.").count(), 1, "{}", check.body);
    assert!(check.says("Personalkatalogen har anna.ek@example.se. Mejlen går dit."), "{}", check.body);
}

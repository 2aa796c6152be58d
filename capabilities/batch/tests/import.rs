//! Imports and exports as they happen, on both databases.
#![allow(clippy::unwrap_used, reason = "a test that fails stops and says why")]

use behorig_access::{BuiltIn, Service};
use behorig_batch::export::{Export, take_out};
use behorig_batch::files::{File, FileKind, ImportFiles, Reason};
use behorig_batch::import::{self, Counts, ImportError, Options, Report};
use behorig_batch::{MayNotImport, may_import};
use behorig_identity::{HsaId, TestPrefixes};
use behorig_registers::directory::{LocalDirectory, StaffDirectory};
use behorig_store::{Actor, Door, params};
use proof_support::world::DAY;
use proof_support::{TestDb, World, both_databases};

const UNITS: &str = "nyckel;namn;slag;överordnad;hsa_id\n\
    V2;Vårdcentralen Åsen;mottagning;E1;SE2321000016-V2\n\
    E1;Åsens vårdenhet;vårdenhet;NVO;\n";
const PERSONS: &str = "identity_number,given_name,family_name,sex,municipality_code,protection,guardian_1\n\
    19820101-2385,Nora,Öberg,kvinna,0680,,\n\
    201001012382,Liv,Öberg,kvinna,0680,sekretessmarkering,198201012385\n\
    192804129175,Greta,Lind,kvinna,0680,,\n";
const ACCOUNTS: &str = "Användarnamn;Förnamn;Efternamn;Enhet;Personnummer;HSA-id;Titel;E-post\n\
    asa.ek;Åsa;Ek;V2;199912312387;SE2321000016-ASA;Leg. Läkare;asa@exempel.se\n\
    bo.lind;Bo;Lind;BJG;;;;\n";
const GRANTS: &str = "användarnamn;personnummer;roll;enhet;gren;kund;från;till;grund\n\
    asa.ek;;system-administrator;V2;;;2026-01-01;;\n\
    asa.ek;;Internpost;E1;ja;;;2027-12-31;\n\
    bo.lind;;Anhörig;BJG;;192804129175;2026-01-01;;samtycke\n\
    ;198201012385;approved-resident;V2;;;2026-01-01;;\n";

fn file(text: impl AsRef<[u8]>) -> Option<File> {
    Some(File { name: "fil.csv".to_owned(), bytes: text.as_ref().to_vec() })
}

fn all() -> ImportFiles {
    ImportFiles {
        units: file(UNITS),
        persons: file(PERSONS),
        accounts: file(ACCOUNTS),
        grants: file(GRANTS),
        directory: None,
    }
}

async fn run(db: &TestDb, actor: &Actor, files: ImportFiles, options: Options) -> Report {
    import::run(db, actor, files, options, &|_| {}).await.unwrap()
}

fn system(world: &World) -> Actor {
    Actor::system(Door::Import, world.now)
}

async fn count(db: &TestDb, table: &str) -> i64 {
    let mut read = db.read().await.unwrap();
    let (count,): (i64,) = read.one(&format!("SELECT CAST(count(*) AS BIGINT) FROM {table}"), params![]).await.unwrap();
    count
}

fn told(report: &Report) -> Vec<(FileKind, u64, Option<&'static str>, Reason)> {
    report.problems.iter().map(|one| (one.file, one.line, one.column, one.reason.clone())).collect()
}

both_databases!(
    files_are_brought_in_and_a_second_time_change_nothing,
    a_dry_run_says_what_would_happen_and_changes_nothing,
    one_bad_row_stops_everything_unless_bad_rows_are_skipped,
    a_changed_row_changes_its_record_and_leaves_a_history,
    a_grant_that_somebody_ended_is_not_given_again_by_the_same_file,
    without_batch_nobody_imports,
    batch_at_one_clinic_reaches_that_clinic_alone,
    the_staff_directory_is_brought_in_and_says_whom_an_hsa_id_belongs_to,
    what_is_wrong_with_the_staff_directory_is_told_by_line,
    the_staff_directory_is_taken_out_whole_but_for_protected_people_and_only_by_whose_reach_is_whole,
    an_import_gives_nobody_rights_of_their_own,
    what_is_exported_can_be_brought_in_again_and_changes_nothing,
);

async fn files_are_brought_in_and_a_second_time_change_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let first = run(&db, &system(&world), all(), Options::default()).await;
    assert_eq!(told(&first), []);
    let added: Vec<u64> = first.files.iter().map(|file| file.counts.added).collect();
    assert_eq!((added, first.applied), (vec![2, 3, 2, 4], true));
    let mut read = db.read().await.unwrap();
    let (account,): (behorig_access::AccountId,) =
        read.one("SELECT id FROM account WHERE user_name_key = ?1", params!["asa.ek"]).await.unwrap();
    let (clinic,): (behorig_access::UnitId,) =
        read.one("SELECT id FROM unit WHERE import_key = ?1", params!["V2"]).await.unwrap();
    let found: Vec<(Vec<u8>,)> =
        read.all("SELECT term FROM account_term WHERE account_id = ?1 ORDER BY term", params![account]).await.unwrap();
    assert!(found.contains(&("åsa".to_owned().into_bytes(),)) && found.contains(&(b"asa@exempel.se".to_vec(),)));
    drop(read);
    assert!(world.may(account, Service::EditAccounts, clinic).await);
    assert_eq!((count(&db, "custody").await, count(&db, "audit_event").await), (1, 2));

    let rows = ["unit", "unit_ancestor", "person", "account", "account_term", "account_hsa_id", "grants", "history"];
    let mut before = Vec::new();
    for table in rows {
        before.push(count(&db, table).await);
    }
    let again = run(&db, &system(&world.later(DAY)), all(), Options::default()).await;
    let same: Vec<Counts> = again.files.iter().map(|file| file.counts).collect();
    assert_eq!(same, [2, 3, 2, 4].map(|same| Counts { same, ..Counts::default() }));
    let mut after = Vec::new();
    for table in rows {
        after.push(count(&db, table).await);
    }
    assert_eq!(before, after);
}

async fn a_dry_run_says_what_would_happen_and_changes_nothing(db: TestDb) {
    let world = World::new(&db).await;
    let options = Options { dry_run: true, ..Options::default() };
    let report = run(&db, &system(&world), all(), options).await;
    assert_eq!(report.files.iter().map(|file| file.counts.added).sum::<u64>(), 11);
    assert_eq!((report.applied, count(&db, "account").await, count(&db, "unit").await), (false, 0, 6));
}

async fn one_bad_row_stops_everything_unless_bad_rows_are_skipped(db: TestDb) {
    let world = World::new(&db).await;
    let files = || ImportFiles {
        units: file(
            "nyckel;namn;slag;överordnad\nA;A;mottagning;B\nB;B;vårdenhet;A\nC;C;stuga;NVO\nD;D;mottagning;NVO\n",
        ),
        accounts: file(
            "användarnamn;förnamn;efternamn;enhet;personnummer;hsa_id\n\
             anna;Anna;Ek;D;;\n\
             ANNA;Anna;Berg;D;;\n\
             bo;Bo;Lind;D;198201012384;\n\
             cy;Cy;\u{202e}Lind;D;;SE2321000017-X\n\
             dag;Dag;Alm;A;;\n\
             eli;Eli;Alm;NINGENSTANS;;;\n",
        ),
        grants: file(
            "användarnamn;personnummer;roll;enhet;kund\n\
             anna;;Internpost;D;\n\
             anna;;Internpost;SAKNAS;\n\
             anna;;Stallknekt;D;\n\
             anna;198201012385;Internpost;D;\n\
             anna;;Anhörig;D;\n\
             anna;;Godkänd invånare;D;\n",
        ),
        ..ImportFiles::default()
    };
    let stopped = run(&db, &system(&world), files(), Options::default()).await;
    assert_eq!((stopped.applied, count(&db, "account").await, count(&db, "unit").await), (false, 0, 6));
    let places: Vec<_> = told(&stopped).into_iter().map(|(file, line, column, _)| (file.key(), line, column)).collect();
    assert_eq!(
        places,
        [
            ("units", 2, Some("överordnad")),
            ("units", 3, Some("överordnad")),
            ("units", 4, Some("slag")),
            ("accounts", 3, Some("användarnamn")),
            ("accounts", 4, Some("personnummer")),
            ("accounts", 5, Some("efternamn")),
            ("accounts", 5, Some("hsa_id")),
            ("accounts", 6, Some("enhet")),
            ("accounts", 7, None),
            ("grants", 3, Some("enhet")),
            ("grants", 4, Some("roll")),
            ("grants", 5, Some("användarnamn")),
            ("grants", 6, Some("kund")),
            ("grants", 7, Some("användarnamn")),
        ]
    );
    let printed = format!(
        "{:?} {}",
        stopped.problems,
        stopped.problems.iter().map(|one| one.reason.to_string()).collect::<String>()
    );
    assert!(!printed.contains("19820101"), "an identity number was told");

    let skipped = run(&db, &system(&world), files(), Options { skip_bad: true, ..Options::default() }).await;
    assert_eq!(skipped.problems, stopped.problems);
    let counts = |kind| (skipped.counts(kind).added, skipped.counts(kind).bad);
    assert_eq!([FileKind::Units, FileKind::Accounts, FileKind::Grants].map(counts), [(1, 3), (1, 5), (1, 5)]);
    assert_eq!((count(&db, "account").await, count(&db, "grants").await), (1, 1));
}

async fn a_changed_row_changes_its_record_and_leaves_a_history(db: TestDb) {
    let world = World::new(&db).await;
    run(&db, &system(&world), all(), Options::default()).await;
    let files = ImportFiles {
        units: file("key,name,kind,parent\nV2,Vårdcentralen Åsen Norra,clinic,E1\n"),
        persons: file("personnummer;förnamn;efternamn;kommunkod\n192804129175;Greta;Lindh;0682\n"),
        accounts: file("user_name,given_name,family_name,unit,identity_number\nasa.ek,Åsa,Alm,V2,199912312387\n"),
        grants: file("användarnamn;roll;enhet;från;till\nasa.ek;system-administrator;V2;2026-01-01;2026-12-31\n"),
        directory: None,
    };
    let later = world.later(DAY);
    let report = run(&db, &system(&later), files, Options::default()).await;
    let changed: Vec<u64> = report.files.iter().map(|file| file.counts.changed).collect();
    assert_eq!((told(&report), changed), (vec![], vec![1, 1, 1, 1]));
    let mut read = db.read().await.unwrap();
    let told: Vec<(String, Option<String>, Option<String>, String)> = read
        .all("SELECT field, old_value, new_value, door FROM history WHERE at = ?1", params![later.now])
        .await
        .unwrap();
    assert_eq!(told, [("family-name".into(), Some("Ek".into()), Some("Alm".into()), "import".into())]);
    let (title, family): (Option<String>, String) =
        read.one("SELECT title, family_name FROM account WHERE user_name_key = ?1", params!["asa.ek"]).await.unwrap();
    assert_eq!((title.as_deref(), family.as_str()), (Some("Leg. Läkare"), "Alm"), "a missing column leaves its values");
}

async fn a_grant_that_somebody_ended_is_not_given_again_by_the_same_file(db: TestDb) {
    let world = World::new(&db).await;
    run(&db, &system(&world), all(), Options::default()).await;
    let mut read = db.read().await.unwrap();
    let grants: Vec<(behorig_access::GrantId,)> = read.all("SELECT id FROM grants", params![]).await.unwrap();
    drop(read);
    let later = world.later(DAY);
    for (grant,) in &grants {
        later.end(*grant).await;
    }
    let again = run(&db, &system(&later), all(), Options::default()).await;
    assert_eq!(again.counts(FileKind::Grants), Counts { same: 4, ..Counts::default() });
    assert_eq!(count(&db, "grants").await, 4);
}

async fn without_batch_nobody_imports(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.region).await;
    world.grant(anna, BuiltIn::Support, world.region).await;
    let refused = import::run(&db, &world.actor(anna).await, all(), Options::default(), &|_| {}).await;
    assert!(matches!(refused, Err(ImportError::Refused(MayNotImport::WithoutBatch))), "{refused:?}");
    let mut read = db.read().await.unwrap();
    let refused = may_import(&mut read, "anna.ek", world.now).await;
    assert!(matches!(refused, Err(MayNotImport::WithoutBatch)), "{refused:?}");
    assert!(matches!(may_import(&mut read, "nobody", world.now).await, Err(MayNotImport::NoSuchAccount)));
    drop(read);
    world.grant(anna, BuiltIn::Batch, world.clinic).await;
    let mut read = db.read().await.unwrap();
    assert_eq!(may_import(&mut read, "Anna.Ek", world.now).await.unwrap().account, Some(anna));
    drop(read);
    assert_eq!(count(&db, "person").await, 0);
}

async fn batch_at_one_clinic_reaches_that_clinic_alone(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::Batch, world.clinic).await;
    let files = ImportFiles {
        units: file("nyckel;namn;slag;överordnad\nNY;Ny;mottagning;EKBVC\nTOPP;Region Ny;region;\n"),
        persons: file("personnummer;förnamn;efternamn\n198201012385;Nora;Öberg\n"),
        accounts: file("användarnamn;förnamn;efternamn;enhet\nbo;Bo;Lind;EKBVC\ncy;Cy;Lind;EKBBMM\n"),
        grants: file("användarnamn;roll;enhet\nbo;Internpost;EKBVC\nbo;Internpost;NORRSJO\n"),
        directory: file("hsa_id;förnamn;efternamn\nSE2321000016-BO;Bo;Lind\n"),
    };
    let options = Options { skip_bad: true, ..Options::default() };
    let report = run(&db, &world.actor(anna).await, files, options).await;
    assert_eq!(
        told(&report),
        [
            (FileKind::Units, 2, Some("överordnad"), Reason::OutsideReach),
            (FileKind::Units, 3, Some("nyckel"), Reason::NewOrganisation),
            (FileKind::Persons, 2, Some("personnummer"), Reason::OutsideReach),
            (FileKind::Accounts, 3, Some("enhet"), Reason::OutsideReach),
            (FileKind::Grants, 3, Some("enhet"), Reason::OutsideReach),
            (FileKind::Directory, 2, Some("hsa_id"), Reason::OutsideReach),
        ]
    );
    assert_eq!((report.counts(FileKind::Accounts).added, report.counts(FileKind::Grants).added), (1, 1));
}

async fn an_import_gives_nobody_rights_of_their_own(db: TestDb) {
    let world = World::new(&db).await;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::Batch, world.clinic).await;
    let files = ImportFiles {
        grants: file("användarnamn;roll;enhet\nanna.ek;Supportpersonal;EKBVC\n"),
        ..ImportFiles::default()
    };
    let report = run(&db, &world.actor(anna).await, files, Options::default()).await;
    assert_eq!(told(&report), [(FileKind::Grants, 2, Some("användarnamn"), Reason::OwnGrant)]);
}

async fn what_is_exported_can_be_brought_in_again_and_changes_nothing(db: TestDb) {
    let world = World::new(&db).await;
    run(&db, &system(&world), all(), Options::default()).await;
    let support = world.account("Sam Berg").at(world.region).await;
    world.grant(support, BuiltIn::Batch, world.region).branch().await;
    let viewer = world.viewer(support).await;
    let scope = behorig_access::scope_of(&viewer, Service::Batch, world.now);
    let mut read = db.read().await.unwrap();
    let mut files = ImportFiles::default();
    for (export, kind) in
        [(Export::Units, FileKind::Units), (Export::Accounts, FileKind::Accounts), (Export::Grants, FileKind::Grants)]
    {
        let taken = take_out(&mut read, export, &scope, world.now.0).await.unwrap();
        let subjects = taken.event.resources.len();
        assert_eq!(subjects, if export == Export::Grants { 2 } else { 0 });
        files.set(kind, File { name: "uttag.csv".to_owned(), bytes: taken.csv });
    }
    let roles = take_out(&mut read, Export::Roles, &scope, world.now.0).await.unwrap();
    assert_eq!(roles.csv.iter().filter(|byte| **byte == b'\n').count(), 1 + BuiltIn::ALL.len());
    drop(read);
    let test_prefixes = TestPrefixes::new(["TSTNMT2321000156"]).unwrap();
    let again = run(&db, &system(&world), files, Options { test_prefixes, ..Options::default() }).await;
    assert_eq!(told(&again), []);
    let moved: u64 = again.files.iter().map(|file| file.counts.added + file.counts.changed).sum();
    let same: Vec<u64> = again.files.iter().map(|file| file.counts.same).collect();
    assert_eq!((moved, same), (0, vec![8, 3, 5]));
}

const DIRECTORY: &str = "HSA-id;Förnamn;Efternamn;Titel;E-post;Skyddad;Slutdatum\n\
    SE2321000016-ASA;Åsa;Ek;Leg. läkare;asa.ek@exempel.se;;\n\
    se2321000016-moa;Moa;Dahl;;;ja;\n\
    SE2321000016-PER;Per;Holm;;;nej;2026-11-19\n\
    SE2321000016-LEO;Leo;Falk;;;nej;2026-11-20\n";

fn id(text: &str) -> HsaId {
    HsaId::parse(text).unwrap()
}

async fn the_staff_directory_is_brought_in_and_says_whom_an_hsa_id_belongs_to(db: TestDb) {
    let world = World::new(&db).await;
    run(&db, &system(&world), all(), Options::default()).await;
    let files = |text| ImportFiles { directory: file(text), ..ImportFiles::default() };
    let tried = run(&db, &system(&world), files(DIRECTORY), Options { dry_run: true, ..Options::default() }).await;
    assert_eq!((tried.applied, tried.counts(FileKind::Directory).added), (false, 4));
    assert_eq!(count(&db, "directory_person").await, 0);
    let report = run(&db, &system(&world), files(DIRECTORY), Options::default()).await;
    assert_eq!(report.counts(FileKind::Directory), Counts { added: 4, ..Counts::default() });
    let moved = DIRECTORY.replace("asa.ek@", "asa@").replace(";;ja;", ";;nej;");
    let again = run(&db, &system(&world), files(&moved), Options::default()).await;
    assert_eq!(again.counts(FileKind::Directory), Counts { changed: 2, same: 2, ..Counts::default() });
    run(&db, &system(&world), files(DIRECTORY), Options::default()).await;

    let ids = ["ASA", "MOA", "PER", "LEO", "NOBODY"].map(|local| id(&format!("SE2321000016-{local}")));
    let mut read = db.read().await.unwrap();
    let found = LocalDirectory.look_up_all(&mut read, &ids, world.now).await.unwrap();
    assert_eq!(found.len(), 4, "an id that nobody has is left out");
    let of = |local: &str| &found[&id(&format!("SE2321000016-{local}"))];
    let asa = of("ASA");
    assert_eq!((asa.full_name().as_str(), asa.email.as_deref()), ("Åsa Ek", Some("asa.ek@exempel.se")));
    assert!(asa.account.is_some() && !asa.protected && !asa.ended);
    assert!(of("MOA").protected && of("MOA").account.is_none());
    assert!(of("PER").ended, "yesterday was the last day");
    assert!(!of("LEO").ended, "the last day is still a day of work");
    let tomorrow = LocalDirectory.look_up(&mut read, &ids[3], world.later(DAY).now).await.unwrap().unwrap();
    assert!(tomorrow.ended);
    assert_eq!(LocalDirectory.look_up(&mut read, &ids[4], world.now).await.unwrap(), None);
}

async fn the_staff_directory_is_taken_out_whole_but_for_protected_people_and_only_by_whose_reach_is_whole(db: TestDb) {
    let world = World::new(&db).await;
    run(&db, &system(&world), all(), Options::default()).await;
    let files = |text| ImportFiles { directory: file(text), ..ImportFiles::default() };
    run(&db, &system(&world), files(DIRECTORY), Options::default()).await;
    let mut taken = Vec::new();
    for unit in [world.region, world.care_unit] {
        let account = world.account("Sam Berg").at(unit).await;
        world.grant(account, BuiltIn::Batch, unit).branch().await;
        let scope = behorig_access::scope_of(&world.viewer(account).await, Service::Batch, world.now);
        let mut read = db.read().await.unwrap();
        taken.push(take_out(&mut read, Export::Directory, &scope, world.now.0).await.unwrap().csv);
    }
    let whole = String::from_utf8(taken[0].clone()).unwrap();
    let rows: Vec<&str> = whole.lines().collect();
    assert_eq!(rows.len(), 4, "{whole}");
    assert_eq!(rows[1], "SE2321000016-ASA;Åsa;Ek;Leg. läkare;asa.ek@exempel.se;nej;");
    assert!(whole.contains("SE2321000016-PER;Per;Holm;;;nej;2026-11-19") && !whole.contains("Dahl"), "{whole}");
    assert_eq!(taken[1].iter().filter(|byte| **byte == b'\n').count(), 1, "the headings alone");
    let file = File { name: "uttag.csv".to_owned(), bytes: taken[0].clone() };
    let again = ImportFiles { directory: Some(file), ..ImportFiles::default() };
    let report = run(&db, &system(&world), again, Options::default()).await;
    assert_eq!(report.counts(FileKind::Directory), Counts { same: 3, ..Counts::default() });
}

async fn what_is_wrong_with_the_staff_directory_is_told_by_line(db: TestDb) {
    let world = World::new(&db).await;
    let files = ImportFiles {
        directory: file(
            "hsa_id;given_name;family_name;email;ended_on\n\
             SE2321000016-A;Ada;Ek;;\n\
             SE2321000016-A;Ada;Alm;;\n\
             utan;Bo;Lind;;\n\
             SE2321000016-C;;Lind;;\n\
             SE2321000016-D;Di;Lind;;i morgon\n",
        ),
        ..ImportFiles::default()
    };
    let report = run(&db, &system(&world), files, Options::default()).await;
    let lines: Vec<(u64, Option<&str>)> = report.problems.iter().map(|one| (one.line, one.column)).collect();
    let columns = [(3, "hsa_id"), (4, "hsa_id"), (5, "förnamn"), (6, "slutdatum")];
    assert_eq!(lines, columns.map(|(line, column)| (line, Some(column))));
    assert_eq!((report.applied, count(&db, "directory_person").await), (false, 0));
}

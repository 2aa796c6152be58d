//! Documents that a test keeps true: the table of permissions is made from the routes, and the map of the house names only what is
//! there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use behorig::assemble::RouteLine;
use behorig_access::{BuiltIn, Service};
use behorig_visit::Access;
use proof_support::{TestDb, on_sqlite};

use crate::site::Site;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Made anew by `BEHORIG_WRITE_DOCUMENTS=1 cargo test -p behorig --test it documents`.
#[test]
fn the_table_of_permissions_is_what_the_routes_say() {
    on_sqlite(|test: TestDb| async move {
        let site = Site::new(test).await;
        let made = permissions(&site.table);
        let path = root().join("docs/permissions.md");
        if std::env::var_os("BEHORIG_WRITE_DOCUMENTS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == made,
            "docs/permissions.md is not what the routes say; BEHORIG_WRITE_DOCUMENTS=1 makes it anew"
        );
    });
}

fn permissions(table: &[RouteLine]) -> String {
    let mut text = String::from(
        "# Who may ask for what\n\nMade from the routes and the services of the program by a test; do not edit by hand.\n\n\
         ## Pages and forms\n\n| method | path | open to |\n| --- | --- | --- |\n",
    );
    for line in table {
        let open_to = match line.access {
            Access::Anyone => "anyone".to_owned(),
            Access::SignedIn => "anyone signed in, for what is their own".to_owned(),
            Access::Resident => "residents, for what is their own or a young child's of theirs".to_owned(),
            Access::OwnAccount => "anyone signed in to an account, for what is their own".to_owned(),
            Access::Staff => "anyone signed in as staff, for what is their own".to_owned(),
            Access::Service(service) => named(service),
            Access::AnyOf(services) => services.iter().copied().map(named).collect::<Vec<_>>().join(", or "),
        };
        let _ = writeln!(text, "| {} | `{}` | {open_to} |", line.method, line.path);
    }
    text.push_str("\n## Services and the built-in roles that hold them\n\n| service | name | lowest level | roles |\n| --- | --- | --- | --- |\n");
    for service in Service::ALL.iter().copied() {
        let roles: Vec<&str> = BuiltIn::ALL
            .iter()
            .filter(|role| role.services().contains(service))
            .map(|role| role.swedish_name())
            .collect();
        let level = service.minimum_assurance().key();
        let _ =
            writeln!(text, "| {} | {} | {level} | {} |", service.number(), service.swedish_name(), roles.join(", "));
    }
    text
}

fn named(service: Service) -> String {
    format!("{} {}", service.number(), service.english_name())
}

#[test]
fn the_map_of_the_house_names_only_what_is_there() {
    for document in ["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "docs/security.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let mut named = 0;
        for quoted in text.split('`').skip(1).step_by(2) {
            let is_path = quoted.contains('/')
                && !quoted.contains([' ', '{', '<', '…', '='])
                && ["behorig/", "capabilities/", "foundation/", "protocols/", "peers/", "proofs/", "xtask/", "docs/"]
                    .iter()
                    .any(|floor| quoted.starts_with(floor));
            if is_path && !quoted.contains("NAME") {
                named += 1;
                assert!(root().join(quoted).exists(), "{document} names {quoted}, which is not there");
            }
        }
        for linked in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !linked.contains("://") && !linked.starts_with('#') {
                named += 1;
                assert!(root().join(linked).exists(), "{document} links to {linked}, which is not there");
            }
        }
        assert!(named > 0, "{document} names nothing: the test could not fail");
    }
}

#[test]
fn every_threat_names_tests_that_are_there() {
    let mut code = String::new();
    for floor in ["behorig", "capabilities", "foundation", "protocols", "proofs", "tools"] {
        gather(&root().join(floor), &mut code);
    }
    let text = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let threats = text.split("## Threats").nth(1).and_then(|rest| rest.split("## OWASP").next()).unwrap();
    let rows: Vec<&str> = threats.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > 40, "the page tells of {} threats: the test could not fail", rows.len());
    for row in rows {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        if matches!(tests, "test" | "---") {
            continue;
        }
        let mut named = 0;
        for test in tests.split('`').skip(1).step_by(2) {
            named += 1;
            assert!(code.contains(&format!("fn {test}(")), "docs/security.md names {test}, which is not there");
        }
        assert!(named > 0, "no test stands behind: {row}");
    }
}

fn gather(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, code);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            code.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn no_file_grows_beyond_what_a_person_reads() {
    let mut long = Vec::new();
    for floor in ["behorig/src", "capabilities", "foundation", "protocols", "peers", "xtask"] {
        measure(&root().join(floor), &mut long);
    }
    assert!(long.is_empty(), "one subject each? {long:#?}");
}

fn measure(folder: &Path, long: &mut Vec<(PathBuf, usize)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            measure(&path, long);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > 500 {
                long.push((path, lines));
            }
        }
    }
}

use std::path::PathBuf;

use proof_manuals::Outcome;

use super::page::walk;

fn evidence(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap().join("walk-failures").join(name)
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn a_failed_step_leaves_the_picture_the_page_and_the_way_there() {
    let failure = walk("harness::fails", async |walk| {
        walk.goto("/").await?;
        walk.within("Anna Andersson").await?;
        walk.click("Återaktivera låst konto").await
    })
    .await
    .unwrap_err()
    .to_string();
    assert!(failure.contains("there is no button or link named “Återaktivera låst konto”"), "{failure}");
    assert!(failure.contains("There are: “Nytt konto”, “Ändra Anna”, “Ändra Björn”"), "{failure}");
    assert!(failure.contains("goto /\n  within “Anna Andersson”"), "{failure}");
    let folder = evidence("harness.fails");
    assert!(std::fs::read(folder.join("page-1.png")).unwrap().starts_with(b"\x89PNG"));
    assert!(std::fs::read_to_string(folder.join("page-1.html")).unwrap().contains("Björn Berg"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn an_assertion_that_panics_is_a_failure_with_evidence_too() {
    let failure = walk("harness::panics", async |walk| {
        walk.goto("/").await?;
        assert_eq!(walk.title().await?, "En annan sida");
        Ok(())
    })
    .await
    .unwrap_err()
    .to_string();
    assert!(failure.contains("En annan sida"), "{failure}");
    std::fs::remove_dir_all(evidence("harness.panics")).unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn a_page_that_breaks_its_own_security_policy_fails_the_walk() {
    let failure = walk("harness::policy", async |walk| {
        walk.goto("/policy").await?;
        walk.sees("Sidan bryter mot sin egen policy").await
    })
    .await
    .unwrap_err()
    .to_string();
    assert!(failure.contains("the console tells of faults"), "{failure}");
    assert!(failure.contains("Content Security Policy"), "{failure}");
    std::fs::remove_dir_all(evidence("harness.policy")).unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo xtask test"]
async fn a_page_that_is_missing_is_no_fault_of_the_console() -> Outcome<()> {
    walk("harness::missing", async |walk| walk.goto("/finns-inte").await).await
}

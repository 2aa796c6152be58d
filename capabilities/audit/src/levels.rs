//! The functions that the log names, each with words of its own: *Läste ett ärende* and not its name in the code.

/// The functions that the log names (StoreLog `activityLevel`), with their words.
const FUNCTIONS: &[(&[&str], &str)] = &[
    (&["cases.inbox", "cases.list", "cases.mine"], "audit-did-case-list"),
    (&["cases.search"], "audit-did-case-search"),
    (&["cases.read"], "audit-did-case-read"),
    (&["cases.file", "my-care.file"], "audit-did-case-file"),
    (&["cases.answer", "cases.partial-reply", "cases.question"], "audit-did-case-answer"),
    (&["cases.reply"], "audit-did-case-reply"),
    (&["cases.close", "cases.access-ended"], "audit-did-case-close"),
    (
        &[
            "cases.assign",
            "cases.reassign",
            "cases.to-assign",
            "cases.hand-back",
            "cases.hand-back-all",
            "cases.pass-on-all",
        ],
        "audit-did-case-assign",
    ),
    (&["cases.begin", "cases.start"], "audit-did-case-start"),
    (&["cases.send"], "audit-did-case-send"),
    (&["cases.withdraw"], "audit-did-case-withdraw"),
    (&["residents.list"], "audit-did-resident-list"),
    (&["residents.show", "residents.why", "residents.ask-to-remove"], "audit-did-resident-read"),
    (&["residents.find", "home-care.find"], "audit-did-find"),
    (&["residents.approve", "my-care.add-clinic"], "audit-did-approve"),
    (&["residents.remove"], "audit-did-remove-approval"),
    (
        &["residents.case-type", "residents.hand-out", "residents.change-type", "residents.take-back-type"],
        "audit-did-case-type",
    ),
    (&["home-care.list", "home-care.ending", "start.customers"], "audit-did-customer-list"),
    (&["home-care.show", "home-care.show-name", "home-care.ask-to-end"], "audit-did-customer-read"),
    (
        &[
            "home-care.assignment",
            "home-care.intervention",
            "home-care.pause",
            "home-care.visit",
            "daily-planning.visit",
        ],
        "audit-did-visit-read",
    ),
    (
        &["home-care.schedule", "home-care.own", "home-care.phone", "home-care.calendar", "home-care.calendars"],
        "audit-did-schedule",
    ),
    (&["home-care.schedule-pdf"], "audit-did-schedule-print"),
    (&["daily-planning.day", "daily-planning.my-day"], "audit-did-day"),
    (
        &[
            "my-care.inbox",
            "my-care.clinics",
            "my-care.clinic",
            "my-care.form",
            "my-care.check",
            "my-care.search",
            "my-care.receipt",
            "my-care.ask-to-withdraw",
            "my-care.ask-to-discard",
        ],
        "audit-did-own-pages",
    ),
    (&["reports.run"], "audit-did-report"),
    (&["batch.export"], "audit-did-export"),
    (&["batch.import"], "audit-did-import"),
    (&["support.read"], "audit-did-support-read"),
    (&["sign-in.open"], "audit-did-sign-in"),
    (&["sign-in.close", "sign-in.closed-by-provider"], "audit-did-sign-out"),
    (&["new-account.ask"], "audit-did-request-send"),
    (&["new-account.approve"], "audit-did-request-approve"),
    (&["new-account.decline"], "audit-did-request-decline"),
    (&["audit.search", "audit.event", "audit.review", "audit.report"], "audit-did-log-read"),
    (&["audit.sample"], "audit-did-log-sample"),
    (&["audit.judge"], "audit-did-log-judge"),
    (&["audit.sign"], "audit-did-log-sign"),
    (&["audit.extract", "audit.extract-pdf"], "audit-did-extract"),
    (&["accounts.create"], "audit-did-account-create"),
    (&["accounts.save"], "audit-did-account-save"),
    (&["accounts.own-choices"], "audit-did-account-own"),
    (&["accounts.end"], "audit-did-account-end"),
    (&["accounts.reactivate"], "audit-did-account-reactivate"),
    (&["accounts.documents.add"], "audit-did-document-add"),
    (&["accounts.documents.end"], "audit-did-document-end"),
    (&["accounts.yubikey.enrol"], "audit-did-yubikey-add"),
    (&["accounts.yubikey.end"], "audit-did-yubikey-end"),
    (&["audit.plan"], "audit-did-log-plan"),
    (&["audit.export"], "audit-did-log-export"),
    (&["case-templates.create"], "audit-did-template-create"),
    (&["case-templates.save"], "audit-did-template-save"),
    (&["case-templates.remove"], "audit-did-template-remove"),
    (&["case-types.activate"], "audit-did-type-activate"),
    (&["case-types.create"], "audit-did-type-create"),
    (&["case-types.edit-form"], "audit-did-type-form"),
    (&["case-types.discard"], "audit-did-type-discard"),
    (&["case-types.publish"], "audit-did-type-publish"),
    (&["case-types.save"], "audit-did-type-save"),
    (&["case-types.move"], "audit-did-type-move"),
    (&["case-types.restrict"], "audit-did-type-restrict"),
    (&["case-types.switch"], "audit-did-type-switch"),
    (&["case-types.end"], "audit-did-type-end"),
    (&["cases.absence"], "audit-did-absence"),
    (&["cases.absence-end"], "audit-did-absence-end"),
    (&["cases.group"], "audit-did-group"),
    (&["cases.group-end"], "audit-did-group-end"),
    (&["certification.open"], "audit-did-round-open"),
    (&["certification.answer"], "audit-did-round-answer"),
    (&["certification.close"], "audit-did-round-close"),
    (&["certification.lapse"], "audit-did-round-lapse"),
    (&["certification.pdf"], "audit-did-round-print"),
    (&["certification.name-deputy"], "audit-did-deputy-name"),
    (&["certification.end-deputy"], "audit-did-deputy-end"),
    (&["clinics.save"], "audit-did-clinic-save"),
    (&["clinics.out-of-area"], "audit-did-clinic-out-of-area"),
    (&["daily-planning.give", "daily-planning.move", "daily-planning.take-over"], "audit-did-visit-plan"),
    (
        &["daily-planning.start", "daily-planning.stop", "daily-planning.tick", "daily-planning.undo"],
        "audit-did-visit-perform",
    ),
    (&["daily-planning.not-made"], "audit-did-visit-not-made"),
    (&["daily-planning.reason"], "audit-did-visit-reason"),
    (&["daily-planning.correct"], "audit-did-visit-correct"),
    (&["grants.of-account"], "audit-did-grants-read"),
    (&["grants.give"], "audit-did-grant-give"),
    (&["grants.end"], "audit-did-grant-end"),
    (&["grants.ticks"], "audit-did-grants-change"),
    (&["grants.choose-customer"], "audit-did-grant-customer"),
    (&["home-care.add-customer"], "audit-did-customer-add"),
    (&["home-care.end-customer"], "audit-did-customer-end"),
    (
        &["home-care.add-intervention", "home-care.change-intervention", "home-care.end-intervention"],
        "audit-did-intervention",
    ),
    (&["home-care.add-assignment", "home-care.change-assignment", "home-care.end-assignment"], "audit-did-assignment"),
    (&["home-care.add-pause", "home-care.change-pause", "home-care.end-pause"], "audit-did-pause"),
    (&["home-care.add-visit", "home-care.change-visit", "home-care.move-visit"], "audit-did-visit-change"),
    (&["home-care.calendar.make"], "audit-did-calendar-make"),
    (&["home-care.calendar.revoke"], "audit-did-calendar-revoke"),
    (&["home-care.choose-columns"], "audit-did-columns"),
    (&["installation.transfer"], "audit-did-transfer"),
    (&["internal-mail.read"], "audit-did-mail-read"),
    (&["internal-mail.file"], "audit-did-mail-file"),
    (&["internal-mail.send", "internal-mail.reply"], "audit-did-mail-send"),
    (&["my-care.discard-draft"], "audit-did-draft-discard"),
    (&["my-care.notice-address"], "audit-did-notice-address"),
    (&["orderables.make", "orderables.save", "orderables.end"], "audit-did-orderable"),
    (&["orderers.name"], "audit-did-orderer-name"),
    (&["orderers.change-end"], "audit-did-orderer-change"),
    (&["orderers.end"], "audit-did-orderer-end"),
    (&["orderers.choose"], "audit-did-orderer-choose"),
    (&["orders.place"], "audit-did-order-place"),
    (&["orders.approve", "orders.carry-out"], "audit-did-order-approve"),
    (&["orders.decline", "orders.reject"], "audit-did-order-decline"),
    (&["orders.ask"], "audit-did-order-ask"),
    (&["orders.answer"], "audit-did-order-answer"),
    (&["orders.withdraw"], "audit-did-order-withdraw"),
    (&["permission-register.export"], "audit-did-register-export"),
    (&["permission-register.upload"], "audit-did-register-upload"),
    (&["permission-register.import"], "audit-did-register-import"),
    (&["permission-register.forget-upload"], "audit-did-register-forget"),
    (&["reports.create"], "audit-did-report-create"),
    (&["reports.change"], "audit-did-report-change"),
    (&["reports.end"], "audit-did-report-end"),
    (&["reports.my-page-add", "reports.my-page-move", "reports.my-page-remove"], "audit-did-my-page"),
    (&["roles.add-built-in"], "audit-did-role-built-in"),
    (&["roles.create"], "audit-did-role-create"),
    (&["roles.save", "roles.services"], "audit-did-role-save"),
    (&["roles.remove"], "audit-did-role-remove"),
    (&["sign-in.switch-hat"], "audit-did-switch-hat"),
    (&["sign-in.lock"], "audit-did-lock"),
    (&["sign-in.one-time-link"], "audit-did-one-time-link"),
    (&["sign-in.password"], "audit-did-password"),
    (&["sign-in.confirm"], "audit-did-confirm"),
    (&["sign-in.key-add"], "audit-did-key-add"),
    (&["sign-in.key-remove", "accounts.security-key.remove"], "audit-did-key-remove"),
    (&["sign-in.show-card"], "audit-did-show-card"),
    (&["sign-in.refuse-card"], "audit-did-refuse-card"),
    (&["sign-in.refuse-ticket"], "audit-did-refuse-ticket"),
    (&["sign-in.key-copied"], "audit-did-key-copied"),
    (&["sign-in.recovery-codes"], "audit-did-recovery-codes"),
    (&["sign-in.recovery-code"], "audit-did-recovery-code"),
    (&["sign-in.end-session", "sign-in.end-sessions"], "audit-did-end-session"),
    (&["support.send"], "audit-did-support-send"),
    (&["support.take", "support.hand-back"], "audit-did-support-take"),
    (&["support.answer", "support.ask"], "audit-did-support-answer"),
    (&["support.reply"], "audit-did-support-reply"),
    (&["support.note"], "audit-did-support-note"),
    (&["support.prioritise"], "audit-did-support-prioritise"),
    (&["support.close", "support.reopen"], "audit-did-support-close"),
    (&["audit.begin-sealing"], "audit-did-begin-sealing"),
    (&["audit.retention"], "audit-did-retention"),
    (&["audit.thin"], "audit-did-thin"),
    (&["audit.export-log"], "audit-did-export-log"),
    (&["audit.prove-event"], "audit-did-prove-event"),
    (&["audit.rotate-key"], "audit-did-rotate-log-key"),
    (&["backup.restore"], "audit-did-restore"),
    (&["key.rotate", "key.retire"], "audit-did-change-key"),
];

/// The words for a function that the log names.
pub(crate) fn of_level(level: &str) -> Option<&'static str> {
    FUNCTIONS.iter().find(|(functions, _)| functions.contains(&level)).map(|(_, words)| *words)
}

/// The words for a part of the program, by the first word of its functions.
pub(crate) fn of_area(area: &str) -> &'static str {
    match area {
        "accounts" => "audit-area-accounts",
        "audit" => "audit-area-audit",
        "batch" => "audit-area-batch",
        "case-templates" | "case-types" => "audit-area-case-types",
        "cases" => "audit-area-cases",
        "certification" => "audit-area-certification",
        "clinics" => "audit-area-clinics",
        "daily-planning" => "audit-area-daily-planning",
        "grants" => "audit-area-grants",
        "home-care" => "audit-area-home-care",
        "internal-mail" => "audit-area-internal-mail",
        "my-care" => "audit-area-my-care",
        "orderables" | "orderers" | "orders" => "audit-area-orders",
        "permission-register" => "audit-area-register",
        "reports" => "audit-area-reports",
        "residents" => "audit-area-residents",
        "roles" => "audit-area-roles",
        "sign-in" => "audit-area-sign-in",
        "start" => "audit-area-start",
        "support" => "audit-area-support",
        _ => "audit-area-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    /// Names of settings that look like functions.
    const NO_FUNCTIONS: [&str; 2] = ["accounts.lock-after-unused-months", "sign-in.siths.oidc"];

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(path);
            }
        }
    }

    fn is_a_name(text: &str) -> bool {
        let plain = text.chars().all(|letter| letter.is_ascii_lowercase() || ".-".contains(letter));
        plain && text.split('.').count() >= 2 && text.split('.').all(|part| !part.is_empty())
    }

    /// What a line quotes.
    fn quoted(line: &str) -> impl Iterator<Item = &str> {
        line.split('"').skip(1).step_by(2)
    }

    /// The functions that a source names: all names of a known part of the program, and whatever stands beside what makes an event.
    fn functions_in(source: &str) -> Vec<&str> {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let of_known_parts = code.lines().flat_map(quoted).filter(|name| {
            is_a_name(name) && of_area(name.split('.').next().unwrap_or_default()) != "audit-area-other"
        });
        let makes_an_event = |line: &&str| line.contains("Event::change(") || line.contains("ActivityType::");
        let beside_events = code.lines().filter(makes_an_event).flat_map(quoted).filter(|name| is_a_name(name));
        of_known_parts.chain(beside_events).filter(|name| !NO_FUNCTIONS.contains(name)).collect()
    }

    #[test]
    fn everything_that_the_program_logs_has_words_of_its_own() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Vec::new();
        for part in ["capabilities", "foundation", "behorig/src"] {
            sources(&root.join(part), &mut files);
        }
        let is_product = |file: &&PathBuf| {
            let text = file.to_string_lossy();
            text.contains("/src/") && !text.contains("/tests") && !text.contains("/src/config")
        };
        let (mut seen, mut without) = (0, std::collections::BTreeSet::new());
        for file in files.iter().filter(is_product) {
            let source = std::fs::read_to_string(file).unwrap();
            for function in functions_in(&source) {
                seen += 1;
                if of_level(function).is_none() {
                    without.insert(format!("{function} in {}", file.display()));
                }
            }
        }
        assert!(without.is_empty(), "give these words of their own in levels.rs: {without:#?}");
        assert!(seen > 200, "only {seen} functions were found: the test looks in the wrong place");
    }

    #[test]
    fn a_new_function_is_found_wherever_it_is_named() {
        assert_eq!(functions_in(r#"let level = "cases.something-new";"#), ["cases.something-new"]);
        assert!(functions_in(r#"Event::change("novelty.first", "unit", id)"#).contains(&"novelty.first"));
        assert!(functions_in(r#"field("novelty.first"); "text/css" "1.2" "cases""#).is_empty());
    }
}

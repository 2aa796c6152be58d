//! What the log says, in plain words: which function was used, what kind of act it was, what a sample is drawn by.

use std::borrow::Cow;

use behorig_store::ActivityType;
use behorig_web::Lang;
use behorig_web::components::Tone;

use crate::rules::{Rule, Verdict};

/// The kinds of acts that can be searched for, each with its word in an address and its text.
pub(crate) const KINDS: [(&str, ActivityType, &str); 6] = [
    ("lasa", ActivityType::Read, "audit-kind-read"),
    ("skriva", ActivityType::Write, "audit-kind-write"),
    ("signera", ActivityType::Sign, "audit-kind-sign"),
    ("utskrift", ActivityType::Print, "audit-kind-print"),
    ("radera", ActivityType::Erase, "audit-kind-erase"),
    ("nodoppning", ActivityType::BreakGlass, "audit-kind-break-glass"),
];

/// A kind of act as the log has it, in the reader's language; one of later days as it is.
pub(crate) fn kind(lang: Lang, stored: &str) -> Cow<'static, str> {
    let known = KINDS.iter().find(|(_, kind, _)| kind.as_stored() == stored);
    known.map_or_else(|| Cow::Owned(stored.to_owned()), |(_, _, words)| lang.t(words))
}

/// What was done, by the function that the log names: in words of its own, or by the part of the program that it belongs to.
pub(crate) fn done(lang: Lang, activity: &str, level: Option<&str>) -> Cow<'static, str> {
    let level = level.unwrap_or_default();
    if let Some(words) = of_level(level) {
        return lang.t(words);
    }
    let area = level.split('.').next().unwrap_or_default();
    let args = [("kind", kind(lang, activity).into()), ("area", lang.t(of_area(area)).into())];
    lang.tr("audit-did-in-area", &args)
}

fn of_level(level: &str) -> Option<&'static str> {
    Some(match level {
        "cases.inbox" | "cases.list" | "cases.mine" => "audit-did-case-list",
        "cases.search" => "audit-did-case-search",
        "cases.read" => "audit-did-case-read",
        "cases.file" | "my-care.file" => "audit-did-case-file",
        "cases.answer" | "cases.partial-reply" | "cases.question" => "audit-did-case-answer",
        "cases.reply" => "audit-did-case-reply",
        "cases.close" | "cases.access-ended" => "audit-did-case-close",
        "cases.assign"
        | "cases.reassign"
        | "cases.to-assign"
        | "cases.hand-back"
        | "cases.hand-back-all"
        | "cases.pass-on-all" => "audit-did-case-assign",
        "cases.begin" | "cases.start" => "audit-did-case-start",
        "cases.send" => "audit-did-case-send",
        "cases.withdraw" => "audit-did-case-withdraw",
        "residents.list" => "audit-did-resident-list",
        "residents.show" | "residents.why" | "residents.ask-to-remove" => "audit-did-resident-read",
        "residents.find" | "home-care.find" => "audit-did-find",
        "residents.approve" | "my-care.add-clinic" => "audit-did-approve",
        "residents.remove" => "audit-did-remove-approval",
        "residents.case-type" | "residents.hand-out" | "residents.change-type" | "residents.take-back-type" => {
            "audit-did-case-type"
        }
        "home-care.list" | "home-care.ending" | "start.customers" => "audit-did-customer-list",
        "home-care.show" | "home-care.show-name" | "home-care.ask-to-end" => "audit-did-customer-read",
        "home-care.assignment"
        | "home-care.intervention"
        | "home-care.pause"
        | "home-care.visit"
        | "daily-planning.visit" => "audit-did-visit-read",
        "home-care.schedule" | "home-care.own" | "home-care.phone" | "home-care.calendar" | "home-care.calendars" => {
            "audit-did-schedule"
        }
        "home-care.schedule-pdf" => "audit-did-schedule-print",
        "daily-planning.day" | "daily-planning.my-day" => "audit-did-day",
        "my-care.inbox" | "my-care.clinics" | "my-care.clinic" | "my-care.form" | "my-care.check"
        | "my-care.search" => "audit-did-own-pages",
        "reports.run" => "audit-did-report",
        "batch.export" => "audit-did-export",
        "batch.import" => "audit-did-import",
        "support.read" => "audit-did-support-read",
        "sign-in.open" => "audit-did-sign-in",
        "sign-in.close" => "audit-did-sign-out",
        "audit.search" | "audit.event" | "audit.review" | "audit.report" => "audit-did-log-read",
        "audit.sample" => "audit-did-log-sample",
        "audit.judge" => "audit-did-log-judge",
        "audit.sign" => "audit-did-log-sign",
        "audit.extract" | "audit.extract-pdf" => "audit-did-extract",
        _ => return None,
    })
}

fn of_area(area: &str) -> &'static str {
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

/// What an event is about, by the kind of record.
pub(crate) fn resource(lang: Lang, resource_type: &str) -> Cow<'static, str> {
    lang.t(match resource_type {
        "account" => "audit-about-account",
        "case" => "audit-about-case",
        "customer" => "audit-about-customer",
        "resident" => "audit-about-resident",
        "log-review" | "log-event" => "audit-about-log",
        "unit" => "audit-about-unit",
        _ => "audit-about-other",
    })
}

/// With which hat.
pub(crate) fn hat(lang: Lang, stored: &str) -> Cow<'static, str> {
    lang.t(match stored {
        "staff" => "audit-hat-staff",
        "relative" => "audit-hat-relative",
        "resident" => "audit-hat-resident",
        _ => "audit-hat-system",
    })
}

/// Why, by the word of the national log record; one of later days as it is.
pub(crate) fn purpose(lang: Lang, stored: &str) -> Cow<'static, str> {
    match stored {
        "Vård och behandling" => lang.t("audit-purpose-care"),
        "Administration" => lang.t("audit-purpose-administration"),
        "Kvalitetssäkring" => lang.t("audit-purpose-quality"),
        other => Cow::Owned(other.to_owned()),
    }
}

/// The kinds of rules in the order in which they are chosen: by key, and their texts.
pub(crate) const RULES: [(&str, &str); 6] = [
    ("share", "audit-rule-share"),
    ("protected", "audit-rule-protected"),
    ("surname", "audit-rule-surname"),
    ("colleagues", "audit-rule-colleagues"),
    ("hours", "audit-rule-hours"),
    ("unrelated", "audit-rule-unrelated"),
];

/// What a sample is drawn by, with its numbers: *Andel av personalen, 10 %*.
pub(crate) fn rule(lang: Lang, rule: Rule) -> String {
    let known = RULES.iter().find(|(key, _)| *key == rule.key());
    let name = known.map_or(Cow::Borrowed(""), |(_, words)| lang.t(words));
    match rule {
        Rule::Share(share) => format!("{name}, {share}\u{a0}%"),
        Rule::OutsideHours(hours) => format!("{name}, {}–{}", of_clock(hours.begins), of_clock(hours.ends)),
        _ => name.into_owned(),
    }
}

/// A time of day as a form takes it.
pub(crate) fn of_clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A verdict in a word, with its tone.
pub(crate) fn verdict(lang: Lang, verdict: Verdict) -> (Tone, Cow<'static, str>) {
    match verdict {
        Verdict::Justified => (Tone::Good, lang.t("audit-justified")),
        Verdict::ToExplain => (Tone::Warning, lang.t("audit-to-explain")),
        Verdict::Suspected => (Tone::Danger, lang.t("audit-suspected")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

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

    /// The levels that a source names beside what makes an event of them.
    fn levels_in(source: &str) -> Vec<&str> {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| line.contains("Event::change(") || line.contains("ActivityType::"));
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        let is_level = |text: &&str| {
            let plain = text.chars().all(|letter| letter.is_ascii_lowercase() || ".-".contains(letter));
            plain && text.split('.').count() >= 2 && text.split('.').all(|part| !part.is_empty())
        };
        quoted.filter(is_level).collect()
    }

    #[test]
    fn everything_that_the_program_logs_has_words() {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut files);
        let mut seen = 0;
        for file in files.iter().filter(|file| file.components().any(|part| part.as_os_str() == "src")) {
            let source = std::fs::read_to_string(file).unwrap();
            for level in levels_in(&source) {
                seen += 1;
                let area = level.split('.').next().unwrap();
                assert!(
                    of_level(level).is_some() || of_area(area) != "audit-area-other",
                    "{level} in {} has no words: give its area some in words.rs",
                    file.display()
                );
            }
        }
        assert!(seen > 50, "only {seen} levels were found: the test looks in the wrong place");
    }

    #[test]
    fn a_function_of_later_days_is_told_by_its_kind() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        assert_eq!(done(Lang::Sv, "Läsa", Some("cases.read")), "Läste ett ärende");
        assert_eq!(done(Lang::Sv, "Läsa", Some("cases.of-later-days")), "Läsa: ärenden");
        assert_eq!(done(Lang::En, "Skriva", Some("something.else")), "Write: other functions");
        assert_eq!(done(Lang::Sv, "Vidimera", None), "Vidimera: andra funktioner");
    }

    #[test]
    fn a_rule_says_its_numbers() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        assert_eq!(rule(Lang::Sv, Rule::Share(10)), "Andel av personalen, 10\u{a0}%");
        let hours = crate::rules::Hours { begins: 420, ends: 1_080 };
        assert_eq!(rule(Lang::En, Rule::OutsideHours(hours)), "Outside working hours, 07:00–18:00");
    }
}

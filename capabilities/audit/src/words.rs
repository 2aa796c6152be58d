//! What the log says, in plain words: which function was used, what kind of act it was, what a sample is drawn by.

use std::borrow::Cow;

use behorig_store::ActivityType;
use behorig_web::Lang;
use behorig_web::components::Tone;

use crate::levels::{of_area, of_level};
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

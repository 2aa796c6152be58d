//! *Så gör du*: the headings of the help and what stands under each. The middle one is the manual's own.

use behorig_start::{HelpEntry, HelpSection};

const fn entry(guide: &'static str, opens: &'static str) -> HelpEntry {
    HelpEntry { guide, opens: Some(opens) }
}

/// The contents of the help.
#[must_use]
pub fn contents() -> Vec<HelpSection> {
    let section = |title, entries| HelpSection { title, for_residents: false, entries };
    vec![
        section("start-guides-begin", BEGIN),
        section("start-guides-use", USE),
        section("start-guides-residents", RESIDENTS),
        section("start-guides-customers", CUSTOMERS),
        section("start-guides-administration", ADMINISTRATION),
        HelpSection { title: "start-guides-own-care", for_residents: true, entries: OWN_CARE },
    ]
}

const BEGIN: &[HelpEntry] = &[
    HelpEntry { guide: "skaffa-konto", opens: None },
    HelpEntry { guide: "logga-in", opens: None },
    entry("mitt-konto", "/mitt-konto"),
    HelpEntry { guide: "start", opens: None },
    entry("byt-uppdrag", "/byt-uppdrag"),
    entry("byt-losenord", "/byt-losenord"),
    entry("mina-inloggningar", "/mina-inloggningar"),
    entry("mina-nycklar", "/mina-nycklar"),
    HelpEntry { guide: "sok", opens: None },
];

const USE: &[HelpEntry] = &[
    entry("arenden", "/arenden"),
    entry("flygledartornet", "/flygledartornet"),
    entry("arenden-omfordela", "/arenden/mina"),
    entry("arenden-besvara", "/arenden/mina"),
    entry("arenden-nytt", "/arenden/nytt"),
    entry("internpost", "/internpost"),
    entry("support", "/support/nytt"),
    entry("min-sida", "/min-sida"),
    entry("rapporter", "/rapporter"),
    entry("dashboard", "/dashboard"),
    entry("behorigheter", "/behorigheter"),
    entry("ateraktivera", "/anvandare?status=lasta"),
    entry("mottagning", "/mottagning"),
    entry("arendetyper", "/mottagning/arendetyper"),
    entry("egen-arendetyp", "/mottagning/arendetyper/ny"),
    entry("mallar", "/mottagning/mallar"),
];

const RESIDENTS: &[HelpEntry] = &[entry("invanare", "/invanare")];

const CUSTOMERS: &[HelpEntry] = &[
    entry("kunder", "/kunder"),
    HelpEntry { guide: "kunduppdrag", opens: None },
    entry("planering", "/planering"),
    entry("besok", "/besok"),
    entry("telefon", "/telefon"),
];

const ADMINISTRATION: &[HelpEntry] = &[
    entry("anvandare", "/anvandare"),
    entry("bestalla-behorigheter", "/bestallningar/behorigheter/ny"),
    entry("bestallningar", "/bestallningar"),
    entry("bestallare", "/bestallare"),
    entry("ta-emot-bestallningar", "/bestallningar"),
    entry("behorighetsregister", "/behorighetsregister"),
    entry("omprovning", "/omprovning"),
    entry("loggranskning", "/loggranskning"),
    entry("installningar", "/installningar/roller"),
    entry("batch", "/batch"),
];

const OWN_CARE: &[HelpEntry] = &[
    entry("mina-mottagningar", "/mina-mottagningar"),
    entry("mina-arenden", "/mina-arenden"),
    entry("mina-insatser", "/mina-insatser"),
    entry("vem-har-last-om-mig", "/vem-har-last-om-mig"),
    entry("mina-installningar", "/mina-installningar"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assemble;
    use std::collections::BTreeSet;

    #[test]
    fn every_guide_stands_once_in_the_index_and_each_entry_opens_a_page_of_the_menu() {
        let entries: Vec<&HelpEntry> = contents().iter().flat_map(|section| section.entries).collect();
        let listed: Vec<&str> = entries.iter().map(|entry| entry.guide).collect();
        let written: BTreeSet<&str> = assemble::guides().iter().map(|guide| guide.key).collect();
        assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), written);
        assert_eq!(listed.len(), written.len(), "a guide stands twice");
        let menu = assemble::menu();
        for path in entries.iter().filter_map(|entry| entry.opens) {
            assert!(menu.items().any(|item| item.path == path), "{path} is no page of the menu");
        }
    }
}

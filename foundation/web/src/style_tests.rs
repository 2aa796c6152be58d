//! The styles hold together: every token exists, and every colour can be read.

use std::collections::{BTreeMap, BTreeSet};

use crate::static_files;

const TOKENS: &str = include_str!("../assets/css/tokens.css");

/// What follows each `prefix` up to a character that cannot stand in a name.
fn names_after<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(prefix).skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn every_token_that_the_styles_use_exists_and_is_used() {
    let styles = static_files::styles();
    let defined: BTreeSet<&str> = TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    let used: BTreeSet<&str> = names_after(&styles, "var(--").collect();
    assert_eq!(used.difference(&defined).collect::<Vec<_>>(), Vec::<&&str>::new(), "used but not defined");
    let unused: Vec<_> = defined.difference(&used).collect();
    assert_eq!(unused, Vec::<&&str>::new(), "defined but not used");
}

#[test]
fn every_rule_is_closed_and_stands_in_a_layer() {
    let mut depth = 0;
    for (number, line) in static_files::styles().lines().enumerate() {
        if depth == 0 && !line.trim().is_empty() {
            assert!(line.starts_with("@layer") || line.starts_with('}'), "line {number}: {line}");
        }
        depth += line.matches('{').count();
        depth -= line.matches('}').count();
    }
    assert_eq!(depth, 0);
}

/// The light and the dark value of every colour.
fn colours() -> BTreeMap<&'static str, [[u8; 3]; 2]> {
    let mut colours = BTreeMap::new();
    for line in TOKENS.lines() {
        let Some((name, rest)) = line.trim().strip_prefix("--").and_then(|line| line.split_once(": light-dark("))
        else {
            continue;
        };
        let mut values = rest.trim_end_matches(");").split(", ").map(|hex| {
            let hex: String = match hex.trim_start_matches('#') {
                short if short.len() == 3 => short.chars().flat_map(|c| [c, c]).collect(),
                long => long.to_owned(),
            };
            let bytes = hex::decode(hex).unwrap();
            [bytes[0], bytes[1], bytes[2]]
        });
        // A redefinition for high contrast refers to other tokens and is not read here.
        colours.entry(name).or_insert([values.next().unwrap(), values.next().unwrap()]);
    }
    colours
}

/// The contrast ratio of WCAG 2.2 (definition of relative luminance).
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |rgb: [u8; 3]| {
        let [r, g, b] = rgb.map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_can_be_read_on_every_ground_it_stands_on_in_light_and_dark() {
    let colours = colours();
    let grounds = ["ground", "surface", "sunken", "hover"];
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for ground in grounds {
        pairs.extend(["ink", "ink-soft", "accent", "accent-pressed", "danger"].map(|ink| (ink, ground, 4.5)));
        pairs.push(("edge", ground, 3.0));
        pairs.push(("focus-outer", ground, 3.0));
    }
    for tone in ["good", "info", "warning", "danger"] {
        pairs.push((
            tone,
            match tone {
                "good" => "good-wash",
                "info" => "info-wash",
                "warning" => "warning-wash",
                _ => "danger-wash",
            },
            4.5,
        ));
    }
    pairs.extend([
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-pressed", 4.5),
        ("on-danger", "danger-fill", 4.5),
        ("accent", "accent-soft", 4.5),
        ("ink", "accent-soft", 4.5),
        ("warning", "ground", 4.5),
        ("focus-inner", "focus-outer", 3.0),
    ]);
    let mut too_faint = Vec::new();
    for (ink, ground, least) in pairs {
        for (scheme, name) in [(0, "light"), (1, "dark")] {
            let ratio = contrast(colours[ink][scheme], colours[ground][scheme]);
            if ratio < least {
                too_faint.push(format!("{ink} on {ground}, {name}: {ratio:.2}"));
            }
        }
    }
    assert!(too_faint.is_empty(), "{too_faint:#?}");
}

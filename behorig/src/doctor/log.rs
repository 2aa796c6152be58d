//! How the sealed log stands: what waits, what was signed, and what the witnesses took.

use behorig_access::Instant;
use behorig_sealed_log::{State, Witness, WitnessState};

use super::Finding;

/// An event that waits for longer, in milliseconds, is told: sealing takes seconds.
const WAITS_LONG: i64 = 60_000;
/// A witness that took nothing of what is newer for longer, in milliseconds, is told: it is shown the log once a minute.
const SILENT_LONG: i64 = 15 * 60_000;
/// The same of a mailbox, which gets a letter an hour.
const SILENT_LONG_BY_MAIL: i64 = 90 * 60_000;

pub(super) fn of_log(state: Option<&State>, now: Instant) -> Vec<Finding> {
    let Some(state) = state else {
        return vec![Finding::Look("the log is not sealed yet: the next start begins".to_owned())];
    };
    let ago = |at: Instant| for_how_long(now.0.saturating_sub(at.0));
    let mut findings = vec![match (state.oldest, state.checkpoint) {
        (Some(oldest), _) if now.0.saturating_sub(oldest.0) > WAITS_LONG => Finding::Look(format!(
            "{} events of the log wait to be sealed, the oldest for {}: right only while the program stands still",
            state.waiting,
            ago(oldest)
        )),
        (_, None) => Finding::Bad("the sealed log has no checkpoint left: run `behorig audit verify`".to_owned()),
        (_, Some((size, at))) => Finding::Good(format!(
            "{} events of the log are sealed and {} wait; the last checkpoint covers {size} and was signed {} ago",
            state.sealed,
            state.waiting,
            ago(at)
        )),
    }];
    if state.witnesses.is_empty() {
        findings.push(Finding::Look(
            "no witness has seen the sealed log: set audit.witness.url, audit.witness.file or audit.witness.mail"
                .to_owned(),
        ));
    }
    findings.extend(state.witnesses.iter().map(|witness| {
        let (name, size, took) = (&witness.name, witness.size, ago(witness.at));
        match &witness.trouble {
            Some(trouble) => {
                Finding::Bad(format!("the witness {name} has taken nothing for {took} ({size} events): {trouble}"))
            }
            None if size < state.sealed && is_silent(witness, now) => Finding::Look(format!(
                "the witness {name} took {size} of {} events {took} ago, and nothing since",
                state.sealed
            )),
            None => Finding::Good(format!("the witness {name} took {size} events {took} ago")),
        }
    }));
    findings
}

fn is_silent(witness: &WitnessState, now: Instant) -> bool {
    let long = if witness.name == Witness::MAIL { SILENT_LONG_BY_MAIL } else { SILENT_LONG };
    now.0.saturating_sub(witness.at.0) > long
}

fn for_how_long(millis: i64) -> String {
    match millis / 1000 {
        seconds @ ..=120 => format!("{seconds} seconds"),
        seconds @ ..=7_200 => format!("{} minutes", seconds / 60),
        seconds @ ..=172_800 => format!("{} hours", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    const NOW: Instant = Instant(1_795_165_200_000);
    const HOUR: i64 = 3_600_000;

    fn before(millis: i64) -> Instant {
        Instant(NOW.0 - millis)
    }

    fn witness(size: u64, ago: i64, trouble: Option<&str>) -> WitnessState {
        WitnessState { name: "vittne.example".to_owned(), size, at: before(ago), trouble: trouble.map(str::to_owned) }
    }

    fn state() -> State {
        State {
            waiting: 2,
            oldest: Some(before(1_500)),
            sealed: 40,
            checkpoint: Some((40, before(2_000))),
            witnesses: vec![witness(30, 30_000, None)],
        }
    }

    #[test]
    fn a_log_that_is_sealed_and_witnessed_is_good() {
        let told = of_log(Some(&state()), NOW);
        let [Finding::Good(log), Finding::Good(witness)] = &told[..] else { panic!("{told:?}") };
        assert!(log.contains("40 events") && log.contains("2 wait") && log.contains("2 seconds ago"), "{log}");
        assert!(witness.contains("took 30 events 30 seconds ago"), "{witness}");
    }

    #[test]
    fn what_waits_and_who_is_silent_is_told() {
        let log = State {
            oldest: Some(before(3 * HOUR)),
            witnesses: vec![witness(30, HOUR, None), witness(0, 50 * HOUR, Some("409: it saw more"))],
            ..state()
        };
        let told = of_log(Some(&log), NOW);
        let [Finding::Look(waits), Finding::Look(silent), Finding::Bad(trouble)] = &told[..] else {
            panic!("{told:?}")
        };
        assert!(waits.contains("the oldest for 3 hours"), "{waits}");
        assert!(silent.contains("30 of 40 events 60 minutes ago"), "{silent}");
        assert!(trouble.contains("for 2 days") && trouble.contains("it saw more"), "{trouble}");
        let by_mail = |ago| WitnessState { name: Witness::MAIL.to_owned(), ..witness(30, ago, None) };
        let log = State { witnesses: vec![by_mail(HOUR), by_mail(2 * HOUR)], ..state() };
        let told = of_log(Some(&log), NOW);
        assert!(matches!(&told[..], [_, Finding::Good(_), Finding::Look(_)]), "{told:?}");
        let alone = State { witnesses: Vec::new(), checkpoint: None, ..state() };
        let told = of_log(Some(&alone), NOW);
        assert!(
            matches!(&told[..], [Finding::Bad(_), Finding::Look(words)] if words.contains("no witness")),
            "{told:?}"
        );
        assert!(matches!(&of_log(None, NOW)[..], [Finding::Look(_)]));
    }
}

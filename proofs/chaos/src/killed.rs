//! `kill -9` at random moments, while people work.

use std::time::Duration;

use crate::Outcome;
use crate::chance::Chance;
use crate::ground::{Ground, Kind, free_address};
use crate::load::{Fate, Ledger, Load, What};
use crate::node::{Node, Setting};
use crate::sealed::{Seen, until_sealed};
use crate::whole::{Before, Found, look};

/// Every so many-th kill comes when a round of events was sealed and its root is about to be signed.
const AT_A_SEALING: u32 = 10;
/// The lease of the node that was killed before lasts ten seconds, and nodes look every other second.
const SEALS_WITHIN: Duration = Duration::from_secs(20);

/// A node works for so long before it is killed, counted from its first page.
const SHORTEST_LIFE: Duration = Duration::from_millis(20);
const LONGEST_LIFE: Duration = Duration::from_millis(1_500);

/// What a database went through.
struct Survived {
    found: Found,
    seen: Seen,
    /// Kills between a sealing and its signature.
    at_a_sealing: u32,
    longest: Duration,
}

pub(crate) async fn run(rounds: u32, chance: &mut Chance) -> Outcome<String> {
    let mut table = format!(
        "A node is killed (`SIGKILL`) at a random moment of its work, from its first request on, and started again at once; six people \
         change users and grants, write mail and begin cases meanwhile, by the pages' own forms; on both databases at the same time. Every \
         {AT_A_SEALING}th kill waits until events are seen to be sealed, and comes before their root is signed, if it is quick enough \
         (*unsigned*). After every kill everything that was ever confirmed is looked for: its rows, its receipt and its event; and the sealed \
         log is verified, which must have grown out of its last checkpoint that was seen after a kill before. At the end a node is started \
         and asked to stop: then every event is sealed and signed.\n\n\
         | database | kills | confirmed | of which | lost | by halves | never answered, yet done | never answered, not done | longest start \
         | at a sealing, unsigned | log verified, whole | events in it |\n\
         | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let runs: Vec<_> = Kind::here()
        .into_iter()
        .map(|kind| {
            let own = chance.another();
            (kind, tokio::spawn(async move { on(kind, rounds, own).await }))
        })
        .collect();
    for (kind, run) in runs {
        let Survived { found, seen, at_a_sealing, longest } =
            run.await?.map_err(|error| format!("on {}: {error}", kind.name()))?;
        table.push_str(&format!(
            "| {} | {rounds} | {} | {} | {} | {} | {} | {} | {:.1} s | {at_a_sealing}, {} | {} times | {} |\n",
            kind.name(),
            found.confirmed + found.lost.len(),
            found.of_each(),
            found.lost.len(),
            found.half.len(),
            found.unanswered_there,
            found.unanswered_gone,
            longest.as_secs_f64(),
            seen.unsigned,
            seen.times,
            seen.events,
        ));
        if let Some(wrong) = found.lost.first().or(found.half.first()) {
            return Err(format!("{table}\non {}: {wrong}", kind.name()).into());
        }
        if rounds > 1 && found.of.len() < What::ALL.len() {
            return Err(format!("{table}\non {} a kind of change was never confirmed", kind.name()).into());
        }
    }
    Ok(table)
}

async fn on(kind: Kind, rounds: u32, mut chance: Chance) -> Outcome<Survived> {
    let ground = Ground::laid(kind).await?;
    let before = Before::of(&ground.options).await?;
    let (setting, ledger) = (Setting::at(free_address()?), Ledger::default());
    let mut survived =
        Survived { found: Found::default(), seen: Seen::default(), at_a_sealing: 0, longest: Duration::ZERO };
    for round in 1..=rounds {
        let node = Node::start(&ground, &setting).await?;
        survived.longest = survived.longest.max(node.took);
        let load = Load::begin(&ground, setting.listen, &ledger);
        if round.is_multiple_of(AT_A_SEALING) {
            survived.at_a_sealing += u32::from(until_sealed(&ground.options, SEALS_WITHIN).await?);
        } else {
            tokio::time::sleep(chance.between(SHORTEST_LIFE, LONGEST_LIFE)).await;
        }
        node.kill().await?;
        load.end().await?;
        survived.found = look(&ground.options, &before, &ledger).await?;
        survived.seen.verify_after_kill(&ground.options).await?;
        let found = &survived.found;
        eprintln!(
            "{}, kill {round} of {rounds}: {} confirmed ({}), {} unanswered, {} refused; {} events sealed",
            kind.name(),
            found.confirmed,
            found.of_each(),
            ledger.count(|fate| fate == Fate::Unanswered),
            ledger.count(|fate| matches!(fate, Fate::Refused(_))),
            survived.seen.events
        );
        if !found.lost.is_empty() || !found.half.is_empty() {
            break;
        }
    }
    Node::start(&ground, &setting).await?.stop().await?;
    survived.seen.verify_at_rest(&ground.options).await?;
    ground.remove().await?;
    Ok(survived)
}

//! `kill -9` at random moments, while people work.

use std::time::Duration;

use crate::Outcome;
use crate::chance::Chance;
use crate::ground::{Ground, Kind, free_address};
use crate::load::{Fate, Ledger, Load, What};
use crate::node::{Node, Setting};
use crate::whole::{Before, Found, look};

pub(crate) async fn run(rounds: u32, chance: &mut Chance) -> Outcome<String> {
    let mut table = String::from(
        "A node is killed (`SIGKILL`) at a random moment of its work, from its first request on, and started again at once; six people \
         change users and grants, write mail and begin cases meanwhile, by the pages' own forms. After every kill everything that was \
         ever confirmed is looked for: its rows, its receipt and its event.\n\n\
         | database | kills | confirmed | of which | lost | by halves | never answered, yet done | never answered, not done | longest start |\n\
         | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for kind in Kind::here() {
        let (found, longest) = on(kind, rounds, chance).await?;
        table.push_str(&format!(
            "| {} | {rounds} | {} | {} | {} | {} | {} | {} | {:.1} s |\n",
            kind.name(),
            found.confirmed + found.lost.len(),
            found.of_each(),
            found.lost.len(),
            found.half.len(),
            found.unanswered_there,
            found.unanswered_gone,
            longest.as_secs_f64()
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

async fn on(kind: Kind, rounds: u32, chance: &mut Chance) -> Outcome<(Found, Duration)> {
    let ground = Ground::laid(kind).await?;
    let before = Before::of(&ground.options).await?;
    let (setting, ledger) = (Setting::at(free_address()?), Ledger::default());
    let mut found = Found::default();
    let mut longest = Duration::ZERO;
    for round in 1..=rounds {
        let node = Node::start(&ground, &setting).await?;
        longest = longest.max(node.took);
        let load = Load::begin(&ground, setting.listen, &ledger);
        tokio::time::sleep(chance.between(Duration::from_millis(20), Duration::from_millis(2_500))).await;
        node.kill().await?;
        load.end().await?;
        found = look(&ground.options, &before, &ledger).await?;
        eprintln!(
            "{}, kill {round} of {rounds}: {} confirmed ({}), {} unanswered, {} refused",
            kind.name(),
            found.confirmed,
            found.of_each(),
            ledger.count(|fate| fate == Fate::Unanswered),
            ledger.count(|fate| matches!(fate, Fate::Refused(_)))
        );
        if !found.lost.is_empty() || !found.half.is_empty() {
            break;
        }
    }
    ground.remove().await?;
    Ok((found, longest))
}

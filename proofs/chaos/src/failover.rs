//! Two nodes on one PostgreSQL under load: the server is restarted, then it is lost for good, and its synchronous replica takes over.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::chance::Chance;
use crate::cluster::{Server, room};
use crate::ground::{Ground, free_address};
use crate::load::{Fate, Ledger, Load};
use crate::node::{Node, Setting};
use crate::whole::{Before, look};

/// Work goes on for so long before and after each fault.
const WORK: Duration = Duration::from_secs(3);
/// Whoever confirms nothing for longer has not found the server that is there.
const BACK_WITHIN: Duration = Duration::from_secs(60);

pub(crate) async fn run(rounds: u32, chance: &mut Chance) -> Outcome<String> {
    let mut table = String::from(
        "Two nodes on one PostgreSQL with a synchronous replica (`synchronous_standby_names`), reached by an address of both servers and \
         `target_session_attrs=read-write`; twelve people work. The server is restarted; later it is killed and does not come back, and the \
         replica is promoted. *Back* is from the moment when a server takes changes again until a change is confirmed.\n\n\
         | round | fault | back after | confirmed | of these lost | by halves | never answered, yet done | answered with an error |\n\
         | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for round in 1..=rounds {
        for line in once(chance).await? {
            eprintln!("round {round} of {rounds}: {line}");
            table.push_str(&format!("| {round} | {line} |\n"));
        }
    }
    Ok(table)
}

async fn once(chance: &mut Chance) -> Outcome<Vec<String>> {
    let room = room()?;
    let primary = Server::primary(room.path()).await?;
    let replica = Server::replica_of(room.path(), &primary).await?;
    let both = format!("postgres://behorig@{},{}", primary.address, replica.address);
    let ground = Ground::on_server(&both, "?target_session_attrs=read-write").await?;
    let before = Before::of(&ground.options).await?;
    let ledger = Ledger::default();
    let settings = [Setting::at(free_address()?), Setting::at(free_address()?)];
    let mut nodes = Vec::new();
    for setting in &settings {
        nodes.push(Node::start(&ground, setting).await?);
    }
    let at_work = || {
        let crews = settings.iter().enumerate();
        crews.map(|(crew, setting)| Load::of_crew(crew, &ground, setting.listen, &ledger)).collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    let loads = at_work();
    tokio::time::sleep(chance.between(WORK, WORK * 2)).await;
    primary.stop().await?;
    primary.start().await?;
    let back = until_confirmed(&ledger).await?;
    tokio::time::sleep(WORK).await;
    home(loads).await?;
    lines.push(line("restarted", back, &ground, &before, &ledger).await?);
    let loads = at_work();
    tokio::time::sleep(chance.between(WORK, WORK * 2)).await;
    primary.kill().await?;
    replica.promote().await?;
    let back = until_confirmed(&ledger).await?;
    tokio::time::sleep(WORK).await;
    home(loads).await?;
    lines.push(line("killed, replica promoted", back, &ground, &before, &ledger).await?);
    for node in nodes {
        node.stop().await?;
    }
    Ok(lines)
}

async fn home(loads: Vec<Load>) -> Outcome<()> {
    for load in loads {
        load.end().await?;
    }
    Ok(())
}

/// Waits until something is confirmed that was not before.
async fn until_confirmed(ledger: &Ledger) -> Outcome<Duration> {
    let begin = Instant::now();
    let before = ledger.count(|fate| fate == Fate::Confirmed);
    while ledger.count(|fate| fate == Fate::Confirmed) == before {
        if begin.elapsed() > BACK_WITHIN {
            return Err("nothing was confirmed any more after the server was back".into());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(begin.elapsed())
}

async fn line(what: &str, back: Duration, ground: &Ground, before: &Before, ledger: &Ledger) -> Outcome<String> {
    let found = look(&ground.options, before, ledger).await?;
    if let Some(wrong) = found.lost.first().or(found.half.first()) {
        return Err(format!("{what}: {wrong}").into());
    }
    Ok(format!(
        "{what} | {:.1} s | {} | 0 | 0 | {} | {}",
        back.as_secs_f64(),
        found.confirmed,
        found.unanswered_there,
        ledger.count(|fate| matches!(fate, Fate::Refused(_)))
    ))
}

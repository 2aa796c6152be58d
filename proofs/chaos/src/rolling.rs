//! Two nodes on one PostgreSQL behind a balancer, replaced one by one while requests flow: nobody may notice.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Outcome;
use crate::chance::Chance;
use crate::ground::{Ground, Kind, free_address, server};
use crate::http::Browser;
use crate::load::{Fate, Ledger, Load};
use crate::node::{Node, Setting};
use crate::whole::{Before, look};

/// The balancer asks each node so often whether it is ready.
const ASKS_EVERY: Duration = Duration::from_millis(200);
/// A node takes requests for so long after it has said that it is not ready any more, in whole seconds.
const LEAVES_AFTER: &str = "1";

pub(crate) async fn run(rounds: u32, chance: &mut Chance) -> Outcome<String> {
    if server().is_none() {
        return Err("two nodes need a PostgreSQL: BEHORIG_TEST_POSTGRES names none".into());
    }
    let ground = Ground::laid(Kind::Postgres).await?;
    let before = Before::of(&ground.options).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let public = listener.local_addr()?;
    let settings = [setting(public)?, setting(public)?];
    let mut nodes = Vec::new();
    for setting in &settings {
        nodes.push(Node::start(&ground, setting).await?);
    }
    let balancer = Balancer::begin(listener, settings.iter().map(|setting| setting.listen).collect());
    balancer.until_all_are_ready().await?;
    let ledger = Ledger::default();
    let load = Load::begin(&ground, public, &ledger);
    let mut replaced = 0;
    let mut longest = Duration::ZERO;
    for round in 1..=rounds {
        for (at, setting) in settings.iter().enumerate() {
            tokio::time::sleep(chance.between(Duration::from_millis(500), Duration::from_secs(2))).await;
            longest = longest.max(nodes.remove(at).stop().await?);
            nodes.insert(at, Node::start(&ground, setting).await?);
            balancer.until_all_are_ready().await?;
            replaced += 1;
        }
        eprintln!("round {round} of {rounds}: {} requests, {} failed", ledger.asked(), ledger.failed());
    }
    load.end().await?;
    let found = look(&ground.options, &before, &ledger).await?;
    for node in nodes {
        node.stop().await?;
    }
    ground.remove().await?;
    let without_answer = ledger.count(|fate| !matches!(fate, Fate::Confirmed));
    let table = format!(
        "Two nodes on one PostgreSQL behind a balancer that asks each for `/redo`; six people work. One node after the other is asked to \
         stop (`SIGTERM`), waited for, and started again.\n\n\
         | nodes replaced | requests | of these failed | changes confirmed | not confirmed | lost | by halves | longest stop |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n\
         | {replaced} | {} | {} | {} | {without_answer} | {} | {} | {:.1} s |\n",
        ledger.asked(),
        ledger.failed(),
        found.confirmed,
        found.lost.len(),
        found.half.len(),
        longest.as_secs_f64()
    );
    match found.lost.first().or(found.half.first()) {
        Some(wrong) => Err(format!("{table}\n{wrong}").into()),
        None if ledger.failed() > 0 => Err(format!("{table}\nrequests failed").into()),
        None => Ok(table),
    }
}

fn setting(public: SocketAddr) -> Outcome<Setting> {
    let more = vec![
        ("BEHORIG_SERVER_LEAVE_SECONDS", LEAVES_AFTER.to_owned()),
        ("BEHORIG_SERVER_TRUSTED_PROXIES", "0".to_owned()),
    ];
    Ok(Setting { public, more, ..Setting::at(free_address()?) })
}

/// Passes each connection on to a node that is ready, whole: it knows nothing of what is said on it.
struct Balancer {
    nodes: Arc<Vec<Backend>>,
    tasks: Vec<JoinHandle<()>>,
}

struct Backend {
    address: SocketAddr,
    ready: AtomicBool,
}

impl Balancer {
    fn begin(listener: TcpListener, addresses: Vec<SocketAddr>) -> Self {
        let nodes = addresses.into_iter().map(|address| Backend { address, ready: AtomicBool::new(false) });
        let nodes = Arc::new(nodes.collect::<Vec<_>>());
        let asking = tokio::spawn(ask_all(Arc::clone(&nodes)));
        let passing = tokio::spawn(pass_on_all(listener, Arc::clone(&nodes)));
        Self { nodes, tasks: vec![asking, passing] }
    }

    async fn until_all_are_ready(&self) -> Outcome<()> {
        for _ in 0..600 {
            if self.nodes.iter().all(|node| node.ready.load(Ordering::SeqCst)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("a node never became ready".into())
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

async fn ask_all(nodes: Arc<Vec<Backend>>) {
    loop {
        for node in nodes.iter() {
            let browser = Browser { at: node.address, cookie: String::new() };
            let answer = browser.get("/redo").await;
            node.ready.store(matches!(answer, Ok(answer) if answer.status == 200), Ordering::SeqCst);
        }
        tokio::time::sleep(ASKS_EVERY).await;
    }
}

async fn pass_on_all(listener: TcpListener, nodes: Arc<Vec<Backend>>) {
    let turn = AtomicUsize::new(0);
    while let Ok((client, _)) = listener.accept().await {
        let first = turn.fetch_add(1, Ordering::Relaxed);
        let nodes = Arc::clone(&nodes);
        tokio::spawn(async move {
            let ready: Vec<&Backend> = nodes.iter().filter(|node| node.ready.load(Ordering::SeqCst)).collect();
            let Some(node) = ready.get(first % ready.len().max(1)) else { return };
            pass_on(client, node.address).await;
        });
    }
}

/// One that can't be passed on is closed, and its sender sees that nobody answered.
async fn pass_on(mut client: TcpStream, to: SocketAddr) {
    if let Ok(mut node) = TcpStream::connect(to).await {
        let _ = tokio::io::copy_bidirectional(&mut client, &mut node).await;
    }
}

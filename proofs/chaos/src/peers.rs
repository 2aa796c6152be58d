//! BankID, the mail server and the identity provider are down, slow and lying, one after the other, while people work.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use behorig_access::AccountId;
use behorig_store::params;
use peer_bankid::{Simulator, SimulatorOptions};
use peer_mail::{OfficeOptions, PostOffice};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Outcome;
use crate::cards::{CLIENT, Cards, SECRET};
use crate::form::fields;
use crate::ground::{Ground, Kind, close, free_address, open};
use crate::http::Browser;
use crate::load::{Ledger, Load};
use crate::node::{Node, Setting};
use crate::whole::{Before, look};

/// Each state lasts so long.
const LASTS: Duration = Duration::from_secs(3);
/// A letter that has not come by then will never come; the first repeats wait half a minute each.
const LETTERS_WITHIN: Duration = Duration::from_secs(240);
/// The mailbox of the peer keeps no more, and forgets the oldest.
const MAILBOX_KEEPS: usize = 500;
/// Letters that are written in each state, to people who get no other: a newer link would withdraw the older.
const LETTERS: usize = 3;

pub(crate) async fn run(rounds: u32) -> Outcome<String> {
    let mut table = String::from(
        "BankID, the mail server and the identity provider for SITHS cards (the peers of `peers/`, on their real protocols) go through four \
         states while six people work, somebody begins to sign in with BankID, somebody with a SITHS card, others who began with their \
         cards while all was well come back from the identity provider, and support sends one-time links. *Down*: connections are ended \
         without a word; at the identity provider nobody listens. *Slow*: BankID never answers, the identity provider takes 20 seconds for \
         each answer, the mail server as long before each word. *Lying*: BankID answers in another form than agreed; the identity provider \
         answers one with a token that another key signed, one with that of another issuer, one with another sign-in's nonce, and nobody may \
         come in by any of them (to begin leads to the identity provider's own page, and asks it nothing); the mail server keeps a letter and ends the connection before it says so. When all is well the cards open the \
         door. Afterwards every letter must have come: the links, and the notices that the work brings.\n\n\
         | database | peers | requests | failed | slowest | BankID begun: answer | SITHS begun: answer | come back from SITHS: answer | in | links \
         made |\n\
         | --- | --- | ---: | ---: | ---: | --- | --- | --- | ---: | ---: |\n",
    );
    for kind in Kind::here() {
        for _ in 0..rounds {
            for line in once(kind).await? {
                eprintln!("{}: {line}", kind.name());
                table.push_str(&format!("| {} | {line} |\n", kind.name()));
            }
        }
    }
    Ok(table)
}

async fn once(kind: Kind) -> Outcome<Vec<String>> {
    let ground = Ground::laid(kind).await?;
    let before = Before::of(&ground.options).await?;
    let bankid = Simulator::start(SimulatorOptions::default()).await?;
    let office = PostOffice::open(OfficeOptions::default()).await?;
    let gate = Gate::before(address_of(&bankid.rp_base_url)?).await?;
    let listen = free_address()?;
    let mut cards = Cards::start(listen).await?;
    let setting = setting(&ground, listen, &bankid, &gate, &office, &cards)?;
    let node = Node::start(&ground, &setting).await?;
    let ledger = Ledger::default();
    let load = Load::begin(&ground, setting.listen, &ledger);
    let slow = peer_mail::Weather::Slow(Duration::from_secs(20));
    let states = [
        ("down", Passing::HangsUp, peer_bankid::Weather::Fair, peer_mail::Weather::HangsUp),
        ("slow", Passing::Holds, peer_bankid::Weather::Fair, slow),
        ("lying", Passing::Passes, peer_bankid::Weather::Babbling, peer_mail::Weather::KeepsItAndHangsUp),
        ("well", Passing::Passes, peer_bankid::Weather::Fair, peer_mail::Weather::Fair),
    ];
    let mut lines = Vec::new();
    let mut links = 0;
    let mut users = ground.people.reachable.iter();
    for (name, passing, of_bankid, of_mail) in states {
        let under_way = cards.under_way(name).await?;
        cards.set(name).await?;
        gate.set(passing);
        bankid.set_weather(of_bankid);
        office.set_weather(of_mail);
        let (asked, failed) = (ledger.asked(), ledger.failed());
        ledger.forget_slowest();
        let begun = tokio::join!(
            sign_in(setting.listen),
            cards.begin(),
            cards.come_back(under_way, name),
            make_links(&ground, setting.listen, &mut users),
            tokio::time::sleep(LASTS)
        );
        let (answer, siths, came, made, ()) = begun;
        let (siths, came, made) = (siths?.told(), came?, made?);
        links += made;
        lines.push(format!(
            "{name} | {} | {} | {:.1} s | {} | {siths} | {} | {} | {made}",
            ledger.asked() - asked,
            ledger.failed() - failed,
            ledger.slowest().as_secs_f64(),
            answer?,
            came.answers,
            came.inside
        ));
        if came.inside != usize::from(name == "well") {
            return Err(format!("{name}: {} came in with a card", came.inside).into());
        }
        cards.be_well().await?;
    }
    load.end().await?;
    let (letters, waited) = until_all_are_sent(&ground).await?;
    let came = office.mails().len();
    node.stop().await?;
    let found = look(&ground.options, &before, &ledger).await?;
    ground.remove().await?;
    bankid.stop().await;
    office.stop().await;
    if let Some(wrong) = found.lost.first().or(found.half.first()) {
        return Err(wrong.clone().into());
    }
    if letters < links || came < letters.min(MAILBOX_KEEPS) {
        return Err(format!("{links} links were made, {letters} letters written, and {came} came").into());
    }
    let waited = waited.as_secs_f64();
    lines
        .push(format!("all {letters} letters sent {waited:.0} s later, {came} in the mailbox | | | | | | | | {links}"));
    Ok(lines)
}

fn setting(
    ground: &Ground,
    listen: SocketAddr,
    bankid: &peer_bankid::Running,
    gate: &Gate,
    office: &peer_mail::Running,
    cards: &Cards,
) -> Outcome<Setting> {
    let files = [
        ("BEHORIG_BANKID_CERTIFICATE", "bankid.pem", &bankid.client.certificate_pem),
        ("BEHORIG_BANKID_KEY", "bankid.key", &bankid.client.key_pem),
        ("BEHORIG_BANKID_AUTHORITY", "bankid-authority.pem", &bankid.server_ca_pem),
    ];
    let mut more = vec![
        ("BEHORIG_MAIL_SERVER", format!("smtp://127.0.0.1:{}", office.smtp_port)),
        ("BEHORIG_MAIL_FROM", "Behörig <noreply@demo.example>".to_owned()),
    ];
    for (variable, name, pem) in files {
        std::fs::write(ground.path(name), pem)?;
        more.push((variable, ground.path(name).display().to_string()));
    }
    let own = address_of(&bankid.rp_base_url)?.to_string();
    more.push(("BEHORIG_BANKID_BASE_URL", bankid.rp_base_url.replace(&own, &gate.address.to_string())));
    let secret = ground.path("siths-secret");
    std::fs::write(&secret, SECRET)?;
    more.push(("BEHORIG_SIGN_IN_SITHS_OIDC_ISSUER", cards.issuer.clone()));
    more.push(("BEHORIG_SIGN_IN_SITHS_OIDC_CLIENT_ID", CLIENT.to_owned()));
    more.push(("BEHORIG_SIGN_IN_SITHS_OIDC_CLIENT_SECRET_FILE", secret.display().to_string()));
    Ok(Setting { more, ..Setting::at(listen) })
}

fn address_of(url: &str) -> Outcome<SocketAddr> {
    let host = url.split('/').nth(2).ok_or("an address without a host")?;
    Ok(host.replace("localhost", "127.0.0.1").parse()?)
}

/// Begins to sign in with BankID, and says what came of it and when.
async fn sign_in(at: SocketAddr) -> Outcome<String> {
    let begin = Instant::now();
    let browser = Browser { at, cookie: String::new() };
    let answer = browser.post("/logga-in/bankid", &[("enhet".to_owned(), "annan".to_owned())]).await;
    let answer = answer.map_err(|lost| format!("signing in with BankID was {lost:?}"))?;
    Ok(format!("{} after {:.1} s", answer.status, begin.elapsed().as_secs_f64()))
}

/// Sends one-time links to the next users to whom support may, as support does.
async fn make_links(ground: &Ground, at: SocketAddr, users: &mut impl Iterator<Item = &AccountId>) -> Outcome<usize> {
    let browser = Browser { at, cookie: ground.people.support.clone() };
    let mut made = 0;
    while made < LETTERS {
        let user = users.next().ok_or("nobody is left to send a link to")?;
        let path = format!("/anvandare/{user}");
        let page = browser.get(&format!("{path}/konto")).await.map_err(|lost| format!("a page was {lost:?}"))?;
        let action = format!("{path}/engangslank");
        let Some(form) = fields(&page.body, &action) else { continue };
        let answer = browser.post(&action, &form).await.map_err(|lost| format!("a form was {lost:?}"))?;
        if answer.status >= 400 {
            return Err(format!("a link was answered with {}", answer.status).into());
        }
        made += 1;
    }
    Ok(made)
}

/// How many letters there were, and how long it took until the last of them was sent.
async fn until_all_are_sent(ground: &Ground) -> Outcome<(usize, Duration)> {
    let begin = Instant::now();
    loop {
        let db = open(&ground.options).await?;
        let mut read = db.read().await?;
        let sql = "SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (WHERE sent_at IS NULL) AS BIGINT),
                 CAST(count(*) FILTER (WHERE failed_at IS NOT NULL) AS BIGINT)
             FROM outbox WHERE way = 'mail'";
        let (all, waiting, given_up): (i64, i64, i64) = read.one(sql, params![]).await?;
        drop(read);
        close(db).await?;
        if given_up > 0 {
            return Err(format!("{given_up} letters were given up").into());
        }
        if waiting == 0 {
            return Ok((usize::try_from(all)?, begin.elapsed()));
        }
        if begin.elapsed() > LETTERS_WITHIN {
            return Err(format!("{waiting} letters still wait").into());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// What the gate does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passing {
    Passes,
    HangsUp,
    Holds,
}

/// A gate in front of a peer, by which its line is cut or blocked.
struct Gate {
    address: SocketAddr,
    passes: Arc<AtomicBool>,
    holds: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Gate {
    async fn before(peer: SocketAddr) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (passes, holds) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicBool::new(false)));
        let seen = (Arc::clone(&passes), Arc::clone(&holds));
        let task = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut client, _)) = listener.accept().await {
                if seen.1.load(Ordering::SeqCst) {
                    held.push(client);
                } else if seen.0.load(Ordering::SeqCst) {
                    tokio::spawn(async move {
                        if let Ok(mut peer) = TcpStream::connect(peer).await {
                            let _ = tokio::io::copy_bidirectional(&mut client, &mut peer).await;
                        }
                    });
                }
            }
        });
        Ok(Self { address, passes, holds, task })
    }

    fn set(&self, passing: Passing) {
        self.passes.store(passing == Passing::Passes, Ordering::SeqCst);
        self.holds.store(passing == Passing::Holds, Ordering::SeqCst);
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

//! An identity provider for SITHS cards that is down, slow and lying, and those who come with their cards.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use demo_region::{TestCard, test_cards};
use peer_oidc::{IdentityProvider, Lie, OidcOptions, Person, RegisteredClient, Running};

use crate::Outcome;
use crate::http::Browser;

/// What the identity provider knows the program by.
pub(crate) const CLIENT: &str = "behorig-chaos";
/// The program's secret there.
pub(crate) const SECRET: &str = "hemlig";
/// The lies that nobody may come in by: another signature, another issuer, another sign-in.
const LIES: [Lie; 3] = [Lie::OtherKey, Lie::OtherIssuer, Lie::OtherNonce];
/// How long a slow one takes for each answer.
const SLOW: Duration = Duration::from_secs(20);
const PATH: &str = "/logga-in/siths";

/// The identity provider in front of a node.
pub(crate) struct Cards {
    /// Its address, which stays the same.
    pub(crate) issuer: String,
    port: u16,
    node: SocketAddr,
    person: String,
    /// None while it is down.
    provider: Option<Running>,
}

/// What became of somebody who began.
pub(crate) struct Begun {
    status: u16,
    took: Duration,
    /// The browser with its cookie, and where the program sent it.
    on_the_way: Option<(Browser, String)>,
}

impl Begun {
    pub(crate) fn told(&self) -> String {
        format!("{} after {:.1} s", self.status, self.took.as_secs_f64())
    }
}

/// What became of those who came back.
pub(crate) struct CameBack {
    /// What each was answered, and after how long.
    pub(crate) answers: String,
    /// How many of them were let in.
    pub(crate) inside: usize,
}

/// A browser that comes back from the identity provider, and with what.
type UnderWay = Vec<(Browser, String)>;

impl Cards {
    /// A provider for a node that listens there.
    pub(crate) async fn start(node: SocketAddr) -> Outcome<Self> {
        let provider = provider(0, node).await?;
        let issuer = provider.issuer.clone();
        let port = issuer.rsplit(':').next().ok_or("an issuer without a port")?.parse()?;
        let person = card()?.key.to_owned();
        Ok(Self { issuer, port, node, person, provider: Some(provider) })
    }

    /// Lets it be as in this state of all peers.
    pub(crate) async fn set(&mut self, state: &str) -> Outcome<()> {
        match (state, self.provider.take()) {
            ("down", Some(provider)) => provider.stop().await,
            (state, provider) => {
                if let Some(provider) = &provider {
                    provider.set_lie(if state == "slow" { Lie::Slow(SLOW) } else { Lie::Honest });
                }
                self.provider = provider;
            }
        }
        Ok(())
    }

    /// Lets it be there and honest: the same one, or one that was started anew and signs with another key.
    pub(crate) async fn be_well(&mut self) -> Outcome<()> {
        match &self.provider {
            Some(provider) => provider.set_lie(Lie::Honest),
            None => self.provider = Some(provider(self.port, self.node).await?),
        }
        Ok(())
    }

    /// Begins to sign in with a card.
    pub(crate) async fn begin(&self) -> Outcome<Begun> {
        let mut browser = Browser { at: self.node, cookie: String::new() };
        let begin = Instant::now();
        let answer = browser.post(PATH, &[]).await.map_err(|lost| format!("signing in with SITHS was {lost:?}"))?;
        let took = begin.elapsed();
        let leads_to =
            answer.headers("refresh").find_map(|value| value.split_once("url=")).map(|(_, url)| url.to_owned());
        browser.cookie = answer.cookie("behorig-siths").unwrap_or_default();
        Ok(Begun { status: answer.status, took, on_the_way: leads_to.map(|url| (browser, url)) })
    }

    /// People who begin while all is well, and show their cards: one for each lie where there are lies to come.
    pub(crate) async fn under_way(&self, state: &str) -> Outcome<UnderWay> {
        let provider = self.provider.as_ref().ok_or("the identity provider is down")?;
        let mut all = Vec::new();
        for _ in LIES.iter().take(if state == "lying" { LIES.len() } else { 1 }) {
            let begun = self.begin().await?;
            let told = begun.told();
            let (browser, there) = begun.on_the_way.ok_or_else(|| format!("beginning with a card was {told}"))?;
            let back =
                provider.sign_in(&there, &self.person).ok_or("the identity provider did not take the request")?;
            let path = back.splitn(4, '/').nth(3).ok_or("an address without a path")?;
            all.push((browser, format!("/{path}")));
        }
        Ok(all)
    }

    /// Lets them come back in a state of the peers: where they lie, to one lie after the other.
    pub(crate) async fn come_back(&self, all: UnderWay, state: &str) -> Outcome<CameBack> {
        let (mut answers, mut inside) = (Vec::new(), 0);
        for ((browser, path), lie) in all.into_iter().zip(LIES) {
            if let Some(provider) = self.provider.as_ref().filter(|_| state == "lying") {
                provider.set_lie(lie);
            }
            let begin = Instant::now();
            let back = browser.get(&path).await.map_err(|lost| format!("coming back with a card was {lost:?}"))?;
            answers.push(format!("{} after {:.1} s", back.status, begin.elapsed().as_secs_f64()));
            let door = browser.get(PATH).await.map_err(|lost| format!("going in with a card was {lost:?}"))?;
            inside += usize::from(door.cookie("behorig").is_some());
        }
        Ok(CameBack { answers: answers.join(", "), inside })
    }
}

async fn provider(port: u16, node: SocketAddr) -> Outcome<Running> {
    let client = RegisteredClient {
        id: CLIENT.to_owned(),
        secret: Some(SECRET.to_owned()),
        return_addresses: vec![format!("http://{node}{PATH}/tillbaka")],
        after_logout: Vec::new(),
    };
    let people = vec![person(&card()?)];
    Ok(IdentityProvider::start(OidcOptions { people, clients: vec![client], port, ..OidcOptions::default() }).await?)
}

/// The card of a member of staff who has an account.
fn card() -> Outcome<TestCard> {
    let with_account = |card: &TestCard| demo_region::test_people().iter().any(|person| person.number == card.number);
    test_cards().into_iter().find(with_account).ok_or_else(|| "nobody in the region has a card".into())
}

fn person(card: &TestCard) -> Person {
    let (unit, unit_name) = &card.unit;
    let claims = [
        ("employeeHsaId", card.hsa_id.clone()),
        ("personalIdentityNumber", card.number.as_stored().to_owned()),
        ("commissionHsaId", format!("{}U", card.hsa_id)),
        ("commissionName", format!("Vård och behandling, {unit_name}")),
        ("commissionPurpose", "Vård och behandling".to_owned()),
        ("healthCareUnitHsaId", unit.clone()),
        ("healthCareUnitName", unit_name.clone()),
    ];
    Person {
        key: card.key.to_owned(),
        given_name: card.given_name.to_owned(),
        surname: card.family_name.to_owned(),
        purpose: card.purpose_sv.clone(),
        context: "http://id.sambi.se/loa/loa3".to_owned(),
        claims: claims.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
    }
}

//! A provider of the peer's, a client of ours, and the person between them.

use behorig_oidc::{Answer, Assurance, OidcError, OidcSettings, Provider, SignInAddress, SignedIn};
use jiff::Timestamp;
use peer_oidc::{Clock, Hand, IdentityProvider, KeyKind, Lie, OidcOptions, Person, RegisteredClient, Running};
use reqwest::Url;
use serde_json::json;

pub const NOW: i64 = 1_800_000_000;
pub const CLIENT: &str = "behorig";
/// With what a form and a header would take amiss.
pub const SECRET: &str = "hem:lig&% +å";
pub const BACK: &str = "https://behorig.example/logga-in/siths/tillbaka";
pub const AFTERWARDS: &str = "https://behorig.example/";
pub const LOA3: &str = "http://id.sambi.se/loa/loa3";
pub const LOA2: &str = "http://id.sambi.se/loa/loa2";

pub struct Stage {
    pub peer: Running,
    pub hand: Hand,
    pub provider: Provider,
    clock: std::cell::Cell<i64>,
}

/// From Skatteverket's published series.
pub const NUMBER: &str = "198201012385";

pub fn karin() -> Person {
    let claims = json!({
        "employeeHsaId": "SE2321000016-K001",
        "personalIdentityNumber": NUMBER,
        "commissionHsaId": "SE2321000016-U001",
        "commissionName": "Vård och behandling på Eken",
        "commissionPurpose": "Vård och behandling",
        "commissionRight": ["Läsa;alla;SJF", "Skriva;alla;SJF"],
        "healthCareUnitHsaId": "SE2321000016-E001",
        "healthCareUnitName": "Ekens vårdcentral",
        "healthCareProviderHsaId": "SE2321000016-V001",
        "healthCareProviderName": "Region Exempel",
        "allEmployeeHsaIds": ["SE2321000016-K001", "SE2321000016-K002"],
        "allCommissions": [
            {"commissionHsaId": "SE2321000016-U001", "healthCareUnitHsaId": "SE2321000016-E001"},
            {"commissionHsaId": "SE2321000016-U002", "healthCareUnitHsaId": "SE2321000016-E002"},
        ],
        "somethingElse": "som ingen frågar efter",
    });
    person("karin", "Karin", "Ek", LOA3, claims)
}

pub fn person(key: &str, given_name: &str, surname: &str, context: &str, claims: serde_json::Value) -> Person {
    Person {
        key: key.to_owned(),
        given_name: given_name.to_owned(),
        surname: surname.to_owned(),
        purpose: "verksamhetschef vid Ekens vårdcentral".to_owned(),
        context: context.to_owned(),
        claims: claims.as_object().cloned().unwrap(),
    }
}

fn people() -> Vec<Person> {
    vec![
        karin(),
        person("reserv", "Rut", "Reserv", LOA2, json!({"employeeHsaId": "SE2321000016-K003"})),
        person("ingen", "Inge", "Ingen", LOA3, json!({})),
    ]
}

pub async fn peer(key_kind: KeyKind) -> (Running, Hand) {
    let (clock, hand) = Clock::by_hand(NOW);
    let client = |id: &str, secret: Option<&str>| RegisteredClient {
        id: id.to_owned(),
        secret: secret.map(str::to_owned),
        return_addresses: vec![BACK.to_owned()],
        after_logout: vec![AFTERWARDS.to_owned()],
    };
    let clients = vec![client(CLIENT, Some(SECRET)), client("public", None)];
    let options = OidcOptions { people: people(), clients, port: 0, clock, key_kind };
    (IdentityProvider::start(options).await.unwrap(), hand)
}

pub fn settings(peer: &Running) -> OidcSettings {
    OidcSettings::new(&peer.issuer, CLIENT, Some(SECRET), BACK)
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(KeyKind::EllipticCurve, |settings| settings).await
    }

    pub async fn with(key_kind: KeyKind, change: impl FnOnce(OidcSettings) -> OidcSettings) -> Self {
        let (peer, hand) = peer(key_kind).await;
        let provider = Provider::new(change(settings(&peer))).unwrap();
        Self { peer, hand, provider, clock: std::cell::Cell::new(NOW) }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.get()).unwrap()
    }

    /// Lets time pass on both sides.
    pub fn wait(&self, seconds: i64) {
        self.clock.set(self.clock.get() + seconds);
        self.hand.advance(seconds);
    }

    pub async fn begin(&self) -> SignInAddress {
        self.provider.begin(Assurance::Loa3, "sv", self.now()).await.unwrap()
    }

    /// What the browser comes back with when a person was picked.
    pub fn picked(&self, begun: &SignInAddress, person: &str) -> Answer {
        answer(&self.peer.sign_in(&begun.address, person).unwrap())
    }

    pub async fn sign_in_as(&self, person: &str) -> Result<SignedIn, OidcError> {
        let begun = self.provider.begin(Assurance::Loa3, "sv", self.now()).await?;
        self.provider.finish(&begun.begun, &self.picked(&begun, person), self.now()).await
    }

    pub async fn sign_in(&self) -> Result<SignedIn, OidcError> {
        self.sign_in_as("karin").await
    }

    /// With a provider that was known before it began to lie.
    pub async fn sign_in_with(&self, lie: Lie) -> Result<SignedIn, OidcError> {
        self.peer.set_lie(Lie::Honest);
        let begun = self.begin().await;
        self.peer.set_lie(lie);
        let answer = self.picked(&begun, "karin");
        let ended = self.provider.finish(&begun.begun, &answer, self.now()).await;
        self.peer.set_lie(Lie::Honest);
        ended
    }
}

/// The query of an address, as a page would read it.
pub fn answer(address: &str) -> Answer {
    let url = Url::parse(address).unwrap();
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    Answer { code: value("code"), state: value("state"), error: value("error"), iss: value("iss") }
}

//! TLS to PostgreSQL, through a door of our own before the real server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use behorig_store::{Authority, Db, DbOptions, StoreError, SystemName};
use proof_support::{TestDb, on_postgres};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::notes::{note, notes};

/// How a client asks for TLS before anything else (PostgreSQL's SSLRequest).
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

fn issuer() -> CertifiedIssuer<'static, KeyPair> {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap()
}

fn authority_of(issuer: &CertifiedIssuer<'static, KeyPair>) -> Authority {
    Authority::from_pem(issuer.pem().as_bytes()).unwrap()
}

fn acceptor(issuer: &CertifiedIssuer<'static, KeyPair>) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let names = vec!["db.example.se".to_owned(), "127.0.0.1".to_owned()];
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A door before the test server; without an acceptor it answers that there is no TLS.
struct Door {
    port: u16,
    login: String,
    database: String,
    encrypted: Arc<AtomicUsize>,
}

impl Door {
    async fn before(db: &TestDb, acceptor: Option<TlsAcceptor>) -> Self {
        let DbOptions::Postgres { url, .. } = db.options() else { panic!("not PostgreSQL") };
        let (login, place) = url.rsplit_once('@').unwrap();
        let (server, database) = place.split_once('/').unwrap();
        let (server, encrypted) = (server.to_owned(), Arc::new(AtomicUsize::new(0)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let count = Arc::clone(&encrypted);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, server.clone(), acceptor.clone(), Arc::clone(&count)));
            }
        });
        Self { port, login: login.to_owned(), database: database.to_owned(), encrypted }
    }

    /// As a host elsewhere is named, though it is reached here.
    fn as_distant(&self, host: &str, more: &str) -> String {
        format!("{}@{host}:{}/{}?hostaddr=127.0.0.1{more}", self.login, self.port, self.database)
    }

    fn as_near(&self, more: &str) -> String {
        format!("{}@127.0.0.1:{}/{}{more}", self.login, self.port, self.database)
    }
}

async fn pass_on(
    mut client: TcpStream,
    server: String,
    acceptor: Option<TlsAcceptor>,
    encrypted: Arc<AtomicUsize>,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    let mut first = [0; 8];
    client.read_exact(&mut first).await?;
    if first != SSL_REQUEST {
        server.write_all(&first).await?;
    } else if let Some(acceptor) = acceptor {
        client.write_all(b"S").await?;
        let mut client = acceptor.accept(client).await?;
        encrypted.fetch_add(1, Ordering::SeqCst);
        copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    } else {
        client.write_all(b"N").await?;
    }
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

async fn open(url: String, authority: Option<Authority>) -> Result<Db, StoreError> {
    let system = SystemName { id: "test".to_owned(), name: "test".to_owned() };
    Db::open(DbOptions::Postgres { url, connections: 2, authority }, system).await
}

async fn works(url: String, authority: Option<Authority>) {
    let db = open(url.clone(), authority).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    note(&db, &url).await.unwrap();
    assert_eq!(notes(&db).await.len(), 1);
    db.close();
}

/// What is said to the operator where the door is not to be trusted.
async fn refusal(url: String, authority: Option<Authority>) -> String {
    let url = url.replacen('@', ":hemligt-ord@", 1);
    let error = open(url.clone(), authority).await.map(|_| ()).expect_err(&url);
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    let said = error.to_string();
    assert!(!said.contains("hemligt") && said.lines().count() == 1, "{said}");
    said
}

#[test]
fn a_server_elsewhere_is_spoken_to_by_tls_where_its_authority_is_ours() {
    on_postgres(|db| async move {
        let issuer = issuer();
        let door = Door::before(&db, Some(acceptor(&issuer))).await;
        works(door.as_distant("db.example.se", ""), Some(authority_of(&issuer))).await;
        assert!(door.encrypted.load(Ordering::SeqCst) >= 3, "the migrations, the look at the settings, and the pool");
    });
}

#[test]
fn a_server_here_is_spoken_to_by_tls_where_the_url_asks_for_it_and_its_address_is_in_the_certificate() {
    on_postgres(|db| async move {
        let issuer = issuer();
        let door = Door::before(&db, Some(acceptor(&issuer))).await;
        works(door.as_near("?sslmode=require"), Some(authority_of(&issuer))).await;
        assert!(door.encrypted.load(Ordering::SeqCst) >= 3);
    });
}

#[test]
fn tls_is_left_out_here_and_where_the_url_says_disable() {
    on_postgres(|db| async move {
        let door = Door::before(&db, Some(acceptor(&issuer()))).await;
        works(door.as_near(""), None).await;
        assert_eq!(door.encrypted.load(Ordering::SeqCst), 0);
    });
    on_postgres(|db| async move {
        let door = Door::before(&db, Some(acceptor(&issuer()))).await;
        works(door.as_distant("db.example.se", "&sslmode=disable"), None).await;
        assert_eq!(door.encrypted.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_certificate_of_another_authority_or_another_name_is_refused_with_the_reason() {
    on_postgres(|db| async move {
        let issuer = issuer();
        let door = Door::before(&db, Some(acceptor(&issuer))).await;
        let other = authority_of(&self::issuer());
        for url in [
            door.as_distant("db.example.se", ""),
            door.as_distant("db.example.se", "&sslmode=prefer"),
            door.as_near("?sslmode=require"),
            door.as_near("?sslmode=prefer"),
        ] {
            let said = refusal(url, Some(other.clone())).await;
            assert!(said.contains("invalid peer certificate"), "{said}");
        }
        refusal(door.as_distant("db.example.se", ""), None).await;
        let said = refusal(door.as_distant("another.example.se", ""), Some(authority_of(&issuer))).await;
        assert!(said.contains("not valid for name"), "{said}");
        assert_eq!(door.encrypted.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_server_that_answers_that_it_has_no_tls_is_refused_where_tls_is_asked_for() {
    on_postgres(|db| async move {
        let authority = authority_of(&issuer());
        let door = Door::before(&db, None).await;
        for url in [
            door.as_near("?sslmode=require"),
            door.as_distant("db.example.se", ""),
            door.as_distant("db.example.se", "&sslmode=prefer"),
        ] {
            let said = refusal(url, Some(authority.clone())).await;
            assert!(said.contains("does not support TLS"), "{said}");
        }
        works(door.as_near("?sslmode=prefer"), Some(authority)).await;
    });
}

//! Databases on the test server: each a copy of one that was migrated once.

use behorig_store::DbOptions;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

/// Any number that is ours: test programs that start together take turns at making the template.
const TURN: i64 = 0x7465_6d70_6c61_7465;

/// The server that `BEHORIG_TEST_POSTGRES` names.
pub(crate) fn server() -> Option<Server> {
    let address = std::env::var("BEHORIG_TEST_POSTGRES").ok().filter(|address| !address.is_empty())?;
    let scheme = address.find("://").expect("BEHORIG_TEST_POSTGRES is postgres://user@host:port/") + 3;
    let end = address[scheme..].find('/').map_or(address.len(), |slash| scheme + slash);
    Some(Server { base: address[..end].to_owned() })
}

/// A PostgreSQL server on which we may create databases.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    base: String,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.base)
    }

    async fn connect(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url("postgres"), NoTls)
            .await
            .unwrap_or_else(|error| panic!("BEHORIG_TEST_POSTGRES names {}, which doesn't answer: {error}", self.base));
        tokio::spawn(connection);
        client
    }

    /// The name of a migrated database to copy; made by whoever asks first.
    async fn template(&self, client: &Client) -> String {
        let name = format!("behorig_template_{}", crate::sqlite::migrations_mark().await);
        let there = "SELECT 1 FROM pg_database WHERE datname = $1";
        client.execute("SELECT pg_advisory_lock($1)", &[&TURN]).await.expect("a turn at the template");
        if client.query_opt(there, &[&name]).await.expect("the list of databases").is_none() {
            // Made under another name first: one that was left half made is not taken for the template.
            let making = format!("{name}_in_the_making");
            ask(client, &format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
            ask(client, &format!("CREATE DATABASE {making} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")).await;
            let db = crate::both::open(DbOptions::Postgres { url: self.url(&making), connections: 1, authority: None })
                .await;
            db.close();
            drop(db);
            ask(client, &format!("ALTER DATABASE {making} RENAME TO {name}")).await;
        }
        client.execute("SELECT pg_advisory_unlock($1)", &[&TURN]).await.expect("to leave the turn");
        name
    }
}

/// A database of one test.
pub(crate) struct Database {
    server: Server,
    name: String,
}

impl Database {
    pub(crate) async fn create(server: &Server) -> Self {
        static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
        let client = server.connect().await;
        let template = TEMPLATE.get_or_init(|| server.template(&client)).await;
        let name = format!("behorig_test_{}", Uuid::new_v4().simple());
        ask(&client, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { server: server.clone(), name }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url(&self.name)
    }

    pub(crate) async fn remove(self) {
        let client = self.server.connect().await;
        ask(&client, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await;
    }
}

async fn ask(client: &Client, statement: &str) {
    client.batch_execute(statement).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
}

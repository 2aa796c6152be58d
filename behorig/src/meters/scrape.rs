//! The listener that gives the figures out: one of its own, beside the site's.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use behorig_live::Live;
use behorig_outbox::Way;
use behorig_store::{Db, StoreError};
use behorig_visit::{Clock, SystemClock};
use http::header;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Meters, Reading, Stored};
use crate::server::{Manners, Server};

/// A database that does not answer in this time is told as one that does not.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// Times that were measured are taken into their buckets so often.
const GATHER_EVERY: Duration = Duration::from_secs(5);
/// The text format of Prometheus.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is asked when the figures are read.
#[derive(Clone)]
pub struct Sources {
    /// What is counted.
    pub meters: Meters,
    /// The database.
    pub db: Db,
    /// The open pages.
    pub live: Live,
}

impl Sources {
    /// Asks, and gives what is counted as text.
    pub async fn read(&self) -> String {
        let stored = tokio::time::timeout(ANSWER_WITHIN, stored(&self.db)).await;
        let reading = Reading {
            store: self.db.figures(),
            live_pages: self.live.listening(),
            stored: stored.ok().and_then(Result::ok),
        };
        self.meters.note(&reading);
        self.meters.render()
    }
}

async fn stored(db: &Db) -> Result<Stored, StoreError> {
    let now = SystemClock.now();
    let mut tx = db.read().await?;
    let mut letters = Vec::new();
    for way in Way::ALL {
        letters.push((way, behorig_outbox::backlog(&mut tx, way, now).await?));
    }
    let log = behorig_sealed_log::state(&mut tx).await?.map(|state| (state, now));
    Ok(Stored { letters, loose_files: behorig_files::count_loose(&mut tx).await?, log })
}

/// Gives the figures out at `/metrics`, until the handle is aborted.
pub fn serve(listener: TcpListener, sources: Sources) -> JoinHandle<()> {
    let meters = sources.meters.clone();
    let router = Router::new().route("/metrics", get(read)).with_state(sources);
    let server = Server {
        listener,
        router,
        tls: None,
        trusted_proxies: 0,
        leaves_after: Duration::ZERO,
        manners: Manners::ORDINARY,
    };
    tokio::spawn(async move {
        let gathering = async {
            loop {
                tokio::time::sleep(GATHER_EVERY).await;
                meters.gather();
            }
        };
        server.serve_until(gathering).await;
    })
}

async fn read(State(sources): State<Sources>) -> Response {
    ([(header::CONTENT_TYPE, TEXT)], sources.read().await).into_response()
}

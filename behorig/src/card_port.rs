//! The port for SITHS cards, beside the ordinary one: its listener, and the revocation lists that it goes by.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use axum::Router;
use behorig_sign_in::siths::{CardJudge, CardPort};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::command::say;
use crate::config::{CardPortConfig, ConfigError};
use crate::server::{Manners, Server};

/// Whoever fetches the lists puts them in place so often that this is soon enough.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The port, opened.
pub(crate) struct OpenPort {
    config: CardPortConfig,
    judge: CardJudge,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    lists: Lists,
}

impl OpenPort {
    /// Reads the files and takes the port.
    pub(crate) async fn open(config: CardPortConfig) -> Result<Self, ConfigError> {
        let lists = Lists::of(&config);
        let check = config.check()?;
        let tls = config.tls(&check)?;
        let listener = config.bind().await?;
        Ok(Self { judge: CardJudge::new(check), listener, tls, lists, config })
    }

    /// What signing in needs of it.
    pub(crate) fn of_sign_in(&self) -> CardPort {
        CardPort { judge: self.judge.clone(), url: self.config.url.clone(), proof: self.config.taken_from() }
    }

    /// Serves for as long as the ordinary port is served: whoever began there shall come back.
    pub(crate) async fn serve_beside(self, ordinary: impl Future<Output = ()>, router: Router) {
        let Self { config, judge, listener, tls, lists } = self;
        say(&format!("SITHS cards are shown at {}", config.url));
        let looking = keep_looking(config, judge, lists);
        // The address is that of the connection: a proxy's header says whose card it is, and not from where.
        let cards =
            Server { listener, router, tls, trusted_proxies: 0, leaves_after: Duration::ZERO, manners: Manners::CARDS };
        let (over, ended) = oneshot::channel::<()>();
        let ordinary = async {
            ordinary.await;
            drop(over);
        };
        let until_over = async {
            // Nothing is ever sent: the other end is gone when the ordinary port is closed.
            let _ = ended.await;
        };
        tokio::join!(ordinary, cards.serve_until(until_over));
        looking.abort();
    }
}

/// The lists' files as they were last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lists(Vec<(PathBuf, Option<(SystemTime, u64)>)>);

impl Lists {
    fn of(config: &CardPortConfig) -> Self {
        let files = config.revocation_lists.iter().flatten();
        let looked_at = files.map(|file| {
            let there = std::fs::metadata(file).ok();
            (file.clone(), there.and_then(|there| Some((there.modified().ok()?, there.len()))))
        });
        Self(looked_at.collect())
    }
}

/// Reads the lists again whenever their files have changed. Where that fails the old ones hold on, until they run out: then no card is
/// taken.
fn keep_looking(config: CardPortConfig, judge: CardJudge, mut seen: Lists) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let (config, judge, before) = (config.clone(), judge.clone(), seen.clone());
            // A list is megabytes: read apart from whoever answers requests.
            let looked = tokio::task::spawn_blocking(move || look(&config, &judge, before));
            if let Ok(now) = looked.await {
                seen = now;
            }
        }
    })
}

fn look(config: &CardPortConfig, judge: &CardJudge, before: Lists) -> Lists {
    let now = Lists::of(config);
    if now == before {
        return before;
    }
    match config.check() {
        Ok(check) => {
            judge.replace(check);
            tracing::info!("the lists of revoked cards were read anew");
            now
        }
        Err(error) => {
            tracing::error!(%error, "the new lists of revoked cards can't be read: those of before hold until they run out");
            // Tried again: the file may have been in the middle of being written.
            before
        }
    }
}

#[cfg(test)]
mod tests {
    use behorig_siths::CardRefusal;
    use proof_cards::{Authority, Card, now};

    use super::*;

    fn config(folder: &std::path::Path) -> CardPortConfig {
        CardPortConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            url: "https://kort.behorig.example".to_owned(),
            issuers: folder.join("issuers.pem"),
            levels: behorig_siths::PolicyLevels::parse("1.2.752.74.8.512=loa3").unwrap(),
            revocation_lists: Some(vec![folder.join("list.crl")]),
            proof: crate::config::ProofConfig::OwnTls(folder.join("own.pem"), folder.join("own.key")),
        }
    }

    #[test]
    fn a_list_is_read_anew_when_its_file_changes_and_a_bad_one_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let authority = Authority::new("SITHS e-id Person HSA-id 3 CA v1");
        std::fs::write(&config.issuers, authority.pem()).unwrap();
        let list = folder.path().join("list.crl");
        assert!(config.check().is_err(), "without its list no card could be judged: the program does not start");
        std::fs::write(&list, authority.list(&[], 2030)).unwrap();
        let judge = CardJudge::new(config.check().unwrap());
        let seen = Lists::of(&config);
        let card = authority.issue(&Card { serial: 9, ..Card::default() });
        let judged = || judge.check().check(std::slice::from_ref(&card), now()).err();
        assert_eq!(judged(), None);
        std::fs::write(&list, b"half a list").unwrap();
        let seen = look(&config, &judge, seen);
        assert_eq!(judged(), None, "the old list holds on");
        std::fs::write(&list, authority.list(&[9], 2030)).unwrap();
        let seen = look(&config, &judge, seen);
        assert_eq!(judged(), Some(CardRefusal::Revoked));
        assert_eq!(look(&config, &judge, seen.clone()), seen);
        std::fs::remove_file(&list).unwrap();
        look(&config, &judge, seen);
        assert_eq!(judged(), Some(CardRefusal::Revoked));
    }
}

//! Starting and stopping, and what is kept meanwhile.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::bucket::{Bucket, Object};
use crate::requests::{Operation, answer};
use crate::signature::Keys;

/// After a failed accept (too many open files, most often), so that the loop does not spin.
const BREATH: Duration = Duration::from_millis(50);

/// How the store behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weather {
    /// As it should.
    #[default]
    Fair,
    /// It takes the request and never answers.
    Silent,
    /// It hangs up instead of answering.
    HangsUp,
    /// It says that it has too much to do.
    Overloaded,
    /// It says that something went wrong within it.
    Broken,
    /// The line breaks after so many bytes of an object, each time that one is got.
    CutsOff(usize),
}

/// What a store is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The name of its only bucket.
    pub bucket: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The name of its only key.
    pub access_key: String,
    /// The key itself.
    pub secret_key: String,
    /// The port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bucket: "bilagor".to_owned(),
            region: "eu-north-1".to_owned(),
            access_key: "behorig".to_owned(),
            secret_key: "the key of the tests".to_owned(),
            port: 0,
        }
    }
}

/// Why a store did not open.
#[derive(Debug, thiserror::Error)]
#[error("port {port} on 127.0.0.1 cannot be used: {source}")]
pub struct NotOpened {
    /// The port asked for.
    port: u16,
    /// What the system said.
    source: std::io::Error,
}

/// What every connection shares.
pub(crate) struct House {
    pub(crate) bucket_name: String,
    pub(crate) keys: Keys,
    bucket: Mutex<Bucket>,
    weather: Mutex<HashMap<Operation, Weather>>,
    asked: Mutex<Vec<Operation>>,
    seconds_ahead: AtomicI64,
}

impl House {
    pub(crate) fn with_bucket<T>(&self, work: impl FnOnce(&mut Bucket) -> T) -> T {
        work(&mut self.bucket.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn weather(&self, operation: Operation) -> Weather {
        let weather = self.weather.lock().unwrap_or_else(PoisonError::into_inner);
        weather.get(&operation).copied().unwrap_or_default()
    }

    pub(crate) fn note(&self, operation: Operation) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(operation);
    }

    #[expect(clippy::disallowed_methods, reason = "signatures hold for a while by the wall clock, as a store has one")]
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = jiff::SignedDuration::from_secs(self.seconds_ahead.load(Ordering::Relaxed));
        let now = Timestamp::now();
        now.checked_add(ahead).unwrap_or(now)
    }
}

/// The way to open one.
#[derive(Debug)]
pub struct Objects;

impl Objects {
    /// Opens a store with an empty bucket on this machine, inside the running Tokio runtime.
    ///
    /// # Errors
    /// [`NotOpened`] where the port can't be had.
    pub async fn open(options: Options) -> Result<Running, NotOpened> {
        let failed = |source| NotOpened { port: options.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let Options { bucket, region, access_key, secret_key, .. } = options;
        let house = Arc::new(House {
            bucket_name: bucket,
            keys: Keys { access_key, secret_key, region },
            bucket: Mutex::default(),
            weather: Mutex::default(),
            asked: Mutex::default(),
            seconds_ahead: AtomicI64::new(0),
        });
        let task = tokio::spawn(serve(listener, Arc::clone(&house)));
        Ok(Running { endpoint: format!("http://127.0.0.1:{port}"), house, task })
    }
}

/// Serves until its task is aborted, which ends every connection with it.
async fn serve(listener: TcpListener, house: Arc<House>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(meet(stream, Arc::clone(&house)))),
                Err(_) => tokio::time::sleep(BREATH).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn meet(stream: TcpStream, house: Arc<House>) {
    let service = service_fn(move |request| answer(request, Arc::clone(&house)));
    // A client that goes away in the middle is no failure of the store's.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// A store at work. Closes when dropped.
pub struct Running {
    /// Its address, without the bucket.
    pub endpoint: String,
    house: Arc<House>,
    task: JoinHandle<()>,
}

impl Running {
    /// The keys of all objects, sorted.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.house.with_bucket(|bucket| bucket.keys())
    }

    /// The content of an object.
    #[must_use]
    pub fn content(&self, key: &str) -> Option<Bytes> {
        self.house.with_bucket(|bucket| bucket.get(key).map(|object| object.content.clone()))
    }

    /// Writes an object past the door, as somebody with a key of their own would.
    pub fn put(&self, key: &str, content: impl Into<Bytes>) {
        let object = Object::new(content.into(), self.house.now());
        self.house.with_bucket(|bucket| bucket.put(key.to_owned(), object));
    }

    /// How many uploads in parts were begun and neither completed nor aborted.
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.house.with_bucket(|bucket| bucket.unfinished())
    }

    /// What was asked for until now, in order, whatever the answer.
    #[must_use]
    pub fn asked(&self) -> Vec<Operation> {
        self.house.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How these operations are answered from now on.
    pub fn set_weather(&self, operations: &[Operation], weather: Weather) {
        let mut now = self.house.weather.lock().unwrap_or_else(PoisonError::into_inner);
        now.extend(operations.iter().map(|operation| (*operation, weather)));
    }

    /// Puts its clock forward, or back, against everybody else's.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.house.seconds_ahead.store(seconds, Ordering::Relaxed);
    }

    /// Closes the door and waits until its port is free.
    pub async fn stop(mut self) {
        self.task.abort();
        // The error says that it was aborted, as asked.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

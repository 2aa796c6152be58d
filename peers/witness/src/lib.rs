//! A witness (c2sp.org/tlog-witness) for tests: it keeps the last checkpoint of one log, takes a later one only with the proof that the
//! log grew, and cosigns it. It answers 400, 403, 404, 409 and 422 as the protocol says.

mod request;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use behorig_transparency::{
    CheckpointError, ConsistencyProof, Hash, KeyError, KeyName, Kind, LogKeys, NoteError, SigningKey, VerifyingKey,
};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Why a witness did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No port could be had.
    #[error("no port on 127.0.0.1: {0}")]
    Listen(#[from] std::io::Error),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// How the witness behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    #[default]
    Honest,
    /// It answers 503.
    Away,
    /// It takes the request and never answers.
    Silent,
    /// It cosigns something else than what it was shown.
    Lying,
}

struct Kept {
    log: Option<LogKeys>,
    last: (u64, Hash),
    notes: Vec<String>,
    mood: Mood,
    seconds: u64,
}

struct Shared {
    key: SigningKey,
    kept: Mutex<Kept>,
}

impl Shared {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open witness. Closed when dropped.
pub struct Witness {
    /// Its submission prefix.
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Witness {
    /// Opens one on a free port of 127.0.0.1. It knows no log yet.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(name: &str, seed: [u8; 32]) -> Result<Self, OpenError> {
        let key = SigningKey::from_seed(KeyName::new(name)?, Kind::Witness, &seed)?;
        let kept = Kept {
            log: None,
            last: (0, Hash::EMPTY_TREE),
            notes: Vec::new(),
            mood: Mood::Honest,
            seconds: 1_795_165_200,
        };
        let shared = Arc::new(Shared { key, kept: Mutex::new(kept) });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new().route("/add-checkpoint", post(add_checkpoint)).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            // It ends with its task alone.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url, shared, task })
    }

    /// The key that it cosigns with.
    #[must_use]
    pub fn key(&self) -> VerifyingKey {
        self.shared.key.verifying_key().clone()
    }

    /// Lets it know a log by its keys.
    pub fn know(&self, log: LogKeys) {
        self.shared.kept().log = Some(log);
    }

    /// Changes how it behaves.
    pub fn be(&self, mood: Mood) {
        self.shared.kept().mood = mood;
    }

    /// Every note that it has taken, the last one last.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.shared.kept().notes.clone()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn add_checkpoint(State(shared): State<Arc<Shared>>, body: String) -> Response {
    let mood = shared.kept().mood;
    match mood {
        Mood::Away => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mood::Silent => std::future::pending::<()>().await,
        Mood::Honest | Mood::Lying => {}
    }
    answer(&shared, &body, mood).unwrap_or_else(IntoResponse::into_response)
}

/// Decides in one go, so that two requests at once can't both be taken from the same size.
fn answer(shared: &Shared, body: &str, mood: Mood) -> Result<Response, StatusCode> {
    let asked = request::parse(body).ok_or(StatusCode::BAD_REQUEST)?;
    let mut kept = shared.kept();
    let log = kept.log.as_ref().ok_or(StatusCode::NOT_FOUND)?;
    let opened = log.open(&asked.note, &[]).map_err(|error| match error {
        CheckpointError::AnotherLog(_) => StatusCode::NOT_FOUND,
        CheckpointError::BadForm | CheckpointError::Note(NoteError::BadForm) => StatusCode::BAD_REQUEST,
        CheckpointError::RetiredKey(_) | CheckpointError::Note(_) => StatusCode::FORBIDDEN,
    })?;
    let (size, root) = (opened.checkpoint.size(), opened.checkpoint.root());
    if asked.old > size {
        return Err(StatusCode::BAD_REQUEST);
    }
    let (seen, seen_root) = kept.last;
    if asked.old != seen || (size == seen && root != seen_root && seen > 0) {
        let media = [(header::CONTENT_TYPE, "text/x.tlog.size")];
        return Ok((StatusCode::CONFLICT, media, format!("{seen}\n")).into_response());
    }
    let growth = ConsistencyProof { older: seen, newer: size, path: asked.path };
    growth.check(seen_root, root).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
    kept.seconds += 1;
    let seconds = kept.seconds;
    let signed = match mood {
        // The signature is by the right key, and over a checkpoint that is not the one.
        Mood::Lying => request::another(&asked.note).ok_or(StatusCode::INTERNAL_SERVER_ERROR)?,
        _ => asked.note.clone(),
    };
    let line = shared.key.cosign(&signed, seconds).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    kept.last = (size, root);
    let mut note = asked.note;
    note.add(line.clone());
    kept.notes.push(note.to_string());
    Ok(line.to_string().into_response())
}

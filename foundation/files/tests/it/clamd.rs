//! The other side of clamd's INSTREAM, over a real socket.

use std::path::Path;
use std::sync::{Arc, Mutex};

use behorig_files::Clamd;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, UnixListener};
use tokio::task::JoinHandle;

/// What it finds something in.
pub const FOUND_IN: &[u8] = b"the-project's-own-bad-bytes";

/// How it does its work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Behaviour {
    #[default]
    Works,
    /// It says that files are larger than it takes.
    Grumbles,
    /// It hangs up instead of answering.
    HangsUp,
    /// It is no clamd at all.
    SpeaksOtherwise,
    /// It reads some of the file and is gone.
    EndsEarly,
}

#[derive(Default)]
struct Shared {
    behaviour: Behaviour,
    /// How many bytes the last file had.
    seen: usize,
}

pub struct FakeClamd {
    address: String,
    shared: Arc<Mutex<Shared>>,
    listening: JoinHandle<()>,
}

impl FakeClamd {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shared = Arc::<Mutex<Shared>>::default();
        let ours = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that goes away in the middle is no failure of the server's.
                let _ = answer(stream, &ours).await;
            }
        });
        Self { address, shared, listening }
    }

    pub fn at_socket(path: &Path) -> Self {
        let listener = UnixListener::bind(path).unwrap();
        let shared = Arc::<Mutex<Shared>>::default();
        let ours = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = answer(stream, &ours).await;
            }
        });
        Self { address: path.display().to_string(), shared, listening }
    }

    pub fn address(&self) -> Clamd {
        self.address.parse().unwrap()
    }

    pub fn seen(&self) -> usize {
        self.shared.lock().unwrap().seen
    }

    pub fn behave(&self, behaviour: Behaviour) {
        self.shared.lock().unwrap().behaviour = behaviour;
    }

    pub fn stop(self) {
        self.listening.abort();
    }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, shared: &Mutex<Shared>) -> std::io::Result<()> {
    let mut command = Vec::new();
    while !command.ends_with(b"\0") {
        command.push(stream.read_u8().await?);
    }
    let behaviour = shared.lock().unwrap().behaviour;
    match behaviour {
        Behaviour::HangsUp => return Ok(()),
        Behaviour::SpeaksOtherwise => return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await,
        _ => {}
    }
    if command == b"zPING\0" {
        return stream.write_all(b"PONG\0").await;
    }
    assert_eq!(command, b"zINSTREAM\0");
    if behaviour == Behaviour::Grumbles {
        return stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
    }
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await? as usize;
        if length == 0 || behaviour == Behaviour::EndsEarly {
            break;
        }
        let from = file.len();
        file.resize(from + length, 0);
        stream.read_exact(&mut file[from..]).await?;
    }
    if behaviour == Behaviour::EndsEarly {
        return Ok(());
    }
    shared.lock().unwrap().seen = file.len();
    let found = file.windows(FOUND_IN.len()).any(|window| window == FOUND_IN);
    stream.write_all(if found { b"stream: Test.Signature FOUND\0" } else { b"stream: OK\0" }).await
}

//! The other side of clamd's INSTREAM, over a real socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use behorig_files::Clamd;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What it finds something in.
pub const FOUND_IN: &[u8] = b"the-project's-own-bad-bytes";

pub struct FakeClamd {
    address: String,
    seen: Arc<AtomicUsize>,
    grumbles: Arc<AtomicBool>,
    listening: JoinHandle<()>,
}

impl FakeClamd {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (seen, grumbles) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, bad_day) = (Arc::clone(&seen), Arc::clone(&grumbles));
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that goes away in the middle is no failure of the server's.
                let _ = answer(stream, &count, bad_day.load(Ordering::Relaxed)).await;
            }
        });
        Self { address, seen, grumbles, listening }
    }

    pub fn address(&self) -> Clamd {
        self.address.parse().unwrap()
    }

    /// How many bytes the last file had.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::Relaxed)
    }

    /// From now on it says that files are larger than it takes.
    pub fn grumble(&self) {
        self.grumbles.store(true, Ordering::Relaxed);
    }

    pub fn stop(self) {
        self.listening.abort();
    }
}

async fn answer(mut stream: TcpStream, seen: &AtomicUsize, grumbles: bool) -> std::io::Result<()> {
    let mut command = Vec::new();
    while !command.ends_with(b"\0") {
        command.push(stream.read_u8().await?);
    }
    if command == b"zPING\0" {
        return stream.write_all(b"PONG\0").await;
    }
    assert_eq!(command, b"zINSTREAM\0");
    if grumbles {
        return stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
    }
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let from = file.len();
        file.resize(from + length, 0);
        stream.read_exact(&mut file[from..]).await?;
    }
    seen.store(file.len(), Ordering::Relaxed);
    let found = file.windows(FOUND_IN.len()).any(|window| window == FOUND_IN);
    stream.write_all(if found { b"stream: Test.Signature FOUND\0" } else { b"stream: OK\0" }).await
}

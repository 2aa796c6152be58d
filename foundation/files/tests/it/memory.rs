//! What twenty megabytes take of the memory on their way, over a real line as fast as it goes.
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use behorig_files::{BODY_FROM_RESIDENTS, Files, MOST_BYTES, Place, StoredFile};
use peer_objects::{Objects, Options};

use crate::desk::{Desk, PDF, Shelf, s3_at};

/// Tells the measured process where to put its files.
const MEASURED: &str = "BEHORIG_TEST_MEASURED_FILES";
/// What its memory may grow by, in bytes: less than one file, though six go in and out.
const MOST_GROWTH: u64 = 14_000_000;

/// Takes a file and gives the last one back.
struct Counter {
    desk: Desk,
    last: Mutex<Option<StoredFile>>,
}

async fn take(State(counter): State<Arc<Counter>>, parts: Multipart) -> String {
    let Desk { world, files, .. } = &counter.desk;
    let sent = files.receive_form(world.db(), &world.system(), parts, (1, 1)).await.unwrap();
    let file = sent.files.into_iter().next().unwrap().outcome.unwrap();
    let size = file.size.to_string();
    *counter.last.lock().unwrap() = Some(file);
    size
}

async fn give(State(counter): State<Arc<Counter>>) -> Response {
    let file = counter.last.lock().unwrap().clone().unwrap();
    counter.desk.files.serve(&file).await.into_response()
}

#[test]
#[ignore = "runs in a process of its own, begun by the tests below"]
fn the_measured_process() {
    let Ok(place) = std::env::var(MEASURED) else { return };
    proof_support::on_sqlite(|db| async move {
        let mut desk = Desk::new(&db, Shelf::folder(), None).await;
        if place.starts_with("http://") {
            desk.files = Files::open(&Place::S3(s3_at(&place)), None).unwrap();
        }
        let counter = Arc::new(Counter { desk, last: Mutex::default() });
        let routes = post(take).get(give).layer(DefaultBodyLimit::max(BODY_FROM_RESIDENTS));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("\nlistens at {}", listener.local_addr().unwrap());
        axum::serve(listener, Router::new().route("/", routes).with_state(counter)).await.unwrap();
    });
}

/// Sends a file of so many bytes and gets it back.
fn there_and_back(address: &str, bytes: usize) {
    let (head, tail) =
        ("--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"a.pdf\"\r\n\r\n", "\r\n--x--\r\n");
    let mut line = TcpStream::connect(address).unwrap();
    let length = head.len() + bytes + tail.len();
    let kind = "multipart/form-data; boundary=x";
    write!(line, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{head}").unwrap();
    line.write_all(PDF).unwrap();
    let spaces = vec![b' '; 1_000_000];
    let mut left = bytes - PDF.len();
    while left > 0 {
        let now = left.min(spaces.len());
        line.write_all(&spaces[..now]).unwrap();
        left -= now;
    }
    line.write_all(tail.as_bytes()).unwrap();
    assert!(answer_of(line).ends_with(bytes.to_string().as_bytes()));
    let mut line = TcpStream::connect(address).unwrap();
    write!(line, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    assert!(answer_of(line).len() > bytes);
}

fn answer_of(mut line: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..200.min(answer.len())]));
    answer
}

/// The most memory that a process ever had, in bytes, by the kernel's account.
fn peak_of(process: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() * 1024
}

/// Ends with the test, however it ends.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn measure(place: &str) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "memory::the_measured_process", "--ignored", "--nocapture"])
        .env(MEASURED, place)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = Ends(child);
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|line| line.strip_prefix("listens at ").map(str::to_owned)).unwrap();
    there_and_back(&address, 100_000);
    let before = peak_of(&child.0);
    for _ in 0..6 {
        there_and_back(&address, MOST_BYTES as usize);
    }
    let growth = peak_of(&child.0) - before;
    println!("{place}: {before} bytes at the most, and {growth} more with six files of 20 MB in and out");
    assert!(growth < MOST_GROWTH, "six files of 20 MB in and out took {growth} bytes more at the most");
}

#[test]
fn twenty_megabytes_in_and_out_of_a_folder_leave_the_memory_flat() {
    measure("a folder");
}

#[tokio::test]
async fn twenty_megabytes_in_and_out_of_a_bucket_leave_the_memory_flat() {
    let peer = Objects::open(Options::default()).await.unwrap();
    let endpoint = peer.endpoint.clone();
    tokio::task::spawn_blocking(move || measure(&endpoint)).await.unwrap();
}

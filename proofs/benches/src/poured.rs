//! An answer that pours: when its first row is there, when its last one, and how many there are.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::Outcome;

/// Nobody waits longer for the next bytes.
const PATIENCE: Duration = Duration::from_secs(120);

/// What came.
pub struct Poured {
    /// From the request to the first row.
    pub until_first_row: Duration,
    /// From the request to the end.
    pub whole: Duration,
    /// The body, where it was kept.
    pub body: Vec<u8>,
    /// How many bytes it had.
    pub bytes: usize,
    /// How many times the mark was met.
    pub marks: usize,
}

/// What to look for and how far to read.
pub struct Looking<'a> {
    /// What stands once in each row.
    pub mark: &'a [u8],
    /// How many marks come before the end of the first row, that row's own among them.
    pub first: usize,
    /// Hang up after the first row.
    pub only_first: bool,
    /// Whether the body is kept.
    pub keep: bool,
}

/// Fetches a page as HTTP/1.0, whose answer is undivided and ends with the connection.
///
/// # Errors
/// Where nobody answers, or with anything but 200.
pub fn pour(address: SocketAddr, path: &str, cookie: &str, looking: &Looking<'_>) -> Outcome<Poured> {
    let begin = Instant::now();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.0\r\nhost: {address}\r\ncookie: {cookie}\r\naccept-language: sv\r\n\r\n")?;
    let mut came =
        Poured { until_first_row: Duration::ZERO, whole: Duration::ZERO, body: Vec::new(), bytes: 0, marks: 0 };
    let (mut piece, mut waiting, mut has_head) = (vec![0; 64 * 1024], Vec::new(), false);
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            break;
        }
        waiting.extend_from_slice(piece.get(..read).unwrap_or_default());
        if !has_head {
            let Some(end) = waiting.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(waiting.get(..end).unwrap_or_default()).into_owned();
            if head.split(' ').nth(1) != Some("200") {
                return Err(format!("{path} was answered with {}", head.lines().next().unwrap_or_default()).into());
            }
            waiting.drain(..end + 4);
            has_head = true;
        }
        came.take(&mut waiting, looking);
        if came.until_first_row.is_zero() && came.marks >= looking.first {
            came.until_first_row = begin.elapsed();
            if looking.only_first {
                break;
            }
        }
    }
    came.bytes += waiting.len();
    if looking.keep {
        came.body.extend(waiting);
    }
    came.whole = begin.elapsed();
    if came.until_first_row.is_zero() {
        return Err(format!("{path} has no row").into());
    }
    Ok(came)
}

impl Poured {
    /// Counts the marks of what waits, and lets wait what may be the beginning of one.
    fn take(&mut self, waiting: &mut Vec<u8>, looking: &Looking<'_>) {
        let kept = looking.mark.len() - 1;
        if waiting.len() <= kept {
            return;
        }
        self.marks += waiting.windows(looking.mark.len()).filter(|part| *part == looking.mark).count();
        let gone = waiting.len() - kept;
        self.bytes += gone;
        let gone = waiting.drain(..gone);
        if looking.keep {
            self.body.extend(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_counted_once_however_the_bytes_come() {
        let looking = Looking { mark: b"\r\n", first: 1, only_first: false, keep: true };
        let text = b"a;b\r\nc;d\r\n\r\ne";
        for size in 1..text.len() {
            let mut came =
                Poured { until_first_row: Duration::ZERO, whole: Duration::ZERO, body: Vec::new(), bytes: 0, marks: 0 };
            let mut waiting = Vec::new();
            for part in text.chunks(size) {
                waiting.extend_from_slice(part);
                came.take(&mut waiting, &looking);
            }
            came.body.extend(waiting);
            assert_eq!((came.marks, came.body.as_slice()), (3, text.as_slice()), "in parts of {size}");
        }
    }
}

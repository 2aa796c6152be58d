//! A browser as small as can be: one request on one connection, and what comes back.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Nobody waits longer for a page.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer that came whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in small letters, values as they came.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The values of a header, whose name is given in small letters.
    pub(crate) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |(found, _)| *found == name).map(|(_, value)| value.trim())
    }

    /// A cookie that is set, as a browser sends it back: `name=value`.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers("set-cookie").filter_map(|cookie| cookie.split(';').next());
        let of_name =
            |cookie: &&str| cookie.split_once('=').is_some_and(|(set, value)| set == name && !value.is_empty());
        set.map(str::trim).find(of_name).map(str::to_owned)
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Nobody listened: the request was never made.
    Unheard,
    /// The connection ended, or nothing came in time: nobody knows what became of the request.
    Unanswered,
}

/// A browser with its session's cookie, in front of an address.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) at: SocketAddr,
    pub(crate) cookie: String,
}

impl Browser {
    pub(crate) async fn get(&self, path: &str) -> Result<Answer, Lost> {
        let (at, cookie) = (self.at, &self.cookie);
        let head = format!("GET {path} HTTP/1.0\r\nhost: {at}\r\ncookie: {cookie}\r\naccept-language: sv\r\n\r\n");
        within(asked(at, &head, "")).await
    }

    /// Sends a form as the page itself would.
    pub(crate) async fn post(&self, path: &str, fields: &[(String, String)]) -> Result<Answer, Lost> {
        let (at, cookie) = (self.at, &self.cookie);
        let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let head = format!(
            "POST {path} HTTP/1.0\r\nhost: {at}\r\norigin: http://{at}\r\ncookie: {cookie}\r\naccept-language: sv\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        within(asked(at, &head, &body)).await
    }
}

async fn within(asked: impl Future<Output = Result<Answer, Lost>>) -> Result<Answer, Lost> {
    tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(Lost::Unanswered))
}

async fn asked(at: SocketAddr, head: &str, body: &str) -> Result<Answer, Lost> {
    let mut stream = TcpStream::connect(at).await.map_err(|_| Lost::Unheard)?;
    let request = [head.as_bytes(), body.as_bytes()].concat();
    let mut answer = Vec::new();
    let exchanged = async {
        stream.write_all(&request).await?;
        stream.read_to_end(&mut answer).await
    };
    exchanged.await.map_err(|_| Lost::Unanswered)?;
    whole(&answer).ok_or(Lost::Unanswered)
}

/// An answer with all of the body that its head promises.
fn whole(answer: &[u8]) -> Option<Answer> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = (answer.get(..head)?, answer.get(head + 4..)?);
    let head = String::from_utf8_lossy(head);
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let named = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let head = named.map(|(name, value)| format!("{}:{value}\n", name.to_ascii_lowercase())).collect();
    let answer = Answer { status, head, body: String::from_utf8_lossy(body).into_owned() };
    let length = answer.headers("content-length").find_map(|value| value.parse::<usize>().ok());
    if length.is_some_and(|length| length != body.len()) { None } else { Some(answer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_kept_and_those_that_are_taken_away_are_not() {
        let head = "HTTP/1.0 200 OK\r\nSet-Cookie: a=; Max-Age=0\r\nset-cookie: b=Xy=; Path=/\r\nRefresh: 0; url=http://x/?s=Ab\r\n\r\n";
        let answer = whole(head.as_bytes()).unwrap();
        assert_eq!((answer.cookie("a"), answer.cookie("b").as_deref()), (None, Some("b=Xy=")));
        assert_eq!(answer.headers("refresh").collect::<Vec<_>>(), ["0; url=http://x/?s=Ab"]);
    }

    #[test]
    fn an_answer_that_was_cut_is_none() {
        let answer = whole(b"HTTP/1.1 303 See Other\r\nContent-Length: 2\r\n\r\nok").unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (303, "ok"));
        assert!(whole(b"HTTP/1.1 303 See Other\r\nContent-Length: 3\r\n\r\nok").is_none());
        assert!(whole(b"HTTP/1.1 303 See").is_none() && whole(b"").is_none());
    }
}

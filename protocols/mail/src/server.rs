//! Which server takes our mail, and how the way there is kept.

use std::net::IpAddr;

/// How the connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS; a server that doesn't offer it gets nothing.
    StartTls,
    /// None: within this machine only.
    Loopback,
}

/// A mail server that takes mail from us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    host: String,
    port: u16,
    security: Security,
}

/// Why a text names no mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// No address at all, or one with a path, a query or a space.
    #[error("must be smtps://host or smtp://host, with a port if it is not the usual one")]
    Form,
    /// A user or a password in the address.
    #[error("must not hold a user or a password: they have settings of their own")]
    Login,
}

impl MailServer {
    /// Reads `smtps://host[:465]` or `smtp://host[:587]`. `smtp://` to this machine (127.0.0.1, `[::1]`, `localhost`) is spoken
    /// in the clear, anywhere else with STARTTLS.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn parse(text: &str) -> Result<Self, ServerError> {
        let (tls, rest) = match (text.strip_prefix("smtps://"), text.strip_prefix("smtp://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(ServerError::Form),
        };
        if rest.contains('@') {
            return Err(ServerError::Login);
        }
        let authority: http::uri::Authority = rest.trim_end_matches('/').parse().map_err(|_| ServerError::Form)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let named_port = authority.as_str().len() > authority.host().len();
        let port = match (authority.port_u16(), named_port) {
            (Some(port), _) if port > 0 => port,
            (None, false) => {
                if tls {
                    465
                } else {
                    587
                }
            }
            _ => return Err(ServerError::Form),
        };
        if host.is_empty() {
            return Err(ServerError::Form);
        }
        let is_here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
        let security = match (tls, is_here) {
            (true, _) => Security::Tls,
            (false, true) => Security::Loopback,
            (false, false) => Security::StartTls,
        };
        Ok(Self { host, port, security })
    }

    /// The same server with STARTTLS, even on this machine.
    #[must_use]
    pub fn with_starttls(mut self) -> Self {
        self.security = Security::StartTls;
        self
    }

    /// Its name or network address, which its certificate must bear.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the connection is kept.
    #[must_use]
    pub fn security(&self) -> Security {
        self.security
    }
}

impl std::fmt::Display for MailServer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let brackets = self.host.contains(':');
        let (open, close) = if brackets { ("[", "]") } else { ("", "") };
        write!(formatter, "{open}{}{close}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_clear_is_for_this_machine_alone() {
        for (text, port, security) in [
            ("smtps://mail.example.se", 465, Security::Tls),
            ("smtps://127.0.0.1:4650", 4650, Security::Tls),
            ("smtp://mail.example.se", 587, Security::StartTls),
            ("smtp://MAIL.example.se:25/", 25, Security::StartTls),
            ("smtp://10.0.0.5", 587, Security::StartTls),
            ("smtp://127.0.0.1:2525", 2525, Security::Loopback),
            ("smtp://localhost", 587, Security::Loopback),
            ("smtp://[::1]:25", 25, Security::Loopback),
            ("smtp://127.0.0.1.example.se", 587, Security::StartTls),
            ("smtp://localhost.example.se", 587, Security::StartTls),
        ] {
            let server = MailServer::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((server.port(), server.security()), (port, security), "{text}");
        }
        assert_eq!(MailServer::parse("smtp://[::1]:25").unwrap().to_string(), "[::1]:25");
    }

    #[test]
    fn what_names_no_server_is_refused() {
        for text in [
            "",
            "mail.example.se",
            "http://mail.example.se",
            "smtp://",
            "smtp://a b",
            "smtp://a/path",
            "smtp://a:b",
            "smtp://a:0",
            "smtp://a:99999",
            "smtp://a?tls=none",
            "smtps://:465",
        ] {
            assert_eq!(MailServer::parse(text), Err(ServerError::Form), "{text}");
        }
        assert_eq!(MailServer::parse("smtps://user:secret@mail.example.se"), Err(ServerError::Login));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_only_this_machine_is_spoken_to_in_the_clear(host in "[a-z0-9.:\\[\\]-]{0,30}") {
            if let Ok(server) = MailServer::parse(&format!("smtp://{host}")) && server.security() == Security::Loopback {
                prop_assert!(server.host() == "localhost" || server.host().starts_with("127.") || server.host().contains(':'));
            }
        }
    }
}

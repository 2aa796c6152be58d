//! A mail that came.

use mail_parser::MessageParser;

/// A mail as its reader sees it, and how it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's recipients.
    pub recipients: Vec<String>,
    /// The header `From`, with its name.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The header `Message-ID`, without its brackets.
    pub message_id: String,
    /// The header `Date`, in seconds since 1970.
    pub date: i64,
    /// All that came after `DATA`, without the full stop that ends it.
    pub raw: String,
    /// Whether it came over TLS.
    pub over_tls: bool,
    /// Who had logged in.
    pub user: Option<String>,
}

impl Mail {
    pub(crate) fn read(
        sender: String,
        recipients: Vec<String>,
        raw: &[u8],
        over_tls: bool,
        user: Option<String>,
    ) -> Self {
        let parsed = MessageParser::default().parse(raw);
        let text =
            |read: fn(&mail_parser::Message<'_>) -> Option<String>| parsed.as_ref().and_then(read).unwrap_or_default();
        Self {
            sender,
            recipients,
            from: text(|mail| {
                let from = mail.from()?.first()?;
                let address = from.address().unwrap_or_default();
                Some(from.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>")))
            }),
            subject: text(|mail| mail.subject().map(str::to_owned)),
            text: text(|mail| mail.body_text(0).map(|body| body.replace("\r\n", "\n"))),
            message_id: text(|mail| mail.message_id().map(str::to_owned)),
            date: parsed
                .as_ref()
                .and_then(|mail| mail.date())
                .map(mail_parser::DateTime::to_timestamp)
                .unwrap_or_default(),
            raw: String::from_utf8_lossy(raw).into_owned(),
            over_tls,
            user,
        }
    }
}

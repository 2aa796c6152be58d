//! Where the provider is.

use reqwest::Url;

/// The provider's address, up to what stands before `/a1/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsUrl(Url);

/// Why a text is no address of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmsUrlError {
    /// No address, or one with a query or a fragment.
    #[error("must be https://…, such as https://api.46elks.com")]
    Form,
    /// Numbers and codes would lie open on their way.
    #[error("must be https: http is for this machine alone")]
    InTheClear,
    /// A user or a password in the address.
    #[error("must not hold a user or a password: they have settings of their own")]
    Login,
}

impl SmsUrl {
    /// Reads `https://host`, with a port or a path before `/a1/` if there is one. `http://` is for this machine (127.0.0.1,
    /// `[::1]`, `localhost`).
    ///
    /// # Errors
    /// [`SmsUrlError`].
    pub fn parse(text: &str) -> Result<Self, SmsUrlError> {
        let mut url = Url::parse(text.trim()).map_err(|_| SmsUrlError::Form)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SmsUrlError::Login);
        }
        if url.host_str().is_none_or(str::is_empty) || url.query().is_some() || url.fragment().is_some() {
            return Err(SmsUrlError::Form);
        }
        let is_here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        match url.scheme() {
            "https" => {}
            "http" if is_here => {}
            "http" => return Err(SmsUrlError::InTheClear),
            _ => return Err(SmsUrlError::Form),
        }
        let folder = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&folder);
        Ok(Self(url))
    }

    /// The address of one of the API's resources.
    pub(crate) fn of(&self, resource: &str) -> Url {
        let mut url = self.0.clone();
        let path = format!("{}a1/{resource}", url.path());
        url.set_path(&path);
        url
    }
}

impl std::fmt::Display for SmsUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clear_is_for_this_machine_alone() {
        for (text, of) in [
            ("https://api.46elks.com", "https://api.46elks.com/a1/sms"),
            ("https://api.46elks.com/", "https://api.46elks.com/a1/sms"),
            ("https://gateway.example:8443/elks//", "https://gateway.example:8443/elks/a1/sms"),
            ("http://127.0.0.1:8083", "http://127.0.0.1:8083/a1/sms"),
            ("http://[::1]:1", "http://[::1]:1/a1/sms"),
        ] {
            let url = SmsUrl::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(url.of("sms").as_str(), of);
        }
        for (text, why) in [
            ("", SmsUrlError::Form),
            ("api.46elks.com", SmsUrlError::Form),
            ("ftp://api.46elks.com", SmsUrlError::Form),
            ("https://a.example/?x=1", SmsUrlError::Form),
            ("https://a.example/#x", SmsUrlError::Form),
            ("http://api.46elks.com", SmsUrlError::InTheClear),
            ("http://127.0.0.1.example.se", SmsUrlError::InTheClear),
            ("https://user:secret@api.46elks.com", SmsUrlError::Login),
        ] {
            assert_eq!(SmsUrl::parse(text), Err(why), "{text}");
        }
    }
}

//! The moving QR code of a sign-in on another device.

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};
use crate::Lang;

/// A sign-in that waits for a phone.
///
/// A module of ours asks `status` once a second for `{"message": "…", "qr": "data:image/svg+xml,…", "next": "/…"}`: the
/// words are shown and read out, the code is exchanged, and `next` is where the browser goes when it is over. `qr` is
/// left out when there is nothing to read any more.
pub struct QrSignIn<'a> {
    lang: Lang,
    status: Words<'a>,
    message: Words<'a>,
    code: Option<Words<'a>>,
    same_device: Option<Words<'a>>,
    cancel: Words<'a>,
}

impl<'a> QrSignIn<'a> {
    /// A sign-in whose state is told at `status`, and which is ended by a POST to `cancel`.
    pub fn new(
        lang: Lang,
        status: impl Into<Words<'a>>,
        message: impl Into<Words<'a>>,
        cancel: impl Into<Words<'a>>,
    ) -> Self {
        let (status, message, cancel) = (status.into(), message.into(), cancel.into());
        Self { lang, status, message, code: None, same_device: None, cancel }
    }

    /// The code as it is now: the address of an image, or the image itself as `data:`.
    #[must_use]
    pub fn code(mut self, image: impl Into<Words<'a>>) -> Self {
        self.code = Some(image.into());
        self
    }

    /// The link that opens the app on this device.
    #[must_use]
    pub fn same_device(mut self, link: impl Into<Words<'a>>) -> Self {
        self.same_device = Some(link.into());
        self
    }
}

impl Render for QrSignIn<'_> {
    fn render(&self) -> Markup {
        let lang = self.lang;
        html! {
            div.qr data-status=(self.status) {
                @if let Some(code) = &self.code {
                    div.qr-code { img src=(code) alt=(lang.t("web-qr-alt")) width="240" height="240"; }
                    ol.qr-steps {
                        li { (lang.t("web-qr-step-open")) }
                        li { (lang.t("web-qr-step-read")) }
                        li { (lang.t("web-qr-step-confirm")) }
                    }
                }
                p.qr-message role="status" { (self.message) }
                div.button-row {
                    @if let Some(link) = &self.same_device {
                        a.button.primary href=(link) { (icon(Icon::Phone)) span { (lang.t("web-qr-same-device")) } }
                    }
                    form method="post" action=(self.cancel) {
                        button.button.secondary type="submit" { (lang.t("web-cancel")) }
                    }
                }
            }
        }
    }
}

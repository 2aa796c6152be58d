//! What differs between the two ways: where their forms go, and their words.

use behorig_identity::{Email, EmailError, MobileNumber, PhoneError};
use behorig_outbox::{Address, Way};
use behorig_web::{FieldName, Message, field};

static EMAIL: FieldName = field("epost", "my-care-notice-email");
static MOBILE: FieldName = field("mobil", "my-care-notice-mobile");
static MAIL_CODE: FieldName = field("kod", "my-care-notice-code");
static SMS_CODE: FieldName = field("sms-kod", "my-care-notice-sms-code");

/// One way of getting notices, on the page.
pub(crate) struct Part {
    pub(crate) way: Way,
    /// The field of the address, and that of its code.
    pub(super) address: &'static FieldName,
    pub(super) code: &'static FieldName,
    /// Where a code is asked for, where it is typed, and where the address is taken away.
    pub(crate) ask: &'static str,
    pub(crate) confirm: &'static str,
    pub(crate) remove: &'static str,
    pub(super) words: Words,
}

/// Text ids.
pub(super) struct Words {
    /// What the address is called in the list of what one has.
    pub name: &'static str,
    pub give: &'static str,
    pub change: &'static str,
    /// Over the form while a code is waited for.
    pub other: &'static str,
    pub confirm: &'static str,
    pub about_code: &'static str,
    pub in_vain: &'static str,
    pub refused: &'static str,
    pub not_sent: &'static str,
    /// Over the form of a code that may have arrived.
    pub not_known: &'static str,
    pub code_sent: &'static str,
    pub confirmed: &'static str,
    pub remove: &'static str,
    pub remove_title: &'static str,
    pub remove_text: &'static str,
    pub removed: &'static str,
}

/// Notices by mail.
pub(crate) static MAIL: Part = Part {
    way: Way::Mail,
    address: &EMAIL,
    code: &MAIL_CODE,
    ask: crate::SETTINGS,
    confirm: "/mina-installningar/kod",
    remove: "/mina-installningar/ta-bort",
    words: Words {
        name: "my-care-notices-mail",
        give: "my-care-notices-mail-give",
        change: "my-care-notices-mail-change",
        other: "my-care-notices-mail-other",
        confirm: "my-care-code-confirm",
        about_code: "my-care-code-about",
        in_vain: "my-care-code-in-vain",
        refused: "my-care-code-refused",
        not_sent: "my-care-code-not-sent",
        not_known: "my-care-code-not-sent",
        code_sent: "my-care-code-sent",
        confirmed: "my-care-notices-confirmed",
        remove: "my-care-notices-remove",
        remove_title: "my-care-notices-remove-title",
        remove_text: "my-care-notices-remove-text",
        removed: "my-care-notices-removed",
    },
};

/// Notices by text message.
pub(crate) static SMS: Part = Part {
    way: Way::Sms,
    address: &MOBILE,
    code: &SMS_CODE,
    ask: "/mina-installningar/mobil",
    confirm: "/mina-installningar/mobil/kod",
    remove: "/mina-installningar/mobil/ta-bort",
    words: Words {
        name: "my-care-notices-sms",
        give: "my-care-notices-sms-give",
        change: "my-care-notices-sms-change",
        other: "my-care-notices-sms-other",
        confirm: "my-care-sms-code-confirm",
        about_code: "my-care-sms-code-about",
        in_vain: "my-care-sms-code-in-vain",
        refused: "my-care-sms-code-refused",
        not_sent: "my-care-sms-code-not-sent",
        not_known: "my-care-sms-code-not-known",
        code_sent: "my-care-sms-code-sent",
        confirmed: "my-care-notices-sms-confirmed",
        remove: "my-care-notices-sms-remove",
        remove_title: "my-care-notices-sms-remove-title",
        remove_text: "my-care-notices-sms-remove-text",
        removed: "my-care-notices-sms-removed",
    },
};

/// Why a text is no address of its way.
pub(super) enum WrongAddress {
    Mail(EmailError),
    Sms(PhoneError),
}

impl From<WrongAddress> for Message {
    fn from(error: WrongAddress) -> Self {
        match error {
            WrongAddress::Mail(error) => error.into(),
            WrongAddress::Sms(error) => error.into(),
        }
    }
}

impl Part {
    pub(super) fn of(way: Way) -> &'static Self {
        match way {
            Way::Mail => &MAIL,
            Way::Sms => &SMS,
        }
    }

    /// Reads a typed address.
    pub(super) fn read(&self, text: &str) -> Result<Address, WrongAddress> {
        match self.way {
            Way::Mail => Email::parse(text).map(Address::from).map_err(WrongAddress::Mail),
            Way::Sms => MobileNumber::parse(text).map(Address::from).map_err(WrongAddress::Sms),
        }
    }
}

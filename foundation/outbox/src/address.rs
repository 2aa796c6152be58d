//! Where a letter goes, and by which way.

use behorig_identity::{Email, MobileNumber};

/// How a letter gets there. Each way has a carrier and a sender of its own: while one is shut, the other goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// By mail.
    Mail,
    /// As a text message to a mobile telephone.
    Sms,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Sms];

    /// Whether a letter that is sent twice is known as one: a mail carries its id, a text message carries none.
    #[must_use]
    pub const fn knows_repeats(self) -> bool {
        match self {
            Self::Mail => true,
            Self::Sms => false,
        }
    }

    /// The way as it is stored.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }

    /// Reads back what [`as_stored`](Self::as_stored) gave.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_stored() == text)
    }
}

/// Where a letter goes. `Debug` shows neither mailbox nor number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A mailbox.
    Mail(Email),
    /// A mobile telephone.
    Sms(MobileNumber),
}

impl Address {
    /// The way to it.
    #[must_use]
    pub const fn way(&self) -> Way {
        match self {
            Self::Mail(_) => Way::Mail,
            Self::Sms(_) => Way::Sms,
        }
    }

    /// The address as it is stored, beside its way.
    #[must_use]
    pub fn as_stored(&self) -> &str {
        match self {
            Self::Mail(email) => email.as_str(),
            Self::Sms(number) => number.as_str(),
        }
    }

    /// Reads back what [`as_stored`](Self::as_stored) gave. `None` where it was not written by this type.
    #[must_use]
    pub fn from_stored(way: Way, text: &str) -> Option<Self> {
        match way {
            Way::Mail => Email::parse(text).ok().map(Self::Mail),
            Way::Sms => MobileNumber::from_stored(text).ok().map(Self::Sms),
        }
    }

    /// The address as its owner writes it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Mail(email) => email.as_str().to_owned(),
            Self::Sms(number) => number.shown(),
        }
    }
}

impl From<Email> for Address {
    fn from(email: Email) -> Self {
        Self::Mail(email)
    }
}

impl From<MobileNumber> for Address {
    fn from(number: MobileNumber) -> Self {
        Self::Sms(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_by_its_own_way_and_by_no_other() {
        for address in [
            Address::from(Email::parse("eva@a.example").unwrap()),
            Address::from(MobileNumber::parse("070-174 06 05").unwrap()),
        ] {
            for way in Way::ALL {
                let read = Address::from_stored(way, address.as_stored());
                assert_eq!(read, (way == address.way()).then(|| address.clone()), "{way:?}");
            }
            assert_eq!(Way::from_stored(address.way().as_stored()), Some(address.way()));
        }
    }

    #[test]
    fn an_address_prints_neither_mailbox_nor_number() {
        let printed = format!("{:?}", Address::from(MobileNumber::parse("070-174 06 05").unwrap()));
        assert!(!printed.contains("174"), "{printed}");
        let printed = format!("{:?}", Address::from(Email::parse("eva@a.example").unwrap()));
        assert!(!printed.contains("eva"), "{printed}");
    }
}

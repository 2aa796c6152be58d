//! The kinds of identity number, and the object identifiers that protocols know them by.

/// What kind of identity number it is. Which one follows from the twelve characters alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityNumberKind {
    /// *Personnummer*: given by the Swedish Tax Agency to everyone in the population register.
    PersonalNumber,
    /// *Samordningsnummer*: the day of birth plus 60, for people outside the population register.
    CoordinationNumber,
    /// *Nationellt reservnummer* (NRID), `XXYYMMDDNNGC`.
    NationalReserveNumber,
    /// Region Stockholm, `99yyyyNNNNNC`.
    StockholmReserveNumber,
    /// Västra Götalandsregionen, `yyyymmddGggC` where G is K, M or X.
    VastraGotalandReserveNumber,
    /// Inera Carelink, `yyyymmxxNNNC` where xx is 32 to 59. Region Halland's own series looks the same.
    CarelinkReserveNumber,
    /// Region Värmland, `yyyymmddSBNC`.
    VarmlandReserveNumber,
    /// Region Örebro län, eight digits and `T…`.
    OrebroReserveNumber,
}

impl IdentityNumberKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::PersonalNumber,
        Self::CoordinationNumber,
        Self::NationalReserveNumber,
        Self::StockholmReserveNumber,
        Self::VastraGotalandReserveNumber,
        Self::CarelinkReserveNumber,
        Self::VarmlandReserveNumber,
        Self::OrebroReserveNumber,
    ];

    /// The object identifier of the series: the root of a patient id in the national log record and in RIV-TA
    /// contracts. The FHIR base profiles name personal, coordination and national reserve numbers by URL instead.
    #[must_use]
    pub fn oid(self) -> &'static str {
        match self {
            Self::PersonalNumber => "1.2.752.129.2.1.3.1",
            Self::CoordinationNumber => "1.2.752.129.2.1.3.3",
            Self::NationalReserveNumber => "1.2.752.74.9.1",
            Self::StockholmReserveNumber => "1.2.752.97.3.1.3",
            Self::VastraGotalandReserveNumber => "1.2.752.113.11.0.2.1.1.1",
            Self::CarelinkReserveNumber => "1.2.752.129.2.1.3.2",
            Self::VarmlandReserveNumber => "1.2.752.74.9.2",
            Self::OrebroReserveNumber => "1.2.752.74.9.3",
        }
    }

    /// Whether it is a *reservnummer*: given by care itself, not by the Tax Agency.
    #[must_use]
    pub fn is_reserve(self) -> bool {
        !matches!(self, Self::PersonalNumber | Self::CoordinationNumber)
    }

    /// The key of the kind's name in the text catalogue; every reserve number is a *reservnummer* to the reader.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::PersonalNumber => "identity-number-kind-personal",
            Self::CoordinationNumber => "identity-number-kind-coordination",
            _ => "identity-number-kind-reserve",
        }
    }
}

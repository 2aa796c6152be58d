//! Identity numbers that nobody has: the test series that Skatteverket publishes, for the demo and for tests.
//!
//! Most of the series follows a rule, so numbers are made here rather than kept as a list. No other made-up numbers
//! are ever used: they may be somebody's.

use crate::{IdentityNumber, luhn};
use jiff::civil::Date;

/// Personal numbers published for testing of people born 1928 to 1949, where the series has no rule: customers of home
/// care.
pub const OLDER_PEOPLE: [&str; 90] = [
    "192804129175",
    "192809176130",
    "192901149183",
    "192906188798",
    "192911167241",
    "193002012387",
    "193002209082",
    "193008029054",
    "193012238477",
    "193105279172",
    "193110207069",
    "193201216987",
    "193207189204",
    "193211179217",
    "193304049228",
    "193309183873",
    "193402139111",
    "193406178354",
    "193411194438",
    "193503289153",
    "193508249079",
    "193512172382",
    "193601016987",
    "193604187496",
    "193609267202",
    "193701308888",
    "193706187071",
    "193710227871",
    "193802052393",
    "193802278485",
    "193805259169",
    "193811214059",
    "193812012395",
    "193812192395",
    "193903049165",
    "193908238490",
    "193911152381",
    "193912052390",
    "193912312380",
    "194001042383",
    "194002152397",
    "194002287086",
    "194007219142",
    "194012022382",
    "194012178887",
    "194101012393",
    "194103219202",
    "194108019052",
    "194111299055",
    "194204099222",
    "194207099146",
    "194208272395",
    "194209257486",
    "194301307056",
    "194303282398",
    "194304302385",
    "194305054753",
    "194308298159",
    "194401012382",
    "194401012390",
    "194401155926",
    "194401162385",
    "194401162393",
    "194401190857",
    "194403113154",
    "194407209107",
    "194411049069",
    "194412312391",
    "194501202388",
    "194502198429",
    "194502202395",
    "194504302383",
    "194506177551",
    "194509302396",
    "194511102388",
    "194512222391",
    "194601136098",
    "194602112395",
    "194605076654",
    "194608188886",
    "194701302392",
    "194706073600",
    "194709272076",
    "194710162381",
    "194801152184",
    "194805132380",
    "194808262341",
    "194809132386",
    "194901022121",
    "194904202621",
];

/// Coordination numbers published for testing whose birth date is unknown in part: day 60, month 00, or both.
pub const UNCERTAIN_COORDINATION_NUMBERS: [&str; 9] = [
    "191711602399",
    "192001602396",
    "192300692387",
    "193100602394",
    "194001602392",
    "194101602391",
    "194100642398",
    "194300912385",
    "195300812384",
];

/// No published series covers this birth date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no published test series covers the year {year}")]
pub struct OutsideSeries {
    /// The birth year asked for.
    pub year: i16,
}

/// One of the two test personal numbers of a day in 1980 to 2016 (birth numbers 238 and 239) or 1890 to 1910 (980 and
/// 981); `second` takes the latter, whose holders were counted as men.
///
/// # Errors
/// When the year is outside both spans.
pub fn personal_number(birth: Date, second: bool) -> Result<IdentityNumber, OutsideSeries> {
    let first = match birth.year() {
        1980..=2016 => 238,
        1890..=1910 => 980,
        year => return Err(OutsideSeries { year }),
    };
    numbered(birth, birth.day(), first + i32::from(second))
}

/// One of the two test coordination numbers of a day in 1980 to 2016: the day plus 60, birth numbers 238 and 239. The
/// published list holds a sample of every year's days, all with these birth numbers.
///
/// # Errors
/// When the year is outside the span.
pub fn coordination_number(birth: Date, second: bool) -> Result<IdentityNumber, OutsideSeries> {
    match birth.year() {
        1980..=2016 => numbered(birth, birth.day() + 60, 238 + i32::from(second)),
        year => Err(OutsideSeries { year }),
    }
}

/// The published numbers of [`OLDER_PEOPLE`], oldest first.
pub fn older_people() -> impl Iterator<Item = IdentityNumber> {
    OLDER_PEOPLE.iter().filter_map(|number| IdentityNumber::from_stored(number).ok())
}

fn numbered(birth: Date, day: i8, birth_number: i32) -> Result<IdentityNumber, OutsideSeries> {
    let without_check = format!("{:04}{:02}{day:02}{birth_number:03}", birth.year(), birth.month());
    let check = luhn::check_digit(without_check[2..].bytes().map(|digit| u32::from(digit - b'0')));
    IdentityNumber::from_stored(&format!("{without_check}{check}")).map_err(|_| OutsideSeries { year: birth.year() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IdentityNumberKind;
    use jiff::civil::date;

    #[test]
    fn the_rule_makes_the_published_numbers() {
        let made = |birth, second| personal_number(birth, second).unwrap();
        assert_eq!(made(date(1982, 1, 1), false).as_stored(), "198201012385");
        assert_eq!(made(date(1890, 1, 1), false).as_stored(), "189001019802");
        let number = coordination_number(date(2016, 2, 29), true).unwrap();
        assert_eq!(number.kind(), IdentityNumberKind::CoordinationNumber);
        assert_eq!(number.birth_date(), Some(date(2016, 2, 29)));
    }

    #[test]
    fn every_day_of_the_series_has_two_valid_numbers() {
        let days = |from: Date, to: Date| from.series(jiff::Span::new().days(1)).take_while(move |&day| day <= to);
        let spans = [(date(1890, 1, 1), date(1910, 12, 31)), (date(1980, 1, 1), date(2016, 12, 31))];
        for birth in spans.into_iter().flat_map(|(from, to)| days(from, to)) {
            for second in [false, true] {
                let number = personal_number(birth, second).unwrap();
                assert_eq!((number.kind(), number.birth_date()), (IdentityNumberKind::PersonalNumber, Some(birth)));
            }
        }
    }

    #[test]
    fn a_year_without_a_series_gives_no_number() {
        for year in [1889, 1911, 1979, 2017] {
            assert_eq!(personal_number(date(year, 6, 1), false), Err(OutsideSeries { year }));
        }
        assert_eq!(coordination_number(date(1979, 6, 1), false), Err(OutsideSeries { year: 1979 }));
    }

    #[test]
    fn every_listed_number_is_valid() {
        assert_eq!(older_people().count(), OLDER_PEOPLE.len());
        assert!(older_people().all(|n| n.birth_date().is_some() && n.kind() == IdentityNumberKind::PersonalNumber));
        for text in UNCERTAIN_COORDINATION_NUMBERS {
            let number = IdentityNumber::from_stored(text).unwrap();
            assert_eq!(number.kind(), IdentityNumberKind::CoordinationNumber);
            assert_eq!(number.birth_date(), None);
            assert_eq!(number.birth_year().map(|year| year.to_string()).as_deref(), text.get(..4));
        }
    }
}

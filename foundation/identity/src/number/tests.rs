//! What identity numbers promise. Every valid number here is published for testing or as an example of its form.

use super::*;
use crate::test_series::{coordination_number, older_people, personal_number};
use IdentityNumberError as Cause;
use IdentityNumberKind as Kind;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 21);

fn read(text: &str) -> Result<IdentityNumber, Cause> {
    IdentityNumber::parse(text, TODAY)
}

fn stored(text: &str) -> String {
    read(text).unwrap_or_else(|cause| panic!("{text}: {cause}")).as_stored().to_owned()
}

#[test]
fn every_way_of_writing_a_number_means_the_same() {
    let ways = [
        "198201012385",
        "19820101-2385",
        "8201012385",
        "820101-2385",
        " 19820101 - 2385 ",
        "1982 01 01 2385",
        "\u{a0}19820101\u{2013}2385\u{a0}",
        "820101\u{2212}2385\r\n",
        "\u{200b}820101\u{2011}2385\u{feff}",
        "\u{202a}820101-2385\u{202c}",
    ];
    for text in ways {
        let number = read(text).unwrap();
        assert_eq!(number.as_stored(), "198201012385", "{text:?}");
        assert_eq!(number.shown(), "19820101-2385");
        assert_eq!(number.kind(), Kind::PersonalNumber);
        assert_eq!(number.birth_date(), Some(date(1982, 1, 1)));
    }
}

#[test]
fn a_short_number_gets_the_century_that_its_sign_says() {
    assert_eq!(stored("150615-2386"), "201506152386", "a child, not somebody aged 111");
    assert_eq!(stored("1506152386"), "201506152386");
    assert_eq!(stored("900101+9802"), "189001019802");
    assert_eq!(stored("090527+1474"), "190905271474");
    assert_eq!(stored("19090527+1474"), "190905271474");
    assert_eq!(stored("19090527-1474"), "190905271474", "twelve digits tell the century themselves");
}

#[test]
fn the_plus_sign_comes_with_the_year_of_the_hundredth_birthday() {
    let number = personal_number(date(1910, 12, 24), false).unwrap();
    let short = format!("101224+{}", &number.as_stored()[8..]);
    assert_eq!(IdentityNumber::parse(&short, date(2010, 1, 1)), Ok(number), "turns 100 later this year");
    assert_ne!(IdentityNumber::parse(&short, date(2009, 12, 31)), Ok(number), "99: the sign is still a hyphen");
    assert_eq!(IdentityNumber::parse(&short.replace('+', "-"), date(2009, 12, 31)), Ok(number));
    assert_eq!(IdentityNumber::parse(&short.replace('+', "-"), date(2010, 1, 1)), Err(Cause::FutureDate));
    assert_eq!(IdentityNumber::parse(&short.replace('+', ""), date(2010, 1, 1)), Ok(number), "nobody is born later");
    assert_eq!(read("19820101+2385"), Err(Cause::WrongSign));
}

#[test]
fn a_leap_day_is_a_date_in_leap_years_only() {
    let born = date(2000, 2, 29);
    let number = personal_number(born, false).unwrap();
    let last = &number.as_stored()[8..];
    assert_eq!(read(&format!("000229-{last}")).unwrap().birth_date(), Some(born));
    assert_eq!(read(&format!("000229+{last}")), Err(Cause::ImpossibleDate), "1900 had no leap day");
}

#[test]
fn coordination_numbers_count_sixty_more_days_and_check_the_written_digits() {
    let cases = [
        ("701063-2391", date(1970, 10, 3)),
        ("197302889931", date(1973, 2, 28)),
        ("570574-9959", date(1957, 5, 14)),
        ("197306749982", date(1973, 6, 14)),
    ];
    for (text, born) in cases {
        let number = read(text).unwrap_or_else(|cause| panic!("{text}: {cause}"));
        assert_eq!((number.kind(), number.birth_date()), (Kind::CoordinationNumber, Some(born)));
        assert_eq!(number.oid(), "1.2.752.129.2.1.3.3");
    }
}

#[test]
fn coordination_numbers_may_lack_month_or_day() {
    for (text, year) in [("191711602399", 1917), ("192300692387", 1923), ("193100602394", 1931), ("194101602391", 1941)]
    {
        let number = read(text).unwrap();
        assert_eq!(number.kind(), Kind::CoordinationNumber);
        assert_eq!((number.birth_date(), number.birth_year()), (None, Some(year)));
        assert_eq!(number.age_on(TODAY), None);
        assert_eq!(IdentityNumber::parse(text, date(year - 1, 12, 31)), Err(Cause::FutureDate));
    }
}

#[test]
fn reserve_numbers_are_known_by_their_form_and_carry_their_own_oid() {
    let cases = [
        ("22950606-FH20", "22950606FH20", Kind::NationalReserveNumber, Some(date(1995, 6, 6))),
        ("25780404KHD5", "25780404KHD5", Kind::NationalReserveNumber, Some(date(1978, 4, 4))),
        ("00342145bz31", "00342145BZ31", Kind::NationalReserveNumber, None),
        ("00749852BZK0", "00749852BZK0", Kind::NationalReserveNumber, None),
        ("99 1981 000010", "991981000010", Kind::StockholmReserveNumber, None),
        ("991945000023", "991945000023", Kind::StockholmReserveNumber, None),
        ("991993000032", "991993000032", Kind::StockholmReserveNumber, None),
        ("19810829-M071", "19810829M071", Kind::VastraGotalandReserveNumber, Some(date(1981, 8, 29))),
        ("19450829k088", "19450829K088", Kind::VastraGotalandReserveNumber, Some(date(1945, 8, 29))),
        ("19930829X802", "19930829X802", Kind::VastraGotalandReserveNumber, Some(date(1993, 8, 29))),
        ("198108320014", "198108320014", Kind::CarelinkReserveNumber, None),
        ("19810829SU3A", "19810829SU3A", Kind::VarmlandReserveNumber, None),
        ("19450829SF2B", "19450829SF2B", Kind::VarmlandReserveNumber, Some(date(1945, 8, 29))),
        ("19930829SX0C", "19930829SX0C", Kind::VarmlandReserveNumber, None),
        ("12345678TA0A", "12345678TA0A", Kind::OrebroReserveNumber, None),
        ("19810829TB1F", "19810829TB1F", Kind::OrebroReserveNumber, None),
        ("19930829T320", "19930829T320", Kind::OrebroReserveNumber, None),
    ];
    for (text, kept, kind, born) in cases {
        let number = read(text).unwrap_or_else(|cause| panic!("{text}: {cause}"));
        assert_eq!((number.as_stored(), number.kind(), number.birth_date()), (kept, kind, born), "{text}");
        assert_eq!(IdentityNumber::from_stored(kept), Ok(number));
        assert_eq!(read(&number.shown()), Ok(number));
        assert!(kind.is_reserve());
    }
    let oids: std::collections::HashSet<_> = Kind::ALL.iter().map(|kind| kind.oid()).collect();
    assert_eq!(oids.len(), Kind::ALL.len());
}

#[test]
fn each_fault_is_told_by_its_own_cause() {
    let cases = [
        ("", Cause::Empty),
        (" \u{a0}\u{200b}\t", Cause::Empty),
        ("1982010123851", Cause::WrongLength),
        ("1177", Cause::WrongLength),
        ("19820101/2385", Cause::NotDigits),
        ("82O1O1-238O", Cause::NotDigits),
        ("Eva Lund", Cause::NotDigits),
        ("820101-2385\0", Cause::NotDigits),
        ("820101-2385🌷", Cause::NotDigits),
        ("١٩٨٢٠١٠١٢٣٨٠", Cause::UnicodeDigits),
        ("\u{ff18}201012385", Cause::UnicodeDigits),
        ("82010²-2385", Cause::UnicodeDigits),
        ("820101-2386", Cause::WrongCheckDigit),
        ("194205669899", Cause::WrongCheckDigit),
        ("19640883-3224", Cause::WrongCheckDigit),
        ("19820230-2385", Cause::ImpossibleDate),
        ("821301-2385", Cause::ImpossibleDate),
        ("820100-2385", Cause::ImpossibleDate),
        ("820132-2385", Cause::ImpossibleDate),
        ("820092-2385", Cause::ImpossibleDate),
        ("19730289-9931", Cause::ImpossibleDate),
        ("19730290-9931", Cause::ImpossibleDate),
        ("198113320014", Cause::ImpossibleDate),
        ("198108320015", Cause::WrongCheckDigit),
        ("201509160006", Cause::ImpossibleBirthNumber),
        ("82-0101-2385", Cause::UnknownForm),
        ("070-1234567", Cause::UnknownForm),
        ("165565594230", Cause::UnknownForm),
        ("222222222222", Cause::UnknownForm),
        ("19810829Q071", Cause::UnknownForm),
        ("19810829M901", Cause::UnknownForm),
        ("22950606FH21", Cause::WrongCheckDigit),
        ("22950631FH20", Cause::ImpossibleDate),
        ("00340645BZ31", Cause::ImpossibleDate),
        ("22950606+FH20", Cause::UnknownForm),
        ("991981000011", Cause::WrongCheckDigit),
        ("19810829M072", Cause::WrongCheckDigit),
        ("19810831SV3A", Cause::UnknownForm),
        ("19810931SU3A", Cause::ImpossibleDate),
        ("19810829SU3V", Cause::UnknownForm),
    ];
    for (text, cause) in cases {
        assert_eq!(read(text), Err(cause), "{text:?}");
    }
    assert_eq!(read(&"1".repeat(1_000_000)), Err(Cause::TooLong));
    assert_eq!(IdentityNumber::parse("201506152386", date(2015, 6, 14)), Err(Cause::FutureDate));
    assert!(IdentityNumber::parse("201506152386", date(2015, 6, 15)).is_ok(), "born today");
}

#[test]
fn age_turns_on_the_birthday_and_a_leap_day_child_turns_on_the_28th() {
    let age = |number: IdentityNumber, day| number.age_on(day);
    let number = personal_number(date(1982, 1, 31), false).unwrap();
    assert_eq!(age(number, date(2000, 1, 30)), Some(17));
    assert_eq!(age(number, date(2000, 1, 31)), Some(18));
    assert_eq!(age(number, date(1982, 1, 31)), Some(0));
    assert_eq!(age(number, date(1982, 1, 30)), None);
    let leap = personal_number(date(2000, 2, 29), false).unwrap();
    assert_eq!(age(leap, date(2018, 2, 27)), Some(17));
    assert_eq!(age(leap, date(2018, 2, 28)), Some(18));
    assert_eq!(age(leap, date(2020, 2, 28)), Some(19));
    assert_eq!(age(leap, date(2020, 2, 29)), Some(20));
}

#[test]
fn only_what_this_type_wrote_is_read_back_from_storage() {
    for text in ["19820101-2385", "8201012385", " 198201012385", "22950606fh20", "198201012386", "åååååå"] {
        assert!(IdentityNumber::from_stored(text).is_err(), "{text}");
    }
}

fn series_number() -> impl Strategy<Value = IdentityNumber> {
    let day = prop_oneof![(1890i16..=1910), (1980i16..=2016)].prop_flat_map(|year| {
        let first = date(year, 1, 1);
        (0..i32::from(first.days_in_year())).prop_map(move |days| first.saturating_add(days.days()))
    });
    (day, any::<bool>(), any::<bool>()).prop_map(|(birth, second, coordination)| {
        let number = if coordination { coordination_number(birth, second) } else { personal_number(birth, second) };
        number.or_else(|_| personal_number(birth, second)).unwrap()
    })
}

proptest! {
    #[test]
    fn a_number_survives_every_round(number in series_number(), short in any::<bool>(), blank in "[ \u{a0}]{0,2}") {
        let sign = if number.birth_year().unwrap() <= TODAY.year() - 100 { "+" } else { "-" };
        let text = number.as_stored();
        let written = format!("{blank}{}{sign}{}{blank}", &text[if short { 2 } else { 0 }..8], &text[8..]);
        prop_assert_eq!(read(&written), Ok(number));
        prop_assert_eq!(read(&number.shown()), Ok(number));
        prop_assert_eq!(IdentityNumber::from_stored(text), Ok(number));
    }

    #[test]
    fn one_wrong_digit_is_always_found(number in series_number(), place in 2usize..12, step in 1u8..10) {
        let mut digits = number.characters;
        digits[place] = b'0' + (digits[place] - b'0' + step) % 10;
        let text = std::str::from_utf8(&digits).unwrap();
        prop_assert!(read(text).is_err());
        prop_assert!(read(&text[2..]).is_err());
        prop_assert!(IdentityNumber::from_stored(text).is_err());
    }

    #[test]
    fn age_is_the_years_that_jiff_counts_apart_from_leap_days(number in series_number(), later in 0i32..40_000) {
        let born = number.birth_date().unwrap();
        let day = born.saturating_add(later.days());
        prop_assume!((born.month(), born.day()) != (2, 29));
        let years = born.until((jiff::Unit::Year, day)).unwrap().get_years();
        prop_assert_eq!(number.age_on(day).map(i16::try_from), Some(Ok(years)));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read(&text);
        let _ = IdentityNumber::from_stored(&text);
    }

    #[test]
    fn text_that_looks_like_a_number_is_read_or_refused_and_reads_back(text in "[0-9]{0,8}[-+]?[0-9A-Zx ]{0,6}") {
        if let Ok(number) = read(&text) {
            prop_assert_eq!(IdentityNumber::from_stored(number.as_stored()), Ok(number));
            prop_assert_eq!(read(number.as_stored()), Ok(number));
        }
    }

    #[test]
    fn nothing_printed_tells_the_number(number in prop_oneof![series_number(), proptest::sample::select(older_people().collect::<Vec<_>>())]) {
        let refused = read(&format!("{}0", number.as_stored())).unwrap_err();
        for printed in [format!("{number}"), format!("{number:?}"), format!("{number:#?}"), format!("{:?}", Some(number)), format!("{refused} {refused:?}")] {
            prop_assert!(!printed.contains(&number.as_stored()[8..]), "{}", printed);
            prop_assert!(!printed.contains(&number.as_stored()[2..8]), "{}", printed);
        }
        prop_assert_eq!(number.to_string(), "******-****");
    }
}

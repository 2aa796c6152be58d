//! An address for notices, a mailbox or a telephone, and how somebody shows that it is their own: by the code that was sent to it.
//! Pure.

use behorig_access::Instant;
use behorig_cases::records::{AskedAddress, NoticeAddress};
use behorig_outbox::{Address, Way};
use behorig_web::Lang;
use sha2::{Digest as _, Sha256};

/// A code holds for so long, in milliseconds: an hour, since some mail takes its time.
pub(crate) const CODE_HOLDS: i64 = 3_600_000;
/// So many wrong codes, and a new one must be asked for: of a million codes nobody finds one by trying.
pub(crate) const MOST_WRONG: i64 = 5;
/// So many codes are sent to one person by one way in a day, and to one telephone by whoever asks, so that nobody's mailbox or
/// telephone is filled with them.
pub(crate) const MOST_CODES: i64 = 5;
pub(crate) const A_DAY: i64 = 24 * 3_600_000;

/// Six digits. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Code(String);

impl Code {
    /// A code made of randomness.
    pub(crate) fn of(random: u64) -> Self {
        Self(format!("{:06}", random % 1_000_000))
    }

    /// What the letter says, and nothing else.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Code(…)")
    }
}

/// What is kept of a code: worth nothing for any other person or address.
fn hash(address: &NoticeAddress, to: &Address, code: &str) -> [u8; 32] {
    let to = match to {
        Address::Mail(email) => email.folded(),
        Address::Sms(number) => number.as_str(),
    };
    let digest = Sha256::new()
        .chain_update(address.person.uuid().as_bytes())
        .chain_update(to.as_bytes())
        .chain_update([0])
        .chain_update(code.as_bytes());
    digest.finalize().into()
}

/// How many codes can still be sent now.
fn codes_left(address: &NoticeAddress, now: Instant) -> i64 {
    if now.0 - address.codes_since.0 >= A_DAY { MOST_CODES } else { MOST_CODES - address.codes_sent }
}

/// Asks for an address: a code is to be sent to it, and until it is typed nothing else changes. `false`: too many were sent today.
pub(crate) fn ask(address: &mut NoticeAddress, to: Address, code: &Code, now: Instant) -> bool {
    if codes_left(address, now) <= 0 {
        return false;
    }
    if now.0 - address.codes_since.0 >= A_DAY {
        (address.codes_since, address.codes_sent) = (now, 0);
    }
    address.codes_sent += 1;
    let hash = hash(address, &to, code.reveal());
    let until = now.plus_millis(CODE_HOLDS);
    address.asked = Some(AskedAddress { address: to, at: now, code: hash, until, letter: None, wrong: 0 });
    true
}

/// What a typed code did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// The address is confirmed.
    Right,
    /// It was not that one; so many tries are left.
    Wrong(i64),
    /// No code holds: it was too late, or too many were wrong. A new one must be asked for.
    Over,
}

/// Tries a code.
pub(crate) fn try_code(address: &mut NoticeAddress, typed: &str, now: Instant) -> Typed {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(asked) = address.asked.as_ref().filter(|asked| holds(asked, now)) else { return Typed::Over };
    if hash(address, &asked.address, &digits) == asked.code {
        address.confirmed = Some((asked.address.clone(), now));
        (address.asked, address.wanted) = (None, true);
        return Typed::Right;
    }
    let Some(asked) = address.asked.as_mut() else { return Typed::Over };
    asked.wrong += 1;
    if asked.wrong < MOST_WRONG { Typed::Wrong(MOST_WRONG - asked.wrong) } else { Typed::Over }
}

/// Whether the code that was sent can still be typed.
pub(crate) fn holds(asked: &AskedAddress, now: Instant) -> bool {
    now < asked.until && asked.wrong < MOST_WRONG
}

/// Takes a person's address of one way away. How many codes were sent today stays known.
pub(crate) fn take_away(addresses: &mut [NoticeAddress], way: Way) {
    for address in addresses.iter_mut().filter(|address| address.way == way) {
        (address.confirmed, address.asked) = (None, None);
    }
    leave_nobody_out(addresses);
}

/// Chooses the language of a person's notices and, where they are given, the ways by which they come.
pub(crate) fn choose(addresses: &mut [NoticeAddress], ways: Option<&[Way]>, language: Lang) {
    for address in addresses.iter_mut() {
        address.language = language;
        if let Some(ways) = ways {
            address.wanted = ways.contains(&address.way);
        }
    }
    leave_nobody_out(addresses);
}

/// Whoever has a confirmed address gets notices: to stop, one takes it away.
fn leave_nobody_out(addresses: &mut [NoticeAddress]) {
    if addresses.iter().all(|address| address.in_use().is_none()) {
        addresses.iter_mut().for_each(|address| address.wanted = true);
    }
}

#[cfg(test)]
mod tests {
    use behorig_access::PersonId;
    use behorig_identity::{Email, MobileNumber};
    use proptest::prelude::*;

    use super::*;

    const NOON: Instant = Instant(1_800_000_000_000);

    fn nobody() -> NoticeAddress {
        NoticeAddress::none(PersonId::from_bytes([1; 16]), Way::Mail, Lang::Sv)
    }

    fn email(name: &str) -> Address {
        Email::parse(&format!("{name}@a.example")).unwrap().into()
    }

    fn mobile() -> Address {
        MobileNumber::parse("070-174 06 05").unwrap().into()
    }

    /// Both ways, confirmed where said, wanted where said.
    fn both(confirmed: [bool; 2], wanted: [bool; 2]) -> [NoticeAddress; 2] {
        let mut mail = nobody();
        let mut sms = NoticeAddress::none(mail.person, Way::Sms, Lang::Sv);
        mail.confirmed = confirmed[0].then(|| (email("eva"), NOON));
        sms.confirmed = confirmed[1].then(|| (mobile(), NOON));
        (mail.wanted, sms.wanted) = (wanted[0], wanted[1]);
        [mail, sms]
    }

    #[test]
    fn an_address_is_written_to_only_after_its_code_was_typed() {
        let mut address = nobody();
        assert!(ask(&mut address, email("eva"), &Code::of(42), NOON));
        assert!(address.confirmed.is_none());
        assert_eq!(try_code(&mut address, "000 042", NOON.plus_millis(CODE_HOLDS - 1)), Typed::Right);
        assert_eq!(address.confirmed.unwrap().0, email("eva"));
        assert!(address.asked.is_none());
    }

    #[test]
    fn the_address_from_before_stays_until_the_new_one_is_confirmed() {
        let mut address = nobody();
        address.confirmed = Some((email("eva"), NOON));
        assert!(ask(&mut address, email("bo"), &Code::of(7), NOON));
        assert_eq!(try_code(&mut address, "000008", NOON), Typed::Wrong(4));
        assert_eq!(address.confirmed.as_ref().unwrap().0, email("eva"));
        assert_eq!(try_code(&mut address, "000007", NOON), Typed::Right);
        assert_eq!(address.confirmed.unwrap().0, email("bo"));
    }

    #[test]
    fn a_code_is_over_after_its_hour_and_after_five_wrong_ones() {
        let mut late = nobody();
        assert!(ask(&mut late, email("eva"), &Code::of(42), NOON));
        assert_eq!(try_code(&mut late, "000042", NOON.plus_millis(CODE_HOLDS)), Typed::Over);
        let mut guessed = nobody();
        assert!(ask(&mut guessed, email("eva"), &Code::of(42), NOON));
        let tries: Vec<Typed> = (0..5).map(|_| try_code(&mut guessed, "1", NOON)).collect();
        assert_eq!(tries, [Typed::Wrong(4), Typed::Wrong(3), Typed::Wrong(2), Typed::Wrong(1), Typed::Over]);
        assert_eq!(try_code(&mut guessed, "000042", NOON), Typed::Over, "the right one comes too late");
    }

    #[test]
    fn a_code_prints_nothing_and_is_worth_nothing_for_another_address() {
        assert_eq!(format!("{:?}", Code::of(123_456)), "Code(…)");
        let address = nobody();
        assert_ne!(hash(&address, &email("eva"), "000042"), hash(&address, &email("bo"), "000042"));
        assert_ne!(hash(&address, &email("eva"), "000042"), hash(&address, &mobile(), "000042"));
    }

    #[test]
    fn a_number_that_is_confirmed_is_used_beside_the_mail_until_one_of_them_is_chosen() {
        let [_, mut sms] = both([true, false], [true, false]);
        assert!(ask(&mut sms, mobile(), &Code::of(42), NOON));
        assert_eq!(try_code(&mut sms, "000042", NOON), Typed::Right);
        assert_eq!(sms.in_use(), Some(&mobile()));
        let mut addresses = both([true, true], [true, true]);
        choose(&mut addresses, Some(&[Way::Sms]), Lang::En);
        assert_eq!(addresses.each_ref().map(|address| address.in_use().is_some()), [false, true]);
        assert!(addresses.iter().all(|address| address.language == Lang::En));
        take_away(&mut addresses, Way::Sms);
        assert_eq!(addresses[0].in_use(), Some(&email("eva")), "the mail is used again where it alone is left");
    }

    proptest! {
        #[test]
        fn whoever_has_a_confirmed_address_gets_notices_whatever_is_chosen_or_taken_away(
            confirmed: [bool; 2], wanted: [bool; 2], choice in 0..4_usize, taken: Option<bool>,
        ) {
            let mut addresses = both(confirmed, wanted);
            let ways = [None, Some(&[Way::Mail][..]), Some(&[Way::Sms][..]), Some(&Way::ALL[..])];
            choose(&mut addresses, ways[choice], Lang::Sv);
            if let Some(sms) = taken {
                take_away(&mut addresses, if sms { Way::Sms } else { Way::Mail });
            }
            let has_one = addresses.iter().any(|address| address.confirmed.is_some());
            prop_assert_eq!(addresses.iter().any(|address| address.in_use().is_some()), has_one);
        }

        #[test]
        fn no_day_sends_more_codes_than_are_allowed(minutes in prop::collection::vec(0..3_000_i64, 1..60)) {
            let mut times: Vec<i64> = minutes.iter().map(|minute| NOON.0 + minute * 60_000).collect();
            times.sort_unstable();
            let mut address = nobody();
            let mut sent: Vec<i64> = Vec::new();
            for at in times {
                if ask(&mut address, email("eva"), &Code::of(1), Instant(at)) {
                    sent.push(at);
                }
            }
            // Counted from the first of each day, so no day and night hold more than twice as many.
            for at in &sent {
                let within = sent.iter().filter(|other| (*at..at + A_DAY).contains(*other)).count();
                prop_assert!(within <= 2 * 5);
            }
            prop_assert!(!sent.is_empty());
        }
    }
}

//! Reading an animated QR code as the app does.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::time::Duration;

/// How many seconds a code may have been on its way from the server, by the screen, to the camera.
const OLDEST: u64 = 5;
/// How many seconds the service's clock may run ahead.
const AHEAD: u64 = 2;

/// Why the phone refused a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Not `bankid.TOKEN.SECOND.PROOF`.
    #[error("not a BankID QR code")]
    NotACode,
    /// No order with that token, or it is over.
    #[error("no such order waits")]
    NoSuchOrder,
    /// The proof does not belong to the token and the second.
    #[error("the QR code's proof is wrong")]
    WrongProof,
    /// The code was good at another moment.
    #[error("the QR code is not of this moment")]
    WrongMoment,
}

/// The parts of a code, not yet checked.
pub(crate) struct Code<'a> {
    pub(crate) token: &'a str,
    second: &'a str,
    proof: &'a str,
}

impl<'a> Code<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, ScanError> {
        let parts: Vec<&str> = text.trim().split('.').collect();
        match parts.as_slice() {
            ["bankid", token, second, proof] => Ok(Self { token, second, proof }),
            _ => Err(ScanError::NotACode),
        }
    }

    /// Checks the proof and the moment, `age` being how long ago the order was made.
    pub(crate) fn check(&self, secret: &str, age: Duration) -> Result<(), ScanError> {
        let proof = hex::decode(self.proof).map_err(|_| ScanError::NotACode)?;
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| ScanError::WrongProof)?;
        mac.chain_update(self.second).verify_slice(&proof).map_err(|_| ScanError::WrongProof)?;
        let second: u64 = self.second.parse().map_err(|_| ScanError::NotACode)?;
        let age = age.as_secs();
        if second + OLDEST >= age && second <= age + AHEAD { Ok(()) } else { Err(ScanError::WrongMoment) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "d28db9a7-4cde-429e-a983-359be676944c";
    const SECOND_ONE: &str = "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.1.\
        949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2";

    fn scanned(text: &str, age: u64) -> Result<(), ScanError> {
        Code::parse(text)?.check(SECRET, Duration::from_secs(age))
    }

    #[test]
    fn a_published_code_is_accepted_while_it_is_on_the_screen() {
        assert_eq!(scanned(SECOND_ONE, 1), Ok(()));
        assert_eq!(scanned(SECOND_ONE, 6), Ok(()));
    }

    #[test]
    fn a_photograph_of_a_code_is_refused() {
        assert_eq!(scanned(SECOND_ONE, 7), Err(ScanError::WrongMoment));
    }

    #[test]
    fn a_code_with_another_second_or_another_proof_is_refused() {
        assert_eq!(scanned(&SECOND_ONE.replace(".1.", ".2."), 2), Err(ScanError::WrongProof));
        assert_eq!(scanned(&SECOND_ONE.replace("949d", "949e"), 1), Err(ScanError::WrongProof));
        assert_eq!(scanned("https://example.org", 1), Err(ScanError::NotACode));
        assert_eq!(scanned("bankid.a.1.ö", 1), Err(ScanError::NotACode));
    }
}

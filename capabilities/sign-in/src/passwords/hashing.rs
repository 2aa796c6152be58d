//! One hash: argon2id, kept in the PHC string format.

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;

/// What a stored hash looks like: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The hash as it came out of its column.
    #[must_use]
    pub fn from_stored(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The hash for its column, and for nothing else.
    #[must_use]
    pub fn as_stored(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(****)")
    }
}

impl behorig_store::ToParam for PasswordHash {
    fn to_param(&self) -> behorig_store::Param<'_> {
        behorig_store::Param::Text(&self.0)
    }
}

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes, computed one after the other.
    pub lanes: u32,
}

impl Default for HashCost {
    /// 19 MiB, two passes, one lane: OWASP's first recommendation for argon2id.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// Hashing failed for a reason that is the program's and not the password's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a password could not be hashed")]
pub(super) struct HashFailed;

impl HashCost {
    pub(super) fn params(self) -> Result<Params, HashFailed> {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(Params::DEFAULT_OUTPUT_LEN)).map_err(|_| HashFailed)
    }
}

/// Hashes a new password with a random salt. `memory` grows to what is needed and can be used again.
pub(super) fn hash(text: &str, params: &Params, memory: &mut Vec<Block>) -> Result<PasswordHash, HashFailed> {
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| HashFailed)?;
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    run(text, &salt, params, &mut out, memory)?;
    written(params, &salt, &out)
}

/// A hash that nobody has the password of: its output is drawn and not computed. Checking against it costs as much as any.
pub(super) fn of_nobody(params: &Params) -> Result<PasswordHash, HashFailed> {
    let (mut salt, mut out) = ([0; 16], [0; Params::DEFAULT_OUTPUT_LEN]);
    aws_lc_rs::rand::fill(&mut salt).and_then(|()| aws_lc_rs::rand::fill(&mut out)).map_err(|_| HashFailed)?;
    written(params, &salt, &out)
}

fn written(params: &Params, salt: &[u8], out: &[u8]) -> Result<PasswordHash, HashFailed> {
    let phc = phc::PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: params.try_into().map_err(|_| HashFailed)?,
        salt: Some(phc::Salt::new(salt).map_err(|_| HashFailed)?),
        hash: Some(phc::Output::new(out).map_err(|_| HashFailed)?),
    };
    Ok(PasswordHash(phc.to_string()))
}

/// Whether the text is the password of a stored hash. A hash that is none is nobody's password.
pub(super) fn is_password_of(text: &str, stored: &PasswordHash, memory: &mut Vec<Block>) -> bool {
    let Some((params, salt, expected)) = parts(stored) else { return false };
    let mut out = vec![0; expected.len()];
    run(text, &salt, &params, &mut out, memory).is_ok() && verify_slices_are_equal(&out, expected.as_bytes()).is_ok()
}

/// Whether a stored hash was made with another cost than is asked for now.
pub(super) fn costs_otherwise(stored: &PasswordHash, now: &Params) -> bool {
    parts(stored).is_none_or(|(params, ..)| {
        (params.m_cost(), params.t_cost(), params.p_cost()) != (now.m_cost(), now.t_cost(), now.p_cost())
    })
}

fn parts(stored: &PasswordHash) -> Option<(Params, phc::Salt, phc::Output)> {
    let phc = phc::PasswordHash::new(&stored.0).ok()?;
    let params = Params::try_from(&phc).ok()?;
    let ours = phc.algorithm == Algorithm::Argon2id.ident() && phc.version == Some(Version::V0x13.into());
    ours.then_some((params, phc.salt?, phc.hash?))
}

fn run(text: &str, salt: &[u8], params: &Params, out: &mut [u8], memory: &mut Vec<Block>) -> Result<(), HashFailed> {
    memory.resize(params.block_count(), Block::new());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(text.as_bytes(), salt, out, memory)
        .map_err(|_| HashFailed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::PasswordVerifier;

    fn cheap() -> Params {
        HashCost { memory_kib: 64, passes: 1, lanes: 1 }.params().unwrap()
    }

    #[test]
    fn the_hash_of_nobody_reads_as_any_other_and_knows_no_password() {
        let nobody = of_nobody(&cheap()).unwrap();
        assert!(!costs_otherwise(&nobody, &cheap()));
        assert!(parts(&nobody).is_some_and(|(_, _, output)| output.len() == Params::DEFAULT_OUTPUT_LEN));
        assert!(!is_password_of("", &nobody, &mut Vec::new()));
        assert_ne!(nobody, of_nobody(&cheap()).unwrap());
    }

    #[test]
    fn a_password_is_known_again_and_another_is_not() {
        let mut memory = Vec::new();
        let stored = hash("åtta träd i Örnsköldsvik", &cheap(), &mut memory).unwrap();
        assert!(is_password_of("åtta träd i Örnsköldsvik", &stored, &mut memory));
        assert!(!is_password_of("åtta träd i örnsköldsvik", &stored, &mut memory));
        assert!(!is_password_of("", &PasswordHash::from_stored("plain"), &mut memory));
        assert_eq!(format!("{stored:?}"), "PasswordHash(****)");
    }

    #[test]
    fn the_stored_form_is_the_one_that_other_programs_read() {
        let stored = hash("hemligt nog", &cheap(), &mut Vec::new()).unwrap();
        assert!(stored.as_stored().starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{}", stored.as_stored());
        let read = phc::PasswordHash::new(stored.as_stored()).unwrap();
        assert!(Argon2::default().verify_password(b"hemligt nog", &read).is_ok());
    }

    #[test]
    fn a_change_of_cost_is_seen() {
        let stored = hash("hemligt nog", &cheap(), &mut Vec::new()).unwrap();
        assert!(!costs_otherwise(&stored, &cheap()));
        assert!(costs_otherwise(&stored, &HashCost { memory_kib: 64, passes: 2, lanes: 1 }.params().unwrap()));
    }

    #[test]
    fn the_same_password_is_never_stored_alike() {
        let again = || hash("hemligt nog", &cheap(), &mut Vec::new()).unwrap();
        assert_ne!(again(), again());
    }
}

//! C2SP signed notes: a text, a blank line, and one line for each signature.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{KeyError, KeyId, KeyName, Kind, SigningKey, VerifyingKey};

/// An em dash and a space begin every signature line.
const DASH: &str = "\u{2014} ";
/// A note beyond this is not read: sixteen signatures, also long ones of a kind to come, are far below.
const LONGEST_NOTE: usize = 256 * 1024;
const MOST_SIGNATURES: usize = 64;
/// A log's by Ed25519, in bytes. A witness's has the time before it, and those of other kinds are longer still.
const SIGNATURE: usize = 64;
const COSIGNATURE: usize = 72;

/// Why a note is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not the form of a signed note: cut short, changed, or something else altogether.
    #[error("this is no signed note: it must be a text, a blank line and its signatures, unchanged")]
    BadForm,
    /// None of the keys that were given signed it.
    #[error("no known key signed the note: give the log's public key, and its keys of before")]
    NoKnownSignature,
    /// A signature in the name of a known key is not that key's.
    #[error("the signature of {name} ({id}) does not hold: the note was changed, or somebody else signed it")]
    BadSignature {
        /// In whose name.
        name: KeyName,
        /// Which of its keys.
        id: KeyId,
    },
    /// Signing failed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// One signature on a note: whose it says it is, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    name: KeyName,
    id: KeyId,
    bytes: Vec<u8>,
}

/// What a signature that holds says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// The log: this is my tree.
    Signed,
    /// A witness: this was the tree at this time, in seconds since 1970.
    SeenAt(u64),
}

impl SignatureLine {
    /// Reads one line, without its newline.
    ///
    /// # Errors
    /// [`NoteError::BadForm`].
    pub fn parse(line: &str) -> Result<Self, NoteError> {
        let (name, encoded) =
            line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(NoteError::BadForm)?;
        let name = KeyName::new(name).map_err(|_| NoteError::BadForm)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NoteError::BadForm)?;
        let (id, signature) = bytes.split_first_chunk::<4>().ok_or(NoteError::BadForm)?;
        if signature.is_empty() {
            return Err(NoteError::BadForm);
        }
        Ok(Self { name, id: KeyId(*id), bytes: signature.to_vec() })
    }

    /// A log signs a text.
    ///
    /// # Errors
    /// [`KeyError::WrongKind`] with a witness's key, [`KeyError::Refused`].
    pub(crate) fn of_log(text: &str, key: &SigningKey) -> Result<Self, KeyError> {
        let public = key.verifying_key();
        if public.kind() != Kind::Log {
            return Err(KeyError::WrongKind);
        }
        Ok(Self { name: public.name().clone(), id: public.id(), bytes: key.sign(text.as_bytes())? })
    }

    /// A witness signs a text with the time at which it saw it.
    pub(crate) fn of_witness(text: &str, key: &SigningKey, seconds: u64) -> Result<Self, KeyError> {
        let public = key.verifying_key();
        if public.kind() != Kind::Witness {
            return Err(KeyError::WrongKind);
        }
        let signature = key.sign(cosigned(text, seconds).as_bytes())?;
        let bytes = [seconds.to_be_bytes().as_slice(), &signature].concat();
        Ok(Self { name: public.name().clone(), id: public.id(), bytes })
    }

    /// Whether it says to be by this key.
    pub(crate) fn claims(&self, key: &VerifyingKey) -> bool {
        self.name == *key.name() && self.id == key.id()
    }

    /// What the signature says of the text, where it is this key's.
    pub(crate) fn check(&self, text: &str, key: &VerifyingKey) -> Option<Says> {
        match key.kind() {
            Kind::Log => key.holds(text.as_bytes(), &self.bytes).then_some(Says::Signed),
            Kind::Witness => {
                let (seconds, signature) = self.bytes.split_first_chunk::<8>()?;
                let seconds = u64::from_be_bytes(*seconds);
                let message = cosigned(text, seconds);
                // Beyond the highest signed number no time may be (C2SP tlog-cosignature).
                let holds = i64::try_from(seconds).is_ok() && key.holds(message.as_bytes(), signature);
                holds.then_some(Says::SeenAt(seconds))
            }
        }
    }
}

/// What a witness signs (C2SP tlog-cosignature, Ed25519).
fn cosigned(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.0.as_slice(), &self.bytes].concat();
        writeln!(f, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A text with signatures that nobody has checked yet. Its text is to be believed only where a key that one knows has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl SignedNote {
    /// Signs a text with a log's keys: the present one, and during a change of keys the one before it too.
    ///
    /// # Errors
    /// [`NoteError::BadForm`] where the text is none for a note, [`NoteError::Key`].
    pub fn sign(text: &str, keys: &[&SigningKey]) -> Result<Self, NoteError> {
        if keys.is_empty() || !is_text(text) {
            return Err(NoteError::BadForm);
        }
        let signatures = keys.iter().map(|key| SignatureLine::of_log(text, key)).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteError::BadForm`].
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > LONGEST_NOTE {
            return Err(NoteError::BadForm);
        }
        // The last blank line parts them, since a text may have blank lines of its own.
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::BadForm)?;
        let text = format!("{text}\n");
        let lines = lines.strip_suffix('\n').ok_or(NoteError::BadForm)?;
        let signatures: Vec<_> =
            lines.split('\n').take(MOST_SIGNATURES + 1).map(SignatureLine::parse).collect::<Result<_, _>>()?;
        if signatures.len() > MOST_SIGNATURES || !is_text(&text) {
            return Err(NoteError::BadForm);
        }
        Ok(Self { text, signatures })
    }

    /// The text, with its last newline. A claim until a known key has signed it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether every signature has the length of one: the last of a note that was written by halves has not.
    pub(crate) fn is_untorn(&self) -> bool {
        self.signatures.iter().all(|line| line.bytes.len() == SIGNATURE || line.bytes.len() >= COSIGNATURE)
    }

    /// Adds a signature, such as a witness's, unless it is there already.
    pub fn add(&mut self, signature: SignatureLine) {
        if !self.signatures.contains(&signature) {
            self.signatures.push(signature);
        }
    }

    /// What the given keys say of the text. Signatures of others are passed over.
    ///
    /// # Errors
    /// [`NoteError::BadSignature`] where a line in the name of a given key is not by it: then the whole note is refused.
    /// [`NoteError::NoKnownSignature`] where none of the keys signed.
    pub(crate) fn said_by<'k>(&self, known: &[&'k VerifyingKey]) -> Result<Vec<(&'k VerifyingKey, Says)>, NoteError> {
        let mut said = Vec::new();
        for line in &self.signatures {
            for &key in known.iter().filter(|key| line.claims(key)) {
                let bad = || NoteError::BadSignature { name: line.name.clone(), id: line.id };
                said.push((key, line.check(&self.text, key).ok_or_else(bad)?));
            }
        }
        if said.is_empty() { Err(NoteError::NoKnownSignature) } else { Ok(said) }
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| write!(f, "{signature}"))
    }
}

/// A note's text ends with a newline and has no other control characters.
fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|c| c < ' ' && c != '\n')
}

//! Signed notes and checkpoints (C2SP), Ed25519 keys, and whom to believe.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::merkle::Hash;

const LOG: u8 = 1;
const WITNESS: u8 = 4;

/// A public key with its name.
pub struct Key {
    name: String,
    id: [u8; 4],
    kind: u8,
    public: VerifyingKey,
}

impl Key {
    /// Reads `name+id+key`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("{text}: {why}");
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("a public key is written as name+id+key"));
        };
        let bytes = STANDARD.decode(key).map_err(|_| wrong("the key is not base64"))?;
        let [kind @ (LOG | WITNESS), public @ ..] = bytes.as_slice() else {
            return Err(wrong("an unknown kind of key"));
        };
        let public: &[u8; 32] = public.try_into().map_err(|_| wrong("an Ed25519 key has 32 bytes"))?;
        let named = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(&bytes).finalize();
        let own: [u8; 4] = named.first_chunk().copied().unwrap_or_default();
        if format!("{:08x}", u32::from_be_bytes(own)) != id {
            return Err(wrong("the id does not fit: a character was changed"));
        }
        let public = VerifyingKey::from_bytes(public).map_err(|_| wrong("no point of the curve"))?;
        Ok(Self { name: name.to_owned(), id: own, kind: *kind, public })
    }

    fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.public.verify_strict(message, &signature).is_ok())
    }
}

/// The keys of a log, each with the size up to which it is good, and the witnesses.
pub struct Trust {
    pub origin: String,
    keys: Vec<(u64, Key)>,
    pub witnesses: Vec<Key>,
}

/// A checkpoint that a key of the log has signed.
#[derive(Clone)]
pub struct Checkpoint {
    pub size: u64,
    pub root: Hash,
    /// Witnesses with the seconds since 1970 at which they saw it.
    pub seen: Vec<(String, u64)>,
}

impl Trust {
    pub fn new(keys: Vec<(u64, Key)>, witnesses: Vec<Key>) -> Result<Self, String> {
        let Some((_, first)) = keys.first() else { return Err("give the log's public key with --key".to_owned()) };
        let origin = first.name.clone();
        if keys.iter().any(|(_, key)| key.kind != LOG || key.name != origin) {
            return Err("the keys of a log are log keys and carry one name".to_owned());
        }
        if witnesses.iter().any(|key| key.kind != WITNESS) {
            return Err("--witness takes the key of a witness".to_owned());
        }
        Ok(Self { origin, keys, witnesses })
    }

    /// Opens one signed note. The problem names the checkpoint as far as it could be read.
    pub fn open(&self, note: &str) -> Result<Checkpoint, String> {
        let form = "a checkpoint has not the form of one".to_owned();
        let (text, lines) = note.rsplit_once("\n\n").ok_or_else(|| form.clone())?;
        let text = format!("{text}\n");
        let (origin, mut checkpoint) = body(&text).ok_or_else(|| form.clone())?;
        let of = format!("the checkpoint over {} events", checkpoint.size);
        if origin != self.origin {
            return Err(format!("{of} is of the log {origin}"));
        }
        let mut signed = false;
        for line in lines.strip_suffix('\n').ok_or_else(|| form.clone())?.split('\n') {
            let (name, id, signature) = signature(line).ok_or_else(|| form.clone())?;
            let good = self.keys.iter().filter(|(last, _)| checkpoint.size <= *last).map(|(_, key)| key);
            for key in good.chain(&self.witnesses).filter(|key| key.name == name && key.id == id) {
                let holds = match signature.split_first_chunk::<8>() {
                    Some((seconds, rest)) if key.kind == WITNESS => {
                        let seconds = u64::from_be_bytes(*seconds);
                        checkpoint.seen.push((name.to_owned(), seconds));
                        key.holds(format!("cosignature/v1\ntime {seconds}\n{text}").as_bytes(), rest)
                    }
                    _ => key.kind == LOG && key.holds(text.as_bytes(), &signature),
                };
                if !holds {
                    return Err(format!("{of}: the signature of {name} does not hold"));
                }
                signed |= key.kind == LOG;
            }
        }
        if signed { Ok(checkpoint) } else { Err(format!("{of} is not signed by a key of the log that is good for it")) }
    }
}

/// The lines of a checkpoint: its origin, and what it says.
fn body(text: &str) -> Option<(&str, Checkpoint)> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let (origin, size, root) = (lines.next()?, lines.next()?, hash(lines.next()?)?);
    // A name is printed, and whoever can send a letter can write one.
    if origin.chars().any(char::is_control) {
        return None;
    }
    let size = size.parse().ok().filter(|number: &u64| number.to_string() == size)?;
    lines.all(|line| !line.is_empty()).then_some((origin, Checkpoint { size, root, seen: Vec::new() }))
}

/// One signature line: whose, which key, and the signature.
fn signature(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, encoded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    Some((name, *id, signature.to_vec()))
}

/// A hash in base64.
pub fn hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// The notes of a file that somebody kept: with words between them, quoted, or a letter as it came. Torn ones are passed over.
pub fn kept_notes(file: &str) -> Vec<String> {
    let mut notes = whole_notes(file);
    // The em dash of a signature, where the letter is quoted-printable (RFC 2045).
    if file.contains("=E2=80=94 ") {
        let decoded = quoted_printable::decode(file, quoted_printable::ParseMode::Robust).unwrap_or_default();
        notes.extend(whole_notes(&String::from_utf8_lossy(&decoded)));
    }
    notes
}

fn whole_notes(text: &str) -> Vec<String> {
    let around = |char: char| char.is_whitespace() || char == '>' || char == '\u{feff}';
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches(around).trim_end()).collect();
    let blocks: Vec<&[&str]> = lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()).collect();
    let is_signed = |lines: &[&str]| {
        lines.iter().all(|line| signature(line).is_some_and(|(.., bytes)| bytes.len() == 64 || bytes.len() >= 72))
    };
    blocks
        .iter()
        .zip(blocks.iter().skip(1))
        .filter(|(_, signatures)| is_signed(signatures))
        .map(|(text, signatures)| (text.join("\n"), signatures.join("\n")))
        .filter(|(text, _)| body(&format!("{text}\n")).is_some())
        .map(|(text, signatures)| format!("{text}\n\n{signatures}\n"))
        .collect()
}

/// Parts a file of notes with blank lines between them: text, blank line, signatures, blank line, text…
pub fn notes(file: &str) -> Vec<String> {
    let blocks: Vec<&str> = file.split_inclusive("\n\n").collect();
    blocks
        .chunks(2)
        .map(|pair| pair.concat())
        .map(|note| note.strip_suffix("\n\n").map_or_else(|| note.clone(), |cut| format!("{cut}\n")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_found_in_a_letter_and_beside_a_torn_note() {
        let bytes = STANDARD.encode([7; 68]);
        let note = format!("a.example/logg\n5\n{}\n\n\u{2014} a.example/logg {bytes}\n", STANDARD.encode([7; 32]));
        assert_eq!(notes(&format!("{note}\n{note}")), [note.clone(), note.clone()]);
        let letter = format!("Det här är en kontrollpunkt.\n\n{note}\nLägg texten i en fil.\n\n    verify\n");
        let quoted: String = letter.lines().map(|line| format!("> {line} \r\n")).collect();
        let encoded = String::from_utf8(quoted_printable::encode(letter.replace('\n', "\r\n"))).unwrap();
        assert!(!encoded.contains(&bytes), "the signature is folded");
        for text in [&letter, &letter.replace('\n', "\r\n"), &letter.replace("\n\n", "\n\n\n"), &quoted, &encoded] {
            assert_eq!(kept_notes(text), [note.as_str()], "{text}");
        }
        assert_eq!(kept_notes(&format!("{note}\n{note}")), [note.clone(), note.clone()]);
        for end in (0..note.trim_end().len()).filter(|end| note.is_char_boundary(*end)) {
            let torn = note.get(..end).unwrap();
            assert_eq!(kept_notes(&format!("{torn}\n\n{note}")), [note.as_str()], "torn at {end}");
        }
    }
}
